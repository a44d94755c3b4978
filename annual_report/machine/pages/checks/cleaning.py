"""What a published piece may be made of: what neither runs nor loads anything.

Whatever made it, a notebook's output is foreign to the page: each piece goes through this list, and
what isn't on it isn't in the page. A link may lead to the web, to the page itself, or save a table
(CSV) or figures (JSON) that it holds; a picture is one that the page holds.
"""

import re

import nh3

LANDMARKS = {"article", "aside", "footer", "header", "hgroup", "nav", "map", "area"}
"""Parts of a page that only its template has."""
WORDS = (nh3.ALLOWED_TAGS - LANDMARKS) | {"section", "tfoot"}
DRAWINGS = {
    "svg", "g", "path", "text", "tspan", "title", "desc", "defs", "pattern", "clipPath", "use",
    "rect", "circle", "ellipse", "line", "polyline", "polygon", "image", "img",
}  # fmt: skip
FORMULAS = {
    "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot", "mstyle",
    "msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mprescripts",
    "mtable", "mtr", "mtd", "mpadded", "mphantom", "menclose",
}  # fmt: skip
"""MathML, without what holds other markup or leads somewhere."""
ATTRIBUTES = {
    "class", "id", "role", "tabindex", "lang", "style", "fill", "opacity", "href", "download",
    "rel", "src", "alt", "width", "height", "start", "scope", "colspan", "rowspan",
    # Of drawings.
    "viewBox", "xmlns", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "d", "dx",
    "dy", "points", "transform", "preserveAspectRatio", "patternUnits", "patternTransform",
    "clip-path", "overflow", "paint-order",
    # Of formulas.
    "display", "displaystyle", "mathvariant", "stretchy", "fence", "form", "lspace", "rspace",
    "accent", "accentunder", "columnalign", "linethickness", "minsize", "maxsize", "depth",
    "notation", "separator", "largeop", "movablelimits", "rowspacing", "columnspacing",
    "scriptlevel", "symmetric",
}  # fmt: skip
"""Those of any element; `_filter_attribute` looks at what they say."""
BEGINNINGS = {"aria-", "data-", "stroke", "font-", "fill-", "text-", "dominant-", "image-"}
SCHEMES = {"http", "https", "mailto", "data"}
STYLES = {"--wide", "fill", "stroke"}
"""What a style attribute may set: how wide a drawing is, and its colours."""
SAVED = re.compile(r"data:(?:text/csv|application/json)[;,]")
PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=]+$")
"""A picture that a page holds itself: of an SVG in it, browsers run and load nothing."""
DRAWN = "path|rect|circle|ellipse|line|polyline|polygon|use|image"
EMPTY = re.compile(rf"(<({DRAWN})\b[^<>]*)></\2>")
"""What is drawn and has nothing in it, no title either: as XML has it, shorter and the same."""
PAINTS = {"fill", "stroke", "clip-path", "mask", "filter", "style"}
ELSEWHERE = re.compile(r"url\(\s*['\"]?(?!#)|[\\@]|image", re.IGNORECASE)
"""A colour, or what cuts a drawing off, that would be fetched: `\\` and `@` can hide an address."""


def clean_html(html: str) -> str:
    """Return what a page may have of a piece."""
    made = nh3.clean(
        html,
        tags=WORDS | DRAWINGS | FORMULAS,
        attributes={"*": ATTRIBUTES},
        generic_attribute_prefixes=BEGINNINGS,
        attribute_filter=_filter_attribute,
        url_schemes=SCHEMES,
        filter_style_properties=STYLES,
        link_rel=None,
    )
    return EMPTY.sub(r"\1/>", made.replace("&nbsp;", "\u00a0"))


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    """Return an attribute's value, None where it would have something fetched or opened."""
    allowed = True
    if name == "href" and tag == "a":
        # A link leads anywhere that SCHEMES lets it; of data, it only saves tables and figures.
        allowed = bool(SAVED.match(value)) or not value.lstrip().lower().startswith("data:")
    elif name == "src" or (name == "href" and tag == "image"):
        # A browser fetches these by itself: nothing but what the page holds.
        allowed = bool(PICTURE.match(value)) or (name == "href" and value.startswith("#"))
    elif name == "href":
        # What a drawing repeats (`use`) stands in the drawing.
        allowed = value.startswith("#")
    elif name in PAINTS:
        allowed = not ELSEWHERE.search(value)
    return value if allowed else None
