"""Where the names of a map stand: on the sea or on bare land, close by, or led to by a line."""

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from functools import lru_cache
from itertools import product

import numpy as np

from annual_report.report.charts.label_search import CROSSED, NOWHERE, count_crossed
from annual_report.report.charts.labels import Box, Floats, Label, Spot, find_ends, place_labels
from annual_report.report.charts.maps.ground import Ground, MapPlace

THROUGH = 400.0
"""What a line across another member costs a code, or a town, that is led to from its dot; a name
rather isn't written."""
TOUCHING, STUB, DOT = 6, 12, 9
"""Pixels from a territory to a name that is best without a line, to one that can do without since a
line would be a stub, and from the middle of a dot to its edge."""
LEADING, FREE = 2.0, 2.0
"""Pixels above and below its letters that are a line's own; and from a dot to what is written."""
LED = 24.0
"""What it costs a name to need a line."""
INSIDE, LEAST, DEEPER, MOST = 5.0, 2.0, 5.0, 200
"""Pixels from the edge of a territory to the dot in it where a line starts, best and at least; and
by how many pixels a line may be longer to start one pixel further from the edge."""
AWAY = (9, 14, 19, 25, 32, 40, 50, 62, 76, 96, 120)
RISES = (0, *(sign * rise for rise in (6, 12, 18, 24, 32, 40, 50, 62, 76) for sign in (1, -1)))
"""How far names may stand to either side, and above or below, in pixels."""


