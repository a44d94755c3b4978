"""The calendar of a year's meetings: one lane a format, dates drawn as precisely as known.

A day is a mark, a longer meeting a bar, a month a pale band over the month. Meetings of which
only the year is known are counted on a dashed line that runs over the whole year.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num

from annual_report.charts.labels import Box, Floats, Label, Spot, place_labels
from annual_report.dates import PartialDate
from annual_report.french import count, date_range, enumeration
from annual_report.french.periods import MONTHS
from annual_report.pages.look.palette import colours, size
from annual_report.pages.look.style import pixels, style, subplots

WIDTH, LEFT, RIGHT = 720, 104, 12
LANE, ROW, MONTHS_ROW, BELOW = 44, 17, 34, 14
"""Heights: a lane with one row of labels, a further row, the months, and what is below a line."""
ABOVE = 17
"""From the middle of a mark to the middle of its label."""
BAR, WIDER = 8, 3
"""Thickness of a bar, and how much it stands out beyond its days, in pixels."""
SPARE = 14
"""Pixels before the right edge: what reaches so far in the usual font is cut in a wide one."""
FORMATS = {
    "présentiel": ("En présentiel", "o"),
    "hybride": ("Hybrides", "D"),
    "distanciel": ("À distance", "s"),
}


@dataclass(frozen=True)
class Meeting:
    """A meeting as the calendar needs it; `start` is None where nothing is known of its date."""

    start: PartialDate | None
    end: PartialDate | None
    town: str

    @property
    def is_placed(self) -> bool:
        """Whether enough is known of its date to place it within its year."""
        return self.start is not None and self.start.precision != "année"


@dataclass(frozen=True)
class Lane:
    """The dated meetings of a format, or those that aren't; `place` is its line on the y axis."""

    title: str
    marker: str
    meetings: tuple[Meeting, ...]
    labels: tuple[Label, ...] = ()

    @property
    def height(self) -> float:
        """How much room it takes: labels may need a second row."""
        return LANE + (ROW if any(label.y > ABOVE for label in self.labels) else 0)


def calendar(meetings: pd.DataFrame, year: int, *, ax: Axes | None = None) -> Axes:
    """Draw a year's meetings by format, from the columns `start`, `end`, `format` and `town`.

    Dates are written "2025-06-19", "2025-06" or "2025"; NA is unknown. The x axis is one of dates:
    `ax.text(date(2025, 6, 19), 0, …)` stands on that day. The y axis counts pixels downwards; the
    lines of the formats stand at its ticks.
    """
    width = WIDTH - LEFT - RIGHT if ax is None else pixels(ax)[0]
    lanes = _lanes(meetings, year, width)
    height = sum(lane.height for lane in lanes)
    with style():
        if ax is None:
            whole = height + MONTHS_ROW
            edges = {"left": LEFT, "right": WIDTH - RIGHT}
            margins = {side: value / WIDTH for side, value in edges.items()}
            margins |= {"bottom": MONTHS_ROW / whole, "top": 1}
            _figure, ax = subplots(WIDTH, whole, gridspec_kw=margins)
        ax.set_xlim(date(year, 1, 1), date(year + 1, 1, 1))  # type: ignore[arg-type]
        ax.set_ylim(max(height, 1), 0)
        bottom, lines = 0.0, []
        for lane in lanes:
            bottom += lane.height
            lines.append(bottom - BELOW)
            _draw_lane(ax, lane, lines[-1], year)
        ax.set_yticks(lines, [lane.title for lane in lanes], ha="left")
        ax.tick_params("y", pad=LEFT, left=False)
        _draw_months(ax, year)
    return ax


def _lanes(meetings: pd.DataFrame, year: int, width: float) -> list[Lane]:
    found = []
    for name, (title, marker) in FORMATS.items():
        rows = meetings[meetings["format"] == name]
        here = [meeting_of(row) for row in rows.to_dict("records")]
        placed = tuple(meeting for meeting in here if meeting.is_placed)
        others = tuple(meeting for meeting in here if not meeting.is_placed)
        if placed:
            found.append(Lane(title, marker, placed, _labels(placed, year, width)))
        if others:
            found.append(Lane("" if placed else title, "", others))
    return found


def meeting_of(row: dict[Any, Any]) -> Meeting:
    """Read a meeting from a row of the frame."""
    start, end = (
        None if pd.isna(row.get(name)) else PartialDate.parse(str(row[name]))
        for name in ("start", "end")
    )
    return Meeting(start, end, "" if pd.isna(row.get("town")) else str(row["town"]))


