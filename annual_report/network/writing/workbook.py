"""A network's tables as a workbook to fill in, in French, with lists to choose from.

Each year has a sheet (`writing.year_drawing`), and each table that has no years. The columns of a
sheet are described by fields like the columns of a table, some with a list to choose from.
`reading.book` reads a workbook.
"""

import re
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from annual_report.base.french import typeset
from annual_report.base.messages import _
from annual_report.base.project import COMMAND
from annual_report.network.reading.book import GUIDE_SHEET, LISTS_SHEET
from annual_report.network.reading.rows import Table
from annual_report.network.reading.schema import (
    NETWORK,
    YEARLY,
    Field,
    list_settings,
    read_shared_tables,
)
from annual_report.network.reading.settings import read_settings
from annual_report.network.reading.values.vocabulary import NO, YES
from annual_report.network.reading.year_sheets.earlier_form import is_earlier_sheet
from annual_report.network.territories.institutions import departments_by_code
from annual_report.network.territories.kinds import ANY, kinds_by_name
from annual_report.network.writing.drawing import (
    AS_TEXT,
    BOLD,
    CHOICES,
    HEAD_FILL,
    HEAD_FONT,
    WIDTH_OF_WORDS,
    Choices,
    Rows,
    Tables,
    add_help,
    list_cells,
    list_member_choices,
    print_on_a4,
    write_rows,
    write_title,
)
from annual_report.network.writing.year_drawing import draw_year

GUIDE = Path(__file__).with_name("guide.txt")
"""The instructions for a workbook, a paragraph a line."""
FREE_LISTS = frozenset({"genre", "theme", "format"})
"""Columns that suggest the values of earlier rows, and take any other value."""
SPARE_ROWS = 500
"""Rows below the last row that have the lists too."""
PARTS_WRITTEN_AGAIN = (
    "[[]Content_Types].xml",
    "_rels/*",
    "*/_rels/*",
    "docProps/*",
    "xl/workbook.xml",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
    "xl/calcChain.xml",
    "xl/metadata.xml",
    "xl/worksheets/sheet[0-9]*.xml",
    "xl/theme/*",
    "xl/printerSettings/*",
    "xl/media/*",
    "xl/tables/*",
    "xl/comments*.xml",
    "xl/comments/*",
    "xl/charts/*",
    "xl/drawings/*[vV]ml*",
)
"""The parts of a workbook that openpyxl writes again, or that are no loss, as globs."""
PARTS_OF_DRAWINGS = "xl/drawings/drawing[0-9]*.xml"
"""The parts with the pictures, shapes and charts of a sheet, as a glob."""
# Parts that openpyxl loses aren't parsed by openpyxl: the bytes are looked through.
# Taken: "<xdr:sp ", "<xdr:graphicFrame>". Not taken: "<xdr:pic>", "<xdr:spPr>".
LOST_DRAWING = re.compile(rb"<(?:\w+:)?(?:sp|cxnSp|grpSp|graphicFrame)\b")
"""The shapes, lines and charts, which openpyxl loses: of a drawing it keeps only the pictures."""
# Taken: "<f>", "<f/>", "<x:f t=…". Not taken: "<font>".
FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
NARROWEST = 14
WIDEST = 60
WIDTH_OF_GUIDE = 70
"""Widths of columns, in letters."""


def write_workbook(tables: Tables, title: str) -> bytes:
    """Return a network's tables as the bytes of an .xlsx workbook, for people to fill in.

    The sheets: the instructions, a sheet for each year, a sheet for each table that has no years,
    such as the settings, and a hidden sheet with the values of drop-down lists. `title` is the name
    of the network.
    """
    book = Workbook()
    # A new workbook has a sheet already.
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = GUIDE_SHEET
    _draw_guide(sheet, title)
    # The last year first: it is the one that people fill in.
    for year in reversed(list_years(tables)):
        draw_year(book, tables, year)
    for name, table in tables.items():
        if name not in YEARLY:
            draw_table(book, tables, table)
    # The sheet of lists was begun with the first list, among the others: it goes behind all sheets,
    # by an offset that is surely large enough.
    book.move_sheet(LISTS_SHEET, len(book.sheetnames))
    return save_book(book)


