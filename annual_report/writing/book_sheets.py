"""Which sheet of a workbook, the network's or a member's, is which table.

A sheet is a table's by its title, or else by its columns' titles; attendance also comes as grids,
one a year. Two sheets for one table stop the import, unless they say the same.
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annual_report.errors import DataError, UnreadableError
from annual_report.letters import clean_text, fold_spelling
from annual_report.messages import _
from annual_report.reading import headings
from annual_report.reading.headings import heading_columns, heading_row, titles
from annual_report.reading.problems import Place, Problem, unread
from annual_report.reading.sheets import ROWS_BEFORE_DATA, Grid, Sheet
from annual_report.reading.workbooks import read_workbook
from annual_report.writing.drawing import GUIDE_SHEET, LISTS_SHEET
from annual_report.writing.origin import GRID, OF_A_MEMBER, ORIGIN_SHEET, Origin, Part, read_origin
from annual_report.writing.proposal import NetworkData
from annual_report.writing.workbook import AFTER_ID

ENOUGH_TITLES = 2
MEMBER_TITLES = titles([{"name": "membre", "title": "Membre", "kind": "member"}])


@dataclass(frozen=True)
class Book:
    """A workbook that was opened: its name, its sheets, and what it says of where it comes from."""

    file: str
    sheets: Mapping[str, Sheet]
    origin: Origin | None


@dataclass(frozen=True)
class FoundSheet:
    """A sheet that is a table: where its titles are, from 0, and the column under each.

    Of a grid, `meetings` are those that its columns are of; `given` is what a member's sheet says
    of each of its rows without a column for it.
    """

    part: Part
    place: Place
    sheet: Sheet
    start: int
    columns: Sequence[str]
    meetings: Mapping[int, str] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    is_called: bool = True
    """Whether its own title is that of the table."""


def open_book(path: Path) -> Book:
    """Open a workbook; raise DataError for what is none."""
    if not path.exists():
        raise DataError([Problem(Place(str(path)), _("there is no such file here"))])
    try:
        sheets = read_workbook(path)
    except (UnreadableError, OSError) as error:
        raise DataError([unread(Place(path.name), error)]) from None
    own = {fold_spelling(each) for each in (GUIDE_SHEET, LISTS_SHEET, ORIGIN_SHEET)}
    left = {title: each for title, each in sheets.items()
            if fold_spelling(title) not in own and any(map(any, each.rows))}  # fmt: skip
    return Book(path.name, left, read_origin(sheets.get(ORIGIN_SHEET)))


def find_sheets(
    book: Book, network: NetworkData
) -> tuple[list[FoundSheet], dict[str, Sheet], list[Problem]]:
    """Return the sheets that are tables, those that are none, and what is to be said of them."""
    origin, meetings = book.origin or Origin("", ""), _meetings(book, network)
    found: list[FoundSheet] = []
    others: dict[str, Sheet] = {}
    problems: list[Problem] = []
    for title, sheet in book.sheets.items():
        place = Place(book.file, sheet=title)
        one = _as_grid(place, sheet, meetings, network) or _as_rows(place, sheet, network, origin)
        other = next((each for each in found if one and _is_same(each, one)), None)
        if one is None:
            others[title] = sheet
        elif other is None:
            found.append(one)
        elif sheet.rows != other.sheet.rows:
            what = _("is a second sheet for the same table")
            expected = _("one sheet; “{title}” is another", title=other.place.sheet)
            problems.append(Problem(place, what, expected=expected))
    problems += _list_absent(found, network, origin)
    return found, others, problems


def _meetings(book: Book, network: NetworkData) -> set[str]:
    """Return the meetings that a grid may name: of the data, and new ones of the workbook."""
    known = {row["rencontre"] for _number, row in network.tables["rencontres"].every_row}
    for title, sheet in book.sheets.items():
        found = _as_rows(Place(book.file, sheet=title), sheet, network, Origin("", ""))
        if found and found.part[0] == "rencontres" and "rencontre" in found.columns:
            at = found.columns.index("rencontre")
            known |= {clean_text(row[at]) for row in sheet.rows[found.start + 1 :] if at < len(row)}
    return known - {""}


def _as_grid(
    place: Place, sheet: Sheet, known: Set[str], network: NetworkData
) -> FoundSheet | None:
    """Take a sheet as a grid: a title of members, others that name meetings.

    One that is called as a grid may have no meeting yet.
    """
    called = network.models["presences"].title
    is_named = bool(re.fullmatch(rf"{re.escape(called)} \d{{4}}", place.sheet or ""))
    for start, row in enumerate(sheet.rows[:ROWS_BEFORE_DATA]):
        columns = ["membre" if headings.title(each) in MEMBER_TITLES else "" for each in row]
        meetings = {}
        for at, label in enumerate(map(clean_text, row)):
            if meeting := known & {label, label.partition(AFTER_ID.strip())[0].strip()}:
                meetings[at] = max(meeting)
        if "membre" in columns and (meetings or is_named):
            return FoundSheet(GRID, place, sheet, start, columns, meetings)
    return None


def _as_rows(place: Place, sheet: Sheet, network: NetworkData, origin: Origin) -> FoundSheet | None:
    """Take a sheet as a table, by its own title or by the titles of its columns."""
    title = re.sub(r" \d{4}$", "", fold_spelling(place.sheet or ""))
    known = {name: each for name, each in network.resources.items()
             if not origin.member or name in OF_A_MEMBER}  # fmt: skip
    called = [name for name, each in known.items() if title in (name, fold_spelling(each["title"]))]
    scores = {name: _likeness(sheet.rows, each, origin) for name, each in known.items()}
    best = max(scores.values(), default=0.0)
    alike = called or [name for name in known if scores[name] == best > 0]
    if len(alike) != 1:
        return None
    fields = known[alike[0]]["schema"]["fields"]
    start, columns = heading_row(sheet.rows, fields) or 0, heading_columns(sheet.rows, fields)
    given = origin.given(alike[0])
    return FoundSheet((alike[0], "rows"), place, sheet, start, columns, {}, given, bool(called))


def _likeness(grid: Grid, resource: Mapping[str, Any], origin: Origin) -> float:
    """Say how much of a table's columns a sheet has; 0 unless it has all that are needed."""
    fields = resource["schema"]["fields"]
    names = {*heading_columns(grid, fields)} - {""}
    needed = headings.required(fields) - {*origin.given(resource["name"])}
    return len(names) / len(fields) if needed <= names and len(names) >= ENOUGH_TITLES else 0


def _is_same(one: FoundSheet, other: FoundSheet) -> bool:
    """Whether two sheets are of one table; grids are if they have a meeting in common."""
    if one.part == other.part == GRID:
        return bool({*one.meetings.values()} & {*other.meetings.values()})
    return one.part == other.part


def _list_absent(
    found: Sequence[FoundSheet], network: NetworkData, origin: Origin
) -> Iterator[Problem]:
    """Remark the tables and the meetings that a workbook doesn't have: they stay as they are."""
    there = {one.part[0] for one in found}
    absent = [model.title for name, model in network.models.items() if name not in there]
    shown = {each for one in found for each in one.meetings.values()}
    if GRID in (one.part for one in found):
        absent += sorted({row["rencontre"] for row in origin.parts.get(GRID, ())} - shown)
    if found and absent and not origin.member:
        what = _("has no place in this workbook: what the data hold stays as it is")
        yield Problem(Place(found[0].place.file), what, ", ".join(absent), severity="remark")
