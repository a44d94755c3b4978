"""What a network says of itself and of its tables: its `datapackage.json`, held to what is needed.

Reports speak of these columns, types and choices by name: a descriptor that describes others would
give figures that mean something else, so it is refused.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from frictionless import Schema

from annual_report.messages import _
from annual_report.reading.attendance_states import STATES, described
from annual_report.reading.conformity import descriptor_schemas
from annual_report.reading.descriptor_faults import is_missing, must_be
from annual_report.reading.files.package_files import DESCRIPTOR, is_package_file
from annual_report.reading.problems import Place, Problem, not_opened
from annual_report.reading.settings import Settings
from annual_report.reading.values.cells import Field, clean, is_placeholder, nearest
from annual_report.territories.departments import departments

TABLES: Mapping[str, str] = {
    "membres": "annee! departement!",
    "rencontres": "rencontre! annee! debut fin format! genre ville departement hote titre",
    "sujets": "annee! sujet theme etat! format",
    "presences": "rencontre! departement! etat agents",
    "ressources": "annee! titre! genre url",
    "dispositifs": "departement! dispositif! genre depuis url",
}
"""The columns of each table; those with a mark are filled in on every row."""

TYPES: Mapping[str, str] = {
    "annee": "integer",
    "agents": "integer",
    "depuis": "integer",
}
SETTINGS: Mapping[str, str] = {
    "nom": "string",
    "institution": "string",
    "sigle": "string",
    "fictif": "boolean",
    "agents": "string",
    "seuil": "integer",
    "institutions": "object",
}
"""What a network may say of itself, and its kind in JSON."""
KIND_OF: Mapping[type, str] = {
    str: "string", bool: "boolean", int: "integer", dict: "object", list: "array",
    float: "number", type(None): "null",
}  # fmt: skip
CHOICES: Mapping[tuple[str, str], set[str]] = {
    ("rencontres", "format"): {"présentiel", "distanciel", "hybride"},
    ("sujets", "etat"): {"prévu", "traité"},
    ("presences", "etat"): set(STATES),
}


def read_descriptor(
    path: Path,
) -> tuple[dict[str, Any] | None, dict[str, Schema], list[Problem]]:
    """Read a package's descriptor and its Table Schemas; None and the reasons if it has none."""
    problems: list[Problem] = []
    try:
        text = (path / DESCRIPTOR).read_text(encoding="utf-8-sig")
        descriptor: dict[str, Any] = json.loads(text)
        if isinstance(descriptor, dict):
            descriptor = described(descriptor)
        schemas = descriptor_schemas(descriptor)
        settings_of(descriptor)
        _check_tables(descriptor)
    except (FileNotFoundError, NotADirectoryError):
        what = _("there is no data package here")
        problems = [Problem(Place(str(path)), what, expected=DESCRIPTOR)]
    except json.JSONDecodeError as error:
        problems = [Problem(Place(DESCRIPTOR, error.lineno), _("is not valid JSON"))]
    except UnicodeDecodeError:
        problems = [Problem(Place(DESCRIPTOR), _("can’t be read"), expected="UTF-8")]
    except OSError as error:
        problems = [not_opened(Place(DESCRIPTOR), error)]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        told = is_missing(str(error.args[0])) if isinstance(error, KeyError) else str(error)
        what = _("does not describe a network: {reason}", reason=told.split("\n")[0])
        problems = [Problem(Place(DESCRIPTOR), what)]
    else:
        return descriptor, schemas, problems
    return None, {}, problems


def to_describe(descriptor: dict[str, Any]) -> list[Problem]:
    """Return what a new network still has to say of itself."""
    said = str(descriptor.get("description", ""))
    if not is_placeholder(said):
        return []
    what = _("still to fill in: {columns}", columns="description, reseau")
    return [Problem(Place(DESCRIPTOR), what, severity="todo")]


def settings_of(descriptor: dict[str, Any]) -> Settings:
    """Return what a descriptor says of its network; raise ValueError if it can't."""
    said = descriptor.get("reseau")
    if said is None:
        raise ValueError(is_missing("reseau"))
    if not isinstance(said, dict):
        raise ValueError(must_be("reseau", "object", said))
    for name, value in said.items():
        if name not in SETTINGS:
            raise ValueError(_unknown_setting(name))
        if KIND_OF[type(value)] != SETTINGS[name]:
            raise ValueError(must_be(f"reseau/{name}", SETTINGS[name], value))
    if "nom" not in said:
        raise ValueError(is_missing("reseau/nom"))
    for code, name in said.get("institutions", {}).items():
        if code not in departments():
            what = _("“{place}” is no code of a département", place=f"reseau/institutions/{code}")
            raise ValueError(what)
        if not isinstance(name, str):
            raise ValueError(must_be(f"reseau/institutions/{code}", "string", name))
    texts = {name: clean(value) for name, value in said.items() if isinstance(value, str)}
    return Settings(**{**said, **texts})


def _unknown_setting(name: str) -> str:
    """Say that nobody knows a setting, and which was probably meant."""
    near = nearest(name, list(SETTINGS))
    said = _("“{name}” is no setting of a network", name=f"reseau/{name}")
    return _("{line}; nearest: {nearest}", line=said, nearest=near) if near else said


def _check_tables(descriptor: dict[str, Any]) -> None:
    """Raise ValueError unless every table is described once, as the reports need it."""
    names = [resource["name"] for resource in descriptor["resources"]]
    for name in TABLES:
        if names.count(name) != 1:
            raise ValueError(_("has no table “{name}”", name=name))
    for resource in descriptor["resources"]:
        name, file = resource["name"], resource["path"]
        if name not in TABLES:
            continue
        if not isinstance(file, str) or Path(file).name != file or "\\" in file:
            raise ValueError(_("{name}: a file in the package’s folder", name=name))
        if not is_package_file(file):
            raise ValueError(_("{name}: a file in .csv, .xlsx or .ods", name=name))
        fields = {each["name"]: each for each in resource["schema"]["fields"]}
        for column in TABLES[name].split():
            _check_column(name, column.rstrip("!"), fields, required=column.endswith("!"))


def _check_column(table: str, column: str, fields: Mapping[str, Field], *, required: bool) -> None:
    described = fields.get(column)
    if described is None:
        raise ValueError(_("{name}: no column {column}", name=table, column=column))
    constraints = described.get("constraints", {})
    choices = CHOICES.get((table, column))
    if (
        described.get("type", "string") != TYPES.get(column, "string")
        or (required and not constraints.get("required"))
        or (choices and not set(constraints.get("enum", "?")) <= choices)
    ):
        raise ValueError(
            _(
                "{name}: column {column} is not described as reports need it",
                name=table,
                column=column,
            )
        )
