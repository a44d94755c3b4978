"""What a network's own style may not do to its pages: load anything, or hide or blur their words.

It may set the palette's colours, of which contrasts are known, fonts, borders and spaces. Whatever
else a style sheet can do to a word (place it elsewhere, cut it off, shrink it, have its colour fade
into the page's) can't be told from its text alone: so it is refused.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from annual_report.messages import _
from annual_report.pages.checks.contrasts import low_contrasts
from annual_report.pages.look.palette import VARIABLE, colours, is_colour

MARK = "data-own"
"""The attribute of the element that holds it in a page."""
MAY_SET = re.compile(
    r"--[\w-]+|border(-[\w-]+)?|outline(-[\w-]+)?|font(-(family|weight|style|size|variant[\w-]*))?"
    r"|line-height|letter-spacing|word-spacing|text-(align|transform|decoration[\w-]*)|hyphens"
    r"|(margin|padding)(-[\w-]+)?|(row-|column-)?gap|list-style(-[\w-]+)?|break-[\w-]+|content"
    r"|orphans|widows|size"
)
LOADING = re.compile(r"@import|\b(?:url|src|image|cross-fade|[\w-]*image-set)\s*\(", re.IGNORECASE)
COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})[ \t\r\n\f]?|(.))", re.IGNORECASE | re.DOTALL)
SIZES = re.compile(r"font|font-size|line-height|--size-\d|--pad")
SMALL = {"px": 12, "pt": 9, "rem": 0.75, "em": 0.75, "%": 75, "": 1}
"""The least size of words, by unit: the smallest of the project's own."""
LARGE = {"px": 200, "pt": 150, "rem": 12, "em": 12, "%": 100, "": 1000}
"""The most space that a style may ask for: beyond, words stand outside of what one sees."""
AMOUNT = re.compile(r"(?<![\w#.-])(-?(?:\d*\.)?\d+)(px|pt|r?em|%|)(?![\w.%-])")
UNKNOWN = re.compile(r"var\(\s*--(?!(?:sans|serif|pad|size-\d)\b)([\w-]+)|(calc|attr|env)\(")
"""What an amount may be made of that nobody can read here."""


@lru_cache
def wrong_with(css: str) -> tuple[str, ...]:
    """Say all that is wrong with the style sheet of a network."""
    found = []
    plain = _unescaped(css)
    if LOADING.search(plain):
        found.append(_("the style sheet would load something"))
    for name, value in _declarations(plain):
        if not MAY_SET.fullmatch(name):
            found.append(
                _(
                    "the style sheet sets {property}: it may set colours of the palette, fonts, "
                    "borders and spaces",
                    property=name,
                )
            )
        elif _is_unread(value):
            line = _("{property}: {value} can’t be checked", property=name, value=value)
            found.append(line)
        elif SIZES.fullmatch(name) and any(_is_small(*each) for each in AMOUNT.findall(value)):
            found.append(_("{property}: {value} is too small to read", property=name, value=value))
        elif any(_is_far(*each) for each in AMOUNT.findall(value)):
            line = _("{property}: {value} may move words out of sight", property=name, value=value)
            found.append(line)
    unread = [
        _("--{name} must be as #rrggbb, for its contrast to be known", name=name)
        for name, value in VARIABLE.findall(plain)
        if name in colours() and not is_colour(value)
    ]
    found = list(dict.fromkeys(found))
    return (*found, *unread) if unread else (*found, *low_contrasts(plain))


def _unescaped(css: str) -> str:
    """Return CSS without comments, its escapes resolved: a browser reads it so."""
    return ESCAPE.sub(_letter, COMMENT.sub("", css))


def _letter(match: re.Match[str]) -> str:
    if match[1]:
        number = int(match[1], 16)
        return chr(number) if 0 < number < 0x110000 else "\ufffd"
    return "" if match[2] in "\n\r\f" else match[2]


def _declarations(css: str) -> Iterator[tuple[str, str]]:
    """Yield the properties that a style sheet sets, and to what; texts in quotes are no CSS."""
    bare = re.sub(r"\"[^\"\n]*\"|'[^'\n]*'", "''", css)
    for part in re.split(r"[{};]", re.sub(r"[^{};]*\{", "{", bare)):
        name, colon, value = part.partition(":")
        if colon:
            yield name.strip().lower(), value.strip().lower()


def _is_unread(value: str) -> bool:
    """Tell a value made of others, unless these are the palette's, which are checked."""
    return any(each[0] not in colours() for each in UNKNOWN.findall(value))


def _is_far(amount: str, unit: str) -> bool:
    return not 0 <= float(amount) <= LARGE[unit]


def _is_small(amount: str, unit: str) -> bool:
    return float(amount) < SMALL[unit]
