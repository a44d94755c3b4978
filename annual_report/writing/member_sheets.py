"""A small workbook for each member: what the network knows of it, and what only it can say.

    Présences 2026     the year's meetings, a row each, to say who came
    Dispositifs        the member's schemes
    Ressources 2026    what it produced or shared
    Temps forts        what it remembers of the year, in its own words

`collect` writes them; `gathering` takes back those that were filled in.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from annual_report.dates import PartialDate
from annual_report.errors import ParameterError
from annual_report.french.periods import date_range
from annual_report.messages import _
from annual_report.reading.settings import settings_of
from annual_report.reading.values.vocabulary import is_member
from annual_report.territories.institutions import institution, is_known
from annual_report.writing.merging import STATE
from annual_report.writing.origin import ROWS, Parts, origin_rows
from annual_report.writing.proposal import NetworkData, open_data
from annual_report.writing.sheets_to_fill import SheetColumn, SheetToFill, Workbook
from annual_report.writing.workbook import (
    STATES,
    Row,
    draw,
    members_of,
    shown_attendance,
    table_sheet,
)

HIGHLIGHTS = "Temps forts"
HOW = (
    "présent (ou x, ou le nombre d’agents venus), absent, excusé, non invité. Vide : non renseigné."
)


def collect(folder: str | Path, year: int, target: Path) -> list[str]:
    """Write a sheet for each member of a year into a folder; return what was done, line by line.

    A file that is there already is left as it is: somebody may have filled it in.
    """
    network = open_data(folder)
    members = members_of(network, str(year))
    if not members:
        raise ParameterError(_("{year} has no members: prepare it first, with new", year=year))
    target.mkdir(parents=True, exist_ok=True)
    said = _say_what_lacks(network, str(year))
    for code in members:
        letters = unicodedata.normalize("NFD", institution(code).name)
        name = re.sub(r"[^A-Za-z0-9]+", "-", "".join(filter(str.isascii, letters))).strip("-")
        file = target / f"{year}-{f'{code}-{name}' if is_known(code) else name}.xlsx"
        if file.exists():
            said.append(_("{file}: is already there", file=file.name))
            continue
        draw(_member_workbook(network, code, str(year)), file)
        said.append(_("{file}: written", file=file.name))
    return said


def _say_what_lacks(network: NetworkData, year: str) -> list[str]:
    """Say that a year's meetings aren't in the sheets: nobody could say who came."""
    meetings = network.tables["rencontres"]
    here = [row for _n, row in meetings.every_row if row["annee"] == year]
    ready = sum(row["annee"] == year for _n, row in meetings.rows)
    if ready == len(here) and ready:
        return []
    line = _("meetings of {year} in the sheets: {ready}; still to fill in: {left}", year=year,
             ready=ready, left=len(here) - ready)  # fmt: skip
    return [line]


def _member_workbook(network: NetworkData, code: str, year: str) -> Workbook:
    """Return what a member's workbook shows."""
    meetings = [row for _n, row in network.tables["rencontres"].rows if row["annee"] == year]
    parts = _parts(network, code, {row["rencontre"] for row in meetings})
    sheets = (
        _presence(meetings, parts[ROWS], year),
        table_sheet(network, "dispositifs", parts["dispositifs", "rows"], without="membre",
                    about="Vos dispositifs de participation, un par ligne."),
        table_sheet(network, "ressources", (), title=f"Ressources {year}", without="annee",
                    about="Ce que vous avez produit ou partagé."),
        SheetToFill(
            HIGHLIGHTS,
            "Un temps fort de votre année, s’il y en a un : un titre, puis quelques phrases.",
            (
                SheetColumn("Titre", "Quelques mots."),
                SheetColumn("Récit", "Quelques phrases : où, quand, et ce qui en reste."),
            ),
        ),
    )  # fmt: skip
    rows = (row for _n, row in network.tables["membres"].rows if is_member(row))
    years = sorted({row["annee"] for row in rows if row["membre"] == code})
    guide = (
        f"{institution(code).label}, {year}",
        f"Ce que {settings_of(network.descriptor).the_network} sait de vous, à compléter et à "
        f"corriger. Membre en {', '.join(years)}.",
        "Laissez vide ce que vous ne savez pas : « vide » veut dire « non renseigné ».",
        f"Une présence se note : {HOW}",
        "Aucune donnée personnelle : ni nom, ni adresse électronique, ni numéro de téléphone.",
        "Quand c’est fait, enregistrez et renvoyez ce fichier, sous n’importe quel nom.",
        *(f"{sheet.title} : {sheet.help}" for sheet in sheets),
    )
    origin = origin_rows(network.descriptor, parts, code, year)
    return Workbook(institution(code).name, guide, sheets, origin)


def _parts(network: NetworkData, code: str, meetings: set[str]) -> Parts:
    """Return what a member's workbook holds of each table when it is made.

    The resources of a year are nobody's in particular: none is held, so none is taken away.
    """
    came, schemes = (
        [row for _n, row in network.tables[name].rows if row["membre"] == code]
        for name in ("presences", "dispositifs")
    )
    return {
        ROWS: [row for row in came if row["rencontre"] in meetings and row[STATE]],
        ("dispositifs", "rows"): schemes,
        ("ressources", "rows"): [],
    }


def _presence(meetings: Sequence[Row], held: Iterable[Row], year: str) -> SheetToFill:
    noted = {row["rencontre"]: shown_attendance(row) for row in held}
    shown = [SheetColumn(title) for title in ("Date", "Format", "Ville", "Titre")]
    return SheetToFill(
        f"Présences {year}",
        "Une ligne par rencontre de l’année : dites si vous y étiez.",
        (
            SheetColumn("Rencontre", "Ne changez pas cet identifiant."),
            *shown,
            SheetColumn("Présence", HOW, STATES),
        ),
        tuple(
            (
                row["rencontre"],
                _when(row),
                *(row[name] or None for name in ("format", "ville", "titre")),
                noted.get(row["rencontre"]),
            )
            for row in meetings
        ),
    )


def _when(meeting: Row) -> str | None:
    """Write when a meeting was as people do: members read it, nobody changes it."""
    if not meeting["debut"]:
        return None
    end = PartialDate.parse(meeting["fin"]) if meeting["fin"] else None
    return date_range(PartialDate.parse(meeting["debut"]), end)
