"""A file of text → a sheet: rows of cells, and the faults of some cells.

A CSV file may be UTF-8, or what a French Excel saves (Windows-1252); its separator is the one under
which one of its first rows holds most of the table's titles. Nothing is sniffed, and what isn't an
ordinary table is refused with the remedy.
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

MOST_ROWS, MOST_CELLS, MOST_COLUMNS = 250_000, 2_000_000, 200
ROWS_BEFORE_DATA = 20
"""Where a heading is looked for: titles may stand above it."""
SEPARATORS = (";", ",", "\t", "|")


@dataclass(frozen=True)
class Form:
    """The form of a CSV file, in which rows are added to it."""

    encoding: str = "utf-8"
    separator: str = ","
    newline: str = "\n"


PLAIN = Form()


@dataclass(slots=True)
class Line:
    """A row of a sheet: the number there, from 1, and the text of the cells."""

    number: int
    cells: list[str]
    refused: dict[int, CellError] = field(default_factory=dict)
    """The faults of some cells, by their positions from 0: merged, struck out, a formula."""
    places: list[Cell] = field(default_factory=list)
    """The places of the cells in their sheet, if the cells stand in other rows."""


@dataclass(frozen=True)
class Mark:
    """A comment, a link or a colour of a cell: no table can hold them."""

    kind: Literal["comment", "link", "colour"]
    cell: Cell


@dataclass(frozen=True)
class Sheet:
    """The rows of a file or a sheet, and its problems; an unreadable sheet has no row."""

    place: Place
    lines: Sequence[Line] = ()
    problems: tuple[Problem, ...] = ()
    form: Form = PLAIN
    marks: tuple[Mark, ...] = ()
    """The comments, links and colours of cells."""

    def locate(self, line: Line, at: int) -> Place:
        """Return the place of a cell of a row; in a file, that of the row."""
        if self.place.sheet is None:
            return replace(self.place, rows=(line.number,))
        cell = line.places[at] if line.places else (line.number, at + 1)
        return replace(self.place, cells=(cell,))


def split_rows(text: str, encoding: str, fields: Sequence[Field], place: Place) -> Sheet:
    """Split the text of a CSV file that has some columns.

    Raise UnreadableError if that can't be done for certain.
    """
    titles = {fold_spelling(field[word]) for field in fields for word in ("name", "title")}
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
    newline = "\r\n" if "\r\n" in text else "\n"
    return Sheet(place, lines, form=Form(encoding, separator, newline))


def _find_separator(text: str, titles: set[str]) -> str:
    """Return the separator that splits a row near the top into most known titles."""
    head = text[:100_000].splitlines()[:ROWS_BEFORE_DATA]

    def count_titles(separator: str) -> int:
        rows = (line.split(separator) for line in head if separator in line)
        folded = ({fold_spelling(clean_text(cell.strip('" *'))) for cell in row} for row in rows)
        return max((len(row & titles) for row in folded), default=0)

    # By the titles, which are known, and not by counting: prose has commas too.
    best = max(SEPARATORS, key=count_titles)
    return best if count_titles(best) else max(SEPARATORS, key="".join(head[:1]).count)
