"""What a member's sheet says when it comes back, cell by cell, or why it can't be taken."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from frictionless import Schema

from annual_report.errors import DataError
from annual_report.messages import _
from annual_report.pages.checks.personal import personal
from annual_report.reading.files.delimited import ROWS_BEFORE_DATA
from annual_report.reading.files.merged import unmerged
from annual_report.reading.files.package_files import HIDDEN
from annual_report.reading.files.sheet import Grid, Sheet
from annual_report.reading.files.sheet_layout import lay_out, list_doubts
from annual_report.reading.files.workbooks.sheets import ORIGIN_SHEET
from annual_report.reading.problems import Place, Problem, together
from annual_report.reading.tables import Table, fields_of, understood
from annual_report.reading.values.cells import Field, clean, folded
from annual_report.writing.imports.merging import Typed, said
from annual_report.writing.imports.sheets_taken import sheets_of
from annual_report.writing.tour.member_sheets import (
    HIGHLIGHTS,
    KEYS,
    MEETING,
    PRESENCE,
    RESOURCES,
    SCHEMES,
    STATE,
)
from annual_report.writing.workbooks.origin import Origin, identity, read_origin

SUFFIXES = (".xlsx", ".ods")
OWNED = {"presences": "membre", "dispositifs": "membre", "ressources": "annee"}
LABELS: Mapping[str, Mapping[str, str]] = {
    **{table: {folded(label): name for name, label in KEYS[table].items()} for table in KEYS},
    "presences": {folded(MEETING): "rencontre", folded(STATE): "etat"},
    HIGHLIGHTS: {"titre": "titre", "recit": "recit"},
}
"""The titles of a member's sheets, folded, and the columns that they name."""


@dataclass(frozen=True)
class Answer:
    """What a member's sheet says: its rows by table, and its highlights (title, words)."""

    file: str
    origin: Origin
    rows: Mapping[str, list[Typed]]
    highlights: tuple[tuple[str, str], ...] = ()

    @property
    def is_untouched(self) -> bool:
        """Whether it came back as it was sent."""
        return not self.highlights and all(
            sorted(said(typed.row) for typed in rows)
            == sorted(said(row) for row in self.origin.parts.get((table, "rows"), []))
            for table, rows in self.rows.items()
        )


class RefusedSheetError(DataError):
    """A sheet that came back and can't be taken: its member is known, and isn't missing."""

    def __init__(self, member: str, problems: Sequence[Problem]) -> None:
        self.member = member
        super().__init__(problems)


def read_answers(
    folder: Path,
    descriptor: Mapping[str, Any],
    resources: Mapping[str, Any],
    schemas: Mapping[str, Schema],
    meetings: Table,
) -> tuple[list[Answer], list[str], list[Problem]]:
    """Read the sheets of a folder; say whose can't be taken, and why."""
    read: list[Answer] = []
    refused: list[str] = []
    problems: list[Problem] = []
    for file in sorted(folder.iterdir() if folder.is_dir() else ()):
        if file.name.startswith(HIDDEN):
            continue
        if file.suffix.lower() not in SUFFIXES:
            what = _("is no member’s sheet: not read")
            problems.append(Problem(Place(file.name), what, expected=", ".join(SUFFIXES)))
            continue
        try:
            answer = read_answer(file, descriptor, resources, schemas)
            refuse_unknown_meetings(answer, meetings)
            read.append(answer)
        except DataError as error:
            refused += [error.member] if isinstance(error, RefusedSheetError) else []
            problems += [each for each in error.problems if isinstance(each, Problem)]
    return read, refused, problems


