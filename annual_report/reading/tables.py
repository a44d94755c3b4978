"""A sheet → a table: canonical text and typed values, and all that is wrong with them.

Above the heading a title may stand, one cell a row; below it each row is a fact, and nothing else
stands there (`columns`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from functools import cached_property
from typing import Any

import pandas as pd

from annual_report.letters import clean
from annual_report.messages import _
from annual_report.reading.columns import Reader, Row
from annual_report.reading.headings import (
    check_heading,
    column_names,
    heading_row,
    required,
    title,
    titles,
)
from annual_report.reading.limits import check_rows
from annual_report.reading.problems import Place, Problem, Understanding, at_rows
from annual_report.reading.sheets import Form, Sheet
from annual_report.reading.values.cells import Field
from annual_report.reading.values.vocabulary import YES

MOST_PROBLEMS = 200
"""A table with more is another table, or one slip repeated: nobody reads further."""
Rows = Sequence[tuple[int, Row]]


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
    header: tuple[str, ...] = ()
    """What the file calls them."""

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
        return typed_frame(self.text, self.fields)

    @property
    def place(self) -> Place:
        """Where the table stands."""
        return Place(self.file or f"{self.name}.csv", sheet=self.sheet)

    def with_rows(self, rows: Rows, unfilled: Rows = ()) -> "Table":
        """Return the table with other canonical rows, of which nothing is said yet."""
        text = text_frame(rows, self.fields)
        return replace(self, text=text, unfilled=tuple(unfilled), problems=())


def fields_of(resource: Mapping[str, Any]) -> list[Field]:
    """Return the fields of a resource's Table Schema."""
    return list(resource["schema"]["fields"])


def no_table(resource: Mapping[str, Any], place: Place, *problems: Problem) -> Table:
    """Return a table without a row, and why it has none."""
    fields = fields_of(resource)
    return Table(resource["name"], fields, text_frame((), fields), problems, file=place.file,
                 sheet=place.sheet)  # fmt: skip


def read_table(sheet: Sheet, resource: Mapping[str, Any], place: Place) -> Table:
    """Find a sheet's heading, understand its cells, and hold its rows against their schema."""
    place, fields = replace(place, sheet=sheet.title or place.sheet), fields_of(resource)
    start = heading_row(sheet.rows, fields)
    if start is None:
        what = _("is empty")
        here = replace(place, row=1)
        return no_table(resource, place, Problem(here, what, expected=column_names(fields)))
    heading, known = sheet.rows[start], titles(fields)
    columns = [known.get(title(cell), "") for cell in heading]
    problems = list(check_heading(heading, columns, fields, replace(place, row=start + 1)))
    if any(each.severity == "error" for each in problems):
        return no_table(resource, place, *problems)
    above, set_aside = _above(sheet, start, place)
    problems += above
    problems += [
        Problem(replace(place, row=row), what, severity="remark") for row, what in sheet.remarks
    ]
    reader = Reader(sheet, fields, columns, start, place)
    text = reader.read()
    problems += reader.problems
    problems += check_rows(text.drop(index=[*reader.wrong]), resource, place, reader.blanks)
    problems.sort(key=lambda each: each.place.row or 0)
    if len(problems) > MOST_PROBLEMS:
        more = Problem(place, _("has other problems below: mend these first"))
        problems = [*problems[:MOST_PROBLEMS], more]
    needed = {*required(fields), *resource["schema"].get("primaryKey", ())}
    waiting = {row for row, name in reader.blanks if name in needed}
    called = {name: clean(cell) for name, cell in zip(columns, heading, strict=True) if name}
    found = Table(
        resource["name"],
        fields,
        text.drop(index=[*waiting]),
        tuple(problems),
        (*set_aside, *reader.understandings),
        sheet.form,
        place.file,
        place.sheet,
        tuple(reader.unfilled(text)),
        tuple(called),
        tuple(called.values()),
    )
    return _numbered(found, sheet.numbers) if sheet.numbers else found


def _numbered(table: Table, numbers: Sequence[int]) -> Table:
    """Return a table whose rows are called as in the file that they come from."""

    def renamed(place: Place) -> Place:
        rows = dict.fromkeys(numbers[row - 1] for row in place.rows_named)
        return at_rows(place, [*rows]) if rows else place

    return replace(
        table,
        text=table.text.set_axis([numbers[row - 1] for row in table.text.index]),
        problems=tuple(replace(each, place=renamed(each.place)) for each in table.problems),
        understandings=tuple(
            replace(each, place=renamed(each.place)) for each in table.understandings
        ),
        unfilled=tuple((numbers[row - 1], each) for row, each in table.unfilled),
    )


def text_frame(rows: Rows, fields: Sequence[Field]) -> pd.DataFrame:
    """Return rows of canonical text as a frame."""
    columns = {each["name"]: [row.get(each["name"], "") for _n, row in rows] for each in fields}
    return pd.DataFrame(columns, index=[number for number, _row in rows], dtype=object)


VALUES: Mapping[str, Callable[[str], Any]] = {
    "integer": int,
    "year": int,
    "number": float,
    "boolean": lambda text: text == YES,
}
"""How canonical texts become the values of a column's type."""
DTYPES = {"integer": "Int64", "year": "Int64", "number": "Float64", "boolean": "boolean"}
"""What pandas calls a column of such values."""


def typed_frame(text: pd.DataFrame, fields: Sequence[Field]) -> pd.DataFrame:
    """Return a frame of canonical text as one of values, with NA for what is empty."""
    found: dict[str, Any] = {}
    for field in fields:
        name, kind = field["name"], field.get("type", "string")
        if kind == "date":
            found[name] = pd.to_datetime(text[name].mask(text[name] == "", None))
            continue
        cells: list[str] = [*text[name]]
        known = {each: _value(each, kind) for each in dict.fromkeys(cells)}
        values: Any = [known[each] for each in cells]
        found[name] = pd.array(values, dtype=DTYPES.get(kind, "string"))
    return pd.DataFrame(found, index=text.index)


def _value(cell: str, kind: str) -> Any:
    return VALUES.get(kind, str)(cell) if cell else pd.NA


def _above(sheet: Sheet, start: int, place: Place) -> tuple[list[Problem], list[Understanding]]:
    """Refuse rows above the heading that hold more than a title, for they may be data."""
    words = {
        row: filled
        for row, cells in enumerate(sheet.rows[:start], 1)
        if (filled := [text for cell in cells if (text := clean(cell))])
        and not filled[0].lower().startswith("sep=")
    }
    titles_ = [row for row, filled in words.items() if len(filled) == 1]
    seen = [
        Understanding(replace(place, row=row), words[row][0], _("a title"), set_aside=True)
        for row in titles_
    ]
    rows = [row for row in words if row not in titles_]
    if not rows:
        return [], seen
    what = _("stands above the heading")
    expected = _("the heading first: was the table sorted together with it?")
    return [Problem(at_rows(place, rows), what, " ".join(words[rows[0]]), expected)], seen
