"""A network's tables, from their files or the sheets of its workbook → rows of canonical text.

Above the heading a title may stand, one cell a row; below it each row is a fact, and nothing else
stands there (`rows`). What a network says of itself is read first: its kinds of member decide how
members are read.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partialmethod
from pathlib import Path
from typing import Any

from annual_report.base.errors import DataError, UnreadableError
from annual_report.base.letters import clean_text, find_nearest
from annual_report.base.messages import _
from annual_report.network.reading.book import Book, Part, open_book
from annual_report.network.reading.files.network_folder import find_book, list_named_tables
from annual_report.network.reading.headings import (
    check_heading,
    counts_persons,
    find_columns,
    index_titles,
    join_column_names,
    list_own_titles,
)
from annual_report.network.reading.problems import (
    Place,
    Problem,
    Severity,
    Understanding,
    explain_unread,
    has_errors,
)
from annual_report.network.reading.rows import Row, RowReader, show_column
from annual_report.network.reading.schema import (
    GENRES,
    NETWORK,
    SHOWN,
    Resource,
    describe_tables,
    list_settings,
    make_own_field,
    read_shared_tables,
)
from annual_report.network.reading.sheets import Form, Sheet, read_csv
from annual_report.network.reading.values.cells import Field
from annual_report.network.reading.values.vocabulary import GONE


@dataclass(frozen=True, eq=False)
class Table:
    """A table as it was understood."""

    name: str
    fields: Sequence[Field]
    """What its columns are, those of somebody's own last."""
    place: Place
    """Where it stands: its file, and in a workbook its sheet."""
    rows: tuple[Row, ...] = ()
    """Its rows in the order of the file."""
    unfilled: tuple[Row, ...] = ()
    """The rows that hold a blank still to fill in, with the words that say so."""
    every_row: tuple[Row, ...] = ()
    """All rows in the order of the file, those still to fill in among them."""
    problems: tuple[Problem, ...] = ()
    understandings: tuple[Understanding, ...] = ()
    form: Form = field(default_factory=Form)
    columns: tuple[str, ...] = ()
    """The columns that the file has, in its order; none where no heading was found."""

    @property
    def file(self) -> str:
        """The file that it stands in."""
        return self.place.file

    @property
    def is_wrong(self) -> bool:
        """Whether something of it can't be used."""
        return has_errors(self.problems)

    @property
    def title(self) -> str:
        """What it is called in sentences, and its sheet."""
        return str(read_shared_tables()[self.name]["title"])

    @property
    def key(self) -> tuple[str, ...]:
        """The columns by which its rows are told apart."""
        return tuple(read_shared_tables()[self.name]["schema"]["primaryKey"])

    def show(self, column: str) -> str:
        """Return what messages call a column."""
        return next(str(each.get(SHOWN, column)) for each in self.fields if each["name"] == column)

    def locate(self, row: Row, column: str | None = None) -> Place:
        """Return where a row, or a cell of it, stands."""
        place = replace(self.place, row=row.number, sheet=row.sheet or self.place.sheet)
        if column is None:
            return place
        known = next(each for each in self.fields if each["name"] == column)
        return replace(place, column=show_column(row, known))

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
        place, value = self.locate(row, column), row[quoted or column] or None
        return Problem(place, what, value, expected, nearest, severity)

    refuse = partialmethod(remark, severity="error")


def is_member(row: Mapping[str, str]) -> bool:
    """Whether a row of `membres` lists a member, and doesn't note a departure."""
    return row.get("etat") != GONE


def read_tables(folder: Path) -> dict[str, Table]:
    """Read every table of a network, from its files or from its workbook.

    Raise DataError for a folder that can't be a network.
    """
    named, path = list_named_tables(folder), find_book(folder)
    resources = describe_tables(by_title=path is not None)
    book = _open_book(path, resources) if path else _open_files(folder, named, resources)
    said = _read_parts(book.parts[NETWORK], resources[NETWORK], path)
    # A setting that says nothing is none, and their order says nothing either.
    order = {name: at for at, name in enumerate(list_settings())}
    told = [row for row in said.rows if row["valeur"] and row["reglage"]]
    said = replace(said, rows=tuple(sorted(told, key=lambda row: order[row["reglage"]])))
    genres = [row["valeur"] for row in said.rows if row["reglage"] == GENRES]
    if genres:
        resources = describe_tables(genres, by_title=path is not None)
    tables = {name: _read_parts(parts, resources[name], path)
              for name, parts in book.parts.items() if name != NETWORK}  # fmt: skip
    tables[NETWORK] = said
    for problem in book.problems:
        # What is said of a file as a whole, or of a sheet that is no table, is said once.
        name = next((each for each in tables if tables[each].place == problem.place), "membres")
        problems = (*tables[name].problems, problem)
        tables[name] = replace(tables[name], problems=problems)
    return tables


