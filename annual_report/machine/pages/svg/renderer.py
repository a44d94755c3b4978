"""matplotlib's own SVG, with what a page has otherwise: texts, formulas and hatches.

A text stays text. The page has another font than the one by which matplotlib lays it out: each line
stands by the end, or the middle, by which it is aligned. The signs of a formula are drawn. A hatch
is lines that are cut off at its shape: of a pattern a browser would print a picture.
"""

import math
from typing import Any

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import to_hex
from matplotlib.font_manager import FontProperties, weight_dict
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D, Bbox, IdentityTransform, Transform, TransformedPath

from annual_report.machine.pages.language import typeset_text

DESCENT = 0.24
"""The share of a line's height that is below its letters: no accent moves a word."""
ALIGNED = {"left": 0.0, "bottom": 0.0, "baseline": 0.0, "right": 1.0, "top": 1.0}
"""The share of a line that stands before the end by which it is aligned; its middle otherwise."""
ANCHORS = {0.0: "start", 0.5: "middle", 1.0: "end"}
BY = " aligned by "
"""What parts the gid of a text of several lines from the share of each that is before its anchor:
matplotlib hands over each line alone."""
TILE, DENSITY = 24, 2
"""The pixels after which a hatch begins again, and how many signs of each letter these have."""
DOT = 0.2
"""The size of a hatch's dot, in steps from one to the next; the width of its line comes to that."""


class Renderer(RendererSVG):
    """Writes a figure as matplotlib does, but for its texts and its hatches."""

    _share = 0.0

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: Any
    ) -> tuple[float, float, float]:
        """Measure a line of text, as high as any other of its size."""
        width, height, descent = super().get_text_width_height_descent(s, prop, ismath)
        size = prop.get_size_in_points()
        return (width, height, descent) if ismath else (width, size, DESCENT * size)

    def open_group(self, s: str, gid: str | None = None) -> None:
        """Begin a group; that of a text of several lines says how each is aligned."""
        name, _by, share = (gid or "").partition(BY)
        self._share = float(share or 0)
        super().open_group(s, name or None)

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
        """Write a line of text from its anchor, or draw a formula."""
        ink = gc.get_rgb()
        if ismath:
            signs = TextPath((0, 0), s, prop=prop, usetex=ismath == "TeX")
            place = Affine2D().rotate_deg(angle).translate(x, self.height - y)
            gc.set_linewidth(0)
            self.draw_path(gc, signs, place, ink)
            return
        # matplotlib says where the line would begin in its own font.
        share = measure_share(mtext) if mtext else self._share
        along = share * self.get_text_width_height_descent(s, prop, ismath)[0]
        x += along * math.cos(math.radians(angle))
        y -= along * math.sin(math.radians(angle))
        weight: Any = prop.get_weight()
        look = {
            "x": f"{x:.1f}",
            "y": f"{y:.1f}",
            "fill": to_hex(ink),
            "fill-opacity": f"{gc.get_alpha() if gc.get_forced_alpha() else ink[3]:.2g}",
            "font-size": f"{prop.get_size_in_points():g}",
            "font-weight": f"{weight_dict.get(weight, weight)}",
            "font-style": prop.get_style(),
            "text-anchor": ANCHORS[share],
            "transform": f"rotate({-angle:g} {x:.1f} {y:.1f})" if angle % 360 else "",
        }
        self.writer.element("text", typeset_text(s), attrib=look)

    def draw_path(self, gc: Any, path: Path, transform: Transform, rgbFace: Any = None) -> None:  # noqa: N803
        """Draw a shape, and its hatch above it."""
        pattern = gc.get_hatch()
        gc.set_hatch(None)
        super().draw_path(gc, path, transform, rgbFace)
        gc.set_hatch(pattern)
        shape = path.cleaned(transform, remove_nans=True, curves=True)
        if pattern and len(np.asarray(shape.vertices)):
            self._draw_hatch(gc, shape)

    def draw_path_collection(self, gc: Any, *args: Any, **options: Any) -> None:
        """Draw many shapes, each by itself if they are hatched."""
        drawn_by = RendererBase if gc.get_hatch() else RendererSVG
        drawn_by.draw_path_collection(self, gc, *args, **options)

    def _draw_hatch(self, around: Any, shape: Path) -> None:
        """Draw the signs of a shape's hatch, cut off at the shape and where that is cut off."""
        pattern, colour, box = around.get_hatch(), around.get_hatch_color(), shape.get_extents()
        gc = self.new_gc()
        gc.set_foreground(colour)
        gc.set_linewidth(around.get_hatch_linewidth())
        gc.set_clip_path(TransformedPath(shape, IdentityTransform()))
        self.writer.start("g", attrib=self._get_clip_attrs(around))
        if signs := pattern.replace(".", ""):
            super().draw_path(gc, _lay_signs(signs, box), IdentityTransform(), colour)
        # Dots are the round ends of dashes without a length: a line is shorter than many circles.
        if dots := pattern.count("."):
            step = TILE / (DENSITY * dots)
            gc.set_linewidth(around.get_hatch_linewidth() + DOT * step)
            gc.set_capstyle("round")
            gc.set_dashes(0, [0, step])
            super().draw_path(gc, _lay_rows(step, box), IdentityTransform())
        self.writer.end("g")


def measure_share(text: Text) -> float:
    """Return the share of a text's lines that stands before the point by which they are aligned."""
    if text.get_rotation_mode() == "anchor":
        return ALIGNED.get(text.get_horizontalalignment(), 0.5)
    # It was turned first and then aligned, by the box around it.
    angle = math.radians(text.get_rotation())
    upright = abs(math.cos(angle)) < abs(math.sin(angle))
    aligned = text.get_verticalalignment() if upright else text.get_horizontalalignment()
    share = ALIGNED.get(aligned, 0.5)
    forward = math.sin(angle) if upright else math.cos(angle)
    return share if forward > 0 else 1 - share


def _lay_signs(pattern: str, box: Bbox) -> Path:
    """Return the signs of a hatch that meet a box, where they stand in any other."""
    low, high = np.array(box.min), np.array(box.max)
    corner = np.floor(low / TILE) * TILE
    tiles = math.ceil(max(high - corner) / TILE)
    # A square of so many tiles: a line is as long as that.
    signs: Any = Path.hatch(pattern, DENSITY * tiles)
    points, codes = signs.vertices * TILE * tiles + corner, signs.codes
    starts = np.flatnonzero(codes == Path.MOVETO)
    meet = (np.minimum.reduceat(points, starts) <= high) & (
        np.maximum.reduceat(points, starts) >= low
    )
    seen = np.repeat(meet.all(axis=1), np.diff(starts, append=len(points)))
    return Path(points[seen], codes[seen])


def _lay_rows(step: float, box: Bbox) -> Path:
    """Return the rows of a hatch of dots: every other one begins half a step before."""
    rows = np.arange(math.floor(box.y0 / step), math.ceil(box.y1 / step) + 1)
    left = math.floor(box.x0 / step) * step - rows % 2 * step / 2
    right = np.full_like(left, box.x1 + step)
    points = np.stack([left, rows * step, right, rows * step], axis=1).reshape(-1, 2)
    return Path(points, np.tile([Path.MOVETO, Path.LINETO], len(rows)))
