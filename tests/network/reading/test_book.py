"""A network in a workbook: read as the file lies, and each fault is told at a sheet."""

import csv
import itertools
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from changing import EXAMPLE, REAL, copy_network, edit, edit_book, read_files
from conftest import pipeline
from making import build_some
from openpyxl import Workbook, load_workbook
from openpyxl.styles import PatternFill
from pandas.testing import assert_frame_equal
from twin import TWIN

from annual_report.network.network import Network, open_network
from annual_report.network.reading.inspection import inspect_network
from annual_report.network.writing.whole_folder import turn_into_workbook

Change = Callable[[Any], object]


@pytest.fixture
def book(twin: Path) -> Path:
    """Turn the small network into a workbook; return the file."""
    turn_into_workbook(twin)
    return twin / "reseau.xlsx"


def list_problems(book: Path) -> list[str]:
    """Return the lines in which `check` tells the problems of a workbook."""
    return [str(problem) for problem in inspect_network(book.parent).problems]


def check_same_tables(folder: Path, expected: Network) -> None:
    """Read a network, and compare every table with the one that is expected."""
    tables = open_network(folder).tables
    for name, table in expected.tables.items():
        assert_frame_equal(tables[name], table, obj=name)


@pytest.mark.parametrize("name", [REAL, EXAMPLE])
def test_a_workbook_holds_all_that_its_files_held(name: str, tmp_path: Path) -> None:
    folder = copy_network(name, tmp_path)
    from_files = open_network(folder)
    assert pipeline("workbook", "--data", folder).returncode == 0
    # A table of the network's own, which only its notebooks read, stays beside the workbook.
    assert [file.name for file in folder.glob("*.csv")] in ([], ["budgets.csv"])
    from_workbook = open_network(folder)
    assert from_workbook.settings == from_files.settings
    assert from_workbook.textes == from_files.textes
    check_same_tables(folder, from_files)


@pytest.mark.parametrize("name", [REAL, EXAMPLE])
def test_a_workbook_turns_into_the_files_that_it_was_made_of(name: str, tmp_path: Path) -> None:
    folder = copy_network(name, tmp_path)
    from_files = open_network(folder)
    assert pipeline("workbook", "--data", folder).returncode == 0
    assert pipeline("csv", "--data", folder).returncode == 0
    assert [*folder.glob("*.xlsx")] == []
    check_same_tables(folder, from_files)


def test_a_workbook_that_the_program_wrote_holds_no_unusual_spelling(book: Path) -> None:
    assert inspect_network(book.parent).understood == ()


def test_the_spellings_that_the_guide_asks_for_are_not_unusual(book: Path) -> None:
    def write_as_the_guide_says(opened: Any) -> None:
        sheet = opened["2025"]
        # A member's name, its state at the meeting of column C, and the meeting's format.
        sheet["A8"] = "Ain"
        sheet["C8"] = "x"
        sheet["C9"] = "non"
        sheet["C10"] = "Présent"
        sheet["C2"] = "Présentiel"

    edit_book(book, write_as_the_guide_says)
    assert inspect_network(book.parent).understood == ()


def test_a_coloured_cell_beside_the_grid_is_a_decoration(book: Path) -> None:
    def colour(opened: Any) -> None:
        # Row 8 is a member's, and column Z is empty: a colour there stands for no state.
        opened["2025"]["Z8"].fill = PatternFill("solid", fgColor="00FF00")

    before = list_problems(book)
    edit_book(book, colour)
    assert list_problems(book) == before


def test_two_workbooks_are_refused_with_their_names(book: Path) -> None:
    (book.parent / "copie.xlsx").write_bytes(book.read_bytes())
    assert list_problems(book) == [
        "reseau: “copie.xlsx, reseau.xlsx” are one network twice: keep the files or one workbook, "
        "and move the rest away"
    ]


def test_a_workbook_and_a_file_of_a_table_are_refused_with_their_names(book: Path) -> None:
    (book.parent / "Membres.csv").write_text("annee,membre\n2025,44\n")
    assert "“reseau.xlsx, Membres.csv” are one network twice" in list_problems(book)[0]


