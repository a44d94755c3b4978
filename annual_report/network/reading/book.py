"""A network that is one workbook: its sheets, as the tables that they are.

    Membres, Rencontres, Réseau, …      a sheet for each table, by its title or its name
    Présences 2025                      a grid: members down, meetings across

    Membre *           2025-R1 : 19/06/2025 Nantes      2025-R2 : 2025-09
    44 Loire-Atlantique     présent                      excusé

A cell of a grid that says something becomes a row of its table, and is read as any is; an empty one
says nothing. Sheets of somebody's own are left alone, and named once. One that has the titles of a
table, or a grid's members and meetings, under another name is refused: its rows would be lost.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from annual_report.base.errors import CellError
from annual_report.base.letters import clean_text, find_nearest, fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.headings import find_columns, list_required
from annual_report.network.reading.problems import Place, Problem
from annual_report.network.reading.sheets import Grid, Line, Position, Sheet, name_column
from annual_report.network.reading.workbooks import read_workbook

Resources = Mapping[str, Mapping[str, Any]]
GUIDE_SHEET, LISTS_SHEET = "Mode d’emploi", "Listes"
"""The sheets that the program writes beside the tables: they are no data."""
GRID = re.compile(r"presences \d{4}")
"""The folded title of a year's grid."""
AFTER_ID = ":"
"""What stands, in the head of a grid's column, between a meeting's identifier and what it was."""
ALL_TITLES_OF_A_TABLE = 3
"""So many titles of a table, with all that are required, make a sheet of it, whatever is beside."""


class Part(NamedTuple):
    """A sheet of a table, or a grid as the sheet that it stands for, and where it is."""

    sheet: Sheet
    place: Place


class Book(NamedTuple):
    """The parts of each table, and what is said of the other sheets."""

    parts: Mapping[str, list[Part]]
    problems: list[Problem]


def open_book(path: Path, resources: Resources) -> Book:
    """Find the sheets of each table; raise UnreadableError for a workbook that can't be read."""
    called = {fold_spelling(word): name for name, resource in resources.items()
              for word in (name, resource["title"])}  # fmt: skip
    parts: dict[str, list[Part]] = {name: [] for name in resources}
    others: list[Part] = []
    for title, sheet in read_workbook(path).items():
        part, label = Part(sheet, Place(path.name, sheet=title)), fold_spelling(title)
        if name := called.get(label):
            parts[name].append(part)
        elif GRID.fullmatch(label):
            parts["presences"].append(Part(_shape_grid(sheet, resources), part.place))
        elif title not in (GUIDE_SHEET, LISTS_SHEET) and any(map(any, sheet.rows)):
            others.append(part)
    meetings = {*_list_meetings(parts["rencontres"], resources)}
    years = [part.place.sheet or "" for part in parts["presences"]]
    titles = [*(str(each["title"]) for each in resources.values()), *years]
    return Book(parts, [_look_at_other(part, resources, meetings, titles) for part in others])


def _shape_grid(sheet: Sheet, resources: Resources) -> Sheet:
    """Turn each cell of a grid that says something into a row: meeting, member, state."""
    start, member = _find_members(sheet.rows, resources)
    if member is None:
        # Without its members it is read as a sheet of rows, and what it lacks is said.
        return sheet
    labels = [*map(clean_text, sheet.rows[start])]
    rows: Grid = [["rencontre", "membre", "etat"]]
    lines = [Line(start + 1)]
    refused: dict[Position, CellError] = {}
    for at in range(max(map(len, sheet.rows))):
        for number, cells in enumerate(sheet.rows[start + 1 :], start + 1):
            cell = cells[at] if at < len(cells) else ""
            if at == member or not (clean_text(cell) or (number, at) in sheet.refused):
                continue
            label = labels[at] if at < len(labels) and labels[at] else name_column(at)
            who = cells[member] if member < len(cells) else ""
            for column, source in ((1, member), (2, at)):
                if error := sheet.refused.get((number, source)):
                    refused[len(rows), column] = error
            rows.append([label.partition(AFTER_ID)[0].strip(), who, cell])
            lines.append(Line(number + 1, label))
    return Sheet(rows, lines, refused, sheet.remarks)


def _find_members(grid: Grid, resources: Resources) -> tuple[int, int | None]:
    """Return the row of a grid's heading and the column of its members, None if it has none."""
    fields = resources["presences"]["schema"]["fields"]
    start, columns = find_columns(grid, [each for each in fields if each["name"] == "membre"])
    return start, columns.index("membre") if "membre" in columns else None


def _list_meetings(parts: Sequence[Part], resources: Resources) -> Iterator[str]:
    """Yield the identifiers of meetings as they are typed."""
    for part in parts:
        start, columns = find_columns(part.sheet.rows, resources["rencontres"]["schema"]["fields"])
        if "rencontre" in columns:
            at = columns.index("rencontre")
            yield from (
                clean_text(row[at]) for row in part.sheet.rows[start + 1 :] if at < len(row)
            )


def _look_at_other(
    part: Part, resources: Resources, meetings: set[str], titles: Sequence[str]
) -> Problem:
    """Remark a sheet of somebody's own; refuse one that looks like a table, or a grid."""
    rows = part.sheet.rows
    near = find_nearest(part.place.sheet or "", titles)
    for resource in resources.values():
        fields = resource["schema"]["fields"]
        start, columns = find_columns(rows, fields)
        labels = [*filter(None, map(clean_text, rows[start]))] if columns else []
        known, needed = {*columns} - {""}, list_required(fields)
        if (
            len(known) > 1
            and needed <= known
            and len(known) >= min(len(labels), ALL_TITLES_OF_A_TABLE)
        ):
            what = _("has the titles of a table, and is not called as one")
            return Problem(part.place, what, expected=str(resource["title"]))
    start, member = _find_members(rows, resources)
    heads = (
        {clean_text(cell).partition(AFTER_ID)[0].strip() for cell in rows[start]} if rows else set()
    )
    if member is not None and heads & meetings - {""}:
        what = _("has members and meetings, and is not called as a year’s attendance")
        return Problem(part.place, what, expected=_("Présences and the year"), nearest=near)
    return Problem(part.place, _("is not a table of the network: not read"), severity="remark")
