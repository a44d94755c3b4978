"""A backend of matplotlib's that draws what a page needs, and nothing else.

It is one as matplotlib's `backend_template` describes them: matplotlib hands it each path, image
and line of text in the order in which they are painted. So it knows what each text stands on, and
whether an axis would cut anything off. Signs of a formula come as a path; what would be too much as
shapes comes as an image, by matplotlib's `MixedModeRenderer`.

The gid `class NAME` of a text gives it a class of the style sheet.
"""

import base64
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import numpy as np
import numpy.typing as npt
from matplotlib.backend_bases import GraphicsContextBase as Context
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_hex
from matplotlib.font_manager import FontProperties, weight_dict
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, BboxTransformTo, Transform
from PIL import Image

from annual_report.machine.pages.language import typeset_text
from annual_report.machine.pages.look.widths import text_width
from annual_report.machine.pages.svg.colours import (
    Filled,
    Grounds,
    Tone,
    adaptive_tones,
    find_readable_tone,
    make_fixed_tone,
    mix_colours,
    page_tones,
)
from annual_report.machine.pages.svg.drawing import Drawing, Look, write_tones
from annual_report.machine.pages.svg.lines import Line, place_line
from annual_report.machine.pages.svg.paths import (
    Mark,
    join_marks,
    measure_extent,
    place_in_pixels,
    write_number,
    write_steps,
)

ASCENT, DESCENT, LINE_GAP = 0.76, 0.24, 0.2
"""Heights of a line of text, in sizes of its letters, as in matplotlib's own font."""
TILE, DENSITY = 24.0, 2.0
"""Side of a hatch's tile in pixels, and its density: where matplotlib's own begins again."""
SHARPER = 2
"""Points of an image in a pixel of the drawing, either way: screens and printers have as many."""

Colour = Sequence[float]


