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
    """Pair sentences without crossing, so that pairs have most in common in all."""
    common = _common(old, new)
    best = [[0.0] * (len(new) + 1) for _row in range(len(old) + 1)]  # from here to both ends
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            paired = common.get((i, j), -1.0) + best[i + 1][j + 1]
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(old) and j < len(new):
        if (i, j) in common and best[i][j] == common[i, j] + best[i + 1][j + 1]:
            yield old[i], new[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            yield old[i], ""
            i += 1
        else:
            yield "", new[j]
            j += 1
    yield from ((before, "") for before in old[i:])
    yield from (("", after) for after in new[j:])


def _common(old: Sequence[str], new: Sequence[str]) -> dict[tuple[int, int], float]:
    """Return the share of words that sentences have in common, where they are alike."""
    words = [sentence.split() for sentence in old]
    found = {}
    matcher: SequenceMatcher[str] = SequenceMatcher(autojunk=False)
    for j, after in enumerate(new):
        matcher.set_seq2(after.split())
        for i, before in enumerate(words):
            matcher.set_seq1(before)
            # The share is never above two cheaper ones, which rule most out.
            if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
                continue
            share = matcher.ratio()
            if share >= ALIKE:
                found[i, j] = share
    return found


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
