"""Labels of a map, without overlaps of labels, dots and insets.

A label's room is estimated before anything is drawn, by the number of its letters: the page's font
is known only in the reader's browser. Points are in the plane of the map, in kilometres; sizes of
letters and distances around a dot are in pixels.
"""

from collections.abc import Sequence
from math import dist, hypot
from typing import NamedTuple

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
SAME_DOT = 3
"""Pixels within which two dots are taken for one, as a reader takes them."""
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
FAR = (
    ("left", 62, 44), ("left", 62, -44), ("right", -62, 44), ("right", -62, -44),
    ("left", 76, 0), ("right", -76, 0), ("center", 0, 64), ("center", 0, -64),
)  # fmt: skip
"""Where a name stands with a long line, if it has no room nearer: among many numbers and dots."""
SHARE_LEFT_OF_POINT = {"left": 0.0, "center": 0.5, "right": 1.0}
"""The side of a text that stands at its point → the share of the text left of the point."""
LINE_POINTS = 9
"""Points of a line at which it is looked at."""
LEAD_POINTS = 25
"""Points at which a line is held against names: the steps are smaller than a name is high."""
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
        x, y = point
        left, bottom, right, top = self.box
        beside = max(left - x, 0, x - right)
        above = max(bottom - y, 0, y - top)
        return hypot(beside, above)

    def leads_through(self, box: Box) -> bool:
        """Whether the line from the dot to the name, if there is one, would run through a box."""
        if not self.is_away:
            return False
        left, bottom, right, top = box
        for x, y in np.linspace(self.dot, self.place, LEAD_POINTS).tolist():
            if left < x < right and bottom < y < top:
                return True
        return False

    def excludes(self, other: "Spot") -> bool:
        """Whether a name at the other spot, or its line, would meet the name or line at this."""
        if overlap(self.box, other.box):
            return True
        return self.leads_through(other.box) or other.leads_through(self.box)

    def count_hidden(self, covered: Sequence[Path]) -> int:
        """Count how many of nine points along the name's middle lie on the `covered` shapes.

        Those are the territories of members: a name written over them hides the members' ground.
        """
        left, bottom, right, top = self.box
        xs = np.linspace(left, right, LINE_POINTS)
        ys = np.full(LINE_POINTS, (bottom + top) / 2)
        line = np.column_stack((xs, ys))
        hidden = 0
        for path in covered:
            is_hidden = path.contains_points(line)
            hidden += int(is_hidden.sum())
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
    half = len(name) / 2
    middle = min(places, key=lambda place: abs(place - half))
    # A hyphen stays at the end of the first line, a space goes.
    first = name[: middle + 1].rstrip()
    second = name[middle + 1 :]
    return f"{first}\n{second}"


