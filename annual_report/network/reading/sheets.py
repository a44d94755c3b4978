"""A file of text → a sheet: rows of cells, and what is wrong with some of them.

A CSV file may be UTF-8, or what a French Excel saves (Windows-1252); its
separator is the one under which one of its first rows holds most of the table's titles. Nothing is
sniffed, and what isn't an ordinary table is refused with the remedy.
"""

import csv
import io
import string
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from annual_report.base.errors import CellError, UnreadableError
from annual_report.base.letters import clean_text, fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.files.opening import decode_text, read_file

LARGEST = 12_000_000
"""Bytes of a table: 100,000 rows of attendance have three million."""
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
    form: Form = Form()


def number_lines(rows: Grid) -> list[Line]:
    """Return where rows stand of which each is in its own place."""
    return [Line(number) for number in range(1, len(rows) + 1)]


def name_column(at: int) -> str:
    """Return the letters by which a spreadsheet calls a column, counted from 0."""
    letters = ""
    while at >= 0:
        letters, at = string.ascii_uppercase[at % 26] + letters, at // 26 - 1
    return letters


def read_csv(path: Path, titles: Collection[str]) -> Sheet:
    """Read a table's file; `titles` are the folded titles that its columns may have.

    Raise UnreadableError if it can't be read for certain.
    """
    content = read_file(path, LARGEST, _("is too large for a table"))
    text, encoding = decode_text(content)
    separator = _separator(text, titles)
    rows: Grid = []
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for row in lines:
            if len(row) > MOST_COLUMNS or len(rows) == MOST_ROWS:
                what = _("has too many rows or columns")
                raise UnreadableError(what, _("one row for each fact"), len(rows) + 1)
            rows.append(row)
    except csv.Error:
        what = _("has a quotation mark that is never closed, or not doubled inside a cell")
        raise UnreadableError(what, '"…"', len(rows) + 1) from None
    return Sheet(
        rows, number_lines(rows), form=Form(encoding, separator, "\r\n" if "\r\n" in text else "\n")
    )


def _separator(text: str, titles: Collection[str]) -> str:
    """Return the separator that splits one of the first rows into most known titles."""
    known = set(titles)
    head = text[:100_000].splitlines()[:ROWS_BEFORE_DATA]

    def named(separator: str) -> int:
        rows = (line.split(separator) for line in head if separator in line)
        return max((len({fold_spelling(clean_text(each.strip('" *'))) for each in row} & known)
                    for row in rows), default=0)  # fmt: skip

    # By the titles, which are known, and not by counting: prose has commas too.
    best = max(SEPARATORS, key=named)
    if named(best):
        return best
    return max(SEPARATORS, key=(head[0] if head else "").count)
