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

from annual_report.dates import PartialDate
from annual_report.errors import ParameterError
from annual_report.french.periods import date_range
from annual_report.messages import _
from annual_report.reading.settings import settings_of
from annual_report.reading.values.vocabulary import ATTENDANCE as STATES
from annual_report.reading.values.vocabulary import is_member
from annual_report.territories.institutions import institution, is_known
from annual_report.writing.proposal import Held, open_held
from annual_report.writing.workbooks.attendance_grid import shown
from annual_report.writing.workbooks.filling import Choices, SheetColumn, SheetToFill, Workbook
from annual_report.writing.workbooks.origin import Part, origin_rows
from annual_report.writing.workbooks.workbook import draw

PRESENCE, SCHEMES, RESOURCES, HIGHLIGHTS = "Présences", "Dispositifs", "Ressources", "Temps forts"
SHEETS: Mapping[str, str] = {
    PRESENCE: "presences", SCHEMES: "dispositifs", RESOURCES: "ressources",
}  # fmt: skip
"""The tables that a member's sheets are of, by their titles without the year."""
TITLES: Mapping[str, Mapping[str, str]] = {
    "presences": {"rencontre": "Rencontre", "etat": "Présence"},
    "dispositifs": {"dispositif": "Dispositif", "genre": "Genre", "depuis": "Depuis",
                    "url": "Adresse"},
    "ressources": {"titre": "Titre", "genre": "Genre", "url": "Adresse"},
}  # fmt: skip
"""What a member writes of each table; whose it is and of which year is known."""
HOW = (
    "présent (ou x, ou le nombre d’agents venus), absent, excusé, non invité. Vide : non renseigné."
)


def collect(folder: str | Path, year: int, target: Path) -> list[str]:
    """Write a sheet for each member of a year into a folder; return what was done, line by line.

    A file that is there already is left as it is: somebody may have filled it in.
    """
    network = open_held(folder)
    members = members_of(network, str(year))
    if not members:
        raise ParameterError(_("{year} has no members: prepare it first, with new", year=year))
    target.mkdir(parents=True, exist_ok=True)
    said = _what_lacks(network, str(year))
    for code in members:
        name = _plain(institution(code).name)
        file = target / f"{year}-{f'{code}-{name}' if is_known(code) else name}.xlsx"
        if file.exists():
            said.append(_("{file}: is already there", file=file.name))
            continue
        draw(_member_workbook(network, code, str(year)), file)
        said.append(_("{file}: written", file=file.name))
    return said


def members_of(network: Held, year: str) -> list[str]:
    """Return the codes of the members of a year."""
    rows = (row for _n, row in network.tables["membres"].rows if is_member(row))
    return [row["membre"] for row in rows if row["annee"] == year]


def _what_lacks(network: Held, year: str) -> list[str]:
    """Say that a year's meetings aren't in the sheets: nobody could say who came."""
    meetings = network.tables["rencontres"]
    here = [row for _n, row in meetings.every_row if row["annee"] == year]
    ready = sum(row["annee"] == year for _n, row in meetings.rows)
    if ready == len(here) and ready:
        return []
    line = _("meetings of {year} in the sheets: {ready}; still to fill in: {left}", year=year,
             ready=ready, left=len(here) - ready)  # fmt: skip
    return [line]


def _member_workbook(network: Held, code: str, year: str) -> Workbook:
    """Return what a member's workbook shows."""
    parts = _parts(network, code, year)
    sheets = [
        _presence(network, parts, year),
        _sheet(SCHEMES, "dispositifs", parts, "Vos dispositifs de participation, un par ligne."),
        _sheet(f"{RESOURCES} {year}", "ressources", {}, "Ce que vous avez produit ou partagé."),
        SheetToFill(
            HIGHLIGHTS,
            "Un temps fort de votre année, s’il y en a un : un titre, puis quelques phrases.",
            (
                SheetColumn("titre", "Titre", "Quelques mots."),
                SheetColumn("recit", "Récit", "Quelques phrases : où, quand, et ce qui en reste."),
            ),
            (),
        ),
    ]  # fmt: skip
    rows = (row for _n, row in network.tables["membres"].rows if is_member(row))
    years = sorted({row["annee"] for row in rows if row["membre"] == code})
    the_network = settings_of(dict(network.descriptor)).the_network
    guide = (
        f"{institution(code).label}, {year}",
        f"Ce que {the_network} sait de vous, à compléter et à corriger. Membre en "
        f"{', '.join(years)}.",
        "Laissez vide ce que vous ne savez pas : « vide » veut dire « non renseigné ».",
        f"Une présence se note : {HOW}",
        "Aucune donnée personnelle : ni nom, ni adresse électronique, ni numéro de téléphone.",
        "Quand c’est fait, enregistrez et renvoyez ce fichier, sous n’importe quel nom.",
        *(f"{sheet.title} : {sheet.help}" for sheet in sheets),
    )
    origin = origin_rows(network.descriptor, parts, code, year)
    return Workbook(institution(code).name, guide, tuple(sheets), origin)


def _parts(network: Held, code: str, year: str) -> dict[Part, list[dict[str, str]]]:
    """Return what a member's workbook holds of each table when it is made.

    The resources of a year are nobody's in particular: none is held, so none is taken away.
    """
    tables = network.tables
    meetings = {row["rencontre"] for _n, row in tables["rencontres"].rows if row["annee"] == year}
    mine = {
        name: [row for _n, row in tables[name].rows if row["membre"] == code]
        for name in ("presences", "dispositifs")
    }
    came = [row for row in mine["presences"] if row["rencontre"] in meetings and row["etat"]]
    return {
        ("presences", "rows"): came,
        ("dispositifs", "rows"): mine["dispositifs"],
        ("ressources", "rows"): [],
    }


def _presence(
    network: Held, parts: Mapping[Part, Sequence[Mapping[str, str]]], year: str
) -> SheetToFill:
    noted = {row["rencontre"]: shown(row) for row in parts["presences", "rows"]}
    titles = TITLES["presences"]
    meetings = [row for _n, row in network.tables["rencontres"].rows if row["annee"] == year]
    return SheetToFill(
        f"{PRESENCE} {year}",
        "Une ligne par rencontre de l’année : dites si vous y étiez.",
        (
            SheetColumn("rencontre", titles["rencontre"], "Ne changez pas cet identifiant."),
            SheetColumn("debut", "Date", ""),
            SheetColumn("format", "Format", ""),
            SheetColumn("ville", "Ville", ""),
            SheetColumn("titre", "Titre", ""),
            SheetColumn("etat", titles["etat"], HOW, Choices("Présence", STATES)),
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


def _when(meeting: Mapping[str, str]) -> str | None:
    """Write when a meeting was as people do: members read it, nobody changes it."""
    if not meeting["debut"]:
        return None
    end = PartialDate.parse(meeting["fin"]) if meeting["fin"] else None
    return date_range(PartialDate.parse(meeting["debut"]), end)


def _sheet(
    title: str, table: str, parts: Mapping[Part, Sequence[Mapping[str, str]]], help_: str
) -> SheetToFill:
    columns = tuple(SheetColumn(name, label, "") for name, label in TITLES[table].items())
    rows = tuple(
        tuple(
            int(row[name]) if name == "depuis" and row[name] else row[name] or None
            for name in TITLES[table]
        )
        for row in parts.get((table, "rows"), ())
    )
    return SheetToFill(title, help_, columns, rows)


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFD", name)
    return re.sub(r"[^A-Za-z0-9]+", "-", "".join(s for s in letters if s.isascii())).strip("-")