@dataclass(frozen=True)
class Wanted:
    """A name to write beside a place; a town's is led to from its dot, in the accent colour.

    `text` is the name in the lines in which it is written.
    """

    name: str
    text: str
    place: MapPlace
    town: bool = False
    code: bool = False

    @property
    def has_number(self) -> bool:
        """Whether the number of its territory is written there, with or without the name."""
        return self.text[0].isdigit()

    @property
    def is_dot(self) -> bool:
        """Whether it is drawn as a dot, from whose middle a line starts."""
        return self.town or not self.place.rings

    def find_distances(self, boxes: Floats) -> Floats:
        """Return how far some boxes are from its outline, or from its dot."""
        return _measure(self._find_edge(boxes), boxes)

    def find_starts(self, boxes: Floats, scale: float) -> Floats:
        """Return where a line to each of some boxes begins: at its edge where none is drawn."""
        edge = self._find_edge(boxes)
        if self.is_dot:
            return edge
        points, depths = self.place.inner
        wide = np.flatnonzero(depths * scale >= LEAST)
        wide = wide[:: 1 + len(wide) // MOST]
        if not len(wide):
            return edge
        points, depth = points[wide], np.minimum(depths[wide], INSIDE / scale)
        near = np.clip(points, boxes[:, None, :2], boxes[:, None, 2:])
        best = (np.hypot(*(near - points).transpose(2, 0, 1)) - DEEPER * depth).argmin(axis=1)
        is_led = self.has_number | (_measure(edge, boxes) * scale > STUB)
        return np.where(is_led[:, None], points[best], edge)

    def _find_edge(self, boxes: Floats) -> Floats:
        """Return the point of its outline that is nearest to each of some boxes, or its dot."""
        if self.is_dot:
            return np.broadcast_to(self.place.point, (len(boxes), 2))
        return self.place.find_starts(boxes)


def _measure(points: Floats, boxes: Floats) -> Floats:
    """Return how far each point is from its box."""
    return np.asarray(np.hypot(*(np.clip(points, boxes[:, :2], boxes[:, 2:]) - points).T))


@lru_cache(maxsize=8)
def arrange_names(
    wanted: tuple[Wanted, ...],
    scale: float,
    bounds: Box,
    taken: tuple[Box, ...],
    coloured: frozenset[str],
    *,
    fine: bool,
) -> tuple[tuple[Label | None, bool], ...]:
    """Choose where each name stands, in pixels, None where it has no room; whether a line leads.

    Who asks whether all names fit a map draws it next: it isn't thought over again.
    """
    ground = Ground(coloured, fine=fine)

    def start(number: int, boxes: Floats) -> Floats:
        return scale * wanted[number].find_starts(boxes / scale, scale)

    def price(number: int, boxes: Floats, lines: Floats) -> Floats:
        each = wanted[number]
        across = THROUGH if each.code or each.town else NOWHERE
        away = scale * each.find_distances(boxes / scale)
        # A number that stands far away would be taken for that of what it stands by.
        led: Floats = LED * (away > TOUCHING) + each.code * away
        letters = boxes + np.array((0, LEADING, 0, -LEADING))
        return led + ground.price(
            letters / scale, each.place, lines / scale, away / scale, across=across
        )

    at = [(scale * each.place.point[0], scale * each.place.point[1]) for each in wanted]
    anchors = [(each.text, *point) for each, point in zip(wanted, at, strict=True)]
    placed = place_labels(anchors, _spots(), bounds, taken, price=price, start=start)
    found: list[tuple[Label | None, bool]] = []
    for each, label in zip(wanted, placed, strict=True):
        if not label:
            found.append((None, False))
            continue
        box, away = label.box, math.dist(*label.line)
        edges = np.array([astuple(box)]) / scale
        # A name's distance is that from the middle of a dot, or else from the nearest outline.
        if each.is_dot:
            led = away > DOT + TOUCHING
        else:
            beside = ground.find_beside_another(edges, each.place, np.array([away / scale]), 0)
            # A number that isn't in its territory is looked for there.
            doubtful = each.has_number or bool(beside[0])
            led = doubtful or not _touches(box, scale * each.place.outline)
            others = [box.grow(FREE, FREE) for box in taken]
            others += [other.box for other in placed if other and other != label]
            started = _start_inside(label, each.place, scale, ground, others) if led else None
            label, led = started or label, started is not None
        found.append((label, led))
    return tuple(found)


def _start_inside(
    label: Label, place: MapPlace, scale: float, ground: Ground, taken: Sequence[Box]
) -> Label | None:
    """Have the line to a name start well within its territory; None if there is no such place."""
    points, depths = place.inner
    wide = depths * scale >= LEAST
    starts, depth = scale * points[wide], np.minimum(scale * depths[wide], INSIDE)
    if not len(starts):
        return None
    ends = find_ends(np.broadcast_to(astuple(label.box), (len(starts), 4)), starts)
    lines = np.column_stack((starts, ends))
    prices = np.hypot(*(ends - starts).T) - DEEPER * depth
    prices += CROSSED * count_crossed(
        lines, np.array([astuple(box) for box in taken]).reshape(-1, 4)
    )
    prices += NOWHERE * ground.find_crossing(lines / scale, place)
    x, y = starts[prices.argmin()].tolist()
    return replace(label, point=(x, y))


def _touches(box: Box, outline: Floats) -> bool:
    """Whether a name stands at an outline: by the middle of a side, not by a corner alone."""
    third, middle = (box.right - box.left) / 3, (box.bottom + box.top) / 2
    for left, bottom, right, top in (
        (box.left, middle - 2, box.right, middle + 2),
        (box.left + third, box.bottom, box.right - third, box.top),
    ):
        x, y = outline.T
        beyond = np.hypot(x - np.clip(x, left, right), y - np.clip(y, bottom, top))
        if beyond.min() <= STUB:
            return True
    return False


def _spots() -> tuple[Spot, ...]:
    """Return where names may stand: close by, then further out to either side."""
    spots = [
        Spot(align, side * away, rise)
        for away, rise in product(AWAY, RISES)
        for align, side in (("left", 1), ("right", -1))
    ]
    spots += [
        Spot("center", aside, sign * rise)
        for aside in (0, -16, 16)
        for rise in (15, 20, 26, 32, 40, 50, 62)
        for sign in (1, -1)
    ]
    return tuple(sorted(spots, key=lambda spot: abs(spot.dx) + abs(spot.dy)))
