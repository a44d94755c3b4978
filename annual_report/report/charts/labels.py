"""Labels of a map, none of which stands on another."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path

from annual_report.machine.pages.look.palette import page_colours
from annual_report.report.charts.ground import Point

LETTERS = 12
"""Pixels: a telephone shows a map a little smaller, and letters of eleven can be read."""
LETTER = 0.62
"""Mean width of a letter of a bold sans-serif, in ems, on the safe side."""
DOT = 6
"""Pixels from the middle of a dot that no label comes nearer to."""
BESIDE = (
    ("left", 9, 0), ("right", -9, 0), ("center", 0, 14), ("center", 0, -14),
    ("left", 8, 12), ("left", 8, -12), ("right", -8, 12), ("right", -8, -12),
)  # fmt: skip
"""Where a name may stand, seen from its dot: the side of the text that is there, and pixels."""
SIDES = {"left": 0.0, "center": 0.5, "right": 1.0}


def estimate_width(text: str, size: float) -> float:
    """Estimate how many pixels wide a line is, on any machine; a reader's font may differ."""
    return len(text) * size * LETTER


class Labels:
    """Writes on an Axes of so many pixels a unit, and knows what is taken there."""

    def __init__(self, ax: Axes, scale: float) -> None:
        self._ax, self._scale = ax, scale
        self._bounds = np.array([ax.get_xlim(), ax.get_ylim()]).T.ravel()
        self._taken: list[Any] = []

    def move(self, point: Point, by: Point) -> Point:
        """Return the point that is so many pixels away."""
        return point[0] + by[0] / self._scale, point[1] + by[1] / self._scale

    def keep_free(self, point: Point) -> None:
        """Have no label stand on a dot."""
        low, high = self.move(point, (-DOT, -DOT)), self.move(point, (DOT, DOT))
        self._taken.append(np.array([*low, *high]))

    def has_room(self, text: str, point: Point, align: str = "center") -> bool:
        """Whether a text stands on nothing that is taken, and within the drawing."""
        box = self._measure(text, point, align)
        inside = (box[:2] >= self._bounds[:2]).all() and (box[2:] <= self._bounds[2:]).all()
        stands_on = ((box[:2] < other[2:]).all() and (other[:2] < box[2:]).all()
                     for other in self._taken)  # fmt: skip
        return bool(inside) and not any(stands_on)

    def write(
        self, text: str, point: Point, *, colour: str, gid: str = "place", align: str = "center"
    ) -> None:
        """Write a text, whatever is there: in bold, but for what is only said of the ground."""
        self._taken.append(self._measure(text, point, align))
        va = "center" if "\n" in text else "center_baseline"
        weight = "normal" if colour == "soft" else "bold"
        look: dict[str, Any] = {"size": LETTERS, "weight": weight, "color": page_colours()[colour]}
        self._ax.text(*point, text, ha=align, va=va, linespacing=1, gid=f"class {gid}", **look)

    def write_beside(self, text: str, point: Point, covered: Sequence[Path], colour: str) -> None:
        """Write a name beside its dot, where it hides least of what is covered, if it has room."""

        def count_hidden(spot: tuple[str, Point]) -> int:
            left, bottom, right, top = self._measure(text, spot[1], spot[0])
            line = np.column_stack((np.linspace(left, right, 9), np.full(9, (bottom + top) / 2)))
            return sum(int(path.contains_points(line).sum()) for path in covered)

        spots = [(align, self.move(point, (x, y))) for align, x, y in BESIDE]
        if free := [(align, spot) for align, spot in spots if self.has_room(text, spot, align)]:
            align, spot = min(free, key=count_hidden)
            self.write(text, spot, colour=colour, gid="place halo", align=align)

    def _measure(self, text: str, point: Point, align: str) -> Any:
        """Return the edges of a text: left, bottom, right, top."""
        lines = text.split("\n")
        width = max(estimate_width(line, LETTERS) for line in lines) / self._scale
        half = 0.45 * LETTERS * len(lines) / self._scale
        left = point[0] - SIDES[align] * width
        return np.array([left, point[1] - half, left + width, point[1] + half])
