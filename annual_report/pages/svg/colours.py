"""The colours of a figure on a light page and on a dark one.

A colour that is made for both modes follows the reader's: the palette's, which is a class of the
page's style sheet, and what matplotlib takes where nobody asked for a colour. A figure in any other
colour is a sheet of light paper on the dark page too, for what would be seen there of a colour
can't be known. Only words move away from what they stand on, wherever they couldn't be read.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import matplotlib as mpl
import numpy as np
from matplotlib.colors import to_hex, to_rgb

from annual_report.pages.look.palette import measure_contrast, page_colours

TEXT = 4.5
"""The least contrast of words, WCAG 2.2 AA."""
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
