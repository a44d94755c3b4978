"""Two texts side by side: which sentence became which, and which of its words changed."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

ALIKE = 0.5
"""Least share of words that two sentences have in common to be the same one, changed."""
Words = tuple[tuple[str, bool], ...]
"""A sentence in pieces, each with whether the other sentence lacks it."""


def paired(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what differs, before and after, in the order of the text; "" where there is none."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind != "equal":
            yield from _paired(old[start:end], new[new_start:new_end])


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pair sentences that are alike without crossing; what comes between them stands alone."""
    at = 0
    for before in old:
        place = next((n for n in range(at, len(new)) if _alike(before, new[n])), None)
        if place is None:
            yield before, ""
            continue
        yield from (("", added) for added in new[at:place])
        yield before, new[place]
        at = place + 1
    yield from (("", added) for added in new[at:])


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio() >= ALIKE


def changed_words(before: str, after: str) -> tuple[Words, Words]:
    """Return both sentences in pieces that the other has, or lacks."""
    one, two = before.split(" "), after.split(" ")
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        for pieces, words in ((left, one[start:end]), (right, two[new_start:new_end])):
            if words:
                pieces.append((" ".join(words), kind != "equal"))
    return tuple(left), tuple(right)
