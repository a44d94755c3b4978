"""What a network says of itself and of its tables: its `datapackage.json`, held to what is needed.

Reports speak of the shared columns, types and choices by name: a descriptor that describes others
would give figures that mean something else, so it is refused. JSON lets a name be there twice, and
Python would take the last: a threshold could be said, and then quietly be another.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from annual_report.errors import UnreadableError
from annual_report.messages import _
from annual_report.reading.files.opening import read_file
from annual_report.reading.files.package_files import DESCRIPTOR
from annual_report.reading.problems import Place, Problem, unread
from annual_report.reading.schema import (
    TYPES,
    check_kind,
    check_pattern,
    completed,
    is_missing,
    shared,
    tables_of,
)
from annual_report.reading.settings import PROPERTIES, settings_of
from annual_report.reading.values.cells import Field, is_placeholder

LARGEST = 1_000_000
"""Bytes: the descriptor of a network takes fifteen thousand."""
NAME = re.compile(r"[-a-z0-9._/]+")
CONSTRAINTS = frozenset({"required", "enum", "minimum", "maximum", "pattern"})
"""What cells are held to; keys are said by the table."""
LONGEST_TITLE = 26
NO_SHEET_HAS = frozenset("[]:*?/\\")
"""Of a table's title: it is the name of a workbook's sheet, perhaps with a year behind it."""


def read_descriptor(folder: Path) -> tuple[dict[str, Any] | None, list[Problem]]:
    """Read a network's descriptor, every table described in full; None and why if it has none."""
    place = Place(DESCRIPTOR)
    try:
        descriptor = load_descriptor(folder / DESCRIPTOR)
        _check_shape(descriptor)
        descriptor = completed(descriptor)
        settings_of(descriptor)
        _check_tables(descriptor)
    except (FileNotFoundError, NotADirectoryError):
        what = _("there is no data package here")
        return None, [Problem(Place(str(folder)), what, expected=DESCRIPTOR)]
    except json.JSONDecodeError as error:
        return None, [Problem(Place(DESCRIPTOR, _row(error)), _("is not valid JSON"))]
    except UnicodeDecodeError:
        return None, [Problem(place, _("can’t be read"), expected="UTF-8")]
    except (UnreadableError, OSError) as error:
        return None, [unread(place, error)]
    except RecursionError:
        return None, [Problem(place, _("is not valid JSON"))]
    except ValueError as error:
        return None, [Problem(place, _("does not describe a network: {reason}", reason=str(error)))]
    unknown, what = set(descriptor) - PROPERTIES, _("is not a property that is read")
    remarks = [Problem(place, what, name, severity="remark") for name in sorted(unknown)]
    if is_placeholder(str(descriptor.get("description", ""))):  # a new network's
        what = _("still to fill in: {columns}", columns="description, reseau")
        remarks.append(Problem(place, what, severity="todo"))
    return descriptor, remarks


def load_descriptor(path: Path) -> dict[str, Any]:
    """Return what a descriptor holds; raise ValueError for JSON that says a thing twice."""
    content = read_file(path, LARGEST, _("is too large for a descriptor")).decode("utf-8-sig")
    found = json.loads(content, object_pairs_hook=_once, parse_constant=_no_number)
    if not isinstance(found, dict):
        raise ValueError(_("it must be an object in braces"))
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(_("“{name}” is there twice", name=name))
        found[name] = value
    return found


def _no_number(word: str) -> None:
    raise ValueError(_("“{name}” is no number", name=word))


def _row(error: json.JSONDecodeError) -> int:
    """Return the line at fault: that of a comma too many, not of the bracket that follows it."""
    before = error.doc[: error.pos].rstrip()
    too_many = before.endswith(",") and error.doc[error.pos :].startswith(("}", "]"))
    return before.count("\n") + 1 if too_many else error.lineno


