"""What a workbook to fill in is made of, and what becomes of the files before it."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from annual_report.base.errors import DataError, ParameterError
from annual_report.network.reading.schema import read_shared_tables
from annual_report.network.reading.tables import Table, read_tables
from annual_report.network.writing.adding import add_to_book, add_to_file
from annual_report.network.writing.conversion import turn_into_files, turn_into_workbook
from annual_report.network.writing.drawing import (
    Choices,
    Help,
    SheetColumn,
    SheetToFill,
    draw_sheet,
    draw_workbook,
    find_lists,
    save_book,
    write_cell,
)
from annual_report.network.writing.new_network import check_folder, make_network
from annual_report.network.writing.new_year import (
    BLANK,
    add_planned_rows,
    plan_year,
    read_year,
    write_questions,
)
from annual_report.network.writing.old_files import (
    copy_old_files,
    move_old_files,
    refuse_open_file,
)
from annual_report.network.writing.workbook import make_grid, write_value, write_workbook

STATES = SheetColumn(Help("État", "Présent ou absent.", Choices("Présence", ("présent", "absent"))))
SHEET = SheetToFill("Présences", "Qui est venu.", (SheetColumn(Help("Membre *")), STATES),
                    (("=44", "absent"),))  # fmt: skip


@pytest.fixture
def tables(twin: Path) -> dict[str, Table]:
    return dict(read_tables(twin))


def test_a_sheet_has_its_lists_and_a_text_that_looks_like_a_formula_stays_one() -> None:
    book = load_workbook(BytesIO(draw_workbook(["Mode d’emploi"], [SHEET])))
    assert book.sheetnames == ["Mode d’emploi", "Présences", "Listes"]
    assert find_lists(book) == {"Présence": "Listes!$A$2:$A$3"}
    assert (book["Présences"]["A2"].value, book["Présences"]["A2"].data_type) == ("=44", "s")
    (rule,) = (r for r in book["Présences"].data_validations.dataValidation if r.type == "list")
    assert (rule.formula1, rule.showErrorMessage) == ("Listes!$A$2:$A$3", False)
    own = Workbook()
    draw_sheet(own.active, SHEET, find_lists(own))
    write_cell(own.active["B3"], "présent")
    assert load_workbook(BytesIO(save_book(own))).active["B3"].value == "présent"


def test_a_year_begins_with_blanks_and_its_grid(tables: dict[str, Table]) -> None:
    planned = plan_year(2026, tables)
    assert planned["rencontres"][0] == {
        "rencontre": "2026-R1", "annee": "2026", "debut": BLANK, "format": BLANK, "ville": BLANK,
    }  # fmt: skip
    grid = make_grid(add_planned_rows(tables, planned), "2026")
    assert (grid.title, grid.columns[1].help.title) == ("Présences 2026", "2026-R1")
    book = load_workbook(BytesIO(add_to_book(write_workbook(tables, "Essai"), planned, grid)))
    assert {"Présences 2025", "Présences 2026"} <= set(book.sheetnames)
    row = {"annee": "2026", "titre": "Guide; suite"}
    assert add_to_file(b"annee;titre", tables["ressources"], [row]).endswith(
        b"2026,Guide; suite,,\n"
    )
    assert "Que prévoit le groupe pour 2027" in write_questions(2026, "le groupe")
    assert read_year(" 2026 ") == 2026
    with pytest.raises(ParameterError, match="“26” is not a year"):
        read_year("26")


@pytest.mark.parametrize(
    ("column", "value", "shown"),
    [("annee", "2025", 2025), ("debut", "2025-06-19", "19/06/2025"),
     ("debut", "2025-06", "juin 2025"),
     ("departement", "44", "44 Loire-Atlantique"), ("ville", "", None)],
)  # fmt: skip
def test_a_cell_shows_what_people_know(column: str, value: str, shown: str | int | None) -> None:
    fields = read_shared_tables()["rencontres"]["schema"]["fields"]
    assert write_value(value, next(each for each in fields if each["name"] == column)) == shown


def test_a_network_becomes_a_workbook_and_files_again(twin: Path) -> None:
    with pytest.raises(ParameterError, match="files already"):
        turn_into_files(twin)
    before = (twin / "membres.csv").read_bytes()
    assert turn_into_workbook(twin)[0] == "reseau.xlsx: written"
    refuse_open_file(twin / "reseau.xlsx")
    (twin / "~$reseau.xlsx").touch()
    with pytest.raises(DataError, match="is open in a spreadsheet"):
        turn_into_files(twin)
    (twin / "~$reseau.xlsx").unlink()
    turn_into_files(twin)
    assert (twin / "membres.csv").read_bytes() == before


def test_what_was_there_is_kept_each_time_in_a_place_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("un")
    copy_old_files(tmp_path, [tmp_path / "a.csv"])
    place = move_old_files(tmp_path, [tmp_path / "a.csv"])
    assert [path.read_text() for path in tmp_path.rglob("a.csv")] == ["un", "un"]
    assert (tmp_path / place / "a.csv").exists()


def test_a_new_network_needs_an_empty_folder(tmp_path: Path) -> None:
    check_folder(tmp_path / "villes")
    make_network(tmp_path / "villes", "réseau des villes", "Nantes, Rennes", 2025)
    with pytest.raises(ParameterError, match="a new network needs an empty folder"):
        check_folder(tmp_path / "villes")
