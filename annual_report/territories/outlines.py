"""The outlines of the départements, as a map draws them.

`contours.json`: everything that a map draws, in one plane: x to the right, y upwards, 1 unit is
1 km in métropole, all coordinates from 0 to `largeur` and `hauteur`.

    formes    code, encart (the name of its inset, or null), anneaux, point
    encarts   nom, echelle (units per km), cadre [x0, y0, x1, y1], etiquette [x, y]

A ring of `anneaux` is closed (first point = last) and turns anticlockwise, clockwise if it is a
hole. `point` is well inside the largest part: labels and markers go there. `etiquette` is the
middle of the top of the inset's name. Paris and its three neighbours are drawn twice, in
métropole and in their inset. Corse is nearer than it is, and has no inset.
"""

import json
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from annual_report.territories.departments import FOLDER

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = tuple[Point, ...]
Box: TypeAlias = tuple[float, float, float, float]


@dataclass(frozen=True)
class Shape:
    """An outline to draw; `inset` names the inset that it belongs to, None in métropole."""

    code: str
    inset: str | None
    rings: tuple[Ring, ...]
    point: Point


@dataclass(frozen=True)
class Inset:
    """A framed part of the map at a scale of its own."""

    name: str
    scale: float
    frame: Box
    label: Point


@dataclass(frozen=True)
class Outlines:
    """The whole map."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    insets: tuple[Inset, ...]


@cache
def outlines() -> Outlines:
    """Return the outlines to draw, in the order of the codes, insets last."""
    drawing = json.loads((FOLDER / "contours.json").read_text(encoding="utf-8"))
    return Outlines(
        width=drawing["largeur"],
        height=drawing["hauteur"],
        shapes=tuple(
            Shape(
                code=shape["code"],
                inset=shape["encart"],
                rings=tuple(tuple((x, y) for x, y in ring) for ring in shape["anneaux"]),
                point=tuple(shape["point"]),
            )
            for shape in drawing["formes"]
        ),
        insets=tuple(
            Inset(
                name=inset["nom"],
                scale=inset["echelle"],
                frame=tuple(inset["cadre"]),
                label=tuple(inset["etiquette"]),
            )
            for inset in drawing["encarts"]
        ),
    )
