"""The network as one workbook to fill in: a sheet for each table, in French, with its lists.

Attendance has a grid for each recorded year; rows that no grid shows stand in a sheet of rows.
`importing` takes it all back. What the sheets hold is decided here; `drawing` draws it.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from annual_report.errors import ParameterError
from annual_report.messages import _
from annual_report.project import COMMAND
from annual_report.reading.schema.shared import shared
from annual_report.reading.values.cells import MEMBERS
from annual_report.reading.values.vocabulary import ATTENDANCE as STATES
from annual_report.reading.values.vocabulary import is_member
from annual_report.writing.proposal import Held, open_held
from annual_report.writing.saving import write_whole
from annual_report.writing.workbooks.attendance_grid import heading, shown
from annual_report.writing.workbooks.choosing import choices_of, members_to_choose
from annual_report.writing.workbooks.filling import (
    Choices,
    SheetColumn,
    SheetToFill,
    Workbook,
    choice,
    day_shown,
    member_choice,
)
from annual_report.writing.workbooks.origin import GRID, ROWS, Part, origin_rows

Row = Mapping[str, str]
SUFFIX = ".xlsx"
NUMBERS = ("integer", "year", "number")
HOW = "présent, absent, excusé ou non invité, ou le nombre d’agents venus. Vide : non renseigné."
SPARE_MEETINGS = 3
"""Columns of a grid without a meeting: its identifier is typed at their head."""


def write_workbook(folder: str | Path, path: str | Path) -> None:
    """Write a network's tables as a workbook."""
    target = Path(path)
    check_name(target)
    draw(workbook_of(open_held(folder)), target)


def check_name(target: Path) -> None:
    """Raise ParameterError if a file's name is no workbook's."""
    if target.suffix.lower() != SUFFIX:
        raise ParameterError(
            _(
                "“{value}” is no workbook’s name; expected: {expected}, which LibreOffice opens "
                "and saves; nearest: {nearest}",
                value=target.name,
                expected=SUFFIX,
                nearest=target.stem + SUFFIX,
            )
        )


def draw(content: Workbook, target: Path) -> None:
    """Write a workbook's file, whole or not at all."""
    from annual_report.writing.workbooks.drawing import as_xlsx  # openpyxl takes its time

    write_whole(target, as_xlsx(content))


def workbook_of(network: Held) -> Workbook:
    """Return what a workbook of this network shows."""
    parts = _parts(network)
    sheets = []
    for part in parts:
        if part == GRID:
            sheets += [_grid(network, year, parts[GRID]) for year in _years(network)]
        elif part != ROWS or parts[ROWS] or GRID not in parts:
            sheets.append(_sheet(network, part[0], parts[part]))
    origin = origin_rows(network.descriptor, parts)
    return Workbook(network.title, tuple(_guide(network.title, sheets)), tuple(sheets), origin)


def _years(network: Held) -> list[str]:
    """Return the recorded years, the last first: it is the one that is filled in."""
    rows = (network.tables[name].every_row for name in ("membres", "rencontres"))
    years = {row["annee"] for each in rows for _n, row in each}
    return sorted(filter(str.isdecimal, years), reverse=True)


def _parts(network: Held) -> dict[Part, list[dict[str, str]]]:
    """Say what each sheet holds; a grid has no place for what a network adds to attendance."""
    found: dict[Part, list[dict[str, str]]] = {}
    own = set(network.models["presences"].titles) - {
        field["name"] for field in shared()["presences"]["schema"]["fields"]
    }
    meetings = {row["rencontre"] for _n, row in network.tables["rencontres"].every_row}
    for name, table in network.tables.items():
        rows = [row for _number, row in table.every_row]
        if name == "presences" and _years(network):
            found[GRID] = [
                row
                for row in rows
                if row["rencontre"] in meetings and row["etat"] and not any(row[n] for n in own)
            ]
            rows = [row for row in rows if row not in found[GRID]]
        found[name, "rows"] = rows
    return found


