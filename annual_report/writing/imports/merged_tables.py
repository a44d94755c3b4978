"""Merged tables held against all the rules, before anything of them is written."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from frictionless import Schema

from annual_report.errors import DataError
from annual_report.reading.problems import Place, Problem
from annual_report.reading.rules import across_tables
from annual_report.reading.rules.plausibility import gathered
from annual_report.reading.schema.conformity import schema_problems
from annual_report.reading.tables import Table, fields_of
from annual_report.reading.values.cells import is_placeholder
from annual_report.writing.imports.merging import (
    Merged,
)


def refuse(problems: Sequence[Problem]) -> None:
    """Raise DataError with the errors among problems, if there are any."""
    if errors := [problem for problem in problems if problem.severity == "error"]:
        raise DataError(errors)


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
    found: list[Problem] = []
    for name, table in result.items():
        found += schema_problems(table.rows, schemas[name], Place(table.file))
    refuse(_where_typed(found, result, merged, source))
    found += [
        each
        for each in gathered(across_tables(result, {}))
        if not each.place.file.startswith("textes/")
    ]
    located = _where_typed(found, result, merged, source)
    refuse(located)
    return located


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
