"""The network as one workbook to fill in: a sheet for each table, in French, with its lists.

Attendance has a grid for each recorded year, its members down and its meetings across:

    Membre *           2025-R1 : 19/06/2025 Nantes      2025-R2 : 2025-09
    44 Loire-Atlantique     3                            excusé

A cell of it holds a state, or the number of agents who came; an empty one says nothing. Where a
network adds a column to attendance, it is a sheet of rows like any other. `typed_rows` reads it all
back. What the sheets hold is decided here; `drawing` draws it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from annual_report.base.dates import PartialDate, is_day
from annual_report.base.errors import ParameterError
from annual_report.base.french.periods import date_range
from annual_report.base.messages import _
from annual_report.base.project import COMMAND
from annual_report.network.reading.schema import GENRES, read_shared_tables
from annual_report.network.reading.values.cells import Field, is_placeholder
from annual_report.network.reading.values.vocabulary import ATTENDANCE, PRESENT, is_member
from annual_report.network.territories.institutions import (
    departments_by_code,
    find_institution,
    institutions_by_code,
    is_known,
    sort_codes,
)
from annual_report.network.writing.drawing import (
    Cell,
    Choices,
    SheetColumn,
    SheetToFill,
    Workbook,
    draw_workbook,
)
from annual_report.network.writing.merging import NUMBER, STATE, Row
from annual_report.network.writing.origin import GRID, Parts, make_origin_rows
from annual_report.network.writing.proposal import NetworkData, open_data

SUFFIX = ".xlsx"
NUMBERS = ("integer", "year", "number")
AFTER_ID = " : "
FREE_LISTS = frozenset({"genre", "theme", "format", "ville"})
"""Columns that suggest what was written before, and take anything else."""
MOST_CHOICES = 2000
"""A longer list of institutions is of no use to choose from."""
SPARE_MEETINGS = 3
"""Columns of a grid without a meeting: its identifier is typed at their head."""
HOW = (
    "Une présence se note : présent (ou x, ou le nombre d’agents venus), absent, excusé, non "
    "invité. Vide : non renseigné."
)
STATES = Choices("Présence", ATTENDANCE)


def write_workbook(folder: str | Path, target: Path) -> Path | None:
    """Write a network's tables as a workbook; return the new name of one that was there.

    It is put aside, for it may hold what was never taken back. Raise ParameterError for a name that
    is no workbook's.
    """
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
    # A network with an error is refused before the old workbook is moved.
    content = fill_workbook(open_data(folder))
    aside = put_aside(target) if target.exists() else None
    draw_workbook(content, target)
    return aside


def put_aside(file: Path) -> Path:
    """Rename a file so that its name says when it was last saved; return its new name."""
    stamp, number = f"{datetime.fromtimestamp(file.stat().st_mtime):%Y-%m-%d-%Hh%M}", 1
    aside = file.with_stem(f"{file.stem}-{stamp}")
    while aside.exists():
        number += 1
        aside = file.with_stem(f"{file.stem}-{stamp}-{number}")
    return file.rename(aside)


def fill_workbook(network: NetworkData) -> Workbook:
    """Return what a workbook of this network shows."""
    rows = (network.tables[name].every_row for name in ("membres", "rencontres"))
    # The last year first: it is the one that is filled in. A year that is a blank has no grid.
    years = sorted({row["annee"] for each in rows for row in each}, reverse=True)
    years = [*filter(str.isdecimal, years)]
    parts, sheets = _parts(network, has_grids=bool(years)), []
    for part, held in parts.items():
        if part == GRID:
            sheets += [_grid(network, year, held) for year in years]
        else:
            sheets.append(make_table_sheet(network, network.resources[part], held))
    origin = make_origin_rows(network.descriptor, parts)
    return Workbook(tuple(_guide(network.title, sheets)), tuple(sheets), origin)


def _parts(network: NetworkData, *, has_grids: bool) -> Parts:
    """Say what each sheet holds; a grid has no place for what a network adds to attendance."""
    found: dict[str, list[Row]] = {}
    common = {field["name"] for field in read_shared_tables()["presences"]["schema"]["fields"]}
    for name, table in network.tables.items():
        rows: list[Row] = [*table.every_row]
        if name == "presences":
            rows = [*filter(says_something, rows)]
            has_grids = has_grids and {*network.models[name].titles} <= common
        found[GRID if name == "presences" and has_grids else name] = rows
    return found


def says_something(row: Row) -> bool:
    """Whether a row of attendance says more than whom and which meeting it is about."""
    return any(cell for column, cell in row.items() if column not in ("rencontre", "membre"))


def _grid(network: NetworkData, year: str, held: Iterable[Row]) -> SheetToFill:
    """Draw attendance as a grid: the members of the year, and whoever else is noted."""
    resource = network.resources["presences"]
    meetings = [row for row in network.tables["rencontres"].every_row if row["annee"] == year]
    ids = [row["rencontre"] for row in meetings]
    noted = {(row["membre"], row["rencontre"]): write_attendance(row) for row in held}
    members = list_codes(network, year)
    # Who was noted and is no member any more has a line: without it the note would be gone.
    members += sorted({code for code, meeting in noted if meeting in ids} - {*members})
    field = next(each for each in resource["schema"]["fields"] if each["name"] == "membre")
    spare = "Une rencontre de plus : tapez ici l’identifiant qu’elle a dans la feuille Rencontres."
    columns = (
        SheetColumn(f"{field['title']} *", "Un membre de l’année.", _members(field, network)),
        *(SheetColumn(_heading(row), HOW, STATES) for row in meetings),
        *[SheetColumn("", spare, STATES)] * SPARE_MEETINGS,
    )
    rows = tuple(
        (write_member(code), *(noted.get((code, each)) for each in ids), *[None] * SPARE_MEETINGS)
        for code in members
    )
    about = f"Les membres de {year} en lignes, ses rencontres en colonnes. {HOW}"
    return SheetToFill(f"{resource['title']} {year}", about, columns, rows)


def _heading(meeting: Row) -> str:
    """Title a meeting's column: its id, then when and where it was, if that is known."""
    parts = (write_day(meeting["debut"]), meeting["ville"])
    rest = " ".join(each for each in parts if each and not is_placeholder(each))
    return f"{meeting['rencontre']}{AFTER_ID}{rest}" if rest else meeting["rencontre"]


