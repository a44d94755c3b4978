"""The list of elements and attributes that a published piece may have, which neither run nor load.

A notebook may come from anybody: no output is trusted, not even that of this project. Each piece is
reduced to this list. A link may lead to the web or to a place in the page, or save a table (CSV) or
figures (JSON) that the link holds; a picture is held by the page.
"""

import re
from functools import partial
from typing import Any

import nh3

from annual_report.base.addresses import join_web_address
from annual_report.machine.pages.checks.css import parse_values
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
"""The attributes that any element may have; `_filter_attribute` decides by their values."""
TAGS = frozenset((nh3.ALLOWED_TAGS - LANDMARKS) | DRAWINGS | FORMULAS)
BEGINNINGS = {"aria-", "data-", "stroke", "font-", "fill-", "text-"}
"""The beginnings of the names of further attributes: "aria-label", "stroke-width"."""
DOWNLOADS = ("data:text/csv;", "data:text/csv,", "data:application/json;", "data:application/json,")
"""The beginnings of the `data:` addresses that a link may have: a table or figures to be saved."""
FETCHED = frozenset({"img", "image"})
"""The elements whose address a browser fetches by itself: their picture is held by the page."""
# The text is nh3's, in which a parser would change other bytes too. Taken: "<path d='…'></path>".
# Not taken: "<path><title>Ain</title></path>".
EMPTY = re.compile(r"(<(path|rect|use|image)\b[^<>]*)></\2>")
"""An empty element of SVG, which is written "<path/>": shorter and the same."""
PAINTS = {"fill", "stroke", "clip-path", "style"}
"""The attributes whose value is CSS, which may name a file: `fill="url(…)"`."""
COLOURS = {"rgb", "rgba", "hsl", "hsla", "var"}
"""The functions of CSS that such a value may call: those of colours, which fetch nothing."""
UNREADABLE = {"at-keyword", "error", "() block", "[] block", "{} block"}
"""The types of tokens, by tinycss2's names, that no paint has: they might hide an address."""


def clean_html(html: str, here: str = "") -> str:
    """Return the HTML of a published piece, reduced to elements and attributes that run nothing.

    "<p onclick=…>Oui</p><script>…</script>" → "<p>Oui</p>"

    `here` is the web address of the page, if it has one: links to other pages of the network get
    their whole addresses by it.
    """
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        attributes={"*": ATTRIBUTES},
        generic_attribute_prefixes=BEGINNINGS,
        attribute_filter=partial(_filter_attribute, here),
        url_schemes={"http", "https", "mailto", "data"},
        filter_style_properties={"--wide"},
        link_rel=None,
    )
    return EMPTY.sub(r"\1/>", cleaned.replace("&nbsp;", "\u00a0"))


def _filter_attribute(here: str, tag: str, name: str, value: str) -> str | None:
    """Return the value that an attribute gets; None to leave out an attribute that would load.

    ("", "path", "fill", "url(https://exemple.fr/a.svg)") → None

    nh3 calls this for each attribute `name` of an element `tag`; `here` is the web address of the
    page, or "".
    """
    if name in PAINTS:
        may_fetch = any(_may_fetch(token) for token in parse_values(value))
        return None if may_fetch else value
    if name not in ("href", "src"):
        return value
    if tag in FETCHED:
        return clean_picture_address(value)
    if tag == "a":
        address = join_web_address(here, value) if here else value
        is_data = address.strip().lower().startswith("data:")
        # A `data:` address of HTML would be a page that runs scripts.
        return None if is_data and not is_download(address) else address
    # The part of a drawing that `use` repeats stands in the drawing.
    return value if value.startswith("#") else None


def is_download(address: str) -> bool:
    """Whether an address holds a table (CSV) or figures (JSON) for the reader to save.

    True for "data:text/csv,Ville;Membres", False for "data:text/html,…" and "membres.csv".
    """
    return address.lower().startswith(DOWNLOADS)


def _may_fetch(token: Any) -> bool:
    """Whether a token of CSS may make a browser load a file.

    True for `url(https://…)` and for an unknown function; False for a colour, such as `#fff` or
    `rgb(0, 0, 0)`, and for a gradient of the same drawing, `url(#g1)`. `token` is of tinycss2.
    """
    if token.type in UNREADABLE:
        return True
    # An address, which tinycss2 reads as "url", or as "string" where it stands between quotes.
    if token.type in ("url", "string"):
        return not token.value.startswith("#")
    if token.type != "function":
        return False
    # url("…") is a function, whose argument is the address.
    if token.lower_name != "url" and token.lower_name not in COLOURS:
        return True
    return any(_may_fetch(argument) for argument in token.arguments)
