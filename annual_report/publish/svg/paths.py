"""Paths as matplotlib writes them, and as short as a page needs them: tenths, point to point."""

import re
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from matplotlib.path import Path

NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
STEP = re.compile(r"([MLCQz])([^MLCQz]*)")
POINTS = {"M": 1, "L": 1, "Q": 2, "C": 3}
CODES = {"M": Path.MOVETO, "L": Path.LINETO, "Q": Path.CURVE3, "C": Path.CURVE4}

Pair = tuple[int, int]


def short(value: str) -> str:
    """Round the numbers in a text to a tenth of a pixel."""

    def rounded(match: re.Match[str]) -> str:
        return f"{round(float(match[0]), 1) + 0:g}"

    return NUMBER.sub(rounded, value).strip()


def short_path(drawn: str) -> str:
    """Write a path from point to point, in tenths, so that no rounding adds up.

    What comes after an M is the same wherever in a path it stands, and maps are made of the same
    outlines: such parts are remembered.
    """
    written = []
    x, y = 0, 0
    for part in drawn.split("M")[1:]:
        start, line, end = _part(part)
        written.append("m" + _pair((start[0] - x, start[1] - y), after_letter=True) + line)
        x, y = end
    return "".join(written)


def moved_path(drawn: str, x: float, y: float) -> str:
    """Move a path as matplotlib writes it."""

    def moved(match: re.Match[str]) -> str:
        values = [float(value) for value in match[2].split()]
        pairs = zip(values[::2], values[1::2], strict=True)
        return f"{match[1]} " + " ".join(f"{a + x:.3f} {b + y:.3f}" for a, b in pairs) + " "

    return STEP.sub(moved, drawn)


def vertices(drawn: str) -> Path:
    """Read a path as matplotlib's, in pixels; y goes down."""
    points: list[tuple[float, float]] = []
    codes: list[np.uint8] = []
    for letter, numbers in STEP.findall(drawn):
        if letter == "z":
            points.append(points[-1])
            codes.append(Path.CLOSEPOLY)
            continue
        values = [float(value) for value in numbers.split()]
        points += zip(values[::2], values[1::2], strict=True)
        codes += [CODES[letter]] * (len(values) // 2)
    return Path(np.array(points, dtype=float).reshape(-1, 2), codes or None)


def extent(drawn: str) -> npt.NDArray[np.float64]:
    """Return the least x and y and the greatest ones of a path's points."""
    found = np.array(
        [value for _letter, numbers in STEP.findall(drawn) for value in numbers.split()],
        dtype=float,
    ).reshape(-1, 2)
    if not len(found):
        return np.zeros(4)
    return np.concatenate((found.min(axis=0), found.max(axis=0)))


def is_straight(drawn: str) -> bool:
    """Tell whether a path has no curves."""
    return not {"C", "Q"} & set(drawn)


def tenths(value: str) -> int:
    """Return a written number in whole tenths."""
    return round(float(value) * 10)


@lru_cache(maxsize=1024)
def _part(points: str) -> tuple[Pair, str, Pair]:
    """Write what follows an M; return it with the points where it starts and ends, in tenths."""
    written: list[str] = []
    start = here = (0, 0)
    last = ""  # the command that a pair of numbers alone would continue
    for letter, numbers in STEP.findall("M" + points):
        if letter == "z":
            written.append("z")
            here, last = start, ""
            continue
        pairs = _pairs(numbers)
        if letter == "M":
            start = here = pairs[0]
            last = "l"
            continue
        for bent in _chunks(pairs, POINTS[letter]):
            command = letter.lower()
            if command == "l" and bent[0] == here:
                continue
            steps = [(to[0] - here[0], to[1] - here[1]) for to in bent]
            text = "".join(
                _pair(step, after_letter=not place and command != last)
                for place, step in enumerate(steps)
            )
            written.append(text if command == last else command + text)
            here, last = bent[-1], command
    return start, "".join(written), here


def _pairs(numbers: str) -> list[Pair]:
    values = [tenths(value) for value in numbers.split()]
    return list(zip(values[::2], values[1::2], strict=True))


def _chunks(pairs: list[Pair], size: int) -> Iterable[list[Pair]]:
    return (pairs[place : place + size] for place in range(0, len(pairs), size))


def _pair(step: Pair, *, after_letter: bool) -> str:
    return _tenths(step[0], not after_letter) + _tenths(step[1], True)


def _tenths(value: int, after_number: bool) -> str:
    """Write tenths the short way: -3 gives "-.3", which needs no space before it."""
    text = f"{value / 10:g}".replace("0.", ".") if abs(value) < 10 and value else f"{value / 10:g}"
    return f" {text}" if after_number and value >= 0 else text
