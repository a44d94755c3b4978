"""Drawing a workbook as `.xlsx`, with openpyxl."""

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook as Book
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from annual_report.reading.values.cells import FORMULA_STARTS
from annual_report.writing.origin import ORIGIN_SHEET
from annual_report.writing.sheets_to_fill import Cell, Choices, SheetColumn, SheetToFill, Workbook

GUIDE_SHEET, LISTS_SHEET = "Mode d’emploi", "Listes"
SPARE_ROWS = 500
"""Rows below the last one that have the lists too."""
FACE = "Calibri"
TITLE_INK, TITLE_GROUND = "FFFFFF", "1F3A5F"
AS_TEXT = "@"
LONGEST_PROMPT = 255
NARROWEST, OF_WORDS, WIDEST, OF_LISTS, OF_THE_GUIDE = 14, 24, 60, 28, 70
"""Widths of columns, in signs."""


def as_xlsx(content: Workbook) -> bytes:
    """Return the bytes of a workbook's file."""
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
    for sheet in book.worksheets:
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = sheet.PAPERSIZE_A4, 0
        if sheet.title in (LISTS_SHEET, ORIGIN_SHEET):
            sheet.sheet_state = "hidden"
            sheet.protection.enable()
    book.active = 0
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        _InMemory(book, archive).save()
    return file.getvalue()


class _InMemory(ExcelWriter):  # type: ignore[misc]  # openpyxl has no types
    """openpyxl's writer without the temporary files that it writes each sheet to first.

    Where the system's folder for them is full, that ends in a traceback of lxml's.
    """

    def write_worksheet(self, ws: Worksheet) -> None:
        """Put a sheet into the archive."""
        sheet = WorksheetWriter(ws, BytesIO())
        sheet.write()
        ws._rels = sheet._rels
        self._archive.writestr(ws.path[1:], sheet.out.getvalue())
        self.manifest.append(ws)


def _draw_guide(sheet: Worksheet, content: Workbook) -> None:
    sheet.title = GUIDE_SHEET
    sheet.column_dimensions["A"].width = OF_THE_GUIDE
    for number, line in enumerate(content.guide, start=1):
        cell = sheet.cell(number, 1)
        _write(cell, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(FACE, bold=True, size=14) if number == 1 else Font(FACE, size=11)
    sheet.sheet_view.showGridLines = False
    sheet.protection.enable()


def _draw_sheet(sheet: Worksheet, content: SheetToFill, lists: dict[Choices, int]) -> None:
    last = len(content.rows) + 1 + SPARE_ROWS
    for number, column in enumerate(content.columns, start=1):
        letter = get_column_letter(number)
        dimension = sheet.column_dimensions[letter]
        longest = max((len(str(row[number - 1] or "")) for row in content.rows), default=0)
        least = OF_WORDS if column.is_text and not column.choices else NARROWEST
        dimension.width = min(WIDEST, max(least, len(column.title) + 4, longest + 2))
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
