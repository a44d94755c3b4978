"""From any matplotlib figure to a light, accessible SVG that lives inside a page.

Text stays text, numbers are written in French, ids begin with the figure's name, and the drawing
says what it shows. It follows the reader's light or dark mode if all its colours are made for both:
those of the palette, and what matplotlib takes where nobody asked for one. The same figure gives
the same bytes, and is left as it was.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.collections import QuadMesh, TriMesh
from matplotlib.colors import to_hex, to_rgba
from matplotlib.figure import Figure
from matplotlib.text import Text

from annual_report.base.errors import PageError
from annual_report.base.messages import _
from annual_report.machine.pages.language import is_french
from annual_report.machine.pages.look.palette import page_colours
from annual_report.machine.pages.look.style import DPI
from annual_report.machine.pages.svg.adapting import Adaptation
from annual_report.machine.pages.svg.french_numbers import find_french_ticks, list_bar_labels
from annual_report.machine.pages.svg.renderer import SHARPER, Renderer

MARGIN, FARTHEST = 2, 4
"""Pixels around what reaches beyond the figure, and how many times its size it may need in all."""
TALLEST, SMALLEST = 640, 0.72
"""The height from which a drawing is enlarged less, and by how much at most."""
PAINTS = ("fill", "stroke")
HEAVIEST = 400_000
"""Bytes of a drawing that a page may still hold."""


def to_svg(figure: Figure, name: str, title: str, description: str) -> str:
    """Write a figure as inline SVG; `name` is unique in the page and starts ids.

    The description is what those are told who don't see it; the title, by which its caption names
    it, is for errors alone: it would be said twice. Raise PageError for what no page can hold:
    something far off, too many marks, too large an image.
    """
    inches = figure.get_size_inches()
    width, height = (float(length) * DPI for length in inches)
    renderer = Renderer(width, height)
    with _ready(figure), mpl.rc_context({"svg.hashsalt": name}):
        mixed: Any = MixedModeRenderer(figure, *inches, SHARPER * DPI, renderer)
        figure.draw(mixed)
        drawn = np.array(figure.get_tightbbox(mixed).extents) * DPI
        box = _enlarge(np.rint(figure.bbox.extents), drawn, title)
        drawing = Adaptation(renderer.finish(), name)
    size = box[2:] - box[:2]
    # How wide it would be: the page may enlarge it, but no tall one beyond a screen or a sheet.
    shown = size[0] * min(1, max(TALLEST / size[1], SMALLEST))
    look = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"{box[0]:g} {round(height - box[3]):g} {size[0]:g} {size[1]:g}",
        "preserveAspectRatio": "xMinYMin",  # where a sheet leaves it less height
        "style": f"--wide:{shown:.0f}px",
        "stroke-linejoin": "round",
        "role": "img",
        "aria-label": description,
    }
    root = Element("svg", look)
    root.extend([*drawing.elements, drawing.definitions])
    _follow_mode(root)
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


def _enlarge(box: Any, drawn: Any, title: str) -> Any:
    """Return a figure's box with room for all that is drawn; raise PageError if it is far off."""
    if (drawn[2:] - drawn[:2] > FARTHEST * (box[2:] - box[:2])).any():
        raise PageError(
            _("the figure “{title}” has something far outside it: place it inside", title=title)
        )
    low = np.where(drawn[:2] < box[:2] - 1, np.floor(drawn[:2] - MARGIN), box[:2])
    high = np.where(drawn[2:] > box[2:] + 1, np.ceil(drawn[2:] + MARGIN), box[2:])
    return np.concatenate((low, high))


@contextmanager
def _ready(figure: Figure) -> Iterator[None]:
    """Change for a while what a page can't have, or says otherwise."""
    with ExitStack() as undone:

        def change(artist: Any, name: str, value: object) -> None:
            undone.callback(getattr(artist, f"set_{name}"), getattr(artist, f"get_{name}")())
            getattr(artist, f"set_{name}")(value)

        change(figure, "dpi", DPI)
        for part in figure.findobj():
            if isinstance(part, Figure):  # the page is the paper
                colour = to_hex(to_rgba(part.patch.get_facecolor()))
                if colour in ("#ffffff", page_colours()["paper"]):
                    change(part.patch, "visible", False)
            if isinstance(part, Axes) and is_french():
                for text, french in list_bar_labels(part):
                    change(text, "text", french)
            elif isinstance(part, Axis) and is_french():
                for ticker, ticks in find_french_ticks(part):
                    undone.callback(setattr, ticker, "formatter", ticker.formatter)
                    ticker.formatter = ticks
            elif isinstance(part, QuadMesh | TriMesh):  # hairlines would be seen between cells
                change(part, "rasterized", True)
            elif isinstance(part, Text):  # its letters stay letters, whatever is around them
                if part.get_path_effects():
                    change(part, "gid", "class halo")
                    change(part, "path_effects", [])
                change(part, "url", part)  # the renderer asks it how its lines are aligned
        yield


def _follow_mode(drawing: Element) -> None:
    """Give the colours of a drawing the palette's classes, which follow the reader's mode.

    With a colour that isn't made for both modes it is a sheet of light paper on a dark page: what
    would be seen of it there can't be known.
    """
    names = _adaptive_colours()
    painted = [(part, key) for part in drawing.iter("g") for key in PAINTS if key in part.attrib]
    has_image = drawing.find(".//image") is not None
    if has_image or any(part.attrib[key] not in names for part, key in painted):
        drawing.set("class", "sheet-of-paper")
        return
    for part, key in painted:
        if name := names[part.attrib[key]]:
            # Its value in the light is for a reader without style sheets.
            part.set(key, page_colours()[name])
            part.set("class", f"{part.get('class', '')} {key[0]}-{name}".strip())


@cache
def _adaptive_colours() -> Mapping[str, str]:
    """Return the colours that are made for both modes, each with its name in the palette or "".

    Black and white, the cycle of lines, grids and frames of legends are matplotlib's own defaults.
    """
    default = mpl.rcParamsDefault
    cycle = dict.fromkeys(map(to_hex, default["axes.prop_cycle"].by_key()["color"]), "")
    lines = {to_hex(default[key]): "line" for key in ("grid.color", "legend.edgecolor")}
    # The names of grounds never appear in a drawing.
    own = {
        colour: name
        for name, colour in page_colours().items()
        if name != "card" and not name.startswith("cover")
    }
    return {"none": "", "#000000": "ink", "#ffffff": "paper"} | cycle | lines | own
