"""The box of what may be wider than its place: it scrolls there, and is a stop of the keyboard.

A page has no script that could look whether there is anything to scroll. So it is known in advance:
a box says how much width its content needs, rounded up to one of the style sheet's steps. Where its
place is narrower, the style sheet gives the content that width, and shows the box. Elsewhere the
box is hidden and only its content is seen, and nobody has to go through a stop, or hears of a
group, where nothing moves.
"""

import html
import re
from collections.abc import Sequence

from markupsafe import Markup

from annual_report.french.typography import NO_BREAK
from annual_report.pages.fragment import TAG
from annual_report.pages.look.palette import text_size
from annual_report.pages.look.widths import text_width

STEPS = (300, 340, 380, 420, 480, 540, 600, 680, 760, 880, 1040, 1200)
"""The widths, in pixels, that the style sheet knows a box may need."""
NARROWEST = 264
"""What the narrowest screen leaves: content that needs no more never scrolls."""
GAP = 16
"""Pixels between two columns of a table on a narrow screen."""
WIDE, WIDER = re.compile("[mMwW]"), 5
"""Letters that are wider than others, and by how many pixels in a head: « Membre » has two."""
LEAST_OF_TEXT, LONG_TEXT = 88, 18
"""The least width of a column whose texts have more letters than this: one word a line is hard."""
PIECE = re.compile(r"[^ \-]+-?")
"""What no line parts: only ordinary spaces and hyphens do, and those in numbers are others."""
WHOLE = re.compile(r'(?<=unknown">).*')
"""What stands in one line though it has spaces: « non renseigné »."""


def make_scroller(content: Markup, needs: float, name: str, *, kind: str = "scroll") -> Markup:
    """Put something into a box that scrolls where its place is narrower than `needs` pixels.

    `name` is what a screen reader calls the group where it scrolls; `kind` is the box's class.
    """
    # No screen is so narrow: a plain box, and no stop of the keyboard anywhere.
    if needs <= NARROWEST:
        return Markup('<div class="{}">{}</div>').format(kind, content)
    # The next step above; what needs more than the last has that, and breaks its words.
    step = next((each for each in STEPS if each >= needs), STEPS[-1])
    return Markup(
        '<div class="{} needs-{}" role="group" tabindex="0" aria-label="{}">{}</div>'
    ).format(kind, step, name, content)


def measure_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> float:
    """Return how many pixels a table needs, by the HTML of its heads and of its cells.

    A column is as wide as the longest word in it, and no narrower than a few of them.
    """
    columns = [list(map(_read_cell, column)) for column in zip(heads, *rows, strict=True)]
    return sum(map(_width, columns)) + GAP * (len(columns) - 1)


def _read_cell(cell: str) -> str:
    """Return a cell as a reader sees it: markup takes no room, and "&amp;" that of one letter."""
    whole = WHOLE.sub(lambda found: found[0].replace(" ", NO_BREAK), cell)
    return html.unescape(TAG.sub("", whole))


def _width(column: Sequence[str]) -> float:
    head, *texts = column
    least = LEAST_OF_TEXT if any(len(each) > LONG_TEXT for each in texts) else 0
    words = (text_width(word, text_size(2)) for text in texts for word in PIECE.findall(text))
    in_head = (
        text_width(word, text_size(1)) + WIDER * len(WIDE.findall(word))
        for word in PIECE.findall(head)
    )
    return max(least, *words, *in_head, 0)
