"""What the texts of a drawing stand on, and how far they reach.

Shapes are noted in the order in which they are drawn. The colours below a text are then looked up
at some points of it, all in the drawing's own pixels, y downwards.
"""

import math
from collections import Counter
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import numpy as np
import numpy.typing as npt

from annual_report.charts.labels import text_width
from annual_report.publish.svg.colours import Tone, palette
from annual_report.publish.svg.lines import turned
from annual_report.publish.svg.paths import extent, vertices

COLUMNS, HEIGHTS = 12, (-0.1, 0.3, 0.7)
"""Where a text is looked under: so many places along it, and so high, in sizes of its letters."""
LEAST = 0.08
"""The share of those places that makes a colour one of the text's grounds."""
BEFORE = {"start": 0.0, "middle": 0.5, "end": 1.0}


@dataclass(frozen=True)
class Filled:
    """A filled shape: its path, where it is moved to, its colour; None for a hatch."""

    drawn: str
    x: float
    y: float
    tone: Tone | None
    opacity: float

    @property
    def box(self) -> npt.NDArray[np.float64]:
        """The least x and y and the greatest ones."""
        moved: npt.NDArray[np.float64] = np.add(extent(self.drawn), [self.x, self.y] * 2)
        return moved


class Backdrop:
    """The shapes that were drawn so far."""

    def __init__(self) -> None:
        self._shapes: list[Filled] = []
        self._boxes = np.empty((0, 4))

    def add(self, shape: Filled) -> None:
        """Note a shape that is drawn above those before."""
        self._shapes.append(shape)

    def below(self, text: Element) -> list[Tone] | None:
        """Return the colours that a text stands on; None where it stands on a hatch."""
        points = sampled(text)
        found: list[Tone | None] = [palette()["paper"]] * len(points)
        for shape in self._near(points):
            inside = vertices(shape.drawn).contains_points(points - (shape.x, shape.y))
            for place in np.flatnonzero(inside):
                under = found[place]
                seen = shape.tone and under and shape.tone.over(under, shape.opacity)
                found[place] = seen or None
        counted = Counter(found)
        common = [each for each, times in counted.items() if times >= LEAST * len(points)]
        return None if None in common else [each for each in common if each]

    def _near(self, points: npt.NDArray[np.float64]) -> list[Filled]:
        """Return the shapes whose boxes meet that of some points."""
        if new := [shape.box for shape in self._shapes[len(self._boxes) :]]:
            self._boxes = np.vstack((self._boxes, *new))
        low, high = points.min(axis=0), points.max(axis=0)
        meet = (self._boxes[:, :2] <= high).all(axis=1) & (self._boxes[:, 2:] >= low).all(axis=1)
        return [self._shapes[place] for place in np.flatnonzero(meet)]


def sampled(text: Element) -> npt.NDArray[np.float64]:
    """Return points all over a text."""
    size = float(text.get("font-size", "10"))
    width = 0.95 * text_width(text.text or "", size)
    before = BEFORE[text.get("text-anchor", "start")] * width
    along, above = np.meshgrid(np.linspace(0.01, 0.99, COLUMNS) * width - before, HEIGHTS)
    angle = -math.radians(turned(text))
    down = -above.ravel() * size
    x = along.ravel() * math.cos(angle) - down * math.sin(angle)
    y = along.ravel() * math.sin(angle) + down * math.cos(angle)
    return np.column_stack((x + float(text.get("x", "0")), y + float(text.get("y", "0"))))
