"""What a map does with institutions that fill no territory: EPCI and communes have a point.

A point is marked by a full dot, a ring or a cross, so that statuses differ by more than colour.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from matplotlib.axes import Axes

from annual_report.machine.pages.look.palette import page_colours
from annual_report.network.territories.institutions import find_institution
from annual_report.network.territories.outlines import list_insets
from annual_report.report.charts.styles import BARE, Style


def list_points(code: str) -> Sequence[tuple[float, float]]:
    """Return the places of an institution's mark, of one that fills nothing."""
    mine = find_institution(code)
    return () if mine.territories or mine.point is None else repeat_point(mine.point)


def repeat_point(point: tuple[float, float]) -> Sequence[tuple[float, float]]:
    """Return where a point of the sheet is drawn: there, and again in an inset."""
    repeated = [inset.repeated(point) for inset in list_insets()]
    return [point, *(each for each in repeated if each)]


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
    paper, mark = page_colours()["paper"], "X" if look.hatch == "//" or look.tint < 1 else "o"
    shape: dict[str, Any] = {"mfc": drawn, "mec": paper, "ms": 8, "mew": 0.6}
    if look.hatch == "..":
        shape = {"mfc": paper, "mec": drawn, "ms": 7, "mew": 1.6}
    ax.plot(x, y, mark, ls="none", zorder=2, clip_on=False, **shape)
