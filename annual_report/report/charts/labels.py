"""Labels of a map, without overlaps of labels, dots and insets.

A label's room is estimated before anything is drawn, by the number of its letters: the page's font
is known only in the reader's browser. Points are in the plane of the map, in kilometres; sizes of
letters and distances around a dot are in pixels.
"""

from collections.abc import Sequence
from math import dist, hypot
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path

from annual_report.machine.pages.look.palette import page_colours
from annual_report.report.charts.ground import Point

LETTERS = 12
"""Pixels: a telephone shows a map a little smaller, and letters of eleven can be read."""
ON_PAPER = 14
"""Pixels by which the names of dots are measured: a sheet shows them larger, and set closer."""
LETTER = 0.62
"""Mean width of a letter of a bold sans-serif, in ems, on the safe side."""
LINE = 0.9
"""Height of a line that has nothing above or below it to stand apart from, in ems."""
CAPITAL = 0.36
"""Half of the height of a capital, in ems: a line stands so far below its middle."""
DOT = 7
"""Pixels from the middle of a dot that no label comes nearer to."""
BESIDE = (
    ("left", 10, 0), ("right", -10, 0), ("center", 0, 15), ("center", 0, -16),
    ("left", 9, 14), ("left", 9, -15), ("right", -9, 14), ("right", -9, -15),
)  # fmt: skip
"""Where a name may stand, seen from its dot: the side of the text that is there, and pixels."""
AWAY = (
    ("left", 36, 0), ("right", -36, 0), ("left", 30, 28), ("left", 30, -28),
    ("right", -30, 28), ("right", -30, -28), ("center", 0, 42), ("center", 0, -42),
)  # fmt: skip
"""Where a name stands with a line to its dot, where beside it there is no room."""
SIDES = {"left": 0.0, "center": 0.5, "right": 1.0}
LINE_POINTS = 9
"""Points of a line at which it is looked at."""
LONG = 17
"""Signs from which on a name is rather written in two lines."""

Box = tuple[float, float, float, float]
"""Four edges: left, bottom, right, top."""


class Spot(NamedTuple):
    """A possible place for the name of a dot, and the edges that the name would have there.

    `text` is the name in a line or in two; `align` is the side of the text that stands at `place`.
    """

    text: str
    align: str
    place: Point
    dot: Point
    box: Box
    is_away: bool = False
    """Whether the name needs a line to its dot."""

    def measure_gap(self, point: Point) -> float:
        """Return the distance from a point to the text's box, 0 within the box."""
        left, bottom, right, top = self.box
        beside = max(left - point[0], 0, point[0] - right)
        above = max(bottom - point[1], 0, point[1] - top)
        return hypot(beside, above)

    def count_hidden(self, covered: Sequence[Path]) -> int:
        """Count the points of the name's middle line that lie on some shapes."""
        left, bottom, right, top = self.box
        xs = np.linspace(left, right, LINE_POINTS)
        ys = np.full(LINE_POINTS, (bottom + top) / 2)
        line = np.column_stack((xs, ys))
        hidden = 0
        for path in covered:
            hidden += int(path.contains_points(line).sum())
        return hidden


def estimate_width(text: str, size: float) -> float:
    """Estimate how many pixels wide a line is, on any machine; a reader's font may differ."""
    return len(text) * size * LETTER


def cut_in_two(name: str) -> str:
    r"""Cut a name in two lines at the space or hyphen nearest to the middle, if there is any.

    >>> cut_in_two("Métropole Européenne de Lille")
    'Métropole\nEuropéenne de Lille'
    """
    places = [place for place, sign in enumerate(name) if sign in " -"]
    if not places:
        return name
    middle = min(places, key=lambda place: abs(place - len(name) / 2))
    return f"{name[: middle + 1].rstrip()}\n{name[middle + 1 :]}"


