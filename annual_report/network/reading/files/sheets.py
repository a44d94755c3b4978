"""A file of text → a sheet: rows of cells, and the faults of some cells.

A CSV file is in UTF-8, or in Windows-1252 as a French Excel saves. The separator is found by the
known titles of the table: the separator that splits a row near the top into most titles is right.
Any other form of table is an error, with the remedy.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from annual_report.base.errors import CellError, UnreadableError
from annual_report.base.letters import clean_text, fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.problems import Cell, Place, Problem
from annual_report.network.reading.schema import Field

MOST_ROWS = 250_000
MOST_CELLS = 2_000_000
MOST_COLUMNS = 200
ROWS_BEFORE_DATA = 20
"""The number of rows in which a heading is looked for: titles may stand above the heading."""
SEPARATORS = (";", ",", "\t", "|")


@dataclass(frozen=True)
class Form:
    """The form of a CSV file: rows that the program adds are written in the same form."""

    encoding: str = "utf-8"
    separator: str = ","
    newline: str = "\n"


PLAIN = Form()
"""The form of a file that the program writes anew."""


@dataclass(slots=True)
class Line:
    """A row of a sheet: its number there, from 1, and the texts of its cells."""

    number: int
    cells: list[str]
    cell_errors: dict[int, CellError] = field(default_factory=dict)
    """Position of a cell, from 0 → the reason why it can't be read: merged, struck out, a formula.

    The cells of a merged area have the same reason."""
    places: list[Cell] = field(default_factory=list)
    """The places of the cells in the sheet, for a row that is made of cells of other rows."""


@dataclass(frozen=True)
class Mark:
    """A comment, a link or a colour of a cell, which no table can hold."""

    kind: Literal["comment", "link", "colour"]
    cell: Cell


@dataclass(frozen=True)
class Sheet:
    """The rows and the problems of a file or a sheet; an unreadable sheet has no row."""

    place: Place
    lines: Sequence[Line] = ()
    problems: tuple[Problem, ...] = ()
    form: Form = PLAIN
    marks: tuple[Mark, ...] = ()
    """The comments, links and colours of cells."""

    def locate(self, line: Line, at: int) -> Place:
        """Return the place of a cell in a workbook; in a file, the place of the row."""
        if self.place.sheet is None:
            return replace(self.place, rows=(line.number,))
        cell = (line.number, at + 1)
        if line.places:
            cell = line.places[at]
        return replace(self.place, cells=(cell,))


def split_rows(text: str, encoding: str, fields: Sequence[Field], place: Place) -> Sheet:
    """Return the rows of the `text` of a CSV file, as a sheet at the `place` of the file.

    The known titles of the `fields`, the table's columns, tell the separator. `encoding` is kept
    with the separator and the line ends, for rows that the program adds to the file. Raise
    UnreadableError for too many rows or columns, and for an unclosed quotation mark.
    """
    titles = set()
    for column in fields:
        titles |= {fold_spelling(column["name"]), fold_spelling(column["title"])}
    separator = _find_separator(text, titles)
    lines: list[Line] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            if len(cells) > MOST_COLUMNS or len(lines) == MOST_ROWS:
                fault = _("has too many rows or columns")
                raise UnreadableError(fault, _("one row for each fact"), len(lines) + 1)
            lines.append(Line(len(lines) + 1, cells))
    except csv.Error:
        fault = _("has a quotation mark that is never closed, or not doubled inside a cell")
        raise UnreadableError(fault, '"…"', len(lines) + 1) from None
    newline = "\n"
    if "\r\n" in text:
        newline = "\r\n"
    return Sheet(place, lines, form=Form(encoding, separator, newline))


def _find_separator(text: str, titles: set[str]) -> str:
    """Return the separator that splits a row near the top into most known titles."""
    # The beginning of the text is enough: the lines of a large file needn't all be split.
    head = text[:100_000].splitlines()[:ROWS_BEFORE_DATA]
    # Counting the signs themselves would mislead: prose in a cell has commas too.
    counts = {separator: _count_titles(head, separator, titles) for separator in SEPARATORS}
    best = max(SEPARATORS, key=counts.__getitem__)
    if counts[best]:
        return best
    # Without any known title the first row alone can tell.
    first = "".join(head[:1])
    return max(SEPARATORS, key=first.count)


def _count_titles(head: Sequence[str], separator: str, titles: set[str]) -> int:
    """Return the largest number of known titles that a single line has, split at a separator.

    (["Membres", "annee;membre"], ";", {"annee", "membre"}) → 2
    """
    most = 0
    for line in head:
        if separator in line:
            cells = {fold_spelling(clean_text(cell.strip('" *'))) for cell in line.split(separator)}
            most = max(most, len(cells & titles))
    return most
