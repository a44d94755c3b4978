"""The calendar of a year's meetings: one lane a format, dates drawn as precisely as known.

A day is a mark, a longer meeting a bar: full in person, half filled if hybrid, hollow at a
distance. A month of which the day isn't known is a dashed band over it. Meetings
of which only the year is known are counted on a dashed line that runs over the whole year.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num

from annual_report.base.dates import PartialDate
from annual_report.base.french import date_range, join_items, short_date, write_count
from annual_report.base.french.periods import MONTHS
from annual_report.machine.pages.look.palette import page_colours
from annual_report.machine.pages.look.style import measure_axes, open_figure, style
from annual_report.network.phrases.frame_words import FORMATS, UNDATED
from annual_report.report.charts.labels import Box, Floats, Label, Spot, place_labels
from annual_report.report.charts.legend import SIGN, Sign, add_legend

WIDTH, LEFT, RIGHT = 720, 104, 12
LANE, ROW, MONTHS_ROW, BELOW = 44, 17, 34, 14
"""Heights: a lane with one row of labels, a further row, the months, and what is below a line."""
ABOVE = 17
"""From the middle of a mark to the middle of its label."""
BAR, WIDER = 8, 3
"""Thickness of a bar, and how much it stands out beyond its days, in pixels."""
SPARE = 14
"""Pixels before the right edge: what reaches so far in the usual font is cut in a wide one."""
ASIDE, EDGE = 30.0, 40.0
"""What it costs a label, in pixels, not to stand in the middle above its mark; and at the edge."""
DASHES, DASHED_EDGE = (0, (2.5, 2.5)), (0, (3, 2))
Fill = Literal["full", "left", "none"]
FILLS: Mapping[str, Fill] = {"présentiel": "full", "hybride": "left", "distanciel": "none"}
"""How much of a mark is filled, by format."""


class Meeting(NamedTuple):
    """A meeting on its lane: from when to when it may reach, in days as matplotlib counts them."""

    said: str
    first: float
    last: float
    is_precise: bool


class Lane(NamedTuple):
    """The dated meetings of a format with their labels, or what is said of those without a date."""

    title: str
    fill: Fill = "full"
    meetings: Sequence[Meeting] = ()
    labels: Sequence[Label] = ()
    undated: str = ""


def calendar(
    meetings: pd.DataFrame,
    year: int,
    *,
    legend: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a year's meetings by format, from the columns `start`, `end`, `format` and `town`.

    Dates are written "2025-06-19", "2025-06" or "2025"; NA is unknown. The x axis is one of dates:
    `ax.text(date(2025, 6, 19), 0, …)` stands on that day. The y axis counts pixels downwards; the
    lines of the formats stand at its ticks. `legend` says below what "imprécis" and "sans_date"
    are: a band over days of which one was that of the meeting, and a dashed line.
    """
    width = WIDTH - LEFT - RIGHT if ax is None else measure_axes(ax)[0]
    lanes = [
        lane
        for name in FORMATS
        for lane in _lanes(meetings[meetings["format"] == name], name, year, width)
    ]
    heights = [LANE + ROW * any(each.y > ABOVE for each in lane.labels) for lane in lanes]
    whole = sum(heights) + MONTHS_ROW
    with style():
        if ax is None:
            margins = {"left": LEFT / WIDTH, "right": 1 - RIGHT / WIDTH, "top": 1}
            margins |= {"bottom": MONTHS_ROW / whole}
            ax = open_figure(WIDTH, whole).subplots(gridspec_kw=margins)
        ax.set(xlim=(date(year, 1, 1), date(year + 1, 1, 1)), ylim=(max(sum(heights), 1), 0))
        lines = np.cumsum(heights) - BELOW
        for lane, y in zip(lanes, lines.tolist(), strict=True):
            _draw_lane(ax, lane, y, year)
        ax.set_yticks(lines, [lane.title for lane in lanes], ha="left")
        ax.tick_params("y", pad=LEFT, left=False)
        _draw_months(ax, year)
        if legend:
            entries = [([SIGNS[name]], said) for name, said in legend.items()]
            add_legend(ax, entries)
    return ax


def _draw_band(ax: Axes, y: float, start: float, wide: float, **look: Any) -> None:
    """Draw the band over days of which one was that of a meeting."""
    look |= {"color": page_colours()["paper"], "ec": page_colours()["here"]}
    ax.barh(y, wide, BAR, left=start, lw=1.5, ls=DASHED_EDGE, **look)


def _draw_dashes(ax: Axes, x: float, y: float) -> None:
    ax.plot([x - SIGN / 2, x + SIGN / 2], [y, y], color=page_colours()["here"], lw=2, ls=DASHES)


SIGNS: Mapping[str, Sign] = {
    "imprécis": lambda ax, x, y: _draw_band(ax, y, x - SIGN / 2 + 1, SIGN - 2),
    "sans_date": _draw_dashes,
}
"""The signs of a legend."""


def _lanes(rows: pd.DataFrame, name: str, year: int, width: float) -> Iterator[Lane]:
    """Yield the lane of a format's dated meetings, then that of those without a date."""
    title = FORMATS[name]
    dates = [None if pd.isna(each) else PartialDate.parse(str(each)) for each in rows["start"]]
    is_placed = [each is not None and not each.is_year_alone for each in dates]
    if any(is_placed):
        placed = [_place_meeting(each, year) for each in rows[is_placed].itertuples()]
        yield Lane(title, FILLS[name], placed, _labels(placed, year, width))
    others = rows[~np.array(is_placed, bool)]
    if len(others):
        text = write_count(len(others), "rencontre") + UNDATED
        towns = others["town"].dropna().unique()
        text += f" : {join_items(towns)}" if len(towns) else ""
        yield Lane("" if any(is_placed) else title, undated=text)


