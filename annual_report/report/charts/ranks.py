"""All institutions of a kind from the largest to the smallest, with the members among them.

Up to some hundred are bars; the thousands of communes are a line, on axes that go in powers of ten,
with a dot for each member. The largest and the smallest member have their names.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from annual_report.base.french.numbers import format_number
from annual_report.machine.pages.look.palette import page_colours
from annual_report.machine.pages.look.style import DPI, style
from annual_report.report.charts.dots import draw_dots
from annual_report.report.charts.labels import LETTER_PIXELS, PAPER_LETTER_PIXELS, estimate_width
from annual_report.report.charts.legend import Sign, keep_signs, make_swatch
from annual_report.report.charts.requirements import require_columns
from annual_report.report.charts.styles import BARE, MEMBER, STYLES, Style, make_fill

DRAWING_WIDTH = 368
"""Pixels of the drawing from left to right, which a telephone has too."""
DRAWING_HEIGHT = 250
"""Pixels of the drawing from top to bottom."""
ROOM_LEFT = 62
"""Pixels left of the axes, for the numbers of inhabitants."""
ROOM_BELOW = 24
"""Pixels below the axes, for the ranks."""
ROOM_RIGHT = 10
"""Pixels right of the axes, for the half of the last rank's number that stands out."""
ROOM_ABOVE = 8
"""Pixels above the axes, for the upper half of the highest number."""
MOST_BARS = 150
"""A drawing of more rows than this has a line in place of bars, which would be too thin."""
OTHER = "autre"
"""What a legend calls the institutions that are no members."""
GAP_BELOW_NAME = 5
"""Pixels between a bar and a name above it."""
POINTS_OF_LINE = 300
"""Points of the line that stands for thousands: no eye sees more on its width."""


class _Profile(NamedTuple):
    """The upper edge of the bars or the line, in pixels, above which names are written.

    Both are arrays with a number a row: `x` has the places from left to right, `top` the heights
    there.
    """

    x: Any
    top: Any

    def measure_top(self, left: float, right: float) -> float:
        """Return the greatest height between two places, all in pixels.

        Where no row lies between the two, the height is that of the row nearest to the left one.
        """
        is_between = (self.x >= left) & (self.x <= right)
        tops_between = self.top[is_between]
        if len(tops_between):
            return float(tops_between.max())
        nearest = np.abs(self.x - left).argmin()
        return float(self.top[nearest])


class _Name(NamedTuple):
    """A name that is written above a bar: its place in pixels of the figure."""

    align: str
    """The side of the name that stands over its bar: "left" or "right"."""
    left: float
    right: float
    bottom: float


def draw_by_size(
    frame: pd.DataFrame,
    *,
    size: str = "population",
    name: str = "nom",
    member: str = "du_reseau",
    width: float = DRAWING_WIDTH,
) -> Axes:
    """Draw all rows of a frame by size, the largest first, mark the members, and return the Axes.

    Few rows are bars, many are a line with a point for each member. `size`, `name` and `member` are
    columns: of numbers, of names, of which two are written, and of booleans. A row without a size
    isn't drawn. `width` is in pixels. The Axes remember the signs of members (“membre”) and of
    other rows (“autre”): `ax.explain_signs(words)` writes their legend.

    >>> import pandas as pd
    >>> from annual_report import charts
    >>> towns = {"nom": ["Die", "Crest", "Valence"], "population": [4_700, 8_700, 63_900]}
    >>> frame = pd.DataFrame(towns).assign(du_reseau=[True, True, False])
    >>> [name.get_text() for name in charts.by_size(frame).texts]
    ['Crest', 'Die']
    """
    require_columns("by_size", frame, size, name, member)
    known = frame.dropna(subset=[size])
    rows = known.sort_values(size, ascending=False, kind="stable").reset_index(drop=True)
    with style():
        ax = _make_axes(width)
        if len(rows) <= MOST_BARS:
            _draw_bars(ax, rows, size, name, member)
        else:
            _draw_line(ax, rows, size, member)
        _name_extremes(ax, rows, size, name, member)
    return ax


