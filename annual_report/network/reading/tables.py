"""The tables of a network: CSV files, or the sheets of a workbook → checked rows, and problems.

`read_tables(folder)` returns a `Table` by name: "membres", "rencontres", … The rows of a table have
canonical text, the one form in which the program has a value ("2025-06-19" for "jeudi 19 juin
2025"); `network/network.py` makes DataFrames of the rows. Nothing is raised for a wrong cell: the
table has the problems, each with the place of the cell, so that a user sees all of them at once.

Reading goes in stages, each for all tables:

    open_book, open_files     a file → sheets: the text of each cell, by row and column
    read_headings             the title above each cell → the name of the column
    _take_rows                sheets → rows as typed, of the years' sheets together
    _understand_cells         the typed text of each cell → canonical text, or a problem
    _complete_meetings        the year and the département that a meeting's row leaves out

The table `reseau`, the network's settings, is understood before the others: its kinds of member
decide how the names of members are read.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
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
"""The most towns of the same name that a message lists to choose from."""

Texts = Mapping[str, str]
"""Texts of a row by the names of the columns."""
Key = tuple[str, ...]
"""The folded values of the columns that no two rows share: of attendance meeting and member."""


class Row(dict[str, str]):
    """A row of a table: the canonical text of each cell by column, "" for an empty cell.

    Beside the canonical text a row has
    - `place`: the file or the sheet, and the row there;
    - `typed`: column → the text as a person typed the cell;
    - `refused`: column → the reason why a cell of the workbook can't be read, such as merged cells;
    - `blanks`: the columns in which a person typed "à compléter": still to fill in;
    - `cells`: column → the place of the cell in a workbook; empty for a CSV file. A row of a year's
      sheet is made of cells from several rows of the sheet.
    """

    def __init__(
        self,
        values: Texts,
        place: Place,
        typed: Texts | None = None,
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

    def read_as(self, values: Texts, blanks: Iterable[str] = ()) -> "Row":
        """Return this row with the canonical `values` of its cells by column, and its `blanks`."""
        return Row(values, self.place, self.typed, blanks=blanks, cells=self.cells)

    def locate(self, column: str) -> Place:
        """Return the place of a column's cell in a workbook; in a CSV file, that of the row."""
        if column not in self.cells:
            return self.place
        return replace(self.place, rows=(), cells=(self.cells[column],))


@dataclass(frozen=True, eq=False)
class Table:
    """A table as it was read: rows, the columns' descriptions, and the problems of the cells."""

    name: str
    fields: Sequence[Field]
    """The descriptions of the columns: first the program's, then the columns a user added."""
    place: Place
    """The file, and in a workbook the sheet."""
    rows: Sequence[Row] = ()
    """The rows whose required cells are filled, in the order of the file: pages count these."""
    every_row: Sequence[Row] = ()
    """All rows. A cell still to fill in has the typed words, such as "à compléter"."""
    problems: Sequence[Problem] = ()
    form: Form = PLAIN
    """The encoding, separator and line ends of the file, for rows that the program adds."""
    columns: Sequence[str] = ()
    """The columns in the order of the file, "" for a column without a title."""
    title: str = ""
    """The name of the table in sentences, and of the sheet in a workbook."""
    key: Sequence[str] = ()
    """The columns of the primary key: two rows that share their values are an error."""

    def locate(self, row: Row, column: str) -> Place:
        """Return the place of a cell: "C9" in a workbook, "row 3, column annee" in a file."""
        place = row.locate(column)
        # In a workbook "C9" says enough.
        if place.cells:
            return place
        # Messages call a column as the file of the user does.
        shown_names = {field["name"]: field[SHOWN] for field in self.fields}
        return replace(place, column=shown_names[column])

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
        """Return a problem of a row's cell that is worth a look, with the text that was typed.

        `what` is the fault, and follows the text in the message; `expected` is the remedy,
        `nearest` the nearest valid text: "“2052” is an unlikely year; expected: a year from 1950
        to 2100".
        """
        place = self.locate(row, column)
        typed = row.typed.get(column) or row.get(column) or None
        return Problem(place, what, typed, expected, nearest, severity)

    def refuse(
        self,
        row: Row,
        column: str,
        what: str,
        expected: str | None = None,
        nearest: str | None = None,
    ) -> Problem:
        """Return the error of a row's cell, which forbids to make the pages; else as `remark`."""
        return self.remark(row, column, what, expected, nearest, severity="error")