def _check_shape(descriptor: Mapping[str, Any]) -> None:
    """Raise ValueError unless a descriptor has the parts of one, each of its kind."""
    _check_name(descriptor.get("name"))
    for name in ("title", "description"):
        check_kind(name, "string", descriptor.get(name, ""))
    check_kind("resources", "array", descriptor.get("resources", []))
    names: set[str] = set()
    for number, each in enumerate(descriptor.get("resources", [])):
        check_kind(f"resources/{number}", "object", each)
        _check_name(each.get("name"))
        if each["name"] in names:
            raise ValueError(_("two tables have the same name"))
        names.add(each["name"])
        if "path" not in each:
            raise ValueError(_("a table has no “path”"))
        schema = each.get("schema", {})
        check_kind(f"{each['name']}/schema", "object", schema)
        check_kind("fields", "array", schema.get("fields", []))
        for field in schema.get("fields", []):
            check_kind("fields", "object", field)
            check_kind("name", "string", field.get("name"))
            check_kind("constraints", "object", field.get("constraints", {}))
    check_kind("reseau", "object", descriptor.get("reseau", {}))


def _check_name(value: Any) -> None:
    if value is None:
        raise ValueError(is_missing("name"))
    check_kind("name", "string", value)
    if not NAME.fullmatch(value):
        line = _("“{place}” takes lower-case letters without accents, digits, and . - _, not "
                 "{value}", place="name", value=repr(value)[:60])  # fmt: skip
        raise ValueError(line)


def _check_tables(descriptor: dict[str, Any]) -> None:
    """Raise ValueError unless every table is described as it can be read, and reports need it."""
    files: dict[str, str] = {}
    for name, resource in tables_of(descriptor).items():
        file, title = resource["path"], str(resource["title"])
        if not isinstance(file, str) or Path(file).name != file or "\\" in file:
            said = str(file)[:60]
            raise ValueError(_("“{value}” is no file in the package’s folder", value=said))
        if not file.lower().endswith(".csv"):
            raise ValueError(_("{name}: a file in .csv", name=name))
        if (other := files.setdefault(file, name)) != name:
            raise ValueError(f"{other}, {name}: {file}")
        if len(title) > LONGEST_TITLE or set(title) & NO_SHEET_HAS:
            line = _("{name}: a title of at most {most} signs, without any of {signs}", name=name,
                     most=LONGEST_TITLE, signs=" ".join(sorted(NO_SHEET_HAS)))  # fmt: skip
            raise ValueError(line)
        _check_columns(name, resource["schema"])


def _check_columns(table: str, schema: Mapping[str, Any]) -> None:
    model = shared().get(table, {"schema": {"fields": []}})
    needed = {each["name"]: each for each in model["schema"]["fields"]}
    fields = {each["name"]: each for each in schema["fields"]}
    for key in schema.get("primaryKey", ()):
        if key not in fields:
            raise ValueError(is_missing(f"{table}/{key}"))
    for name, field in fields.items():
        kind, limits = field["type"], field.get("constraints", {})
        if kind not in TYPES:
            line = _("{name}: column {column} is of the type “{type}”; expected: {types}",
                     name=table, column=name, type=kind, types=", ".join(TYPES))  # fmt: skip
            raise ValueError(line)
        for each in limits:
            if each not in CONSTRAINTS or (each == "pattern" and kind != "string"):
                line = _("a column of the type “{value}” has no “{name}”", value=kind, name=each)
                raise ValueError(line)
        if "pattern" in limits:
            check_pattern(f"{table}/{name}/pattern", limits["pattern"])
        if name in needed and not _is_as_needed(field, needed[name]):
            line = _("{name}: column {column} is not described as reports need it",
                     name=table, column=name)  # fmt: skip
            raise ValueError(line)


def _is_as_needed(field: Field, wanted: Field) -> bool:
    """Whether a shared column takes what it must, and nothing else."""
    limits, needed = field.get("constraints", {}), wanted.get("constraints", {})
    choices = set(needed.get("enum", ()))
    return (
        (field["type"], field.get("kind")) == (wanted["type"], wanted.get("kind"))
        and bool(limits.get("required") or not needed.get("required"))
        and (not choices or set(limits.get("enum", "?")) <= choices)
    )
