"""The words of a map that look for room: the towns with their dots, the names of members."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache
from itertools import product
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from annual_report.charts.ground import FEW, Ground, MapPlace, marked, places
from annual_report.charts.labels import Box, Label, Spot
from annual_report.charts.map_names import (
    PLACE,
    in_lines,
    name_insets,
    name_inside,
    name_surroundings,
    stacked,
)
from annual_report.charts.map_points import WHOLE, points
from annual_report.charts.map_search import Candidates, arrange, meet
from annual_report.charts.palette import colours, size
from annual_report.charts.style import pixels
from annual_report.territories.institutions import institution
from annual_report.territories.outlines import insets

GAP = 9
"""From a dot to its label, in pixels."""
LONG = 24
"""Letters of a name that stand in one line."""
NEAR = 6
"""Pixels between a label and another territory that it might be taken to name."""
AWAY = (GAP, 18, 30, 44, 60, 76, 96, 120)
RISES = tuple(sign * rise for rise in (6, 12, 18, 24, 32, 40, 50, 62, 76) for sign in (1, -1))
"""How far labels may stand to either side, and above or below, in pixels."""
SIDES = {"left": 0.0, "center": 0.5, "right": 1.0}
"""Which share of a text stands left of its near end."""


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
) -> None:
    """Write the insets' names, dots with their towns, then the names of départements.

    What finds no room isn't named. Labels keep off the départements that are `coloured`, and off
    the marks of all institutions that are `drawn`; `full` are the colours of those that are filled
    without a hatch. The label of a text, as matplotlib has it, is the whole name that it is a line
    of.
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
    for code in codes:
        name, place = institution(code).name, marked(code)
        if place and len(institution(code).territories) > FEW:
            taken += name_inside(ax, name, place, scale, full.get(code))
        elif place and name not in said:
            wanted.append(Wanted(name, in_lines(name, LONG), place, not place.rings))
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
    ground, found = Ground(set(coloured)), []
    spots = _spots()
    away = np.array([(spot.dx, spot.dy) for spot in spots])
    side = np.array([SIDES[spot.align] for spot in spots])
    obstacles = np.array([astuple(box) for box in taken]).reshape(-1, 4)
    for each in wanted:
        point = scale * np.array(each.place.point)
        ends = point + away
        own = Label(each.text, 0, 0, "left", (0, 0)).box(size(1))
        left = ends[:, 0] - side * own.right
        boxes = np.column_stack(
            (left, ends[:, 1] + own.bottom, left + own.right, ends[:, 1] + own.top)
        )
        free = (boxes[:, :2] >= (bounds.left, bounds.bottom)).all(axis=1)
        free &= (boxes[:, 2:] <= (bounds.right, bounds.top)).all(axis=1)
        free &= ~meet(boxes, obstacles).any(axis=1)
        rows = np.flatnonzero(free)
        prices = np.abs(away[rows]).sum(axis=1) + ground.costs(boxes[rows] / scale, each.place)
        lines = np.column_stack((np.broadcast_to(point, ends.shape), ends))[rows]
        found.append((rows, Candidates(prices, boxes[rows], lines)))
    chosen = arrange([choice for _rows, choice in found])
    return tuple(
        None if at is None else _label(each, spots[rows[at]], scale)
        for at, (rows, _choice), each in zip(chosen, found, wanted, strict=True)
    )


def _label(wanted: Wanted, spot: Spot, scale: float) -> Label:
    x, y = (scale * value for value in wanted.place.point)
    return Label(wanted.text, x + spot.dx, y + spot.dy, spot.align, (x, y))


def _around_dot(point: tuple[float, float], scale: float) -> Box:
    """Return the place, in pixels, that nothing is written on: around a mark."""
    x, y = (scale * value for value in point)
    return Box(x - 4, y - 4, x + 4, y + 4)


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
    if own > (2 * GAP if wanted.dotted else GAP) or min(near, default=own) < min(own, NEAR):
        if wanted.dotted:
            x += (5 if label.x > label.point[0] else -5) / scale
        ax.plot([x, end[0]], [y, end[1]], color=colours()["ink"], lw=0.8, clip_on=False)
    for line, at in stacked(label.text, (label.x / scale, label.y / scale), scale):
        text = ax.text(*at, line, weight="bold", ha=label.align, va="center_baseline")
        text.set(zorder=5, gid=PLACE, color=colours()["accent" if wanted.town else "ink"])
        text.set_label(wanted.name)
