"""From a matplotlib figure to a light, accessible SVG that lives inside a page.

What matplotlib writes is a file of its own: a global style sheet, ids that clash between figures,
nine decimals, fixed colours, hatches of eighty lines. Here colours of the palette become classes
that the page's style sheet can darken, ids that nobody refers to go, hatches become tiles, paths
are relative and in tenths of a pixel, text stays text, and the drawing gets a name and a
description. The same figure always gives the same bytes.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from xml.etree import ElementTree

import matplotlib as mpl

from annual_report.page.drawing import HATCHES, SETTINGS, Drawing
from annual_report.page.palette import colours
from annual_report.page.svg_path import short, short_path

NAMESPACE = "http://www.w3.org/2000/svg"
SVG = f"{{{NAMESPACE}}}"
HREF = "{http://www.w3.org/1999/xlink}href"
Element = ElementTree.Element

TILE = 5
"""Side of a hatch's tile, in pixels."""
INHERITED = ("fill", "class")

REFERENCE = re.compile(r"(?:url\(#|^#)([\w-]+)")
KEPT = {
    "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin",
    "opacity", "fill-opacity", "stroke-opacity", "text-anchor", "font-size",
    "font-weight",
}  # fmt: skip
DEFAULTS = {
    "stroke-linecap": "butt", "stroke-linejoin": "miter", "text-anchor": "start",
    "font-weight": "normal", "stroke-width": "1",
}  # fmt: skip


def to_svg(drawing: Drawing, name: str, title: str, description: str) -> str:
    """Write a figure as inline SVG; `name` is unique in the page and starts its ids."""
    out = io.StringIO()
    with mpl.rc_context(SETTINGS):
        drawing.savefig(
            out, format="svg", transparent=True, metadata={"Date": None, "Creator": None}
        )
    root = ElementTree.fromstring(out.getvalue())
    viewbox = root.get("viewBox", "")
    _drop(root, {f"{SVG}metadata", f"{SVG}style"})
    for element in list(root.iter()):
        _restyle(element)
    _obey(root)
    _rename(root, name)
    _flatten(root)
    _gather(root)
    root.attrib.clear()
    root.attrib |= {
        "viewBox": viewbox,
        # An image hides what is inside it from screen readers, and links must be found.
        "role": "group" if root.find(f".//{SVG}a") is not None else "img",
        "aria-labelledby": f"{name}-titre {name}-description",
    }
    _share(root, "font-size")
    for tag, text in (("desc", description), ("title", title)):
        element = Element(f"{SVG}{tag}", {"id": f"{name}-{_french(tag)}"})
        element.text = text
        root.insert(0, element)
    ElementTree.register_namespace("", NAMESPACE)
    return re.sub(r">\s+<", "><", ElementTree.tostring(root, encoding="unicode"))


def _french(tag: str) -> str:
    return "titre" if tag == "title" else "description"


def _drop(root: Element, tags: set[str]) -> None:
    for parent in root.iter():
        for child in [child for child in parent if child.tag in tags]:
            parent.remove(child)


def _restyle(element: Element) -> None:
    """Turn `style` into attributes, colours of the palette into classes, and shorten numbers."""
    for name, value in _declarations(element.attrib.pop("style", "")):
        value = short(value.removesuffix("px"))
        if name in KEPT and DEFAULTS.get(name) != value:
            element.set(name, value)
    for name, prefix in (("fill", "f"), ("stroke", "s")):
        colour = _names().get(element.get(name, ""))
        if colour:
            _add_class(element, f"{prefix}-{colour}")
    if HREF in element.attrib:
        element.set("href", element.attrib.pop(HREF))
    if element.get("transform", "").startswith(("rotate(-0 ", "rotate(0 ")):
        del element.attrib["transform"]
    for name in ("transform", "x", "y", "width", "height", "points"):
        if name in element.attrib:
            element.set(name, short(element.attrib[name]))
    if "d" in element.attrib:
        element.set("d", short_path(element.attrib["d"]))


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            yield name.strip(), value.strip()


def _add_class(element: Element, name: str) -> None:
    element.set("class", f"{element.get('class', '')} {name}".strip())


@lru_cache
def _names() -> dict[str, str]:
    """Return the palette by colour; the cover's own names never appear in a figure."""
    named = ((value, name) for name, value in colours().items() if not name.startswith("cover"))
    return dict(named)


