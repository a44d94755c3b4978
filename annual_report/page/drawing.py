"""An empty matplotlib figure in pixels, and what artists can say that matplotlib has no word for.

An artist says it through its gid, which `svg` obeys: `hatched`, `classed` and `linked` set it.
"""

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.figure import Figure as Drawing

from annual_report.page.palette import size

SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "annual-report",
    "font.family": "DejaVu Sans",  # ships with matplotlib: text is measured alike anywhere
    "path.simplify": False,
}
mpl.rcParams["text.parse_math"] = False  # read when a text is made: a dollar in data is a dollar
HATCHES = {"/": -45, "\\": 45, "-": 0, "|": 90}
"""The hatches that are lines, with the angle of the tile; "." has dots."""


def new_drawing(width: float, height: float) -> Drawing:
    """Return an empty matplotlib figure of `width` × `height` CSS pixels, its axes the same.

    Give it artists by `axes.add_artist`: `add_patch` spends most of its time on limits that a
    drawing in pixels doesn't need.
    """
    with mpl.rc_context(SETTINGS):
        drawing = Drawing(figsize=(width / 72, height / 72), dpi=72)
        axes = drawing.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, width), ylim=(0, height))
        axes.set_axis_off()
    return drawing


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