def read_answer(
    file: Path, descriptor: Mapping[str, Any], resources: Mapping[str, Any],
    schemas: Mapping[str, Schema],
) -> Answer:  # fmt: skip
    """Read a member's sheet; raise DataError if it has an error, a person, or is none."""
    sheets = sheets_of(file)
    origin, place = read_origin(sheets.get(ORIGIN_SHEET)), Place(file.name)
    if origin is None or not origin.member:
        raise DataError([Problem(place, _("is no member’s sheet: not read"))])
    if origin.network != identity(descriptor):
        what = _("is the workbook of another network, {title}", title=origin.title)
        raise DataError([Problem(place, what)])
    if origin.damaged:
        what = _("does not say any more what it held: send the member a new one")
        raise RefusedSheetError(origin.member, [Problem(place, what)])
    rows: dict[str, list[Typed]] = {}
    errors: list[Problem] = []
    highlights: list[tuple[str, str]] = []
    for title, sheet in sheets.items():
        grid, table = sheet.rows, _table_of(title)
        if table:
            here = Place(file.name, sheet=title)
            fields = fields_of(resources[table])
            shaped, doubts = _as_table(sheet, table, origin, fields, here)
            errors += doubts
            understood_ = understood(
                lay_out(Sheet(shaped), fields, here), table, fields, schemas[table], here
            )
            errors += [each for each in understood_.problems if each.severity == "error"]
            columns = [each["name"] for each in fields]
            kept = [(number, row) for number, row in understood_.rows if row.get("etat", "x")]
            rows[table] = [Typed(row, columns, number, title) for number, row in kept]
        elif folded(title) == folded(HIGHLIGHTS):
            start, _titles = _header(grid, LABELS[HIGHLIGHTS])
            for number, row in enumerate(grid[start + 1 :], start=start + 2):
                words = [clean(cell) for cell in row[:2]] + ["", ""]
                if any(words):
                    highlights.append((words[0] or _untitled(origin), words[1]))
                reason = next((r for cell in words if cell and (r := personal(cell))), None)
                if reason:
                    errors.append(Problem(Place(file.name, number, sheet=title), reason))
    if errors:
        raise RefusedSheetError(origin.member, together(errors))
    # A sheet that was taken out says nothing.
    return Answer(file.name, origin, rows, tuple(highlights))


def refuse_unknown_meetings(answer: Answer, meetings: Table) -> None:
    """Raise DataError if a sheet speaks of a meeting that the network doesn't have."""
    known = {row["rencontre"] for _number, row in meetings.every_row}
    unknown = [each for each in answer.rows.get("presences", ())
               if each.row["rencontre"] not in known]  # fmt: skip
    if unknown:
        first = unknown[0]
        place = Place(answer.file, first.number, "rencontre", first.sheet)
        what = _("is not a known meeting")
        raise RefusedSheetError(
            answer.origin.member, [Problem(place, what, first.row["rencontre"])]
        )


def _untitled(origin: Origin) -> str:
    return f"Temps fort ({origin.member})"


def _table_of(title: str) -> str | None:
    first = folded(title).rstrip("0123456789 ")
    names = {PRESENCE: "presences", SCHEMES: "dispositifs", RESOURCES: "ressources"}
    return {folded(name): table for name, table in names.items()}.get(first)


def _as_table(
    sheet: Sheet, table: str, origin: Origin, fields: Sequence[Field], place: Place
) -> tuple[Grid, list[Problem]]:
    """Return a member's sheet as the table that it is a part of, row for row, and its doubts.

    Raise DataError if it can't say of which meeting, or who came.
    """
    labels = LABELS[table]
    start, header = _header(sheet.rows, labels)
    above: Grid = [[] for _row in sheet.rows[:start]]
    known = [labels.get(title, title) for title in header]
    named = [name if name in labels.values() else "" for name in known]
    sheet, _filled_in = unmerged(sheet, named, fields, start, place)
    doubts = [
        doubt
        for row, column in sorted(sheet.doubts)
        if row > start and column < len(named) and named[column]
        for doubt in list_doubts(sheet, (row, column), named, replace(place, row=row + 1))
    ]
    grid = sheet.rows
    if table == "presences":
        for name, label in (("rencontre", MEETING), ("etat", STATE)):
            if name not in known:
                here = Place(place.file, start + 1, sheet=place.sheet)
                what = _("is a missing column")
                raise RefusedSheetError(origin.member, [Problem(here, what, label)])
        meeting, state = known.index("rencontre"), known.index("etat")
        rows: Grid = [["rencontre", "membre", "etat", "agents"]]
        for row in grid[start + 1 :]:
            name, cell = (row[at] if at < len(row) else "" for at in (meeting, state))
            rows.append([name, origin.member, cell, ""] if clean(cell) else [])
        return above + rows, doubts
    value = origin.member if OWNED[table] == "membre" else origin.year
    rows = [[OWNED[table], *known]]
    rows += [[value, *row] if any(map(clean, row)) else [] for row in grid[start + 1 :]]
    return above + rows, doubts


def _header(grid: Grid, labels: Collection[str]) -> tuple[int, list[str]]:
    """Return the row of a sheet's titles, which somebody may have moved down, and its titles."""
    rows = [[folded(clean(cell).rstrip(" *")) for cell in row] for row in grid[:ROWS_BEFORE_DATA]]
    start = max(range(len(rows)), key=lambda at: len(set(labels) & set(rows[at])), default=0)
    return start, rows[start] if rows else []
