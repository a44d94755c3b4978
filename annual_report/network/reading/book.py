"""The sheets of each table: its file in CSV, or those of the workbook that a network is.

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

from annual_report.base.errors import CellError, DataError, UnreadableError
from annual_report.base.letters import clean_text, find_nearest, fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.files.opening import read_text_file
from annual_report.network.reading.headings import (
    find_columns,
    join_column_names,
)
from annual_report.network.reading.problems import Place, Problem, explain_unread
from annual_report.network.reading.schema import REQUIRED
from annual_report.network.reading.sheets import (
    Grid,
    Line,
    Part,
    Position,
    Sheet,
    name_column,
    split_rows,
)
from annual_report.network.reading.workbooks import read_workbook

Resources = Mapping[str, Mapping[str, Any]]
LARGEST = 12_000_000
"""Bytes of a file: 100,000 rows of attendance have three million."""
ALWAYS = frozenset({"membres", "reseau"})
"""The tables that no network does without."""
GUIDE_SHEET, LISTS_SHEET = "Mode d’emploi", "Listes"
"""The sheets that the program writes beside the tables: they are no data."""
GRID = re.compile(r"presences \d{4}")
"""The folded title of a year's grid."""
AFTER_ID = ":"
"""What stands, in the head of a grid's column, between a meeting's identifier and what it was."""
ALL_TITLES_OF_A_TABLE = 3
"""So many titles of a table, with all that are required, make a sheet of it, whatever is beside."""


class Book(NamedTuple):
    """The sheets of each table, a grid as the one that it stands for; what is said of others."""

    parts: Mapping[str, list[Part]]
    problems: Mapping[str, list[Problem]]
    """What is said of whole files by their tables, and of other sheets by that of the members."""


def open_files(folder: Path, named: set[str], resources: Resources) -> Book:
    """Open the files of tables, called as they are in whatever capitals."""
    there = {path.name.lower(): path.name for path in sorted(folder.iterdir(), reverse=True)}
    places = {name: Place(there.get(resource["path"], str(resource["path"])))
              for name, resource in resources.items()}  # fmt: skip
    parts: dict[str, list[Part]] = {name: [] for name in resources}
    problems: dict[str, list[Problem]] = {name: [] for name in resources}
    texts = {}
    for name, place in places.items():
        try:
            texts[name] = read_text_file(
                folder / place.file, LARGEST, _("is too large for a table")
            )
        except FileNotFoundError:
            # One that nobody lists is of a kind of which nothing is recorded.
            if name in ALWAYS | named:
                close = find_nearest(place.file, [file for file in there if name[:5] in file])
                expected = join_column_names(resources[name]["schema"]["fields"])
                missing = Problem(place, _("is missing"), None, expected, close)
                problems[name].append(missing)
        except (UnreadableError, OSError) as error:
            problems[name].append(explain_unread(place, error))
    for name, (text, encoding) in texts.items():
        try:
            sheet = split_rows(text, encoding, resources[name]["schema"]["fields"])
            parts[name].append(Part(sheet, places[name]))
        except UnreadableError as error:
            problems[name].append(explain_unread(places[name], error))
    return Book(parts, problems)


def open_book(path: Path, resources: Resources) -> Book:
    """Find the sheets of each table; raise DataError, which says why, if there are none."""
    try:
        sheets = read_workbook(path)
    except (UnreadableError, OSError) as error:
        raise DataError([explain_unread(Place(path.name), error)]) from None
    called = {fold_spelling(word): name for name, resource in resources.items()
              for word in (name, resource["title"])}  # fmt: skip
    parts: dict[str, list[Part]] = {name: [] for name in resources}
    others: list[Part] = []
    for title, sheet in sheets.items():
        part, label = Part(sheet, Place(path.name, sheet=title)), fold_spelling(title)
        if name := called.get(label):
            parts[name].append(part)
        elif GRID.fullmatch(label):
            parts["presences"].append(Part(_shape_grid(sheet, resources), part.place))
        elif title not in (GUIDE_SHEET, LISTS_SHEET) and any(map(any, sheet.rows)):
            others.append(part)
    meetings = {*_list_meetings(parts["rencontres"], resources)}
    years = [part.place.sheet or "" for part in parts["presences"]]
    titles = [*(str(resource["title"]) for resource in resources.values()), *years]
    problems: dict[str, list[Problem]] = {name: [] for name in resources}
    problems["membres"] = [_look_at_other(part, resources, meetings, titles) for part in others]
    return Book(parts, problems)


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
    start, columns = find_columns(grid, [field for field in fields if field["name"] == "membre"])
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
    rows, near = part.sheet.rows, find_nearest(part.place.sheet or "", titles)
    for resource in resources.values():
        fields = resource["schema"]["fields"]
        start, columns = find_columns(rows, fields)
        labels = [*filter(None, map(clean_text, rows[start]))] if columns else []
        names = {*columns} - {""}
        needed = {field["name"] for field in fields if field[REQUIRED]}
        if (
            len(names) > 1
            and needed <= names
            and len(names) >= min(len(labels), ALL_TITLES_OF_A_TABLE)
        ):
            fault = _("has the titles of a table, and is not called as one")
            return Problem(part.place, fault, expected=str(resource["title"]))
    start, member = _find_members(rows, resources)
    heads = (
        {clean_text(cell).partition(AFTER_ID)[0].strip() for cell in rows[start]} if rows else set()
    )
    if member is not None and heads & meetings - {""}:
        fault = _("has members and meetings, and is not called as a year’s attendance")
        return Problem(part.place, fault, expected=_("Présences and the year"), nearest=near)
    return Problem(part.place, _("is not a table of the network: not read"), severity="remark")
