"""The tour of the members: a sheet each, taken back in any order, any number of times."""

import html
import itertools
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import pipeline
from doors import Edit, append_row, edit_workbook, gather_sheets, put_cell, read_files
from openpyxl import load_workbook
from twin import TWIN

from annual_report.network.network import network_from_package
from annual_report.network.reading.inspection import inspect_package

AIN, HAUTE_GARONNE, LOIRE = "2025-01-Ain", "2025-31-Haute-Garonne", "2025-44-Loire-Atlantique"
NAMES = {AIN: "01 Ain", HAUTE_GARONNE: "31 Haute-Garonne", LOIRE: "44 Loire-Atlantique"}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a network and its members' sheets once: tests work on copies."""
    folder = tmp_path_factory.mktemp("prepared")
    package = Path(shutil.copytree(TWIN, folder / "reseau"))
    (package / "textes").mkdir(exist_ok=True)
    (package / "textes" / "2025.md").write_text(
        "## Objectifs\n\nUn.\n\n## Temps forts\n\n### Nantes\n\nDeux jours.\n\n"
        "## Perspectives\n\nDeux.\n",
        encoding="utf-8",
    )
    assert pipeline("collect", "2025", folder / "fiches", "--data", package).returncode == 0
    return folder


@pytest.fixture
def package(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared / "reseau", tmp_path / "reseau"))


@pytest.fixture
def sent(prepared: Path, package: Path) -> Path:
    return Path(shutil.copytree(prepared / "fiches", package.parent / "fiches"))


def fill(sent: Path, name: str, edit: Edit) -> None:
    edit_workbook(sent / f"{name}.xlsx", edit)


def was_there(book: Any) -> None:
    book["Présences 2025"]["F3"] = "x"
    book["Dispositifs"].append(["Jury citoyen", "jury", 2021])


def others(book: Any) -> None:
    book["Présences 2025"]["F2"] = "excusé"
    book["Ressources 2025"].append(["Fiche", "fiche", "https://exemple.fr/f"])
    book["Temps forts"].append(["Une journée", "Dehors, en juin."])


def resource(genre: str) -> Edit:
    return append_row("Ressources 2025", "F", genre)


def test_a_sheet_holds_what_is_known_and_says_nothing_by_itself(package: Path, sent: Path) -> None:
    assert sorted(path.name for path in sent.iterdir()) == [f"{name}.xlsx" for name in NAMES]
    book = load_workbook(sent / f"{LOIRE}.xlsx")
    rows = [[cell.value for cell in row] for row in book["Présences 2025"].iter_rows()]
    assert rows == [
        ["Rencontre", "Date", "Format", "Ville", "Titre", "Présence"],
        ["2025-1", "19 et 20\u00a0juin 2025", "présentiel", "Nantes", "Retour d’expériences", "12"],
        ["2025-2", "2025", "hybride", None, None, None],
    ]
    assert book["Dispositifs"]["A2"].value == "Budget participatif"
    known = str(book["Mode d’emploi"]["A2"].value)
    assert known.startswith("Ce que le ")
    assert known.endswith(" Membre en 2024 et 2025.")
    status, said = gather_sheets(package, sent, "--yes")
    assert status == 0
    assert said.startswith("missing: 01 Ain, 31 Haute-Garonne, 44 Loire-Atlantique\n")
    assert said.endswith("nothing would change\n")
    done = pipeline("import", sent / f"{AIN}.xlsx", "--data", package)
    assert "gather the folder" in done.stderr


def test_a_year_without_members_is_refused_and_a_sheet_never_written_over(
    package: Path, sent: Path
) -> None:
    done = pipeline("collect", "2031", sent, "--data", package)
    assert (done.returncode, "2031 has no members" in done.stderr) == (2, True)
    fill(sent, AIN, was_there)
    typed = (sent / f"{AIN}.xlsx").read_bytes()
    done = pipeline("collect", "2025", sent, "--data", package)
    assert f"{AIN}.xlsx: is already there\n" in done.stdout
    assert "meetings of" not in done.stdout
    assert (sent / f"{AIN}.xlsx").read_bytes() == typed
    with (package / "rencontres.csv").open("a", encoding="utf-8") as file:
        file.write("2025-9,2025,à compléter,,à compléter,,,,,\n")
    done = pipeline("collect", "2025", sent, "--data", package)
    assert done.stdout.startswith("meetings of 2025 in the sheets: 2; still to fill in: 1\n")


