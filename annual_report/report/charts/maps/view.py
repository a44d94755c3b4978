"""What a map shows of the sheet: all of it, or the part that surrounds some members.

A part has a corner in which a small map of the country says where it is.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from itertools import product
from typing import Any, TypeAlias

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox

from annual_report.machine.pages.look.palette import page_colours
from annual_report.network.territories.institutions import find_institution
from annual_report.network.territories.outlines import HEIGHT, WIDTH, Inset, list_insets
from annual_report.report.charts.labels import Box
from annual_report.report.charts.maps.ground import MapPlace, list_places
from annual_report.report.charts.styles import BARE, Style, make_fill

NARROW = 330.0
"""Kilometres: points further apart than this are shown on the whole map."""
BESIDE, TALL, LEAST = 31.0, 0.86, 210.0
"""Kilometres around the members that a part is made for; its height, in widths of it; and the
kilometres that a part with points shows at least, so that one knows where they are."""
LARGEST = 700.0
"""Kilometres: a part that is wider is the whole."""
LOCATOR, FREE, COARSE = 0.235, 0.1, 8.0
"""Side of the small map, in widths of the map; what is free around its land, in sides of it; and
the kilometres that can't be told from nothing there."""
SHARES, GROWTH = (0.5, 0.75, 1.0), 1.08
"""Which share of its room to spare a part has on the side of the small map, and how much more it
shows at each step, until the small map hides no member in a corner."""
BEYOND, SCRAP = 5.0, 20.0
"""Kilometres beyond the edge at which outlines are cut off: the cut itself isn't seen; and the
width of a piece of land by the sea that isn't worth its room at the edge."""
SMALL, NOTE = 0.55, 46.0
"""How large insets are where no member is overseas; the kilometres below the names of the others in
which the map says that their scales aren't its own, which smaller ones leave."""
COUNTRY = Box(-20.0, 195.0, 1025.0, HEIGHT)
"""Métropole on the sheet, without what lies overseas."""

Drawn: TypeAlias = tuple[MapPlace, Sequence[Path]]
"""A place, and its outlines as they are drawn."""


@dataclass(frozen=True)
class View:
    """What a map shows, in kilometres; `corner` is where it says which part of the country it is.

    Without a corner it is all of the sheet, with its insets; of these, those overseas are small
    where no member is (`has_small_insets`), and stand a little higher.
    """

    box: Box
    corner: Box | None = None
    has_small_insets: bool = False

    @property
    def is_part(self) -> bool:
        """Whether it is a part of métropole alone, drawn from the fine outlines."""
        return self.corner is not None

    @property
    def insets(self) -> Sequence[Inset]:
        """The insets that it shows."""
        return () if self.is_part else list_insets()

    def place_inset(self, inset: Inset) -> tuple[Box, tuple[float, float]]:
        """Return where an inset stands, and the middle of its name."""
        frame, (x, y) = Box(*inset.frame), inset.label
        if not self.has_small_insets or inset.shift:
            return frame, (x, y)
        raised = (1 - SMALL) * (frame.top - frame.bottom)
        return replace(frame, bottom=frame.bottom + raised), (x, y + raised)

    def list_rings(self, places: Sequence[MapPlace]) -> list[Drawn]:
        """Return places with their outlines as they are drawn here; beyond a part is none.

        Nor is a scrap at its edge: the end of a coast that lies beyond the sea.
        """
        if not self.is_part:
            return [(place, self._shrink_inset(place)) for place in places]
        box = Bbox.from_extents(*astuple(self.box))
        pieces = [
            (place, ring, _list_corners(ring.clip_to_bbox(box)))
            for place in places
            for ring in place.rings
        ]
        # Neighbours have the points of their border in common.
        times = Counter(corner for _place, _ring, corners in pieces for corner in corners)
        drawn: dict[MapPlace, list[Path]] = {place: [] for place in places}
        for place, ring, corners in pieces:
            is_cut = len(corners) < len(_list_corners(ring))
            is_coast = sum(times[corner] > 1 for corner in corners) < len(corners) / 2
            is_narrow = bool(corners) and np.ptp([*corners], axis=0).min() < SCRAP
            if corners and not (is_cut and is_coast and is_narrow):
                drawn[place].append(ring.clip_to_bbox(box.padded(BEYOND)))
        return [*drawn.items()]

    def _shrink_inset(self, place: MapPlace) -> Sequence[Path]:
        """Return the outlines of a place, smaller where its inset is."""
        of = [each for each in self.insets if each.name == place.inset and not each.shift]
        if not self.has_small_insets or not of:
            return place.rings
        left, _bottom, right, top = of[0].frame
        middle = (left + right) / 2, top
        smaller = Affine2D().translate(-middle[0], -top).scale(SMALL).translate(*middle)
        return [ring.transformed(smaller) for ring in place.rings]

    def shows(self, place: MapPlace) -> bool:
        """Whether anything of a place is seen."""
        return not self.is_part or _count_inside(self.box, place.outline) > 0

    def shows_much_of(self, place: MapPlace) -> bool:
        """Whether so much of a place is seen that one asks what it is: a tenth of its outline."""
        return not self.is_part or _count_inside(self.box, place.outline) > len(place.outline) / 10


