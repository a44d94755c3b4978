"""The words of a map: the insets' names, the towns with their dots, the names of départements."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from matplotlib.axes import Axes

from annual_report.charts.ground import FEW, Ground, Place, marked, places
from annual_report.charts.labels import Box, Label, Spot, place_labels, text_width
from annual_report.charts.map_points import WHOLE
from annual_report.charts.palette import colours, size
from annual_report.charts.style import pixels
from annual_report.territories.institutions import institution
from annual_report.territories.outlines import WIDTH, Inset, insets

GAP = 9
"""From a dot to its label, in pixels."""
LONG = 16
"""Letters of a région's name that stand in one line."""
AWAY, RISES = (GAP, 18, 30, 44, 60, 76, 96, 120), (0, 12, -12, 24, -24, 38, -38, 54, -54)
"""How far labels may stand to either side, and above or below, in pixels."""
PLACE = "class place"
"""The gid of names on a map: the page's style sheet gives them a halo and their size."""


@dataclass(frozen=True)
class Wanted:
    """A text to write beside a département; a town has a dot."""

    text: str
    place: Place
    dotted: bool


def write_labels(
    ax: Axes, codes: Sequence[str], towns: Sequence[tuple[str, str]], coloured: set[str]
) -> None:
    """Write the insets' names, dots with their towns, then the names of départements.

    What finds no room isn't named. `coloured` are the départements that labels keep off.
    """
    width, height = pixels(ax)
    (west, east), (south, north) = ax.get_xlim(), ax.get_ylim()
    scale = min(width / (east - west), height / (north - south))  # pixels in a kilometre
    framed = insets() if (south, north) == WHOLE[1::2] else ()
    taken = [box for inset in framed for box in _name(ax, inset, scale)]
    # Who is drawn twice is marked in the inset, where there is room: insets come last.
    where = {place.code: place for place in places()}
    said = {inset.name for inset in framed}
    wanted = [Wanted(town, where[code], True) for code, town in towns]
    for each in wanted:
        _dot(ax, each.place)
    if not framed:
        taken += _around(ax, scale)
    for code in codes:
        name, place = institution(code).name, marked(code)
        if place and len(institution(code).territories) > FEW:
            taken += _inside(ax, name, place, scale)
        elif place and name not in said:
            wanted.append(Wanted(name, place, not place.rings))
    ground = Ground(coloured)
    found = {}
    for each in wanted:
        x, y = (scale * value for value in each.place.point)
        if each.text:
            found[each.text, x, y] = each
    bounds = Box(west * scale + 2, south * scale + 2, east * scale - 2, north * scale - 2)
    for label in place_labels(
        found,
        size(1),
        bounds,
        taken,
        spots=_spots(),
        cost=lambda box, point: ground.cost(box.scaled(1 / scale), found[point].place),
    ):
        _write(ax, label, found[label.text, *label.point], scale)


def _name(ax: Axes, inset: Inset, scale: float) -> list[Box]:
    """Write an inset's name; return the places, in pixels, that it and its frame take."""
    frame = Box(*inset.frame).scaled(scale)
    x, y = (value * scale for value in inset.label)
    half = text_width(inset.name, size(1)) / 2
    x = min(x, WIDTH * scale - half)
    text = ax.text(x / scale, y / scale, inset.name, ha="center", va="center_baseline")
    text.set(color=colours()["soft"], gid=PLACE)
    return [frame, Box(x - half, y - size(1) / 2, x + half, y + size(1) / 2)]


def _around(ax: Axes, scale: float) -> list[Box]:
    """Name the départements of a part of the map, so that one knows where it is."""
    (west, east), (south, north) = ax.get_xlim(), ax.get_ylim()
    found = []
    for place in places():
        x, y = place.point
        name = institution(place.code).name
        half = text_width(name, size(1)) / 2 / scale
        if not place.whole and west + half < x < east - half and south < y < north:
            text = ax.text(x, y, name, ha="center", va="center_baseline")
            text.set(color=colours()["soft"], gid=PLACE, zorder=1.2)
            found.append(_box((x, y), name, scale))
    return found


def _inside(ax: Axes, name: str, place: Place, scale: float) -> list[Box]:
    """Name a région in its middle, a long name in two lines."""
    lines, step, found = _lines(name), 1.15 * size(1) / scale, []
    x, y = place.point
    for number, line in enumerate(lines):
        at = (x, y + step * ((len(lines) - 1) / 2 - number))
        text = ax.text(*at, line, weight="bold", ha="center", va="center_baseline")
        text.set(zorder=5, gid=PLACE)
        found.append(_box(at, line, scale))
    return found


def _lines(name: str) -> tuple[str, ...]:
    """Cut a long name in two, at the hyphen or the space that is nearest to its middle."""
    cuts = [at for at, sign in enumerate(name, 1) if sign in "- "]
    if len(name) <= LONG or not cuts:
        return (name,)
    cut = min(cuts, key=lambda at: abs(at - len(name) / 2))
    return name[:cut].rstrip(), name[cut:]


def _box(point: tuple[float, float], name: str, scale: float) -> Box:
    """Return the place, in pixels, that a name in the middle of another place takes."""
    x, y = (scale * value for value in point)
    half = text_width(name, size(1)) / 2
    return Box(x - half, y - size(1) / 2, x + half, y + size(1) / 2)


def _dot(ax: Axes, place: Place) -> None:
    palette = colours()
    look: dict[str, Any] = {"ms": 8, "mfc": palette["accent"], "mec": palette["paper"], "mew": 1.5}
    ax.plot(*place.point, "o", zorder=4, clip_on=False, **look)


def _spots() -> tuple[Spot, ...]:
    """Return where labels may stand: close by, then further out to either side."""
    half = size(1) / 2
    spots = [
        Spot(align, side * away, rise)
        for away, rise in product(AWAY, RISES)
        for align, side in (("left", 1), ("right", -1))
    ]
    spots += [Spot("center", 0, sign * (away + half)) for away in (GAP, 20) for sign in (1, -1)]
    return tuple(sorted(spots, key=lambda spot: spot.distance))


def _write(ax: Axes, label: Label, wanted: Wanted, scale: float) -> None:
    """Write a label, and lead to it from its dot, or from its outline, if it stands away."""
    (x, y), toward = label.point, {"left": -3, "right": 3, "center": 0}[label.align]
    end = (label.x + toward) / scale, label.y / scale
    x, y = x / scale, y / scale
    away = 2 * GAP if wanted.dotted else GAP
    if wanted.place.distance(*end, dot=wanted.dotted) * scale > away:
        if wanted.dotted:
            x += (5 if label.x > label.point[0] else -5) / scale
        ax.plot([x, end[0]], [y, end[1]], color=colours()["ink"], lw=0.8, clip_on=False)
    place = label.x / scale, label.y / scale
    text = ax.text(*place, label.text, weight="bold", ha=label.align, va="center_baseline")
    text.set(zorder=5, gid=PLACE, color=colours()["accent" if wanted.dotted else "ink"])
