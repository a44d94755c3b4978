"""The calendar of a year's meetings: one lane a format, dates drawn as precisely as known."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from annual_report.analysis.meetings import Meeting
from annual_report.dates import PartialDate
from annual_report.french import count, dated
from annual_report.page.labels import Box, place_labels
from annual_report.page.palette import colours
from annual_report.page.svg import new_drawing, text_size

WIDTH, LEFT, RIGHT = 880, 120, 16
LANE, AXIS = 54, 30
FORMATS = {
    "présentiel": ("En présentiel", "o"),
    "hybride": ("Hybrides", "D"),
    "distanciel": ("À distance", "s"),
}
MONTHS = (
    "janv.",
    "févr.",
    "mars",
    "avr.",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
)


def is_placed(meeting: Meeting) -> bool:
    """Tell whether enough is known of a meeting's date to place it within its year."""
    return meeting.start is not None and meeting.start.month is not None


def draw_timeline(meetings: Sequence[Meeting], year: int) -> Drawing:
    """Draw the meetings that have at least a month; a last line counts the others."""
    lanes = [name for name in FORMATS if any(m.format == name and is_placed(m) for m in meetings)]
    undated = [meeting for meeting in meetings if not is_placed(meeting)]
    height = len(lanes) * LANE + AXIS + (34 if undated else 0) + 8
    drawing = new_drawing(WIDTH, height)
    axes = drawing.axes[0]
    axis = height - len(lanes) * LANE - 8
    for position, name in enumerate(lanes):
        middle = height - 8 - LANE * (position + 0.66)
        _draw_lane(
            axes, name, [m for m in meetings if m.format == name and is_placed(m)], middle, year
        )
    _draw_axis(axes, axis)
    if undated:
        _draw_undated(axes, undated, axis - AXIS - 16)
    return drawing


def timeline_table(meetings: Sequence[Meeting]) -> pd.DataFrame:
    """Return the calendar in words, one row a meeting."""
    return pd.DataFrame(
        [
            {
                "Rencontre": meeting.title or meeting.town or meeting.id,
                "Date": _when(meeting),
                "Format": meeting.format,
                "Ville": meeting.town or "non renseignée",
            }
            for meeting in meetings
        ]
    )


def _when(meeting: Meeting) -> str:
    if meeting.start is None:
        return "non renseignée"
    return dated(meeting.start, meeting.end)


def _x(day: date, year: int) -> float:
    """Return where a day stands; what lies outside the year stands at its edge."""
    start = date(year, 1, 1)
    length = (date(year + 1, 1, 1) - start).days
    share = min(max((day - start).days / length, 0), 1)
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _draw_lane(axes: Axes, name: str, meetings: list[Meeting], y: float, year: int) -> None:
    palette = colours()
    title, marker = FORMATS[name]
    axes.plot([LEFT, WIDTH - RIGHT], [y, y], color=palette["line"], lw=1)
    axes.text(0, y, title, size=text_size(1), color=palette["soft"], va="center")
    points = []
    for meeting in meetings:
        assert meeting.start is not None
        left, right = _x(meeting.start.first, year), _x(_last(meeting.start, meeting.end), year)
        points.append((meeting.town or meeting.title or "", (left + right) / 2, y))
        if meeting.start.day is None or right - left > 8:
            axes.plot(
                [left, right],
                [y, y],
                color=palette["here"],
                lw=8,
                alpha=0.35,
                solid_capstyle="butt",
            )
        if meeting.start.day is not None:
            axes.plot(
                [(left + right) / 2],
                [y],
                marker,
                ms=9,
                mfc=palette["here"],
                mec=palette["paper"],
                mew=1,
            )
    labels = [point for point in points if point[0]]
    bounds = Box(LEFT - 8, y - LANE * 0.3, WIDTH, y + LANE * 0.7)
    for label in place_labels(labels, text_size(1), bounds, gap=8):
        axes.text(
            label.x,
            label.y,
            label.text,
            size=text_size(1),
            weight="bold",
            color=palette["ink"],
            ha=label.align,
            va="center",
        )


def _last(start: PartialDate, end: PartialDate | None) -> date:
    return (end or start).last


def _draw_axis(axes: Axes, y: float) -> None:
    palette = colours()
    step = (WIDTH - LEFT - RIGHT) / 12
    axes.plot([LEFT, WIDTH - RIGHT], [y, y], color=palette["ink"], lw=1.2)
    for month, name in enumerate(MONTHS):
        x = LEFT + month * step
        axes.plot([x, x], [y - 5, y + 5], color=palette["ink"], lw=1)
        axes.text(
            x + step / 2,
            y - 16,
            name,
            size=text_size(1),
            color=palette["soft"],
            ha="center",
            va="center",
        )
    axes.plot([WIDTH - RIGHT] * 2, [y - 5, y + 5], color=palette["ink"], lw=1)


def _draw_undated(axes: Axes, meetings: list[Meeting], y: float) -> None:
    """Draw the whole year as a dashed line: that is all that is known of these dates."""
    palette = colours()
    axes.plot([LEFT, WIDTH - RIGHT], [y, y], color=palette["here"], lw=2, ls=(0, (2, 4)), alpha=0.7)
    words = f"{count(len(meetings), 'rencontre')} à une date non renseignée"
    axes.text(LEFT, y + 14, words, size=text_size(1), color=palette["soft"], va="center")
