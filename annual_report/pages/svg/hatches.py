"""Hatches: one line, or one dot, that the browser repeats, instead of matplotlib's eighty."""

from xml.etree.ElementTree import Element, SubElement

from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.colors import to_hex
from matplotlib.transforms import Affine2D

from annual_report.pages.svg.colours import tone
from annual_report.pages.svg.looks import Colour, worn
from annual_report.pages.svg.paths import in_pixels, written

LINES = {"/": -45, "\\": 45, "-": 0, "|": 90}
"""The hatches that are lines, with the angle of the tile; "." and "o" are dots."""
DOTS = {".": 1.3, "o": 1.9}
SIDE = 20.0
"""Side of a tile in pixels, times how often the hatch's sign is repeated."""
WIDTH = 1.8
WHOLE = 72
"""Side of the tile that has several signs, as matplotlib draws it."""


def tile(gc: GraphicsContextBase, face: Colour | None) -> Element:
    """Return the pattern of a hatch on its ground."""
    hatch = str(gc.get_hatch())
    sign = hatch[:1]
    alone = set(hatch) == {sign} and sign in {*LINES, *DOTS}
    side = round(SIDE / len(hatch), 1) if alone else WHOLE
    size = {"width": f"{side:g}", "height": f"{side:g}"}
    pattern = Element("pattern", size | {"patternUnits": "userSpaceOnUse"})
    if face is not None:
        SubElement(pattern, "rect", size | worn(fill=tone(to_hex(face))))
    ink = tone(to_hex(gc.get_hatch_color()), line=True)
    half = f"{side / 2:g}"
    if not alone:
        whole = in_pixels(gc.get_hatch_path(), Affine2D().scale(WHOLE), WHOLE)
        SubElement(pattern, "path", {"d": written([whole]), **worn(fill=ink, stroke=ink)})
    elif sign in DOTS:
        dot = {"cx": half, "cy": half, "r": f"{min(DOTS[sign], side / 3):g}"}
        SubElement(pattern, "circle", dot | worn(fill=ink))
    else:
        if LINES[sign]:
            pattern.set("patternTransform", f"rotate({LINES[sign]})")
        line = {"d": f"m0 {half}h{side:g}", "stroke-width": f"{min(WIDTH, side / 2):g}"}
        SubElement(pattern, "path", line | worn(stroke=ink))
    return pattern
