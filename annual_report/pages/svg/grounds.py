"""What lies below each point of a drawing, so that what stands on it can be told from it.

Shapes and images are noted in the order in which they are drawn. The colours below some points are
then looked up, all in the drawing's own pixels, y downwards.
"""

from collections import Counter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.colors import to_hex
from matplotlib.path import Path

from annual_report.pages.svg.colours import Tone, kept, palette
from annual_report.pages.svg.paths import extent

Points = npt.NDArray[np.float64]
LEAST = 0.08
"""The share of some points that makes a colour one of their grounds."""
CLEAR = 128
"""The opacity, of 255, from which a point of an image hides what is below it."""


class Filled(NamedTuple):
    """A filled shape and its colour: None for a hatch; or else the `image` that fills it."""

    shape: Path
    tone: Tone | None
    opacity: float = 1.0
    image: npt.NDArray[np.uint8] | None = None

    def colour_at(self, x: float, y: float, under: Tone | None) -> Tone | None:
        """Return what is seen at a point of it; None where no text can be read without more."""
        if self.image is not None:
            left, top, right, bottom = extent(self.shape)
            rows, columns = self.image.shape[:2]
            row = min(int((y - top) / (bottom - top) * rows), rows - 1)
            column = min(int((x - left) / (right - left) * columns), columns - 1)
            red, green, blue, opacity = (self.image[row, column] / 255).tolist()
            return under if opacity < CLEAR / 255 else kept(to_hex((red, green, blue)))
        return self.tone.over(under, self.opacity) if self.tone and under else None


class Grounds:
    """The shapes that were drawn so far."""

    def __init__(self) -> None:
        self._shapes: list[Filled] = []
        self._boxes = np.empty((0, 4))

    def add(self, shape: Filled) -> None:
        """Note a shape that is drawn above those before."""
        self._shapes.append(shape)

    def below(self, points: Points) -> list[Tone] | None:
        """Return the colours that some points stand on, the commonest first; None for a hatch."""
        found: list[Tone | None] = [palette()["paper"]] * len(points)
        for filled in self._near(points):
            for place in np.flatnonzero(filled.shape.contains_points(points)):
                x, y = points[place]
                found[place] = filled.colour_at(x, y, found[place])
        counted = Counter(found).most_common()
        common = [each for each, times in counted if times >= LEAST * len(points)]
        return None if None in common else [each for each in common if each]

    def _near(self, points: Points) -> list[Filled]:
        """Return the shapes whose boxes meet that of some points."""
        if new := [extent(each.shape) for each in self._shapes[len(self._boxes) :]]:
            self._boxes = np.vstack((self._boxes, *new))
        low, high = points.min(axis=0), points.max(axis=0)
        meet = (self._boxes[:, :2] <= high).all(axis=1) & (self._boxes[:, 2:] >= low).all(axis=1)
        return [self._shapes[place] for place in np.flatnonzero(meet)]
