"""The tables of a network: CSV files, or the sheets of a workbook → checked rows, and problems.

`read_tables(folder)` returns a `Table` (`rows.py`) by name: "membres", "rencontres", … The cells of
its rows have *canonical* text, the one form in which the program has a value: "2025-06-19" for
"jeudi 19 juin 2025". Nothing is raised for a wrong cell: the table has the problems, each with the
place of the cell, so that a user sees all of them at once.

Reading goes in stages, each for all tables:

    open_book, open_files     a file → sheets: the text of each cell, by row and column
    read_headings             the title above each cell → the name of the column
    _collect_rows             sheets → rows as typed, of the years' sheets together
    _understand_cells         the typed text of each cell → canonical text, or a problem
    _complete_meetings        the year and the département that a meeting's row leaves out

The table `reseau`, the network's settings, is understood before the others: its kinds of member
decide how the names of members are read.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, zip_longest
from pathlib import Path

from annual_report.base.errors import CellError
from annual_report.base.letters import clean_text, fold_spelling
from annual_report.base.messages import _, list_some
from annual_report.network.reading.book import open_book, open_files
from annual_report.network.reading.files.network_folder import find_book, list_named_tables
from annual_report.network.reading.files.sheets import Line
from annual_report.network.reading.headings import Heading, join_column_names, read_headings
from annual_report.network.reading.problems import Cell, Place, Problem, name_column
from annual_report.network.reading.rows import Row, Table, fold_identifier
from annual_report.network.reading.schema import (
    GENRES,
    NETWORK,
    REQUIRED,
    SETTINGS,
    YEARLY,
    Field,
    Resource,
    describe_tables,
    list_settings,
)
from annual_report.network.reading.values.cells import ReadCell, make_wrong_cell, understand_cells
from annual_report.network.territories.institutions import find_institution, list_towns
from annual_report.network.territories.kinds import DEFAULT
from annual_report.network.territories.spelling import fold_name

TOWNS_NAMED = 6
"""The most towns of the same name that a message lists to choose from."""

Key = tuple[str, ...]
"""The folded values of the columns that no two rows share: of attendance meeting and member."""


def read_tables(folder: Path, *, allow_earlier_form: bool = False) -> dict[str, Table]:
    """Read the tables of the network in a folder, from CSV files or from a workbook.

    Return each table of `tables.json` by name; a table that the network doesn't record has no rows.
    Raise DataError for a folder that can't be a network. A workbook in the form of an earlier
    version is a DataError too, unless `allow_earlier_form`.
    """
    # Sheets: the text of each cell by row and column. Messages call the columns of a workbook by
    # their titles, "Année", those of CSV files by their names, "annee", as the user sees them.
    workbook = find_book(folder)
    resources = describe_tables(by_title=workbook is not None)
    if workbook:
        sheets = open_book(workbook, resources, allow_earlier_form=allow_earlier_form)
    else:
        sheets = open_files(folder, list_named_tables(folder), resources)
    # Headings, then rows as typed: the column says how a cell is to be understood.
    headings = read_headings(sheets, resources)
    tables = {}
    for name, resource in resources.items():
        tables[name] = _collect_rows(resource, headings[name], workbook)
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


def _collect_rows(resource: Resource, headings: Sequence[Heading], workbook: Path | None) -> Table:
    """Return a table with the rows of all its sheets as they were typed, and the sheets' problems.

    `resource` describes the table in `tables.json`; `headings` are those of its sheets, a sheet for
    each year of a workbook, or one for a CSV file. `workbook` is None for a network of CSV files.
    The rows are the table's `every_row`, without canonical text so far.
    """
    # The columns of the table, and those that users added to any of the sheets.
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    rows: list[Row] = []
    problems: list[Problem] = []
    for heading in headings:
        for field in heading.fields:
            fields[field["name"]] = field
        problems += heading.sheet.problems
        problems += heading.problems
        rows_of_sheet, problems_of_rows = _collect_rows_of_sheet(heading)
        rows += rows_of_sheet
        problems += problems_of_rows
    table = Table(
        resource["name"],
        [*fields.values()],
        _locate_table(resource, workbook),
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
    table = replace(table, form=first.sheet.form, columns=first.names)
    # The place of a table with a single sheet is that sheet; a workbook may have only one year.
    if len(filled) == 1:
        table = replace(table, place=first.sheet.place)
    return table


def _locate_table(resource: Resource, workbook: Path | None) -> Place:
    """Return the place of a table for messages: "membres.csv", or a sheet of the `workbook`.

    Of members, meetings and attendance a workbook has the rows in a sheet for each year: then the
    workbook as a whole is the place.
    """
    if not workbook:
        return Place(resource["path"])
    if resource["name"] in YEARLY:
        return Place(workbook.name)
    return Place(workbook.name, sheet=resource["title"])


def _collect_rows_of_sheet(heading: Heading) -> tuple[list[Row], list[Problem]]:
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
        problems += _check_for_untitled_cells(heading, line)
        is_filled = any(map(clean_text, row.typed.values()))
        # A merged cell may be without text: the row is there all the same.
        if is_filled or row.cell_errors:
            rows.append(row)
    return rows, problems


def _take_row(source: Place, names: Sequence[str], columns: Collection[str], line: Line) -> Row:
    """Return a row as typed, with the places of its cells; the canonical texts are still missing.

    `line` has the cells of a row of the file or sheet `source`, and `names` the names of the
    columns above them, "" for a column without a title. Cells of other columns than `columns` are
    left out: those of a column that counts persons, for one.
    """
    typed: dict[str, str] = {}
    cell_errors: dict[str, CellError] = {}
    cells: dict[str, Cell] = {}
    # A row that is shorter than the heading has empty cells at the end.
    columns_and_cells = zip_longest(names, line.cells, fillvalue="")
    for at, (name, cell) in enumerate(columns_and_cells):
        if name not in columns:
            continue
        typed[name] = cell
        if at in line.cell_errors:
            cell_errors[name] = line.cell_errors[at]
        if line.places:
            cells[name] = line.places[at]
        elif source.sheet is not None:
            cells[name] = (line.number, at + 1)
    # A row that was made of a year's sheet has its cells in many places there: messages on the row
    # name the first.
    place = replace(source, rows=(line.number,))
    if line.places:
        place = replace(source, cells=(line.places[0],))
    return Row({}, place, typed, cell_errors, cells=cells)


def _check_for_untitled_cells(heading: Heading, line: Line) -> Iterator[Problem]:
    """Yield an error for each filled cell of a row in a column without a title.

    Nobody knows the meaning of such a cell, and to leave it out would lose the fact.
    """
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
    # Each step is done for all tables before the next step: a person who follows the program in a
    # debugger meets each module once, and not once for each table.
    typed = {name: _list_cells(tables[name], kinds) for name in names}
    read = {name: understand_cells(cells) for name, cells in typed.items()}
    for name, cells in read.items():
        tables[name] = _fill_in_values(tables[name], cells)


def _list_cells(table: Table, kinds: Sequence[str]) -> list[tuple[str, Field]]:
    """Return the cells of a table row by row, each as the typed text and the column's field.

    `kinds` are the network's kinds of member, which a cell of members may name.
    """
    fields = [{**field, GENRES: kinds} for field in table.fields]
    cells: list[tuple[str, Field]] = []
    for row in table.every_row:
        setting = fold_spelling(clean_text(row.typed.get("reglage", "")))
        for field in fields:
            # In `reseau` the value beside a setting is read as that setting asks: "depuis" has a
            # year, "logo" a picture. In all other tables the column alone decides.
            fields_by_setting = field.get(SETTINGS, {})
            field_of_cell = fields_by_setting.get(setting, field)
            typed = row.typed.get(field["name"], "")
            cells.append((typed, field_of_cell))
    return cells


def _fill_in_values(table: Table, read: Sequence[ReadCell]) -> Table:
    """Return a table with the canonical texts of its cells, and with their problems.

    `read` are the cells of all rows one after another, as many for a row as the table has fields,
    in the order of `_list_cells`.
    """
    names = [field["name"] for field in table.fields]
    every_row: list[Row] = []
    counted_rows: list[Row] = []
    problems = [*table.problems]
    first_by_key: dict[Key, tuple[Row, str]] = {}
    rest = iter(read)
    for typed_row in table.every_row:
        cells_of_row = islice(rest, len(names))
        cells = dict(zip(names, cells_of_row, strict=True))
        # A cell that can't be read, such as a merged cell, is an error, and counts as empty.
        for name, error in typed_row.cell_errors.items():
            cells[name] = make_wrong_cell(typed_row.typed[name], error)
        row = _fill_in_row(typed_row, cells)
        every_row.append(row)
        problems_of_row = [*_list_problems(table, row, cells)]
        if _is_counted(table, row):
            counted_rows.append(row.without_blanks())
            # A row with an error may look like an earlier row only because of the error.
            has_error = any(problem.severity == "error" for problem in problems_of_row)
            if not has_error:
                problems_of_row += _check_for_second_row_of_key(table, row, first_by_key)
        problems += problems_of_row
    if table.name == NETWORK:
        counted_rows = _sort_settings(counted_rows)
    problems.sort(key=lambda problem: (problem.place.rows, problem.place.cells))
    return replace(table, rows=counted_rows, every_row=every_row, problems=problems)


def _fill_in_row(typed_row: Row, cells: Mapping[str, ReadCell]) -> Row:
    """Return a row with the canonical text of its `cells`, which are column → cell.

    A cell that a person left to be filled in keeps the words that say so, "à compléter".
    """
    values = {}
    blanks = []
    for name, cell in cells.items():
        values[name] = cell.value
        if cell.blank:
            values[name] = cell.blank
            blanks.append(name)
    return typed_row.with_values(values, blanks)


def _list_problems(table: Table, row: Row, cells: Mapping[str, ReadCell]) -> Iterator[Problem]:
    """Yield the problems of a row's `cells` (column → cell), each with the place of its cell.

    The cells still to fill in are a problem together, at the end.
    """
    for name, cell in cells.items():
        for problem in cell.problems:
            place = table.locate(row, name)
            yield replace(problem, place=place)
    if row.blanks:
        yield _say_blanks(table, row)


def _is_counted(table: Table, row: Row) -> bool:
    """Whether pages count a row: all its required cells and those of its key are filled in.

    A row of `reseau` without a value doesn't count, for the network hasn't set that setting.
    """
    if table.name == NETWORK and not row["valeur"]:
        return False
    # Most rows have no cell to fill in: for these the fields needn't be looked through.
    if not row.blanks:
        return True
    required = {field["name"] for field in table.fields if field[REQUIRED]}
    required.update(table.key)
    return required.isdisjoint(row.blanks)


def _check_for_second_row_of_key(
    table: Table, row: Row, first_by_key: dict[Key, tuple[Row, str]]
) -> Iterator[Problem]:
    """Yield the error of a row with the key of an earlier row: the fact would be counted twice.

    The key of a row is its texts in some columns: of attendance, the meeting and the member.
    `first_by_key` is key → first row with that key, and the key as typed there; a key that wasn't
    met before is added.
    """
    columns = table.key
    # The key of a setting is its name and its value, where it may have several values. Any other
    # setting may stand in one row only: there the name alone is the key.
    setting = list_settings().get(row.get("reglage", ""), {})
    if table.name == NETWORK and not setting.get("several"):
        columns = table.key[:1]
    typed = []
    folded = []
    for name in columns:
        typed_text = clean_text(row.typed.get(name, ""))
        typed.append(typed_text or row[name])
        # "2025-1" and "2025-01" are one identifier.
        folded.append(fold_identifier(row[name]))
    text = ", ".join(filter(None, typed))
    earlier, earlier_text = first_by_key.setdefault(tuple(folded), (row, text))
    if earlier is row:
        return
    place = earlier.place.within
    expected = _("one row only; {place} has it too", place=place)
    # A person looks for the earlier row by its spelling, which may be another one.
    if earlier_text != text:
        expected = _(
            "one row only; {place} has it too, as “{other}”", place=place, other=earlier_text
        )
    yield Problem(row.place, _("is there twice"), text, expected)


def _sort_settings(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of settings in the order of `tables.json`, without misspelt settings.

    A setting that may have several values has a row for each: these keep their order.
    """
    order = [*list_settings()]
    # A misspelt setting is an error, and has the name "".
    known = [row for row in rows if row["reglage"]]
    return sorted(known, key=lambda row: order.index(row["reglage"]))


