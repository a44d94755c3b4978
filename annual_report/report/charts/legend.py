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

ABOVE, LINE, BETWEEN = 14, 22, 18
"""Pixels above a legend, of each of its lines, and between two signs on a line."""
SIGN, HIGH, BEFORE, LETTERS = 20, 12, 7, 13
"""Room for a sign, the height of a swatch, the pixels from a sign to its words, and their size."""


def _add_legend(drawn: Axes, entries: Entries) -> None:
    """Make the figure of an Axes taller by a legend of signs and words; all stays as large."""
    if not entries:
        return
    figure: Figure = drawn.get_figure(root=True)  # type: ignore[assignment]
    width, height = (side * DPI for side in figure.get_size_inches())
    places = _place_entries(entries, width)
    below = ABOVE + LINE * (places[-1][1] + 1)
    whole = height + below
    boxes = [ax.get_position(original=True) for ax in figure.axes]
    figure.set_size_inches(width / DPI, whole / DPI)
    for ax, box in zip(figure.axes, boxes, strict=True):
        bottom, tall = (box.y0 * height + below) / whole, box.height * height / whole
        ax.set_position((box.x0, bottom, box.width, tall))
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
    """Return the beginning and the line of each entry, for lines of a width."""
    places, last = [], (0.0, 0)
    for signs, words in entries:
        x, line = last
        wide = len(signs) * (SIGN + BEFORE) + estimate_width(words, LETTERS)
        if x and x + wide > width:
            x, line = 0.0, line + 1
        places.append((x, line))
        last = x + wide + BETWEEN, line
    return places


def make_swatch(fill: Mapping[str, Any]) -> Sign:
    """Return the sign of a surface: a rectangle with the properties of a patch."""

    def draw(ax: Axes, x: float, y: float) -> None:
        ax.add_patch(Rectangle((x - SIGN / 2 + 1, y - HIGH / 2), SIGN - 2, HIGH, **fill))

    return draw


def keep_signs(drawn: Axes, signs: Mapping[Hashable, Sequence[Sign]]) -> None:
    """Let an Axes explain the drawn signs, once a phrase has the meaning of each sign."""
    drawn.explain_signs = partial(_explain_signs, drawn, dict(signs))  # type: ignore[attr-defined]


def _explain_signs(
    drawn: Axes, signs: Mapping[Hashable, Sequence[Sign]], words: Mapping[Any, str]
) -> None:
    """Add the legend of the drawn signs, in the order of the words.

    Two signs with the same words look alike, and share an entry.
    """
    # A status whose members are all nowhere on the map has no sign.
    entries = {text: signs[name] for name, text in words.items() if signs.get(name)}
    # Where the machine's own style would be another, as for all else of the drawing.
    with style():
        _add_legend(drawn, [(sign, text) for text, sign in entries.items()])
