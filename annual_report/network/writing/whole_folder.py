"""A network's folder as a whole: read, turned from files into a workbook or back, written into.

    anciens/AAAA-MM-JJ-HHMM/        the files of that minute

No command reads these copies: a lost fact is taken from there by hand.
"""

import json
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from annual_report.base.errors import DataError, ParameterError, say_reason
from annual_report.base.messages import _
from annual_report.base.whole_files import OLD, change_files
from annual_report.network.reading.changes import write_table
from annual_report.network.reading.files.archive import pack_workbook, unpack_workbook
from annual_report.network.reading.files.network_folder import (
    DESCRIPTOR,
    TABLE_FILES,
    XLSX,
    find_book,
    find_lock,
    find_network_folder,
)
from annual_report.network.reading.inspection import Contents, inspect_network
from annual_report.network.reading.problems import Place, Problem, join_alike
from annual_report.network.reading.rows import Table
from annual_report.network.reading.tables import read_tables
from annual_report.network.reading.year_sheets.earlier_form import is_of_earlier_form
from annual_report.network.writing.drawing import Tables
from annual_report.network.writing.workbook import (
    list_sheets,
    renew_workbook,
    tell_losses,
    write_workbook,
)
from annual_report.network.writing.year_drawing import list_added_columns

PRESENCES = "presences"
"""The name of the table of attendance: which member was at which meeting."""
NAME_OF_TRIAL = "classeur"
"""The name, in messages, of a workbook that is written for a trial only."""


def read_whole_network(
    folder: str | Path, *, allow_earlier_form: bool = False
) -> tuple[Path, Contents]:
    """Return a network's folder and contents; raise DataError for a network with an error.

    A command that rewrites files needs all facts: nothing that it couldn't read may be lost. A
    workbook in the form of an earlier version is an error too, unless `allow_earlier_form`.
    """
    inspection = inspect_network(folder, allow_earlier_form=allow_earlier_form)
    if inspection.contents is None:
        raise DataError(inspection.errors)
    return find_network_folder(folder), inspection.contents


def turn_into_workbook(folder: str | Path) -> list[str]:
    """Turn a network's CSV files into a workbook; return the steps done, a sentence each.

    A workbook of an earlier form gets today's form. Raise DataError, and write no file, if a fact
    of the network has no place in a workbook.
    """
    path, contents = read_whole_network(folder, allow_earlier_form=True)
    book = find_book(path)
    if book:
        return _renew_book(path, book, contents)
    content = write_workbook(contents.tables, contents.settings.title)
    _refuse_losses(contents.tables, content)
    # The files of the tables, and the list of these files, are set aside.
    names = [*TABLE_FILES, DESCRIPTOR]
    old_files = [file for file in sorted(path.iterdir()) if file.name.lower() in names]
    # An analyst may have a workbook of this name: it is set aside too.
    new_book = path / f"{path.resolve().name}{XLSX}"
    return replace_files(path, {new_book: content}, old_files)


def _renew_book(folder: Path, book: Path, contents: Contents) -> list[str]:
    """Bring a network's workbook from an earlier version's form into today's; return the steps.

    `contents` are those of the network's `folder`. Raise ParameterError if the workbook has today's
    form already.
    """
    # Packed again, the workbook has no part but those that were inspected.
    parts = unpack_workbook(book.read_bytes())
    packed = pack_workbook(parts)
    if not is_of_earlier_form(list_sheets(packed)):
        raise ParameterError(_("{file}: is this network’s workbook already", file=book.name))
    content = renew_workbook(packed, contents.tables)
    _refuse_losses(contents.tables, content)
    written, *copied = replace_files(folder, {book: content})
    # The last step names the copy, which has the lost parts.
    return [written, *tell_losses(book.name, parts), *copied]


def _refuse_losses(tables: Tables, content: bytes) -> None:
    """Raise DataError if a workbook with this `content` lacks a fact of the `tables`.

    Called before a file of the user is replaced. The workbook is written into a temporary folder
    and read as any network: a fact that no sheet could hold is missing there.
    """
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        (Path(folder) / f"{NAME_OF_TRIAL}{XLSX}").write_bytes(content)
        tables_read = read_tables(Path(folder))
    faults: list[Problem] = []
    for table in tables_read.values():
        faults += [problem for problem in table.problems if problem.severity == "error"]
    for name, table in tables.items():
        homeless = _list_homeless_columns(table)
        faults += homeless.values()
        faults += _list_lost_rows(table, tables_read[name], homeless)
    if faults:
        raise DataError(join_alike(faults))


