"""Numbers and paths as short as a page needs them: tenths of a pixel, from point to point."""

import re
from functools import lru_cache

NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
STEP = re.compile(r"([MLz])\s*(?:(-?[\d.]+(?:e-?\d+)?)\s+(-?[\d.]+(?:e-?\d+)?))?")
CURVES = re.compile(r"[CQAHVSTclqahvst]")
Point = tuple[int, int]


def short(value: str) -> str:
    """Round to a tenth of a pixel."""

    def rounded(match: re.Match[str]) -> str:
        return f"{round(float(match[0]), 1) + 0:g}"

    return NUMBER.sub(rounded, value).strip()


def short_path(drawn: str) -> str:
    """Write a path of straight lines from point to point, in tenths; curves are only rounded."""
    if CURVES.search(drawn):
        return " ".join(short(drawn).split())
    written = []
    x = y = 0
    for points in drawn.split("M")[1:]:
        start, line, end = _part(points)
        written.append("m" + _tenths(start[0] - x, False) + _tenths(start[1] - y, True) + line)
        x, y = end
    return "".join(written)


@lru_cache(maxsize=1024)
def _part(points: str) -> tuple[Point, str, Point]:
    """Write what follows an M; return it with the points, in tenths, where it starts and ends.

    It is the same wherever in a path it stands, and maps are made of the same outlines.
    """
    written = []
    x = y = 0
    start = (0, 0)
    drawing = False  # whether a pair of numbers alone would be read as a line
    for command, a, b in STEP.findall("M" + points):
        if command == "z":
            written.append("z")
            (x, y), drawing = start, False
            continue
        to = round(float(a) * 10), round(float(b) * 10)
        if command == "M":
            start, drawing = to, True
        elif to != (x, y):
            letter = "" if drawing else "l"
            written.append(letter + _tenths(to[0] - x, not letter) + _tenths(to[1] - y, True))
            drawing = True
        x, y = to
    return start, "".join(written), (x, y)


def _tenths(value: int, after_number: bool) -> str:
    """Write tenths the short way: -3 gives "-.3", which needs no space before it."""
    text = f"{value / 10:g}".replace("0.", ".") if abs(value) < 10 and value else f"{value / 10:g}"
    return f" {text}" if after_number and value >= 0 else text
