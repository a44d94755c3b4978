"""Placing labels beside points so that none covers another, and none leaves the drawing."""

from collections.abc import Iterable
from dataclasses import dataclass

WIDTH_OF_A_LETTER = 0.6
"""Mean width of a letter of a bold sans-serif, in ems, on the safe side."""


@dataclass(frozen=True)
class Box:
    """A rectangle on the drawing, in pixels, y upwards."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: "Box") -> bool:
        """Tell whether two rectangles overlap."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )


@dataclass(frozen=True)
class Label:
    """A text placed on the drawing; `align` is the side of the text that stands at `x`."""

    text: str
    x: float
    y: float
    align: str


def text_width(text: str, size: float) -> float:
    """Estimate how wide a text is, in pixels; a browser's own font may differ a little."""
    return len(text) * size * WIDTH_OF_A_LETTER


def place_labels(
    points: Iterable[tuple[str, float, float]],
    size: float,
    bounds: Box,
    obstacles: Iterable[Box] = (),
    gap: float = 9,
) -> tuple[Label, ...]:
    """Give each point (text, x, y) a label right, left, above or below; drop what finds no room.

    Earlier points choose first, so the order says what matters most.
    """
    points = list(points)
    taken = [*obstacles, *(Box(x - 4, y - 4, x + 4, y + 4) for _text, x, y in points)]
    placed = []
    for text, x, y in points:
        width = text_width(text, size)
        for align, dx, dy in (("left", gap, 0), ("right", -gap, 0), ("center", 0, gap + size / 2),
                              ("center", 0, -gap - size / 2)):  # fmt: skip
            left = x + dx - {"left": 0.0, "right": width, "center": width / 2}[align]
            box = Box(left, y + dy - size * 0.6, left + width, y + dy + size * 0.6)
            inside = box.left >= bounds.left and box.right <= bounds.right
            inside = inside and box.bottom >= bounds.bottom and box.top <= bounds.top
            if inside and not any(box.meets(other) for other in taken):
                placed.append(Label(text, x + dx, y + dy, align))
                taken.append(box)
                break
    return tuple(placed)
