"""A sheet → a table: canonical text and typed values, and all that is wrong with them.

Above the heading a title may stand, one cell a row; below it each row is a fact, and nothing else
stands there (`columns`).
"""

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from functools import cached_property
from typing import Any

import pandas as pd

from annual_report.letters import clean_text
from annual_report.messages import _
from annual_report.reading.columns import Columns, Row
from annual_report.reading.headings import (
    check_heading,
    column_names,
    heading_row,
    required,
    title,
    titles,
)
from annual_report.reading.problems import Place, Problem, Understanding, at_rows
from annual_report.reading.sheets import Form, Sheet
from annual_report.reading.values.cells import Field
from annual_report.reading.values.vocabulary import YES

MOST_PROBLEMS = 200
"""A table with more is another table, or one slip repeated: nobody reads further."""
LONGEST_CELL = 200
"""The longest cell that is held against a pattern."""


@dataclass(frozen=True, eq=False)
class Table:
    """A table as it was understood.

    `text` has a column for each field and canonical text in every cell, "" for an empty one; its
    index is the row in the file.
    """

    name: str
    fields: Sequence[Field]
    text: pd.DataFrame
    problems: tuple[Problem, ...] = ()
    understandings: tuple[Understanding, ...] = ()
    form: Form = dataclass_field(default_factory=Form)
    file: str = ""
    sheet: str | None = None
    unfilled: tuple[tuple[int, Row], ...] = ()
    """The rows that hold a blank still to fill in, with the words that say so."""
    columns: tuple[str, ...] = ()
    """The columns that the file has, in its order; none where no heading was found."""

    @cached_property
    def rows(self) -> tuple[tuple[int, Row], ...]:
        """The rows in the order of the file, each with its number there."""
        rows: Any = self.text.to_dict("records")
        return tuple(zip(map(int, self.text.index), rows, strict=True))

    @property
    def every_row(self) -> tuple[tuple[int, Row], ...]:
        """All rows in the order of the file, those still to fill in among them."""
        waiting = {number for number, _row in self.unfilled}
        others = (each for each in self.rows if each[0] not in waiting)
        return tuple(sorted((*others, *self.unfilled), key=lambda each: each[0]))

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The rows as typed values, with NA for what is empty; the index is the row in the file."""
        found = {each["name"]: _typed(self.text[each["name"]], each) for each in self.fields}
        return pd.DataFrame(found, index=self.text.index)

    @property
    def place(self) -> Place:
        """Where the table stands."""
        return Place(self.file or f"{self.name}.csv", sheet=self.sheet)


def no_table(resource: Mapping[str, Any], place: Place, *problems: Problem) -> Table:
    """Return a table without a row, and why it has none."""
    name, fields = resource["name"], resource["schema"]["fields"]
    text = pd.DataFrame(columns=[each["name"] for each in fields], dtype=object)
    return Table(name, fields, text, problems, file=place.file, sheet=place.sheet)


def read_table(sheet: Sheet, resource: Mapping[str, Any], place: Place) -> Table:
    """Find a sheet's heading, understand its cells, and hold its rows against their schema."""
    place, fields = replace(place, sheet=sheet.title or place.sheet), resource["schema"]["fields"]
    start = heading_row(sheet.rows, fields)
    if start is None:
        here, expected = replace(place, row=1), column_names(fields)
        return no_table(resource, place, Problem(here, _("is empty"), expected=expected))
    heading, known = sheet.rows[start], titles(fields)
    names = [known.get(title(cell), "") for cell in heading]
    problems = [*check_heading(heading, names, fields, replace(place, row=start + 1))]
    if any(each.severity == "error" for each in problems):
        return no_table(resource, place, *problems)
    above, set_aside = _above(sheet, start, place)
    read = Columns(sheet, fields, names, start, place)
    problems += above
    problems += (
        Problem(replace(place, row=row), what, severity="remark") for row, what in sheet.remarks
    )
    problems += read.problems
    problems += _check_rows(
        read.text.drop(index=[*read.wrong], errors="ignore"), resource, place, read.blanks
    )
    problems.sort(key=lambda each: each.place.row or 0)
    if len(problems) > MOST_PROBLEMS:
        more = Problem(place, _("has other problems below: mend these first"))
        problems = [*problems[:MOST_PROBLEMS], more]
    needed = {*required(fields), *resource["schema"].get("primaryKey", ())}
    waiting = {row for row, name in read.blanks if name in needed}
    return Table(
        resource["name"],
        fields,
        read.text.drop(index=[*waiting]),
        tuple(problems),
        (*set_aside, *read.understandings),
        sheet.form,
        place.file,
        place.sheet,
        tuple(read.unfilled()),
        tuple(filter(None, names)),
    )


