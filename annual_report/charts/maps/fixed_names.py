"""The names on a map that stand where they must: below an inset, or in the middle of a territory.

They look for no room: other labels keep off them.
"""

from collections.abc import Iterator, Sequence

from matplotlib.axes import Axes

from annual_report.charts.label_search import APART
from annual_report.charts.labels import Box
from annual_report.charts.maps.ground import FEW, MapPlace, places
from annual_report.pages.look.palette import colours, size
from annual_report.pages.look.widths import text_width
from annual_report.territories.institutions import institution
from annual_report.territories.outlines import WIDTH, Inset

LONG = 16
"""Letters of a région's name that stand in one line."""
STEP = 1.15
"""From a line of a name to the next, in sizes of its letters."""
CODE, LETTERS, BELOW = 10.0, 4, 11.0
"""The size of a code in its territory; the most letters that are one; pixels below a town's dot."""
PLACE = "class place"
"""The gid of names on a map: the page's style sheet gives them a halo and their size."""


def name_insets(ax: Axes, framed: Sequence[Inset], scale: float) -> list[Box]:
    """Name the insets; return the places, in pixels, that the names and the frames take.

    A name stands below its inset, or further left; a crowded row takes the map's whole width.
    """
    taken = [Box(*inset.frame).scaled(scale) for inset in framed]
    row = [text_width(each.name, size(1)) for each in framed if each.shift is None]
    free = (WIDTH - ax.get_xlim()[0]) * scale - sum(row)
    apart, ends = min(APART, free / max(1, len(row) - 1)), dict[float, float]()
    for inset in sorted(framed, key=lambda each: each.label, reverse=True):
        x, y = (value * scale for value in inset.label)
        half = text_width(inset.name, size(1)) / 2
        last = ends.get(y, WIDTH * scale) - half
        x = last if apart < APART else min(x, last)
        ends[y] = x - half - apart
        text = ax.text(x / scale, y / scale, inset.name, ha="center", va="center_baseline")
        text.set(color=colours()["soft"], gid=PLACE, label=inset.name)
        taken.append(_box(text.get_position(), inset.name, scale))
    return taken


def name_surroundings(ax: Axes, scale: float) -> list[Box]:
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


def name_inside(ax: Axes, name: str, place: MapPlace, scale: float, full: str | None) -> list[Box]:
    """Name a région in its middle, a long name in two lines; as paper where it is `full`.

    The halo is then of its own colour: a name that is wider than its région is read beyond it.
    """
    found = []
    for line, at in stacked(in_lines(name, LONG), place.point, scale):
        text = ax.text(*at, line, weight="bold", ha="center", va="center_baseline")
        text.set(zorder=5, gid=f"{PLACE} on-{full}" if full else PLACE, label=name)
        text.set_color(colours()["paper" if full else "ink"])
        found.append(_box(at, line, scale))
    return found


def code_of(code: str, place: MapPlace | None) -> str:
    """Return the code that a map shows of an institution: nothing of a région, or of a point."""
    few = place is not None and place.rings and len(institution(code).territories) <= FEW
    return code if few and len(code) <= LETTERS else ""


def write_code(
    ax: Axes, code: str, place: MapPlace, scale: float, *, full: bool, dot: bool
) -> list[Box]:
    """Write a code in its territory, below a town's dot; return its place, if it has room there."""
    x, y = place.point[0], place.point[1] - (BELOW / scale if dot else 0)
    if not place.holds(x, y, text_width(code, CODE) / scale, 0.8 * CODE / scale):
        return []
    text = ax.text(x, y, code, size=CODE, weight="bold", ha="center", va="center_baseline")
    text.set(color=colours()["paper" if full else "ink"], zorder=4.5)
    text.set_gid("class coded" if full else "class coded halo")  # larger on paper
    return [_box((x, y), code, scale)]


def stacked(
    name: str, point: tuple[float, float], scale: float
) -> Iterator[tuple[str, tuple[float, float]]]:
    """Iterate over the lines of a name, each with its place around a point."""
    lines, (x, y) = name.split("\n"), point
    for number, line in enumerate(lines):
        yield line, (x, y + STEP * size(1) / scale * ((len(lines) - 1) / 2 - number))


def in_lines(name: str, long: int) -> str:
    """Cut a `long` name in two lines, at the hyphen or the space that is nearest to its middle."""
    cuts = [at for at, sign in enumerate(name, 1) if sign in "- "]
    if len(name) <= long or not cuts:
        return name
    cut = min(cuts, key=lambda at: abs(at - len(name) / 2))
    return f"{name[:cut].rstrip()}\n{name[cut:]}"


def _box(point: tuple[float, float], name: str, scale: float) -> Box:
    """Return the place, in pixels, that a name in the middle of another place takes."""
    x, y = (scale * value for value in point)
    half = text_width(name, size(1)) / 2
    return Box(x - half, y - size(1) / 2, x + half, y + size(1) / 2)
