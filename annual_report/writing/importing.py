"""Taking a workbook back: what would change in the tables, row by row, and then the change itself.

The sheets are read as carefully as any table. What is the same stays as it is, byte for byte; a
table that changes is written again in its file's own encoding and with its own separator.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from annual_report.errors import DataError
from annual_report.messages import _
from annual_report.reading.descriptor import TABLES, read_descriptor
from annual_report.reading.files.choice import candidates
from annual_report.reading.files.decoding import UnreadableError
from annual_report.reading.files.layout import lay_out
from annual_report.reading.files.package_files import find_package
from annual_report.reading.files.sheet import Sheet
from annual_report.reading.files.sheets import read_sheets
from annual_report.reading.inspection import read_tables
from annual_report.reading.problems import Place, Problem, Understanding, not_opened
from annual_report.reading.rules import across_tables
from annual_report.reading.tables import Table, fields_of, understood
from annual_report.territories.departments import departments
from annual_report.writing.saving import table_bytes, write_together
from annual_report.writing.workbook import GUIDE_SHEET, LISTS_SHEET, department_choice

Kind = Literal["added", "removed", "changed"]
Rows = Sequence[tuple[int, dict[str, str]]]


@dataclass(frozen=True)
class Change:
    """One row that a workbook adds, removes or changes; `before` and `after` are its cells."""

    table: str
    kind: Kind
    before: Mapping[str, str]
    after: Mapping[str, str]

    def __str__(self) -> str:
        if self.kind == "added":
            return _("{table}: added: {row}", table=self.table, row=_said(self.after))
        if self.kind == "removed":
            return _("{table}: removed: {row}", table=self.table, row=_said(self.before))
        cells = _("; ").join(
            _(
                "{column}: “{before}” becomes “{after}”",
                column=column,
                before=self.before[column] or _("not recorded"),
                after=self.after[column] or _("not recorded"),
            )
            for column in self.after
            if self.before[column] != self.after[column]
        )
        return _(
            "{table}: changed: {row}: {cells}",
            table=self.table,
            row=_said(self.before),
            cells=cells,
        )


@dataclass(frozen=True)
class Import:
    """What a workbook would do to a network; `apply` does it."""

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    understandings: tuple[Understanding, ...]
    files: Mapping[Path, bytes]

    def apply(self) -> None:
        """Write every table that changes, all of them or none."""
        write_together(self.files)


def read_import(folder: str | Path, workbook: str | Path) -> Import:
    """Compare a workbook with a network; raise DataError if either has an error."""
    path, source = find_package(folder), Path(workbook)
    descriptor, schemas, problems = read_descriptor(path)
    if descriptor is None:
        raise DataError(problems)
    old = read_tables(path, descriptor, schemas)
    _refuse([problem for table in old.values() for problem in table.problems])
    sheets = _sheets(source)
    new, problems = dict(old), []
    taken: set[str] = set()
    resources = {each["name"]: each for each in descriptor["resources"]}
    for name in TABLES:
        title = str(resources[name].get("title", name))
        fields = fields_of(resources[name])
        titles = candidates(sheets, (name, title), fields)
        taken |= set(titles)
        if len(titles) > 1:
            what = _("has several sheets for this table: {sheets}", sheets=", ".join(titles))
            problems.append(Problem(Place(source.name), what, title, _("one of them")))
            continue
        if not titles:
            what = _("has no sheet for this table, which stays as it is")
            problems.append(Problem(Place(source.name), what, title, severity="remark"))
            continue
        place = Place(source.name, sheet=titles[0])
        laid_out = lay_out(sheets[titles[0]], fields, place)
        new[name] = understood(laid_out, name, fields, schemas[name], place)
        problems += new[name].problems
    problems += _other_sheets(sheets, taken, source.name)
    _refuse(problems)
    found = across_tables(new, {})
    problems += [each for each in found if not each.place.file.startswith("textes/")]
    _refuse(problems)
    return _compared(path, resources, old, new, problems)


def _refuse(problems: Sequence[Problem]) -> None:
    if errors := [problem for problem in problems if problem.severity == "error"]:
        raise DataError(errors)


def _sheets(source: Path) -> dict[str, Sheet]:
    try:
        return read_sheets(source)
    except UnreadableError as error:
        place = Place(source.name, error.row)
        raise DataError([Problem(place, error.what, expected=error.expected)]) from None
    except FileNotFoundError:
        problem = Problem(Place(str(source)), _("is missing"), expected=".xlsx, .ods")
        raise DataError([problem]) from None
    except OSError as error:
        raise DataError([not_opened(Place(str(source)), error)]) from None


def _other_sheets(
    sheets: Mapping[str, Sheet], taken: Collection[str], file: str
) -> Iterator[Problem]:
    for title, sheet in sheets.items():
        if sheet and title not in (*taken, GUIDE_SHEET, LISTS_SHEET):
            what = _("is not a table of the network: not read")
            yield Problem(Place(file, sheet=title), what, severity="remark")


def _compared(
    path: Path,
    resources: Mapping[str, Any],
    old: Mapping[str, Table],
    new: Mapping[str, Table],
    problems: Sequence[Problem],
) -> Import:
    changes: list[Change] = []
    files: dict[Path, bytes] = {}
    for name in TABLES:
        resource = resources[name]
        found = list(
            _changes(
                resource.get("title", name),
                resource["schema"].get("primaryKey", []),
                old[name].every_row,
                new[name].every_row,
            )
        )
        if found:
            changes += found
            columns = [field["name"] for field in fields_of(resource)]
            rows = [row for _number, row in new[name].every_row]
            files[path / resource["path"]] = table_bytes(columns, rows, old[name].form)
    understandings = tuple(
        seen
        for table in new.values()
        if table.sheet
        for seen in table.understandings
        # The workbook's own way to write a département needs no mention.
        if not (seen.read in departments() and seen.written == department_choice(seen.read))
    )
    return Import(tuple(changes), tuple(problems), understandings, files)


def _changes(title: str, key: Sequence[str], old: Rows, new: Rows) -> Iterator[Change]:
    """Pair the rows of the same key; rows still to fill in may share one, and pair in order."""
    before: defaultdict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
    for _number, row in old:
        before[_key(row, key)].append(row)
    others = []
    for _number, row in new:
        if row in before[_key(row, key)]:
            before[_key(row, key)].remove(row)
        else:
            others.append(row)
    for row in others:
        waiting = before[_key(row, key)]
        if waiting:
            yield Change(title, "changed", waiting.pop(0), row)
        else:
            yield Change(title, "added", {}, row)
    for rows in before.values():
        for row in rows:
            yield Change(title, "removed", row, {})


def _key(row: Mapping[str, str], key: Sequence[str]) -> tuple[str, ...]:
    return tuple(row[column] for column in key or row)


def _said(row: Mapping[str, str]) -> str:
    return ", ".join(value for value in row.values() if value)
