"""A network's tables, from their files or the sheets of its workbook → rows of canonical text.

They are read in stages, each for all tables: sheets, headings, rows as they are typed, the meaning
of the distinct cells, and then the rows. In the last two the table of the network itself goes
first: the kinds of member there decide how members are read.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partialmethod
from itertools import islice, zip_longest
from pathlib import Path

from annual_report.base.errors import CellError
from annual_report.base.letters import clean_text, fold_spelling
from annual_report.base.messages import _, list_some
from annual_report.network.reading.book import open_book, open_files
from annual_report.network.reading.files.network_folder import find_book, list_named_tables
from annual_report.network.reading.files.sheets import PLAIN, Form, Line
from annual_report.network.reading.headings import Heading, join_column_names, read_headings
from annual_report.network.reading.problems import Cell, Place, Problem, Severity, name_column
from annual_report.network.reading.schema import (
    GENRES,
    NETWORK,
    REQUIRED,
    SETTINGS,
    SHOWN,
    YEARLY,
    Field,
    Resource,
    describe_tables,
    list_settings,
)
from annual_report.network.reading.values.cells import ReadCell, refuse_cell, understand_cells
from annual_report.network.territories.institutions import find_institution, list_towns
from annual_report.network.territories.kinds import DEFAULT
from annual_report.network.territories.spelling import fold_name

TOWNS_NAMED = 6
"""Towns of one name that are named to choose from."""


class Row(dict[str, str]):
    """A row's canonical text by column, "" for an empty cell, and the row's place.

    In a workbook each of the `cells` has a place there. The row has too the text as it was `typed`,
    the cells that the workbook itself has `refused`, and the names of the `blanks`, the cells still
    to fill in.
    """

    def __init__(
        self,
        values: Mapping[str, str],
        place: Place,
        typed: Mapping[str, str] | None = None,
        refused: Mapping[str, CellError] | None = None,
        blanks: Iterable[str] = (),
        cells: Mapping[str, Cell] | None = None,
    ) -> None:
        super().__init__(values)
        self.place = place
        self.typed = typed or {}
        self.refused = refused or {}
        self.blanks = {*blanks}
        self.cells = cells or {}

    def read_as(self, values: Mapping[str, str], blanks: Iterable[str] = ()) -> "Row":
        """Return the same row with the canonical values of its cells."""
        return Row(values, self.place, self.typed, blanks=blanks, cells=self.cells)

    def locate(self, column: str) -> Place:
        """Return the place of a cell in a workbook; elsewhere that of the row."""
        if column not in self.cells:
            return self.place
        return replace(self.place, rows=(), cells=(self.cells[column],))


@dataclass(frozen=True, eq=False)
class Table:
    """A table as it was read, with its problems."""

    name: str
    fields: Sequence[Field]
    """The descriptions of its columns, those of somebody's own last."""
    place: Place
    """Its file, and in a workbook its sheet."""
    rows: Sequence[Row] = ()
    """The rows whose needed cells are filled, in the order of the file."""
    every_row: Sequence[Row] = ()
    """All rows, those still to fill in among them, with the words that say so."""
    problems: Sequence[Problem] = ()
    form: Form = PLAIN
    columns: Sequence[str] = ()
    """The columns that the file has, in its order, "" for one without a title."""
    title: str = ""
    """Its name in sentences, and that of its sheet."""
    key: Sequence[str] = ()
    """The columns by which its rows are told apart."""

    def locate(self, row: Row, column: str) -> Place:
        """Return where a cell of a row stands."""
        place = row.locate(column)
        if place.cells:
            return place
        shown = next(field[SHOWN] for field in self.fields if field["name"] == column)
        return replace(place, column=shown)

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
        """Return a problem of a cell, with the text that was typed."""
        typed = row.typed.get(column) or row.get(column) or None
        return Problem(self.locate(row, column), what, typed, expected, nearest, severity)

    refuse = partialmethod(remark, severity="error")


def read_tables(folder: Path, *, earlier: bool = False) -> dict[str, Table]:
    """Read every table of a network, from files or from a workbook.

    Raise DataError for a folder that can't be a network. The workbook may be of an `earlier` form
    where `workbook` turns it into today's.
    """
    path, named = find_book(folder), list_named_tables(folder)
    resources = describe_tables(by_title=path is not None)
    if path:
        sheets = open_book(path, resources, earlier=earlier)
    else:
        sheets = open_files(folder, named, resources)
    headings = read_headings(sheets, resources)
    tables = {}
    for name, resource in resources.items():
        tables[name] = _take_rows(resource, headings[name], path)
    # The network's own table goes first: its kinds of member decide how members are read.
    _understand(tables, [NETWORK], [DEFAULT])
    kinds = [row["valeur"] for row in tables[NETWORK].rows if row["reglage"] == GENRES]
    others = [name for name in resources if name != NETWORK]
    _understand(tables, others, kinds or [DEFAULT])
    tables["rencontres"] = _complete_meetings(tables["rencontres"])
    return tables


