"""Which sheet of a workbook is which table, and its rows, however it is called or drawn.

A sheet is a table's by its title, or else by its columns' titles; attendance also comes as grids,
one a year. Two sheets for one table stop the import, unless they say the same. A column of
somebody's own (comments, a computed one) and a sheet of other things are left out, and said.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from annual_report.errors import DataError, UnreadableError
from annual_report.messages import _
from annual_report.reading import headings
from annual_report.reading.headings import column_reason, heading_columns, heading_row, titles
from annual_report.reading.problems import Place, Problem, unread
from annual_report.reading.sheets import Grid, Sheet
from annual_report.reading.tables import fields_of
from annual_report.reading.values.cells import clean, folded, nearest
from annual_report.reading.workbooks import read_workbook
from annual_report.writing.proposal import Held
from annual_report.writing.workbooks.attendance_grid import GridHeader, find_grid
from annual_report.writing.workbooks.filling import GUIDE_SHEET, LISTS_SHEET
from annual_report.writing.workbooks.origin import GRID, ORIGIN_SHEET, Origin, Part, read_origin

OWN_COLUMNS = frozenset(
    {"commentaire", "commentaires", "remarque", "remarques", "observation", "observations", "note",
     "notes", "a verifier", "a faire", "controle", "verification", "n°", "no", "numero", "total",
     "nombre", "nb", "compte", "source", "sources", "statut"}
)  # fmt: skip
"""Titles that people give to columns of their own, folded."""
ENOUGH_TITLES = 2
WORKBOOK = ".xlsx"


@dataclass(frozen=True)
class Book:
    """A workbook that was opened: its name, its sheets, and what it says of where it comes from."""

    file: str
    sheets: Mapping[str, Sheet]
    origin: Origin | None


@dataclass(frozen=True)
class TakenSheet:
    """A sheet that is a table, or a grid of attendance, without what is left out of it."""

    part: Part
    title: str
    sheet: Sheet
    grid: GridHeader | None = None


@dataclass(frozen=True)
class Taken:
    """The sheets that are taken, and what is said of the others."""

    sheets: tuple[TakenSheet, ...]
    problems: tuple[Problem, ...]
    left_out: bool = False
    """Whether something that somebody typed is in none of the tables."""


def open_book(path: Path) -> Book:
    """Open a workbook; raise DataError for what is none."""
    if not path.exists():
        raise DataError([Problem(Place(str(path)), _("there is no such file here"))])
    try:
        sheets = read_workbook(path)
    except (UnreadableError, OSError) as error:
        raise DataError([unread(Place(path.name), error)]) from None
    own = {folded(each) for each in (GUIDE_SHEET, LISTS_SHEET, ORIGIN_SHEET)}
    filled = {title: each for title, each in sheets.items() if any(map(any, each.rows))}
    left = {title: each for title, each in filled.items() if folded(title) not in own}
    return Book(path.name, left, read_origin(sheets.get(ORIGIN_SHEET)))


# --- Which sheet is which table -------------------------------------------------------------------


def take_sheets(book: Book, network: Held) -> Taken:
    """Find the tables of a workbook, and remark what is in none of them."""
    found: list[TakenSheet] = []
    problems: list[Problem] = []
    left_out = False
    resources, meetings = network.resources, _meetings(book, network)
    attendance = network.models["presences"].title
    for title, sheet in book.sheets.items():
        place = Place(book.file, sheet=title)
        is_named = bool(re.fullmatch(rf"{re.escape(attendance)} \d{{4}}", title))
        grid = find_grid(sheet.rows, meetings, is_named=is_named)
        part = GRID if grid else _part(title, sheet.rows, resources)
        if part is None:
            left_out = True
            what = _("is not a table of the network: not read")
            problems.append(Problem(place, what, severity="remark"))
            continue
        other = next((each for each in found if _is_same(each, part, grid)), None)
        if other:
            if sheet.rows != book.sheets[other.title].rows:
                what = _("is a second sheet for the same table")
                expected = _("one sheet; “{title}” is another", title=other.title)
                problems.append(Problem(place, what, expected=expected))
            continue
        if part[1] == "rows":
            if not _is_called(title, resources[part[0]]):
                what = _(
                    "has the titles of {table}: read as such", table=resources[part[0]]["title"]
                )
                problems.append(Problem(place, what, severity="remark"))
            sheet, dropped = _without_own_columns(sheet, resources[part[0]])
            left_out |= bool(dropped)
            problems += [_dropped(label, place) for label in dropped]
        found.append(TakenSheet(part, title, sheet, grid))
    problems += _absent(found, network, book)
    return Taken(tuple(found), tuple(problems), left_out)


def _meetings(book: Book, network: Held) -> set[str]:
    """Return the meetings that a grid may name: of the data, and new ones of the workbook."""
    known = {row["rencontre"] for _number, row in network.tables["rencontres"].every_row}
    for title, sheet in book.sheets.items():
        if _part(title, sheet.rows, network.resources) == ("rencontres", "rows"):
            fields = fields_of(network.resources["rencontres"])
            start, names = heading_row(sheet.rows, fields), heading_columns(sheet.rows, fields)
            if start is not None and "rencontre" in names:
                at = names.index("rencontre")
                known |= {clean(row[at]) for row in sheet.rows[start + 1 :] if at < len(row)}
    return known - {""}


def _is_same(other: TakenSheet, part: Part, grid: GridHeader | None) -> bool:
    """Whether two sheets say the same things; grids do if they have a meeting in common."""
    if grid and other.grid:
        return bool(set(grid.meetings.values()) & set(other.grid.meetings.values()))
    return other.part == part


def _absent(taken: Sequence[TakenSheet], network: Held, book: Book) -> Iterator[Problem]:
    """Remark the sheets and the columns that a workbook doesn't have: they stay as they are."""
    there = {sheet.part for sheet in taken}
    held = book.origin.parts if book.origin else {}
    for name, model in network.models.items():
        if not any(table == name for table, _part in there):
            what = _("has no sheet for this table, which stays as it is")
            yield Problem(Place(book.file), what, model.title, severity="remark")
    shown = {each for sheet in taken if sheet.grid for each in sheet.grid.meetings.values()}
    gone = {row["rencontre"] for row in held.get(GRID, ())} - shown
    if gone:
        what = _("stand in no grid any more: what was noted of them stays as it is")
        yield Problem(Place(book.file), what, ", ".join(sorted(gone)), severity="remark")
    for sheet in taken:
        table, part = sheet.part
        if part == "rows":
            columns = heading_columns(sheet.sheet.rows, fields_of(network.resources[table]))
            titles_ = network.models[table].titles
            if missing := [title for name, title in titles_.items() if name not in columns]:
                what = _("has no such column: what it held stays as it is")
                place = Place(book.file, sheet=sheet.title)
                yield Problem(place, what, ", ".join(missing), severity="remark")


