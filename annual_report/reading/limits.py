"""Canonical rows held against their schema: what is needed, allowed, and there once."""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from annual_report.messages import _
from annual_report.reading.problems import Place, Problem, at_rows
from annual_report.reading.schema.patterns import LONGEST_CELL
from annual_report.reading.values.cells import Field

NUMBERS = ("integer", "number", "year")


def check_rows(
    text: pd.DataFrame,
    resource: Mapping[str, Any],
    place: Place,
    blanks: Container[tuple[int, str]] = (),
) -> Iterator[Problem]:
    """Say which rows break a limit of their column or have the key of another.

    `blanks` are the cells, by row and column, that are still to fill in: they aren't empty.
    """
    schema = resource["schema"]
    for field in schema["fields"]:
        name, limits = field["name"], field.get("constraints", {})
        cells, here = text[name], replace(place, column=field["name"])
        if limits.get("required"):
            empty = [row for row in cells.index[cells == ""] if (row, name) not in blanks]
            if empty:
                yield Problem(at_rows(here, empty), _("is empty"), expected=_example(field))
        for value in cells.unique() if limits else ():
            if value and (wrong := _broken(value, field, limits)):
                rows = [*cells.index[cells == value]]
                yield Problem(at_rows(here, rows), wrong[0], value, wrong[1])
        if limits.get("unique"):
            yield from _twice(text[cells != ""], [name], place)
    if key := list(schema.get("primaryKey", ())):
        waiting = [row for row in text.index if any((row, name) in blanks for name in key)]
        yield from _twice(text.drop(index=waiting), key, place)


def _broken(value: str, field: Field, limits: Mapping[str, Any]) -> tuple[str, str] | None:
    """Say what of its column's limits a value breaks, and what was expected."""
    if pattern := limits.get("pattern"):
        if len(value) > LONGEST_CELL:
            return _("is too long"), _("at most {count} signs", count=LONGEST_CELL)
        if not re.fullmatch(pattern, value):
            return _("is not allowed here"), _allowed(field)
    number: Any = float(value) if field["type"] in NUMBERS else value
    low, high = (limits.get(each, number) for each in ("minimum", "maximum"))
    long_enough = limits.get("minLength", 0) <= len(value) <= limits.get("maxLength", len(value))
    chosen = field["type"] == "string" or value in [*map(str, limits.get("enum", [value]))]
    if low <= number <= high and long_enough and chosen:
        return None
    return _("is not allowed here"), _allowed(field)


def _twice(text: pd.DataFrame, key: list[str], place: Place) -> Iterator[Problem]:
    """Point at both rows that say the same thing."""
    again = text[text.duplicated(key)]
    if again.empty:
        return
    first = {tuple(row[1:]): row[0] for row in text.drop_duplicates(key)[key].itertuples()}
    for number, *values in again[key].itertuples():
        said = ", ".join(value for value in values if value)
        expected = _("one row only; row {row} has it too", row=first[tuple(values)])
        yield Problem(replace(place, row=number), _("is there twice"), said, expected)


def _example(field: Field) -> str:
    return _("a value such as {example}", example=field.get("example", field.get("title", "…")))


def _allowed(field: Field) -> str:
    limits = field.get("constraints", {})
    if "minimum" in limits and "maximum" in limits:
        return _("from {low} to {high}", low=limits["minimum"], high=limits["maximum"])
    return _example(field)
