"""A legend below a drawing: each sign as drawn, and its meaning.

The words of a caption can only describe a colour or a hatch; a sign follows the reader's mode, and
is the same on paper.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from annual_report.machine.pages.look.style import DPI, style
from annual_report.report.charts.labels import estimate_width

Sign = Callable[[Axes, float, float], Any]
"""Draws a sign in the middle of a place, in pixels."""

Entries = Sequence[tuple[Sequence[Sign], str]]
"""Signs, and the words behind them."""

ABOVE = 14
"""Pixels above a legend."""
LINE = 22
"""The height of a line of a legend, in pixels."""
BETWEEN = 18
"""Pixels between two entries on a line."""
SIGN = 20
"""The width of a sign, in pixels."""
HIGH = 12
"""The height of a swatch, in pixels."""
BEFORE = 7
"""Pixels between a sign and its words."""
LETTERS = 13
"""The size of the words."""


def _add_legend(drawn: Axes, entries: Entries) -> None:
    """Make the figure of an Axes taller, and write a legend in the room won below.

    What was drawn stays as large as it was, so that words measured before keep their room.
    """
    if not entries:
        return
    figure: Figure = drawn.get_figure(root=True)  # type: ignore[assignment]
    width, height = (side * DPI for side in figure.get_size_inches())
    places = _place_entries(entries, width)
    _x, last_line = places[-1]
    below = ABOVE + LINE * (last_line + 1)
    whole = height + below
    # The places of Axes are shares of the figure, which grows: they are computed anew.
    boxes = [ax.get_position(original=True) for ax in figure.axes]
    figure.set_size_inches(width / DPI, whole / DPI)
    for ax, box in zip(figure.axes, boxes, strict=True):
        bottom = (box.y0 * height + below) / whole
        tall = box.height * height / whole
        ax.set_position((box.x0, bottom, box.width, tall))
    # The legend is an Axes of its own, in pixels, y downwards.
    strip = figure.add_axes((0, 0, 1, below / whole), xticks=[], yticks=[])
    strip.set(xlim=(0, width), ylim=(below, 0))
    strip.set_axis_off()
    for (x, line), (signs, words) in zip(places, entries, strict=True):
        y = ABOVE + LINE * (line + 0.5)
        for sign in signs:
            sign(strip, x + SIGN / 2, y)
            x += SIGN + BEFORE
        # Larger on paper, as the codes of a map: a sheet has less room for it than a screen.
        strip.text(x, y, words, size=LETTERS, va="center_baseline", gid="class coded")


def _place_entries(entries: Entries, width: float) -> list[tuple[float, int]]:
    """Return where each entry of a legend begins: its x in pixels, and the number of its line.

    Entries follow each other on lines of a `width` in pixels, and are never broken.
    """
    places = []
    x = 0.0
    line = 0
    for signs, words in entries:
        wide = len(signs) * (SIGN + BEFORE) + estimate_width(words, LETTERS)
        # An entry that is wider than a line stands alone on a line.
        if x and x + wide > width:
            x = 0.0
            line += 1
        places.append((x, line))
        x += wide + BETWEEN
    return places


def make_swatch(fill: Mapping[str, Any]) -> Sign:
    """Return the sign of a surface: a function that draws a small rectangle filled like it.

    `fill` has the surface's patch properties, as `make_fill` returns them.
    """

    def draw(ax: Axes, x: float, y: float) -> None:
        ax.add_patch(Rectangle((x - SIGN / 2 + 1, y - HIGH / 2), SIGN - 2, HIGH, **fill))

    return draw


def keep_signs(drawn: Axes, signs: Mapping[Hashable, Sequence[Sign]]) -> None:
    """Give an Axes a method `explain_signs(words)`, which writes the legend of its signs.

    `signs` has the signs by status, `words` the meaning of each status. A chart is drawn before its
    words are known: a phrase of a notebook has them.
    """
    drawn.explain_signs = partial(_explain_signs, drawn, dict(signs))  # type: ignore[attr-defined]


def _explain_signs(
    drawn: Axes, signs: Mapping[Hashable, Sequence[Sign]], words: Mapping[Any, str]
) -> None:
    """Add the legend of the drawn signs, in the order of the words.

    Two signs with the same words look alike, and share an entry.
    """
    # A status whose members are all nowhere on the map has no sign.
    entries = {text: signs[name] for name, text in words.items() if signs.get(name)}
    # The style of the drawing, and not matplotlib's style at the moment of the call.
    with style():
        _add_legend(drawn, [(sign, text) for text, sign in entries.items()])
