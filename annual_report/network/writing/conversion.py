"""Turning a network from files into one workbook, or back: once, what it was goes to `anciens/`."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from annual_report.base.errors import DataError, ParameterError
from annual_report.base.messages import _
from annual_report.base.whole_file import write_whole_file
from annual_report.network.reading.changes import write_table
from annual_report.network.reading.files.network_folder import (
    BOOK,
    DESCRIPTOR,
    TABLE_FILES,
    find_book,
    find_network_folder,
)
from annual_report.network.reading.inspection import Contents, inspect_network
from annual_report.network.writing.old_files import set_aside
from annual_report.network.writing.workbook import write_workbook


def turn_into_workbook(folder: str | Path) -> list[str]:
    """Make a network of files one workbook; return what was done, a sentence each."""
    path, contents = _read_whole(folder)
    if book := find_book(path):
        raise ParameterError(_("{file}: is this network’s workbook already", file=book.name))
    content = write_workbook(contents.tables, contents.settings.title)
    names = [*TABLE_FILES, DESCRIPTOR]
    there = [file for file in sorted(path.iterdir()) if file.name.lower() in names]
    return _replace_files(path, there, {path / f"{path.resolve().name}{BOOK}": content})


def turn_into_files(folder: str | Path) -> list[str]:
    """Make a network of one workbook files; return what was done, a sentence each."""
    path, contents = _read_whole(folder)
    if not (book := find_book(path)):
        raise ParameterError(_("{data}: this network is files already", data=folder))
    tables = {table.name: write_table(table) for table in contents.tables.values()}
    files = {path / f"{name}.csv": content for name, content in tables.items()}
    files[path / DESCRIPTOR] = _write_descriptor(contents.name, tables)
    return _replace_files(path, [book], files)


def _read_whole(folder: str | Path) -> tuple[Path, Contents]:
    """Return a network that has no error; raise DataError for any other."""
    inspection = inspect_network(folder)
    if inspection.contents is None:
        raise DataError(inspection.errors)
    return find_network_folder(folder), inspection.contents


def _replace_files(path: Path, old: list[Path], new: Mapping[Path, bytes]) -> list[str]:
    """Write files in the place of others, which are moved away."""
    # An analyst may have a workbook of this name.
    place = set_aside(path, [file for file in [*old, *new] if file.exists()])
    for file, content in new.items():
        write_whole_file(file, content)
    for file in old:
        file.unlink()
    lines = [_("{file}: written", file=file.name) for file in new]
    return [*lines, _("what was there is in {place}, which nothing reads", place=place)]


def _write_descriptor(name: str, tables: Iterable[str]) -> bytes:
    """Return the list of a network's files, as a Data Package has it."""
    resources = [{"name": table, "path": f"{table}.csv"} for table in tables]
    text = json.dumps({"name": name, "resources": resources}, ensure_ascii=False, indent=2)
    return f"{text}\n".encode()