class Renderer(RendererBase):
    """Makes a drawing that follows the reader's mode, or is the same in both, `as_it_is`.

    `name` begins its ids; `whole` has the texts of which matplotlib hands over each line alone, by
    their gids. `lines` are all lines that were drawn. `foreign` says whether anything is in a
    colour that isn't made for both modes.
    """

    def __init__(
        self, size: tuple[float, float], name: str, whole: Mapping[str, Text], *, as_it_is: bool
    ) -> None:
        super().__init__()
        self.drawing, self.foreign = Drawing(name), False
        self.lines: list[Line] = []
        self._size, self._whole, self._as_it_is = size, whole, as_it_is
        self._paper = self._tone(page_tones()["paper"].light)
        self._grounds = Grounds(self._paper)
        self._gid = ""

    # --- What matplotlib asks -----------------------------------------------------------------

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Return the size of the drawing, in pixels."""
        return self._size

    def get_image_magnification(self) -> float:
        """Return how many points of an image there are in a pixel."""
        return SHARPER

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: Any
    ) -> tuple[float, float, float]:
        """Estimate the size of a line of text: no font is opened, and no machine has another."""
        if ismath:
            width, height, descent = super().get_text_width_height_descent(s, prop, ismath)
            return width, height, descent
        size = float(prop.get_size_in_points())
        return text_width(s, size), (ASCENT + DESCENT) * size, DESCENT * size

    def _get_font_height_metrics(self, prop: FontProperties) -> tuple[float, float, float]:
        size = float(prop.get_size_in_points())
        return ASCENT * size, DESCENT * size, LINE_GAP * size

    # --- What matplotlib draws ----------------------------------------------------------------

    def open_group(self, s: str, gid: str | None = None) -> None:
        """Learn which text the next lines are of."""
        if s == "text":
            self._gid = gid or ""

    def draw_path(self, gc: Context, path: Path, transform: Transform, rgbFace: Any = None) -> None:  # noqa: N803
        """Draw a shape."""
        simplify = bool(path.should_simplify) and rgbFace is None
        sketch = gc.get_sketch_params()
        shape = place_in_pixels(path, transform, self._size[1], simplify=simplify, sketch=sketch)
        if len(np.asarray(shape.vertices)):
            self._draw(gc, rgbFace, shape, [write_steps(shape)])

    def draw_markers(
        self,
        gc: Context,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        rgbFace: Any = None,  # noqa: N803
    ) -> None:
        """Draw a mark at each of its places."""
        mark = place_in_pixels(marker_path, marker_trans, 0)
        ends = [points[-2:] for points, _code in path.iter_segments(trans, simplify=False)]
        if not ends or not len(np.asarray(mark.vertices)):
            return
        places = np.array(ends) * (1, -1) + (0, self._size[1])
        corners = (np.asarray(mark.vertices) + places[:, np.newaxis]).reshape(-1, 2)
        every = Path(corners, np.tile(np.asarray(mark.codes), len(places)))
        first, said = write_steps(mark)
        at = np.rint(10 * places).astype(int) + first
        self._draw(gc, rgbFace, every, [((x, y), said) for x, y in at.tolist()])

    def draw_image(self, gc: Context, x: float, y: float, im: Any, transform: Any = None) -> None:
        """Draw an image from its lower left corner; it is the ground of what comes above it."""
        self.foreign = True
        size = np.array(im.shape[1::-1]) / SHARPER
        top = self._size[1] - y - size[1]
        box = Path.unit_rectangle().transformed(Affine2D().scale(*size).translate(x, top))
        pixels = np.ascontiguousarray(im[::-1])
        file = BytesIO()
        Image.fromarray(pixels, "RGBA").save(file, "png", optimize=True)
        encoded = base64.b64encode(file.getvalue()).decode()
        numbers = dict(zip(("width", "height", "x", "y"), (*size, x, top), strict=True))
        look = {name: write_number(number) for name, number in numbers.items()}
        look |= {"href": f"data:image/png;base64,{encoded}"} | self._clip(gc, measure_extent(box))
        self._grounds.add(Filled(box, None, image=pixels))
        self.drawing.add(look, [Element("image")])

    def draw_text(
        self,
        gc: Context,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Text | None = None,
    ) -> None:
        """Write a line of text in a colour in which it can be read where it stands."""
        if not s.strip():
            return
        if ismath:  # its signs are drawn: no page has the fonts that it is laid out for
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        text, size = mtext or self._whole.get(self._gid), float(prop.get_size_in_points())
        line = place_line(typeset_text(s), (x, y), size, angle, text, self._size[1])
        # A pale text is one in a paler colour: none is so transparent that it can't be read.
        ink = gc.get_rgb()
        pale = mix_colours(page_tones()["paper"].light, to_hex(ink), _opacity(gc, ink))
        name = self._gid.removeprefix("class ") if self._gid.startswith("class ") else ""
        look = self._look_of_words(self._tone(pale), name, line) | _font(prop)
        low, high = line.points.min(axis=0), line.points.max(axis=0)
        part = Element("text", line.place)
        part.text = line.said
        self.drawing.add(look | self._clip(gc, np.concatenate((low, high))), [part])
        self.lines.append(line)

    # --- How it is drawn ----------------------------------------------------------------------

    def _tone(self, colour: str) -> Tone:
        """Return what a colour is in both modes."""
        made_for_both, fixed = adaptive_tones(), make_fixed_tone(colour)
        self.foreign = self.foreign or colour not in made_for_both
        return fixed if self._as_it_is else made_for_both.get(colour, fixed)

    def _draw(self, gc: Context, face: Colour | None, shape: Path, marks: Sequence[Mark]) -> None:
        """Draw a shape, all `marks` in one, if anything of it is seen; note it as a ground."""
        # matplotlib hands over what is never seen as well, such as a frame without a line.
        hatch, edged = gc.get_hatch(), bool(gc.get_linewidth())
        if face is None and not hatch and not edged:
            return
        fill = None if face is None else self._tone(to_hex(face))
        edge = self._tone(to_hex(gc.get_rgb())) if edged else None
        tones = {"fill": None if hatch else fill, "stroke": edge}
        seen = {name: each for name, each in tones.items() if each}
        look = {"fill": "none"} | write_tones(**seen)
        # A hatch is a tile on the fill, which therefore isn't one of the shape itself.
        if hatch:
            ink = self._tone(to_hex(gc.get_hatch_color()))
            name = self.drawing.define((hatch, fill, ink), lambda: _tile(gc, fill, ink))
            look["fill"] = f"url(#{name})"
        look |= _line(gc) if edged else {}
        for name, colour in (("fill", face), ("stroke", gc.get_rgb() if edged else None)):
            if colour is not None and (opacity := _opacity(gc, colour)) != 1:
                look[f"{name}-opacity"] = f"{opacity:.2g}"
        self.drawing.add(look | self._clip(gc, measure_extent(shape)), marks)
        # What only has an edge hides nothing of what a text stands on.
        if fill or hatch:
            self._grounds.add(Filled(shape, None if hatch else fill, _opacity(gc, face)))

    def _look_of_words(self, asked: Tone, name: str, line: Line) -> Look:
        """Return a colour in which words can be read where they stand, or else an outline.

        Those of a class have their own: the style sheet knows what to do about it.
        """
        grounds = self._grounds.find_below(line.points)
        ink = asked if name and name != "halo" else None
        if grounds is not None and not name:
            ink = find_readable_tone(asked, grounds)
        if ink is None:  # on one colour, some other can always be read
            ink, name = find_readable_tone(asked, (self._paper,)) or asked, "halo"
        look = write_tones(fill=ink)
        # On a hatch their outline is as wide as a ground: no dot or stripe comes between them.
        plate = "plate" if grounds is None else ""
        names = " ".join(filter(None, (look.get("class"), name, plate)))
        return look | ({"class": names} if names else {})

    def _clip(self, gc: Context, box: npt.NDArray[np.float64]) -> Look:
        """Return what cuts an element off that is within a box; nothing where nothing would be."""
        path, transform = gc.get_clip_path()
        frame = gc.get_clip_rectangle()
        # A path may cut anything; a rectangle, as that of the axes, cuts nothing that is inside.
        if path is not None and transform is not None:
            shape = place_in_pixels(path, transform, self._size[1])  # type: ignore[arg-type]  # a Path
        elif frame is not None:
            shape = place_in_pixels(Path.unit_rectangle(), BboxTransformTo(frame), self._size[1])
            left, top, right, bottom = np.add(measure_extent(shape), (-1, -1, 1, 1))
            if (box[:2] >= (left, top)).all() and (box[2:] <= (right, bottom)).all():
                return {}
        else:
            return {}
        clip = Element("clipPath")
        SubElement(clip, "path", {"d": join_marks([write_steps(shape)])})
        return {"clip-path": f"url(#{self.drawing.define(clip[0].get('d'), lambda: clip)})"}


def _tile(gc: Context, fill: Tone | None, ink: Tone) -> Element:
    """Return the tile of a hatch on its ground, which the browser repeats."""
    size = {"width": f"{TILE:g}", "height": f"{TILE:g}"}
    tile = Element("pattern", size | {"patternUnits": "userSpaceOnUse"})
    if fill:
        SubElement(tile, "rect", size | write_tones(fill=fill))
    signs = write_steps(place_in_pixels(gc.get_hatch_path(DENSITY), Affine2D().scale(TILE), TILE))
    width = {"stroke-width": write_number(gc.get_hatch_linewidth())}
    SubElement(tile, "path", {"d": join_marks([signs])} | write_tones(fill=ink, stroke=ink) | width)
    return tile


def _opacity(gc: Context, colour: Colour | None) -> float:
    """Return how much of a colour hides what is below."""
    if gc.get_forced_alpha():
        return float(gc.get_alpha())
    return 1.0 if colour is None or len(colour) < 4 else float(colour[3])


def _line(gc: Context) -> Look:
    """Return the width, the dashes and the ends of a line."""
    look = {}
    if (width := write_number(gc.get_linewidth())) != "1":
        look["stroke-width"] = width
    _offset, dashes = gc.get_dashes()
    if dashes is not None:
        look["stroke-dasharray"] = ",".join(write_number(length) for length in np.ravel(dashes))
    if (cap := gc.get_capstyle()) != "butt":
        look["stroke-linecap"] = "square" if cap == "projecting" else cap
    return look


def _font(prop: FontProperties) -> Look:
    """Return the size, the weight and the slant of a text."""
    look = {"font-size": f"{prop.get_size_in_points():g}"}
    weight = str(prop.get_weight())
    weight = str(weight_dict.get(weight, weight))
    if weight != "400":
        look["font-weight"] = weight
    return look | ({"font-style": prop.get_style()} if prop.get_style() != "normal" else {})
