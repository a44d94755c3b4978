"""The tables of the reference, and where each comes from that others made.

Each has a sidecar `NAME.meta.json`: title, producer, licence, vintage, origin, what was done to
it, and the file's SHA-256; `attribution`, the line that names it below what was made of it, and, if
it has them, `populations`, the census, with `exceptions`, other censuses by the code of a place.
"""

import csv
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from annual_report.base.project import REFERENCE

OURSELVES = "Ce projet"
"""The producer of the tables that were written by hand: there is nobody to thank for them."""


@dataclass(frozen=True)
class Source:
    """Where a file of the reference comes from, as its sidecar says."""

    file: str
    producer: str
    licence: str
    licence_url: str
    vintage: str
    attribution: str
    populations: str
    exceptions: Mapping[str, str]

    def list_other_censuses(self, codes: Collection[str]) -> list[str]:
        """Name the places among these codes that another census counted, and which."""
        return [reason for place, reason in self.exceptions.items()
                if any(code.startswith(place) for code in codes)]  # fmt: skip

    def name_with_census(self, codes: Collection[str]) -> str:
        """Return the attribution, and the census by which places of these codes are counted."""
        if not self.populations:
            return self.attribution
        others = self.list_other_censuses(codes)
        aside = f" ({', '.join(others)})" if others else ""
        return f"{self.attribution}\u202f; {self.populations}{aside}"


def read_reference_rows(name: str, keys: Collection[str]) -> list[list[str]]:
    """Read the rows of a large table of which the last column is one of `keys`, without a comma."""
    lines = _lines_by_key(name) if keys else {}
    return list(csv.reader(line for key in keys for line in lines.get(key, ())))


@cache
def _lines_by_key(name: str) -> Mapping[str, list[str]]:
    """Return the lines of a large table by their last column: few of them are ever asked for."""
    lines: dict[str, list[str]] = {}
    for line in (REFERENCE / name).read_text(encoding="utf-8").splitlines():
        lines.setdefault(line.rpartition(",")[2], []).append(line)
    return lines


def read_reference(name: str) -> list[dict[str, str]]:
    """Read a table of the reference, as rows of text."""
    with (REFERENCE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def list_sources() -> tuple[Source, ...]:
    """Return where each file comes from, in the order of the files' names."""
    read = (json.loads(path.read_text("utf-8")) for path in sorted(REFERENCE.glob("*.meta.json")))
    return tuple(
        Source(source["fichier"], source["producteur"], source["licence"]["nom"],
               source["licence"]["url"], source["millesime"], source["attribution"],
               source.get("populations", ""), source.get("exceptions", {}))
        for source in read
        if source["producteur"] != OURSELVES
    )  # fmt: skip


def find_source(file: str) -> Source:
    """Return where a file of the reference comes from."""
    return next(source for source in list_sources() if source.file == file)
