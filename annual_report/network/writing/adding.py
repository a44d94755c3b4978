"""Adding rows to a network: below those of a file in CSV, or of a sheet in its workbook.

A workbook is somebody's own: it may have drawings, comments, formulas, lists of a newer Excel,
which openpyxl would lose or leave without their values. Where there is any of these nothing is
written, and what would have been added is given back, to be pasted.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from annual_report.base.letters import fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.headings import find_columns
from annual_report.network.reading.schema import read_shared_tables
from annual_report.network.reading.tables import Table
from annual_report.network.writing.drawing import (
    SheetToFill,
    draw_sheet,
    find_lists,
    save_book,
    write_cell,
)
from annual_report.network.writing.workbook import write_value

Row = Mapping[str, str]
Rows = Mapping[str, Sequence[Row]]
PLAIN_PARTS = re.compile(
    r"\[Content_Types\]\.xml|(?:.*/)?_rels/.*|docProps/.*"
    r"|xl/(?:workbook|styles|sharedStrings|calcChain|metadata)\.xml"
    r"|xl/(?:worksheets/sheet\d+\.xml|theme/.*|printerSettings/.*)"
)
"""The parts of a workbook that openpyxl writes again, or that nobody misses."""
DRAWING = re.compile(r"xl/drawings/drawing\d+\.xml")
"""Where the drawings of a sheet stand, each at its anchor."""


def add_to_file(content: bytes, table: Table, rows: Sequence[Row]) -> bytes:
    """Return a table's file with rows below its last one, in the form that it has."""
    form, stream = table.form, io.StringIO()
    writer = csv.writer(stream, delimiter=form.separator, lineterminator=form.newline)
    writer.writerows([row.get(name, "") for name in table.columns] for row in rows)
    end = "" if content.endswith(b"\n") else form.newline
    return content + (end + stream.getvalue()).encode(form.encoding.removesuffix("-sig"))


def list_losses(content: bytes) -> list[str]:
    """Return what a workbook has that writing it again would lose, in words."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
        sheets = [archive.read(name) for name in names if name.startswith("xl/worksheets/sheet")]
        # LibreOffice gives each sheet a drawing, with nothing in it.
        empty = {name for name in filter(DRAWING.fullmatch, names)
                 if b"Anchor" not in archive.read(name)}  # fmt: skip
    losses = []
    if any(not PLAIN_PARTS.fullmatch(name) for name in names if name not in empty):
        losses.append(_("drawings, comments, formatted or pivot tables"))
    if any(re.search(rb"<f[ />]", sheet) for sheet in sheets):
        losses.append(_("formulas, which would be without their results"))
    if any(b"<extLst" in sheet for sheet in sheets):
        losses.append(_("lists or formats of a newer Excel"))
    return losses


def add_to_book(content: bytes, added: Rows, grid: SheetToFill) -> bytes:
    """Return a workbook with rows below the last ones of its sheets, and a year's grid."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), rich_text=True)
    sheets = {fold_spelling(sheet.title): sheet for sheet in book.worksheets}
    for name, rows in added.items():
        resource = read_shared_tables()[name]
        sheet = sheets.get(fold_spelling(resource["title"])) or sheets.get(name)
        if sheet is None:
            sheet = book.create_sheet(resource["title"])
            sheet.append([field["title"] for field in resource["schema"]["fields"]])
        _add_rows(sheet, resource, rows)
    if grid.title not in book.sheetnames:
        years = (at for at, title in enumerate(book.sheetnames)
                 if fold_spelling(title).startswith("presences"))  # fmt: skip
        draw_sheet(book.create_sheet(grid.title, next(years, None)), grid, find_lists(book))
    return save_book(book)


def _add_rows(sheet: Any, resource: Mapping[str, Any], rows: Sequence[Row]) -> None:
    """Write rows under the titles of a sheet, below the last row that says something."""
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    values = [["" if cell is None else str(cell) for cell in row] for row in sheet.values]
    _start, columns = find_columns(values, [*fields.values()])
    last = max((number for number, row in enumerate(values, 1) if any(row)), default=0)
    for number, row in enumerate(rows, last + 1):
        for at, name in enumerate(columns, 1):
            if name and row.get(name):
                write_cell(sheet.cell(number, at), write_value(row[name], fields[name]))


def tell_rows(added: Rows, grid: SheetToFill) -> Iterator[str]:
    """Yield the rows that would have been added, sheet by sheet, with tabs between their cells."""
    for name, rows in added.items():
        resource = read_shared_tables()[name]
        yield _("{sheet}:", sheet=resource["title"])
        for row in rows:
            cells = (write_value(row.get(field["name"], ""), field)
                     for field in resource["schema"]["fields"])  # fmt: skip
            yield "\t".join("" if cell is None else str(cell) for cell in cells).rstrip()
    yield _("{sheet} (a new sheet):", sheet=grid.title)
    yield "\t".join(column.help.title for column in grid.columns).rstrip()
    yield from (str(row[0]) for row in grid.rows)
