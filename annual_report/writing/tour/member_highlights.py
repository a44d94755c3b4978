"""The highlights that members tell in their own words, put into the year's text, each once."""

import re
from collections.abc import Sequence

from annual_report.reading.values.cells import clean, folded
from annual_report.writing.tour.member_answers import Answer
from annual_report.writing.tour.member_sheets import HIGHLIGHTS


def new_highlights(read: Sequence[Answer], text: str) -> list[tuple[Answer, str, str]]:
    """Return what a year's text doesn't tell yet: who says it, its title, its words."""
    known, new = folded(text), []
    for answer in read:
        for title, words in answer.highlights:
            if folded(_escaped(title)) not in known or folded(_escaped(words)) not in known:
                new.append((answer, title, words))
                known += folded(f" {_escaped(title)} {_escaped(words)}")
    return new


def with_highlights(text: str, new: Sequence[tuple[str, str]]) -> str:
    """Put highlights, titles and words, at the end of their chapter of a year's text."""
    added = "".join(f"### {_escaped(title)}\n\n{_escaped(words)}\n\n" for title, words in new)
    lines = text.splitlines(keepends=True)
    chapters = [at for at, line in enumerate(lines) if line.startswith("## ")]
    named = [at for at in chapters if folded(clean(lines[at][3:])) == folded(HIGHLIGHTS)]
    if not named:
        lines.append(f"\n## {HIGHLIGHTS}\n\n")
    start = named[0] if named else len(lines) - 1
    end = next((at for at in chapters if at > start), len(lines))
    before = "".join(lines[:end]).rstrip() + "\n\n"
    return (before + added + "".join(lines[end:])).rstrip() + "\n"


def _escaped(words: str) -> str:
    """Return a member's words so that Markdown finds no comment, heading or list in them."""
    words = re.sub(r"([\\<`\[\]*_|])", r"\\\1", words)
    return f"\\{words}" if words[:1] in ("#", "-", "+", ">") else words