class Labels:
    """The labels of a map, each written where no other label and no dot stands.

    The chart says first which dots and insets have to stay free (`keep_free`, `keep_off`), then
    writes its texts; the labels remember the boxes of all that stands on the map. `scale` is the
    number of pixels that a kilometre of the Axes takes.
    """

    def __init__(self, ax: Axes, scale: float) -> None:
        self._ax = ax
        self._scale = scale
        left, right = ax.get_xlim()
        bottom, top = ax.get_ylim()
        self._bounds = (left, bottom, right, top)
        self._dots: list[Point] = []
        # The boxes of the dots and of the texts, on which nothing more is written.
        self._taken: list[Box] = []
        # The frames of the insets, which names of dots keep off.
        self._frames: list[Box] = []
        # The boxes of the texts alone, through which no line leads.
        self._texts: list[Box] = []
        # The names with a line from their dot, on which nothing is written either.
        self._led: list[Spot] = []

    def _to_kilometres(self, pixels: float) -> float:
        """Return the length on the map of a distance in pixels."""
        return pixels / self._scale

    def move(self, point: Point, by: Point) -> Point:
        """Return the point that lies `by` pixels to the right of a point, and above the point."""
        x, y = point
        right, up = by
        return x + self._to_kilometres(right), y + self._to_kilometres(up)

    def keep_free(self, point: Point) -> None:
        """Take the room around a dot, so that no label is written on the dot."""
        self._dots.append(point)
        left, bottom = self.move(point, (-DOT, -DOT))
        right, top = self.move(point, (DOT, DOT))
        self._taken.append((left, bottom, right, top))

    def keep_off(self, frame: Sequence[float]) -> None:
        """Keep the names of dots off an inset, whose frame is left, bottom, right, top."""
        left, bottom, right, top = frame
        self._frames.append((left, bottom, right, top))

    def has_room(
        self, text: str, point: Point, align: str = "center", *, size: float = LETTERS
    ) -> bool:
        """Whether a text stands on no other and on no dot, and within the drawing."""
        box = self._measure(text, point, align, size)
        if not self._is_inside(box):
            return False
        return all(not overlap(box, other) for other in self._taken)

    def measure_share(self, text: str, point: Point, shape: Path) -> float:
        """Return the share of a text's box, 0 to 1, that lies in a shape."""
        left, bottom, right, top = self._measure(text, point, "center", LETTERS)
        # A grid of 135 points is finer than a border of a département in a number is crooked.
        across = np.linspace(left, right, 15)
        upwards = np.linspace(bottom, top, 9)
        xs, ys = np.meshgrid(across, upwards)
        points = np.column_stack((xs.ravel(), ys.ravel()))
        is_in_shape = shape.contains_points(points)
        return float(is_in_shape.mean())

    def _is_inside(self, box: Box) -> bool:
        """Whether a box stands within the drawing."""
        first, lowest, last, highest = self._bounds
        left, bottom, right, top = box
        fits_across = first <= left and right <= last
        fits_upwards = lowest <= bottom and top <= highest
        return fits_across and fits_upwards

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
        """Write a text, even over a label: in bold, but for names of the ground, which are soft.

        `colour` is a name of the palette, `gid` the classes that the page's CSS knows, `align` the
        side of the text that stands at the point. `size` is the size of letters by which the room
        is measured: names are set as they are on a screen, and measured as a sheet has them.
        """
        box = self._measure(text, point, align, size)
        self._taken.append(box)
        self._texts.append(box)
        weight = "bold"
        if colour == "soft":
            weight = "normal"
        vertical = "center"
        x, y = point
        if "\n" not in text:
            # matplotlib would place a line with an accent otherwise than one without.
            x, y = self.move(point, (0, -CAPITAL * LETTERS))
            vertical = "baseline"
        label = self._ax.text(x, y, text, ha=align, va=vertical, linespacing=1)
        label.set_gid(f"class {gid}")
        label.set(size=LETTERS, weight=weight, color=page_colours()[colour])

    def write_beside(self, number: str, place: Point, end: Point) -> None:
        """Write a number beside its territory, with a thin line to the point `end` within.

        Nothing is written if another label or a dot stands at the place.
        """
        align = "left"
        if place[0] < end[0]:
            align = "right"
        if not self.has_room(number, place, align):
            return
        self.write(number, place, colour="ink", gid="coded halo", align=align)
        box = self._measure(number, place, align, LETTERS)
        self.lead(Spot(number, align, place, end, box, is_away=True))

    def find_spots(self, name: str, dot: Point) -> list[Spot]:
        """Return the places with room for the name of a dot, in a line or in two.

        Places beside the dot come first, and none of these is nearer to another dot. Then come the
        places that need a line to the dot, and no such line goes through another dot.
        """
        spots = []
        for spot in self._list_spots(name, dot, BESIDE):
            if self._is_free(spot) and not self._is_nearer_to_another(spot):
                spots.append(spot)
        for places in (AWAY, FAR):
            # A long line is for a name that has no other place.
            if places is FAR and spots:
                break
            for beside in self._list_spots(name, dot, places):
                spot = beside._replace(is_away=True)
                crosses_text = any(spot.leads_through(box) for box in self._texts)
                if self._is_free(spot) and not crosses_text and not self._crosses_another(spot):
                    spots.append(spot)
        return spots

    def _list_spots(
        self, name: str, dot: Point, places: Sequence[tuple[str, int, int]]
    ) -> list[Spot]:
        """Return a spot for each way to write a name around its dot, with room or without.

        `places` has the sides and distances of `BESIDE` or of `AWAY`.
        """
        spots = []
        for text in _list_wordings(name):
            # Two lines stand half a line farther above or below the dot than one.
            farther = text.count("\n") * LETTERS / 2
            for align, x, y in places:
                up = y + farther * np.sign(y)
                place = self.move(dot, (x, up))
                spots.append(self._make_spot(text, align, place, dot))
        return spots

    def _is_nearer_to_another(self, spot: Spot) -> bool:
        """Whether a reader would take a name for that of another dot."""
        own = spot.measure_gap(spot.dot)
        gaps = [spot.measure_gap(other) for other in self._list_other_dots(spot)]
        return min(gaps, default=own + 1) <= own

    def _crosses_another(self, spot: Spot) -> bool:
        """Whether the line from a dot to its name would go through another dot."""
        line = np.linspace(spot.dot, spot.place, LINE_POINTS)
        for other in self._list_other_dots(spot):
            # Of two dots that touch, a line may lead away from the other.
            near = min(self._to_kilometres(DOT), 0.9 * dist(other, spot.dot))
            steps = line - other
            distances = np.hypot(steps[:, 0], steps[:, 1])
            if distances.min() < near:
                return True
        return False

    def _list_other_dots(self, spot: Spot) -> list[Point]:
        """Return all dots but the spot's own."""
        # A town where one met may be a member: two dots are one there. Towns next to each other,
        # such as Foix and Pamiers, are two, though their dots touch.
        near = self._to_kilometres(SAME_DOT)
        return [other for other in self._dots if dist(other, spot.dot) > near]

    def find_spots_outside(self, name: str, dot: Point, frame: Box) -> list[Spot]:
        """Return the places outside a frame with room for the name of a dot within.

        An inset is too full for names: they stand beside it, above, or below at its right end.
        """
        spots = []
        for text in _list_wordings(name):
            for align, place in self._list_places_around(frame, dot, text.count("\n") + 1):
                spot = self._make_spot(text, align, place, dot)
                if self._is_free(spot):
                    spots.append(spot)
        return spots

    def _list_places_around(self, frame: Box, dot: Point, lines: int) -> list[tuple[str, Point]]:
        """Return places around a frame for the name of a dot within, with the side that is there.

        ("right", (x, y)) is a name that ends at the point. `lines` is the number of the name's
        lines. Places level with the dot come first, then line by line up and down beside the
        frame, then above the frame and below its right end.
        """
        left, bottom, right, top = frame
        dot_x, dot_y = dot
        gap = self._to_kilometres(DOT)
        line = self._to_kilometres(LETTERS)
        half = self._to_kilometres(lines * LINE / 2 * ON_PAPER)
        levels = sorted(np.arange(bottom, top, line), key=lambda level: abs(level - dot_y))
        places: list[tuple[str, Point]] = []
        for level in (dot_y, *levels):
            places.append(("right", (left - gap, level)))
            places.append(("left", (right + gap, level)))
        for level in (top + half, top + half + line):
            places.append(("center", (dot_x, level)))
            places.append(("left", (left, level)))
        places.append(("right", (right, bottom - half)))
        return places

    def write_name(self, spot: Spot, colour: str) -> None:
        """Write the name of a dot at a spot."""
        self.write(
            spot.text,
            spot.place,
            colour=colour,
            gid="place halo",
            align=spot.align,
            size=ON_PAPER,
        )

    def lead(self, spot: Spot, frame: Box | None = None) -> None:
        """Draw a thin line from a dot to its name, which stands outside the frame, if any."""
        self._led.append(spot)
        start_x, start_y = spot.dot
        end_x, end_y = spot.place
        if frame is not None:
            left, bottom, right, top = frame
            # Of a name above or below the frame the line ends at the frame, right above the dot.
            if left <= end_x <= right:
                end_x = start_x
                end_y = min(max(end_y, bottom), top)
        colours = page_colours()
        # A thin line lies on a broad one of paper: on a territory in full colour it would be lost.
        for colour, width in ((colours["paper"], 2.4), (colours["soft"], 0.8)):
            self._ax.plot([start_x, end_x], [start_y, end_y], color=colour, lw=width, zorder=2)

    def _make_spot(self, text: str, align: str, place: Point, dot: Point) -> Spot:
        """Return a spot with its edges, in letters as large as a sheet of paper has them."""
        box = self._measure(text, place, align, ON_PAPER)
        return Spot(text, align, place, dot, box)

    def _is_free(self, spot: Spot) -> bool:
        """Whether a name at a spot stands on no other, on no dot, on no line and on no inset."""
        for led in self._led:
            if led.leads_through(spot.box):
                return False
        for frame in self._frames:
            if overlap(spot.box, frame):
                return False
        return self.has_room(spot.text, spot.place, spot.align, size=ON_PAPER)

    def _measure(self, text: str, point: Point, align: str, size: float) -> Box:
        """Return the edges of a text around a point, in kilometres.

        `align` is the side of the text that stands at the point, `size` the size of its letters in
        pixels.
        """
        x, y = point
        lines = text.split("\n")
        longest = max(lines, key=len)
        width = self._to_kilometres(estimate_width(longest, size))
        height = self._to_kilometres(LINE * size * len(lines))
        left = x - SHARE_LEFT_OF_POINT[align] * width
        bottom = y - height / 2
        return left, bottom, left + width, bottom + height


def overlap(box: Box, other: Box) -> bool:
    """Whether two boxes have a part in common."""
    # Plain numbers: for four of them numpy takes five times as long, and a map asks thousands.
    left, bottom, right, top = box
    other_left, other_bottom, other_right, other_top = other
    if right <= other_left or other_right <= left:
        return False
    return bottom < other_top and other_bottom < top


def _list_wordings(name: str) -> list[str]:
    """Return a name in a line and in two lines: a long name in two lines first."""
    in_two = cut_in_two(name)
    if len(name) >= LONG:
        return [in_two, name]
    return [name, in_two]
