"""The highlights that members tell in their own words, put into the year's text, each once."""

import re
from collections.abc import Sequence
from pathlib import Path

from annual_report.errors import DataError, UnreadableError
from annual_report.messages import _
from annual_report.reading.files.decoding import decoded
from annual_report.reading.files.delimited import Form
from annual_report.reading.files.opening import read_file
from annual_report.reading.files.package_files import TEXTS
from annual_report.reading.problems import Place, unread
from annual_report.reading.texts import LARGEST
from annual_report.reading.values.cells import clean, folded
from annual_report.writing.saving import encoded
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


def read_year_text(path: Path) -> tuple[str, Form]:
    """Read a year's text, an empty one where there is none, and how its file is written.

    Raise DataError if it can't be read: it would be written over.
    """
    try:
        content = read_file(path, LARGEST, _("is too large for a text"))
        text, encoding = decoded(content)
    except FileNotFoundError:
        return f"## {HIGHLIGHTS}\n", Form()
    except UnreadableError as error:
        raise DataError([unread(Place(f"{TEXTS}/{path.name}"), error)]) from None
    newline = "\r\n" if "\r\n" in text else "\n"
    return text.replace("\r\n", "\n"), Form(encoding, newline=newline)


def with_highlights(text: str, new: Sequence[tuple[str, str]], form: Form) -> bytes:
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
    whole = (before + added + "".join(lines[end:])).rstrip() + "\n"
    return encoded(whole.replace("\n", form.newline), form)


def _escaped(words: str) -> str:
    """Return a member's words so that Markdown finds no comment, heading or list in them."""
    words = re.sub(r"([\\<`\[\]*_|])", r"\\\1", words)
    return f"\\{words}" if words[:1] in ("#", "-", "+", ">") else words
