"""The real LibreOffice: workbooks that LibreOffice saved are read as before, and take a new year.

`pytest --deep -k office` runs these; they are deep, because LibreOffice takes seconds for each
file.
"""

import shutil
from pathlib import Path

import pytest
from changing import EXAMPLE, REAL, copy_network
from conftest import pipeline
from office import edit_by_office, find_office, save_by_office
from openpyxl import load_workbook

from annual_report.network.network import Network, open_network
from annual_report.network.reading.inspection import inspect_network

pytestmark = [
    pytest.mark.slow,
    pytest.mark.deep,
    pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed"),
]
XLSX = "xlsx:Calc MS Excel 2007 XML"


def make_book(name: str, folder: Path) -> Path:
    """Turn a network into a workbook; return the file."""
    network = copy_network(name, folder).rename(folder / "reseau")
    assert pipeline("workbook", "--data", network).returncode == 0
    return network / "reseau.xlsx"


def save(book: Path) -> None:
    """Let LibreOffice open a workbook and save the file in place."""
    (book.parent.parent / "rendu").mkdir(exist_ok=True)
    shutil.copy(save_by_office(book, XLSX, book.parent.parent / "rendu"), book)


def differ(one: Network, other: Network) -> list[str]:
    return [name for name in one.tables if not one.tables[name].equals(other.tables[name])]


@pytest.mark.parametrize("name", [REAL, EXAMPLE])
def test_a_workbook_that_it_saved_says_the_same_and_takes_another_year(
    name: str, tmp_path: Path
) -> None:
    book = make_book(name, tmp_path)
    meant = open_network(book.parent)
    save(book)
    assert differ(meant, open_network(book.parent)) == []
    done = pipeline("new", "2026", "--data", book.parent)
    assert done.returncode == 0, done.stderr
    save(book)
    after = open_network(book.parent)
    assert after.years == (*meant.years, 2026)
    assert differ(meant, after) == ["membres"]
    assert load_workbook(book)["2026"]["C7"].value.startswith("R")


YEAR = 'sheets.getByName("2025")'
EDITS = {
    'sheets.getByName("Sujets").Name = "Nos sujets"': "sheet Nos sujets: has the titles of a table",
    f'{YEAR}.Name = "Bilan 2025"': "sheet Bilan 2025: has the rows of a year",
    f'{YEAR}.getCellRangeByName("A2").String = "Formatt"':
        "sheet 2025, A2: “Formatt” is a row with formats, and is not called Format",
    f'{YEAR}.getCellRangeByName("C8:C9").merge(True)':
        "sheet 2025, C8 to C9: “présent” is merged with others",
    f'{YEAR}.getCellRangeByName("C8").Formula = "=IF(1;""x"";"""")"': None,
    f"{YEAR}.Rows.getByIndex(9).IsVisible = False":
        "sheet 2025, row 10: is a row that is hidden or filtered, and was read",
    f"{YEAR}.Rows.removeByIndex(0, 1)": "sheet 2025: has no row “Date” above its members",
    f"{YEAR}.Columns.insertByIndex(5, 1)": None,
    f"{YEAR}.Rows.insertByIndex(20, 1)": None,
    'sheets.copyByName("2025", "2026", 0)': "sheet 2026, C1 to F1",
}  # fmt: skip


@pytest.mark.parametrize("line", EDITS)
def test_what_was_done_in_it_is_right_remarked_or_refused(line: str, tmp_path: Path) -> None:
    book = make_book(EXAMPLE, tmp_path)
    edit_by_office(book, tmp_path / "rendu.xlsx", line)
    shutil.copy(tmp_path / "rendu.xlsx", book)
    inspection = inspect_network(book.parent)
    said = [str(problem) for problem in inspection.problems]
    expected = EDITS[line]
    if expected is None:  # a formula is its value, an empty column or row is none
        assert inspection.errors == ()
    else:
        assert any(each.startswith(f"reseau.xlsx, {expected}") for each in said), said
