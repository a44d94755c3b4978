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
TILE = 24
"""The pixels after which a hatch begins again."""
DENSITY = 2
"""How many signs of each letter of a hatch stand in a tile: as many as in matplotlib's pattern."""
DOT = 0.2
"""The size of a hatch's dot, in steps from one to the next; the width of its line comes to that."""


class Renderer(OpenRenderer):
    """A renderer of figures of a size in pixels."""

    def __init__(self, width: float, height: float) -> None:
        self._written = StringIO()
        super().__init__(width, height, self._written, image_dpi=SHARPER * DPI)

    def finish(self) -> Element:
        """End the drawing; return matplotlib's tree."""
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
        """Draw a shape, and a hatch above the shape."""
        plain = self.new_gc()
        plain.copy_properties(gc)
        plain.set_hatch(None)
        super().draw_path(plain, path, transform, rgbFace)
        shape = path.cleaned(self.measure_from_top(transform), remove_nans=True, curves=True)
        if gc.get_hatch() and len(np.asarray(shape.vertices)):
            self._draw_hatch(gc, shape)

    def draw_path_collection(self, gc: Any, *several: Any, **options: Any) -> None:
        """Draw many shapes at once, or each alone if they are hatched."""
        if gc.get_hatch():
            RendererBase.draw_path_collection(self, gc, *several, **options)
        else:
            super().draw_path_collection(gc, *several, **options)

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
        """Write a line of text from the anchor, or draw a formula."""
        # Each of several lines is handed over without its text, which stands in for its address.
        text = mtext or gc.get_url()
        if ismath:
            unlinked = self.new_gc()
            unlinked.copy_properties(gc)
            unlinked.set_url(None)
            with mpl.rc_context({"svg.fonttype": "path"}):
                super().draw_text(unlinked, x, y, s, prop, angle, ismath, mtext)
            return
        share = _measure_share(text) if isinstance(text, Text) else 0.0
        if share:
            # matplotlib says where the line would begin in its own font.
            along = share * self.get_text_width_height_descent(s, prop, ismath)[0]
            x += along * math.cos(math.radians(angle))
            y -= along * math.sin(math.radians(angle))
        # A browser knows weights by number, matplotlib by name as well.
        weight: Any = prop.get_weight()
        gc.set_linewidth(0)
        look = {
            **self.list_style(gc, gc.get_rgb()),
            **self.list_clip(gc),
            "font-size": f"{prop.get_size_in_points():g}",
            "font-weight": f"{weight_dict.get(weight, weight)}",
            "font-style": prop.get_style(),
            "text-anchor": ANCHORS[share],
        }
        if angle % 360:
            look["transform"] = f"rotate({-angle:g} {x:.1f} {y:.1f})"
        self.writer.element("text", typeset_text(s), attrib=look, x=f"{x:.1f}", y=f"{y:.1f}")

    def _draw_hatch(self, around: Any, shape: Path) -> None:
        """Draw the signs of a shape's hatch, cut off at the shape and where that is cut off."""
        box = shape.get_extents()
        upright = self.measure_from_top(IdentityTransform())
        gc = self.new_gc()
        gc.set_foreground(around.get_hatch_color())
        gc.set_linewidth(around.get_hatch_linewidth())
        gc.set_joinstyle("miter")
        gc.set_clip_path(TransformedPath(shape, upright))
        if around.get_forced_alpha():
            gc.set_alpha(around.get_alpha())
        self.writer.start("g", **self.list_clip(around))
        if signs := around.get_hatch().replace(".", ""):
            super().draw_path(gc, _lay_signs(signs, box), upright, around.get_hatch_color())
        if dots := around.get_hatch().count("."):
            # The round ends of dashes without a length: shorter than circles.
            step = TILE / (DENSITY * dots)
            gc.set_linewidth(around.get_hatch_linewidth() + DOT * step)
            gc.set_capstyle("round")
            gc.set_dashes(0, [0, step])
            super().draw_path(gc, _lay_rows(step, box), upright)
        self.writer.end("g")


def _measure_share(text: Text) -> float:
    """Return the share of a text's lines before the point of alignment."""
    # It was turned first and then aligned, by the box around it; or else the other way round.
    is_turned = text.get_rotation_mode() != "anchor"
    quarters = round(text.get_rotation() / 90) % 4 if is_turned else 0
    aligned = text.get_verticalalignment() if quarters % 2 else text.get_horizontalalignment()
    share = ALIGNED.get(aligned, 0.5)
    return share if quarters < 2 else 1 - share


def _lay_signs(pattern: str, box: Bbox) -> Path:
    """Return the signs of a hatch that meet a box, in pixels down from the figure's top."""
    corner = np.floor(np.array(box.min) / TILE) * TILE
    tiles = math.ceil(max(box.max - corner) / TILE)
    side = TILE * tiles
    # A square of so many tiles: a line is as long as that. matplotlib's tiles begin at the top.
    signs: Any = Path.hatch(pattern, DENSITY * tiles)
    points = signs.vertices * (side, -side) + corner + (0, side)
    starts = np.flatnonzero(signs.codes == Path.MOVETO)
    ends_before = np.minimum.reduceat(points, starts) <= box.max
    begins_after = np.maximum.reduceat(points, starts) >= box.min
    meets = (ends_before & begins_after).all(axis=1)
    seen = np.repeat(meets, np.diff(starts, append=len(points)))
    return Path(points[seen], signs.codes[seen])


def _lay_rows(step: float, box: Bbox) -> Path:
    """Return the lines for the dots of a hatch; every second line is moved by half a step."""
    points = []
    for row in range(math.ceil(box.y0 / step - 0.5), math.floor(box.y1 / step + 0.5) + 1):
        left = math.floor(box.x0 / step) * step
        if row % 2:
            left -= step / 2
        # All end with the shape: each dot weighs in a PDF, seen or not.
        points += [(left, row * step), (box.x1, row * step)]
    return Path(points, [Path.MOVETO, Path.LINETO] * (len(points) // 2))
