"""Where everything stands on a map: the same on every one, so it is laid out once in a process.

Métropole and the inset of Île-de-France are above, overseas in a row below, each as wide as its
name needs. Lengths are pixels of the drawing, y upwards.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from matplotlib.path import Path

from annual_report.territories.outlines import HEIGHT, outlines
from annual_report.territories.outlines import WIDTH as KM

WIDTH = 380
"""Width of a map in its own pixels: a telephone shows it at 0.84, a page at 1.3."""
NAMES_ROW, OVERSEAS_ROW, TITLE_ROW = 18, 50, 20
"""Heights: names of the overseas insets, their outlines, and the name above the other inset."""


@dataclass(frozen=True)
class Layout:
    """How a part of the reference's plane comes to the drawing: scaled, then moved."""

    scale: float
    dx: float
    dy: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Place a point."""
        return x * self.scale + self.dx, y * self.scale + self.dy


@dataclass(frozen=True, eq=False)
class Ring:
    """A closed line of an outline, and its least and greatest x and y."""

    path: Path
    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Place:
    """A département where it is drawn; who is drawn twice comes a second time, in an inset."""

    code: str
    point: tuple[float, float]
    rings: tuple[Ring, ...]


@cache
def places() -> tuple[Place, ...]:
    """Return all départements where they are drawn, insets last."""
    found = []
    for shape in outlines():
        lines = (np.array(ring) * LAYOUT.scale for ring in shape.rings)
        rings = tuple(
            Ring(Path(line, closed=True), line.min(axis=0), line.max(axis=0)) for line in lines
        )
        found.append(Place(shape.code, LAYOUT.point(*shape.point), rings))
    return tuple(found)


def height() -> int:
    """Return the height of a map."""
    return round(HEIGHT * LAYOUT.scale)


LAYOUT = Layout(WIDTH / KM, 0, 0)
