"""Colours and sizes of the pages, read from the one file that holds them, `palette.css`."""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from annual_report.project import TEMPLATES

FILE = TEMPLATES / "palette.css"
VARIABLE = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")


@cache
def colours(*, dark: bool = False, strong: bool = False) -> Mapping[str, str]:
    """Return the named colours as #rrggbb.

    `dark` gives those of the dark page, `strong` those for who asks for more contrast.
    """
    light, *others = FILE.read_text(encoding="utf-8").split("@media")
    found = {name: value for name, value in VARIABLE.findall(light) if value.startswith("#")}
    for block in others:
        condition = block.partition("{")[0]
        if ("dark" in condition) <= dark and ("contrast" in condition) <= strong:
            found |= dict(VARIABLE.findall(block))
    return MappingProxyType(found)


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
