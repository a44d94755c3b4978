"""The year's meetings from top to bottom, for a telephone, where a calendar has no room.

The months run down a line; each meeting is a mark on it, beside its town and its date. Dates are
drawn as precisely as in the calendar: a day is a mark, a longer meeting a bar, a month a hollow
bar. Of meetings that nobody dated, a dashed line runs over the whole year, and words count them.
"""

from datetime import date
from textwrap import wrap
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from annual_report.charts.calendar import BAR, FORMATS, Meeting, meeting_of, said, span
from annual_report.charts.labels import text_width
from annual_report.charts.palette import colours, size
from annual_report.charts.style import NARROW, style, subplots
from annual_report.french import count, enumeration, plural
from annual_report.french.periods import MONTHS

MONTH, EDGE, LINE_OF_TEXT = 30, 10, 18
"""Heights: a month, what is above and below the year, and a line of text."""
LINE, WORDS = 58, 82
"""How far from the left the line of the year and the words beside it are, in pixels."""
UNDATED = 8
"""How far the dashed line is from that of the year."""


def timeline(meetings: pd.DataFrame, year: int, *, ax: Axes | None = None) -> Axes:
    """Draw a year's meetings from top to bottom, from the columns that `calendar` takes.

    The axes count pixels, y downwards, so that `ax.text(82, 0, …)` stands beside January.
    """
    known = [
        (str(row["format"]), meeting_of(row))
        for row in meetings.to_dict("records")
        if row["format"] in FORMATS
    ]
    placed = [(form, each) for form, each in known if each.is_placed]
    others = [(form, each) for form, each in known if not each.is_placed]
    below = [*_legend(placed), *_undated(others)]
    places = _spread([_middle(each, year) for _form, each in placed])
    end = max([EDGE + 12 * MONTH, *(place + LINE_OF_TEXT for place in places)])
    height = end + EDGE + LINE_OF_TEXT * len(below)
    with style():
        if ax is None:
            edges = {"left": 0, "right": 1, "bottom": 0, "top": 1}
            _figure, ax = subplots(NARROW, height, gridspec_kw=edges)
        ax.set(xlim=(0, NARROW), ylim=(height, 0), xticks=[], yticks=[])
        ax.set_axis_off()
        _draw_months(ax)
        if others:
            _draw_whole_year(ax)
        for (form, each), place in zip(placed, places, strict=True):
            _draw_meeting(ax, each, FORMATS[form][1], year, place)
        for row, (marker, text) in enumerate(below):
            y = end + EDGE + LINE_OF_TEXT * (row + 0.5)
            if marker:
                ax.plot([EDGE], [y], marker, ms=9, mfc=colours()["here"], mew=0)
            ax.text(2 * EDGE if marker else 4, y, text, va="center_baseline")
    return ax


def _legend(placed: list[tuple[str, Meeting]]) -> list[tuple[str, str]]:
    """Say what the marks stand for, once there are any."""
    found = {form for form, _meeting in placed}
    return [(marker, title) for name, (title, marker) in FORMATS.items() if name in found]


def _undated(others: list[tuple[str, Meeting]]) -> list[tuple[str, str]]:
    """Count the meetings that nobody dated, in lines of the drawing's width."""
    if not others:
        return []
    counts = {name: sum(form == name for form, _each in others) for name in FORMATS}
    forms = [
        f"{n} {_form(name, n)}" if n < len(others) else _form(name, n)
        for name, n in counts.items()
        if n
    ]
    towns = list(dict.fromkeys(each.town for _form_of, each in others if each.town))
    text = f"Pointillé : {count(len(others), 'rencontre')} "
    text += forms[0] if len(forms) == 1 else f"({enumeration(forms)})"
    text += " dans l’année, sans date précise"
    text += f" : {enumeration(towns)}." if towns else "."
    return [("", line) for line in _lines(text)]


def _form(name: str, n: int) -> str:
    title = FORMATS[name][0].lower()
    return plural(n, "hybride") if name == "hybride" else title


def _lines(text: str) -> list[str]:
    """Break a text into lines of the drawing's width."""
    letters = int((NARROW - 8) / text_width("a", size(1)))
    return wrap(text, letters, break_long_words=False, break_on_hyphens=False)


def _at(day: date, year: int) -> float:
    """Return how far down a day of the year is."""
    days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    return EDGE + 12 * MONTH * (day - date(year, 1, 1)).days / days


def _middle(meeting: Meeting, year: int) -> float:
    first, last = span(meeting, year)
    return (_at(first, year) + _at(last, year)) / 2


def _spread(wanted: list[float]) -> list[float]:
    """Move words that stand in order down and up until none is on another: each by the least."""
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    blocks: list[list[int]] = []
    for place in order:
        blocks.append([place])
        while len(blocks) > 1 and _top(blocks[-1], wanted) < _bottom(blocks[-2], wanted):
            last = blocks.pop()
            blocks[-1] += last
    found = dict.fromkeys(order, 0.0)
    for block in blocks:
        for row, place in enumerate(block):
            found[place] = _top(block, wanted) + row * LINE_OF_TEXT
    return [found[place] for place in range(len(wanted))]


def _top(block: list[int], wanted: list[float]) -> float:
    """Return where the first of words that stand together is: in the drawing, around its middle."""
    middle = sum(wanted[place] for place in block) / len(block)
    return max(middle - LINE_OF_TEXT * (len(block) - 1) / 2, EDGE)


def _bottom(block: list[int], wanted: list[float]) -> float:
    return _top(block, wanted) + LINE_OF_TEXT * len(block)


def _draw_months(ax: Axes) -> None:
    ink = colours()["ink"]
    ax.vlines(LINE, EDGE, EDGE + 12 * MONTH, color=ink, lw=1.2)
    ax.hlines([EDGE + MONTH * n for n in range(13)], LINE - 3, LINE + 3, color=ink, lw=1)
    for n, name in enumerate(MONTHS):
        place = LINE - 10, EDGE + MONTH * (n + 0.5)
        ax.text(*place, name, ha="right", va="center_baseline", color=colours()["soft"])


def _draw_whole_year(ax: Axes) -> None:
    look: dict[str, Any] = {"color": colours()["here"], "lw": 2}
    top, bottom, x = EDGE, EDGE + 12 * MONTH, LINE + UNDATED
    ax.plot([x, x], [top, bottom], ls=(0, (2.5, 2.5)), **look)
    ax.hlines([top, bottom], x - 4, x + 4, **look)


def _draw_meeting(ax: Axes, meeting: Meeting, marker: str, year: int, place: float) -> None:
    """Draw a meeting on the line, and write beside it where and when it was."""
    palette = colours()
    here, paper = palette["here"], palette["paper"]
    first, last = (_at(day, year) for day in span(meeting, year))
    assert meeting.start is not None
    if meeting.start.day is None:
        ax.bar(LINE, last - first, BAR, bottom=first, zorder=3, color=paper, ec=here, lw=1.5)
    elif last - first > BAR:
        ax.bar(LINE, last - first, BAR, bottom=first, zorder=3, color=here, ec=paper, lw=1)
    else:
        look: dict[str, Any] = {"ms": 9, "mfc": here, "mec": paper, "mew": 1, "zorder": 4}
        ax.plot([LINE], [(first + last) / 2], marker, **look)
    ends = [LINE + 8, WORDS - 4], [(first + last) / 2, place]
    ax.plot(*ends, color=palette["soft"], lw=0.8, zorder=2)
    ax.text(WORDS, place, said(meeting, year), weight="bold", va="center_baseline")
