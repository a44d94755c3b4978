"""The dots of a map: members without a territory, and the towns of meetings.

A dot that an inset repeats is drawn in the inset too, with the name outside the inset's frame.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.path import Path

from annual_report.machine.pages.look.palette import page_colours
from annual_report.report.charts.ground import Point, Window, find_town
from annual_report.report.charts.labels import Box, Labels, Spot
from annual_report.report.charts.legend import Sign
from annual_report.report.charts.styles import Style

MOST_NAMES = 24
"""A map with more dots than this names none of its members: names would stand on each other."""


class Dot(NamedTuple):
    """A member without a territory to fill: its name, the style of its dot, and where it is."""

    name: str
    style: Style
    point: Point


def find_town_points(places: pd.DataFrame | None) -> dict[Point, str]:
    """Return point on the map → name of the town there, "" for a town that nobody recorded.

    `places` has the columns departement and ville. The dot of an unknown town stands in the middle
    of its département; a meeting at a distance, without a département, has no dot.
    """
    towns: dict[Point, str] = {}
    if places is None:
        return towns
    in_person = places.dropna(subset=["departement"])
    for code, town in in_person[["departement", "ville"]].itertuples(index=False):
        name = town if pd.notna(town) else ""
        point = find_town(code, name)
        if point:
            towns[point] = name
    return towns


def dot_towns(
    ax: Axes, labels: Labels, towns: Mapping[Point, str], window: Window, sign: Sign
) -> dict[Point, str]:
    """Draw a town's `sign` at each town, and return point of each sign → name of its town.

    A town that an inset shows larger has its dot in the inset; a town outside the map has none.
    """
    dotted: dict[Point, str] = {}
    for point, town in towns.items():
        if window.holds(point):
            dotted[window.find_best_place(point)] = town
    for point in dotted:
        sign(ax, *point)
        labels.keep_free(point)
    return dotted


def dot_members(ax: Axes, labels: Labels, dots: Sequence[Dot], window: Window) -> None:
    """Draw the dots of members, and a second time in the inset that shows their place larger.

    Labels that are written later keep off all of these dots.
    """
    points: dict[Style, list[Point]] = defaultdict(list)
    for dot in dots:
        for point in {dot.point, window.find_best_place(dot.point)}:
            points[dot.style].append(point)
            labels.keep_free(point)
    # All dots of a style by a single call of `plot`: a thousand calls take seconds.
    for dot_style, drawn in points.items():
        xs, ys = zip(*sorted(drawn), strict=True)
        draw_dots(dot_style, ax, xs, ys)


def name_towns(
    labels: Labels, towns: Mapping[Point, str], covered: Sequence[Path], window: Window
) -> dict[Point, str]:
    """Write the name of each town of a meeting, and return point → name of those that are written.

    The rule is the same for all towns: a name stands beside its dot; where other labels or dots
    have that room, farther away with a thin line; where no place is free, nowhere, and the legend
    says which list has the name. `towns` are point → name of the dot's town, "" for an unknown
    name; `covered` are the outlines of members' territories, over which a name is written only
    where there is no other room.
    """
    names = {point: town for point, town in towns.items() if town}
    for point in _write_names(labels, names, covered, window, "accent"):
        del names[point]
    return names


def name_members(
    labels: Labels,
    dots: Sequence[Dot],
    town_names: Mapping[Point, str],
    covered: Sequence[Path],
    window: Window,
) -> list[Dot]:
    """Write the names of members beside their dots, and return the dots that have no name.

    Up to `MOST_NAMES` dots are named by the rule of towns, more are not named at all: the legend
    says where these names are. `town_names` are point → name of the towns named before, `covered`
    the outlines of members' territories.
    """
    dots_by_place: dict[Point, list[Dot]] = defaultdict(list)
    for dot in dots:
        dots_by_place[window.find_best_place(dot.point)].append(dot)
    if len(dots_by_place) > MOST_NAMES:
        return list(dots)
    unnamed: list[Dot] = []
    first_dots: dict[Point, Dot] = {}
    for place, dots_there in dots_by_place.items():
        # A member that hosted a meeting has its name already, written as the town's.
        dots_to_name = [dot for dot in dots_there if dot.name != town_names.get(place)]
        if dots_to_name:
            first_dots[place] = dots_to_name[0]
            # Of dots that lie on each other a reader sees one: a second name would seem a town's.
            unnamed += dots_to_name[1:]
    names = {place: dot.name for place, dot in first_dots.items()}
    crowded_out = _write_names(labels, names, covered, window, "ink")
    return unnamed + [first_dots[place] for place in crowded_out]


def _write_names(
    labels: Labels,
    names: Mapping[Point, str],
    covered: Sequence[Path],
    window: Window,
    colour: str,
) -> list[Point]:
    """Write names beside their dots in a `colour` of the palette, "accent" or "ink".

    `names` are point of the dot → name. Return the points whose names have found no room.

    A name takes places from its neighbours' names. So the name with the fewest places left is
    always written next: a name with ten places finds another place, a name with one doesn't.
    """
    # The frame of the inset around a dot, for the dots that lie in an inset.
    frames: dict[Point, Box] = {}
    # The places that each name still has.
    spots_of: dict[Point, list[Spot]] = {}
    for point, name in names.items():
        inset = window.find_inset_around(point)
        if inset:
            frames[point] = inset.frame
            spots_of[point] = labels.find_spots_outside(name, point, inset.frame)
        else:
            spots_of[point] = labels.find_spots(name, point)
    crowded_out: list[Point] = []
    while spots_of:
        point = min(spots_of, key=lambda point: len(spots_of[point]))
        spots = spots_of.pop(point)
        if not spots:
            crowded_out.append(point)
            continue
        chosen = _choose_spot(spots, covered)
        _write_at(labels, chosen, frames.get(point), colour)
        for other, left in spots_of.items():
            spots_of[other] = [spot for spot in left if not chosen.excludes(spot)]
    unnamed: list[Point] = []
    for point in crowded_out:
        # Neighbours took the places near the dot: a long line may lead to one farther away.
        spots = []
        if point not in frames:
            spots = labels.find_spots(names[point], point)
        if spots:
            _write_at(labels, _choose_spot(spots, covered), None, colour)
        else:
            unnamed.append(point)
    return unnamed


def _choose_spot(spots: Sequence[Spot], covered: Sequence[Path]) -> Spot:
    """Return the best of the places with room for a name, which are sorted by the name's wording.

    The first wording with room is taken, in a line or in two; of its places the nearest to the dot,
    and of these the place that hides least of the `covered` outlines of members' territories.
    """
    first_wording = spots[0].text
    choices = [spot for spot in spots if spot.text == first_wording]
    return min(choices, key=lambda spot: (spot.is_away, spot.count_hidden(covered)))


def _write_at(labels: Labels, spot: Spot, frame: Box | None, colour: str) -> None:
    """Write a name at a spot, with a line from its dot if the name stands away from the dot.

    `frame` is the edges of the inset that the dot lies in, None for a dot of the large map.
    """
    labels.write_name(spot, colour)
    if frame is not None or spot.is_away:
        labels.lead(spot, frame)


def draw_town(ax: Axes, x: Any, y: Any) -> None:
    """Draw the dot of a town of meetings, on a map or as the sign of the legend."""
    colours = page_colours()
    ax.plot(
        x,
        y,
        "o",
        markerfacecolor=colours["accent"],
        markeredgecolor=colours["paper"],
        markeredgewidth=1.5,
        markersize=8,
        zorder=4,
        clip_on=False,
    )


def ring_town(ax: Axes, x: Any, y: Any) -> None:
    """Draw the ring of a town of meetings, for maps where members are dots.

    A member at the town, or near it, is seen within the ring, where a dot would hide it.
    """
    ax.plot(
        x,
        y,
        "o",
        markerfacecolor="none",
        markeredgecolor=page_colours()["accent"],
        markeredgewidth=2,
        markersize=13,
        zorder=4,
        clip_on=False,
    )


def draw_dots(dot_style: Style, ax: Axes, x: Any, y: Any) -> None:
    """Draw dots of a style at some points, whose coordinates are `x` and `y`.

    Dots are too small for a hatch: a dotted style is a ring, a striped one a cross, so that readers
    who see no colours tell them apart.
    """
    colours = page_colours()
    full = colours[dot_style.colour]
    paper = colours["paper"]
    if dot_style.hatch == "..":
        shape: dict[str, Any] = {"marker": "o", "mfc": paper, "mec": full, "mew": 1.6, "ms": 7}
    elif dot_style.hatch:
        shape = {"marker": "X", "mfc": full, "mec": paper, "mew": 0.6, "ms": 8}
    else:
        shape = {"marker": "o", "mfc": full, "mec": paper, "mew": 0.6, "ms": 8}
    ax.plot(x, y, ls="none", zorder=3, clip_on=False, **shape)
