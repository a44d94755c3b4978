"""From any matplotlib figure to a light, accessible SVG within a page.

Input: a Figure, as the author's code has left it. Output: a `Drawing`, the text of
an `<svg>` element that stands in the page's HTML. Between them: the figure is prepared (its numbers
in French), drawn by our `Renderer` as matplotlib's tree, and adapted (`adapting`) to a page.

Text stays text, numbers are written in French, ids begin with the figure's name, and the drawing
has a description. A drawing follows the reader's light or dark mode if all colours are made for
both modes: colours of the palette, and the defaults of matplotlib. The same figure gives the same
bytes, and is unchanged afterwards.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any, NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist, getp
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
from annual_report.machine.pages.svg.renderer import LARGEST_ENLARGEMENT, SHARPER, Renderer

MARGIN = 2
"""Pixels around a mark that reaches beyond the figure."""
TALLEST = 640
"""The height in pixels above which a drawing is shown smaller than its own width."""
SMALLEST_SHARE = 0.72
"""The least share of its own width at which such a drawing is shown."""
PAINTS = ("fill", "stroke")
"""The attributes of SVG that have a colour."""
HEAVIEST = 400_000
"""Bytes of a drawing that a page may still hold."""


class Drawing(NamedTuple):
    """A figure as inline SVG, with the width in pixels and the words of the drawing."""

    svg: str
    width: float
    words: tuple[str, ...]


def draw_figure(figure: Figure, name: str, title: str, description: str) -> Drawing:
    """Draw a figure as inline SVG; `name` is unique in the page and starts ids.

    The description is for readers who can't see the drawing. The title is for messages only: the
    caption has the same words, and a screen reader would repeat them. Raise PageError for a figure
    that no page can hold: a mark far outside, too many marks, too large an image.
    """
    inches = figure.get_size_inches()
    width, height = (float(length) * DPI for length in inches)
    renderer = Renderer(width, height)
    # matplotlib makes ids of a salt that is new each time: with a name the bytes stay the same.
    with _prepare(figure), mpl.rc_context({"svg.hashsalt": name}):
        mixed: Any = MixedModeRenderer(figure, *inches, SHARPER * DPI, renderer)
        figure.draw(mixed)
        marks = np.array(figure.get_tightbbox(mixed).extents) * DPI
        box = _enlarge(np.rint(figure.bbox.extents), marks, title)
        adapted = Adaptation(renderer.finish(), name)
    # A box is (left, bottom, right, top) in pixels; SVG counts down from the figure's top.
    left, _bottom, _right, top = box
    size = box[2:] - box[:2]
    # The page may enlarge a drawing, but no tall one beyond a screen or a sheet.
    share_shown = min(1, max(TALLEST / size[1], SMALLEST_SHARE))
    root = Element("svg")
    root.set("xmlns", "http://www.w3.org/2000/svg")
    root.set("viewBox", f"{left:g} {round(height - top):g} {size[0]:g} {size[1]:g}")
    # Where a sheet leaves the drawing less height, it stands at the left like the words.
    root.set("preserveAspectRatio", "xMinYMin")
    root.set("style", f"--wide:{size[0] * share_shown:.0f}px")
    root.set("stroke-linejoin", "round")
    root.set("role", "img")
    root.set("aria-label", description)
    root.extend([*adapted.elements, adapted.definitions])
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
    words = tuple(text.text or "" for text in root.iter("text"))
    return Drawing(svg, float(size[0]), words)


def _enlarge(box: Any, drawn: Any, title: str) -> Any:
    """Return the box of a figure, enlarged where marks reach out, such as a legend beside it.

    `box` and `drawn` are (left, bottom, right, top) in pixels: of the figure, and of its marks.
    Raise PageError for a mark far off, which was misplaced.
    """
    if (drawn[2:] - drawn[:2] > LARGEST_ENLARGEMENT * (box[2:] - box[:2])).any():
        raise PageError(
            _("the figure “{title}” has something far outside it: place it inside", title=title)
        )
    # A mark that reaches out by a pixel, as a line on the edge, moves nothing.
    low = np.where(drawn[:2] < box[:2] - 1, np.floor(drawn[:2] - MARGIN), box[:2])
    high = np.where(drawn[2:] > box[2:] + 1, np.ceil(drawn[2:] + MARGIN), box[2:])
    return np.concatenate((low, high))


class _Change(NamedTuple):
    """A property of a part of a figure, by matplotlib's name, and the value that a page needs."""

    artist: Artist
    property: str
    value: object