def _complete_meetings(table: Table) -> Table:
    """Return the table of meetings with the day and the département that a row may leave out.

    A meeting without a day gets its year as the day. Where several départements have a town of the
    same name, the host's département decides; without a host, an error asks for the département.
    The rows are changed in place.
    """
    # Folded name of a town → the départements that have such a town, by code.
    towns = list_towns({fold_name(row["ville"]) for row in table.every_row})
    for row in (*table.rows, *table.every_row):
        if row["annee"] and not row["debut"] and not row["fin"]:
            row["debut"] = row["annee"]
        # "à compléter" in the cell is no name of a town.
        is_town_known = row["ville"] and "ville" not in row.blanks
        if is_town_known and not row["departement"]:
            departments = towns.get(fold_name(row["ville"]), {})
            row["departement"] = _find_department(row, [*departments])
    problems = [*table.problems]
    for row in table.rows:
        departments = towns.get(fold_name(row["ville"]), {})
        if not row["departement"] and len(departments) > 1:
            problems.append(_ask_for_department(table, row, departments))
    return replace(table, problems=problems)


def _ask_for_department(table: Table, row: Row, departments: Iterable[str]) -> Problem:
    """Return the error of a meeting's town that may be in several `departments`, given by code."""
    fault = _("is the name of towns of several départements")
    choices = [f"{row['ville']} ({code})" for code in departments]
    expected = list_some(choices, TOWNS_NAMED)
    return table.make_problem(row, "ville", fault, expected)


