"""Where a workbook comes from: the network's identity, and what each sheet held when it was made.

A hidden sheet says it, one JSON text a row:

    a sentence for whoever finds it
    {"reseau": identity, "titre": its title, "somme": SHA-256 of the rows below, "parties": […],
     "membre": code and "annee": year of a member's sheet}
    {"table": "presences", "part": "grid", "row": {…}}        a row for each row of each sheet

An import merges by it. A workbook without it, or of which it was damaged, only adds.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from annual_report.reading.sheets import Sheet

ORIGIN_SHEET = "Origine"
"""The hidden sheet of a workbook to fill in."""
WARNING = (
    "Ne modifiez pas cette feuille : elle dit de quel réseau vient ce classeur et ce qu’il "
    "contenait, pour que rien de ce que d’autres ont écrit entre-temps ne soit perdu."
)
Part = tuple[str, Literal["rows", "grid"]]
"""A sheet, by its table and the way it shows it: a row a fact, or the grid of attendance."""
ROWS: Part = ("presences", "rows")
GRID: Part = ("presences", "grid")
"""The two ways in which attendance is shown."""
Parts = Mapping[Part, Sequence[Mapping[str, str]]]
OF_A_MEMBER: Mapping[str, Literal["member", "year"]] = {
    "presences": "member",
    "dispositifs": "member",
    "ressources": "year",
}
"""The tables that a member's sheet has, without the column that says whose or of which year."""
COLUMNS = {"member": "membre", "year": "annee"}


@dataclass(frozen=True)
class Origin:
    """What a workbook says of itself; `parts` is empty where that can't be trusted."""

    network: str
    title: str
    parts: Parts = field(default_factory=dict)
    damaged: bool = False
    member: str = ""
    """The code of the member whose sheet it is; empty for the network's own workbook."""
    year: str = ""

    def given(self, table: str) -> dict[str, str]:
        """Return what a sheet for a member says of each row of a table without having a column."""
        about = OF_A_MEMBER.get(table) if self.member else None
        return {COLUMNS[about]: str(getattr(self, about))} if about else {}

    def is_of(self, descriptor: Mapping[str, Any]) -> bool:
        """Whether it is of the network that a descriptor describes."""
        return self.network == identity(descriptor)


def identity(descriptor: Mapping[str, Any]) -> str:
    """Return what tells a network from all others: its `id`, or its name where it has none."""
    return str(descriptor.get("id") or descriptor["name"])


def origin_rows(
    descriptor: Mapping[str, Any], parts: Parts, member: str = "", year: str = ""
) -> tuple[str, ...]:
    """Return the hidden sheet's rows, of one cell each."""
    rows = [
        json.dumps({"table": table, "part": part, "row": dict(row)}, ensure_ascii=False)
        for (table, part), held in parts.items()
        for row in held
    ]
    about = {
        "reseau": identity(descriptor),
        "titre": str(descriptor.get("title", descriptor["name"])),
        "membre": member,
        "annee": year,
        "parties": ["/".join(part) for part in parts],
        "somme": _sum(rows),
    }
    return (WARNING, json.dumps(about, ensure_ascii=False), *rows)


def read_origin(sheet: Sheet | None) -> Origin | None:
    """Read the hidden sheet; None if there is none or nothing of it can be understood."""
    cells = [row[0] for row in (sheet.rows if sheet else ()) if row]
    try:
        about = json.loads(cells[1])
        known = [str(about[name]) for name in ("reseau", "titre", "membre", "annee")]
    except (IndexError, ValueError, KeyError, TypeError):
        return None
    network, title, member, year = known
    try:
        if about["somme"] != _sum(cells[2:]):
            raise ValueError
        parts: dict[Any, list[dict[str, str]]] = {
            tuple(part.split("/")): [] for part in about["parties"]
        }
        for said in map(json.loads, cells[2:]):
            parts[said["table"], said["part"]].append(said["row"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return Origin(network, title, damaged=True, member=member, year=year)
    return Origin(network, title, parts, member=member, year=year)


def _sum(rows: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()
