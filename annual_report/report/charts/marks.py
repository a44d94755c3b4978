"""The marks of a grid's cells: full, empty, pierced squares, and less."""

from dataclasses import dataclass
from typing import Any, Literal

from matplotlib.axes import Axes

from annual_report.machine.pages.look.palette import page_colours

Shape = Literal["square", "frame", "ring", "slash", "cross", "dash", "dot"]
HOLE = 0.3
"""Side of a ring's hole, in sides of its square."""


@dataclass(frozen=True)
class Mark:
    """How a cell is drawn: a shape, and a colour of the palette."""

    shape: Shape
    colour: str = "here"


def draw_mark(mark: Mark, ax: Axes, x: Any, y: Any, side: float) -> None:
    """Draw a kind of mark at a place of an Axes, or at several; a square's side is in pixels.

    A hole is of paper: it hides what is behind it, a line of the grid too.
    """
    palette = page_colours()
    ink, paper = palette[mark.colour], palette["paper"]
    look: dict[str, Any] = {"ls": "none", "marker": "s", "color": ink, "mew": 0, "ms": side}
    shapes: dict[Shape, tuple[dict[str, Any], ...]] = {
        "square": ({},),
        "ring": ({}, {"color": paper, "ms": round(side * HOLE, 1)}),
        "frame": ({}, {"color": paper, "ms": side - 2.4}),  # a stroke would weigh three times this
        "slash": ({"marker": [(-1, -1), (1, 1)], "mew": 1.4},),
        "cross": ({"marker": "x", "mew": 2, "ms": 0.75 * side},),
        "dash": ({"marker": [(-1, 0), (1, 0)], "mew": 3.5},),
        "dot": ({"ms": 3},),
    }
    for shape in shapes[mark.shape]:
        ax.plot(x, y, clip_on=False, **look | shape)
