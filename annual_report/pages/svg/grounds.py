"""What a text stands on: the shapes and images that were drawn before it.

All in the drawing's own pixels, y downwards.
"""

from collections import Counter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.colors import to_hex
from matplotlib.path import Path

from annual_report.pages.svg.colours import Tone, make_fixed_tone
from annual_report.pages.svg.paths import measure_extent

Points = npt.NDArray[np.float64]
LEAST = 0.08
"""The share of some points that makes a colour one of their grounds."""


class Filled(NamedTuple):
    """A filled shape and its colour, None for a hatch; or else the `image` that fills it."""

    shape: Path
    tone: Tone | None
    opacity: float = 1.0
    image: npt.NDArray[np.uint8] | None = None

    def find_tone_at(self, point: Points, under: Tone | None) -> Tone | None:
        """Return what is seen at a point of it; None where no text can be read without more."""
        if self.image is not None:
            left, top, right, bottom = measure_extent(self.shape)
            share = (point - (left, top)) / (right - left, bottom - top)
            column, row = (share * self.image.shape[1::-1]).astype(int)
            red, green, blue, opacity = (self.image[row, column] / 255).tolist()
            return make_fixed_tone(to_hex((red, green, blue))) if opacity > 0.5 else under
        return self.tone.lay_over(under, self.opacity) if self.tone and under else None


class Grounds:
    """The shapes that were drawn so far, on paper."""

    def __init__(self, paper: Tone) -> None:
        self._paper = paper
        self._shapes: list[Filled] = []
        self._boxes = np.empty((0, 4))

    def add(self, shape: Filled) -> None:
        """Note a shape that is drawn above those before."""
        self._shapes.append(shape)

    def find_below(self, points: Points) -> tuple[Tone, ...] | None:
        """Return the colours that some points stand on; None for a hatch."""
        if new := [measure_extent(each.shape) for each in self._shapes[len(self._boxes) :]]:
            self._boxes = np.vstack((self._boxes, *new))
        low, high = points.min(axis=0), points.max(axis=0)
        meet = (self._boxes[:, :2] <= high).all(axis=1) & (self._boxes[:, 2:] >= low).all(axis=1)
        found: list[Tone | None] = [self._paper] * len(points)
        for filled in (self._shapes[at] for at in np.flatnonzero(meet)):
            for at in np.flatnonzero(filled.shape.contains_points(points)):
                found[at] = filled.find_tone_at(points[at], found[at])
        counted = Counter(found).items()
        common = [each for each, times in counted if times >= LEAST * len(points)]
        return None if None in common else tuple(each for each in common if each)