def _labels(meetings: tuple[Meeting, ...], year: int, width: float) -> tuple[Label, ...]:
    """Place the labels above their marks, on two rows if one is too short; y from the line up."""
    start, end = (float(date2num(date(each, 1, 1))) for each in (year, year + 1))
    scale = width / (end - start)
    points = []
    for meeting in meetings:
        first, last = (float(date2num(day)) for day in span(meeting, year))
        points.append((said(meeting, year), ((first + last) / 2 - start) * scale, 0.0))
    spots = [
        Spot(align, dx, ABOVE + row * ROW)
        for row in (0, 1)
        for align, dx in (("center", 0), ("left", -5), ("right", 5))
    ]
    bounds = Box(-40, 0, width + RIGHT, LANE + ROW)

    across = np.array([x for _text, x, _y in points])

    def price(_number: int, boxes: Floats) -> Floats:
        """Keep off the edge, and the places where other labels' lines would come down."""
        crossed = (boxes[:, :1] - 3 < across) & (across < boxes[:, 2:3] + 3)
        far = boxes[:, 2] > width + RIGHT - SPARE
        return np.asarray(12.0 * (crossed.sum(axis=1) + far))

    found = place_labels(points, spots, size(1), bounds, price=price)
    return tuple(label for label in found if label)


def said(meeting: Meeting, year: int) -> str:
    """Write a mark's label: the town if there is one, and the date."""
    assert meeting.start is not None
    outside = meeting.start.year != year or (meeting.end or meeting.start).year != year
    when = date_range(meeting.start, meeting.end, with_year=outside)
    return f"{meeting.town}, {when}" if meeting.town else when


def span(meeting: Meeting, year: int) -> tuple[date, date]:
    """Return from when to when a meeting may reach, within the year."""
    assert meeting.start is not None
    first, last = meeting.start.first, (meeting.end or meeting.start).last
    low, high = date(year, 1, 1), date(year + 1, 1, 1)
    return min(max(first, low), high), min(max(last, low), high)


def _draw_lane(ax: Axes, lane: Lane, y: float, year: int) -> None:
    if not lane.marker:
        _draw_undated(ax, lane.meetings, y, year)
        return
    ax.axhline(y, color=colours()["line"], lw=1, zorder=1)
    for meeting in lane.meetings:
        _draw_meeting(ax, meeting, lane.marker, y, year)
    for label in lane.labels:
        if label.y > ABOVE:
            when = _when(ax, label.point[0], year)
            ax.plot([when] * 2, [y - 7, y - label.y + 8], color=colours()["soft"], lw=0.8)
        place = _when(ax, label.x, year), y - label.y
        ax.text(*place, label.text, weight="bold", ha=label.align, va="center_baseline")


def _when(ax: Axes, x: float, year: int) -> float:
    """Return the date at so many pixels from the first of January, as matplotlib counts days."""
    low, high = (float(date2num(date(each, 1, 1))) for each in (year, year + 1))
    return float(low + x / pixels(ax)[0] * (high - low))


def _draw_meeting(ax: Axes, meeting: Meeting, marker: str, y: float, year: int) -> None:
    """Draw a mark on a day, a bar over several, a hollow one over a month."""
    palette = colours()
    here, paper = palette["here"], palette["paper"]
    first, last = (float(date2num(day)) for day in span(meeting, year))
    pixel = 365 / pixels(ax)[0]  # in days
    assert meeting.start is not None
    if meeting.start.day is None:
        ax.barh(y, last - first, BAR, left=first, zorder=3, color=paper, ec=here, lw=1.5)
    elif last - first > BAR * pixel:
        beyond = WIDER * pixel
        wide = last - first + 2 * beyond
        ax.barh(y, wide, BAR, left=first - beyond, zorder=3, color=here, ec=paper, lw=1)
    else:
        look: dict[str, Any] = {"ms": 9, "mfc": here, "mec": paper, "mew": 1, "zorder": 4}
        ax.plot([(first + last) / 2], [y], marker, **look)


def _draw_undated(ax: Axes, meetings: tuple[Meeting, ...], y: float, year: int) -> None:
    """Draw the whole year as a dashed line: that is all that is known of these dates."""
    towns = list(dict.fromkeys(meeting.town for meeting in meetings if meeting.town))
    text = f"{count(len(meetings), 'rencontre')} dans l’année, sans date précise"
    if towns:
        text += f" : {enumeration(towns)}"
    look: dict[str, Any] = {"color": colours()["here"], "lw": 2}
    ax.axhline(y, ls=(0, (2.5, 2.5)), **look)
    edges = [date2num(date(each, 1, 1)) for each in (year, year + 1)]
    ax.vlines(edges, y - 5, y + 5, clip_on=False, **look)
    ax.text(edges[0], y - ABOVE, text, weight="bold", va="center_baseline")


def _draw_months(ax: Axes, year: int) -> None:
    """Tick the first of each month, and write its name in the middle of it."""
    firsts = [date(year, month, 1) for month in range(1, 13)] + [date(year + 1, 1, 1)]
    middles = [date2num(first) + 15 for first in firsts[:12]]
    ink = colours()["ink"]
    ax.set_xticks(date2num(firsts))
    ax.set_xticks(middles, MONTHS, minor=True)
    ax.tick_params("x", length=5, width=1, color=ink, direction="inout", labelbottom=False)
    ax.tick_params("x", which="minor", bottom=False, pad=19)
    for label in ax.get_xticklabels(minor=True):
        label.set_verticalalignment("baseline")
    ax.spines["bottom"].set(color=ink, linewidth=1.2)
    ax.spines["left"].set_visible(False)
