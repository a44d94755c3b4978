"""The sheet of a year → sheets of members, meetings and attendance, in the form of CSV files.

    Membre     État   01        02                  annee  membre     etat
    03 Allier         présent   absent        →     2025   03 Allier         , and two more sheets

`year_parts.py` has found the parts of the sheet. Here the cells are copied into rows, the way that
`membres.csv`, `rencontres.csv` and `presences.csv` have them, so that all networks are read alike
from here on. A row (a `Line`) is made of cells from different rows and columns of the sheet: each
copied cell keeps its place there, for messages, and the reason if it must not be read, such as
merged cells. Columns of a `YearSheet` count from 0, places from 1.
"""

from collections.abc import Mapping
from dataclasses import replace

from annual_report.base.errors import CellError
from annual_report.base.letters import clean_text
from annual_report.base.messages import _
from annual_report.network.reading.files.sheets import Line, Sheet
from annual_report.network.reading.problems import Cell, Problem
from annual_report.network.reading.schema import Resource
from annual_report.network.reading.values.cells import is_placeholder
from annual_report.network.reading.values.meeting_days import read_period, say_models
from annual_report.network.reading.year_sheets.year_parts import (
    DATE,
    IN_BRACKETS,
    OTHER_COLUMNS,
    find_year_parts,
    join_labels,
)
from annual_report.network.reading.year_sheets.year_sheet import YearSheet, open_year


def shape_year(sheet: Sheet, year: int, resources: Mapping[str, Resource]) -> dict[str, Sheet]:
    """Return the three sheets that the sheet of a `year` holds, by the names of their tables.

    The names are `membres`, `rencontres` and `presences`; a sheet that describes no meeting gives
    `membres` alone. `resources` are the descriptions of the tables. A sheet without a row
    « Membre » can't be read: the sheet of `membres` is empty then, and has the error.
    """
    fields = {name: resource["schema"]["fields"] for name, resource in resources.items()}
    year_sheet = open_year(sheet, year)
    if not find_year_parts(year_sheet, fields["rencontres"], fields["membres"]):
        expected = _("a row with Membre, État, then a column for each meeting")
        fault = _("has no row “Membre”")
        missing = Problem(sheet.place, fault, None, expected)
        return {"membres": Sheet(sheet.place, problems=(missing,))}
    lines_by_table = {"membres": _list_members(year_sheet)}
    # Of an old year perhaps only the members are known: then no meeting is to be described.
    if year_sheet.label_rows or year_sheet.meetings:
        if DATE not in year_sheet.label_rows:
            fault = _("has no row “Date” above its members")
            labels = join_labels(fields["rencontres"])
            year_sheet.problems.append(Problem(year_sheet.locate(), fault, None, labels))
        lines_by_table["rencontres"] = _list_meetings(year_sheet)
        lines_by_table["presences"] = _list_states(year_sheet)
    sheets = {}
    for name, lines in lines_by_table.items():
        sheets[name] = replace(sheet, lines=lines, problems=())
    # The three tables are of one sheet: its problems are told once, with the members.
    problems = (*sheet.problems, *year_sheet.problems)
    sheets["membres"] = replace(sheets["membres"], problems=problems)
    return sheets


def _list_members(year_sheet: YearSheet) -> list[Line]:
    """Return the rows of the table `membres` that a year's sheet holds, the heading first.

    ["annee", "membre", …] stands above ["2025", "Gironde", …]. The columns are annee, membre, etat
    (where the sheet has departures), and those that a user added.
    """
    # The name of each column in the table, and the column of the sheet with its cells.
    columns = [("membre", year_sheet.member_column)]
    if year_sheet.departure_column is not None:
        columns.append(("etat", year_sheet.departure_column))
    columns += year_sheet.added_columns
    # The year stands in no cell: a message about the year points at the member.
    heading = _begin_line(year_sheet, year_sheet.heading_row, ["annee"])
    for title, column in columns:
        _add_text(heading, title, (heading.number, column + 1))
    lines = [heading]
    for row in year_sheet.member_rows:
        line = _begin_line(year_sheet, row, [str(year_sheet.year)])
        for _title, column in columns:
            _add_cell(line, year_sheet, row, column)
        lines.append(line)
    return lines


def _begin_line(year_sheet: YearSheet, row: int, texts: list[str]) -> Line:
    """Return a new row of a table that begins with `texts`, from the `row` of a year's sheet.

    The texts stand in no cell of the sheet, such as the year: messages about them name the cell of
    the row in the column « Membre ».
    """
    number = row + 1
    place = (number, year_sheet.member_column + 1)
    return Line(number, texts, places=[place] * len(texts))


def _list_meetings(year_sheet: YearSheet) -> list[Line]:
    """Return the rows of meetings, below a heading: rencontre, annee, debut, fin, then the others.

    The others are the columns of `rencontres` with a row in the sheet, and the added rows.
    """
    lines = [_make_heading_of_meetings(year_sheet)]
    number = year_sheet.heading_row + 1
    for column, identifier in year_sheet.meetings.items():
        # A message about the identifier or the year points at the head of the meeting's column.
        place = (number, column + 1)
        line = Line(number, [identifier, str(year_sheet.year)], places=[place, place])
        _add_period(line, year_sheet, column)
        for name in _list_other_columns(year_sheet):
            _add_cell(line, year_sheet, year_sheet.label_rows[name], column)
            if _holds_departments_too(year_sheet, name):
                _split_town(line)
        for _label, row in year_sheet.added_rows:
            _add_cell(line, year_sheet, row, column)
        lines.append(line)
    return lines


