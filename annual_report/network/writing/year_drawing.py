"""A year as one sheet: what is said of each meeting above, its members below.

`reading.year_sheet` shows it, and reads it back. An Excel table over the members helps to sort them
with their states; it bounds nothing.
"""

from collections.abc import Mapping, Sequence

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
STATE_HELP = "présent (ou x), absent, excusé, non invité ; vide : non renseigné."
ID_ROW = "Rencontre"
"""The row of the identifiers, where some don't begin with their year."""
SIDE = PatternFill("solid", fgColor="E8EDF4")
LINE = Side("thin", color="C3CCD8")
SPARE_COLUMNS, SPARE_ROWS = 12, 200
"""Columns and rows beside the last ones that have the lists too."""
OF_MEMBERS, OF_STATES, OF_MEETINGS = 27, 9, 17
"""Widths of columns, in signs."""


def draw_year(book: Workbook, tables: Tables, year: str) -> Worksheet:
    """Draw a year: what is known of each meeting, then who was there."""
    meetings = [row for row in tables["rencontres"].every_row if row["annee"] == year]
    members = [row for row in tables["membres"].every_row if row["annee"] == year]
    sheet: Worksheet = book.create_sheet(year)
    above = _list_rows_above(tables["rencontres"], meetings, year)
    below = _list_rows_below(tables, members, meetings)
    own = _list_noted(tables["membres"], members)
    head = ["Membre", "État", *(_shorten(row["rencontre"], year) for row in meetings), *own]
    write_rows(sheet, 1, [*above, head, *below])
    top = len(above) + 1
    _paint(sheet, top, len(head))
    _size(sheet, len(head))
    _add_lists(sheet, tables, above, top)
    last = max(sheet.max_row, top + 1)
    area = f"A{top}:{get_column_letter(len(head))}{last}"
    table = ExcelTable(displayName=f"Année_{year}", ref=area)
    table.tableStyleInfo = TableStyleInfo("TableStyleLight1", showRowStripes=True)
    sheet.add_table(table)
    # All rows above would take half of a laptop's screen: of each meeting its date stays in sight.
    sheet.freeze_panes = "C2"
    print_on_a4(sheet)
    sheet.page_setup.orientation = "landscape"
    sheet.print_area = f"A1:{get_column_letter(len(head))}{last}"
    sheet.print_title_rows, sheet.print_title_cols = "1:1", "A:A"
    return sheet


def list_own_columns(table: Table) -> list[str]:
    """Return the columns of a table that are its author's own."""
    shared = {field["name"] for field in read_shared_tables()[table.name]["schema"]["fields"]}
    return [str(field["name"]) for field in table.fields if field["name"] not in shared]


def _list_rows_above(table: Table, meetings: Sequence[Row], year: str) -> list[list[str]]:
    """Return what is said of the meetings, a row for each kind of it, with its label."""
    towns = list_towns({fold_name(row.get("ville", "")) for row in meetings})
    rows = [
        ["Date", "", *(_write_days(row, year) for row in meetings)],
        ["Format", "", *(row.get("format", "") for row in meetings)],
        ["Genre", "", *(row.get("genre", "") for row in meetings)],
        ["Ville", "", *(_write_town(row, towns) for row in meetings)],
        ["Hôte", "", *(_write_host(row) for row in meetings)],
        ["Titre", "", *(row.get("titre", "") for row in meetings)],
    ]
    if any(not row["rencontre"].startswith(f"{year}-") for row in meetings):
        rows.append([ID_ROW, "", *(row["rencontre"] for row in meetings)])
    for name in _list_noted(table, meetings):
        rows.append([name, "", *(row.get(name, "") for row in meetings)])
    return rows


def _list_noted(table: Table, rows: Sequence[Row]) -> list[str]:
    """Return the columns of somebody's own that say something in some rows."""
    return [name for name in list_own_columns(table) if any(row.get(name) for row in rows)]


def _shorten(identifier: str, year: str) -> str:
    """Return the head of a meeting's column: its identifier, without the sheet's year."""
    return identifier.removeprefix(f"{year}-")


def _write_days(row: Mapping[str, str], year: str) -> str:
    first = row.get("debut", "")
    if is_placeholder(first):
        return first
    return write_period(first, row.get("fin", ""), year)


