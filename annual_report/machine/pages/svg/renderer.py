"""What matplotlib draws, as elements of SVG that have all their look themselves.

A text stays text. The page has another font than the one by which matplotlib lays it out: each line
stands by the end, or the middle, by which it is aligned. The signs of a formula are drawn. A hatch
is lines that are cut off at its shape: of a pattern a browser would print a picture.

The gid `class NAME` gives what is drawn a class of the style sheet, and `title WORDS` a name.
"""

import base64
import math
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_hex, to_rgba
from matplotlib.font_manager import FontProperties, weight_dict
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox, BboxTransformTo, Transform, TransformedPath
from PIL import Image

from annual_report.machine.pages.language import typeset_text
from annual_report.machine.pages.svg.elements import write_path

SHARPER = 2
"""Points of an image in a pixel of the drawing, either way: screens and printers have as many."""
DESCENT = 0.24
"""The share of a line's height that is below its letters: no accent moves a word."""
ALIGNED = {"left": 0.0, "bottom": 0.0, "baseline": 0.0, "right": 1.0, "top": 1.0}
"""The share of a line that stands before the end by which it is aligned; its middle otherwise."""
ANCHORS = {0.0: "start", 0.5: "middle", 1.0: "end"}
USUAL = {
    "fill-opacity": "1", "font-style": "normal", "font-weight": "400", "opacity": "1",
    "stroke-linecap": "butt", "stroke-opacity": "1", "stroke-width": "1", "text-anchor": "start",
}  # fmt: skip
"""What goes without saying."""
TILE, DENSITY = 24, 2
"""The pixels after which a hatch begins again, and how many signs of each letter these have."""
DOT = 0.2
"""The size of a hatch's dot, in steps from one to the next; the width of its line comes to that."""