WHOLE = View(Box(0.0, -NOTE, WIDTH, HEIGHT))
WITHOUT_OVERSEAS = View(Box(0.0, 0.0, WIDTH, HEIGHT), has_small_insets=True)


def choose_view(codes: Iterable[str]) -> View:
    """Choose what a map of some institutions shows.

    It is the part of points which all lie close to each other in métropole; else the whole.
    """
    every = [find_institution(code) for code in codes]
    if any(len(code) == 3 for each in every for code in each.departments):
        return WHOLE
    found = [each.point for each in every if each.point]
    # Who fills territories is shown among all of them; so are points that are far apart.
    is_filled = any(each.territories for each in every)
    if is_filled or not found or np.ptp(found, axis=0).max() > NARROW:
        return WITHOUT_OVERSEAS
    return _surround(np.array(found))


def _surround(points: Any) -> View:
    """Show points of métropole as large as leaves a corner free of them, or the whole."""
    west, south = points.min(axis=0) - BESIDE
    east, north = points.max(axis=0) + BESIDE
    bounds = Box(west, south, east, north)
    width = max(east - west, (north - south) / TALL, LEAST)
    while width <= LARGEST:
        for share in SHARES:
            views = [
                _place_corner(width, share, bounds, *sides) for sides in product((0, 1), (0, 1))
            ]
            free = [each for each in views if not _count_inside(each[1], points)]
            if free:
                # Of all land too the small map hides as little as it can.
                land = np.vstack([each.outline for each in list_places() if not each.inset])
                return View(*min(free, key=lambda each: _count_inside(each[1], land)))
        width *= GROWTH
    return WHOLE


def _place_corner(width: float, share: float, bounds: Box, right: int, top: int) -> tuple[Box, Box]:
    """Return a part of some width, and the place of the small map in one of its corners.

    A share of the room that there is to spare is on the corner's side.
    """
    spare, height = width - (bounds.right - bounds.left), TALL * width
    west = bounds.left - spare * (1 - share if right else share)
    south = bounds.bottom - (height - (bounds.top - bounds.bottom)) / 2
    box = Box(west, south, west + width, south + height)
    side = LOCATOR * width
    left = box.right - side if right else box.left
    low = box.top - side if top else box.bottom
    return box, Box(left, low, left + side, low + side)


def _list_corners(ring: Path) -> set[tuple[float, float]]:
    return {(x, y) for x, y in np.asarray(ring.vertices).tolist()}


def _count_inside(box: Box, points: Any) -> int:
    """Return how many of some points lie in a box."""
    inside = (points > (box.left, box.bottom)) & (points < (box.right, box.top))
    return int(inside.all(axis=1).sum())


def draw_box(ax: Axes, box: Box, colour: str, **look: Any) -> None:
    """Draw the edges of a rectangle, which is empty unless its `facecolor` is given."""
    size = box.right - box.left, box.top - box.bottom
    look = {"facecolor": "none", "edgecolor": page_colours()[colour]} | look
    ax.add_patch(Rectangle((box.left, box.bottom), *size, **look))


def draw_locator(ax: Axes, box: Box, corner: Box, found: Mapping[str, Style]) -> None:
    """Draw the country small in the corner of a part of it, with those that it is made for."""
    draw_box(ax, corner, "line", lw=1, zorder=6, facecolor=page_colours()["paper"])
    side = corner.right - corner.left
    wide, high = COUNTRY.right - COUNTRY.left, COUNTRY.top - COUNTRY.bottom
    scale = side * (1 - 2 * FREE) / max(wide, high)
    shrink = Affine2D().translate(-COUNTRY.left, -COUNTRY.bottom).scale(scale)
    shrink.translate(
        corner.left + (side - scale * wide) / 2, corner.bottom + (side - scale * high) / 2
    )
    # Land first, as one shape without inner borders, then members in the colours of the map.
    groups: dict[Style, list[Path]] = {BARE: []}
    for place in list_places():
        if not place.inset and not place.whole:
            look_of_place = found.get(place.code, BARE)
            groups.setdefault(look_of_place, []).extend(place.rings)
    for style, rings in groups.items():
        paths = [shrink.transform_path(_coarsen(ring)) for ring in rings]
        fill = make_fill(style)
        fill |= {"edgecolor": fill["facecolor"], "linewidth": 0.6, "zorder": 6.1}
        ax.add_artist(PathPatch(Path.make_compound_path(*paths), **fill))
    part = shrink.transform_bbox(Bbox.from_extents(*astuple(box)))
    draw_box(ax, Box(*part.extents), "ink", lw=1.2, zorder=6.2)


def _coarsen(ring: Path) -> Path:
    """Return a ring with as many corners as can be seen of it in the small map."""
    corners = np.round(np.asarray(ring.vertices) / COARSE) * COARSE
    kept = np.append((np.diff(corners, axis=0) != 0).any(axis=1), True)
    return Path(corners[kept], closed=True)
