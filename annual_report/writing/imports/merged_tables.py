"""Merged tables: held against all the rules, and as the files that they become."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from frictionless import Schema

from annual_report.errors import DataError
from annual_report.messages import _
from annual_report.reading.files.package_files import DESCRIPTOR
from annual_report.reading.problems import Place, Problem, together
from annual_report.reading.rules import across_tables
from annual_report.reading.rules.plausibility import gathered
from annual_report.reading.schema.conformity import schema_problems
from annual_report.reading.tables import Table, fields_of
from annual_report.reading.values.attendance_states import described, settle
from annual_report.reading.values.cells import is_placeholder
from annual_report.writing.imports.merging import Merged, removals
from annual_report.writing.saving import in_a_workbook, table_bytes

MOST_TOLD = 20


def refuse(problems: Sequence[Problem], before: Iterable[Problem] = ()) -> None:
    """Raise DataError with the errors among problems, if there are any, and what is said `before`.

    One slip may break hundreds of rows: the first of them are enough.
    """
    if errors := together(each for each in problems if each.severity == "error"):
        left = len(errors) - MOST_TOLD
        more = [Problem(Place(""), _("and {count} others", count=left))] if left > 0 else []
        raise DataError([*before, *errors[:MOST_TOLD], *more])


def as_table(merged: Merged, data: Table, resource: Mapping[str, Any], file: str) -> Table:
    """Return the merged rows as a table, to be held against the rules."""
    rows, unfilled = [], []
    needed = {
        *resource["schema"].get("primaryKey", []),
        *(
            field["name"]
            for field in fields_of(dict(resource))
            if field.get("constraints", {}).get("required")
        ),
    }
    for number, (row, _typed) in enumerate(merged.rows, start=2):
        blanks = {name for name, cell in row.items() if is_placeholder(cell)}
        if blanks:
            unfilled.append((number, row))
        if not blanks & needed:
            rows.append((number, {n: "" if n in blanks else cell for n, cell in row.items()}))
    return replace(data, rows=tuple(rows), unfilled=tuple(unfilled), problems=())


def checked(
    result: Mapping[str, Table],
    merged: Mapping[str, Merged],
    schemas: Mapping[str, Schema],
    source: str,
) -> list[Problem]:
    """Hold the merged tables against all the rules; raise DataError if they break one."""
    refuse(_where_typed(_wrong_rows(result, schemas), result, merged, source),
           _gone(merged, source))  # fmt: skip
    found = _wrong_together(result)
    located = _where_typed(found, result, merged, source)
    refuse(located, _gone(merged, source))
    return located


def refuse_broken(result: Mapping[str, Table], schemas: Mapping[str, Schema]) -> None:
    """Raise DataError if tables that were put together break a rule."""
    refuse(_wrong_rows(result, schemas))
    refuse(_wrong_together(result))


def _wrong_rows(result: Mapping[str, Table], schemas: Mapping[str, Schema]) -> list[Problem]:
    """Return what is wrong with a row by itself."""
    found: list[Problem] = []
    for name, table in result.items():
        found += schema_problems(table.rows, schemas[name], Place(table.file))
        for number, row in table.rows if name == "presences" else ():
            said = settle(dict(row), Place(table.file, number))
            found += [each for each in said if each.severity == "error"]
    return found


def _wrong_together(result: Mapping[str, Table]) -> list[Problem]:
    """Return what is wrong with rows beside each other; the year's texts aren't looked at."""
    said = gathered(across_tables(result, {}))
    return [each for each in said if not each.place.file.startswith("textes/")]


def _gone(merged: Mapping[str, Merged], source: str) -> Iterator[Problem]:
    """Say first of which tables rows were taken out: what breaks then is at other places."""
    for each in merged.values():
        removed = list(removals(each.changes))
        if removed:
            what = _("rows of {table} that are gone: {count}; what follows may come of it",
                     table=removed[0].table, count=len(removed))  # fmt: skip
            yield Problem(Place(source), what)


def _where_typed(
    problems: Sequence[Problem],
    result: Mapping[str, Table],
    merged: Mapping[str, Merged],
    source: str,
) -> list[Problem]:
    """Point at the workbook's own row where a row comes from there."""
    by_file = {table.file: name for name, table in result.items()}
    located = []
    for problem in problems:
        place, name = problem.place, by_file.get(problem.place.file)
        if name and place.row:
            _row, typed = merged[name].rows[place.row - 2]
            if typed:
                place = Place(source, typed.number, place.column, typed.sheet)
        located.append(replace(problem, place=place))
    return located


def changed_files(
    name: str,
    rows: Sequence[Mapping[str, str]],
    data: Table,
    resource: Mapping[str, Any],
    folder: Path,
) -> dict[Path, bytes]:
    """Return the files of a table that changed: its own, and a descriptor that lacks its states.

    A column that the file lacks comes in when somebody fills it, and not before. Raise DataError if
    the table is in a workbook.
    """
    if problem := in_a_workbook(data):
        raise DataError([problem])
    columns = [
        each["name"]
        for each in fields_of(dict(resource))
        if not data.columns
        or each["name"] in data.columns
        or any(row.get(each["name"]) for row in rows)
    ]
    table = {
        folder / resource["path"]: table_bytes(columns, rows, data.form, fields_of(dict(resource)))
    }
    return table | (_newer_descriptor(folder) if name == "presences" else {})


def _newer_descriptor(path: Path) -> dict[Path, bytes]:
    """Describe states in a descriptor that has none yet: its table of attendance gets them now."""
    file = path / DESCRIPTOR
    old = json.loads(file.read_text(encoding="utf-8-sig"))
    new = described(old)
    text = json.dumps(new, ensure_ascii=False, indent=2) + "\n"
    return {file: text.encode()} if new != old else {}
