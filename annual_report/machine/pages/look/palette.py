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
from typing import Any, NamedTuple

import tinycss2

from annual_report.base.messages import _
from annual_report.base.project import TEMPLATES

FILE = TEMPLATES / "palette.css"
DARK, STRONG = "(prefers-color-scheme:dark)", "(prefers-contrast:more)"
CONDITIONS = frozenset({"print", "screen", DARK, STRONG})
"""What a page may be shown on, and by whom it is asked for."""
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
FONTS = re.compile(r"[\w\s,\"'-]+")
OF_FONTS = frozenset({"--sans", "--serif"})


class Rule(NamedTuple):
    """What a style sheet sets by names at `:root`, where some conditions hold."""

    conditions: tuple[str, ...]
    settings: tuple[tuple[str, str], ...]


@cache
def page_colours() -> Mapping[str, str]:
    """Return the named colours of a light page on a screen, as #rrggbb."""
    names = _read_light_names().items()
    return MappingProxyType({name: it for name, it in names if COLOUR.fullmatch(it)})


@cache
def text_size(step: int) -> float:
    """Return the step of the type scale, 1 (smallest) to 6, in CSS pixels."""
    # Sizes follow the reader's own; figures are drawn for the usual one, of 16 pixels.
    return 16 * float(_read_light_names()[f"size-{step}"].removesuffix("rem"))


def _read_light_names() -> dict[str, str]:
    """Return what the file sets for a light page on a screen: by its first rule."""
    rules, _others = read_rules(FILE.read_text(encoding="utf-8"))
    return {name.removeprefix("--"): value for name, value in rules[0].settings}


def read_rules(css: str) -> tuple[list[Rule], list[str]]:
    """Read a style sheet; return its rules, and the text of all that is none."""
    rules, others = list[Rule](), list[str]()
    for node in _parse(css):
        conditions: tuple[str, ...] = ()
        inside = [node]
        if node.type == "at-rule" and node.lower_at_keyword == "media" and node.content:
            conditions = tuple("".join(_write(node.prelude).lower().split()).split("and"))
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
    """Return the names that a rule sets, each with its value, and the text of all else."""
    settings, others = list[tuple[str, str]](), list[str]()
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if node.type == "declaration" and not node.important:
            settings.append((node.lower_name, _write(node.value)))
        else:
            others.append(node.serialize() if node.type != "error" else node.message)
    return tuple(settings), others


def _parse(css: str) -> list[Any]:
    nodes: list[Any] = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return nodes


def _write(tokens: list[Any]) -> str:
    """Return the text of some tokens, without their comments."""
    return str(tinycss2.serialize([it for it in tokens if it.type != "comment"])).strip()


def find_wrong_style(css: str) -> str:
    """Say what of a style sheet sets anything but colours and fonts by their names, "" if nothing.

    So nothing in a network's own style can load anything, or hide a word.
    """
    rules, others = read_rules(css)
    for rule in rules:
        others += (f"{name}: {value}" for name, value in rule.settings
                   if not _is_own_setting(name, value))  # fmt: skip
    if wrong := " ".join(" ".join(others).split()):
        return _(
            "“{part}”: a style sets colours and fonts of palette.css by their names "
            "(--here: #22507f), and nothing else",
            part=wrong[:60],
        )
    return ""


def write_own_style(css: str) -> str:
    """Write anew what a network's style may set, of what it sets: none of its own text is kept."""
    return "\n".join(filter(None, map(_write_rule, read_rules(css)[0])))


def _write_rule(rule: Rule) -> str:
    kept = [f"{name}: {value}" for name, value in rule.settings if _is_own_setting(name, value)]
    if not kept:
        return ""
    written = f":root {{ {'; '.join(kept)} }}"
    asked = " and ".join(rule.conditions).replace(":", ": ")
    return f"@media {asked} {{ {written} }}" if asked else written


def _is_own_setting(name: str, value: str) -> bool:
    """Whether a network's style may give a name a value."""
    if name in OF_FONTS:
        return bool(FONTS.fullmatch(value))
    return name.removeprefix("--") in page_colours() and bool(COLOUR.fullmatch(value))
