"""The tour of the members: a sheet each, taken back in any order, any number of times."""

import html
import itertools
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import pipeline
from corpus_case import TWIN
from openpyxl import load_workbook

from annual_report.errors import DataError, ParameterError
from annual_report.network import network_of
from annual_report.reading.digest import package_digest
from annual_report.reading.files.interrupted import HISTORY
from annual_report.reading.files.package_files import SOURCES
from annual_report.reading.inspection import inspect_package
from annual_report.writing.history import changes, last_change, take_back
from annual_report.writing.imports.importing import read_import
from annual_report.writing.tour.gathering import Gathering, read_gathering, told_sources
from annual_report.writing.tour.member_sheets import collect

Edit = Callable[[Any], None]
AIN, HAUTE_GARONNE, LOIRE = "2025-01-Ain", "2025-31-Haute-Garonne", "2025-44-Loire-Atlantique"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a network and its members' sheets once: tests work on copies."""
    folder = tmp_path_factory.mktemp("prepared")
    package = Path(shutil.copytree(TWIN, folder / "reseau"))
    (package / "textes").mkdir(exist_ok=True)
    (package / "textes" / "2025.md").write_text(
        "## Objectifs\n\nUn.\n\n## Temps forts\n\n### Nantes\n\nDeux jours.\n\n## Perspectives\n\n"
        "Deux.\n",
        encoding="utf-8",
    )
    collect(package, 2025, folder / "fiches")
    return folder


@pytest.fixture
def package(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared / "reseau", tmp_path / "reseau"))


@pytest.fixture
def sent(prepared: Path, package: Path) -> Path:
    return Path(shutil.copytree(prepared / "fiches", package.parent / "fiches"))


def fill(sent: Path, name: str, edit: Edit) -> None:
    book = load_workbook(sent / f"{name}.xlsx")
    edit(book)
    book.save(sent / f"{name}.xlsx")


def was_there(book: Any) -> None:
    book["Présences 2025"]["F3"] = "x"
    book["Dispositifs"].append(["Jury citoyen", "jury", 2021])


def others(book: Any) -> None:
    book["Présences 2025"]["F2"] = "excusé"
    book["Ressources 2025"].append(["Fiche", "fiche", "https://exemple.fr/f"])
    book["Temps forts"].append(["Une journée", "Dehors, en juin."])


def held(package: Path) -> dict[str, bytes]:
    return {
        path.relative_to(package).as_posix(): path.read_bytes()
        for path in package.rglob("*")
        if path.is_file() and HISTORY not in path.parts
    }


def gathered(package: Path, folder: Path) -> Gathering:
    found = read_gathering(package, folder)
    found.apply()
    return found


def test_a_sheet_holds_what_is_known_and_says_nothing_by_itself(package: Path, sent: Path) -> None:
    assert sorted(path.name for path in sent.iterdir()) == [
        f"{name}.xlsx" for name in (AIN, HAUTE_GARONNE, LOIRE)
    ]
    book = load_workbook(sent / f"{LOIRE}.xlsx")
    rows = [[cell.value for cell in row] for row in book["Présences 2025"].iter_rows()]
    assert rows == [
        ["Rencontre", "Date", "Format", "Ville", "Titre", "Présence"],
        ["2025-1", "19 et 20\u00a0juin 2025", "présentiel", "Nantes", "Retour d’expériences", "12"],
        ["2025-2", "2025", "hybride", None, None, None],
    ]
    assert book["Dispositifs"]["A2"].value == "Budget participatif"
    assert str(book["Mode d’emploi"]["A2"].value).startswith("Ce que le ")
    found = read_gathering(package, sent)
    assert (found.files, found.changes, found.untouched) == ({}, [], ["01", "31", "44"])
    with pytest.raises(DataError, match="gather the folder"):
        read_import(package, sent / f"{AIN}.xlsx")


def test_a_year_without_members_is_refused_and_a_sheet_never_written_over(
    package: Path, sent: Path
) -> None:
    with pytest.raises(ParameterError, match="2031 has no members"):
        collect(package, 2031, sent)
    fill(sent, AIN, was_there)
    typed = (sent / f"{AIN}.xlsx").read_bytes()
    assert f"{AIN}.xlsx: is already there" in collect(package, 2025, sent)
    assert (sent / f"{AIN}.xlsx").read_bytes() == typed


