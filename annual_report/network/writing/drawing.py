"""What a workbook to fill in is made of, and how it is drawn as `.xlsx`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

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
FACE = "Calibri"
"""Excel's own; LibreOffice has one of the same widths in its place."""
TITLE_INK, TITLE_GROUND = "FFFFFF", "1F3A5F"
AS_TEXT = "@"
LONGEST_PROMPT = 255
NARROWEST, OF_WORDS, WIDEST, OF_LISTS, OF_THE_GUIDE = 14, 24, 60, 28, 70
"""Widths of columns, in signs."""


@dataclass(frozen=True)
class Choices:
    """A drop-down list: it suggests values, and lets others be typed."""

    title: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Help:
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
    helps = (each for sheet in sheets for column in sheet.columns
             for each in (column.help, *column.by_row))  # fmt: skip
    choices = {each.choices.title: each.choices for each in helps if each.choices}
    lists = book.create_sheet(LISTS_SHEET)
    ranges = _draw_lists(lists, choices.values())
    for sheet in sheets:
        draw_sheet(book.create_sheet(sheet.title, len(book.sheetnames) - 1), sheet, ranges)
    for each in book.worksheets:
        _print_on_a4(each)
    lists.sheet_state = "hidden"
    lists.protection.enable()
    return save_book(book)


def save_book(book: Book) -> bytes:
    """Return a workbook's file."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def find_lists(book: Book) -> dict[str, str]:
    """Return where the lists of a workbook stand, by their titles."""
    if LISTS_SHEET not in book.sheetnames:
        return {}
    columns = book[LISTS_SHEET].iter_cols(values_only=True)
    return {str(title): _name_range(number, len([*filter(None, values)]))
            for number, (title, *values) in enumerate(columns, 1) if title}  # fmt: skip


def draw_sheet(sheet: Worksheet, content: SheetToFill, lists: Mapping[str, str]) -> None:
    """Draw a sheet to fill in: its titles with their help and lists, then its rows."""
    last = len(content.rows) + 1 + SPARE_ROWS
    for number, column in enumerate(content.columns, start=1):
        letter = get_column_letter(number)
        dimension = sheet.column_dimensions[letter]
        longest = max((len(str(row[number - 1] or "")) for row in content.rows), default=0)
        # Wide enough for what is there, or for what will be typed: words, or a choice of a list.
        least = OF_WORDS if column.is_text and not column.help.choices else NARROWEST
        dimension.width = min(WIDEST, max(least, len(column.help.title) + 4, longest + 2))
        # Rows that are typed below the last are text too: no "2025-1" becomes a date there.
        dimension.number_format = AS_TEXT if column.is_text else "General"
        dimension.alignment = Alignment(horizontal="left")
        title = sheet.cell(1, number)
        write_cell(title, column.help.title)
        title.font = Font(FACE, bold=True, color=TITLE_INK)
        title.fill = PatternFill("solid", fgColor=TITLE_GROUND)
        title.alignment = Alignment(wrap_text=True, vertical="center")
        for row, each in enumerate(column.by_row or [column.help], start=2):
            rule = _make_rule(each, lists)
            rule.add(f"{letter}{row}" if column.by_row else f"{letter}2:{letter}{last}")
            sheet.add_data_validation(rule)
    for row_number, cells in enumerate(content.rows, start=2):
        for number, (value, column) in enumerate(zip(cells, content.columns, strict=True), start=1):
            cell = sheet.cell(row_number, number)
            write_cell(cell, value)
            cell.alignment = Alignment(horizontal="left")
            if column.is_text:
                cell.number_format = AS_TEXT
    # Titles and the first column stay in sight. No sheet of rows is protected: LibreOffice
    # would delete no row of it.
    sheet.freeze_panes = "B2"
    sheet.print_options.gridLines = True
    sheet.print_title_rows, sheet.page_setup.orientation = "1:1", "landscape"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(content.columns))}{len(content.rows) + 1}"
    _print_on_a4(sheet)


def write_cell(cell: Any, value: Cell) -> None:
    """Set a value as what it is: a text that begins like a formula stays a text."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type, cell.number_format = "s", AS_TEXT
        cell.quotePrefix = value.startswith(FORMULA_STARTS)


def _draw_guide(sheet: Worksheet, lines: Iterable[str]) -> None:
    """Draw the sheet that says how the others are filled in: its title, then a line a cell."""
    sheet.title = GUIDE_SHEET
    sheet.column_dimensions["A"].width = OF_THE_GUIDE
    for number, line in enumerate(lines, start=1):
        cell = sheet.cell(number, 1)
        write_cell(cell, typeset(line))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(FACE, bold=True, size=14) if number == 1 else Font(FACE, size=11)
    sheet.sheet_view.showGridLines = False
    sheet.protection.enable()


def _draw_lists(sheet: Worksheet, lists: Iterable[Choices]) -> dict[str, str]:
    """Draw the lists beside each other; return where each stands."""
    ranges = {}
    for number, choices in enumerate(lists, start=1):
        write_cell(sheet.cell(1, number), choices.title)
        sheet.cell(1, number).font = Font(FACE, bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = OF_LISTS
        for row, value in enumerate(choices.values, start=2):
            write_cell(sheet.cell(row, number), value)
        ranges[choices.title] = _name_range(number, len(choices.values))
    return ranges


def _name_range(column: int, length: int) -> str:
    letter = get_column_letter(column)
    return f"{LISTS_SHEET}!${letter}$2:${letter}${length + 1}"


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
