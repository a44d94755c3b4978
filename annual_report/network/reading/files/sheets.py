"""A file of text → a sheet: rows of cells, and what is wrong with some of them.

A CSV file may be UTF-8, or what a French Excel saves (Windows-1252); its separator is the one under
which one of its first rows holds most of the table's titles. Nothing is sniffed, and what isn't an
ordinary table is refused with the remedy.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from annual_report.base.errors import CellError, UnreadableError
from annual_report.base.letters import clean_text, fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.problems import Place, Problem
from annual_report.network.reading.schema import Field

MOST_ROWS, MOST_CELLS, MOST_COLUMNS = 250_000, 2_000_000, 200
ROWS_BEFORE_DATA = 20
"""Where a heading is looked for: titles may stand above it."""
SEPARATORS = (";", ",", "\t", "|")


@dataclass(frozen=True)
class Form:
    """How a CSV file is written, so that it can be written again in the same way."""

    encoding: str = "utf-8"
    separator: str = ","
    newline: str = "\n"


PLAIN = Form()


@dataclass(slots=True)
class Line:
    """A row as it stands in its sheet: its number there, from 1, and the text of its cells."""

    number: int
    cells: list[str]
    refused: dict[int, CellError] = field(default_factory=dict)
    """What is wrong with some cells, by their places from 0: merged, struck out, a formula."""
    label: str | None = None
    """In a grid, the head of its column."""


@dataclass(frozen=True)
class Sheet:
    """The rows of a file or a sheet, and what is said of it; one that can't be read has no row."""

    place: Place
    lines: Sequence[Line] = ()
    problems: tuple[Problem, ...] = ()
    form: Form = PLAIN


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
    """Return the separator that splits one of the first rows into most known titles."""
    head = text[:100_000].splitlines()[:ROWS_BEFORE_DATA]

    def count_titles(separator: str) -> int:
        rows = (line.split(separator) for line in head if separator in line)
        folded = ({fold_spelling(clean_text(cell.strip('" *'))) for cell in row} for row in rows)
        return max((len(row & titles) for row in folded), default=0)

    # By the titles, which are known, and not by counting: prose has commas too.
    best = max(SEPARATORS, key=count_titles)
    return best if count_titles(best) else max(SEPARATORS, key="".join(head[:1]).count)
