"""The ground of a map: the outlines as matplotlib's paths, and what a label would hide of them.

Everything is in the outlines' own plane, in kilometres, y upwards.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt
from matplotlib.path import Path

from annual_report.network.territories.institutions import find_institution
from annual_report.network.territories.outlines import HEIGHT, WIDTH, list_outlines
from annual_report.report.charts.label_search import NOWHERE
from annual_report.report.charts.maps.points import list_points

LAND, BESIDE = 40, 100
"""What it costs a label, in pixels away, to stand on bare land, or nearer to another member."""
GAP, APART = 5.0, 12.0
"""Kilometres left free at both ends of a name; and by which it is nearer to its own territory."""
SQUARE = 2.0
"""Side, in kilometres, of the squares in which the ground is known: less than a pixel."""
STEPS = 24
"""Points of a line that are asked for the square in which they lie."""
SHAPE = math.ceil(HEIGHT / SQUARE) + 2, math.ceil(WIDTH / SQUARE) + 2
"""Rows and columns of these squares, one of nothing all around the sheet."""
FEW = 2
"""What has more territories, a région, is named in its middle."""

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Squares = tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]
"""The rows and the columns of some squares."""


@dataclass(frozen=True, eq=False)
class MapPlace:
    """A territory where it is drawn; what is drawn twice comes a second time, in an inset.

    `whole` is the département that it is a part of; a point has no rings. `inset` is the name of
    the inset in which it stands, None in métropole.
    """

    code: str
    point: tuple[float, float]
    rings: tuple[Path, ...]
    whole: str | None = None
    inset: str | None = None

    def find_starts(self, boxes: Floats) -> Floats:
        """Return the point of its outline, or its dot, that is nearest to each of some boxes."""
        return _nearest(boxes, self.outline)[0]

    def holds(self, middles: Floats, width: float, height: float, close: int = 1) -> Flags:
        """Tell of each point whether it has room around it for a box of so many kilometres.

        The closer one looks, the longer it takes: an inlet may be narrow.
        """
        across, along = (
            np.linspace(-width / 2, width / 2, 4 * close + 1),
            np.linspace(-height / 2, height / 2, 2 * close + 1),
        )
        corners = np.dstack(np.meshgrid(across, along)).reshape(-1, 2)
        every = (middles[:, None] + corners).reshape(-1, 2)
        inside = np.zeros(len(every), bool)
        for ring in self.rings:
            inside |= ring.contains_points(every)
        return np.asarray(inside.reshape(len(middles), -1).all(axis=1))

    def find_middle(self, window: tuple[float, float, float, float]) -> tuple[float, float]:
        """Return its point, or the middle of what a window shows of it if that isn't seen."""
        low, high = np.array(window[:2]), np.array(window[2:])
        if (low < self.point).all() and (self.point < high).all():
            return self.point
        rows, columns = self.squares
        middles = SQUARE * (np.column_stack((columns, rows)) - 0.5)
        seen = middles[((low < middles) & (middles < high)).all(axis=1)]
        x, y = seen.mean(axis=0) if len(seen) else self.point
        return float(x), float(y)

    @cached_property
    def squares(self) -> Squares:
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
    def inner(self) -> tuple[Floats, Floats]:
        """Points in it, and how far each of them is from its edge."""
        rows, columns = self.squares
        points = SQUARE * (np.column_stack((columns, rows)).astype(np.float64) - 0.5)
        edge = [np.empty((0, 2))]
        for ring in self.rings:
            longest = float(np.hypot(*np.diff(ring.vertices, axis=0).T).max())
            edge.append(np.asarray(ring.interpolated(math.ceil(longest / SQUARE)).vertices))
        corners = np.vstack(edge)
        # A product of matrices takes a tenth of the time of all differences.
        squares = (corners**2).sum(axis=1) - 2 * points @ corners.T
        nearest = (points**2).sum(axis=1) + squares.min(axis=1, initial=np.inf)
        return points, np.sqrt(np.maximum(nearest, 0))

    @cached_property
    def breadth(self) -> float:
        """How far its point is from its edge: what is narrow there has little room for a number."""
        return float(np.hypot(*(self.outline - self.point).T).min())

    @cached_property
    def outline(self) -> Floats:
        """Points along its edge; its dot, if it has none."""
        if not self.rings:
            return np.array([self.point])
        return np.vstack([ring.interpolated(2).vertices for ring in self.rings])


@cache
def list_places(*, fine: bool = False) -> tuple[MapPlace, ...]:
    """Return all territories where they are drawn, insets last.

    A part of the country has those of métropole alone, whose outlines are `fine`.
    """
    found = []
    for shape in list_outlines(fine=fine):
        rings = tuple(Path(np.array(ring), closed=True) for ring in shape.rings)
        found.append(MapPlace(shape.code, shape.point, rings, shape.whole, shape.inset))
    return tuple(found)


def list_drawn_places(coloured: Collection[str], *, fine: bool = False) -> tuple[MapPlace, ...]:
    """Return what is drawn where some territories are coloured.

    A département of which a part is coloured is drawn in its parts, any other as a whole.
    """
    places = list_places(fine=fine)
    cut = {place.whole for place in places if place.whole and place.code in coloured}
    return tuple(
        place for place in places if (place.whole in cut if place.whole else place.code not in cut)
    )


