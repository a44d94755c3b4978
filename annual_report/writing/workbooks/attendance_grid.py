"""Attendance as a grid: the members of a year down, its meetings across, a state in each cell.

    Membre *           2025-R1 : 19/06/2025 Nantes      2025-R2 : 2025-09
    44 Loire-Atlantique     3                            excusé

A cell holds a state, or the number of agents who came. An empty cell says nothing.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from annual_report.reading.headings import titles
from annual_report.reading.sheets import Grid
from annual_report.reading.values.cells import clean, folded
from annual_report.reading.values.vocabulary import PRESENT
from annual_report.writing.workbooks.filling import day_shown

Row = Mapping[str, str]
AFTER_ID = " : "
ROWS_ABOVE = 20
MEMBER_TITLES = titles([{"name": "membre", "title": "Membre", "kind": "member"}])


@dataclass(frozen=True)
class GridHeader:
    """Where a grid's titles are: its row, the column of members, and those of meetings, from 0."""

    start: int
    member: int
    meetings: Mapping[int, str]


def heading(meeting: Row) -> str:
    """Title a meeting's column: its id, then when and where it was, if that is known."""
    rest = " ".join(part for part in (day_shown(meeting["debut"]), meeting["ville"]) if part)
    return f"{meeting['rencontre']}{AFTER_ID}{rest}" if rest else meeting["rencontre"]


def shown(row: Row) -> str:
    """Write a row of attendance in one cell."""
    return row["agents"] if row["etat"] == PRESENT and row["agents"] else row["etat"]


def find_grid(grid: Grid, known: Collection[str], *, is_named: bool = False) -> GridHeader | None:
    """Find the titles of a grid of attendance: one of members, others that name meetings.

    A grid that is named as one may have no meeting yet.
    """
    for start, row in enumerate(grid[:ROWS_ABOVE]):
        labels = [clean(cell) for cell in row]
        members = [
            at for at, label in enumerate(labels) if folded(label.rstrip(" *")) in MEMBER_TITLES
        ]
        meetings = {
            at: meeting for at, label in enumerate(labels) if (meeting := _meeting_of(label, known))
        }
        if members and (meetings or is_named):
            return GridHeader(start, members[0], meetings)
    return None


def _meeting_of(label: str, known: Collection[str]) -> str | None:
    """Return the meeting that a column's title names, if it is one."""
    first = label.partition(AFTER_ID.strip())[0].strip()
    return label if label in known else first if first in known else None
