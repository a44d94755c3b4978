"""The colours of a figure on a light page and on a dark one.

A colour that is made for both modes follows the reader's: the palette's, which is a class of the
page's style sheet, and what matplotlib takes where nobody asked for a colour. A figure in any other
colour is a sheet of light paper on the dark page too, for what would be seen there of a colour
can't be known. Only words move away from what they stand on, wherever they couldn't be read: the
shapes and images that were drawn before them, all in the drawing's own pixels, y downwards.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
from matplotlib.colors import to_hex, to_rgb
from matplotlib.path import Path

from annual_report.machine.pages.look.palette import measure_contrast, page_colours
from annual_report.machine.pages.svg.paths import measure_extent

Points = npt.NDArray[np.float64]

TEXT = 4.5
"""The least contrast of words, WCAG 2.2 AA."""
LEAST = 0.08
"""The share of some points that makes a colour one of their grounds."""
WHITE, BLACK = "#ffffff", "#000000"


class Tone(NamedTuple):
    """A colour in the light and in the dark; `name` is the palette's, or "" for another."""

    light: str
    dark: str
    name: str = ""

    def lay_over(self, ground: "Tone", opacity: float) -> "Tone":
        """Return what is seen of it on a ground where it is transparent."""
        light, dark = (
            mix_colours(*pair, opacity) for pair in zip(ground[:2], self[:2], strict=True)
        )
        return self if opacity >= 1 else Tone(light, dark)

    def is_read_on(self, grounds: Iterable["Tone"]) -> bool:
        """Whether words in it can be read on grounds, in both modes."""
        return all(
            min(measure_contrast(self.light, each.light), measure_contrast(self.dark, each.dark))
            >= TEXT
            for each in grounds
        )


@cache
def page_tones() -> Mapping[str, Tone]:
    """Return the palette by name; the names of backgrounds never appear in a figure."""
    dark = page_colours(dark=True)
    return {
        name: Tone(light, dark[name], name)
        for name, light in page_colours().items()
        if name != "card" and not name.startswith("cover")
    }


@cache
def adaptive_tones() -> Mapping[str, Tone]:
    """Return the colours that are made for both modes, by what they are in the light.

    Black and white, the cycle of lines, grids and frames of legends are matplotlib's own defaults.
    """
    default = mpl.rcParamsDefault
    lines = {
        to_hex(default[name]): page_tones()["line"] for name in ("grid.color", "legend.edgecolor")
    }
    cycle = map(to_hex, default["axes.prop_cycle"].by_key()["color"])
    black_and_white = {BLACK: page_tones()["ink"], WHITE: page_tones()["paper"]}
    own = {each.light: each for each in page_tones().values()}
    return {each: make_fixed_tone(each) for each in cycle} | lines | black_and_white | own


def make_fixed_tone(colour: str) -> Tone:
    """Return a colour that is the same in both modes."""
    return Tone(colour, colour)


@lru_cache(maxsize=4096)
def find_readable_tone(asked: Tone, grounds: tuple[Tone, ...]) -> Tone | None:
    """Return a text's colour on its grounds, the closest to what was asked that can be read.

    None: no colour can be read on all of them, and the text needs an outline.
    """
    if asked.is_read_on(grounds):
        return asked
    light = _bring_to_contrast(asked.light, [each.light for each in grounds])
    dark = _bring_to_contrast(asked.dark, [each.dark for each in grounds])
    return Tone(light, dark) if light and dark else None


def mix_colours(one: str, other: str, share: float) -> str:
    """Return a colour between two: `share` of the other."""
    return to_hex((1 - share) * np.array(to_rgb(one)) + share * np.array(to_rgb(other)))


def _bring_to_contrast(colour: str, grounds: Sequence[str]) -> str | None:
    """Bring a colour towards white or black, by as little as can be read on each ground."""
    mixes = (mix_colours(colour, goal, step / 20) for step in range(21) for goal in (WHITE, BLACK))
    return next(
        (mix for mix in mixes if all(measure_contrast(mix, g) >= TEXT for g in grounds)), None
    )


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
