"""The sheet of a year → sheets of members, meetings and attendance, in the form of CSV files.

    Membre     État   01        02                  annee  membre     etat
    03 Allier         présent   absent        →     2025   03 Allier         , and two more sheets

`year_parts.py` has found the parts of the sheet. Here the cells are copied into rows, the way that
`membres.csv`, `rencontres.csv` and `presences.csv` have them, so that all networks are read alike
from here on. A row is made of cells from different rows and columns of the sheet: each copied cell
keeps its place there, and the reason if it must not be read, such as merged cells.
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
    YearSheet,
    find_year_parts,
    join_labels,
    open_year,
)


def shape_year(sheet: Sheet, year: int, resources: Mapping[str, Resource]) -> dict[str, Sheet]:
    """Return the sheets of members, meetings and attendance, by table, that a year's sheet holds.

    `resources` are the descriptions of the tables. A sheet without a row « Membre » can't be read,
    and has an error.
    """
    fields = {name: resource["schema"]["fields"] for name, resource in resources.items()}
    read = open_year(sheet, year)
    if not find_year_parts(read, fields["rencontres"], fields["membres"]):
        expected = _("a row with Membre, État, then a column for each meeting")
        fault = _("has no row of its members")
        missing = Problem(sheet.place, fault, None, expected)
        return {"membres": Sheet(sheet.place, problems=(missing,))}
    shaped = {"membres": _list_members(read)}
    # Of an old year perhaps only the members are known: then no meeting is to be described.
    if read.labels or read.meetings:
        if DATE not in read.labels:
            fault = _("has no row “Date” above its members")
            labels = join_labels(fields["rencontres"])
            read.problems.append(Problem(read.locate(), fault, None, labels))
        shaped["rencontres"] = _list_meetings(read)
        shaped["presences"] = _list_states(read)
    sheets = {}
    for name, lines in shaped.items():
        sheets[name] = replace(sheet, lines=lines, problems=())
    # The three tables are of one sheet: its problems are told once, with the members.
    problems = (*sheet.problems, *read.problems)
    sheets["membres"] = replace(sheets["membres"], problems=problems)
    return sheets


def _list_members(read: YearSheet) -> list[Line]:
    """Return the rows of members: year, member, departure, and the columns that a user added."""
    columns = [("membre", read.side)]
    if read.state is not None:
        columns.append(("etat", read.state))
    columns += read.own_columns
    top = read.head + 1
    head = Line(top, ["annee"], places=[(top, read.side + 1)])
    for title, at in columns:
        _add_text(head, title, (top, at + 1))
    lines = [head]
    for row in read.members:
        line = Line(row + 1, [str(read.year)], places=[(row + 1, read.side + 1)])
        for _title, at in columns:
            _add_cell(line, read, row, at)
        lines.append(line)
    return lines


def _list_meetings(read: YearSheet) -> list[Line]:
    """Return a row for each meeting: identifier, year, first and last day, then other columns."""
    lines = [_head_meetings(read)]
    top = read.head + 1
    for at, identifier in read.meetings.items():
        place = (top, at + 1)
        line = Line(top, [identifier, str(read.year)], places=[place, place])
        _add_period(line, read, at)
        for name in _list_other_columns(read):
            _add_cell(line, read, read.labels[name], at)
            if _is_town_alone(read, name):
                _split_town(line)
        for _label, row in read.own_rows:
            _add_cell(line, read, row, at)
        lines.append(line)
    return lines


def _head_meetings(read: YearSheet) -> Line:
    """Return the heading of the meetings' rows; a title has the place of its label in the sheet."""
    top = read.head + 1
    corner = (top, read.side + 1)
    head = Line(top, ["rencontre", "annee", "debut", "fin"], places=[corner] * 4)
    for name in _list_other_columns(read):
        label = (read.labels[name] + 1, read.side + 1)
        _add_text(head, name, label)
        if _is_town_alone(read, name):
            _add_text(head, "departement", label)
    for title, row in read.own_rows:
        _add_text(head, title, (row + 1, read.side + 1))
    return head


def _list_other_columns(read: YearSheet) -> list[str]:
    """Return the columns of `rencontres`, beside identifier and days, with a row in the sheet."""
    return [name for name in OTHER_COLUMNS if name in read.labels]


def _is_town_alone(read: YearSheet, name: str) -> bool:
    """Whether a row has the towns, and no other row their départements."""
    return name == "ville" and "departement" not in read.labels


def _add_period(line: Line, read: YearSheet, at: int) -> None:
    """Add the first and the last day to the row of a meeting, two cells, from the column `at`."""
    # The lack of the row "Date" is a problem already: both days are empty.
    if DATE not in read.labels:
        _add_text(line, "", line.places[0])
        _add_text(line, "", line.places[0])
        return
    row = read.labels[DATE]
    last_row = read.labels.get("fin", row)
    _add_cell(line, read, row, at)
    first = len(line.cells) - 1
    _add_text(line, "", (last_row + 1, at + 1))
    _understand_period(line, first, read.year)
    # A row "Fin", where a user has added such a row, has the last word on the last day.
    if "fin" in read.labels and read.is_filled(last_row, at):
        line.cells[-1] = read.grid[last_row][at]
        _understand_period(line, first + 1, read.year)


def _understand_period(line: Line, at: int, year: int) -> None:
    """Replace the text of a cell, "19 et 20 juin", by its first day; the last goes behind it.

    A text that is no date of the sheet's `year` is refused in place.
    """
    text = line.cells[at]
    if at in line.refused or is_placeholder(text):
        return
    try:
        if not text:
            raise CellError(_("is empty"), say_models(year))
        first, last = read_period(text, year)
    except CellError as error:
        line.refused[at] = error
        return
    line.cells[at] = first
    if last and at + 1 < len(line.cells):
        line.cells[at + 1] = last


def _split_town(line: Line) -> None:
    """Split the last cell of a meeting's row, "Valence (26)", into a town and a département."""
    match = IN_BRACKETS.fullmatch(clean_text(line.cells[-1]))
    department = ""
    if match:
        line.cells[-1] = match[1]
        department = match[2]
    _add_text(line, department, line.places[-1])


def _list_states(read: YearSheet) -> list[Line]:
    """Return the rows of attendance: meeting, member and state, of each filled cell of the grid."""
    top = read.head + 1
    corner = (top, read.side + 1)
    lines = [Line(top, ["rencontre", "membre", "etat"], places=[corner] * 3)]
    for at, identifier in read.meetings.items():
        for row in read.members:
            if not read.is_filled(row, at):
                continue
            line = Line(row + 1, [identifier], places=[(top, at + 1)])
            _add_cell(line, read, row, read.side)
            _add_cell(line, read, row, at)
            lines.append(line)
    return lines


def _add_cell(line: Line, read: YearSheet, row: int, at: int) -> None:
    """Copy a cell of the sheet to the end of a row, with the place, and the refusal if any."""
    refused = read.sheet.lines[row].refused
    if at in refused:
        line.refused[len(line.cells)] = refused[at]
    _add_text(line, read.grid[row][at], (row + 1, at + 1))


def _add_text(line: Line, text: str, place: Cell) -> None:
    """Add a text to the end of a row, with the place in the sheet from which it comes."""
    line.cells.append(text)
    line.places.append(place)
