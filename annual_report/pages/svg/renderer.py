"""A backend of matplotlib's that writes what a page needs, and nothing else.

It is one as matplotlib's `backend_template` describes them: matplotlib hands it each path, image
and line of text in the order in which they are painted, and it adds elements to a drawing. So it
knows what each stands on, which marks are alike, and whether an axis would cut anything off.

The gid `class NAME` of a text gives it a class of the style sheet.
"""

from collections.abc import Callable, Hashable, Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import numpy as np
import numpy.typing as npt
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_hex, to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, BboxTransformTo, IdentityTransform, Transform

from annual_report.pages.language import typeset
from annual_report.pages.look.widths import text_width
from annual_report.pages.svg.artists import DPI, Known
from annual_report.pages.svg.colours import Tone, ink_on, kept, palette, tone
from annual_report.pages.svg.grounds import Filled, Grounds
from annual_report.pages.svg.images import SHARPER, image, seen_part
from annual_report.pages.svg.lines import Line, stood
from annual_report.pages.svg.looks import (
    Colour,
    classed,
    font,
    of_line,
    of_text,
    opacities,
    worn,
)
from annual_report.pages.svg.paths import extent, has_inside, in_pixels, sampled, short, written

NAMESPACE = "http://www.w3.org/2000/svg"
ASCENT, DESCENT, LINE_GAP = 0.76, 0.24, 0.2
"""Heights of a line of text, in sizes of its letters, as in matplotlib's own font."""
OPACITIES = {"opacity", "fill-opacity", "stroke-opacity"}
TILE, DENSITY = 24.0, 2.0
"""Side of a hatch's tile in pixels, and its density: where matplotlib's own begins again."""
SIMPLE = 5
"""The corners of a mark that is shorter to draw again than to refer to."""
CASING = 1.4
"""Pixels by which a scale's mark is edged in the dark, where it would be lost on the page."""