def read_tables(folder: Path, *, earlier: bool = False) -> dict[str, Table]:
    """Read the tables of the network in a folder, from CSV files or from a workbook.

    Return each table of `tables.json` by name; a table that the network doesn't record has no rows.
    Raise DataError for a folder that can't be a network. `earlier` allows a workbook of an earlier
    version of the program, which the command `workbook` turns into today's form.
    """
    # Sheets: the text of each cell by row and column. A workbook's columns are called by title.
    workbook = find_book(folder)
    resources = describe_tables(by_title=workbook is not None)
    if workbook:
        sheets = open_book(workbook, resources, earlier=earlier)
    else:
        sheets = open_files(folder, list_named_tables(folder), resources)
    # Headings, then rows as typed: the column says how a cell is to be understood.
    headings = read_headings(sheets, resources)
    tables = {}
    for name, resource in resources.items():
        tables[name] = _take_rows(resource, headings[name], workbook)
    # The settings go first: their kinds of member decide how the members are read.
    _understand_cells(tables, [NETWORK], [DEFAULT])
    kinds = []
    for row in tables[NETWORK].rows:
        if row["reglage"] == GENRES:
            kinds.append(row["valeur"])
    others = [name for name in resources if name != NETWORK]
    _understand_cells(tables, others, kinds or [DEFAULT])
    tables["rencontres"] = _complete_meetings(tables["rencontres"])
    return tables


def _take_rows(resource: Resource, headings: Sequence[Heading], workbook: Path | None) -> Table:
    """Return a table with the rows of its sheets as they were typed, and the sheets' problems.

    `resource` describes the table, `headings` are those of its sheets, a sheet a year in a
    `workbook`, which is None for CSV files. The rows are `every_row`, without canonical text.
    """
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    rows: list[Row] = []
    problems: list[Problem] = []
    # The years of a workbook have a sheet each; their rows make one table.
    for heading in headings:
        for field in heading.fields:
            fields[field["name"]] = field
        problems += heading.sheet.problems
        problems += heading.problems
        rows_of_sheet, problems_of_rows = _take_rows_of_sheet(heading)
        rows += rows_of_sheet
        problems += problems_of_rows
    place = Place(resource["path"])
    if workbook and resource["name"] in YEARLY:
        # The rows are spread over the sheets of the years: the workbook alone is the place.
        place = Place(workbook.name)
    elif workbook:
        place = Place(workbook.name, sheet=resource["title"])
    table = Table(
        resource["name"],
        [*fields.values()],
        place,
        every_row=rows,
        problems=problems,
        title=resource["title"],
        key=resource["schema"]["primaryKey"],
    )
    filled = [heading for heading in headings if heading.sheet.lines]
    if not filled:
        return table
    # Rows that the program adds take the form of the first sheet: separator, line ends, order.
    first = filled[0]
    # A single sheet is the table's place, also where a year's sheet is the only one.
    if len(filled) == 1:
        place = first.sheet.place
    return replace(table, place=place, form=first.sheet.form, columns=first.names)


def _take_rows_of_sheet(heading: Heading) -> tuple[list[Row], list[Problem]]:
    """Return the filled rows below a sheet's heading, as typed, and the errors of untitled cells.

    A sheet without a usable heading has no rows: the heading's own problem says why.
    """
    rows: list[Row] = []
    problems: list[Problem] = []
    if not heading.fields:
        return rows, problems
    columns = {field["name"] for field in heading.fields}
    for line in heading.sheet.lines[heading.start + 1 :]:
        row = _take_row(heading.sheet.place, heading.names, columns, line)
        problems += _refuse_untitled(heading, line)
        is_filled = any(map(clean_text, row.typed.values()))
        # A merged cell may be without text: the row is there all the same.
        if is_filled or row.refused:
            rows.append(row)
    return rows, problems


def _take_row(sheet: Place, names: Sequence[str], columns: Collection[str], line: Line) -> Row:
    """Return a row as typed, of the wanted `columns`, with the places of the cells.

    `sheet` is the place of the sheet, `names` are the names of all its columns, in their order,
    with those that no table has, such as counts of persons.
    """
    typed: dict[str, str] = {}
    refused: dict[str, CellError] = {}
    cells: dict[str, Cell] = {}
    # A row that is shorter than the heading has empty cells at the end.
    columns_and_cells = zip_longest(names, line.cells, fillvalue="")
    for at, (name, cell) in enumerate(columns_and_cells):
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
    """Refuse the filled cells of a row in columns without a title, for their meaning is unknown."""
    columns_and_cells = zip_longest(heading.names, line.cells, fillvalue="")
    for at, (name, cell) in enumerate(columns_and_cells):
        # Cleaning every cell of a large table takes time: only where there is no title.
        if name:
            continue
        text = clean_text(cell)
        if not text:
            continue
        place = heading.sheet.locate(line, at)
        if not place.cells:
            place = replace(place, column=name_column(at + 1))
        fault = _("is in a column without a title")
        yield Problem(place, fault, text, join_column_names(heading.fields))


