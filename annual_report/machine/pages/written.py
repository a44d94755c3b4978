"""Texts that a page is told in Markdown, and the chapter that a piece stands in."""

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
    """Note the title of a chapter that is opened."""
    _chapters.append(title)


def name_by_heading(kind: str) -> str:
    """Return the title of the chapter of a piece, or the word for the kind of piece."""
    return _chapters[-1] if _chapters else page_word(kind)


def make_text_fragment(
    markdown: str, folder: str = "", attachments: Mapping[str, Any] | None = None
) -> Fragment:
    """Return the piece of a page for Markdown; raise PublishError for forbidden content.

    Pictures lie in a folder, or are attached to the cell.
    """
    remarks = check_words(markdown)
    read = read_markdown(markdown, folder, attachments, typeset_text)
    Namer(name_by_heading("table"), by_sentence=False).name_blocks(read.content)
    lacks = [*read.remarks, *map(say_of_block, list_undescribed(read.content))]
    html = "".join(
        _write_heading(part) if isinstance(part, HeadingBlock) else write_content((part,))
        for part in read.content
    )
    return Fragment(Markup(html)).with_remarks(remarks, lacks)


def _write_heading(heading: HeadingBlock) -> str:
    """Write a heading of a text below the headings of the title and the chapters."""
    return HeadingBlock(4 if heading.level > 3 else 3, heading.words).html


def say_of_block(block: Named) -> str:
    """Remark that an author described a block only by some words, with the line to write."""
    return say_of_words(block.name, block.hint)


def say_of_words(words: str, line: str) -> str:
    """Say that a figure is described by some words alone, with the line that would say more."""
    return _("a figure is described by “{words}” alone: {line}", words=words, line=line)
