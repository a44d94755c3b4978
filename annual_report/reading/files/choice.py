"""Which file holds a table, and which sheet of a workbook: one, or none for certain."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from annual_report.errors import UnreadableError
from annual_report.messages import _
from annual_report.reading.files.header import header_columns, header_row, required
from annual_report.reading.files.sheet import Sheet
from annual_report.reading.problems import Place, Problem
from annual_report.reading.values.cells import Field, clean, folded

SHEET_SUFFIXES = (".xlsx", ".ods")


def file_of_table(path: Path) -> Path:
    """Find the file of a table: as it is called, in other capitals, or as a workbook."""
    if path.exists() or path.is_symlink() or not path.parent.is_dir():
        return path
    beside = {each.name.lower(): each for each in sorted(path.parent.iterdir())}
    for suffix in (path.suffix, *SHEET_SUFFIXES):
        if found := beside.get(f"{path.stem}{suffix}".lower()):
            return found
    return path


def sheet_of_table(
    path: Path, name: str, fields: Sequence[Field]
) -> tuple[str, Sheet, list[Problem]]:
    """Return the sheet of a workbook that holds a table, its title, and a remark on the others.

    Raise UnreadableError where that can't be told.
    """
    from annual_report.reading.files.workbooks.sheets import read_sheets  # workbooks are rare here

    sheets = {title: sheet for title, sheet in read_sheets(path).items() if _filled(sheet)}
    title = choose(sheets, name, fields)
    others = [other for other in sheets if other != title]
    beside = [
        Problem(Place(path.name, sheet=other), _("was not read"), severity="remark")
        for other in others
    ]
    return title, sheets[title], beside


def choose(sheets: Mapping[str, Sheet], name: str, fields: Sequence[Field]) -> str:
    """Return the title of the sheet that holds a table; its only one may be called anything.

    Raise UnreadableError where several may: an old copy can't be told from the right one.
    """
    alike = candidates(sheets, (name,), fields)
    if len(alike) > 1:
        raise UnreadableError(
            _("has several sheets with this table: {sheets}", sheets=", ".join(alike)),
            _("one sheet, called {name}", name=name),
        )
    found = alike or list(sheets)
    if len(found) == 1:
        return found[0]
    raise UnreadableError(
        _("has more than one sheet, or none"), _("one sheet, called {name}", name=name)
    )


def candidates(
    sheets: Mapping[str, Sheet], names: Sequence[str], fields: Sequence[Field]
) -> list[str]:
    """Return the titles of the sheets that may hold a table: its name, or its very columns."""
    known = {folded(name) for name in names}
    return [
        title
        for title, sheet in sheets.items()
        if _filled(sheet) and (folded(clean(title)) in known or _has_the_columns(sheet, fields))
    ]


def _filled(sheet: Sheet) -> bool:
    return any(clean(cell) for row in sheet.rows for cell in row)


def _has_the_columns(sheet: Sheet, fields: Sequence[Field]) -> bool:
    """Tell whether a sheet's header names columns of this table alone, and all that it needs."""
    start = header_row(sheet.rows, fields)
    if start is None:
        return False
    columns = header_columns(sheet.rows, fields)
    filled = [at for at, cell in enumerate(sheet.rows[start]) if clean(cell)]
    return all(columns[at] for at in filled) and required(fields) <= set(columns)