def test_what_came_back_is_written_and_who_said_it_is_known(package: Path, sent: Path) -> None:
    fill(sent, AIN, was_there)
    fill(sent, HAUTE_GARONNE, others)
    (sent / f"{LOIRE}.xlsx").unlink()
    before = read_files(package)
    status, said = gather_sheets(package, sent, "--yes")
    assert status == 0, said
    assert said.splitlines()[:2] == [
        "answered: 01 Ain, 31 Haute-Garonne",
        "missing: 44 Loire-Atlantique",
    ]
    read = inspect_package(package).package
    assert read is not None
    network = network_from_package(read)
    states = network.presences.set_index(["rencontre", "membre"])["etat"].to_dict()
    assert states == {
        ("2025-1", "01"): "présent",
        ("2025-1", "31"): "excusé",
        ("2025-1", "44"): "présent",
        ("2025-2", "01"): "présent",
    }
    assert list(network.dispositifs["dispositif"]) == ["Jury citoyen", "Budget participatif"]
    assert [each.title for each in network.textes[2025].highlights] == ["Nantes", "Une journée"]
    sources = pipeline("gather", "--sources", "--data", package).stdout
    assert [re.sub(r"^\S+  ", "", line) for line in sources.splitlines()] == [
        "01 Ain – Présences: added: 2025-2, 01, présent",
        "31 Haute-Garonne – Présences: changed: 2025-1, 31: État: “absent” becomes “excusé”",
        "31 Haute-Garonne – Ressources: added: 2025, Fiche, fiche, https://exemple.fr/f",
        "01 Ain – Dispositifs: added: 01, Jury citoyen, jury, 2021",
        "31 Haute-Garonne: a highlight: Une journée",
    ]
    assert pipeline("undo", "--yes", "--data", package).returncode == 0
    assert read_files(package) == before
    assert "nothing was gathered yet" in pipeline("gather", "--sources", "--data", package).stdout


@pytest.mark.slow
def test_any_order_and_any_number_of_times(package: Path, sent: Path) -> None:
    fill(sent, AIN, was_there)
    fill(sent, HAUTE_GARONNE, others)
    fill(sent, LOIRE, append_row("Ressources 2025", "Carnet", "", ""))
    results = set()
    for number, order in enumerate(itertools.permutations(NAMES)):
        copy = Path(shutil.copytree(package, package.parent / f"copie{number}"))
        inbox = package.parent / f"recu{number}"
        inbox.mkdir()
        for name in order:
            shutil.copy(sent / f"{name}.xlsx", inbox)
            assert gather_sheets(copy, inbox, "--yes")[0] == 0
        assert gather_sheets(copy, inbox)[1].endswith("nothing would change\n")
        facts = {
            name: frozenset(content.splitlines()) for name, content in read_files(copy).items()
        }
        results.add(frozenset(facts.items()))
    assert len(results) == 1


@pytest.mark.parametrize(("answer", "genre"), [("--take", "guide"), ("--leave", "fiche")])
def test_what_two_sheets_say_differently_is_a_conflict_that_a_choice_settles(
    package: Path, sent: Path, answer: str, genre: str
) -> None:
    fill(sent, AIN, resource("fiche"))
    fill(sent, LOIRE, resource("guide"))
    before = read_files(package)
    status, said = gather_sheets(package, sent, "--yes")
    assert (status, read_files(package)) == (1, before)
    assert (
        "conflict 1: Ressources: 2025, F: the sheet of 44 Loire-Atlantique: “2025, F, "
        "guide”; the data: “2025, F, fiche”" in said
    )
    assert f'gather "{sent}" --data "{package}" {answer} 1 --yes\n' in said
    assert gather_sheets(package, sent, "--yes", answer, "1")[0] == 0
    assert f"2025,F,{genre}," in (package / "ressources.csv").read_text(encoding="utf-8")


def test_a_member_who_says_that_it_came_takes_no_count_away(package: Path, sent: Path) -> None:
    fill(sent, LOIRE, put_cell("Présences 2025", "F2", "présente"))
    assert gather_sheets(package, sent)[1].endswith("nothing would change\n")


def test_a_sheet_as_it_was_sent_may_lie_beside_the_one_that_came_back(
    package: Path, sent: Path
) -> None:
    shutil.copy(sent / f"{AIN}.xlsx", sent / "réponse.xlsx")
    fill(sent, "réponse", was_there)
    status, said = gather_sheets(package, sent, "--yes")
    assert (status, said.splitlines()[:2]) == (
        0, ["answered: 01 Ain", "missing: 31 Haute-Garonne, 44 Loire-Atlantique"]
    )  # fmt: skip
    assert "Jury" in (package / "dispositifs.csv").read_text(encoding="utf-8")


