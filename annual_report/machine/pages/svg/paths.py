"""Paths as a page holds them: in its own pixels, y downwards, written from point to point.

Steps are in tenths of a pixel: that halves what a page weighs, and no eye sees more.
"""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Transform

LETTERS = {
    int(Path.MOVETO): "m",
    int(Path.LINETO): "l",
    int(Path.CURVE3): "q",
    int(Path.CURVE4): "c",
}
POINTS = {int(Path.CURVE3): 2, int(Path.CURVE4): 3}
LEADING_ZERO = re.compile(r"\b0\.")

Place = tuple[int, int]


class Steps(NamedTuple):
    """The steps of a path from where it begins, as they are written, and where they end."""

    said: str
    end: Place


Mark = tuple[Place, Steps]
"""Where a path begins, in tenths of a pixel, and its steps."""


def place_in_pixels(path: Path, transform: Transform, height: float, **options: Any) -> Path:
    """Return a path in the pixels of a drawing so high; what isn't a number is left out."""
    down = transform + Affine2D().scale(1, -1).translate(0, height)
    return Path.make_compound_path(path.cleaned(down, remove_nans=True, curves=True, **options))


def measure_extent(path: Path) -> npt.NDArray[np.float64]:
    """Return the least x and y and the greatest ones of a path's points."""
    points = np.asarray(path.vertices, float)[path.codes != Path.CLOSEPOLY]
    return np.concatenate((points.min(axis=0), points.max(axis=0)))


def write_steps(path: Path) -> Mark:
    """Write a path from each rounded point to the next: no errors add up.

    What is round is written alike wherever it stands, so that it can be repeated.
    """
    points: npt.NDArray[np.float64] = 10 * np.asarray(path.vertices)
    codes: list[int] = np.asarray(path.codes).tolist()
    if int(Path.CURVE4) in codes:
        points = points - points[0] + np.rint(points[0])
    rounded = [(x, y) for x, y in np.rint(points).astype(int).tolist()]
    said: list[str] = []
    here = begun = start = rounded[0]
    last, at = "l", 1  # the command that numbers alone would continue, after the place itself
    while at < len(codes):
        code, group = codes[at], rounded[at : at + POINTS.get(codes[at], 1)]
        at += len(group)
        # The end of a ring; a step that rounding hasn't brought to nothing, without repeating the
        # command that stands before it.
        if code == Path.CLOSEPOLY:
            said.append("z")
            here, last = begun, ""
        elif code != Path.LINETO or group[0] != here:
            command = LETTERS[code]
            by = (f"{(x - here[0]) / 10:g} {(y - here[1]) / 10:g}" for x, y in group)
            said.append((" " if command == last else command) + " ".join(by))
            here, last = group[-1], command
            if code == Path.MOVETO:
                begun, last = here, "l"
    written = LEADING_ZERO.sub(".", "".join(said)).replace(" -", "-")
    return start, Steps(written, (here[0] - start[0], here[1] - start[1]))


def join_marks(marks: Iterable[Mark]) -> str:
    """Write paths as one."""
    said = ""
    here = (0, 0)
    for (x, y), (way, end) in marks:
        step = f"m{write_number((x - here[0]) / 10)} {write_number((y - here[1]) / 10)}"
        said += LEADING_ZERO.sub(".", step).replace(" -", "-") + way
        here = x + end[0], y + end[1]
    return said


def write_number(value: float) -> str:
    """Write a number to a tenth."""
    return f"{round(float(value), 1) + 0:g}"
