"""The sheet that the map is drawn on: outlines with few points, and the frames of its insets.

    contours.geojson        outlines ready to be drawn (format: see territories/outlines.py)
    contours-fins.geojson   those of métropole once more, with the points that a near view shows
    encarts.geojson         the frames of the parts that are drawn at a scale of their own

Lengths are in kilometres, areas in square kilometres. "The plane" is the sheet, insets placed.
"""

import io
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import geopandas  # type: ignore[import-untyped, import-not-found, unused-ignore]
import shapely  # type: ignore[import-untyped, import-not-found, unused-ignore]

from reference.ground import LAMBERT, LYON, RHONE, Geometry
from reference.names import code_order
from reference.simplifying import Outline, Point, parts_of, rings_of, simplify_borders

# Names that the outlines spell otherwise than the code officiel géographique.
MISSPELT = {
    "Meurhe-et-Moselle": "Meurthe-et-Moselle",
    "Seien-et-Marne": "Seine-et-Marne",
    "Haute-Rhin": "Haut-Rhin",
    "Guyane française": "Guyane",
}

UTM = {"971": 5490, "972": 5490, "973": 2972, "974": 2975, "976": 4471}
INNER_RING = ("75", "92", "93", "94")

SMALLEST_ISLAND = 50.0  # Noirmoutier stays, Yeu goes: it would be all border
SMALLEST_INSET_ISLAND = 18.75  # La Désirade stays, les Saintes go
SMALLEST_ENCLAVE = 25.0  # that of Vaucluse stays; those of 59 and 65 would be white specks
# A vertex goes when the triangle that it makes with its neighbours is smaller than this.
SMALLEST_DETAIL = 34.0
INSET_DETAIL = 8.0
FINE_DETAIL, SMALLEST_FINE_ISLAND = 1.0, 8.0  # of a near view, which has two pixels to a kilometre
OVERSEAS_DETAIL = 12.5

# The plane: its origin in Lambert 93, and what is drawn elsewhere than where it is.
ORIGIN = (95.0, 5918.0)
WIDTH = 1010.0
CORSICA = ("2A", "2B")
CORSICA_SHIFT = (-150.0, 50.0)
RING_NAME = "Paris et petite couronne"
RING_FRAME = (848.0, 1024.0, 1006.0, 1188.0)
RING_LABEL = (927.0, 1215.0)
OVERSEAS_FRAME, OVERSEAS_MIDDLE, OVERSEAS_NAME = (133.5, 116.0), 106.0, 24.0
"""Size of an overseas frame, and how high its middle and its name are; each has the width that its
name needs in the row, some letters more than it has."""
SPARE_LETTERS = 3
PADDING = 8.0


def read_outlines(topology: bytes, codes: Mapping[str, str]) -> Any:
    """Return the outlines by code, in degrees: no ring crosses itself, and borders are shared."""
    frame = geopandas.read_file(io.BytesIO(topology)).set_crs(4326, allow_override=True)
    stale = set(MISSPELT) - set(frame["name"])
    if stale:
        raise SystemExit(f"The outlines no longer say {sorted(stale)}: drop the correction.")
    frame["code"] = [codes[MISSPELT.get(name, name)] for name in frame["name"]]
    frame = frame.set_index("code").sort_index(key=lambda index: index.map(code_order))
    # Borders are made to share their vertices before they are projected: afterwards, a vertex
    # that only one side has would open a gap.
    mended = [polygons_of(shapely.make_valid(outline)) for outline in frame.geometry]
    frame["geometry"] = shapely.coverage_clean(mended)
    return frame


def polygons_of(geometry: Geometry) -> Geometry:
    """Keep the polygons of what `make_valid` returns: it leaves stray lines beside them."""
    return shapely.union_all([part for part in parts_of(geometry) if part.geom_type == "Polygon"])


def project_outlines(frame: Any, codes: Sequence[str], epsg: int) -> Outline:
    """Return the outlines of some départements, in kilometres."""
    selection = frame.loc[list(codes)].to_crs(epsg).geometry
    return dict(zip(codes, scale_geometry(selection.to_numpy(), 0.001), strict=True))


def scale_geometry(geometry: Geometry, scale: float, shift: Point = (0.0, 0.0)) -> Geometry:
    """Scale a geometry, then move it."""
    return shapely.transform(geometry, lambda points: points * scale + shift)


