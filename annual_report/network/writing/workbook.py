"""A network's tables as one workbook to fill in: a sheet for each table, in French, with its lists.

Attendance has a grid for each recorded year, its members down and its meetings across; where its
author added a column to it, it is a sheet of rows like any other. The columns of a sheet are
described as a table's are: by fields, which may have a list to choose from. `reading.book` reads
it all back.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from annual_report.base.french import typeset
from annual_report.base.project import COMMAND
from annual_report.network.reading.book import AFTER_ID, GUIDE_SHEET, LISTS_SHEET
from annual_report.network.reading.rules import is_member
from annual_report.network.reading.schema import (
    NETWORK,
    REQUIRED,
    Field,
    list_settings,
    read_shared_tables,
)
from annual_report.network.reading.settings import read_settings
from annual_report.network.reading.tables import Table
from annual_report.network.reading.values.cells import FORMULA_STARTS, is_placeholder
from annual_report.network.reading.values.date_cells import write_day
from annual_report.network.reading.values.vocabulary import ATTENDANCE, NO, YES
from annual_report.network.territories.institutions import (
    departments_by_code,
    find_institution,
    institutions_by_code,
    sort_codes,
)
from annual_report.network.territories.kinds import ANY, kinds_by_name

Cell = str | int | None
Rows = Sequence[Mapping[str, str]]
Tables = Mapping[str, Table]
Choices = tuple[str, Sequence[str]]
"""A drop-down list, by its title: it suggests values, and lets others be typed."""

CHOICES = "choices"
"""Where the field of a sheet has its list."""
GUIDE = Path(__file__).with_name("guide.txt")
"""How a workbook is filled in, a paragraph a line."""
FREE_LISTS = frozenset({"genre", "theme", "format", "ville"})
"""Columns that suggest what was written before, and take anything else."""
MOST_CHOICES = 2000
"""A longer list of institutions is of no use to choose from."""
SPARE_MEETINGS, SPARE_ROWS = 3, 500
"""Columns of a grid without a meeting, whose identifier is typed at their head; rows below the last
one that have the lists too."""
HOW = "Une présence se note : présent (ou x), absent, excusé, non invité. Vide : non renseigné."
STATES: Choices = ("Présence", ATTENDANCE)
SPARE = "Une rencontre de plus : tapez ici l’identifiant qu’elle a dans la feuille Rencontres."
BOLD = Font("Calibri", bold=True)
"""Excel's own face; LibreOffice has one of the same widths in its place."""
HEAD, GROUND = Font("Calibri", bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F3A5F")
AS_TEXT = "@"
LONGEST_TITLE, LONGEST_PROMPT = 32, 255
NARROWEST, OF_WORDS, WIDEST, OF_THE_GUIDE = 14, 24, 60, 70
"""Widths of columns, in signs."""


def write_workbook(tables: Tables, title: str) -> bytes:
    """Return a network's tables as a workbook, with a sheet that says how it is filled in."""
    book = Workbook()
    guide = GUIDE.read_text("utf-8").format(title=title, command=COMMAND, how=HOW).splitlines()
    for name, table in tables.items():
        guide.append(f"{table.title} : {read_shared_tables()[name]['description']}")
        draw_table(book, tables, table)
    sheet = book.active
    sheet.title, sheet.column_dimensions["A"].width = GUIDE_SHEET, OF_THE_GUIDE
    for number, line in enumerate(guide, start=1):
        sheet.cell(number, 1, typeset(line)).alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].font = BOLD
    _print_on_a4(sheet)
    # The lists were begun by the first column that has one.
    book.move_sheet(LISTS_SHEET, len(book.sheetnames))
    return save_book(book)


