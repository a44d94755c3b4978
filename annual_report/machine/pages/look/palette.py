"""Colours and sizes of the pages, read from the one file that holds them, `palette.css`.

Such a file sets names at `:root`, as they are or where something holds (`@media`); so does the
style of a network's own, which sets colours and fonts anew:

    :root { --here: #22507f; --serif: Georgia, serif }
    @media (prefers-color-scheme: dark) { :root { --here: #7fb2e8 } }
"""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from annual_report.base.messages import _
from annual_report.base.project import TEMPLATES

FILE = TEMPLATES / "palette.css"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CONDITION = r"(?:print|screen|\(\s*prefers-(?:color-scheme\s*:\s*dark|contrast\s*:\s*more)\s*\))"
"""What a page may be shown on, and by whom it is asked for."""
RULE = re.compile(
    rf"(?:@media\s+({CONDITION}(?:\s+and\s+{CONDITION})*)\s*\{{\s*)?"
    r":root\s*\{([^{}]*)\}(?(1)\s*\})",
    re.IGNORECASE,
)
VARIABLE = re.compile(r"--([a-z0-9-]+)\s*:\s*([^;}]+)")
COLOUR = r"#[0-9A-Fa-f]{6}"
FONTS = r"[\w\s,\"'-]+"


@cache
def page_colours() -> Mapping[str, str]:
    """Return the named colours of a light page on a screen, as #rrggbb."""
    names = _read_light_names().items()
    return MappingProxyType({name: it for name, it in names if re.fullmatch(COLOUR, it)})


@cache
def text_size(step: int) -> float:
    """Return the step of the type scale, 1 (smallest) to 6, in CSS pixels."""
    # Sizes follow the reader's own; figures are drawn for the usual one, of 16 pixels.
    return 16 * float(_read_light_names()[f"size-{step}"].removesuffix("rem"))


def _read_light_names() -> dict[str, str]:
    """Return what the file sets for a light page on a screen: by its first rule."""
    first = RULE.search(FILE.read_text(encoding="utf-8"))
    assert first is not None
    return {name: value.strip() for name, value in VARIABLE.findall(first[2])}


def find_wrong_style(css: str) -> str:
    """Say what of a style sheet sets anything but colours and fonts by their names, "" if nothing.

    So nothing in a network's own style can load anything, or hide a word.
    """
    css, colours = COMMENT.sub("", css), "|".join(page_colours())
    setting = rf"--(?:(?:{colours})\s*:\s*{COLOUR}|(?:sans|serif)\s*:\s*{FONTS})\s*(?:;|$)"
    # What is left of a sheet when all that it may have is taken out is what it may not have.
    left = [RULE.sub("", css), *(re.sub(setting, "", rule[2]) for rule in RULE.finditer(css))]
    if wrong := " ".join(" ".join(left).split()).strip(" ;"):
        return _(
            "“{part}”: a style sets colours and fonts of palette.css by their names "
            "(--here: #22507f), and nothing else",
            part=wrong[:60],
        )
    return ""
