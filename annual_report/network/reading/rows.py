"""The rows below a heading: what each of them says, and what is wrong with it."""

import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

from annual_report.base.errors import CellError
from annual_report.base.letters import clean_text
from annual_report.base.messages import _
from annual_report.machine.pages.checks.personal import find_person
from annual_report.network.reading.headings import join_column_names, list_required
from annual_report.network.reading.problems import Place, Problem, Understanding, has_errors
from annual_report.network.reading.sheets import Sheet
from annual_report.network.reading.values.cells import (
    Field,
    is_free_text,
    is_placeholder,
    read_cell,
)
from annual_report.network.territories.institutions import write_known_code

NOWHERE = Place("")
"""Where something stands that is said of a cell before anyone asks which."""


class Row(dict[str, str]):
    """A row's canonical text by column, "" for an empty cell, and its `number` in the file."""

    def __init__(self, number: int, cells: Mapping[str, str]) -> None:
        super().__init__(cells)
        self.number = number


class Cell(NamedTuple):
    """What a cell says, and what is to be said of it, wherever it stands."""

    value: str = ""
    blank: str = ""
    """The words of a cell that is still to fill in."""
    problem: Problem | None = None
    seen: Understanding | None = None


class RowReader:
    """Reads the rows of a table one after the other; `rows` and `unfilled` are those it has read.

    `names` are the columns under the heading, "" for those that have no title.
    """

    def __init__(
        self, schema: Mapping[str, Any], names: Sequence[str], sheet: Sheet, place: Place
    ) -> None:
        self.rows: list[Row] = []
        self.unfilled: list[Row] = []
        """The rows that hold a blank, with the words that say so."""
        self.understandings: list[Understanding] = []
        self._fields: dict[str, Field] = {each["name"]: each for each in schema["fields"]}
        self._columns = {name: at for at, name in enumerate(names) if name}
        self._refused, self._place = sheet.refused, place
        self._required, self._key = list_required(schema["fields"]), schema.get("primaryKey", ())
        self._first: dict[tuple[str, ...], int] = {}
        # A column has few distinct cells, and a table perhaps a hundred thousand rows.
        self._understand = cache(lambda name, cell: understand_cell(cell, self._fields[name]))

    def read(self, number: int, cells: Sequence[str]) -> Iterator[Problem]:
        """Read a row and yield what is wrong with it; one that says nothing isn't kept."""
        place = replace(self._place, row=number)
        written = {name: cells[at] if at < len(cells) else "" for name, at in self._columns.items()}
        refused = {name: self._refused[number - 1, at] for name, at in self._columns.items()
                   if (number - 1, at) in self._refused}  # fmt: skip
        problems = [*self._refuse_outside(cells, place)]
        # An empty row.
        if not (any(map(clean_text, written.values())) or problems or refused):
            return
        # What each cell says, and then what they say together.
        found = self._understand_cells(written, refused)
        row = Row(number, {name: cell.value for name, cell in found.items()})
        blanks = {name: cell.blank for name, cell in found.items() if cell.blank}
        for name, cell in found.items():
            here = replace(place, column=name) if cell.problem or cell.seen else place
            problems += [replace(cell.problem, place=here)] if cell.problem else []
            self.understandings += [replace(cell.seen, place=here)] if cell.seen else []
        if blanks:
            labels = ", ".join(str(self._fields[name].get("title", name)) for name in blanks)
            what = _("still to fill in: {columns}", columns=labels)
            problems.append(Problem(place, what, _join(row.values()), severity="todo"))
            self.unfilled.append(Row(number, row | blanks))
        # A row without its key is no row yet; one that lacks something else is.
        if not blanks.keys() & {*self._required, *self._key}:
            self.rows.append(row)
            if self._key and not has_errors(problems):
                problems += [*self._refuse_again(row, place)]
        yield from problems

    def _understand_cells(
        self, written: Mapping[str, str], refused: Mapping[str, CellError]
    ) -> dict[str, Cell]:
        """Return what each cell of a row says, those of columns that the file lacks among them."""
        found = {}
        for name in self._fields:
            # What the workbook itself refuses isn't looked at: its cell is as good as empty.
            if name in refused:
                found[name] = Cell(problem=_refuse(refused[name], written[name]))
                continue
            found[name] = self._understand(name, written.get(name, ""))
        return found

    def _refuse_outside(self, cells: Sequence[str], place: Place) -> Iterator[Problem]:
        """Refuse what stands in no column."""
        inside = {*self._columns.values()}
        for at, cell in enumerate(cells):
            if at not in inside and clean_text(cell):
                letter = string.ascii_uppercase[at] if at < 26 else str(at + 1)
                what = _("is in a column without a title")
                names = join_column_names([*self._fields.values()])
                yield Problem(replace(place, column=letter), what, clean_text(cell), names)

    def _refuse_again(self, row: Row, place: Place) -> Iterator[Problem]:
        """Refuse a row that has the key of another."""
        key = tuple(row[name] for name in self._key)
        if (known := self._first.setdefault(key, row.number)) != row.number:
            expected = _("one row only; row {row} has it too", row=known)
            yield Problem(place, _("is there twice"), _join(key), expected)


def understand_cell(cell: str, field: Field) -> Cell:
    """Read a cell."""
    if is_placeholder(cell):
        return Cell(blank=clean_text(cell))
    try:
        value = read_cell(cell, field)
    except CellError as error:
        return Cell(problem=_refuse(error, cell))
    problem = hold_to_limits(value, field)
    if not problem and is_free_text(field) and (person := find_person(value)):
        problem = Problem(NOWHERE, person, value, severity="remark")
    # What nobody sees says nothing; an apostrophe in front is a spreadsheet's, and hides nothing.
    read = write_known_code(value) if field.get("kind") == "member" else value
    is_otherwise = clean_text(cell) not in (value, read) and not cell.startswith("'")
    return Cell(value, "", problem, Understanding(NOWHERE, cell, read) if is_otherwise else None)


def hold_to_limits(value: str, field: Field) -> Problem | None:
    """Say what is wrong with a value that is needed, or that is beyond the limits of its column."""
    limits, example = field.get("constraints", {}), field.get("example", field.get("title", "…"))
    expected = _("a value such as {example}", example=example)
    if not value:
        needed = Problem(NOWHERE, _("is empty"), None, expected)
        return needed if limits.get("required") else None
    if {"minimum", "maximum"} <= limits.keys():
        expected = _("from {low} to {high}", low=limits["minimum"], high=limits["maximum"])
    number: Any = float(value) if field["type"] in ("integer", "number", "year") else value
    low, high = (limits.get(each, number) for each in ("minimum", "maximum"))
    # The choices of words were held to when they were read.
    chosen = field["type"] == "string" or value in [*map(str, limits.get("enum", [value]))]
    is_allowed = low <= number <= high and chosen
    return None if is_allowed else Problem(NOWHERE, _("is not allowed here"), value, expected)


def _refuse(error: CellError, cell: str) -> Problem:
    return Problem(NOWHERE, error.what, clean_text(cell) or None, error.expected, error.nearest)


def _join(cells: Iterable[str]) -> str | None:
    return ", ".join(filter(None, cells)) or None
