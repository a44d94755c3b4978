"""A grid of rows and columns in which each cell is a mark: who was there, and when.

Rows flow into as many panels side by side as the width has room for, so one row or a hundred make
a drawing that fits a page.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from annual_report.page.drawing import Drawing, text_size
from annual_report.page.labels import text_width
from annual_report.page.marks import Mark, Segment, draw_mark, draw_segments
from annual_report.page.palette import colours

Cell = tuple[int, int]

WIDTH = 880
ROW = 18
GUTTER = 28
WIDEST, COMFORTABLE, NARROWEST = 34, 18, 7
"""Limits of a column's width; long lists may go below what is comfortable."""
LONG = 60
FEWEST_ROWS = 5
"""A panel of fewer rows than this isn't worth a panel of its own."""


@dataclass(frozen=True)
class Layout:
    """Where everything stands: panels side by side, each with its labels, columns and ends."""

    panels: int
    rows: int
    label: float
    column: float
    head: float
    step: int
    pitch: float

    def place(self, row: int) -> tuple[int, int]:
        """Return the panel of a row, and its rank there."""
        return row // self.rows, row % self.rows


def draw_grid(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Mapping[Mark, Iterable[Cell]],
    *,
    ends: Sequence[str] = (),
    turned: bool = False,
    unknown: Iterable[int] = (),
    width: float = WIDTH,
) -> Drawing:
    """Draw marks at (row, column); `ends` are written behind the rows.

    `turned` heads stand upright. A column of `unknown` is a band: nothing is recorded there.
    """
    layout = grid_layout(rows, columns, ends, turned=turned, width=width)
    height = layout.head + layout.rows * ROW + 6
    drawing = Drawing(width, round(height))
    for panel in range(layout.panels):
        filled = min(layout.rows, len(rows) - panel * layout.rows)
        _draw_panel(drawing, layout, panel, columns, (height, filled), turned, set(unknown))
    _draw_labels(drawing, layout, rows, ends, len(columns), height)
    side = min(layout.column - 2, ROW - 5)
    for mark, found in cells.items():
        wanted = list(found)
        middles = [_middle(layout, cell, height) for cell in wanted]
        draw_mark(drawing, mark, layout.column, side, _runs(wanted, layout, height), middles)
    return drawing


def grid_layout(
    rows: Sequence[str],
    columns: Sequence[str],
    ends: Sequence[str] = (),
    *,
    turned: bool = False,
    width: float = WIDTH,
) -> Layout:
    """Choose how many panels there are, and how wide their columns."""
    small = _small()
    label = max((text_width(text, small) for text in rows), default=0) + 8
    behind = max((text_width(text, small) for text in ends), default=0) + (8 if ends else 0)
    longest = max((text_width(text, small) for text in columns), default=0)
    if not turned:  # the last column's head may be wider than its column
        behind = max(behind, longest / 2)
    panels, column = 1, _column(width, 1, label + behind, len(columns))
    for wanted in range(2, len(rows) // FEWEST_ROWS + 1):
        narrower = _column(width, wanted, label + behind, len(columns))
        if narrower < (COMFORTABLE if len(rows) <= LONG else NARROWEST):
            break
        panels, column = wanted, narrower
    # Whole tenths, to which the SVG is rounded: dashes must not drift away from their columns.
    column = math.floor(min(column, WIDEST) * 10) / 10
    head, step = longest + 10, max(1, -(-(small + 4) // column))
    if not turned:
        head, step = small + 12, max(1, -(-(longest + 6) // column))
    deep = -(-len(rows) // panels)
    panels = -(-len(rows) // deep) if deep else 1
    panel = label + column * len(columns) + behind
    pitch = min(width / panels + GUTTER, panel + 4 * GUTTER)
    if panels > 1:
        pitch = min(pitch, (width - panel) / (panels - 1))
    return Layout(panels, deep, label, column, head, int(step), pitch)


def _column(width: float, panels: int, texts: float, columns: int) -> float:
    room = (width - GUTTER * (panels - 1)) / panels - texts
    return room / max(columns, 1)


def _small() -> float:
    return text_size(1) * 0.85


def _left(layout: Layout, panel: int) -> float:
    return panel * layout.pitch


def _middle(layout: Layout, cell: Cell, height: float) -> tuple[float, float]:
    panel, rank = layout.place(cell[0])
    x = _left(layout, panel) + layout.label + (cell[1] + 0.5) * layout.column
    return x, height - layout.head - (rank + 0.5) * ROW


def _draw_panel(
    drawing: Drawing,
    layout: Layout,
    panel: int,
    columns: Sequence[str],
    size: tuple[float, int],
    turned: bool,
    unknown: set[int],
) -> None:
    """Draw a panel's heads, the bands of what isn't recorded, and a hairline for each row."""
    height, filled = size
    start = _left(layout, panel) + layout.label
    for position, text in enumerate(columns):
        if position % layout.step:
            continue
        drawing.text(
            start + (position + 0.5) * layout.column,
            height - layout.head + 5,
            text,
            size=_small(),
            color=colours()["soft"],
            ha="left" if turned else "center",
            va="center" if turned else "bottom",
            rotation=90 if turned else 0,
        )
    end = start + layout.column * len(columns)
    lines = [
        (start, y, end, y) for y in (height - layout.head - (n + 0.5) * ROW for n in range(filled))
    ]
    draw_segments(drawing, lines, "line", 0.8)
    bands = [start + (position + 0.5) * layout.column for position in unknown]
    bottom = height - layout.head - filled * ROW
    draw_segments(
        drawing, [(x, bottom, x, height - layout.head) for x in bands], "land", layout.column * 0.7
    )


def _draw_labels(
    drawing: Drawing,
    layout: Layout,
    rows: Sequence[str],
    ends: Sequence[str],
    columns: int,
    height: float,
) -> None:
    """Write all names, then all ends: words alike that follow each other weigh less."""
    for texts, dx, colour in (
        (rows, 0.0, "ink"),
        (ends, layout.label + layout.column * columns + 8, "soft"),
    ):
        for position, text in enumerate(texts):
            panel, rank = layout.place(position)
            y = height - layout.head - (rank + 0.5) * ROW
            written = drawing.text(_left(layout, panel) + dx, y, text, color=colours()[colour])
            written.set(size=_small(), va="center_baseline")


def _runs(cells: Iterable[Cell], layout: Layout, height: float) -> list[Segment]:
    """Join cells that follow each other in a row; a run goes from its first middle to its last."""
    runs: list[Segment] = []
    last: Cell | None = None
    for cell in sorted(cells):
        x, y = _middle(layout, cell, height)
        if last and cell == (last[0], last[1] + 1):
            runs[-1] = (*runs[-1][:2], x, y)
        else:
            runs.append((x, y, x, y))
        last = cell
    return runs
