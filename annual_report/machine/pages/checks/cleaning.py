"""The list of elements and attributes that a published piece may have, which neither run nor load.

The output of a notebook is foreign to the page, even the output of this project: each piece is
reduced to this list. A link may lead to the web or to a place in the page, or save a table (CSV) or
figures (JSON) that the link holds; a picture is held by the page.
"""

import re
from functools import partial
from typing import Any

import nh3
import tinycss2

from annual_report.base.addresses import join_web_address
from annual_report.machine.pages.checks.pictures import clean_picture_address

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
    "alt", "width", "height", "start", "scope", "colspan", "rowspan", "lang",
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
# Taken: "https://…", "page.html", "data:text/csv,…". Not taken: "data:text/html,…".
LINK = re.compile(r"data:(?:text/csv|application/json)[;,]|(?!\s*data:)", re.IGNORECASE)
"""The addresses of links: any that the schemes allow; of data, tables and figures to save."""
FETCHED = frozenset({"img", "image"})
"""The elements that a browser fetches by itself: pictures that the page holds."""
EMPTY = re.compile(r"(<(path|rect|use|image)\b[^<>]*)></\2>")
"""What is drawn and has nothing in it, no title either: as XML has it, shorter and the same."""
PAINTS = {"fill", "stroke", "clip-path", "style"}
COLOURS = {"rgb", "rgba", "hsl", "hsla", "var"}
"""The functions that a paint may call: those of colours, which fetch nothing."""


def clean_html(html: str, here: str = "") -> str:
    """Return the allowed HTML of a piece.

    For a page with an address, `here`, links to files beside the page get that address.
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
    """Return the value of an attribute; None for a value that would load or open something."""
    if name in PAINTS:
        parts = tinycss2.parse_component_value_list(value)
        return None if any(map(_may_fetch, parts)) else value
    if name not in ("href", "src"):
        return value
    if tag in FETCHED:
        return clean_picture_address(value)
    if tag == "a":
        address = join_web_address(here, value) if here else value
        return address if LINK.match(address) else None
    # The part of a drawing that `use` repeats stands in the drawing.
    return value if value.startswith("#") else None


def _may_fetch(token: Any) -> bool:
    """Whether a part of a colour or gradient's value (`url(…)`) makes a browser load a file."""
    if token.type in ("url", "string"):
        return not token.value.startswith("#")
    if token.type == "function" and token.lower_name == "url":
        return any(map(_may_fetch, token.arguments))
    if token.type == "function":
        return token.lower_name not in COLOURS or any(map(_may_fetch, token.arguments))
    return token.type in ("at-keyword", "error", "() block", "[] block", "{} block")
