"""The marks of a grid's cells: full, empty, pierced squares, and less."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from matplotlib.axes import Axes

from annual_report.charts.palette import colours

Shape = Literal["square", "frame", "ring", "slash", "dash", "dot"]
HOLE = 0.5
"""Side of a ring's hole, in sides of its square."""


@dataclass(frozen=True)
class Mark:
    """How a cell is drawn: a shape, and a colour of the palette."""

    shape: Shape
    colour: str = "here"


def draw_mark(ax: Axes, mark: Mark, x: Sequence[Any], y: Sequence[Any], side: float) -> None:
    """Draw a kind of mark at places of an Axes; a square's side is in pixels.

    A hole is of paper: it hides what is behind it, a line of the grid too.
    """
    palette = colours()
    look: dict[str, Any] = {"ls": "none", "mew": 0, "ms": side, "clip_on": False}
    look |= {"color": palette[mark.colour]}
    paper = palette["paper"]
    match mark.shape:
        case "square":
            ax.plot(x, y, "s", **look)
        case "ring":
            ax.plot(x, y, "s", **look)
            ax.plot(x, y, "s", **look | {"color": paper, "ms": round(side * HOLE, 1)})
        case "frame":
            ax.plot(x, y, "s", **look | {"mfc": paper, "mew": 1.2, "ms": side - 1.2})
        case "slash":
            ax.plot(x, y, [(-1, -1), (1, 1)], **look | {"mew": 1.4})
        case "dash":
            ax.plot(x, y, [(-1, 0), (1, 0)], **look | {"mew": 3.5})
        case "dot":
            ax.plot(x, y, "s", **look | {"ms": 3})
