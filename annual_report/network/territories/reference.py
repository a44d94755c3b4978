"""The tables of the reference, and the sources of those that others made.

The reference is the package's folder of official data: names, populations and neighbours of all
institutions. `read_reference("voisins.csv")` returns the rows of a table as text.

Each table has a sidecar `NAME.meta.json`: title, producer, licence, vintage, origin, changes since
the origin, SHA-256 of the file, and `attribution`, the line with the source below a figure or a
table. A table with populations has also `populations`, the census, and `exceptions`, by code the
places of other censuses.
"""

import csv
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from annual_report.base.project import REFERENCE

OURSELVES = "Ce projet"
"""The producer of the tables that were written by hand, which need no attribution."""


@dataclass(frozen=True)
class Source:
    """The source of a file of the reference, as the file's sidecar says."""

    file: str
    producer: str
    licence: str
    licence_url: str
    vintage: str
    """The year or the day of the data, in words."""
    attribution: str
    """The line with the source below a figure or a table."""
    populations: str
    """The census of the populations, in words; "" for a file without populations."""
    exceptions: Mapping[str, str]
    """Beginning of a code → the census of these places, where it is another: Mayotte."""

    def list_other_censuses(self, codes: Collection[str]) -> list[str]:
        """List the other censuses that counted some of the places with these `codes`, in words."""
        reasons = []
        for place, reason in self.exceptions.items():
            # The code of a commune begins with the code of the département.
            if any(code.startswith(place) for code in codes):
                reasons.append(reason)
        return reasons

    def name_with_census(self, codes: Collection[str]) -> str:
        """Return the attribution, with the census that counted the places with these codes.

        Without populations in the file the attribution stands alone.
        """
        if not self.populations:
            return self.attribution
        census = self.populations
        others = self.list_other_censuses(codes)
        if others:
            census += f" ({', '.join(others)})"
        return f"{self.attribution}\u202f; {census}"


def read_reference_rows(name: str, keys: Collection[str]) -> list[list[str]]:
    """Return the rows of a large table that have one of the `keys` in the last column, as cells.

    `name` is the file's: in "communes.csv" the key is the folded name of a commune, "saint denis".
    Only the wanted lines are parsed, because there are 35,000 communes.
    """
    if not keys:
        return []
    lines_by_key = _read_lines_by_key(name)
    lines: list[str] = []
    for key in keys:
        lines.extend(lines_by_key.get(key, ()))
    return list(csv.reader(lines))


@cache
def _read_lines_by_key(name: str) -> Mapping[str, list[str]]:
    """Return key → the lines of a large table that end in the key, the folded name of a commune."""
    lines: dict[str, list[str]] = {}
    # No key has a comma: so it is found without parsing all lines, which would take a second.
    for line in (REFERENCE / name).read_text(encoding="utf-8").splitlines():
        lines.setdefault(line.rpartition(",")[2], []).append(line)
    return lines


def read_reference(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of the reference, "voisins.csv", each as column → text."""
    with (REFERENCE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def list_sources() -> tuple[Source, ...]:
    """Return the source of each file that others published, in the order of the files' names.

    The files that this project wrote by hand need no attribution, and are left out.
    """
    sources = []
    for path in sorted(REFERENCE.glob("*.meta.json")):
        sidecar = json.loads(path.read_text(encoding="utf-8"))
        if sidecar["producteur"] == OURSELVES:
            continue
        source = Source(
            file=sidecar["fichier"],
            producer=sidecar["producteur"],
            licence=sidecar["licence"]["nom"],
            licence_url=sidecar["licence"]["url"],
            vintage=sidecar["millesime"],
            attribution=sidecar["attribution"],
            populations=sidecar.get("populations", ""),
            exceptions=sidecar.get("exceptions", {}),
        )
        sources.append(source)
    return tuple(sources)


def find_source(file: str) -> Source:
    """Return the source of a file that others published, by the file's name: "communes.csv"."""
    return next(source for source in list_sources() if source.file == file)
