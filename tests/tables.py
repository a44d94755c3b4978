"""Small tables for tests, written as they would be typed, with the types that a network gives."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pandas as pd
from hypothesis import settings

from annual_report.network.network import Network, assemble_network
from annual_report.network.reading.inspection import Contents
from annual_report.network.reading.problems import Place
from annual_report.network.reading.settings import Settings
from annual_report.network.reading.tables import Row, Table
from annual_report.network.reading.texts import YearText
from annual_report.network.reading.values.member_cells import read_institution
from annual_report.network.territories.institutions import is_known

COLUMNS = {
    "membres": ("annee", "membre", "etat"),
    "departs": ("annee", "membre"),
    "rencontres": (
        "rencontre", "annee", "debut", "fin", "format", "genre", "ville", "departement", "hote",
        "titre",
    ),
    "sujets": ("annee", "sujet", "theme", "etat", "format"),
    "presences": ("rencontre", "membre", "etat"),
    "ressources": ("annee", "titre", "genre", "url"),
}  # fmt: skip
INTEGERS = ("annee", "depuis")
STATES = {"1": "présent", "0": "absent", "non": "non invité"}
"""These tests’ short notation of attendance."""

FEWER = settings(max_examples=settings().max_examples // 2)
"""For a property whose every example measures a whole network; `--deep` takes more of it."""


def table(name: str, text: str = "", kinds: tuple[str, ...] = ("département",)) -> pd.DataFrame:
    """Read one row a line, cells between commas; cells that are missing at the end are empty.

    Members and hosts are written by their names, or by their codes.
    """
    columns = COLUMNS[name]
    rows = [[cell.strip() for cell in line.split(",")] for line in text.strip().splitlines()]
    padded = [row + [""] * (len(columns) - len(row)) for row in rows]
    frame = pd.DataFrame(padded, columns=list(columns), dtype="string").replace("", pd.NA)
    for column in frame.columns.intersection(["membre", "hote"]):
        codes = {member: find_code(member, kinds) for member in frame[column].dropna()}
        frame[column] = frame[column].replace(codes)
    frame = frame.astype({name: "Int64" for name in INTEGERS if name in columns})
    return frame.replace({"etat": STATES}) if name == "presences" else frame


def membres(by_year: Mapping[int, str], kinds: tuple[str, ...] = ("département",)) -> pd.DataFrame:
    """Make the table of members from their names by year, "Gironde, Landes"."""
    rows = [f"{year},{name}" for year, names in by_year.items() for name in names.split(",")]
    return table("membres", "\n".join(rows), kinds)


@cache
def find_code(name: str, kinds: tuple[str, ...]) -> str:
    """Return the code of a member; a code, as of what is no institution any more, is its own."""
    is_code = name[0].isdigit() or is_known(name)
    return name if is_code else read_institution(name, kinds)


def network(
    by_year: Mapping[int, str] | pd.DataFrame,
    *,
    kinds: tuple[str, ...] = ("département",),
    texts: Mapping[int, YearText] | None = None,
    **tables: str | pd.DataFrame,
) -> Network:
    """Make a network of its members and some tables; those that aren’t given are empty.

    It is made as one is of files.
    """
    given = {name: table(name, text, kinds) if isinstance(text, str) else text
             for name, text in tables.items()}  # fmt: skip
    members = by_year if isinstance(by_year, pd.DataFrame) else membres(by_year, kinds)
    empty = {name: table(name) for name in COLUMNS}
    settings = Settings(nom="Réseau", genres=kinds)
    frames = empty | given | {"membres": members}
    tables_ = {name: write_table(name, frame) for name, frame in frames.items()}
    return assemble_network(Contents("reseau", settings, tables_, texts or {}))


def write_table(name: str, frame: pd.DataFrame) -> Table:
    """Return a table of typed values as one that was read."""
    text = frame.astype("string").fillna("")
    fields = [{"name": column, "type": "year" if column in INTEGERS else "string"}
              for column in text]  # fmt: skip
    records: Any = text.to_dict("records")
    rows = tuple(Row(row, Place(f"{name}.csv", (at,))) for at, row in enumerate(records, 2))
    return Table(name, fields, Place(f"{name}.csv"), rows)


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Return a frame's rows as tuples, None where a value is NA."""
    plain = frame[list(columns or frame.columns)].astype(object)
    return list(plain.where(plain.notna(), None).itertuples(index=False, name=None))
