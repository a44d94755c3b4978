"""The ground of a map: the outlines as matplotlib's paths, and what a label would hide of them.

Everything is in the outlines' own plane, in kilometres, y upwards.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt
from matplotlib.path import Path

from annual_report.charts.labels import Box
from annual_report.charts.map_points import points
from annual_report.territories.institutions import institution
from annual_report.territories.outlines import outlines

ON_COLOUR, ON_LAND, ACROSS = 220, 14, 140
"""What it costs a label to stand on a coloured département, on another, or to be led to across
coloured ones, in pixels away."""


FEW = 2
"""What has more territories, a région, is named in its middle."""


@dataclass(frozen=True, eq=False)
class Place:
    """A territory where it is drawn; what is drawn twice comes a second time, in an inset.

    `whole` is the département that it is a part of; a point has no rings.
    """

    code: str
    point: tuple[float, float]
    rings: tuple[Path, ...]
    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]
    whole: str | None = None

    def distance(self, x: float, y: float, *, dot: bool = False) -> float:
        """Return how far a point is from its outline, 0 within, or from the dot that marks it."""
        if dot or not self.rings:
            return math.dist((x, y), self.point)
        if any(ring.contains_point((x, y)) for ring in self.rings):
            return 0.0
        near = np.vstack([ring.interpolated(4).vertices for ring in self.rings])
        return float(np.hypot(*(near - (x, y)).T).min())


@cache
def places() -> tuple[Place, ...]:
    """Return all territories where they are drawn, insets last."""
    found = []
    for shape in outlines():
        rings = tuple(Path(np.array(ring), closed=True) for ring in shape.rings)
        points = np.vstack([ring.vertices for ring in rings])
        low, high = points.min(axis=0), points.max(axis=0)
        found.append(Place(shape.code, shape.point, rings, low, high, shape.whole))
    return tuple(found)


def drawn(coloured: Collection[str]) -> tuple[Place, ...]:
    """Return what is drawn where some territories are coloured.

    A département of which a part is coloured is drawn in its parts, any other as a whole.
    """
    cut = {place.whole for place in places() if place.whole and place.code in coloured}
    return tuple(
        place
        for place in places()
        if (place.whole in cut if place.whole else place.code not in cut)
    )


def marked(code: str) -> Place | None:
    """Return where the name of an institution goes: its largest territory, or its point.

    What is drawn twice is marked in the inset, where there is room. None if it is on no map.
    """
    found = institution(code)
    if found.territories:
        own = [place for place in places() if place.code in found.territories]
        last = own[-1]
        if len(found.territories) == 1:
            return last
        own.sort(key=lambda place: float(np.prod(place.high - place.low)))
        every = tuple(ring for place in own for ring in place.rings)
        point = _middle(own) if len(own) > FEW else own[-1].point
        return replace(own[-1], code=code, rings=every, point=point)
    where = list(points(code))
    if not where:
        return None
    at = np.array(where[-1])
    return Place(code, where[-1], (), at, at)


def _middle(own: Sequence[Place]) -> tuple[float, float]:
    low = np.min([place.low for place in own], axis=0)
    high = np.max([place.high for place in own], axis=0)
    x, y = (low + high) / 2
    return float(x), float(y)


class Ground:
    """What labels would hide: all outlines, with what a place on each of them costs."""

    def __init__(self, coloured: set[str]) -> None:
        every = drawn(coloured)
        self._rings = [(ring, place.code in coloured) for place in every for ring in place.rings]
        self._low = np.array([place.low for place in every for _ring in place.rings])
        self._high = np.array([place.high for place in every for _ring in place.rings])

    def cost(self, box: Box, place: Place) -> float:
        """Price where a place's name may stand: by what it would hide, and what the line crosses.

        Both are sampled: along the text's upper and lower edges, and on the way to it.
        """
        margin = 0.04 * (box.right - box.left)
        x = np.linspace(box.left - margin, box.right + margin, 8)
        samples = np.column_stack((np.tile(x, 2), np.repeat((box.bottom, box.top), len(x))))
        near = (self._low <= (x[-1], box.top)).all(1) & (self._high >= (x[0], box.bottom)).all(1)
        hidden = sum(
            float(ring.contains_points(samples).mean()) * (ON_COLOUR if coloured else ON_LAND)
            for ring, coloured in (self._rings[index] for index in np.flatnonzero(near))
        )
        return hidden + ACROSS * self._crossed(place, box)

    def _crossed(self, place: Place, box: Box) -> float:
        """Return how much of the way from a place to its name lies on other coloured ones."""
        x, y = place.point
        end = min(max(x, box.left), box.right), min(max(y, box.bottom), box.top)
        way = np.linspace((x, y), end, 9)[1:]
        near = (self._low <= way.max(0)).all(1) & (self._high >= way.min(0)).all(1)
        return sum(
            float(ring.contains_points(way).mean())
            for ring, coloured in (self._rings[index] for index in np.flatnonzero(near))
            if coloured and not any(ring is own for own in place.rings)
        )
