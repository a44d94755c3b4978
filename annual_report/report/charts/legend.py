"""A legend below a drawing: each sign as it is drawn there, and what it stands for.

Words of a caption could only describe a colour or a hatch; a sign follows the reader's mode, and is
there on paper.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from annual_report.machine.pages.look.style import DPI, measure_axes, style
from annual_report.machine.pages.look.widths import text_width

Sign = Callable[[Axes, float, float], Any]
"""Draws a sign in the middle of a place, in pixels."""

Entries = Sequence[tuple[Sequence[Sign], str]]
"""Signs, and the words behind them."""

ABOVE, LEADING, BETWEEN = 14, 9, 18
"""Pixels above a legend, from one of its lines to the next, and between two signs on a line."""
SIGN, HIGH, BEFORE, LETTERS = 20, 12, 7, 13
"""Room for a sign, the height of a swatch, the pixels from a sign to its words, and their size."""


def add_legend(drawn: Axes, entries: Entries, *, size: float = LETTERS) -> None:
    """Make the figure of an Axes taller by a legend of signs and words; all stays as large."""
    if not entries:
        return
    figure: Figure = drawn.get_figure(root=True)  # type: ignore[assignment]
    width, height = (each * DPI for each in figure.get_size_inches())
    below = measure_legend(entries, width, size)
    whole = height + below
    boxes = [ax.get_position(original=True) for ax in figure.axes]
    figure.set_size_inches(width / DPI, whole / DPI)
    for ax, box in zip(figure.axes, boxes, strict=True):
        bottom, tall = (box.y0 * height + below) / whole, box.height * height / whole
        ax.set_position((box.x0, bottom, box.width, tall))
    draw_legend(figure.add_axes((0, 0, 1, below / whole)), entries, size)


def measure_legend(
    entries: Entries, width: float, size: float = LETTERS, above: float = ABOVE
) -> float:
    """Return the height of a legend, in pixels, where it may be so wide; 0 of nothing."""
    lines = [line for _x, line in _place_entries(entries, width, size)]
    return above + (size + LEADING) * (lines[-1] + 1) if lines else 0


def draw_legend(strip: Axes, entries: Entries, size: float = LETTERS, above: float = ABOVE) -> None:
    """Draw a legend that fills an Axes."""
    width, height = measure_axes(strip)
    strip.set(xlim=(0, width), ylim=(height, 0))
    strip.set_axis_off()
    for (x, line), (signs, words) in zip(
        _place_entries(entries, width, size), entries, strict=True
    ):
        y = above + (size + LEADING) * (line + 0.5)
        for sign in signs:
            sign(strip, x + SIGN / 2, y)
            x += SIGN + BEFORE
        # Larger on paper, as the codes of a map: a sheet has less room for it than a screen. One in
        # the size of its drawing's words stays so.
        gid = "class coded" if size == LETTERS else None
        strip.text(x, y, words, size=size, va="center_baseline", gid=gid)


def _place_entries(entries: Entries, width: float, size: float) -> list[tuple[float, int]]:
    """Return where each entry begins, and on which line."""
    places, last = [], (0.0, 0)
    for signs, words in entries:
        x, line = last
        wide = len(signs) * (SIGN + BEFORE) + text_width(words, size)
        if x and x + wide > width:
            x, line = 0.0, line + 1
        places.append((x, line))
        last = x + wide + BETWEEN, line
    return places


def make_swatch(fill: Mapping[str, Any]) -> Sign:
    """Return the sign of a surface: a rectangle with the properties of its patch."""

    def draw(ax: Axes, x: float, y: float) -> None:
        ax.add_patch(Rectangle((x - SIGN / 2 + 1, y - HIGH / 2), SIGN - 2, HIGH, **fill))

    return draw


def keep_signs(drawn: Axes, signs: Mapping[Hashable, Sequence[Sign]]) -> None:
    """Have an Axes explain what it has drawn, once a phrase says what each sign stands for."""
    drawn.explain_signs = partial(_explain_signs, drawn, dict(signs))  # type: ignore[attr-defined]


def _explain_signs(
    drawn: Axes, signs: Mapping[Hashable, Sequence[Sign]], words: Mapping[Any, str]
) -> None:
    """Add the legend of the signs that were drawn, in the order of the words.

    Two signs that have the same words look alike, and have one entry.
    """
    entries = {text: signs[name] for name, text in words.items() if name in signs}
    # Where the machine's own style would be another, as for all else of the drawing.
    with style():
        add_legend(drawn, [(sign, text) for text, sign in entries.items()])
