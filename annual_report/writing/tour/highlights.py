"""The highlights that members tell in their own words, put into the year's text, each once."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from annual_report.errors import DataError, UnreadableError
from annual_report.messages import _
from annual_report.reading.files.opening import read_file
from annual_report.reading.files.package_files import TEXTS
from annual_report.reading.problems import Place, unread
from annual_report.reading.sheets import Form, decode_text
from annual_report.reading.texts import LARGEST
from annual_report.reading.values.cells import clean, folded
from annual_report.writing.saving import encoded
from annual_report.writing.tour.member_sheets import HIGHLIGHTS

Told = Sequence[tuple[str, Sequence[tuple[str, str]]]]
"""Highlights, titles and words, by the members who tell them."""


def add_highlights(path: Path, told: Told) -> Mapping[Path, tuple[bytes, Sequence[str]]]:
    """Return a year's text with what it doesn't tell yet, and who says that; nothing if it does."""
    text, form = _read_text(path)
    known, new, lines = folded(text), "", []
    for member, highlights in told:
        for title, words in highlights:
            said = f"### {_escaped(title)}\n\n{_escaped(words)}\n\n"
            if folded(_escaped(title)) not in known or folded(_escaped(words)) not in known:
                new += said
                known += folded(said)
                lines.append(_("{member}: a highlight: {title}", member=member, title=title))
    return {path: (_put_into(text, new, form), lines)} if new else {}


def _read_text(path: Path) -> tuple[str, Form]:
    """Read a year's text, an empty one where there is none, and how its file is written.

    Raise DataError if it can't be read: it would be written over.
    """
    try:
        content = read_file(path, LARGEST, _("is too large for a text"))
        text, encoding = decode_text(content)
    except FileNotFoundError:
        return f"## {HIGHLIGHTS}\n", Form()
    except UnreadableError as error:
        raise DataError([unread(Place(f"{TEXTS}/{path.name}"), error)]) from None
    newline = "\r\n" if "\r\n" in text else "\n"
    return text.replace("\r\n", "\n"), Form(encoding, newline=newline)


def _put_into(text: str, added: str, form: Form) -> bytes:
    """Put highlights at the end of their chapter of a year's text."""
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
