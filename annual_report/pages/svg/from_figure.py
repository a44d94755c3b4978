"""From any matplotlib figure to a light, accessible SVG that lives inside a page.

Colours follow the page's mode, texts stay text that can be read where they stand, ids begin with
the figure's name, paths are relative and in tenths of a pixel, and the drawing says what it shows.
The same figure always gives the same bytes.
"""

from collections.abc import Iterable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from annual_report.errors import PageError
from annual_report.messages import _
from annual_report.pages.svg.artists import DPI, prepared
from annual_report.pages.svg.lines import Line
from annual_report.pages.svg.renderer import Renderer

MARGIN = 2
"""Pixels between a text that reaches beyond the figure and the drawing's edge."""
TALLEST, SMALLEST = 640, 0.72
"""The height from which a drawing is enlarged less, and by how much at most."""
FARTHEST = 0.5
"""How far a text may reach beyond the figure, in sizes of the figure."""
HEAVIEST = 400_000
"""Bytes of a drawing that a page may still hold."""


def to_svg(figure: Figure, name: str, title: str, description: str) -> str:
    """Write a figure as inline SVG; `name` is unique in the page and starts its ids.

    The description is what those are told who don't see it; the title, by which its caption names
    it, is for errors alone: it would be said twice. Raise PageError for what no page can hold: a
    text far off, too many marks, too large an image.
    """
    width, height = (float(length) * DPI for length in figure.get_size_inches())
    with prepared(figure) as known:
        renderer = Renderer(width, height, name, known)
        figure.draw(renderer)
    renderer.finish()
    root = renderer.root
    _widen(root, renderer.lines, np.array([width, height]))
    root.set("role", "img")
    root.set("aria-label", description)
    svg = ElementTree.tostring(root, encoding="unicode")
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


def _widen(root: Element, lines: Iterable[Line], size: npt.NDArray[np.float64]) -> None:
    """Make room for the texts that reach beyond the figure; the drawing's corner stays 0, 0."""
    low, high = np.zeros(2), size
    for line in lines:
        if not line.said.strip():
            continue
        least, most = line.points.min(axis=0), line.points.max(axis=0)
        if (least < -FARTHEST * size).any() or (most > (1 + FARTHEST) * size).any():
            said = " ".join(line.said.split())
            raise PageError(
                _("the text “{text}” stands far outside its figure: place it inside", text=said)
            )
        low = np.minimum(low, np.where(least < 0, least - MARGIN, 0))
        high = np.maximum(high, np.where(most > size, most + MARGIN, size))
    left, top = np.floor(low)
    width, height = np.ceil(high) - (left, top)
    if left or top:
        by = f"translate({0 - left:g} {0 - top:g})"
        moved = Element("g", {"transform": by})
        moved[:] = root
        root[:] = [moved]
    root.set("preserveAspectRatio", "xMinYMin")  # where a sheet leaves it less height
    root.set("viewBox", f"0 0 {width:g} {height:g}")
    # How wide it would be: the page may enlarge it, but no tall one beyond a screen or a sheet.
    wide = width * min(1, max(TALLEST / height, SMALLEST))
    root.set("style", f"--wide:{wide:.0f}px")
