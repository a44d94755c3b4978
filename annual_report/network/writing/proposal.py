"""What would become of a network's tables: held against all the rules, shown, then written.

    workbook ─ rows ─ merge ─ Proposal(changes, conflicts) ─ history

Nothing is written before all of it can be: what is the same stays as it is, byte for byte, and a
table that changes is written again in its file's own encoding and with its own separator. What
would be written is read first, as it will be read from the file.

A cell that begins like a formula gets an apostrophe before it, as a spreadsheet itself would show
one, so that opening the file computes nothing; reading takes it away again.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from annual_report.base.errors import DataError, ParameterError
from annual_report.base.messages import _
from annual_report.network.reading.descriptor import read_descriptor
from annual_report.network.reading.files.package_files import find_package
from annual_report.network.reading.problems import Place, Problem, Understanding, join_alike
from annual_report.network.reading.rules import check_across_tables
from annual_report.network.reading.schema import GENRES, list_tables
from annual_report.network.reading.sheets import Form, Sheet
from annual_report.network.reading.tables import Table, read_table, read_tables
from annual_report.network.reading.values.cells import FORMULA_STARTS, Field
from annual_report.network.territories.spelling import write_code_apart
from annual_report.network.writing.history import Seen, hash_files, record_change
from annual_report.network.writing.merging import (
    Conflict,
    Merged,
    Model,
    RowChange,
    Typed,
    make_model,
)

MOST_TOLD = 20
Files = Mapping[Path, bytes]


@dataclass(frozen=True)
class NetworkData:
    """A network as its folder holds it, read to be changed."""

    path: Path
    descriptor: dict[str, Any]
    tables: Mapping[str, Table]
    read: Seen
    """What its files held when they were read."""

    @cached_property
    def resources(self) -> dict[str, dict[str, Any]]:
        """Its tables as its descriptor describes them."""
        return list_tables(self.descriptor)

    @cached_property
    def models(self) -> dict[str, Model]:
        """What merging needs to know of its tables."""
        return {name: make_model(each) for name, each in self.resources.items()}

    @property
    def title(self) -> str:
        """How it calls itself."""
        return str(self.descriptor.get("title", self.descriptor["name"]))

    @property
    def unchanged(self) -> dict[str, Merged]:
        """Its tables as merging takes them: each row with its place, and nothing changed."""
        return {
            name: Merged([Typed(row, (), Place(table.file, row.number)) for row in table.every_row])
            for name, table in self.tables.items()
        }


def open_data(folder: str | Path) -> NetworkData:
    """Read a network's tables to change them; raise DataError if one has an error."""
    path = find_package(folder)
    now = hash_files(path)
    descriptor = read_descriptor(path)
    if isinstance(descriptor, Problem):
        raise DataError([descriptor])
    tables = read_tables(path, descriptor)
    raise_errors([problem for table in tables.values() for problem in table.problems])
    return NetworkData(path, descriptor, tables, now)


@dataclass(frozen=True)
class Proposal:
    """What a workbook would do; `apply` does it, once no conflict is left."""

    network: NetworkData
    command: str
    source: str
    """The file or the folder that it comes from."""
    changes: tuple[RowChange, ...]
    conflicts: tuple[Conflict, ...]
    problems: tuple[Problem, ...]
    understandings: tuple[Understanding, ...]
    files: Files
    told: tuple[str, ...] = ()
    """What is written beside the tables, a line each."""

    @property
    def removals(self) -> tuple[RowChange, ...]:
        """The facts that it would take away."""
        return tuple(change for change in self.changes if change.is_removal)

    @property
    def lines(self) -> tuple[str, ...]:
        """All that it would change, a line each: what the history keeps."""
        return *map(str, self.changes), *self.told

    def apply(self) -> None:
        """Write every file that changes, all of them or none, and keep what they held.

        Raise DataError if the network was changed meanwhile.
        """
        if self.conflicts:
            raise ParameterError(_("conflicts: {count}, to be decided", count=len(self.conflicts)))
        details = [self.source, *self.lines]
        record_change(self.network.path, self.files, self.command, details, read=self.network.read)


