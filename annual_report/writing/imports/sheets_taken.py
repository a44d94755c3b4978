"""Which sheet of a workbook is which table, however it is called, and what of it is left out.

A sheet is a table's by its title, or else by its columns' titles. Two sheets for one table stop the
import, unless they say the same. A column of somebody's own (comments, a computed one) and a sheet
of other things are left out, and said.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from annual_report.errors import DataError, UnreadableError
from annual_report.messages import _
from annual_report.reading.files import header
from annual_report.reading.files.header import header_columns, header_row, titles
from annual_report.reading.files.sheet import Grid, Sheet
from annual_report.reading.files.workbooks.sheets import read_sheets
from annual_report.reading.problems import Place, Problem, unread
from annual_report.reading.tables import fields_of
from annual_report.reading.values.attendance_states import read_columns
from annual_report.reading.values.cells import clean, folded, nearest
from annual_report.reading.values.personal import column_reason
from annual_report.writing.workbooks.attendance_grid import is_grid
from annual_report.writing.workbooks.origin import Part

Resources = Mapping[str, Mapping[str, Any]]
OWN_COLUMNS = frozenset(
    {"commentaire", "commentaires", "remarque", "remarques", "observation", "observations", "note",
     "notes", "a verifier", "a faire", "controle", "verification", "n°", "no", "numero", "total",
     "nombre", "nb", "compte", "source", "sources", "statut"}
)  # fmt: skip
"""Titles that people give to columns of their own, folded."""

ENOUGH_TITLES = 2


@dataclass(frozen=True)
class TakenSheet:
    """A sheet that is a table, or the grid of attendance, without what is left out of it."""

    part: Part
    title: str
    sheet: Sheet


@dataclass(frozen=True)
class Taken:
    """The sheets that are taken, and what is said of the others."""

    sheets: tuple[TakenSheet, ...]
    problems: tuple[Problem, ...]
    left_out: bool = False
    """Whether something that somebody typed is in none of the tables."""


def sheets_of(source: Path) -> dict[str, Sheet]:
    """Read the sheets of a workbook; raise DataError if that can't be done."""
    try:
        return read_sheets(source)
    except FileNotFoundError:
        problem = Problem(Place(str(source)), _("is missing"), expected=".xlsx, .ods")
        raise DataError([problem]) from None
    except (UnreadableError, OSError) as error:
        raise DataError([unread(Place(source.name), error)]) from None


def take_sheets(
    sheets: Mapping[str, Sheet],
    resources: Resources,
    meetings: Collection[str],
    own: Collection[str],
    file: str,
) -> Taken:
    """Find the tables of a workbook; `own` are the titles of the sheets that the program writes."""
    found: dict[Part, TakenSheet] = {}
    problems: list[Problem] = []
    left_out = False
    for title, sheet in sheets.items():
        grid = sheet.rows
        if not grid or folded(title) in {folded(each) for each in own}:
            continue
        place = Place(file, sheet=title)
        part = _part(title, grid, resources, meetings)
        if part is None:
            left_out = True
            what = _("is not a table of the network: not read")
            problems.append(Problem(place, what, severity="remark"))
            continue
        if part in found:
            if grid != sheets[found[part].title].rows:
                what = _("is a second sheet for the same table")
                expected = _("one sheet; “{title}” is another", title=found[part].title)
                problems.append(Problem(place, what, expected=expected))
            continue
        if not _is_called(title, resources[part[0]]) and part[1] == "rows":
            what = _("has the titles of {table}: read as such", table=resources[part[0]]["title"])
            problems.append(Problem(place, what, severity="remark"))
        if part[1] == "rows":
            sheet, dropped = _without_own_columns(sheet, part[0], resources[part[0]])
            left_out |= bool(dropped)
            problems += [_dropped(label, place) for label in dropped]
        found[part] = TakenSheet(part, title, sheet)
    return Taken(tuple(found.values()), tuple(problems), left_out)


def absent(
    taken: Taken, resources: Resources, held: Collection[Part], file: str
) -> Iterator[Problem]:
    """Remark the sheets and the columns that a workbook doesn't have: they stay as they are."""
    there = {sheet.part for sheet in taken.sheets}
    for name, resource in resources.items():
        if not any(table == name for table, _part in there):
            what = _("has no sheet for this table, which stays as it is")
            yield Problem(Place(file), what, str(resource["title"]), severity="remark")
    grid = "presences", "grid"
    if grid in held and grid not in there and ("presences", "rows") in there:
        what = _("has no grid of attendance any more: what it held stays as it is")
        yield Problem(Place(file), what, severity="remark")
    for sheet in taken.sheets:
        table, part = sheet.part
        if part == "rows":
            missing = [
                str(field.get("title", field["name"]))
                for field in fields_of(dict(resources[table]))
                if field["name"] not in columns_of(sheet.sheet.rows, table, resources[table])
            ]
            if missing:
                what = _("has no such column: what it held stays as it is")
                place = Place(file, sheet=sheet.title)
                yield Problem(place, what, ", ".join(missing), severity="remark")


def columns_of(grid: Grid, table: str, resource: Mapping[str, Any]) -> list[str]:
    """Return the names of the columns that a sheet has; `invite` of an older one is a state."""
    names = header_columns(grid, read_columns(table, fields_of(dict(resource))))
    return [name for name in names if name and name != "invite"]


def _part(title: str, grid: Grid, resources: Resources, meetings: Collection[str]) -> Part | None:
    if is_grid(grid, meetings):
        return "presences", "grid"
    for name, resource in resources.items():
        if _is_called(title, resource):
            return name, "rows"
    scores = {name: _likeness(grid, name, resource) for name, resource in resources.items()}
    best = max(scores.values(), default=0.0)
    alike = [name for name, score in scores.items() if score == best]
    return (alike[0], "rows") if best > 0 and len(alike) == 1 else None


def _likeness(grid: Grid, table: str, resource: Mapping[str, Any]) -> float:
    """Say how much of a table's columns a sheet has; 0 unless it has all that are needed."""
    fields = fields_of(dict(resource))
    start = header_row(grid, fields)
    if start is None:
        return 0
    labels = [cell for cell in grid[start] if clean(cell)]
    names = set(header_columns(grid, fields)) - {""}
    if not header.required(fields) <= names or len(names) < ENOUGH_TITLES:
        return 0
    return len(names) / len(fields) + len(names) / len(labels)


def _is_called(title: str, resource: Mapping[str, Any]) -> bool:
    return folded(title) in (folded(resource["name"]), folded(resource.get("title", "")))


def _without_own_columns(
    sheet: Sheet, table: str, resource: Mapping[str, Any]
) -> tuple[Sheet, list[str]]:
    """Take out the columns that are the author's own, and return their titles."""
    fields = read_columns(table, fields_of(dict(resource)))
    start = header_row(sheet.rows, fields)
    if start is None:
        return sheet, []
    known = titles(fields)
    own = {
        at: clean(cell)
        for at, cell in enumerate(sheet.rows[start])
        if clean(cell) and _is_own(header.title(cell), known)
    }
    rows = [
        ["" if at in own and number >= start else cell for at, cell in enumerate(row)]
        for number, row in enumerate(sheet.rows)
    ]
    return replace(sheet, rows=rows), list(own.values())


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
