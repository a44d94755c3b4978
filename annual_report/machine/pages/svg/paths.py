"""A path of matplotlib in few letters of SVG: whole tenths of a pixel, no eye sees more.

Input: matplotlib's Path in pixels, its points with a code each. Output: the
attribute `d` of an SVG path, "M10 20l5 0z". Each step starts from the rounded point before, so that
errors of rounding don't add up.
"""

from functools import cache
from typing import Any

import numpy as np
from matplotlib.path import Path

# A path starts at a place (M); a line and two kinds of curves go on from there (l, q, c).
LETTERS = {Path.MOVETO: "M", Path.LINETO: "l", Path.CURVE3: "q", Path.CURVE4: "c"}

Point = list[int]
"""A point in tenths of a pixel: [left, top]."""


def write_path(path: Path) -> str:
    """Return the attribute `d` of SVG for a path of matplotlib's in pixels.

    Points (10, 20), (15, 20), (15, 25) → "M10 20l5 0 0 5": relative steps are short to write.
    """
    codes: Any = path.codes
    tenths = np.rint(np.asarray(path.vertices) * 10).astype(int).tolist()
    steps: list[str] = []
    here: Point = [0, 0]
    start = here
    before = ""
    place = 0
    while place < len(tenths):
        code = codes[place]
        # A curve has several points: those that bend it, and its end.
        ends = tenths[place : place + Path.NUM_VERTICES_FOR_CODE[code]]
        place += len(ends)
        if code == Path.STOP:
            break
        if code == Path.CLOSEPOLY:
            steps.append("z")
            here = start
            before = ""
            continue
        letter = LETTERS[code]
        # A step that rounding has brought to nothing is left out, but for that of a mere dot.
        if letter == "l" and ends[0] == here and before != "M":
            continue
        # Another step of a kind needs no letter; but one after an "M" would be a line.
        is_another = letter == before and letter != "M"
        steps.append(" " if is_another else letter)
        # A path begins at a place; all else is a way from there.
        left, top = [0, 0] if letter == "M" else here
        steps.append(" ".join([f"{_write(x - left)} {_write(y - top)}" for x, y in ends]))
        here = ends[-1]
        if letter == "M":
            start = here
        before = letter
    # A sign parts two numbers as a space does.
    return "".join(steps).replace(" -", "-")


@cache
def _write(tenths: int) -> str:
    """Return a number of tenths as a decimal without needless zeros: -5 is "-.5", 20 is "2"."""
    sign = "-" if tenths < 0 else ""
    whole, rest = divmod(abs(tenths), 10)
    if not rest:
        return f"{sign}{whole}"
    return f"{sign}{whole or ''}.{rest}"
