"""Where the lines of a figure's texts stand: by the end at which they are aligned.

matplotlib lays a text out from its left end, by a width that is only estimated here: the page has
another font. So a line must stand by the end or the middle that matters: that of a turned tick
label under its tick, that of each of two lines.
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.text import Text

from annual_report.machine.pages.look.widths import text_width
from annual_report.machine.pages.svg.paths import write_number

ALIGNED = {"left": 0.0, "bottom": 0.0, "baseline": 0.0, "right": 1.0, "top": 1.0}
"""The share of a text that lies before the end by which it is aligned; the middle otherwise."""
ANCHORS = {0.5: "middle", 1.0: "end"}
COLUMNS, HEIGHTS = 12, (-0.1, 0.3, 0.7)
"""Where a text is looked under: so many places along it, and so high, in sizes of its letters."""


@dataclass(frozen=True)
class Line:
    """A line of text by its anchor, in pixels, y downwards; `angle` turns it anticlockwise.

    `before` is the share of it that stands before its anchor.
    """

    said: str
    x: float
    y: float
    angle: float
    before: float
    size: float

    @property
    def place(self) -> dict[str, str]:
        """The attributes that put it there."""
        x, y = write_number(self.x), write_number(self.y)
        found = {"x": x, "y": y}
        if self.before:
            found["text-anchor"] = ANCHORS[self.before]
        if self.angle % 360:
            found["transform"] = f"rotate({write_number(-self.angle)} {x} {y})"
        return found

    @cached_property
    def points(self) -> npt.NDArray[np.float64]:
        """Points all over the line."""
        width = 0.95 * text_width(self.said, self.size)
        places = np.linspace(0.01, 0.99, COLUMNS) * width - self.before * width
        along, above = np.meshgrid(places, HEIGHTS)
        right, down = _turn(along.ravel(), -above.ravel() * self.size, self.angle)
        return np.column_stack((self.x + right, self.y + down))


def place_line(
    said: str, laid: tuple[float, float], size: float, angle: float, text: Text | None, top: float
) -> Line:
    """Return where a line of a text stands that matplotlib has `laid` from its beginning.

    `text` is the whole, if it is known; `top` is the height of the drawing.
    """
    # Without the whole text nothing is known of its alignment: it stays where it was laid out.
    if text is None:
        return Line(said, *laid, angle, 0.0, size)
    # A turned one was turned first and then aligned, by the box around it.
    if angle % 360 and text.get_rotation_mode() != "anchor":
        before = _share_before(text, angle)
        right, down = _turn(before * text_width(said, size), 0, angle)
        return Line(said, laid[0] + right, laid[1] + down, angle, before, size)
    # Any other stands by its own point, however wide its letters turn out.
    x, y = text.get_transform().transform(text.get_unitless_position())
    below = _turn(laid[0] - x, laid[1] - (top - y), -angle)[1]
    right, down = _turn(0, float(below), angle)
    before = ALIGNED.get(text.get_horizontalalignment(), 0.5)
    return Line(said, float(x + right), float(top - y + down), angle, before, size)


def _share_before(text: Text, angle: float) -> float:
    """Return the share of a turned text that lies before the point by which it is aligned."""
    turned = math.radians(angle)
    upright = abs(math.cos(turned)) < 0.7
    aligned = text.get_verticalalignment() if upright else text.get_horizontalalignment()
    share = ALIGNED.get(aligned, 0.5)
    forward = math.sin(turned) if upright else math.cos(turned)
    return share if forward > 0 else 1 - share


def _turn(right: Any, down: Any, angle: float) -> tuple[Any, Any]:
    """Turn steps along a line and below it anticlockwise, in degrees; y goes down."""
    sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    return right * cosine + down * sine, down * cosine - right * sine
