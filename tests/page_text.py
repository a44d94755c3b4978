"""Reading a page as a person does: its words, chapter by chapter, without its markup."""

import re
from functools import cache
from pathlib import Path

from bs4 import BeautifulSoup


def parse(page: Path) -> BeautifulSoup:
    """Parse a page."""
    return BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")


def words(text: str) -> str:
    """Return a text on one line with ordinary spaces, as somebody would type it to search it."""
    return re.sub(r"\s+", " ", text).strip().replace("\N{NON-BREAKING HYPHEN}", "-")


def read_table(html: str) -> list[list[str]]:
    """Return the cells of a page's tables, row by row and the heads first, with plain spaces."""
    table = []
    for line in BeautifulSoup(html, "html.parser").select("tr"):
        table.append([words(cell.get_text()) for cell in line.find_all(["th", "td"])])
    return table


def page_text(page: Path) -> str:
    """Return all the words of a page: not its style sheet, not its markup."""
    return _read(page, page.stat().st_mtime_ns)[0]


def chapter_text(page: Path, number: int) -> str:
    """Return the words of one numbered chapter, its heading included."""
    for heading, text in _read(page, page.stat().st_mtime_ns)[1]:
        if heading.startswith(f"{number}. "):
            return text
    raise AssertionError(f"{page.name} has no chapter {number}")


@cache
def _read(page: Path, _written: int) -> tuple[str, list[tuple[str, str]]]:
    """Return the words of a page as it was written at a time; heading and words of its chapters.

    Parsing takes most of the time of a test that reads: it is done once for all of them.
    """
    soup = parse(page)
    chapters = [
        (words(heading.get_text(" ")), words(section.get_text(" ")))
        for section in soup("section")
        if (heading := section.find("h2")) is not None
    ]
    for unread in soup(["style", "script", "template"]):
        unread.decompose()
    return words(soup.get_text(" ")), chapters


def spoken_text(page: Path) -> str:
    """Return the words of a page's body as they are, spaces included, but for its drawings."""
    soup = parse(page)
    for unread in soup(["style", "script", "template", "svg"]):
        unread.decompose()
    assert soup.body
    return soup.body.get_text("\n")


@cache
def alternatives_of(page: Path) -> list[str]:
    """Return what a page says of its drawings to those who don't see them, once each."""
    drawn = parse(page)("svg")
    return list(dict.fromkeys(words(str(each.get("aria-label", ""))) for each in drawn))


SENTENCES = ("p", "li", "figcaption", "caption", "summary")
CELLS = ("td", "th", "h1", "h2", "h3")


def sentences_of(page: Path) -> list[str]:
    """Return each paragraph, caption and line of a list of a page's body, on one line."""
    return [said for tag, said in _worded(page) if tag in SENTENCES]


def cells_of(page: Path) -> list[str]:
    """Return each cell and heading of a page's body, on one line."""
    return [said for tag, said in _worded(page) if tag in CELLS]


@cache
def _worded(page: Path) -> list[tuple[str, str]]:
    """Return what has words in a page, by its tag. A page is parsed once: it must not change."""
    soup = parse(page)
    for unread in soup(["svg", "style", "code"]):
        unread.decompose()
    found = soup.find_all([*SENTENCES, *CELLS])
    return [(each.name, words(each.get_text(" "))) for each in found if not each.find_parent("nav")]


PRINTED = "h1, h2, h3, p, li, figcaption, .figures span, .figures b"
"""What of a page has words that must be on paper, each a line or a paragraph of its own."""
UNPRINTED = "nav, details, style, svg, .hidden, .skip, [aria-hidden]"
LETTERLESS = re.compile(r"[\s\x02\ufffe\u2011-]+")
"""Spaces, and hyphens, of which PDFium gives those at the end of a line as other signs."""
ADDRESSES = re.compile(r"\(https?:[^)]*\)")
"""What paper has behind a link."""


def find_lost_lines(html: str, pdf: bytes) -> list[str]:
    """Return the lines of a page that its PDF hasn't, but for navigation, folds and drawings."""
    from pypdfium2 import PdfDocument

    soup = BeautifulSoup(html, "html.parser")
    for unprinted in soup.select(UNPRINTED):
        unprinted.decompose()
    lines = [each.get_text() for each in soup.select(PRINTED) if not each.select("p, li")]
    with PdfDocument(pdf) as document:
        printed = "".join(sheet.get_textpage().get_text_bounded() for sheet in document)
    printed = ADDRESSES.sub("", LETTERLESS.sub("", printed)).casefold()
    assert len(lines) > 20
    return [line for line in lines if LETTERLESS.sub("", line).casefold() not in printed]
