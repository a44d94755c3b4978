"""From the text of a CSV file to its rows of cells, whatever separates them.

The separator is the one under which a row of the file holds most of the table's column titles:
nothing is sniffed. The header may be far down, where a table was sorted together with it.
"""

import csv
import io
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from annual_report.errors import UnreadableError
from annual_report.messages import _
from annual_report.reading.files.decoding import decoded
from annual_report.reading.files.sheet import Grid, bounded
from annual_report.reading.values.plain import clean, folded

SEPARATORS = (";", ",", "\t", "|")
LARGEST = 12_000_000
"""No table of a network needs more bytes: 101 départements over thirty years make three million."""
ROWS_BEFORE_DATA = 20
"""Where a header is looked for first."""


@dataclass(frozen=True)
class Form:
    """How a file is written, so that it can be written again in the same way."""

    encoding: str = "utf-8"
    separator: str = ","
    newline: str = "\n"


def read_delimited(content: bytes, titles: Collection[str]) -> tuple[Grid, Form]:
    """Return the rows of a file; `titles` are the folded titles that its columns may have."""
    text, encoding = decoded(content)
    separator = _separator(text, titles)
    newline = "\r\n" if "\r\n" in text else "\n"
    return bounded((1, row) for row in _rows(text, separator)), Form(encoding, separator, newline)


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise _broken_row(number, str(error)) from None


def _broken_row(number: int, reason: str) -> UnreadableError:
    if "limit" in reason:
        return UnreadableError(_("holds a cell that is too long"), _("short cells"), number)
    return UnreadableError(
        _("has a quotation mark that is never closed, or not doubled inside a quoted cell"),
        '"…"',
        number,
    )


def _separator(text: str, titles: Collection[str]) -> str:
    """Return the separator that splits some row of the file into most known titles."""
    head = text[:100_000].splitlines()[:ROWS_BEFORE_DATA]
    best, most = _best(head, titles)
    if most < 2:
        best, most = max(
            (best, most), _best(_likely(text, titles), titles), key=lambda each: each[1]
        )
    return best if most else max(SEPARATORS, key=(head[0] if head else "").count)


def _best(lines: Iterable[str], titles: Collection[str]) -> tuple[str, int]:
    best, most = ",", 0
    for line in lines:
        for separator in SEPARATORS:
            if separator in line:
                labels = {folded(clean(cell.strip('"'))) for cell in line.split(separator)}
                if len(labels & set(titles)) > most:
                    best, most = separator, len(labels & set(titles))
    return best, most


def _likely(text: str, titles: Collection[str]) -> list[str]:
    """Return the lines that name two columns at least: the whole file is folded once for it."""
    plain = (
        unicodedata.normalize("NFD", text.casefold()).replace("\u0301", "").replace("\u0302", "")
    )
    words = [title for title in titles if len(title) > 3]
    found = (line for line in plain.splitlines() if sum(word in line for word in words) > 1)
    return [line for line, _number in zip(found, range(1000), strict=False)]
