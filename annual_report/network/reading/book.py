"""The sheets of each table: a CSV file a table, or the sheets of a network's workbook.

    membres.csv, rencontres.csv, …      a file a table, or in a workbook:
    2025, 2024, …                       a sheet a year: members, meetings, attendance
    Sujets, Ressources, Réseau          a sheet for each other table, by title or name

A `Sheet` is rows of typed cells, none understood yet; `open_files` and `open_book` return a list of
sheets for each table's name. Other sheets of a user are not read, and a remark names each. A sheet
that has the titles of a table, or the labels of a year, under a wrong name is an error: the rows
would be lost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from annual_report.base.errors import DataError, UnreadableError
from annual_report.base.letters import clean_text, find_nearest, fold_spelling
from annual_report.base.messages import N_, _
from annual_report.network.reading.files.opening import decode_text, read_file
from annual_report.network.reading.files.sheets import Mark, Sheet, split_rows
from annual_report.network.reading.files.workbooks import read_workbook
from annual_report.network.reading.headings import find_columns, join_column_names
from annual_report.network.reading.problems import Place, Problem, explain_unread
from annual_report.network.reading.schema import REQUIRED, YEARLY, Field, Resource
from annual_report.network.reading.year_sheets.earlier_form import (
    is_of_earlier_form,
    sort_earlier_sheets,
)
from annual_report.network.reading.year_sheets.year_parts import is_like_a_year
from annual_report.network.reading.year_sheets.year_rows import shape_year
from annual_report.network.reading.year_sheets.year_sheet import find_copied_year, find_year

Resources = Mapping[str, Resource]
"""The descriptions of the tables, from `tables.json`, by name."""
Sheets = dict[str, list[Sheet]]
"""Table's name → its sheets. The problems of other sheets stand in sheets of `membres`, rowless."""
LARGEST = 12_000_000
"""The most bytes of a CSV file: 100,000 rows of attendance have three million."""
NEEDED_TABLES = frozenset({"membres", "reseau"})
"""The tables that every network needs."""
GUIDE_SHEET = "Mode d’emploi"
LISTS_SHEET = "Listes"
"""The sheets that the program writes beside the tables, without data."""
REMARKS_ON_MARKS = {
    "comment": N_("have comments, which no page says"),
    "colour": N_("have a colour and no words: nothing is read of them"),
    "link": N_("have links that their words don’t say: no page has them"),
}
"""The kind of a `Mark` → the remark on the cells that have such a mark beside their text."""
ENOUGH_TITLES = 3
"""The number of known titles from which on a sheet is taken for a table of the network."""


def open_files(folder: Path, named: set[str], resources: Resources) -> Sheets:
    """Read the CSV files of a network's tables in a `folder`: a sheet for each table with a file.

    `named` are the tables that the network's `datapackage.json` lists: such a table must have a
    file. A file that can't be read is a sheet without rows, with the problem. A file's name may
    have capitals.
    """
    # Name in small letters → name. Two names may differ in capitals alone: then the last one in
    # this order stays, which is the first one in the order of a listing.
    actual_names = {path.name.lower(): path.name for path in sorted(folder.iterdir(), reverse=True)}
    sheets: Sheets = {}
    for name, resource in resources.items():
        fields = resource["schema"]["fields"]
        place = Place(actual_names.get(resource["path"], str(resource["path"])))
        sheets[name] = []
        try:
            content = read_file(folder / place.file, LARGEST)
            text, encoding = decode_text(content, _("a table saved as “CSV UTF-8”"))
            sheet = split_rows(text, encoding, fields, place)
            sheets[name].append(sheet)
        except FileNotFoundError:
            # A table that the network doesn't list is simply not recorded.
            if name in NEEDED_TABLES | named:
                missing = _make_problem_of_missing(place, name, fields, [*actual_names])
                sheets[name].append(Sheet(place, problems=(missing,)))
        except (UnreadableError, OSError) as error:
            sheets[name].append(Sheet(place, problems=(explain_unread(place, error),)))
    return sheets


def _make_problem_of_missing(
    place: Place, name: str, fields: Sequence[Field], files: Sequence[str]
) -> Problem:
    """Return the error of a table without its file, with a file of nearly the same name.

    `name` is the table's, `place` the file that should be there, with columns as the `fields`
    describe; `files` are the names in the folder.
    """
    # "membres 2025.csv" is proposed for "membres.csv": the first five letters, which no two tables
    # share, are in its name.
    files_alike = [file for file in files if name[:5] in file]
    nearest = find_nearest(place.file, files_alike)
    return Problem(place, _("is missing"), None, join_column_names(fields), nearest)