def test_meetings_that_no_sheet_can_ask_about_are_said(package: Path, sent: Path) -> None:
    assert not any("meetings of" in line for line in collect(package, 2025, sent))
    with (package / "rencontres.csv").open("a", encoding="utf-8") as file:
        file.write("2025-9,2025,à compléter,,à compléter,,,,,\n")
    said = collect(package, 2025, sent)
    assert said[0] == "meetings of 2025 in the sheets: 2; still to fill in: 1"


def test_what_came_back_is_written_with_who_said_it(package: Path, sent: Path) -> None:
    fill(sent, AIN, was_there)
    fill(sent, HAUTE_GARONNE, others)
    (sent / f"{LOIRE}.xlsx").unlink()
    before = held(package)
    found = gathered(package, sent)
    assert (found.answered, found.untouched, found.missing) == (["01", "31"], [], ["44"])
    assert found.year == "2025"
    read = inspect_package(package).package
    assert read is not None
    network = network_of(read)
    states = network.presences.set_index(["rencontre", "membre"])["etat"].to_dict()
    assert states == {
        ("2025-1", "01"): "présent",
        ("2025-1", "31"): "excusé",
        ("2025-1", "44"): "présent",
        ("2025-2", "01"): "présent",
    }
    assert list(network.dispositifs["dispositif"]) == ["Jury citoyen", "Budget participatif"]
    assert [each.title for each in network.textes[2025].highlights] == ["Nantes", "Une journée"]
    (change,) = changes(package)
    assert "01: Dispositifs: added: 01, Jury citoyen, jury, 2021" in change.details
    assert "31: Temps forts: Une journée" in change.details
    last = last_change(package)
    assert last is not None
    take_back(package, last)
    assert held(package) == before


@pytest.mark.slow
def test_any_order_and_any_number_of_times(package: Path, sent: Path) -> None:
    fill(sent, AIN, was_there)
    fill(sent, HAUTE_GARONNE, others)
    fill(sent, LOIRE, lambda book: book["Ressources 2025"].append(["Carnet", "", ""]))
    results = set()
    for number, order in enumerate(itertools.permutations([AIN, HAUTE_GARONNE, LOIRE])):
        copy = Path(shutil.copytree(package, package.parent / f"copie{number}"))
        inbox = package.parent / f"recu{number}"
        inbox.mkdir()
        for name in order:
            shutil.copy(sent / f"{name}.xlsx", inbox)
            gathered(copy, inbox)
        assert read_gathering(copy, inbox).files == {}
        facts = {name: frozenset(content.splitlines()) for name, content in held(copy).items()}
        results.add(frozenset(facts.items()))
    assert len(results) == 1


def test_who_contradicts_whom_is_said_and_neither_is_taken(package: Path, sent: Path) -> None:
    for name, genre in ((AIN, "fiche"), (LOIRE, "guide")):
        fill(sent, name, lambda book, genre=genre: book["Ressources 2025"].append(["F", genre]))  # type: ignore[misc]
    fill(sent, HAUTE_GARONNE, others)
    found = gathered(package, sent)
    assert found.contradictions == [f"{AIN}.xlsx: “2025, F, fiche”; {LOIRE}.xlsx: “2025, F, guide”"]
    text = (package / "ressources.csv").read_text(encoding="utf-8")
    assert ("Fiche" in text, ",F," in text) == (True, False)


def test_what_the_data_changed_meanwhile_stays_and_is_said(package: Path, sent: Path) -> None:
    fill(sent, AIN, lambda book: book["Présences 2025"].__setitem__("F2", 5))
    path = package / "presences.csv"
    path.write_text(path.read_text("utf-8").replace("2025-1,01,2,oui", "2025-1,01,4,oui"), "utf-8")
    found = read_gathering(package, sent)
    assert [(code, str(each)) for code, each in found.conflicts] == [
        (
            "01",
            "Présences: 2025-1, 01, présent, 4: agents: the workbook: “5”; the data: “4”",
        )
    ]
    assert found.files == {}


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (
            lambda book: book["Temps forts"].append(["Merci", "Écrire à jeanne@exemple.fr"]),
            f"{AIN}.xlsx, sheet Temps forts, row 2: holds an e-mail address",
        ),
        (
            lambda book: book["Dispositifs"].append(["Contact : 06 12 34 56 78"]),
            f"{AIN}.xlsx, sheet Dispositifs, row 3, column dispositif: “Contact : 06 12 34 56 78” "
            "holds a telephone number; expected: no e-mail address or telephone number",
        ),
        (
            lambda book: book["Présences 2025"].__setitem__("F2", "-"),
            f"{AIN}.xlsx, sheet Présences 2025, row 2, column etat: “-” may mean absent or not "
            "recorded; expected: présent, absent, excusé, non invité, a number of agents, or an "
            "empty cell",
        ),
    ],
)
def test_a_sheet_with_an_error_or_a_person_is_left_out_whole(
    package: Path, sent: Path, edit: Edit, said: str
) -> None:
    fill(sent, AIN, was_there)
    fill(sent, AIN, edit)
    fill(sent, HAUTE_GARONNE, others)
    found = gathered(package, sent)
    assert [str(problem) for problem in found.problems] == [said]
    assert (found.answered, found.refused, found.missing) == (["31"], ["01"], [])
    assert "Jury" not in (package / "dispositifs.csv").read_text(encoding="utf-8")
    assert "Fiche" in (package / "ressources.csv").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_commands_say_who_is_missing_and_what_to_send(package: Path) -> None:
    folder = package.parent / "tour"
    done = pipeline("collect", "2025", folder, "--ods", "--data", package, "--lang", "fr")
    assert done.returncode == 0, done.stderr
    (folder / f"{AIN}.ods").unlink()
    done = pipeline("gather", folder, "--data", package, "--lang", "fr")
    assert done.returncode == 0, done.stderr
    assert "01 Ain" in done.stdout
    assert "« Bonjour, il nous manque votre fiche 2025." in done.stdout


