"""A year as one sheet: the description of each meeting above, the members below.

`reading.year_sheets.year_parts` has a picture of such a sheet, and reads the sheet. An Excel table
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

from annual_report.network.reading.schema import Field, read_shared_tables
from annual_report.network.reading.tables import Row, Table
from annual_report.network.reading.values.cells import is_placeholder
from annual_report.network.reading.values.meeting_days import write_period
from annual_report.network.reading.values.vocabulary import ATTENDANCE, GONE
from annual_report.network.territories.institutions import find_institution, list_towns
from annual_report.network.territories.spelling import fold_name
from annual_report.network.writing.drawing import (
    AS_TEXT,
    BOLD,
    CHOICES,
    GROUND,
    HEAD,
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
ID_ROW = "Rencontre"
"""The row of the identifiers, where some don't begin with their year."""
SIDE = PatternFill("solid", fgColor="E8EDF4")
LINE = Side("thin", color="C3CCD8")
SPARE_COLUMNS = 12
SPARE_ROWS = 200
"""Columns and rows behind the last column and row that have the lists too."""
OF_MEMBERS = 27
OF_STATES = 9
OF_MEETINGS = 17
"""Widths of columns, in signs."""


def draw_year(book: Workbook, tables: Tables, year: str) -> Worksheet:
    """Draw a year: the description of each meeting, then the attendance."""
    meetings = [row for row in tables["rencontres"].every_row if row["annee"] == year]
    members = [row for row in tables["membres"].every_row if row["annee"] == year]
    sheet: Worksheet = book.create_sheet(year)
    above = _list_rows_above(tables["rencontres"], meetings, year)
    below = _list_rows_below(tables, members, meetings)
    # The head of a meeting is the identifier without the sheet's year: "2025-01" is "01".
    head = ["Membre", "État"]
    for meeting in meetings:
        head.append(meeting["rencontre"].removeprefix(f"{year}-"))
    head += _list_noted(tables["membres"], members)
    top = len(above) + 1
    write_rows(sheet, 1, [*above, head, *below])
    _paint(sheet, top, len(head))
    _size(sheet, len(head))
    _add_lists(sheet, tables, above, top)
    last_row = max(sheet.max_row, top + 1)
    last_column = get_column_letter(len(head))
    # The table is a help for sorting; the reader looks for no boundary.
    table = ExcelTable(displayName=f"Année_{year}", ref=f"A{top}:{last_column}{last_row}")
    table.tableStyleInfo = TableStyleInfo("TableStyleLight1", showRowStripes=True)
    sheet.add_table(table)
    # All rows above would take half of a laptop's screen: only the dates stay in sight.
    sheet.freeze_panes = "C2"
    print_on_a4(sheet)
    sheet.page_setup.orientation = "landscape"
    sheet.print_area = f"A1:{last_column}{last_row}"
    sheet.print_title_rows = "1:1"
    sheet.print_title_cols = "A:A"
    return sheet


def list_own_columns(table: Table) -> list[str]:
    """Return the columns of a table that a user added."""
    shared = {field["name"] for field in read_shared_tables()[table.name]["schema"]["fields"]}
    return [str(field["name"]) for field in table.fields if field["name"] not in shared]


def _list_rows_above(table: Table, meetings: Sequence[Row], year: str) -> list[list[str]]:
    """Return the rows that describe the meetings: a label, an empty cell, a cell a meeting."""
    known_towns = list_towns({fold_name(row.get("ville", "")) for row in meetings})
    days = [_write_days(row, year) for row in meetings]
    towns = [_write_town(row, known_towns) for row in meetings]
    hosts = [_write_institution(row.get("hote", "")) for row in meetings]
    # The second column is the members' state: empty above.
    rows = [
        ["Date", "", *days],
        ["Format", "", *_list_column(meetings, "format")],
        ["Genre", "", *_list_column(meetings, "genre")],
        ["Ville", "", *towns],
        ["Hôte", "", *hosts],
        ["Titre", "", *_list_column(meetings, "titre")],
    ]
    identifiers = _list_column(meetings, "rencontre")
    # The heads can't have identifiers of other years: these stand in a separate row.
    if not all(identifier.startswith(f"{year}-") for identifier in identifiers):
        rows.append([ID_ROW, "", *identifiers])
    for name in _list_noted(table, meetings):
        rows.append([name, "", *_list_column(meetings, name)])
    return rows


def _list_column(rows: Sequence[Row], name: str) -> list[str]:
    """Return the cells of a column, "" where a row has none."""
    return [row.get(name, "") for row in rows]


def _list_noted(table: Table, rows: Sequence[Row]) -> list[str]:
    """Return the columns that a user added, and filled in some rows."""
    return [name for name in list_own_columns(table) if any(_list_column(rows, name))]


def _write_days(row: Mapping[str, str], year: str) -> str:
    """Write the days of a meeting as a period in words; a placeholder stays."""
    first = row.get("debut", "")
    if is_placeholder(first):
        return first
    return write_period(first, row.get("fin", ""), year)