def _part(title: str, grid: Grid, resources: Mapping[str, Any]) -> Part | None:
    for name, resource in resources.items():
        if _is_called(title, resource):
            return name, "rows"
    scores = {name: _likeness(grid, resource) for name, resource in resources.items()}
    best = max(scores.values(), default=0.0)
    alike = [name for name, score in scores.items() if score == best]
    return (alike[0], "rows") if best > 0 and len(alike) == 1 else None


def _likeness(grid: Grid, resource: dict[str, Any]) -> float:
    """Say how much of a table's columns a sheet has; 0 unless it has all that are needed."""
    fields = fields_of(resource)
    start = heading_row(grid, fields)
    if start is None:
        return 0
    labels = [cell for cell in grid[start] if clean(cell)]
    names = set(heading_columns(grid, fields)) - {""}
    if not headings.required(fields) <= names or len(names) < ENOUGH_TITLES:
        return 0
    return len(names) / len(fields) + len(names) / len(labels)


def _is_called(title: str, resource: Mapping[str, Any]) -> bool:
    return folded(title) in (folded(resource["name"]), folded(resource.get("title", "")))


def _without_own_columns(sheet: Sheet, resource: dict[str, Any]) -> tuple[Sheet, list[str]]:
    """Take out the columns that are the author's own, and return their titles."""
    fields = fields_of(resource)
    start = heading_row(sheet.rows, fields)
    if start is None:
        return sheet, []
    known = titles(fields)
    own = {
        at: clean(cell)
        for at, cell in enumerate(sheet.rows[start])
        if clean(cell) and _is_own(headings.title(cell), known)
    }
    rows = [
        ["" if at in own and number >= start else cell for at, cell in enumerate(row)]
        for number, row in enumerate(sheet.rows)
    ]
    refused = {place: error for place, error in sheet.refused.items() if place[1] not in own}
    return replace(sheet, rows=rows, refused=refused), list(own.values())


def _is_own(label: str, known: Mapping[str, str]) -> bool:
    """Tell a column that is nobody's misspelling: of the author's own, and of no person."""
    if label in known or column_reason(label):
        return False
    return (
        label in OWN_COLUMNS
        or label.startswith(("nb ", "nombre "))
        or not nearest(label, list(known))
    )


def _dropped(label: str, place: Place) -> Problem:
    what = _("is not a column of this table: left out")
    return Problem(place, what, label, severity="remark")