def _list_lost_rows(table: Table, table_read: Table, homeless: Collection[str]) -> list[Problem]:
    """Return an error for each row of a table that is missing in the table read from a workbook.

    Rows are compared by their filled cells. The `homeless` columns, which no workbook can have, are
    left out: each has an error of its own.
    """
    rows_read = {_list_filled(row) for row in table_read.every_row}
    lost = []
    for row in table.every_row:
        # A row of attendance without a state is an empty cell of the sheet.
        if table.name == PRESENCES and not row["etat"]:
            continue
        filled = _list_filled({name: row[name] for name in row if name not in homeless})
        if filled not in rows_read:
            fault = _("has no place in a year’s sheet: nothing was written")
            words = ", ".join(value for _name, value in filled)
            lost.append(Problem(row.place, fault, words))
    return lost


def _list_homeless_columns(table: Table) -> dict[str, Problem]:
    """Return name → error for the columns of a table that no sheet of a workbook has a place for.

    These are the filled columns that a user added to the table of attendance, such as "motif": in
    a year's sheet a single cell tells the attendance of a member at a meeting, by a state.
    """
    # The sheets of all other tables have the columns that users added.
    if table.name != PRESENCES:
        return {}
    homeless = {}
    for name in list_added_columns(table):
        if not any(row.get(name) for row in table.every_row):
            continue
        fault = _("has no place in a year’s sheet: nothing was written")
        expected = _("no such column; a file of your own, which a notebook reads, may have it")
        place = replace(table.place, column=name)
        homeless[name] = Problem(place, fault, expected=expected)
    return homeless


def _list_filled(row: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the filled cells of a row, sorted, to compare rows by: (("annee", "2025"), …)."""
    filled = []
    for name, value in sorted(row.items()):
        if value:
            filled.append((name, value))
    return tuple(filled)


def turn_into_files(folder: str | Path) -> list[str]:
    """Turn a network's workbook into CSV files; return the steps done, a sentence each."""
    path, contents = read_whole_network(folder)
    book = find_book(path)
    if book is None:
        raise ParameterError(_("{data}: this network is files already", data=folder))
    files: dict[Path, bytes] = {}
    listed = []
    for name, table in contents.tables.items():
        files[path / f"{name}.csv"] = write_table(table)
        listed.append({"name": name, "path": f"{name}.csv"})
    # The list of the files, in the form of a Data Package (datapackage.org).
    package = {"name": contents.name, "resources": listed}
    text = json.dumps(package, ensure_ascii=False, indent=2)
    files[path / DESCRIPTOR] = f"{text}\n".encode()
    # A network has a workbook or files, never both: the workbook is set aside.
    return replace_files(path, files, [book])


def replace_files(
    folder: Path, files: Mapping[Path, bytes], gone: Sequence[Path] = ()
) -> list[str]:
    """Write `files` into a network's folder, and remove the `gone` ones, all as a single change.

    `files` are path → new content. The old files are copied into a new folder, such as
    "anciens/2025-06-19-1430". Return the steps done, a sentence each. Raise DataError, and change
    no file, if another program has opened a file to be replaced.
    """
    old_files = [file for file in [*gone, *files] if file.exists()]
    for file in old_files:
        _refuse_open_file(file)
    copies = _name_copies(folder)
    # Names within the folder: they are stored there, and should the change be interrupted, the next
    # command finishes it by them, from whatever working folder.
    contents = {}
    for file, content in files.items():
        contents[file.relative_to(folder).as_posix()] = content
    names_gone = [file.relative_to(folder).as_posix() for file in gone]
    change_files(folder, contents, names_gone, copies)
    done = [_("{file}: written", file=name) for name in contents]
    if old_files:
        done.append(_("what was there is in {place}, which nothing reads", place=copies))
    return done


def _name_copies(folder: Path) -> str:
    """Return a new name for a folder of old files, by the minute: "anciens/2025-06-19-1430"."""
    minute = f"{OLD}/{datetime.now():%Y-%m-%d-%H%M}"
    name = minute
    number = 1
    # A second change in the same minute: "anciens/2025-06-19-1430-2".
    while os.path.lexists(folder / name):
        number += 1
        name = f"{minute}-{number}"
    return name


def _refuse_open_file(file: Path) -> None:
    """Raise DataError for a file that a spreadsheet has open, or that can't be written.

    The spreadsheet would show the old rows, and its next save would replace the new file.
    """
    fault = ""
    # Opened for writing, and left as it is: on Windows this fails while Excel has the file open.
    try:
        file.open("r+b").close()
    except OSError as error:
        fault = _("can’t be written: {reason}", reason=say_reason(error))
    # Elsewhere only a lock file beside it tells; where both do, the lock says more than the reason.
    lock = find_lock(file)
    if lock:
        fault = _("is open in a spreadsheet, as {lock} says: nothing was written", lock=lock.name)
    if fault:
        expected = _("it closed, then the same again")
        raise DataError([Problem(Place(file.name), fault, expected=expected)])
