"""A network's tables, from their files or the sheets of its workbook → rows of canonical text.

They are read in stages, each for all of them: their sheets, their headings, their rows as they are
typed, what the distinct cells of these say, and then what the rows say. Through the last two goes
first what a network says of itself: its kinds of member decide how members are read.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partialmethod
from pathlib import Path

from annual_report.network.reading.book import Book, open_book, open_files
from annual_report.network.reading.files.network_folder import find_book, list_named_tables
from annual_report.network.reading.headings import read_headings
from annual_report.network.reading.problems import Place, Problem, Severity
from annual_report.network.reading.rows import (
    Row,
    Rows,
    TypedRows,
    find_kinds,
    list_cells,
    list_typed_rows,
    name_shown,
    read_rows,
)
from annual_report.network.reading.schema import (
    NETWORK,
    Field,
    Resource,
    describe_tables,
    list_settings,
)
from annual_report.network.reading.sheets import PLAIN, Form
from annual_report.network.reading.values.cells import read_cells


@dataclass(frozen=True, eq=False)
class Table:
    """A table as it was understood."""

    name: str
    fields: Sequence[Field]
    """What its columns are, those of somebody's own last."""
    place: Place
    """Where it stands: its file, and in a workbook its sheet."""
    rows: tuple[Row, ...] = ()
    """The rows that say what they must, in the order of the file."""
    every_row: tuple[Row, ...] = ()
    """All rows, those still to fill in among them, with the words that say so."""
    problems: tuple[Problem, ...] = ()
    form: Form = PLAIN
    columns: tuple[str, ...] = ()
    """The columns that the file has, in its order, "" for one that the project doesn't know."""
    title: str = ""
    """What it is called in sentences, and its sheet."""
    key: tuple[str, ...] = ()
    """The columns by which its rows are told apart."""

    def locate(self, row: Row, column: str) -> Place:
        """Return where a cell of a row stands."""
        field = next(field for field in self.fields if field["name"] == column)
        return replace(row.place, column=name_shown(field, row.label))

    def remark(
        self,
        row: Row,
        column: str,
        what: str,
        expected: str | None = None,
        nearest: str | None = None,
        *,
        severity: Severity = "remark",
    ) -> Problem:
        """Say something of a cell that is understood, as it was typed."""
        typed = row.typed.get(column) or row[column] or None
        return Problem(self.locate(row, column), what, typed, expected, nearest, severity)

    refuse = partialmethod(remark, severity="error")


def read_tables(folder: Path) -> dict[str, Table]:
    """Read every table of a network, from its files or from its workbook.

    Raise DataError for a folder that can't be a network.
    """
    path, named = find_book(folder), list_named_tables(folder)
    resources = describe_tables(by_title=path is not None)
    book = open_book(path, resources) if path else open_files(folder, named, resources)
    headings = read_headings(book.parts, resources)
    typed = list_typed_rows(book.parts, headings, resources)
    rows: dict[str, Rows] = {}
    kinds: Sequence[str] = ()
    for names in ({NETWORK}, resources.keys() - {NETWORK}):
        cells, read = {}, {}
        for name in names:
            cells[name] = list_cells(typed[name], kinds)
        for name in names:
            read[name] = read_cells(cells[name])
        for name in names:
            rows[name] = read_rows(typed[name], resources[name], read[name])
        kinds = find_kinds(rows[NETWORK])
    return {name: _make_table(resource, book, typed[name], rows[name], path)
            for name, resource in resources.items()}  # fmt: skip


def _make_table(
    resource: Resource, book: Book, typed: TypedRows, rows: Rows, path: Path | None
) -> Table:
    """Return a table of its rows, and all that is said of it in their order."""
    name, whole = resource["name"], rows.whole
    parts = book.parts[name]
    place = Place(path.name, sheet=resource["title"]) if path else Place(resource["path"])
    problems = [*book.problems[name], *typed.problems, *rows.problems]
    # A setting that says nothing is none, and their order says nothing either.
    if name == NETWORK:
        order = [*list_settings()]
        whole = [row for row in whole if row["reglage"] and row["valeur"]]
        whole.sort(key=lambda row: order.index(row["reglage"]))
    return Table(
        name,
        typed.fields,
        parts[0].place if len(parts) == 1 else place,
        tuple(whole),
        tuple(rows.every),
        tuple(sorted(problems, key=lambda problem: problem.place.row or 0)),
        parts[0].sheet.form if parts else PLAIN,
        typed.names,
        resource["title"],
        tuple(resource["schema"]["primaryKey"]),
    )