def _draw_guide(sheet: Worksheet, title: str) -> None:
    """Write the instructions into their sheet: a row for each paragraph, then for each other sheet.

    `title` is the name of the network, the head of the instructions.
    """
    lines = GUIDE.read_text("utf-8").format(title=title, command=COMMAND).splitlines()
    # The tables in YEARLY have no sheet: the sheets of the years show their rows.
    for name, table in read_shared_tables().items():
        if name not in YEARLY:
            lines.append(f"{table['title']} : {table['description']}")
    sheet.column_dimensions["A"].width = WIDTH_OF_GUIDE
    for number, line in enumerate(lines, start=1):
        cell = sheet.cell(number, 1, typeset(line))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].font = BOLD
    print_on_a4(sheet)


def list_years(tables: Tables) -> list[str]:
    """Return the years that have a member or a meeting, in order: ["2024", "2025"]."""
    rows = [*tables["membres"].every_row, *tables["rencontres"].every_row]
    # A cell may say "à compléter".
    return sorted({row["annee"] for row in rows if row["annee"].isdecimal()})


def save_book(book: Workbook) -> bytes:
    """Return a workbook as the bytes of an .xlsx file."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def tell_losses(file: str, parts: Mapping[str, bytes]) -> list[str]:
    """Return a sentence on what a user's workbook loses when it is written again; [] if nothing.

    `file` is the workbook's name; `parts` are those of `list_losses`.
    """
    losses = list_losses(parts)
    if not losses:
        return []
    return [_("{file}: is written without {losses}", file=file, losses=", ".join(losses))]


def list_losses(parts: Mapping[str, bytes]) -> list[str]:
    """Return what a user's workbook loses when openpyxl writes it again, as words for a sentence.

    ["its drawings and charts as they were"]. `parts` are name → content of the files in the
    workbook, such as "xl/worksheets/sheet1.xml": an .xlsx is a zip archive.
    """
    losses = []
    # Pictures are written again, other drawings aren't: a part may have both.
    drawings = {name for name in parts if fnmatchcase(name, PARTS_OF_DRAWINGS)}
    if any(LOST_DRAWING.search(parts[name]) for name in drawings):
        losses.append(_("its drawings and charts as they were"))
    # A part of any other kind is dropped as a whole.
    if not all(_is_written_again(name) for name in parts.keys() - drawings):
        losses.append(_("its pivot tables, controls or links to other workbooks"))
    sheets = [part for name, part in parts.items() if name.startswith("xl/worksheets/sheet")]
    # openpyxl writes the formula of a cell without its last result.
    if any(map(FORMULA.search, sheets)):
        losses.append(_("the results of its formulas, until a spreadsheet opens and saves it"))
    # In "<extLst>", a list of extensions, a newer Excel writes whatever an older one doesn't know.
    if any(b"<extLst" in sheet for sheet in sheets):
        losses.append(_("its lists or formats of a newer Excel"))
    return losses


def _is_written_again(part: str) -> bool:
    """Whether openpyxl writes a part of a workbook again: "xl/styles.xml", no pivot table."""
    return any(fnmatchcase(part, pattern) for pattern in PARTS_WRITTEN_AGAIN)


def list_sheets(content: bytes) -> list[str]:
    """Return the titles of a workbook's sheets."""
    return list(load_workbook(BytesIO(content), read_only=True).sheetnames)


def renew_workbook(content: bytes, tables: Tables) -> bytes:
    """Return the `content` of a workbook of an earlier version of the program in today's form.

    That version had a sheet for all members and another for all meetings. In their place stands a
    sheet for each year, drawn from the `tables`; all other sheets stay.
    """
    book = load_workbook(BytesIO(content), rich_text=True)
    for title in filter(is_earlier_sheet, book.sheetnames):
        book.remove(book[title])
    # Today's instructions replace the earlier ones.
    if GUIDE_SHEET in book.sheetnames:
        book.remove(book[GUIDE_SHEET])
    # Each year goes before the year that was drawn before it: the last year stands first.
    for year in list_years(tables):
        sheet = draw_year(book, tables, year)
        book.move_sheet(sheet, -book.index(sheet))
    title = read_settings(tables[NETWORK].rows).title
    _draw_guide(book.create_sheet(GUIDE_SHEET, 0), title)
    book.active = 0
    return save_book(book)


def draw_table(book: Workbook, tables: Tables, table: Table) -> None:
    """Add the sheet of a table to a workbook: a row of titles, then the rows of the table.

    The columns have helps and drop-down lists; lists of members are made from all `tables`.
    """
    # Settings have a help and a list for each row, not for each column.
    if table.name == NETWORK:
        _draw_settings(book, tables, table)
        return
    fields = []
    for field in table.fields:
        fields.append({**field, CHOICES: _find_choices(field, tables, table)})
    _draw_sheet(book, table.title, fields, table.every_row)


