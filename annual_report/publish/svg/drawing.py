"""A figure drawn for a page: as it is, but for what a page can't have.

Backgrounds go, for the page is the paper. Images become shapes, one a cell, if they are small: a
page holds no pixels. Numbers are written in French. A text with an outline keeps its letters, and
is marked as one. The figure is left as it was found.
"""

import io
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.collections import Collection, QuadMesh
from matplotlib.colors import to_hex, to_rgba
from matplotlib.figure import Figure, SubFigure
from matplotlib.image import AxesImage, _ImageBase
from matplotlib.patches import Patch
from matplotlib.text import Text

from annual_report.charts.palette import colours
from annual_report.errors import PageError
from annual_report.messages import _
from annual_report.publish.svg.french_numbers import french_ticks, labels_of_bars
from annual_report.publish.svg.renderer import Renderer

DPI = 72
SETTINGS = {"svg.fonttype": "none", "svg.hashsalt": "annual-report", "svg.id": None}
METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))
MOST_CELLS = 4000
"""The most cells of an image, or of a heat map, that a page holds as shapes."""


def draw(figure: Figure) -> tuple[str, dict[str, Artist]]:
    """Draw a figure as matplotlib's SVG; return it with the artists that its groups name.

    Raise PageError for pixels that can't become shapes.
    """
    out = io.StringIO()
    width, height = (float(length) * DPI for length in figure.get_size_inches())
    with mpl.rc_context(SETTINGS), _prepared(figure) as named:
        renderer = Renderer(width, height, out, image_dpi=DPI, metadata=METADATA)
        figure.draw(renderer)
        renderer.finalize()
    return out.getvalue(), named


@contextmanager
def _prepared(figure: Figure) -> Iterator[dict[str, Artist]]:
    """Change what a page can't have, and name what must be known again, for as long as it takes."""
    named: dict[str, Artist] = {}
    with ExitStack() as undone:

        def change(artist: Any, name: str, value: object) -> None:
            undone.callback(getattr(artist, f"set_{name}"), getattr(artist, f"get_{name}")())
            getattr(artist, f"set_{name}")(value)

        change(figure, "dpi", DPI)
        drawn = list(_drawn(figure))
        for part in drawn:
            if isinstance(part, Axes):
                for text, french in labels_of_bars(part):
                    change(text, "text", french)
            if isinstance(part, Figure | SubFigure | Axes) and not _is_a_colour_of_ours(part.patch):
                change(part.patch, "visible", False)
            elif isinstance(part, Axis):
                undone.enter_context(french_ticks(part))
            elif isinstance(part, _ImageBase):
                cells = _as_cells(part)
                undone.callback(cells.remove)
                change(part, "visible", False)
                drawn.append(cells)
        for artist in filter(_is_special, drawn):
            name = f"artist-{len(named) + 1}"
            named[name] = artist
            undone.callback(artist.set_gid, artist.get_gid())
            artist.set_gid(name)
            if isinstance(artist, Text):
                change(artist, "path_effects", [])
        yield named


def _drawn(artist: Artist) -> Iterator[Artist]:
    """Go through an artist and all that it is drawn of, but for what is hidden.

    matplotlib's `findobj` makes the ticks of hidden axes for the sake of finding them.
    """
    yield artist
    for child in artist.get_children():
        if child.get_visible():
            yield from _drawn(child)


def _is_special(artist: Artist) -> bool:
    """Tell whether the page must know of an artist how it was drawn."""
    if isinstance(artist, Text):
        return bool(artist.get_path_effects())
    return is_mapped(artist) or (isinstance(artist, Patch) and bool(artist.get_hatch()))


def is_mapped(artist: Artist) -> bool:
    """Tell whether an artist has the colours of a scale, which no mode changes."""
    if isinstance(artist, QuadMesh):
        return True
    return isinstance(artist, Collection) and artist.get_array() is not None


def _is_a_colour_of_ours(patch: Patch) -> bool:
    """Tell whether a background was given a colour of the palette, other than paper."""
    colour = to_rgba(patch.get_facecolor())
    ours = set(colours().values()) - {colours()["paper"], colours()["card"]}
    return colour[3] == 1 and to_hex(colour) in ours


def _as_cells(image: Artist) -> QuadMesh:
    """Lay a mesh of an image's cells over it."""
    if not isinstance(image, AxesImage) or type(image) is not AxesImage or image.axes is None:
        raise PageError(_("this image can't become shapes: draw it with `pcolormesh`"))
    values: Any = image.get_array()
    rows, columns = values.shape[:2]
    check_cells(rows * columns)
    left, right, bottom, top = image.get_extent()
    if image.origin == "upper":
        bottom, top = top, bottom
        # an image's first row is at the top of what its extent calls bottom and top
    x, y = np.meshgrid(np.linspace(left, right, columns + 1), np.linspace(bottom, top, rows + 1))
    mesh = QuadMesh(np.dstack((x, y)), antialiased=False, zorder=image.get_zorder())
    mesh.set_facecolor(image.to_rgba(values).reshape(-1, 4))
    mesh.set(transform=image.get_transform(), clip_path=image.get_clip_path())
    image.axes.add_artist(mesh)
    return mesh


def check_cells(cells: int) -> None:
    """Raise PageError if there are more cells than a page holds as shapes."""
    if cells > MOST_CELLS:
        raise PageError(
            _(
                "an image of {n} cells is too heavy for a page, which holds up to {most}: draw "
                "means of several cells",
                n=cells,
                most=MOST_CELLS,
            )
        )
