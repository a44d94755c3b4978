"""A network that is one workbook is read as it lies, and each fault is said at its sheet."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from changing import EXAMPLE, REAL, copy_network, edit_book
from conftest import pipeline
from making import build_some

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
    assert inspect_network(book.parent).readings == ()


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


def append(sheet: str, *cells: object) -> Change:
    return lambda book: book[sheet].append(cells)


def insert(setting: str, value: str) -> Change:
    """Say what somebody types in the third row of the network's settings."""

    def change(book: Any) -> None:
        book["Réseau"].insert_rows(3)
        book["Réseau"]["A3"], book["Réseau"]["B3"] = setting, value

    return change


SAID: tuple[tuple[Change, str], ...] = (
    (append("Membres", 2025, "Girond"),
     "sheet Membres, row 9, column Membre: “Girond” is not a French département"),
    (append("Membres", 2025, "44"),
     "sheet Membres, row 9: “2025, 44” is there twice; expected: one row only; sheet"),
    (put("Présences 2025", "B2", "peut-être"),
     "sheet Présences 2025, row 2, column 2025-1 : 19/06/2025 Nantes: “peut-être” is not a state"),
    (put("Présences 2025", "J2", "x"),
     "sheet Présences 2025, row 2, column J: “J” is not a known meeting"),
    (append("Membres", 2025, "33"),
     "sheet Présences 2025: who lacks a state where others of 2025 have one: Gironde (2025-1)"),
    (put("Rencontres", "K1", "Commentaire"),
     "sheet Rencontres, row 1: “Commentaire” is a column of your own: its text stays with the "
     "table, in no page"),
    (put("Rencontres", "K2", "Commentaire"),
     "sheet Rencontres, row 2, column K: “Commentaire” is in a column without a title"),
    (put("Rencontres", "K1", "Participants"),
     "sheet Rencontres, row 1: “Participants” is a column for personal data"),
    (put("Rencontres", "E1", "Formats"),
     "sheet Rencontres, row 1: “Formats” is not a column of this table; expected: Rencontre, "
     "Année, Début, Fin, Format, Genre, Ville, Département, Hôte, Titre; nearest: Format"),
    (put("Rencontres", "E2", "=1+1"),
     "sheet Rencontres, row 2, column Format: is a formula without a result"),
    (put("Rencontres", "E2", "à cheval"),
     "sheet Rencontres, row 2, column Format: “à cheval” is not one of the choices"),
    (put("Membres", "A1", None),
     "sheet Membres, row 1: “Année” is a missing column; expected: Année, Membre, État"),
    (rename("Sujets", "Thèmes de travail"),
     "sheet Thèmes de travail: has the titles of a table, and is not called as one; expected: "
     "Sujets"),
    (rename("Présences 2025", "Qui est venu"),
     "sheet Qui est venu: has members and meetings, and is not called as a year’s attendance; "
     "expected: Présences and the year"),
    (lambda book: book.create_sheet("Budget").append(["Année", "Titre", "Montant"]),
     "sheet Budget: is not a table of the network: not read"),
    (insert("contact", "ecrivez-nous"),
     "sheet Réseau, row 3, column Valeur: “ecrivez-nous” is neither a mail address nor the "
     "address of a page; expected: reseau@exemple.fr, https://exemple.fr/contact"),
    (insert("logos", "logo.png"),
     "sheet Réseau, row 3, column Réglage: “logos” is no setting of a network"),
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
    assert any(line.startswith(f"reseau.xlsx, {said}") for line in lines(book)), lines(book)


def test_who_says_that_a_state_is_not_known_hears_it_once(book: Path) -> None:
    heard = len(lines(book))
    edit_book(book, put("Présences 2025", "B2", "?"))
    assert len(lines(book)) == heard
    (reading,) = inspect_network(book.parent).readings
    assert reading.what == "as “not recorded”"


def test_sheets_stand_in_any_order_and_rows_too(book: Path) -> None:
    meant = open_network(book.parent)

    def change(opened: Any) -> None:
        opened.move_sheet("Présences 2025", -9)
        opened["Présences 2025"].move_range("A2:Z4", rows=3)
        opened["Membres"].insert_rows(1)
        opened["Membres"]["A1"] = "Les membres du groupe"

    edit_book(book, change)
    read = open_network(book.parent)
    assert read.membres.equals(meant.membres)
    assert read.presences.equals(meant.presences)


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
