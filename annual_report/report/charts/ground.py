"""The ground of a map: outlines as matplotlib's paths, and the places of labels.

All points are in the plane of the outlines, in kilometres, y upwards.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from matplotlib.path import Path

from annual_report.network.territories.institutions import find_institution
from annual_report.network.territories.outlines import (
    HEIGHT,
    WIDTH,
    Inset,
    list_insets,
    list_outlines,
)
from annual_report.network.territories.reference import read_reference
from annual_report.network.territories.spelling import find_point_of_town

Point = tuple[float, float]

FOOT = 36.0
"""The height, in kilometres, of a map's foot, where a line says that insets differ in scale."""
WIDEST_PART = 330.0
"""The widest square, in kilometres, around dots that are shown on a part of the country alone."""
MARGIN_OF_PART = 45.0
"""The kilometres that such a map shows around the dots."""
TOP_OF_OVERSEAS = 180.0
"""The y, in kilometres, below which are the insets of overseas; Corse lies above it."""
TOP_WITHOUT_INSETS = 1206.0
"""The y, in kilometres, of the top of a map without insets, a little above Dunkerque."""
SEA_BELOW_CORSE = 14.0
"""The kilometres of sea that a map without overseas shows below Corse."""


class Shape(NamedTuple):
    """A territory as drawn on a map.

    `code` is that of a département, or of a part of the Rhône, whose `whole` is then the Rhône's
    code; `inset` names the inset that the shape is drawn in. Both are None for most territories.
    `point` is a place well inside, in kilometres like `path`.
    """

    code: str
    whole: str | None
    inset: str | None
    path: Path
    point: Point


class Window(NamedTuple):
    """The part of the plane that a map shows, in kilometres, and the insets in that part."""

    left: float
    bottom: float
    right: float
    top: float
    insets: tuple[Inset, ...] = ()
    is_part: bool = False
    """Whether it is a part of métropole alone, drawn from the fine outlines."""

    def holds(self, point: Point) -> bool:
        """Whether a point lies in the part that the map shows."""
        x, y = point
        return self.left < x < self.right and self.bottom < y < self.top

    def list_shapes(self) -> list[Shape]:
        """Return the shapes of territories to draw, without those of insets that aren't shown.

        Paris and its neighbours are there twice, the second time at the end, in their inset.
        """
        names = {inset.name for inset in self.insets}
        shapes = list_shapes(fine=self.is_part)
        return [shape for shape in shapes if shape.inset is None or shape.inset in names]

    def find_inset_around(self, point: Point) -> Inset | None:
        """Return the inset whose frame is around a point of the sheet; None outside of frames."""
        x, y = point
        for inset in self.insets:
            left, bottom, right, top = inset.frame
            if left <= x <= right and bottom <= y <= top:
                return inset
        return None

    def find_best_place(self, point: Point) -> Point:
        """Return the place at which the map shows a point best, the larger of two.

        The inset around Paris repeats a part of the map in a larger scale: a point in that part has
        its place in the inset. Any other point stays where it is.
        """
        for inset in self.insets:
            repeated = find_in_inset(inset, point)
            if repeated:
                return repeated
        return point


@cache
def list_shapes(*, fine: bool = False) -> tuple[Shape, ...]:
    """Return the shapes of all territories that a map may draw, those in insets last.

    Paris and its neighbours are there twice: in their place, and in their inset. The `fine` shapes
    have more points, for a map of a part of the country, and no insets.
    """
    shapes = []
    for outline in list_outlines(fine=fine):
        # A département with islands has a ring for each; all rings are one path.
        rings = [Path(ring) for ring in outline.rings]
        path = Path.make_compound_path(*rings)
        shapes.append(Shape(outline.code, outline.whole, outline.inset, path, outline.point))
    return tuple(shapes)


def find_in_inset(inset: Inset, point: Point) -> Point | None:
    """Return where an inset shows a point of the sheet a second time; None if it doesn't."""
    repeated = inset.repeated(point)
    if repeated is None:
        return None
    # Versailles lies within the frame of the inset around Paris, but the inset has no ground of
    # the Yvelines: a dot would lie on nothing.
    for shape in list_shapes():
        if shape.inset == inset.name and shape.path.contains_point(repeated):
            return repeated
    return None


@cache
def _read_label_places() -> dict[str, Point]:
    """Return code → place of the label, in kilometres, for territories with a place of their own.

    The middle of the others is a good place for their labels.
    """
    places = {}
    for row in read_reference("places.csv"):
        places[row["code"]] = float(row["x"]), float(row["y"])
    return places


def locate_label(code: str, point: Point) -> Point:
    """Return where a territory's number or name stands, in kilometres.

    `point` is taken unless `data/reference/places.csv` has a better place, chosen by eye.
    """
    return _read_label_places().get(code, point)


