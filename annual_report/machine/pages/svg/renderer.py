"""What matplotlib draws, as elements of SVG that have all their look themselves.

A text stays text. The page has another font than the one by which matplotlib lays it out: each line
stands by the end, or the middle, by which it is aligned. The signs of a formula are drawn. A hatch
is lines that are cut off at its shape: of a pattern a browser would print a picture. Paths are in
whole tenths of a pixel, which halves what a page weighs, and no eye sees more.

The gid `class NAME` gives what is drawn a class of the style sheet, and `title WORDS` a name.
"""

import base64
import math
import re
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from itertools import islice
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_hex, to_rgba
from matplotlib.font_manager import FontProperties, weight_dict
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import (
    Bbox,
    BboxTransformTo,
    IdentityTransform,
    Transform,
    TransformedPath,
)
from PIL import Image

from annual_report.machine.pages.language import typeset_text

SHARPER = 2
"""Points of an image in a pixel of the drawing, either way: screens and printers have as many."""
DESCENT = 0.24
"""The share of a line's height that is below its letters: no accent moves a word."""
ALIGNED = {"left": 0.0, "bottom": 0.0, "baseline": 0.0, "right": 1.0, "top": 1.0}
"""The share of a line that stands before the end by which it is aligned; its middle otherwise."""
ANCHORS = {0.0: "start", 0.5: "middle", 1.0: "end"}
LETTERS = {Path.MOVETO: "M", Path.LINETO: "l", Path.CURVE3: "q", Path.CURVE4: "c"}
USUAL = {
    "class": "", "fill-opacity": "1", "font-style": "normal", "font-weight": "400",
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
        self._groups: list[dict[str, str]] = [{}]
        # A line is measured where it is laid out and where it is drawn: a tenth of all the time.
        self._measure_line = cache(self._text2path.get_text_width_height_descent)

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
        measured, size = self._measure_line(s, prop, ismath), prop.get_size_in_points()
        return measured if ismath else (measured[0], size, DESCENT * size)

    def open_group(self, s: str, gid: Any = None) -> None:
        """Begin a group; its class or title is that of all that is drawn in it."""
        kind, _space, words = str(gid).partition(" ")
        own = {kind: words} if kind in ("class", "title") else {}
        self._groups.append(self._groups[-1] | own)

    def close_group(self, s: str) -> None:
        """End a group."""
        self._groups.pop()

    def draw_path(self, gc: Any, path: Path, transform: Transform, rgbFace: Any = None) -> None:  # noqa: N803
        """Draw a shape, and its hatch above it."""
        shape = path.cleaned(
            transform,
            remove_nans=True,
            # A mere line has no more points than are seen.
            simplify=rgbFace is None and path.should_simplify,
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
        """Draw a mark at each point of a path; it has the look of the place, not one of its own."""
        mark = self._define("g", _write_path(marker_path.cleaned(marker_trans, curves=True)))
        group = self._find_group(gc, rgbFace)
        for points, _code in path.iter_segments(trans, simplify=False):
            x, y = _write_tenths(points[-2]), _write_tenths(self._size[1] - points[-1])
            SubElement(group, "use", href=f"#{mark}", x=x, y=y)

    def draw_path_collection(
        self, gc: Any, master_transform: Any, paths: Any, all_transforms: Any, *args: Any,
        **options: Any,
    ) -> None:  # fmt: skip
        """Draw many shapes: those that are drawn at several places are marks, but for hatches."""
        shared: Any = super()
        several = master_transform, paths, all_transforms
        if gc.get_hatch() or len(args[0]) <= max(len(paths), len(all_transforms)):
            shared.draw_path_collection(gc, *several, *args, **options)
            return
        shapes = [*shared._iter_collection_raw_paths(*several)]
        places = shared._iter_collection(gc, shapes, *args, **options)
        for x, y, (shape, transform), own, fill in places:
            self.draw_markers(own, shape, transform, Path([(x, y)]), IdentityTransform(), fill)

    def draw_image(self, gc: Any, x: float, y: float, im: Any, transform: Any = None) -> None:
        """Draw an image, whose first row is its lowest one."""
        stream = BytesIO()
        Image.fromarray(im[::-1]).save(stream, "png")
        height, width = (points / SHARPER for points in im.shape[:2])
        place = {"x": x, "y": self._size[1] - y - height, "width": width, "height": height}
        encoded = base64.b64encode(stream.getvalue()).decode()
        look = self._cut_off(gc) | {name: _write_tenths(it) for name, it in place.items()}
        self.elements.append(Element("image", look, href=f"data:image/png;base64,{encoded}"))

    def draw_text(
        self, gc: Any, x: float, y: float, s: str, prop: FontProperties, angle: float,
        ismath: Any = False, mtext: Text | None = None,
    ) -> None:  # fmt: skip
        """Write a line of text from its anchor, or draw a formula."""
        if ismath:
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        # Each of several lines is handed over without its text, which stands in for its address.
        text = mtext or gc.get_url()
        share = _measure_share(text) if isinstance(text, Text) else 0.0
        # matplotlib says where the line would begin in its own font.
        along = share and share * self.get_text_width_height_descent(s, prop, ismath)[0]
        x += along * math.cos(math.radians(angle))
        y -= along * math.sin(math.radians(angle))
        weight: Any = prop.get_weight()
        look = {
            "font-size": f"{prop.get_size_in_points():g}",
            "font-weight": f"{weight_dict.get(weight, weight)}",
            "font-style": prop.get_style(),
            "text-anchor": ANCHORS[share],
        }
        gc.set_linewidth(0)
        group = self._find_group(gc, gc.get_rgb(), look)
        turned = {"transform": f"rotate({-angle:g} {x:.1f} {y:.1f})"} if angle % 360 else {}
        SubElement(group, "text", turned, x=f"{x:.1f}", y=f"{y:.1f}").text = typeset_text(s)

    def _add_path(self, gc: Any, path: Path, fill: Any) -> None:
        """Add a shape, with the name that it is given."""
        # matplotlib draws some of no points as well.
        if steps := _write_path(path, self._size[1]):
            element = SubElement(self._find_group(gc, fill), "path", d=steps)
            if "title" in self._groups[-1]:
                SubElement(element, "title").text = self._groups[-1]["title"]

    def _find_group(self, gc: Any, fill: Any, look: Mapping[str, str] | None = None) -> Element:
        """Return the group of what is filled, and stroked and cut off as a graphics context says.

        What looks alike and follows each other stands in one.
        """
        look = {"class": self._groups[-1].get("class", ""), "fill": "none", **(look or {})}
        painted = {} if fill is None else {"fill": fill}
        if width := gc.get_linewidth():
            painted["stroke"] = gc.get_rgb()
            look["stroke-width"] = _write_tenths(width)
            look["stroke-linecap"] = gc.get_capstyle().replace("projecting", "square")
            if dashes := gc.get_dashes()[1]:
                look["stroke-dasharray"] = ",".join(f"{length:.3g}" for length in dashes)
        for name, colour in painted.items():
            look[name] = to_hex(colour)
            look[f"{name}-opacity"] = f"{to_rgba(colour)[3]:.3g}"
        look |= self._cut_off(gc)
        look = {name: it for name, it in look.items() if it != USUAL.get(name)}
        if not self.elements or self.elements[-1].attrib != look:
            self.elements.append(Element("g", look))
        return self.elements[-1]

    def _cut_off(self, gc: Any) -> dict[str, str]:
        """Return the attribute of what is cut off at a shape, if it is."""
        path, transform = gc.get_clip_path()
        if path is None and (box := gc.get_clip_rectangle()):
            path, transform = Path.unit_rectangle(), BboxTransformTo(box)
        if path is None:
            return {}
        steps = _write_path(path.cleaned(transform, curves=True), self._size[1])
        return {"clip-path": f"url(#{self._define('clipPath', steps)})"}

    def _define(self, tag: str, steps: str) -> str:
        """Return the id of a path that is a mark or cuts off, and is defined once."""
        if (tag, steps) not in self._ids:
            name = self._ids[tag, steps] = f"{self._name}-{len(self._ids) + 1}"
            SubElement(SubElement(self.definitions, tag, id=name), "path", d=steps)
        return self._ids[tag, steps]

    def _draw_hatch(self, around: Any, shape: Path) -> None:
        """Draw the signs of a shape's hatch, cut off at the shape and where that is cut off."""
        pattern, box, begun = around.get_hatch(), shape.get_extents(), len(self.elements)
        gc = self.new_gc()
        gc.set_foreground(around.get_hatch_color())
        gc.set_linewidth(around.get_hatch_linewidth())
        gc.set_clip_path(TransformedPath(shape, IdentityTransform()))
        if signs := pattern.replace(".", ""):
            self._add_path(gc, _lay_signs(signs, box), around.get_hatch_color())
        # Dots are the round ends of dashes without a length: shorter than circles.
        if dots := pattern.count("."):
            rows, step = _lay_signs("-" * dots, box), TILE / (DENSITY * dots)
            # Every other row begins half a step before; all end with the shape: each dot weighs in
            # a PDF, seen or not.
            rows.vertices[::4, 0] -= step / 2
            rows.vertices[1::2, 0] = box.x1
            gc.set_linewidth(around.get_hatch_linewidth() + DOT * step)
            gc.set_capstyle("round")
            gc.set_dashes(0, [0, step])
            self._add_path(gc, rows, None)
        # What is cut off twice stands in a group that is.
        group = Element("g", self._cut_off(around))
        group.extend(self.elements[begun:])
        self.elements[begun:] = [group]


def _measure_share(text: Text) -> float:
    """Return the share of a text's lines that stands before the point by which they are aligned."""
    # It was turned first and then aligned, by the box around it; or else the other way round.
    is_turned = text.get_rotation_mode() != "anchor"
    quarters = round(text.get_rotation() / 90) % 4 if is_turned else 0
    aligned = text.get_verticalalignment() if quarters % 2 else text.get_horizontalalignment()
    share = ALIGNED.get(aligned, 0.5)
    return share if quarters < 2 else 1 - share


def _lay_signs(pattern: str, box: Bbox) -> Any:
    """Return the signs of a hatch that meet a box, where they stand in any other."""
    corner = np.floor(np.array(box.min) / TILE) * TILE
    tiles = math.ceil(max(box.max - corner) / TILE)
    # A square of so many tiles: a line is as long as that.
    signs: Any = Path.hatch(pattern, DENSITY * tiles)
    points, codes = signs.vertices * TILE * tiles + corner, signs.codes
    starts = np.flatnonzero(codes == Path.MOVETO)
    meet = (np.minimum.reduceat(points, starts) <= box.max) & (
        np.maximum.reduceat(points, starts) >= box.min
    )
    seen = np.repeat(meet.all(axis=1), np.diff(starts, append=len(points)))
    return Path(points[seen], codes[seen])


def _write_path(path: Path, height: float = 0) -> str:
    """Write a path from each rounded point to the next: no errors add up.

    Its points are pixels up from the lower edge, those of SVG down from the upper one.
    """
    tenths: Any = (np.asarray(path.vertices) * (1, -1) + (0, height)) * 10
    codes: Any = path.codes
    points = iter(zip(codes, (tenths.round() + 0).tolist(), strict=True))
    steps, last = [], ""
    here = begun = [0.0, 0.0]
    for code, point in points:
        if code == Path.CLOSEPOLY:
            steps.append("z")
            here, last = begun, ""
        # A step that rounding has brought to nothing is left out.
        elif code != Path.STOP and not (code == Path.LINETO and point == here):
            more = islice(points, Path.NUM_VERTICES_FOR_CODE[code] - 1)
            ends = [point, *(end for _code, end in more)]
            # A path begins at a place; all else is a way from there.
            left, top = (0, 0) if code == Path.MOVETO else here
            way = " ".join(f"{(x - left) / 10:g} {(y - top) / 10:g}" for x, y in ends)
            steps.append((" " if LETTERS[code] == last else LETTERS[code]) + way)
            here, last = ends[-1], LETTERS[code]
            begun = here if code == Path.MOVETO else begun
    return re.sub(r"\b0\.", ".", "".join(steps)).replace(" -", "-")


def _write_tenths(length: float) -> str:
    return f"{round(float(length), 1) + 0:g}"
