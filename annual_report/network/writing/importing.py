"""Taking a workbook back: what its author changed, merged into what the data hold now."""

from collections.abc import Mapping
from pathlib import Path

from annual_report.base.messages import _
from annual_report.network.writing.merging import Decisions, Merged, merge_rows
from annual_report.network.writing.proposal import Proposal, make_proposal, open_data
from annual_report.network.writing.typed_rows import Book, open_book, read_book


def read_import(
    folder: str | Path, workbook: str | Path, decisions: Decisions | None = None
) -> Proposal:
    """Merge a workbook into a network, on paper; raise DataError if either has an error.

    `decisions` say whose value counts in a conflict, by its `id`. Raise DataError as well if the
    workbook is another network's.
    """
    network = open_data(folder)
    book = open_book(Path(workbook), network)
    read_book(book)
    if not book.origin.is_known:
        book.remark(_("does not say what it held when it was made: it can add and complete, "
                      "never remove"))  # fmt: skip
    merged = merge_book(book, network.unchanged, decisions or {})
    return make_proposal(network, merged, "import", book.file, book.problems, book.understandings)


def merge_book(
    book: Book, data: Mapping[str, Merged], decisions: Decisions, by: str = ""
) -> dict[str, Merged]:
    """Merge what a workbook says into tables, of which others may have changed some already."""
    merged = dict(data)
    for name in book.typed.keys() & data.keys():
        held = book.held.get(name, ())
        model = book.network.models[name]
        merged[name] = merge_rows(model, held, book.typed[name], data[name], decisions, by)
    return merged
