"""The marks of a grid’s cells, all of a kind as one path: full, empty, pierced squares, and less.

A run of squares in a row is one dashed line: thirty years weigh as much as one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from matplotlib.patches import PathPatch
from matplotlib.path import Path

from annual_report.page.drawing import Drawing
from annual_report.page.palette import colours

Shape = Literal["square", "frame", "ring", "slash", "dash", "dot"]
Segment = tuple[float, float, float, float]
"""From x, y to x, y."""


@dataclass(frozen=True)
class Mark:
    """How a cell is drawn: shapes differ by more than colour."""

    shape: Shape
    colour: str = "here"


def draw_mark(
    drawing: Drawing,
    mark: Mark,
    pitch: float,
    side: float,
    runs: Sequence[Segment],
    middles: Iterable[tuple[float, float]],
) -> None:
    """Draw a kind of mark at the middles of cells, which `runs` joins from first to last.

    A hole is a square of paper: it hides the row's hairline too.
    """
    match mark.shape:
        case "square":
            _draw_squares(drawing, runs, pitch, side, mark.colour)
        case "ring":
            _draw_squares(drawing, runs, pitch, side, mark.colour)
            _draw_squares(drawing, runs, pitch, round(side / 2, 1), "paper")
        case "frame":
            _draw_squares(drawing, runs, pitch, side, mark.colour)
            _draw_squares(drawing, runs, pitch, side - 2.4, "paper")
        case "slash":
            half = side / 2
            slashes = [(x - half, y - half, x + half, y + half) for x, y in middles]
            draw_segments(drawing, slashes, mark.colour, 1.4)
        case "dash":
            _draw_squares(drawing, runs, pitch, side, mark.colour, 3.5)
        case "dot":
            _draw_squares(drawing, runs, pitch, 3, mark.colour)


def _draw_squares(
    drawing: Drawing,
    runs: Sequence[Segment],
    pitch: float,
    side: float,
    colour: str,
    thickness: float | None = None,
) -> None:
    """Draw each run of squares as one dashed line."""
    half = side / 2
    lines = [(x0 - half, y0, x1 + half, y1) for x0, y0, x1, y1 in runs]
    several = any(x1 > x0 for x0, _y0, x1, _y1 in runs)
    gaps = (side, pitch - side) if several else None
    draw_segments(drawing, lines, colour, side if thickness is None else thickness, gaps)


def draw_segments(
    drawing: Drawing,
    segments: Iterable[Segment],
    colour: str,
    width: float,
    gaps: tuple[float, float] | None = None,
) -> None:
    """Draw straight lines as one path, dashed by `gaps` in pixels."""
    paths = [Path([(x0, y0), (x1, y1)]) for x0, y0, x1, y1 in segments]
    if not paths:
        return
    patch = PathPatch(Path.make_compound_path(*paths), fill=False, edgecolor=colours()[colour])
    patch.set(lw=width, capstyle="butt")
    if gaps:  # matplotlib counts dashes in widths of the line
        patch.set_linestyle((0, (gaps[0] / width, gaps[1] / width)))
    drawing.add_artist(patch)
