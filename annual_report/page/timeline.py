"""The calendar of a year's meetings: one lane a format, dates drawn as precisely as known.

A day is a mark, a longer meeting a bar, a month a pale band over the month. Meetings of which
only the year is known are counted on a dashed line that runs over the whole year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from annual_report.analysis.meetings import Meeting
from annual_report.french import NO_BREAK, count, date_range, dated, enumeration
from annual_report.page.drawing import Drawing, text_size
from annual_report.page.labels import Box, Label, Spot, place_labels
from annual_report.page.palette import colours

WIDTH, LEFT, RIGHT = 840, 112, 12
TRACK, ROW, AXIS = 44, 17, 34
"""Heights: a line of the calendar with one row of labels, a further row, and the months."""
ABOVE = 17
"""From the middle of a mark to the middle of its label."""
FORMATS = {
    "présentiel": ("En présentiel", "o"),
    "hybride": ("Hybrides", "D"),
    "distanciel": ("À distance", "s"),
}
MONTHS = [
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
]


@dataclass(frozen=True)
class Track:
    """A line of the calendar: the dated meetings of a format, or those that aren't."""

    title: str
    marker: str
    meetings: tuple[Meeting, ...]
    labels: tuple[Label, ...] = ()

    @property
    def height(self) -> float:
        """How much room it takes: labels may need a second row."""
        return TRACK + (ROW if any(label.y > ABOVE for label in self.labels) else 0)


def is_placed(meeting: Meeting) -> bool:
    """Tell whether enough is known of a meeting's date to place it within its year."""
    return meeting.start is not None and meeting.start.month is not None


def draw_timeline(meetings: Sequence[Meeting], year: int) -> Drawing:
    """Draw the meetings by format: those that have at least a month, and the others' number."""
    tracks = _tracks(meetings, year)
    height = sum(track.height for track in tracks) + AXIS
    drawing = Drawing(WIDTH, height)
    top = height
    for track in tracks:
        bottom = top - track.height
        _draw_track(drawing, track, bottom + 14, year)
        top = bottom
    _draw_months(drawing, AXIS - 4)
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


def _tracks(meetings: Sequence[Meeting], year: int) -> list[Track]:
    found = []
    for name, (title, marker) in FORMATS.items():
        here = [meeting for meeting in meetings if meeting.format == name]
        placed = tuple(meeting for meeting in here if is_placed(meeting))
        others = tuple(meeting for meeting in here if not is_placed(meeting))
        if placed:
            found.append(Track(title, marker, placed, _labels(placed, year)))
        if others:
            found.append(Track("" if placed else title, "", others))
    return found


def _labels(meetings: tuple[Meeting, ...], year: int) -> tuple[Label, ...]:
    """Place the labels above their marks, on two rows if one is too short; y from the line up."""
    points = []
    for meeting in meetings:
        left, right = _span(meeting, year)
        points.append((_said(meeting, year), (left + right) / 2, 0.0))
    spots = [
        Spot(align, dx, ABOVE + row * ROW)
        for row in (0, 1)
        for align, dx in (("center", 0), ("left", -5), ("right", 5))
    ]
    bounds = Box(LEFT - 40, 0, WIDTH, TRACK + ROW)

    def cost(box: Box) -> float:
        """Keep off the places where other labels' lines would come down; a row costs more."""
        return 12.0 * sum(box.left - 3 < x < box.right + 3 for _text, x, _y in points)

    return place_labels(points, text_size(1), bounds, spots=spots, cost=cost)


def _said(meeting: Meeting, year: int) -> str:
    """Write a mark's label: the town if there is one, and the date."""
    assert meeting.start is not None
    outside = meeting.start.year != year or (meeting.end or meeting.start).year != year
    when = date_range(meeting.start, meeting.end, with_year=outside)
    return f"{meeting.town}, {when}" if meeting.town else when


def _span(meeting: Meeting, year: int) -> tuple[float, float]:
    """Return from where to where a meeting may reach; outside the year, the year's edge."""
    assert meeting.start is not None
    last = (meeting.end or meeting.start).last
    return _x(meeting.start.first, year), _x(last, year)


