r"""Whether a browser that reads some CSS would fetch something: read as a browser reads it.

An escape may stand for any letter (`\75rl(` is `url(`), a comment may part what belongs together,
and a picture may be named by a string alone (`image-set("…")`).
"""

import re
from collections.abc import Mapping

COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})[ \t\r\n\f]?|(.))", re.IGNORECASE | re.DOTALL)
LOADING = re.compile(
    r"""@import
    |\b(?:url|src)\(\s*['"]?(?!\s*['"]?(?:\#|data:))
    |\b(?:-webkit-)?(?:image-set|cross-fade|image)\([^;{}]*?['"](?!data:)
    """,
    re.IGNORECASE | re.VERBOSE,
)
PRESENTATION = frozenset(
    {"fill", "stroke", "filter", "mask", "clip-path", "cursor", "marker"}
    | {"marker-start", "marker-mid", "marker-end"}
)
"""Attributes of a drawing that are CSS."""
ANIMATING = frozenset({"set", "animate", "animatemotion", "animatetransform"})
"""Elements of a drawing that change an attribute of another as time goes by."""


def loads(css: str) -> bool:
    """Tell whether a style sheet, an attribute's style or a drawing's value leads outside."""
    return LOADING.search(unescaped(css)) is not None


def unescaped(css: str) -> str:
    """Return CSS without comments, its escapes resolved."""
    return ESCAPE.sub(_letter, COMMENT.sub("", css))


def changes_an_address(tag: str, attributes: Mapping[str, str]) -> bool:
    """Tell an animation that would lead a link, or what is drawn, somewhere else."""
    if tag not in ANIMATING:
        return False
    named = {name.lower(): value.strip().lower() for name, value in attributes.items()}
    changed = named.get("attributename", "")
    return changed.endswith("href") or changed.startswith("on")


def _letter(match: re.Match[str]) -> str:
    if match[1]:
        number = int(match[1], 16)
        return chr(number) if 0 < number < 0x110000 else "\ufffd"
    return "" if match[2] in "\n\r\f" else match[2]