def _take_rows(resource: Resource, headings: Sequence[Heading], path: Path | None) -> Table:
    """Return a table with its rows as they are typed, and the problems of its sheets."""
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    rows: list[Row] = []
    problems: list[Problem] = []
    for heading in headings:
        for field in heading.fields:
            fields[field["name"]] = field
        problems += heading.sheet.problems
        problems += heading.problems
        problems += _add_rows(rows, heading)
    place = Place(resource["path"])
    if path and resource["name"] in YEARLY:
        # The rows of a year stand in its own sheet.
        place = Place(path.name)
    elif path:
        place = Place(path.name, sheet=resource["title"])
    table = Table(
        resource["name"],
        [*fields.values()],
        place,
        every_row=rows,
        problems=problems,
        title=resource["title"],
        key=resource["schema"]["primaryKey"],
    )
    headed = [heading for heading in headings if heading.sheet.lines]
    if not headed:
        return table
    first = headed[0]
    if len(headed) == 1:
        place = first.sheet.place
    return replace(table, place=place, form=first.sheet.form, columns=first.names)


def _add_rows(rows: list[Row], heading: Heading) -> Iterator[Problem]:
    """Add the rows of a sheet that hold something, and refuse cells that stand in no column."""
    if not heading.fields:
        return
    kept = {field["name"] for field in heading.fields}
    for line in heading.sheet.lines[heading.start + 1 :]:
        row = _take_row(heading.sheet.place, heading.names, kept, line)
        yield from _refuse_untitled(heading, line)
        if row.refused or any(map(clean_text, row.typed.values())):
            rows.append(row)


def _take_row(sheet: Place, names: Sequence[str], kept: Collection[str], line: Line) -> Row:
    """Return a row as it is typed, of the `kept` columns, and the places of its cells."""
    typed: dict[str, str] = {}
    refused: dict[str, CellError] = {}
    cells: dict[str, Cell] = {}
    for at, (name, cell) in enumerate(zip_longest(names, line.cells, fillvalue="")):
        if name not in kept:
            continue
        typed[name] = cell
        if at in line.refused:
            refused[name] = line.refused[at]
        if line.places:
            cells[name] = line.places[at]
        elif sheet.sheet is not None:
            cells[name] = (line.number, at + 1)
    place = replace(sheet, rows=(line.number,))
    if line.places:
        place = replace(sheet, cells=(line.places[0],))
    return Row({}, place, typed, refused, cells=cells)


def _refuse_untitled(heading: Heading, line: Line) -> Iterator[Problem]:
    """Refuse the cells of a row that stand below no title."""
    for at, (name, cell) in enumerate(zip_longest(heading.names, line.cells, fillvalue="")):
        if name or not cell:
            continue
        text = clean_text(cell)
        if not text:
            continue
        place = heading.sheet.locate(line, at)
        if not place.cells:
            place = replace(place, column=name_column(at + 1))
        fault = _("is in a column without a title")
        yield Problem(place, fault, text, join_column_names(heading.fields))


def _understand(tables: dict[str, Table], names: Sequence[str], kinds: Sequence[str]) -> None:
    """Read the cells of some tables, each stage for all of them; members are of some kinds."""
    cells = [[*_list_cells(tables[name], kinds)] for name in names]
    read = [understand_cells(of_table) for of_table in cells]
    for name, of_table in zip(names, read, strict=True):
        tables[name] = _read_rows(tables[name], of_table)


def _list_cells(table: Table, kinds: Sequence[str]) -> Iterator[tuple[str, Field]]:
    """Yield the cells of a table's rows, each with its field; members are of some kinds."""
    fields = [{**field, GENRES: kinds} for field in table.fields]
    for row in table.every_row:
        setting = fold_spelling(clean_text(row.typed.get("reglage", "")))
        for field in fields:
            # The value of a setting is described by the setting.
            of_setting = field.get(SETTINGS, {}).get(setting)
            yield row.typed.get(field["name"], ""), of_setting or field


def _read_rows(table: Table, read: Sequence[ReadCell]) -> Table:
    """Return a table with the values of the `read` cells, and their problems."""
    names = [field["name"] for field in table.fields]
    whole: list[Row] = []
    every: list[Row] = []
    problems = [*table.problems]
    first: dict[tuple[str, ...], tuple[Row, str]] = {}
    rest = iter(read)
    for row in table.every_row:
        cells = dict(zip(names, islice(rest, len(names)), strict=True))
        # A cell that the workbook itself refuses is as good as empty.
        for name, error in row.refused.items():
            cells[name] = refuse_cell(row.typed[name], error)
        of_cells = [*_locate_problems(table, row, cells)]
        values = {name: cell.value for name, cell in cells.items()}
        blanks = {name: cell.blank for name, cell in cells.items() if cell.blank}
        if blanks:
            of_cells.append(_say_blanks(table, row, values, blanks))
        every.append(row.read_as(values | blanks, blanks))
        if _is_whole(table, values, blanks):
            whole.append(row.read_as(values))
            if all(problem.severity != "error" for problem in of_cells):
                of_cells += _refuse_second(table, row, values, first)
        problems += of_cells
    if table.name == NETWORK:
        whole = _sort_settings(whole)
    problems.sort(key=lambda problem: (problem.place.rows, problem.place.cells))
    return replace(table, rows=whole, every_row=every, problems=problems)


