"""The parts of all sheets of a workbook that the program writes: cells, lists of choices, paper.

`workbook.py` and `year_drawing.py` write the sheets with these functions, by openpyxl.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from annual_report.network.reading.book import LISTS_SHEET
from annual_report.network.reading.rows import Table
from annual_report.network.reading.schema import NETWORK, REQUIRED, Field
from annual_report.network.reading.settings import read_settings
from annual_report.network.reading.values.cells import FORMULA_STARTS
from annual_report.network.territories.institutions import (
    find_institution,
    institutions_by_code,
    sort_codes,
)

Value = str | int | None
"""The value of a cell, None for an empty cell."""
Rows = Sequence[Mapping[str, str]]
"""Rows of a table, each column's name → canonical text."""
Tables = Mapping[str, Table]
"""Table's name → table, for all tables of a network."""
Choices = tuple[str, Sequence[str]]
"""The title and the values of a drop-down list, which suggests values and forbids no other."""

CHOICES = "choices"
"""The key of a field, the description of a column, under which its drop-down list stands."""
MOST_CHOICES = 2000
"""The longest list of institutions that a person can choose from."""
BOLD = Font("Calibri", bold=True)
"""Excel's usual font; LibreOffice replaces Calibri by a font of the same widths."""
HEAD_FONT = Font("Calibri", bold=True, color="FFFFFF")
HEAD_FILL = PatternFill("solid", fgColor="1F3A5F")
"""The look of the heads of columns: white letters on dark blue."""
AS_TEXT = "@"
"""The format of a cell of text: Excel turns no "2025-1" into a date there."""
LONGEST_TITLE = 32
LONGEST_PROMPT = 255
"""Signs that Excel allows in the title and the text of a help."""
WIDTH_OF_WORDS = 24
"""The width of a column of words, in letters."""


def write_title(field: Field) -> str:
    """Return a column's title for the first row of a sheet: "Ville"; "Membre *" if required."""
    title = str(field["title"])
    if field.get(REQUIRED):
        return f"{title} *"
    return title


def list_cells(fields: Sequence[Field], rows: Rows) -> list[list[Value]]:
    """Return the cells of some rows as values for a spreadsheet, a column for each field.

    {"annee": "2025", "membre": "44"} → [2025, "44 Loire-Atlantique"].
    """
    cells = []
    for row in rows:
        cells.append([_write_value(row.get(field["name"], ""), field) for field in fields])
    return cells


def _write_value(value: str, field: Field) -> Value:
    """Return the value of a cell for people: "2025" → 2025, "44" → "44 Loire-Atlantique".

    An empty text → None, an empty cell. `field` describes the column.
    """
    if field.get("kind") == "year" and value.isdecimal():
        return int(value)
    if field.get("kind") in ("member", "department"):
        return find_institution(value).name_in_lists or None
    return value or None


def write_rows(sheet: Worksheet, first: int, rows: Sequence[Sequence[Value]]) -> None:
    """Write rows into a sheet, from the sheet's row `first` on, counted from 1.

    A None writes nothing: an empty cell keeps the style of its column.
    """
    for number, cells in enumerate(rows, start=first):
        for at, value in enumerate(cells, start=1):
            if value is None:
                continue
            cell = sheet.cell(number, at, value)
            # Else years would stand at the right, and words at the left.
            cell.alignment = Alignment(horizontal="left")
            if isinstance(value, str):
                # openpyxl takes "=…" for a formula, and Excel "+…" once a person edits the cell: as
                # "s", a string, with the quote that Excel hides, both stay a text.
                cell.data_type = "s"
                cell.number_format = AS_TEXT
                cell.quotePrefix = value.startswith(FORMULA_STARTS)


def add_help(sheet: Worksheet, cells: str, field: Field) -> None:
    """Add a help to cells, such as "B2:B500", and a drop-down list if the field has one.

    The help is the field's description, shown beside a chosen cell. Cells of a field without a
    description get neither. The list suggests values, and the spreadsheet accepts any other:
    `check` finds wrong values, with better messages.
    """
    if not field.get("description"):
        return
    # In Excel a help belongs to a rule of validation; a rule without a type allows any value.
    kind = None
    source = None
    if field.get(CHOICES):
        kind = "list"
        source = write_list(sheet.parent, *field[CHOICES])
    rule = DataValidation(
        sqref=cells,
        type=kind,
        formula1=source,
        allow_blank=True,
        showErrorMessage=False,
        showInputMessage=True,
        promptTitle=write_title(field)[:LONGEST_TITLE] or None,
        prompt=field["description"][:LONGEST_PROMPT],
    )
    sheet.add_data_validation(rule)


def write_list(book: Any, title: str, values: Sequence[str]) -> str:
    """Return the address of a drop-down list's values: "Listes!$B$2:$B$40".

    The values stand in a column of a hidden sheet, below the `title` of the list. A list that isn't
    there yet is added to the sheet; cells of the same title share a list.
    """
    if LISTS_SHEET not in book.sheetnames:
        book.create_sheet(LISTS_SHEET).sheet_state = "hidden"
    sheet = book[LISTS_SHEET]
    titles = [head.value for (head,) in sheet.iter_cols(max_row=1) if head.value]
    if title not in titles:
        # Written row by row: the first cells of each row belong to the lists before, and stay.
        of_other_lists = [None] * len(titles)
        write_rows(sheet, 1, [[*of_other_lists, value] for value in (title, *values)])
        titles.append(title)
    letter = get_column_letter(titles.index(title) + 1)
    # The list may be that of an earlier workbook: its own cells say how long it is.
    sheet.column_dimensions[letter].width = WIDTH_OF_WORDS
    last = sum(cell.value is not None for cell in sheet[letter])
    return f"{LISTS_SHEET}!${letter}$2:${letter}${last}"


def list_member_choices(tables: Tables) -> Choices:
    """Return the drop-down list of members, with all institutions of the network's kinds.

    ("Membres", ["01 Ain", "02 Aisne", …]). With more than MOST_CHOICES of them, as in a network of
    communes, only the members so far are listed; so too if no institution of the kinds is known.
    """
    # A setting that is still to fill in, "à compléter", can't be read.
    settings = [row for row in tables[NETWORK].every_row if not row.blanks]
    codes: list[str] = []
    for kind in read_settings(settings).genres:
        codes += institutions_by_code(kind)
    if len(codes) > MOST_CHOICES or not codes:
        codes = [row["membre"] for row in tables["membres"].rows]
    return "Membres", [find_institution(code).name_in_lists for code in sort_codes(codes)]


def print_on_a4(sheet: Worksheet) -> None:
    """Set a sheet to be printed on A4, so small that all columns stand side by side on a page."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    # 0: as many pages, one below the other, as the rows need.
    sheet.page_setup.fitToHeight = 0
