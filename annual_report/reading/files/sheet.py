"""One sheet as it was found: its cells' text, and what else it shows or hides.

A CSV file has rows alone. A workbook's sheet says more: cells that are one on the screen, rows
that a filter hides or that somebody struck out, a cell that shows something else than it keeps.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

from annual_report.errors import UnreadableError
from annual_report.messages import _
from annual_report.reading.values.refusal import CellError

MOST_CELLS = 1_000_000
MOST_COLUMNS = 200

Grid = list[list[str]]
"""The text of a sheet's cells, row by row; rows may be shorter than others."""
Position = tuple[int, int]
"""Of a cell: its row and its column, counted from 0."""


@dataclass(frozen=True)
class Sheet:
    """The rows of a sheet, and what a spreadsheet shows of them; rows and columns from 0."""

    rows: Grid
    merged: Mapping[Position, Position] = field(default_factory=dict)
    """For each cell that a merged one covers, the cell that is shown in its place."""
    doubts: Mapping[Position, CellError] = field(default_factory=dict)
    """The cells that show something else than they keep."""
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck_rows: frozenset[int] = frozenset()
    struck_cells: frozenset[Position] = frozenset()
    """The cells of other rows in which words are struck out, or all are."""

    def __len__(self) -> int:
        return len(self.rows)


def bounded(rows: Iterable[tuple[int, list[str]]]) -> Grid:
    """Collect rows, each repeated as often as it says, without the empty cells and rows at the end.

    Far more than any network needs is refused before it takes the memory.
    """
    grid: Grid = []
    blank, cells = 0, 0
    for repeated, row in rows:
        while row and not row[-1]:
            row.pop()
        if not row:
            blank += repeated
            continue
        cells += blank + repeated * (1 + len(row))
        if cells > MOST_CELLS or len(row) > MOST_COLUMNS:
            raise UnreadableError(
                _("has too many rows or columns"), _("one row for each fact"), len(grid) + blank + 1
            )
        grid += [[] for _row in range(blank)] + [list(row) for _row in range(repeated)]
        blank = 0
    return grid


def wholly(cells: Set[Position], grid: Grid) -> frozenset[int]:
    """Return the rows of which every filled cell is among some."""
    rows = {row for row, _column in cells if row < len(grid)}
    return frozenset(
        row for row in rows if all((row, at) in cells for at, text in enumerate(grid[row]) if text)
    )


def covered(pairs: Iterable[tuple[Position, Position]], grid: Grid) -> dict[Position, Position]:
    """Return what merged cells cover, each from its first to its last cell, where anything is."""
    found: dict[Position, Position] = {}
    counted = 0
    for first, last in pairs:
        rows = range(first[0], min(last[0] + 1, len(grid)))
        columns = range(first[1], min(last[1] + 1, MOST_COLUMNS))
        counted += len(rows) * len(columns)
        if counted > MOST_CELLS:
            raise UnreadableError(_("has too many merged cells"), _("one row for each fact"))
        found |= {(row, column): first for row in rows for column in columns}
        found.pop(first, None)
    return found
