"""The tables of a network: CSV files, or the sheets of a workbook → checked rows, and problems.

`read_tables(folder)` returns a `Table` by name: "membres", "rencontres", … The rows of a table have
canonical text ("2025-06-19" for "jeudi 19 juin 2025"); `network/network.py` makes DataFrames of the
rows. Nothing is raised for a wrong cell: the table has the problems, each with the place of the
cell, so that a user sees all of them at once.

Reading goes in stages, each for all tables:

    open_book, open_files     a file → sheets: the text of each cell, by row and column
    read_headings             the title above each cell → the name of the column
    _take_rows                sheets → rows as typed, of the years' sheets together
    _understand               the typed text of each cell → canonical text, or a problem

The table `reseau`, the network's settings, is understood before the others: its kinds of member
decide how the names of members are read.
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
"""The most towns of the same name that a message lists to choose from."""

Texts = Mapping[str, str]
"""Texts of a row by the names of the columns."""
Key = tuple[str, ...]
"""The folded values of the columns by which a row is told from other rows."""


class Row(dict[str, str]):
    """A row of a table: the canonical text of each cell by column, "" for an empty cell.

    Beside the canonical text a row has
    - `place`: the file or the sheet, and the row there;
    - `typed`: the text by column as a person typed the cells;
    - `refused`: by column, the cells that the workbook forbids to read, such as merged cells;
    - `blanks`: the names of the columns in which a person typed "à compléter";
    - `cells`: in a workbook, the place of each cell by column. A row of a year's sheet is made of
      cells from several rows of the sheet.
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
        """Return the same row, of the same place, with the canonical `values` of the cells."""
        return Row(values, self.place, self.typed, blanks=blanks, cells=self.cells)

    def locate(self, column: str) -> Place:
        """Return the place of a column's cell in a workbook; in a file, the place of the row."""
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
    """The columns by which rows are told apart."""

    def locate(self, row: Row, column: str) -> Place:
        """Return the place of a cell: in a workbook the cell's, in a file the row and column."""
        place = row.locate(column)
        if place.cells:
            return place
        # Messages call a column as the file of the user does.
        shown = {field["name"]: field[SHOWN] for field in self.fields}
        return replace(place, column=shown[column])

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

        `what` follows the text in a sentence, `expected` is the remedy, `nearest` the nearest
        valid text: "“2052” is an unlikely year; expected: a year from 1950 to 2100".
        """
        place = self.locate(row, column)
        typed = row.typed.get(column) or row.get(column) or None
        return Problem(place, what, typed, expected, nearest, severity)

    refuse = partialmethod(remark, severity="error")
    """Return a problem of a row's cell that forbids to make the pages; as `remark` otherwise."""


def read_tables(folder: Path, *, earlier: bool = False) -> dict[str, Table]:
    """Read the tables of the network in a folder, from CSV files or from a workbook.

    Return each table of `tables.json` by name, an unrecorded table without rows. Raise DataError
    for a folder that can't be a network. A workbook of an `earlier` form of the program is refused,
    but for the command `workbook`, which turns such a workbook into today's form.
    """
    # Sheets: the text of each cell by row and column. A workbook's columns are called by title.
    path = find_book(folder)
    resources = describe_tables(by_title=path is not None)
    if path:
        sheets = open_book(path, resources, earlier=earlier)
    else:
        sheets = open_files(folder, list_named_tables(folder), resources)
    # Headings, then rows as typed: the column says how a cell is to be understood.
    headings = read_headings(sheets, resources)
    tables = {}
    for name, resource in resources.items():
        tables[name] = _take_rows(resource, headings[name], path)
    # The settings go first: their kinds of member decide how the members are read.
    _understand(tables, [NETWORK], [DEFAULT])
    kinds = []
    for row in tables[NETWORK].rows:
        if row["reglage"] == GENRES:
            kinds.append(row["valeur"])
    others = [name for name in resources if name != NETWORK]
    _understand(tables, others, kinds or [DEFAULT])
    tables["rencontres"] = _complete_meetings(tables["rencontres"])
    return tables


