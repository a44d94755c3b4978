"""From any matplotlib figure to a light, accessible SVG that lives inside a page.

What matplotlib writes is a file of its own: a global style sheet, ids that clash between figures,
nine decimals, fixed colours, hatches of eighty lines, text placed for another font. Here colours
follow the page's mode, texts stay text that can be read where they stand, ids begin with the
figure's name, paths are relative and in tenths of a pixel, and the drawing says what it shows. The
same figure always gives the same bytes.
"""

import re
from xml.etree import ElementTree

import numpy as np
from matplotlib.figure import Figure

from annual_report.errors import PageError
from annual_report.messages import _
from annual_report.publish.svg.backdrop import sampled
from annual_report.publish.svg.drawing import draw
from annual_report.publish.svg.namespaces import NAMESPACE, SVG
from annual_report.publish.svg.restyle import Restyling
from annual_report.publish.svg.weight import lighten

MARGIN = 2
"""Pixels between a text that reaches beyond the figure and the drawing's edge."""
FARTHEST = 0.5
"""How far a text may reach beyond the figure, in sizes of the figure."""
HEAVIEST = 400_000
"""Bytes of a drawing that a page may still hold."""


def to_svg(figure: Figure, name: str, title: str, description: str) -> str:
    """Write a figure as inline SVG; `name` is unique in the page and starts its ids.

    The description is what those are told who don't see it; the title, by which its caption names
    it, is for errors alone: it would be said twice. Raise PageError for what no page can hold: an
    image of too many cells, a text far off, too many marks.
    """
    written, artists = draw(figure)
    root = ElementTree.fromstring(written)
    _drop(root, {f"{SVG}metadata", f"{SVG}style"})
    root.attrib = {"viewBox": root.get("viewBox", "")}
    Restyling(root, artists)
    _widen(root)
    lighten(root, name)
    # An image hides what is inside it from screen readers, and links must be found.
    root.set("role", "group" if root.find(f".//{SVG}a") is not None else "img")
    root.set("aria-label", description)
    ElementTree.register_namespace("", NAMESPACE)
    svg = re.sub(r">\s+<", "><", ElementTree.tostring(root, encoding="unicode"))
    if len(svg) > HEAVIEST:
        raise PageError(
            _(
                "the figure “{title}” weighs {n} kB as a drawing, and a page holds {most}: draw "
                "fewer marks, or their counts",
                title=title,
                n=len(svg) // 1000,
                most=HEAVIEST // 1000,
            )
        )
    return svg


def _drop(root: ElementTree.Element, tags: set[str]) -> None:
    for parent in root.iter():
        for child in [child for child in parent if child.tag in tags]:
            parent.remove(child)


def _widen(root: ElementTree.Element) -> None:
    """Make room for the texts that reach beyond the figure; the drawing's corner stays 0, 0."""
    size = np.array(root.get("viewBox", "").split()[2:], dtype=float)
    low, high = np.zeros(2), size
    for text in root.iter(f"{SVG}text"):
        if not (text.text or "").strip():
            continue
        points = sampled(text)
        least, most = points.min(axis=0), points.max(axis=0)
        if (least < -FARTHEST * size).any() or (most > (1 + FARTHEST) * size).any():
            said = " ".join((text.text or "").split())
            raise PageError(
                _("the text “{text}” stands far outside its figure: place it inside", text=said)
            )
        low = np.minimum(low, np.where(least < 0, least - MARGIN, 0))
        high = np.maximum(high, np.where(most > size, most + MARGIN, size))
    left, top = np.floor(low)
    width, height = np.ceil(high) - (left, top)
    if left or top:
        by = f"translate({0 - left:g} {0 - top:g})"
        moved = ElementTree.Element(f"{SVG}g", {"transform": by})
        moved[:] = root
        root[:] = [moved]
    root.set("viewBox", f"0 0 {width:g} {height:g}")
    # A drawing that doesn't shrink on a telephone, but scrolls, keeps its own width.
    root.set("style", f"--wide:{width:g}px")