def _open_book(path: Path, resources: Mapping[str, Resource]) -> Book:
    """Open a workbook; raise DataError, which says why, if it can't be."""
    try:
        return open_book(path, resources)
    except (UnreadableError, OSError) as error:
        raise DataError([explain_unread(Place(path.name), error)]) from None


def _open_files(folder: Path, named: set[str], resources: Mapping[str, Resource]) -> Book:
    """Open the files of tables, called as they are in whatever capitals."""
    there = {each.name.lower(): each.name for each in sorted(folder.iterdir(), reverse=True)}
    parts: dict[str, list[Part]] = {}
    problems = []
    for name, resource in resources.items():
        path = str(resource["path"])
        place = Place(there.get(path, path))
        fields, parts[name] = resource["schema"]["fields"], []
        try:
            parts[name].append(Part(read_csv(folder / place.file, index_titles(fields)), place))
        except FileNotFoundError:
            # One that nobody lists is of a kind of which nothing is recorded.
            if name in {"membres", NETWORK, *named}:
                close = find_nearest(place.file, [each for each in there if name[:5] in each])
                expected = join_column_names(fields)
                problems.append(Problem(place, _("is missing"), None, expected, close))
        except (UnreadableError, OSError) as error:
            problems.append(explain_unread(place, error))
    return Book(parts, problems)


def _read_parts(parts: Sequence[Part], resource: Resource, book: Path | None) -> Table:
    """Read a table of one sheet, of several, or of none."""
    first: dict[tuple[str, ...], tuple[Place, str]] = {}
    if not parts:
        place = Place(book.name, sheet=resource["title"]) if book else Place(resource["path"])
        return Table(resource["name"], resource["schema"]["fields"], place)
    table, *others = (read_table(part.sheet, resource, part.place, first) for part in parts)
    if others:
        table = replace(table, place=replace(table.place, sheet=resource["title"]))
    for other in others:
        known = {each["name"] for each in table.fields}
        table = replace(
            table,
            fields=[*table.fields, *(each for each in other.fields if each["name"] not in known)],
            **{name: getattr(table, name) + getattr(other, name)
               for name in ("rows", "unfilled", "every_row", "problems", "understandings")},
        )  # fmt: skip
    return table


def read_table(
    sheet: Sheet,
    resource: Mapping[str, Any],
    place: Place,
    first: dict[tuple[str, ...], tuple[Place, str]] | None = None,
) -> Table:
    """Find a sheet's heading, understand its cells, and hold its rows against their schema.

    `first` has where the keys of rows stand that other sheets of the table have.
    """
    schema = resource["schema"]
    table = Table(resource["name"], schema["fields"], place, form=sheet.form)
    start, names = find_columns(sheet.rows, table.fields)
    if not names:
        expected = join_column_names(table.fields)
        empty = Problem(replace(place, row=1), _("is empty"), expected=expected)
        return replace(table, problems=(empty,))
    heading, at = sheet.rows[start], replace(place, row=sheet.lines[start].number)
    found = [*check_heading(heading, names, table.fields, at)]
    # Under a heading that is wrong, cells would be held to the wrong columns.
    if has_errors(found):
        return replace(table, problems=tuple(found))
    found += (
        Problem(replace(place, row=row), what, severity="remark") for row, what in sheet.remarks
    )
    found += _refuse_above(sheet.rows[:start], names, place)
    own = list_own_titles(heading, names)
    columns = {name: position for position, name in enumerate(names) if name}
    columns |= {title: position for position, title in own.items()}
    counts = {position for position, title in enumerate(heading) if counts_persons(title)}
    fields = [*table.fields, *map(make_own_field, own.values())]
    reader = RowReader(
        fields, schema.get("primaryKey", ()), columns, counts, sheet, place,
        {} if first is None else first,
    )  # fmt: skip
    for number in range(start + 1, len(sheet.rows)):
        found += reader.read(number)
    return replace(
        table,
        fields=fields,
        rows=tuple(reader.rows),
        unfilled=tuple(reader.unfilled),
        every_row=tuple(reader.every_row),
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
