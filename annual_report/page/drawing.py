"""An empty matplotlib figure in pixels, and what artists can say that matplotlib has no word for.

An artist says it through its gid, which `svg` obeys: `hatched`, `classed` and `linked` set it.
"""

import math
from typing import Any

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

from annual_report.page.palette import size

SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "annual-report",
    "font.family": "DejaVu Sans",  # the page has its own: one name spares a list of fonts
    "path.simplify": False,
}
USED = (
    "figure.", "font.", "hatch.", "lines.", "markers.", "patch.", "path.", "savefig.", "svg.",
    "text.",
)  # fmt: skip
"""The settings that drawings are made and written with, by how their names begin."""
DPI = 72
"""Dots an inch of the SVG that matplotlib writes: a dot is a pixel, a point too."""
BASELINES = {"baseline": 0.0, "bottom": 0.24, "center": -0.26, "center_baseline": -0.38}
"""Where the baseline of a text stands, above where the text is placed, in sizes of its letters."""
HATCHES = {"/": -45, "\\": 45, "-": 0, "|": 90}
"""The hatches that are lines, with the angle of the tile; "." has dots."""


# A machine may have a matplotlibrc of its own; a page is the same on all of them. What a notebook
# has set before, as for figures of its own, stays.
mpl.rcParams.update(
    {
        name: value
        for name, value in mpl.rcParamsDefault.items()
        if name.startswith(USED) and mpl.rcParams[name] == mpl.rcParamsOrig[name] != value
    }
)


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
        """Write a line of text at a place in pixels, from which its rotation turns it too."""
        words = Words(x, y, s, **(fontdict or {}), **kwargs)
        words.set_figure(self)
        self.texts.append(words)
        return words


class Words(Text):
    """A line of text, whose baseline depends on its size alone; `va` is one of BASELINES.

    matplotlib lays out each text from the outlines of its letters, which takes longer than to draw
    all the rest, and lets an accent move a word. A browser has other letters anyway.
    """

    def __init__(self, x: float, y: float, text: str, **options: Any) -> None:
        super().__init__(
            x, y, text, transform=IdentityTransform(), rotation_mode="anchor", **options
        )

    def draw(self, renderer: RendererBase) -> None:
        """Write the text where it is placed."""
        x, y = map(float, self.get_position())
        angle = self.get_rotation()
        rise = BASELINES[self.get_verticalalignment()] * float(self.get_fontsize())
        x -= rise * math.sin(math.radians(angle))
        y += rise * math.cos(math.radians(angle))
        _width, height = renderer.get_canvas_width_height()
        style = renderer.new_gc()
        style.set_foreground(self.get_color())
        renderer.open_group("text", self.get_gid())
        said, font = self.get_text(), self.get_fontproperties()
        renderer.draw_text(style, x, height - y, said, font, angle, mtext=self)
        renderer.close_group("text")
        style.restore()


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