def contradicting(sent: Path) -> None:
    for name, genre in ((AIN, "fiche"), (LOIRE, "guide")):
        fill(sent, name, lambda book, genre=genre: book["Ressources 2025"].append(["F", genre]))  # type: ignore[misc]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("taken", "left", "genre"),
    [([AIN], [], "fiche"), ([LOIRE], [], "guide"), ([], [AIN], "guide"), ([], [LOIRE], "fiche")],
)
def test_a_contradiction_is_settled_by_a_choice_and_not_asked_again(
    package: Path, sent: Path, taken: list[str], left: list[str], genre: str
) -> None:
    contradicting(sent)
    files = [[f"{name}.xlsx" for name in names] for names in (taken, left)]
    found = read_gathering(package, sent, *files)
    assert (found.contradictions, found.conflicts) == ([], [])
    found.apply()
    assert f"2025,F,{genre}," in (package / "ressources.csv").read_text(encoding="utf-8")
    again = read_gathering(package, sent)
    assert (again.contradictions, again.conflicts, again.files) == ([], [], {})
    said = told_sources(package)
    assert [each.partition(" on ")[0] for each in said] == [
        "ressources, 2025, F, genre: “fiche”, by Ain",
        "ressources, 2025, F, genre: “guide”, by Loire-Atlantique",
    ]
    assert ["; not taken" in each for each in said] == [genre == "guide", genre == "fiche"]


def test_two_that_are_both_taken_settle_nothing(package: Path, sent: Path) -> None:
    contradicting(sent)
    found = read_gathering(package, sent, [f"{AIN}.xlsx", f"{LOIRE}.xlsx"])
    assert len(found.contradictions) == 1
    with pytest.raises(ParameterError, match=r"“x.xlsx” is none of the sheets: 2025-01-Ain"):
        read_gathering(package, sent, ["x.xlsx"])


@pytest.mark.parametrize(("taken", "agents"), [(True, "5"), (False, "4")])
def test_what_the_data_changed_meanwhile_is_settled_as_well(
    package: Path, sent: Path, taken: bool, agents: str
) -> None:
    fill(sent, AIN, lambda book: book["Présences 2025"].__setitem__("F2", 5))
    path = package / "presences.csv"
    path.write_text(path.read_text("utf-8").replace("2025-1,01,2,oui", "2025-1,01,4,oui"), "utf-8")
    files = [f"{AIN}.xlsx"]
    read_gathering(package, sent, files if taken else [], [] if taken else files).apply()
    again = read_gathering(package, sent)
    assert (again.conflicts, again.changes) == ([], [])
    read = inspect_package(package).package
    assert read is not None
    row = read.tables["presences"].query("rencontre == '2025-1' and membre == '01'")
    assert str(row["agents"].item()) == agents


