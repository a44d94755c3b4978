"""What a published piece may be made of: what neither runs nor loads anything.

Whatever made it, a notebook's output is foreign to the page: each piece goes through this list, and
what isn't on it isn't in the page. A link may lead to the web, to the page itself, or save a table
(CSV) or figures (JSON) that it holds; a picture is one that the page holds.
"""

import re
from functools import partial
from typing import Any

import nh3
import tinycss2

from annual_report.base.addresses import join_web_address

LANDMARKS = {"article", "aside", "footer", "header", "hgroup", "nav", "map", "area"}
"""Parts of a page that only its template has."""
DRAWINGS = {"svg", "g", "path", "text", "title", "defs", "clipPath", "rect", "use", "image"}
FORMULAS = {
    "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot", "mstyle",
    "msub", "msup", "msubsup", "munder", "mover", "munderover", "mtable", "mtr", "mtd", "mpadded",
    "mphantom",
}  # fmt: skip
"""MathML, without what holds other markup or leads somewhere."""
ATTRIBUTES = {
    "class", "id", "role", "tabindex", "style", "fill", "opacity", "href", "download", "rel", "src",
    "alt", "width", "height", "start", "scope", "colspan", "rowspan",
    # Of drawings.
    "viewBox", "xmlns", "x", "y", "d", "transform", "preserveAspectRatio", "clip-path",
    "image-rendering",
    # Of formulas.
    "display", "displaystyle", "scriptlevel", "mathvariant", "stretchy", "fence", "form", "lspace",
    "rspace", "accent", "columnalign", "linethickness", "minsize", "maxsize", "depth",
    "movablelimits",
}  # fmt: skip
"""Those of any element; `_filter_attribute` looks at what they say."""
TAGS = frozenset((nh3.ALLOWED_TAGS - LANDMARKS) | DRAWINGS | FORMULAS)
BEGINNINGS = {"aria-", "data-", "stroke", "font-", "fill-", "text-"}
PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=]+$")
"""A picture that a page holds itself: of an SVG in it, browsers run and load nothing."""
ADDRESSES = {
    # A link leads anywhere that the schemes let it; of data, it only saves tables and figures.
    "a": re.compile(r"data:(?:text/csv|application/json)[;,]|(?!\s*data:)", re.IGNORECASE),
    # A browser fetches these by itself.
    "img": PICTURE,
    "image": PICTURE,
}
INSIDE = re.compile("#")
"""The address of whatever else has one: what a drawing repeats (`use`) stands in it."""
EMPTY = re.compile(r"(<(path|rect|use|image)\b[^<>]*)></\2>")
"""What is drawn and has nothing in it, no title either: as XML has it, shorter and the same."""
PAINTS = {"fill", "stroke", "clip-path", "style"}
COLOURS = {"rgb", "rgba", "hsl", "hsla", "var"}
"""The functions that a paint may call: those of colours, which fetch nothing."""


def clean_html(html: str, here: str = "") -> str:
    """Return what a page may have of a piece.

    Where a page is published at an address, `here`, its links to files beside it lead there.
    """
    made = nh3.clean(
        html,
        tags=TAGS,
        attributes={"*": ATTRIBUTES},
        generic_attribute_prefixes=BEGINNINGS,
        attribute_filter=partial(_filter_attribute, here),
        url_schemes={"http", "https", "mailto", "data"},
        filter_style_properties={"--wide"},
        link_rel=None,
    )
    return EMPTY.sub(r"\1/>", made.replace("&nbsp;", "\u00a0"))


def _filter_attribute(here: str, tag: str, name: str, value: str) -> str | None:
    """Return an attribute's value, None where it would have something fetched or opened."""
    if here and (tag, name) == ("a", "href"):
        value = join_web_address(here, value)
    is_elsewhere = False
    if name in ("href", "src"):
        is_elsewhere = not ADDRESSES.get(tag, INSIDE).match(value)
    elif name in PAINTS:
        is_elsewhere = any(map(_may_fetch, tinycss2.parse_component_value_list(value)))
    return None if is_elsewhere else value


def _may_fetch(token: Any) -> bool:
    """Whether a part of a paint might be fetched, from outside the page."""
    if token.type in ("url", "string"):
        return not token.value.startswith("#")
    if token.type == "function" and token.lower_name == "url":
        return any(map(_may_fetch, token.arguments))
    if token.type == "function":
        return token.lower_name not in COLOURS or any(map(_may_fetch, token.arguments))
    return token.type in ("at-keyword", "error", "() block", "[] block", "{} block")
