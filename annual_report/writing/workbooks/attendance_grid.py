"""Attendance as a grid: the members of a year down, its meetings across, a state in each cell.

    Membre *           2025-R1 : 19/06/2025 Nantes      2025-R2 : 2025-09
    44 Loire-Atlantique     3                            excusé

A cell holds a state, or the number of agents who came. An empty cell says nothing.
"""

from collections.abc import Collection, Mapping, Sequence

from annual_report.messages import _
from annual_report.reading.files.header import titles
from annual_report.reading.files.merged import unmerged
from annual_report.reading.files.sheet import Grid, Sheet
from annual_report.reading.files.sheet_layout import SheetLayout, list_doubts, list_unseen
from annual_report.reading.problems import Place, Problem
from annual_report.reading.values.attendance_states import PRESENT
from annual_report.reading.values.cells import Field, clean, folded
from annual_report.writing.workbooks.filling import day_shown

Row = Mapping[str, str]
AFTER_ID = " : "


def grid_year(meetings: Sequence[Row]) -> str | None:
    """Return the year that a workbook shows as a grid: the last that has a meeting."""
    return max((row["annee"] for row in meetings if row["annee"].isdecimal()), default=None)


def heading(meeting: Row) -> str:
    """Title a meeting's column: its id, then when and where it was, if that is known."""
    rest = " ".join(part for part in (day_shown(meeting["debut"]), meeting["ville"]) if part)
    return f"{meeting['rencontre']}{AFTER_ID}{rest}" if rest else meeting["rencontre"]


def shown(row: Row) -> str:
    """Write a row of attendance in one cell."""
    return row["agents"] if row["etat"] == PRESENT and row["agents"] else row["etat"]


def meeting_of(title: str, known: Collection[str]) -> str | None:
    """Return the meeting that a column's title names, if it is one."""
    label = clean(title)
    first = label.partition(AFTER_ID.strip())[0].strip()
    return label if label in known else first if first in known else None


def is_grid(grid: Grid, known: Collection[str]) -> bool:
    """Tell a grid of attendance: a column of members, and columns that name meetings."""
    header = _header(grid, known)
    return header is not None


def lay_out_grid(
    sheet: Sheet, known: Collection[str], fields: Sequence[Field], place: Place
) -> SheetLayout:
    """Turn a grid into the rows of the table of attendance: one for each cell that says something.

    A column that names no known meeting is an error if anything is in it; so is a cell that shows
    something else than it keeps, as in any other sheet.
    """
    start = _header(sheet.rows, known)
    assert start is not None
    header = sheet.rows[start]
    member = next(at for at, title in enumerate(header) if _is_member_title(title))
    meetings = {at: meeting_of(title, known) for at, title in enumerate(header) if at != member}
    columns = ["membre" if at == member else "etat" for at in range(len(header))]
    sheet, filled_in = unmerged(sheet, columns, fields, start, place)
    rows: list[tuple[int, dict[str, str]]] = []
    problems: list[Problem] = []
    for number, cells in enumerate(sheet.rows[start + 1 :], start=start + 2):
        filled = [at for at, cell in enumerate(cells) if clean(cell) and at != member]
        if not filled:
            continue
        here = Place(place.file, number, None, place.sheet)
        if member >= len(cells) or not clean(cells[member]):
            problems.append(Problem(here, _("has no département"), clean(cells[filled[0]])))
            continue
        for at in filled:
            if doubts := list(list_doubts(sheet, (number - 1, at), columns, here)):
                problems += doubts
            elif meeting := meetings.get(at):
                row = dict.fromkeys((field["name"] for field in fields), "")
                row |= {
                    "rencontre": meeting,
                    "membre": cells[member],
                    "etat": cells[at],
                }
                rows.append((number, row))
            else:
                title = clean(header[at]) if at < len(header) else ""
                what = _("is in a column that names no known meeting")
                problems.append(Problem(here, what, title or clean(cells[at])))
    problems += list_unseen(sheet, [number for number, _row in rows], columns, place)
    return SheetLayout(tuple(rows), tuple(problems), tuple(filled_in))


def _header(grid: Grid, known: Collection[str]) -> int | None:
    for number, row in enumerate(grid[:20]):
        if any(map(_is_member_title, row)) and any(meeting_of(cell, known) for cell in row):
            return number
    return None


def _is_member_title(title: str) -> bool:
    label = folded(clean(title).rstrip(" *"))
    names = titles([{"name": "membre", "title": "Membre"}])
    return label in names
