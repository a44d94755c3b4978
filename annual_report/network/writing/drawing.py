"""What a workbook to fill in is made of, and how it is drawn as `.xlsx`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, NamedTuple

from openpyxl import Workbook as Book
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from annual_report.base.french import typeset
from annual_report.network.reading.book import GUIDE_SHEET, LISTS_SHEET
from annual_report.network.reading.values.cells import FORMULA_STARTS

Cell = str | float | None
SPARE_ROWS = 500
"""Rows below the last one that have the lists too."""
BOLD = Font("Calibri", bold=True)
"""Excel's own face; LibreOffice has one of the same widths in its place."""
HEAD, GROUND = Font("Calibri", bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F3A5F")
AS_TEXT = "@"
LONGEST_PROMPT = 255
NARROWEST, OF_WORDS, WIDEST, OF_THE_GUIDE = 14, 24, 60, 70
"""Widths of columns, in signs."""


class Choices(NamedTuple):
    """A drop-down list: it suggests values, and lets others be typed."""

    title: str
    values: tuple[str, ...]


class Help(NamedTuple):
    """What a spreadsheet shows beside a cell: its title, a sentence, a list."""

    title: str
    sentence: str = ""
    choices: Choices | None = None


@dataclass(frozen=True)
class SheetColumn:
    """A column of a sheet: its title with its help; a spreadsheet sees numbers in it, or text.

    Where each row says something else, it has a help of its own.
    """

    help: Help
    is_text: bool = True
    by_row: tuple[Help, ...] = ()


@dataclass(frozen=True)
class SheetToFill:
    """A sheet to fill in; a cell is text, a number, or None."""

    title: str
    help: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()


def draw_workbook(guide: Iterable[str], sheets: Iterable[SheetToFill]) -> bytes:
    """Return a workbook's file: how it is filled in, its sheets, and the lists that they have."""
    book, sheets = Book(), tuple(sheets)
    _draw_guide(book.active, guide)
    helps = (shown for sheet in sheets for column in sheet.columns
             for shown in (column.help, *column.by_row))  # fmt: skip
    choices = {shown.choices.title: shown.choices for shown in helps if shown.choices}
    lists = book.create_sheet(LISTS_SHEET)
    for number, (title, values) in enumerate(choices.values(), start=1):
        lists.column_dimensions[get_column_letter(number)].width = OF_WORDS
        for row, value in enumerate((title, *values), start=1):
            write_cell(lists.cell(row, number), value)
    ranges = find_lists(book)
    for sheet in sheets:
        draw_sheet(book.create_sheet(sheet.title, len(book.sheetnames) - 1), sheet, ranges)
    lists.sheet_state = "hidden"
    return save_book(book)


def save_book(book: Book) -> bytes:
    """Return a workbook's file."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def find_lists(book: Book) -> dict[str, str]:
    """Return where the lists of a workbook stand, by their titles."""
    ranges = {}
    columns = book[LISTS_SHEET].iter_cols() if LISTS_SHEET in book.sheetnames else ()
    for title, *cells in columns:
        letter, filled = title.column_letter, [cell for cell in cells if cell.value]
        ranges[str(title.value)] = f"{LISTS_SHEET}!${letter}$2:${letter}${len(filled) + 1}"
    return ranges


def draw_sheet(sheet: Worksheet, content: SheetToFill, lists: Mapping[str, str]) -> None:
    """Draw a sheet to fill in: its titles with their help and lists, then its rows."""
    last = len(content.rows) + 1 + SPARE_ROWS
    for number, column in enumerate(content.columns, start=1):
        letter, cells = get_column_letter(number), [row[number - 1] for row in content.rows]
        dimension = sheet.column_dimensions[letter]
        longest = max((len(str(cell or "")) for cell in cells), default=0)
        # Wide enough for what is there, or for what will be typed: words, or a choice of a list.
        least = OF_WORDS if column.is_text and not column.help.choices else NARROWEST
        dimension.width = min(WIDEST, max(least, len(column.help.title) + 4, longest + 2))
        # Rows that are typed below the last are text too: no "2025-1" becomes a date there.
        dimension.number_format = AS_TEXT if column.is_text else "General"
        title = sheet.cell(1, number)
        write_cell(title, column.help.title)
        title.font, title.fill, title.alignment = HEAD, GROUND, Alignment(wrap_text=True)
        # A cell that isn't there has the style of its column.
        for row, value in enumerate(cells, start=2):
            if value is not None:
                write_cell(sheet.cell(row, number), value)
        for row, shown in enumerate(column.by_row or [column.help], start=2):
            rule = _make_rule(shown, lists)
            rule.add(f"{letter}{row}" if column.by_row else f"{letter}2:{letter}{last}")
            sheet.add_data_validation(rule)
    # Titles and the first column stay in sight. No sheet is protected: LibreOffice would delete
    # no row of it.
    sheet.freeze_panes = "B2"
    sheet.print_options.gridLines = True
    sheet.print_title_rows, sheet.page_setup.orientation = "1:1", "landscape"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(content.columns))}{len(content.rows) + 1}"
    _print_on_a4(sheet)


def write_cell(cell: Any, value: Cell) -> None:
    """Set a value as what it is: a text that begins like a formula stays a text."""
    cell.value, cell.alignment = value, Alignment(horizontal="left")
    if isinstance(value, str):
        cell.data_type, cell.number_format = "s", AS_TEXT
        cell.quotePrefix = value.startswith(FORMULA_STARTS)


def _draw_guide(sheet: Worksheet, lines: Iterable[str]) -> None:
    """Draw the sheet that says how the others are filled in: its title, then a line a cell."""
    sheet.title = GUIDE_SHEET
    sheet.column_dimensions["A"].width = OF_THE_GUIDE
    for number, line in enumerate(lines, start=1):
        cell = sheet.cell(number, 1, typeset(line))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].font = BOLD
    _print_on_a4(sheet)


def _make_rule(shown: Help, lists: Mapping[str, str]) -> DataValidation:
    """Return what a cell suggests: nothing is refused here, `check` says what can't be."""
    source = lists.get(shown.choices.title) if shown.choices else None
    return DataValidation(
        type="list" if source else None,
        formula1=source,
        allow_blank=True,
        showErrorMessage=False,
        showInputMessage=True,
        promptTitle=shown.title[:32] or None,
        prompt=shown.sentence[:LONGEST_PROMPT],
    )


def _print_on_a4(sheet: Worksheet) -> None:
    """Have a sheet printed on A4, one page wide."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = sheet.PAPERSIZE_A4, 0