def _check_rows(
    text: pd.DataFrame,
    resource: Mapping[str, Any],
    place: Place,
    blanks: Container[tuple[int, str]],
) -> Iterator[Problem]:
    """Say which canonical rows break a limit of their column or have the key of another.

    `blanks` are the cells, by row and column, that are still to fill in: they aren't empty.
    """
    schema = resource["schema"]
    for field in schema["fields"]:
        name, limits = field["name"], field.get("constraints", {})
        cells, here = text[name], replace(place, column=name)
        if limits.get("required"):
            empty = [row for row in cells.index[cells == ""] if (row, name) not in blanks]
            if empty:
                yield Problem(at_rows(here, empty), _("is empty"), expected=_example(field))
        for value in cells.unique() if limits else ():
            if value and (wrong := _find_broken(value, field, limits)):
                rows = [*cells.index[cells == value]]
                yield Problem(at_rows(here, rows), wrong[0], value, wrong[1])
    key = [*schema.get("primaryKey", ())]
    waiting = [row for row in text.index if any((row, name) in blanks for name in key)]
    whole = text.drop(index=waiting)
    again = whole[whole.duplicated(key)] if key else whole.head(0)
    if not again.empty:
        once = whole.drop_duplicates(key)[key].itertuples()
        first = {tuple(values): number for number, *values in once}
        for number, *values in again[key].itertuples():
            said = ", ".join(filter(None, values))
            expected = _("one row only; row {row} has it too", row=first[tuple(values)])
            yield Problem(replace(place, row=number), _("is there twice"), said, expected)


def _find_broken(value: str, field: Field, limits: Mapping[str, Any]) -> tuple[str, str] | None:
    """Say what of its column's limits a value breaks, and what was expected."""
    pattern = limits.get("pattern")
    if pattern and len(value) > LONGEST_CELL:
        return _("is too long"), _("at most {count} signs", count=LONGEST_CELL)
    number: Any = float(value) if field["type"] in ("integer", "number", "year") else value
    low, high = (limits.get(each, number) for each in ("minimum", "maximum"))
    chosen = field["type"] == "string" or value in [*map(str, limits.get("enum", [value]))]
    matched = not pattern or re.fullmatch(pattern, value)
    if low <= number <= high and chosen and matched:
        return None
    if {"minimum", "maximum"} <= limits.keys():
        ends = {"low": limits["minimum"], "high": limits["maximum"]}
        return _("is not allowed here"), _("from {low} to {high}", **ends)
    return _("is not allowed here"), _example(field)


def _example(field: Field) -> str:
    return _("a value such as {example}", example=field.get("example", field.get("title", "…")))


VALUES: Mapping[str, tuple[Callable[[str], Any], str]] = {
    "integer": (int, "Int64"),
    "year": (int, "Int64"),
    "number": (float, "Float64"),
    "boolean": (lambda text: text == YES, "boolean"),
}
"""How canonical texts become the values of a column's type, and what pandas calls the column."""


def _typed(text: Any, field: Field) -> Any:
    """Return a column of canonical text as one of values, with NA for what is empty."""
    kind = field.get("type", "string")
    if kind == "date":
        return pd.to_datetime(text.mask(text == "", None))
    value, dtype = VALUES.get(kind, (str, "string"))
    known: dict[str, Any] = {each: value(each) if each else pd.NA for each in text.unique()}
    values: Any = [known[each] for each in text]
    return pd.array(values, dtype=dtype)


def _above(sheet: Sheet, start: int, place: Place) -> tuple[list[Problem], list[Understanding]]:
    """Refuse rows above the heading that hold more than a title, for they may be data."""
    words = {
        row: filled
        for row, cells in enumerate(sheet.rows[:start], 1)
        if (filled := [text for cell in cells if (text := clean_text(cell))])
        and not filled[0].lower().startswith("sep=")
    }
    seen = [
        Understanding(replace(place, row=row), filled[0], _("a title"), set_aside=True)
        for row, filled in words.items()
        if len(filled) == 1
    ]
    rows = [row for row, filled in words.items() if len(filled) > 1]
    if not rows:
        return [], seen
    what = _("stands above the heading")
    expected = _("the heading first: was the table sorted together with it?")
    return [Problem(at_rows(place, rows), what, " ".join(words[rows[0]]), expected)], seen
