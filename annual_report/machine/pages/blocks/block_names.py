"""The names of tables, pictures and drawings for a screen reader, each unique in a page.

Input: the blocks of a page, each with its possible names. Output: the same blocks, each with its
`name`. A screen reader lists tables and figures by their names, and a reader jumps to one of them.

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

# The last sentence of a text. Taken: " Membres par an :" of "Voici. Membres par an :". Not taken:
# "...", which has no words. No parser knows sentences.
LAST_SENTENCE = re.compile(r"[^.:!?]+[.:!?]?\s*\Z")
FEWEST_WORDS = 3
MOST_WORDS = 30
"""The number of words of a sentence that can name a block: fewer say too little, more take long."""


class Namer:
    """A walk through the blocks of a page that gives each a name no other block has.

    A name may be the sentence or the heading before the block: the walk remembers both. `above` is
    the heading before the first block; without `by_sentence` no sentence becomes a name.
    """

    def __init__(self, above: str = "", *, by_sentence: bool = True) -> None:
        self._above = above
        self._by_sentence = by_sentence
        self._before = ""
        """The last sentence before the next block; "" where another block stands between."""
        self._taken: dict[str, int] = {}
        """A name → the number of blocks that asked for it."""

    def name_blocks(self, content: Content) -> None:
        """Name the blocks of a content, and the blocks within, in their order."""
        for part in content:
            if isinstance(part, str):
                self._note_sentence(part)
            elif not isinstance(part, OwnWords):
                self._name_block(part)

    def forget_sentence(self) -> None:
        """Forget the sentence before, which introduced an output that the page doesn't show."""
        self._before = ""

    def _name_block(self, block: Block) -> None:
        """Name a block and those within it, each by the rule for its kind."""
        if isinstance(block, Fold) and block.own == "code":
            # The cell's own code stands before what it shows, and takes no sentence from it.
            block.name = self._number(block.own)
            return
        if isinstance(block, HeadingBlock):
            self._above = block.words
        elif isinstance(block, Fold):
            block.name = self._number(next(iter(block.found), block.own))
        elif isinstance(block, Missing):
            # A missing output is read aloud as words; the table of its data has the name.
            if block.table:
                block.table.found = block.found
        elif isinstance(block, TableBlock) and block.is_layout and block.letters <= TELEPHONE:
            # A screen reader says nothing of a table for layout, unless it scrolls.
            block.name = page_word("table")
        elif isinstance(block, Named):
            block.name = self._number(self._choose_name(block))
        # A sentence names the next block only, and words in the cells of a table name no block
        # behind the table. Prose is no block to be named: its last sentence may name the next one.
        if not isinstance(block, Prose):
            self.forget_sentence()
        for inside in list_contents(block):
            self.name_blocks(inside)
        if not isinstance(block, Prose):
            self.forget_sentence()

    def _note_sentence(self, html: str) -> None:
        """Keep the last sentence of some HTML, which may name the next block."""
        if not self._by_sentence:
            return
        words = read_words((html,))
        # Tags without words, as the end of a list, change nothing.
        if words:
            self._before = _find_last_sentence(words)

    def _choose_name(self, block: Named) -> str:
        """Return the best name of a block; another block may already have the same name.

        First the names in the block itself, then the sentence before it, then the heading above.
        """
        for words in [*block.found, self._before, self._above]:
            if words.strip():
                return " ".join(words.split())
        return page_word("table" if isinstance(block, TableBlock) else "figure")

    def _number(self, name: str) -> str:
        """Return a name that no other block has: "Membres", and for a second one "Membres (2)"."""
        count = self._taken.get(name, 0) + 1
        self._taken[name] = count
        if count == 1:
            return name
        # "Membres (2)" may itself be the name of another block.
        return self._number(f"{name} ({count})")


def list_undescribed(content: Content) -> Iterator[Named]:
    """Yield the blocks without a description that the author could add: `hint` is the line."""
    for block in walk_blocks(content):
        if isinstance(block, Named) and block.hint and not block.is_described:
            yield block


def _find_last_sentence(words: str) -> str:
    """Return the last sentence of some words, of a length that can name the block below; or "".

    "Voici le détail. Les membres par année :" → "Les membres par année :"
    """
    sentence = LAST_SENTENCE.search(words)
    if sentence is None:
        return ""
    last = sentence[0].strip()
    if not FEWEST_WORDS <= len(last.split()) <= MOST_WORDS:
        return ""
    return last
