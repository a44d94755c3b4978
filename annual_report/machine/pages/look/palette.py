"""Colours and sizes of the pages, read from the only file with colours, `palette.css`.

Such a file sets names at `:root`, always or under a condition (`@media`). The style of a network
does the same, and sets some of the colours and fonts anew:

    :root { --here: #22507f; --serif: Georgia, serif }
    @media (prefers-color-scheme: dark) { :root { --here: #7fb2e8 } }
"""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

import tinycss2

from annual_report.base.messages import _
from annual_report.base.project import TEMPLATES

FILE = TEMPLATES / "palette.css"
DARK = "(prefers-color-scheme:dark)"
STRONG = "(prefers-contrast:more)"
CONDITIONS = frozenset({"print", "screen", DARK, STRONG})
"""The conditions of a style: the medium of a page, and its reader's preferences."""
# A value is compared as a whole, after tinycss2 has read it.
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
"""#22507f, but neither #25f nor `red`: contrasts are computed from six digits."""
FONTS = re.compile(r"[\w\s,\"'-]+")
"""Georgia, "Noto Serif", serif, but no url(…)."""
OF_FONTS = frozenset({"--sans", "--serif"})
NARROW = "Narrow"
"""The font of `style.css` that has the narrow no-break space alone (U+202F), first in each list."""


class Rule(NamedTuple):
    """The names and values that a style sheet sets at `:root` under some conditions."""

    conditions: tuple[str, ...]
    settings: tuple[tuple[str, str], ...]


@cache
def page_colours() -> Mapping[str, str]:
    """Return the named colours of a light page on a screen, as #rrggbb."""
    colours = {}
    for name, value in _read_light_names().items():
        if COLOUR.fullmatch(value):
            colours[name] = value
    return MappingProxyType(colours)


@cache
def text_size(step: int) -> float:
    """Return the step of the type scale, 1 (smallest) to 6, in CSS pixels."""
    # Sizes follow the reader's own; figures are drawn for the usual one, of 16 pixels.
    return 16 * float(_read_light_names()[f"size-{step}"].removesuffix("rem"))


def _read_light_names() -> dict[str, str]:
    """Return the values of a light page on a screen by their names: the file's first rule."""
    rules, _others = read_rules(FILE.read_text(encoding="utf-8"))
    return {name.removeprefix("--"): value for name, value in rules[0].settings}


def read_rules(css: str) -> tuple[list[Rule], list[str]]:
    """Return the rules of a style sheet, and the text of all other parts."""
    rules: list[Rule] = []
    others: list[str] = []
    for node in _parse(css):
        conditions: tuple[str, ...] = ()
        inside = [node]
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
    """Return the names that a rule sets, each with a value, and the text of all other parts."""
    settings: list[tuple[str, str]] = []
    others: list[str] = []
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if node.type == "declaration" and not node.important:
            settings.append((node.lower_name, _write(node.value)))
        elif node.type == "error":
            others.append(node.message)
        else:
            others.append(node.serialize())
    return tuple(settings), others


def _parse(css: str) -> list[Any]:
    """Return the rules and the errors of a style sheet, from tinycss2."""
    nodes: list[Any] = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return nodes


def _write(tokens: list[Any]) -> str:
    """Return the text of some tokens, without their comments."""
    spoken = [token for token in tokens if token.type != "comment"]
    return str(tinycss2.serialize(spoken)).strip()


def find_wrong_style(css: str) -> str:
    """Return a message on parts of a style sheet that are no colour or font; "" if right.

    So the style of a network can neither load a file nor hide a word.
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
    """Write the colours and fonts of a style sheet anew: no text of the sheet itself is kept."""
    rules, _others = read_rules(css)
    written = [_write_rule(rule) for rule in rules]
    return "\n".join(filter(None, written))


def _write_rule(rule: Rule) -> str:
    """Write the colours and fonts of a rule; "" for a rule without them."""
    kept = []
    for name, value in rule.settings:
        if not _is_own_setting(name, value):
            continue
        # Before a font of one's own too stands the face of style.css for the narrow space of French
        # numbers: many fonts lack that space, or have it so thin that a PDF's reader loses it.
        fonts = f"{NARROW}, {value}" if name in OF_FONTS else value
        kept.append(f"{name}: {fonts}")
    if not kept:
        return ""
    written = f":root {{ {'; '.join(kept)} }}"
    if not rule.conditions:
        return written
    asked = " and ".join(rule.conditions).replace(":", ": ")
    return f"@media {asked} {{ {written} }}"


def _is_own_setting(name: str, value: str) -> bool:
    """Whether the stylesheet of a network may set this variable of CSS to this value.

    A variable of fonts takes a list of fonts, and the name of a colour of the palette a colour.
    """
    if name in OF_FONTS:
        return bool(FONTS.fullmatch(value))
    return name.removeprefix("--") in page_colours() and bool(COLOUR.fullmatch(value))
