"""Cells of a workbook are read as shown; a cell that shows another value is refused."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from annual_report.base.errors import UnreadableError
from annual_report.network.reading.files.archive import count_cells
from annual_report.network.reading.files.opening import decode_text
from annual_report.network.reading.files.sheets import Sheet
from annual_report.network.reading.files.workbooks import read_workbook

Change = Callable[[Any], object]


def read(folder: Path, change: Change) -> Sheet:
    """Read a sheet of members, changed by hand: a row for 44, with a day, and a row for 31."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Membres"
    sheet.append(["annee", "membre", "jour"])
    sheet.append([2025, "44", date(2025, 6, 1)])
    sheet.append([2025, "31", None])
    sheet["C2"].number_format = "dd/mm/yyyy"
    change(sheet)
    book.save(folder / "classeur.xlsx")
    return read_workbook(folder / "classeur.xlsx")["Membres"]


def test_cells_are_what_they_show(tmp_path: Path) -> None:
    def add_numbers_and_an_empty_merge(sheet: Any) -> None:
        sheet.append([2025.0, 1.5, True])
        sheet.merge_cells("C5:C9")

    found = read(tmp_path, add_numbers_and_an_empty_merge)
    assert [line.cells for line in found.lines][:4] == [
        ["annee", "membre", "jour"],
        ["2025", "44", "2025-06-01"],
        ["2025", "31", ""],
        ["2025", "1.5", "oui"],
    ]
    # Cells without a value may be merged.
    assert [line.number for line in found.lines if line.cell_errors] == []
    assert found.problems == ()


@pytest.mark.parametrize(
    ("cells", "count"),
    [
        ("A1", 1),
        ("$A$1:C3", 9),
        # The last corner may be named first.
        ("C3:A1", 9),
        # Z and AA are side by side.
        ("Z1:AA2", 4),
        # Whole columns are more cells than a workbook may have in its ranges.
        ("A:C", 100_001),
    ],
)
def test_the_cells_of_a_range_are_counted_before_a_library_makes_them(
    cells: str, count: int
) -> None:
    assert count_cells(cells) == count


def test_a_word_that_is_struck_out_refuses_its_cell(tmp_path: Path) -> None:
    struck = CellRichText("31 ", TextBlock(InlineFont(strike=True), "ou 32"))
    found = read(tmp_path, lambda sheet: setattr(sheet["B3"], "value", struck))
    errors = {}
    for line in found.lines:
        for at, error in line.cell_errors.items():
            errors[line.number, at] = error.what
    # Row 3, column B, which is number 1 from 0 on.
    assert errors == {(3, 1): "is struck out"}


def test_a_hidden_column_is_read_and_remarked(tmp_path: Path) -> None:
    found = read(tmp_path, lambda sheet: setattr(sheet.column_dimensions["B"], "hidden", True))
    assert found.lines[2].cells[:2] == ["2025", "31"]
    [remark] = found.problems
    assert str(remark) == "classeur.xlsx, sheet Membres: has hidden columns, which were read"


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850", "utf-16-le"])
@pytest.mark.parametrize("words", ["Journée d'accueil", "à l'Hôtel", "août", "Être, île"])
def test_another_encoding_is_refused_and_not_guessed(encoding: str, words: str) -> None:
    with pytest.raises(UnreadableError):
        decode_text(f"annee,titre\n2025,{words}\n".encode(encoding), "")
