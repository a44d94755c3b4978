"""Writing files: canonical rows back to CSV bytes, and any bytes whole or not at all.

A cell that begins like a formula gets an apostrophe before it, as a spreadsheet itself would show
one, so that opening the file computes nothing; reading takes it away again.
"""

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from annual_report.reading.sheets import Form
from annual_report.reading.values.cells import FORMULA_STARTS, Field
from annual_report.territories.kinds import DEFAULT
from annual_report.territories.spelling import code_apart


def table_bytes(
    columns: Sequence[str],
    rows: Iterable[Mapping[str, str]],
    form: Form,
    fields: Sequence[Field] = (),
) -> bytes:
    """Return a table as a file's bytes, in the form that its file has."""
    known = {each["name"]: each for each in fields}
    cells = ([cell_text(row[name], known.get(name, {})) for name in columns] for row in rows)
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


def cell_text(value: str, field: Field) -> str:
    """Return how a value stands in a file, so that it is read again as what it is."""
    if value and field.get("kind") == "member":
        value = code_apart(value, tuple(field.get("genres", (DEFAULT,))))
    return safe(value)


def safe(value: str) -> str:
    """Return a cell's text so that no spreadsheet takes it for a formula."""
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


def write_whole(target: Path, content: bytes) -> None:
    """Write a file that somebody named: whole, or as it was before."""
    beside = target.with_name(f".{target.stem}.part{target.suffix}")
    try:
        beside.write_bytes(content)
        os.replace(beside, target)
    finally:
        beside.unlink(missing_ok=True)
