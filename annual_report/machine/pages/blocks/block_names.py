"""The names of tables, pictures and drawings for a screen reader, each unique in a page.

A block is named by the words written for the block, or by a title within; else by the sentence
before, which leads to the block; else by the heading above. A name that is taken gets a number.
"""

import re
from collections.abc import Iterator

from annual_report.machine.pages.blocks.model import (
    Block,
    Content,
    Fold,
    HeadingBlock,
    Missing,
    Named,
    OwnWords,
    Prose,
    TableBlock,
    list_contents,
    read_words,
    walk_blocks,
)
from annual_report.machine.pages.fragment import TELEPHONE
from annual_report.machine.pages.language import page_word

SENTENCE = re.compile(r"[^.:!?]+[.:!?]?\s*\Z")
"""The last sentence of a text."""
SHORTEST, LONGEST = 3, 30
"""The words of a sentence that can be a name: a shorter one tells nothing, a longer one tires."""


class Namer:
    """The state of a walk through the blocks of a page: the heading above, and the names taken."""

    def __init__(self, above: str = "", *, by_sentence: bool = True) -> None:
        self._above = above
        self._by_sentence = by_sentence
        self._before = ""
        """The sentence before, where nothing else has been called by it."""
        self._taken: dict[str, int] = {}

    def name_blocks(self, content: Content) -> None:
        """Name the blocks of a content, and the blocks within, in their order."""
        for part in content:
            if isinstance(part, str):
                self._note_sentence(part)
            elif not isinstance(part, OwnWords):
                self._name_block(part)

    def forget_sentence(self) -> None:
        """Forget the sentence before, for an output that isn't shown stands between."""
        self._before = ""

    def _name_block(self, block: Block) -> None:
        if isinstance(block, Fold) and block.own == "code":
            # The cell's own code stands before what it shows, and takes no sentence from it.
            block.name = self._number(block.own)
            return
        if isinstance(block, HeadingBlock):
            self._above = block.words
        elif isinstance(block, Fold):
            block.name = self._number(next(iter(block.found), block.own))
        elif isinstance(block, Missing):
            # Its words are read; what is called by a name is the table of its data.
            if block.table:
                block.table.found = block.found
        elif isinstance(block, TableBlock) and block.is_layout and block.letters <= TELEPHONE:
            block.name = page_word("table")  # it isn't heard
        elif isinstance(block, Named):
            block.name = self._number(self._choose_name(block))
        # What stands between two blocks leads to the second; the words of cells lead to nothing.
        if not isinstance(block, Prose):
            self.forget_sentence()
        for inside in list_contents(block):
            self.name_blocks(inside)
        if not isinstance(block, Prose):
            self.forget_sentence()

    def _note_sentence(self, html: str) -> None:
        if self._by_sentence:
            words = read_words((html,))
            self._before = _find_last_sentence(words) if words else self._before

    def _choose_name(self, block: Named) -> str:
        """Return the name of a block, perhaps taken already."""
        for words in [*block.found, self._before, self._above]:
            if words.strip():
                return " ".join(words.split())
        return page_word("table" if isinstance(block, TableBlock) else "figure")

    def _number(self, name: str) -> str:
        """Return a name that no other block has."""
        count = self._taken.get(name, 0) + 1
        self._taken[name] = count
        return name if count == 1 else self._number(f"{name} ({count})")


def list_undescribed(content: Content) -> Iterator[Named]:
    """Yield the blocks without a description, for which an author can write a line."""
    for block in walk_blocks(content):
        if isinstance(block, Named) and block.hint and not block.is_described:
            yield block


def _find_last_sentence(words: str) -> str:
    """Return the last sentence of some words, which leads to the block below; "" without any."""
    sentence = SENTENCE.search(words)
    if sentence is None:
        return ""
    told = sentence[0].strip()
    return told if SHORTEST <= len(told.split()) <= LONGEST else ""