def _find_department(meeting: Row, departments: Sequence[str]) -> str:
    """Return the code of the département of a meeting's town; "" where that isn't certain.

    `departments` are the codes of all départements with a town of that name. Where there are
    several, the town is taken to lie in a département of the meeting's host.
    """
    candidates = [*departments]
    is_host_known = meeting["hote"] and "hote" not in meeting.blanks
    if len(candidates) > 1 and is_host_known:
        host = find_institution(meeting["hote"])
        candidates = [code for code in departments if code in host.departments]
    if len(candidates) != 1:
        return ""
    return candidates[0]


def _say_blanks(table: Table, row: Row) -> Problem:
    """Return the to-do for the cells of a row that say "à compléter": by cells, or by columns.

    Of a workbook: "sheet 2025, C2, C4: still to fill in". Of a file: "row 3: “2025, 44” still to
    fill in: Date, Ville", with the filled cells, by which a person finds the row.
    """
    if row.cells:
        cells = tuple(row.cells[name] for name in row if name in row.blanks)
        place = replace(row.place, rows=(), cells=cells)
        return Problem(place, _("still to fill in"), severity="todo")
    titles = []
    filled = []
    for field in table.fields:
        name = field["name"]
        if name in row.blanks:
            titles.append(field["title"])
        elif row[name]:
            filled.append(row[name])
    fault = _("still to fill in: {columns}", columns=", ".join(titles))
    return Problem(row.place, fault, ", ".join(filled), severity="todo")
