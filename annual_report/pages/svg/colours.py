"""The colours of a figure on a light page and on a dark one.

A colour of the palette becomes a class, which the page's style sheet gives its colour in each mode;
so does black, which is ink, and white, which is paper. A grey is as far from a dark page as it was
from the light one. Any other colour stays what it is, and moves away from what it stands on where
it would be less seen in the dark than in the light; a text, wherever it couldn't be read.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from annual_report.pages.look.palette import colours, contrast, luminance

TEXT, GRAPHICS = 4.5, 3.0
"""The least contrasts of words and of what a drawing shows, WCAG 2.2 AA."""
BLACKEST, WHITEST, NEUTRAL = 0x36, 0xFA, 0x08
"""How light a black may be, how dark a white, and how far apart the channels of a grey."""
DARKER_GREY = 0.22
"""The luminance below which an axis's grey is as soft ink; others are as the palette's lines."""
WHITE, BLACK = "#ffffff", "#000000"


class Tone(NamedTuple):
    """A colour in the light and in the dark; `name` is the palette's, or "" for another."""

    light: str
    dark: str
    name: str = ""

    def over(self, ground: "Tone", opacity: float) -> "Tone":
        """Return what is seen of it on a ground where it is transparent."""
        light, dark = (mixed(*pair, opacity) for pair in zip(ground[:2], self[:2], strict=True))
        return self if opacity >= 1 else Tone(light, dark)

    def is_read_on(self, grounds: Iterable["Tone"]) -> bool:
        """Whether words in it can be read on grounds, in both modes."""
        pairs = ((self.light, each.light, self.dark, each.dark) for each in grounds)
        return all(contrast(a, b) >= TEXT and contrast(c, d) >= TEXT for a, b, c, d in pairs)

    def is_seen_on(self, grounds: Iterable["Tone"], opacity: float = 1.0) -> bool:
        """Whether it is seen in the dark as well as in the light, or well enough."""
        return all(
            _seen(self.dark, each.dark, opacity) >= _enough(self.light, each.light, opacity)
            for each in grounds
        )


@cache
def palette() -> Mapping[str, Tone]:
    """Return the palette by name; the names of backgrounds never appear in a figure."""
    dark = colours(dark=True)
    return {
        name: Tone(light, dark[name], name)
        for name, light in colours().items()
        if name != "card" and not name.startswith("cover")
    }


def kept(colour: str) -> Tone:
    """Return a colour that is the same in both modes, as a scale's are."""
    return Tone(colour, colour)


@lru_cache(maxsize=4096)
def tone(
    colour: str, grounds: tuple[Tone, ...], opacity: float = 1.0, *, axis: bool = False
) -> Tone:
    """Return what a colour of a line or a shape is on the page; `axis`, one of an axis's own.

    `grounds` come in the order of their share: where no colour is seen on all, it is on the first.
    """
    if grounds and all(each.light == each.dark for each in grounds):
        return kept(colour)
    asked = _on_paper(colour, axis=axis)
    if asked.name and asked.is_seen_on(grounds[:1], opacity):
        return asked
    for first in range(len(grounds), 0, -1):
        under = grounds[:first]
        if asked.is_seen_on(under, opacity):
            return asked
        wanted = [(each.dark, _enough(colour, each.light, opacity)) for each in under]
        if dark := moved(asked.dark, wanted, opacity):
            return Tone(colour, dark)
    return asked


@lru_cache(maxsize=4096)
def ink_on(colour: str, grounds: tuple[Tone, ...]) -> Tone | None:
    """Return a text's colour on its grounds, the closest to what was asked that can be read.

    None: no colour can be read on all of them, and the text needs an outline.
    """
    asked = _on_paper(colour)
    for each in (asked, kept(colour)):
        if each.is_read_on(grounds):
            return each
    light = moved(asked.light, [(each.light, TEXT) for each in grounds])
    dark = moved(asked.dark, [(each.dark, TEXT) for each in grounds])
    return Tone(light, dark) if light and dark else None


def moved(colour: str, wanted: Sequence[tuple[str, float]], opacity: float = 1.0) -> str | None:
    """Bring a colour away from its grounds, by as little as gives it a `wanted` contrast with each.

    None: there is no such colour.
    """
    for step in range(21):
        for goal in (WHITE, BLACK):
            found = mixed(colour, goal, step / 20)
            if all(_seen(found, ground, opacity) >= least for ground, least in wanted):
                return found
    return None


def _seen(colour: str, ground: str, opacity: float) -> float:
    """Return the contrast with its ground of a colour through which that is seen."""
    return contrast(mixed(ground, colour, opacity), ground)


def _enough(colour: str, ground: str, opacity: float) -> float:
    """Return the contrast that a colour needs in the dark: what it has in the light, or less."""
    return min(GRAPHICS, _seen(colour, ground, opacity)) - 0.01


def mixed(one: str, other: str, share: float) -> str:
    """Return a colour between two: `share` of the other."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _on_paper(colour: str, *, axis: bool = False) -> Tone:
    """Return what a colour is where nothing but paper is below it."""
    named = {each.light: each for each in palette().values()}
    if colour in named:
        return named[colour]
    channels = _channels(colour)
    if max(channels) - min(channels) > NEUTRAL:
        return kept(colour)
    if max(channels) <= BLACKEST:
        return palette()["ink"]
    if axis:  # white too: it is the grid of a ground that isn't there any more
        return palette()["soft" if luminance(colour) < DARKER_GREY else "line"]
    if min(channels) >= WHITEST:
        return palette()["paper"]
    return Tone(colour, _as_far(colour))


@cache
def _as_far(grey: str) -> str:
    """Return the grey that is as far from the dark paper as another is from the light one."""
    paper = palette()["paper"]
    wanted = contrast(grey, paper.light)
    lighter = (mixed(paper.dark, WHITE, share / 255) for share in range(256))
    return next((each for each in lighter if contrast(each, paper.dark) >= wanted), WHITE)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
