"""A table's file → its rows of canonical text, and all that is wrong with them.

Above the heading a title may stand, one cell a row; below it each row is a fact, and nothing else
stands there (`rows`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partialmethod
from pathlib import Path
from typing import Any

from annual_report.base.errors import UnreadableError
from annual_report.base.letters import clean_text, find_nearest
from annual_report.base.messages import _
from annual_report.network.reading.files.package_files import WORKBOOKS
from annual_report.network.reading.headings import (
    check_heading,
    counts_persons,
    find_columns,
    index_titles,
    join_column_names,
)
from annual_report.network.reading.problems import (
    Place,
    Problem,
    Severity,
    Understanding,
    explain_unread,
    has_errors,
)
from annual_report.network.reading.rows import Row, RowReader
from annual_report.network.reading.schema import UNLISTED, list_tables
from annual_report.network.reading.sheets import Form, Sheet, read_csv
from annual_report.network.reading.values.cells import Field


@dataclass(frozen=True, eq=False)
class Table:
    """A table as it was understood."""

    name: str
    fields: Sequence[Field]
    place: Place
    """Where it stands: its file, and in a workbook its sheet."""
    rows: tuple[Row, ...] = ()
    """Its rows in the order of the file."""
    unfilled: tuple[Row, ...] = ()
    """The rows that hold a blank still to fill in, with the words that say so."""
    problems: tuple[Problem, ...] = ()
    understandings: tuple[Understanding, ...] = ()
    form: Form = field(default_factory=Form)
    columns: tuple[str, ...] = ()
    """The columns that the file has, in its order; none where no heading was found."""

    @property
    def every_row(self) -> tuple[Row, ...]:
        """All rows in the order of the file, those still to fill in among them."""
        found = {row.number: row for row in (*self.rows, *self.unfilled)}
        return tuple(found[number] for number in sorted(found))

    @property
    def file(self) -> str:
        """The file that it stands in."""
        return self.place.file

    @property
    def is_wrong(self) -> bool:
        """Whether something of it can't be used."""
        return has_errors(self.problems)

    def remark(
        self,
        row: Row,
        column: str,
        what: str,
        expected: str | None = None,
        nearest: str | None = None,
        *,
        quoted: str = "",
        severity: Severity = "remark",
    ) -> Problem:
        """Say something of a cell that is understood; `quoted` is the column that is cited."""
        place = replace(self.place, row=row.number, column=column)
        return Problem(place, what, row[quoted or column] or None, expected, nearest, severity)

    refuse = partialmethod(remark, severity="error")


def read_tables(folder: Path, descriptor: Mapping[str, Any]) -> dict[str, Table]:
    """Read every table of a package, in the order of its descriptor."""
    return {name: _read_table(folder, each) for name, each in list_tables(descriptor).items()}


def _read_table(folder: Path, resource: Mapping[str, Any]) -> Table:
    """Read a table's file, called as its descriptor says in whatever capitals."""
    there = {each.name.lower(): each.name for each in sorted(folder.iterdir(), reverse=True)}
    wanted, fields = str(resource["path"]), resource["schema"]["fields"]
    place = Place(there.get(wanted.lower(), wanted))
    try:
        sheet = read_csv(folder / place.file, index_titles(fields))
        return read_table(sheet, resource, place)
    except FileNotFoundError:
        problems = [*_explain_missing(there, resource)]
    except (UnreadableError, OSError) as error:
        problems = [explain_unread(place, error)]
    return Table(resource["name"], fields, place, problems=tuple(problems))


def _explain_missing(there: Mapping[str, str], resource: Mapping[str, Any]) -> Iterator[Problem]:
    """Say why a table has no file among those of the folder, which are known in small letters."""
    wanted, fields = str(resource["path"]), resource["schema"]["fields"]
    stem = wanted.lower().removesuffix(".csv")
    if book := next((there[stem + each] for each in WORKBOOKS if stem + each in there), None):
        # A workbook of its name was put in the folder.
        yield Problem(Place(book), _("is a workbook: save it as CSV"), expected=wanted)
    elif UNLISTED not in resource:
        # One that the descriptor doesn't ask for is of a kind of which nothing is recorded.
        close = find_nearest(wanted, [each for each in there.values() if each.startswith(stem)])
        yield Problem(Place(wanted), _("is missing"), None, join_column_names(fields), close)


def read_table(sheet: Sheet, resource: Mapping[str, Any], place: Place) -> Table:
    """Find a sheet's heading, understand its cells, and hold its rows against their schema."""
    schema = resource["schema"]
    table = Table(resource["name"], schema["fields"], place, form=sheet.form)
    start, names = find_columns(sheet.rows, table.fields)
    if not names:
        expected = join_column_names(table.fields)
        empty = Problem(replace(place, row=1), _("is empty"), expected=expected)
        return replace(table, problems=(empty,))
    at = replace(place, row=start + 1)
    found = [*check_heading(sheet.rows[start], names, table.fields, at)]
    # Under a heading that is wrong, cells would be held to the wrong columns.
    if has_errors(found):
        return replace(table, problems=tuple(found))
    found += (
        Problem(replace(place, row=row), what, severity="remark") for row, what in sheet.remarks
    )
    found += _refuse_above(sheet.rows[:start], names, place)
    reader = RowReader(schema, names, sheet, place)
    counts = {position for position, title in enumerate(sheet.rows[start]) if counts_persons(title)}
    for number, cells in enumerate(sheet.rows[start + 1 :], start + 2):
        kept = ["" if position in counts else cell for position, cell in enumerate(cells)]
        found += reader.read(number, kept)
    return replace(
        table,
        rows=tuple(reader.rows),
        unfilled=tuple(reader.unfilled),
        problems=tuple(sorted(found, key=lambda each: each.place.row or 0)),
        understandings=tuple(reader.understandings),
        columns=tuple(filter(None, names)),
    )


def _refuse_above(
    rows: Sequence[Sequence[str]], names: Sequence[str], place: Place
) -> Iterator[Problem]:
    """Refuse rows above the heading that hold more than a title, for they may be data."""
    most = 1 if len([*filter(None, names)]) > 1 else 0  # of cells that a title may have
    said = ""
    for number, cells in enumerate(rows, 1):
        words = [*filter(None, map(clean_text, cells))]
        if len(words) > most and not words[0].lower().startswith("sep="):
            said = said or " ".join(words)
            expected = _("the heading first: was the table sorted together with it?")
            yield Problem(replace(place, row=number), _("stands above the heading"), said, expected)
