"""Numbers and paths as short as a page needs them: tenths of a pixel, from point to point."""

import re
from functools import lru_cache

NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
STEP = re.compile(r"([MLz])\s*(?:(-?[\d.]+(?:e-?\d+)?)\s+(-?[\d.]+(?:e-?\d+)?))?")
CURVES = re.compile(r"[CQAHVSTclqahvst]")


def short(value: str) -> str:
    """Round to a tenth of a pixel."""

    def rounded(match: re.Match[str]) -> str:
        return f"{round(float(match[0]), 1) + 0:g}"

    return NUMBER.sub(rounded, value).strip()


@lru_cache(maxsize=256)
def short_path(drawn: str) -> str:
    """Write a path of straight lines from point to point, in tenths; curves are only rounded."""
    if CURVES.search(drawn):
        return " ".join(short(drawn).split())
    written: list[str] = []
    x = y = 0
    start = (0, 0)
    drawing = False  # whether a pair of numbers alone would be read as a line
    for command, a, b in STEP.findall(drawn):
        if command == "z":
            written.append("z")
            (x, y), drawing = start, False
            continue
        to = round(float(a) * 10), round(float(b) * 10)
        if command == "L" and to == (x, y):
            continue
        letter = "m" if command == "M" else "" if drawing else "l"
        written.append(letter + _tenths(to[0] - x, not letter) + _tenths(to[1] - y, True))
        (x, y), drawing = to, True
        if command == "M":
            start = to
    return "".join(written)


def _tenths(value: int, after_number: bool) -> str:
    """Write tenths the short way: -3 gives "-.3", which needs no space before it."""
    text = f"{value / 10:g}".replace("0.", ".") if abs(value) < 10 and value else f"{value / 10:g}"
    return f" {text}" if after_number and value >= 0 else text
