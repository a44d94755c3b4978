"""What a network says of itself and of its tables: its `datapackage.json`, held to what is needed.

Reports speak of the shared columns, types and choices by name: a descriptor that describes others
would give figures that mean something else, so it is refused. JSON lets a name be there twice, and
Python would take the last: a setting could be said, and then quietly be another.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from annual_report.base.errors import UnreadableError
from annual_report.base.messages import _
from annual_report.network.reading.files.opening import read_file
from annual_report.network.reading.files.package_files import DESCRIPTOR
from annual_report.network.reading.problems import Place, Problem, explain_unread
from annual_report.network.reading.schema import (
    TYPES,
    check_kinds,
    complete_descriptor,
    list_tables,
    read_shared_tables,
)
from annual_report.network.reading.settings import read_settings

SCHEMES = "dispositifs"
"""A table that no page shows: a network that lists it would believe it published."""
LARGEST = 1_000_000
"""Bytes: the descriptor of a network takes fifteen thousand."""
NAME = re.compile(r"[-a-z0-9._/]+")
CONSTRAINTS = frozenset({"required", "enum", "minimum", "maximum"})
"""What cells are held to; keys are said by the table."""
MEANING = ("type", "kind", "constraints")
"""What a column's description says of its cells."""
LONGEST_TITLE = 26
NO_SHEET_HAS = frozenset("[]:*?/\\")
"""Of a table's title: it is the name of a workbook's sheet, perhaps with a year behind it."""
PARTS = {"name": str, "title": str, "description": str, "resources": list, "reseau": dict}
PARTS_OF_A_TABLE = {"name": str, "path": str, "title": str, "schema": dict}
PARTS_OF_A_COLUMN = {"name": str, "type": str, "kind": str, "constraints": dict}
"""What each part of a descriptor is."""


def read_descriptor(folder: Path) -> dict[str, Any] | Problem:
    """Read a network's descriptor, every table described in full, or say why it has none."""
    place = Place(DESCRIPTOR)
    try:
        descriptor = load_descriptor(folder / DESCRIPTOR)
        _check_shape(descriptor)
        descriptor = complete_descriptor(descriptor)
        read_settings(descriptor)
        _check_tables(descriptor)
        return descriptor
    # Somebody is in the wrong folder.
    except (FileNotFoundError, NotADirectoryError):
        what = _("there is no data package here")
        return Problem(Place(str(folder)), what, expected=DESCRIPTOR)
    except json.JSONDecodeError as error:
        return Problem(Place(DESCRIPTOR, error.lineno), _("is not valid JSON"))
    except (UnicodeDecodeError, RecursionError):
        return Problem(place, _("is not valid JSON"), expected="UTF-8")
    except (UnreadableError, OSError) as error:
        return explain_unread(place, error)
    except ValueError as error:
        return Problem(place, _("does not describe a network: {reason}", reason=str(error)))


def load_descriptor(path: Path) -> dict[str, Any]:
    """Return what a descriptor holds; raise ValueError for JSON that says a thing twice."""
    content = read_file(path, LARGEST, _("is too large for a descriptor")).decode("utf-8-sig")
    found: dict[str, Any] = json.loads(content, object_pairs_hook=_once)
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON; raise ValueError for a name that is there twice."""
    _check_once([name for name, _value in pairs])
    return dict(pairs)


def _check_once(names: list[str]) -> None:
    if twice := next((name for name, count in Counter(names).items() if count > 1), None):
        raise ValueError(_("“{name}” is there twice", name=twice))


def _check_shape(descriptor: Mapping[str, Any]) -> None:
    """Raise ValueError unless a descriptor has the parts of one, each of its kind."""
    check_kinds("", descriptor, PARTS, "name")
    tables = descriptor.get("resources", [])
    for number, each in enumerate(tables):
        check_kinds(f"resources/{number}/", each, PARTS_OF_A_TABLE, "name", "path")
        schema = each.get("schema", {})
        check_kinds(f"{each['name']}/schema/", schema, {"fields": list, "primaryKey": list})
        for field in schema.get("fields", []):
            check_kinds(f"{each['name']}/fields/", field, PARTS_OF_A_COLUMN, "name")
    names = [descriptor["name"], *(each["name"] for each in tables)]
    if wrong := next((name for name in names if not NAME.fullmatch(name)), None):
        raise ValueError(
            _("“{place}” takes lower-case letters without accents, digits, and . - _, not {value}",
              place="name", value=repr(wrong)[:60])
        )  # fmt: skip
    _check_once(names[1:])
    if listed := next((each for each in tables if each["name"] == SCHEMES), None):
        line = json.dumps(listed, ensure_ascii=False)
        raise ValueError(_("no page shows {name}: take {line} out of resources", name=SCHEMES,
                           line=line[:100]))  # fmt: skip


def _check_tables(descriptor: dict[str, Any]) -> None:
    """Raise ValueError unless every table is described as it can be read, and reports need it."""
    # Two tables in one file would write over each other.
    _check_once([each["path"] for each in list_tables(descriptor).values()])
    for name, resource in list_tables(descriptor).items():
        file, title = resource["path"], resource["title"]
        # A path could lead out of the folder, which is all that a build copies.
        if Path(file).name != file or "\\" in file or not file.lower().endswith(".csv"):
            line = _("{name}: a file in .csv, in the network’s folder, not {value}", name=name,
                     value=file[:60])  # fmt: skip
            raise ValueError(line)
        # Excel takes 31 signs of a sheet's title; a year and a space stand behind it.
        if len(title) > LONGEST_TITLE or set(title) & NO_SHEET_HAS:
            line = _("{name}: a title of at most {most} signs, without any of {signs}", name=name,
                     most=LONGEST_TITLE, signs=" ".join(sorted(NO_SHEET_HAS)))  # fmt: skip
            raise ValueError(line)
        _check_columns(name, resource["schema"])


def _check_columns(table: str, schema: Mapping[str, Any]) -> None:
    """Raise ValueError unless cells can be read as each column says, and as reports need it."""
    model = read_shared_tables().get(table, {"schema": {"fields": []}})
    needed = {each["name"]: each for each in model["schema"]["fields"]}
    there = [each["name"] for each in schema["fields"]]
    if lost := next((key for key in schema.get("primaryKey", ()) if key not in there), None):
        raise ValueError(_("“{name}” is missing", name=f"{table}/{lost}"))
    for field in schema["fields"]:
        kind, shared = field["type"], needed.get(field["name"])
        # A limit that nobody holds cells to would only seem to be held: a pattern, a length.
        own = field.get("constraints", {}).keys() - CONSTRAINTS
        if kind not in TYPES:
            line = _("{name}: column {column} is of the type “{type}”; expected: {types}",
                     name=table, column=field["name"], type=kind,
                     types=", ".join(TYPES))  # fmt: skip
            raise ValueError(line)
        # Of a column that all networks have, the words alone may be others.
        if shared and any(field.get(each) != shared.get(each) for each in MEANING):
            line = _("{name}: column {column} is not described as reports need it", name=table,
                     column=field["name"])  # fmt: skip
            raise ValueError(line)
        if own and not shared:
            names = ", ".join(sorted(CONSTRAINTS))
            line = _("{name}: a column can’t be held to “{constraint}”; expected: {known}",
                     name=table, constraint=min(own), known=names)  # fmt: skip
            raise ValueError(line)
