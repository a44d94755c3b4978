"""A workbook of an earlier version of the program → the sheets of each table.

    Membres, Rencontres, …      a sheet for each table
    Présences 2025              a grid: members down, meetings across, their identifiers as heads

The command `workbook` turns such a workbook into today's form, with a sheet a year; every other
command stops at the workbook with an error. Each filled cell of a grid becomes a row of attendance.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from annual_report.base.letters import clean_text, fold_spelling
from annual_report.network.reading.files.sheets import Line, Sheet
from annual_report.network.reading.headings import find_columns
from annual_report.network.reading.schema import Resource

# The titles of sheets are words of people. Taken: "presences 2025". Not taken: "presences".
GRID = re.compile(r"presences \d{4}")
"""The folded title of a year's grid."""
AFTER_ID = ":"
"""The sign between a meeting's identifier and other words, in the head of a grid's column."""
TABLES = ("membres", "rencontres", "presences")
"""The folded titles of the sheets that the sheets of the years have replaced."""


def is_of_earlier_form(titles: Iterable[str]) -> bool:
    """Whether sheets of these titles are an earlier version's, which had a sheet of all members."""
    return TABLES[0] in map(fold_spelling, titles)


def is_earlier_sheet(title: str) -> bool:
    """Whether a sheet of this title is no longer needed, for the sheets of the years replace it."""
    folded = fold_spelling(title)
    return folded in TABLES or GRID.fullmatch(folded) is not None


def sort_earlier_sheets(
    opened: Mapping[str, Sheet], resources: Mapping[str, Resource]
) -> dict[str, list[Sheet]]:
    """Return the sheets of each table by its name, from the `opened` sheets by their titles.

    The grids of attendance are turned into rows; sheets of other titles are left out.
    """
    called = {}
    for name, resource in resources.items():
        called[fold_spelling(name)] = name
        called[fold_spelling(resource["title"])] = name
    sheets: dict[str, list[Sheet]] = {name: [] for name in resources}
    for title, sheet in opened.items():
        folded = fold_spelling(title)
        if folded in called:
            sheets[called[folded]].append(sheet)
        elif GRID.fullmatch(folded):
            sheets["presences"].append(_shape_grid(sheet, resources["presences"]))
    return sheets


def _shape_grid(sheet: Sheet, resource: Resource) -> Sheet:
    """Return a grid of attendance as rows of meeting, member and state, a row each filled cell.

    A cell "p" in the row of "Gironde" and the column "2025-01 : atelier" → ["2025-01", "Gironde",
    "p"]. Each cell keeps its place in the grid, for messages. `resource` describes the table of
    attendance.
    """
    fields = [field for field in resource["schema"]["fields"] if field["name"] == "membre"]
    start, columns = find_columns(sheet.lines, fields)
    # Without a column of members the sheet is read as rows, and the lacking columns are named.
    if "membre" not in columns:
        return sheet
    member = columns.index("membre")
    lines = [Line(start + 1, ["rencontre", "membre", "etat"])]
    for at, head in enumerate(sheet.lines[start].cells):
        if at == member:
            continue
        # "2025-01 : atelier" is the head of the meeting 2025-01.
        meeting = clean_text(head).partition(AFTER_ID)[0].strip()
        for line in sheet.lines[start + 1 :]:
            if clean_text(line.cells[at]):
                row = line.number
                cells = [meeting, line.cells[member], line.cells[at]]
                places = [(start + 1, at + 1), (row, member + 1), (row, at + 1)]
                lines.append(Line(row, cells, places=places))
    return replace(sheet, lines=lines)
