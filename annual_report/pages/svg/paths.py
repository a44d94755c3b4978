"""Paths as a page holds them: in its own pixels, y downwards, written from point to point.

Steps are in tenths of a pixel: that halves what a page weighs, and no eye sees more.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

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

SAMPLES = 16
"""About how many points of a path are looked under."""
LEADING_ZERO = re.compile(r"\b0\.")


def in_pixels(path: Path, transform: Transform, height: float, **options: Any) -> Path:
    """Return a path in the pixels of a drawing so high; what isn't a number is left out."""
    down = transform + Affine2D().scale(1, -1).translate(0, height)
    return Path.make_compound_path(path.cleaned(down, remove_nans=True, curves=True, **options))


def extent(path: Path) -> npt.NDArray[np.float64]:
    """Return the least x and y and the greatest ones of a path's points."""
    points = np.asarray(path.vertices, float)[path.codes != Path.CLOSEPOLY]
    if not len(points):
        return np.zeros(4)
    return np.concatenate((points.min(axis=0), points.max(axis=0)))


def has_inside(path: Path) -> bool:
    """Whether anything of a path can be filled: nothing of a tick, or of the two lines of a cross.

    matplotlib would take what stands left of such a line for its inside.
    """
    codes = path.codes if path.codes is not None else [Path.MOVETO]
    starts = [*np.flatnonzero(np.equal(codes, Path.MOVETO)), len(np.asarray(path.vertices))]
    return max(np.diff(starts), default=0) > 2


def sampled(path: Path, *, inside: bool) -> npt.NDArray[np.float64]:
    """Return some points along a path, or from inside of its shapes, in their order."""
    points: npt.NDArray[np.float64] = np.asarray(path.vertices, float)[path.codes != Path.CLOSEPOLY]
    if inside and len(points) > 2:
        points = (points[:-2] + points[1:-1] + points[2:]) / 3  # of three corners in a row
    along = np.linspace(0, len(points) - 1, SAMPLES)
    if len(points) < SAMPLES:
        return np.column_stack([np.interp(along, range(len(points)), axis) for axis in points.T])
    found: npt.NDArray[np.float64] = points[along.astype(int)]
    return found


def written(paths: Iterable[Path]) -> str:
    """Write paths as one, from each rounded point to the next: no errors add up."""
    said: list[str] = []
    here = start = (0, 0)
    last = ""  # the command that numbers alone would continue
    for code, points in (step for path in paths for step in _steps(path)):
        if code == Path.CLOSEPOLY:
            said.append("z")
            here, last = start, ""
            continue
        if code == Path.LINETO and points[0] == here:
            continue
        command = LETTERS[code]
        steps = (f"{(x - here[0]) / 10:g} {(y - here[1]) / 10:g}" for x, y in points)
        said.append((" " if command == last else command) + " ".join(steps))
        here, last = points[-1], command
        if code == Path.MOVETO:
            start, last = here, "l"
    return LEADING_ZERO.sub(".", "".join(said)).replace(" -", "-")


def short(value: float) -> str:
    """Write a number to a tenth."""
    return f"{round(float(value), 1) + 0:g}"


def _steps(path: Path) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Yield the commands of a path, each with its points in tenths."""
    points = [(x, y) for x, y in np.rint(10 * np.asarray(path.vertices)).astype(int).tolist()]
    codes: list[int] = np.asarray(path.codes).tolist()
    place = 0
    while place < len(codes):
        after = place + POINTS.get(codes[place], 1)
        yield codes[place], points[place:after]
        place = after
