"""What a map says of itself before any member: the names of its insets, or of what surrounds it."""

from collections.abc import Collection, Iterator, Sequence
from itertools import product

from matplotlib.axes import Axes

from annual_report.charts.labels import Box, measure_label
from annual_report.charts.maps.ground import MapPlace, list_places
from annual_report.charts.maps.view import View
from annual_report.pages.look.palette import page_colours, text_size
from annual_report.pages.look.widths import text_width
from annual_report.phrases.frame_words import SCALES
from annual_report.territories.institutions import find_institution
from annual_report.territories.outlines import WIDTH, list_insets

APART = 5
"""Pixels between the names of two insets, where there is room."""
STEP = 1.15
"""From a line of a name to the next, in sizes of its letters."""
WITHIN = 4
"""Pixels from a name to the edge of a part of the map: a font may be wider than it is taken for."""
SHIFTS = (0, 8, -8, 16, -16, 24, -24)
"""How far from the middle of its territory a name looks for room in it, in pixels."""
PLACE = "class place"
"""The gid of names on a map: the page's style sheet gives them a halo and their size."""


def name_insets(ax: Axes, view: View, scale: float) -> list[Box]:
    """Name the insets; return the places, in pixels, that the names and the frames take.

    A name stands below its inset, or further left; a crowded row takes the map's whole width. Below
    them is said that they have scales of their own.
    """
    framed = list_insets()
    taken = [view.place_inset(inset)[0].scale_by(scale) for inset in framed]
    row = [text_width(each.name, text_size(1)) for each in framed if each.shift is None]
    free = (WIDTH - ax.get_xlim()[0]) * scale - sum(row)
    apart, ends = min(APART, free / max(1, len(row) - 1)), dict[float, float]()
    for inset in sorted(framed, key=lambda each: each.label, reverse=True):
        x, y = (value * scale for value in view.place_inset(inset)[1])
        half = text_width(inset.name, text_size(1)) / 2
        last = ends.get(y, WIDTH * scale) - half
        x = last if apart < APART else min(x, last)
        ends[y] = x - half - apart
        text = ax.text(x / scale, y / scale, inset.name, ha="center", va="center_baseline")
        text.set(color=page_colours()["soft"], gid=PLACE, label=inset.name)
        taken.append(measure_name(text.get_position(), inset.name, scale))
    below = WIDTH, view.box.bottom + text_size(1) / 2 / scale + 2
    said = ax.text(*below, SCALES, ha="right", va="center_baseline")
    said.set(color=page_colours()["soft"], gid=PLACE)
    return taken


def name_surroundings(
    ax: Axes, view: View, scale: float, taken: Sequence[Box], shown: Collection[str]
) -> None:
    """Name the bare départements of a part of the map that have room for their names."""
    coloured = {each for code in shown for each in find_institution(code).territories}
    for place in list_places():
        name = find_institution(place.code).name
        if place.whole or place.code in coloured or not view.shows(place):
            continue
        if room := find_room(place, name, view, scale, taken):
            for line, at in stack_lines(*room, scale):
                text = ax.text(*at, line, ha="center", va="center_baseline")
                text.set(color=page_colours()["soft"], gid=PLACE, zorder=1.2)


def find_room(
    place: MapPlace, name: str, view: View, scale: float, taken: Sequence[Box]
) -> tuple[str, tuple[float, float]] | None:
    """Find where a name stands wholly in its territory, in up to three lines, and free of others.

    Return its lines and their middle, or None if there is no such room.
    """
    bounds = view.box.scale_by(scale).grow(-WITHIN, -WITHIN)
    first, space, rest = name.partition(" ")
    below = f"{first}\n{cut_in_lines(rest, 0)}" if space else name
    for text in dict.fromkeys((name, cut_in_lines(name, 0), below)):
        lines = text.split("\n")
        wide = max(measure_label(line, text_size(1)) for line in lines)
        high = text_size(1) * (1 + STEP * (len(lines) - 1))
        for up, aside in product(SHIFTS, SHIFTS):
            x, y = place.point[0] + aside / scale, place.point[1] + up / scale
            box = Box(*(scale * each for each in (x, y, x, y))).grow(wide / 2, high / 2)
            inside = bounds.holds(box) and place.holds(x, y, wide / scale, high / scale)
            if inside and not any(box.overlaps(other) for other in taken):
                return text, (x, y)
    return None


def stack_lines(
    name: str, point: tuple[float, float], scale: float
) -> Iterator[tuple[str, tuple[float, float]]]:
    """Iterate over the lines of a name, each with its place around a point."""
    lines, (x, y) = name.split("\n"), point
    for number, line in enumerate(lines):
        yield line, (x, y + STEP * text_size(1) / scale * ((len(lines) - 1) / 2 - number))


def cut_in_lines(name: str, long: int) -> str:
    """Cut a `long` name in two lines, at the hyphen or the space that is nearest to its middle."""
    cuts = [at for at, sign in enumerate(name, 1) if sign in "- "]
    if len(name) <= long or not cuts:
        return name
    cut = min(cuts, key=lambda at: abs(at - len(name) / 2))
    return f"{name[:cut].rstrip()}\n{name[cut:]}"


def measure_name(point: tuple[float, float], name: str, scale: float) -> Box:
    """Return the place, in pixels, that a name in the middle of another place takes."""
    x, y = (scale * value for value in point)
    half = text_width(name, text_size(1)) / 2
    return Box(x - half, y - text_size(1) / 2, x + half, y + text_size(1) / 2)
