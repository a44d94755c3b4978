"""Where the rows and columns of a grid stand: how many panels, how wide their columns."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from annual_report.pages.look.palette import text_size
from annual_report.pages.look.widths import text_width

WIDTH, WIDER = 380, 880
"""The width of a drawing, which a telephone shows whole. A list of more than `LONG` rows gets more,
in panels side by side: it wouldn't fit a sheet of paper otherwise."""
ROW, DENSE = 18, 16
"""Height of a row; with more than `DEEP` of them in a panel, the drawing and its caption would need
more than what a heading leaves of a sheet."""
DEEP, LONG = 36, 50
GUTTER = 28
WIDEST, COMFORTABLE, NARROWEST = 34, 18, 7
"""Limits of a column's width; a `LONG` list may go below what is comfortable."""
FEWEST_ROWS = 5
"""A panel of fewer rows than this isn't worth a panel of its own."""


@dataclass(frozen=True)
class GridLayout:
    """Panels side by side, each with its labels, columns and ends; lengths are in pixels.

    `rows` is how many a panel has at most, each `row` high, `step` how many columns share a head,
    `pitch` how far it is from one panel to the next.
    """

    panels: int
    rows: int
    label: float
    column: float
    head: float
    step: int
    pitch: float

    @property
    def row(self) -> int:
        """The height of a row."""
        return ROW if self.rows <= DEEP else DENSE

    @property
    def height(self) -> int:
        """The height of the whole."""
        return round(self.head + self.rows * self.row + 6)

    def place(self, row: int) -> tuple[int, int]:
        """Return the panel of a row, and its rank there."""
        return row // self.rows, row % self.rows


def grid_layout(
    rows: Sequence[str],
    columns: Sequence[str],
    ends: Sequence[str] = (),
    *,
    turned: bool = False,
    width: float = WIDTH,
) -> GridLayout:
    """Choose how many panels there are, and how wide their columns."""
    label = max((text_width(text, get_small_size()) for text in rows), default=0) + 8
    behind = max((text_width(text, get_small_size()) for text in ends), default=0) + (
        8 if ends else 0
    )
    longest = max((text_width(text, get_small_size()) for text in columns), default=0)
    if not turned:  # the last column's head may be wider than its column
        behind = max(behind, longest / 2)
    panels, column = 1, _column(width, 1, label + behind, len(columns))
    least = COMFORTABLE if len(rows) <= LONG else NARROWEST
    for wanted in range(2, len(rows) // FEWEST_ROWS + 1):
        narrower = _column(width, wanted, label + behind, len(columns))
        if narrower < least:
            break
        panels, column = wanted, narrower
    column = math.floor(max(min(column, WIDEST), NARROWEST) * 10) / 10
    head, step = longest + 10, heads_step(get_small_size(), column)
    if not turned:
        head, step = get_small_size() + 12, heads_step(longest, column)
    deep = max(-(-len(rows) // panels), 1)
    panels = max(-(-len(rows) // deep), 1)
    panel = label + column * len(columns) + behind
    pitch = min(width / panels + GUTTER, panel + 4 * GUTTER)
    if panels > 1:
        pitch = min(pitch, (width - panel) / (panels - 1))
    return GridLayout(panels, deep, label, column, head, step, pitch)


def heads_step(head: float, column: float) -> int:
    """Return how many columns must share a head of so many pixels."""
    return max(1, int(-(-(head + 5) // column)))


def get_small_size() -> float:
    """Return the size of a grid's words."""
    return text_size(1) * 0.85


def _column(width: float, panels: int, texts: float, columns: int) -> float:
    room = (width - GUTTER * (panels - 1)) / panels - texts
    return room / max(columns, 1)
