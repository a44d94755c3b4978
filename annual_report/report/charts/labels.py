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

LETTER_PIXELS = 12
"""Size of letters: a telephone shows a map a little smaller, and letters of eleven can be read."""
PAPER_LETTER_PIXELS = 14
"""Size by which the names of dots are measured: a sheet shows them larger, and set closer."""
LETTER_WIDTH_EMS = 0.62
"""Mean width of a letter of a bold sans-serif, on the safe side; an em is the size of letters."""
LINE_HEIGHT_EMS = 0.9
"""Height of a line that has nothing above or below it to stand apart from."""
HALF_CAPITAL_EMS = 0.36
"""Half of the height of a capital: a line of text stands so far below its middle."""
DOT_PIXELS = 7
"""Pixels from the middle of a dot that no label comes nearer to."""
SAME_DOT_PIXELS = 3
"""Pixels within which two dots are taken for one, as a reader takes them."""
SHARE_LEFT_OF_POINT = {"left": 0.0, "center": 0.5, "right": 1.0}
"""The side of a text that stands at its point → the share of the text left of the point."""
LINE_POINTS = 9
"""The points of a line for which the program asks whether a dot or a territory is there."""
LEAD_POINTS = 25
"""The points of a line for which it asks whether a name is there: closer than a name is high."""
LONG_NAME = 17
"""A name with so many signs, or more, is rather written in two lines."""

Box = tuple[float, float, float, float]
"""Four edges: left, bottom, right, top."""


class Offset(NamedTuple):
    """A place for a name, seen from its dot: ("left", 10, 0) begins 10 pixels right of the dot."""

    align: str
    """The side of the text that stands at the place: "left", "center" or "right"."""
    right: int
    """The pixels from the dot to the right; to the left if below 0."""
    up: int
    """The pixels from the dot upwards; downwards if below 0."""


BESIDE = (
    Offset("left", 10, 0),
    Offset("right", -10, 0),
    Offset("center", 0, 15),
    Offset("center", 0, -16),
    Offset("left", 9, 14),
    Offset("left", 9, -15),
    Offset("right", -9, 14),
    Offset("right", -9, -15),
)
"""The places beside a dot, the preferred first: right of it, left of it, above, below, aslant."""
AWAY = (
    Offset("left", 36, 0),
    Offset("right", -36, 0),
    Offset("left", 30, 28),
    Offset("left", 30, -28),
    Offset("right", -30, 28),
    Offset("right", -30, -28),
    Offset("center", 0, 42),
    Offset("center", 0, -42),
)
"""The places from which a line leads to the dot, for a name without room beside the dot."""
FAR = (
    Offset("left", 62, 44),
    Offset("left", 62, -44),
    Offset("right", -62, 44),
    Offset("right", -62, -44),
    Offset("left", 76, 0),
    Offset("right", -76, 0),
    Offset("center", 0, 64),
    Offset("center", 0, -64),
)
"""The places of a long line, for a name without room nearer, among many numbers and dots."""


class Spot(NamedTuple):
    """A possible place for the name of a dot, and the edges that the name would have there."""

    text: str
    """The name, in a line or in two."""
    align: str
    """The side of the text that stands at the place: "left", "center" or "right"."""
    place: Point
    dot: Point
    box: Box
    """The edges of the text."""
    is_away: bool = False
    """Whether the name needs a line to its dot."""

    def measure_gap(self, point: Point) -> float:
        """Return the distance from a point to the text's box, 0 within the box."""
        x, y = point
        left, bottom, right, top = self.box
        # Each is 0 where the point lies between the two edges.
        across = max(left - x, 0, x - right)
        upwards = max(bottom - y, 0, y - top)
        return hypot(across, upwards)

    def leads_through(self, box: Box) -> bool:
        """Whether the line from the dot to the name, if there is one, would run through a box."""
        if not self.is_away:
            return False
        left, bottom, right, top = box
        points = np.linspace(self.dot, self.place, LEAD_POINTS)
        return any(left < x < right and bottom < y < top for x, y in points.tolist())

    def excludes(self, other: "Spot") -> bool:
        """Whether two names can't stand at both spots.

        The names would overlap, or the line to one of the names would run through the other name.
        """
        if overlap(self.box, other.box):
            return True
        return self.leads_through(other.box) or other.leads_through(self.box)

    def count_hidden(self, covered: Sequence[Path]) -> int:
        """Count how many of nine points along the name's middle lie on the `covered` shapes.

        These shapes are the territories of members, which a name would hide: 0 is a name on free
        ground, 9 a name over one territory.
        """
        left, bottom, right, top = self.box
        xs = np.linspace(left, right, LINE_POINTS)
        ys = np.full(LINE_POINTS, (bottom + top) / 2)
        points = np.column_stack((xs, ys))
        hidden = 0
        for path in covered:
            is_hidden = path.contains_points(points)
            hidden += int(is_hidden.sum())
        return hidden


