"""From any matplotlib figure to a light, accessible SVG that lives inside a page.

Text stays text that can be read where it stands, numbers are written in French, ids begin with the
figure's name, and the drawing says what it shows. A figure in colours that are made for both modes
follows the reader's; any other is a sheet of light paper. The same figure gives the same bytes, and
is left as it was.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.collections import QuadMesh, TriMesh
from matplotlib.colors import to_hex, to_rgba
from matplotlib.figure import Figure, SubFigure
from matplotlib.text import Text

from annual_report.base.errors import PageError
from annual_report.base.messages import _
from annual_report.machine.pages.language import is_french
from annual_report.machine.pages.look.palette import page_colours
from annual_report.machine.pages.look.style import DPI
from annual_report.machine.pages.svg.colours import WHITE
from annual_report.machine.pages.svg.french_numbers import list_bar_labels, write_ticks_in_french
from annual_report.machine.pages.svg.lines import Line
from annual_report.machine.pages.svg.renderer import SHARPER, Renderer

MARGIN = 2
"""Pixels between a text that reaches beyond the figure and the drawing's edge."""
TALLEST, SMALLEST = 640, 0.72
"""The height from which a drawing is enlarged less, and by how much at most."""
FARTHEST = 0.5
"""How far a text may reach beyond the figure, in sizes of the figure."""
HEAVIEST = 400_000
"""Bytes of a drawing that a page may still hold."""


def to_svg(figure: Figure | SubFigure, name: str, title: str, description: str) -> str:
    """Write a figure, or a part of one, as inline SVG; `name` is unique in the page and starts ids.

    The description is what those are told who don't see it; the title, by which its caption names
    it, is for errors alone: it would be said twice. Raise PageError for what no page can hold: a
    text far off, too many marks, too large an image.
    """
    root_figure: Any = figure.get_figure(root=True)
    inches = root_figure.get_size_inches()
    size = float(inches[0]) * DPI, float(inches[1]) * DPI
    with _ready(figure) as (whole, has_ground):
        for as_it_is in (True,) if has_ground else (False, True):
            renderer = Renderer(size, name, whole, as_it_is=as_it_is)
            mixed: Any = MixedModeRenderer(root_figure, *inches, SHARPER * DPI, renderer)
            figure.draw(mixed)
            if not renderer.foreign:
                break
        left, bottom, right, top = np.rint(figure.bbox.extents)
    root = renderer.drawing.finish()
    box = np.array([(left, size[1] - top), (right, size[1] - bottom)])
    _set_size(root, renderer.lines, box, is_part=figure is not root_figure)
    if as_it_is:
        root.set("class", "sheet-of-paper")
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


@contextmanager
def _ready(figure: Figure | SubFigure) -> Iterator[tuple[Mapping[str, Text], bool]]:
    """Change for a while what a page can't have.

    Give the texts of several lines by the gids that they have meanwhile, and whether anything has a
    ground of its own: else the page is the paper.
    """
    whole: dict[str, Text] = {}
    with ExitStack() as undone:

        def change(artist: Any, name: str, value: object) -> None:
            undone.callback(getattr(artist, f"set_{name}"), getattr(artist, f"get_{name}")())
            getattr(artist, f"set_{name}")(value)

        change(figure, "dpi", DPI)
        has_ground = False
        for part in figure.findobj():
            if isinstance(part, Figure | SubFigure | Axes):
                colour = to_rgba(part.patch.get_facecolor())
                if not colour[3] or to_hex(colour) in (WHITE, page_colours()["paper"]):
                    change(part.patch, "visible", False)
                has_ground = has_ground or part.patch.get_visible()
            if isinstance(part, Axes) and is_french():
                for text, french in list_bar_labels(part):
                    change(text, "text", french)
            elif isinstance(part, Axis) and is_french():
                undone.enter_context(write_ticks_in_french(part))
            elif isinstance(part, QuadMesh | TriMesh):  # hairlines would be seen between cells
                change(part, "rasterized", True)
            elif isinstance(part, Text) and part.get_path_effects():  # its letters stay letters
                change(part, "path_effects", [])
                change(part, "gid", "class halo")
            elif isinstance(part, Text) and "\n" in part.get_text():
                gid = f"{part.get_gid() or ''}#{len(whole)}"
                whole[gid] = part
                change(part, "gid", gid)
        yield whole, has_ground


def _set_size(
    root: Element, lines: Sequence[Line], box: npt.NDArray[np.float64], *, is_part: bool
) -> None:
    """Make room for the texts that reach beyond the figure's box; the drawing's corner is 0, 0.

    A part of a figure stays as large as it is, or it would be seen at another scale than the rest.
    """
    size, middle = box[1] - box[0], box.mean(axis=0)
    for line in lines:
        if (abs(line.points - middle) / size > 0.5 + FARTHEST).any():
            said = " ".join(line.said.split())
            raise PageError(
                _("the text “{text}” stands far outside its figure: place it inside", text=said)
            )
    points = np.vstack([middle, *(line.points for line in lines if not is_part)])
    least, most = points.min(axis=0), points.max(axis=0)
    low = np.where(least < box[0], least - MARGIN, box[0])
    high = np.where(most > box[1], most + MARGIN, box[1])
    left, top = np.floor(low)
    width, height = np.ceil(high) - (left, top)
    if left or top:
        moved = Element("g", {"transform": f"translate({0 - left:g} {0 - top:g})"})
        moved[:] = root
        root[:] = [moved]
    root.set("preserveAspectRatio", "xMinYMin")  # where a sheet leaves it less height
    root.set("viewBox", f"0 0 {width:g} {height:g}")
    # How wide it would be: the page may enlarge it, but no tall one beyond a screen or a sheet.
    wide = width * (1 if is_part else min(1, max(TALLEST / height, SMALLEST)))
    root.set("style", f"--wide:{wide:.0f}px")
