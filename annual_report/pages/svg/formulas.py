"""Formulas, such as the powers of ten along a logarithmic axis, as text and lines."""

from xml.etree.ElementTree import Element, SubElement

from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.colors import to_hex
from matplotlib.font_manager import FontProperties
from matplotlib.mathtext import MathTextParser

from annual_report.pages.svg.colours import tone
from annual_report.pages.svg.looks import worn
from annual_report.pages.svg.paths import short


def formula(
    gc: GraphicsContextBase, x: float, y: float, s: str, prop: FontProperties, angle: float
) -> Element:
    """Write each sign of a formula in its place, and draw its lines."""
    parsed = MathTextParser("path").parse(s, 72, prop)
    place = f"translate({short(x)} {short(y)}) rotate({-angle:g})"
    ink = tone(to_hex(gc.get_rgb()), line=True)
    group = Element("g", {"transform": place} | worn(fill=ink))
    text = SubElement(group, "text")
    for _font, size, sign, _glyph, right, up in parsed.glyphs:
        look = {"x": short(right), "y": short(-up), "font-size": short(size)}
        SubElement(text, "tspan", look).text = chr(sign)
    for left, low, width, height in parsed.rects:
        drawn = f"M{left:.1f} {-low:.1f}h{width:.1f}v{-height:.1f}h{-width:.1f}z"
        SubElement(group, "path", {"d": drawn})
    return group