def test_where_each_fact_comes_from_is_kept_and_shown(package: Path, sent: Path) -> None:
    fill(sent, AIN, was_there)
    fill(sent, HAUTE_GARONNE, others)
    (sent / f"{AIN}.xlsx").rename(sent / "Fiche de Jeanne Dupont.xlsx")
    before, digest = held(package), package_digest(package)
    gathered(package, sent)
    rows = (package / SOURCES).read_bytes().decode("utf-8-sig").split("\r\n")
    assert rows[0] == "date;membre;fiche;table;ligne;colonne;valeur;retenu"
    today = date.today().isoformat()
    assert f"{today};01;;presences;2025-2, 01;etat;présent;oui" in rows
    assert f"{today};31;{HAUTE_GARONNE}.xlsx;ressources;2025, Fiche;genre;fiche;oui" in rows
    assert f"{today};31;{HAUTE_GARONNE}.xlsx;textes/2025.md;Une journée;;;oui" in rows
    seen = [str(problem) for problem in inspect_package(package).problems]
    assert [each for each in seen if SOURCES in each] == []
    last = last_change(package)
    assert last is not None
    take_back(package, last, even_if_edited=True)
    assert (held(package), package_digest(package)) == (before, digest)


def as_excel_saves(text: str) -> bytes:
    """Write the sources as a French Excel does: its encoding, its dates, no zero before a 1."""
    rows = []
    for line in text.removeprefix("\ufeff").splitlines():
        day, member, *others = line.split(";")
        if day != "date":
            day, member = f"{date.fromisoformat(day):%d/%m/%Y}", str(int(member))
        rows.append(";".join([day, member, *others]))
    return "\r\n".join([*rows, ";;;;;;;", ""]).encode("cp1252")


def test_the_sources_are_understood_when_a_spreadsheet_saved_them_and_stay_in_its_form(
    package: Path, sent: Path
) -> None:
    fill(sent, AIN, was_there)
    gathered(package, sent)
    said = told_sources(package)
    path = package / SOURCES
    assert path.read_bytes().startswith(b"\xef\xbb\xbfdate;membre;")
    path.write_bytes(as_excel_saves(path.read_text("utf-8")))
    assert told_sources(package) == said
    fill(sent, HAUTE_GARONNE, others)
    gathered(package, sent)
    assert ";présent;oui\r\n" in path.read_bytes().decode("cp1252")
    assert set(said) < set(told_sources(package))


@pytest.mark.parametrize(("old", "new"), [("20", "le 20"), ("membre", "qui"), (";oui", "")])
def test_sources_that_are_not_understood_are_not_written_over(
    package: Path, sent: Path, old: str, new: str
) -> None:
    fill(sent, AIN, was_there)
    gathered(package, sent)
    text = (package / SOURCES).read_text("utf-8").replace(old, new)
    (package / SOURCES).write_text(text, "utf-8")
    for act in (lambda: told_sources(package), lambda: read_gathering(package, sent)):
        with pytest.raises(DataError, match=r"provenance\.csv: isn’t as it was written: give it"):
            act()


def test_no_source_is_a_formula(package: Path, sent: Path) -> None:
    fill(sent, AIN, lambda book: book["Ressources 2025"].append(["Fiche", "-fiche", ""]))
    gathered(package, sent)
    assert ";genre;'-fiche;oui" in (package / SOURCES).read_text(encoding="utf-8")
    assert any("genre: “-fiche”, by Ain" in each for each in told_sources(package))


def test_a_fact_that_was_changed_since_is_said_to_be(package: Path, sent: Path) -> None:
    fill(sent, AIN, was_there)
    gathered(package, sent)
    path = package / "dispositifs.csv"
    path.write_text(path.read_text("utf-8").replace(",2021", ",2019"), "utf-8")
    (line,) = [each for each in told_sources(package) if "depuis" in each]
    assert line.endswith(f"({AIN}.xlsx); since then: 2019")


@pytest.mark.slow
@pytest.mark.parametrize(
    "words", ["Voir [ici](notes.doc)", "#1 <b>gras</b>", "a_b_c * d `e` | f", "![x](y.png)"]
)
def test_a_member_s_words_are_shown_as_they_are_once(package: Path, sent: Path, words: str) -> None:
    fill(sent, AIN, lambda book: book["Temps forts"].append(["Un *titre*", words]))
    gathered(package, sent)
    assert read_gathering(package, sent).files == {}
    inspection = inspect_package(package)
    assert inspection.errors == ()
    assert inspection.package is not None
    highlight = inspection.package.texts[2025].highlights[-1]
    assert highlight.title == "Un *titre*"
    assert html.unescape(highlight.html).replace("\xa0", " ") == f"<p>{words}</p>"


