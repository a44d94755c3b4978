"""What would become of a network's tables: held against all the rules, shown, then written.

    workbook or members' sheets ─ rows ─ merge ─ Proposal(changes, conflicts) ─ history.record

Nothing is written before all of it can be: what is the same stays as it is, byte for byte, and a
table that changes is written again in its file's own encoding and with its own separator.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from annual_report.errors import DataError, ParameterError
from annual_report.messages import _
from annual_report.reading.columns import settle_attendance
from annual_report.reading.descriptor import read_descriptor
from annual_report.reading.files.package_files import find_package
from annual_report.reading.inspection import read_tables
from annual_report.reading.problems import Place, Problem, Understanding, together
from annual_report.reading.rules import across_tables
from annual_report.reading.schema.shared import tables_of
from annual_report.reading.tables import Table, check_rows, fields_of
from annual_report.reading.values.cells import is_placeholder
from annual_report.writing.history import Seen, record, seen
from annual_report.writing.merging import Merged
from annual_report.writing.row_changes import Conflict, Model, RowChange, model_of, removals
from annual_report.writing.saving import table_bytes

MOST_TOLD = 20


@dataclass(frozen=True)
class Held:
    """A network as its folder holds it, read to be changed."""

    path: Path
    descriptor: dict[str, Any]
    tables: Mapping[str, Table]
    read: Seen
    """What its files held when they were read."""

    @property
    def resources(self) -> dict[str, dict[str, Any]]:
        """Its tables as its descriptor describes them."""
        return tables_of(self.descriptor)

    @property
    def models(self) -> dict[str, Model]:
        """What merging needs to know of its tables."""
        return {name: model_of(each) for name, each in self.resources.items()}

    @property
    def title(self) -> str:
        """How it calls itself."""
        return str(self.descriptor.get("title", self.descriptor["name"]))


def open_held(folder: str | Path) -> Held:
    """Read a network's tables to change them; raise DataError if one has an error.

    A table that is a workbook itself can't be written over.
    """
    path = find_package(folder)
    now = seen(path)
    descriptor, problems = read_descriptor(path)
    if descriptor is None:
        raise DataError(problems)
    tables = read_tables(path, descriptor)
    refuse([problem for table in tables.values() for problem in table.problems])
    return Held(path, descriptor, tables, now)


@dataclass(frozen=True)
class Proposal:
    """What a workbook or members' sheets would do; `apply` does it, once no conflict is left."""

    network: Held
    command: str
    source: str
    """The file or the folder that it comes from."""
    changes: tuple[RowChange, ...]
    conflicts: tuple[Conflict, ...]
    problems: tuple[Problem, ...]
    understandings: tuple[Understanding, ...]
    files: Mapping[Path, bytes]
    told: tuple[str, ...] = ()
    """What is written beside the tables, a line each."""

    @property
    def removed(self) -> tuple[RowChange, ...]:
        """The facts that it would take away."""
        return tuple(removals(self.changes))

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
        record(self.network.path, self.files, self.command, details, read=self.network.read)


def propose(
    network: Held,
    merged: Mapping[str, Merged],
    command: str,
    source: str,
    problems: Sequence[Problem] = (),
    understandings: Sequence[Understanding] = (),
    beside: Mapping[Path, tuple[bytes, Sequence[str]]] | None = None,
) -> Proposal:
    """Hold merged tables against all the rules, and make the files that they become.

    `beside` are other files that change, and what is said of it. Raise DataError if a rule breaks.
    """
    remarks = _check(network, merged, source)
    files = {file: content for file, (content, _lines) in (beside or {}).items()}
    for name, table in merged.items():
        if table.changes:
            rows = [row for row, _typed in table.rows]
            files[_file_of(network, name)] = _table_bytes(network, name, rows)
    changes = [change for table in merged.values() for change in table.changes]
    return Proposal(
        network,
        command,
        source,
        tuple(sorted(changes, key=lambda change: change.kind != "removed")),
        tuple(conflict for table in merged.values() for conflict in table.conflicts),
        tuple(dict.fromkeys([*problems, *remarks])),
        tuple(understandings),
        files,
        tuple(line for _content, lines in (beside or {}).values() for line in lines),
    )


