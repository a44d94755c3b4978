"""What a map says of itself before any member: the names of its insets, or of what surrounds it."""

from collections.abc import Sequence

from matplotlib.axes import Axes

from annual_report.charts.labels import Box
from annual_report.charts.maps.ground import list_places
from annual_report.pages.look.palette import page_colours, text_size
from annual_report.pages.look.widths import text_width
from annual_report.territories.institutions import find_institution
from annual_report.territories.outlines import WIDTH, Inset

APART = 5
"""Pixels between the names of two insets, where there is room."""
PLACE = "class place"
"""The gid of names on a map: the page's style sheet gives them a halo and their size."""


def name_insets(ax: Axes, framed: Sequence[Inset], scale: float) -> list[Box]:
    """Name the insets; return the places, in pixels, that the names and the frames take.

    A name stands below its inset, or further left; a crowded row takes the map's whole width.
    """
    taken = [Box(*inset.frame).scale_by(scale) for inset in framed]
    row = [text_width(each.name, text_size(1)) for each in framed if each.shift is None]
    free = (WIDTH - ax.get_xlim()[0]) * scale - sum(row)
    apart, ends = min(APART, free / max(1, len(row) - 1)), dict[float, float]()
    for inset in sorted(framed, key=lambda each: each.label, reverse=True):
        x, y = (value * scale for value in inset.label)
        half = text_width(inset.name, text_size(1)) / 2
        last = ends.get(y, WIDTH * scale) - half
        x = last if apart < APART else min(x, last)
        ends[y] = x - half - apart
        text = ax.text(x / scale, y / scale, inset.name, ha="center", va="center_baseline")
        text.set(color=page_colours()["soft"], gid=PLACE, label=inset.name)
        taken.append(measure_name(text.get_position(), inset.name, scale))
    return taken


def name_surroundings(ax: Axes, scale: float) -> list[Box]:
    """Name the départements of a part of the map, so that one knows where it is."""
    (west, east), (south, north) = ax.get_xlim(), ax.get_ylim()
    found = []
    for place in list_places():
        x, y = place.point
        name = find_institution(place.code).name
        half = text_width(name, text_size(1)) / 2 / scale
        if not place.whole and west + half < x < east - half and south < y < north:
            text = ax.text(x, y, name, ha="center", va="center_baseline")
            text.set(color=page_colours()["soft"], gid=PLACE, zorder=1.2)
            found.append(measure_name((x, y), name, scale))
    return found


def measure_name(point: tuple[float, float], name: str, scale: float) -> Box:
    """Return the place, in pixels, that a name in the middle of another place takes."""
    x, y = (scale * value for value in point)
    half = text_width(name, text_size(1)) / 2
    return Box(x - half, y - text_size(1) / 2, x + half, y + text_size(1) / 2)
