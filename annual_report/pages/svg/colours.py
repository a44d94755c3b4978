"""The colours of a figure on a light page and on a dark one.

A colour of the palette becomes a class, which the page's style sheet gives its colour in each mode;
so do black, which is ink, white, which is paper, and the greys of lines. Others stay what they are,
but a line or a shape that would be lost in the dark is lightened there, and a text is given a
contrast of 4.5 on whatever it stands on.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from annual_report.charts.palette import colours, contrast, luminance

TEXT, GRAPHICS = 4.5, 3.0
"""The least contrasts of words and of what a drawing shows, WCAG 2.2 AA."""
BLACKEST, WHITEST, NEUTRAL = 0x36, 0xFA, 0x08
"""How light a black may be, how dark a white, and how far apart the channels of a grey."""
DARKER_GREY = 0.22
"""The luminance below which a grey line is as soft ink; others are as the palette's lines."""


class Tone(NamedTuple):
    """A colour in the light and in the dark; `name` is the palette's, or "" for another."""

    light: str
    dark: str
    name: str = ""

    def on(self, ground: "Tone") -> float:
        """Return the lower of its contrasts with a ground in both modes."""
        return min(contrast(self.light, ground.light), contrast(self.dark, ground.dark))

    def over(self, ground: "Tone", opacity: float) -> "Tone":
        """Return what is seen of it on a ground where it is transparent."""
        light, dark = (mixed(*pair, opacity) for pair in zip(ground[:2], self[:2], strict=True))
        return self if opacity >= 1 else Tone(light, dark)


@cache
def palette() -> Mapping[str, Tone]:
    """Return the palette by name; the names of backgrounds never appear in a figure."""
    dark = colours(dark=True)
    return {
        name: Tone(light, dark[name], name)
        for name, light in colours().items()
        if name != "card" and not name.startswith("cover")
    }


def tone(colour: str, *, line: bool = False) -> Tone:
    """Return what a colour of a shape is on the page; greys are adapted in a `line`."""
    named = {each.light: each for each in palette().values()}
    if colour in named:
        return named[colour]
    channels = _channels(colour)
    if max(channels) - min(channels) <= NEUTRAL:
        if max(channels) <= BLACKEST:
            return palette()["ink"]
        if min(channels) >= WHITEST:
            return palette()["paper"]
        if line:
            return palette()["soft" if luminance(colour) < DARKER_GREY else "line"]
    paper = palette()["paper"]
    least = min(GRAPHICS, contrast(colour, paper.light))
    return Tone(colour, moved(colour, paper.dark, least))


def kept(colour: str) -> Tone:
    """Return a colour of a scale, which is the same in both modes."""
    return Tone(colour, colour)


def ink_on(colour: str, grounds: Sequence[Tone]) -> Tone | None:
    """Return a text's colour on its grounds, the closest to what was asked that can be read.

    None: no colour can be read on all of them, and the text needs an outline.
    """
    asked = tone(colour, line=True)
    paper = palette()["paper"]
    if all(ground.name == "paper" for ground in grounds) and not asked.name:
        return Tone(moved(colour, paper.light, TEXT), moved(colour, paper.dark, TEXT))
    white, black = kept("#ffffff"), kept("#000000")
    for ink in (asked, palette()["ink"], paper, white, black):
        if all(ink.on(ground) >= TEXT for ground in grounds):
            return ink
    lights = _readable([ground.light for ground in grounds])
    darks = _readable([ground.dark for ground in grounds])
    return Tone(lights, darks) if lights and darks else None


def _readable(grounds: Sequence[str]) -> str:
    """Return black or white, whichever can be read on all grounds; "" if neither can."""
    for ink in ("#000000", "#ffffff"):
        if all(contrast(ink, ground) >= TEXT for ground in grounds):
            return ink
    return ""


def moved(colour: str, ground: str, least: float) -> str:
    """Bring a colour away from its ground until their contrast is enough."""
    goal = "#ffffff" if luminance(ground) < 0.18 else "#000000"
    for step in range(20):
        found = mixed(colour, goal, step / 20)
        if contrast(found, ground) >= least:
            return found
    return goal


def mixed(one: str, other: str, share: float) -> str:
    """Return a colour between two: `share` of the other."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
