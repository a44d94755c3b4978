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

from annual_report.messages import _
from annual_report.reading.columns import Columns, Row
from annual_report.reading.headings import (
    check_heading,
    find_columns,
    join_column_names,
    list_required,
)
from annual_report.reading.problems import Place, Problem, Understanding
from annual_report.reading.sheets import Form, Sheet
from annual_report.reading.values.cells import Field
from annual_report.reading.values.vocabulary import YES

MOST_PROBLEMS = 200
"""A table with more is another table, or one slip repeated: nobody reads further."""


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
        return tuple(sorted((dict(self.rows) | dict(self.unfilled)).items()))

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The rows as typed values, with NA for what is empty; the index is the row in the file."""
        found = {each["name"]: _typed(self.text[each["name"]], each) for each in self.fields}
        return pd.DataFrame(found, index=self.text.index)

    @property
    def place(self) -> Place:
        """Where the table stands."""
        return Place(self.file or f"{self.name}.csv", sheet=self.sheet)

    @property
    def is_wrong(self) -> bool:
        """Whether something of it can't be used."""
        return any(each.severity == "error" for each in self.problems)


def make_empty_table(resource: Mapping[str, Any], place: Place, *problems: Problem) -> Table:
    """Return a table without a row, and why it has none."""
    name, fields = resource["name"], resource["schema"]["fields"]
    text = pd.DataFrame(columns=[each["name"] for each in fields], dtype=object)
    return Table(name, fields, text, problems, file=place.file, sheet=place.sheet)


def read_table(sheet: Sheet, resource: Mapping[str, Any], place: Place) -> Table:
    """Find a sheet's heading, understand its cells, and hold its rows against their schema."""
    place, schema = replace(place, sheet=sheet.title or place.sheet), resource["schema"]
    fields = schema["fields"]
    start, names = find_columns(sheet.rows, fields)
    if not names:
        here, expected = replace(place, row=1), join_column_names(fields)
        return make_empty_table(resource, place, Problem(here, _("is empty"), expected=expected))
    heading = [*check_heading(sheet.rows[start], names, fields, replace(place, row=start + 1))]
    # Under a heading that is wrong, cells would be held to the wrong columns.
    if any(each.severity == "error" for each in heading):
        return make_empty_table(resource, place, *heading)
    read = Columns(sheet, schema, names, start, place)
    remarks = (Problem(replace(place, row=row), what, severity="remark")
               for row, what in sheet.remarks)  # fmt: skip
    problems = sorted([*heading, *remarks, *read.problems], key=lambda each: each.place.row or 0)
    if len(problems) > MOST_PROBLEMS:
        more = Problem(place, _("has other problems below: mend these first"))
        problems = [*problems[:MOST_PROBLEMS], more]
    # A row without its key is no row yet; one that lacks something else is.
    needed = {*list_required(fields), *schema.get("primaryKey", ())}
    waiting = {row for row, name in read.blanks if name in needed}
    return Table(
        name=resource["name"],
        fields=fields,
        text=read.text.drop(index=[*waiting]),
        problems=tuple(problems),
        understandings=tuple(read.understandings),
        form=sheet.form,
        file=place.file,
        sheet=place.sheet,
        unfilled=tuple(read.unfilled),
        columns=tuple(filter(None, names)),
    )


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
