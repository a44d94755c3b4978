"""Colours and sizes of the pages, read from the one file that holds them, `palette.css`."""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from annual_report.project import TEMPLATES

FILE = TEMPLATES / "palette.css"
VARIABLE = re.compile(r"--([a-z0-9-]+)\s*:\s*([^;}]+)")
MEDIA = re.compile(r"@media([^{]*)\{((?:[^{}]*\{[^{}]*\})*[^{}]*)\}")
HEXADECIMAL = re.compile("#[0-9a-f]{6}", re.IGNORECASE)


@cache
def colours(*, dark: bool = False, strong: bool = False) -> Mapping[str, str]:
    """Return the named colours as #rrggbb.

    `dark` gives those of the dark page, `strong` those for who asks for more contrast.
    """
    css = FILE.read_text(encoding="utf-8")
    return MappingProxyType(colours_of(css, dark=dark, strong=strong))


def colours_of(css: str, *, dark: bool = False, strong: bool = False) -> dict[str, str]:
    """Return the colours that a style sheet names, as it gives them to some kind of page."""
    first, *others = MEDIA.split(css)
    found = _named(first)
    for condition, inside, after in zip(others[::3], others[1::3], others[2::3], strict=True):
        scheme = "dark" if dark else "light"
        of_other = "color-scheme" in condition and scheme not in condition
        if not of_other and ("contrast" in condition) <= strong:
            found |= _named(inside)
        found |= _named(after)
    return found


def _named(css: str) -> dict[str, str]:
    return {name: value.strip() for name, value in VARIABLE.findall(css) if is_colour(value)}


def is_colour(value: str) -> bool:
    """Tell a colour as this project writes it: #rrggbb."""
    return HEXADECIMAL.fullmatch(value.strip()) is not None


@cache
def size(step: int) -> float:
    """Return the step of the type scale, 1 (smallest) to 6, in CSS pixels."""
    found = dict(VARIABLE.findall(FILE.read_text(encoding="utf-8")))
    return float(found[f"size-{step}"].removesuffix("px"))


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour written #rrggbb, from 0 (black) to 1 (white)."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
