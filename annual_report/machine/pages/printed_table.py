"""A table as it is printed: cells that say what they are, in a box that scrolls on a telephone.

On a telephone numbers and signs scroll beside what they are of: they are compared in columns. A
wide table of words is a list of entries, in which a cell says what its column is called; long texts
need no word.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup, escape

from annual_report.base.french import NO_BREAK
from annual_report.machine.pages.fragment import make_scroller, print_words
from annual_report.machine.pages.language import typeset_text
from annual_report.machine.pages.values import NONE, Amount, is_missing, is_number

TELEPHONE = 30
"""The letters that surely stand side by side on a telephone."""
ON_PAPER = {"small": 80, "broken": 115}
"""The letters beyond which a table may have no room on a wide screen and has smaller ones on paper,
and beyond which it may break its words there."""
UPRIGHT, LISTED = 40, 120
"""A table of words is a list of entries there, if its lines or one of its texts are longer."""
LONG = 18
"""A text of more letters than this stands in several lines."""
GAP = 2
"""The letters that would stand between two columns."""
BREAK = re.compile(r"[ \-]")
"""Where a line may end."""


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
            isinstance(value, Amount) or is_number(value) for value in self.values
        )

    @property
    def has_words(self) -> bool:
        """Whether it has words; a sign (●, –) is none, and is read in its column as numbers are."""
        return not (self.key or self.is_number) and any(len(text) > 1 for text in self.printed)

    @property
    def letters(self) -> int:
        """How many letters it takes of a line."""
        # A number (« au moins 15 ») is never broken.
        glue = NO_BREAK if self.is_number else " "
        return count_letters([self.label, *(text.replace(" ", glue) for text in self.printed)])

    def write_cells(self, *, is_list: bool) -> list[str]:
        """Return the HTML of its cells, the head first.

        In a list of entries a cell says what its column is called; of what a row is about, and of a
        long text, only what is unknown has to.
        """
        head, number = typeset_text(self.label), ["number"] * self.is_number
        is_long = is_long_text(self.printed) and not self.is_number
        # A list leaves a dash out: a text beside it has to say of which column it is.
        tells_itself = self.key or (is_long and NONE not in self.printed)
        # An index without a name has no heading, and an empty `th` would be read aloud as one.
        scope = "col" if head or not self.key else ""
        cells = [_write_cell(head, scope, [*number, *["long"] * is_long])]
        for value, text in zip(self.values, self.printed, strict=True):
            is_unknown = not self.key and is_missing(value)
            kinds = [*number, *["unknown"] * is_unknown, *["none"] * (text == NONE)]
            label = head if is_list and (is_unknown or not tells_itself) else ""
            cells.append(_write_cell(text, "row" if self.key and text else "", kinds, label))
        return cells


def _write_cell(text: str, scope: str, kinds: Iterable[str], label: str = "") -> str:
    tag = "th" if scope else "td"
    given = {"data-label": label, "class": " ".join(kinds), "scope": scope}
    written = "".join(f' {name}="{escape(it)}"' for name, it in given.items() if it)
    # `Markup.format` would take ten times as long, in every cell.
    return f"<{tag}{written}>{escape(text)}</{tag}>"


@dataclass(frozen=True)
class PublishedTable:
    """Columns under a caption."""

    caption: str
    columns: Sequence[PublishedColumn]

    @property
    def texts(self) -> Iterator[str]:
        """What its cells say."""
        return (text for column in self.columns for text in column.printed)

    @cached_property
    def html(self) -> Markup:
        """The table, in a box that scrolls by itself where a telephone may have no room for it."""
        letters = sum(column.letters for column in self.columns)
        is_list = any(column.has_words for column in self.columns) and (
            letters > UPRIGHT or any(len(text) > LISTED for text in self.texts)
        )
        cells = [column.write_cells(is_list=is_list) for column in self.columns]
        head, *lines = (f"<tr>{''.join(row)}</tr>" for row in zip(*cells, strict=True))
        title = print_words(self.caption)
        body = "\n".join(("<tbody>", *lines, "</tbody>"))
        table = f"<table><caption>{title}</caption>\n<thead>{head}</thead>\n{body}</table>"
        return box_table(Markup(table), letters, title, is_list=is_list)


def box_table(table: Markup, letters: int, name: str, *, is_list: bool = False) -> Markup:
    """Put a table that needs some letters into a box that scrolls, unless it surely fits."""
    if letters <= TELEPHONE and not is_list:
        return table
    crowded = (kind for kind, most in ON_PAPER.items() if letters > most)
    return make_scroller(table, name, " ".join(["scroll", *["entries"] * is_list, *crowded]))


def count_letters(texts: Iterable[str]) -> int:
    """Return how many letters a column takes of a line: its longest word, and a gap."""
    return max(map(len, BREAK.split(" ".join(texts)))) + GAP


def is_long_text(texts: Iterable[str]) -> bool:
    """Whether a column has texts that stand in several lines."""
    return any(len(text) > LONG for text in texts)