def _make_axes(width: float) -> Axes:
    """Return empty Axes on a figure of a `width` in pixels, with room for the numbers beside."""
    height = DRAWING_HEIGHT
    figure: Figure = plt.figure(figsize=(width / DPI, height / DPI))
    # matplotlib asks for the place of the axes in shares of the figure.
    left = ROOM_LEFT / width
    bottom = ROOM_BELOW / height
    across = (width - ROOM_LEFT - ROOM_RIGHT) / width
    upwards = (height - ROOM_BELOW - ROOM_ABOVE) / height
    return figure.add_axes((left, bottom, across, upwards))


def _draw_bars(ax: Axes, rows: pd.DataFrame, size: str, name: str, member: str) -> None:
    """Draw a bar for each row, whose name a browser shows under the pointer.

    `size`, `name` and `member` are columns of `rows`, which are sorted by size and numbered from 0.
    """
    is_member = rows[member].astype(bool)
    # Bars of members come last: neighbours that look alike are one group of the page's SVG.
    _add_bars(ax, rows[~is_member], size, name, BARE)
    _add_bars(ax, rows[is_member], size, name, STYLES[MEMBER])
    # The other bars are too pale to be seen alone: a line along all tops has the contrast.
    contour = page_colours()["soft"]
    heights = rows[size].astype(float)
    # The bar of rank 1 goes from 0.5 to 1.5.
    edges = np.arange(len(rows) + 1) + 0.5
    ax.stairs(heights, edges, baseline=None, color=contour, linewidth=0.8)
    ax.set_xlim(edges[0], edges[-1])
    # Above the highest bar there is room for a member's name.
    ax.set_ylim(0, 1.15 * heights.max())
    ax.yaxis.set_major_locator(MaxNLocator(5))
    ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    _write_axes(ax)
    member_sign = make_swatch(make_fill(STYLES[MEMBER]))
    # In the legend the bar of another institution has the contour around it, for the contrast.
    other_fill = make_fill(BARE)
    other_fill["edgecolor"] = contour
    other_sign = make_swatch(other_fill)
    keep_signs(ax, {MEMBER: [member_sign], OTHER: [other_sign]})


def _add_bars(ax: Axes, rows: pd.DataFrame, size: str, name: str, bar_style: Style) -> None:
    """Add bars of a style, each at its row's place in the ranking: the first is around 1.

    `size` and `name` are columns of `rows`, whose index is the place in the ranking, from 0.
    """
    fill = make_fill(bar_style)
    for place, label, height in zip(rows.index, rows[name], rows[size], strict=True):
        # The page's SVG has the name as the bar's title, which a browser shows.
        bar = Rectangle((place + 0.5, 0), 1, height, gid=f"title {label}")
        bar.set(**fill)
        ax.add_patch(bar)


def _draw_line(ax: Axes, rows: pd.DataFrame, size: str, member: str) -> None:
    """Draw the sizes as a line over their ranks, in powers of ten, and the members as dots.

    `size` and `member` are columns of `rows`, which are sorted by size: the first has rank 1.
    """
    sizes = rows[size].astype(float).to_numpy()
    is_member = rows[member].to_numpy(dtype=bool)
    sizes_of_members = sizes[is_member]
    # The last hundredth of the rows falls steeply, down to communes without an inhabitant: the axis
    # begins above these rows, but below each member.
    smallest = min(np.quantile(sizes, 0.01), *sizes_of_members)
    foot = max(1.0, smallest / 2)
    ax.set(xscale="log", yscale="log")
    ax.set_xlim(0.8, 1.2 * len(rows))
    # Above the largest there is room for a member's name.
    ax.set_ylim(foot, 4 * float(rows[size].max()))
    # Ranks 1 to 10 are as wide on a logarithmic axis as 1,000 to 10,000: the points of the line lie
    # at equal distances there, many among the first ranks, few among the last.
    spaced = np.geomspace(1, len(rows), POINTS_OF_LINE)
    ranks_of_line = np.unique(spaced.round().astype(int))
    heights = np.maximum(sizes[ranks_of_line - 1], foot)
    ax.plot(ranks_of_line, heights, color=page_colours()["soft"])
    ax.minorticks_off()
    _write_axes(ax)
    dots: Sign = partial(draw_dots, STYLES[MEMBER])
    ranks_of_members = np.flatnonzero(is_member) + 1
    dots(ax, ranks_of_members, sizes_of_members)  # type: ignore[arg-type]
    keep_signs(ax, {MEMBER: [dots], OTHER: [_draw_dash]})


