"""The real LibreOffice: a workbook comes back from it unchanged, or as it was filled in.

`pytest --deep -k office` runs these; they are deep, because LibreOffice takes
seconds for each file.
"""

import re
import shutil
from pathlib import Path

import pytest
from office import AS_FRENCH, edit_by_office, find_office, save_by_office
from openpyxl import load_workbook
from twin import TWIN

from annual_report.base.project import ROOT
from annual_report.network.writing.importing import read_import
from annual_report.network.writing.new_year import prepare_year
from annual_report.network.writing.workbook import write_workbook

pytestmark = [
    pytest.mark.slow,
    pytest.mark.deep,
    pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed"),
]
XLSX = "xlsx:Calc MS Excel 2007 XML"
NETWORKS = [ROOT / "data" / name for name in ("departements-participatifs", "reseau-exemple")]


@pytest.mark.parametrize("network", NETWORKS, ids=lambda path: str(path.name))
def test_a_workbook_that_it_saved_changes_nothing(network: Path, tmp_path: Path) -> None:
    package = tmp_path / "package"
    shutil.copytree(network, package)
    workbook = tmp_path / "classeur.xlsx"
    write_workbook(package, workbook)
    (tmp_path / "rendu").mkdir()
    returned = save_by_office(workbook, XLSX, tmp_path / "rendu")
    found = read_import(package, returned)
    assert (found.changes, found.files) == ((), {})


def test_a_grid_that_somebody_filled_in_and_it_saved_is_read(tmp_path: Path) -> None:
    """States, counts and ids come back as they were typed."""
    package = Path(shutil.copytree(NETWORKS[1], tmp_path / "reseau"))
    workbook = tmp_path / "classeur.xlsx"
    write_workbook(package, workbook)
    book = load_workbook(workbook)
    sheet = book["Présences 2025"]
    for place, value in {(2, 2): "excusé", (3, 2): 7, (4, 2): "x", (2, 3): None}.items():
        sheet.cell(*place).value = value
    book.save(workbook)
    (tmp_path / "rendu").mkdir()
    found = read_import(package, save_by_office(workbook, XLSX, tmp_path / "rendu"))
    said = [str(change) for change in found.changes]
    assert any("“excusé”" in line for line in said), said
    assert any("“7”" in line for line in said), said
    assert found.conflicts == ()
    assert not any("does not say what it held" in str(each) for each in found.problems)


def test_a_row_is_deleted_in_it_and_what_no_list_has_is_typed(twin: Path, tmp_path: Path) -> None:
    workbook = tmp_path / "classeur.xlsx"
    write_workbook(twin, workbook)
    returned = edit_by_office(
        workbook,
        tmp_path / "rendu.xlsx",
        'sheets.getByName("Sujets").Rows.removeByIndex(1, 1)',
        'sheets.getByName("Rencontres").getCellRangeByName("G4").String = "Rezé"',
        'sheets.getByName("Rencontres").getCellRangeByName("F4").String = "promenade"',
    )
    found = read_import(twin, returned)
    assert [str(each) for each in found.changes] == [
        "Sujets: removed: 2025, Conseils des jeunes, jeunes, prévu",
        "Rencontres: changed: 2025-1: Genre: “rencontre annuelle” becomes “promenade”; Ville: "
        "“Nantes” becomes “Rezé”",
    ]


def test_each_sheet_is_printed_on_a_page_with_what_to_do_first(tmp_path: Path) -> None:
    write_workbook(TWIN, tmp_path / "classeur.xlsx")
    printed = save_by_office(tmp_path / "classeur.xlsx", "pdf", tmp_path).read_bytes()
    sheets = [sheet.title for sheet in load_workbook(tmp_path / "classeur.xlsx").worksheets]
    assert len(re.findall(rb"/Type ?/Page\b", printed)) == len(sheets) - 2  # two are hidden


def test_the_ids_of_a_new_year_are_no_dates_to_it(tmp_path: Path) -> None:
    package = Path(shutil.copytree(NETWORKS[0], tmp_path / "reseau"))
    prepare_year(package, 2026)
    (tmp_path / "rendu").mkdir()
    form = "csv:Text - txt - csv (StarCalc):44,34,76"
    table = package / "rencontres.csv"
    returned = save_by_office(table, form, tmp_path / "rendu", reading=AS_FRENCH)
    text = returned.read_text(encoding="utf-8")
    assert "2026-R1," in text
    assert "2026-R2," in text
