"""Maps of the départements, drawn by matplotlib from the prepared outlines of the reference.

Statuses differ by more than colour: full, hatched one way or the other, or bare.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from annual_report.page.labels import Box, place_labels
from annual_report.page.palette import colours
from annual_report.page.svg import new_drawing, text_size
from annual_report.reference import Inset, outlines

WIDTH = 560
"""Width of a map in CSS pixels."""


@dataclass(frozen=True)
class Style:
    """How départements of a status are filled: a colour of the palette, and hatching or none."""

    colour: str
    hatch: str = ""


BARE = Style("land")


@dataclass(frozen=True)
class Mark:
    """A label on a département."""

    code: str
    text: str


def draw_map(
    styles: Mapping[str, Style], marks: Iterable[Mark] = (), names: Iterable[Mark] = ()
) -> Drawing:
    """Draw all départements; `styles` by code, `marks` with a dot, `names` without."""
    shapes = outlines()
    scale = WIDTH / shapes.width
    drawing = new_drawing(WIDTH, round(shapes.height * scale))
    axes = drawing.axes[0]
    groups: dict[Style, list[Path]] = {}
    for shape in shapes.shapes:
        style = styles.get(shape.code, BARE)
        rings = [
            Path([(x * scale, y * scale) for x, y in ring], closed=True) for ring in shape.rings
        ]
        groups.setdefault(style, []).extend(rings)
    for style in sorted(groups, key=lambda style: (style != BARE, style.hatch, style.colour)):
        _fill(axes, groups[style], style)
    frames = [_frame(axes, inset, scale) for inset in shapes.insets]
    _write(axes, _points(marks, scale), _points(names, scale), frames)
    return drawing


def _fill(axes: Axes, rings: list[Path], style: Style) -> None:
    palette = colours()
    colour = palette[style.colour]
    axes.add_patch(
        PathPatch(
            Path.make_compound_path(*rings),
            facecolor="none" if style.hatch else colour,
            edgecolor=colour if style.hatch else palette["paper"],
            hatch=style.hatch or None,
            linewidth=1 if style.hatch else 0.6,
            clip_on=False,
        )
    )


def _frame(axes: Axes, inset: Inset, scale: float) -> Box:
    """Draw the thin frame and the name of an inset; return the place that it takes."""
    x0, y0, x1, y1 = (value * scale for value in inset.frame)
    axes.add_patch(
        Rectangle(
            (x0, y0),
            x1 - x0,
            y1 - y0,
            fill=False,
            edgecolor=colours()["line"],
            linewidth=1,
            clip_on=False,
        )
    )
    x, y = (value * scale for value in inset.label)
    axes.text(
        x,
        y,
        inset.name,
        size=text_size(1) * 0.85,
        color=colours()["soft"],
        ha="center",
        va="top",
    )
    return Box(x0, y0, x1, y1)


def _points(marks: Iterable[Mark], scale: float) -> list[tuple[str, float, float]]:
    """Place marks in pixels; who is drawn twice gets them in the inset, where there is room."""
    points = {shape.code: shape.point for shape in outlines().shapes}
    return [
        (mark.text, points[mark.code][0] * scale, points[mark.code][1] * scale) for mark in marks
    ]


def _write(
    axes: Axes,
    marks: list[tuple[str, float, float]],
    names: list[tuple[str, float, float]],
    frames: list[Box],
) -> None:
    """Draw the dots and all labels that find room; the figure's table names the others."""
    palette = colours()
    for _text, x, y in marks:
        axes.plot(
            [x], [y], "o", ms=8, mfc=palette["accent"], mec=palette["paper"], mew=1.5, clip_on=False
        )
    height = axes.get_ylim()[1]
    bounds = Box(0, 0, WIDTH, height)
    for label in place_labels([*marks, *names], text_size(1), bounds, frames, gap=10):
        axes.text(
            label.x,
            label.y,
            label.text,
            size=text_size(1),
            weight="bold",
            color=palette["ink"],
            ha=label.align,
            va="center",
        )
