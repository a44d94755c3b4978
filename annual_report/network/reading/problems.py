"""The problems of a network's data, each in a line that an animator of the network can mend by.

    membres.csv, row 3, column annee: “2052” is an unlikely year; expected: a year from 1950 to 2100
    ─────────── place ──────────────  value   what                          expected

The reading makes a `Problem` for each wrong cell; `list_causes` joins those of one cause, so that a
slip in a hundred rows is one line with the rows.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from annual_report.base.errors import UnreadableError, say_reason
from annual_report.base.letters import clean_text, shorten
from annual_report.base.messages import _, add_nearest, list_some

Severity = Literal["error", "remark", "todo", "understood"]
"""An error forbids a report; a remark is worth a look; a to-do is a blank still to fill in.

A problem that is `understood` is none but a notice: how a text in an unusual spelling was read."""

SEVERITIES: tuple[Severity, ...] = ("error", "todo", "remark", "understood")
"""The severities, the worst first."""
PLACES_NAMED = 3
"""Rows, or ranges of cells, that a problem names; the others are counted."""
Cell = tuple[int, int]
"""A cell of a spreadsheet: the row and the column, both from 1."""


@dataclass(frozen=True)
class Place:
    """The place of a problem in a network's folder.

    A place is a file, and there nothing more, some rows, or some rows and a column. In a workbook a
    place has a sheet, and cells there instead of a column. Rows and columns count from 1.
    """

    file: str
    rows: tuple[int, ...] = ()
    column: str | None = None
    sheet: str | None = None
    cells: tuple[Cell, ...] = ()

    def __str__(self) -> str:
        """Return the place with its file: "membres.csv, row 3, column annee"."""
        file = clean_text(self.file)
        if not self.within:
            return file
        return f"{file}, {self.within}"

    @property
    def within(self) -> str:
        """The place in the file: "row 3, column annee", "sheet 2025, C9"; "" for a whole file."""
        parts = []
        if self.sheet is not None:
            parts.append(_("sheet {sheet}", sheet=clean_text(self.sheet)))
        if self.cells:
            parts.append(list_some(name_ranges(self.cells), PLACES_NAMED))
            return ", ".join(parts)
        if len({*self.rows}) == 1:
            parts.append(_("row {row}", row=self.rows[0]))
        elif self.rows:
            numbers = [*dict.fromkeys(map(str, self.rows))]
            parts.append(_("rows {rows}", rows=list_some(numbers, PLACES_NAMED)))
        if self.column is not None:
            parts.append(_("column {column}", column=self.column))
        return ", ".join(parts)


def join_places(places: Sequence[Place]) -> Place:
    """Return one place with all rows and cells of the `places`, which are of one sheet or file.

    Row 3 and row 5 of "membres.csv" → rows 3 and 5 of "membres.csv". The column is dropped, since
    the places may be in different columns.
    """
    rows: list[int] = []
    cells: list[Cell] = []
    for place in places:
        rows += place.rows
        cells += place.cells
    return replace(places[0], column=None, rows=tuple(rows), cells=tuple(cells))


def name_ranges(cells: Iterable[Cell]) -> list[str]:
    """Return the names of cells as a spreadsheet has them, areas joined: "C9", "C12 to C31".

    Cells are joined down a column first, then columns side by side of the same rows: "D2 to F8".
    """
    rows_by_column: dict[int, list[int]] = {}
    for row, column in sorted({*cells}):
        rows_by_column.setdefault(column, []).append(row)
    # The columns of each run of rows: C12 to C31 and D12 to D31 are of one run.
    columns_by_run: dict[tuple[int, int], list[int]] = {}
    for column in sorted(rows_by_column):
        for run in _find_runs(rows_by_column[column]):
            columns_by_run.setdefault(run, []).append(column)
    # Columns side by side that have the same run make one area.
    areas = []
    for (top, bottom), columns in columns_by_run.items():
        for left, right in _find_runs(columns):
            areas.append((left, top, right, bottom))
    return [_name_range(*area) for area in sorted(areas)]


def _find_runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return the first and last of each run of consecutive numbers: 3, 4, 7 → (3, 4), (7, 7)."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _name_range(left: int, top: int, right: int, bottom: int) -> str:
    """Return the name of the range between columns and rows, from 1, both ends included.

    (3, 12, 3, 31) → "C12 to C31"; (3, 9, 3, 9) → "C9", a single cell.
    """
    first = _name_cell((top, left))
    last = _name_cell((bottom, right))
    if first == last:
        return first
    return _("{first} to {last}", first=first, last=last)


def _name_cell(cell: Cell) -> str:
    """Return the name of a cell, given as (row, column) from 1: (9, 3) → "C9"."""
    row, column = cell
    return f"{name_column(column)}{row}"


def name_column(column: int) -> str:
    """Return the letters of a column, from 1, in a spreadsheet: 3 is "C", 28 is "AB"."""
    letters = ""
    # The letters count without a zero: after Z comes AA.
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True)
class Problem:
    """A fault, or something worth a look, with the remedy."""

    place: Place
    what: str
    """The fault; the words follow the value in a sentence: "is an unlikely year"."""
    value: str | None = None
    """The text that is wrong, as typed; None where nothing is typed."""
    expected: str | None = None
    """The remedy: the form or the choices of a right text."""
    nearest: str | None = None
    """A right text that resembles the typed text."""
    severity: Severity = "error"
    others: int = 0
    """The number of other values that have the same problem."""

    def __str__(self) -> str:
        """Return the whole problem as a line: "membres.csv, row 3: “2052” is an unlikely year"."""
        return self._line(str(self.place))

    @property
    def without_file(self) -> str:
        """The problem as a line below the name of its file: "row 3: “2052” is an unlikely year"."""
        return self._line(self.place.within)

    @property
    def without_place(self) -> str:
        """The problem as a line beside its place, in a list of two columns: "“2052” is …"."""
        return self._line("")

    def _line(self, place: str) -> str:
        """Return the problem as a line of text, after the words of a place, which may be "".

        "membres.csv, row 3" → "membres.csv, row 3: “2052” is an unlikely year; expected: a year
        from 1950 to 2100". `others` counts further values with the same problem, which a line
        tells so: "“2052” (and 4 more) is an unlikely year".
        """
        line = self.what
        if self.value is not None and self.others:
            line = _(
                "“{value}” (and {count} more) {what}",
                value=shorten(self.value),
                count=self.others,
                what=self.what,
            )
        elif self.value is not None:
            line = _("“{value}” {what}", value=shorten(self.value), what=self.what)
        if place:
            line = _("{place}: {said}", place=place, said=line)
        if self.expected:
            line = _("{line}; expected: {expected}", line=line, expected=self.expected)
        return add_nearest(line, self.nearest)


def explain_unread(place: Place, error: UnreadableError | OSError) -> Problem:
    """Return the problem of a file that can't be understood, or that the system doesn't open.

    An UnreadableError may know the row at which the reading ended: the place gets that row.
    """
    if isinstance(error, OSError):
        return Problem(place, _("can’t be opened: {reason}", reason=say_reason(error)))
    if error.row:
        place = replace(place, rows=(error.row,))
    return Problem(place, error.what, expected=error.expected)


def list_causes(problems: Iterable[Problem]) -> list[Problem]:
    """Return a problem for each cause, with all its places: errors first, then the less severe.

    The same slip in a hundred rows is one line for the reader.
    """
    return sorted(join_alike(problems), key=lambda cause: SEVERITIES.index(cause.severity))


def join_alike(problems: Iterable[Problem]) -> list[Problem]:
    """Join the problems of a file that differ only in their rows or cells: they have one cause.

    Rows of a file are joined only if the typed values are the same, for a user looks for the value
    there. The cells of a workbook are found by their names, and may have different values.
    """
    causes: dict[Problem, list[Problem]] = {}
    for problem in problems:
        # The cause is the problem without a place in the file.
        place = replace(problem.place, rows=(), cells=())
        cause = replace(problem, place=place, others=0)
        if problem.place.cells:
            cause = replace(cause, value=None)
        causes.setdefault(cause, []).append(problem)
    return [_join_cause(alike) for alike in causes.values()]


def _join_cause(alike: list[Problem]) -> Problem:
    """Return a single problem for several with one cause: with all places, and the first value.

    "“2052” is an unlikely year" in row 3, and "“2053” …" in row 8 → "“2052” (and 1 more) is an
    unlikely year", in rows 3 and 8. A problem of the list may have joined others before.
    """
    first = alike[0]
    rows: list[int] = []
    cells: list[Cell] = []
    # The keys of a dict stand in the order in which they were met.
    values: dict[str, None] = {}
    others = 0
    for problem in alike:
        rows += problem.place.rows
        cells += problem.place.cells
        others += problem.others
        if problem.value:
            values.setdefault(problem.value)
    place = replace(first.place, rows=tuple(rows), cells=tuple(cells))
    if not values:
        return replace(first, place=place)
    value = next(iter(values))
    return replace(first, place=place, value=value, others=others + len(values) - 1)


def count_problems(problems: Iterable[Problem]) -> Counter[str]:
    """Return the number of cells, rows or files that have a problem, by severity."""
    counts: Counter[str] = Counter()
    for problem in problems:
        counts[problem.severity] += len(problem.place.cells or problem.place.rows or (0,))
    return counts
