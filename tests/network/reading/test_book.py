"""A network that is one workbook is read as it lies, and each fault is said at its sheet."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from changing import EXAMPLE, REAL, copy_network, edit, edit_book, read_files
from conftest import pipeline
from making import build_some
from openpyxl import Workbook, load_workbook
from openpyxl.styles import PatternFill
from twin import TWIN

from annual_report.network.network import open_network
from annual_report.network.reading.inspection import inspect_network
from annual_report.network.writing.whole_folder import turn_into_workbook

EVERY = ("annual_report", "year_data", "trends")

Change = Callable[[Any], object]


@pytest.fixture
def book(twin: Path) -> Path:
    """Make the small network one workbook, and return it."""
    turn_into_workbook(twin)
    return twin / "reseau.xlsx"


def lines(book: Path) -> list[str]:
    """Return what `check` would say of a workbook."""
    return [str(problem) for problem in inspect_network(book.parent).problems]


@pytest.mark.parametrize("name", [REAL, EXAMPLE])
def test_a_workbook_says_what_its_files_said(name: str, tmp_path: Path) -> None:
    folder = copy_network(name, tmp_path)
    meant = open_network(folder)
    assert pipeline("workbook", "--data", folder).returncode == 0
    assert not {*folder.glob("*.csv")} - {folder / "budgets.csv"}  # a file of its own stays
    read = open_network(folder)
    assert read.settings == meant.settings
    assert read.textes == meant.textes
    for table in meant.tables:
        assert read.tables[table].equals(meant.tables[table]), table
    # And back.
    assert pipeline("csv", "--data", folder).returncode == 0
    again = open_network(folder)
    assert [*folder.glob("*.xlsx")] == []
    for table in meant.tables:
        assert again.tables[table].equals(meant.tables[table]), table


def test_what_the_program_writes_itself_is_no_news(book: Path) -> None:
    assert inspect_network(book.parent).understood == ()


def test_what_the_guide_asks_for_is_no_news(book: Path) -> None:
    written = {"A8": "Ain", "C8": "x", "C9": "non", "C10": "Présent", "C2": "Présentiel"}

    def write(opened: Any) -> None:
        for place, words in written.items():
            opened["2025"][place] = words

    edit_book(book, write)
    assert inspect_network(book.parent).understood == ()


def test_a_coloured_cell_beside_the_grid_is_a_decoration(book: Path) -> None:
    def colour(opened: Any) -> None:
        # Row 8 is a member's, and column Z is empty: a colour there stands for no state.
        opened["2025"]["Z8"].fill = PatternFill("solid", fgColor="00FF00")

    before = lines(book)
    edit_book(book, colour)
    assert lines(book) == before


def test_both_or_two_workbooks_are_refused_with_their_names(book: Path) -> None:
    (book.parent / "copie.xlsx").write_bytes(book.read_bytes())
    assert lines(book) == [
        "reseau: “copie.xlsx, reseau.xlsx” are one network twice: keep the files or one workbook, "
        "and move the rest away"
    ]
    (book.parent / "copie.xlsx").rename(book.parent / "~$reseau.xlsx")
    (book.parent / "Membres.csv").write_text("annee,membre\n2025,44\n")
    assert "“reseau.xlsx, Membres.csv” are one network twice" in lines(book)[0]
    (book.parent / "Membres.csv").unlink()
    assert lines(book)[-1] == (
        "~$reseau.xlsx: says that a spreadsheet has a file open: save and close it"
    )


def rename(old: str, new: str) -> Change:
    return lambda book: setattr(book[old], "title", new)


def put(sheet: str, cell: str, value: object) -> Change:
    return lambda book: book[sheet].__setitem__(cell, value)


def insert(setting: str, value: str) -> Change:
    """Say what somebody types in the third row of the network's settings."""

    def change(book: Any) -> None:
        book["Réseau"].insert_rows(3)
        book["Réseau"]["A3"], book["Réseau"]["B3"] = setting, value

    return change


