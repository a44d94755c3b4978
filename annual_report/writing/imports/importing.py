"""Taking a workbook back: what its author changed, merged into what the data hold now.

The sheets are read as carefully as any table. The result is held against all the rules before
anything is written; what is the same stays as it is, byte for byte, and a table that changes is
written again in its file's own encoding and with its own separator.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from frictionless import Schema

from annual_report.errors import DataError, ParameterError
from annual_report.messages import _
from annual_report.reading.descriptor import read_descriptor
from annual_report.reading.files.package_files import find_package
from annual_report.reading.files.sheet import Sheet
from annual_report.reading.files.sheet_layout import lay_out
from annual_report.reading.files.workbooks.sheets import ORIGIN_SHEET
from annual_report.reading.inspection import read_tables
from annual_report.reading.problems import Place, Problem, Understanding
from annual_report.reading.schema.shared import tables_of
from annual_report.reading.tables import Table, fields_of, understood
from annual_report.reading.values.attendance_states import read_columns
from annual_report.reading.values.cells import clean
from annual_report.writing.history import Seen, record, seen
from annual_report.writing.imports.merged_tables import as_table, changed_files, checked, refuse
from annual_report.writing.imports.merging import (
    ATTENDANCE,
    Conflict,
    Decisions,
    Merged,
    RowChange,
    Typed,
    merge,
    removals,
)
from annual_report.writing.imports.sheets_taken import (
    Taken,
    TakenSheet,
    absent,
    columns_of,
    sheets_of,
    take_sheets,
)
from annual_report.writing.workbooks.attendance_grid import lay_out_grid
from annual_report.writing.workbooks.filling import GUIDE_SHEET, LISTS_SHEET, choice, day_shown
from annual_report.writing.workbooks.origin import Origin, identity, read_origin


class _Tables(NamedTuple):
    resources: Mapping[str, Any]
    data: Mapping[str, Table]
    merged: Mapping[str, Merged]
    read: Sequence[Table]


@dataclass(frozen=True)
class Import:
    """What a workbook would do to a network; `apply` does it, once no conflict is left."""

    folder: Path
    source: str
    changes: tuple[RowChange, ...]
    conflicts: tuple[Conflict, ...]
    problems: tuple[Problem, ...]
    understandings: tuple[Understanding, ...]
    files: Mapping[Path, bytes]
    read: Seen
    left_out: bool = False
    origin: Origin | None = None

    @property
    def removed(self) -> tuple[RowChange, ...]:
        """The facts that it would take away."""
        return tuple(removals(self.changes))

    def apply(self) -> None:
        """Write every table that changes, all of them or none, and keep what they held.

        Raise DataError if the network was changed meanwhile.
        """
        if self.conflicts:
            raise ParameterError(_("conflicts: {count}, to be decided", count=len(self.conflicts)))
        details = [self.source, *(str(change) for change in self.changes)]
        record(self.folder, self.files, "import", details, read=self.read)


def read_import(
    folder: str | Path, workbook: str | Path, decisions: Decisions | None = None
) -> Import:
    """Merge a workbook into a network, on paper; raise DataError if either has an error.

    `decisions` say whose value counts in a conflict, by its `id`. Raise DataError as well if the
    workbook is another network's.
    """
    path, source = find_package(folder), Path(workbook)
    now = seen(path)
    descriptor, schemas, problems = read_descriptor(path)
    if descriptor is None:
        raise DataError(problems)
    data = read_tables(path, descriptor, schemas)
    refuse([problem for table in data.values() for problem in table.problems])
    sheets = sheets_of(source)
    origin = read_origin(sheets.get(ORIGIN_SHEET))
    if origin and origin.network != identity(descriptor):
        what = _("is the workbook of another network, {title}", title=origin.title)
        place = Place(source.name)
        raise DataError([Problem(place, what, expected=str(descriptor.get("title", path.name)))])
    if origin and origin.member:
        what = _("is a member’s sheet: put it in a folder, and gather the folder")
        raise DataError([Problem(Place(source.name), what)])
    resources = tables_of(descriptor)
    known = _meetings(data, sheets, resources)
    own = (GUIDE_SHEET, LISTS_SHEET, ORIGIN_SHEET)
    taken = take_sheets(sheets, resources, known, own, source.name)
    problems = [*taken.problems, *_about_origin(origin, source.name)]
    problems += absent(taken, resources, origin.parts if origin else (), source.name)
    refuse(problems)
    read = [_read_sheet(each, resources, schemas, known, source.name) for each in taken.sheets]
    refuse([problem for table, _typed in read for problem in table.problems])
    problems += [
        problem
        for table, _typed in read
        for problem in table.problems
        if problem.severity != "error"
    ]
    merged = {
        name: _merge_table(name, resources[name], taken, read, data[name], origin, decisions or {})
        for name in resources
    }
    result = {
        name: as_table(merged[name], data[name], resources[name], source.name) for name in resources
    }
    problems += checked(result, merged, schemas, source.name)
    tables = _Tables(resources, data, merged, [table for table, _typed in read])
    return _import(path, source.name, tables, problems, taken, origin, now)


def _about_origin(origin: Origin | None, file: str) -> list[Problem]:
    if origin and not origin.damaged:
        return []
    what = _("does not say what it held when it was made: it can add and complete, never remove")
    return [Problem(Place(file), what, severity="remark")]


def _meetings(
    data: Mapping[str, Table], sheets: Mapping[str, Sheet], resources: Mapping[str, Any]
) -> set[str]:
    """Return the meetings that a grid may name: of the data, and new ones of the workbook."""
    known = {row["rencontre"] for _number, row in data["rencontres"].every_row}
    for sheet in take_sheets(sheets, resources, (), (), "").sheets:
        if sheet.part == ("rencontres", "rows"):
            laid_out = lay_out(sheet.sheet, fields_of(resources["rencontres"]), Place(""))
            known |= {clean(row["rencontre"]) for _number, row in laid_out.rows}
    return known - {""}


def _read_sheet(
    sheet: TakenSheet,
    resources: Mapping[str, Any],
    schemas: Mapping[str, Schema],
    meetings: set[str],
    file: str,
) -> tuple[Table, list[Typed]]:
    table, part = sheet.part
    place, fields = Place(file, sheet=sheet.title), fields_of(resources[table])
    if part == "grid":
        laid_out = lay_out_grid(sheet.sheet, meetings, fields, place)
        columns = [field["name"] for field in fields]
    else:
        laid_out = lay_out(sheet.sheet, read_columns(table, fields), place)
        columns = columns_of(sheet.sheet.rows, table, resources[table])
    read = understood(laid_out, table, fields, schemas[table], place)
    rows = read.rows if part == "grid" else read.every_row
    return read, [Typed(row, columns, number, sheet.title) for number, row in rows]


def _merge_table(
    name: str,
    resource: Mapping[str, Any],
    taken: Taken,
    read: Sequence[tuple[Table, list[Typed]]],
    data: Table,
    origin: Origin | None,
    decisions: Decisions,
) -> Merged:
    mine = [(sheet, typed) for sheet, (_t, typed) in zip(taken.sheets, read, strict=True)
            if sheet.part[0] == name]  # fmt: skip
    columns = [field["name"] for field in fields_of(dict(resource))]
    held = [
        {column: row.get(column, "") for column in columns}
        for sheet, _typed in mine
        for row in (origin.parts.get(sheet.part, []) if origin else [])
    ]
    return merge(
        str(resource.get("title", name)),
        resource["schema"].get("primaryKey", []),
        held,
        [each for _sheet, typed in mine for each in typed],
        [row for _number, row in data.every_row],
        decisions,
        ATTENDANCE if name == "presences" else (),
        knows=origin is not None and not origin.damaged,
    )


def _import(
    path: Path,
    source: str,
    tables: _Tables,
    problems: Sequence[Problem],
    taken: Taken,
    origin: Origin | None,
    now: Seen,
) -> Import:
    resources, data, merged, read = tables
    files: dict[Path, bytes] = {}
    for name in resources:
        if merged[name].changes:
            rows = [row for row, _typed in merged[name].rows]
            files |= changed_files(name, rows, data[name], resources[name], path)
    changes = [change for name in resources for change in merged[name].changes]
    understandings = tuple(
        seen
        for table in read
        for seen in table.understandings
        # The workbook's own way to write a code or a day needs no mention.
        if seen.written
        not in (choice("departement", seen.read), choice("membre", seen.read), day_shown(seen.read))
    )
    return Import(
        path,
        source,
        tuple(sorted(changes, key=lambda change: change.kind != "removed")),
        tuple(conflict for name in resources for conflict in merged[name].conflicts),
        tuple(dict.fromkeys(problems)),
        understandings,
        files,
        now,
        taken.left_out,
        origin,
    )