def open_book(path: Path, resources: Resources, *, allow_earlier_form: bool = False) -> Sheets:
    """Read a network's workbook: sheets by the table's name, in the form that CSV files have.

    The sheet of a year becomes a sheet of each of three tables. Raise DataError, with the reason,
    if the workbook can't be read. A workbook in the form of an earlier version is a DataError too,
    unless `allow_earlier_form`.
    """
    try:
        opened = read_workbook(path)
    except (UnreadableError, OSError) as error:
        raise DataError([explain_unread(Place(path.name), error)]) from None
    # Only the command that writes the workbook anew, in today's form, allows the earlier form.
    if is_of_earlier_form(opened):
        if allow_earlier_form:
            return sort_earlier_sheets(opened, resources)
        fault = _("is a workbook of an earlier version: a year has one sheet now")
        expected = _("the command workbook, which turns it into one, once")
        raise DataError([Problem(Place(path.name), fault, expected=expected)])
    sheets: Sheets = {name: [] for name in resources}
    tables_by_title = _index_sheet_titles(resources)
    # Year → the title of its sheet.
    years: dict[int, str] = {}
    problems: list[Problem] = []
    # A sheet is known by the title: of a table, of a year, of the program, or else of a user.
    for title, sheet in opened.items():
        name = tables_by_title.get(fold_spelling(title))
        year = find_year(title)
        if name:
            sheets[name].append(_remark_marks(sheet))
        elif year and year in years:
            problems.append(_make_problem_of_second(sheet, years[year]))
        elif year:
            years[year] = title
            sheets_of_year = shape_year(_remark_marks(sheet), year, resources)
            for table, sheet_of_table in sheets_of_year.items():
                sheets[table].append(sheet_of_table)
        elif title not in (GUIDE_SHEET, LISTS_SHEET) and _is_filled(sheet):
            titles_read = [*tables_by_title, *map(str, years)]
            problems.append(_look_at_other(sheet, resources, titles_read))
    # A year's sheet under a wrong name is an error already: one cause, one line.
    has_error = any(problem.severity == "error" for problem in problems)
    if not years and not has_error:
        fault = _("has no sheet of a year")
        expected = _("a sheet called by its year, as 2025")
        problems.append(Problem(Place(path.name), fault, expected=expected))
    # The years in ascending order: users put the newest sheet first, or last.
    for table in YEARLY:
        sheets[table].sort(key=lambda sheet: find_year(sheet.place.sheet or "") or 0)
    # Each problem has to be a sheet's: those of the whole workbook get sheets without rows.
    without_rows = [Sheet(problem.place, problems=(problem,)) for problem in problems]
    sheets["membres"] = without_rows + sheets["membres"]
    return sheets


def _index_sheet_titles(resources: Resources) -> dict[str, str]:
    """Return folded title of a sheet → name of the table in that sheet.

    A sheet is called by the table's name or title. Members, meetings and attendance have no such
    sheet, but stand in the sheets of the years.
    """
    tables_by_title = {}
    for name, resource in resources.items():
        if name not in YEARLY:
            tables_by_title[fold_spelling(name)] = name
            tables_by_title[fold_spelling(resource["title"])] = name
    return tables_by_title


def _is_filled(sheet: Sheet) -> bool:
    """Whether any cell of a sheet has a text."""
    return any(any(line.cells) for line in sheet.lines)


def _make_problem_of_second(sheet: Sheet, title: str) -> Problem:
    """Return the error of a second sheet of a year, such as "Année 2025" beside "2025".

    `title` is the title of the first sheet of that year.
    """
    fault = _("is a second sheet of the year")
    return Problem(sheet.place, fault, expected=_("one sheet a year: {sheet}", sheet=title))


def _remark_marks(sheet: Sheet) -> Sheet:
    """Return a sheet with remarks on its comments, links and colours, which no page shows.

    Each of the three kinds of mark is a single remark with the places of all such cells.
    """
    problems = [*sheet.problems]
    for kind, fault in REMARKS_ON_MARKS.items():
        cells = []
        for mark in sheet.marks:
            if mark.kind == kind and _has_a_meaning(sheet, mark):
                cells.append(mark.cell)
        if cells:
            place = replace(sheet.place, cells=tuple(cells))
            problems.append(Problem(place, _(fault), severity="remark"))
    return replace(sheet, problems=tuple(problems))


def _has_a_meaning(sheet: Sheet, mark: Mark) -> bool:
    """Whether a mark may mean something to its author, so that the loss is worth a remark.

    A comment or a link always does; a colour only in an empty cell that has filled cells in its row
    and in its column, as in a grid of attendance that is coloured in place of words.
    """
    if mark.kind != "colour":
        return True
    row, column = mark.cell
    # A coloured cell in an empty row or column is part of a decoration. The first cell of a row
    # isn't looked at: it may be the label of a row with nothing else.
    in_row = any(sheet.lines[row - 1].cells[1:])
    in_column = any(line.cells[column - 1] for line in sheet.lines)
    return in_row and in_column


def _look_at_other(sheet: Sheet, resources: Resources, titles_read: Sequence[str]) -> Problem:
    """Return the remark on a sheet that isn't read; the error if its rows look like the network's.

    `titles_read` are the folded titles of tables, and the years that have a sheet.
    """
    if is_like_a_year(sheet, resources["rencontres"], resources["membres"]):
        # "2025 OK" is meant as 2025, unless 2025 is there too.
        nearest = find_copied_year(sheet.place.sheet or "")
        if nearest in titles_read:
            nearest = None
        fault = _("has the rows of a year, and is not called by its year")
        expected = _("its year alone, as 2025")
        return Problem(sheet.place, fault, expected=expected, nearest=nearest)
    for name, resource in resources.items():
        if name not in YEARLY and _has_titles_of(sheet, resource["schema"]["fields"]):
            fault = _("has the titles of a table, and is not called as one")
            return Problem(sheet.place, fault, expected=str(resource["title"]))
    return Problem(sheet.place, _("is not a table of the network: not read"), severity="remark")


def _has_titles_of(sheet: Sheet, fields: Sequence[Field]) -> bool:
    """Whether a sheet has the titles of the table that the `fields` describe.

    All required titles must be there, and at least two known titles; three in a sheet with three
    titles or more, because a list of a user may well share two words with a table.
    """
    start, columns = find_columns(sheet.lines, fields)
    titles = [cell for cell in sheet.lines[start].cells if clean_text(cell)]
    names = {*columns} - {""}
    required = {field["name"] for field in fields if field[REQUIRED]}
    fewest = max(2, min(len(titles), ENOUGH_TITLES))
    return required <= names and len(names) >= fewest
