"""Where everything stands on a map: the same on every one, so it is laid out once in a process.

Métropole and the inset of Île-de-France are above, overseas in a row below, each as wide as its
name needs. Lengths are pixels of the drawing, y upwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
from matplotlib.path import Path

from annual_report.territories.outlines import outlines

WIDTH = 380
"""Width of a map in its own pixels: a telephone shows it at 0.84, a page at 1.3."""
NAMES_ROW, OVERSEAS_ROW, TITLE_ROW = 18, 50, 20
"""Heights: names of the overseas insets, their outlines, and the name above the other inset."""
OVERSEAS_ZOOM = 1.25


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
    for shape in outlines().shapes:
        layout = layouts()[shape.inset]
        lines = (np.array(ring) * layout.scale + (layout.dx, layout.dy) for ring in shape.rings)
        rings = tuple(
            Ring(Path(line, closed=True), line.min(axis=0), line.max(axis=0)) for line in lines
        )
        found.append(Place(shape.code, layout.point(*shape.point), rings))
    return tuple(found)


@cache
def height() -> int:
    """Return the height of a map: its parts one above the other."""
    top = max(inset.frame[3] for inset in outlines().insets)
    return round(layouts()[None].point(0, top)[1] + TITLE_ROW)


@cache
def layouts() -> Mapping[str | None, Layout]:
    """Return the layout of each inset by its name, that of métropole under None."""
    plane = outlines()
    scale = WIDTH / plane.width
    overseas = [inset for inset in plane.insets if inset.frame[3] < plane.height / 2]
    ground = min(
        y for shape in plane.shapes if not shape.inset for ring in shape.rings for _x, y in ring
    )
    up = NAMES_ROW + OVERSEAS_ROW - ground * scale
    found: dict[str | None, Layout] = {inset.name: Layout(scale, 0, up) for inset in plane.insets}
    found[None] = Layout(scale, 0, up)
    zoom, left = scale * OVERSEAS_ZOOM, 0.0
    letters = sum(len(inset.name) + 3 for inset in overseas)
    for inset in overseas:  # each as wide as its name needs
        x0, y0, x1, y1 = inset.frame
        width = WIDTH * (len(inset.name) + 3) / letters
        middle = left + width / 2, NAMES_ROW + OVERSEAS_ROW / 2 - 3
        found[inset.name] = Layout(
            zoom, middle[0] - (x0 + x1) / 2 * zoom, middle[1] - (y0 + y1) / 2 * zoom
        )
        left += width
    return MappingProxyType(found)