@contextmanager
def _prepare(figure: Figure) -> Iterator[None]:
    """Change the parts of a figure that a page can't have or writes otherwise, inside a `with`.

    Afterwards the figure is the author's again: the notebook may draw it once more.
    """
    with ExitStack() as undone:
        for change in _list_changes(figure):
            value = getp(change.artist, change.property)
            undone.callback(change.artist.update, {change.property: value})
            change.artist.update({change.property: change.value})
        if is_french():
            for axis in figure.findobj(Axis):
                for ticker, ticks in find_french_ticks(axis):
                    # No `set_formatter`, which would forget that matplotlib chose the old one.
                    undone.callback(setattr, ticker, "formatter", ticker.formatter)
                    ticker.formatter = ticks
        yield


def _list_changes(figure: Figure) -> Iterator[_Change]:
    """Yield the changes of properties by which a figure fits a page: ("1.5", "text", "1,5")."""
    yield _Change(figure, "dpi", DPI)
    for part in figure.findobj():
        if isinstance(part, Figure):
            # The page is the paper: a white ground would be a bright box in the dark.
            colour = to_hex(to_rgba(part.patch.get_facecolor()))
            if colour in ("#ffffff", page_colours()["paper"]):
                yield _Change(part.patch, "visible", False)
        elif isinstance(part, Axes) and is_french():
            for text, french in list_bar_labels(part):
                yield _Change(text, "text", french)
        elif isinstance(part, QuadMesh | TriMesh):
            # As shapes, hairlines would be seen between the cells of a field of colours.
            yield _Change(part, "rasterized", True)
        elif isinstance(part, Text):
            # Letters stay letters, with a halo of the style sheet instead of matplotlib's.
            if part.get_path_effects():
                yield _Change(part, "gid", "class halo")
                yield _Change(part, "path_effects", [])
            # The renderer asks the text how its lines are aligned, and is given its url alone.
            yield _Change(part, "url", part)


def _follow_mode(drawing: Element) -> None:
    """Give the groups of a drawing the palette's classes, so that a dark page draws them light.

    `fill="#22507f"` gets the class "f-here", a stroke "s-here", which the style sheet colours in
    each mode. A drawing with a colour that isn't the palette's stays as it is, on a white ground:
    nobody can know how such a colour looks on a dark one.
    """
    names = _adaptive_colours()
    painted = []
    for part in drawing.iter("g"):
        for paint in PAINTS:
            if paint in part.attrib:
                painted.append((part, paint))
    has_image = drawing.find(".//image") is not None
    if has_image or any(part.attrib[paint] not in names for part, paint in painted):
        drawing.set("class", "sheet-of-paper")
        return
    for part, paint in painted:
        name = names[part.attrib[paint]]
        if name:
            # The palette's light value is for readers of the page without style sheets.
            part.set(paint, page_colours()[name])
            part.set("class", f"{part.get('class', '')} {paint[0]}-{name}".strip())


@cache
def _adaptive_colours() -> Mapping[str, str]:
    """Return the colours that a light and a dark page can show: "#22507f" → "here".

    They are the palette's, and the defaults of matplotlib, each with the palette's colour in its
    place; "" for a colour that is seen well on both grounds and stays.
    """
    default = mpl.rcParamsDefault
    colours = {"none": "", "#000000": "ink", "#ffffff": "paper"}
    for colour in default["axes.prop_cycle"].by_key()["color"]:
        colours[to_hex(colour)] = ""
    for key in ("grid.color", "legend.edgecolor"):
        colours[to_hex(default[key])] = "line"
    for name, colour in page_colours().items():
        # The names of grounds never appear in a drawing.
        if name != "card" and not name.startswith("cover"):
            colours[colour] = name
    return colours
