"""From an `.xlsx` to its sheets: values with openpyxl, the rest from the sheet's own XML.

openpyxl reads row by row in little memory only if it leaves aside what is merged or hidden: that
is read beside it, from the same part of the archive.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from xml.etree import ElementTree

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from annual_report.messages import _
from annual_report.reading.files.decoding import UnreadableError
from annual_report.reading.files.sheet import MOST_COLUMNS, Position, Sheet, bounded, covered
from annual_report.reading.files.shown import DAY, MONTH, YEAR, day_text, number_text
from annual_report.reading.values.refusal import CellError

QUOTED_IN_A_FORMAT = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
MOST_MERGED = 20_000
SIGNS = {"dj": DAY, "m": MONTH, "ya": YEAR}
"""How a format writes a part of a date, in English or in French."""


@dataclass
class _Marks:
    """What a sheet's XML says beside its values."""

    merged: list[tuple[Position, Position]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    unsaved: tuple[str, int] | None = None
    """The first cell whose formula has no result, and its row."""


def read_xlsx(content: bytes) -> dict[str, Sheet]:
    """Return the sheets of a workbook by title."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {
                sheet.title: _sheet(sheet, _marks(archive, sheet._worksheet_path))
                for sheet in book.worksheets
            }
    finally:
        book.close()


def _sheet(sheet: Any, marks: _Marks) -> Sheet:
    if marks.unsaved:
        cell, row = marks.unsaved
        raise UnreadableError(
            _(
                "sheet {sheet}: cell {cell} is a formula without a result",
                sheet=sheet.title,
                cell=cell,
            ),
            _("its value, or the workbook saved again by a spreadsheet"),
            row,
        )
    doubts: dict[Position, CellError] = {}
    struck: set[int] = set()
    sheet.reset_dimensions()  # the size that a file states may be wrong: rows are read as they are
    rows = bounded(_rows(sheet, doubts, struck))
    return Sheet(
        rows,
        covered(marks.merged, rows),
        doubts,
        sheet.sheet_state != "visible",
        frozenset(marks.hidden_rows),
        frozenset(marks.hidden_columns),
        frozenset(struck),
    )


def _rows(
    sheet: Any, doubts: dict[Position, CellError], struck: set[int]
) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(sheet.iter_rows()):
        cells = []
        for position, cell in enumerate(row):
            try:
                cells.append(_text(cell))
            except CellError as doubt:
                doubts[number, position] = doubt
                cells.append(str(cell.value).removesuffix(" 00:00:00"))
        filled = [cell for cell, text in zip(row, cells, strict=True) if text]
        if filled and all(cell.font and cell.font.strike for cell in filled):
            struck.add(number)
        yield 1, cells


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return day_text(value, _parts(cell.number_format or ""))
    if isinstance(value, int | float):
        return number_text(value, QUOTED_IN_A_FORMAT.sub("", cell.number_format or ""))
    return str(value)


def _parts(number_format: str) -> set[str]:
    """Say which parts of a date its format shows; "m" beside hours and seconds is a minute."""
    shown = QUOTED_IN_A_FORMAT.sub("", number_format.split(";")[0]).lower()
    shown = re.sub(r"h+\W*m+|m+\W*s+", "", shown)
    return {part for signs, part in SIGNS.items() if set(signs) & set(shown)}


def _marks(archive: zipfile.ZipFile, part: str) -> _Marks:
    """Read what is merged, hidden or without a result in the XML of a sheet."""
    found = _Marks()
    with archive.open(part.lstrip("/")) as stream:
        for _event, element in ElementTree.iterparse(stream):
            match element.tag.rpartition("}")[2]:
                case "c":
                    if found.unsaved is None and _is_unsaved(element):
                        found.unsaved = _unsaved(element)
                case "row":
                    if _is_on(element.attrib, "hidden") and element.get("r", "").isdecimal():
                        found.hidden_rows.add(int(element.attrib["r"]) - 1)
                    element.clear()
                case "col":
                    if _is_on(element.attrib, "hidden"):
                        last = min(int(element.get("max", 1)), MOST_COLUMNS)
                        found.hidden_columns |= set(range(int(element.get("min", 1)) - 1, last))
                case "mergeCell" if len(found.merged) < MOST_MERGED:
                    left, top, right, bottom = range_boundaries(element.get("ref"))
                    found.merged.append(((top - 1, left - 1), (bottom - 1, right - 1)))
    return found


def _is_on(attributes: Mapping[str, str], name: str) -> bool:
    return attributes.get(name) in ("1", "true")


def _is_unsaved(cell: ElementTree.Element) -> bool:
    """Tell a formula without a result; one whose result is an empty text says that it is text."""
    found = {child.tag.rpartition("}")[2]: child for child in cell}
    value = found.get("v")
    return "f" in found and (value is None or not value.text) and cell.get("t") != "str"


def _unsaved(cell: ElementTree.Element) -> tuple[str, int]:
    place = cell.get("r", "")
    digits = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return place, int(digits) if digits.isdecimal() else 1
