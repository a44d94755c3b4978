"""The real LibreOffice: a workbook that it saved is read as it was, and takes another year.

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
    """Make a network one workbook, and return it."""
    network = copy_network(name, folder).rename(folder / "reseau")
    assert pipeline("workbook", "--data", network).returncode == 0
    return network / "reseau.xlsx"


def save(book: Path) -> None:
    """Let LibreOffice open a workbook and save it in its place."""
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
    assert load_workbook(book)["Présences 2026"]["B1"].value.startswith("2026-R")


EDITS = {
    'sheets.getByName("Sujets").Name = "Nos sujets"': "sheet Nos sujets: has the titles of a table",
    'sheets.getByName("Présences 2025").Name = "Venus"': "sheet Venus: has members and meetings",
    'sheets.getByName("Rencontres").getCellRangeByName("E1").String = "Forme"':
        "sheet Rencontres, row 1: “Forme” is not a column of this table",
    'sheets.getByName("Membres").getCellRangeByName("A2:A4").merge(True)':
        "sheet Membres, row 2, column Année: “2020” is merged with others",
    'sheets.getByName("Membres").getCellRangeByName("A3").Formula = "=A2+1"': None,
    'sheets.getByName("Membres").Rows.getByIndex(4).IsVisible = False':
        "sheet Membres, row 5: is a row that is hidden or filtered, and was read",
    'sheets.getByName("Rencontres").Columns.removeByIndex(3, 1)':
        "sheet Rencontres: lacks columns that may be left out: Fin",
}  # fmt: skip


@pytest.mark.parametrize("line", EDITS)
def test_what_was_done_in_it_is_right_remarked_or_refused(line: str, tmp_path: Path) -> None:
    book = make_book(EXAMPLE, tmp_path)
    edit_by_office(book, tmp_path / "rendu.xlsx", line)
    shutil.copy(tmp_path / "rendu.xlsx", book)
    said = [str(problem) for problem in inspect_network(book.parent).problems]
    expected = EDITS[line]
    if expected is None:  # a formula is its value
        assert not [each for each in said if "sheet Membres" in each and "formula" in each]
    else:
        assert any(each.startswith(f"reseau.xlsx, {expected}") for each in said), said
