"""From a matplotlib figure to a light, accessible SVG that lives inside a page.

What matplotlib writes is a file of its own: a global style sheet, ids that clash between figures,
nine decimals, fixed colours. Here colours of the palette become classes that the page's style
sheet can darken, ids that nobody refers to go, text stays text, and the drawing gets a name and
a description. The same figure always gives the same bytes.
"""

import io
import re
from collections.abc import Iterator
from functools import lru_cache
from xml.etree import ElementTree

import matplotlib as mpl
from matplotlib.figure import Figure as Drawing
from matplotlib.figure import Figure as _Figure

from annual_report.page.palette import colours, size

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
Element = ElementTree.Element

SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "annual-report",
    "font.family": "DejaVu Sans",  # ships with matplotlib: text is measured alike anywhere
    "hatch.linewidth": 1.6,
    "path.simplify": False,
}
FONT = re.compile(r"(?:(?P<weight>bold|\d{3}) )?(?P<size>[\d.]+)px")
NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
KEPT = {
    "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin",
    "opacity", "fill-opacity", "stroke-opacity", "text-anchor", "clip-path",
}  # fmt: skip


def new_drawing(width: float, height: float) -> Drawing:
    """Return an empty matplotlib figure of `width` × `height` CSS pixels, its axes the same."""
    with mpl.rc_context(SETTINGS):
        drawing = _Figure(figsize=(width / 72, height / 72), dpi=72)
        axes = drawing.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, width), ylim=(0, height))
        axes.set_axis_off()
    return drawing


def text_size(step: int) -> float:
    """Return a step of the type scale in the unit that matplotlib's texts take here."""
    return size(step)


def to_svg(drawing: Drawing, name: str, title: str, description: str) -> str:
    """Write a figure as inline SVG; `name` is unique in the page and starts its ids."""
    out = io.StringIO()
    with mpl.rc_context(SETTINGS):
        drawing.savefig(
            out, format="svg", transparent=True, metadata={"Date": None, "Creator": None}
        )
    root = ElementTree.fromstring(out.getvalue())
    _drop(root, {f"{{{SVG}}}metadata", f"{{{SVG}}}style"})
    _restyle(root)
    _rename(root, name)
    _flatten(root)
    viewbox = root.get("viewBox", "")
    root.attrib.clear()
    root.attrib |= {
        "viewBox": viewbox,
        "role": "img",
        "aria-labelledby": f"{name}-titre {name}-description",
    }
    for tag, text in (("desc", description), ("title", title)):
        element = ElementTree.Element(f"{{{SVG}}}{tag}", {"id": f"{name}-{_french(tag)}"})
        element.text = text
        root.insert(0, element)
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    return re.sub(r">\s+<", "><", ElementTree.tostring(root, encoding="unicode"))


def _french(tag: str) -> str:
    return "titre" if tag == "title" else "description"


def _drop(root: Element, tags: set[str]) -> None:
    for parent in root.iter():
        for child in [child for child in parent if child.tag in tags]:
            parent.remove(child)


def _restyle(root: Element) -> None:
    """Turn `style` into attributes, colours of the palette into classes, and shorten numbers."""
    for element in root.iter():
        classes = []
        for name, value in _declarations(element.attrib.pop("style", "")):
            if name == "font":
                match = FONT.search(value)
                assert match is not None, value
                element.set("font-size", _short(match["size"]))
                if match["weight"]:
                    element.set("font-weight", match["weight"])
            elif name in KEPT:
                element.set(name, _short(value))
        for name, prefix in (("fill", "f"), ("stroke", "s")):
            colour = _names().get(element.get(name, ""))
            if colour:
                classes.append(f"{prefix}-{colour}")
        if classes:
            element.set("class", " ".join(classes))
        for name in ("d", "transform", "x", "y", "width", "height", "points"):
            if name in element.attrib:
                element.set(name, _short(element.attrib[name]))


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            yield name.strip(), value.strip()


@lru_cache
def _names() -> dict[str, str]:
    """Return the palette by colour; the cover's own names never appear in a figure."""
    named = ((value, name) for name, value in colours().items() if not name.startswith("cover"))
    return dict(named)


def _short(value: str) -> str:
    """Round to a tenth of a pixel, and write paths on one line."""

    def rounded(match: re.Match[str]) -> str:
        return f"{round(float(match[0]), 1) + 0:g}"

    return re.sub(r"\s*\n\s*", " ", NUMBER.sub(rounded, value)).strip()


def _rename(root: Element, name: str) -> None:
    """Drop ids that nothing refers to, and give the others the figure's own prefix."""
    text = [value for element in root.iter() for value in element.attrib.values()]
    used = set(re.findall(r"(?:url\(#|^#)([\w-]+)", "\n".join(text), flags=re.M))
    order = {
        element.attrib["id"]: f"{name}-{number}"
        for number, element in enumerate(
            (element for element in root.iter() if element.get("id") in used), start=1
        )
    }
    for element in root.iter():
        identifier = element.attrib.pop("id", None)
        if identifier in order:
            element.set("id", order[identifier])
        for attribute, value in element.attrib.items():
            for old, new in order.items():
                if f"#{old}" in (value, value[4:-1]):
                    element.set(attribute, value.replace(f"#{old}", f"#{new}"))


def _flatten(parent: Element) -> None:
    """Lift what is in groups that say nothing, and drop empty ones."""
    children: list[Element] = []
    for child in list(parent):
        _flatten(child)
        if child.tag == f"{{{SVG}}}g" and not child.attrib:
            children.extend(child)
        elif child.tag != f"{{{SVG}}}defs" or len(child):
            children.append(child)
    parent[:] = children
