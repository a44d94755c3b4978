"""Where the labels of a drawing stand: the best places together, not each name's best in its turn.

Each name has places to choose from, with prices in pixels. Two that overlap can't both be had, and
lines to names that cross cost more. A name moves to where all together are cheaper, and may send
those that it hinders to other places.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

APART, CLEAR = 12, 8
"""Pixels between two labels on a line: less reads as one word; from one to a line to another."""
MOST = 40
"""Places that a name chooses from, the cheapest."""
CROSSED, STACKED, OVERLAP, NOWHERE = 300.0, 30.0, 1e6, 1e4
"""Prices: of two lines that cross, or a line that crosses a name; of two names as close as the
lines of one; of two on each other; of a name that isn't written."""
ROUNDS = 8
"""How many times all names may look for better places."""


class Candidates(NamedTuple):
    """Places of a name, one a row: their prices, their boxes, and the lines to them."""

    prices: Floats
    boxes: Floats
    """left, bottom, right, top"""
    lines: Floats
    """x, y of the point; x, y of the name's near end"""


def arrange_labels(choices: Sequence[Candidates]) -> list[int | None]:
    """Return the row that each name takes, or None where it has no room."""
    if not choices:
        return []
    kept = [np.argsort(each.prices, kind="stable")[:MOST] for each in choices]
    owner = np.repeat(np.arange(len(choices)), [len(rows) for rows in kept])
    prices = np.concatenate([each.prices[rows] for each, rows in zip(choices, kept, strict=True)])
    boxes = np.concatenate([each.boxes[rows] for each, rows in zip(choices, kept, strict=True)])
    lines = np.concatenate([each.lines[rows] for each, rows in zip(choices, kept, strict=True)])
    search = _Search(len(choices), owner, prices, _between(owner, boxes, lines))
    for name in range(len(choices)):
        search.settle(name)
    for _round in range(ROUNDS):
        moved = [search.improve(name) for name in range(len(choices))]
        if not any(moved):
            break
    starts = np.searchsorted(owner, np.arange(len(choices)))
    return [
        None if at < 0 else int(rows[at - start])
        for at, rows, start in zip(search.taken, kept, starts, strict=True)
    ]


class _Search:
    """Which place each name has so far: an index into all places, or -1.

    `beside` is what each place would cost beside the names as they stand.
    """

    def __init__(
        self, names: int, owner: npt.NDArray[np.intp], prices: Floats, pairs: Floats
    ) -> None:
        self.prices, self.pairs = prices, pairs
        self.own = [np.flatnonzero(owner == name) for name in range(names)]
        self.taken = np.full(names, -1)
        self.beside = np.zeros(len(prices))

    def move(self, name: int, place: int) -> None:
        """Take a name from where it stands, and write it at a place, or nowhere (-1)."""
        before, self.taken[name] = self.taken[name], place
        if before >= 0:
            self.beside -= self.pairs[before]
        if place >= 0:
            self.beside += self.pairs[place]

    def settle(self, name: int) -> None:
        """Give a name the cheapest place beside the other names as they stand."""
        own = self.own[name]
        prices = self.prices[own] + self.beside[own]
        best = int(np.argmin(prices)) if len(own) else -1
        place = int(own[best]) if best >= 0 and prices[best] < NOWHERE else -1
        if place != self.taken[name]:
            self.move(name, place)

    def total(self) -> float:
        """Return what all the names cost where they stand."""
        at = self.taken[self.taken >= 0]
        missing = len(self.taken) - len(at)
        return float(self.prices[at].sum() + self.beside[at].sum() / 2 + NOWHERE * missing)

    def improve(self, name: int) -> bool:
        """Try the places that may be better for a name; whom it hinders looks for another."""
        before, total = (self.taken, self.beside), self.total()
        at, own = self.taken[name], self.own[name]
        share = self.prices[at] + self.beside[at] if at >= 0 else NOWHERE
        for place in own[self.prices[own] < share]:
            # Try it on copies: most tries are taken back.
            self.taken, self.beside = (each.copy() for each in before)
            self.move(name, place)
            hindered = (self.taken >= 0) & (self.pairs[place, self.taken] > 0)
            for other in np.flatnonzero(hindered).tolist():
                self.move(other, -1)
            for other in np.flatnonzero(self.taken < 0).tolist():
                self.settle(other)
            # By less than half a pixel it isn't better, and names would move to and fro.
            if self.total() < total - 0.5:
                return True
        self.taken, self.beside = before
        return False


