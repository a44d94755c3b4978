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

    A row "44", "Nantes" of `places` (columns departement and ville) → {(261.9, 773.9): "Nantes"}.
    The dot of an unknown town stands in the middle of its département; a meeting at a distance,
    without a département, has no dot.
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
    """Draw a `sign` at each town of a meeting, and return point of each sign → name of its town.

    `towns` are point on the map → name; `sign` draws a dot or a ring at a point. A town that an
    inset shows larger has its sign in the inset; a town outside the `window` has none.
    """
    dotted_towns: dict[Point, str] = {}
    for point, town in towns.items():
        if window.holds(point):
            dotted_towns[window.find_best_place(point)] = town
    for x, y in dotted_towns:
        sign(ax, x, y)
        labels.keep_free((x, y))
    return dotted_towns


def dot_members(ax: Axes, labels: Labels, dots: Sequence[Dot], window: Window) -> None:
    """Draw the dots of members, and a second time in the inset that shows their place larger.

    Labels that are written later keep off all of these dots.
    """
    points_by_style: dict[Style, list[Point]] = defaultdict(list)
    for dot in dots:
        # Outside of insets the best place is the point itself, and the dot is drawn once.
        places = {dot.point, window.find_best_place(dot.point)}
        for point in places:
            points_by_style[dot.style].append(point)
            labels.keep_free(point)
    # All dots of a style by a single call of `plot`: a thousand calls take seconds.
    for dot_style, points in points_by_style.items():
        xs, ys = zip(*sorted(points), strict=True)
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
    without_room = _write_names(labels, names, covered, window, "accent")
    return {point: town for point, town in names.items() if point not in without_room}


def name_members(
    labels: Labels,
    dots: Sequence[Dot],
    town_names: Mapping[Point, str],
    covered: Sequence[Path],
    window: Window,
) -> list[Dot]:
    """Write the names of members beside their dots, and return the dots that have no name.

    A map with more than `MOST_NAMES` dots names none of them; the legend says where the names are.
    `town_names` are point → name of the towns of meetings, which are named before; `covered` are
    the outlines of members' territories, over which a name is written only where there is no other
    room.
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
    without_room = _write_names(labels, names, covered, window, "ink")
    return unnamed + [first_dots[place] for place in without_room]


def _write_names(
    labels: Labels,
    names: Mapping[Point, str],
    covered: Sequence[Path],
    window: Window,
    colour: str,
) -> list[Point]:
    """Write names beside their dots, and return the points whose names have found no room.

    `names` are point of the dot → name; `covered` are the outlines of territories that names should
    not hide; `colour` is "accent" or "ink" of the palette.
    """
    # The frame of the inset around a dot, for the dots that lie in an inset.
    frames: dict[Point, Box] = {}
    # The places that each name still has.
    spots_left: dict[Point, list[Spot]] = {}
    for point, name in names.items():
        inset = window.find_inset_around(point)
        if inset:
            frames[point] = inset.frame
            spots_left[point] = labels.find_spots_outside(name, point, inset.frame)
        else:
            spots_left[point] = labels.find_spots(name, point)
    crowded_out: list[Point] = []
    # Each name takes places from its neighbours' names. So the name with the fewest places left is
    # always written next: a name with ten places finds another place, a name with one doesn't.
    while spots_left:
        point = min(spots_left, key=lambda point: len(spots_left[point]))
        spots = spots_left.pop(point)
        if not spots:
            crowded_out.append(point)
            continue
        chosen = _choose_spot(spots, covered)
        _write_at(labels, chosen, frames.get(point), colour)
        for other, spots_of_other in spots_left.items():
            spots_left[other] = [spot for spot in spots_of_other if not chosen.excludes(spot)]
    unnamed: list[Point] = []
    for point in crowded_out:
        # Neighbours took the places near the dot: a long line may lead to one farther away. Around
        # an inset all places were tried at first.
        spots = []
        if point not in frames:
            spots = labels.find_spots(names[point], point)
        if spots:
            _write_at(labels, _choose_spot(spots, covered), None, colour)
        else:
            unnamed.append(point)
    return unnamed


def _choose_spot(spots: Sequence[Spot], covered: Sequence[Path]) -> Spot:
    """Return the best of the places with room for a name, of which there is at least one.

    The name is written as at the first of the `spots`, in a line or in two. Of the places with that
    wording, those without a line to the dot are better than those with a line; of equal places, the
    best hides least of the `covered` outlines of members' territories.
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
    """Draw dots of a style at some points, whose coordinates are `x` and `y`, numbers or lists.

    Dots are too small for a hatch: a dotted style is a ring, a striped one a cross, so that readers
    who see no colours tell them apart.
    """
    colours = page_colours()
    marker = "o"
    face = colours[dot_style.colour]
    edge = colours["paper"]
    edge_width = 0.6
    size = 8
    if dot_style.hatch == "..":
        face = colours["paper"]
        edge = colours[dot_style.colour]
        edge_width = 1.6
        size = 7
    elif dot_style.hatch:
        marker = "X"
    ax.plot(
        x,
        y,
        linestyle="none",
        marker=marker,
        markerfacecolor=face,
        markeredgecolor=edge,
        markeredgewidth=edge_width,
        markersize=size,
        zorder=3,
        clip_on=False,
    )
