"""Colours and sizes of the pages, read from the only file with colours, `palette.css`.

Such a style sheet has CSS custom properties at `:root`, always or under a condition (`@media`). A
network may have a style sheet of its own, which sets some colours and fonts anew in the same form:

    :root { --here: #22507f; --serif: Georgia, serif }
    @media (prefers-color-scheme: dark) { :root { --here: #7fb2e8 } }
"""

from collections.abc import Mapping
from functools import cache
from string import hexdigits
from types import MappingProxyType
from typing import Any, NamedTuple

import tinycss2

from annual_report.base.messages import _
from annual_report.base.project import TEMPLATES
from annual_report.machine.pages.checks.css import parse_sheet

FILE = TEMPLATES / "palette.css"
DARK = "(prefers-color-scheme:dark)"
"""The condition of a reader's device that asks for dark pages."""
STRONG = "(prefers-contrast:more)"
"""The condition of a reader's device that asks for more contrast."""
CONDITIONS = frozenset({"print", "screen", DARK, STRONG})
"""The conditions that `@media` may have: the medium of a page, and its reader's preferences."""
FONT_PROPERTIES = frozenset({"--sans", "--serif"})
"""The custom properties whose value is a list of fonts; all others of a network are colours."""
SIGNS_OF_FONTS = frozenset(",\"'-_")
"""The characters in a list of fonts beside letters, digits and spaces."""
FONT_OF_NARROW_SPACE = "Narrow"
"""The font of `style.css` that has only the narrow no-break space (U+202F), first in each list."""


class Rule(NamedTuple):
    """A rule for `:root`: the conditions of its `@media`, and its declarations as name and value.

    `@media print { :root { --here: #000000 } }` → Rule(("print",), (("--here", "#000000"),))
    """

    conditions: tuple[str, ...]
    settings: tuple[tuple[str, str], ...]


@cache
def page_colours() -> Mapping[str, str]:
    """Return the named colours of a light page on a screen, as #rrggbb."""
    colours = {}
    for name, value in _read_light_names().items():
        if is_colour(value):
            colours[name] = value
    return MappingProxyType(colours)


@cache
def text_size(step: int) -> float:
    """Return the step of the type scale, 1 (smallest) to 6, in CSS pixels."""
    # Sizes follow the reader's own; figures are drawn for the usual one, of 16 pixels.
    return 16 * float(_read_light_names()[f"size-{step}"].removesuffix("rem"))


def _read_light_names() -> dict[str, str]:
    """Return the custom properties of a light page on a screen: name without "--" → value."""
    # The first rule of the file has no condition; those for dark pages and paper stand below.
    rules, _others = read_rules(FILE.read_text(encoding="utf-8"))
    return {name.removeprefix("--"): value for name, value in rules[0].settings}


def read_rules(css: str) -> tuple[list[Rule], list[str]]:
    """Return the rules for `:root` of a style sheet, and the CSS text of all other parts.

    Other parts are rules for other elements, `@import`, unknown conditions and errors: a network's
    style sheet may have none of them (see `find_wrong_style`).
    """
    rules: list[Rule] = []
    others: list[str] = []
    for node in parse_sheet(css):
        conditions: tuple[str, ...] = ()
        inside = [node]
        # @media screen and (prefers-contrast: more) { :root { … } }
        if node.type == "at-rule" and node.lower_at_keyword == "media" and node.content:
            asked = "".join(_write(node.prelude).lower().split())
            conditions = tuple(asked.split("and"))
            inside = tinycss2.parse_rule_list(
                node.content, skip_comments=True, skip_whitespace=True
            )
        is_known = CONDITIONS.issuperset(conditions) and len(inside) == 1
        if is_known and inside[0].type == "qualified-rule" and _write(inside[0].prelude) == ":root":
            settings, wrong = _read_settings(inside[0].content)
            rules.append(Rule(conditions, settings))
            others += wrong
        else:
            others.append(css.splitlines()[node.source_line - 1][node.source_column - 1 :].strip())
    return rules, others


def _read_settings(content: list[Any]) -> tuple[tuple[tuple[str, str], ...], list[str]]:
    """Return the CSS declarations of a rule as (name, value), and the CSS text of all other parts.

    `content` are tinycss2's tokens between the braces of the rule.
    """
    settings: list[tuple[str, str]] = []
    others: list[str] = []
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        # With !important a colour for the screen would win over the page's own for paper.
        if node.type == "declaration" and not node.important:
            settings.append((node.lower_name, _write(node.value)))
        elif node.type == "error":
            others.append(node.message)
        else:
            others.append(node.serialize())
    return tuple(settings), others


def _write(tokens: list[Any]) -> str:
    """Return the CSS text of some tokens of tinycss2, without comments."""
    without_comments = [token for token in tokens if token.type != "comment"]
    return str(tinycss2.serialize(without_comments)).strip()


def find_wrong_style(css: str) -> str:
    """Return a message on the parts of a network's style sheet that no page may have; "" if none.

    Colours and fonts of `palette.css` alone may be set, so that such a style sheet can neither load
    a file nor hide a word.
    """
    rules, others = read_rules(css)
    for rule in rules:
        for name, value in rule.settings:
            if not _is_own_setting(name, value):
                others.append(f"{name}: {value}")
    wrong = " ".join(" ".join(others).split())
    if wrong:
        return _(
            "“{part}”: a style sets colours and fonts of palette.css by their names "
            "(--here: #22507f), and nothing else",
            part=wrong[:60],
        )
    return ""


def write_own_style(css: str) -> str:
    """Return CSS with the colours and fonts of a network's style sheet, for the head of its pages.

    All is written anew from the parsed values: no other text of the sheet gets into a page.
    """
    rules, _others = read_rules(css)
    written = [_write_rule(rule) for rule in rules]
    return "\n".join(filter(None, written))


def _write_rule(rule: Rule) -> str:
    """Return the CSS of a rule's colours and fonts; "" for a rule without them."""
    kept = []
    for name, value in rule.settings:
        if not _is_own_setting(name, value):
            continue
        # The narrow space of French numbers comes from our font in any case: many fonts lack that
        # space, or have it so thin that it is lost in a PDF.
        if name in FONT_PROPERTIES:
            value = f"{FONT_OF_NARROW_SPACE}, {value}"
        kept.append(f"{name}: {value}")
    if not kept:
        return ""
    written = f":root {{ {'; '.join(kept)} }}"
    if not rule.conditions:
        return written
    asked = " and ".join(rule.conditions).replace(":", ": ")
    return f"@media {asked} {{ {written} }}"


def _is_own_setting(name: str, value: str) -> bool:
    """Whether the style sheet of a network may set this custom property to this value.

    "--serif" takes a list of fonts; "--here", as any colour of the palette, six digits.
    """
    if name in FONT_PROPERTIES:
        return _is_list_of_fonts(value)
    return name.removeprefix("--") in page_colours() and is_colour(value)


def is_colour(value: str) -> bool:
    """Whether a value of CSS is a colour of six digits, from which contrasts are computed.

    True for "#22507f", False for "#25f", "red" and "rgb(34, 80, 127)".
    """
    digits = value.removeprefix("#")
    return value.startswith("#") and len(digits) == 6 and set(digits) <= set(hexdigits)


def _is_list_of_fonts(value: str) -> bool:
    """Whether a value of CSS is names of fonts alone, as `Georgia, "Noto Serif", serif`.

    False for `url(font.woff2)`, which would load a file, and for a "<", which could end the style
    element around it, even in quotes.
    """
    return bool(value) and all(
        sign.isalnum() or sign.isspace() or sign in SIGNS_OF_FONTS for sign in value
    )
