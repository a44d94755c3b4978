"""From an `.ods` to its sheets, straight from its XML.

A cell's style says how its value is shown: a date of which only the month is shown was typed as a
month, and "19 juin" is a day whose year isn't shown. What is hidden, merged or struck out is told
by styles and attributes too.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

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

PREFIX = "urn:oasis:names:tc:opendocument:xmlns:"
NUMBER = f"{{{PREFIX}datastyle:1.0}}"
OFFICE, STYLE, TABLE, TEXT = (
    f"{{{PREFIX}{name}:1.0}}" for name in ("office", "style", "table", "text")
)
HIDDEN = ("collapse", "filter")
PARTS = {f"{NUMBER}day": DAY, f"{NUMBER}month": MONTH, f"{NUMBER}year": YEAR}
PLAIN_NUMBER = re.compile(r"-?\d{1,18}(?:\.\d{1,18})?", re.ASCII)


@dataclass
class _Styles:
    """What styles say, by their names."""

    of_value: dict[str, str] = field(default_factory=dict)
    parent: dict[str, str] = field(default_factory=dict)
    dates: dict[str, set[str]] = field(default_factory=dict)
    struck: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)

    def read(self, content: bytes) -> Element:
        """Take the styles of a part of the archive, and return its root."""
        root = ElementTree.fromstring(content)
        for style in root.iter(f"{STYLE}style"):
            name = style.get(f"{STYLE}name", "")
            self.of_value[name] = style.get(f"{STYLE}data-style-name", "")
            self.parent[name] = style.get(f"{STYLE}parent-style-name", "")
            for properties in style:
                if properties.get(f"{STYLE}text-line-through-style", "none") != "none":
                    self.struck.add(name)
                if properties.get(f"{TABLE}display") == "false":
                    self.hidden.add(name)
        for shown in root.iter(f"{NUMBER}date-style"):
            parts = {PARTS[each.tag] for each in shown if each.tag in PARTS}
            self.dates[shown.get(f"{STYLE}name", "")] = parts
        return root

    def parts(self, name: str) -> set[str]:
        """Return the parts of a date that a cell's style shows, none if it shows no date."""
        for _depth in range(10):
            if not name or self.of_value.get(name):
                break
            name = self.parent.get(name, "")
        return self.dates.get(self.of_value.get(name, ""), set())


def read_ods(content: bytes) -> dict[str, Sheet]:
    """Return the sheets of a workbook by title."""
    styles = _Styles()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "styles.xml" in archive.namelist():
            styles.read(archive.read("styles.xml"))
        root = styles.read(archive.read("content.xml"))
    tables = root.findall(f"{OFFICE}body/{OFFICE}spreadsheet/{TABLE}table")
    return {table.get(f"{TABLE}name", ""): _Reader(table, styles).sheet() for table in tables}


class _Reader:
    """Reads one table of the document; positions count what is repeated."""

    def __init__(self, table: Element, styles: _Styles) -> None:
        self._table = table
        self._styles = styles
        self._doubts: dict[Position, CellError] = {}
        self._merged: list[tuple[Position, Position]] = []
        self._struck: set[Position] = set()
        self._partly: set[Position] = set()
        self._hidden: set[int] = set()
        self._columns: list[str] = []
        self._hidden_columns: set[int] = set()

    def sheet(self) -> Sheet:
        for column in self._table.iter(f"{TABLE}table-column"):
            for _each in range(min(_repeated(column, "columns"), MOST_COLUMNS)):
                if column.get(f"{TABLE}visibility") in HIDDEN:
                    self._hidden_columns.add(len(self._columns))
                self._columns.append(column.get(f"{TABLE}default-cell-style-name", ""))
        rows = bounded(self._rows())
        whole = wholly(self._struck, rows)
        return Sheet(
            rows,
            covered(self._merged, rows),
            self._doubts,
            self._table.get(f"{TABLE}style-name", "") in self._styles.hidden,
            frozenset(self._hidden),
            frozenset(self._hidden_columns),
            whole,
            frozenset(each for each in self._struck | self._partly if each[0] not in whole),
        )

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        number = 0
        for row in self._table.iter(f"{TABLE}table-row"):
            repeated = _repeated(row, "rows")
            if row.get(f"{TABLE}visibility") in HIDDEN:
                self._hidden |= set(range(number, number + min(repeated, 10_000)))
            yield repeated, self._cells(row, number)
            number += repeated

    def _cells(self, row: Element, number: int) -> list[str]:
        cells: list[str] = []
        for cell in row:
            if cell.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                continue
            position = (number, len(cells))
            style = self._style(cell, row, len(cells))
            try:
                text = _text(cell, self._styles.parts(style))
            except CellError as doubt:
                self._doubts[position] = doubt
                text = _shown(cell)
            if text and style in self._styles.struck:
                self._struck.add(position)
            elif text and self._has_struck(cell):
                self._partly.add(position)
            spans = _repeated(cell, "rows", "spanned"), _repeated(cell, "columns", "spanned")
            if max(spans) > 1:
                last = number + spans[0] - 1, len(cells) + spans[1] - 1
                self._merged.append((position, last))
            repeated = _repeated(cell, "columns")
            if text or len(cells) + repeated <= MOST_COLUMNS:
                cells += [text] * min(repeated, MOST_COLUMNS + 1)
        return cells

    def _has_struck(self, cell: Element) -> bool:
        """Tell a cell of which some words, or all, are struck out; a comment's don't count."""
        spans = (span for each in cell.findall(f"{TEXT}p") for span in each.iter(f"{TEXT}span"))
        return any(span.get(f"{TEXT}style-name", "") in self._styles.struck for span in spans)

    def _style(self, cell: Element, row: Element, position: int) -> str:
        return (
            cell.get(f"{TABLE}style-name")
            or row.get(f"{TABLE}default-cell-style-name")
            or (self._columns[position] if position < len(self._columns) else "")
        )


def _repeated(element: Element, what: str, how: str = "repeated") -> int:
    return int(element.get(f"{TABLE}number-{what}-{how}") or 1)


def _text(cell: Element, parts: set[str]) -> str:
    kind = cell.get(f"{OFFICE}value-type")
    value = cell.get(f"{OFFICE}value", "")
    if kind == "date":
        return _date_text(cell.get(f"{OFFICE}date-value", ""), parts)
    if kind == "boolean":
        return "oui" if cell.get(f"{OFFICE}boolean-value") == "true" else "non"
    if kind in ("float", "currency", "percentage") and PLAIN_NUMBER.fullmatch(value):
        return number_text(Decimal(value), "%" if kind == "percentage" else "")
    shown = _shown(cell)
    if not shown and kind is None and cell.get(f"{TABLE}formula"):
        raise UnreadableError(
            _("holds a formula without a result"),
            _("its value, or the workbook saved again by a spreadsheet"),
        )
    return cell.get(f"{OFFICE}string-value") or shown or value


def _date_text(value: str, parts: set[str]) -> str:
    try:
        if "T" in value:
            return day_text(datetime.fromisoformat(value), parts)
        return day_text(date.fromisoformat(value), parts)
    except ValueError:
        return value


def _shown(cell: Element) -> str:
    """Return the words that a cell shows: its paragraphs, not its comments."""
    return " ".join("".join(_words(each)) for each in cell.findall(f"{TEXT}p"))


def _words(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == f"{TEXT}s" or child.tag in (f"{TEXT}tab", f"{TEXT}line-break"):
            yield " "
        elif child.tag != f"{OFFICE}annotation":
            yield from _words(child)
        yield child.tail or ""
