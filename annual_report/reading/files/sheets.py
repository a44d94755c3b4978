"""From a workbook to the text of its cells: `.xlsx` with openpyxl, `.ods` with odfdo.

A workbook comes from anywhere: its size is looked at before it is opened, and what is unfolded
(repeated rows and columns) is counted, so that no file can take all the memory. Only values are
read: a formula gives the result that was saved with it, or is refused if none was.
"""

import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from annual_report.messages import _
from annual_report.reading.files.decoding import UnreadableError
from annual_report.reading.files.delimited import MOST_COLUMNS, Grid, bounded

LARGEST_UNPACKED = 20_000_000
LARGEST_PART = 8_000_000
FORBIDDEN_MARKUP = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
QUOTED_IN_A_FORMAT = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def read_sheets(path: Path) -> dict[str, Grid]:
    """Return the text of every sheet by title; raise UnreadableError if that can't be had."""
    read = _read_ods if path.suffix.lower() == ".ods" else _read_xlsx
    try:
        _check_archive(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of drop-downs, styles and links, which are not read
            return read(path)
    except (UnreadableError, OSError):
        raise
    except MemoryError:
        raise _too_large() from None
    except Exception as error:  # whatever a library stumbles on in somebody's damaged file
        raise UnreadableError(
            _("is damaged, or no workbook"), _("a workbook that a spreadsheet opens")
        ) from error


def _check_archive(path: Path) -> None:
    """Refuse what is no workbook or unpacks to too much, before any library opens it."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if start == b"\xd0\xcf\x11\xe0":
        raise UnreadableError(
            _("is an old .xls, or is protected by a password"), _("an .xlsx without password")
        )
    with zipfile.ZipFile(path) as archive:
        sizes = [part.file_size for part in archive.infolist()]
        if sum(sizes) > LARGEST_UNPACKED or max(sizes, default=0) > LARGEST_PART:
            raise _too_large()
        for part in archive.infolist():
            if part.filename.endswith((".xml", ".rels")) and FORBIDDEN_MARKUP.search(
                archive.read(part)
            ):
                raise UnreadableError(
                    _("holds markup that no spreadsheet writes"), _("a spreadsheet’s own file")
                )


def _too_large() -> UnreadableError:
    return UnreadableError(
        _("is too large once it is unpacked"),
        _("at most {count} MB", count=LARGEST_UNPACKED // 1_000_000),
    )


def _read_xlsx(path: Path) -> dict[str, Grid]:
    from openpyxl import load_workbook

    values = load_workbook(path, read_only=True, data_only=True)
    formulas = load_workbook(path, read_only=True, data_only=False)
    try:
        found = {}
        for sheet, with_formulas in zip(values.worksheets, formulas.worksheets, strict=True):
            # The size that a file states may be wrong: rows are read as they are.
            sheet.reset_dimensions()
            with_formulas.reset_dimensions()
            rows = _xlsx_rows(sheet.title, sheet.iter_rows(), with_formulas.iter_rows())
            found[sheet.title] = bounded(rows)
        return found
    finally:
        values.close()
        formulas.close()


def _xlsx_rows(
    title: str, rows: Iterable[Any], formulas: Iterable[Any]
) -> Iterator[tuple[int, list[str]]]:
    for number, (row, with_formulas) in enumerate(zip(rows, formulas, strict=True), start=1):
        for cell, formula in zip(row, with_formulas, strict=True):
            if cell.value is None and formula.data_type == "f" and formula.value is not None:
                raise UnreadableError(
                    _(
                        "sheet {sheet}: cell {cell} is a formula without a result",
                        sheet=title,
                        cell=formula.coordinate,
                    ),
                    _("its value, or the workbook saved again by a spreadsheet"),
                    number,
                )
        yield 1, [_xlsx_text(cell) for cell in row]


def _xlsx_text(cell: Any) -> str:
    if isinstance(cell.value, date):
        return _day(cell.value, _precision(cell.number_format or ""))
    return _text(cell.value)


def _precision(number_format: str) -> int:
    """Say how much of a date its format shows: 4 signs for a year, 7 for a month, 10 for a day.

    Somebody who typed "juin 2025" got the first of June, shown as a month: the day means nothing.
    """
    shown = QUOTED_IN_A_FORMAT.sub("", number_format.split(";")[0]).lower()
    if "d" in shown or "y" not in shown:
        return 10
    return 7 if "m" in shown else 4


def _read_ods(path: Path) -> dict[str, Grid]:
    from odfdo import Document

    body: Any = Document(str(path)).body
    return {table.name: bounded(_ods_rows(table)) for table in body.get_elements("table:table")}


def _ods_rows(table: Any) -> Iterator[tuple[int, list[str]]]:
    for row in table.get_elements("descendant::table:table-row"):
        cells: list[str] = []
        for cell in row.get_elements("table:table-cell | table:covered-table-cell"):
            text = _ods_text(cell)
            repeated = int(cell.get_attribute("table:number-columns-repeated") or 1)
            if text or len(cells) + repeated <= MOST_COLUMNS:
                cells += [text] * min(repeated, MOST_COLUMNS + 1)
        yield int(row.get_attribute("table:number-rows-repeated") or 1), cells


def _ods_text(cell: Any) -> str:
    shown = " ".join(paragraph.inner_text for paragraph in cell.get_elements("text:p"))
    value = cell.value
    if value is None or value == "":
        return shown
    if isinstance(value, date):
        numbers = len(re.findall(r"\d+", shown))
        has_word = re.search(r"[^\W\d_]{3}", shown) is not None
        # A day shown as "juin 25" or "06/25" was typed as a month.
        missing = (2 if has_word else 3) - numbers if numbers else 0
        return _day(value, {1: 7, 2: 4 if not has_word else 7}.get(missing, 10))
    return _text(value)


def _day(value: date, signs: int) -> str:
    if isinstance(value, datetime) and value.time().isoformat() != "00:00:00":
        return value.isoformat(sep=" ")
    return value.strftime("%Y-%m-%d")[:signs]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float | Decimal) and value == int(value):
        return str(int(value))
    return str(value)