class Renderer(RendererBase):
    """Draws into `root`; `name` begins all ids, `known` says more of artists by their gids.

    `lines` are all lines of text that were drawn.
    """

    def __init__(self, width: float, height: float, name: str, known: Mapping[str, Known]) -> None:
        super().__init__()
        self.root = Element("svg", {"xmlns": NAMESPACE})
        self.lines: list[Line] = []
        self._size, self._name, self._known = (width, height), name, known
        self._open = [Known()]  # of the groups that are open, the innermost last
        self._defs = Element("defs")
        self._names: dict[Hashable, str] = {}  # those of hatches, clips and marks
        self._paths: dict[Element, list[Path]] = {}
        self._ground = Grounds()
        self._words = False  # whether the shapes are those of a formula's signs

    def finish(self) -> None:
        """Write the paths: only now is it known which of them are one."""
        for element, paths in self._paths.items():
            element.set("d", written(paths))
        if len(self._defs):
            self.root.insert(0, self._defs)

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
        """Learn who draws what comes next; an axis's ticks have a group, and are its own."""
        is_own = s in ("xtick", "ytick") or self._open[-1].axis
        about = self._known.get(gid or "", Known(gid or ""))
        self._open.append(about._replace(axis=about.axis or is_own))

    def close_group(self, s: str) -> None:
        """Go back to whoever draws around the group."""
        self._open.pop()

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Transform,
        rgbFace: Colour | None = None,  # noqa: N803  # matplotlib's
    ) -> None:
        """Draw a shape, and note it as a ground of what comes above it."""
        face = rgbFace if has_inside(path) else None
        filled = face is not None or gc.get_hatch() is not None
        simplify = bool(path.should_simplify) and not filled
        sketch = gc.get_sketch_params()
        shape = in_pixels(path, transform, self._size[1], simplify=simplify, sketch=sketch)
        box = extent(shape)
        if (box[:2] == box[2:]).all() or not (filled or gc.get_linewidth()):
            return
        clip = self._clip(gc, box)
        look, case = self._look(gc, face, shape)
        if case:
            self._paths[SubElement(self.root, "path", {"d": "", **case, **clip})] = [shape]
        look |= clip
        before = self.root[-1] if len(self.root) else None
        if before in self._paths and before.attrib == {"d": "", **look} and _is_bare_line(look):
            self._paths[before].append(shape)
            return
        element = Element("path", {"d": "", **look})
        self._paths[element] = [shape]
        self.root.append(element)

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        rgbFace: Colour | None = None,  # noqa: N803  # matplotlib's
    ) -> None:
        """Draw all marks as one shape, or one and where it is repeated.

        The latter if they are round, which is longer to say than a place, or if one would be seen
        behind another.
        """
        face = rgbFace if has_inside(marker_path) else None
        places = [ends[-2:] for ends, _code in path.iter_segments(trans, simplify=False)]
        mark = marker_path.transformed(marker_trans)
        marks = (mark.transformed(Affine2D().translate(x, y)) for x, y in places)
        every = Path.make_compound_path(*marks)
        edged = bool(gc.get_linewidth())
        two = face is not None and edged and to_hex(face) != to_hex(gc.get_rgb())
        simple = len(np.asarray(mark.vertices)) <= SIMPLE
        if simple and not (two or opacities(gc, face, edged=edged)):
            self.draw_path(gc, every, IdentityTransform(), face)
            return
        shape = in_pixels(every, IdentityTransform(), self._size[1])
        own = {"d": written([in_pixels(mark, IdentityTransform(), 0)])}
        name = self._defined(own["d"], lambda: Element("path", own))
        look, case = self._look(gc, face, shape)
        each = {"opacity": look.pop("opacity")} if "opacity" in look else {}
        for worn_by in (case, look):
            if not worn_by:
                continue
            group = Element("g", worn_by | self._clip(gc, extent(shape)))
            for x, y in places:
                place = {"x": short(x), "y": short(self._size[1] - y)}
                SubElement(group, "use", {"href": f"#{name}", **place, **each})
            if len(places) == 1:
                group[0].attrib |= group.attrib
                group = group[0]
            self.root.append(group)

    def draw_path_collection(
        self,
        gc: GraphicsContextBase,
        master_transform: Transform,
        paths: Any,
        all_transforms: Any,
        *drawn: Any,
        **options: Any,
    ) -> None:
        """Draw the marks of a scatter, of a colour each, as one that is repeated."""
        collection = gc, master_transform, paths, all_transforms, *drawn
        if len(paths) != 1 or len(all_transforms) > 1:
            super().draw_path_collection(*collection, **options)
            return
        base: Any = self
        ids = list(base._iter_collection_raw_paths(master_transform, paths, all_transforms))
        for x, y, (mark, transform), own, face in base._iter_collection(gc, ids, *drawn, **options):
            place = Path([(x, y)])
            self.draw_markers(own, mark, transform, place, IdentityTransform(), face)

    def draw_quad_mesh(
        self, gc: GraphicsContextBase, master_transform: Transform, *cells: Any
    ) -> None:
        """Draw cells as an image: hairlines of paper must not be seen between them."""
        larger = master_transform + Affine2D().scale(SHARPER)
        self._paint(gc, lambda agg, plain: agg.draw_quad_mesh(plain, larger, *cells))

    def draw_gouraud_triangles(
        self, gc: GraphicsContextBase, triangles: Any, colours: Any, transform: Transform
    ) -> None:
        """Draw shades as an image."""
        larger = transform + Affine2D().scale(SHARPER)
        drawn = triangles, colours, larger
        self._paint(gc, lambda agg, plain: agg.draw_gouraud_triangles(plain, *drawn))

    def draw_image(
        self, gc: GraphicsContextBase, x: float, y: float, im: Any, transform: Any = None
    ) -> None:
        """Draw an image from its lower left corner; it is the ground of what comes above it."""
        rows, columns = im.shape[:2]
        if not rows * columns:
            return
        height, width = rows / SHARPER, columns / SHARPER
        top = self._size[1] - y - height
        shape = Path(
            [(x, top), (x + width, top), (x + width, top + height), (x, top + height), (x, top)],
            closed=True,
        )
        pixels = np.asarray(im)[::-1]
        self._ground.add(Filled(shape, None, image=pixels))
        look = image(pixels) | {"x": short(x), "y": short(top)}
        self.root.append(Element("image", look | self._clip(gc, extent(shape))))

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Text | None = None,
    ) -> None:
        """Write a line of text in a colour in which it can be read where it stands."""
        if ismath:  # its signs are drawn: no page has the fonts that it is laid out for
            self._words = True
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            self._words = False
            return
        by, size = self._open[-1], float(prop.get_size_in_points())
        line = stood(typeset(s), (x, y), size, angle, mtext or by.text, self._size[1])
        if by.gid.startswith("class "):  # the style sheet knows what to do about it
            ink = ink_on(to_hex(gc.get_rgb()), ()) or palette()["ink"]
            look = classed(worn(fill=ink), by.gid.removeprefix("class ")) | font(prop)
        else:
            look = of_text(gc, prop, None if by.outlined else self._ground.below(line.points))
        low, high = line.points.min(axis=0), line.points.max(axis=0)
        look |= self._clip(gc, np.concatenate((low, high)))
        group = self.root[-1] if len(self.root) else None
        if group is None or group.tag != "g" or group.attrib != look:
            group = Element("g", look)  # what a hundred labels look like is said once
            self.root.append(group)
        SubElement(group, "text", line.place).text = line.said
        self.lines.append(line)

    # --- How it is written --------------------------------------------------------------------

    def _tone(
        self, gc: GraphicsContextBase, colour: Colour, grounds: tuple[Tone, ...], *, line: bool
    ) -> Tone:
        """Return what a colour of whoever draws is on its grounds, in a line or an area."""
        by = self._open[-1]
        if by.kept:
            return kept(to_hex(colour))
        if self._words:
            return ink_on(to_hex(colour), grounds) or palette()["ink"]
        opacity = gc.get_alpha() if gc.get_forced_alpha() else to_rgba(colour)[3]
        return tone(to_hex(colour), grounds, opacity, axis=by.axis and line)

    def _look(
        self, gc: GraphicsContextBase, face: Colour | None, shape: Path
    ) -> tuple[dict[str, str], dict[str, str]]:
        """Return what fills and strokes a shape where it stands; what is filled is a ground.

        The second is the look of its edge in the dark, if it is a scale's mark that would be lost
        there: its colour has a meaning.
        """
        hatch, edged = gc.get_hatch(), bool(gc.get_linewidth())
        inside = face is not None or hatch is not None
        grounds = tuple(self._ground.below(sampled(shape, inside=inside)) or (palette()["paper"],))
        fill = None if face is None else self._tone(gc, face, grounds, line=False)
        edge = self._tone(gc, gc.get_rgb(), grounds, line=True) if edged else None
        tones = {"fill": None if hatch else fill, "stroke": edge}
        look = {"fill": "none"} | worn(**{name: each for name, each in tones.items() if each})
        look |= of_line(gc) if edged else {}
        case = {}
        if self._open[-1].scale and (seen := fill or edge) and not seen.is_seen_on(grounds):
            edging = f"stroke:light-dark(transparent,{palette()['soft'].dark})"
            width = short(float(look.get("stroke-width", edged)) + CASING)
            case = {"fill": "none", "style": edging, "stroke-width": width}
        if hatch:
            ink = self._tone(gc, gc.get_hatch_color(), grounds, line=True)
            made = self._defined((hatch, fill, ink), lambda: tile(gc, fill, ink))
            look["fill"] = f"url(#{made})"
        seen_through = opacities(gc, face, edged=edged)
        if inside:
            opacity = float(seen_through.get("opacity", seen_through.get("fill-opacity", 1)))
            self._ground.add(Filled(shape, None if hatch else fill, opacity))
        return look | seen_through, case

    def _paint(self, gc: GraphicsContextBase, draw: Callable[[RendererAgg, Any], None]) -> None:
        """Have matplotlib's own backend for images draw what would be too much as shapes."""
        width, height = self._size
        agg = RendererAgg(width * SHARPER, height * SHARPER, DPI * SHARPER)
        plain = agg.new_gc()  # what cuts it off is written as for any other image
        plain.copy_properties(gc)
        plain.set_clip_rectangle(None)
        plain.set_clip_path(None)
        draw(agg, plain)
        pixels, x, y = seen_part(np.asarray(agg.buffer_rgba()))
        self.draw_image(gc, x / SHARPER, y / SHARPER, pixels)

    def _clip(self, gc: GraphicsContextBase, box: npt.NDArray[np.float64]) -> dict[str, str]:
        """Return what cuts an element off that is within a box; nothing where nothing would be."""
        path, transform = gc.get_clip_path()
        frame = gc.get_clip_rectangle()
        if path is not None and transform is not None:
            shape = in_pixels(path, transform, self._size[1])  # type: ignore[arg-type]  # a Path
        elif frame is not None:
            shape = in_pixels(Path.unit_rectangle(), BboxTransformTo(frame), self._size[1])
            left, top, right, bottom = np.add(extent(shape), (-1, -1, 1, 1))
            if (box[:2] >= (left, top)).all() and (box[2:] <= (right, bottom)).all():
                return {}
        else:
            return {}
        drawn = written([shape])

        def made() -> Element:
            clip = Element("clipPath")
            SubElement(clip, "path", {"d": drawn})
            return clip

        return {"clip-path": f"url(#{self._defined(drawn, made)})"}

    def _defined(self, key: Hashable, make: Callable[[], Element]) -> str:
        """Return the id of something that is defined once."""
        if key not in self._names:
            self._names[key] = f"{self._name}-{len(self._names) + 1}"
            made = make()
            made.set("id", self._names[key])
            self._defs.append(made)
        return self._names[key]


def tile(gc: GraphicsContextBase, fill: Tone | None, ink: Tone) -> Element:
    """Return the tile of a hatch on its ground, which the browser repeats."""
    size = {"width": f"{TILE:g}", "height": f"{TILE:g}"}
    made = Element("pattern", size | {"patternUnits": "userSpaceOnUse"})
    if fill:
        SubElement(made, "rect", size | worn(fill=fill))
    signs = in_pixels(gc.get_hatch_path(DENSITY), Affine2D().scale(TILE), TILE)
    width = {"stroke-width": short(gc.get_hatch_linewidth())}
    SubElement(made, "path", {"d": written([signs])} | worn(fill=ink, stroke=ink) | width)
    return made


def _is_bare_line(look: Mapping[str, str]) -> bool:
    """Whether something may be one path with another that looks the same: neither hides it."""
    return look["fill"] == "none" and not OPACITIES & set(look)
