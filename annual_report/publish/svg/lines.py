"""A text of several lines, by the end or the middle at which its lines are aligned."""

import math
import re
from xml.etree.ElementTree import Element

from annual_report.publish.svg.namespaces import SVG
from annual_report.publish.svg.renderer import ANCHORS, WIDTH, along

TURNED = re.compile(r"rotate\((-?[\d.]+)")
SAME = 0.6
"""How far apart ends may be that are aligned, in pixels."""


def turned(text: Element) -> float:
    """Return by how many degrees a text is turned anticlockwise."""
    found = TURNED.match(text.get("transform", ""))
    return -float(found[1]) if found else 0.0


def align_lines(group: Element) -> None:
    """Let the lines of a text stand by what they have in common: middles, beginnings or ends."""
    lines = [text for text in group.iter(f"{SVG}text") if WIDTH in text.attrib]
    if not lines:
        return
    angle = turned(lines[0])
    widths = [float(text.attrib.pop(WIDTH)) for text in lines]
    starts = [_along(text, angle) for text in lines]
    share = next((each for each in (0.5, 0.0, 1.0) if _spread(starts, widths, each) < SAME), 0.0)
    for text, width in zip(lines, widths, strict=True):
        x, y = along(float(text.attrib["x"]), float(text.attrib["y"]), angle, share * width)
        text.attrib |= {"x": f"{x:.2f}", "y": f"{y:.2f}", "text-anchor": ANCHORS[share]}
        if angle:
            text.set("transform", f"rotate({-angle:g} {x:.2f} {y:.2f})")


def _along(text: Element, angle: float) -> float:
    """Return how far a line's start is along the direction of the text."""
    x, y = float(text.attrib["x"]), float(text.attrib["y"])
    return x * math.cos(math.radians(angle)) - y * math.sin(math.radians(angle))


def _spread(starts: list[float], widths: list[float], share: float) -> float:
    places = [start + share * width for start, width in zip(starts, widths, strict=True)]
    return max(places) - min(places)