def refuse(problems: Iterable[Problem], before: Iterable[Problem] = ()) -> None:
    """Raise DataError with the errors among problems, if there are any, and what is said `before`.

    One slip may break hundreds of rows: the first of them are enough.
    """
    if errors := together(each for each in problems if each.severity == "error"):
        left = len(errors) - MOST_TOLD
        one, many = _("and another one"), _("and {count} others", count=left)
        more = [Problem(Place(""), one if left == 1 else many)] if left > 0 else []
        raise DataError([*before, *errors[:MOST_TOLD], *more])


def _check(network: Held, merged: Mapping[str, Merged], source: str) -> list[Problem]:
    """Hold the merged tables against all rules; return remarks, raise DataError for an error."""
    result = {
        name: _as_table(merged[name], network.tables[name], network.resources[name])
        if name in merged
        else network.tables[name]
        for name in network.tables
    }
    gone = list(_gone(merged, source))
    refuse(_where_typed(_wrong_rows(result, network.resources), network, result, merged), gone)
    located = _where_typed(across_tables(result), network, result, merged)
    refuse(located, gone)
    return located


def _as_table(merged: Merged, data: Table, resource: Mapping[str, Any]) -> Table:
    """Return the merged rows as a table, to be held against the rules."""
    rows, unfilled = [], []
    needed = set(resource["schema"].get("primaryKey", ()))
    needed |= {
        field["name"]
        for field in fields_of(dict(resource))
        if field.get("constraints", {}).get("required")
    }
    for number, (row, _typed) in enumerate(merged.rows, start=2):
        blanks = {name for name, cell in row.items() if is_placeholder(cell)}
        if blanks:
            unfilled.append((number, row))
        if not blanks & needed:
            rows.append((number, {n: "" if n in blanks else cell for n, cell in row.items()}))
    return data.with_rows(rows, unfilled)


def _wrong_rows(
    result: Mapping[str, Table], resources: Mapping[str, Mapping[str, Any]]
) -> list[Problem]:
    """Return what is wrong with rows of one table."""
    found: list[Problem] = []
    for name, table in result.items():
        found += check_rows(table.text, resources[name], table.place)
        for number, row in table.rows if name == "presences" else ():
            if settle_attendance(row["etat"], row["agents"]) is None:
                found.append(
                    Problem(Place(table.file, number), _("contradicts itself"), row["etat"])
                )
    return found


def _gone(merged: Mapping[str, Merged], source: str) -> Iterator[Problem]:
    """Say first of which tables rows were taken out: what breaks then is at other places."""
    for each in merged.values():
        removed = list(removals(each.changes))
        if removed:
            what = _("rows of {table} that are gone: {count}; what follows may come of it",
                     table=removed[0].model.title, count=len(removed))  # fmt: skip
            yield Problem(Place(source), what)


def _where_typed(
    problems: Sequence[Problem],
    network: Held,
    result: Mapping[str, Table],
    merged: Mapping[str, Merged],
) -> list[Problem]:
    """Point at the row that was typed, and its column's title, where a row was."""
    by_file = {table.file: name for name, table in result.items() if name in merged}
    located = []
    for problem in problems:
        name = by_file.get(problem.place.file)
        for row in problem.place.rows_named or (None,):
            place = Place(problem.place.file, row, problem.place.column, problem.place.sheet)
            typed = merged[name].rows[row - 2][1] if name and row else None
            if name and typed:
                column = network.models[name].titles.get(place.column or "")
                place = Place(typed.file, typed.number, column, typed.sheet)
            located.append(replace(problem, place=place))
    return located


def _file_of(network: Held, name: str) -> Path:
    return network.path / str(network.resources[name]["path"])


def _table_bytes(network: Held, name: str, rows: Sequence[Mapping[str, str]]) -> bytes:
    """Return a changed table as its file's bytes.

    A column that the file lacks comes in when somebody fills it, and not before.
    """
    data = network.tables[name]
    columns = [
        column
        for column in network.models[name].titles
        if not data.columns or column in data.columns or any(row.get(column) for row in rows)
    ]
    return table_bytes(columns, rows, data.form, fields_of(network.resources[name]))
