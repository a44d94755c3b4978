"""Paths in whole tenths of a pixel, and elements that look alike as one.

Tenths halve what a page weighs, and no eye sees more.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from typing import Any
from xml.etree.ElementTree import Element

import numpy as np
from matplotlib.path import Path

LETTERS = {Path.MOVETO: "M", Path.LINETO: "l", Path.CURVE3: "q", Path.CURVE4: "c"}
PLACE = {"d", "x", "y", "href", "transform", "id", "width", "height"}
"""What tells elements apart that look alike."""
OPACITIES = {"opacity", "stroke-opacity"}
LEADING_ZERO = re.compile(r"\b0\.")


def write_path(path: Path, height: float = 0) -> str:
    """Write a path from each rounded point to the next: no errors add up.

    Its points are pixels up from the lower edge, those of SVG down from the upper one.
    """
    tenths: Any = (np.asarray(path.vertices) * (1, -1) + (0, height)) * 10
    codes: Any = path.codes
    points = iter(zip(codes, tenths.round().astype(int).tolist(), strict=True))
    steps, last = [], ""
    here = begun = [0, 0]
    for code, point in points:
        if code == Path.CLOSEPOLY:
            steps.append("z")
            here, last = begun, ""
        # A step that rounding has brought to nothing is left out.
        elif code != Path.STOP and not (code == Path.LINETO and point == here):
            more = islice(points, Path.NUM_VERTICES_FOR_CODE[code] - 1)
            ends = [point, *(end for _code, end in more)]
            # A path begins at a place, so that it can follow another; all else is a way from there.
            left, top = (0, 0) if code == Path.MOVETO else here
            way = " ".join(f"{(x - left) / 10:g} {(y - top) / 10:g}" for x, y in ends)
            steps.append((" " if LETTERS[code] == last else LETTERS[code]) + way)
            here, last = ends[-1], LETTERS[code]
            begun = here if code == Path.MOVETO else begun
    return LEADING_ZERO.sub(".", "".join(steps)).replace(" -", "-")


def group_alike(elements: Sequence[Element]) -> Iterator[Element]:
    """Yield what looks alike and follows each other as one path, or in one group."""

    def look_of(element: Element) -> tuple[str, dict[str, str]]:
        return element.tag, {key: it for key, it in element.items() if key not in PLACE}

    for (tag, look), several in groupby(elements, key=look_of):
        parts = list(several)
        # Lines hide nothing of each other.
        plain = look.get("fill") == "none" and not OPACITIES & look.keys()
        if tag == "path" and plain and not any(len(part) for part in parts):
            parts[0].set("d", "".join(part.attrib["d"] for part in parts))
            del parts[1:]
        # What is moved is cut off by a group: else its cut would be moved as well.
        is_moved = tag == "use" or "transform" in parts[0].attrib
        if tag == "g" or (len(parts) == 1 and not (is_moved and "clip-path" in look)):
            yield from parts
            continue
        group = Element("g", look)
        for part in parts:
            part.attrib = {key: it for key, it in part.items() if key in PLACE}
        group.extend(parts)
        yield group
