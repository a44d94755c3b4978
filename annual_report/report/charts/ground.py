"""The ground of a map: outlines as matplotlib's paths, and where labels stand on it.

Everything is in the outlines' own plane, in kilometres, y upwards.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from matplotlib.path import Path

from annual_report.network.territories.institutions import find_institution
from annual_report.network.territories.outlines import HEIGHT, WIDTH, list_insets, list_outlines
from annual_report.network.territories.reference import read_reference
from annual_report.network.territories.spelling import find_point_of_town

Point = tuple[float, float]

FOOT = 36.0
"""Kilometres below the names of the insets, where the map says that their scales are others."""
NARROW, AROUND = 330.0, 45.0
"""Kilometres: dots that all lie closer than this are shown on a part of the country, and what is
shown around them there."""
OVERSEAS = 180.0
"""Kilometres of the plane below which are the insets of what lies overseas."""


class Shape(NamedTuple):
    """A territory where it is drawn; `whole` is the département that it is a part of."""

    code: str
    whole: str | None
    path: Path
    point: Point


class Window(NamedTuple):
    """What a map shows of the plane, in kilometres."""

    left: float
    bottom: float
    right: float
    top: float
    is_part: bool = False
    """Whether it is a part of métropole alone, drawn from the fine outlines."""

    def holds(self, point: Point) -> bool:
        """Whether a point is seen."""
        return self.left < point[0] < self.right and self.bottom < point[1] < self.top


WHOLE = Window(0.0, -FOOT, WIDTH, HEIGHT)


@cache
def list_shapes(*, fine: bool = False) -> tuple[Shape, ...]:
    """Return what a map draws; Paris and its neighbours come twice, last in their inset."""
    return tuple(
        Shape(land.code, land.whole, Path.make_compound_path(*map(Path, land.rings)), land.point)
        for land in list_outlines(fine=fine)
    )


@cache
def _read_label_places() -> dict[str, Point]:
    """Return where labels stand that have no good place at the point of their outline."""
    rows = read_reference("places.csv")
    return {row["code"]: (float(row["x"]), float(row["y"])) for row in rows}


def locate_label(code: str, point: Point) -> Point:
    """Return where a label stands: where the table says, or else at a point of its outline."""
    return _read_label_places().get(code, point)


def find_town(code: str, town: str) -> Point | None:
    """Return the point of a town of a département, or else the middle of that; None overseas."""
    middles = [shape.point for shape in list_shapes() if shape.code == code and not shape.whole]
    if not middles:
        return None
    return (find_point_of_town(town, code) if town else None) or middles[0]


def repeat_in_inset(point: Point) -> Point:
    """Return where a point is seen best: in the inset that repeats it, if one does."""
    return next(filter(None, (inset.repeated(point) for inset in list_insets())), point)


def choose_window(points: Sequence[Point]) -> Window:
    """Return all of France, or the part of it where some dots all lie near each other."""
    at = np.array(points)
    # Overseas is drawn in insets, at the foot.
    is_overseas = any(y < OVERSEAS for _x, y in points)
    if not points or is_overseas or np.ptp(at, axis=0).max() > NARROW:
        return WHOLE
    middle, side = (at.min(axis=0) + at.max(axis=0)) / 2, np.ptp(at, axis=0).max() / 2 + AROUND
    (left, bottom), (right, top) = (middle - side).tolist(), (middle + side).tolist()
    return Window(left, bottom, right, top, is_part=True)


@cache
def trace_regions() -> Path:
    """Return the borders between régions: the edges that two of their départements share."""
    sides: dict[frozenset[Point], set[str]] = defaultdict(set)
    for outline in list_outlines():
        region = find_institution(outline.code).region
        if outline.whole is None and outline.inset is None and region:
            for ring in outline.rings:
                for start, end in pairwise(ring):
                    sides[frozenset((start, end))].add(region)
    edges = [tuple(edge) for edge, regions in sides.items() if len(regions) > 1 and len(edge) == 2]
    codes = [Path.MOVETO, Path.LINETO] * len(edges)
    return Path(np.array(edges, float).reshape(-1, 2), codes)
