"""A table as it is printed: cells that say what they are, in a box that scrolls if it is too wide.

On a telephone numbers and signs scroll beside what they are of: they are compared in columns. A
wide table of words is a list of entries, in which a cell says what its column is called; long texts
need no word.
"""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from annual_report.base.french import NO_BREAK
from annual_report.machine.pages.fragment import TAG, print_words
from annual_report.machine.pages.look.palette import text_size
from annual_report.machine.pages.look.widths import text_width
from annual_report.machine.pages.scroller import make_scroller
from annual_report.machine.pages.values import NONE

UPRIGHT = 340
"""Up to this many pixels a table of words has room on a telephone."""
LISTED = 120
"""A text of more letters than this has lines of its own on a telephone, of however few columns."""
GAP = 14
"""Pixels between two columns of a table on a narrow screen."""
WIDE, WIDER = re.compile("[mMwW]"), 5
"""Letters that are wider than others, and by how many pixels in a head: « Membre » has two."""
LEAST_OF_TEXT, LONG_TEXT = 88, 18
"""The least width of a column whose texts have more letters than this: one word a line is hard."""
PIECE = re.compile(r"[^ \-]+-?")
"""What no line parts: only ordinary spaces and hyphens do, and those in numbers are others."""


@dataclass(frozen=True)
class Cell:
    """A cell: its words or markup, what it heads ("col", "row"), and how it stands.

    A number stands `right`; what is `unknown` is in soft ink.
    """

    said: str | Markup
    scope: str = ""
    right: bool = False
    unknown: bool = False

    @property
    def text(self) -> str:
        """Its words as a reader sees them: markup takes no room, and "&amp;" that of one letter."""
        is_markup = isinstance(self.said, Markup)
        text = html.unescape(TAG.sub("", self.said)) if is_markup else self.said
        # A number (« au moins 15 ») and « non renseigné » stand in one line; a head may have two.
        in_one_line = self.unknown or (self.right and not self.scope)
        return text.replace(" ", NO_BREAK) if in_one_line else text

    @property
    def is_telling(self) -> bool:
        """Whether it says by itself what it is: it heads a row, or is a text of some words."""
        return self.scope == "row" or (
            not (self.right or self.scope) and len(self.text) > LONG_TEXT
        )

    def write(self, label: str = "", telling: bool = False) -> str:
        """Return its HTML; `label` is what its column is called, in a list of entries.

        In a column that is `telling`, it is needed by what is unknown alone.
        """
        tag = "th" if self.scope else "td"
        names = ["number"] * self.right + ["unknown"] * self.unknown
        names += ["none"] * (self.said == NONE)
        label = "" if telling and not self.unknown else label
        given = {"data-label": label, "class": " ".join(names), "scope": self.scope}
        written = "".join(f' {name}="{escape(it)}"' for name, it in given.items() if it)
        # `Markup.format` would take ten times as long, in every cell.
        return f"<{tag}{written}>{escape(self.said)}</{tag}>"


def print_table(caption: str, heads: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> Markup:
    """Make a table of rows of cells, in a box that scrolls where it is too wide."""
    needs = _measure(heads, rows)
    # A sign (●, –) is no word: it is read in its column, as numbers are.
    worded = any(
        not (cell.scope or cell.right) and len(cell.text) > 1 for row in rows for cell in row
    )
    listing = any(len(cell.text) > LISTED for row in rows for cell in row)
    is_list = (needs > UPRIGHT or listing) and worded
    labels = [head.text if is_list else "" for head in heads]
    # A list leaves a dash out: a text beside it has to say of which column it is.
    telling = [
        any(cell.is_telling for cell in column) and all(cell.said != NONE for cell in column)
        for column in zip(heads, *rows, strict=True)
    ]
    lines = [f"<tr>{''.join(map(Cell.write, row, labels, telling))}</tr>" for row in rows]
    body = "\n".join(("<tbody>", *lines, "</tbody>"))
    top = f"<thead><tr>{''.join(map(Cell.write, heads))}</tr></thead>"
    title = print_words(caption)
    table = Markup(f"<table><caption>{title}</caption>\n{top}\n{body}</table>")
    return make_scroller(table, needs, title, kind="scroll entries" if is_list else "scroll")


def _measure(heads: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> float:
    """Return how many pixels a table of cells needs."""
    return measure_columns(
        [cell.text for cell in column] for column in zip(heads, *rows, strict=True)
    )


def measure_columns(columns: Iterable[Sequence[str]]) -> float:
    """Return how many pixels columns of texts need, each with its head first.

    A column is as wide as the longest word in it, and no narrower than a few of them.
    """
    widths = [_width(column) for column in columns]
    return sum(widths) + GAP * (len(widths) - 1)


def _width(column: Sequence[str]) -> float:
    head, *texts = column
    least = LEAST_OF_TEXT if any(len(text) > LONG_TEXT for text in texts) else 0
    words = (text_width(word, text_size(2)) for text in texts for word in PIECE.findall(text))
    in_head = (
        text_width(word, text_size(1)) + WIDER * len(WIDE.findall(word))
        for word in PIECE.findall(head)
    )
    return max(least, *words, *in_head, 0)
