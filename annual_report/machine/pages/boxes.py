"""Boxes that scroll by themselves: where a table may have no room on a telephone, or on paper."""

import re
from collections.abc import Iterable

from markupsafe import Markup

from annual_report.machine.pages.fragment import make_scroller

TELEPHONE = 30
"""The letters that surely stand side by side on a telephone."""
ON_PAPER = {"small": 80, "broken": 115}
"""The letters beyond which a table may have no room on a wide screen and has smaller ones on paper,
and beyond which it may break its words there."""
LONG = 18
"""A text of more letters than this stands in several lines."""
GAP = 2
"""The letters that would stand between two columns."""
BREAK = re.compile(r"[ \-]")
"""Where a line may end."""


def box_table(table: Markup, letters: int, name: str, *, is_list: bool = False) -> Markup:
    """Put a table of a known width, in letters, into a box that scrolls, unless it surely fits."""
    if letters <= TELEPHONE and not is_list:
        return table
    kinds = ["scroll"]
    if is_list:
        kinds.append("entries")
    kinds += [kind for kind, most in ON_PAPER.items() if letters > most]
    return make_scroller(table, name, " ".join(kinds))


def count_letters(texts: Iterable[str]) -> int:
    """Return the letters that a column takes of a line: the longest word, and a gap."""
    return max(map(len, BREAK.split(" ".join(texts)))) + GAP


def is_long_text(texts: Iterable[str]) -> bool:
    """Whether a column has texts that stand in several lines."""
    return any(len(text) > LONG for text in texts)
