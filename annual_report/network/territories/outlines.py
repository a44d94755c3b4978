"""The outlines of the départements, as a map draws them.

`contours.geojson` and `encarts.geojson` have all outlines and frames of a map, in one plane: x to
the right, y upwards, 1 unit is 1 km in métropole, the whole in (0, 0, WIDTH, HEIGHT). An inset
repeats a point of the sheet at x times the inset's scale plus dx.

A ring is closed (first point = last) and turns anticlockwise; the ring of a hole turns clockwise.
The x and y of an outline are well inside the largest part, for labels and markers. The x and y of
an inset are the middle of the inset's name. Paris and the three neighbours are drawn twice, in
métropole and in their inset. Corse is drawn nearer to the continent, without an inset.

`contours-fins.geojson` has the outlines of métropole again, with four times the points and without
an inset, for a map of a part of the country. Only such a map reads this file.
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

WIDTH = 1010.0
HEIGHT = 1242.0
"""The size of the sheet, in kilometres."""
SCALES = "Encarts : échelles différentes"
"""The words below the insets of a map."""


@dataclass(frozen=True)
class Contour:
    """The outline of a département, or of a part of one; rings and point are in kilometres.

    `inset` is the name of the inset in which the outline is drawn, None in métropole. `whole` is
    the code of the département of which this is a part; None for a whole département.
    """

    code: str
    inset: str | None
    rings: tuple[Ring, ...]
    point: Point
    whole: str | None = None


@dataclass(frozen=True)
class Inset:
    """A framed part of the map at another scale; `label` is the place of the middle of its name.

    The inset of Paris shows a part of the sheet a second time, `scale` times as large: `shift` is
    added to the scaled points. An inset of overseas shows territories that stand nowhere else: its
    `shift` is None.
    """

    name: str
    scale: float
    frame: Box
    label: Point
    shift: Point | None = None

    def repeated(self, point: Point) -> Point | None:
        """Return the place at which the inset repeats a point of the sheet; None if it doesn't."""
        if self.shift is None:
            return None
        x = self.scale * point[0] + self.shift[0]
        y = self.scale * point[1] + self.shift[1]
        left, bottom, right, top = self.frame
        if not (left <= x <= right and bottom <= y <= top):
            return None
        return x, y

    @property
    def repeated_box(self) -> Box | None:
        """The part of the sheet that the inset repeats: left, bottom, right, top."""
        if self.shift is None:
            return None
        left, bottom, right, top = self.frame
        east, north = self.shift
        scale = self.scale
        return (
            (left - east) / scale,
            (bottom - north) / scale,
            (right - east) / scale,
            (top - north) / scale,
        )


@cache
def list_outlines(*, fine: bool = False) -> tuple[Contour, ...]:
    """Return the outlines to draw, in the order of the codes, insets last.

    The `fine` outlines are of métropole alone, without insets.
    """
    file = "contours.geojson"
    if fine:
        file = "contours-fins.geojson"
    outlines = []
    for properties, rings in _read_features(file):
        outline = Contour(
            properties["code"],
            properties.get("encart"),
            rings,
            point=(properties["x"], properties["y"]),
            whole=properties.get("partie_de"),
        )
        outlines.append(outline)
    return tuple(outlines)


@cache
def list_insets() -> tuple[Inset, ...]:
    """Return the insets, Île-de-France first."""
    insets = []
    for properties, rings in _read_features("encarts.geojson"):
        x, y = zip(*rings[0], strict=True)
        shift = None
        if "dx" in properties:
            shift = (properties["dx"], properties["dy"])
        inset = Inset(
            properties["nom"],
            properties["echelle"],
            frame=(min(x), min(y), max(x), max(y)),
            label=(properties["x"], properties["y"]),
            shift=shift,
        )
        insets.append(inset)
    return tuple(insets)


def _read_features(name: str) -> Iterator[tuple[dict[str, Any], tuple[Ring, ...]]]:
    """Yield the properties and the rings of each feature of a GeoJSON file of the plane."""
    for feature in json.loads((REFERENCE / name).read_text(encoding="utf-8"))["features"]:
        polygons = feature["geometry"]["coordinates"]
        # A polygon is a list of rings; several polygons are a list of such lists.
        if feature["geometry"]["type"] == "Polygon":
            polygons = [polygons]
        rings: list[Ring] = []
        for polygon in polygons:
            for ring in polygon:
                rings.append(tuple((x, y) for x, y in ring))
        yield feature["properties"], tuple(rings)
