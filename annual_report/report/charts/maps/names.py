"""What is written of a map's members: codes, and names that look for room.

A code stands in its territory, or beside it where that is small. A name stands beside, on the sea
or else on bare land; a line with a dot at its end leads to one that stands away.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path

from annual_report.machine.pages.look.palette import page_colours
from annual_report.network.territories.institutions import find_institution
from annual_report.report.charts.labels import Box, Label, measure_label
from annual_report.report.charts.maps.arrangement import Wanted, arrange_names
from annual_report.report.charts.maps.canvas import PLACE, Canvas, cut_in_lines
from annual_report.report.charts.maps.ground import FEW, MapPlace, find_marked_place
from annual_report.report.charts.maps.points import list_points
from annual_report.report.charts.maps.surroundings import name_insets, name_surroundings
from annual_report.report.charts.maps.towns import dot_towns, write_at_dot
from annual_report.report.charts.maps.view import View

LONG, LONGEST, SHORT = 16, 15, 12
"""Letters of a name that stand in one line: of a région's in its middle, of any other's, of one of
two words or on a part of the map, which has bare land on all sides and no ocean."""
CODE, TIGHT, PRINTED, LETTERS = 10.0, 12.0, 13.0, 4
"""The size of a code in its territory, on a screen and on paper, where it may be the smaller one if
its territory is narrow; the most letters that are one."""
EDGES, APART, NEAR = (
    (4.0, 2.0, 0.5),
    8.0,
    tuple(sign * away for away in range(0, 15, 2) for sign in (1, -1)),
)
"""Pixels from a code to the edge of the territory that holds it, and to another code on its line;
and how far from the middle of its territory it may stand."""
DOTTED, DOT, SAMPLES = 5, 3.2, 60
"""Pixels around a mark that no name covers; the size of the dot at the end of a line, and its
points that are asked for what they lie on."""


def write_names(
    ax: Axes,
    view: View,
    named: Sequence[str],
    towns: Sequence[tuple[str, str]],
    full: Mapping[str, str],
    shown: Collection[str],
    drawn: Iterable[str],
    rings: Sequence[Path],
) -> float:
    """Write the insets' names, dots with their towns, then codes and names of institutions.

    What finds no room isn't written. Who is `shown` has a colour, and a code; `full` are the
    colours of those that are filled without a hatch. Nothing stands on the marks of all that are
    `drawn`; `rings` are those of what is full of a colour. Return how far west all that reaches, in
    kilometres.
    """
    canvas = Canvas(ax, view)
    scale = canvas.scale
    if view.corner:
        canvas.taken.append(view.corner.scale_by(scale))
    else:
        name_insets(canvas)
    wanted = dot_towns(ax, view, towns, named, shown)
    dots = [each.place.point for each in wanted]
    dots += [point for code in drawn for point in list_points(code)]
    canvas.taken += [Box(x, y, x, y).scale_by(scale).grow(DOTTED, DOTTED) for x, y in dots]
    # "75 Paris" is the name of a town, and of who has the same.
    told = {each.name: each.place.code for each in wanted if each.name != each.text}
    coded = set(told.values())
    found = {each: find_marked_place(each, fine=view.is_part) for each in (*named, *shown)}
    # Who has no place on this map has no name there; where codes are close, narrow ones choose.
    seen = {code: place for code, place in found.items() if place and view.shows(place)}
    for code, place in sorted(seen.items(), key=lambda each: each[1].breadth):
        if find_institution(code).name in told:
            continue
        beside = _write_inside(
            canvas,
            code,
            place,
            full.get(code),
            is_named=code in named,
            is_coded=place.code in coded,
        )
        wanted += [beside] if beside else []
        coded.add(place.code)  # a région may be one département, whose code stands there once
    # A member's own name comes first: a town's may as well stand beyond, led to from its dot.
    if view.is_part:
        filled = {
            place: full[code] for code in full for place in find_institution(code).territories
        }
        wanted = [each for each in wanted if not (each.town and write_at_dot(canvas, each, filled))]
    # Codes stand in insets, names don't.
    insets = view.insets
    canvas.taken += [view.place_inset(each)[0].scale_by(scale) for each in insets]
    coloured = frozenset(each for code in shown for each in find_institution(code).territories)
    bounds = canvas.bounds.grow(-2, -2)
    placed = arrange_names(
        tuple(wanted), scale, bounds, tuple(canvas.taken), coloured, fine=view.is_part
    )
    for each, (label, led) in zip(wanted, placed, strict=True):
        if label:
            _write_beside(canvas, label, each, rings, led=led)
    if view.is_part:
        name_surroundings(canvas, shown)
    return min((box.left - 2 for box in canvas.taken), default=0.0) / scale


def _write_inside(
    canvas: Canvas,
    code: str,
    place: MapPlace,
    full: str | None,
    *,
    is_named: bool,
    is_coded: bool,
) -> Wanted | None:
    """Write in a territory what has room there; return what is to stand beside it, if anything.

    `full` is its colour, if it is filled with one; its code may stand there already.
    """
    mine = find_institution(code)
    name, number = mine.name, _number_of(code, place)
    whole = f"{number} {name}".strip()
    # A part of the country has room for names where they are looked for, and no number alone.
    if canvas.view.is_part and place.rings:
        if inside := canvas.find_room(place, whole):
            _write_name(canvas, name, *inside, full)
        is_beside = is_named and not inside
        return Wanted(name, cut_in_lines(whole, SHORT), place) if is_beside else None
    # A large territory, a région, is named in its middle, with no code beside.
    if is_named and len(mine.territories) > FEW:
        _write_name(canvas, name, cut_in_lines(name, LONG), place.point, full)
        return None
    # What has two numbers, as Corse, is known by its name.
    written = number or name * (len(mine.territories) == FEW)
    has_code = is_coded
    if not has_code and written:
        beside = is_named and number != ""
        has_code = _write_code(canvas, written, place, full, beside=beside)
    # The number stands once: in the territory or before the name. An inset is named already.
    insets = {inset.name for inset in canvas.view.insets}
    if is_named and name not in insets:
        told = name if has_code else whole
        return Wanted(name, cut_in_lines(told, SHORT if name.count("-") == 1 else LONGEST), place)
    # A code that found no room stands beside.
    if has_code or not written:
        return None
    return Wanted(written, written, place, code=True)


def _write_beside(
    canvas: Canvas, label: Label, wanted: Wanted, rings: Sequence[Path], *, led: bool
) -> None:
    """Write a name, and lead to it from its place; `rings` are those of what is full of a colour.

    The line is as paper where it starts on these, and then dark with an edge of paper: seen on land
    and on hatches.
    """
    ax, scale = canvas.ax, canvas.scale
    paper, ink = page_colours()["paper"], page_colours()["ink"]
    if led:
        start, end = (np.array(point) / scale for point in label.line)
        points = np.linspace(start, end, SAMPLES)
        is_on_land = np.ones(SAMPLES, bool)
        for ring in rings:
            is_on_land &= ~ring.contains_points(points)
        # Where it leaves the colour that it starts on, or its whole end.
        edge = int(np.argmax(is_on_land)) if is_on_land.any() else SAMPLES - 1
        parts = [(points[[edge, -1]], paper, 3.0), (points[[edge, -1]], ink, 1.0)]
        parts = parts * (edge < SAMPLES - 1) + [(points[[0, edge]], paper, 1.2)] * (edge > 0)
        for ends, colour, width in parts:
            ax.plot(*ends.T, color=colour, lw=width, zorder=3, clip_on=False)
        # A dot of the line's own colour: with an edge it would be a sign of something.
        if wanted.place.rings and not wanted.town:
            dot = paper if edge else ink
            ax.plot(*start, "o", ms=DOT, mfc=dot, mew=0, zorder=4, clip_on=False)
    colour, look = "accent" if wanted.town else "ink", {"ha": label.align, "weight": "bold"}
    point = label.x / scale, label.y / scale
    canvas.write(label.text, point, colour=colour, name=wanted.name, **look)
    canvas.taken.append(label.box)


def _write_name(
    canvas: Canvas, name: str, text: str, point: tuple[float, float], full: str | None
) -> None:
    """Write a name around a point of its territory, in the lines of `text`; as paper where `full`.

    The halo is then of its own colour: a name that is wider than its région is read beyond it.
    """
    gid, colour = (f"{PLACE} on-{full}", "paper") if full else (PLACE, "ink")
    canvas.taken += canvas.write(text, point, colour=colour, name=name, gid=gid, weight="bold")


def _number_of(code: str, place: MapPlace) -> str:
    """Return the number that a map shows of an institution that fills one territory, or ""."""
    mine = find_institution(code)
    one = place.rings and len(mine.territories) == 1
    return mine.number if one and len(mine.number) <= LETTERS else ""


def _write_code(
    canvas: Canvas, code: str, place: MapPlace, full: str | None, *, beside: bool
) -> bool:
    """Write a code in its territory, clear of a town's dot, and say whether there was room.

    It is as paper in a full one, in a halo of its colour, and else dark in a halo of paper: a
    digit that runs over an edge is read beyond it. Where it is larger on paper than its territory
    it isn't written if the name `beside` has the number.
    """

    def find_middle(size: float, free: float, apart: float) -> tuple[float, float] | None:
        wide, high = measure_label(code, size) + 2 * free, 0.7 * size + 2 * free
        return canvas.find_free(place, place.point, (wide, high), NEAR, apart=apart)

    # Two codes of neighbours that stand close would be read as one number.
    sizes = [(PRINTED, EDGES), (TIGHT, (0.0,)), *([] if beside else [(CODE, (0.0,))])]
    tries = (
        find_middle(size, free, apart)
        for size, edges in sizes
        for apart in (APART, 0.0)
        for free in edges
    )
    at = next((each for each in tries if each), None)
    if not at:
        return False
    # Larger on paper; on a hatch, no sign of it comes between the digits.
    gid = f"class coded halo on-{full}" if full else "class coded halo plate"
    look: dict[str, Any] = {"gid": gid, "size": CODE, "weight": "bold", "zorder": 4.5}
    canvas.taken += canvas.write(code, at, colour="paper" if full else "ink", **look)
    return True
