"""From the text of a CSV file to its rows of cells, whatever separates them.

frictionless's own parser reads them, told everything that it would otherwise try to guess: the
separator is the one under which a row of the file holds most of the table's column titles.
"""

import csv
from collections.abc import Collection, Iterable, Iterator

from frictionless import Dialect, FrictionlessException, Resource
from frictionless.formats import CsvControl
from frictionless.formats.csv.parser import CsvParser

from annual_report.messages import _
from annual_report.reading.files.decoding import UnreadableError, decoded
from annual_report.reading.values.cells import clean, folded
from annual_report.writing.saving import Form

SEPARATORS = (";", ",", "\t", "|")
LARGEST = 12_000_000
"""No table of a network needs more bytes: 101 départements over thirty years make three million."""

MOST_CELLS = 1_000_000
MOST_COLUMNS = 200
ROWS_BEFORE_DATA = 20


Grid = list[list[str]]
"""The text of a sheet's cells, row by row; rows may be shorter than others."""


def read_delimited(content: bytes, titles: Collection[str]) -> tuple[Grid, Form]:
    """Return the rows of a file; `titles` are the folded titles that its columns may have."""
    if len(content) > LARGEST:
        raise UnreadableError(
            _("is too large for a table"), _("at most {count} MB", count=LARGEST // 1_000_000)
        )
    text, encoding = decoded(content)
    separator = _separator(text, titles)
    newline = "\r\n" if "\r\n" in text else "\n"
    return bounded((1, row) for row in _rows(text, separator)), Form(encoding, separator, newline)


def bounded(rows: Iterable[tuple[int, list[str]]]) -> Grid:
    """Collect rows, each repeated as often as it says, without the empty cells and rows at the end.

    Far more than any network needs is refused before it takes the memory.
    """
    grid: Grid = []
    blank, cells = 0, 0
    for repeated, row in rows:
        while row and not row[-1]:
            row.pop()
        if not row:
            blank += repeated
            continue
        cells += blank + repeated * (1 + len(row))
        if cells > MOST_CELLS or len(row) > MOST_COLUMNS:
            raise UnreadableError(
                _("has too many rows or columns"), _("one row for each fact"), len(grid) + blank + 1
            )
        grid += [[] for _row in range(blank)] + [list(row) for _row in range(repeated)]
        blank = 0
    return grid


class _KnownDialectParser(CsvParser):  # type: ignore[misc]
    """frictionless's CSV parser, without the sniffing that may settle on other quotes."""

    def read_cell_stream_create(self) -> Iterator[list[str]]:
        dialect = CsvControl.from_dialect(self.resource.dialect).to_python()
        rows = csv.reader(self.loader.text_stream, dialect, strict=True)
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


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    control = CsvControl(
        delimiter=separator, quote_char='"', double_quote=True, skip_initial_space=False
    )
    resource = Resource(
        data=text.encode(),
        format="csv",
        encoding="utf-8",
        dialect=Dialect(header=False, controls=[control]),
    )
    try:
        with _KnownDialectParser(resource) as parser:
            yield from parser.cell_stream
    except FrictionlessException as error:
        if isinstance(error.__cause__, UnreadableError):
            raise error.__cause__ from None
        raise UnreadableError(_("can’t be read"), '"…"') from error


def _separator(text: str, titles: Collection[str]) -> str:
    """Return the separator that splits some row of the file's head into most known titles."""
    head = text[:100_000].splitlines()[:ROWS_BEFORE_DATA]
    best, most = ",", 0
    for line in head:
        for separator in SEPARATORS:
            if separator in line:
                labels = {folded(clean(cell.strip('"'))) for cell in line.split(separator)}
                if len(labels & set(titles)) > most:
                    best, most = separator, len(labels & set(titles))
    return best if most else max(SEPARATORS, key=(head[0] if head else "").count)