class Labels:
    """The labels of an Axes, each written where no other label and no dot stands.

    `scale` is the number of pixels of a kilometre. The labels remember all boxes that are taken.
    """

    def __init__(self, ax: Axes, scale: float) -> None:
        self._ax = ax
        self._scale = scale
        left, right = ax.get_xlim()
        bottom, top = ax.get_ylim()
        self._bounds = (left, bottom, right, top)
        self._dots: list[Point] = []
        self._taken: list[Box] = []
        self._frames: list[Box] = []

    def move(self, point: Point, by: Point) -> Point:
        """Return the point that lies `by` pixels to the right of a point, and above the point."""
        return point[0] + by[0] / self._scale, point[1] + by[1] / self._scale

    def keep_free(self, point: Point) -> None:
        """Take the room around a dot, so that no label is written on the dot."""
        self._dots.append(point)
        low = self.move(point, (-DOT, -DOT))
        high = self.move(point, (DOT, DOT))
        self._taken.append((*low, *high))

    def keep_off(self, frame: Sequence[float]) -> None:
        """Keep names off a framed part of the map: left, bottom, right, top."""
        left, bottom, right, top = frame
        self._frames.append((left, bottom, right, top))

    def has_room(
        self, text: str, point: Point, align: str = "center", *, size: float = LETTERS
    ) -> bool:
        """Whether a text stands on no other and on no dot, and within the drawing."""
        box = self._measure(text, point, align, size)
        return self._is_inside(box) and not any(overlap(box, other) for other in self._taken)

    def measure_share(self, text: str, point: Point, shape: Path) -> float:
        """Return the share of a text's box, 0 to 1, that lies in a shape."""
        left, bottom, right, top = self._measure(text, point, "center", LETTERS)
        across = np.linspace(left, right, 15)
        upwards = np.linspace(bottom, top, 9)
        xs, ys = np.meshgrid(across, upwards)
        points = np.column_stack((xs.ravel(), ys.ravel()))
        return float(shape.contains_points(points).mean())

    def _is_inside(self, box: Box) -> bool:
        """Whether a box stands within the drawing."""
        left, bottom, right, top = self._bounds
        is_beside = left <= box[0] and box[2] <= right
        return is_beside and bottom <= box[1] and box[3] <= top

    def write(
        self,
        text: str,
        point: Point,
        *,
        colour: str,
        gid: str = "place",
        align: str = "center",
        size: float = LETTERS,
    ) -> None:
        """Write a text, even over a label: in bold, but for names of the ground.

        `size` is the size of letters by which the room is measured.
        """
        self._taken.append(self._measure(text, point, align, size))
        look: dict[str, Any] = {
            "size": LETTERS,
            "weight": "normal" if colour == "soft" else "bold",
            "color": page_colours()[colour],
            "ha": align,
            "va": "center",
            "linespacing": 1,
        }
        if "\n" not in text:
            # matplotlib would place a line with an accent otherwise than one without.
            point = self.move(point, (0, -CAPITAL * LETTERS))
            look["va"] = "baseline"
        self._ax.text(*point, text, gid=f"class {gid}", **look)

    def find_spots(self, name: str, dot: Point) -> list[Spot]:
        """Return the places with room for the name of a dot, in a line or in two.

        Places beside the dot come first, and none of these is nearer to another dot.
        """
        beside = self._list_spots(name, dot, BESIDE)
        clear = [spot for spot in beside if not self._is_nearer_to_another(spot)]
        led = self._list_spots(name, dot, AWAY)
        away = [spot._replace(is_away=True) for spot in led if not self._crosses_another(spot)]
        return [spot for spot in (*clear, *away) if self._is_free(spot)]

    def _list_spots(
        self, name: str, dot: Point, places: Sequence[tuple[str, int, int]]
    ) -> list[Spot]:
        """Return a spot for each way to write a name around its dot, with room or without.

        `places` has the sides and distances of `BESIDE` or of `AWAY`.
        """
        spots = []
        for text in _list_wordings(name):
            higher = text.count("\n") * LETTERS / 2
            for align, x, y in places:
                place = self.move(dot, (x, y + higher * np.sign(y)))
                spots.append(self._make_spot(text, align, place, dot))
        return spots

    def _is_nearer_to_another(self, spot: Spot) -> bool:
        """Whether a reader would take a name for that of another dot."""
        own = spot.measure_gap(spot.dot)
        return any(spot.measure_gap(other) <= own for other in self._list_other_dots(spot))

    def _crosses_another(self, spot: Spot) -> bool:
        """Whether the line from a dot to its name would go through another dot."""
        xs = np.linspace(spot.dot[0], spot.place[0], LINE_POINTS)
        ys = np.linspace(spot.dot[1], spot.place[1], LINE_POINTS)
        near = DOT / self._scale
        for other in self._list_other_dots(spot):
            if np.hypot(xs - other[0], ys - other[1]).min() < near:
                return True
        return False

    def _list_other_dots(self, spot: Spot) -> list[Point]:
        """Return all dots but the spot's own."""
        # A town where one met may be a member: two dots are one there.
        return [other for other in self._dots if dist(other, spot.dot) > DOT / self._scale]

    def find_spots_outside(self, name: str, dot: Point, frame: Box) -> list[Spot]:
        """Return the places outside a frame with room for the name of a dot within."""
        left, bottom, right, top = frame
        gap = DOT / self._scale
        line = LETTERS / self._scale
        # Level with the dot, then line by line up and down, then above and below the frame.
        levels = sorted(np.arange(bottom, top, line), key=lambda level: abs(level - dot[1]))
        spots = []
        for text in _list_wordings(name):
            half = (text.count("\n") + 1) * LINE / 2 * ON_PAPER / self._scale
            for level in (dot[1], *levels):
                spots.append(self._make_spot(text, "right", (left - gap, level), dot))
                spots.append(self._make_spot(text, "left", (right + gap, level), dot))
            for level in (top + half, top + half + line):
                spots.append(self._make_spot(text, "center", (dot[0], level), dot))
                spots.append(self._make_spot(text, "left", (left, level), dot))
            spots.append(self._make_spot(text, "right", (right, bottom - half), dot))
        return [spot for spot in spots if self._is_free(spot)]

    def write_name(self, spot: Spot, colour: str) -> None:
        """Write the name of a dot at a spot."""
        look: dict[str, Any] = {"colour": colour, "gid": "place halo", "size": ON_PAPER}
        self.write(spot.text, spot.place, align=spot.align, **look)

    def lead(self, spot: Spot, frame: Box | None = None) -> None:
        """Draw a thin line from a dot to its name, which stands outside the frame, if any."""
        end = spot.place
        if frame is not None:
            left, bottom, right, top = frame
            if left <= end[0] <= right:
                end = spot.dot[0], min(max(end[1], bottom), top)
        xs, ys = zip(spot.dot, end, strict=True)
        self._ax.plot(xs, ys, color=page_colours()["soft"], lw=0.8, zorder=2)

    def _make_spot(self, text: str, align: str, place: Point, dot: Point) -> Spot:
        """Return a spot with its edges, in letters as large as a sheet of paper has them."""
        return Spot(text, align, place, dot, self._measure(text, place, align, ON_PAPER))

    def _is_free(self, spot: Spot) -> bool:
        """Whether a name at a spot stands on no other, on no dot and on no inset."""
        for frame in self._frames:
            if overlap(spot.box, frame):
                return False
        return self.has_room(spot.text, spot.place, spot.align, size=ON_PAPER)

    def _measure(self, text: str, point: Point, align: str, size: float) -> Box:
        """Return the edges of a text of a size in pixels."""
        lines = text.split("\n")
        width = max(estimate_width(line, size) for line in lines) / self._scale
        half = LINE / 2 * size * len(lines) / self._scale
        left = point[0] - SIDES[align] * width
        return left, point[1] - half, left + width, point[1] + half


def overlap(box: Box, other: Box) -> bool:
    """Whether two boxes have a part in common."""
    # Plain numbers: for four of them numpy takes five times as long, and a map asks thousands.
    left, bottom, right, top = box
    other_left, other_bottom, other_right, other_top = other
    return left < other_right and other_left < right and bottom < other_top and other_bottom < top


def _list_wordings(name: str) -> list[str]:
    """Return a name in a line and in two lines: a long name in two lines first."""
    in_two = cut_in_two(name)
    if len(name) >= LONG:
        return [in_two, name]
    return [name, in_two]
