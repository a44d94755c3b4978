"""What the drawing must know of artists, and a figure made ready for a page.

An artist says what it is, and nothing is guessed from its colours: grid lines, ticks, spines and
the frame of a legend are an axis's own; what has a colour map is a scale's; a dark ground that
somebody chose is kept, and any other goes, for the page is the paper. Numbers are written in
French. A text with an outline keeps its letters, and is marked as one.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.collections import Collection
from matplotlib.colors import to_hex, to_rgba
from matplotlib.figure import Figure, SubFigure
from matplotlib.legend import Legend
from matplotlib.spines import Spine
from matplotlib.text import Text

from annual_report.pages.language import is_french
from annual_report.pages.look.palette import contrast
from annual_report.pages.svg.colours import GRAPHICS, palette
from annual_report.pages.svg.french_numbers import french_ticks, labels_of_bars

DPI = 72


class Known(NamedTuple):
    """What is known of an artist, beside the gid that it had.

    `text` is the whole of which a line is drawn, `outlined` whether it had an outline. `axis`: it
    is an axis's own. `kept`: no mode changes its colours, those of a scale or of a ground; `scale`:
    they have a meaning.
    """

    gid: str = ""
    text: Text | None = None
    outlined: bool = False
    axis: bool = False
    kept: bool = False
    scale: bool = False


@contextmanager
def prepared(figure: Figure) -> Iterator[Mapping[str, Known]]:
    """Change what a page can't have, and tell artists by gids, for as long as it takes."""
    known: dict[str, Known] = {}
    with ExitStack() as undone:

        def change(artist: Any, name: str, value: object) -> None:
            undone.callback(getattr(artist, f"set_{name}"), getattr(artist, f"get_{name}")())
            getattr(artist, f"set_{name}")(value)

        change(figure, "dpi", DPI)
        every = figure.findobj()
        grounds = {each.patch for each in every if isinstance(each, Figure | SubFigure | Axes)}
        own = {each.get_frame() for each in every if isinstance(each, Legend)}
        for part in every:
            if isinstance(part, Axes):
                for text, french in labels_of_bars(part) if is_french() else ():
                    change(text, "text", french)
            elif isinstance(part, Axis) and is_french():
                undone.enter_context(french_ticks(part))
            elif part in grounds and not _is_dark(part):
                change(part, "visible", False)
            if about := _about(part, axis=part in own, kept=part in grounds):
                name = f"artist-{len(known) + 1}"
                known[name] = about
                change(part, "gid", name)
                if about.outlined:
                    change(part, "path_effects", [])
        yield known


def _about(artist: Artist, *, axis: bool, kept: bool) -> Known | None:
    """Return what the drawing must know of an artist, None for most."""
    gid = artist.get_gid() or ""
    if isinstance(artist, Text):
        outlined = bool(artist.get_path_effects())
        is_several = "\n" in artist.get_text()  # of which matplotlib hands over each line alone
        return Known(gid, artist, outlined) if outlined or is_several else None
    axis = axis or isinstance(artist, Spine)
    scale = isinstance(artist, Collection) and artist.get_array() is not None
    about = Known(gid, axis=axis, kept=kept or scale, scale=scale)
    return about if axis or about.kept else None


def _is_dark(ground: Any) -> bool:
    """Whether a ground is as dark as what is drawn on paper: what stands on it is light."""
    colour = to_rgba(ground.get_facecolor())
    return colour[3] > 0 and contrast(to_hex(colour), palette()["paper"].light) >= GRAPHICS
