"""Maps of the départements, drawn by matplotlib from the prepared outlines of the reference.

Statuses differ by more than colour: full, hatched one way or the other, or bare. Labels look for
the sea, or else for land that isn't coloured, and a thin line leads to those that stand away.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from annual_report.page.drawing import Drawing, classed, hatched, linked, text_size
from annual_report.page.labels import Box, Label, Spot, place_labels, text_width
from annual_report.page.map_layout import (
    LAYOUT,
    NAMES_ROW,
    OVERSEAS_ROW,
    TITLE_ROW,
    WIDTH,
    Ring,
    height,
    places,
)
from annual_report.page.palette import colours
from annual_report.territories.departments import departments
from annual_report.territories.outlines import Inset, insets

GAP = 9
ON_COLOUR, ON_LAND = 120, 25
"""What it costs a label to stand on a coloured département, or on another, in pixels away."""


@dataclass(frozen=True)
class Style:
    """How départements of a status are filled: a colour of the palette, and a hatch or none."""

    colour: str
    hatch: str = ""


BARE = Style("land")


@dataclass(frozen=True)
class Mark:
    """A label on a département."""

    code: str
    text: str


def draw_map(
    styles: Mapping[str, Style],
    marks: Iterable[Mark] = (),
    names: Iterable[Mark] = (),
    links: Mapping[str, str] | None = None,
) -> Drawing:
    """Draw all départements; `styles` by code, `marks` with a dot, `names` without.

    `links` by code lead to other pages: such a département is a shape of its own.
    """
    links = links or {}
    drawing = Drawing(WIDTH, height())
    groups: dict[Style, list[Ring]] = {BARE: []}
    linked_rings: dict[str, list[Ring]] = {code: [] for code in links}
    points: dict[str, tuple[float, float]] = {}
    outline: dict[tuple[float, float], tuple[Ring, ...]] = {}
    for place in places():
        groups.setdefault(styles.get(place.code, BARE), []).extend(place.rings)
        linked_rings.get(place.code, []).extend(place.rings)
        # Who is drawn twice is marked in the inset, where there is room: insets come last.
        points[place.code] = place.point
        outline[place.point] = place.rings
    order = sorted(groups, key=lambda style: (style != BARE, style.hatch, style.colour))
    for style in order:
        if groups[style]:
            _fill(drawing, _joined(groups[style]), style)
    ground = _Ground(groups)
    for code, rings in linked_rings.items():  # over their groups, which stay for the labels' sake
        _link(drawing, _joined(rings), code, links[code])
    taken = [box for inset in insets() for box in _name(drawing, inset)]
    dots = [(mark.text, *points[mark.code]) for mark in marks]
    for _text, x, y in dots:
        _dot(drawing, x, y)
    said = {inset.name for inset in insets()}
    named = [(mark.text, *points[mark.code]) for mark in names if mark.text not in said]
    bounds = Box(2, 2, WIDTH - 2, height() - 2)
    for label in place_labels(
        [point for point in [*dots, *named] if point[0]],
        text_size(1),
        bounds,
        taken,
        spots=_spots(),
        cost=ground.cost,
    ):
        dotted = any(label.point == (x, y) for _text, x, y in dots)
        _write(drawing, label, () if dotted else outline[label.point])
    return drawing


def _joined(rings: Iterable[Ring]) -> Path:
    return Path.make_compound_path(*(ring.path for ring in rings))


def _fill(drawing: Drawing, shape: Path, style: Style) -> None:
    colour = colours()[style.colour]
    patch = PathPatch(
        shape,
        facecolor="none" if style.hatch else colour,
        edgecolor=colour if style.hatch else colours()["paper"],
        linewidth=1.2 if style.hatch else 0.6,
        joinstyle="round" if style.hatch else "miter",
    )
    if style.hatch:
        hatched(patch, style.hatch, style.colour)
    drawing.add_artist(patch)


def _link(drawing: Drawing, shape: Path, code: str, address: str) -> None:
    """Lay an invisible shape over a département, which leads to its page."""
    patch = PathPatch(shape, facecolor="none", lw=0)
    linked(patch, address, f"{departments()[code].name} ({code})")
    drawing.add_artist(patch)


def _name(drawing: Drawing, inset: Inset) -> list[Box]:
    """Write an inset's name, framed if it is a part of métropole; return the places it takes."""
    layout = LAYOUT
    x0, y0 = layout.point(inset.frame[0], inset.frame[1])
    x1, y1 = layout.point(inset.frame[2], inset.frame[3])
    size = text_size(1)
    overseas = y0 < NAMES_ROW + OVERSEAS_ROW
    x, y = ((x0 + x1) / 2, NAMES_ROW / 2) if overseas else (x1, y1 + TITLE_ROW / 2)
    if not overseas:
        frame = Rectangle((x0, y0), x1 - x0, y1 - y0)
        frame.set(fill=False, edgecolor=colours()["line"], linewidth=1)
        drawing.add_artist(frame)
    text = drawing.text(x, y, inset.name, size=size, color=colours()["soft"])
    text.set(ha="center" if overseas else "right", va="center")
    classed(text, "place")
    left = (x0 + x1) / 2 if overseas else x1
    left -= text_width(inset.name, size) / (2 if overseas else 1)
    return [Box(x0, y0, x1, y1), Box(left, y - size / 2, WIDTH, y + size / 2)]


