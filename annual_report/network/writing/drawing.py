"""How a workbook to fill in is drawn as `.xlsx`: its guide, its sheets, the lists they suggest."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from annual_report.base.french import typeset
from annual_report.network.reading.book import GUIDE_SHEET, LISTS_SHEET
from annual_report.network.reading.values.cells import FORMULA_STARTS

Cell = str | int | None
SPARE_ROWS = 500
"""Rows below the last one that have the lists too."""
BOLD = Font("Calibri", bold=True)
"""Excel's own face; LibreOffice has one of the same widths in its place."""
HEAD, GROUND = Font("Calibri", bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F3A5F")
AS_TEXT = "@"
LONGEST_TITLE, LONGEST_PROMPT = 32, 255
NARROWEST, OF_WORDS, WIDEST, OF_THE_GUIDE = 14, 24, 60, 70
"""Widths of columns, in signs."""


class Choices(NamedTuple):
    """A drop-down list: it suggests values, and lets others be typed."""

    title: str
    values: tuple[str, ...]


class SheetColumn(NamedTuple):
    """A column: its title, what is said beside its cells and suggested there; text, or numbers."""

    title: str
    help: str = ""
    choices: Choices | None = None
    is_text: bool = True


def draw_guide(sheet: Worksheet, lines: Iterable[str]) -> None:
    """Draw the sheet that says how the others are filled in: its title, then a line a cell."""
    sheet.title, sheet.column_dimensions["A"].width = GUIDE_SHEET, OF_THE_GUIDE
    for row, line in enumerate(lines, start=1):
        sheet.cell(row, 1, typeset(line)).alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].font = BOLD
    _print_on_a4(sheet)


def draw_sheet(
    book: Workbook,
    title: str,
    columns: Sequence[SheetColumn],
    rows: Sequence[Sequence[Cell]],
    position: int | None = None,
) -> Worksheet:
    """Draw a sheet to fill in: its titles with their help and lists, then its rows."""
    sheet = book.create_sheet(title, position)
    for number, column in enumerate(columns, start=1):
        letter, cells = get_column_letter(number), [row[number - 1] for row in rows]
        dimension = sheet.column_dimensions[letter]
        longest = max((len(str(cell or "")) for cell in cells), default=0)
        # Wide enough for what is there, or for what will be typed: words, or a choice of a list.
        least = OF_WORDS if column.is_text and not column.choices else NARROWEST
        dimension.width = min(WIDEST, max(least, len(column.title) + 4, longest + 2))
        # Rows that are typed below the last are text too: no "2025-1" becomes a date there.
        dimension.number_format = AS_TEXT if column.is_text else "General"
        head = sheet.cell(1, number)
        write_cell(head, column.title)
        head.font, head.fill, head.alignment = HEAD, GROUND, Alignment(wrap_text=True)
        # A cell that isn't there has the style of its column.
        for row, value in enumerate(cells, start=2):
            if value is not None:
                write_cell(sheet.cell(row, number), value)
        if column.help:
            add_help(sheet, f"{letter}2:{letter}{len(rows) + 1 + SPARE_ROWS}", column)
    # Titles and the first column stay in sight. No sheet is protected: LibreOffice would delete
    # no row of it.
    sheet.freeze_panes = "B2"
    sheet.print_options.gridLines = True
    sheet.print_title_rows, sheet.page_setup.orientation = "1:1", "landscape"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    _print_on_a4(sheet)
    return sheet


def add_help(sheet: Worksheet, cells: str, column: SheetColumn) -> None:
    """Say and suggest something beside cells: nothing is refused there, `check` does that."""
    source = _write_list(sheet.parent, column.choices) if column.choices else None
    rule = DataValidation(
        sqref=cells,
        type="list" if source else None,
        formula1=source,
        allow_blank=True,
        showErrorMessage=False,
        showInputMessage=True,
        promptTitle=column.title[:LONGEST_TITLE] or None,
        prompt=column.help[:LONGEST_PROMPT],
    )
    sheet.add_data_validation(rule)


def _write_list(book: Any, choices: Choices) -> str:
    """Return where a list stands in the hidden sheet of lists, written there if it is new."""
    if LISTS_SHEET not in book.sheetnames:
        book.create_sheet(LISTS_SHEET).sheet_state = "hidden"
    sheet = book[LISTS_SHEET]
    titles = [head.value for (head,) in sheet.iter_cols(max_row=1) if head.value]
    if choices.title not in titles:
        titles.append(choices.title)
        for row, value in enumerate((choices.title, *choices.values), start=1):
            write_cell(sheet.cell(row, len(titles)), value)
    letter = get_column_letter(titles.index(choices.title) + 1)
    sheet.column_dimensions[letter].width = OF_WORDS
    last = sum(cell.value is not None for cell in sheet[letter])
    return f"{LISTS_SHEET}!${letter}$2:${letter}${last}"


def write_cell(cell: Any, value: Cell) -> None:
    """Set a value as what it is: a text that begins like a formula stays a text."""
    cell.value, cell.alignment = value, Alignment(horizontal="left")
    if isinstance(value, str):
        cell.data_type, cell.number_format = "s", AS_TEXT
        cell.quotePrefix = value.startswith(FORMULA_STARTS)


def save_book(book: Workbook) -> bytes:
    """Return a workbook's file."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _print_on_a4(sheet: Worksheet) -> None:
    """Have a sheet printed on A4, one page wide."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = sheet.PAPERSIZE_A4, 0
