"""Placing labels beside points so that none covers another, and none leaves the drawing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

WIDTH_OF_A_LETTER = 0.62
"""Mean width of a letter of a bold sans-serif, in ems, on the safe side."""

WIDE, USUAL = "mMwW", 1 / 8
"""Letters of a whole em, and their usual share of a name: « Somme » has more of them."""

APART = 5
"""Pixels between two labels on a line: less reads as one word."""


@dataclass(frozen=True)
class Box:
    """A rectangle on the drawing, in pixels, y upwards."""

    left: float
    bottom: float
    right: float
    top: float

    def scaled(self, factor: float) -> "Box":
        """Return the rectangle in another unit."""
        return Box(*(factor * edge for edge in (self.left, self.bottom, self.right, self.top)))

    def meets(self, other: "Box") -> bool:
        """Tell whether two rectangles overlap."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )

    def within(self, other: "Box") -> bool:
        """Tell whether this rectangle lies in another."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.bottom >= other.bottom
            and self.top <= other.top
        )


@dataclass(frozen=True)
class Spot:
    """Where a label may stand, seen from its point; `align` is the side of the text there."""

    align: str
    dx: float
    dy: float

    @property
    def distance(self) -> float:
        """How far it is from the point, in pixels."""
        return abs(self.dx) + abs(self.dy)


@dataclass(frozen=True)
class Label:
    """A text placed on the drawing; `align` is the side of the text that stands at `x`."""

    text: str
    x: float
    y: float
    align: str
    point: tuple[float, float]

    def box(self, size: float) -> Box:
        """Return the place that the text takes."""
        return _box(self.text, self.x, self.y, self.align, size)


def text_width(text: str, size: float) -> float:
    """Estimate how wide a line is, in pixels; a browser's own font may differ a little."""
    return len(text) * size * WIDTH_OF_A_LETTER


def beside(gap: float, size: float) -> tuple[Spot, ...]:
    """Return the spots right, left, above and below a point."""
    return (
        Spot("left", gap, 0),
        Spot("right", -gap, 0),
        Spot("center", 0, gap + size / 2),
        Spot("center", 0, -gap - size / 2),
    )


def place_labels(
    points: Iterable[tuple[str, float, float]],
    size: float,
    bounds: Box,
    obstacles: Iterable[Box] = (),
    gap: float = 9,
    spots: Sequence[Spot] | None = None,
    cost: Callable[[Box, tuple[str, float, float]], float] | None = None,
) -> tuple[Label, ...]:
    """Give each point (text, x, y) a label at one of the spots; drop what finds no room.

    Earlier points choose first, so the order says what matters most. A point takes the first free
    spot or, with a `cost` in pixels of a place for a point, the one whose cost and distance are the
    least.
    """
    points = list(points)
    spots = beside(gap, size) if spots is None else spots
    taken = [*obstacles, *(Box(x - 4, y - 4, x + 4, y + 4) for _text, x, y in points)]
    placed = []
    for text, x, y in points:
        best: tuple[float, Spot, Box] | None = None
        for spot in spots:
            if best and (cost is None or best[0] <= spot.distance):
                continue
            box = _box(text, x + spot.dx, y + spot.dy, spot.align, size)
            if not box.within(bounds) or any(box.meets(other) for other in taken):
                continue
            price = spot.distance + cost(box, (text, x, y)) if cost else 0.0
            if best is None or price < best[0]:
                best = price, spot, box
        if best:
            _price, spot, box = best
            placed.append(Label(text, x + spot.dx, y + spot.dy, spot.align, (x, y)))
            taken.append(Box(box.left - APART, box.bottom, box.right + APART, box.top))
    return tuple(placed)


def _box(text: str, x: float, y: float, align: str, size: float) -> Box:
    lines = text.split("\n")
    width = max(_width(line, size) for line in lines)
    left = x - {"left": 0.0, "right": width, "center": width / 2}[align]
    half = size * (0.6 * len(lines))
    return Box(left, y - half, left + width, y + half)


def _width(line: str, size: float) -> float:
    more = max(0, sum(letter in WIDE for letter in line) - USUAL * len(line))
    return text_width(line, size) * (1 + more / max(len(line), 1))
