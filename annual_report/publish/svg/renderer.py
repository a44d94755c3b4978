"""matplotlib's own SVG, with texts that keep the end by which they were aligned.

matplotlib measures a text in a font that it opens. The page has another one, so a text must stand
by the end or the middle that matters: that of a turned tick label under its tick, that of each of
two lines. Its baseline depends on its size alone: no accent moves a word. Its width is estimated,
which is quicker by far, and the same on every machine.
"""

import math
from typing import Any

from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import to_hex
from matplotlib.font_manager import FontProperties, weight_dict
from matplotlib.text import Text

from annual_report.charts.labels import text_width
from annual_report.errors import PageError
from annual_report.messages import _

BASELINES = {
    "baseline": 0.0,
    "bottom": 0.24,
    "center": -0.26,
    "center_baseline": -0.38,
    "top": -0.76,
}
"""Where the baseline of a text stands, above where the text is placed, in sizes of its letters."""
ASCENT, DESCENT, LINE_GAP = 0.76, 0.24, 0.2
"""Heights of a line of text, in sizes of its letters, as in matplotlib's own font."""
ANCHORS = {0.0: "start", 0.5: "middle", 1.0: "end"}
ALIGNED = {"left": 0.0, "bottom": 0.0, "baseline": 0.0, "right": 1.0, "top": 1.0}
"""The share of a text that lies before the end by which it is aligned; the middle otherwise."""
WIDTH = "data-width"
"""An attribute for `ungrouped_lines`: how wide matplotlib holds a line of several to be."""


class Renderer(RendererSVG):
    """Writes a line of text as one element, by the end at which it is aligned."""

    def _draw_text_as_text(  # matplotlib calls it within the text's clip and link
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any,
        mtext: Text | None = None,
    ) -> None:
        if ismath:
            super()._draw_text_as_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        size = float(prop.get_size_in_points())
        attributes = _look(gc, prop, size)
        if mtext is None:
            attributes[WIDTH] = f"{self._width(s, prop):.1f}"
        elif angle % 360 == 0 or mtext.get_rotation_mode() == "anchor":
            x, y = self._anchor(mtext, (x, y), size, angle)
            attributes["text-anchor"] = ANCHORS[ALIGNED.get(mtext.get_horizontalalignment(), 0.5)]
        else:
            share = turned_share(mtext, angle)
            x, y = along(x, y, angle, share * self._width(s, prop))
            attributes["text-anchor"] = ANCHORS[share]
        attributes |= {"x": f"{x:.2f}", "y": f"{y:.2f}"}
        if angle % 360:
            attributes["transform"] = f"rotate({-angle:g} {x:.2f} {y:.2f})"
        self.writer.element("text", s, attrib=attributes)

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: Any
    ) -> tuple[float, float, float]:
        """Estimate the size of a line of text: no font is opened, and no machine has another."""
        if ismath:
            found: tuple[float, float, float] = super().get_text_width_height_descent(
                s, prop, ismath
            )
            return found
        size = float(prop.get_size_in_points())
        return text_width(s, size), (ASCENT + DESCENT) * size, DESCENT * size

    def _get_font_height_metrics(self, prop: FontProperties) -> tuple[float, float, float]:
        size = float(prop.get_size_in_points())
        return ASCENT * size, DESCENT * size, LINE_GAP * size

    def draw_image(self, *_arguments: Any, **_options: Any) -> None:
        """Refuse pixels."""
        raise PageError(
            _("a page holds no pixels: draw cells with `pcolormesh`, marks with `plot`")
        )

    def draw_gouraud_triangles(self, *_arguments: Any, **_options: Any) -> None:
        """Refuse shades, which browsers would draw as pixels."""
        raise PageError(_('a page holds no shades between points: leave out `shading="gouraud"`'))

    def _width(self, s: str, prop: FontProperties) -> float:
        return text_width(s, float(prop.get_size_in_points()))

    def _anchor(
        self, mtext: Text, laid: tuple[float, float], size: float, angle: float
    ) -> tuple[float, float]:
        """Return where a text is placed, moved across its line to its baseline."""
        x, y = mtext.get_transform().transform(mtext.get_unitless_position())
        y = self.height - y
        sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
        if (aligned := mtext.get_verticalalignment()) in BASELINES:
            down = -BASELINES[aligned] * size
        else:
            down = (laid[0] - x) * sine + (laid[1] - y) * cosine
        return float(x + down * sine), float(y + down * cosine)


def along(x: float, y: float, angle: float, length: float) -> tuple[float, float]:
    """Go along a line of text that is turned anticlockwise; y goes down."""
    turned = math.radians(angle)
    return x + length * math.cos(turned), y - length * math.sin(turned)


def turned_share(mtext: Text, angle: float) -> float:
    """Return the share of a turned text that lies before the point by which it is aligned."""
    upright = abs(math.cos(math.radians(angle))) < 0.7
    share = ALIGNED.get(
        mtext.get_verticalalignment() if upright else mtext.get_horizontalalignment(), 0.5
    )
    heading = math.sin(math.radians(angle)) if upright else math.cos(math.radians(angle))
    return share if heading > 0 else 1 - share


def _look(gc: GraphicsContextBase, prop: FontProperties, size: float) -> dict[str, str]:
    weight = str(prop.get_weight())
    weight = str(weight_dict.get(weight, weight))
    alpha = gc.get_alpha() if gc.get_forced_alpha() else gc.get_rgb()[3]
    look = {"fill": to_hex(gc.get_rgb()), "font-size": f"{size:g}"}
    if weight not in ("400", "normal"):
        look["font-weight"] = "bold" if weight == "700" else weight
    if prop.get_style() != "normal":
        look["font-style"] = prop.get_style()
    if alpha is not None and alpha != 1:
        look["opacity"] = f"{alpha:g}"
    return look
