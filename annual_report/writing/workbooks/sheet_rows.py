"""From a sheet to the rows of its table, whichever way the sheet shows them.

The cells become rows of the table first, with what is refused of each, and are then read as any
table is: the same defect is refused the same way through every door.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from annual_report.messages import _
from annual_report.reading.headings import heading_columns
from annual_report.reading.problems import Place, Problem, Understanding
from annual_report.reading.sheets import Position, Sheet
from annual_report.reading.tables import fields_of, read_table
from annual_report.reading.values.cells import clean
from annual_report.writing.proposal import Held
from annual_report.writing.row_changes import Typed
from annual_report.writing.workbooks.attendance_grid import GridHeader
from annual_report.writing.workbooks.filling import choice, day_shown
from annual_report.writing.workbooks.taking import TakenSheet

Cell = Position | str
"""A cell of a sheet, by its row and column from 0, or a text that stands for one."""
NOTHING = "…"
ATTENDANCE = ("rencontre", "membre", "etat", "agents")
"""The columns that a cell of attendance fills in: its state says how many came as well."""


@dataclass(frozen=True)
class Rows:
    """What a sheet says: its rows, what is wrong with them, and how they were understood."""

    typed: tuple[Typed, ...]
    problems: tuple[Problem, ...]
    understandings: tuple[Understanding, ...] = ()


def read_rows(taken: TakenSheet, file: str, network: Held) -> Rows:
    """Read a sheet of a workbook, whichever way it shows its table."""
    name, place = taken.part[0], Place(file, sheet=taken.title)
    if taken.grid:
        return _read_grid(taken.sheet, taken.grid, place, network)
    columns = heading_columns(taken.sheet.rows, fields_of(network.resources[name]))
    return _read(taken.sheet, name, [each for each in columns if each], place, network)


def _read_grid(sheet: Sheet, grid: GridHeader, place: Place, network: Held) -> Rows:
    """Read a grid of attendance: a row of the table for each cell that says something."""
    problems: list[Problem] = []
    rows: list[tuple[int, list[Cell]]] = []
    for number, cells in enumerate(sheet.rows[grid.start + 1 :], start=grid.start + 1):
        for at, cell in enumerate(cells):
            if at == grid.member or not (clean(cell) or (number, at) in sheet.refused):
                continue
            if meeting := grid.meetings.get(at):
                rows.append((number, [meeting, (number, grid.member), (number, at)]))
            else:
                title = clean("".join(sheet.rows[grid.start][at : at + 1]))
                what = _("is in a column that names no known meeting")
                here = Place(place.file, number + 1, None, place.sheet)
                problems.append(Problem(here, what, title or clean(cell)))
    read = read_reshaped(sheet, "presences", ATTENDANCE[:3], rows, place, network)
    return replace(read, problems=(*problems, *read.problems))


def read_reshaped(
    sheet: Sheet,
    name: str,
    columns: Sequence[str],
    rows: Sequence[tuple[int, Sequence[Cell]]],
    place: Place,
    network: Held,
) -> Rows:
    """Read cells of a sheet as rows of a table, each with its number in the sheet, from 0."""

    def text(cell: Cell) -> str:
        if isinstance(cell, str):
            return cell
        row, at = cell
        return sheet.rows[row][at] if at < len(sheet.rows[row]) else ""

    refused = {
        (number, at): sheet.refused[cell]
        for number, (_row, cells) in enumerate(rows, start=1)
        for at, cell in enumerate(cells)
        if not isinstance(cell, str) and cell in sheet.refused
    }
    others = [each for each in network.models[name].titles if each not in columns]
    grid = [[*columns, *others], *([text(cell) for cell in cells] for _row, cells in rows)]
    known = ATTENDANCE if name == "presences" else columns
    numbers = (1, *(row + 1 for row, _cells in rows))
    read = _read(Sheet(grid, refused, numbers=numbers), name, known, place, network)
    return replace(read, problems=(*list_remarks(sheet, place), *read.problems))


def _read(sheet: Sheet, name: str, columns: Collection[str], place: Place, network: Held) -> Rows:
    """Read the rows of a table; what is said of them names columns by their titles."""
    resource, titles = network.resources[name], network.models[name].titles
    read = read_table(sheet, resource, place)

    def named(where: Place) -> Place:
        return replace(where, column=titles.get(where.column or "", where.column))

    return Rows(
        tuple(
            Typed(row, columns, number, place.sheet or "", place.file)
            for number, row in read.every_row
        ),
        tuple(replace(each, place=named(each.place)) for each in read.problems),
        tuple(
            replace(each, place=named(each.place))
            for each in read.understandings
            if each.written not in _own_ways(each.read)
        ),
    )


def list_remarks(sheet: Sheet, place: Place) -> list[Problem]:
    """Say what a sheet hides and is read all the same."""
    return [
        Problem(replace(place, row=row), what, severity="remark") for row, what in sheet.remarks
    ]


def _own_ways(read: str) -> Iterator[str]:
    """Give the ways in which a workbook itself writes a value: they need no mention."""
    yield choice("departement", read)
    yield choice("membre", read)
    yield day_shown(read)