def _write_town(row: Mapping[str, str], towns: Mapping[str, Mapping[str, str]]) -> str:
    """Write a town, with its département where its name and its host don't settle it."""
    town, code = row.get("ville", ""), row.get("departement", "")
    if not code or not town or is_placeholder(town):
        return town or (f"({code})" if code else "")
    codes = [*towns.get(fold_name(town), {})]
    host = row.get("hote", "")
    if host and not is_placeholder(host):
        of_host = [each for each in codes if each in find_institution(host).departments]
        codes = of_host if len(of_host) == 1 else codes
    return town if codes == [code] else f"{town} ({code})"


def _write_host(row: Mapping[str, str]) -> str:
    host = row.get("hote", "")
    return host if not host or is_placeholder(host) else find_institution(host).in_a_list


def _list_rows_below(
    tables: Tables, members: Sequence[Row], meetings: Sequence[Row]
) -> list[list[str]]:
    """Return the members, each with what they were at each meeting."""
    names = {row["rencontre"] for row in meetings}
    states: dict[tuple[str, str], str] = {}
    for row in tables["presences"].every_row:
        if row["rencontre"] in names:
            states[row["membre"], row["rencontre"]] = row["etat"]
    own = _list_noted(tables["membres"], members)
    rows = []
    for member in members:
        code = member["membre"]
        shown = code if is_placeholder(code) else find_institution(code).in_a_list
        noted = [states.get((code, meeting["rencontre"]), "") for meeting in meetings]
        rows.append(
            [shown, member.get("etat", ""), *noted, *(member.get(name, "") for name in own)]
        )
    return rows


def _paint(sheet: Worksheet, top: int, width: int) -> None:
    """Give the cells their looks: labels and heads on a ground, states in the middle."""
    border = Border(bottom=LINE, right=LINE)
    for number in range(1, max(sheet.max_row, top + 1) + 1):
        for at in range(1, width + 1):
            cell = sheet.cell(number, at)
            cell.border = border
            is_state = number > top and at > 1
            cell.alignment = Alignment(
                "center" if is_state else "left", "top", wrap_text=not is_state
            )
            if number == top:
                cell.font, cell.fill = HEAD, GROUND
            elif number < top and at == 1:
                cell.font, cell.fill = BOLD, SIDE
            elif number == 1:
                cell.font = BOLD
            cell.number_format = AS_TEXT


def _size(sheet: Worksheet, width: int) -> None:
    for at in range(1, width + SPARE_COLUMNS + 1):
        column = sheet.column_dimensions[get_column_letter(at)]
        column.width = {1: OF_MEMBERS, 2: OF_STATES}.get(at, OF_MEETINGS)
        # A day that is typed beside the last column stays what was typed.
        column.number_format = AS_TEXT


def _add_lists(sheet: Worksheet, tables: Tables, above: Sequence[Sequence[str]], top: int) -> None:
    """Say and suggest what may be typed, beside the last cells too."""
    fields = {
        field["name"]: field for field in read_shared_tables()["rencontres"]["schema"]["fields"]
    }
    far = get_column_letter(len(above[0]) + SPARE_COLUMNS)
    deep = sheet.max_row + SPARE_ROWS
    members = list_member_choices(tables)
    helps: dict[str, Field] = {
        "Date": {"description": DATE_HELP},
        "Format": {
            **fields["format"],
            CHOICES: ("Format", fields["format"]["constraints"]["enum"]),
        },
        "Genre": {**fields["genre"], CHOICES: _list_kinds(tables)},
        "Ville": {"description": TOWN_HELP},
        "Hôte": {**fields["hote"], CHOICES: members},
    }
    for number, row in enumerate(above, start=1):
        if row[0] in helps:
            add_help(sheet, f"C{number}:{far}{number}", {"title": row[0], **helps[row[0]]})
    member: Field = {
        "title": "Membre",
        "description": "Un membre de l’année, par son code ou son nom.",
    }
    add_help(sheet, f"A{top + 1}:A{deep}", {**member, CHOICES: members})
    gone: Field = {"title": "État", "description": "« parti » : n’est plus membre."}
    add_help(sheet, f"B{top + 1}:B{deep}", {**gone, CHOICES: ("État", [GONE])})
    state: Field = {"title": "Présence", "description": STATE_HELP}
    add_help(sheet, f"C{top + 1}:{far}{deep}", {**state, CHOICES: ("Présence", ATTENDANCE)})


def _list_kinds(tables: Tables) -> Choices | None:
    """List the kinds of meeting that were written before: others may be typed."""
    kinds = sorted({row["genre"] for row in tables["rencontres"].rows} - {""})
    return ("Genre", kinds) if kinds else None
