"""Writing a workbook over another: only over one of which everything is in the data already."""

import re
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

from annual_report.errors import DataError, ParameterError
from annual_report.messages import _
from annual_report.reading.problems import Problem
from annual_report.writing.imports.importing import read_import


def refuse_unimported(folder: str | Path, file: Path) -> None:
    """Raise ParameterError if a workbook holds anything that the data don't, or can't be read."""
    try:
        found = read_import(folder, file)
    except DataError as error:
        line = _("{file} is already there, and is not sure to be in the data", file=file)
        advice = _("choose another name, or add --force, which puts it aside")
        raise ParameterError(
            _("{line}: {why}; {advice}", line=line, why=_why(error), advice=advice)
        ) from None
    waiting = len(found.changes) + len(found.conflicts)
    if waiting:
        raise ParameterError(
            _(
                "{file} holds {count} changes that were not imported: import it first, or add "
                "--force, which puts it aside",
                file=file,
                count=waiting,
            )
        )
    if has_notes(file):
        raise ParameterError(
            _(
                "{file} has notes beside its cells, which are in no table: choose another name, or "
                "add --force, which puts it aside",
                file=file,
            )
        )
    if found.left_out or found.origin is None:
        raise ParameterError(
            _(
                "{file} holds columns or sheets that are in no table: choose another name, or add "
                "--force, which puts it aside",
                file=file,
            )
        )


def has_notes(file: Path) -> bool:
    """Whether somebody wrote notes beside cells of a workbook; it has none when it is made."""
    with ZipFile(file) as archive:
        names = [name.lower() for name in archive.namelist()]
        if any(re.search(r"comments?\d*\.xml$", name) for name in names):
            return True
        return "content.xml" in names and b"<office:annotation" in archive.read("content.xml")


def _why(error: DataError) -> str:
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
