"""The rows below a heading: what each of them says, and what is wrong with it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from annual_report.base.errors import CellError
from annual_report.base.letters import clean_text, fold_spelling
from annual_report.base.messages import _
from annual_report.machine.pages.checks.personal import find_person
from annual_report.network.reading.headings import join_column_names, list_required
from annual_report.network.reading.problems import Place, Problem, Understanding, has_errors
from annual_report.network.reading.schema import SETTINGS, SHOWN
from annual_report.network.reading.sheets import Sheet, name_column
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
    """A row's canonical text by column, "" for an empty cell, and where it stands.

    That is its `number` in its file or sheet, the `sheet`, and the `label` above it in a grid.
    """

    def __init__(
        self, number: int, cells: Mapping[str, str], sheet: str | None = None, label: str = ""
    ) -> None:
        super().__init__(cells)
        self.number, self.sheet, self.label = number, sheet, label


class ReadCell(NamedTuple):
    """What a cell says, and what is to be said of it, wherever it stands."""

    value: str = ""
    blank: str = ""
    """The words of a cell that is still to fill in."""
    problem: Problem | None = None
    seen: Understanding | None = None


class RowReader:
    """Reads the rows of a table one after the other; `rows` and `unfilled` are those it has read.

    `columns` are the positions of columns by name; `ignored` are others that have a title. `first`
    has the places of the keys that are known, of other sheets of the table too.
    """

    def __init__(
        self,
        fields: Sequence[Field],
        key: Sequence[str],
        columns: Mapping[str, int],
        ignored: Collection[int],
        sheet: Sheet,
        place: Place,
        first: dict[tuple[str, ...], tuple[Place, str]],
    ) -> None:
        self.rows: list[Row] = []
        self.unfilled: list[Row] = []
        """The rows that hold a blank, with the words that say so."""
        self.every_row: list[Row] = []
        self.understandings: list[Understanding] = []
        self._fields: dict[str, Field] = {each["name"]: each for each in fields}
        self._columns, self._ignored = columns, ignored
        self._sheet, self._place = sheet, place
        self._required, self._key, self._first = list_required(fields), key, first
        # A column has few distinct cells, and a table perhaps a hundred thousand rows.
        known = self._fields | {each["name"]: each for field in fields
                                for each in field.get(SETTINGS, {}).values()}  # fmt: skip
        self._understand = cache(lambda name, cell: understand_cell(cell, known[name]))

    def read(self, number: int) -> Iterator[Problem]:
        """Read a row, counted from 0, and yield what is wrong with it; an empty one isn't kept."""
        cells, line = self._sheet.rows[number], self._sheet.lines[number]
        place = replace(self._place, row=line.number)
        written = {name: cells[at] if at < len(cells) else "" for name, at in self._columns.items()}
        refused = {name: self._sheet.refused[number, at] for name, at in self._columns.items()
                   if (number, at) in self._sheet.refused}  # fmt: skip
        problems = [*self._refuse_outside(cells, place)]
        # An empty row.
        if not (any(map(clean_text, written.values())) or problems or refused):
            return
        # What each cell says, and then what they say together.
        found = self._understand_cells(written, refused)
        where = self._place.sheet, line.label
        row = Row(line.number, {name: cell.value for name, cell in found.items()}, *where)
        blanks = {name: cell.blank for name, cell in found.items() if cell.blank}
        for name, cell in found.items():
            if not (cell.problem or cell.seen):
                continue
            here = replace(place, column=show_column(row, self._fields[name]))
            problems += [replace(cell.problem, place=here)] if cell.problem else []
            self.understandings += [replace(cell.seen, place=here)] if cell.seen else []
        if blanks:
            labels = ", ".join(str(self._fields[name].get("title", name)) for name in blanks)
            what = _("still to fill in: {columns}", columns=labels)
            problems.append(Problem(place, what, _join(row.values()), severity="todo"))
            self.unfilled.append(Row(line.number, row | blanks, *where))
        self.every_row.append(self.unfilled[-1] if blanks else row)
        # A row without its key is no row yet; one that lacks something else is.
        if not blanks.keys() & {*self._required, *self._key}:
            self.rows.append(row)
            if self._key and not has_errors(problems):
                problems += [*self._refuse_again(row, written, place)]
        yield from problems

    def _understand_cells(
        self, written: Mapping[str, str], refused: Mapping[str, CellError]
    ) -> dict[str, ReadCell]:
        """Return what each cell of a row says, those of columns that the file lacks among them."""
        found = {}
        setting = fold_spelling(clean_text(written.get("reglage", "")))
        for name, field in self._fields.items():
            # What the workbook itself refuses isn't looked at: its cell is as good as empty.
            if name in refused:
                found[name] = ReadCell(problem=_refuse(refused[name], written[name]))
                continue
            # What the value of a setting may be, the setting says.
            field = field[SETTINGS].get(setting, field) if SETTINGS in field else field
            found[name] = self._understand(field["name"], written.get(name, ""))
        return found

    def _refuse_outside(self, cells: Sequence[str], place: Place) -> Iterator[Problem]:
        """Refuse what stands in no column."""
        inside = {*self._columns.values(), *self._ignored}
        for at, cell in enumerate(cells):
            if at not in inside and clean_text(cell):
                what = _("is in a column without a title")
                names = join_column_names([*self._fields.values()])
                where = replace(place, column=name_column(at))
                yield Problem(where, what, clean_text(cell), names)

    def _refuse_again(
        self, row: Row, written: Mapping[str, str], place: Place
    ) -> Iterator[Problem]:
        """Refuse a row that has the key of another; 2A and 2B are one institution."""
        key = tuple(row[name] for name in self._key)
        here = replace(place, column=row.label or None)
        text = _join(clean_text(written.get(name, "")) or row[name] for name in self._key) or ""
        first, other = self._first.setdefault(key, (here, text))
        if first != here:
            expected = _("one row only; {place} has it too", place=first.within)
            if other != text:
                expected = _("one row only; {place} has it too, as “{other}”",
                             place=first.within, other=other)  # fmt: skip
            yield Problem(place, _("is there twice"), text, expected)


