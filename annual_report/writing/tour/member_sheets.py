"""A small workbook for each member: what the network knows of it, and what only it can say.

    Présences 2026     the year's meetings, a row each, to say who came
    Dispositifs        the member's schemes
    Ressources 2026    what it produced or shared
    Temps forts        what it remembers of the year, in its own words

`collect` writes them; `gathering` takes back those that were filled in.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from annual_report.dates import PartialDate
from annual_report.errors import DataError, ParameterError
from annual_report.french.periods import date_range
from annual_report.messages import _
from annual_report.reading.descriptor import read_descriptor
from annual_report.reading.files.package_files import find_package
from annual_report.reading.inspection import read_tables
from annual_report.reading.problems import together
from annual_report.reading.settings import settings_of
from annual_report.reading.tables import Table
from annual_report.reading.values.attendance_states import STATES
from annual_report.reading.values.vocabulary import is_member
from annual_report.territories.institutions import institution, is_known
from annual_report.writing.workbooks.attendance_grid import shown
from annual_report.writing.workbooks.filling import Choices, SheetColumn, SheetToFill, Workbook
from annual_report.writing.workbooks.origin import Part, origin_rows
from annual_report.writing.workbooks.workbook import draw

PRESENCE, SCHEMES, RESOURCES, HIGHLIGHTS = "Présences", "Dispositifs", "Ressources", "Temps forts"
MEETING, STATE = "Rencontre", "Présence"
KEYS: Mapping[str, Mapping[str, str]] = {
    "dispositifs": {"dispositif": "Dispositif", "genre": "Genre", "depuis": "Depuis",
                    "url": "Adresse"},
    "ressources": {"titre": "Titre", "genre": "Genre", "url": "Adresse"},
}  # fmt: skip
"""What a member writes of each table; whose it is and of which year is known."""

HOW = (
    "présent (ou x, ou le nombre d’agents venus), absent, excusé, non invité. Vide : non renseigné."
)


def collect(folder: str | Path, year: int, target: Path, suffix: str = ".xlsx") -> list[str]:
    """Write a sheet for each member of a year into a folder; return what was done, line by line.

    A file that is there already is left as it is: somebody may have filled it in.
    """
    path = find_package(folder)
    descriptor, tables = read_network(path)
    members = [
        row["membre"]
        for _n, row in tables["membres"].rows
        if row["annee"] == str(year) and is_member(row)
    ]
    if not members:
        raise ParameterError(_("{year} has no members: prepare it first, with new", year=year))
    target.mkdir(parents=True, exist_ok=True)
    said = _what_lacks(tables["rencontres"], str(year))
    for code in members:
        name = _plain(institution(code).name)
        file = target / f"{year}-{f'{code}-{name}' if is_known(code) else name}{suffix}"
        if file.exists():
            said.append(_("{file}: is already there", file=file.name))
            continue
        draw(member_workbook(descriptor, tables, code, str(year)), file)
        said.append(_("{file}: written", file=file.name))
    return said


def _what_lacks(meetings: Table, year: str) -> list[str]:
    """Say that a year's meetings aren't in the sheets: nobody could say who came."""
    here = [row for _n, row in meetings.every_row if row["annee"] == year]
    ready = sum(row["annee"] == year for _n, row in meetings.rows)
    if ready == len(here) and ready:
        return []
    line = _("meetings of {year} in the sheets: {ready}; still to fill in: {left}", year=year,
             ready=ready, left=len(here) - ready)  # fmt: skip
    return [line]


def read_network(path: Path) -> tuple[dict[str, Any], dict[str, Table]]:
    """Read a network's descriptor and tables; raise DataError if one has an error."""
    descriptor, schemas, problems = read_descriptor(path)
    if descriptor is None:
        raise DataError(problems)
    tables = read_tables(path, descriptor, schemas)
    errors = [p for table in tables.values() for p in table.problems if p.severity == "error"]
    if errors:
        raise DataError(together(errors))
    return descriptor, tables


