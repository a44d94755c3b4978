"""The ground of a map: the outlines as matplotlib's paths, and what a label would hide of them.

Everything is in the outlines' own plane, in kilometres, y upwards.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt
from matplotlib.path import Path

from annual_report.charts.label_search import NOWHERE
from annual_report.charts.maps.points import points
from annual_report.territories.institutions import institution
from annual_report.territories.outlines import HEIGHT, WIDTH, outlines

ON_COLOUR, ON_LAND, ACROSS, BESIDE = 300, 14, 140, 60
"""What it costs a label, in pixels away, to stand on a coloured département, on another, to be led
to across coloured ones, or to stand beside one that isn't its own."""
MOST_CROSSED = 0.13
"""The share of its way that a line to a name may go across other coloured départements: better none
than one that is lost on them, for the code stands in each."""
AROUND = 22.0
"""Kilometres around a label in which what is coloured seems to have its name."""


SQUARE = 2.0
"""Side, in kilometres, of the squares in which the ground is known: less than a pixel."""
SHAPE = math.ceil(HEIGHT / SQUARE) + 2, math.ceil(WIDTH / SQUARE) + 2
"""Rows and columns of these squares, one of nothing all around the sheet."""
FEW = 2
"""What has more territories, a région, is named in its middle."""

Floats = npt.NDArray[np.float64]


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

    def edge(self, x: float, y: float) -> tuple[float, float]:
        """Return the point of its outline that is nearest to another point, or its dot."""
        if not self.rings:
            return self.point
        nearest = self._outline[np.hypot(*(self._outline - (x, y)).T).argmin()]
        return float(nearest[0]), float(nearest[1])

    def holds(self, x: float, y: float, width: float, height: float) -> bool:
        """Whether it has room around a point for a box of so many kilometres."""
        corners = [(x + a * width / 2, y + b * height / 2) for a in (-1, 0, 1) for b in (-1, 1)]
        return all(any(ring.contains_point(each) for ring in self.rings) for each in corners)

    @cached_property
    def squares(self) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """The squares of the sheet whose middles lie in it: their rows and their columns."""
        middles = [np.empty((0, 2))]
        for ring in self.rings:
            corners = np.asarray(ring.vertices, float)
            low, high = corners.min(axis=0) // SQUARE, corners.max(axis=0) // SQUARE + 1
            x, y = (SQUARE * (np.arange(low[axis], high[axis]) + 0.5) for axis in (0, 1))
            around = np.dstack(np.meshgrid(x, y)).reshape(-1, 2)
            middles.append(around[ring.contains_points(around)])
        return _square(np.vstack(middles))

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
    """What labels would hide of a map, square by square: the sea, land, or what is coloured."""

    def __init__(self, coloured: set[str]) -> None:
        self._hidden = np.zeros(SHAPE, np.int16)
        for place in drawn(coloured):
            self._hidden[place.squares] = ON_COLOUR if place.code in coloured else ON_LAND

    def costs(self, boxes: Floats, place: MapPlace) -> Floats:
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
        own = np.zeros(SHAPE, bool)
        own[place.squares] = True
        on_way = _square(way)
        crossed = (self._hidden[on_way] == ON_COLOUR) & ~own[on_way]
        beside = self._is_other(boxes, own)
        prices: Floats = self._hidden[_square(samples)].mean(axis=1)
        share = crossed.mean(axis=1)
        prices += ACROSS * share + BESIDE * beside + NOWHERE * (share > MOST_CROSSED)
        return prices

    def _is_other(self, boxes: Floats, own: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Tell of boxes whether something coloured is around them that isn't one's own."""
        left, bottom, right, top = boxes.T
        x = np.linspace(left - AROUND, right + AROUND, 9, axis=1)
        y = np.linspace(bottom - AROUND, top + AROUND, 7, axis=1)
        every = _square(np.stack(np.broadcast_arrays(x[:, :, None], y[:, None, :]), axis=-1))
        found = (self._hidden[every] == ON_COLOUR) & ~own[every]
        return np.asarray(found.any(axis=(1, 2)))


def _square(points: Floats) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return the rows and the columns of the squares in which points lie."""
    rows, columns = SHAPE
    at = np.clip(points / SQUARE + 1, 0, (columns - 1, rows - 1)).astype(np.intp)
    return at[..., 1], at[..., 0]
