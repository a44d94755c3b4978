"""matplotlib's own SVG renderer, with the paths, texts and hatches of a page.

- A path is written in whole tenths of a pixel, each step from the point before: that halves what a
  page weighs, and no eye sees more. It isn't cut off where the figure ends: a legend below it has
  room in the page.
- A text stays text in the reader's font, whose letters are wider or narrower than those by which
  matplotlib lays it out: each line stands by the end, or the middle, by which it is aligned. The
  signs of a formula are drawn: no page has their fonts.
- A hatch is lines that are cut off at its shape: of a pattern a browser would print a picture.

The gid `class NAME` gives a mark a class of the style sheet, and `title WORDS` a name.
"""

import math
from io import StringIO
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import matplotlib as mpl
import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.font_manager import FontProperties, weight_dict
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Bbox, IdentityTransform, Transform, TransformedPath

from annual_report.base.messages import drop_control_characters
from annual_report.machine.pages.language import typeset_text
from annual_report.machine.pages.svg.matplotlib_inside import OpenRenderer
from annual_report.machine.pages.svg.paths import write_path

DPI = 72
"""Dots an inch of matplotlib's SVG: a dot is a pixel, a point too."""
SHARPER = 2
"""Points of an image in a pixel of the drawing, either way: screens and printers have as many."""
ALIGNED = {"left": 0.0, "bottom": 0.0, "baseline": 0.0, "right": 1.0, "top": 1.0}
"""The share of a line that stands before the end by which it is aligned; its middle otherwise."""
ANCHORS = {0.0: "start", 0.5: "middle", 1.0: "end"}
"""That share of a line → the value of SVG's `text-anchor`."""
TILE = 24
"""The pixels after which a hatch begins again."""
DENSITY = 2
"""The signs in a tile for each letter of a hatch: "/" draws two lines, as matplotlib does."""
LARGEST_ENLARGEMENT = 4
"""The most times its own size that a figure may need for its marks: beyond, one was misplaced."""
DOT = 0.2
"""The size of a hatch's dot, in steps from one to the next; the width of its line comes to that."""


class Renderer(OpenRenderer):
    """matplotlib's renderer for a figure of some pixels, with texts and paths for a page."""

    def __init__(self, width: float, height: float) -> None:
        self._written = StringIO()
        super().__init__(width, height, self._written, image_dpi=SHARPER * DPI)

    def finish(self) -> Element:
        """End the drawing; return matplotlib's SVG as a tree, for `adapting`."""
        self.finalize()
        return ElementTree.fromstring(self._written.getvalue())

    def write_path_data(
        self, path: Path, transform: Transform | None, simplify: bool, sketch: Any
    ) -> str:
        """Return the `d` of an SVG path, in steps of whole tenths of a pixel."""
        cleaned = path.cleaned(
            transform, remove_nans=True, simplify=simplify, curves=True, sketch=sketch
        )
        return write_path(cleaned)

    def draw_path(self, gc: Any, path: Path, transform: Transform, rgbFace: Any = None) -> None:  # noqa: N803
        """Draw a shape, and its hatch above it: matplotlib would make a pattern of the hatch.

        The signature is matplotlib's: `gc` has the look of the line, `rgbFace` the colour inside.
        """
        plain = self.new_gc()
        plain.copy_properties(gc)
        plain.set_hatch(None)
        super().draw_path(plain, path, transform, rgbFace)
        shape = path.cleaned(self.measure_from_top(transform), remove_nans=True, curves=True)
        if gc.get_hatch():
            self._draw_hatch(gc, shape)

    def draw_path_collection(self, gc: Any, *shapes: Any, **options: Any) -> None:
        """Draw many shapes at once, or each alone by `draw_path` if they are hatched."""
        if gc.get_hatch():
            RendererBase.draw_path_collection(self, gc, *shapes, **options)
        else:
            super().draw_path_collection(gc, *shapes, **options)

    def draw_text(
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Text | None = None,
    ) -> None:
        """Write a line of text from the anchor, or draw a formula.

        The signature is matplotlib's: `x` and `y` are where the line `s` begins in matplotlib's
        font, `angle` its turn in degrees, `ismath` whether it has a formula, `mtext` its Text.
        """
        if ismath:
            self._draw_formula(gc, x, y, s, prop, angle, ismath, mtext)
            return
        # Each of several lines is handed over without its text, which stands in for its address.
        text = mtext or gc.get_url()
        share = _measure_share(text) if isinstance(text, Text) else 0.0
        if share:
            # The reader's font has other widths: the line stands by the end that is aligned.
            width = self.get_text_width_height_descent(s, prop, ismath)[0]
            turn = math.radians(angle)
            x += share * width * math.cos(turn)
            y -= share * width * math.sin(turn)
        look = self._list_look(gc, prop)
        look["text-anchor"] = ANCHORS[share]
        if angle % 360:
            look["transform"] = f"rotate({-angle:g} {x:.1f} {y:.1f})"
        # XML has no place for control characters, which a table's cell may well bring.
        words = typeset_text(drop_control_characters(s))
        self.writer.element("text", words, attrib=look, x=f"{x:.1f}", y=f"{y:.1f}")

    def _draw_hatch(self, around: Any, shape: Path) -> None:
        """Draw the signs of a shape's hatch, cut off at the shape and where that is cut off.

        `around` has the look of the shape, and in it the hatch: "//" is two lines in a tile.
        """
        box = self._find_seen_box(around, shape.get_extents())
        if box is None:
            return
        upright = self.measure_from_top(IdentityTransform())
        color = around.get_hatch_color()
        width = around.get_hatch_linewidth()
        gc = self.new_gc()
        gc.set_foreground(color)
        gc.set_linewidth(width)
        gc.set_joinstyle("miter")
        gc.set_clip_path(TransformedPath(shape, upright))
        if around.get_forced_alpha():
            gc.set_alpha(around.get_alpha())
        self.writer.start("g", **self.list_clip(around))
        hatch = around.get_hatch()
        signs = hatch.replace(".", "")
        if signs:
            super().draw_path(gc, _lay_signs(signs, box), upright, color)
        dots = hatch.count(".")
        if dots:
            # The round ends of dashes without a length: shorter to write than circles.
            step = TILE / (DENSITY * dots)
            gc.set_linewidth(width + DOT * step)
            gc.set_capstyle("round")
            gc.set_dashes(0, [0, step])
            super().draw_path(gc, _lay_rows(step, box), upright)
        self.writer.end("g")

    def _find_seen_box(self, around: Any, box: Bbox) -> Bbox | None:
        """Return the part of a shape's box that is seen, None if nothing of the shape is seen.

        The boxes are in pixels down from the figure's top; `around` is the look of the shape, which
        knows where the shape is cut off.
        """
        # A shape without points, as of an unknown place, has no box to fill.
        if not np.isfinite(box.extents).all():
            return None
        # In Axes that show a small part of their data, a bar may be a million pixels tall.
        clip = around.get_clip_rectangle()
        if clip is None:
            far = LARGEST_ENLARGEMENT * np.array((self.width, self.height))
            seen = Bbox([-far, far])
        else:
            seen = Bbox.from_extents(clip.x0, self.height - clip.y1, clip.x1, self.height - clip.y0)
        part = Bbox.intersection(box, seen)
        if part is None or part.width == 0 or part.height == 0:
            return None
        return part

    def _draw_formula(self, gc: Any, *line: Any) -> None:
        """Draw the signs of a formula as paths; `line` is the rest of what `draw_text` is given."""
        # `_prepare` of from_figure put the Text where matplotlib looks for a link's address.
        unlinked = self.new_gc()
        unlinked.copy_properties(gc)
        unlinked.set_url(None)
        with mpl.rc_context({"svg.fonttype": "path"}):
            super().draw_text(unlinked, *line)

    def _list_look(self, gc: Any, prop: FontProperties) -> dict[str, str]:
        """Return the attributes of a text by name: its colour, its clipping, its font."""
        # Letters have no line around them.
        gc.set_linewidth(0)
        # A browser knows weights by number, matplotlib by name ("semibold") as well.
        weight: Any = prop.get_weight()
        look = self.list_style(gc, gc.get_rgb())
        look.update(self.list_clip(gc))
        look["font-size"] = f"{prop.get_size_in_points():g}"
        look["font-weight"] = str(weight_dict.get(weight, weight))
        look["font-style"] = prop.get_style()
        return look