def _is_whole(table: Table, values: Mapping[str, str], blanks: Collection[str]) -> bool:
    """Whether a row has no blank where it needs a value; a setting without value is no row."""
    if table.name == NETWORK and not values["valeur"]:
        return False
    if not blanks:
        return True
    needed = {field["name"] for field in table.fields if field[REQUIRED]}
    needed.update(table.key)
    return needed.isdisjoint(blanks)


def _locate_problems(table: Table, row: Row, cells: Mapping[str, ReadCell]) -> Iterator[Problem]:
    """Yield the problems of a row's cells, each at its place."""
    for name, cell in cells.items():
        for problem in cell.problems:
            yield replace(problem, place=table.locate(row, name))


def _refuse_second(
    table: Table,
    row: Row,
    values: Mapping[str, str],
    first: dict[tuple[str, ...], tuple[Row, str]],
) -> Iterator[Problem]:
    """Refuse a second row of the same key; `first` has the first row of each key, in words."""
    key = table.key
    # A setting of one value is told apart by its name alone.
    if table.name == NETWORK and not list_settings().get(values["reglage"], {}).get("several"):
        key = table.key[:1]
    typed = [clean_text(row.typed.get(name, "")) or values[name] for name in key]
    text = ", ".join(filter(None, typed))
    folded = tuple(fold_identifier(values[name]) for name in key)
    other, written = first.setdefault(folded, (row, text))
    if other is row:
        return
    place = other.place.within
    expected = _("one row only; {place} has it too", place=place)
    if written != text:
        expected = _("one row only; {place} has it too, as “{other}”", place=place, other=written)
    yield Problem(row.place, _("is there twice"), text, expected)


def _sort_settings(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of known settings in the order of their description."""
    order = [*list_settings()]
    known = [row for row in rows if row["reglage"]]
    return sorted(known, key=lambda row: order.index(row["reglage"]))


def _complete_meetings(table: Table) -> Table:
    """Return the meetings with the year and the département that their rows leave unsaid.

    Of a meeting without a day at least its year is known. Where several départements have a town,
    the host settles it; else the département is asked for.
    """
    keys = {fold_name(row["ville"]) for row in table.every_row}
    towns = list_towns(keys)
    for row in (*table.rows, *table.every_row):
        if not row["debut"] and not row["fin"] and row["annee"]:
            row["debut"] = row["annee"]
        if row["ville"] and not row["departement"] and "ville" not in row.blanks:
            codes = [*towns.get(fold_name(row["ville"]), {})]
            row["departement"] = _find_department(row, codes)
    problems = [*table.problems]
    for row in table.rows:
        codes = [*towns.get(fold_name(row["ville"]), {})]
        if not row["departement"] and len(codes) > 1:
            named = [f"{row['ville']} ({code})" for code in codes]
            fault = _("is the name of towns of several départements")
            problems.append(table.refuse(row, "ville", fault, list_some(named, TOWNS_NAMED)))
    return replace(table, problems=problems)


def _find_department(row: Row, codes: Sequence[str]) -> str:
    """Return the département of a meeting's town, of the `codes` with such a town; "" in doubt."""
    if len(codes) > 1 and row["hote"] and "hote" not in row.blanks:
        host = find_institution(row["hote"])
        codes = [code for code in codes if code in host.departments]
    if len(codes) != 1:
        return ""
    return codes[0]


def _say_blanks(
    table: Table, row: Row, values: Mapping[str, str], blanks: Mapping[str, str]
) -> Problem:
    """Name the cells of a row that are still to fill in: in a file, their columns."""
    if row.cells:
        cells = tuple(row.cells[name] for name in blanks)
        place = replace(row.place, rows=(), cells=cells)
        return Problem(place, _("still to fill in"), severity="todo")
    titles = [field["title"] for field in table.fields if field["name"] in blanks]
    fault = _("still to fill in: {columns}", columns=", ".join(titles))
    words = ", ".join(filter(None, values.values()))
    return Problem(row.place, fault, words, severity="todo")


@cache
def fold_identifier(name: str) -> str:
    """Return a name without its zeros in front and its joints: "2025-1" is "2025-01", "2025_1"."""
    # Runs of digits and of signs: no parser knows the identifiers that people make up.
    text = re.sub(r"\d+", lambda number: number[0].lstrip("0") or "0", fold_spelling(name))
    return re.sub(r"[\W_]+", "-", text)
