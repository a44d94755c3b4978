"""What a workbook to fill in is made of, and how it is drawn as `.xlsx`."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook as Book
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from annual_report.base.french import typeset
from annual_report.network.reading.values.cells import FORMULA_STARTS
from annual_report.network.writing.history import write_whole_file
from annual_report.network.writing.origin import ORIGIN_SHEET

Cell = str | float | None
GUIDE_SHEET, LISTS_SHEET = "Mode d’emploi", "Listes"
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
class SheetColumn:
    """A column of a sheet: its title, its help, its list; a spreadsheet sees numbers, or text."""

    title: str
    help: str = ""
    choices: Choices | None = None
    is_text: bool = True


@dataclass(frozen=True)
class SheetToFill:
    """A sheet to fill in; a cell is text, a number, or None."""

    title: str
    help: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True)
class Workbook:
    """Everything that a workbook shows; `origin` are the rows of its hidden sheet."""

    guide: tuple[str, ...]
    sheets: tuple[SheetToFill, ...]
    origin: tuple[str, ...]


def draw_workbook(content: Workbook, target: Path) -> None:
    """Write a workbook's file, whole or not at all."""
    book = Book()
    _draw_guide(book.active, content)
    choices = (column.choices for sheet in content.sheets for column in sheet.columns)
    lists = {each: number for number, each in enumerate(dict.fromkeys(filter(None, choices)), 1)}
    for sheet in content.sheets:
        _draw_sheet(book.create_sheet(sheet.title), sheet, lists)
    _draw_lists(book.create_sheet(LISTS_SHEET), lists)
    origin = book.create_sheet(ORIGIN_SHEET)
    for number, line in enumerate(content.origin, start=1):
        _write(origin.cell(number, 1), line)
    # Each prints on sheets of A4, one page wide; nobody types in what is hidden.
    for sheet in book.worksheets:
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = sheet.PAPERSIZE_A4, 0
        if sheet.title in (LISTS_SHEET, ORIGIN_SHEET):
            sheet.sheet_state = "hidden"
            sheet.protection.enable()
    file = BytesIO()
    book.save(file)
    write_whole_file(target, file.getvalue())


def _draw_guide(sheet: Worksheet, content: Workbook) -> None:
    """Draw the sheet that says how the others are filled in: its title, then a line a cell."""
    sheet.title = GUIDE_SHEET
    sheet.column_dimensions["A"].width = OF_THE_GUIDE
    for number, line in enumerate(content.guide, start=1):
        cell = sheet.cell(number, 1)
        _write(cell, typeset(line))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(FACE, bold=True, size=14) if number == 1 else Font(FACE, size=11)
    sheet.sheet_view.showGridLines = False
    sheet.protection.enable()


def _draw_sheet(sheet: Worksheet, content: SheetToFill, lists: dict[Choices, int]) -> None:
    """Draw a sheet to fill in: its titles with their help and lists, then its rows."""
    last = len(content.rows) + 1 + SPARE_ROWS
    for number, column in enumerate(content.columns, start=1):
        letter = get_column_letter(number)
        dimension = sheet.column_dimensions[letter]
        longest = max((len(str(row[number - 1] or "")) for row in content.rows), default=0)
        # Wide enough for what is there, or for what will be typed: words, or a choice of a list.
        least = OF_WORDS if column.is_text and not column.choices else NARROWEST
        dimension.width = min(WIDEST, max(least, len(column.title) + 4, longest + 2))
        # Rows that are typed below the last are text too: no "2025-1" becomes a date there.
        dimension.number_format = AS_TEXT if column.is_text else "General"
        dimension.alignment = Alignment(horizontal="left")
        title = sheet.cell(1, number)
        _write(title, column.title)
        title.font = Font(FACE, bold=True, color=TITLE_INK)
        title.fill = PatternFill("solid", fgColor=TITLE_GROUND)
        title.alignment = Alignment(wrap_text=True, vertical="center")
        rule = _rule(column, lists)
        rule.add(f"{letter}2:{letter}{last}")
        sheet.add_data_validation(rule)
    for row_number, row in enumerate(content.rows, start=2):
        for number, (value, column) in enumerate(zip(row, content.columns, strict=True), start=1):
            cell = sheet.cell(row_number, number)
            _write(cell, value)
            cell.alignment = Alignment(horizontal="left")
            if column.is_text:
                cell.number_format = AS_TEXT
    # Titles and the first column stay in sight. No sheet of rows is protected: LibreOffice
    # would delete no row of it.
    sheet.freeze_panes = "B2"
    sheet.print_options.gridLines = True
    sheet.print_title_rows, sheet.page_setup.orientation = "1:1", "landscape"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(content.columns))}{len(content.rows) + 1}"


def _write(cell: Any, value: Cell) -> None:
    """Set a value as what it is: a text that begins like a formula stays a text."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(FORMULA_STARTS)


def _rule(column: SheetColumn, lists: dict[Choices, int]) -> DataValidation:
    """Return what a column suggests: nothing is refused here, the import says what can't be."""
    choices, source = column.choices, None
    if choices:
        letter = get_column_letter(lists[choices])
        source = f"{LISTS_SHEET}!${letter}$2:${letter}${len(choices.values) + 1}"
    return DataValidation(
        type="list" if choices else None,
        formula1=source,
        allow_blank=True,
        showErrorMessage=False,
        showInputMessage=True,
        promptTitle=column.title[:32] or None,
        prompt=column.help[:LONGEST_PROMPT],
    )


def _draw_lists(sheet: Worksheet, lists: dict[Choices, int]) -> None:
    for choices, number in lists.items():
        _write(sheet.cell(1, number), choices.title)
        sheet.cell(1, number).font = Font(FACE, bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = OF_LISTS
        for row, value in enumerate(choices.values, start=2):
            _write(sheet.cell(row, number), value)
