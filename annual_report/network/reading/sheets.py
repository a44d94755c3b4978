"""A file of text → a sheet: rows of cells, and what is wrong with some of them.

A CSV file may be UTF-8, or what a French Excel saves (Windows-1252); its separator is the one under
which one of its first rows holds most of the table's titles. Nothing is sniffed, and what isn't an
ordinary table is refused with the remedy.
"""

import csv
import io
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from annual_report.base.errors import CellError, UnreadableError
from annual_report.base.letters import clean_text, fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.problems import Place
from annual_report.network.reading.schema import Field

MOST_ROWS, MOST_CELLS, MOST_COLUMNS = 250_000, 2_000_000, 200
ROWS_BEFORE_DATA = 20
"""Where a heading is looked for: titles may stand above it."""
SEPARATORS = (";", ",", "\t", "|")

Grid = list[list[str]]
"""The text of a sheet's cells, row by row; rows may be shorter than others."""
Position = tuple[int, int]
"""Of a cell: its row and its column, counted from 0."""


@dataclass(frozen=True)
class Form:
    """How a CSV file is written, so that it can be written again in the same way."""

    encoding: str = "utf-8"
    separator: str = ","
    newline: str = "\n"


PLAIN = Form()


class Line(NamedTuple):
    """Where a row stands in its sheet: its number from 1, and in a grid the head of its column."""

    number: int
    label: str = ""


@dataclass(frozen=True)
class Sheet:
    """The text of a sheet's cells, and what can't be taken or should be looked at.

    `refused` says of some cells what is wrong with them: merged, struck out, a formula without its
    result. `remarks` are rows (from 1; None is the sheet as a whole) and what is said of them.
    `lines` says of each row where it stands.
    """

    rows: Grid
    lines: Sequence[Line]
    refused: Mapping[Position, CellError] = field(default_factory=dict)
    remarks: tuple[tuple[int | None, str], ...] = ()
    form: Form = PLAIN


class Part(NamedTuple):
    """A sheet that has rows of a table, and where it is."""

    sheet: Sheet
    place: Place


def number_lines(rows: Grid) -> list[Line]:
    """Return where rows stand of which each is in its own place."""
    return [Line(number) for number in range(1, len(rows) + 1)]


def name_column(at: int) -> str:
    """Return the letters by which a spreadsheet calls a column, counted from 0."""
    letters = ""
    while at >= 0:
        letters, at = string.ascii_uppercase[at % 26] + letters, at // 26 - 1
    return letters


def split_rows(text: str, encoding: str, fields: Sequence[Field]) -> Sheet:
    """Split the text of a CSV file that has some columns.

    Raise UnreadableError if that can't be done for certain.
    """
    titles = {fold_spelling(field[word]) for field in fields for word in ("name", "title")}
    separator = _find_separator(text, titles)
    rows: Grid = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            if len(row) > MOST_COLUMNS or len(rows) == MOST_ROWS:
                fault = _("has too many rows or columns")
                raise UnreadableError(fault, _("one row for each fact"), len(rows) + 1)
            rows.append(row)
    except csv.Error:
        fault = _("has a quotation mark that is never closed, or not doubled inside a cell")
        raise UnreadableError(fault, '"…"', len(rows) + 1) from None
    newline = "\r\n" if "\r\n" in text else "\n"
    return Sheet(rows, number_lines(rows), form=Form(encoding, separator, newline))


def _find_separator(text: str, titles: set[str]) -> str:
    """Return the separator that splits one of the first rows into most known titles."""
    head = text[:100_000].splitlines()[:ROWS_BEFORE_DATA]

    def count_titles(separator: str) -> int:
        rows = (line.split(separator) for line in head if separator in line)
        folded = ({fold_spelling(clean_text(cell.strip('" *'))) for cell in row} for row in rows)
        return max((len(row & titles) for row in folded), default=0)

    # By the titles, which are known, and not by counting: prose has commas too.
    best = max(SEPARATORS, key=count_titles)
    return best if count_titles(best) else max(SEPARATORS, key="".join(head[:1]).count)
