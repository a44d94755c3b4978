"""Drawings (SVG) in a form that a page may hold, and the words of a drawing.

A drawing stands in a page as a picture, in which a browser runs and loads nothing. The drawing is
read with a browser's parser, which forgives errors that XML doesn't, and written as XML, without
comments, scripts, handlers of events, and notes about the author.
"""

import re
from collections.abc import Callable, Iterator
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XHTML = "http://www.w3.org/1999/xhtml"
"""The namespaces of XML in a drawing."""
DROPPED = frozenset({"script", "metadata", "iframe", "object", "embed", "audio", "video"})
"""Elements that tell of a drawing's author or would run in it; those of programs have a colon."""
PREFIXES = ("xlink:", "xml:")
"""The prefixes of the attributes that draw something; other prefixes are of drawing programs."""
# XML's rule for names, of which Python has no parser: HTML takes nearly anything.
# Taken: "path", "xlink:href", "data-x". Not taken: "1a", "a<b".
NAME = re.compile(r"[A-Za-z_][\w.:-]*")
UNREADABLE = dict.fromkeys([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF])
"""The table for `str.translate` that leaves out the characters that no XML may hold."""
ADDRESSES = ("href", "xlink:href")
"""The attributes of `image` that hold the address of a picture."""
CleanAddress = Callable[[str], str | None]
"""A function from the address of a picture within a drawing to one that a page may hold, or None.

It is a parameter, since `pictures` imports this module for drawings as pictures.
"""


def clean_drawing(source: str, clean_address: CleanAddress) -> str:
    """Return the first `svg` element of some markup as XML that runs and loads nothing.

    Raise ValueError for markup without such an element.
    """
    svg = find_drawing(source)
    if svg is None:
        raise ValueError("no drawing")
    return write_drawing(svg, clean_address)


def find_drawing(source: str) -> LexborNode | None:
    """Return the first `svg` element in some markup, parsed as a browser does; None without one."""
    # HTML's parser doesn't know the declarations of XML before the element.
    start = max(0, source.find("<svg"))
    return LexborHTMLParser(source[start:]).css_first("svg")


def write_drawing(svg: LexborNode, clean_address: CleanAddress) -> str:
    """Write an `svg` element as XML, with the namespaces at its root, as a picture needs them."""
    return "".join(_write(svg, clean_address, "")).translate(UNREADABLE)


def _write(node: LexborNode, clean_address: CleanAddress, parent: str) -> Iterator[str]:
    """Yield the XML of a node of a drawing and of all below; nothing for a node that is dropped.

    `parent` is the tag of the element around, "" at the root.
    """
    tag = str(node.tag)
    if tag == "-text":
        yield escape(node.text(deep=False), quote=False)
        return
    # A tag with a colon is a drawing program's: "sodipodi:namedview".
    if tag in DROPPED or ":" in tag or not NAME.fullmatch(tag):
        return
    attributes = _list_namespaces(parent) | _clean_attributes(node, clean_address)
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    inside: list[str] = []
    for child in node.iter(include_text=True):
        inside += _write(child, clean_address, tag)
    if inside:
        yield f"<{tag}{written}>{''.join(inside)}</{tag}>"
    else:
        yield f"<{tag}{written}/>"


def _list_namespaces(parent: str) -> dict[str, str]:
    """Return the attributes by which XML knows an element's namespace, by the tag of its parent.

    "" is the parent of the root. Other elements have the namespace of the element around.
    """
    if not parent:
        return {"xmlns": SVG, "xmlns:xlink": XLINK}
    # Within a foreignObject stands HTML.
    if parent == "foreignObject":
        return {"xmlns": XHTML}
    return {}


def _clean_attributes(node: LexborNode, clean_address: CleanAddress) -> dict[str, str]:
    """Return the attributes of an element that draw, name → value; a picture's address is cleaned.

    <path d="M0 0" onclick="…"> → {"d": "M0 0"}
    """
    attributes: dict[str, str] = {}
    for name, value_or_none in node.attributes.items():
        value = value_or_none or ""
        if node.tag == "image" and name in ADDRESSES:
            value = clean_address(value) or ""
        runs_script = value.strip().lower().startswith("javascript:")
        if _is_drawn_by(name) and not runs_script:
            attributes[name] = value
    return attributes


def _is_drawn_by(name: str) -> bool:
    """Whether an attribute changes how a drawing looks, as "fill" does.

    False for handlers of events ("onclick") and the notes of programs ("inkscape:label").
    """
    if name.startswith(("on", "xmlns")) or not NAME.fullmatch(name):
        return False
    return ":" not in name or name.startswith(PREFIXES)
