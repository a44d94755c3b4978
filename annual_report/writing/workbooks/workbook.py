"""The network as one workbook to fill in: a sheet for each table, in French, with its lists.

`write_workbook` writes `.xlsx` or `.ods`; `importing` takes it back. What the sheets hold is
decided here, once for both kinds; `workbook_xlsx` and `workbook_ods` only draw it.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from annual_report.errors import DataError, ParameterError
from annual_report.messages import _, with_nearest
from annual_report.project import COMMAND
from annual_report.reading.descriptor import read_descriptor
from annual_report.reading.files.package_files import find_package
from annual_report.reading.inspection import read_tables
from annual_report.reading.problems import together
from annual_report.reading.schema.shared import tables_of
from annual_report.reading.tables import Table
from annual_report.reading.values.attendance_states import STATES
from annual_report.reading.values.cells import MEMBERS, nearest
from annual_report.reading.values.vocabulary import is_member
from annual_report.writing.saving import write_whole
from annual_report.writing.workbooks.attendance_grid import grid_year, heading, shown
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
from annual_report.writing.workbooks.origin import Part, origin_rows

SUFFIXES = (".xlsx", ".ods")
NUMBERS = ("integer", "year", "number")


def write_workbook(folder: str | Path, path: str | Path) -> None:
    """Write a network's tables as a workbook, `.xlsx` or `.ods` by its name."""
    target = Path(path)
    check_name(target)
    draw(workbook_of(find_package(folder)), target)


def check_name(target: Path) -> None:
    """Raise ParameterError if a file's name is no workbook's."""
    suffix = target.suffix.lower()
    if suffix not in SUFFIXES:
        line = _(
            "“{value}” is no workbook’s name; expected: {expected}",
            value=target.name,
            expected=", ".join(SUFFIXES),
        )
        close = nearest(suffix, SUFFIXES)
        raise ParameterError(with_nearest(line, target.stem + close if close else None))


def draw(content: Workbook, target: Path) -> None:
    """Write a workbook's file, of the kind that its name says, whole or not at all."""
    write_whole(target, _drawn(content, target.suffix.lower()))


def _drawn(content: Workbook, suffix: str) -> bytes:
    if suffix == ".ods":
        from annual_report.writing.workbooks.workbook_ods import as_ods

        return as_ods(content)
    from annual_report.writing.workbooks.workbook_xlsx import as_xlsx

    return as_xlsx(content)


def workbook_of(folder: Path) -> Workbook:
    """Return what a workbook of this network shows; raise DataError if it can't be read."""
    descriptor, schemas, problems = read_descriptor(folder)
    if descriptor is None:
        raise DataError(problems)
    tables = read_tables(folder, descriptor, schemas)
    errors = [
        problem
        for table in tables.values()
        for problem in table.problems
        if problem.severity == "error"
    ]
    if errors:
        raise DataError(together(errors))
    resources = tables_of(descriptor)
    parts, sheets = _parts(tables), []
    for name, part in parts:
        if part == "grid":
            sheets.append(_grid(resources[name], tables))
        else:
            sheets.append(_sheet(resources[name], tables[name], tables, parts[name, part]))
    title = str(descriptor.get("title", descriptor["name"]))
    origin = origin_rows(descriptor, parts)
    return Workbook(title, tuple(_guide(title, sheets)), tuple(sheets), origin)


def _parts(tables: Mapping[str, Table]) -> dict[Part, list[dict[str, str]]]:
    """Say what each sheet holds: attendance of the last year is a grid, of the others a table."""
    found: dict[Part, list[dict[str, str]]] = {}
    meetings = [row for _number, row in tables["rencontres"].every_row]
    of_grid = {row["rencontre"] for row in meetings if row["annee"] == grid_year(meetings)}
    for name in tables:
        rows = [row for _number, row in tables[name].every_row]
        if name == "presences" and of_grid:
            kept = [row for row in rows if row["rencontre"] in of_grid and row["etat"]]
            found[name, "grid"] = kept
            rows = [row for row in rows if row not in kept]
        found[name, "rows"] = rows
    return found


