"""A legend below a drawing: each sign as drawn, and its meaning.

The words of a caption can only describe a colour or a hatch; a sign follows the reader's mode, and
is the same on paper.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from annual_report.machine.pages.look.style import DPI, style
from annual_report.report.charts.labels import estimate_width

Sign = Callable[[Axes, float, float], Any]
"""A function that draws a sign on Axes, around the point of an x and a y."""

ROOM_ABOVE = 14
"""Pixels above a legend."""
LINE_HEIGHT = 22
"""The height of a line of a legend, in pixels."""
GAP_BETWEEN_ENTRIES = 18
"""Pixels between two entries on a line."""
SIGN_WIDTH = 20
"""The width of a sign, in pixels."""
SWATCH_HEIGHT = 12
"""The height of a swatch, in pixels."""
GAP_BEFORE_WORDS = 7
"""Pixels between a sign and its words."""
LETTER_PIXELS = 13
"""The size of the words."""


class _Entry(NamedTuple):
    """An entry of a legend: the signs in a row, and the words behind them."""

    signs: Sequence[Sign]
    words: str


class _EntryPlace(NamedTuple):
    """The place where an entry of a legend begins: an x in pixels on a line, 0 for the first."""

    x: float
    line: int


def _add_legend(drawn: Axes, entries: Sequence[_Entry]) -> None:
    """Make the figure of an Axes taller, and write a legend in the room won below."""
    if not entries:
        return
    figure: Figure = drawn.get_figure(root=True)  # type: ignore[assignment]
    width = figure.get_figwidth() * DPI
    places = _place_entries(entries, width)
    lines = places[-1].line + 1
    height = ROOM_ABOVE + LINE_HEIGHT * lines
    share = _add_room_below(figure, height)
    # The legend is an Axes of its own, in pixels, y downwards.
    strip = figure.add_axes((0, 0, 1, share), xticks=[], yticks=[])
    strip.set(xlim=(0, width), ylim=(height, 0))
    strip.set_axis_off()
    for place, entry in zip(places, entries, strict=True):
        x = place.x
        y = ROOM_ABOVE + LINE_HEIGHT * (place.line + 0.5)
        for sign in entry.signs:
            sign(strip, x + SIGN_WIDTH / 2, y)
            x += SIGN_WIDTH + GAP_BEFORE_WORDS
        # By the class the words are larger on paper, as the codes of a map: a sheet has less room
        # for a drawing than a screen.
        strip.text(x, y, entry.words, size=LETTER_PIXELS, va="center_baseline", gid="class coded")


def _add_room_below(figure: Figure, room: int) -> float:
    """Make a figure taller by some pixels of room below, and return their share of its height.

    All drawings on the figure stay as large as they are, so that words measured before keep their
    room.
    """
    height = figure.get_figheight() * DPI
    new_height = height + room
    # matplotlib keeps the places of Axes as shares of the figure: they are computed anew.
    boxes = [ax.get_position(original=True) for ax in figure.axes]
    figure.set_figheight(new_height / DPI)
    for ax, box in zip(figure.axes, boxes, strict=True):
        bottom = (box.y0 * height + room) / new_height
        height_of_axes = box.height * height / new_height
        ax.set_position((box.x0, bottom, box.width, height_of_axes))
    return room / new_height


def _place_entries(entries: Sequence[_Entry], width: float) -> list[_EntryPlace]:
    """Return where each entry of a legend begins, on lines of a `width` in pixels.

    Entries follow each other on a line; an entry without room goes to the next, and is never
    broken.
    """
    places = []
    x = 0.0
    line = 0
    for entry in entries:
        signs_width = len(entry.signs) * (SIGN_WIDTH + GAP_BEFORE_WORDS)
        entry_width = signs_width + estimate_width(entry.words, LETTER_PIXELS)
        # An entry that is wider than a line stands alone on a line.
        if x > 0 and x + entry_width > width:
            x = 0.0
            line += 1
        places.append(_EntryPlace(x, line))
        x += entry_width + GAP_BETWEEN_ENTRIES
    return places


def make_swatch(fill: Mapping[str, Any]) -> Sign:
    """Return a function that draws the sign of a filled surface: a small rectangle with its fill.

    `fill` has matplotlib's properties of the surface, as `make_fill` returns them: {"facecolor":
    "#22507f", …}.
    """
    width = SIGN_WIDTH - 2

    def draw(ax: Axes, x: float, y: float) -> None:
        corner = (x - width / 2, y - SWATCH_HEIGHT / 2)
        ax.add_patch(Rectangle(corner, width, SWATCH_HEIGHT, **fill))

    return draw


def keep_signs(drawn: Axes, signs: Mapping[Hashable, Sequence[Sign]]) -> None:
    """Give an Axes a method `explain_signs(words)`, which writes the legend of its signs.

    `signs` has the signs of each status, `words` the meaning of each: {"arrivé": "new members"}.
    A chart is drawn before its words are known: a phrase of a notebook has them.
    """
    explain = partial(_explain_signs, drawn, dict(signs))
    drawn.explain_signs = explain  # type: ignore[attr-defined]


def _explain_signs(
    drawn: Axes, signs: Mapping[Hashable, Sequence[Sign]], words: Mapping[Any, str]
) -> None:
    """Add the legend of the drawn signs, in the order of the words.

    Both are by status: `signs` has its signs, `words` their meaning. Two statuses with the same
    words, such as "arrivé" and "revenu", look alike, and share an entry.
    """
    signs_of_words: dict[str, Sequence[Sign]] = {}
    for status, text in words.items():
        # A status whose members are all nowhere on the map has no sign.
        if signs.get(status):
            signs_of_words[text] = signs[status]
    entries = [_Entry(signs_there, text) for text, signs_there in signs_of_words.items()]
    # The style of the drawing, and not matplotlib's style at the moment of the call.
    with style():
        _add_legend(drawn, entries)
