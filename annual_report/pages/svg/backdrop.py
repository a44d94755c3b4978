"""What the texts of a drawing stand on.

Shapes are noted in the order in which they are drawn. The colours below a text are then looked up
at some points of it, all in the drawing's own pixels, y downwards.
"""

from collections import Counter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.path import Path

from annual_report.pages.svg.colours import Tone, palette
from annual_report.pages.svg.paths import extent

LEAST = 0.08
"""The share of a text's points that makes a colour one of its grounds."""


class Filled(NamedTuple):
    """A filled shape and its colour; None for a hatch."""

    shape: Path
    tone: Tone | None
    opacity: float


class Backdrop:
    """The shapes that were drawn so far."""

    def __init__(self) -> None:
        self._shapes: list[Filled] = []
        self._boxes = np.empty((0, 4))

    def add(self, shape: Filled) -> None:
        """Note a shape that is drawn above those before."""
        self._shapes.append(shape)

    def below(self, points: npt.NDArray[np.float64]) -> list[Tone] | None:
        """Return the colours that a text's points stand on; None where it stands on a hatch."""
        found: list[Tone | None] = [palette()["paper"]] * len(points)
        for shape, tone, opacity in self._near(points):
            for place in np.flatnonzero(shape.contains_points(points)):
                under = found[place]
                found[place] = tone.over(under, opacity) if tone and under else None
        counted = Counter(found)
        common = [each for each, times in counted.items() if times >= LEAST * len(points)]
        return None if None in common else [each for each in common if each]

    def _near(self, points: npt.NDArray[np.float64]) -> list[Filled]:
        """Return the shapes whose boxes meet that of some points."""
        if new := [extent(each.shape) for each in self._shapes[len(self._boxes) :]]:
            self._boxes = np.vstack((self._boxes, *new))
        low, high = points.min(axis=0), points.max(axis=0)
        meet = (self._boxes[:, :2] <= high).all(axis=1) & (self._boxes[:, 2:] >= low).all(axis=1)
        return [self._shapes[place] for place in np.flatnonzero(meet)]
