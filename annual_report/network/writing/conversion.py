"""Turning a network from files into one workbook, or back: once, what it was goes to `anciens/`."""

import json
from pathlib import Path

from annual_report.base.errors import ParameterError
from annual_report.base.messages import _
from annual_report.network.reading.changes import write_table
from annual_report.network.reading.files.network_folder import (
    BOOK,
    DESCRIPTOR,
    TABLE_FILES,
    find_book,
)
from annual_report.network.writing.whole_folder import read_whole_network, replace_files
from annual_report.network.writing.workbook import write_workbook


def turn_into_workbook(folder: str | Path) -> list[str]:
    """Make a network of files one workbook; return what was done, a sentence each."""
    path, contents = read_whole_network(folder)
    if book := find_book(path):
        raise ParameterError(_("{file}: is this network’s workbook already", file=book.name))
    content = write_workbook(contents.tables, contents.settings.title)
    names = [*TABLE_FILES, DESCRIPTOR]
    there = [file for file in sorted(path.iterdir()) if file.name.lower() in names]
    # An analyst may have a workbook of this name: it is set aside too.
    return replace_files(path, {path / f"{path.resolve().name}{BOOK}": content}, there)


def turn_into_files(folder: str | Path) -> list[str]:
    """Make a network of one workbook files; return what was done, a sentence each."""
    path, contents = read_whole_network(folder)
    if not (book := find_book(path)):
        raise ParameterError(_("{data}: this network is files already", data=folder))
    files = {path / f"{name}.csv": write_table(table) for name, table in contents.tables.items()}
    # The list of them, as a Data Package has it.
    listed = [{"name": file.stem, "path": file.name} for file in files]
    text = json.dumps({"name": contents.name, "resources": listed}, ensure_ascii=False, indent=2)
    return replace_files(path, {**files, path / DESCRIPTOR: f"{text}\n".encode()}, [book])