def _make_heading_of_meetings(year_sheet: YearSheet) -> Line:
    """Return the heading above the rows of meetings: the names of the columns.

    First stand "rencontre", "annee", "debut" and "fin"; then the name for each row of the sheet
    that describes the meetings, such as "format"; then the label of each row that a user added.
    Each name has the place of the row's label in the sheet, at which messages point.
    """
    first_names = ["rencontre", "annee", "debut", "fin"]
    heading = _begin_line(year_sheet, year_sheet.heading_row, first_names)
    for name in _list_other_columns(year_sheet):
        label_place = (year_sheet.label_rows[name] + 1, year_sheet.member_column + 1)
        _add_text(heading, name, label_place)
        # The cells of this row, "Valence (26)", fill two columns: the town and its département.
        if _holds_departments_too(year_sheet, name):
            _add_text(heading, "departement", label_place)
    for label, row in year_sheet.added_rows:
        _add_text(heading, label, (row + 1, year_sheet.member_column + 1))
    return heading


def _list_other_columns(year_sheet: YearSheet) -> list[str]:
    """Return the columns of `rencontres` that a row of the sheet fills: "format", "ville".

    The identifier, the year and the days are left out, which each meeting has in any case.
    """
    return [name for name in OTHER_COLUMNS if name in year_sheet.label_rows]


def _holds_departments_too(year_sheet: YearSheet, name: str) -> bool:
    """Whether the row for the column `name` may hold towns with their départements: "Valence (26)".

    The row « Ville » does, unless the départements have a row for themselves.
    """
    return name == "ville" and "departement" not in year_sheet.label_rows


def _add_period(line: Line, year_sheet: YearSheet, column: int) -> None:
    """Add the cells `debut` and `fin` to a meeting's row: the days of the meeting in a `column`."""
    # The lack of the row « Date » is a problem already: both days are empty.
    if DATE not in year_sheet.label_rows:
        _add_text(line, "", line.places[0])
        _add_text(line, "", line.places[0])
        return
    row = year_sheet.label_rows[DATE]
    last_row = year_sheet.label_rows.get("fin", row)
    _add_cell(line, year_sheet, row, column)
    first = len(line.cells) - 1
    _add_text(line, "", (last_row + 1, column + 1))
    _understand_period(line, first, year_sheet.year)
    # A user may have added a row « Fin »: its cell replaces the last day found so far.
    if "fin" in year_sheet.label_rows and year_sheet.is_filled(last_row, column):
        line.cells[-1] = year_sheet.grid[last_row][column]
        _understand_period(line, first + 1, year_sheet.year)


def _understand_period(line: Line, at: int, year: int) -> None:
    """Replace the text of a cell, "19 et 20 juin", by the first day in ISO form: "2025-06-19".

    `at` is the position of the cell in the line, from 0. The last day goes into the next cell,
    which is `fin`. If the text is no date, the reason goes into `line.cell_errors`. `year` is the
    year of the sheet, which people leave out of their dates.
    """
    text = line.cells[at]
    if at in line.cell_errors or is_placeholder(text):
        return
    try:
        if not text:
            raise CellError(_("is empty"), say_models(year))
        first, last = read_period(text, year)
    except CellError as error:
        line.cell_errors[at] = error
        return
    line.cells[at] = first
    # A row « Fin » fills the last cell of the line: of a period there, the first day counts.
    if last and at + 1 < len(line.cells):
        line.cells[at + 1] = last


def _split_town(line: Line) -> None:
    """Split the last cell of a meeting's row into two cells: "Valence (26)" → "Valence", "26".

    A town without brackets gets an empty cell for the département.
    """
    match = IN_BRACKETS.fullmatch(clean_text(line.cells[-1]))
    department = ""
    if match:
        line.cells[-1] = match[1]
        department = match[2]
    _add_text(line, department, line.places[-1])


def _list_states(year_sheet: YearSheet) -> list[Line]:
    """Return the rows of attendance, below a heading: rencontre, membre, etat.

    Each filled cell of a member's row and a meeting's column makes a row. Such a row has cells of
    three places: the meeting's head, the member's name, the state itself.
    """
    titles = ["rencontre", "membre", "etat"]
    lines = [_begin_line(year_sheet, year_sheet.heading_row, titles)]
    heading_number = year_sheet.heading_row + 1
    for column, identifier in year_sheet.meetings.items():
        for row in year_sheet.member_rows:
            if not year_sheet.is_filled(row, column):
                continue
            line = Line(row + 1, [identifier], places=[(heading_number, column + 1)])
            _add_cell(line, year_sheet, row, year_sheet.member_column)
            _add_cell(line, year_sheet, row, column)
            lines.append(line)
    return lines


def _add_cell(line: Line, year_sheet: YearSheet, row: int, column: int) -> None:
    """Copy a cell of the sheet to the end of a `line`, with its place.

    The reason why a cell must not be read, if there is one, is copied too.
    """
    cell_errors = year_sheet.sheet.lines[row].cell_errors
    if column in cell_errors:
        line.cell_errors[len(line.cells)] = cell_errors[column]
    _add_text(line, year_sheet.grid[row][column], (row + 1, column + 1))


def _add_text(line: Line, text: str, place: Cell) -> None:
    """Add a text to the end of a `line`, with the `place` in the sheet that messages name."""
    line.cells.append(text)
    line.places.append(place)
