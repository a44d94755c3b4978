"""Where a workbook comes from: the network's identity, and what each sheet held when it was made.

A hidden sheet says it, one JSON text a row:

    a sentence for whoever finds it
    {"reseau": identity, "titre": its title, "somme": SHA-256 of the rows below, "parties": […],
     "membre": code and "annee": year of a member's sheet}
    {"part": "presences/grid", "row": {…}}        a row for each row of each sheet

An import merges by it. A workbook without it, or of which it was damaged, only adds.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annual_report.network.reading.sheets import Sheet

ORIGIN_SHEET = "Origine"
"""The hidden sheet of a workbook to fill in."""
WARNING = (
    "Ne modifiez pas cette feuille : elle dit de quel réseau vient ce classeur et ce qu’il "
    "contenait, pour que rien de ce que d’autres ont écrit entre-temps ne soit perdu."
)
GRID = "presences/grid"
"""The part of a workbook that shows attendance as grids; any other is a table's name."""
Parts = Mapping[str, Sequence[Mapping[str, str]]]
"""What a workbook shows, a table or its grids, and the rows that it holds of it."""


@dataclass(frozen=True)
class Origin:
    """What a workbook says of itself; `parts` is empty where that can't be trusted."""

    network: str = ""
    title: str = ""
    parts: Parts = field(default_factory=dict)
    is_known: bool = False
    """Whether it says what the workbook held."""
    member: str = ""
    """The code of the member whose sheet it is; empty for the network's own workbook."""
    year: str = ""


def identify_network(descriptor: Mapping[str, Any]) -> str:
    """Return what tells a network from all others: its `id`, or its name where it has none."""
    return str(descriptor.get("id") or descriptor["name"])


def make_origin_rows(
    descriptor: Mapping[str, Any], parts: Parts, member: str = "", year: str = ""
) -> tuple[str, ...]:
    """Return the hidden sheet's rows, of one cell each."""
    rows = [
        json.dumps({"part": part, "row": dict(row)}, ensure_ascii=False)
        for part, held in parts.items()
        for row in held
    ]
    about = {
        "reseau": identify_network(descriptor),
        "titre": str(descriptor.get("title", descriptor["name"])),
        "membre": member,
        "annee": year,
        "parties": [*parts],
        "somme": _sum(rows),
    }
    return (WARNING, json.dumps(about, ensure_ascii=False), *rows)


def read_origin(sheet: Sheet | None) -> Origin:
    """Read the hidden sheet; nothing is known where there is none, or where it was damaged."""
    cells = [row[0] for row in (sheet.rows if sheet else ()) if row]
    try:
        about = json.loads(cells[1])
        network, title, member, year = (
            str(about[name]) for name in ("reseau", "titre", "membre", "annee")
        )
    except (IndexError, ValueError, KeyError, TypeError):
        return Origin()
    parts: dict[str, list[dict[str, str]]] = {}
    try:
        is_known = about["somme"] == _sum(cells[2:])
        parts = {part: [] for part in about["parties"]}
        for said in map(json.loads, cells[2:]):
            parts[said["part"]].append(said["row"])
    except (ValueError, KeyError, TypeError, AttributeError):
        is_known = False
    return Origin(network, title, parts if is_known else {}, is_known, member, year)


def _sum(rows: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()