def test_the_file_by_which_excel_locks_a_workbook_is_no_second_workbook(book: Path) -> None:
    (book.parent / "~$reseau.xlsx").write_bytes(book.read_bytes())
    assert list_problems(book)[-1] == (
        "~$reseau.xlsx: says that a spreadsheet has a file open: save and close it"
    )


def rename(old: str, new: str) -> Change:
    """Call a sheet by another title."""
    return lambda book: setattr(book[old], "title", new)


def put(sheet: str, cell: str, value: object) -> Change:
    """Put a value into a cell."""
    return lambda book: book[sheet].__setitem__(cell, value)


def insert(setting: str, value: str) -> Change:
    """Insert a setting in the third row of the sheet Réseau."""

    def insert_row(book: Any) -> None:
        sheet = book["Réseau"]
        sheet.insert_rows(3)
        sheet["A3"] = setting
        sheet["B3"] = value

    return insert_row


def remove_years(book: Any) -> None:
    """Remove the sheets of both years."""
    book.remove(book["2024"])
    book.remove(book["2025"])


# In the sheet of a year the twin has its meetings in the columns C and D, with dates and formats in
# the rows 1 to 6, and its members in the rows 8 to 10: 01, 31, 44.
FAULTS: tuple[tuple[Change, str], ...] = (
    # A change by hand, and the line in which `check` tells of it.
    (put("2025", "A11", "Girond"),
     "sheet 2025, A11: “Girond” is not a French département"),
    (put("2025", "A11", "44"),
     "sheet 2025, A11: “2025, 44” is there twice; expected: one row only; sheet 2025, A10 has it "
     "too, as “2025, 44 Loire-Atlantique”"),
    (put("2025", "C8", "peut-être"), "sheet 2025, C8: “peut-être” is not a state of attendance"),
    (put("2025", "E8", "x"),
     "sheet 2025, E8: “x” is a column with attendance, and has neither a date nor a format"),
    (put("2025", "A11", "33"),
     "sheet 2025: who lacks a state where others of 2025 have one: Gironde (2025-1)"),
    (put("Sujets", "F1", "Commentaire"),
     "sheet Sujets, F1: “Commentaire” is a column of your own: its text stays with the table, in "
     "no page"),
    (put("Sujets", "F2", "Commentaire"),
     "sheet Sujets, F2: “Commentaire” is in a column without a title"),
    (put("Sujets", "F1", "Participants"),
     "sheet Sujets, F1: “Participants” is a column for personal data"),
    (put("Sujets", "D1", "Étet"),
     "sheet Sujets, D1: “Étet” is not a column of this table; expected: Année, Sujet, Thème, État, "
     "Format; nearest: État"),
    (put("2025", "C2", "=1+1"), "sheet 2025, C2: is a formula without a result"),
    (put("2025", "C2", "à cheval"), "sheet 2025, C2: “à cheval” is not one of the choices"),
    (put("Sujets", "A1", None),
     "sheet Sujets, row 1: “Année” is a missing column; expected: Année, Sujet, Thème, État, "
     "Format"),
    (rename("Sujets", "Thèmes de travail"),
     "sheet Thèmes de travail: has the titles of a table, and is not called as one; expected: "
     "Sujets"),
    (rename("2025", "Qui est venu"),
     "sheet Qui est venu: has the rows of a year, and is not called by its year; expected: its "
     "year alone, as 2025"),
    (rename("2025", "2025 (2)"),
     "sheet 2025 (2): has the rows of a year, and is not called by its year; expected: its year "
     "alone, as 2025; nearest: 2025"),
    (remove_years,
     "has no sheet of a year; expected: a sheet called by its year, as 2025"),
    (lambda book: book.create_sheet("Budget").append(["Année", "Titre", "Montant"]),
     "sheet Budget: is not a table of the network: not read"),
    (insert("contact", "ecrivez-nous"),
     "sheet Réseau, B3: “ecrivez-nous” is neither a mail address nor the address of a page; "
     "expected: reseau@exemple.fr, https://exemple.fr/contact"),
    (insert("logos", "logo.png"), "sheet Réseau, A3: “logos” is no setting of a network"),
    (insert("nom", "autre"),
     "sheet Réseau, row 3: “nom” is there twice; expected: one row only; sheet Réseau, row 2 has "
     "it too"),
    (lambda book: book["Réseau"].delete_rows(2),
     "sheet Réseau: doesn’t say what the network is called; expected: a row with “nom” and its "
     "name"),
)  # fmt: skip


