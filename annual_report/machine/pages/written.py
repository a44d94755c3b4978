"""Texts in Markdown as pieces of a page, and the chapter that a piece stands in."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from annual_report.base.messages import _
from annual_report.machine.pages.blocks.block_names import Namer, list_undescribed
from annual_report.machine.pages.blocks.model import HeadingBlock, Named, write_content
from annual_report.machine.pages.blocks.reading_markdown import read_markdown
from annual_report.machine.pages.checks.wording import check_words
from annual_report.machine.pages.fragment import Fragment
from annual_report.machine.pages.language import page_word, typeset_text

_chapters: list[str] = []
"""The titles of the chapters that were opened so far: the last one is the heading above."""


def note_chapter(title: str) -> None:
    """Remember the title of a chapter that is opened, for pieces that have no name of their own."""
    _chapters.append(title)


def name_by_heading(kind: str) -> str:
    """Return a name for a piece without one: the title of its chapter, or else "Tableau", "Figure".

    `kind` is the key of that word: "table" or "figure".
    """
    return _chapters[-1] if _chapters else page_word(kind)


def make_text_fragment(
    markdown: str, folder: str = "", attachments: Mapping[str, Any] | None = None
) -> Fragment:
    """Return the piece of a page for Markdown; raise PublishError for words that no page may have.

    Pictures lie in the notebook's `folder`, or are attached to the cell: `attachments` is the name
    of a file → MIME type → base64.
    """
    remarks = check_words(markdown)
    read = read_markdown(markdown, folder, attachments, typeset_text)
    Namer(name_by_heading("table"), by_sentence=False).name_blocks(read.content)
    lacks = [*read.remarks, *map(say_of_block, list_undescribed(read.content))]
    html = ""
    for part in read.content:
        if isinstance(part, HeadingBlock):
            html += _write_heading(part)
        else:
            html += write_content((part,))
    return Fragment(Markup(html)).with_remarks(remarks, lacks)


def _write_heading(heading: HeadingBlock) -> str:
    """Return the HTML of a heading in a text, below the page's title (h1) and chapters (h2).

    "# A" and "### A" → h3, "#### A" → h4
    """
    level = 3
    if heading.level > 3:
        level = 4
    return HeadingBlock(level, heading.words).html


def say_of_block(block: Named) -> str:
    """Remark that an author described a block only by some words, with the line to write."""
    return say_of_words(block.name, block.hint)


def say_of_words(words: str, line: str) -> str:
    """Say that a figure is described by some words alone, with the line that would say more."""
    return _("a figure is described by “{words}” alone: {line}", words=words, line=line)
