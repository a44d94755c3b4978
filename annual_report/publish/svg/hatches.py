"""Hatches: one line, or one dot, that the browser repeats, instead of matplotlib's eighty."""

from xml.etree.ElementTree import Element, SubElement

from matplotlib.colors import to_hex, to_rgba
from matplotlib.patches import Patch

from annual_report.publish.svg.colours import Tone, tone
from annual_report.publish.svg.namespaces import SVG

LINES = {"/": -45, "\\": 45, "-": 0, "|": 90}
"""The hatches that are lines, with the angle of the tile; "." and "o" are dots."""
DOTS = {".": 1.3, "o": 1.9}
SIDE = 20.0
"""Side of a tile in pixels, times how often the hatch's sign is repeated."""
WIDTH = 1.8


def tile(patch: Patch, name: str) -> Element | None:
    """Return the pattern of a patch's hatch; None for several signs, which matplotlib draws."""
    hatch = patch.get_hatch() or ""
    sign = hatch[:1]
    if set(hatch) != {sign} or sign not in {*LINES, *DOTS}:
        return None
    side = round(SIDE / len(hatch), 1)
    pattern = Element(
        f"{SVG}pattern",
        {"id": name, "width": f"{side:g}", "height": f"{side:g}", "patternUnits": "userSpaceOnUse"},
    )
    face = to_rgba(patch.get_facecolor())
    if face[3]:
        square = {"width": f"{side:g}", "height": f"{side:g}"}
        SubElement(pattern, f"{SVG}rect", square | look(tone(to_hex(face)), "fill"))
    ink = tone(to_hex(patch.get_hatchcolor()), line=True)
    half = f"{side / 2:g}"
    if sign in DOTS:
        dot = {"cx": half, "cy": half, "r": f"{min(DOTS[sign], side / 3):g}"}
        SubElement(pattern, f"{SVG}circle", dot | look(ink, "fill"))
        return pattern
    if LINES[sign]:
        pattern.set("patternTransform", f"rotate({LINES[sign]})")
    line = {"d": f"m0 {half}h{side:g}", "stroke-width": f"{min(WIDTH, side / 2):g}"}
    SubElement(pattern, f"{SVG}path", line | look(ink, "stroke"))
    return pattern


def look(seen: Tone, name: str) -> dict[str, str]:
    """Return the attributes that fill or stroke an element with a colour, in both modes."""
    if seen.name:
        return {name: seen.light, "class": f"{name[0]}-{seen.name}"}
    if seen.light == seen.dark:
        return {name: seen.light}
    return {name: seen.light, "style": f"{name}:light-dark({seen.light},{seen.dark})"}