def place_on_mainland(outlines: Outline) -> Outline:
    """Put métropole on the sheet at its own scale, and Corse nearer."""
    placed = {}
    for code, outline in outlines.items():
        dx, dy = CORSICA_SHIFT if code in CORSICA else (0.0, 0.0)
        placed[code] = scale_geometry(outline, 1.0, (dx - ORIGIN[0], dy - ORIGIN[1]))
    return placed


def fit_into_frame(outlines: Outline, frame: Sequence[float]) -> tuple[Outline, float, Point]:
    """Centre outlines in a frame, as large as its padding allows; return scale and shift too."""
    x0, y0, x1, y1 = shapely.total_bounds(list(outlines.values()))
    width, height = frame[2] - frame[0] - 2 * PADDING, frame[3] - frame[1] - 2 * PADDING
    scale = min(width / (x1 - x0), height / (y1 - y0))
    shift = (
        (frame[0] + frame[2]) / 2 - scale * (x0 + x1) / 2,
        (frame[1] + frame[3]) / 2 - scale * (y0 + y1) / 2,
    )
    return (
        {code: scale_geometry(outline, scale, shift) for code, outline in outlines.items()},
        scale,
        shift,
    )


def drop_specks(outlines: Outline, smallest_island: float) -> Outline:
    """Drop what is too small to be seen: islands, then enclaves and ponds, which are filled."""
    whole = list(outlines.values())
    kept: Outline = {}
    for code, outline in outlines.items():
        others = shapely.union_all([other for other in whole if other is not outline])
        parts = [
            part
            for part in parts_of(outline)
            if part.area >= (SMALLEST_ENCLAVE if part.touches(others) else smallest_island)
        ]
        kept[code] = shapely.multipolygons(parts)
    for hole in holes_of(shapely.union_all(list(kept.values()))):
        host = max(kept, key=lambda code: kept[code].boundary.intersection(hole).length)
        kept[host] = shapely.union(kept[host], hole)
    return kept


def holes_of(geometry: Geometry) -> list[Geometry]:
    """List the holes of all polygons, as polygons."""
    return [shapely.Polygon(ring) for part in parts_of(geometry) for ring in part.interiors]


def make_shape(
    code: str, name: str, inset: str | None, outline: Geometry, part_of: str | None = None
) -> dict[str, Any]:
    """Make a feature of a territory: outsides turn anticlockwise, holes clockwise."""
    rounded = shapely.transform(outline, lambda points: points.round(1))
    if not rounded.is_valid or rounded.is_empty:
        raise SystemExit(f"{code}: the outline does not survive rounding.")
    parts = []
    for part in sorted(parts_of(rounded), key=lambda part: -part.area):
        oriented = shapely.orient_polygons(part, exterior_cw=False)
        parts.append([[list(point) for point in ring] for ring in rings_of(oriented)])
    middle = shapely.maximum_inscribed_circle(rounded, tolerance=0.5).coords[0]
    x, y = (round(value, 1) for value in middle)
    said = {"code": code, "nom": name, "encart": inset, "x": x, "y": y}
    return make_feature(said | ({"partie_de": part_of} if part_of else {}), parts)


def make_inset(
    name: str, scale: float, frame: Sequence[float], label: Sequence[float], shift: Point | None
) -> dict[str, Any]:
    """Make a feature of an inset, the frame around it; `shift` if it repeats a part of the sheet.

    A point of the sheet is `scale` times its coordinates, plus dx and dy, in such an inset.
    """
    x0, y0, x1, y1 = (round(value, 1) for value in frame)
    x, y = (round(value, 1) for value in label)
    corners = [[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]]
    said: dict[str, Any] = {"nom": name, "echelle": round(scale, 2), "x": x, "y": y}
    if shift:
        # The scale is rounded: the middle of the frame stays where it is.
        middle = ((x0 + x1) / 2, (y0 + y1) / 2)
        there = [(m - s) / scale - o for m, s, o in zip(middle, shift, ORIGIN, strict=True)]
        dx, dy = (round(m - said["echelle"] * at, 1) for m, at in zip(middle, there, strict=True))
        said |= {"dx": dx, "dy": dy}
    return make_feature(said, [[corners]])


def make_feature(properties: Mapping[str, Any], parts: Sequence[Any]) -> dict[str, Any]:
    """Make a GeoJSON feature, a polygon if it has one part."""
    geometry = {"type": "MultiPolygon", "coordinates": parts}
    if len(parts) == 1:
        geometry = {"type": "Polygon", "coordinates": parts[0]}
    return {"type": "Feature", "properties": dict(properties), "geometry": geometry}


