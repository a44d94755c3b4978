"""A path in few letters: whole tenths of a pixel, each step from the rounded point before.

Errors of rounding don't add up, and no eye sees more.
"""

from functools import cache
from typing import Any

import numpy as np
from matplotlib.path import Path

LETTERS = {Path.MOVETO: "M", Path.LINETO: "l", Path.CURVE3: "q", Path.CURVE4: "c"}

Point = list[int]


def write_path(path: Path) -> str:
    """Write a path as the attribute `d` of SVG."""
    codes: Any = path.codes
    tenths = np.rint(np.asarray(path.vertices) * 10).astype(int).tolist()
    steps: list[str] = []
    here: Point = [0, 0]
    start = here
    before = ""
    place = 0
    while place < len(tenths):
        code = codes[place]
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
    """Write so many tenths without the zeros that go without saying."""
    sign = "-" if tenths < 0 else ""
    whole, rest = divmod(abs(tenths), 10)
    if not rest:
        return f"{sign}{whole}"
    return f"{sign}{whole or ''}.{rest}"
