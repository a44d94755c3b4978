"""Statistical disclosure control: a small count of agents can single a person out.

A network may set a threshold. In what is published, counts above 0 and below it are held back,
and so is as much else of the same meeting as is needed so that its total gives none of them away.
All that is held back looks the same: a mark that told a small count from another would undo it.

The rule, column by column (a column is a meeting, its total is published too):
- hold back every small count;
- as long as the total would still tell (a single cell is held back, or each of them must be 1),
  hold back the smallest count still shown;
- when there is none left, hold back the total, and then the grand total of all columns, which
  would give it away.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Pair = tuple[str, str]


@dataclass(frozen=True)
class Published:
    """What may be printed: counts by (row, column), totals by column, and the grand total.

    None stands for what is held back.
    """

    counts: Mapping[Pair, int | None]
    totals: Mapping[str, int | None]
    total: int | None

    @property
    def held_back(self) -> int:
        """How many counts are held back."""
        return sum(value is None for value in self.counts.values())


def published(counts: Mapping[Pair, int], threshold: int) -> Published:
    """Hold back the counts below `threshold` and what would give them away; 0 holds nothing back.

    Zeros are absences: they single nobody out, and stay.
    """
    shown: dict[Pair, int | None] = dict(counts)
    totals: dict[str, int | None] = {}
    for column in dict.fromkeys(column for _row, column in counts):
        cells = {row: value for (row, name), value in counts.items() if name == column}
        hidden, tells = _hidden(cells, threshold)
        shown |= {(row, column): None for row in hidden}
        totals[column] = None if tells else sum(cells.values())
    grand = None if None in totals.values() else sum(counts.values())
    return Published(shown, totals, grand)


def _hidden(cells: Mapping[str, int], threshold: int) -> tuple[set[str], bool]:
    """Return the rows to hold back in a column, and whether its total would still tell."""
    hidden = {row for row, value in cells.items() if 0 < value < threshold}
    shown = sorted((value, row) for row, value in cells.items() if value and row not in hidden)
    while hidden and _tells(hidden, cells):
        if not shown:
            return hidden, True
        hidden.add(shown.pop(0)[1])
    return hidden, False


def _tells(hidden: set[str], cells: Mapping[str, int]) -> bool:
    """Tell whether the total leaves a single possibility: all that is held back is at least 1."""
    return len(hidden) == 1 or sum(cells[row] for row in hidden) == len(hidden)
