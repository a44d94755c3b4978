"""Where each file of the reference comes from that others made.

Each has a sidecar `NAME.meta.json`: title, producer, licence, vintage, origin, what was done to
it, and the file's SHA-256.
"""

import json
from dataclasses import dataclass
from functools import cache

from annual_report.project import REFERENCE

OURSELVES = "Ce projet"
"""Who made the tables that were written by hand, for which there is nobody to thank."""


@dataclass(frozen=True)
class Source:
    """Where a file of the reference comes from; `attribution` is the line to print."""

    file: str
    title: str
    producer: str
    licence: str
    licence_url: str
    vintage: str
    attribution: str


@cache
def sources() -> tuple[Source, ...]:
    """Return where each file comes from, in the order of the files' names."""
    found = []
    for path in sorted(REFERENCE.glob("*.meta.json")):
        sidecar = json.loads(path.read_text(encoding="utf-8"))
        if sidecar["producteur"] == OURSELVES:
            continue
        found.append(
            Source(
                file=sidecar["fichier"],
                title=sidecar["titre"],
                producer=sidecar["producteur"],
                licence=sidecar["licence"]["nom"],
                licence_url=sidecar["licence"]["url"],
                vintage=sidecar["millesime"],
                attribution=sidecar["attribution"],
            )
        )
    return tuple(found)


def source_of(file: str) -> Source:
    """Return where a file of the reference comes from."""
    return next(each for each in sources() if each.file == file)