def _place_meeting(row: Any, year: int) -> Meeting:
    """Place a meeting within its year; its label is its town, if there is one, and its date."""
    start = PartialDate.parse(str(row.start))
    end = None if pd.isna(row.end) else PartialDate.parse(str(row.end))
    outside = start.year != year or (end or start).year != year
    when = date_range(start, end, with_year=outside) if end or outside else short_date(start)
    said = when if pd.isna(row.town) else f"{row.town}, {when}"
    low, high = _year(year)
    first, last = np.clip(date2num([start.first, (end or start).last]), low, high).tolist()
    return Meeting(said, first, last, start.day is not None)


def _year(year: int) -> tuple[float, float]:
    """Return the first day of a year and of the next, as matplotlib counts them."""
    low, high = date2num([date(year, 1, 1), date(year + 1, 1, 1)]).tolist()
    return low, high


def _labels(meetings: Sequence[Meeting], year: int, width: float) -> list[Label]:
    """Place the labels above their marks, on two rows if one is too short; y from the line up."""
    low, high = _year(year)
    points = [
        (each.said, ((each.first + each.last) / 2 - low) * width / (high - low), 0.0)
        for each in meetings
    ]
    spots = [
        Spot(align, dx, ABOVE + row * ROW)
        for row in (0, 1)
        for align, dx in (("center", 0), ("left", -5), ("right", 5))
    ]

    def price(number: int, boxes: Floats, _lines: Floats) -> Floats:
        """Keep off the edge, and then in the middle above its mark."""
        aside = np.abs((boxes[:, 0] + boxes[:, 2]) / 2 - points[number][1]) > 1
        return np.asarray(ASIDE * aside + EDGE * (boxes[:, 2] > width + RIGHT - SPARE))

    bounds = Box(-40, 0, width + RIGHT, LANE + ROW)
    return [each for each in place_labels(points, spots, bounds, price=price) if each]


def _draw_lane(ax: Axes, lane: Lane, y: float, year: int) -> None:
    (low, high), ink = _year(year), page_colours()
    pixel = (high - low) / measure_axes(ax)[0]  # in days
    if lane.undated:  # a dashed line over the year is all that is known of these dates
        look: dict[str, Any] = {"color": ink["here"], "lw": 2}
        ax.axhline(y, ls=DASHES, **look)
        ax.vlines([low, high], y - 5, y + 5, clip_on=False, **look)
        ax.text(low, y - ABOVE, lane.undated, weight="bold", va="center_baseline")
        return
    ax.axhline(y, color=ink["line"], lw=1, zorder=1)
    for each in lane.meetings:
        _draw_meeting(ax, each, lane.fill, y, pixel)
    for label in lane.labels:
        if label.y > ABOVE:
            when = low + label.point[0] * pixel
            ax.plot([when] * 2, [y - 7, y - label.y + 8], color=ink["soft"], lw=0.8)
        place = low + label.x * pixel, y - label.y
        ax.text(*place, label.text, weight="bold", ha=label.align, va="center_baseline")


def _draw_meeting(ax: Axes, meeting: Meeting, fill: Fill, y: float, pixel: float) -> None:
    """Draw a mark on a day, a bar over several, a dashed band over a month."""
    here, paper = page_colours()["here"], page_colours()["paper"]
    days, beyond = meeting.last - meeting.first, WIDER * pixel
    if not meeting.is_precise:
        _draw_band(ax, y, meeting.first, days, zorder=3)
    elif days > BAR * pixel:
        start, wide = meeting.first - beyond, days + 2 * beyond
        face = here if fill == "full" else paper
        ax.barh(y, wide, BAR, left=start, zorder=3, color=face, ec=here, lw=1.5)
        if fill == "left":
            ax.barh(y, wide / 2, BAR, left=start, zorder=3, color=here)
    else:
        # What is filled stands on paper, which hides the line behind what isn't.
        look: dict[str, Any] = {"ms": 9, "mec": here, "mew": 2, "mfcalt": paper, "zorder": 4}
        look["mfc"] = paper if fill == "none" else here
        look["fillstyle"] = "left" if fill == "left" else "full"
        ax.plot([meeting.first + days / 2], [y], "o", **look)


def _draw_months(ax: Axes, year: int) -> None:
    """Tick the first of each month, and write its name in the middle of it."""
    firsts = date2num([date(year, month, 1) for month in range(1, 13)] + [date(year + 1, 1, 1)])
    ink = page_colours()["ink"]
    ax.set_xticks(firsts)
    ax.set_xticks(firsts[:12] + 15, MONTHS, minor=True)
    ax.tick_params("x", length=5, width=1, color=ink, direction="inout", labelbottom=False)
    ax.tick_params("x", which="minor", bottom=False, pad=19)
    for label in ax.get_xticklabels(minor=True):
        label.set_verticalalignment("baseline")
    ax.spines["bottom"].set(color=ink, linewidth=1.2)
    ax.spines["left"].set_visible(False)
