"""Where the rows and columns of a grid stand: how many panels, how wide their columns."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from annual_report.machine.pages.look.palette import text_size
from annual_report.machine.pages.look.widths import text_width

NARROW, WIDTH, WIDER = 330, 380, 880
"""The least width of a drawing, and what a telephone shows whole. A list of more than `LONG` rows
gets more, in panels side by side: it wouldn't fit a sheet of paper otherwise."""
ROW, DENSE = 18, 16
"""Height of a row; with more than `DEEP` of them in a panel, the drawing and its caption would need
more than what a heading leaves of a sheet."""
DEEP, LONG = 20, 50
GUTTER, BEFORE, APART, STACKED = 40, 8, 4, 2
"""Pixels between two panels, before the words behind a row, and between two heads beside each other
and two that stand upright."""
WIDEST, COMFORTABLE, NARROWEST = 34, 14, 7
"""Limits of a column's width; a `LONG` list may go below what is comfortable."""
FEWEST_ROWS = 5
"""A panel of fewer rows than this isn't worth a panel of its own."""


@dataclass(frozen=True)
class GridLayout:
    """Panels side by side, each with its labels, columns and ends; lengths are in pixels.

    `rows` is how many a panel has at most, each `row` high; `width` is that of a panel, `behind`
    the room that it has for what stands behind a row. Heads that are wider than a column stand
    upright, `turned`; `step` columns share one where even that has no room.
    """

    panels: int
    rows: int
    label: float
    column: float
    behind: float
    head: float
    turned: bool
    step: int
    width: float

    @property
    def row(self) -> int:
        """The height of a row."""
        return ROW if self.rows <= DEEP else DENSE

    @property
    def height(self) -> int:
        """The height of the whole."""
        return round(self.head + self.rows * self.row + 6)


def lay_out_grid(
    rows: Sequence[str],
    columns: Sequence[str],
    ends: Sequence[str] = (),
    *,
    width: float = WIDTH,
) -> GridLayout:
    """Choose how many panels there are, how wide their columns, and how their heads stand."""
    label = _longest(rows) + 8
    # The last column's head may be wider than its column.
    behind = max(measure_ends(ends), min(_longest(columns), WIDEST) / 2)
    panels, column = 1, _column(width, 1, label + behind, len(columns))
    # Of years some may share a column's head, of dates each is needed.
    narrowest = NARROWEST if all(map(str.isdecimal, columns)) else COMFORTABLE
    least = COMFORTABLE if len(rows) <= LONG else narrowest
    for wanted in range(2, len(rows) // FEWEST_ROWS + 1):
        narrower = _column(width, wanted, label + behind, len(columns))
        if narrower < least:
            break
        panels, column = wanted, narrower
    # One panel alone needs no more: its letters are the larger on a telephone.
    needed = max(label + behind + COMFORTABLE * len(columns), NARROW)
    if panels == 1 and needed <= WIDTH < width:
        width, column = needed, _column(needed, 1, label + behind, len(columns))
    column = math.floor(max(min(column, WIDEST), narrowest) * 10) / 10
    turned, step = turn_heads(columns, column)
    head = _longest(columns) + 10 if turned else get_small_size() + 12
    deep = max(-(-len(rows) // panels), 1)
    panels = max(-(-len(rows) // deep), 1)
    # Long names may leave no room in a narrow drawing, which is wider then.
    inside = label + column * len(columns)
    panel = math.floor(inside + behind) if panels > 1 else max(width, inside)
    return GridLayout(panels, deep, label, column, behind, head, turned, step, panel)


def turn_heads(heads: Sequence[str], column: float) -> tuple[bool, int]:
    """Return whether heads must stand upright over columns so wide, and how many share one."""
    turned = _longest(heads, bold=True) + APART > column  # digits are as wide as bold letters
    return turned, max(1, math.ceil((get_small_size() + STACKED) / column)) if turned else 1


def measure_ends(ends: Sequence[str]) -> float:
    """Return the room that words behind the rows need."""
    return _longest(ends) + BEFORE if ends else 0


def get_small_size() -> float:
    """Return the size of a grid's words."""
    return text_size(1) * 0.85


def _longest(texts: Sequence[str], *, bold: bool = False) -> float:
    """Return the width of the longest of some words."""
    return max((text_width(text, get_small_size(), bold=bold) for text in texts), default=0)


def _column(width: float, panels: int, texts: float, columns: int) -> float:
    room = (width - GUTTER * (panels - 1)) / panels - texts
    return room / max(columns, 1)