def _grid(network: Held, year: str, held: Sequence[Row]) -> SheetToFill:
    """Draw attendance as a grid: the members of the year, and whoever else is noted."""
    resource, tables = network.resources["presences"], network.tables
    meetings = [row for _n, row in tables["rencontres"].every_row if row["annee"] == year]
    noted = {(row["membre"], row["rencontre"]): shown(row) for row in held}
    ids = {row["rencontre"] for row in meetings}
    rows = (row for _n, row in tables["membres"].rows if is_member(row))
    members = [row["membre"] for row in rows if row["annee"] == year]
    members += sorted({code for code, meeting in noted if meeting in ids} - set(members))
    states = Choices("Présence", STATES)
    field = next(each for each in resource["schema"]["fields"] if each["name"] == "membre")
    spare = "Une rencontre de plus : tapez ici l’identifiant qu’elle a dans la feuille Rencontres."
    columns = [
        SheetColumn("membre", f"{field['title']} *", "Un membre de l’année.",
                    members_to_choose(field, tables)),
        *(SheetColumn(row["rencontre"], heading(row), HOW, states) for row in meetings),
        *(SheetColumn(f"+{number}", "", spare, states) for number in range(SPARE_MEETINGS)),
    ]  # fmt: skip
    cells = tuple(
        (
            member_choice(code),
            *(noted.get((code, row["rencontre"])) or None for row in meetings),
            *([None] * SPARE_MEETINGS),
        )
        for code in members
    )
    about = f"Les membres de {year} en lignes, ses rencontres en colonnes. {HOW}"
    return SheetToFill(f"{resource['title']} {year}", about, tuple(columns), cells)


def _sheet(network: Held, name: str, held: Sequence[Row]) -> SheetToFill:
    resource = network.resources[name]
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    columns = tuple(
        SheetColumn(
            column,
            field.get("title", column)
            + (" *" if field.get("constraints", {}).get("required") else ""),
            field.get("description", ""),
            choices_of(field, resource, network.tables[name], network.tables),
        )
        for column, field in fields.items()
    )
    rows = tuple(tuple(_cell(row[column], fields[column]) for column in fields) for row in held)
    return SheetToFill(resource["title"], resource.get("description", ""), columns, rows)


def _cell(value: str, field: dict[str, Any]) -> str | float | None:
    """Return what a cell shows: a number, or the text by which people know a value."""
    name, kind = field["name"], field.get("type")
    if not value:
        return None
    if kind in NUMBERS and re.fullmatch(r"-?\d+(?:\.\d+)?", value):
        return float(value) if "." in value else int(value)
    if name == "departement" or name in MEMBERS:
        return choice(name, value)
    return day_shown(value) if kind == "date" or name in ("debut", "fin") else value


def _guide(title: str, sheets: Sequence[SheetToFill]) -> list[str]:
    """Return the first sheet's lines: its title, then a paragraph a line."""
    return [
        f"{title} : classeur à remplir",
        "Une feuille par table, une ligne par fait. Les colonnes marquées d’un astérisque sont "
        "obligatoires ; laissez vide ce que vous ne savez pas : « vide » veut dire « non "
        "renseigné », jamais zéro.",
        "Les dates se notent aussi précisément qu’elles sont connues : 19/06/2025, juin 2025, "
        "printemps 2025 ou 2025.",
        "Les listes déroulantes proposent les membres, les formats, les genres et les états ; "
        "autre chose peut se taper : un membre par son code ou son nom, par exemple.",
        "Aucune donnée personnelle : ni nom, ni adresse électronique, ni numéro de téléphone.",
        "Une présence est un état : présent (ou x, ou le nombre d’agents venus), absent, excusé, "
        "non invité. Une case vide ne dit rien, et rien n’est compté. Chaque année a sa grille. "
        "Pour une rencontre de plus : une ligne dans la feuille Rencontres, puis son identifiant "
        "en tête d’une colonne libre de la grille.",
        "Ne changez pas les titres des colonnes : une colonne qui n’a plus son titre ne dit rien.",
        f"Quand le classeur est rempli et enregistré : {COMMAND} import CLASSEUR. Les "
        "changements sont montrés ligne par ligne, et rien n’est écrit sans votre accord. Seul ce "
        "que vous avez changé ici change ; ce que d’autres ont écrit entre-temps reste.",
        *(f"{sheet.title} : {sheet.help}" for sheet in sheets),
    ]