def _x(day: date, year: int) -> float:
    start = date(year, 1, 1)
    length = (date(year + 1, 1, 1) - start).days
    share = min(max((day - start).days / length, 0), 1)
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _draw_track(drawing: Drawing, track: Track, y: float, year: int) -> None:
    text = drawing.text(0, y, track.title, size=text_size(1), color=colours()["soft"])
    text.set(va="center")
    if not track.marker:
        _draw_undated(drawing, track.meetings, y)
        return
    _line(drawing, [LEFT, WIDTH - RIGHT], [y, y], "line", 1)
    for meeting in track.meetings:
        _draw_meeting(drawing, meeting, track.marker, y, year)
    for label in track.labels:
        if label.y > ABOVE:
            x = label.point[0]
            _line(drawing, [x, x], [y + 7, y + label.y - 8], "soft", 0.8)
        text = drawing.text(label.x, y + label.y, label.text, size=text_size(1))
        text.set(color=colours()["ink"], weight="bold", ha=label.align, va="center")


def _draw_meeting(drawing: Drawing, meeting: Meeting, marker: str, y: float, year: int) -> None:
    palette = colours()
    left, right = _span(meeting, year)
    assert meeting.start is not None
    if meeting.start.day is None:
        band = Rectangle((left, y - 4), right - left, 8, zorder=3)
        band.set(facecolor=palette["paper"], edgecolor=palette["here"], linewidth=1.5)
        drawing.add_artist(band)
    elif right - left > 8:
        band = Rectangle((left - 3, y - 4), right - left + 6, 8, zorder=3)
        band.set(facecolor=palette["here"], edgecolor=palette["paper"], linewidth=1)
        drawing.add_artist(band)
    else:
        dot = Line2D(
            [(left + right) / 2], [y], marker=marker, ls="none", ms=9, mec=palette["paper"], mew=1
        )
        dot.set(markerfacecolor=palette["here"], zorder=3)
        drawing.add_artist(dot)


def _draw_undated(drawing: Drawing, meetings: tuple[Meeting, ...], y: float) -> None:
    """Draw the whole year as a dashed line: that is all that is known of these dates."""
    towns = list(dict.fromkeys(meeting.town for meeting in meetings if meeting.town))
    said = f"{count(len(meetings), 'rencontre')} dans l’année, sans date précise"
    if towns:
        said += f"{NO_BREAK}: {enumeration(towns)}"
    for x in (LEFT, WIDTH - RIGHT):
        _line(drawing, [x, x], [y - 5, y + 5], "here", 2)
    dashes = Line2D([LEFT + 5, WIDTH - RIGHT - 5], [y, y], color=colours()["here"], lw=2)
    dashes.set_linestyle((0, (2.5, 2.5)))
    drawing.add_artist(dashes)
    text = drawing.text(LEFT, y + ABOVE, said, size=text_size(1), color=colours()["ink"])
    text.set(weight="bold", va="center")


def _draw_months(drawing: Drawing, y: float) -> None:
    step = (WIDTH - LEFT - RIGHT) / 12
    _line(drawing, [LEFT, WIDTH - RIGHT], [y, y], "ink", 1.2)
    ticks = [(LEFT + month * step, y + side) for month in range(13) for side in (-5, 5)]
    marks = PathPatch(Path(ticks, [Path.MOVETO, Path.LINETO] * 13), fill=False)
    marks.set(edgecolor=colours()["ink"], linewidth=1)
    drawing.add_artist(marks)
    for month, name in enumerate(MONTHS):
        text = drawing.text(LEFT + (month + 0.5) * step, y - 17, name, size=text_size(1))
        text.set(color=colours()["soft"], ha="center", va="center")


def _line(drawing: Drawing, x: list[float], y: list[float], colour: str, width: float) -> None:
    drawing.add_artist(Line2D(x, y, color=colours()[colour], lw=width, solid_capstyle="butt"))
