"""A backend of matplotlib's that writes what a page needs, and nothing else.

It is one as matplotlib's `backend_template` describes them: matplotlib hands it each path and each
line of text in the order in which they are painted, and it adds elements to a drawing. So it knows
what a text stands on, which marks are alike, and whether an axis would cut anything off.

An artist's gid may ask for more: `class NAME` is a class of the style sheet for a text, `link NAME`
is what a link is called.
"""

from collections.abc import Callable, Hashable, Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import numpy as np
import numpy.typing as npt
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_hex
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, BboxTransformTo, IdentityTransform, Transform

from annual_report.charts.labels import text_width
from annual_report.errors import PageError
from annual_report.french import typeset
from annual_report.messages import _
from annual_report.pages.svg.backdrop import Backdrop, Filled
from annual_report.pages.svg.colours import kept, tone
from annual_report.pages.svg.drawing import Known
from annual_report.pages.svg.formulas import formula
from annual_report.pages.svg.hatches import tile
from annual_report.pages.svg.lines import Line, stood
from annual_report.pages.svg.looks import Colour, classed, font, of_shape, of_text, worn
from annual_report.pages.svg.paths import extent, has_inside, in_pixels, written

NAMESPACE = "http://www.w3.org/2000/svg"
ASCENT, DESCENT, LINE_GAP = 0.76, 0.24, 0.2
"""Heights of a line of text, in sizes of its letters, as in matplotlib's own font."""
OPACITIES = {"opacity", "fill-opacity", "stroke-opacity"}


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
        self._parent = self.root
        self._defs = Element("defs")
        self._names: dict[Hashable, str] = {}  # those of hatches and clips
        self._paths: dict[Element, list[Path]] = {}
        self._ground = Backdrop()

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
        """Learn who draws what comes next."""
        self._open.append(self._known.get(gid or "", Known(gid or "")))

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
        rgbFace = rgbFace if has_inside(path) else None  # noqa: N806
        filled = rgbFace is not None or gc.get_hatch() is not None
        link = self._open[-1].gid.partition("link ")[2]
        look = self._look(gc, rgbFace)
        simplify = bool(path.should_simplify) and not filled
        sketch = gc.get_sketch_params()
        shape = in_pixels(path, transform, self._size[1], simplify=simplify, sketch=sketch)
        box = extent(shape)
        if (box[:2] == box[2:]).all() or not (filled or link or "stroke" in look):
            return
        if filled:
            self._stand_on(gc, shape, rgbFace, look)
        look |= self._clip(gc, box)
        before = self._parent[-1] if len(self._parent) else None
        if before in self._paths and before.attrib == {"d": "", **look} and _is_bare_line(look):
            self._paths[before].append(shape)
            return
        element = Element("path", {"d": "", **look})
        self._paths[element] = [shape]
        self._put(gc, element, link)

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        rgbFace: Colour | None = None,  # noqa: N803  # matplotlib's
    ) -> None:
        """Draw all marks as one shape, unless one would be seen behind another."""
        rgbFace = rgbFace if has_inside(marker_path) else None  # noqa: N806
        look = self._look(gc, rgbFace)
        two = "none" not in (look["fill"], look.get("stroke", "none"))
        if OPACITIES & set(look) or (two and look["fill"] != look["stroke"]):
            super().draw_markers(gc, marker_path, marker_trans, path, trans, rgbFace)
            return
        places = [ends[-2:] for ends, _code in path.iter_segments(trans, simplify=False)]
        mark = marker_path.transformed(marker_trans)
        marks = [mark.transformed(Affine2D().translate(x, y)) for x, y in places]
        self.draw_path(gc, Path.make_compound_path(*marks), IdentityTransform(), rgbFace)

    def draw_quad_mesh(self, *arguments: Any, **options: Any) -> None:
        """Draw cells: hairlines of paper must not be seen between them."""
        self._parent = SubElement(self.root, "g", {"shape-rendering": "crispEdges"})
        super().draw_quad_mesh(*arguments, **options)
        self._parent = self.root

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
        if ismath:
            self._put(gc, formula(gc, x, y, s, prop, angle))
            return
        by, size = self._open[-1], float(prop.get_size_in_points())
        line = stood(typeset(s), (x, y), size, angle, mtext or by.text, self._size[1])
        order, _space, name = by.gid.partition(" ")
        if order == "class":  # the style sheet knows what to do about it
            ink = tone(to_hex(gc.get_rgb()), line=True)
            look = classed(worn(fill=ink), name) | font(gc, prop)
        else:
            grounds = None if by.outlined else self._ground.below(line.points)
            look = of_text(gc, prop, grounds)
        low, high = line.points.min(axis=0), line.points.max(axis=0)
        look |= self._clip(gc, np.concatenate((low, high)))
        group = self._parent[-1] if len(self._parent) else None
        if group is None or group.tag != "g" or group.attrib != look or gc.get_url():
            group = Element("g", look)  # what a hundred labels look like is said once
            self._put(gc, group)
        SubElement(group, "text", line.place).text = line.said
        self.lines.append(line)

    def draw_image(self, *_arguments: Any, **_options: Any) -> None:
        """Refuse pixels."""
        raise PageError(
            _("a page holds no pixels: draw cells with `pcolormesh`, marks with `plot`")
        )

    def draw_gouraud_triangles(self, *_arguments: Any, **_options: Any) -> None:
        """Refuse shades, which browsers would draw as pixels."""
        raise PageError(_('a page holds no shades between points: leave out `shading="gouraud"`'))

    # --- How it is written --------------------------------------------------------------------

    def _look(self, gc: GraphicsContextBase, face: Colour | None) -> dict[str, str]:
        hatch = ""
        if gc.get_hatch():
            key = gc.get_hatch(), to_hex(face) if face is not None else "", gc.get_hatch_color()
            hatch = self._defined(key, lambda: tile(gc, face))
        return of_shape(gc, face, hatch, mapped=self._open[-1].mapped)

    def _stand_on(
        self, gc: GraphicsContextBase, shape: Path, face: Colour | None, look: Mapping[str, str]
    ) -> None:
        """Note a filled shape as a ground; what stands on a hatch needs an outline."""
        seen = None
        if face is not None and not gc.get_hatch():
            seen = kept(to_hex(face)) if self._open[-1].mapped else tone(to_hex(face))
        opacity = float(look.get("opacity", 1)) * float(look.get("fill-opacity", 1))
        self._ground.add(Filled(shape, seen, opacity))

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

    def _put(self, gc: GraphicsContextBase, element: Element, name: str = "") -> None:
        """Add an element, in a link if it leads somewhere; a mouse shows the link's `name`."""
        address = gc.get_url()
        if not address:
            self._parent.append(element)
            return
        link = SubElement(self._parent, "a", {"href": address})
        link.append(element)
        if name:
            link.set("aria-label", name)
            element.set("pointer-events", "all")  # nothing to see, all the more to point at
            SubElement(link, "title").text = name


def _is_bare_line(look: Mapping[str, str]) -> bool:
    """Tell what may be one path with another that looks the same: neither hides the other."""
    return look["fill"] == "none" and not OPACITIES & set(look)