def _write_town(row: Mapping[str, str], towns: Mapping[str, Mapping[str, str]]) -> str:
    """Write a town, with the département unless the reader finds this by the name or the host."""
    town = row.get("ville", "")
    code = row.get("departement", "")
    if code and not town:
        return f"({code})"
    if not code or is_placeholder(town):
        return town
    # The reader looks at the départements that have a town of this name, then at the host's.
    codes = [*towns.get(fold_name(town), {})]
    host = row.get("hote", "")
    if host and not is_placeholder(host):
        of_host = [each for each in codes if each in find_institution(host).departments]
        if len(of_host) == 1:
            codes = of_host
    if codes == [code]:
        return town
    return f"{town} ({code})"


def _write_institution(code: str) -> str:
    """Write an institution as in lists to choose from; a blank stays."""
    if not code or is_placeholder(code):
        return code
    return find_institution(code).in_a_list


def _list_rows_below(
    tables: Tables, members: Sequence[Row], meetings: Sequence[Row]
) -> list[list[str]]:
    """Return the members, each with a state or an empty cell for each meeting."""
    identifiers = _list_column(meetings, "rencontre")
    states: dict[tuple[str, str], str] = {}
    for row in tables["presences"].every_row:
        states[row["membre"], row["rencontre"]] = row["etat"]
    notes = _list_noted(tables["membres"], members)
    rows = []
    for member in members:
        code = member["membre"]
        row_below = [_write_institution(code), member.get("etat", "")]
        row_below += [states.get((code, identifier), "") for identifier in identifiers]
        row_below += [member.get(name, "") for name in notes]
        rows.append(row_below)
    return rows


def _paint(sheet: Worksheet, top: int, width: int) -> None:
    """Give the cells their looks: labels and heads on a ground, states in the middle."""
    last = max(sheet.max_row, top + 1)
    for row in sheet.iter_rows(1, last, 1, width):
        for cell in row:
            _paint_cell(cell, top)


def _paint_cell(cell: Any, top: int) -> None:
    """Give a cell its look; `top` is the row of the heads."""
    is_label = cell.column == 1
    is_state = cell.row > top and not is_label
    if is_state:
        cell.alignment = Alignment("center", "top")
    else:
        cell.alignment = Alignment("left", "top", wrap_text=True)
    cell.border = Border(bottom=LINE, right=LINE)
    cell.number_format = AS_TEXT
    if cell.row == top:
        cell.font = HEAD
        cell.fill = GROUND
    elif cell.row < top and is_label:
        cell.font = BOLD
        cell.fill = SIDE
    elif cell.row == 1:
        cell.font = BOLD


def _size(sheet: Worksheet, width: int) -> None:
    """Set the widths of the columns, also of the spare columns."""
    widths = {1: OF_MEMBERS, 2: OF_STATES}
    for at in range(1, width + SPARE_COLUMNS + 1):
        column = sheet.column_dimensions[get_column_letter(at)]
        column.width = widths.get(at, OF_MEETINGS)
        # A day that is typed into a spare column stays as typed.
        column.number_format = AS_TEXT


def _add_lists(sheet: Worksheet, tables: Tables, above: Sequence[Sequence[str]], top: int) -> None:
    """Explain and suggest the values of cells, also of the spare columns and rows."""
    far = get_column_letter(len(above[0]) + SPARE_COLUMNS)
    deep = sheet.max_row + SPARE_ROWS
    helps = _describe_rows(tables)
    for number, row in enumerate(above, start=1):
        label = row[0]
        if label in helps:
            add_help(sheet, f"C{number}:{far}{number}", {"title": label, **helps[label]})
    member: Field = {
        "title": "Membre",
        "description": MEMBER_HELP,
        CHOICES: list_member_choices(tables),
    }
    gone: Field = {"title": "État", "description": GONE_HELP, CHOICES: ("État", [GONE])}
    state: Field = {
        "title": "Présence",
        "description": STATE_HELP,
        CHOICES: ("Présence", ATTENDANCE),
    }
    add_help(sheet, f"A{top + 1}:A{deep}", member)
    add_help(sheet, f"B{top + 1}:B{deep}", gone)
    add_help(sheet, f"C{top + 1}:{far}{deep}", state)


def _describe_rows(tables: Tables) -> dict[str, Field]:
    """Return the help and the choices of the rows above the members, by their labels."""
    fields = {}
    for field in read_shared_tables()["rencontres"]["schema"]["fields"]:
        fields[field["name"]] = field
    formats = fields["format"]["constraints"]["enum"]
    return {
        "Date": {"description": DATE_HELP},
        "Format": {**fields["format"], CHOICES: ("Format", formats)},
        "Genre": {**fields["genre"], CHOICES: _list_kinds(tables)},
        "Ville": {"description": TOWN_HELP},
        "Hôte": {**fields["hote"], CHOICES: list_member_choices(tables)},
    }


def _list_kinds(tables: Tables) -> Choices | None:
    """List the kinds of earlier meetings, as suggestions; None without any."""
    kinds = sorted({row["genre"] for row in tables["rencontres"].rows} - {""})
    if not kinds:
        return None
    return "Genre", kinds