def _take_rows(resource: Resource, headings: Sequence[Heading], path: Path | None) -> Table:
    """Return a table with the rows of its sheets as they are typed, and the sheets' problems.

    `resource` describes the table, `path` is the network's workbook, None for CSV files. Canonical
    text is still missing: `_understand` adds it.
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
    filled = [heading for heading in headings if heading.sheet.lines]
    if not filled:
        return table
    # Rows that the program adds take the form of the first sheet: separator, line ends, order.
    first = filled[0]
    # A single sheet is the table's place, also where a year's sheet is the only one.
    if len(filled) == 1:
        place = first.sheet.place
    return replace(table, place=place, form=first.sheet.form, columns=first.names)


def _add_rows(rows: list[Row], heading: Heading) -> Iterator[Problem]:
    """Add the filled rows of a sheet to `rows`; refuse the cells below no title."""
    if not heading.fields:
        return
    columns = {field["name"] for field in heading.fields}
    for line in heading.sheet.lines[heading.start + 1 :]:
        row = _take_row(heading.sheet.place, heading.names, columns, line)
        yield from _refuse_untitled(heading, line)
        is_filled = any(map(clean_text, row.typed.values()))
        # A merged cell may be without text: the row is there all the same.
        if is_filled or row.refused:
            rows.append(row)


def _take_row(sheet: Place, names: Sequence[str], columns: Collection[str], line: Line) -> Row:
    """Return a row as typed, of the wanted `columns`, with the places of the cells.

    `sheet` is the place of the sheet, `names` are the names of all columns, in their order.
    """
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
    """Refuse the filled cells of a row below no title: nobody could say their meaning."""
    for at, (name, cell) in enumerate(zip_longest(heading.names, line.cells, fillvalue="")):
        text = ""
        # Cleaning every cell of a large table takes time: only where there is no title.
        if not name:
            text = clean_text(cell)
        if not text:
            continue
        place = heading.sheet.locate(line, at)
        if not place.cells:
            place = replace(place, column=name_column(at + 1))
        fault = _("is in a column without a title")
        yield Problem(place, fault, text, join_column_names(heading.fields))


def _understand(tables: dict[str, Table], names: Sequence[str], kinds: Sequence[str]) -> None:
    """Replace the tables of these `names`, in `tables`, by tables with canonical text.

    `kinds` are the network's kinds of member, such as "département" or "commune".
    """
    # Each stage for all tables: the work goes through the modules in one direction.
    typed = [_list_cells(tables[name], kinds) for name in names]
    read = [understand_cells(cells) for cells in typed]
    for name, cells in zip(names, read, strict=True):
        tables[name] = _read_rows(tables[name], cells)


def _list_cells(table: Table, kinds: Sequence[str]) -> list[tuple[str, Field]]:
    """Return the cells of a table row by row: the typed text, and the field that describes it.

    `kinds` are the network's kinds of member, which a field of members may name.
    """
    fields = [{**field, GENRES: kinds} for field in table.fields]
    cells: list[tuple[str, Field]] = []
    for row in table.every_row:
        setting = fold_spelling(clean_text(row.typed.get("reglage", "")))
        for field in fields:
            # In `reseau` the setting beside describes the value: a name, a year, a picture.
            described = field.get(SETTINGS, {}).get(setting, field)
            cells.append((row.typed.get(field["name"], ""), described))
    return cells


def _read_rows(table: Table, read: Sequence[ReadCell]) -> Table:
    """Return a table with the canonical values of the `read` cells, and their problems.

    The cells of all rows stand one after another, as many a row as the table has fields.
    """
    names = [field["name"] for field in table.fields]
    whole: list[Row] = []
    every: list[Row] = []
    problems = [*table.problems]
    first: dict[Key, tuple[Row, str]] = {}
    rest = iter(read)
    for row in table.every_row:
        of_this_row = islice(rest, len(names))
        cells = dict(zip(names, of_this_row, strict=True))
        # A cell that the workbook forbids to read, a merged one, is as good as empty.
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
            is_sound = all(problem.severity != "error" for problem in of_row)
            if is_sound:
                of_row += _refuse_second(table, row, values, first)
        problems += of_row
    if table.name == NETWORK:
        whole = _sort_settings(whole)
    problems.sort(key=lambda problem: (problem.place.rows, problem.place.cells))
    return replace(table, rows=whole, every_row=every, problems=problems)


def _is_whole(table: Table, values: Texts, blanks: Collection[str]) -> bool:
    """Whether a row counts: no required cell is still to fill in.

    A setting without a value doesn't count, for the network hasn't set it.
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
    table: Table, row: Row, values: Texts, first: dict[Key, tuple[Row, str]]
) -> Iterator[Problem]:
    """Refuse a second row of the same key, for it would be counted twice.

    `first` has the first row of each key and its key as typed; a new key is added there.
    """
    columns = table.key
    # A setting of a single value is told apart by its name alone.
    setting = list_settings().get(values.get("reglage", ""), {})
    if table.name == NETWORK and not setting.get("several"):
        columns = table.key[:1]
    typed = []
    folded = []
    for name in columns:
        typed.append(clean_text(row.typed.get(name, "")) or values[name])
        # "2025-1" and "2025-01" are one identifier.
        folded.append(fold_identifier(values[name]))
    text = ", ".join(filter(None, typed))
    earlier, earlier_text = first.setdefault(tuple(folded), (row, text))
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
    """Return the rows of settings in the order of `tables.json`, without misspelt settings."""
    order = [*list_settings()]
    # The name of a misspelt setting was refused, and is "".
    known = [row for row in rows if row["reglage"]]
    return sorted(known, key=lambda row: order.index(row["reglage"]))


