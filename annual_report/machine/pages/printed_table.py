"""A table as it is printed: cells that say what they are, in a box that scrolls if it is too wide.

On a telephone numbers and signs scroll beside what they are of: they are compared in columns. A
wide table of words is a list of entries, in which a cell says what its column is called; long texts
need no word.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup, escape

from annual_report.base.french import NO_BREAK
from annual_report.machine.pages.fragment import print_words
from annual_report.machine.pages.language import typeset_text
from annual_report.machine.pages.look.palette import text_size, text_width
from annual_report.machine.pages.scroller import make_scroller
from annual_report.machine.pages.values import NONE, Amount, is_missing, is_number

UPRIGHT = 340
"""Up to this many pixels a table of words has room on a telephone."""
LISTED = 120
"""A text of more letters than this has lines of its own on a telephone, of however few columns."""
GAP = 14
"""Pixels between two columns of a table on a narrow screen."""
WIDE, WIDER = re.compile("[mMwW]"), 5
"""Letters that are wider than others, and by how many pixels in a head: « Membre » has two."""
LEAST_OF_TEXT, LONG = 88, 18
"""The least width of a column whose texts have more letters than this: one word a line is hard."""
PIECE = re.compile(r"[^ \-]+-?")
"""What no line parts: only ordinary spaces and hyphens do, and those in numbers are others."""


@dataclass(frozen=True)
class PublishedColumn:
    """A column: how it is headed, its values as they are, and as they are printed.

    In a `key` stands what each row is about.
    """

    label: str
    values: Sequence[Any]
    printed: Sequence[str]
    key: bool = False

    @cached_property
    def is_number(self) -> bool:
        """Whether it has numbers, which stand right, whatever is missing among them."""
        return not self.key and any(
            isinstance(value, Amount) or (is_number(value) and not is_missing(value))
            for value in self.values
        )

    @cached_property
    def unknown(self) -> list[bool]:
        """Which of its cells nobody recorded."""
        return [not self.key and is_missing(value) for value in self.values]

    @cached_property
    def texts(self) -> list[str]:
        """Its words, as they are broken into lines, the head first."""
        # A number (« au moins 15 ») and « non renseigné » stand in one line; a head may have two.
        cells = (
            text.replace(" ", NO_BREAK) if self.is_number or is_unknown else text
            for text, is_unknown in zip(self.printed, self.unknown, strict=True)
        )
        return [typeset_text(self.label), *cells]

    @property
    def is_telling(self) -> bool:
        """Whether its cells say themselves what they are: what a row is about, texts of words."""
        told = self.key or (not self.is_number and any(len(text) > LONG for text in self.texts[1:]))
        # A list leaves a dash out: a text beside it has to say of which column it is.
        return told and NONE not in self.printed

    def write_cells(self, *, is_list: bool) -> list[str]:
        """Return the HTML of its cells, the head first.

        In a list of entries a cell says what its column is called; in one that is telling, only
        what is unknown has to.
        """
        number, head = ["number"] * self.is_number, self.texts[0]
        is_named = is_list and not self.is_telling
        # An index without a name has no heading, and an empty `th` would be read aloud as one.
        cells = [_write_cell(head, "col" if head or not self.key else "", number)]
        for text, is_unknown in zip(self.printed, self.unknown, strict=True):
            kinds = [*number, *["unknown"] * is_unknown, *["none"] * (text == NONE)]
            label = head if is_named or (is_list and is_unknown) else ""
            cells.append(_write_cell(text, "row" if self.key else "", kinds, label))
        return cells


def _write_cell(text: str, scope: str, kinds: Iterable[str], label: str = "") -> str:
    tag = "th" if scope else "td"
    given = {"data-label": label, "class": " ".join(kinds), "scope": scope}
    written = "".join(f' {name}="{escape(it)}"' for name, it in given.items() if it)
    # `Markup.format` would take ten times as long, in every cell.
    return f"<{tag}{written}>{escape(text)}</{tag}>"


def print_table(caption: str, columns: Sequence[PublishedColumn]) -> Markup:
    """Make a table of columns, in a box that scrolls where it is too wide."""
    needs = measure_columns(column.texts for column in columns)
    # A sign (●, –) is no word: it is read in its column, as numbers are.
    words = [text for column in columns if not (column.key or column.is_number)
             for text in column.texts[1:] if len(text) > 1]  # fmt: skip
    is_long = any(len(text) > LISTED for column in columns for text in column.texts[1:])
    is_list = bool(words) and (needs > UPRIGHT or is_long)
    cells = [column.write_cells(is_list=is_list) for column in columns]
    head, *lines = (f"<tr>{''.join(row)}</tr>" for row in zip(*cells, strict=True))
    title = print_words(caption)
    body = "\n".join(("<tbody>", *lines, "</tbody>"))
    table = f"<table><caption>{title}</caption>\n<thead>{head}</thead>\n{body}</table>"
    return make_scroller(
        Markup(table), needs, title, kind="scroll entries" if is_list else "scroll"
    )


def measure_columns(columns: Iterable[Sequence[str]]) -> float:
    """Return how many pixels columns of texts need, each with its head first.

    A column is as wide as the longest word in it, and no narrower than a few of them.
    """
    widths = [_width(column) for column in columns]
    return sum(widths) + GAP * (len(widths) - 1)


def _width(column: Sequence[str]) -> float:
    head, *texts = column
    least = LEAST_OF_TEXT if any(len(text) > LONG for text in texts) else 0
    words = (text_width(word, text_size(2)) for text in texts for word in PIECE.findall(text))
    in_head = (
        text_width(word, text_size(1)) + WIDER * len(WIDE.findall(word))
        for word in PIECE.findall(head)
    )
    return max(least, *words, *in_head, 0)
