"""The words of a map that look for room: the towns with their dots, the names of members."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

from matplotlib.axes import Axes

from annual_report.charts.labels import Box, Floats, Label, Spot, place_labels
from annual_report.charts.maps.fixed_names import (
    PLACE,
    code_of,
    in_lines,
    name_insets,
    name_inside,
    name_surroundings,
    stacked,
    write_code,
)
from annual_report.charts.maps.ground import FEW, Ground, MapPlace, marked, places
from annual_report.charts.maps.points import WHOLE, points
from annual_report.pages.look.palette import colours, size
from annual_report.pages.look.style import pixels
from annual_report.territories.institutions import institution
from annual_report.territories.outlines import insets

GAP = 9
"""From a dot to its label, in pixels."""
LONG = 24
"""Letters of a name that stand in one line."""
NEAR, TOUCHING = 12, 2
"""Pixels between a label and another territory that it might be taken to name, unless it touches
its own."""
AWAY = (GAP, 18, 30, 44, 60, 76, 96, 120)
RISES = tuple(sign * rise for rise in (6, 12, 18, 24, 32, 40, 50, 62, 76) for sign in (1, -1))
"""How far labels may stand to either side, and above or below, in pixels."""


@dataclass(frozen=True)
class Wanted:
    """A name to write beside a département, or a dot; a town's is in the accent colour.

    `text` is the name in the lines in which it is written; one that is not to be has none.
    """

    name: str
    text: str
    place: MapPlace
    dotted: bool
    town: bool = False


def write_labels(
    ax: Axes,
    codes: Sequence[str],
    towns: Sequence[tuple[str, str]],
    coloured: set[str],
    full: Mapping[str, str],
    drawn: Iterable[str],
    shown: Iterable[str],
) -> None:
    """Write the insets' names, dots with their towns, then the names of départements.

    What finds no room isn't named. Labels keep off the départements that are `coloured`, and off
    the marks of all institutions that are `drawn`; `full` are the colours of those that are filled
    without a hatch. The codes of those that are `shown` stand in their territories, or beside. The
    label of a text, as matplotlib has it, is the whole name that it is a line of.
    """
    width, height = pixels(ax)
    (west, east), (south, north) = ax.get_xlim(), ax.get_ylim()
    scale = min(width / (east - west), height / (north - south))  # pixels in a kilometre
    framed = insets() if (south, north) == WHOLE[1::2] else ()
    taken = name_insets(ax, framed, scale)
    # Who is drawn twice is marked in the inset, where there is room: insets come last.
    where = {place.code: place for place in places()}
    said = {inset.name for inset in framed}
    members = {institution(code).name: marked(code) for code in codes}
    wanted = [_town(town, where[code], members.get(town)) for code, town in towns]
    for each in wanted:
        _dot(ax, each.place)
    if not framed:
        taken += name_surroundings(ax, scale)
    dots, coded = {code for code, _town in towns}, set[str]()
    for code in dict.fromkeys([*codes, *shown]):
        name, place = institution(code).name, marked(code)
        written = code_of(code, place)
        if place and written and place.code not in coded:  # a région may be one département
            coded.add(place.code)
            look = {"full": code in full, "dot": place.code in dots}
            if room := write_code(ax, written, place, scale, **look):
                taken, written = [*taken, *room], ""
        if place and code in codes and len(institution(code).territories) > FEW:
            taken += name_inside(ax, name, place, scale, full.get(code))
        elif place and code in codes and name not in said:
            text = in_lines(f"{written} {name}".strip(), LONG)
            wanted.append(Wanted(name, text, place, not place.rings))
        elif place and written:
            wanted.append(Wanted(written, written, place, dotted=False))
    wanted = [each for each in wanted if each.text]
    bounds = Box(west * scale + 2, south * scale + 2, east * scale - 2, north * scale - 2)
    taken += [_around_dot(each.place.point, scale) for each in wanted]
    taken += [_around_dot(point, scale) for code in drawn for point in points(code)]
    placed = _arranged(tuple(wanted), scale, bounds, tuple(taken), frozenset(coloured))
    for each, label in zip(wanted, placed, strict=True):
        if label:
            others = [other.place for other in wanted if other is not each]
            _write(ax, label, each, others, scale)


def _town(name: str, place: MapPlace, member: MapPlace | None) -> Wanted:
    """Return the label of a town; a member of its name has the name already, beside its dot."""
    if member and not member.rings:
        return Wanted(name, "", member, dotted=True, town=True)
    return Wanted(name, name, place, dotted=True, town=True)


@lru_cache(maxsize=8)
def _arranged(
    wanted: tuple[Wanted, ...],
    scale: float,
    bounds: Box,
    taken: tuple[Box, ...],
    coloured: frozenset[str],
) -> tuple[Label | None, ...]:
    """Choose where each name stands, in pixels; None where it has no room.

    Who asks whether all names fit a map draws it next: it isn't thought over again.
    """
    ground = Ground(set(coloured))
    points = [(each.text, *_scaled(each.place.point, scale)) for each in wanted]

    def price(number: int, boxes: Floats) -> Floats:
        return ground.costs(boxes / scale, wanted[number].place)

    return tuple(place_labels(points, _spots(), size(1), bounds, taken, price=price))


def _around_dot(point: tuple[float, float], scale: float) -> Box:
    """Return the place, in pixels, that nothing is written on: around a mark."""
    x, y = _scaled(point, scale)
    return Box(x - 4, y - 4, x + 4, y + 4)


def _scaled(point: tuple[float, float], scale: float) -> tuple[float, float]:
    return scale * point[0], scale * point[1]


def _dot(ax: Axes, place: MapPlace) -> None:
    palette = colours()
    look: dict[str, Any] = {"ms": 8, "mfc": palette["accent"], "mec": palette["paper"], "mew": 1.5}
    ax.plot(*place.point, "o", zorder=4, clip_on=False, **look)


def _spots() -> tuple[Spot, ...]:
    """Return where labels may stand: close by, then further out to either side."""
    half = size(1) / 2
    spots = [
        Spot(align, side * away, rise)
        for away, rise in product(AWAY, (0, *RISES))
        for align, side in (("left", 1), ("right", -1))
    ]
    spots += [
        Spot("center", 0, sign * (away + half)) for away in (GAP, 20, 36, 54) for sign in (1, -1)
    ]
    return tuple(sorted(spots, key=lambda spot: spot.distance))


def _write(
    ax: Axes, label: Label, wanted: Wanted, others: Sequence[MapPlace], scale: float
) -> None:
    """Write a label, and lead to it from its dot or its point if it stands away.

    It also does where another of the named territories is as near.
    """
    box = label.box(size(1))
    toward = {"left": -3, "right": 3, "center": 0}[label.align]
    beyond = box.bottom if label.y > label.point[1] else box.top
    x, y = (value / scale for value in label.point)
    end = (label.x + toward) / scale, (label.y if toward else beyond) / scale
    own = wanted.place.distance(*end, dot=wanted.dotted) * scale
    near = [each.distance(*end) * scale for each in others if each.rings and not wanted.dotted]
    doubtful = own > TOUCHING and min(near, default=NEAR) < NEAR
    if own > (2 * GAP if wanted.dotted else GAP) or doubtful:
        if wanted.dotted:
            x += (5 if label.x > label.point[0] else -5) / scale
        else:  # to the edge: a line that goes on is lost on the colour, and hides the code
            x, y = wanted.place.edge(*end)
            dot: dict[str, Any] = {
                "ms": 4,
                "mfc": colours()["ink"],
                "mec": colours()["paper"],
                "mew": 0.8,
            }
            ax.plot(x, y, "o", zorder=4, clip_on=False, **dot)
        ax.plot([x, end[0]], [y, end[1]], color=colours()["ink"], lw=1, zorder=3, clip_on=False)
    for line, at in stacked(label.text, (label.x / scale, label.y / scale), scale):
        text = ax.text(*at, line, weight="bold", ha=label.align, va="center_baseline")
        text.set(zorder=5, gid=PLACE, color=colours()["accent" if wanted.town else "ink"])
        text.set_label(wanted.name)
