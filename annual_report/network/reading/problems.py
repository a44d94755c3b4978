"""What a reader of the data has to say of them: errors, remarks, and what was understood."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from annual_report.base.errors import UnreadableError, say_reason
from annual_report.base.letters import clean_text, shorten
from annual_report.base.messages import _, add_nearest, list_some

Severity = Literal["error", "remark", "todo", "read"]
"""An error forbids a report; a remark is worth a look; a to-do is a blank still to fill in.

What is `read` was written one way and understood another."""

PLACES_NAMED = 3
"""What stands in more rows, or ranges of cells, than this is said with the number of the others."""
Cell = tuple[int, int]
"""A cell of a spreadsheet: its row and its column, both from 1."""


@dataclass(frozen=True)
class Place:
    """Where something stands in the folder: in rows that count from 1, or in a file as a whole.

    In a workbook it stands in a sheet, and there in cells.
    """

    file: str
    rows: tuple[int, ...] = ()
    column: str | None = None
    sheet: str | None = None
    cells: tuple[Cell, ...] = ()

    def __str__(self) -> str:
        return ", ".join([clean_text(self.file), *([self.within] if self.within else [])])

    @property
    def within(self) -> str:
        """Where in its file: "row 3, column annee", "sheet 2025, C9"; empty for all of the file."""
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


def name_ranges(cells: Iterable[Cell]) -> list[str]:
    """Return cells in short, as a spreadsheet names them: "C9", "C12 to C31", "D2 to F8"."""
    columns: dict[int, list[int]] = {}
    for row, column in sorted({*cells}):
        columns.setdefault(column, []).append(row)
    # Runs of rows in each column, then the same run in columns that stand side by side.
    ranges: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for column in sorted(columns):
        for run in _find_runs(columns[column]):
            beside = ranges.setdefault(run, [])
            if beside and beside[-1][1] == column - 1:
                beside[-1] = (beside[-1][0], column)
            else:
                beside.append((column, column))
    areas = [(left, top, right, bottom) for (top, bottom), sides in ranges.items()
             for left, right in sides]  # fmt: skip
    return [_name_range(*area) for area in sorted(areas)]


def _find_runs(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Return the first and the last of each run of rows, given in order."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs


def _name_range(left: int, top: int, right: int, bottom: int) -> str:
    first = _name_cell((top, left))
    last = _name_cell((bottom, right))
    return first if first == last else _("{first} to {last}", first=first, last=last)


def _name_cell(cell: Cell) -> str:
    """Return the name of a cell in a spreadsheet: "C9"."""
    row, column = cell
    return f"{name_column(column)}{row}"


def name_column(column: int) -> str:
    """Return the letters of a column, from 1, in a spreadsheet: "C"."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, or worth a look, with what to do about it."""

    place: Place
    what: str
    value: str | None = None
    expected: str | None = None
    nearest: str | None = None
    severity: Severity = "error"
    others: int = 0
    """Of how many other values the same is said."""

    def __str__(self) -> str:
        return self._line(str(self.place))

    @property
    def without_file(self) -> str:
        """The same, where the file was named already."""
        return self._line(self.place.within)

    def _line(self, place: str) -> str:
        line = self.what
        if self.value is not None and self.others:
            line = _("“{value}” (and {count} more) {what}", value=shorten(self.value),
                     count=self.others, what=self.what)  # fmt: skip
        elif self.value is not None:
            line = _("“{value}” {what}", value=shorten(self.value), what=self.what)
        if place:
            line = _("{place}: {said}", place=place, said=line)
        if self.expected:
            line = _("{line}; expected: {expected}", line=line, expected=self.expected)
        return add_nearest(line, self.nearest)


def explain_unread(place: Place, error: UnreadableError | OSError) -> Problem:
    """Say why a file isn't read: it can't be understood, or the system doesn't open it."""
    if isinstance(error, OSError):
        return Problem(place, _("can’t be opened: {reason}", reason=say_reason(error)))
    rows = (error.row,) if error.row else ()
    return Problem(replace(place, rows=rows), error.what, expected=error.expected)


def join_alike(problems: Iterable[Problem]) -> list[Problem]:
    """Say a cause once: what is said in the same way of several rows, or cells, of a file.

    Cells are found by their names, whatever their values.
    """
    causes: dict[Problem, list[Problem]] = {}
    for problem in problems:
        place = replace(problem.place, rows=(), cells=())
        value = None if problem.place.cells else problem.value
        cause = replace(problem, place=place, value=value, others=0)
        causes.setdefault(cause, []).append(problem)
    return [_join_cause(alike) for alike in causes.values()]


def _join_cause(alike: list[Problem]) -> Problem:
    """Return one problem for several that have one cause."""
    first = alike[0]
    rows = tuple(row for problem in alike for row in problem.place.rows)
    cells = tuple(cell for problem in alike for cell in problem.place.cells)
    place = replace(first.place, rows=rows, cells=cells)
    values = [*dict.fromkeys(problem.value for problem in alike if problem.value)]
    if not values:
        return replace(first, place=place)
    others = sum(problem.others for problem in alike) + len(values) - 1
    return replace(first, place=place, value=values[0], others=others)


def count_problems(problems: Iterable[Problem]) -> Counter[str]:
    """Return of how many cells, rows or files there is something to say, by severity."""
    counts: Counter[str] = Counter()
    for problem in problems:
        counts[problem.severity] += len(problem.place.cells or problem.place.rows or (0,))
    return counts