def _draw_dash(ax: Axes, x: float, y: float) -> None:
    """Draw the legend's sign of a line: a short line around a point, in pixels."""
    ax.plot([x - 8, x + 8], [y, y], color=page_colours()["soft"])


def _write_axes(ax: Axes) -> None:
    """Write the numbers of both axes in full, as French writes them: 1 600 000, and not 1.6e6."""
    in_full = FuncFormatter(lambda number, _at: format_number(int(number)))
    ax.xaxis.set_major_formatter(in_full)
    ax.yaxis.set_major_formatter(in_full)


def _name_extremes(ax: Axes, rows: pd.DataFrame, size: str, name: str, member: str) -> None:
    """Write the names of the largest and of the smallest member above their places.

    `size`, `name` and `member` are columns of `rows`, which are sorted by size and numbered from 0;
    `member` is true for the network's own. A thin line leads from a name down to the bar; two names
    never overlap.
    """
    members = rows[rows[member]]
    if members.empty:
        return
    ranks = np.arange(1, len(rows) + 1)
    # A size below the axis is drawn at its foot.
    foot, _highest = ax.get_ylim()
    sizes = np.maximum(rows[size].astype(float), foot)
    pixels = ax.transData.transform(np.column_stack((ranks, sizes)))
    profile = _Profile(pixels[:, 0], pixels[:, 1])
    written: list[_Name] = []
    # A single member is the largest and the smallest, and is named once.
    extremes = dict.fromkeys((members.index[0], members.index[-1]))
    # The index of a row is its place in the ranking, from 0, and in `pixels` too.
    for place in extremes:
        x, top = pixels[place]
        text = str(rows.loc[place, name])
        placed = _place_name(ax, text, x, profile, written)
        written.append(placed)
        _write_name(ax, text, (x, top), placed)


def _place_name(
    ax: Axes, text: str, x: float, profile: _Profile, written: Sequence[_Name]
) -> _Name:
    """Return the place of a name above the bar at `x`, in pixels of the figure.

    The name stands above all bars below it, whose heights the `profile` has, and above the names
    that were `written` before.
    """
    width = estimate_width(text, PAPER_LETTER_PIXELS)
    # The name begins a little left of the middle of its bar.
    align = "left"
    left = x - 2
    right_end = ax.get_window_extent().x1
    # At the right end of the axes it ends a little right of the middle.
    if left + width > right_end:
        align = "right"
        left = x + 2 - width
    right = left + width
    bottom = profile.measure_top(left, right) + GAP_BELOW_NAME
    for other in written:
        is_beside = left > other.right or other.left > right
        is_level = abs(bottom - other.bottom) < PAPER_LETTER_PIXELS
        if is_level and not is_beside:
            bottom = other.bottom + PAPER_LETTER_PIXELS
    return _Name(align, left, right, bottom)


def _write_name(ax: Axes, text: str, end: tuple[float, float], placed: _Name) -> None:
    """Write a name above the end of its bar, with a line down to the end if that is far.

    `end` is the x and y of the end of the bar; all places are in pixels of the figure.
    """
    colours = page_colours()
    x_in_pixels, y_in_pixels = end
    pixels_to_data = ax.transData.inverted()
    x, end_of_bar = pixels_to_data.transform(end)
    _x, foot_of_name = pixels_to_data.transform((x_in_pixels, placed.bottom))
    label = ax.text(x, foot_of_name, text, ha=placed.align, va="bottom", gid="class place halo")
    label.set(size=LETTER_PIXELS, weight="bold", color=colours["ink"])
    is_far = placed.bottom - y_in_pixels > 2 * GAP_BELOW_NAME
    if is_far:
        ax.plot([x, x], [end_of_bar, foot_of_name], color=colours["soft"], lw=0.8)
