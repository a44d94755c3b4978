"""Outlines with few points: each border is simplified once, so that neighbours share it still."""

import itertools
from collections import defaultdict
from collections.abc import Iterator
from typing import TypeAlias

import shapely  # type: ignore[import-untyped, import-not-found, unused-ignore]

from reference.ground import Geometry

Outline: TypeAlias = dict[str, Geometry]  # by code
Point: TypeAlias = tuple[float, float]
Arc: TypeAlias = tuple[Point, ...]

SMALLEST_SHARE = 0.01
"""No detail is larger than this share of the smaller département beside it: Belfort keeps its
shape."""


def simplify_borders(outlines: Outline, detail: float) -> Outline:
    """Simplify a coverage border by border, so that neighbours still share theirs."""
    owners: dict[frozenset[Point], set[str]] = defaultdict(set)
    beside: dict[Point, set[Point]] = defaultdict(set)
    for code, outline in outlines.items():
        for part in parts_of(outline):
            for ring in rings_of(part):
                for a, b in itertools.pairwise(ring):
                    owners[frozenset((a, b))].add(code)
                    beside[a].add(b)
                    beside[b].add(a)
    nodes = {
        point
        for point, others in beside.items()
        if len(others) != 2 or len({frozenset(owners[frozenset((point, o))]) for o in others}) > 1
    }
    known: dict[Arc, Arc] = {}

    def thin(arc: Arc) -> Arc:
        """Simplify one border, always in the same direction."""
        if arc[::-1] < arc:
            return thin(arc[::-1])[::-1]
        if arc not in known:
            smallest = min(outlines[code].area for code in owners[frozenset(arc[:2])])
            known[arc] = thin_arc(arc, min(detail, SMALLEST_SHARE * smallest))
        return known[arc]

    def redraw(ring: Arc) -> list[Point]:
        arcs = [thin(arc) for arc in arcs_of(ring, nodes)]
        return [point for arc in arcs for point in arc[:-1]]

    return {
        code: shapely.multipolygons(
            [
                shapely.Polygon(redraw(outer), [redraw(hole) for hole in holes])
                for outer, *holes in map(rings_of, parts_of(outline))
            ]
        )
        for code, outline in outlines.items()
    }


def thin_arc(arc: Arc, smallest: float) -> Arc:
    """Take away the vertex of the smallest triangle until none is below `smallest` (Visvalingam).

    The ends stay; a ring keeps four corners, lest a small island become a triangle; a triangle
    with another vertex inside stays, lest the line cross itself.
    """
    points = list(arc)
    fewest = 5 if arc[0] == arc[-1] else 2
    while len(points) > fewest:
        corners = [tuple(points[place - 1 : place + 2]) for place in range(1, len(points) - 1)]
        areas = [measure_triangle(*corner) for corner in corners]
        for place in sorted(range(len(areas)), key=areas.__getitem__):
            if areas[place] >= smallest:
                return tuple(points)
            if not any(is_inside(point, *corners[place]) for point in points):
                del points[place + 1]
                break
        else:
            break
    return tuple(points)


def measure_triangle(a: Point, b: Point, c: Point) -> float:
    """Return the area of a triangle."""
    return abs(measure_turn(a, b, c)) / 2


def measure_turn(a: Point, b: Point, c: Point) -> float:
    """Return twice the area of a triangle, positive if a, b, c turn anticlockwise."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])


def is_inside(point: Point, a: Point, b: Point, c: Point) -> bool:
    """Whether a point is strictly inside a triangle."""
    turns = (measure_turn(a, b, point), measure_turn(b, c, point), measure_turn(c, a, point))
    return all(value > 0 for value in turns) or all(value < 0 for value in turns)


def arcs_of(ring: Arc, nodes: set[Point]) -> list[Arc]:
    """Cut a closed ring at its nodes; a ring without any starts at its smallest point."""
    points = ring[:-1]
    starts = [place for place, point in enumerate(points) if point in nodes]
    if not starts:
        starts = [points.index(min(points))]
    turned = points[starts[0] :] + points[: starts[0]]
    cuts = [start - starts[0] for start in starts] + [len(points)]
    closed = (*turned, turned[0])
    return [closed[a : b + 1] for a, b in itertools.pairwise(cuts)]


def rings_of(polygon: Geometry) -> list[Arc]:
    """List the closed rings of a polygon, its outside first."""
    rings = (polygon.exterior, *polygon.interiors)
    return [tuple(map(tuple, shapely.get_coordinates(ring).tolist())) for ring in rings]


def parts_of(geometry: Geometry) -> Iterator[Geometry]:
    """Iterate over single geometries, however deep the collection that holds them."""
    for part in shapely.get_parts(geometry):
        if part.geom_type.startswith(("Multi", "Geometry")):
            yield from parts_of(part)
        else:
            yield part
