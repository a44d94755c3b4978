"""A map that is being written on: where it has room, and how a name is written there."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, field
from itertools import product
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from annual_report.machine.pages.look.palette import page_colours, text_size
from annual_report.machine.pages.look.style import measure_axes
from annual_report.report.charts.labels import Box, measure_label
from annual_report.report.charts.maps.ground import MapPlace
from annual_report.report.charts.maps.view import View

STEP = 1.15
"""From a line of a name to the next, in sizes of its letters."""
WITHIN = 4
"""Pixels from a name to the edge of a part of the map: a font may be wider than it is taken for."""
SHIFTS = (0, *(sign * away for away in range(8, 65, 8) for sign in (1, -1)))
"""How far from the middle of its territory a name looks for room in it, in pixels."""
CLOSE = 6
"""How much closer one looks whether a name has room, at a place where it seems to."""
PLACE = "class place"
"""The gid of names on a map: the page's style sheet gives them a halo and their size."""

Point = tuple[float, float]


@dataclass
class Canvas:
    """The Axes of a map, and what they show; points are in kilometres.

    `taken` are the places, in pixels, on which no name may stand.
    """

    ax: Axes
    view: View
    taken: list[Box] = field(default_factory=list)

    @property
    def scale(self) -> float:
        """Pixels in a kilometre."""
        (width, height), (west, east) = measure_axes(self.ax), self.ax.get_xlim()
        south, north = self.ax.get_ylim()
        return min(width / (east - west), height / (north - south))

    @property
    def bounds(self) -> Box:
        """The edges of the map, in pixels."""
        (west, east), (south, north) = self.ax.get_xlim(), self.ax.get_ylim()
        return Box(west, south, east, north).scale_by(self.scale)

    def write(
        self, text: str, point: Point, *, colour: str, name: str = "", **look: Any
    ) -> list[Box]:
        """Write a name in its lines around a point; return the places that it takes.

        `name` is the whole of which it is a line; matplotlib knows it as its label.
        """
        lines, (x, y), scale = text.split("\n"), point, self.scale
        look = {"ha": "center", "gid": PLACE, "zorder": 5} | look
        found = []
        for number, line in enumerate(lines):
            at = x, y + STEP * text_size(1) / scale * ((len(lines) - 1) / 2 - number)
            made = self.ax.text(*at, line, va="center_baseline", color=page_colours()[colour])
            made.set(label=name or text, **look)
            middle = Box(*(each * scale for each in (*at, *at)))
            found.append(middle.grow(measure_label(line, text_size(1)) / 2, text_size(1) / 2))
        return found

    def find_room(
        self, place: MapPlace, name: str, *, bold: bool = True
    ) -> tuple[str, Point] | None:
        """Find where a name stands wholly in its territory, in up to three lines.

        Return its lines and their middle, or None if there is no room that isn't taken.
        """
        middle = place.find_middle(astuple(self.view.box)) if self.view.is_part else place.point
        first, space, rest = name.partition(" ")
        below = f"{first}\n{cut_in_lines(rest, 0)}" if space else name
        for text in dict.fromkeys((name, cut_in_lines(name, 0), below)):
            lines = text.split("\n")
            wide = max(measure_label(line, text_size(1), bold=bold) for line in lines)
            high = text_size(1) * (1 + STEP * (len(lines) - 1))
            if point := self.find_free(place, middle, (wide, high), SHIFTS):
                return text, point
        return None

    def find_free(
        self,
        place: MapPlace,
        middle: Point,
        size: tuple[float, float],
        shifts: Sequence[float],
        *,
        apart: float = 0,
    ) -> Point | None:
        """Find where in a territory a box of so many pixels has room, near a point of it.

        It is `apart` from what is taken to either side. None if there is no such room.
        """
        scale, (wide, high) = self.scale, size
        bounds = self.bounds.grow(-WITHIN, -WITHIN)
        ways = sorted(product(shifts, shifts), key=lambda way: abs(way[0]) + abs(way[1]))
        points = np.array(middle) + np.array([(x, y) for y, x in ways]) / scale
        for x, y in points[place.holds(points, wide / scale, high / scale)].tolist():
            box = Box(*(scale * each for each in (x, y, x, y))).grow(wide / 2, high / 2)
            around = box.grow(apart, 0)
            if not bounds.holds(box) or any(around.overlaps(other) for other in self.taken):
                continue
            if place.holds(np.array([(x, y)]), wide / scale, high / scale, CLOSE).all():
                return x, y
        return None


def cut_in_lines(name: str, long: int) -> str:
    """Cut a `long` name in two lines, at the hyphen or the space that is nearest to its middle."""
    cuts = [at for at, sign in enumerate(name, 1) if sign in "- "]
    if len(name) <= long or not cuts:
        return name
    cut = min(cuts, key=lambda at: abs(at - len(name) / 2))
    return f"{name[:cut].rstrip()}\n{name[cut:]}"
