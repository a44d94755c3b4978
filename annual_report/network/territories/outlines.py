"""The outlines of the départements, as a map draws them.

`contours.geojson` and `encarts.geojson` have everything that a map draws, in one plane: x to the
right, y upwards, 1 unit is 1 km in métropole, the whole in (0, 0, WIDTH, HEIGHT). An inset repeats
points of the sheet at its scale times x, plus dx.

A ring is closed (first point = last) and turns anticlockwise, clockwise if it is a hole. The x and
y of an outline are well inside its largest part: labels and markers go there. Those of an inset are
the middle of its name. Paris and its three neighbours are drawn twice, in métropole and in their
inset. Corse is nearer than it is, and has no inset.

`contours-fins.geojson` has métropole once more, once each and with four times the points, for a map
of a part of the country; it is read when such a map is drawn.
"""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from annual_report.base.project import REFERENCE

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = tuple[Point, ...]
Box: TypeAlias = tuple[float, float, float, float]

WIDTH, HEIGHT = 1010.0, 1242.0
"""The sheet, in kilometres."""
SCALES = "Encarts : échelles différentes"
"""What a map says below its insets."""


@dataclass(frozen=True)
class Contour:
    """An outline to draw; `inset` names the inset that it belongs to, None in métropole.

    `whole` is the code of the département that it is a part of, None of a département.
    """

    code: str
    inset: str | None
    rings: tuple[Ring, ...]
    point: Point
    whole: str | None = None


@dataclass(frozen=True)
class Inset:
    """A framed part of the map at a scale of its own; `label` is the middle of its name.

    `shift` is where it has the points of the sheet that it repeats, None if it repeats none.
    """

    name: str
    scale: float
    frame: Box
    label: Point
    shift: Point | None = None

    def repeated(self, point: Point) -> Point | None:
        """Return where a point of the sheet is in the inset, None if it isn't there."""
        if self.shift is None:
            return None
        x, y = (self.scale * value + move for value, move in zip(point, self.shift, strict=True))
        inside = self.frame[0] <= x <= self.frame[2] and self.frame[1] <= y <= self.frame[3]
        return (x, y) if inside else None


@cache
def list_outlines(*, fine: bool = False) -> tuple[Contour, ...]:
    """Return the outlines to draw, in the order of the codes, insets last.

    Those that are `fine` are of métropole alone, at its own scale.
    """
    return tuple(
        Contour(
            code=properties["code"],
            inset=properties["encart"],
            rings=tuple(tuple((x, y) for x, y in ring) for part in parts for ring in part),
            point=(properties["x"], properties["y"]),
            whole=properties.get("partie_de"),
        )
        for properties, parts in _features("contours-fins.geojson" if fine else "contours.geojson")
    )


@cache
def list_insets() -> tuple[Inset, ...]:
    """Return the insets, that of Île-de-France first."""
    insets = []
    for inset, (((first, *corners),),) in _features("encarts.geojson"):
        x = sorted({x for x, _y in (first, *corners)})
        y = sorted({y for _x, y in (first, *corners)})
        frame = (x[0], y[0], x[-1], y[-1])
        shift = (inset["dx"], inset["dy"]) if "dx" in inset else None
        insets.append(Inset(inset["nom"], inset["echelle"], frame, (inset["x"], inset["y"]), shift))
    return tuple(insets)


def _features(name: str) -> list[tuple[dict[str, Any], Any]]:
    """Read a file of the plane: of each feature its properties and its polygons."""
    read = json.loads((REFERENCE / name).read_text(encoding="utf-8"))
    return [
        (
            feature["properties"],
            [feature["geometry"]["coordinates"]]
            if feature["geometry"]["type"] == "Polygon"
            else feature["geometry"]["coordinates"],
        )
        for feature in read["features"]
    ]