def make_proposal(
    network: NetworkData,
    merged: Mapping[str, Merged],
    command: str,
    source: str,
    problems: Sequence[Problem] = (),
    understandings: Sequence[Understanding] = (),
    beside: Files | None = None,
    told: Sequence[str] = (),
) -> Proposal:
    """Hold merged tables against all the rules, and make the files that they become.

    `beside` are other files that change, and `told` what is said of it. Raise DataError if a rule
    breaks.
    """
    # Read what would be written as it will be read from its file, before anything is written.
    tables, files = dict(network.tables), dict(beside or {})
    for name, table in merged.items():
        if table.changes:
            data = network.tables[name]
            cells = make_cells(network, name, [each.row for each in table.rows])
            files[network.path / data.file] = encode_csv(cells, data.form)
            tables[name] = read_table(Sheet(cells), network.resources[name], Place(data.file))
    changes = [change for table in merged.values() for change in table.changes]
    remarks = _hold_against_rules(network, tables, merged, source)
    return Proposal(
        network,
        command,
        source,
        tuple(sorted(changes, key=lambda change: not change.is_removal)),
        tuple(conflict for table in merged.values() for conflict in table.conflicts),
        tuple(dict.fromkeys([*problems, *remarks])),
        tuple(understandings),
        files,
        tuple(told),
    )


def raise_errors(problems: Iterable[Problem], before: Iterable[Problem] = ()) -> None:
    """Raise DataError with the errors among problems, if there are any, and what is said `before`.

    One slip may break hundreds of rows: the first of them are enough.
    """
    if errors := join_alike(each for each in problems if each.severity == "error"):
        left = len(errors) - MOST_TOLD
        more = [_("and {count} more", count=left)] if left > 0 else []
        raise DataError([*before, *errors[:MOST_TOLD], *more])


def _hold_against_rules(
    network: NetworkData, tables: Mapping[str, Table], merged: Mapping[str, Merged], source: str
) -> list[Problem]:
    """Hold tables as they would be against all rules; return remarks, raise DataError for errors.

    What a row that was taken out breaks stands at other places: it is named first.
    """
    gone = [
        Problem(Place(source), _("rows of {table} that are gone: {count}; what follows may come "
                                 "of it", table=network.models[name].title, count=count))
        for name, table in merged.items()
        if (count := sum(change.is_removal for change in table.changes))
    ]  # fmt: skip
    # Rules across tables would say much of a table that has an error of its own: that comes first.
    new = {name: table for name, table in tables.items() if table is not network.tables[name]}
    wrong = [p for table in new.values() for p in table.problems if p.severity == "error"]
    located = [*_where_typed(wrong or check_across_tables(tables), network, new, merged)]
    raise_errors(located, gone)
    return located


def _where_typed(
    problems: Iterable[Problem],
    network: NetworkData,
    new: Mapping[str, Table],
    merged: Mapping[str, Merged],
) -> Iterator[Problem]:
    """Point at the row that was typed, and its column's title, where a row was."""
    by_file = {table.file: name for name, table in new.items()}
    for problem in problems:
        name, column = by_file.get(problem.place.file), problem.place.column
        # It is of another file, or of a table as a whole.
        if name is None or not problem.place.rows_named:
            yield problem
            continue
        for row in problem.place.rows_named:
            typed = merged[name].rows[row - 2].place  # the first row stands below the heading
            if typed is None:
                continue
            # A sheet calls its columns by their titles, a file by their names.
            titles = network.models[name].titles if typed.sheet else {}
            yield replace(problem, place=replace(typed, column=titles.get(column or "", column)))


def make_cells(
    network: NetworkData, name: str, rows: Sequence[Mapping[str, str]]
) -> list[list[str]]:
    """Return a table's heading and canonical rows as cells that are read as what they are.

    A column that the file lacks comes in when somebody fills it, and not before.
    """
    data, fields = network.tables[name], network.resources[name]["schema"]["fields"]
    kept = [
        field
        for field in fields
        if not data.columns
        or field["name"] in data.columns
        or any(row.get(field["name"]) for row in rows)
    ]
    heading = [field["name"] for field in kept]
    cells = ([_as_cell(row.get(each["name"], ""), each) for each in kept] for row in rows)
    return [heading, *cells]


def _as_cell(value: str, field: Field) -> str:
    if value and field.get("kind") == "member":
        value = write_code_apart(value, tuple(field[GENRES]))
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


def encode_csv(cells: Iterable[Sequence[str]], form: Form) -> bytes:
    """Return cells as a file's bytes, in the form that it has."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=form.separator, lineterminator=form.newline).writerows(cells)
    return encode_text(stream.getvalue(), form)


def encode_text(text: str, form: Form) -> bytes:
    """Encode in the form's encoding, or in UTF-8 with its mark if a letter isn't in that one."""
    try:
        return text.encode(form.encoding)
    except UnicodeEncodeError:
        return text.encode("utf-8-sig")