def _grid(resource: dict[str, Any], tables: Mapping[str, Table]) -> SheetToFill:
    """Draw attendance as a grid: the members of the year, and whoever else is noted."""
    meetings = [row for _number, row in tables["rencontres"].every_row]
    year = grid_year(meetings)
    meetings = [row for row in meetings if row["annee"] == year]
    noted = {
        (row["membre"], row["rencontre"]): shown(row) for _number, row in tables["presences"].rows
    }
    ids = {row["rencontre"] for row in meetings}
    members = [
        row["membre"]
        for _n, row in tables["membres"].rows
        if row["annee"] == year and is_member(row)
    ]
    members += sorted({code for code, meeting in noted if meeting in ids} - set(members))
    states = Choices("Présence", STATES, False)
    help_ = (
        "présent, absent, excusé ou non invité, ou le nombre d’agents venus. Vide : non renseigné."
    )
    field = next(each for each in resource["schema"]["fields"] if each["name"] == "membre")
    every = members_to_choose(field, tables)
    columns = [SheetColumn("membre", f"{field['title']} *", "Un membre de l’année.", every)]
    columns += [SheetColumn(row["rencontre"], heading(row), help_, states) for row in meetings]
    rows = [
        (
            member_choice(code),
            *(noted.get((code, row["rencontre"])) or None for row in meetings),
        )
        for code in members
    ]
    about = f"Les membres de {year} en lignes, ses rencontres en colonnes. {help_}"
    return SheetToFill(f"{resource['title']} {year}", about, tuple(columns), tuple(rows))


def _sheet(
    resource: dict[str, Any],
    table: Table,
    tables: Mapping[str, Table],
    held: Sequence[Mapping[str, str]],
) -> SheetToFill:
    columns = tuple(
        SheetColumn(
            field["name"],
            field.get("title", field["name"])
            + (" *" if field.get("constraints", {}).get("required") else ""),
            field.get("description", ""),
            choices_of(field, resource, table, tables),
        )
        for field in resource["schema"]["fields"]
    )
    numbers = {each["name"] for each in resource["schema"]["fields"] if each["type"] in NUMBERS}
    days = {"debut", "fin"} | {
        each["name"] for each in resource["schema"]["fields"] if each["type"] == "date"
    }
    rows = tuple(
        tuple(_cell(row[column.name], column.name, numbers, days) for column in columns)
        for row in held
    )
    return SheetToFill(resource["title"], resource.get("description", ""), columns, rows)


def _cell(value: str, column: str, numbers: set[str], days: set[str]) -> str | float | None:
    if not value:
        return None
    if column in numbers and re.fullmatch(r"-?\d+(?:\.\d+)?", value):
        return float(value) if "." in value else int(value)
    if column == "departement" or column in MEMBERS:
        return choice(column, value)
    return day_shown(value) if column in days else value


def _guide(title: str, sheets: Sequence[SheetToFill]) -> list[str]:
    """Return the first sheet's lines: its title, then a paragraph a line."""
    return [
        f"{title} : classeur à remplir",
        "Une feuille par table, une ligne par fait. Les colonnes marquées d’un astérisque sont "
        "obligatoires ; laissez vide ce que vous ne savez pas : « vide » veut dire « non "
        "renseigné », jamais zéro.",
        "Les dates se notent aussi précisément qu’elles sont connues : 19/06/2025, 2025-06 "
        "(juin 2025) ou 2025.",
        "Les listes déroulantes proposent les membres, les formats, les genres et les états. "
        "Un membre peut aussi se taper : son code ou son nom.",
        "Aucune donnée personnelle : ni nom, ni adresse électronique, ni numéro de téléphone.",
        "Une présence est un état : présent (ou x, ou le nombre d’agents venus), absent, excusé, "
        "non invité. Une case vide ne dit rien, et rien n’est compté.",
        "Les titres des colonnes et ces explications sont protégés, sans mot de passe, pour ne pas "
        "être changés par mégarde.",
        f"Quand le classeur est rempli et enregistré : {COMMAND} import CLASSEUR. Les "
        "changements sont montrés ligne par ligne, et rien n’est écrit sans votre accord. Seul ce "
        "que vous avez changé ici change ; ce que d’autres ont écrit entre-temps reste.",
        *(f"{sheet.title} : {sheet.help}" for sheet in sheets),
    ]
