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

    Beside the canonical text a row has
    - `typed`: the text by column as a person typed the cells;
    - `refused`: the cells that the workbook itself has refused, such as merged cells;
    - `blanks`: the names of the columns still to fill in;
    - `cells`: in a workbook, the place of each cell.
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
    """The descriptions of the columns: first the program's, then the columns a user added."""
    place: Place
    """The file, and in a workbook the sheet."""
    rows: Sequence[Row] = ()
    """The rows whose needed cells are filled, in the order of the file."""
    every_row: Sequence[Row] = ()
    """All rows, also rows still to fill in, whose blanks have the words of the placeholder."""
    problems: Sequence[Problem] = ()
    form: Form = PLAIN
    columns: Sequence[str] = ()
    """The columns in the order of the file, "" for a column without a title."""
    title: str = ""
    """The name of the table in sentences, and of the sheet in a workbook."""
    key: Sequence[str] = ()
    """The columns by which rows are told apart."""

    def locate(self, row: Row, column: str) -> Place:
        """Return the place of a cell: in a workbook the cell's, in a file the row and column."""
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

    Raise DataError for a folder that can't be a network. A workbook of an `earlier` form is allowed
    to the command `workbook`, which turns such a workbook into today's form.
    """
    # Sheets: texts by row and column, from the workbook or from a file a table.
    path = find_book(folder)
    resources = describe_tables(by_title=path is not None)
    if path:
        sheets = open_book(path, resources, earlier=earlier)
    else:
        sheets = open_files(folder, list_named_tables(folder), resources)
    # Headings, then rows as typed: a column is named before a cell is understood.
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
    # The years of a workbook have a sheet each; their rows make one table.
    for heading in headings:
        for field in heading.fields:
            fields[field["name"]] = field
        problems += heading.sheet.problems
        problems += heading.problems
        problems += _add_rows(rows, heading)
    place = Place(resource["path"])
    if path and resource["name"] in YEARLY:
        # The rows are spread over the sheets of the years: the workbook alone is the place.
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
    # A written table takes the form of the first sheet that was read: separator, line ends, order.
    first = headed[0]
    if len(headed) == 1:
        place = first.sheet.place
    return replace(table, place=place, form=first.sheet.form, columns=first.names)


def _add_rows(rows: list[Row], heading: Heading) -> Iterator[Problem]:
    """Add the filled rows of a sheet, and refuse cells that stand in no column."""
    if not heading.fields:
        return
    columns = {field["name"] for field in heading.fields}
    for line in heading.sheet.lines[heading.start + 1 :]:
        row = _take_row(heading.sheet.place, heading.names, columns, line)
        yield from _refuse_untitled(heading, line)
        if row.refused or any(map(clean_text, row.typed.values())):
            rows.append(row)


def _take_row(sheet: Place, names: Sequence[str], columns: Collection[str], line: Line) -> Row:
    """Return a row as typed, of the wanted `columns`, with the places of the cells."""
    typed: dict[str, str] = {}
    refused: dict[str, CellError] = {}
    cells: dict[str, Cell] = {}
    # A row that is shorter than the heading has empty cells at the end.
    for at, (name, cell) in enumerate(zip_longest(names, line.cells, fillvalue="")):
        if name not in columns:
            continue
        typed[name] = cell
        if at in line.refused:
            refused[name] = line.refused[at]
        if line.places:
            cells[name] = line.places[at]
        elif sheet.sheet is not None:
            cells[name] = (line.number, at + 1)
    # The rows of a year's sheet are made of cells from many places: the first stands for the row.
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
    """Yield the cells of a table's rows, each with the field; members are of some kinds."""
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
    # The cells of all rows stand one after another, as many a row as there are fields.
    rest = iter(read)
    for row in table.every_row:
        cells = dict(zip(names, islice(rest, len(names)), strict=True))
        # A cell that the workbook itself refuses is as good as empty.
        for name, error in row.refused.items():
            cells[name] = refuse_cell(row.typed[name], error)
        values: dict[str, str] = {}
        blanks: dict[str, str] = {}
        of_row: list[Problem] = []
        for name, cell in cells.items():
            values[name] = cell.value
            if cell.blank:
                blanks[name] = cell.blank
            for problem in cell.problems:
                of_row.append(replace(problem, place=table.locate(row, name)))
        if blanks:
            of_row.append(_say_blanks(table, row, values, blanks))
        every.append(row.read_as(values | blanks, blanks))
        if _is_whole(table, values, blanks):
            whole.append(row.read_as(values))
            # A row with an error may look like another only because of the error.
            if all(problem.severity != "error" for problem in of_row):
                of_row += _refuse_second(table, row, values, first)
        problems += of_row
    if table.name == NETWORK:
        whole = _sort_settings(whole)
    problems.sort(key=lambda problem: (problem.place.rows, problem.place.cells))
    return replace(table, rows=whole, every_row=every, problems=problems)


def _is_whole(table: Table, values: Mapping[str, str], blanks: Collection[str]) -> bool:
    """Whether all needed cells of a row have a value; a setting without value is no row."""
    if table.name == NETWORK and not values["valeur"]:
        return False
    if not blanks:
        return True
    needed = {field["name"] for field in table.fields if field[REQUIRED]}
    needed.update(table.key)
    return needed.isdisjoint(blanks)


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
    # "2025-1" and "2025-01" are one identifier.
    folded = tuple(fold_identifier(values[name]) for name in key)
    earlier, earlier_text = first.setdefault(folded, (row, text))
    if earlier is row:
        return
    place = earlier.place.within
    expected = _("one row only; {place} has it too", place=place)
    if earlier_text != text:
        expected = _(
            "one row only; {place} has it too, as “{other}”", place=place, other=earlier_text
        )
    yield Problem(row.place, _("is there twice"), text, expected)


def _sort_settings(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of known settings in the order of their description."""
    order = [*list_settings()]
    known = [row for row in rows if row["reglage"]]
    return sorted(known, key=lambda row: order.index(row["reglage"]))


def _complete_meetings(table: Table) -> Table:
    """Return the meetings with the year and the département that their rows leave unsaid.

    A meeting without a day has at least a year. Where several départements have a town of the same
    name, the host's département decides; without a host, the département is asked for.
    """
    keys = {fold_name(row["ville"]) for row in table.every_row}
    towns = list_towns(keys)
    for row in (*table.rows, *table.every_row):
        if not row["debut"] and not row["fin"] and row["annee"]:
            row["debut"] = row["annee"]
        # A town still to fill in is no name to look up.
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
    """Return a name without leading zeros and joints: "2025-1" is "2025-01" and "2025_1"."""
    # Runs of digits and of signs: no parser knows the identifiers that people make up.
    text = re.sub(r"\d+", lambda number: number[0].lstrip("0") or "0", fold_spelling(name))
    return re.sub(r"[\W_]+", "-", text)
