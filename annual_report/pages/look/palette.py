"""Colours and sizes of the pages, read from the one file that holds them, `palette.css`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from annual_report.project import TEMPLATES

FILE = TEMPLATES / "palette.css"
VARIABLE = re.compile(r"--([a-z0-9-]+)\s*:\s*([^;}]+)")
QUIET = re.compile(r"/\*.*?(?:\*/|\Z)|\"[^\"\n]*\"|'[^'\n]*'", re.DOTALL)
"""What holds no rule: a comment, a text in quotation marks."""
HEXADECIMAL = re.compile("#[0-9a-f]{6}", re.IGNORECASE)


@dataclass(frozen=True)
class Shown:
    """How a page is shown: on a screen or on paper, as who looks at it asks for."""

    dark: bool = False
    strong: bool = False
    printed: bool = False

    def meets(self, media: str) -> bool:
        """Whether `@media` may speak of it: what isn't known here, a width, may be so."""
        return any(self._meets(query) for query in media.lower().split(","))

    def _meets(self, query: str) -> bool:
        asked = {
            r"scheme\s*:\s*dark": self.dark,
            r"scheme\s*:\s*light": not self.dark,
            r"contrast\s*:\s*more": self.strong,
            r"\bprint\b": self.printed,
            r"\bscreen\b": not self.printed,
        }
        known = [is_so for words, is_so in asked.items() if re.search(words, query)]
        return not known or all(known) != bool(re.search(r"\bnot\b", query))


@cache
def colours(*, dark: bool = False, strong: bool = False) -> Mapping[str, str]:
    """Return the named colours as #rrggbb.

    `dark` gives those of the dark page, `strong` those for who asks for more contrast.
    """
    return MappingProxyType(colours_of(_sheet(), Shown(dark=dark, strong=strong)))


def colours_of(css: str, shown: Shown) -> dict[str, str]:
    """Return the colours that a style sheet names, as it gives them to a page shown so."""
    return {
        name: value
        for name, value, around in _declared(css)
        if is_colour(value) and all(shown.meets(each) for each in around)
    }


def _declared(css: str) -> Iterator[tuple[str, str, list[str]]]:
    """Give the names and values of a style sheet, each with the `@media` that it stands in."""
    around: list[str] = []
    said = ""
    for part in re.split(r"([{};])", QUIET.sub("", css)):
        if part == "{":
            around.append(said)
        elif part in ("}", ";"):
            if found := VARIABLE.fullmatch(said):
                yield found[1], found[2].strip(), [each for each in around if "@media" in each]
            if part == "}":
                del around[-1:]
        said = "" if part in "{};" else part.strip()


def is_colour(value: str) -> bool:
    """Whether a value is a colour as this project writes it: #rrggbb."""
    return HEXADECIMAL.fullmatch(value.strip()) is not None


@cache
def size(step: int) -> float:
    """Return the step of the type scale, 1 (smallest) to 6, in CSS pixels."""
    found = {name: value for name, value, _around in _declared(_sheet())}
    return 16 * float(found[f"size-{step}"].removesuffix("rem"))


@cache
def _sheet() -> str:
    return FILE.read_text(encoding="utf-8")


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour written #rrggbb, from 0 (black) to 1 (white)."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
