"""Writing tables: canonical rows back to CSV bytes.

A cell that begins like a formula gets an apostrophe before it, as a spreadsheet itself would show
one, so that opening the file computes nothing; reading takes it away again.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from annual_report.reading.files.delimited import Form
from annual_report.reading.values.cells import FORMULA_STARTS


def table_bytes(columns: Sequence[str], rows: Iterable[Mapping[str, str]], form: Form) -> bytes:
    """Return a table as a file's bytes, in the form that its file has."""
    cells = ([safe(row[column]) for column in columns] for row in rows)
    return encoded(written([columns, *cells], form), form)


def written(rows: Iterable[Sequence[str]], form: Form) -> str:
    """Write rows of cells as a file's form has them."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=form.separator, lineterminator=form.newline).writerows(rows)
    return stream.getvalue()


def encoded(text: str, form: Form) -> bytes:
    """Encode in the form's encoding, or in UTF-8 with its mark if a letter isn't in that one."""
    try:
        return text.encode(form.encoding)
    except UnicodeEncodeError:
        return text.encode("utf-8-sig")


def safe(value: str) -> str:
    """Return a cell's text so that no spreadsheet takes it for a formula."""
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value