def _draw_settings(book: Workbook, tables: Tables, table: Table) -> None:
    """Add the sheet of the settings, a row for each setting: its name, and its value or nothing.

    Each cell of a value has the help and the drop-down list of its setting.
    """
    # Every setting has a row, so that people see all of them; several values have as many rows.
    rows: list[Mapping[str, str]] = []
    for name in list_settings():
        recorded = [row for row in table.every_row if row["reglage"] == name]
        rows += recorded or [{"reglage": name}]
    # The column of values has no help for all its cells: each gets the help of its setting below.
    setting, value = table.fields[:2]
    sheet = _draw_sheet(book, table.title, [setting, {**value, "description": ""}], rows)
    for number, row in enumerate(rows, start=2):
        field = {"title": row["reglage"], **list_settings()[row["reglage"]]}
        field[CHOICES] = _find_choices(field, tables, table)
        field["description"] += f" Exemple : {field['example']}"
        add_help(sheet, f"B{number}", field)


def _draw_sheet(book: Workbook, title: str, fields: Sequence[Field], rows: Rows) -> Worksheet:
    """Add a sheet to fill in: a row of titles, then the rows; each column with help and list.

    A field describes a column: its name and title, its help, its drop-down list under CHOICES.
    """
    sheet = book.create_sheet(title)
    cells = list_cells(fields, rows)
    titles = [write_title(field) for field in fields]
    write_rows(sheet, 1, [titles, *cells])
    # The helps go on below the last row, for rows that people add.
    last = len(rows) + 1 + SPARE_ROWS
    for number, field in enumerate(fields, start=1):
        letter = get_column_letter(number)
        head = sheet.cell(1, number)
        head.font = HEAD_FONT
        head.fill = HEAD_FILL
        head.alignment = Alignment(wrap_text=True)
        column = sheet.column_dimensions[letter]
        values = [row[number - 1] for row in cells]
        column.width = _find_width(field, titles[number - 1], values)
        # Rows that are typed below the last are text too: no "2025-1" becomes a date there.
        if field.get("kind") != "year":
            column.number_format = AS_TEXT
        add_help(sheet, f"{letter}2:{letter}{last}", field)
    # Titles and the first column stay in sight. The sheet isn't protected, for LibreOffice
    # couldn't delete a row of a protected sheet.
    sheet.freeze_panes = "B2"
    # On paper: lines between the cells, and the titles on each page.
    sheet.print_options.gridLines = True
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    print_on_a4(sheet)
    # Buttons in the titles, to sort and filter the rows.
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(fields))}{len(rows) + 1}"
    return sheet


def _find_width(field: Field, title: str, values: Sequence[object]) -> int:
    """Return the width of a column in letters: room for title and values, within two limits.

    A column of free text is wide from the start, for words that people will type.
    """
    is_free_text = field.get("kind") != "year" and not field.get(CHOICES)
    width = NARROWEST
    if is_free_text:
        width = WIDTH_OF_WORDS
    # Four letters more than the title, for the button of the filter, and two more than each value.
    width = max(width, len(title) + 4)
    for value in values:
        width = max(width, len(str(value or "")) + 2)
    return min(WIDEST, width)


def _find_choices(field: Field, tables: Tables, table: Table) -> Choices | None:
    """Return the drop-down list of a column or a setting, (title, values); None for free text.

    ("Sujets : État", ("prévu", "traité")). `table` is the table of the column or the setting.
    """
    kind = field.get("kind")
    # Lists of institutions are the same for all columns, so their title names no column.
    if kind == "member":
        return list_member_choices(tables)
    if kind == "department":
        return "Départements", [place.name_in_lists for place in departments_by_code().values()]
    # The values that the description of the column allows, or those of the rows so far.
    values = field.get("constraints", {}).get("enum", ())
    if kind == "member-kind":
        values = [name for name in kinds_by_name() if name != ANY]
    elif field["type"] == "boolean":
        values = (YES, NO)
    elif field["name"] in FREE_LISTS and not values:
        values = sorted({row[field["name"]] for row in table.rows} - {""})
    if not values:
        return None
    return f"{table.title} : {field['title']}", values