def _understand_cells(tables: dict[str, Table], names: Sequence[str], kinds: Sequence[str]) -> None:
    """Replace the tables of these `names`, in `tables`, by tables with canonical text.

    `kinds` are the network's kinds of member, such as "département" or "commune".
    """
    # Each stage for all tables: the work goes through the modules in one direction.
    typed = [_list_cells(tables[name], kinds) for name in names]
    read = [understand_cells(cells) for cells in typed]
    for name, cells in zip(names, read, strict=True):
        tables[name] = _read_rows(tables[name], cells)


def _list_cells(table: Table, kinds: Sequence[str]) -> list[tuple[str, Field]]:
    """Return the cells of a table row by row, each as the typed text and the column's field.

    `kinds` are the network's kinds of member, which a cell of members may name.
    """
    fields = [{**field, GENRES: kinds} for field in table.fields]
    cells: list[tuple[str, Field]] = []
    for row in table.every_row:
        setting = fold_spelling(clean_text(row.typed.get("reglage", "")))
        for field in fields:
            # In `reseau` a value is read by the setting of its row: a name, a year, a picture.
            fields_by_setting = field.get(SETTINGS, {})
            described_by = fields_by_setting.get(setting, field)
            typed = row.typed.get(field["name"], "")
            cells.append((typed, described_by))
    return cells


def _read_rows(table: Table, read: Sequence[ReadCell]) -> Table:
    """Return a table with the canonical values of the `read` cells, and their problems.

    The cells of all rows stand one after another, as many a row as the table has fields.
    """
    names = [field["name"] for field in table.fields]
    counted: list[Row] = []
    every: list[Row] = []
    problems = [*table.problems]
    first_by_key: dict[Key, tuple[Row, str]] = {}
    rest = iter(read)
    for row in table.every_row:
        cells_of_row = islice(rest, len(names))
        cells = dict(zip(names, cells_of_row, strict=True))
        # A cell that the workbook forbids to read, such as a merged cell, is as good as empty.
        for name, error in row.refused.items():
            cells[name] = refuse_cell(row.typed[name], error)
        values = {name: cell.value for name, cell in cells.items()}
        blanks = {name: cell.blank for name, cell in cells.items() if cell.blank}
        problems_of_row = [*_locate_problems(table, row, cells)]
        if blanks:
            problems_of_row.append(_say_blanks(table, row, values, blanks))
        every.append(row.read_as(values | blanks, blanks))
        if _is_counted(table, values, blanks):
            counted.append(row.read_as(values))
            # A row with an error may look like an earlier row only because of the error.
            is_sound = all(problem.severity != "error" for problem in problems_of_row)
            if is_sound:
                problems_of_row += _refuse_second(table, row, values, first_by_key)
        problems += problems_of_row
    if table.name == NETWORK:
        counted = _sort_settings(counted)
    problems.sort(key=lambda problem: (problem.place.rows, problem.place.cells))
    return replace(table, rows=counted, every_row=every, problems=problems)


def _locate_problems(table: Table, row: Row, cells: Mapping[str, ReadCell]) -> Iterator[Problem]:
    """Yield the problems of a row's `cells`, which are by column, each with the cell's place."""
    for name, cell in cells.items():
        for problem in cell.problems:
            place = table.locate(row, name)
            yield replace(problem, place=place)


def _is_counted(table: Table, values: Texts, blanks: Collection[str]) -> bool:
    """Whether pages count a row: none of its required cells is still to fill in.

    `blanks` are the columns still to fill in, `values` the canonical texts by column. A setting
    without a value doesn't count, for the network hasn't set it.
    """
    if table.name == NETWORK and not values["valeur"]:
        return False
    # Most rows have no cell to fill in, and are answered without a look at the fields.
    if not blanks:
        return True
    required = {field["name"] for field in table.fields if field[REQUIRED]}
    required.update(table.key)
    return required.isdisjoint(blanks)