def _measure_share(text: Text) -> float:
    """Return how much of a text's line stands before the point where it is aligned: 0, 0.5 or 1.

    A line aligned at its left end has nothing before the point (0), a centred one half of itself.
    """
    quarters = 0
    # matplotlib turns a text and then aligns the box around it, unless asked to do so before. A
    # quarter of a turn makes the top of the box the end of the line.
    if text.get_rotation_mode() != "anchor":
        quarters = round(text.get_rotation() / 90) % 4
    aligned: str
    if quarters % 2:
        aligned = text.get_verticalalignment()
    else:
        aligned = text.get_horizontalalignment()
    share = ALIGNED.get(aligned, 0.5)
    return share if quarters < 2 else 1 - share


def _lay_signs(pattern: str, box: Bbox) -> Path:
    """Return the signs of a hatch that meet a box, in pixels down from the figure's top.

    `pattern` is matplotlib's ("//", "x"), without dots. All hatches begin at the figure's corner,
    so that the lines of neighbouring shapes go on in each other.
    """
    # The square of whole tiles that covers the box.
    corner = np.floor(np.array(box.min) / TILE) * TILE
    tiles = math.ceil(max(box.max - corner) / TILE)
    side = TILE * tiles
    # One pattern for the whole square: a line is as long as that. Heights of matplotlib's pattern
    # are counted from 0 to 1 upwards.
    signs: Any = Path.hatch(pattern, DENSITY * tiles)
    points = signs.vertices * (side, -side)
    points = points + corner + (0, side)
    # A sign is the points from one MOVETO to the next: those outside of the box are left out.
    starts = np.flatnonzero(signs.codes == Path.MOVETO)
    ends_before = np.minimum.reduceat(points, starts) <= box.max
    begins_after = np.maximum.reduceat(points, starts) >= box.min
    meets = (ends_before & begins_after).all(axis=1)
    lengths = np.diff(starts, append=len(points))
    is_kept = np.repeat(meets, lengths)
    return Path(points[is_kept], signs.codes[is_kept])


def _lay_rows(step: float, box: Bbox) -> Path:
    """Return the lines for the dots of a hatch, which meet a box; `step` parts two dots."""
    # A dot half outside of the box is still seen: half a row more above and below.
    first = math.ceil(box.y0 / step - 0.5)
    last = math.floor(box.y1 / step + 0.5)
    points = []
    for row in range(first, last + 1):
        left = math.floor(box.x0 / step) * step
        # Every second row is moved by half a step, as in matplotlib's pattern.
        if row % 2:
            left -= step / 2
        # All end with the shape: each dot weighs in a PDF, seen or not.
        points += [(left, row * step), (box.x1, row * step)]
    return Path(points, [Path.MOVETO, Path.LINETO] * (len(points) // 2))
