"""What a member's sheet says when it comes back, cell by cell, or why it can't be taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frictionless import Schema

from annual_report.errors import DataError
from annual_report.messages import _
from annual_report.reading.files.package_files import HIDDEN
from annual_report.reading.files.sheet import Grid, Sheet
from annual_report.reading.files.sheet_layout import lay_out
from annual_report.reading.files.sheets import ORIGIN_SHEET
from annual_report.reading.problems import Place, Problem
from annual_report.reading.tables import Table, fields_of, understood
from annual_report.reading.values.cells import clean, folded
from annual_report.reading.values.personal import personal
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


def read_answers(
    folder: Path,
    descriptor: Mapping[str, Any],
    resources: Mapping[str, Any],
    schemas: Mapping[str, Schema],
    meetings: Table,
) -> tuple[list[Answer], list[Problem]]:
    """Read the sheets of a folder, and say why some of them can't be taken."""
    read: list[Answer] = []
    problems: list[Problem] = []
    for file in sorted(folder.iterdir() if folder.is_dir() else ()):
        if file.suffix.lower() in SUFFIXES and not file.name.startswith(HIDDEN):
            try:
                answer = read_answer(file, descriptor, resources, schemas)
                refuse_unknown_meetings(answer, meetings)
                read.append(answer)
            except DataError as error:
                problems += [each for each in error.problems if isinstance(each, Problem)]
    return read, problems


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
        raise DataError([Problem(place, what)])
    rows: dict[str, list[Typed]] = {}
    errors: list[Problem] = []
    highlights: list[tuple[str, str]] = []
    for title, sheet in sheets.items():
        grid, table = sheet.rows, _table_of(title)
        if table:
            here = Place(file.name, sheet=title)
            shaped = _as_table(grid, table, origin)
            fields = fields_of(resources[table])
            understood_ = understood(
                lay_out(Sheet(shaped), fields, here), table, fields, schemas[table], here
            )
            errors += [each for each in understood_.problems if each.severity == "error"]
            columns = [each["name"] for each in fields]
            kept = [(number, row) for number, row in understood_.rows if row.get("etat", "x")]
            rows[table] = [Typed(row, columns, number, title) for number, row in kept]
        elif folded(title) == folded(HIGHLIGHTS):
            for number, row in enumerate(grid[1:], start=2):
                words = [clean(cell) for cell in row[:2]] + ["", ""]
                if any(words):
                    highlights.append((words[0] or _untitled(origin), words[1]))
                reason = next((r for cell in words if cell and (r := personal(cell))), None)
                if reason:
                    errors.append(Problem(Place(file.name, number, sheet=title), reason))
    if errors:
        raise DataError(errors)
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
        raise DataError([Problem(place, _("is not a known meeting"), first.row["rencontre"])])


def _untitled(origin: Origin) -> str:
    return f"Temps fort ({origin.member})"


def _table_of(title: str) -> str | None:
    first = folded(title).rstrip("0123456789 ")
    names = {PRESENCE: "presences", SCHEMES: "dispositifs", RESOURCES: "ressources"}
    return {folded(name): table for name, table in names.items()}.get(first)


def _as_table(grid: Grid, table: str, origin: Origin) -> Grid:
    """Return a member's sheet as the table that it is a part of, row for row."""
    if not grid:
        return [["membre"]]
    header = [folded(clean(cell).rstrip(" *")) for cell in grid[0]]
    if table == "presences":
        meeting, state = (
            header.index(folded(each)) if folded(each) in header else None
            for each in (MEETING, STATE)
        )
        rows = [["rencontre", "membre", "etat", "agents"]]
        for row in grid[1:]:
            cell = row[state] if state is not None and state < len(row) else ""
            name = row[meeting] if meeting is not None and meeting < len(row) else ""
            rows.append([name, origin.member, cell, ""] if clean(cell) else [])
        return rows
    labels = {folded(label): name for name, label in KEYS[table].items()}
    known = [labels.get(title, title) for title in header]
    value = origin.member if OWNED[table] == "membre" else origin.year
    rows = [[OWNED[table], *known]]
    for row in grid[1:]:
        rows.append([value, *row] if any(map(clean, row)) else [])
    return rows
