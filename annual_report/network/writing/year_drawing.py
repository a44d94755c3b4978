"""The writing of a year's sheet: the description of each meeting above, the members below.

`reading.year_sheets.year_sheet` has a picture of such a sheet. An Excel table
over the members helps to sort the members together with their states; rows below count too.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from annual_report.network.reading.rows import Row, Table
from annual_report.network.reading.schema import Field, read_shared_tables
from annual_report.network.reading.values.cells import is_placeholder
from annual_report.network.reading.values.meeting_days import write_period
from annual_report.network.reading.values.vocabulary import ATTENDANCE, GONE
from annual_report.network.territories.institutions import find_institution, list_towns
from annual_report.network.territories.spelling import fold_name
from annual_report.network.writing.drawing import (
    AS_TEXT,
    BOLD,
    CHOICES,
    HEAD_FILL,
    HEAD_FONT,
    Choices,
    Tables,
    add_help,
    list_member_choices,
    print_on_a4,
    write_rows,
)

DATE_HELP = (
    "Aussi précise que connue : 16 janvier, 19 et 20 juin, mai, début ; l’année seule si l’on n’en "
    "sait pas plus."
)
TOWN_HELP = (
    "Son département se trouve tout seul. Entre parenthèses si plusieurs villes ont ce nom : "
    "Saint-Denis (974)."
)
MEMBER_HELP = "Un membre de l’année, par son code ou son nom."
GONE_HELP = "« parti » : n’est plus membre."
STATE_HELP = "présent (ou x), absent, excusé, non invité ; vide : non renseigné."
LABEL_OF_IDENTIFIERS = "Rencontre"
"""The label of the row of identifiers, which only a year with odd identifiers has."""
LABEL_FILL = PatternFill("solid", fgColor="E8EDF4")
BORDER_LINE = Side("thin", color="C3CCD8")
SPARE_COLUMNS = 12
SPARE_ROWS = 200
"""Empty columns and rows behind the last ones that have the drop-down lists too."""
WIDTH_OF_MEMBERS = 27
WIDTH_OF_STATES = 9
WIDTH_OF_MEETINGS = 17
"""Widths of columns, in letters."""


def draw_year(book: Workbook, tables: Tables, year: str) -> Worksheet:
    """Add the sheet of a year to a workbook: the meetings above, the members below; return it.

             A                     B       C                 D
        1    Date                          16 janvier 2025   mai 2025
        …    Format, Genre, Ville, Hôte, Titre
        7    Membre                État    01                02
        8 …  44 Loire-Atlantique           présent           absent

    `tables` are the network's tables, with the rows of all years.
    """
    meetings = _list_rows_of_year(tables["rencontres"], year)
    members = _list_rows_of_year(tables["membres"], year)
    sheet: Worksheet = book.create_sheet(year)
    above = _list_rows_above(tables["rencontres"], meetings, year)
    below = _list_rows_below(tables, members, meetings)
    # The head of a meeting is the identifier without the sheet's year: "2025-01" is "01".
    heads = ["Membre", "État"]
    for meeting in meetings:
        heads.append(meeting["rencontre"].removeprefix(f"{year}-"))
    heads += _list_filled_added_columns(tables["membres"], members)
    row_of_heads = len(above) + 1
    write_rows(sheet, 1, [*above, heads, *below])
    _paint(sheet, row_of_heads, len(heads))
    _size(sheet, len(heads))
    _add_lists(sheet, tables, above, row_of_heads)
    # An Excel table over the members, for people who sort them; the reading of a sheet doesn't mind
    # where the table ends. Excel wants a row below the heads of a table, be it empty.
    last_row = max(sheet.max_row, row_of_heads + 1)
    last_column = get_column_letter(len(heads))
    area = f"A{row_of_heads}:{last_column}{last_row}"
    table = ExcelTable(displayName=f"Année_{year}", ref=area)
    table.tableStyleInfo = TableStyleInfo("TableStyleLight1", showRowStripes=True)
    sheet.add_table(table)
    # Only the dates stay in sight when people scroll: all rows that describe the meetings would
    # take half of a laptop's screen.
    sheet.freeze_panes = "C2"
    # On paper, the dates and the names of the members are on each page.
    print_on_a4(sheet)
    sheet.page_setup.orientation = "landscape"
    sheet.print_area = f"A1:{last_column}{last_row}"
    sheet.print_title_rows = "1:1"
    sheet.print_title_cols = "A:A"
    return sheet


def _list_rows_of_year(table: Table, year: str) -> list[Row]:
    """Return the rows of a table that belong to a year, also those with cells still to fill in."""
    return [row for row in table.every_row if row["annee"] == year]


def list_added_columns(table: Table) -> list[str]:
    """Return the names of the columns that a user added to a table: ["commission"]."""
    shared = _list_shared_fields(table.name)
    columns = []
    for field in table.fields:
        if field["name"] not in shared:
            columns.append(str(field["name"]))
    return columns


def _list_shared_fields(name: str) -> dict[str, Field]:
    """Return the descriptions of the columns that a table has in every network, by name.

    `name` is the name of the table; "ville" → {"name": "ville", "title": "Ville", …}.
    """
    fields = {}
    for field in read_shared_tables()[name]["schema"]["fields"]:
        fields[field["name"]] = field
    return fields


def _list_rows_above(table: Table, meetings: Sequence[Row], year: str) -> list[list[str]]:
    """Return the rows of a year's sheet that describe its meetings, each meeting in a column.

    [["Date", "", "16 janvier 2025", "mai 2025"], ["Format", "", "hybride", ""], …]. The second cell
    is empty, for below it stand the states of the members. `table` is that of the meetings.
    """
    # All towns are looked up in one go: to look through 35,000 communes takes long.
    known_towns = list_towns({fold_name(town) for town in _list_column(meetings, "ville")})
    days = []
    towns = []
    hosts = []
    for meeting in meetings:
        days.append(_write_days(meeting, year))
        towns.append(_write_town(meeting, known_towns))
        hosts.append(_name_institution(meeting.get("hote", "")))
    rows = [
        ["Date", "", *days],
        ["Format", "", *_list_column(meetings, "format")],
        ["Genre", "", *_list_column(meetings, "genre")],
        ["Ville", "", *towns],
        ["Hôte", "", *hosts],
        ["Titre", "", *_list_column(meetings, "titre")],
    ]
    identifiers = _list_column(meetings, "rencontre")
    # The head of a column is "01" for "2025-01", to which the reading adds the year again. It would
    # add the year to the identifier "AG" too: so where one lacks the year, a row has all of them.
    if not all(identifier.startswith(f"{year}-") for identifier in identifiers):
        rows.append([LABEL_OF_IDENTIFIERS, "", *identifiers])
    for name in _list_filled_added_columns(table, meetings):
        rows.append([name, "", *_list_column(meetings, name)])
    return rows


def _list_column(rows: Sequence[Row], name: str) -> list[str]:
    """Return the cells of a column, "" where a row has no such cell."""
    return [row.get(name, "") for row in rows]


def _list_filled_added_columns(table: Table, rows: Sequence[Row]) -> list[str]:
    """Return the columns that a user added to a table, without those that are empty in `rows`."""
    filled = []
    for name in list_added_columns(table):
        if any(_list_column(rows, name)):
            filled.append(name)
    return filled


def _write_days(row: Mapping[str, str], year: str) -> str:
    """Return the days of a meeting in words: 2025-06-19 to 2025-06-20 → "19 et 20 juin 2025".

    Without a day the text is the `year`; "à compléter" stays.
    """
    first = row.get("debut", "")
    if is_placeholder(first):
        return first
    return write_period(first, row.get("fin", ""), year)


def _write_town(row: Mapping[str, str], towns: Mapping[str, Mapping[str, str]]) -> str:
    """Return a meeting's town for a cell, followed by the code of the département where needed.

    "Albi", but "Saint-Denis (974)": a town needs no code if its name exists once in France, or once
    in the host's territory, since its département is found when the sheet is read. `towns` are
    the towns of France of such names: "saint denis" → {"93": "Saint-Denis", "974": "Saint-Denis"}.
    """
    town = row.get("ville", "")
    code = row.get("departement", "")
    # A sheet has no row for the département: alone, it stands in the cell of the town.
    if code and not town:
        return f"({code})"
    if not code or is_placeholder(town):
        return town
    # The reading of a sheet (`reading.tables`) looks for the town in all départements with a town
    # of this name, or in the host's alone, if the host has only one of them.
    codes = [*towns.get(fold_name(town), {})]
    host = row.get("hote", "")
    if host and not is_placeholder(host):
        departments = find_institution(host).departments
        of_host = [each for each in codes if each in departments]
        if len(of_host) == 1:
            codes = of_host
    # The reading would find this very département, and no other.
    if codes == [code]:
        return town
    return f"{town} ({code})"


def _name_institution(code: str) -> str:
    """Return the name of an institution as in the drop-down lists: "40" → "40 Landes".

    An empty cell, and a cell that is still to fill in ("à compléter"), are returned as they are.
    """
    if not code or is_placeholder(code):
        return code
    return find_institution(code).name_in_lists


def _list_rows_below(
    tables: Tables, members: Sequence[Row], meetings: Sequence[Row]
) -> list[list[str]]:
    """Return a row of a year's sheet for each member, with a cell for each meeting.

    ["44 Loire-Atlantique", "", "présent", "", "commission A"]: the name; "parti" for a member that
    has left; the attendance, empty where it isn't recorded; the columns that a user added.
    """
    identifiers = _list_column(meetings, "rencontre")
    # The attendance by member and meeting: ("44", "2025-01") → "présent".
    states: dict[tuple[str, str], str] = {}
    for row in tables["presences"].every_row:
        states[row["membre"], row["rencontre"]] = row["etat"]
    added_columns = _list_filled_added_columns(tables["membres"], members)
    rows = []
    for member in members:
        code = member["membre"]
        row_below = [_name_institution(code), member.get("etat", "")]
        for identifier in identifiers:
            row_below.append(states.get((code, identifier), ""))
        for name in added_columns:
            row_below.append(member.get(name, ""))
        rows.append(row_below)
    return rows


def _paint(sheet: Worksheet, row_of_heads: int, width: int) -> None:
    """Give the cells of a year's sheet their fonts, colours and borders, in `width` columns.

    `row_of_heads`, « Membre » and the meetings, parts the sheet: above, the meetings are described;
    below is a row for each member.
    """
    # Without members, the empty row below the heads is painted too.
    last = max(sheet.max_row, row_of_heads + 1)
    for row in sheet.iter_rows(1, last, 1, width):
        for cell in row:
            _paint_cell(cell, row_of_heads)


def _paint_cell(cell: Any, row_of_heads: int) -> None:
    """Give a cell of a year's sheet its font, colour, border and alignment, by where it stands.

    Column 1 has labels: names of facts above `row_of_heads`, names of members below.
    """
    is_label = cell.column == 1
    is_attendance = cell.row > row_of_heads and not is_label
    if is_attendance:
        cell.alignment = Alignment("center", "top")
    else:
        cell.alignment = Alignment("left", "top", wrap_text=True)
    cell.border = Border(bottom=BORDER_LINE, right=BORDER_LINE)
    cell.number_format = AS_TEXT
    if cell.row == row_of_heads:
        cell.font = HEAD_FONT
        cell.fill = HEAD_FILL
    elif cell.row < row_of_heads and is_label:
        cell.font = BOLD
        cell.fill = LABEL_FILL
    # The dates of the meetings, which stay in sight when the sheet is scrolled.
    elif cell.row == 1:
        cell.font = BOLD


def _size(sheet: Worksheet, width: int) -> None:
    """Set the widths of `width` columns, and of spare columns for meetings that a person adds."""
    # The first two have the names of the members and their states, all others a meeting each.
    widths = {1: WIDTH_OF_MEMBERS, 2: WIDTH_OF_STATES}
    for at in range(1, width + SPARE_COLUMNS + 1):
        column = sheet.column_dimensions[get_column_letter(at)]
        column.width = widths.get(at, WIDTH_OF_MEETINGS)
        # As text, a day that is typed into a spare column stays as it was typed.
        column.number_format = AS_TEXT


def _add_lists(
    sheet: Worksheet, tables: Tables, above: Sequence[Sequence[str]], row_of_heads: int
) -> None:
    """Add helps and drop-down lists to the cells of a year's sheet, and to spare cells beside them.

    In the spare rows and columns a person adds members and meetings. `above` are the rows that
    describe the meetings: the first cell of each is the label, "Ville".
    """
    last_column = get_column_letter(len(above[0]) + SPARE_COLUMNS)
    last_row = sheet.max_row + SPARE_ROWS
    # Meetings begin in column C, behind the labels and the states of members.
    helps = _describe_rows(tables)
    for number, row in enumerate(above, start=1):
        label = row[0]
        if label in helps:
            add_help(sheet, f"C{number}:{last_column}{number}", {"title": label, **helps[label]})
    members = list_member_choices(tables)
    member = _describe_cells("Membre", MEMBER_HELP, members)
    gone = _describe_cells("État", GONE_HELP, ("État", [GONE]))
    attendance = _describe_cells("Présence", STATE_HELP, ("Présence", ATTENDANCE))
    first_row = row_of_heads + 1
    add_help(sheet, f"A{first_row}:A{last_row}", member)
    add_help(sheet, f"B{first_row}:B{last_row}", gone)
    add_help(sheet, f"C{first_row}:{last_column}{last_row}", attendance)


def _describe_cells(title: str, words: str, choices: Choices) -> Field:
    """Return the help and the drop-down list of some cells in the form that `add_help` takes."""
    return {"title": title, "description": words, CHOICES: choices}


def _describe_rows(tables: Tables) -> dict[str, Field]:
    """Return the helps, some with a list, of the rows that describe meetings, by their labels.

    "Format" → {"description": "…", CHOICES: ("Format", ["présentiel", …])}.
    """
    fields = _list_shared_fields("rencontres")
    formats = fields["format"]["constraints"]["enum"]
    return {
        "Date": {"description": DATE_HELP},
        "Format": {**fields["format"], CHOICES: ("Format", formats)},
        "Genre": {**fields["genre"], CHOICES: _list_kinds(tables)},
        "Ville": {"description": TOWN_HELP},
        "Hôte": {**fields["hote"], CHOICES: list_member_choices(tables)},
    }


def _list_kinds(tables: Tables) -> Choices | None:
    """Return the kinds of earlier meetings as a drop-down list; None if no meeting has a kind.

    ("Genre", ["assemblée", "atelier"]).
    """
    kinds = sorted(set(_list_column(tables["rencontres"].rows, "genre")) - {""})
    if not kinds:
        return None
    return "Genre", kinds
