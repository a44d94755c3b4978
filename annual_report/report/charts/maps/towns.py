"""The towns of a map: each a dot, with its name beside it or led to as a member's is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from matplotlib.axes import Axes

from annual_report.machine.pages.look.palette import page_colours, text_size
from annual_report.network.territories.institutions import find_institution
from annual_report.network.territories.spelling import find_point_of_town
from annual_report.report.charts.labels import Box, measure_label
from annual_report.report.charts.maps.arrangement import Wanted
from annual_report.report.charts.maps.canvas import PLACE, Canvas
from annual_report.report.charts.maps.ground import MapPlace, find_marked_place, list_places
from annual_report.report.charts.maps.points import repeat_point
from annual_report.report.charts.maps.view import View

BESIDE_DOT, CLEAR, NUDGES = 8, 3, (0, 3, -3, 6, -6, 9, -9)
"""Pixels from the middle of a town's dot to its name, around that, and by which it may give way."""


def dot_towns(
    ax: Axes,
    view: View,
    towns: Sequence[tuple[str, str]],
    named: Sequence[str],
    shown: Collection[str],
) -> list[Wanted]:
    """Dot the towns; return their names, but that of a member, which has its own beside its dot."""
    members = {
        find_institution(code).name: find_marked_place(code, fine=view.is_part) for code in named
    }
    cities = {find_institution(code).name: find_institution(code) for code in shown}
    found = []
    for code, town in towns:
        member, place = members.get(town), _place_town(code, town, fine=view.is_part)
        if member and not member.rings:
            place = member
        # A part of the country may not show it: its dot would stand beyond the drawing.
        if not place or not view.box.holds(Box(*place.point, *place.point)):
            continue
        draw_town(ax, *place.point)
        if town and place is not member:
            # Paris is a département as well: one label says both.
            own = town in cities and place.code in cities[town].territories
            text = f"{cities[town].number} {town}" if own else town
            found.append(Wanted(town, text, place, town=True))
    return found


@cache
def _place_town(code: str, town: str, *, fine: bool) -> MapPlace | None:
    """Return the territory of a town with its own point; the middle if it is no commune there.

    Of what is drawn twice it is the place in the inset, or else, on a part of the country, which is
    `fine`, where it lies; None for what no part shows, overseas.
    """
    where = [place for place in list_places(fine=fine) if place.code == code]
    point = find_point_of_town(town, code)
    if not where or not point:
        return where[-1] if where else None
    return replace(where[-1], point=repeat_point(point)[0 if fine else -1])


def write_at_dot(canvas: Canvas, town: Wanted, filled: Mapping[str, str]) -> bool:
    """Write a town beside its dot where its territory has room, and say whether it has.

    `filled` are the colours of territories that are full of one.
    """
    place, scale = town.place, canvas.scale
    wide, high = measure_label(town.text, text_size(1), bold=False), text_size(1)
    aside, rise = (wide / 2 + BESIDE_DOT) / scale, (high / 2 + BESIDE_DOT) / scale
    for dx, dy in ((aside, 0), (0, -rise), (-aside, 0), (0, rise)):
        middle = place.point[0] + dx, place.point[1] + dy
        if at := canvas.find_free(place, middle, (wide + 2 * CLEAR, high), NUDGES):
            full = filled.get(place.code)
            gid, colour = (f"{PLACE} on-{full}", "paper") if full else (PLACE, "accent")
            written = canvas.write(town.text, at, colour=colour, name=town.name, gid=gid)
            # The member's own name, in letters of the same colour, isn't read as one with it.
            canvas.taken += [each.grow(CLEAR, CLEAR) for each in written]
            return True
    return False


def draw_town(ax: Axes, x: float, y: float) -> None:
    """Draw the dot of a town at a place."""
    look: dict[str, Any] = {
        "mfc": page_colours()["accent"],
        "mec": page_colours()["paper"],
        "mew": 1.5,
    }
    ax.plot(x, y, "o", ms=8, zorder=4, clip_on=False, **look)
