"""A grid of rows and columns in which each cell is a mark: who was there, and when.

Rows flow into as many panels side by side as the width has room for, so one row or a hundred make
a drawing that fits a page.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.gridspec import GridSpec
from pandas.api.types import is_numeric_dtype

from annual_report.machine.pages.look.palette import page_colours
from annual_report.machine.pages.look.style import PANEL, measure_axes, open_figure, style
from annual_report.report.charts.grid_layout import (
    GUTTER,
    LONG,
    WIDER,
    WIDTH,
    GridLayout,
    get_small_size,
    lay_out_grid,
    measure_ends,
    turn_heads,
)
from annual_report.report.charts.legend import Entries, add_legend, draw_legend, measure_legend
from annual_report.report.charts.marks import Mark, draw_mark

MARKS = {
    "présent": Mark("square"),
    "absent": Mark("frame", "soft"),
    "non invité": Mark("slash", "accent"),
    "non renseigné": Mark("dot", "soft"),
    "membre": Mark("square"),
    "non membre": Mark("frame", "soft"),
}
"""The marks of the states that the data know."""
SIDE = 11
"""Side of a mark in the legend, in pixels."""
MOST_ROWS = 400
"""Rows that a page has room for: a list of more is a table to take away, and no drawing."""


def grid(
    frame: pd.DataFrame,
    *,
    row: str = "name",
    column: str = "year",
    state: str = "state",
    marks: Mapping[str, Mark] | None = None,
    ends: "pd.Series[str] | None" = None,
    legend: Mapping[str, str] | None = None,
    unknown: Collection[Hashable] = (),
    width: float | None = None,
    ax: Axes | None = None,
) -> Axes | npt.NDArray[Any]:
    """Draw one mark for each row of the frame, where its `row` and `column` meet.

    Numbers, such as years, stand at their value on the x axis, and all from the first to the last
    have a column; words stand in order of appearance, as rows do, from 0 on. `marks` say how each
    state is drawn, in the order of drawing; a state without a mark stays empty. `ends` are words
    behind the rows, by row. `legend` says below the grid what states are. An `unknown` column is a
    band: nothing is recorded there. Without `ax`, many rows make several panels, and an array of
    Axes is returned.
    """
    names = [str(name) for name in frame[row].unique()]
    heads = _heads(frame[column], unknown)
    marks = MARKS if marks is None else marks
    after = [] if ends is None else [str(ends.get(name, "")) for name in frame[row].unique()]
    width = width or (WIDTH if len(names) <= LONG else WIDER)
    signs: Entries = [
        ([partial(draw_mark, marks[value], side=SIDE)], said)
        for value, said in (legend or {}).items()
    ]
    with style():
        if ax is None:
            layout = lay_out_grid(names, heads.words, after, width=width)
            axes = _open_axes(layout, len(heads.at), len(names), signs)
        else:
            layout, axes = _layout_in(ax, names, heads, after), np.array([ax])
            add_legend(ax, signs, size=get_small_size())
        for panel, each in enumerate(axes):
            shown = slice(panel * layout.rows, (panel + 1) * layout.rows)
            _prepare(each, names[shown], heads, layout)
            for value in unknown:
                place = heads.places[value]
                look = {"color": page_colours()["land"], "lw": 0, "zorder": 0.2}
                each.axvspan(place - 0.35, place + 0.35, **look)
            _write_ends(each, after[shown], layout.behind)
            here = frame[frame[row].astype(str).isin(names[shown])]
            side = min(layout.column - 2, layout.row - 5)
            for value, mark in marks.items():
                cells = here[here[state] == value]
                if len(cells):
                    x = [heads.places[each] for each in cells[column]]
                    y = [names.index(str(name)) - shown.start for name in cells[row]]
                    draw_mark(mark, each, x, y, side)
    return axes[0] if len(axes) == 1 else axes


class _Heads(NamedTuple):
    """The columns: where each stands, in the order of their words."""

    places: Mapping[Any, float]
    words: Sequence[str]

    @property
    def at(self) -> Sequence[float]:
        return [*self.places.values()]


def _heads(values: "pd.Series[Any]", unknown: Collection[Hashable]) -> _Heads:
    if is_numeric_dtype(values) and len(values):
        every = [*values, *unknown]
        span = range(int(min(every)), int(max(every)) + 1)
        return _Heads({year: year for year in span}, [str(year) for year in span])
    found = [*dict.fromkeys([*values, *unknown])]
    return _Heads({value: place for place, value in enumerate(found)}, [str(v) for v in found])


def _layout_in(ax: Axes, names: Sequence[str], heads: _Heads, ends: Sequence[str]) -> GridLayout:
    """Return the one panel that an Axes has room for."""
    width = measure_axes(ax)[0]
    column = width / max(len(heads.at), 1)
    turned, step = turn_heads(heads.words, column)
    rows, behind = max(len(names), 1), measure_ends(ends)
    return GridLayout(1, rows, 0, column, behind, 0, turned, step, width)


def _open_axes(layout: GridLayout, columns: int, rows: int, signs: Entries) -> npt.NDArray[Any]:
    """Make an Axes of each panel, its cells as large as the layout has them, above the legend.

    Each of several stands in a part of the figure that is drawn by itself as well; each sign of
    their legend is one more, as wide, so that as many stand side by side as panels do.
    """
    width, height, size = layout.width, layout.height, get_small_size()
    several = layout.panels > 1
    signs_below = [[sign] for sign in signs] if several else []
    lines = [measure_legend(each, width, size, 0) for each in signs_below[:: layout.panels]]
    widths = [width, *(GUTTER, width) * (layout.panels - 1)]
    figure = open_figure(sum(widths), height + sum(lines))
    heights = [height, *lines]
    places = GridSpec(len(heights), len(widths), width_ratios=widths, height_ratios=heights)
    axes = []
    for panel in range(layout.panels):
        deep = min(layout.rows, max(rows - panel * layout.rows, 1)) * layout.row
        bottom, wide = height - layout.head - deep, layout.column * max(columns, 1)
        place = layout.label / width, bottom / height, wide / width, deep / height
        part = figure.add_subfigure(places[0, 2 * panel]) if several else figure
        axes.append(part.add_axes(place, gid=PANEL))
    for number, sign in enumerate(signs_below):
        line, panel = divmod(number, layout.panels)
        strip = figure.add_subfigure(places[1 + line, 2 * panel]).add_axes((0, 0, 1, 1))
        draw_legend(strip, sign, size, 0)
    if not several:
        add_legend(axes[0], signs, size=size)
    return np.array(axes)


def _prepare(ax: Axes, names: Sequence[str], heads: "_Heads", layout: GridLayout) -> None:
    """Set an Axes' limits and ticks: names at the left, heads above, a hairline for each row."""
    ax.set_xlim(min(heads.at, default=0) - 0.5, max(heads.at, default=0) + 0.5)
    ax.set_ylim(max(len(names), 1) - 0.5, -0.5)
    left: dict[str, Any] = {"ha": "left"} if layout.label else {}
    ax.set_yticks(range(len(names)), names, **left)
    ax.set_xticks(heads.at[:: layout.step], heads.words[:: layout.step])
    ax.tick_params(
        "y",
        labelcolor=page_colours()["ink"],
        labelsize=get_small_size(),
        pad=layout.label or 8,
        left=False,
    )
    ax.tick_params(
        "x", labelsize=get_small_size(), pad=5, bottom=False, labeltop=True, labelbottom=False,
        labelrotation=90 if layout.turned else 0,
    )  # fmt: skip
    ax.hlines(range(len(names)), *ax.get_xlim(), color=page_colours()["line"], lw=0.8, zorder=0.1)
    ax.spines[:].set_visible(False)


def _write_ends(ax: Axes, ends: Sequence[str], behind: float) -> None:
    """Write words behind the rows, one below the other at the right: most are numbers."""
    look: dict[str, Any] = {"ha": "right", "va": "center_baseline", "size": get_small_size()}
    for place, text in enumerate(ends):
        write_beside(ax, text, (1, place), (behind, 0), xycoords=("axes fraction", "data"), **look)


def write_beside(
    ax: Axes,
    text: str,
    point: tuple[float, float],
    offset: tuple[float, float],
    *,
    colour: str = "soft",
    va: str = "baseline",
    **look: Any,
) -> None:
    """Write a text so many pixels from a point of an Axes."""
    look |= {"va": va, "color": page_colours()[colour]}
    ax.annotate(text, point, xytext=offset, textcoords="offset points", **look)