def test_what_somebody_else_writes_between_reading_and_writing_stays(
    package: Path, sent: Path
) -> None:
    fill(sent, AIN, was_there)
    found = read_gathering(package, sent)
    path = package / "presences.csv"
    path.write_text(path.read_text("utf-8").replace("2025-1,01,2,oui", "2025-1,01,4,oui"), "utf-8")
    with pytest.raises(DataError, match=r"^presences\.csv: was changed meanwhile: nothing was"):
        found.apply()
    assert changes(package) == []
    gathered(package, sent)
    text = path.read_text(encoding="utf-8")
    assert "2025-1,01,présent,4" in text
    assert "2025-2,01,présent," in text


def test_a_column_that_a_file_lacks_comes_when_somebody_fills_it(package: Path, sent: Path) -> None:
    path = package / "ressources.csv"
    path.write_text("annee,titre,genre\n", encoding="utf-8")
    fill(sent, AIN, lambda book: book["Ressources 2025"].append(["Carnet", "guide", None]))
    gathered(package, sent)
    assert path.read_text(encoding="utf-8") == "annee,titre,genre\n2025,Carnet,guide\n"
    fill(sent, HAUTE_GARONNE, others)
    gathered(package, sent)
    rows = path.read_text(encoding="utf-8").splitlines()
    assert rows[0] == "annee,titre,genre,url"
    assert "2025,Fiche,fiche,https://exemple.fr/f" in rows


def test_the_year_s_text_keeps_its_encoding_and_its_ends_of_lines(
    package: Path, sent: Path
) -> None:
    path = package / "textes" / "2025.md"
    path.write_bytes("## Temps forts\r\n\r\n### L’été\r\n\r\nÀ Nantes.\r\n".encode("cp1252"))
    fill(sent, HAUTE_GARONNE, others)
    gathered(package, sent)
    assert path.read_bytes().decode("cp1252") == (
        "## Temps forts\r\n\r\n### L’été\r\n\r\nÀ Nantes.\r\n\r\n"
        "### Une journée\r\n\r\nDehors, en juin.\r\n"
    )
    path.write_bytes(b"\xff\x00\xe9")
    with pytest.raises(DataError, match=r"^textes/2025\.md: "):
        read_gathering(package, sent)


def test_a_choice_alone_is_said_to_be_kept(package: Path, sent: Path) -> None:
    fill(sent, AIN, lambda book: book["Présences 2025"].__setitem__("F2", 5))
    path = package / "presences.csv"
    path.write_text(path.read_text("utf-8").replace("2025-1,01,2,oui", "2025-1,01,4,oui"), "utf-8")
    done = pipeline("gather", sent, "--leave", f"{AIN}.xlsx", "--yes", "--data", package)
    assert done.stdout.endswith(
        "kept, so as not to be asked again: 1 choices\nto take them back: undo\n"
    )
    assert "written" not in done.stdout


def test_rows_above_the_titles_are_no_answers(package: Path, sent: Path) -> None:
    """Somebody puts a title of their own above: nothing was taken away for all that."""

    def edit(book: Any) -> None:
        was_there(book)
        book["Temps forts"].append(["Une journée", "Dehors, en juin."])
        for sheet in book.worksheets[1:5]:
            sheet.insert_rows(1, 2)
            sheet["A1"] = "Département de l’Ain"

    fill(sent, AIN, edit)
    found = read_gathering(package, sent)
    assert found.problems == []
    assert [str(change) for _code, change in found.changes] == [
        "Présences: added: 2025-2, 01, présent",
        "Dispositifs: added: 01, Jury citoyen, jury, 2021",
    ]
    assert found.highlights == [("01", "Une journée", "Dehors, en juin.")]


@pytest.mark.parametrize(("column", "lost"), [(1, "Rencontre"), (6, "Présence")])
def test_a_sheet_that_lost_a_column_takes_nothing_away(
    package: Path, sent: Path, column: int, lost: str
) -> None:
    fill(sent, LOIRE, lambda book: book["Présences 2025"].delete_cols(column))
    found = read_gathering(package, sent)
    assert [str(each) for each in found.problems] == [
        f"{LOIRE}.xlsx, sheet Présences 2025, row 1: “{lost}” is a missing column"
    ]
    assert (found.changes, found.refused, found.missing) == ([], ["44"], [])


def test_what_is_in_the_folder_and_is_no_sheet_is_said(package: Path, sent: Path) -> None:
    (sent / f"{AIN}.xlsx").rename(sent / f"{AIN}.xls")
    (sent / "~$note.xlsx").write_bytes(b"")
    found = read_gathering(package, sent)
    assert [str(each) for each in found.problems] == [
        f"{AIN}.xls: is no member’s sheet: not read; expected: .xlsx, .ods"
    ]
    assert found.missing == ["01"]
