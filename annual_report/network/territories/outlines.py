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
from collections.abc import Iterator
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
        Contour(has["code"], has.get("encart"), rings, (has["x"], has["y"]), has.get("partie_de"))
        for has, rings in _read_features("contours-fins.geojson" if fine else "contours.geojson")
    )


@cache
def list_insets() -> tuple[Inset, ...]:
    """Return the insets, that of Île-de-France first."""
    insets = []
    for has, (ring,) in _read_features("encarts.geojson"):
        x, y = zip(*ring, strict=True)
        frame = (min(x), min(y), max(x), max(y))
        shift = (has["dx"], has["dy"]) if "dx" in has else None
        insets.append(Inset(has["nom"], has["echelle"], frame, (has["x"], has["y"]), shift))
    return tuple(insets)


def _read_features(name: str) -> Iterator[tuple[dict[str, Any], tuple[Ring, ...]]]:
    """Yield what a file of the plane says of each of its features, and the rings of it."""
    for feature in json.loads((REFERENCE / name).read_text(encoding="utf-8"))["features"]:
        polygons = feature["geometry"]["coordinates"]
        if feature["geometry"]["type"] == "Polygon":
            polygons = [polygons]
        rings = (tuple(map(tuple, ring)) for polygon in polygons for ring in polygon)
        yield feature["properties"], tuple(rings)
