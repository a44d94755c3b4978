"""Placing labels beside points so that none covers another, and none leaves the drawing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from annual_report.machine.pages.look.palette import page_colours, text_size
from annual_report.machine.pages.look.widths import text_width
from annual_report.report.charts.label_search import (
    CROSSED,
    Candidates,
    arrange_labels,
    count_crossed,
    find_overlaps,
)

WIDE, USUAL = "mMwW", 1 / 8
"""Letters of a whole em, and their usual share of a name: « Somme » has more of them."""
CODE = 1.17
"""By how much the digits and capitals of a code are wider than the letters of a name."""

CORNER = 5.0
"""Pixels from the corner of a text within which no line to it ends."""

SIDES = {"left": 0.0, "center": 0.5, "right": 1.0}
"""Which share of a text stands left of its point."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Box:
    """A rectangle on the drawing, in pixels, y upwards."""

    left: float
    bottom: float
    right: float
    top: float

    def scale_by(self, factor: float) -> "Box":
        """Return the rectangle in another unit."""
        return Box(*(factor * edge for edge in (self.left, self.bottom, self.right, self.top)))

    def grow(self, x: float, y: float) -> "Box":
        """Return the rectangle with so much more on each side."""
        return Box(self.left - x, self.bottom - y, self.right + x, self.top + y)

    def holds(self, other: "Box") -> bool:
        """Whether another rectangle lies wholly inside."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.bottom <= other.bottom and other.top <= self.top

    def overlaps(self, other: "Box") -> bool:
        """Whether the two rectangles have a part in common."""
        across = self.left < other.right and other.left < self.right
        return across and self.bottom < other.top and other.bottom < self.top


@dataclass(frozen=True)
class Spot:
    """Where a label may stand, seen from its point; `align` is the side of the text there."""

    align: str
    dx: float
    dy: float


@dataclass(frozen=True)
class Label:
    """A text placed on the drawing; `align` is the side of the text that stands at `x`.

    `point` is where a line to it starts.
    """

    text: str
    x: float
    y: float
    align: str
    point: tuple[float, float]

    @property
    def box(self) -> Box:
        """The place that the text takes."""
        return _box(self.text, self.x, self.y, self.align)

    @property
    def line(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The two ends of the line to the text."""
        edges = np.array([astuple(self.box)])
        ((x, y),) = find_ends(edges, np.array([self.point])).tolist()
        return self.point, (x, y)


def place_labels(
    points: Sequence[tuple[str, float, float]],
    spots: Sequence[Spot],
    bounds: Box,
    taken: Iterable[Box] = (),
    *,
    price: Callable[[int, Floats, Floats], Floats],
    start: Callable[[int, Floats], Floats] | None = None,
) -> list[Label | None]:
    """Give each point (text, x, y) a label at one of the spots; None to those that find no room.

    None leaves the bounds or stands on what is taken, a line across that costs as one across a
    name, and all are chosen together. `price` is asked what it costs, in pixels, to write the label
    of a point, by its number, in each of some boxes, with a line to it; their rows are left,
    bottom, right, top, and x, y of the line's start and of its end. `start` is asked where the line
    to each begins, which is the point itself if it isn't given.
    """
    away = np.array([(spot.dx, spot.dy) for spot in spots])
    side = np.array([SIDES[spot.align] for spot in spots])
    obstacles = np.array([astuple(box) for box in taken]).reshape(-1, 4)
    found = []
    for number, (text, *point) in enumerate(points):
        ends = point + away
        own = _box(text, 0, 0, "left")
        left = ends[:, 0] - side * own.right
        low, high = ends[:, 1] + own.bottom, ends[:, 1] + own.top
        boxes = np.column_stack((left, low, left + own.right, high))
        free = (boxes[:, :2] >= (bounds.left, bounds.bottom)).all(axis=1)
        free &= (boxes[:, 2:] <= (bounds.right, bounds.top)).all(axis=1)
        free &= ~find_overlaps(boxes, obstacles).any(axis=1)
        rows = np.flatnonzero(free)
        starts = start(number, boxes[rows]) if start else np.broadcast_to(point, (len(rows), 2))
        lines = np.column_stack((starts, np.clip(starts, boxes[rows, :2], boxes[rows, 2:])))
        prices = np.abs(away[rows]).sum(axis=1) + price(number, boxes[rows], lines)
        prices = prices + CROSSED * count_crossed(lines, obstacles)
        found.append((rows, Candidates(prices, boxes[rows], lines)))
    chosen = arrange_labels([choices for _rows, choices in found])
    return [
        None if at is None else _label(*point, spots[rows[at]], choices.lines[at])
        for at, (rows, choices), point in zip(chosen, found, points, strict=True)
    ]


def find_ends(boxes: Floats, starts: Floats) -> Floats:
    """Return where lines meet some boxes: the middle of a side, or along the top or the bottom.

    At a corner a line would seem to be a sign of the text: « 54⁻ ».
    """
    left, bottom, right, top = boxes.T
    middle, inner = (bottom + top) / 2, np.minimum(CORNER, (right - left) / 2)
    along = np.clip(starts[:, 0], left + inner, right - inner)
    ends = np.array([(left, middle), (right, middle), (along, bottom), (along, top)])
    ends = ends.transpose(2, 0, 1)
    nearest = np.hypot(*(ends - starts[:, None]).transpose(2, 0, 1)).argmin(axis=1)
    found: Floats = ends[np.arange(len(boxes)), nearest]
    return found


def _label(text: str, x: float, y: float, spot: Spot, line: Floats) -> Label:
    return Label(text, x + spot.dx, y + spot.dy, spot.align, (float(line[0]), float(line[1])))


def _box(text: str, x: float, y: float, align: str) -> Box:
    lines, size = text.split("\n"), text_size(1)
    width = max(measure_label(line, size) for line in lines)
    left = x - SIDES[align] * width
    half = size * (0.6 * len(lines))
    return Box(left, y - half, left + width, y + half)


def write_beside(
    ax: Axes,
    text: str,
    point: tuple[float, float],
    offset: tuple[float, float],
    *,
    colour: str = "soft",
    va: str = "baseline",
    **look: Any,
) -> None:
    """Write a text so many pixels from a point of an Axes."""
    look |= {"va": va, "color": page_colours()[colour]}
    ax.annotate(text, point, xytext=offset, textcoords="offset points", **look)


def measure_label(line: str, size: float, *, bold: bool = True) -> float:
    """Estimate how wide a line is, in pixels, by what letters it has."""
    if line.isupper() or line.isdigit():
        return CODE * text_width(line, size, bold=bold)
    more = max(0, sum(letter in WIDE for letter in line) - USUAL * len(line))
    return text_width(line, size, bold=bold) * (1 + more / max(len(line), 1))
