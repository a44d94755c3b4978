"""Reading a published page back, as a careful reader would: its tables, its members, its sentences.

Only what stands in the page's chapters counts. A table is known by its chapter and its columns,
for its caption may state a finding, which changes with what it holds.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from annual_report.errors import ReportError
from annual_report.messages import _

SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÀ-ÖØ-Þ0-9«])")
BLOCKS = ("p", "li", "figcaption", "h3")
UNREAD = ("svg", "summary", "style")

Row = tuple[str, ...]


@dataclass
class Table:
    """A table of a page: the rows by their first cell."""

    chapter: str
    caption: str = ""
    columns: Row = ()
    rows: dict[str, Row] = field(default_factory=dict)


@dataclass
class Published:
    """A page as it was published."""

    content: bytes = b""
    titles: dict[str, str] = field(default_factory=dict)
    sentences: dict[str, list[str]] = field(default_factory=dict)
    members: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    figures: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def read_published(folder: Path, page: str) -> Published:
    """Read a page of a build and its key figures; raise ReportError if it can't be read."""
    path = folder / page
    try:
        content = path.read_bytes()
        found = _read(content.decode())
        beside = path.with_suffix(".json")
        if beside.exists():
            listed = json.loads(beside.read_bytes())["chiffres"]
            found.figures = {figure["nom"]: dict(figure) for figure in listed}
    except FileNotFoundError as error:
        raise ReportError(_("{page} is not in {folder}", page=page, folder=folder)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise ReportError(_("{page} can't be read: {why}", page=path, why=error)) from error
    found.content = content
    return found


def _read(html: str) -> Published:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    """Reads a page once, element by element."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Published()
        self._chapter: str | None = None
        self._open: list[str] = []
        self._words: list[list[str]] = []
        self._table: Table | None = None
        self._cells: list[str] = []
        self._member = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter an element."""
        given = {name: value or "" for name, value in attrs}
        if tag in ("br", "meta", "link", "img", "hr", "wbr"):
            return
        self._open.append(tag)
        if tag == "section":
            self._chapter = given.get("aria-labelledby", "")
            self.found.sentences.setdefault(self._chapter, [])
        if self._chapter is None:
            return
        if tag == "ul" and "members" in given.get("class", "").split():
            self._member = True
        if tag == "table":
            self._table = Table(self._chapter)
            self.found.tables.append(self._table)
        if tag in ("h2", "caption", "th", "td", *BLOCKS):
            gone = tag == "li" and "left" in given.get("class", "").split()
            self._words.append(["\0"] if gone else [])

    def handle_data(self, data: str) -> None:
        """Take in words, unless they belong to a drawing."""
        if self._words and not any(tag in UNREAD for tag in self._open):
            self._words[-1].append(data)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        if tag not in self._open:
            return
        while self._open.pop() != tag:
            pass
        if tag in ("h2", "caption", "th", "td", *BLOCKS) and self._words:
            self._take(tag, re.sub(r"[ \n\t]+", " ", "".join(self._words.pop())).strip(" "))
        elif tag == "tr" and self._table is not None:
            self._end_row(self._table)
        elif tag == "table":
            self._table = None
        elif tag == "ul":
            self._member = False
        elif tag == "section":
            self._chapter = None

    def _take(self, tag: str, words: str) -> None:
        chapter = self._chapter or ""
        if tag == "h2":
            self.found.titles[chapter] = re.sub(r"^\d+\. ", "", words)
            self.found.sentences.setdefault(chapter, []).append(self.found.titles[chapter])
        elif tag == "caption" and self._table is not None:
            self._table.caption = words
        elif tag in ("th", "td"):
            self._cells.append(words)
        elif tag == "li" and self._member:
            code, _space, name = words.partition(" ")
            if not code.startswith("\0"):
                self.found.members.append(f"{name.split(',')[0]} ({code})")
        elif words and self._open.count("table") == 0:
            said = self.found.sentences.setdefault(chapter, [])
            said.extend(SENTENCE_END.split(words))

    def _end_row(self, table: Table) -> None:
        cells, self._cells = tuple(self._cells), []
        if not table.columns:
            table.columns = cells
        elif cells:
            name, number = cells[0], 2
            while name in table.rows:
                name, number = f"{cells[0]} ({number})", number + 1
            table.rows[name] = cells[1:]