@cache
def find_marked_place(code: str, *, fine: bool = False) -> MapPlace | None:
    """Return where the name of an institution goes: its largest territory, or its point.

    What is drawn twice is marked in the inset, where there is room, or else, on a part of the
    country, which is `fine`, where it lies. None if it is on no such map.
    """
    territories = find_institution(code).territories
    # Who fills nothing has a point, if anything.
    if not territories:
        where, at = list_points(code), 0 if fine else -1
        return MapPlace(code, where[at], ()) if where else None
    own = [place for place in list_places(fine=fine) if place.code in territories]
    if len(territories) == 1 or not own:
        return own[-1] if own else None
    largest = max(own, key=lambda place: float(np.ptp(place.outline, axis=0).prod()))
    point = largest.point
    # A région's middle is that of its land: what is drawn twice counts there, not in the inset.
    if len(territories) > FEW:
        once = {place.code: place.outline for place in reversed(own)}
        land = np.vstack([*once.values()])
        x, y = (land.min(axis=0) + land.max(axis=0)) / 2
        point = float(x), float(y)
    rings = tuple(ring for place in own for ring in place.rings)
    return replace(largest, code=code, rings=rings, point=point)


class Ground:
    """What labels would hide of a map, square by square: the sea, land, or what is coloured."""

    def __init__(self, coloured: Collection[str], *, fine: bool) -> None:
        self._hidden = np.zeros(SHAPE, np.int16)
        places = list_drawn_places(coloured, fine=fine)
        self._coloured = [place for place in places if place.code in coloured]
        for place in places:
            self._hidden[place.squares] = LAND
        for place in self._coloured:
            self._hidden[place.squares] = NOWHERE

    def price(
        self, boxes: Floats, place: MapPlace, lines: Floats, away: Floats, *, across: float
    ) -> Floats:
        """Price where a place's name may stand, each with a line that starts at the place.

        `boxes` has a row for each: left, bottom, right, top; `lines` x, y of the start and of the
        end; `away` how far each is from the place. No name stands on what is coloured, and a line
        that crosses another member costs as much as `across`. Beside another a name would seem to
        be that one's.
        """
        low, high = _square(boxes[:, :2] - (GAP, 0)), _square(boxes[:, 2:] + (GAP, 0))
        size = (high[0] - low[0] + 1) * (high[1] - low[1] + 1)
        land, colour = (_sum_squares(each, low, high) for each in self._sums)
        prices: Floats = LAND * land / size + NOWHERE * (colour > 0)
        prices += across * self.find_crossing(lines, place)
        # Of places that are none, nobody asks.
        free = np.flatnonzero(prices < NOWHERE)
        prices[free] += BESIDE * self.find_beside_another(boxes[free], place, away[free])
        return prices

    @cached_property
    def _sums(self) -> tuple[npt.NDArray[np.intp], ...]:
        """How much land, and how much in a colour, lies to the left of each square and below it."""
        return tuple(
            np.pad((self._hidden == kind).cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
            for kind in (LAND, NOWHERE)
        )

    def find_crossing(self, lines: Floats, place: MapPlace) -> Flags:
        """Tell of lines that start at a place whether they cross another one that is coloured."""
        own = np.zeros(SHAPE, bool)
        own[place.squares] = True
        way = _square(np.linspace(lines[:, :2], lines[:, 2:], STEPS, axis=1))
        return np.asarray(((self._hidden[way] == NOWHERE) & ~own[way]).any(axis=1))

    def find_beside_another(
        self, boxes: Floats, place: MapPlace, away: Floats, apart: float = APART
    ) -> Flags:
        """Tell of boxes that are so far `away` from their place whether another is as near.

        A name there would be read as that one's; so is one that is nearer by less than `apart`.
        """
        others = [each.outline for each in self._coloured if each.code != place.code]
        if not others or not len(boxes):
            return np.zeros(len(boxes), bool)
        return np.asarray(_nearest(boxes, np.vstack(others))[1] < away + apart)


def _nearest(boxes: Floats, points: Floats) -> tuple[Floats, Floats]:
    """Return which of some points is nearest to each box, and how far it is."""
    left, bottom, right, top = boxes.T[:, :, None]
    x, y = points.T
    # A root of each would take as long as all the rest.
    squares = (np.clip(x, left, right) - x) ** 2 + (np.clip(y, bottom, top) - y) ** 2
    at = squares.argmin(axis=1)
    found: Floats = points[at]
    return found, np.sqrt(squares[np.arange(len(boxes)), at])


def _sum_squares(sums: npt.NDArray[np.intp], low: Squares, high: Squares) -> npt.NDArray[np.intp]:
    """Return how many squares of a kind lie between two others, these included."""
    (bottom, left), (top, right) = low, (high[0] + 1, high[1] + 1)
    return np.asarray(sums[top, right] - sums[bottom, right] - sums[top, left] + sums[bottom, left])


def _square(points: Floats) -> Squares:
    """Return the rows and the columns of the squares in which points lie."""
    rows, columns = SHAPE
    at = np.clip(points / SQUARE + 1, 0, (columns - 1, rows - 1)).astype(np.intp)
    return at[..., 1], at[..., 0]
