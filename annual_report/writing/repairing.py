"""Mending what has one answer only: what a spreadsheet did to a code or to an id.

    1           01        a département's code that lost its zero
    janv-25     2025-1    an id that became a date, where the row's year, or the table of the
                          meetings, says the same

Only those cells are written; everything else of a file stays as it is, wrong or not.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from annual_report.errors import DataError, UnreadableError
from annual_report.messages import _
from annual_report.reading.descriptor import read_descriptor
from annual_report.reading.files.delimited import LARGEST, read_delimited
from annual_report.reading.files.header import header_columns, titles
from annual_report.reading.files.opening import read_file
from annual_report.reading.files.package_files import find_package
from annual_report.reading.files.sheet import Sheet
from annual_report.reading.files.sheet_layout import lay_out
from annual_report.reading.problems import Place
from annual_report.reading.schema.shared import tables_of
from annual_report.reading.tables import fields_of
from annual_report.reading.values.attendance_states import read_columns
from annual_report.reading.values.cells import CellError, Field, clean, understand
from annual_report.writing.history import Seen, record, seen
from annual_report.writing.saving import encoded, written

CODES = ("departement", "membre", "hote")


@dataclass
class Repair:
    """What would be mended, a line for each cell; `apply` does it."""

    folder: Path
    changes: list[str] = field(default_factory=list)
    files: dict[Path, bytes] = field(default_factory=dict)
    read: Seen = field(default_factory=dict)
    """What the network held when it was read."""

    def apply(self) -> None:
        """Write the files that change, and keep what they held.

        Raise DataError if the network was changed meanwhile.
        """
        if self.files:
            record(self.folder, self.files, "repair", self.changes, read=self.read)


def read_repair(folder: str | Path) -> Repair:
    """Find what can be mended in the CSV files of a network; raise DataError if it has none."""
    path = find_package(folder)
    now = seen(path)
    descriptor, _schemas, problems = read_descriptor(path)
    if descriptor is None:
        raise DataError(problems)
    resources = tables_of(descriptor)
    found, ids = Repair(path, read=now), set[str]()
    for name in sorted(resources, key=lambda name: name != "rencontres"):
        file = path / resources[name]["path"]
        fields = read_columns(name, fields_of(resources[name]))
        try:
            content = read_file(file, LARGEST, _("is too large for a table"))
            grid, form = read_delimited(content, titles(fields).keys())
        except (OSError, UnreadableError):
            continue  # check says why
        columns = header_columns(grid, fields)
        laid_out = lay_out(Sheet(grid), fields, Place(file.name))
        known = {clean(row["rencontre"]) for _n, row in laid_out.rows if "rencontre" in row}
        mended = False
        for number, row in laid_out.rows:
            for each in fields:
                cell, column = row[each["name"]], each["name"]
                right = _right(cell, each, row, ids if name == "presences" else known, name)
                if right is not None:
                    grid[number - 1][columns.index(column)] = right
                    row[column] = right
                    place = Place(file.name, number, column)
                    line = _("{place}: “{before}” becomes “{after}”", place=place, before=cell,
                             after=right)  # fmt: skip
                    found.changes.append(line)
                    mended = True
            if name == "rencontres":
                ids.add(clean(row["rencontre"]))
        if mended:
            rows = ([*cells, *[""] * (len(columns) - len(cells))] for cells in grid)
            found.files[file] = encoded(written(rows, form), form)
    return found


def _right(
    cell: str, field_: Field, row: Mapping[str, str], known: Collection[str], table: str
) -> str | None:
    """Return what a cell certainly was, None if it is right or nobody can be sure."""
    if not cell or (field_["name"] not in CODES and field_["name"] != "rencontre"):
        return None
    try:
        read = understand(cell, field_)
    except CellError as error:
        if field_["name"] != "rencontre" or not error.nearest:
            return None
        if table == "rencontres":
            sure = error.nearest[:4] == clean(row["annee"]) and error.nearest not in known
        else:
            sure = error.nearest in known
        return error.nearest if sure else None
    was_cut = field_["name"] in CODES and clean(cell).isdecimal() and read != clean(cell)
    return read if was_cut else None
