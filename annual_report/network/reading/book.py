"""The sheets of each table: a file in CSV, or the sheets of a network's workbook.

    2025, 2024, …                       a sheet a year: members, meetings, attendance
    Sujets, Ressources, Réseau          a sheet for each other table, by title or name

Other sheets of a user are left alone, and named once. A sheet that has the titles of a table, or
the labels of a year, under a wrong name is refused: the rows would be lost.
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
from annual_report.network.reading.year_sheets.year_parts import (
    find_copied_year,
    find_year,
    is_like_a_year,
)
from annual_report.network.reading.year_sheets.year_rows import shape_year

Resources = Mapping[str, Resource]
Sheets = dict[str, list[Sheet]]
"""The sheets of each table; problems of sheets of no table are the members'."""
LARGEST = 12_000_000
"""Bytes of a file: 100,000 rows of attendance have three million."""
ALWAYS = frozenset({"membres", "reseau"})
"""The tables that every network needs."""
GUIDE_SHEET = "Mode d’emploi"
LISTS_SHEET = "Listes"
"""The sheets that the program writes beside the tables, without data."""
MARKS = {
    "comment": N_("have comments, which no page says"),
    "colour": N_("have a colour and no words: nothing is read of them"),
    "link": N_("have links that their words don’t say: no page has them"),
}
"""The remarks on cells with a comment, a colour or a link beside the text."""
ALL_TITLES_OF_A_TABLE = 3
"""The number of a table's titles, with all required titles, by which a sheet is that table's."""


def open_files(folder: Path, named: set[str], resources: Resources) -> Sheets:
    """Open the files of tables, in small letters or capitals."""
    there = {path.name.lower(): path.name for path in sorted(folder.iterdir(), reverse=True)}
    sheets: Sheets = {}
    for name, resource in resources.items():
        fields = resource["schema"]["fields"]
        place = Place(there.get(resource["path"], str(resource["path"])))
        sheets[name] = []
        try:
            content = read_file(folder / place.file, LARGEST)
            text, encoding = decode_text(content, _("a table saved as “CSV UTF-8”"))
            sheets[name].append(split_rows(text, encoding, fields, place))
        except FileNotFoundError:
            # A table that the network doesn't list is simply not recorded.
            if name in ALWAYS | named:
                missing = _refuse_missing(place, name, fields, [*there])
                sheets[name].append(Sheet(place, problems=(missing,)))
        except (UnreadableError, OSError) as error:
            sheets[name].append(Sheet(place, problems=(explain_unread(place, error),)))
    return sheets


def _refuse_missing(
    place: Place, name: str, fields: Sequence[Field], files: Sequence[str]
) -> Problem:
    """Refuse the lack of a table's file, with a file of nearly the same name."""
    alike = [file for file in files if name[:5] in file]
    close = find_nearest(place.file, alike)
    return Problem(place, _("is missing"), None, join_column_names(fields), close)


def open_book(path: Path, resources: Resources, *, earlier: bool = False) -> Sheets:
    """Find the sheets of each table; a year's sheet has rows of three.

    Raise DataError, with the reason, if the workbook can't be read, or is of an earlier form and
    not allowed to be `earlier`.
    """
    try:
        opened = read_workbook(path)
    except (UnreadableError, OSError) as error:
        raise DataError([explain_unread(Place(path.name), error)]) from None
    # A workbook of the earlier form is read for the command that turns it into today's form.
    if is_of_earlier_form(opened):
        if earlier:
            return sort_earlier_sheets(opened, resources)
        fault = _("is a workbook of an earlier version: a year has one sheet now")
        expected = _("the command workbook, which turns it into one, once")
        raise DataError([Problem(Place(path.name), fault, expected=expected)])
    sheets: Sheets = {name: [] for name in resources}
    called = _name_sheets(resources)
    years: dict[int, str] = {}
    problems: list[Problem] = []
    # A sheet is known by the title: of a table, of a year, of the program, or else of a user.
    for title, sheet in opened.items():
        name = called.get(fold_spelling(title))
        year = find_year(title)
        if name:
            sheets[name].append(_say_marks(sheet))
        elif year and year in years:
            problems.append(_refuse_copy(sheet, years[year]))
        elif year:
            years[year] = title
            for table, shaped in shape_year(_say_marks(sheet), year, resources).items():
                sheets[table].append(shaped)
        elif title not in (GUIDE_SHEET, LISTS_SHEET) and _is_filled(sheet):
            titles = [*called, *map(str, years)]
            problems.append(_look_at_other(sheet, resources, titles))
    # A sheet of a year under another name is refused already: one cause, one line.
    is_refused = any(problem.severity == "error" for problem in problems)
    if not years and not is_refused:
        fault = _("has no sheet of a year")
        expected = _("a sheet called by its year, as 2025")
        problems.append(Problem(Place(path.name), fault, expected=expected))
    # The years in ascending order: users put the newest sheet first, or last.
    for table in YEARLY:
        sheets[table].sort(key=lambda sheet: find_year(sheet.place.sheet or "") or 0)
    sheets["membres"][:0] = [Sheet(problem.place, problems=(problem,)) for problem in problems]
    return sheets