def find_overlaps(boxes: Floats, others: Floats) -> Flags:
    """Tell of each two boxes whether they overlap, a row for each of the first."""
    left, bottom, right, top = (edge[:, None] for edge in boxes.T)
    across = (left < others[:, 2]) & (others[:, 0] < right)
    found: Flags = across & (bottom < others[:, 3]) & (others[:, 1] < top)
    return found


def count_crossed(lines: Floats, boxes: Floats) -> Floats:
    """Return how many of some boxes each line runs through; few of them are near it."""
    ends = lines.reshape(-1, 2, 2)
    whole = np.concatenate([ends.min(axis=1), ends.max(axis=1)], axis=1)
    line, box = np.nonzero(find_overlaps(whole, boxes))
    crossed = _runs_through(lines[line], boxes[box])
    return np.bincount(line, crossed, len(lines)).astype(float)


def _runs_through(lines: Floats, boxes: Floats) -> Flags:
    """Tell of lines and boxes whether one comes into the other: it ends in it, or cuts a diagonal.

    Both have as many rows.
    """
    found = _cross(lines, boxes) | _cross(lines, boxes[:, (0, 3, 2, 1)])
    for end in (lines[:, :2], lines[:, 2:]):
        found |= ((boxes[:, :2] < end) & (end < boxes[:, 2:])).all(axis=1)
    return found


def _between(owner: npt.NDArray[np.intp], boxes: Floats, lines: Floats) -> Floats:
    """Return what each two places of different names cost together.

    Only those are compared whose boxes and lines are near each other: one in ten.
    """
    ends = np.concatenate([boxes.reshape(-1, 2, 2), lines.reshape(-1, 2, 2)], axis=1)
    whole = np.concatenate([ends.min(axis=1) - APART, ends.max(axis=1) + CLEAR], axis=1)
    one, other = np.nonzero(find_overlaps(whole, whole) & (owner[:, None] < owner))
    low, high = boxes[:, :2], boxes[:, 2:] + (APART, 0)
    on = (low[one] < high[other]) & (low[other] < high[one])
    around = boxes + np.array((-CLEAR, -CLEAR, CLEAR, CLEAR))
    near = (around[one, :2] < boxes[other, 2:]) & (boxes[other, :2] < around[one, 2:])
    prices = OVERLAP * on.all(axis=1) + STACKED * near.all(axis=1)
    prices += CROSSED * (
        _cross(lines[one], lines[other]).astype(float)
        + _runs_through(lines[one], around[other])
        + _runs_through(lines[other], around[one])
    )
    pairs = np.zeros((len(owner), len(owner)))
    pairs[one, other] = pairs[other, one] = prices
    return pairs


def _cross(one: Floats, other: Floats) -> Flags:
    """Tell of lines whether they cross; those from one point don't."""
    a, b, c, d = one[:, :2], one[:, 2:], other[:, :2], other[:, 2:]
    found: Flags = (_side(a, b, c) * _side(a, b, d) < 0) & (_side(c, d, a) * _side(c, d, b) < 0)
    return found


def _side(start: Floats, end: Floats, point: Floats) -> Floats:
    """Return on which side of a line a point lies, as a positive or a negative number."""
    way, to = end - start, point - start
    side: Floats = way[:, 0] * to[:, 1] - way[:, 1] * to[:, 0]
    return side
