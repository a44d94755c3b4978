"""The ground of a map: the outlines as matplotlib's paths, and what a label would hide of them.

Everything is in the outlines' own plane, in kilometres, y upwards.
"""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from matplotlib.path import Path

from annual_report.charts.labels import Box
from annual_report.territories.outlines import outlines

ON_COLOUR, ON_LAND = 120, 25
"""What it costs a label to stand on a coloured département, or on another, in pixels away."""


@dataclass(frozen=True, eq=False)
class Place:
    """A département where it is drawn; who is drawn twice comes a second time, in an inset."""

    code: str
    point: tuple[float, float]
    rings: tuple[Path, ...]
    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]

    def distance(self, x: float, y: float, *, dot: bool = False) -> float:
        """Return how far a point is from its outline, 0 within, or from the dot that marks it."""
        if dot:
            return math.dist((x, y), self.point)
        if any(ring.contains_point((x, y)) for ring in self.rings):
            return 0.0
        near = np.vstack([ring.interpolated(4).vertices for ring in self.rings])
        return float(np.hypot(*(near - (x, y)).T).min())


@cache
def places() -> tuple[Place, ...]:
    """Return all départements where they are drawn, insets last."""
    found = []
    for shape in outlines():
        rings = tuple(Path(np.array(ring), closed=True) for ring in shape.rings)
        points = np.vstack([ring.vertices for ring in rings])
        found.append(Place(shape.code, shape.point, rings, points.min(axis=0), points.max(axis=0)))
    return tuple(found)


class Ground:
    """What labels would hide: all outlines, with what a place on each of them costs."""

    def __init__(self, coloured: set[str]) -> None:
        self._rings = [(ring, place.code in coloured) for place in places() for ring in place.rings]
        self._low = np.array([place.low for place in places() for _ring in place.rings])
        self._high = np.array([place.high for place in places() for _ring in place.rings])

    def cost(self, box: Box) -> float:
        """Price a place by what it would hide, sampled in a zigzag along the text."""
        margin = 0.04 * (box.right - box.left)
        x = np.linspace(box.left - margin, box.right + margin, 8)
        samples = np.column_stack((x, np.resize((box.bottom, box.top), len(x))))
        near = (self._low <= (x[-1], box.top)).all(1) & (self._high >= (x[0], box.bottom)).all(1)
        return sum(
            float(ring.contains_points(samples).mean()) * (ON_COLOUR if coloured else ON_LAND)
            for ring, coloured in (self._rings[index] for index in np.flatnonzero(near))
        )