def _name_sheets(resources: Resources) -> dict[str, str]:
    """Return the tables that have a sheet each, by the folded titles of the sheet."""
    called = {}
    for name, resource in resources.items():
        if name not in YEARLY:
            called[fold_spelling(name)] = name
            called[fold_spelling(resource["title"])] = name
    return called


def _is_filled(sheet: Sheet) -> bool:
    return any(any(line.cells) for line in sheet.lines)


def _refuse_copy(sheet: Sheet, title: str) -> Problem:
    """Refuse a second sheet of a year, beside the sheet of that title."""
    fault = _("is a second sheet of the year")
    return Problem(sheet.place, fault, expected=_("one sheet a year: {sheet}", sheet=title))


def _say_marks(sheet: Sheet) -> Sheet:
    """Remark, once a sheet, the comments, links and colours of cells, which no page shows."""
    problems = [*sheet.problems]
    for kind, fault in MARKS.items():
        cells = []
        for mark in sheet.marks:
            if mark.kind == kind and _has_a_meaning(sheet, mark):
                cells.append(mark.cell)
        if cells:
            place = replace(sheet.place, cells=tuple(cells))
            problems.append(Problem(place, _(fault), severity="remark"))
    return replace(sheet, problems=tuple(problems))


def _has_a_meaning(sheet: Sheet, mark: Mark) -> bool:
    """Whether a mark may mean something: a comment, a link, or a colour beside cells with words."""
    if mark.kind != "colour":
        return True
    row, column = mark.cell
    # A coloured cell in an empty row or column is part of a decoration.
    in_row = any(sheet.lines[row - 1].cells[1:])
    in_column = any(line.cells[column - 1] for line in sheet.lines)
    return in_row and in_column


def _look_at_other(sheet: Sheet, resources: Resources, titles: Sequence[str]) -> Problem:
    """Remark another sheet of a user; refuse a sheet that looks like a table, or a year."""
    if is_like_a_year(sheet, resources["rencontres"], resources["membres"]):
        # "2025 OK" is meant as 2025, unless 2025 is there too.
        near = find_copied_year(sheet.place.sheet or "")
        if near in titles:
            near = None
        fault = _("has the rows of a year, and is not called by its year")
        return Problem(sheet.place, fault, expected=_("its year alone, as 2025"), nearest=near)
    for name, resource in resources.items():
        if name not in YEARLY and _has_titles_of(sheet, resource["schema"]["fields"]):
            fault = _("has the titles of a table, and is not called as one")
            return Problem(sheet.place, fault, expected=str(resource["title"]))
    return Problem(sheet.place, _("is not a table of the network: not read"), severity="remark")


def _has_titles_of(sheet: Sheet, fields: Sequence[Field]) -> bool:
    """Whether a sheet has all needed titles of a table, and few other titles."""
    start, columns = find_columns(sheet.lines, fields)
    labels = [cell for cell in sheet.lines[start].cells if clean_text(cell)]
    names = {*columns} - {""}
    needed = {field["name"] for field in fields if field[REQUIRED]}
    fewest = max(2, min(len(labels), ALL_TITLES_OF_A_TABLE))
    return needed <= names and len(names) >= fewest