def make_table_sheet(
    network: NetworkData, resource: Mapping[str, Any], held: Iterable[Row]
) -> SheetToFill:
    """Draw a table, a row a fact."""
    fields = resource["schema"]["fields"]
    columns = (
        SheetColumn(
            str(field.get("title", field["name"]))
            + (" *" if field.get("constraints", {}).get("required") else ""),
            field.get("description", ""),
            _choices(field, resource, network),
            field["type"] not in NUMBERS,
        )
        for field in fields
    )
    rows = tuple(tuple(_cell(row[each["name"]], each) for each in fields) for row in held)
    return SheetToFill(resource["title"], resource.get("description", ""), tuple(columns), rows)


def _cell(value: str, field: Field) -> Cell:
    """Return what a cell shows: a number, or the text by which people know a value."""
    if field["type"] in NUMBERS and re.fullmatch(r"-?\d+(?:\.\d+)?", value):
        return float(value) if "." in value else int(value)
    if field["type"] == "date" or field.get("kind") == "partial-date":
        value = write_day(value)
    return write_choice(value, str(field.get("kind"))) or None


def _choices(field: Field, resource: Mapping[str, Any], network: NetworkData) -> Choices | None:
    """Return the list of a column, None if anything may stand there."""
    name, title = field["name"], f"{resource['title']} : {field.get('title', field['name'])}"
    if field.get("kind") == "member":
        return _members(field, network)
    if field.get("kind") == "department":
        return Choices("Départements", tuple(write_choice(each, "department")
                                             for each in departments_by_code()))  # fmt: skip
    if "enum" in field.get("constraints", {}):
        return Choices(title, tuple(field["constraints"]["enum"]))
    if field["type"] == "boolean":
        return Choices("Oui ou non", ("oui", "non"))
    if name in FREE_LISTS:
        used = {row[name] for row in network.tables[resource["name"]].rows if row[name]}
        return Choices(title, tuple(sorted(used))) if used else None
    return None


def _members(field: Field, network: NetworkData) -> Choices:
    """List the institutions of the network's kinds, or those it has where they are too many."""
    codes = [code for kind in field[GENRES] for code in institutions_by_code(kind)]
    if len(codes) > MOST_CHOICES or not codes:
        codes = [row["membre"] for row in network.tables["membres"].rows]
    return Choices("Membres", tuple(map(write_member, sort_codes(codes))))


def list_codes(network: NetworkData, year: str) -> list[str]:
    """Return the codes of the members of a year."""
    rows = (row for row in network.tables["membres"].rows if is_member(row))
    return [row["membre"] for row in rows if row["annee"] == year]


def write_attendance(row: Row) -> str:
    """Write a row of attendance in one cell."""
    return row[NUMBER] if row[STATE] == PRESENT and row[NUMBER] else row[STATE]


def write_choice(code: str, kind: str) -> str:
    """Write a code as the list of its column does; any other text as it is."""
    if kind == "department" and code in departments_by_code():
        return f"{code} {departments_by_code()[code].name}"
    return write_member(code) if kind == "member" else code


def write_member(code: str) -> str:
    """Write an institution as the lists do: "6AE Alsace"; an organisation by its name alone."""
    return f"{code} {find_institution(code).name}" if is_known(code) else code


def write_day(day: str) -> str:
    """Write a date as people do: 19/06/2025, juin 2025, printemps 2025; other text as it is.

    It is text: over a date, a spreadsheet would take "juin 2025" for the first of June.
    """
    if is_day(day):
        return "/".join(reversed(day.split("-")))
    try:
        return date_range(PartialDate.parse(day), None)
    except ValueError:
        return day


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
        f"{HOW} Chaque année a sa grille. Pour une rencontre de plus : une ligne dans la feuille "
        "Rencontres, puis son identifiant en tête d’une colonne libre de la grille.",
        "Ne changez pas les titres des colonnes : une colonne qui n’a plus son titre ne dit rien.",
        f"Quand le classeur est rempli et enregistré : {COMMAND} import. Les changements sont "
        "montrés ligne par ligne, et rien n’est écrit sans votre accord. Seul ce que vous avez "
        "changé ici change ; ce que d’autres ont écrit entre-temps reste.",
        *(f"{sheet.title} : {sheet.help}" for sheet in sheets),
    ]