def _complete_meetings(table: Table) -> Table:
    """Return the meetings with the year and the département that a user may leave out.

    A meeting without a day gets its year as the day. Where several départements have a town of the
    same name, the host's département decides; without a host, the département is asked for.
    """
    keys = {fold_name(row["ville"]) for row in table.every_row}
    names_by_town = list_towns(keys)
    for row in (*table.rows, *table.every_row):
        if row["annee"] and not row["debut"] and not row["fin"]:
            row["debut"] = row["annee"]
        # A town still to fill in is no name to look up.
        is_town_known = row["ville"] and "ville" not in row.blanks
        if is_town_known and not row["departement"]:
            town = fold_name(row["ville"])
            departments = [*names_by_town.get(town, {})]
            row["departement"] = _find_department(row, departments)
    problems = [*table.problems]
    for row in table.rows:
        town = fold_name(row["ville"])
        departments = [*names_by_town.get(town, {})]
        if not row["departement"] and len(departments) > 1:
            choices = [f"{row['ville']} ({code})" for code in departments]
            fault = _("is the name of towns of several départements")
            problems.append(table.refuse(row, "ville", fault, list_some(choices, TOWNS_NAMED)))
    return replace(table, problems=problems)


def _find_department(meeting: Row, departments: Sequence[str]) -> str:
    """Return the code of the département of a meeting's town; "" where several have such a town.

    `departments` are the codes of all départements with a town of that name. A host narrows them.
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
    """Return the problem that names the cells of a row still to fill in; in a file, their columns.

    `blanks` has the words of these cells by column, `values` the canonical text of all cells.
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


@cache
def fold_identifier(name: str) -> str:
    """Return an identifier in a form that all its spellings share.

    Leading zeros, and the signs between the parts, don't matter: "2025-01" and "2025_1" → "2025-1".
    """
    # Runs of digits and of signs: no parser knows the identifiers that people make up.
    text = re.sub(r"\d+", lambda number: number[0].lstrip("0") or "0", fold_spelling(name))
    return re.sub(r"[\W_]+", "-", text)