class Renderer(RendererBase):
    """Keeps the elements that a figure of so many pixels draws; `name` begins all ids."""

    def __init__(self, width: float, height: float, name: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.definitions = Element("defs")
        self._size, self._name = (width, height), name
        self._ids: dict[tuple[str, str], str] = {}
        self._measured: dict[tuple[str, FontProperties, Any], tuple[float, float, float]] = {}
        self._groups: list[tuple[dict[str, str], float]] = [({}, 0.0)]

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Return the size of the drawing."""
        return self._size

    def get_image_magnification(self) -> float:
        """Return how many points an image has in a pixel."""
        return SHARPER

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: Any
    ) -> tuple[float, float, float]:
        """Measure a line of text, as high as any other of its size."""
        # It is asked for a line where it is laid out and where it is drawn; kept, a drawing takes a
        # tenth less.
        line, size = (s, prop.copy(), ismath), prop.get_size_in_points()
        if line not in self._measured:
            self._measured[line] = self._text2path.get_text_width_height_descent(*line)
        measured = self._measured[line]
        return measured if ismath else (measured[0], size, DESCENT * size)

    def open_group(self, s: str, gid: Any = None) -> None:
        """Begin a group; its class or title is that of all that is drawn in it.

        A text of several lines has beside its gid the share of each that is before its anchor:
        matplotlib hands over each line alone.
        """
        gid, share = gid if isinstance(gid, tuple) else (gid, 0.0)
        kind, _space, words = str(gid).partition(" ")
        own = {kind: words} if kind in ("class", "title") else {}
        self._groups.append((self._groups[-1][0] | own, share))

    def close_group(self, s: str) -> None:
        """End a group."""
        self._groups.pop()

    def draw_path(self, gc: Any, path: Path, transform: Transform, rgbFace: Any = None) -> None:  # noqa: N803
        """Draw a shape, and its hatch above it."""
        # Of a mere line only what is near the box that cuts it off is kept, and no more points
        # than are seen. One that nothing cuts off may stand beyond the figure, in a legend below.
        is_line = rgbFace is None and not gc.get_hatch()
        box = gc.get_clip_rectangle() if is_line else None
        shape = path.cleaned(
            transform,
            remove_nans=True,
            clip=tuple(box.padded(TILE + gc.get_linewidth()).extents) if box else None,
            simplify=is_line and path.should_simplify,
            curves=True,
            sketch=gc.get_sketch_params(),
        )
        self._add_path(gc, shape, rgbFace)
        if gc.get_hatch() and len(np.asarray(shape.vertices)):
            self._draw_hatch(gc, shape)

    def draw_markers(
        self, gc: Any, marker_path: Path, marker_trans: Transform, path: Path, trans: Transform,
        rgbFace: Any = None,  # noqa: N803
    ) -> None:  # fmt: skip
        """Draw a mark at each point of a path."""
        look = self._cut_off(gc) | {"href": self._define_mark(marker_path, marker_trans)}
        for points, _code in path.iter_segments(trans, simplify=False):
            self._repeat(look, gc, points[-2], points[-1], rgbFace)

    def draw_path_collection(
        self, gc: Any, master_transform: Any, paths: Any, all_transforms: Any, *args: Any,
        **options: Any,
    ) -> None:  # fmt: skip
        """Draw many shapes: those that are drawn several times are marks, but for hatched ones."""
        shared: Any = super()
        if gc.get_hatch() or len(args[0]) <= max(len(paths), len(all_transforms)):
            shapes = (master_transform, paths, all_transforms)
            shared.draw_path_collection(gc, *shapes, *args, **options)
            return
        shapes = shared._iter_collection_raw_paths(master_transform, paths, all_transforms)
        looks = [self._cut_off(gc) | {"href": self._define_mark(*shape)} for shape in shapes]
        for x, y, look, own, fill in shared._iter_collection(gc, looks, *args, **options):
            self._repeat(look, own, x, y, fill)

    def draw_image(self, gc: Any, x: float, y: float, im: Any, transform: Any = None) -> None:
        """Draw an image, whose first row is its lowest one."""
        stream = BytesIO()
        Image.fromarray(im[::-1]).save(stream, "png")
        height, width = (points / SHARPER for points in im.shape[:2])
        place = {"x": x, "y": self._size[1] - y - height, "width": width, "height": height}
        encoded = base64.b64encode(stream.getvalue()).decode()
        look = self._cut_off(gc) | {"href": f"data:image/png;base64,{encoded}"}
        self.elements.append(
            Element("image", look | {name: _write_tenths(it) for name, it in place.items()})
        )

    def draw_text(
        self, gc: Any, x: float, y: float, s: str, prop: FontProperties, angle: float,
        ismath: Any = False, mtext: Text | None = None,
    ) -> None:  # fmt: skip
        """Write a line of text from its anchor, or draw a formula."""
        if ismath:
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        # matplotlib says where the line would begin in its own font.
        share = measure_share(mtext) if mtext else self._groups[-1][1]
        along = share and share * self.get_text_width_height_descent(s, prop, ismath)[0]
        x += along * math.cos(math.radians(angle))
        y -= along * math.sin(math.radians(angle))
        weight: Any = prop.get_weight()
        look = {
            "x": f"{x:.1f}",
            "y": f"{y:.1f}",
            "font-size": f"{prop.get_size_in_points():g}",
            "font-weight": f"{weight_dict.get(weight, weight)}",
            "font-style": prop.get_style(),
            "text-anchor": ANCHORS[share],
        } | self._cut_off(gc)
        if angle % 360:
            look["transform"] = f"rotate({-angle:g} {x:.1f} {y:.1f})"
        gc.set_linewidth(0)
        self._add("text", gc, gc.get_rgb(), look).text = typeset_text(s)

    def _add_path(self, gc: Any, shape: Path, fill: Any) -> None:
        """Add a shape; matplotlib draws some of no points as well."""
        if steps := write_path(shape, self._size[1]):
            self._add("path", gc, fill, {"d": steps} | self._cut_off(gc))

    def _repeat(self, look: dict[str, str], gc: Any, x: float, y: float, fill: Any) -> None:
        """Add a mark at a place."""
        place = {"x": _write_tenths(x), "y": _write_tenths(self._size[1] - y)}
        self._add("use", gc, fill, look | place)

    def _add(self, tag: str, gc: Any, fill: Any, own: dict[str, str]) -> Element:
        """Add an element that is filled, and has the stroke that a graphics context says."""
        look = self._groups[-1][0] | {"fill": "none"}
        # One alpha for all of it goes before those of its colours.
        is_even = gc.get_forced_alpha()
        painted = {} if fill is None else {"fill": fill}
        if width := gc.get_linewidth():
            painted["stroke"] = gc.get_rgb()
            look["stroke-width"] = _write_tenths(width)
            look["stroke-linecap"] = gc.get_capstyle().replace("projecting", "square")
            if dashes := gc.get_dashes()[1]:
                look["stroke-dasharray"] = ",".join(f"{length:.3g}" for length in dashes)
        for name, colour in painted.items():
            look[name] = to_hex(colour)
            look[f"{name}-opacity"] = "1" if is_even else f"{to_rgba(colour)[3]:.3g}"
        if is_even:
            look["opacity"] = f"{gc.get_alpha():.3g}"
        title = look.pop("title", "")
        look = {name: it for name, it in (look | own).items() if it != USUAL.get(name)}
        element = Element(tag, look)
        self.elements.append(element)
        if title:
            SubElement(element, "title").text = title
        return element

    def _define_mark(self, path: Path, transform: Transform) -> str:
        """Return the address of a mark, which has the look of each place where it is repeated."""
        return f"#{self._define('path', write_path(path.cleaned(transform, curves=True)))}"

    def _cut_off(self, gc: Any) -> dict[str, str]:
        """Return the attribute of what is cut off at a shape, if it is."""
        path, transform = gc.get_clip_path()
        if path is None and (box := gc.get_clip_rectangle()):
            path, transform = Path.unit_rectangle(), BboxTransformTo(box)
        if path is None:
            return {}
        steps = write_path(path.cleaned(transform, curves=True), self._size[1])
        return {"clip-path": f"url(#{self._define('clipPath', steps)})"}

    def _define(self, kind: str, steps: str) -> str:
        """Return the id of a path that is a mark or cuts off, and is defined once."""
        if (kind, steps) not in self._ids:
            name = self._ids[kind, steps] = f"{self._name}-{len(self._ids) + 1}"
            made = SubElement(self.definitions, kind, id=name)
            path = made if kind == "path" else SubElement(made, "path")
            path.set("d", steps)
        return self._ids[kind, steps]

    def _draw_hatch(self, around: Any, shape: Path) -> None:
        """Draw the signs of a shape's hatch, cut off at the shape and where that is cut off."""
        pattern, colour, box = around.get_hatch(), around.get_hatch_color(), shape.get_extents()
        gc, before, self.elements = self.new_gc(), self.elements, []
        gc.set_foreground(colour)
        gc.set_linewidth(around.get_hatch_linewidth())
        gc.set_clip_path(TransformedPath(shape, Affine2D()))
        if signs := pattern.replace(".", ""):
            self._add_path(gc, _lay_signs(signs, box), colour)
        # Dots are the round ends of dashes without a length: a line is shorter than many circles.
        if dots := pattern.count("."):
            step = TILE / (DENSITY * dots)
            gc.set_linewidth(around.get_hatch_linewidth() + DOT * step)
            gc.set_capstyle("round")
            gc.set_dashes(0, [0, step])
            self._add_path(gc, _lay_rows(step, box), None)
        # What is cut off twice stands in a group that is.
        if outside := self._cut_off(around):
            group = Element("g", outside)
            group.extend(self.elements)
            self.elements = [group]
        self.elements = before + self.elements


def measure_share(text: Text) -> float:
    """Return the share of a text's lines that stands before the point by which they are aligned."""
    # It was turned first and then aligned, by the box around it; or else the other way round.
    is_turned = text.get_rotation_mode() != "anchor"
    angle = math.radians(text.get_rotation()) if is_turned else 0
    forward, up = math.cos(angle), math.sin(angle)
    is_upright = abs(forward) < abs(up)
    aligned = text.get_verticalalignment() if is_upright else text.get_horizontalalignment()
    share = ALIGNED.get(aligned, 0.5)
    along = up if is_upright else forward
    return share if along > 0 else 1 - share


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


def _write_tenths(length: float) -> str:
    return f"{round(float(length), 1) + 0:g}"
