"""Taking a workbook back: what its author changed, merged into what the data hold now."""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

from annual_report.errors import DataError, ParameterError
from annual_report.messages import _
from annual_report.reading.problems import Place, Problem
from annual_report.writing.book_sheets import Book, open_book
from annual_report.writing.merging import Decisions, Merged, merge
from annual_report.writing.proposal import NetworkData, Proposal, open_data, propose, refuse
from annual_report.writing.typed_rows import ReadBook, read_book


def read_import(
    folder: str | Path, workbook: str | Path, decisions: Decisions | None = None
) -> Proposal:
    """Merge a workbook into a network, on paper; raise DataError if either has an error.

    `decisions` say whose value counts in a conflict, by its `id`. Raise DataError as well if the
    workbook is another network's.
    """
    network, book = open_data(folder), open_book(Path(workbook))
    return _propose_import(network, book, _read_of(network, book), decisions or {})


def _read_of(network: NetworkData, book: Book) -> ReadBook:
    """Read a workbook that is the network's own, or nobody's."""
    refuse(refuse_others(network, book))
    if book.origin and book.origin.member:
        what = _("is a member’s sheet: put it in a folder, and gather the folder")
        refuse([Problem(Place(book.file), what)])
    return read_book(book, network)


def refuse_others(network: NetworkData, book: Book) -> list[Problem]:
    """Say that a workbook is another network's."""
    if book.origin is None or book.origin.is_of(network.descriptor):
        return []
    what = _("is the workbook of another network, {title}: add --data and its folder",
             title=book.origin.title)  # fmt: skip
    return [Problem(Place(book.file), what, expected=network.title)]


def _propose_import(
    network: NetworkData, book: Book, read: ReadBook, decisions: Decisions
) -> Proposal:
    problems = [*read.problems]
    for title in read.others:
        what = _("is not a table of the network: not read")
        problems.append(Problem(Place(book.file, sheet=title), what, severity="remark"))
    if not _knows(book):
        what = _("does not say what it held when it was made: it can add and complete, "
                 "never remove")  # fmt: skip
        problems.append(Problem(Place(book.file), what, severity="remark"))
    merged = merge_book(network, read, network.unchanged, decisions, knows=_knows(book))
    return propose(network, merged, "import", book.file, problems, read.understandings)


def _knows(book: Book) -> bool:
    """Whether a workbook says what it held when it was made."""
    return book.origin is not None and not book.origin.damaged


def merge_book(
    network: NetworkData,
    read: ReadBook,
    data: Mapping[str, Merged],
    decisions: Decisions,
    *,
    knows: bool = True,
    by: str = "",
) -> dict[str, Merged]:
    """Merge what a workbook says into tables, of which others may have changed some already."""
    merged = dict(data)
    for name, typed in read.typed.items():
        model, held = network.models[name], read.held.get(name, ())
        merged[name] = merge(model, held, typed, data[name], decisions, knows=knows, by=by)
    return merged


# --- Writing a workbook over another --------------------------------------------------------------


def refuse_unimported(folder: str | Path, file: Path) -> None:
    """Raise ParameterError if a workbook holds anything that the data don't, or can't be read."""
    try:
        network, book = open_data(folder), open_book(file)
        read = _read_of(network, book)
        found = _propose_import(network, book, read, {})
    except DataError as error:
        first = error.problems[0]
        said = first.without_file if isinstance(first, Problem) else str(first)
        why = _("is not sure to be in the data: {why}", why=said)
    else:
        waiting = len(found.changes) + len(found.conflicts)
        if waiting:
            why = _("holds {count} changes that were not imported: import it first", count=waiting)
        elif _has_notes(file):
            why = _("has notes beside its cells, which are in no table")
        elif read.left_out or book.origin is None:
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


def _has_notes(file: Path) -> bool:
    """Whether somebody wrote notes beside cells of a workbook; it has none when it is made."""
    with ZipFile(file) as archive:
        names = [name.lower() for name in archive.namelist()]
    return any(re.search(r"comments?\d*\.xml$", name) for name in names)


def put_aside(file: Path) -> Path:
    """Rename a file so that its name says when it was last saved; return its new name."""
    stamp = datetime.fromtimestamp(file.stat().st_mtime)
    aside = file.with_name(f"{file.stem}-{stamp:%Y-%m-%d-%Hh%M}{file.suffix}")
    number = 0
    while aside.exists():
        number += 1
        aside = file.with_name(f"{file.stem}-{stamp:%Y-%m-%d-%Hh%M}-{number}{file.suffix}")
    return file.rename(aside)
