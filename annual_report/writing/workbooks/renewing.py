"""Writing a workbook over another: only over one of which everything is in the data already."""

import re
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

from annual_report.errors import DataError, ParameterError
from annual_report.messages import _
from annual_report.reading.problems import Problem
from annual_report.writing.importing import propose_import
from annual_report.writing.proposal import open_held
from annual_report.writing.workbooks.taking import open_book, take_sheets


def refuse_unimported(folder: str | Path, file: Path) -> None:
    """Raise ParameterError if a workbook holds anything that the data don't, or can't be read."""
    try:
        network, book = open_held(folder), open_book(file)
        found = propose_import(network, book, {})
        left_out = take_sheets(book, network).left_out or book.origin is None
    except DataError as error:
        why = _("is not sure to be in the data: {why}", why=_first(error))
    else:
        waiting = len(found.changes) + len(found.conflicts)
        if waiting:
            why = _("holds {count} changes that were not imported: import it first", count=waiting)
        elif has_notes(file):
            why = _("has notes beside its cells, which are in no table")
        elif left_out:
            why = _("holds columns or sheets that are in no table")
        else:
            return
    raise ParameterError(
        _(
            "{file} is already there, and {why}; choose another name, or add --force, which puts "
            "it aside",
            file=file,
            why=why,
        )
    )


def has_notes(file: Path) -> bool:
    """Whether somebody wrote notes beside cells of a workbook; it has none when it is made."""
    with ZipFile(file) as archive:
        names = [name.lower() for name in archive.namelist()]
    return any(re.search(r"comments?\d*\.xml$", name) for name in names)


def _first(error: DataError) -> str:
    """Say the first thing that is wrong; the file was named already."""
    first = error.problems[0]
    return first.without_file if isinstance(first, Problem) else str(first)


def put_aside(file: Path) -> Path:
    """Rename a file so that its name says when it was put aside; return its new name."""
    stamp = datetime.fromtimestamp(file.stat().st_mtime)
    number = 0
    while True:
        more = f"-{number}" if number else ""
        aside = file.with_name(f"{file.stem}-{stamp:%Y-%m-%d-%Hh%M}{more}{file.suffix}")
        if not aside.exists():
            return file.rename(aside)
        number += 1