def show_column(row: Row, field: Field) -> str:
    """Return what a message calls the column of a cell: in a grid, what stands above it."""
    if row.label and field["name"] in ("rencontre", "etat"):
        return row.label
    return str(field.get(SHOWN, field["name"]))


def understand_cell(cell: str, field: Field) -> ReadCell:
    """Read a cell."""
    if is_placeholder(cell):
        return ReadCell(blank=clean_text(cell))
    try:
        value = read_cell(cell, field)
    except CellError as error:
        return ReadCell(problem=_refuse(error, cell))
    problem = _refuse_empty(value, field)
    if not problem and is_free_text(field) and (person := find_person(value)):
        problem = Problem(NOWHERE, person, value, severity="remark")
    # What nobody sees says nothing; an apostrophe in front is a spreadsheet's, and hides nothing.
    read = write_known_code(value) if field.get("kind") == "member" else value
    text = clean_text(cell)
    is_otherwise = text not in (value, read) and not cell.startswith("'")
    is_otherwise = is_otherwise and not _is_as_workbooks_write(text, value, field)
    return ReadCell(
        value, "", problem, Understanding(NOWHERE, cell, read) if is_otherwise else None
    )


def _is_as_workbooks_write(text: str, value: str, field: Field) -> bool:
    """Whether a text is how the program's own workbooks write a value: "32 Gers", 19/06/2025."""
    if field.get("kind") in ("member", "department"):
        return text.startswith(f"{value} ")
    return field.get("kind") == "partial-date" and value == "-".join(reversed(text.split("/")))


def _refuse_empty(value: str, field: Field) -> Problem | None:
    """Say that a value is needed, and what would be one."""
    if value or not field.get("constraints", {}).get("required"):
        return None
    example = field.get("example", field.get("title", "…"))
    expected = _("a value such as {example}", example=example)
    return Problem(NOWHERE, _("is empty"), None, expected)


def _refuse(error: CellError, cell: str) -> Problem:
    return Problem(NOWHERE, error.what, clean_text(cell) or None, error.expected, error.nearest)


def _join(cells: Iterable[str]) -> str | None:
    return ", ".join(filter(None, cells)) or None