def _obey(root: Element) -> None:
    """Do what artists asked for through their gid."""
    tiles: dict[str, Element] = {}
    for group in root.iter(f"{SVG}g"):
        order, _space, rest = group.get("id", "").partition(" ")
        if order == "class":
            for child in group:
                _add_class(child, rest)
        elif order == "link":
            for link in group.iter(f"{SVG}a"):
                del link.attrib["target"]
                link.set("aria-label", rest)
                for shape in link:  # nothing to see, all the more to point at
                    shape.set("pointer-events", "all")
                ElementTree.SubElement(link, f"{SVG}title").text = rest
        elif order == "hatch":
            hatch, colour = rest.split(" ")
            identifier = f"hatch-{len(tiles) + 1}"
            tile = tiles.setdefault(rest, _tile(identifier, hatch, colour))
            for child in group:
                child.set("fill", f"url(#{tile.get('id')})")
    if tiles:
        defs = Element(f"{SVG}defs")
        defs.extend(tiles.values())
        root.insert(0, defs)


def _tile(identifier: str, hatch: str, colour: str) -> Element:
    """Return the pattern of a hatch: one line, or one dot, repeated by the browser."""
    side, half = f"{TILE}", f"{TILE / 2:g}"
    tile = Element(
        f"{SVG}pattern",
        {"id": identifier, "width": side, "height": side, "patternUnits": "userSpaceOnUse"},
    )
    if hatch == ".":
        dot = {"class": f"f-{colour}", "fill": colours()[colour]}
        ElementTree.SubElement(tile, f"{SVG}circle", {"cx": half, "cy": half, "r": "1.3"} | dot)
        return tile
    if HATCHES[hatch]:
        tile.set("patternTransform", f"rotate({HATCHES[hatch]})")
    line = {"class": f"s-{colour}", "stroke": colours()[colour], "stroke-width": "1.8"}
    ElementTree.SubElement(tile, f"{SVG}path", {"d": f"m0 {half}h{side}"} | line)
    return tile


def _rename(root: Element, name: str) -> None:
    """Drop ids that nothing refers to, and give the others the figure's own prefix."""
    values = [value for element in root.iter() for value in element.attrib.values()]
    used = {found for value in values if "#" in value for found in REFERENCE.findall(value)}
    new: dict[str, str] = {}
    for element in root.iter():
        identifier = element.attrib.pop("id", "")
        if identifier in used:
            new[identifier] = f"{name}-{len(new) + 1}"
            element.set("id", new[identifier])
    for element in root.iter():
        for attribute in ("fill", "href"):
            found = REFERENCE.search(element.get(attribute, ""))
            if found and found[1] in new:  # a colour looks like a reference too
                value = element.attrib[attribute]
                element.set(attribute, value.replace(f"#{found[1]}", f"#{new[found[1]]}"))


def _flatten(parent: Element) -> None:
    """Lift what is in groups that say nothing, and drop what draws nothing."""
    children: list[Element] = []
    for child in list(parent):
        _flatten(child)
        if child.tag == f"{SVG}g" and not child.attrib:
            children.extend(child)
        elif not _idle(child):
            children.append(child)
    parent[:] = children


def _idle(element: Element) -> bool:
    """Tell whether an element draws nothing, and nothing refers to it."""
    if element.tag == f"{SVG}defs":
        return not len(element)
    return element.get("fill") == "none" and not {"stroke", "pointer-events"} & set(element.attrib)


def _gather(root: Element) -> None:
    """Say once what texts that follow each other have in common: a hundred labels are one group."""
    children: list[Element] = []
    for look, run in groupby(root, key=_look):
        texts = list(run)
        if not look or len(texts) < 3:
            children.extend(texts)
            continue
        group = Element(f"{SVG}g", dict(look))
        for text in texts:
            for name, _value in look:
                del text.attrib[name]
        group.extend(texts)
        children.append(group)
    root[:] = children


def _look(element: Element) -> tuple[tuple[str, str], ...]:
    """Return what a text passes on to what it holds; nothing for another element."""
    if element.tag != f"{SVG}text":
        return ()
    return tuple((name, element.attrib[name]) for name in INHERITED if name in element.attrib)


def _share(root: Element, name: str) -> None:
    """Write the commonest value of an inherited attribute once, on the root."""
    values = Counter(element.get(name) for element in root.iter() if name in element.attrib)
    if not values:
        return
    common, _times = values.most_common(1)[0]
    for element in root.iter():
        if element.get(name) == common:
            del element.attrib[name]
    root.set(name, str(common))
