"""An empty matplotlib figure in pixels, and what artists can say that matplotlib has no word for.

An artist says it through its gid, which `svg` obeys: `hatched`, `classed` and `linked` set it.
"""

from typing import Any

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

from annual_report.page.palette import size

SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "annual-report",
    "font.family": "DejaVu Sans",  # ships with matplotlib: text is measured alike anywhere
    "path.simplify": False,
}
DPI = 72
"""Dots an inch of the SVG that matplotlib writes: a dot is a pixel, a point too."""
mpl.rcParams["text.parse_math"] = False  # read when a text is made: a dollar in data is a dollar
HATCHES = {"/": -45, "\\": 45, "-": 0, "|": 90}
"""The hatches that are lines, with the angle of the tile; "." has dots."""


class Drawing(Figure):
    """An empty matplotlib figure of `width` × `height` CSS pixels, counted from its lower left.

    Artists and texts stand in it by themselves: axes, with their limits and ticks, would take
    longer to make than most drawings. Of equal `zorder`, texts are drawn last.
    """

    def __init__(self, width: float, height: float) -> None:
        super().__init__(figsize=(width / DPI, height / DPI), dpi=DPI)

    def add_artist(self, artist: Artist, clip: bool = False) -> Artist:
        """Add an artist that is placed in pixels."""
        artist.set_transform(IdentityTransform())
        return super().add_artist(artist, clip)

    def text(
        self, x: float, y: float, s: str, fontdict: dict[str, Any] | None = None, **kwargs: Any
    ) -> Text:
        """Write a text at a place in pixels."""
        return super().text(x, y, s, fontdict, transform=IdentityTransform(), **kwargs)


def text_size(step: int) -> float:
    """Return a step of the type scale in the unit that matplotlib's texts take here."""
    return size(step)


def hatched(artist: Artist, hatch: str, colour: str) -> None:
    """Fill an artist with a light hatch, a line of HATCHES or ".", in a colour of the palette."""
    artist.set_gid(f"hatch {hatch[:1]} {colour}")


def classed(artist: Artist, name: str) -> None:
    """Give what an artist draws a class of the page's style sheet."""
    artist.set_gid(f"class {name}")


def linked(artist: Artist, address: str, name: str) -> None:
    """Make what an artist draws a link, with the name that a screen reader says."""
    artist.set_url(address)
    artist.set_gid(f"link {name}")
