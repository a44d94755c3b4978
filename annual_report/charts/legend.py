"""A legend below a drawing: each sign as it is drawn there, and what it stands for.

Words of a caption could only describe a colour or a hatch; a sign follows the reader's mode, and is
there on paper.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from annual_report.pages.look.style import DPI, LEGEND
from annual_report.pages.look.widths import text_width

Sign = Callable[[Axes, float, float], None]
"""Draws a sign in the middle of a place, in pixels."""

ABOVE, LINE, BETWEEN = 14, 22, 18
"""Pixels above a legend, from one of its lines to the next, and between two signs on a line."""
SIGN, HIGH, BEFORE, LETTERS = 20, 12, 7, 13
"""Room for a sign, the height of a swatch, the pixels from a sign to its words, and their size."""


def add_legend(
    drawn: Axes,
    entries: Sequence[tuple[Sequence[Sign], str]],
    *,
    left: float = 0,
    room: float | None = None,
) -> None:
    """Make the figure of an Axes taller by a legend of signs and words; all stays as large.

    It begins `left` pixels from the edge, and its lines are no longer than `room`: the place and
    the width of the last of several panels.
    """
    figure: Figure = drawn.get_figure(root=True)  # type: ignore[assignment]
    width, height = (each * DPI for each in figure.get_size_inches())
    places, last = [], (0.0, 0)
    for signs, words in entries:
        x, line = last
        wide = len(signs) * (SIGN + BEFORE) + text_width(words, LETTERS)
        if x and x + wide > (room or width):
            x, line = 0.0, line + 1
        places.append((x, line))
        last = x + wide + BETWEEN, line
    below = ABOVE + LINE * (last[1] + 1)
    whole = height + below
    boxes = [ax.get_position(original=True) for ax in figure.axes]
    figure.set_size_inches(width / DPI, whole / DPI)
    for ax, box in zip(figure.axes, boxes, strict=True):
        bottom, tall = (box.y0 * height + below) / whole, box.height * height / whole
        ax.set_position((box.x0, bottom, box.width, tall))
    strip = figure.add_axes((left / width, 0, 1, below / whole), gid=LEGEND)
    strip.set(xlim=(0, width), ylim=(below, 0))
    strip.set_axis_off()
    for (x, line), (signs, words) in zip(places, entries, strict=True):
        y = ABOVE + LINE * (line + 0.5)
        for sign in signs:
            sign(strip, x + SIGN / 2, y)
            x += SIGN + BEFORE
        # Larger on paper, as the codes of a map: a sheet has less room for it than a screen.
        strip.text(x, y, words, size=LETTERS, va="center_baseline", gid="class coded")


def make_swatch(fill: Mapping[str, Any]) -> Sign:
    """Return the sign of a surface: a rectangle with the properties of its patch."""

    def draw(ax: Axes, x: float, y: float) -> None:
        ax.add_patch(Rectangle((x - SIGN / 2 + 1, y - HIGH / 2), SIGN - 2, HIGH, **fill))

    return draw
