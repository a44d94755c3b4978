"""From an `.xlsx` to its sheets: values with openpyxl, the rest from the sheet's own XML.

openpyxl reads row by row in little memory only if it leaves aside what is merged or hidden: that
is read beside it, from the same part of the archive.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from xml.etree import ElementTree

from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from annual_report.errors import UnreadableError
from annual_report.messages import _
from annual_report.reading.files.sheet import (
    MOST_COLUMNS,
    Position,
    Sheet,
    bounded,
    covered,
    wholly,
)
from annual_report.reading.files.workbooks.shown_values import (
    DAY,
    MONTH,
    YEAR,
    day_text,
    number_text,
)
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
    struck: set[Position] = field(default_factory=set)
    """The cells in which some words are struck out."""
    unsaved: tuple[str, int] | None = None
    """The first cell whose formula has no result, and its row."""


def read_xlsx(content: bytes) -> dict[str, Sheet]:
    """Return the sheets of a workbook by title."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            strings = _struck_strings(archive)
            return {
                sheet.title: _sheet(sheet, _marks(archive, sheet._worksheet_path, strings))
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
    struck: set[Position] = set()
    sheet.reset_dimensions()  # the size that a file states may be wrong: rows are read as they are
    rows = bounded(_rows(sheet, doubts, struck))
    whole = wholly(struck, rows)
    return Sheet(
        rows,
        covered(marks.merged, rows),
        doubts,
        sheet.sheet_state != "visible",
        frozenset(marks.hidden_rows),
        frozenset(marks.hidden_columns),
        whole,
        frozenset(each for each in struck | marks.struck if each[0] not in whole),
    )


def _rows(
    sheet: Any, doubts: dict[Position, CellError], struck: set[Position]
) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(sheet.iter_rows()):
        cells = []
        for position, cell in enumerate(row):
            try:
                cells.append(_text(cell))
            except CellError as doubt:
                doubts[number, position] = doubt
                cells.append(str(cell.value).removesuffix(" 00:00:00"))
            if cells[-1] and cell.font and cell.font.strike:
                struck.add((number, position))
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


def _struck_strings(archive: zipfile.ZipFile) -> set[str]:
    """Return which of the texts that cells share have words that are struck out, by number."""
    found: set[str] = set()
    for part in archive.namelist():
        if part.lower().endswith("/sharedstrings.xml"):
            content = archive.read(part)
            texts = ElementTree.fromstring(content) if b"strike" in content else ()
            found |= {str(number) for number, text in enumerate(texts) if _strikes(text)}
    return found


def _strikes(element: ElementTree.Element) -> bool:
    """Tell a text of which some words, or all, are struck out."""
    marks = (each for each in element.iter() if each.tag.rpartition("}")[2] == "strike")
    return any(each.get("val", "1") in ("1", "true") for each in marks)


def _has_struck(cell: ElementTree.Element, strings: Set[str]) -> bool:
    """Tell a cell whose own text has words that are struck out, or the one that it shares."""
    kind = cell.get("t")
    if kind == "s" and strings:
        return any(each.text in strings for each in cell)
    return kind == "inlineStr" and _strikes(cell)


def _marks(archive: zipfile.ZipFile, part: str, strings: Set[str]) -> _Marks:
    """Read what is merged, hidden, struck out or without a result in the XML of a sheet."""
    found = _Marks()
    with archive.open(part.lstrip("/")) as stream:
        for _event, element in ElementTree.iterparse(stream):
            match element.tag.rpartition("}")[2]:
                case "c":
                    if found.unsaved is None and _is_unsaved(element):
                        found.unsaved = _unsaved(element)
                    if "r" in element.attrib and _has_struck(element, strings):
                        row, column = coordinate_to_tuple(element.attrib["r"])
                        found.struck.add((row - 1, column - 1))
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
