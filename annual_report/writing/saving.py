"""Writing tables: canonical rows back to CSV bytes, and files that change together.

A cell that begins like a formula gets an apostrophe before it, as a spreadsheet itself would show
one, so that opening the file computes nothing; reading takes it away again.
"""

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from annual_report.reading.files.delimited import Form

FORMULA_STARTS = ("=", "+", "-", "@")


def table_bytes(columns: Sequence[str], rows: Iterable[Mapping[str, str]], form: Form) -> bytes:
    """Return a table as a file's bytes, in the form that its file has."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=form.separator, lineterminator=form.newline)
    writer.writerow(columns)
    writer.writerows([safe(row[column]) for column in columns] for row in rows)
    return encoded(stream.getvalue(), form)


def encoded(text: str, form: Form) -> bytes:
    """Encode in the form's encoding, or in UTF-8 with its mark if a letter isn't in that one."""
    try:
        return text.encode(form.encoding)
    except UnicodeEncodeError:
        return text.encode("utf-8-sig")


def safe(value: str) -> str:
    """Return a cell's text so that no spreadsheet takes it for a formula."""
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write files whole or not at all: all of them are written beside before any is moved."""
    waiting: dict[Path, Path] = {}
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_name(f".{path.name}.part")
            waiting[path] = beside
            beside.write_bytes(content)
        for path, beside in waiting.items():
            os.replace(beside, path)
    finally:
        for beside in waiting.values():
            beside.unlink(missing_ok=True)
