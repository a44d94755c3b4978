"""Small tables for tests, written as they would be typed, with the types that a network gives."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import pandas as pd
from hypothesis import settings

from annual_report.network.network import Network, assemble_network
from annual_report.network.reading.inspection import Contents
from annual_report.network.reading.problems import Place
from annual_report.network.reading.rows import Row, Table
from annual_report.network.reading.settings import Settings
from annual_report.network.reading.texts import YearText
from annual_report.network.reading.values.member_cells import read_institution
from annual_report.network.territories.institutions import is_known

COLUMNS = {
    "membres": ("annee", "membre", "etat"),
    "rencontres": (
        "rencontre",
        "annee",
        "debut",
        "fin",
        "format",
        "genre",
        "ville",
        "departement",
        "hote",
        "titre",
    ),
    "sujets": ("annee", "sujet", "theme", "etat", "format"),
    "presences": ("rencontre", "membre", "etat"),
    "ressources": ("annee", "titre", "genre", "url"),
}
INTEGERS = ("annee", "depuis")

FEWER = settings(max_examples=settings().max_examples // 2)
"""For a property whose every example measures a whole network; `--deep` takes more of it."""


class Meeting(NamedTuple):
    """A meeting: the cells of its row by column, and who has which state of attendance there."""

    cells: dict[str, str]
    attendance: dict[str, str]


def meeting(
    year: int,
    form: str,
    *,
    name: str = "",
    start: str = "",
    end: str = "",
    kind: str = "",
    town: str = "",
    department: str = "",
    host: str = "",
    title: str = "",
    came: str = "",
    absent: str = "",
    not_invited: str = "",
) -> Meeting:
    """Return a meeting of a year; who came, was absent or not invited is "Gironde, Landes".

    Its `name` is the identifier that tables give it, where a test has to tell meetings apart.
    """
    cells = {
        "rencontre": name,
        "annee": str(year),
        "debut": start,
        "fin": end,
        "format": form,
        "genre": kind,
        "ville": town,
        "departement": department,
        "hote": host,
        "titre": title,
    }
    by_state = {"présent": came, "absent": absent, "non invité": not_invited}
    attendance = {member: state for state, names in by_state.items() for member in split(names)}
    return Meeting(cells, attendance)


def planned(year: int, subject: str, theme: str = "", form: str = "") -> dict[str, str]:
    """Return the row of a subject, or of a form alone, that is announced for a year."""
    return _write_subject(year, subject, theme, form, "prévu")


def considered(year: int, subject: str, theme: str = "") -> dict[str, str]:
    """Return the row of a subject that a year may have, which promises nothing."""
    return _write_subject(year, subject, theme, "", "envisagé")


def treated(year: int, subject: str, theme: str = "", form: str = "") -> dict[str, str]:
    """Return the row of a subject that a year had."""
    return _write_subject(year, subject, theme, form, "traité")


def _write_subject(year: int, subject: str, theme: str, form: str, state: str) -> dict[str, str]:
    return {"annee": str(year), "sujet": subject, "theme": theme, "etat": state, "format": form}


def split(names: str) -> list[str]:
    """Return the names in a list of them, "Gironde, Landes"."""
    return [name.strip() for name in names.split(",") if name.strip()]


def table(name: str, text: str = "", kinds: tuple[str, ...] = ("département",)) -> pd.DataFrame:
    """Read one row a line, cells between commas; cells that are missing at the end are empty.

    Members and hosts are written by their names, or by their codes.
    """
    columns = COLUMNS[name]
    lines = text.strip().splitlines()
    cells = [[cell.strip() for cell in line.split(",")] for line in lines]
    return make_frame(name, [dict(zip(columns, row, strict=False)) for row in cells], kinds)


def make_frame(
    name: str, rows: Sequence[Mapping[str, str]], kinds: tuple[str, ...]
) -> pd.DataFrame:
    """Make a table of the cells of its rows, by column; the name of a member becomes its code."""
    columns = COLUMNS[name]
    frame = pd.DataFrame(list(rows), columns=list(columns), dtype="string").replace("", pd.NA)
    for column in frame.columns.intersection(["membre", "hote"]):
        codes = {member: find_code(member, kinds) for member in frame[column].dropna()}
        frame[column] = frame[column].replace(codes)
    return frame.astype({name: "Int64" for name in INTEGERS if name in columns})


def list_members_by_year(
    listed: Mapping[int, str], left: Mapping[int, str], kinds: tuple[str, ...]
) -> pd.DataFrame:
    """Make the table of members, of those who are listed in a year and those noted to have left."""
    rows = []
    for state, by_year in {"": listed, "parti": left}.items():
        for year, names in by_year.items():
            rows += [{"annee": str(year), "membre": name, "etat": state} for name in split(names)]
    return make_frame("membres", rows, kinds)


@cache
def find_code(name: str, kinds: tuple[str, ...]) -> str:
    """Return the code of a member; a code, as of what is no institution any more, is its own."""
    is_code = name[0].isdigit() or is_known(name)
    return name if is_code else read_institution(name, kinds)


def network(
    by_year: Mapping[int, str],
    *,
    kinds: tuple[str, ...] = ("département",),
    left: Mapping[int, str] | None = None,
    meetings: Sequence[Meeting] = (),
    subjects: Sequence[Mapping[str, str]] = (),
    texts: Mapping[int, YearText] | None = None,
    lines: Mapping[str, str] | None = None,
) -> Network:
    """Make a network of what is said of it, by the steps that make one of files.

    Members, those who left too, are named by year: `{2024: "Gironde, Landes"}`. `lines` has tables
    by name, as `table` reads them. What isn't given is empty.
    """
    frames = {name: table(name, (lines or {}).get(name, ""), kinds) for name in COLUMNS}
    frames["membres"] = list_members_by_year(by_year, left or {}, kinds)
    if meetings:
        frames["rencontres"], frames["presences"] = list_meetings(meetings, kinds)
    if subjects:
        frames["sujets"] = make_frame("sujets", subjects, kinds)
    settings = Settings(nom="Réseau", genres=kinds)
    written = {name: write_table(name, frame) for name, frame in frames.items()}
    return assemble_network(Contents("reseau", settings, written, texts or {}))


def list_meetings(
    meetings: Sequence[Meeting], kinds: tuple[str, ...]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make the tables of meetings and of attendance; a meeting without a name gets a number."""
    held, attended = [], []
    for number, each in enumerate(meetings, 1):
        name = each.cells["rencontre"] or f"{each.cells['annee']}-{number}"
        held.append(each.cells | {"rencontre": name})
        for member, state in each.attendance.items():
            attended.append({"rencontre": name, "membre": member, "etat": state})
    return make_frame("rencontres", held, kinds), make_frame("presences", attended, kinds)


def write_table(name: str, frame: pd.DataFrame) -> Table:
    """Return a table of typed values as one that was read."""
    text = frame.astype("string").fillna("")
    fields = [
        {"name": column, "type": "year" if column in INTEGERS else "string"} for column in text
    ]
    records: Any = text.to_dict("records")
    rows = tuple(Row(row, Place(f"{name}.csv", (at,))) for at, row in enumerate(records, 2))
    return Table(name, fields, Place(f"{name}.csv"), rows)


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Return a frame's rows as tuples, None where a value is NA."""
    plain = frame[list(columns or frame.columns)].astype(object)
    return list(plain.where(plain.notna(), None).itertuples(index=False, name=None))