def save_book(book: Workbook) -> bytes:
    """Return a workbook's file."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def draw_table(book: Workbook, tables: Tables, table: Table) -> None:
    """Draw a table, a row a fact; attendance as a grid a year."""
    dated = [*tables["membres"].every_row, *tables["rencontres"].every_row]
    years = sorted({row["annee"] for row in dated if row["annee"].isdecimal()}, reverse=True)
    has_own_columns = len(table.fields) > len(read_shared_tables()[table.name]["schema"]["fields"])
    if table.name == NETWORK:
        _draw_settings(book, tables, table)
    elif table.name == "presences" and years and not has_own_columns:
        # The last year first: it is the one that is filled in.
        for year in years:
            draw_grid(book, tables, year)
    else:
        fields = [{**field, CHOICES: _find_choices(field, tables, table)} for field in table.fields]
        _draw_sheet(book, table.title, fields, table.every_row)


def draw_grid(book: Workbook, tables: Tables, year: str) -> Worksheet:
    """Draw attendance as a grid: the members of the year, and whoever else is noted."""
    meetings = [row for row in tables["rencontres"].every_row if row["annee"] == year]
    names = [row["rencontre"] for row in meetings]
    noted = {(row["membre"], row["rencontre"]): row["etat"]
             for row in tables["presences"].every_row if row["etat"]}  # fmt: skip
    members = [row["membre"] for row in tables["membres"].every_row
               if row["annee"] == year and is_member(row)]  # fmt: skip
    # Who was noted and is no member any more has a line: without it the note would be gone.
    members += sorted({code for code, meeting in noted if meeting in names} - {*members})
    member = {"name": "membre", "title": "Membre", REQUIRED: True, "kind": "member",
              "description": "Un membre de l’année.", CHOICES: _list_members(tables)}  # fmt: skip
    state: Field = {"description": HOW, CHOICES: STATES}
    states = [{**state, "name": row["rencontre"], "title": _write_heading(row)} for row in meetings]
    spare = {**state, "name": "", "title": "", "description": SPARE}
    fields = [member, *states, *[spare] * SPARE_MEETINGS]
    rows = [{"membre": code, **{name: noted.get((code, name), "") for name in names}}
            for code in members]  # fmt: skip
    return _draw_sheet(book, f"{tables['presences'].title} {year}", fields, rows)


def _write_heading(meeting: Mapping[str, str]) -> str:
    """Title a meeting's column: its id, then when and where it was, if that is known."""
    parts = (write_day(meeting.get("debut", "")), meeting.get("ville", ""))
    rest = " ".join(part for part in parts if part and not is_placeholder(part))
    return f"{meeting['rencontre']} {AFTER_ID} {rest}" if rest else meeting["rencontre"]


def _draw_settings(book: Workbook, tables: Tables, table: Table) -> None:
    """Draw what a network says of itself, with an empty cell for what it doesn't say."""
    rows: list[Mapping[str, str]] = []
    for name in list_settings():
        told = [row for row in table.every_row if row["reglage"] == name]
        rows += told or [{"reglage": name}]
    setting, value = table.fields[:2]
    # What a value may be, its setting says: the help stands beside each.
    sheet = _draw_sheet(book, table.title, [setting, {**value, "description": ""}], rows)
    for number, row in enumerate(rows, start=2):
        field = {"title": row["reglage"], **list_settings()[row["reglage"]]}
        field[CHOICES] = _find_choices(field, tables, table)
        field["description"] += f" Exemple : {field['example']}"
        _add_help(sheet, f"B{number}", field)


def _draw_sheet(book: Workbook, title: str, fields: Sequence[Field], rows: Rows) -> Worksheet:
    """Draw a sheet to fill in: the titles of its fields, help and lists, then its rows."""
    sheet = book.create_sheet(title)
    cells = list_cells(fields, rows)
    write_rows(sheet, 1, [[_write_title(field) for field in fields], *cells])
    for number, field in enumerate(fields, start=1):
        letter, is_text = get_column_letter(number), field.get("kind") != "year"
        head, dimension = sheet.cell(1, number), sheet.column_dimensions[letter]
        head.font, head.fill, head.alignment = HEAD, GROUND, Alignment(wrap_text=True)
        longest = max((len(str(row[number - 1] or "")) for row in cells), default=0)
        # Wide enough for what is there, or for what will be typed: words, or a choice of a list.
        least = OF_WORDS if is_text and not field.get(CHOICES) else NARROWEST
        dimension.width = min(WIDEST, max(least, len(head.value) + 4, longest + 2))
        # Rows that are typed below the last are text too: no "2025-1" becomes a date there.
        dimension.number_format = AS_TEXT if is_text else "General"
        _add_help(sheet, f"{letter}2:{letter}{len(rows) + 1 + SPARE_ROWS}", field)
    # Titles and the first column stay in sight. No sheet is protected: LibreOffice would delete
    # no row of it.
    sheet.freeze_panes = "B2"
    sheet.print_options.gridLines = True
    sheet.print_title_rows, sheet.page_setup.orientation = "1:1", "landscape"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(fields))}{len(rows) + 1}"
    _print_on_a4(sheet)
    return sheet