def _refuse_second(
    table: Table, row: Row, values: Texts, first_by_key: dict[Key, tuple[Row, str]]
) -> Iterator[Problem]:
    """Refuse a row with the key of an earlier row, for the same fact would be counted twice.

    `first_by_key` has the first row of each key, with the key as typed; a new key is added there.
    """
    columns = table.key
    # A setting of a single value may stand in one row only, whatever the value.
    setting = list_settings().get(values.get("reglage", ""), {})
    if table.name == NETWORK and not setting.get("several"):
        columns = table.key[:1]
    typed = []
    folded = []
    for name in columns:
        typed_text = clean_text(row.typed.get(name, ""))
        typed.append(typed_text or values[name])
        # "2025-1" and "2025-01" are one identifier.
        folded.append(fold_identifier(values[name]))
    text = ", ".join(filter(None, typed))
    earlier, earlier_text = first_by_key.setdefault(tuple(folded), (row, text))
    if earlier is row:
        return
    place = earlier.place.within
    expected = _("one row only; {place} has it too", place=place)
    # Of two spellings, whoever looks for the earlier row needs the earlier.
    if earlier_text != text:
        expected = _(
            "one row only; {place} has it too, as “{other}”", place=place, other=earlier_text
        )
    yield Problem(row.place, _("is there twice"), text, expected)


def _sort_settings(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of settings in the order of `tables.json`, without misspelt settings."""
    order = [*list_settings()]
    # The name of a misspelt setting was refused, and is "".
    known = [row for row in rows if row["reglage"]]
    return sorted(known, key=lambda row: order.index(row["reglage"]))


def _complete_meetings(table: Table) -> Table:
    """Return the table of meetings with the day and the département that a user may leave out.

    A meeting without a day gets its year as the day. Where several départements have a town of the
    same name, the host's département decides; without a host, an error asks for the département.
    The rows are changed in place.
    """
    # Folded name of a town → the départements that have such a town, by code.
    keys = {fold_name(row["ville"]) for row in table.every_row}
    towns = list_towns(keys)
    for row in (*table.rows, *table.every_row):
        if row["annee"] and not row["debut"] and not row["fin"]:
            row["debut"] = row["annee"]
        # A town still to fill in is no name to look up.
        is_town_known = row["ville"] and "ville" not in row.blanks
        if is_town_known and not row["departement"]:
            departments = [*towns.get(fold_name(row["ville"]), {})]
            row["departement"] = _find_department(row, departments)
    problems = [*table.problems]
    for row in table.rows:
        departments = [*towns.get(fold_name(row["ville"]), {})]
        if not row["departement"] and len(departments) > 1:
            choices = [f"{row['ville']} ({code})" for code in departments]
            fault = _("is the name of towns of several départements")
            expected = list_some(choices, TOWNS_NAMED)
            problem = table.refuse(row, "ville", fault, expected)
            problems.append(problem)
    return replace(table, problems=problems)


def _find_department(meeting: Row, departments: Sequence[str]) -> str:
    """Return the code of the département of a meeting's town; "" where that isn't certain.

    `departments` are the codes of all départements with a town of that name. Of several, only those
    of the meeting's host come into question.
    """
    candidates = [*departments]
    is_host_known = meeting["hote"] and "hote" not in meeting.blanks
    if len(candidates) > 1 and is_host_known:
        host = find_institution(meeting["hote"])
        candidates = [code for code in departments if code in host.departments]
    if len(candidates) != 1:
        return ""
    return candidates[0]


def _say_blanks(table: Table, row: Row, values: Texts, blanks: Texts) -> Problem:
    """Return the to-do that names the cells of a row still to fill in; in a file, their columns.

    `blanks` has the words of these cells by column, "à compléter", and `values` the canonical
    texts by column, which tell a reader the row.
    """
    if row.cells:
        cells = tuple(row.cells[name] for name in blanks)
        place = replace(row.place, rows=(), cells=cells)
        return Problem(place, _("still to fill in"), severity="todo")
    titles = []
    for field in table.fields:
        if field["name"] in blanks:
            titles.append(field["title"])
    fault = _("still to fill in: {columns}", columns=", ".join(titles))
    words = ", ".join(filter(None, values.values()))
    return Problem(row.place, fault, words, severity="todo")


# A table of attendance has each identifier many times: uncached, 100,000 rows take half a second.
@cache
def fold_identifier(name: str) -> str:
    """Return an identifier in a form that all its spellings share.

    Leading zeros, and the signs between the parts, don't matter: "2025-01" and "2025_1" → "2025-1".
    """
    # Two patterns, for no parser knows the identifiers that people make up.
    # Taken: zeros before a digit, as in "01" and "00". Not taken: those of "10".
    without_zeros = re.sub(r"(?<!\d)0+(?=\d)", "", fold_spelling(name))
    # Taken: any run of other signs than letters and digits, as in "2025 / 1".
    return re.sub(r"[\W_]+", "-", without_zeros)
