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
from dataclasses import replace
from pathlib import Path

from annual_report.base.errors import DataError, UnreadableError
from annual_report.base.letters import clean_text, find_nearest, fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.files.opening import decode_text, read_file
from annual_report.network.reading.files.sheets import Line, Sheet, split_rows
from annual_report.network.reading.files.workbooks import read_workbook
from annual_report.network.reading.headings import find_columns, join_column_names
from annual_report.network.reading.problems import Place, Problem, explain_unread
from annual_report.network.reading.schema import REQUIRED, Resource

Resources = Mapping[str, Resource]
Sheets = dict[str, list[Sheet]]
"""The sheets of each table; among those of the members, what is said of sheets of no table."""
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


def open_files(folder: Path, named: set[str], resources: Resources) -> Sheets:
    """Open the files of tables, called as they are in whatever capitals."""
    there = {path.name.lower(): path.name for path in sorted(folder.iterdir(), reverse=True)}
    sheets: Sheets = {name: [] for name in resources}
    for name, resource in resources.items():
        place = Place(there.get(resource["path"], str(resource["path"])))
        fields = resource["schema"]["fields"]
        try:
            content = read_file(folder / place.file, LARGEST)
            text, encoding = decode_text(content, _("a table saved as “CSV UTF-8”"))
            sheets[name].append(split_rows(text, encoding, fields, place))
        except FileNotFoundError:
            # One that nobody lists is of a kind of which nothing is recorded.
            if name in ALWAYS | named:
                close = find_nearest(place.file, [file for file in there if name[:5] in file])
                expected = join_column_names(fields)
                missing = Problem(place, _("is missing"), None, expected, close)
                sheets[name].append(Sheet(place, problems=(missing,)))
        except (UnreadableError, OSError) as error:
            sheets[name].append(Sheet(place, problems=(explain_unread(place, error),)))
    return sheets


def open_book(path: Path, resources: Resources) -> Sheets:
    """Find the sheets of each table, a grid as the one that it stands for.

    Raise DataError, which says why, if the workbook can't be read.
    """
    try:
        opened = read_workbook(path)
    except (UnreadableError, OSError) as error:
        raise DataError([explain_unread(Place(path.name), error)]) from None
    called = {fold_spelling(word): name for name, resource in resources.items()
              for word in (name, resource["title"])}  # fmt: skip
    sheets: Sheets = {name: [] for name in resources}
    others, titles = [], [str(resource["title"]) for resource in resources.values()]
    for title, sheet in opened.items():
        if name := called.get(fold_spelling(title)):
            sheets[name].append(sheet)
        elif GRID.fullmatch(fold_spelling(title)):
            sheets["presences"].append(_shape_grid(sheet, resources))
            titles.append(title)
        elif title not in (GUIDE_SHEET, LISTS_SHEET) and any(
            any(line.cells) for line in sheet.lines
        ):
            others.append(sheet)
    meetings = {*_list_meetings(sheets["rencontres"], resources)}
    told = (_look_at_other(sheet, resources, meetings, titles)
            for sheet in others if any(any(line.cells) for line in sheet.lines))  # fmt: skip
    sheets["membres"][:0] = [Sheet(problem.place, problems=(problem,)) for problem in told]
    return sheets


def _shape_grid(sheet: Sheet, resources: Resources) -> Sheet:
    """Turn each cell of a grid that says something into a row: meeting, member, state."""
    start, member = _find_members(sheet, resources)
    if member is None:
        # Without its members it is read as a sheet of rows, and what it lacks is said.
        return sheet
    from openpyxl.utils import get_column_letter  # heavy, and there is a workbook

    lines = [Line(start + 1, ["rencontre", "membre", "etat"])]
    for at, title in enumerate(map(clean_text, sheet.lines[start].cells)):
        label = title or get_column_letter(at + 1)
        meeting = label.partition(AFTER_ID)[0].strip()
        for line in sheet.lines[start + 1 :]:
            if at != member and (clean_text(line.cells[at]) or at in line.refused):
                cells = [meeting, line.cells[member], line.cells[at]]
                refused = {place: line.refused[source] for place, source in ((1, member), (2, at))
                           if source in line.refused}  # fmt: skip
                lines.append(Line(line.number, cells, refused, label))
    return replace(sheet, lines=lines)


def _find_members(sheet: Sheet, resources: Resources) -> tuple[int, int | None]:
    """Return the row of a grid's heading and the column of its members, None if it has none."""
    fields = resources["presences"]["schema"]["fields"]
    member = [field for field in fields if field["name"] == "membre"]
    start, columns = find_columns(sheet.lines, member)
    return start, columns.index("membre") if "membre" in columns else None


def _list_meetings(sheets: Sequence[Sheet], resources: Resources) -> Iterator[str]:
    """Yield the identifiers of meetings as they are typed."""
    for sheet in sheets:
        start, columns = find_columns(sheet.lines, resources["rencontres"]["schema"]["fields"])
        if "rencontre" in columns:
            at = columns.index("rencontre")
            yield from (clean_text(line.cells[at]) for line in sheet.lines[start + 1 :])


def _look_at_other(
    sheet: Sheet, resources: Resources, meetings: set[str], titles: Sequence[str]
) -> Problem:
    """Remark a sheet of somebody's own; refuse one that looks like a table, or a grid."""
    for resource in resources.values():
        fields = resource["schema"]["fields"]
        start, columns = find_columns(sheet.lines, fields)
        labels = [*filter(None, map(clean_text, sheet.lines[start].cells))]
        names = {*columns} - {""}
        needed = {field["name"] for field in fields if field[REQUIRED]}
        fewest = max(2, min(len(labels), ALL_TITLES_OF_A_TABLE))
        if needed <= names and len(names) >= fewest:
            fault = _("has the titles of a table, and is not called as one")
            return Problem(sheet.place, fault, expected=str(resource["title"]))
    start, member = _find_members(sheet, resources)
    heads = (clean_text(cell).partition(AFTER_ID)[0].strip() for cell in sheet.lines[start].cells)
    if member is not None and {*heads} & meetings - {""}:
        near = find_nearest(sheet.place.sheet or "", titles)
        fault = _("has members and meetings, and is not called as a year’s attendance")
        return Problem(sheet.place, fault, expected=_("Présences and the year"), nearest=near)
    return Problem(sheet.place, _("is not a table of the network: not read"), severity="remark")