@pytest.mark.parametrize(("change", "line"), FAULTS, ids=[line[:50] for _change, line in FAULTS])
def test_a_fault_is_told_at_its_sheet_and_cell(change: Change, line: str, book: Path) -> None:
    edit_book(book, change)
    beginnings = (f"reseau.xlsx, {line}", f"reseau.xlsx: {line}")
    told = [problem for problem in list_problems(book) if problem.startswith(beginnings)]
    assert len(told) == 1, list_problems(book)


def test_a_state_that_is_said_to_be_unknown_is_read_as_an_empty_cell(book: Path) -> None:
    before = list_problems(book)
    edit_book(book, put("2025", "C8", "?"))
    assert len(list_problems(book)) == len(before)
    [reading] = inspect_network(book.parent).understood
    assert reading.what == "as “not recorded”"


def test_sheets_and_their_rows_stand_in_any_order(book: Path) -> None:
    in_order = open_network(book.parent)

    def move_sheets_and_rows(opened: Any) -> None:
        opened.move_sheet("2025", 3)
        sheet = opened["2025"]
        sheet.tables.clear()
        sheet.move_range("A8:D10", rows=3)
        sheet.insert_rows(1)
        sheet["A1"] = "Les membres du groupe"

    edit_book(book, move_sheets_and_rows)
    check_same_tables(book.parent, in_order)


OLD_TITLES = {
    "Membres": "membres",
    "Rencontres": "rencontres",
    "Sujets": "sujets",
    "Ressources": "ressources",
    "Réseau": "reseau",
}
"""The sheets of a workbook as it once was, and the files that hold the same rows."""


@pytest.fixture
def earlier(twin: Path) -> Path:
    """Make the small network a workbook as it once was, with a sheet of its author's own."""
    opened = Workbook()
    opened.active.title = "Mode d’emploi"
    for title, name in OLD_TITLES.items():
        sheet = opened.create_sheet(title)
        with (twin / f"{name}.csv").open(encoding="utf-8") as file:
            for row in csv.reader(file):
                sheet.append([cell or None for cell in row])
    grid = opened.create_sheet("Présences 2025")
    grid.append(["Membre *", "2025-1 : 19/06/2025 Nantes", "2025-2 : 2025"])
    for row in (["01 Ain", "présent"], ["31 Haute-Garonne", "absent"], ["44", "x"]):
        grid.append(row)
    opened.create_sheet("Notes").append(["à moi"])
    for name in (*OLD_TITLES.values(), "presences"):
        (twin / f"{name}.csv").unlink()
    (twin / "datapackage.json").unlink()
    opened.save(twin / "reseau.xlsx")
    return twin / "reseau.xlsx"


@pytest.mark.parametrize(
    "command", [["check"], ["build"], ["new", "2026"], ["csv"]], ids=lambda words: str(words[0])
)
def test_a_workbook_as_it_once_was_is_refused_in_a_line(command: list[str], earlier: Path) -> None:
    done = pipeline(*command, "--data", earlier.parent)
    assert done.returncode == 1
    printed = (done.stdout + done.stderr).splitlines()
    [refusal] = [line for line in printed if "earlier" in line]
    assert refusal.endswith(
        "is a workbook of an earlier version: a year has one sheet now; expected: the command "
        "workbook, which turns it into one, once"
    )


def test_a_workbook_as_it_once_was_becomes_one_of_today(earlier: Path) -> None:
    old = earlier.read_bytes()
    done = pipeline("workbook", "--data", earlier.parent)
    assert done.returncode == 0, done.stderr
    opened = load_workbook(earlier)
    tables = ["2025", "2024", "Sujets", "Ressources", "Réseau"]
    assert opened.sheetnames == ["Mode d’emploi", *tables, "Notes", "Listes"]
    # The author's own sheet is as before,
    assert opened["Notes"]["A1"].value == "à moi"
    # the facts are those of the twin, of whose files the old workbook was made,
    expected = inspect_network(TWIN).contents
    read = inspect_network(earlier.parent).contents
    assert expected
    assert read
    for name, table in expected.tables.items():
        assert list(read.tables[name].rows) == list(table.rows), name
    # and the old workbook is kept.
    [kept] = (earlier.parent / "anciens").rglob("*.xlsx")
    assert kept.read_bytes() == old


