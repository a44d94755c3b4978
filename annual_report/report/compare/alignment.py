"""Two texts side by side: which sentence became which, and which of its words changed."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

ALIKE = 0.5
"""Least share of words that two sentences have in common to be the same one, changed."""
Words = tuple[tuple[str, bool], ...]
"""A sentence in pieces, each with whether the other sentence lacks it."""


def pair_sentences(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what differs, before and after, in the order of the text; "" where there is none."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind != "equal":
            yield from _pair_alike(old[start:end], new[new_start:new_end])


def _pair_alike(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pair the two sentences that are most alike, then those before them, and those after."""
    shares = [
        (_find_common_share(b, a), -i, -j) for i, b in enumerate(old) for j, a in enumerate(new)
    ]
    # Of pairs that are equally alike the first one wins, for positions are negated.
    share, i, j = max(shares, default=(0.0, 0, 0))
    if share < ALIKE:
        yield from ((before, "") for before in old)
        yield from (("", after) for after in new)
        return
    yield from _pair_alike(old[:-i], new[:-j])
    yield old[-i], new[-j]
    yield from _pair_alike(old[1 - i :], new[1 - j :])


@lru_cache(maxsize=10_000)
def _find_common_share(before: str, after: str) -> float:
    """Return the share of words that two sentences have in common."""
    return SequenceMatcher(None, before.split(), after.split(), autojunk=False).ratio()


def mark_changed_words(before: str, after: str) -> tuple[Words, Words]:
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