SAID: tuple[tuple[Change, str], ...] = (
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
    (lambda book: [book.remove(book[year]) for year in ("2024", "2025")],
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


@pytest.mark.parametrize(("change", "said"), SAID, ids=[said[:50] for _change, said in SAID])
def test_what_is_wrong_is_said_at_its_sheet(change: Change, said: str, book: Path) -> None:
    edit_book(book, change)
    starts = (f"reseau.xlsx, {said}", f"reseau.xlsx: {said}")
    assert any(line.startswith(starts) for line in lines(book)), lines(book)


def test_who_says_that_a_state_is_not_known_hears_it_once(book: Path) -> None:
    heard = len(lines(book))
    edit_book(book, put("2025", "C8", "?"))
    assert len(lines(book)) == heard
    (reading,) = inspect_network(book.parent).understood
    assert reading.what == "as “not recorded”"


def test_sheets_and_their_rows_stand_in_any_order(book: Path) -> None:
    meant = open_network(book.parent)

    def change(opened: Any) -> None:
        opened.move_sheet("2025", 3)
        sheet = opened["2025"]
        sheet.tables.clear()
        sheet.move_range("A8:D10", rows=3)
        sheet.insert_rows(1)
        sheet["A1"] = "Les membres du groupe"

    edit_book(book, change)
    read = open_network(book.parent)
    for table in meant.tables:
        assert read.tables[table].equals(meant.tables[table]), table


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


@pytest.mark.parametrize("command", [("check",), ("build",), ("new", "2026"), ("csv",)])
def test_a_workbook_as_it_once_was_is_refused_in_a_line(
    command: tuple[str, ...], earlier: Path
) -> None:
    done = pipeline(*command, "--data", earlier.parent)
    assert done.returncode == 1
    said = [line for line in (done.stdout + done.stderr).splitlines() if "earlier" in line]
    assert len(said) == 1
    assert said[0].endswith(
        "is a workbook of an earlier version: a year has one sheet now; expected: the command "
        "workbook, which turns it into one, once"
    )


def test_a_workbook_as_it_once_was_becomes_one_of_today_once(earlier: Path) -> None:
    meant = inspect_network(TWIN).contents
    assert meant
    old = earlier.read_bytes()
    done = pipeline("workbook", "--data", earlier.parent)
    assert done.returncode == 0, done.stderr
    opened = load_workbook(earlier)
    assert opened.sheetnames == [
        *("Mode d’emploi", "2025", "2024", "Sujets", "Ressources", "Réseau", "Notes", "Listes")
    ]
    assert opened["Notes"]["A1"].value == "à moi"
    read = inspect_network(earlier.parent).contents
    assert read
    for name, table in meant.tables.items():
        assert [*read.tables[name].rows] == [*table.rows], name
    (kept,) = (earlier.parent / "anciens").rglob("*.xlsx")
    assert kept.read_bytes() == old
    again = pipeline("workbook", "--data", earlier.parent)
    assert again.returncode == 2
    assert again.stderr == "reseau.xlsx: is this network’s workbook already\n"


LOST: tuple[tuple[str, str, str, str], ...] = (
    ("presences.csv", "etat", "etat,Note", "vu"),
    ("membres.csv", "etat", "etat,Vote", "x"),
)
"""A column that no year's sheet can hold: of attendance, and of what looks like attendance."""


@pytest.mark.parametrize(("file", "old", "new", "cell"), LOST)
def test_what_a_workbook_cannot_hold_is_said_before_anything_is_written(
    file: str, old: str, new: str, cell: str, twin: Path
) -> None:
    heading, *rows = (twin / file).read_text(encoding="utf-8").splitlines()
    lines = [heading.replace(old, new), *(f"{row},{cell}" for row in rows)]
    (twin / file).write_text("\n".join(lines) + "\n", encoding="utf-8")
    before = read_files(twin)
    done = pipeline("workbook", "--data", twin)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "nothing was written" in done.stderr
    assert read_files(twin) == before


def test_identifiers_and_columns_of_ones_own_come_back(twin: Path) -> None:
    edit(twin / "sujets.csv", "'+", "+")  # a guard, which nobody sees
    for file in ("rencontres.csv", "presences.csv"):
        edit(twin / file, "2025-1,", "Nantes,")
    for file in ("rencontres.csv", "membres.csv"):
        heading, *rows = (twin / file).read_text(encoding="utf-8").splitlines()
        lines = [f"{heading},Bureau", *(f"{row},salle {at}" for at, row in enumerate(rows))]
        (twin / file).write_text("\n".join(lines) + "\n", encoding="utf-8")
    before = {name: file for name, file in read_files(twin).items() if name.endswith(".csv")}
    assert pipeline("workbook", "--data", twin).returncode == 0
    assert pipeline("csv", "--data", twin).returncode == 0
    assert {name: file for name, file in read_files(twin).items() if name in before} == before


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("reseau.xls", b"\xd0\xcf\x11\xe0rest", "is an old .xls, or is protected by a password"),
        ("reseau.xlsx", b"\xd0\xcf\x11\xe0rest", "is an old .xls, or is protected by a password"),
        ("reseau.xlsx", b"PK\x03\x04", "is damaged, or no workbook"),
    ],
)
def test_a_workbook_that_cannot_be_looked_into_is_refused_with_the_remedy(
    name: str, content: bytes, said: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    (problem,) = inspect_network(tmp_path).errors
    assert str(problem).startswith(f"{name}: {said}; expected: ")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "notebooks"),
    [
        (EXAMPLE, EVERY[:1]),
        *(pytest.param(name, EVERY, marks=pytest.mark.deep) for name in (EXAMPLE, REAL)),
    ],
)
def test_pages_have_the_same_bytes_from_files_and_from_a_workbook(
    name: str, notebooks: tuple[str, ...], tmp_path: Path
) -> None:
    made = []
    for form in ("csv", "xlsx"):
        folder, out = copy_network(name, tmp_path / form), tmp_path / form / "out"
        if form == "xlsx":
            turn_into_workbook(folder)
        build_some(folder, out, *notebooks)
        made.append({path.name: path.read_bytes() for path in out.glob("*.html")})
    assert made[0] == made[1]
    assert "2025.html" in made[0]