@cache
def _read_number_places() -> dict[str, tuple[Point, Point]]:
    """Return code → place of the number beside its territory, and the end of its line within.

    "90" → ((935.0, 790.0), (905.0, 812.0)), in kilometres.
    """
    places = {}
    for row in read_reference("numeros.csv"):
        place = float(row["x"]), float(row["y"])
        end_of_line = float(row["x_trait"]), float(row["y_trait"])
        places[row["code"]] = place, end_of_line
    return places


def find_number_beside(code: str) -> tuple[Point, Point] | None:
    """Return where a number stands for lack of room in its territory, and where its line ends.

    Both are in kilometres; the line ends within the territory. None for a territory that is large
    enough for its number and the dot of any town.
    """
    return _read_number_places().get(code)


def find_town(code: str, town: str) -> Point | None:
    """Return the place of a town on a map, or else of its département; None for an unknown code.

    "44", "Nantes" → (261.9, 773.9). `code` is the département's; of an unknown town, or of "", the
    middle of the département is returned.
    """
    # The parts of the Rhône have its code as their `whole`, and no code of a département.
    middles = [shape.point for shape in list_shapes() if shape.code == code and not shape.whole]
    if not middles:
        return None
    if town:
        point = find_point_of_town(town, code)
        if point:
            return point
    return middles[0]


def show_france() -> Window:
    """Return the window of all of France with every inset, for maps with filled territories."""
    return Window(0.0, -FOOT, WIDTH, HEIGHT, tuple(list_insets()))


def choose_window(members: Sequence[Point], towns: Sequence[Point] = ()) -> Window:
    """Return the smallest window that shows all dots: a part of métropole, métropole, or France.

    `members` and `towns` are the places of the dots, in kilometres. The insets of overseas are
    shown if a member lies there; the inset of Paris if it has at least two dots, because a single
    dot has room on the map.
    """
    if not members:
        return show_france()
    # Overseas is drawn in insets, at the foot.
    has_overseas = any(y < TOP_OF_OVERSEAS for _x, y in members)
    if not has_overseas and _measure_side(members) <= WIDEST_PART:
        return _frame_part(members)
    insets = []
    for inset in list_insets():
        repeated = [point for point in {*members, *towns} if find_in_inset(inset, point)]
        # The inset of Paris repeats a part of the map; those of overseas repeat nothing.
        is_overseas = inset.repeated_box is None
        if len(repeated) > 1 or (is_overseas and has_overseas):
            insets.append(inset)
    if has_overseas:
        return show_france()._replace(insets=tuple(insets))
    # The inset of Paris stands in the corner above, which the country alone doesn't reach.
    top = TOP_WITHOUT_INSETS
    if insets:
        top = HEIGHT
    bottom = TOP_OF_OVERSEAS - SEA_BELOW_CORSE
    return Window(0.0, bottom, WIDTH, top, tuple(insets))


def _measure_side(points: Sequence[Point]) -> float:
    """Return the side, in kilometres, of the smallest square around some points.

    (0, 0), (30, 10) and (20, 40) → 40.0.
    """
    # From west to east, and from south to north.
    extents = np.ptp(np.array(points), axis=0)
    return float(extents.max())


def _frame_part(points: Sequence[Point]) -> Window:
    """Return a square window around some points, all in kilometres, with a margin of 45 km."""
    corners = np.array(points)
    lowest = corners.min(axis=0)
    highest = corners.max(axis=0)
    middle = (lowest + highest) / 2
    half = _measure_side(points) / 2 + MARGIN_OF_PART
    left, bottom = (middle - half).tolist()
    right, top = (middle + half).tolist()
    return Window(left, bottom, right, top, is_part=True)


@cache
def trace_regions() -> Path:
    """Return the borders between régions as a path of many short lines, in kilometres.

    A piece of a border is an edge that the outlines of two départements, each of another région,
    have in common.
    """
    # An edge is the set of its two ends: of two neighbours, each goes along it in its own sense.
    regions_of_edge: dict[frozenset[Point], set[str]] = defaultdict(set)
    for outline in list_outlines():
        region = find_institution(outline.code).region
        # The parts of the Rhône and the territories in insets repeat ground, or have no neighbour.
        if outline.whole is not None or outline.inset is not None or not region:
            continue
        for ring in outline.rings:
            for start, end in pairwise(ring):
                regions_of_edge[frozenset((start, end))].add(region)
    borders = []
    for edge, regions in regions_of_edge.items():
        # An edge from a point to itself has no length, and isn't drawn.
        if len(regions) > 1 and len(edge) == 2:
            borders.append(tuple(edge))
    # Each line begins at its first point, and isn't joined to the line before.
    codes = [Path.MOVETO, Path.LINETO] * len(borders)
    points = np.array(borders, float).reshape(-1, 2)
    return Path(points, codes)