def _dot(drawing: Drawing, x: float, y: float) -> None:
    dot = Line2D([x], [y], marker="o", ls="none", ms=8, mec=colours()["paper"], mew=1.5)
    dot.set(markerfacecolor=colours()["accent"], zorder=4)
    drawing.add_artist(dot)


def _spots() -> tuple[Spot, ...]:
    """Return where labels may stand: close by, then further out to either side."""
    half = text_size(1) / 2
    spots = [
        Spot(align, side * away, rise)
        for away, rise in product((GAP, 18, 30, 44, 60, 76), (0, 12, -12, 24, -24))
        for align, side in (("left", 1), ("right", -1))
    ]
    spots += [Spot("center", 0, sign * (away + half)) for away in (GAP, 20) for sign in (1, -1)]
    return tuple(sorted(spots, key=lambda spot: spot.distance))


class _Ground:
    """What labels would hide: all outlines, with what a place on each of them costs."""

    def __init__(self, groups: Mapping[Style, list[Ring]]) -> None:
        self.rings = [ring for rings in groups.values() for ring in rings]
        self.prices = [
            ON_LAND if style == BARE else ON_COLOUR
            for style, rings in groups.items()
            for _ in rings
        ]
        self.low = np.array([ring.low for ring in self.rings])
        self.high = np.array([ring.high for ring in self.rings])

    def cost(self, box: Box) -> float:
        """Price a place by what it would hide, sampled in a zigzag along the text."""
        x = np.linspace(box.left - 2, box.right + 2, 8)
        samples = np.column_stack((x, np.resize((box.bottom, box.top), len(x))))
        near = (self.low <= (x[-1], box.top)).all(1) & (self.high >= (x[0], box.bottom)).all(1)
        return float(
            sum(
                self.rings[index].path.contains_points(samples).mean() * self.prices[index]
                for index in np.flatnonzero(near)
            )
        )


def _write(drawing: Drawing, label: Label, outline: tuple[Ring, ...]) -> None:
    """Write a label, and lead to it from its dot, or from its outline, if it stands away."""
    palette = colours()
    (x, y), toward = label.point, {"left": -3, "right": 3, "center": 0}[label.align]
    end = label.x + toward, label.y
    if outline:
        near = np.vstack([ring.path.interpolated(4).vertices for ring in outline])
        away = np.hypot(*(near - end).T).min() > GAP
    else:
        away = np.hypot(x - end[0], y - end[1]) > 2 * GAP
    if away:
        start = x if outline else x + (5 if label.x > x else -5)
        drawing.add_artist(Line2D([start, end[0]], [y, end[1]], color=palette["ink"], lw=0.8))
    text = drawing.text(label.x, label.y, label.text, size=text_size(1), color=palette["ink"])
    text.set(weight="bold", ha=label.align, va="center", zorder=5)
    classed(text, "place")