class Sheet(NamedTuple):
    """Everything that is drawn, in the order of the codes, insets last, and the insets' frames.

    `fine` is métropole as a near view draws it. `overseas` has the scale and the shift of each
    département that is drawn in an inset alone.
    """

    shapes: list[dict[str, Any]]
    fine: list[dict[str, Any]]
    insets: list[dict[str, Any]]
    overseas: dict[str, tuple[float, Point]]

    def placed(self, department: str, point: Geometry) -> tuple[str, str]:
        """Return where a projected point, in metres, is on the sheet."""
        x, y = point.x / 1000, point.y / 1000
        if department in self.overseas:
            scale, (dx, dy) = self.overseas[department]
            return f"{scale * x + dx:.1f}", f"{scale * y + dy:.1f}"
        dx, dy = CORSICA_SHIFT if department in CORSICA else (0.0, 0.0)
        return f"{x + dx - ORIGIN[0]:.1f}", f"{y + dy - ORIGIN[1]:.1f}"


def split_rhone(whole: Geometry, lyon: Geometry) -> dict[str, Geometry]:
    """Cut the Rhône as it is drawn into the Métropole de Lyon and what is around it."""
    line = place_on_mainland({LYON: lyon.simplify(0.7)})[LYON]
    inside = shapely.intersection(line, whole)
    around = shapely.difference(whole, inside)
    found = {RHONE: around, LYON: inside}
    for code, part in found.items():
        snapped = shapely.set_precision(part, 0.1)  # what is drawn is rounded to that
        found[code] = shapely.multipolygons([each for each in parts_of(snapped) if each.area > 20])
    return found


def draw_mainland(
    ground: Outline, names: Mapping[str, str], lyon: Geometry, smallest_island: float, detail: float
) -> list[dict[str, Any]]:
    """Draw métropole with as much detail as is asked for, the Rhône's two parts after the whole."""
    mainland = simplify_borders(place_on_mainland(drop_specks(ground, smallest_island)), detail)
    if not shapely.coverage_is_valid(list(mainland.values())):
        raise SystemExit(f"Outlines simplified by {detail} overlap: ask for a smaller detail.")
    shapes = []
    for code, outline in mainland.items():
        shapes.append(make_shape(code, names[code], None, outline))
        if code == "69":
            shapes += [
                make_shape(part, names[part], None, drawn, part_of=code)
                for part, drawn in split_rhone(outline, lyon).items()
            ]
    return shapes


def draw_sheet(frame: Any, names: Mapping[str, str], lyon: Geometry) -> Sheet:
    """Draw the sheet; `lyon` is the outline of the Métropole de Lyon, in kilometres."""
    ground = project_outlines(frame, [code for code in frame.index if code not in UTM], LAMBERT)
    shapes = draw_mainland(ground, names, lyon, SMALLEST_ISLAND, SMALLEST_DETAIL)
    fine = draw_mainland(ground, names, lyon, SMALLEST_FINE_ISLAND, FINE_DETAIL)
    ring, scale, shift = fit_into_frame({code: ground[code] for code in INNER_RING}, RING_FRAME)
    shapes += [
        make_shape(code, names[code], RING_NAME, outline)
        for code, outline in simplify_borders(ring, INSET_DETAIL).items()
    ]
    insets = [make_inset(RING_NAME, scale, RING_FRAME, RING_LABEL, shift)]
    overseas = {}

    letters = sum(len(names[code]) + SPARE_LETTERS for code in UTM)
    left = 0.0
    for code, epsg in UTM.items():
        room = WIDTH * (len(names[code]) + SPARE_LETTERS) / letters
        middle = left + room / 2
        left += room
        half = [length / 2 for length in OVERSEAS_FRAME]
        box = [
            round(middle - half[0], 1), OVERSEAS_MIDDLE - half[1],
            round(middle + half[0], 1), OVERSEAS_MIDDLE + half[1],
        ]  # fmt: skip
        placed, scale, shift = fit_into_frame(project_outlines(frame, [code], epsg), box)
        overseas[code] = (scale, shift)
        outline = simplify_borders(drop_specks(placed, SMALLEST_INSET_ISLAND), OVERSEAS_DETAIL)[
            code
        ]
        shapes.append(make_shape(code, names[code], names[code], outline))
        insets.append(make_inset(names[code], scale, box, (middle, OVERSEAS_NAME), None))
    return Sheet(shapes, fine, insets, overseas)


def write_geojson(features: Sequence[Mapping[str, Any]]) -> str:
    """Write compact GeoJSON, one feature a line so that a difference can be read."""
    lines = (json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in features)
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
