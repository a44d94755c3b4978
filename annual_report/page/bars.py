"""Counts year by year: one row of bars a measure, each bar under its number."""

from collections.abc import Mapping, Sequence

from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from annual_report.french import number
from annual_report.page.drawing import Drawing, text_size
from annual_report.page.palette import colours

WIDTH, LEFT = 880, 120
BAND, FOOT = 78, 30
WIDEST = 64
YEAR = 44
"""Room that the label of a year needs."""

Row = tuple[str, Sequence[int | None]]


def draw_bars(years: Sequence[int], rows: Sequence[Row]) -> Drawing:
    """Draw each row's values, one a year, on one common scale; None is a question mark."""
    drawing = Drawing(WIDTH, len(rows) * BAND + FOOT)
    step = min((WIDTH - LEFT) / len(years), WIDEST * 2)
    most = max((value for _title, values in rows for value in values if value), default=1)
    for position, (title, values) in enumerate(rows):
        base = FOOT + (len(rows) - 1 - position) * BAND + 8
        _draw_row(drawing, title, values, (base, step, most))
    every = max(1, -(-YEAR // int(step)))
    for place, year in enumerate(years):
        if place % every == 0:
            _write(drawing, LEFT + (place + 0.5) * step, 14, str(year), YEAR, soft=True)
    return drawing


def span(values: Mapping[int, int]) -> tuple[int, int]:
    """Return the least and the most of the values by year."""
    return min(values.values()), max(values.values())


def _draw_row(
    drawing: Drawing, title: str, values: Sequence[int | None], scale: tuple[float, float, int]
) -> None:
    base, step, most = scale
    palette = colours()
    line = Line2D([LEFT, LEFT + step * len(values)], [base, base], color=palette["line"], lw=1)
    drawing.add_artist(line)
    drawing.text(0, base + 9, title, size=text_size(1), color=palette["soft"], va="center")
    bars = []
    for place, value in enumerate(values):
        x, top = LEFT + (place + 0.5) * step, base
        if value:
            top += (BAND - 30) * value / most
            half = min(step * 0.36, WIDEST / 2)
            corners = [(x - half, base), (x + half, base), (x + half, top), (x - half, top)]
            bars.append(Path([*corners, corners[0]], closed=True))
        known = value is not None
        _write(drawing, x, top + 9, number(value or 0) if known else "?", step, soft=not value)
    if bars:
        path = Path.make_compound_path(*bars)
        drawing.add_artist(PathPatch(path, facecolor=palette["here"], lw=0))


def _write(drawing: Drawing, x: float, y: float, text: str, room: float, *, soft: bool) -> None:
    """Write a number in the room that it has: long ones in many years are smaller."""
    size = min(text_size(1), (room - 2) / len(text) / 0.7)
    text_ = drawing.text(x, y, text, size=size, color=colours()["soft" if soft else "ink"])
    text_.set(ha="center", va="center", weight="normal" if soft else "bold")
