"""Drawing a workbook as `.xlsx`, with openpyxl."""

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook as Book
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.datavalidation import (
    DataValidation,
)
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from annual_report.reading.values.cells import FORMULA_STARTS
from annual_report.writing.workbooks.filling import (
    GUIDE_SHEET,
    LISTS_SHEET,
    SPARE_ROWS,
    Choices,
    SheetColumn,
    SheetToFill,
    Workbook,
    column_width,
)
from annual_report.writing.workbooks.origin import ORIGIN_SHEET

FACE = "Calibri"
TITLE_INK, TITLE_GROUND = "FFFFFF", "1F3A5F"
AS_TEXT = "@"
LONGEST_PROMPT = 255


def as_xlsx(content: Workbook) -> bytes:
    """Return the bytes of a workbook's file."""
    book = Book()
    _guide(book.active, content)
    ranges = _list_ranges(content.lists)
    for sheet in content.sheets:
        _fill(book.create_sheet(sheet.title), sheet, ranges)
    _lists(book.create_sheet(LISTS_SHEET), content.lists)
    _origin(book.create_sheet(ORIGIN_SHEET), content.origin)
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


def _guide(sheet: Worksheet, content: Workbook) -> None:
    sheet.title = GUIDE_SHEET
    sheet.column_dimensions["A"].width = 100
    for number, line in enumerate(content.guide, start=1):
        cell = sheet.cell(number, 1)
        _write(cell, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(FACE, bold=True, size=14) if number == 1 else Font(FACE, size=11)
    sheet.sheet_view.showGridLines = False
    sheet.protection.enable()


def _fill(sheet: Worksheet, content: SheetToFill, ranges: dict[Choices, str]) -> None:
    last = len(content.rows) + 1 + SPARE_ROWS
    for number, column in enumerate(content.columns, start=1):
        letter = get_column_letter(number)
        dimension = sheet.column_dimensions[letter]
        dimension.width = column_width(content, number - 1)
        dimension.number_format = AS_TEXT if column.is_text else "General"
        title = sheet.cell(1, number)
        _write(title, column.title)
        title.font = Font(FACE, bold=True, color=TITLE_INK)
        title.fill = PatternFill("solid", fgColor=TITLE_GROUND)
        title.alignment = Alignment(wrap_text=True, vertical="center")
        rule = _rule(column, ranges)
        rule.add(f"{letter}2:{letter}{last}")
        sheet.add_data_validation(rule)
    for row_number, row in enumerate(content.rows, start=2):
        for number, (value, column) in enumerate(zip(row, content.columns, strict=True), start=1):
            cell = sheet.cell(row_number, number)
            _write(cell, value)
            cell.alignment = Alignment(horizontal="left")
            if column.is_text:
                cell.number_format = AS_TEXT
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(content.columns))}{len(content.rows) + 1}"


def _write(cell: Any, value: str | float | None) -> None:
    """Set a value as what it is: a text that begins like a formula stays a text."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(FORMULA_STARTS)


def _rule(column: SheetColumn, ranges: dict[Choices, str]) -> DataValidation:
    choices = column.choices
    return DataValidation(
        type="list" if choices else None,
        formula1=ranges[choices] if choices else None,
        allow_blank=True,
        showErrorMessage=False,  # a list suggests: what may be typed is said by the import
        showInputMessage=True,
        promptTitle=column.title[:32] or None,
        prompt=column.help[:LONGEST_PROMPT],
    )


def _list_ranges(lists: tuple[Choices, ...]) -> dict[Choices, str]:
    found = {}
    for number, choices in enumerate(lists, start=1):
        letter = get_column_letter(number)
        found[choices] = f"{LISTS_SHEET}!${letter}$2:${letter}${len(choices.values) + 1}"
    return found


def _origin(sheet: Worksheet, rows: tuple[str, ...]) -> None:
    for number, line in enumerate(rows, start=1):
        _write(sheet.cell(number, 1), line)
    sheet.sheet_state = "hidden"
    sheet.protection.enable()


def _lists(sheet: Worksheet, lists: tuple[Choices, ...]) -> None:
    for number, choices in enumerate(lists, start=1):
        _write(sheet.cell(1, number), choices.title)
        sheet.cell(1, number).font = Font(FACE, bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = 28
        for row, value in enumerate(choices.values, start=2):
            _write(sheet.cell(row, number), value)
    sheet.protection.enable()