def test_a_workbook_of_today_is_not_turned_into_one_again(book: Path) -> None:
    again = pipeline("workbook", "--data", book.parent)
    assert again.returncode == 2
    assert again.stderr == "reseau.xlsx: is this network’s workbook already\n"


def add_column(file: Path, title: str, cells: Iterable[str]) -> None:
    """Add a column to a CSV file, a cell for each of its rows."""
    heading, *rows = file.read_text(encoding="utf-8").splitlines()
    lines = [f"{heading},{title}"]
    for row, cell in zip(rows, cells, strict=False):
        lines.append(f"{row},{cell}")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "title", "cell"),
    [
        pytest.param("presences.csv", "Note", "vu", id="a note beside attendance"),
        pytest.param("membres.csv", "Vote", "x", id="crosses that would look like attendance"),
    ],
)
def test_a_column_that_no_years_sheet_can_hold_is_refused_before_a_file_is_written(
    file: str, title: str, cell: str, twin: Path
) -> None:
    add_column(twin / file, title, itertools.repeat(cell))
    before = read_files(twin)
    done = pipeline("workbook", "--data", twin)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "nothing was written" in done.stderr
    assert read_files(twin) == before


def test_identifiers_and_columns_of_ones_own_come_back_from_a_workbook(twin: Path) -> None:
    # A sign that keeps a spreadsheet from reading a formula, and that nobody sees.
    edit(twin / "sujets.csv", "'+", "+")
    # A meeting may be called by any name.
    edit(twin / "rencontres.csv", "2025-1,", "Nantes,")
    edit(twin / "presences.csv", "2025-1,", "Nantes,")
    for file in ("rencontres.csv", "membres.csv"):
        add_column(twin / file, "Bureau", [f"salle {number}" for number in range(20)])
    before = {name: file for name, file in read_files(twin).items() if name.endswith(".csv")}
    assert pipeline("workbook", "--data", twin).returncode == 0
    assert pipeline("csv", "--data", twin).returncode == 0
    after = read_files(twin)
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        # The first bytes of an old .xls, in which a workbook with a password is packed too.
        ("reseau.xls", b"\xd0\xcf\x11\xe0rest", "is an old .xls, or is protected by a password"),
        ("reseau.xlsx", b"\xd0\xcf\x11\xe0rest", "is an old .xls, or is protected by a password"),
        # The first bytes of an archive, without the rest.
        ("reseau.xlsx", b"PK\x03\x04", "is damaged, or no workbook"),
    ],
)
def test_a_workbook_that_cannot_be_looked_into_is_refused_with_the_remedy(
    name: str, content: bytes, fault: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    [problem] = inspect_network(tmp_path).errors
    assert str(problem).startswith(f"{name}: {fault}; expected: ")


EVERY_NOTEBOOK = ["annual_report", "year_data", "trends"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "notebooks"),
    [
        pytest.param(EXAMPLE, ["annual_report"], id="a page of the example"),
        pytest.param(EXAMPLE, EVERY_NOTEBOOK, marks=pytest.mark.deep, id="the example"),
        pytest.param(REAL, EVERY_NOTEBOOK, marks=pytest.mark.deep, id="the real network"),
    ],
)
def test_pages_have_the_same_bytes_from_files_and_from_a_workbook(
    name: str, notebooks: list[str], tmp_path: Path
) -> None:
    with_files = copy_network(name, tmp_path / "csv")
    with_workbook = copy_network(name, tmp_path / "xlsx")
    turn_into_workbook(with_workbook)
    build_some(with_files, tmp_path / "of-files", *notebooks)
    build_some(with_workbook, tmp_path / "of-workbook", *notebooks)
    pages = {page.name: page.read_bytes() for page in (tmp_path / "of-files").glob("*.html")}
    others = {page.name: page.read_bytes() for page in (tmp_path / "of-workbook").glob("*.html")}
    assert "2025.html" in pages
    assert others == pages