def estimate_width(text: str, size: float) -> float:
    """Estimate how many pixels wide a line of text is, in letters of a `size` in pixels.

    "Nantes" in letters of 12 pixels → 44.64. The estimate counts letters, so that it is the same on
    each machine; the font of a reader's browser may differ.
    """
    return len(text) * size * LETTER_WIDTH_EMS


def cut_in_two(name: str) -> str:
    r"""Cut a name in two lines at the space or hyphen nearest to the middle, if there is any.

    >>> cut_in_two("Métropole Européenne de Lille")
    'Métropole\nEuropéenne de Lille'
    """
    gaps = [index for index, sign in enumerate(name) if sign in " -"]
    if not gaps:
        return name
    half = len(name) / 2
    middle_gap = min(gaps, key=lambda index: abs(index - half))
    # A hyphen stays at the end of the first line, a space goes.
    first = name[: middle_gap + 1].rstrip()
    second = name[middle_gap + 1 :]
    return f"{first}\n{second}"


class Labels:
    """The labels of a map, each written where no other label and no dot stands.

    The chart says first which dots and insets have to stay free (`keep_free`, `keep_off`), then
    writes its texts; the labels remember the boxes of all that stands on the map. The Axes are in
    kilometres, of which each takes some `pixels_per_kilometre`.
    """

    def __init__(self, ax: Axes, *, pixels_per_kilometre: float) -> None:
        self._ax = ax
        self._pixels_per_kilometre = pixels_per_kilometre
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
        # The names with a line from their dot: on that line nothing is written either.
        self._led: list[Spot] = []

    def _to_kilometres(self, pixels: float) -> float:
        """Return the length on the map of a distance in pixels."""
        return pixels / self._pixels_per_kilometre

    def move(self, point: Point, by: Point) -> Point:
        """Return the point that lies some pixels away from a point of the map.

        `by` are the pixels to the right and the pixels up: (10, -5) is right and a little below.
        """
        x, y = point
        right, up = by
        return x + self._to_kilometres(right), y + self._to_kilometres(up)

    def keep_free(self, point: Point) -> None:
        """Remember the room around a dot as taken, so that no label is written on the dot."""
        self._dots.append(point)
        left, bottom = self.move(point, (-DOT_PIXELS, -DOT_PIXELS))
        right, top = self.move(point, (DOT_PIXELS, DOT_PIXELS))
        self._taken.append((left, bottom, right, top))

    def keep_off(self, frame: Sequence[float]) -> None:
        """Keep the names of dots off an inset, whose frame is left, bottom, right, top."""
        left, bottom, right, top = frame
        self._frames.append((left, bottom, right, top))

    def has_room(
        self, text: str, point: Point, align: str = "center", *, size: float = LETTER_PIXELS
    ) -> bool:
        """Whether a text at a point would stand on no other text and no dot, within the drawing.

        `align` is the side of the text that stands at the point: "left", "center" or "right";
        `size` is the size of its letters in pixels.
        """
        box = self._measure(text, point, align, size)
        if not self._is_inside(box):
            return False
        return all(not overlap(box, other) for other in self._taken)

    def measure_share(self, text: str, point: Point, shape: Path) -> float:
        """Return the share of a text's box around a point, from 0 to 1, that lies in a shape."""
        left, bottom, right, top = self._measure(text, point, "center", LETTER_PIXELS)
        # The share is counted on a grid of 15 by 9 points, closer than a border winds.
        across = np.linspace(left, right, 15)
        upwards = np.linspace(bottom, top, 9)
        xs, ys = np.meshgrid(across, upwards)
        points = np.column_stack((xs.ravel(), ys.ravel()))
        is_in_shape = shape.contains_points(points)
        return float(is_in_shape.mean())

    def _is_inside(self, box: Box) -> bool:
        """Whether a box stands within the drawing."""
        left, bottom, right, top = box
        left_bound, lower_bound, right_bound, upper_bound = self._bounds
        fits_across = left_bound <= left and right <= right_bound
        fits_upwards = lower_bound <= bottom and top <= upper_bound
        return fits_across and fits_upwards

    def write(
        self,
        text: str,
        point: Point,
        *,
        colour: str,
        gid: str = "place",
        align: str = "center",
        size: float = LETTER_PIXELS,
    ) -> None:
        """Write a text at a point, even over another label, and remember its room as taken.

        `colour` is a name of the palette: "ink"; `gid` are classes of the page's CSS: "place halo";
        `align` is the side of the text that stands at the point. `size` is the size of letters by
        which the room is measured: all texts are set in the size for a screen, and the names of
        dots measured in the larger size that a sheet has.
        """
        box = self._measure(text, point, align, size)
        self._taken.append(box)
        self._texts.append(box)
        # Names of the ground, a département's or an inset's, stand back behind those of members.
        weight = "bold"
        if colour == "soft":
            weight = "normal"
        x, y = point
        vertical = "center"
        # A line stands on its baseline: matplotlib would place a line with an accent otherwise than
        # a line without, if asked for the middle.
        if "\n" not in text:
            x, y = self.move(point, (0, -HALF_CAPITAL_EMS * LETTER_PIXELS))
            vertical = "baseline"
        label = self._ax.text(x, y, text, ha=align, va=vertical, linespacing=1)
        label.set_gid(f"class {gid}")
        label.set(size=LETTER_PIXELS, weight=weight, color=page_colours()[colour])

    def write_beside(self, number: str, place: Point, end: Point) -> None:
        """Write a number beside its territory, with a thin line to the point `end` within.

        Nothing is written if another label or a dot stands at the place.
        """
        # The line ends at the side of the number that is turned to the territory.
        align = "left"
        if place[0] < end[0]:
            align = "right"
        if not self.has_room(number, place, align):
            return
        self.write(number, place, colour="ink", gid="coded halo", align=align)
        box = self._measure(number, place, align, LETTER_PIXELS)
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
        spots += self._find_spots_with_line(name, dot, AWAY)
        # A long line is for a name that has no other place.
        if not spots:
            spots = self._find_spots_with_line(name, dot, FAR)
        return spots

    def _find_spots_with_line(self, name: str, dot: Point, offsets: Sequence[Offset]) -> list[Spot]:
        """Return those of some places with room for a name, and for a thin line from its dot.

        `offsets` are the places, seen from the dot. The line may cross no text and no other dot.
        """
        spots = []
        for spot in self._list_spots(name, dot, offsets):
            away = spot._replace(is_away=True)
            if not self._is_free(away) or self._crosses_another_dot(away):
                continue
            crosses_text = any(away.leads_through(box) for box in self._texts)
            if not crosses_text:
                spots.append(away)
        return spots

    def _list_spots(self, name: str, dot: Point, offsets: Sequence[Offset]) -> list[Spot]:
        """Return a spot for each way to write a name around its dot, with room or without.

        `offsets` are the places, seen from the dot. A long name is tried in two lines first, a
        short name in one.
        """
        spots = []
        for text in _list_wordings(name):
            # The middle of two lines is half a line farther above or below the dot than that of
            # one; level with the dot it stays level.
            farther = text.count("\n") * LETTER_PIXELS / 2
            for align, right, up in offsets:
                place = self.move(dot, (right, up + farther * np.sign(up)))
                spots.append(self._make_spot(text, align, place, dot))
        return spots

    def _is_nearer_to_another(self, spot: Spot) -> bool:
        """Whether a name would stand as near to another dot, so that a reader mistakes its dot."""
        gap_to_own_dot = spot.measure_gap(spot.dot)
        for other in self._list_other_dots(spot):
            if spot.measure_gap(other) <= gap_to_own_dot:
                return True
        return False

    def _crosses_another_dot(self, spot: Spot) -> bool:
        """Whether the line from a dot to its name would go through another dot."""
        line = np.linspace(spot.dot, spot.place, LINE_POINTS)
        for other in self._list_other_dots(spot):
            # Of two dots that touch, a line may lead away from the other: it begins within that
            # distance, and comes no nearer.
            near = min(self._to_kilometres(DOT_PIXELS), 0.9 * dist(other, spot.dot))
            steps = line - other
            distances = np.hypot(steps[:, 0], steps[:, 1])
            if distances.min() < near:
                return True
        return False

    def _list_other_dots(self, spot: Spot) -> list[Point]:
        """Return all dots but that of the spot's name."""
        # A town that hosted a meeting may be a member too: its two dots lie on each other, and are
        # taken for one. Neighbours such as Foix and Pamiers are two, though their dots touch.
        near = self._to_kilometres(SAME_DOT_PIXELS)
        return [other for other in self._dots if dist(other, spot.dot) > near]

    def find_spots_outside(self, name: str, dot: Point, frame: Box) -> list[Spot]:
        """Return the places outside an inset with room for the name of a dot within the inset.

        `frame` is the inset's. An inset is too full for names: they stand at its sides, above, or
        below at its right end.
        """
        spots = []
        for text in _list_wordings(name):
            for align, place in self._list_places_around(frame, dot, text.count("\n") + 1):
                spot = self._make_spot(text, align, place, dot)
                if self._is_free(spot):
                    spots.append(spot)
        return spots

    def _list_places_around(self, frame: Box, dot: Point, lines: int) -> list[tuple[str, Point]]:
        """Return the places around an inset for the name of a dot within, the best first.

        Each place is the side of the name that stands at a point, and the point: ("right", (x, y))
        is a name that ends there. `frame` is the inset's; `lines` is the number of the name's
        lines.
        """
        left, bottom, right, top = frame
        dot_x, dot_y = dot
        gap = self._to_kilometres(DOT_PIXELS)
        line = self._to_kilometres(LETTER_PIXELS)
        half_of_text = self._to_kilometres(lines * LINE_HEIGHT_EMS / 2 * PAPER_LETTER_PIXELS)
        places: list[tuple[str, Point]] = []
        # At the left and right of the frame: level with the dot, then line by line up and down.
        levels = sorted(np.arange(bottom, top, line), key=lambda level: abs(level - dot_y))
        for level in (dot_y, *levels):
            places.append(("right", (left - gap, level)))
            places.append(("left", (right + gap, level)))
        # Above the frame, in a first and in a second line.
        just_above = top + half_of_text
        for level in (just_above, just_above + line):
            places.append(("center", (dot_x, level)))
            places.append(("left", (left, level)))
        # Below, ending with the frame, which may stand at the right edge of the map.
        places.append(("right", (right, bottom - half_of_text)))
        return places

    def write_name(self, spot: Spot, colour: str) -> None:
        """Write the name of a dot at a spot, in a colour of the palette."""
        self.write(
            spot.text,
            spot.place,
            colour=colour,
            gid="place halo",
            align=spot.align,
            size=PAPER_LETTER_PIXELS,
        )

    def lead(self, spot: Spot, frame: Box | None = None) -> None:
        """Draw a thin line from a dot to its name, and keep later names off the line.

        `frame` is the edges of the inset that the dot lies in, whose names stand outside; None for
        a dot of the large map.
        """
        self._led.append(spot)
        start_x, start_y = spot.dot
        end_x, end_y = spot.place
        if frame is not None:
            left, bottom, right, top = frame
            is_above_or_below = left <= end_x <= right
            # To such a name the line goes straight up or down from the dot to the frame's edge.
            if is_above_or_below:
                end_x = start_x
                end_y = min(max(end_y, bottom), top)
        colours = page_colours()
        # A thin line lies on a broad one of paper: on a territory in full colour it would be lost.
        for colour, width in ((colours["paper"], 2.4), (colours["soft"], 0.8)):
            self._ax.plot([start_x, end_x], [start_y, end_y], color=colour, lw=width, zorder=2)

    def _make_spot(self, text: str, align: str, place: Point, dot: Point) -> Spot:
        """Return a spot with its edges, in letters as large as a sheet of paper has them."""
        box = self._measure(text, place, align, PAPER_LETTER_PIXELS)
        return Spot(text, align, place, dot, box)

    def _is_free(self, spot: Spot) -> bool:
        """Whether a name at a spot would stand on no text, no dot, no line and no inset."""
        for led in self._led:
            if led.leads_through(spot.box):
                return False
        for frame in self._frames:
            if overlap(spot.box, frame):
                return False
        return self.has_room(spot.text, spot.place, spot.align, size=PAPER_LETTER_PIXELS)

    def _measure(self, text: str, point: Point, align: str, size: float) -> Box:
        """Return the left, bottom, right and top edge of a text at a point, in kilometres.

        `align` is the side of the text that stands at the point: "left", "center" or "right";
        `size` is the size of its letters in pixels. The point is halfway between bottom and top.
        """
        x, y = point
        lines = text.split("\n")
        # The width is that of the longest line.
        longest = max(lines, key=len)
        width = self._to_kilometres(estimate_width(longest, size))
        height = self._to_kilometres(LINE_HEIGHT_EMS * size * len(lines))
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
    r"""Return a name in a line and in two lines; a long name, from 17 letters on, in two first.

    "Saint-Denis" → ["Saint-Denis", "Saint-\nDenis"].
    """
    in_two = cut_in_two(name)
    if len(name) >= LONG_NAME:
        return [in_two, name]
    return [name, in_two]