def test_two_sheets_of_one_member_are_refused_with_both_names(package: Path, sent: Path) -> None:
    fill(sent, AIN, was_there)
    shutil.copy(sent / f"{AIN}.xlsx", sent / "copie.xlsx")
    fill(sent, HAUTE_GARONNE, others)
    status, said = gather_sheets(package, sent, "--yes")
    assert status == 1
    assert (
        f"not taken: fiches: “{AIN}.xlsx, copie.xlsx” are sheets of one member, and neither is "
        "taken: keep one\n" in said
    )
    assert "came back, to be corrected: 01 Ain\n" in said
    assert "Jury" not in (package / "dispositifs.csv").read_text(encoding="utf-8")
    assert "Fiche" in (package / "ressources.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (
            append_row("Temps forts", "Merci", "Écrire à jeanne@exemple.fr"),
            f"{AIN}.xlsx, sheet Temps forts, row 2, column Récit: “Écrire à jeanne@exemple.fr” "
            "holds an e-mail address; expected: no e-mail address or telephone number",
        ),
        (
            put_cell("Présences 2025", "A2", "2025-7"),
            f"{AIN}.xlsx, sheet Présences 2025, row 2, column Rencontre: “2025-7” is not a known "
            "meeting; expected: an identifier of rencontres.csv",
        ),
    ],
)
def test_a_sheet_with_an_error_or_a_person_is_left_out_whole(
    package: Path, sent: Path, edit: Edit, said: str
) -> None:
    fill(sent, AIN, was_there)
    fill(sent, AIN, edit)
    fill(sent, HAUTE_GARONNE, others)
    status, heard = gather_sheets(package, sent, "--yes")
    assert (status, f"not taken: {said}\n" in heard) == (1, True), heard
    assert "answered: 31 Haute-Garonne\n" in heard
    assert "came back, to be corrected: 01 Ain\n" in heard
    assert "missing: 44 Loire-Atlantique\n" in heard
    assert "Jury" not in (package / "dispositifs.csv").read_text(encoding="utf-8")
    assert "Fiche" in (package / "ressources.csv").read_text(encoding="utf-8")


def test_the_commands_say_who_is_missing_and_what_to_send(package: Path, sent: Path) -> None:
    (sent / f"{AIN}.xlsx").rename(package.parent / "ailleurs.xlsx")
    (sent / "note.xlsx").write_bytes((package / "membres.csv").read_bytes())
    with zipfile.ZipFile(sent / f"{LOIRE}.ods", "w") as archive:
        archive.writestr("content.xml", "<office:document-content/>")
    (sent / "~$note.xlsx").write_bytes(b"")
    done = pipeline("gather", sent, "--data", package, "--lang", "fr")
    assert done.returncode == 1
    said = done.stdout.replace("\xa0", " ")
    assert "manquent : 01 Ain" in said
    assert "note.xlsx : n’est pas un classeur" in said
    assert f"{LOIRE}.ods : est un classeur .ods" in said
    assert "« Bonjour, il nous manque votre fiche 2025." in said


@pytest.mark.slow
@pytest.mark.parametrize(
    "words", ["Voir [ici](notes.doc)", "#1 <b>gras</b>", "a_b_c * d `e` | f", "![x](y.png)"]
)
def test_a_member_s_words_are_shown_as_they_are_once(package: Path, sent: Path, words: str) -> None:
    fill(sent, AIN, append_row("Temps forts", "Un *titre*", words))
    assert gather_sheets(package, sent, "--yes")[0] == 0
    assert gather_sheets(package, sent)[1].endswith("nothing would change\n")
    inspection = inspect_package(package)
    assert inspection.errors == ()
    assert inspection.package is not None
    highlight = inspection.package.texts[2025].highlights[-1]
    assert highlight.title == "Un *titre*"
    assert html.unescape(highlight.html).replace("\xa0", " ") == f"<p>{words}</p>"


def test_a_column_that_a_file_lacks_comes_when_somebody_fills_it(package: Path, sent: Path) -> None:
    path = package / "ressources.csv"
    path.write_text("annee,titre,genre\n", encoding="utf-8")
    fill(sent, AIN, append_row("Ressources 2025", "Carnet", "guide", None))
    gather_sheets(package, sent, "--yes")
    assert path.read_text(encoding="utf-8") == "annee,titre,genre\n2025,Carnet,guide\n"
    fill(sent, HAUTE_GARONNE, others)
    gather_sheets(package, sent, "--yes")
    rows = path.read_text(encoding="utf-8").splitlines()
    assert rows[0] == "annee,titre,genre,url"
    assert "2025,Fiche,fiche,https://exemple.fr/f" in rows


def test_the_year_s_text_keeps_its_encoding_and_its_ends_of_lines(
    package: Path, sent: Path
) -> None:
    path = package / "textes" / "2025.md"
    path.write_bytes("## Temps forts\r\n\r\n### L’été\r\n\r\nÀ Nantes.\r\n".encode("cp1252"))
    fill(sent, HAUTE_GARONNE, others)
    gather_sheets(package, sent, "--yes")
    assert path.read_bytes().decode("cp1252") == (
        "## Temps forts\r\n\r\n### L’été\r\n\r\nÀ Nantes.\r\n\r\n"
        "### Une journée\r\n\r\nDehors, en juin.\r\n"
    )
    path.write_bytes(b"\xff\x00\xe9")
    assert "textes/2025.md: " in gather_sheets(package, sent)[1]


@pytest.mark.parametrize(("column", "lost"), [(1, ", row 1: “Rencontre"), (6, ": “Présence")])
def test_a_sheet_that_lost_a_column_takes_nothing_away(
    package: Path, sent: Path, column: int, lost: str
) -> None:
    fill(sent, LOIRE, lambda book: book["Présences 2025"].delete_cols(column))
    before = read_files(package)
    said = gather_sheets(package, sent, "--yes")[1]
    assert f"not taken: {LOIRE}.xlsx, sheet Présences 2025{lost}” is a missing column" in said
    assert read_files(package) == before
