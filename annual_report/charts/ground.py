"""The ground of a map: the outlines as matplotlib's paths, and what a label would hide of them.

Everything is in the outlines' own plane, in kilometres, y upwards.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.path import Path

from annual_report.charts.map_points import points
from annual_report.territories.institutions import institution
from annual_report.territories.outlines import outlines

ON_COLOUR, ON_LAND, ACROSS = 300, 14, 140
"""What it costs a label to stand on a coloured département, on another, or to be led to across
coloured ones, in pixels away."""


FEW = 2
"""What has more territories, a région, is named in its middle."""


@dataclass(frozen=True, eq=False)
class MapPlace:
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
        return float(np.hypot(*(self._outline - (x, y)).T).min())

    @cached_property
    def _outline(self) -> npt.NDArray[np.float64]:
        return np.vstack([ring.interpolated(4).vertices for ring in self.rings])


@cache
def places() -> tuple[MapPlace, ...]:
    """Return all territories where they are drawn, insets last."""
    found = []
    for shape in outlines():
        rings = tuple(Path(np.array(ring), closed=True) for ring in shape.rings)
        points = np.vstack([ring.vertices for ring in rings])
        low, high = points.min(axis=0), points.max(axis=0)
        found.append(MapPlace(shape.code, shape.point, rings, low, high, shape.whole))
    return tuple(found)


def drawn(coloured: Collection[str]) -> tuple[MapPlace, ...]:
    """Return what is drawn where some territories are coloured.

    A département of which a part is coloured is drawn in its parts, any other as a whole.
    """
    cut = {place.whole for place in places() if place.whole and place.code in coloured}
    return tuple(
        place
        for place in places()
        if (place.whole in cut if place.whole else place.code not in cut)
    )


@cache
def marked(code: str) -> MapPlace | None:
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
    return MapPlace(code, where[-1], (), at, at)


def _middle(own: Sequence[MapPlace]) -> tuple[float, float]:
    low = np.min([place.low for place in own], axis=0)
    high = np.max([place.high for place in own], axis=0)
    x, y = (low + high) / 2
    return float(x), float(y)


class Ground:
    """What labels would hide: all outlines, with what a place on each of them costs."""

    def __init__(self, coloured: set[str]) -> None:
        every = drawn(coloured)
        self._rings = [ring for place in every for ring in place.rings]
        self._coloured = [place.code in coloured for place in every for _ring in place.rings]
        self._low = np.array([np.asarray(ring.vertices, float).min(axis=0) for ring in self._rings])
        self._high = np.array(
            [np.asarray(ring.vertices, float).max(axis=0) for ring in self._rings]
        )

    def costs(self, boxes: npt.NDArray[np.float64], place: MapPlace) -> npt.NDArray[np.float64]:
        """Price where a place's name may stand: by what it would hide, and what the line crosses.

        `boxes` has a row for each: left, bottom, right, top. Both are sampled: on the text,
        a little above and below it, and on the way to it.
        """
        left, bottom, right, top = boxes.T
        margin, rise = 0.04 * (right - left), 0.3 * (top - bottom)
        x = np.linspace(left - margin, right + margin, 7, axis=1)
        heights = (bottom - rise, (bottom + top) / 2, top + rise)
        rows = [np.dstack((x, np.broadcast_to(y[:, None], x.shape))) for y in heights]
        samples = np.concatenate(rows, axis=1)
        start = np.array(place.point)
        end = np.clip(start, boxes[:, :2], boxes[:, 2:])
        way = np.linspace(np.broadcast_to(start, end.shape), end, 9, axis=1)[:, 1:]
        hidden = np.zeros(len(boxes))
        own = {id(ring) for ring in place.rings}
        if not len(boxes):
            return hidden
        most, least = np.maximum(samples.max((0, 1)), start), np.minimum(samples.min((0, 1)), start)
        near = ((self._low <= most) & (self._high >= least)).all(axis=1)
        for index in np.flatnonzero(near):
            ring, coloured = self._rings[index], self._coloured[index]
            low, high = self._low[index], self._high[index]
            hidden += (ON_COLOUR if coloured else ON_LAND) * _share(samples, ring, low, high)
            if coloured and id(ring) not in own:
                hidden += ACROSS * _share(way, ring, low, high)
        return hidden


def _share(points: npt.NDArray[np.float64], ring: Path, low: Any, high: Any) -> Any:
    """Return of each row of points which share of them a ring contains."""
    x, y = points[..., 0], points[..., 1]
    near = (x >= low[0]) & (x <= high[0]) & (y >= low[1]) & (y <= high[1])
    if near.any():
        near[near] = ring.contains_points(points[near])
    return near.mean(axis=1)
