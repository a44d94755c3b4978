"""Colours and sizes of the pages, read from the one file that holds them, `palette.css`.

Such a file sets names at `:root`, as they are or where something holds (`@media`):

    :root { --here: #22507f; --serif: Georgia, serif }
    @media (prefers-color-scheme: dark) { :root { --here: #7fb2e8 } }
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from annual_report.base.project import TEMPLATES

FILE = TEMPLATES / "palette.css"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
RULE = re.compile(r"(?:@media\s+([^{}]+)\{\s*)?:root\s*\{([^{}]*)\}(?(1)\s*\})", re.IGNORECASE)
VARIABLE = re.compile(r"--([a-z0-9-]+)\s*:\s*([^;}]+)")
HEXADECIMAL = re.compile("#[0-9a-f]{6}", re.IGNORECASE)
DARK, STRONG = "(prefers-color-scheme:dark)", "(prefers-contrast:more)"
LETTER = 0.62
"""Mean width of a letter of a bold sans-serif, in ems, on the safe side."""
PAPER, SCREEN = frozenset({"print"}), frozenset({"screen"})
CONDITIONS = PAPER | SCREEN | {DARK, STRONG}
"""What a page may be shown on, and by whom it is asked for."""


@cache
def page_colours() -> Mapping[str, str]:
    """Return the named colours of a light page on a screen, as #rrggbb."""
    return MappingProxyType(read_colours(read_palette(), SCREEN))


def read_colours(css: str, shown: frozenset[str]) -> dict[str, str]:
    """Return the colours that a style sheet names, where some conditions hold."""
    # A later setting goes before an earlier one, as in a browser.
    set_there = ((name, value) for asked, name, value in list_properties(css) if asked <= shown)
    return {name: value for name, value in set_there if is_colour(value)}


def list_properties(css: str) -> Iterator[tuple[frozenset[str], str, str]]:
    """Yield what a style sheet sets: where which conditions hold, the name, the value."""
    for media, body in RULE.findall(COMMENT.sub("", css)):
        conditions = re.split(r"\s+and\s+", media.strip()) if media else ()
        asked = frozenset("".join(condition.lower().split()) for condition in conditions)
        for name, value in VARIABLE.findall(body):
            yield asked, name, value.strip()


def is_colour(value: str) -> bool:
    """Whether a value is a colour as this project writes it: #rrggbb."""
    return HEXADECIMAL.fullmatch(value) is not None


@cache
def text_size(step: int) -> float:
    """Return the step of the type scale, 1 (smallest) to 6, in CSS pixels."""
    sizes = {name: value for _asked, name, value in list_properties(read_palette())}
    # Sizes follow the reader's own; figures are drawn for the usual one, of 16 pixels.
    return 16 * float(sizes[f"size-{step}"].removesuffix("rem"))


def text_width(text: str, size: float) -> float:
    """Estimate how many pixels wide a line is, on any machine; a reader's font may differ."""
    return len(text) * size * LETTER


@cache
def read_palette() -> str:
    """Return the file's text."""
    return FILE.read_text(encoding="utf-8")


def measure_contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio of two colours, from 1 to 21."""
    light, dark = sorted((_measure_luminance(one), _measure_luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _measure_luminance(colour: str) -> float:
    """Return the relative luminance of a colour written #rrggbb, from 0 (black) to 1 (white)."""
    # The formula of WCAG 2.2, with its constants.
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
