"""Taking a workbook back: what its author changed, merged into what the data hold now."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from annual_report.messages import _
from annual_report.reading.problems import Place, Problem
from annual_report.writing.merging import Decisions, merge
from annual_report.writing.proposal import Held, Proposal, open_held, propose, refuse
from annual_report.writing.workbooks.origin import Origin
from annual_report.writing.workbooks.sheet_rows import read_rows
from annual_report.writing.workbooks.taking import Book, TakenSheet, open_book, take_sheets


def read_import(
    folder: str | Path, workbook: str | Path, decisions: Decisions | None = None
) -> Proposal:
    """Merge a workbook into a network, on paper; raise DataError if either has an error.

    `decisions` say whose value counts in a conflict, by its `id`. Raise DataError as well if the
    workbook is another network's.
    """
    network = open_held(folder)
    return propose_import(network, open_book(Path(workbook)), decisions or {})


def propose_import(network: Held, book: Book, decisions: Decisions) -> Proposal:
    """Merge a workbook that was opened into a network; see `read_import`."""
    origin = book.origin
    refuse(_not_of(network, book))
    taken = take_sheets(book, network)
    refuse(taken.problems)
    read = [read_rows(sheet, book.file, network) for sheet in taken.sheets]
    refuse([problem for each in read for problem in each.problems])
    merged = {}
    for name, model in network.models.items():
        mine = [(sheet, rows) for sheet, rows in zip(taken.sheets, read, strict=True)
                if sheet.part[0] == name]  # fmt: skip
        held = [
            {column: row.get(column, "") for column in model.titles}
            for row in _held([sheet for sheet, _rows in mine], origin)
        ]
        typed = [row for _sheet, rows in mine for row in rows.typed]
        data = [(row, None) for _number, row in network.tables[name].every_row]
        knows = origin is not None and not origin.damaged
        merged[name] = merge(model, held, typed, data, decisions, knows=knows)
    problems = [*taken.problems, *(each for rows in read for each in rows.problems)]
    if origin is None or origin.damaged:
        what = _("does not say what it held when it was made: it can add and complete, "
                 "never remove")  # fmt: skip
        problems.append(Problem(Place(book.file), what, severity="remark"))
    seen = [each for rows in read for each in rows.understandings]
    return propose(network, merged, "import", book.file, problems, seen)


def _held(sheets: Sequence[TakenSheet], origin: Origin | None) -> Iterator[Mapping[str, str]]:
    """Give what sheets held; a meeting that has no column any more in a grid says nothing."""
    if origin is None:
        return
    for part in {sheet.part for sheet in sheets}:
        grids = [sheet.grid for sheet in sheets if sheet.grid and sheet.part == part]
        shown = {meeting for grid in grids for meeting in grid.meetings.values()}
        for row in origin.parts.get(part, ()):
            if not grids or row["rencontre"] in shown:
                yield row


def _not_of(network: Held, book: Book) -> list[Problem]:
    """Say that a workbook is another network's, or a member's sheet."""
    origin: Origin | None = book.origin
    if origin and not origin.is_of(network.descriptor):
        what = _("is the workbook of another network, {title}: add --data and its folder",
                 title=origin.title)  # fmt: skip
        return [Problem(Place(book.file), what, expected=network.title)]
    if origin and origin.member:
        what = _("is a member’s sheet: put it in a folder, and gather the folder")
        return [Problem(Place(book.file), what)]
    return []
