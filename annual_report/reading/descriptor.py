"""What a network says of itself and of its tables: its `datapackage.json`, held to what is needed.

Reports speak of these columns, types and choices by name: a descriptor that describes others would
give figures that mean something else, so it is refused.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from frictionless import Schema

from annual_report.errors import UnreadableError
from annual_report.messages import _
from annual_report.reading.files.package_files import DESCRIPTOR, is_package_file
from annual_report.reading.problems import Place, Problem, unread
from annual_report.reading.schema import member_columns
from annual_report.reading.schema.conformity import descriptor_schemas
from annual_report.reading.schema.faults import is_missing
from annual_report.reading.schema.loading import load_descriptor
from annual_report.reading.schema.patterns import check_pattern
from annual_report.reading.schema.shared import TYPES, completed, shared, tables_of
from annual_report.reading.settings import settings_of
from annual_report.reading.settings_rules import unknown_properties
from annual_report.reading.values import attendance_states
from annual_report.reading.values.cells import Field, is_placeholder

LONGEST_TITLE = 26
NO_SHEET_HAS = frozenset("[]:*?/\\")
"""Of a table's title: it is the name of a workbook's sheet, perhaps with a year behind it."""


def read_descriptor(
    path: Path,
) -> tuple[dict[str, Any] | None, dict[str, Schema], list[Problem]]:
    """Read a package's descriptor and its Table Schemas; None and the reasons if it has none."""
    problems: list[Problem] = []
    try:
        loaded = load_descriptor(path / DESCRIPTOR)
        now = member_columns.described(attendance_states.described(loaded))
        descriptor = member_columns.with_kinds(completed(now))
        schemas = descriptor_schemas(descriptor)
        _check_patterns(descriptor)
        settings_of(descriptor)
        _check_tables(descriptor)
    except (FileNotFoundError, NotADirectoryError):
        what = _("there is no data package here")
        problems = [Problem(Place(str(path)), what, expected=DESCRIPTOR)]
    except json.JSONDecodeError as error:
        problems = [Problem(Place(DESCRIPTOR, _row(error)), _("is not valid JSON"))]
    except UnicodeDecodeError:
        problems = [Problem(Place(DESCRIPTOR), _("can’t be read"), expected="UTF-8")]
    except (UnreadableError, OSError) as error:
        problems = [unread(Place(DESCRIPTOR), error)]
    except RecursionError:
        problems = [Problem(Place(DESCRIPTOR), _("is not valid JSON"))]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        told = is_missing(str(error.args[0])) if isinstance(error, KeyError) else str(error)
        what = _("does not describe a network: {reason}", reason=told.split("\n")[0])
        problems = [Problem(Place(DESCRIPTOR), what)]
    else:
        for name in unknown_properties(descriptor):
            what = _("is not a property that is read")
            problems.append(Problem(Place(DESCRIPTOR), what, name, severity="remark"))
        if member_columns.has_old_names(loaded):
            problems.append(old_names(DESCRIPTOR))
        return descriptor, schemas, problems
    return None, {}, problems


def old_names(file: str) -> Problem:
    """Remark that a file calls members as older networks did."""
    what = _("calls members “departement”: it is read as “membre”, their name by now")
    return Problem(Place(file), what, severity="remark")


def _row(error: json.JSONDecodeError) -> int:
    """Return the line at fault: that of a comma too many, not of the bracket that follows it."""
    before = error.doc[: error.pos].rstrip()
    too_many = before.endswith(",") and error.doc[error.pos :].startswith(("}", "]"))
    return before.count("\n") + 1 if too_many else error.lineno


def to_describe(descriptor: dict[str, Any]) -> list[Problem]:
    """Return what a new network still has to say of itself."""
    said = str(descriptor.get("description", ""))
    if not is_placeholder(said):
        return []
    what = _("still to fill in: {columns}", columns="description, reseau")
    return [Problem(Place(DESCRIPTOR), what, severity="todo")]


def _check_patterns(descriptor: Mapping[str, Any]) -> None:
    """Raise ValueError for a column's pattern that could take longer than anybody waits for."""
    for resource in tables_of(descriptor).values():
        for each in resource["schema"]["fields"]:
            constraints = each.get("constraints", {})
            if "pattern" in constraints:
                place = f"{resource['name']}/{each['name']}/pattern"
                check_pattern(place, constraints["pattern"])


def _check_tables(descriptor: dict[str, Any]) -> None:
    """Raise ValueError unless every table is described as it can be read, and reports need it."""
    if not isinstance(descriptor.get("name"), str):
        raise ValueError(is_missing("name"))
    files: dict[Any, str] = {}
    for name, resource in tables_of(descriptor).items():
        file = resource["path"]
        if (other := files.setdefault(str(file), name)) != name:
            raise ValueError(f"{other}, {name}: {file}")
        if not isinstance(file, str) or Path(file).name != file or "\\" in file:
            raise ValueError(_("{name}: a file in the package’s folder", name=name))
        if not is_package_file(file):
            raise ValueError(_("{name}: a file in .csv, .xlsx or .ods", name=name))
        title = str(resource["title"])
        if len(title) > LONGEST_TITLE or set(title) & NO_SHEET_HAS:
            line = _("{name}: a title of at most {most} signs, without any of {signs}", name=name,
                     most=LONGEST_TITLE, signs=" ".join(sorted(NO_SHEET_HAS)))  # fmt: skip
            raise ValueError(line)
        model = shared().get(name, {"schema": {"fields": []}})
        needed = {each["name"]: each for each in model["schema"]["fields"]}
        for field in resource["schema"]["fields"]:
            _check_type(name, field)
            if field["name"] in needed:
                _check_column(name, field, needed[field["name"]])


def _check_type(table: str, field: Field) -> None:
    kind = field.get("type", "string")
    if kind not in TYPES:
        raise ValueError(
            _(
                "{name}: column {column} is of the type “{type}”; expected: {types}",
                name=table,
                column=field["name"],
                type=kind,
                types=", ".join(TYPES),
            )
        )


def _check_column(table: str, described: Field, needed: Field) -> None:
    """Raise ValueError unless a shared column takes what it must, and nothing else."""
    constraints, wanted = described.get("constraints", {}), needed.get("constraints", {})
    choices = set(wanted.get("enum", ()))
    if (
        described.get("type", "string") != needed["type"]
        or (wanted.get("required") and not constraints.get("required"))
        or (choices and not set(constraints.get("enum", "?")) <= choices)
    ):
        raise ValueError(
            _(
                "{name}: column {column} is not described as reports need it",
                name=table,
                column=described["name"],
            )
        )