def member_workbook(
    descriptor: Mapping[str, Any], tables: Mapping[str, Table], code: str, year: str
) -> Workbook:
    """Return what a member's workbook shows."""
    parts = held(tables, code, year)
    meetings = [row for _n, row in tables["rencontres"].rows if row["annee"] == year]
    noted = {row["rencontre"]: shown(row) for row in parts["presences", "rows"]}
    states = Choices("Présence", STATES, False)
    presence = SheetToFill(
        f"{PRESENCE} {year}",
        "Une ligne par rencontre de l’année : dites si vous y étiez.",
        (
            SheetColumn("rencontre", MEETING, "Ne changez pas cet identifiant."),
            SheetColumn("debut", "Date", ""),
            SheetColumn("format", "Format", ""),
            SheetColumn("ville", "Ville", ""),
            SheetColumn("titre", "Titre", ""),
            SheetColumn("etat", STATE, HOW, states),
        ),
        tuple(
            (
                row["rencontre"],
                _when(row),
                *(row[name] or None for name in ("format", "ville", "titre")),
                noted.get(row["rencontre"]) or None,
            )
            for row in meetings
        ),
    )
    sheets = [
        presence,
        _sheet(SCHEMES, "dispositifs", parts, "Vos dispositifs de participation, un par ligne."),
        _sheet(f"{RESOURCES} {year}", "ressources", {}, "Ce que vous avez produit ou partagé."),
        SheetToFill(
            HIGHLIGHTS,
            "Un temps fort de votre année, s’il y en a un : un titre, puis quelques phrases.",
            (
                SheetColumn("titre", "Titre", "Quelques mots."),
                SheetColumn(
                    "recit", "Récit", "Quelques phrases : où, quand, et ce qu’il en reste."
                ),
            ),
            (),
        ),
    ]
    years = [
        row["annee"]
        for _n, row in tables["membres"].rows
        if row["membre"] == code and is_member(row)
    ]
    name = institution(code).name
    network = settings_of(dict(descriptor)).the_network
    guide = (
        f"{institution(code).label}, {year}",
        f"Ce que {network} sait de vous, à compléter et à corriger. Membre en "
        f"{', '.join(sorted(set(years)))}.",
        "Laissez vide ce que vous ne savez pas : « vide » veut dire « non renseigné ».",
        f"Une présence se note : {HOW}",
        "Aucune donnée personnelle : ni nom, ni adresse électronique, ni numéro de téléphone.",
        "Quand c’est fait, enregistrez et renvoyez ce fichier, sous n’importe quel nom.",
        *(f"{sheet.title} : {sheet.help}" for sheet in sheets),
    )
    return Workbook(name, guide, tuple(sheets), origin_rows(descriptor, parts, code, year))


def _when(meeting: Mapping[str, str]) -> str | None:
    """Write when a meeting was as people do: members read it, nobody changes it."""
    if not meeting["debut"]:
        return None
    end = PartialDate.parse(meeting["fin"]) if meeting["fin"] else None
    return date_range(PartialDate.parse(meeting["debut"]), end)


def held(tables: Mapping[str, Table], code: str, year: str) -> dict[Part, list[dict[str, str]]]:
    """Return what a member's workbook holds of each table when it is made.

    The resources of a year are nobody's in particular: none is held, so none is taken away.
    """
    meetings = {row["rencontre"] for _n, row in tables["rencontres"].rows if row["annee"] == year}
    return {
        ("presences", "rows"): [
            row
            for _n, row in tables["presences"].rows
            if row["membre"] == code and row["rencontre"] in meetings and row["etat"]
        ],
        ("dispositifs", "rows"): [
            row for _n, row in tables["dispositifs"].rows if row["membre"] == code
        ],
        ("ressources", "rows"): [],
    }


def _sheet(
    title: str, table: str, parts: Mapping[Part, Sequence[Mapping[str, str]]], help_: str
) -> SheetToFill:
    columns = tuple(SheetColumn(name, label, "") for name, label in KEYS[table].items())
    rows = tuple(
        tuple(
            int(row[name]) if name == "depuis" and row[name] else row[name] or None
            for name in KEYS[table]
        )
        for row in parts.get((table, "rows"), ())
    )
    return SheetToFill(title, help_, columns, rows)


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFD", name)
    return re.sub(r"[^A-Za-z0-9]+", "-", "".join(s for s in letters if s.isascii())).strip("-")
