"""What a map does with institutions that fill no territory: EPCI and communes have a point.

A point is marked by a full dot, a ring or a cross, so that statuses differ by more than colour.
Where all members are points of one part of métropole, the map shows that part alone.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from matplotlib.axes import Axes

from annual_report.charts.styles import BARE, Style
from annual_report.pages.look.palette import page_colours
from annual_report.territories.institutions import find_institution
from annual_report.territories.outlines import HEIGHT, WIDTH, Box, list_insets

WHOLE: Box = (0.0, 0.0, WIDTH, HEIGHT)
NARROW = 330.0
"""Kilometres: members further apart than this are shown on the whole map."""
AROUND, LEAST = 45.0, 210.0
"""Kilometres around the members of a part, and how many it shows at least."""


def list_points(code: str) -> Iterator[tuple[float, float]]:
    """Iterate over the places of an institution's mark: on the sheet, and again in an inset."""
    mine = find_institution(code)
    if mine.territories or mine.point is None:
        return
    yield mine.point
    for inset in list_insets():
        if again := inset.repeated(mine.point):
            yield again


def draw_points(ax: Axes, codes: Iterable[str], look: Style) -> None:
    """Mark the institutions of a style that fill nothing."""
    places = [point for code in codes for point in list_points(code)]
    if places:
        draw_marks(look, ax, *zip(*places, strict=True))


def draw_marks(look: Style, ax: Axes, x: Any, y: Any) -> None:
    """Draw the mark of a style at a place or at several.

    What is full has an edge of paper: it may stand on a territory that is coloured as it is. All
    marks of a kind are one line of matplotlib's: a thousand lines would take ten seconds.
    """
    drawn = page_colours()["soft" if look == BARE else look.colour]
    paper, mark = page_colours()["paper"], "X" if look.hatch == "//" or look.pale else "o"
    shape: dict[str, Any] = {"mfc": drawn, "mec": paper, "ms": 8, "mew": 0.6}
    if look.hatch == "..":
        shape = {"mfc": paper, "mec": drawn, "ms": 7, "mew": 1.6}
    ax.plot(x, y, mark, ls="none", zorder=2, clip_on=False, **shape)


def choose_extent(codes: Iterable[str]) -> Box:
    """Return the part of the sheet that a map of some institutions shows: west, south, east, north.

    It is the whole, unless all are points close to each other in métropole.
    """
    every = [find_institution(code) for code in codes]
    found = [each.point for each in every if each.point and not each.territories]
    filled = any(each.territories for each in every)
    overseas = any(len(code) == 3 for each in every for code in each.departments)
    if filled or overseas or not found:
        return WHOLE
    x, y = zip(*found, strict=True)
    width, height = max(x) - min(x), max(y) - min(y)
    if max(width, height) > NARROW:
        return WHOLE
    half = max(width, height, LEAST - 2 * AROUND) / 2 + AROUND
    middle = (min(x) + max(x)) / 2, (min(y) + max(y)) / 2
    return middle[0] - half, middle[1] - half, middle[0] + half, middle[1] + half