def _write_title(field: Field) -> str:
    """Return a column's title, with a mark where every row needs it."""
    return f"{field['title']} *" if field.get(REQUIRED) else str(field["title"])


def list_cells(fields: Sequence[Field], rows: Rows) -> list[list[Cell]]:
    """Return what the cells of rows show, a field a column."""
    return [[_write_value(row.get(field["name"], ""), field) for field in fields] for row in rows]


def _write_value(value: str, field: Field) -> Cell:
    """Return what a cell shows: a year as a number, or the text by which people know a value."""
    if field.get("kind") == "year" and value.isdecimal():
        return int(value)
    if field.get("kind") == "partial-date":
        return write_day(value) or None
    if field.get("kind") in ("member", "department"):
        return find_institution(value).in_a_list or None
    return value or None


def write_rows(sheet: Worksheet, first: int, rows: Sequence[Sequence[Cell]]) -> None:
    """Write rows from the `first` on; an empty cell isn't made: it has the style of its column."""
    for number, cells in enumerate(rows, start=first):
        for at, value in enumerate(cells, start=1):
            if value is None:
                continue
            cell = sheet.cell(number, at, value)
            cell.alignment = Alignment(horizontal="left")
            if isinstance(value, str):
                # A text that begins like a formula stays a text.
                cell.data_type, cell.number_format = "s", AS_TEXT
                cell.quotePrefix = value.startswith(FORMULA_STARTS)


def _add_help(sheet: Worksheet, cells: str, field: Field) -> None:
    """Say and suggest something beside cells: nothing is refused there, `check` does that."""
    if not field.get("description"):
        return
    source = _write_list(sheet.parent, *field[CHOICES]) if field.get(CHOICES) else None
    rule = DataValidation(
        sqref=cells,
        type="list" if source else None,
        formula1=source,
        allow_blank=True,
        showErrorMessage=False,
        showInputMessage=True,
        promptTitle=_write_title(field)[:LONGEST_TITLE] or None,
        prompt=field["description"][:LONGEST_PROMPT],
    )
    sheet.add_data_validation(rule)


def _write_list(book: Any, title: str, values: Sequence[str]) -> str:
    """Return where a list stands in the hidden sheet of lists, written there if it is new."""
    if LISTS_SHEET not in book.sheetnames:
        book.create_sheet(LISTS_SHEET).sheet_state = "hidden"
    sheet = book[LISTS_SHEET]
    titles = [head.value for (head,) in sheet.iter_cols(max_row=1) if head.value]
    if title not in titles:
        beside = [None] * len(titles)
        write_rows(sheet, 1, [[*beside, value] for value in (title, *values)])
        titles.append(title)
    letter = get_column_letter(titles.index(title) + 1)
    sheet.column_dimensions[letter].width = OF_WORDS
    last = sum(cell.value is not None for cell in sheet[letter])
    return f"{LISTS_SHEET}!${letter}$2:${letter}${last}"


def _find_choices(field: Field, tables: Tables, table: Table) -> Choices | None:
    """Return the list of a column or a setting, None if anything may stand there."""
    kind, values = field.get("kind"), field.get("constraints", {}).get("enum", ())
    if kind == "member":
        return _list_members(tables)
    if kind == "department":
        return "Départements", [place.in_a_list for place in departments_by_code().values()]
    if kind == "member-kind":
        values = [name for name in kinds_by_name() if name != ANY]
    elif field["type"] == "boolean":
        values = (YES, NO)
    elif field["name"] in FREE_LISTS and not values:
        values = sorted({row[field["name"]] for row in table.rows} - {""})
    return (f"{table.title} : {field['title']}", values) if values else None


def _list_members(tables: Tables) -> Choices:
    """List the institutions of the network's kinds, or those it has where they are too many."""
    settings = [row for row in tables[NETWORK].every_row if not row.blanks]
    kinds = read_settings(settings).genres
    codes = [code for kind in kinds for code in institutions_by_code(kind)]
    if len(codes) > MOST_CHOICES or not codes:
        codes = [row["membre"] for row in tables["membres"].rows]
    return "Membres", [find_institution(code).in_a_list for code in sort_codes(codes)]


def _print_on_a4(sheet: Worksheet) -> None:
    """Have a sheet printed on A4, one page wide."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = sheet.PAPERSIZE_A4, 0
