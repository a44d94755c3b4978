"""A figure made ready for a page: as it is, but for what a page can't have.

Backgrounds go, for the page is the paper. Images become shapes, one a cell, if they are small: a
page holds no pixels. Numbers are written in French. A text with an outline keeps its letters, and
is marked as one. The figure is left as it was found.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.collections import Collection, QuadMesh
from matplotlib.figure import Figure, SubFigure
from matplotlib.image import AxesImage, _ImageBase
from matplotlib.text import Text

from annual_report.errors import PageError
from annual_report.messages import _
from annual_report.pages.svg.french_numbers import french_ticks, labels_of_bars

DPI = 72
MOST_CELLS = 4000
"""The most cells of an image, or of a heat map, that a page holds as shapes."""


class Known(NamedTuple):
    """What the drawing must know of an artist, beside the gid that it had.

    Of a `text`, where it is placed, and whether it was `outlined`. `mapped` are the colours of a
    scale, which no mode changes.
    """

    gid: str = ""
    text: Text | None = None
    outlined: bool = False
    mapped: bool = False


@contextmanager
def prepared(figure: Figure) -> Iterator[dict[str, Known]]:
    """Change what a page can't have, and tell artists by gids, for as long as it takes.

    Raise PageError for pixels that can't become shapes.
    """
    known: dict[str, Known] = {}
    with ExitStack() as undone:

        def change(artist: Any, name: str, value: object) -> None:
            undone.callback(getattr(artist, f"set_{name}"), getattr(artist, f"get_{name}")())
            getattr(artist, f"set_{name}")(value)

        change(figure, "dpi", DPI)
        drawn = figure.findobj()
        for part in tuple(drawn):
            if isinstance(part, Axes):
                for text, french in labels_of_bars(part):
                    change(text, "text", french)
            if isinstance(part, Figure | SubFigure | Axes):
                change(part.patch, "visible", False)
            elif isinstance(part, Axis):
                undone.enter_context(french_ticks(part))
            elif isinstance(part, _ImageBase) and part.get_visible():
                cells = _as_cells(part)
                undone.callback(cells.remove)
                change(part, "visible", False)
                drawn.append(cells)
        for artist in drawn:
            if isinstance(artist, Text) and (
                artist.get_path_effects() or "\n" in artist.get_text()
            ):
                about = Known(artist.get_gid() or "", artist, bool(artist.get_path_effects()))
                change(artist, "path_effects", [])
            elif isinstance(artist, QuadMesh) or (
                isinstance(artist, Collection) and artist.get_array() is not None
            ):
                about = Known(artist.get_gid() or "", mapped=True)
            else:
                continue
            name = f"artist-{len(known) + 1}"
            known[name] = about
            change(artist, "gid", name)
        yield known


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
