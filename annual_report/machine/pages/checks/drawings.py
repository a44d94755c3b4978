"""Drawings (SVG) in a form that a page may hold, and the words of a drawing.

A drawing stands in a page as a picture, in which a browser runs and loads nothing. The drawing is
read with a browser's parser, which forgives errors that XML doesn't, and written as XML, without
comments, scripts, handlers of events, and notes about the author.
"""

import re
from collections.abc import Callable, Iterator
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

SVG, XLINK, XHTML = (
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/1999/xhtml",
)
DROPPED = frozenset({"script", "metadata", "iframe", "object", "embed", "audio", "video"})
"""Elements that tell of a drawing or would run in it; those of programs have a colon."""
PREFIXES = ("xlink:", "xml:")
"""The attributes with a colon that a drawing is drawn by."""
NAME = re.compile(r"[A-Za-z_][\w.:-]*")
"""What XML takes for a name: HTML takes nearly anything."""
UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Signs that no XML may hold."""
ADDRESSES = ("href", "xlink:href")
CleanAddress = Callable[[str], str | None]
"""What makes the address of a picture within a drawing one that a page may hold."""


def clean_drawing(source: str, clean_address: CleanAddress) -> str:
    """Return the first SVG of some markup as XML that runs and loads nothing.

    Raise ValueError for markup without an SVG.
    """
    svg = find_drawing(source)
    if svg is None:
        raise ValueError("no drawing")
    return write_drawing(svg, clean_address)


def find_drawing(source: str) -> LexborNode | None:
    """Return the first `svg` element in some markup, parsed as a browser does; None without one."""
    return LexborHTMLParser(source[max(0, source.find("<svg")) :]).css_first("svg")


def write_drawing(svg: LexborNode, clean_address: CleanAddress) -> str:
    """Write an `svg` element as XML, with the namespaces at its root, as a picture needs them."""
    return UNREADABLE.sub("", "".join(_write(svg, clean_address, "")))


def _write(node: LexborNode, clean_address: CleanAddress, parent: str) -> Iterator[str]:
    tag = str(node.tag)
    if tag == "-text":
        yield escape(node.text(deep=False), quote=False)
        return
    if tag in DROPPED or ":" in tag or not NAME.fullmatch(tag):
        return
    # A drawing within a drawing has its namespaces from the one around it.
    given = dict[str, str]()
    if not parent:
        given = {"xmlns": SVG, "xmlns:xlink": XLINK}
    elif parent == "foreignObject":
        given = {"xmlns": XHTML}
    for name, value in node.attributes.items():
        kept = value or ""
        if tag == "image" and name in ADDRESSES:
            kept = clean_address(kept) or ""
        if _is_drawn_by(name) and not kept.strip().lower().startswith("javascript:"):
            given[name] = kept
    written = "".join(f' {name}="{escape(value)}"' for name, value in given.items())
    inside = list[str]()
    for child in node.iter(include_text=True):
        inside += _write(child, clean_address, tag)
    yield f"<{tag}{written}>{''.join(inside)}</{tag}>" if inside else f"<{tag}{written}/>"


def _is_drawn_by(name: str) -> bool:
    """Whether an attribute draws; handlers of events and the notes of drawing programs don't."""
    if name.startswith(("on", "xmlns")) or not NAME.fullmatch(name):
        return False
    return ":" not in name or name.startswith(PREFIXES)
