"""A new network: three questions, and a workbook that explains itself."""

from pathlib import Path

import pytest
from conftest import pipeline
from openpyxl import load_workbook

from annual_report.base.errors import ParameterError
from annual_report.network.network import open_network
from annual_report.network.reading.inspection import inspect_network
from annual_report.network.reading.schema import list_settings
from annual_report.network.writing.new_network import (
    check_folder,
    make_network,
    read_members,
    split_article,
)
from annual_report.network.writing.new_year import write_questions


def begin(folder: Path, *answers: str) -> tuple[int, str, str]:
    """Answer the questions of `init`; return its status, and what it says."""
    done = pipeline("init", folder.name, cwd=folder.parent, answer="\n".join([*answers, ""]))
    return done.returncode, done.stdout, done.stderr


def test_three_answers_make_a_network_that_is_a_draft(tmp_path: Path) -> None:
    folder = tmp_path / "landes"
    done = make_network(folder, "l'union des Landes", "Landes, 32 ; Gironde", 2025)
    assert done == ["landes.xlsx: written", "textes/2025.md: written"]
    text = (folder / "textes" / "2025.md").read_text(encoding="utf-8")
    assert text == write_questions(2025, "l’union des Landes")
    network = open_network(folder)
    assert network.title == "Union des Landes"
    assert network.settings.the_network == "l’union des Landes"
    assert network.membres["membre"].tolist() == ["40", "32", "33"]
    assert (network.years, network.drafts) == ((2025,), (2025,))
    inspection = inspect_network(folder)
    assert {problem.severity for problem in inspection.problems} == {"todo"}
    assert inspection.readings == ()  # what the program writes itself is no news


def test_its_workbook_explains_itself_and_suggests_without_blocking(tmp_path: Path) -> None:
    begin(tmp_path / "landes", "réseau des Landes", "40, 32", "2025")
    book = load_workbook(tmp_path / "landes" / "landes.xlsx")
    assert book.sheetnames == [
        *("Mode d’emploi", "Membres", "Rencontres", "Sujets", "Présences 2025", "Ressources"),
        *("Réseau", "Listes"),
    ]
    assert "check" in " ".join(str(row[0].value) for row in book["Mode d’emploi"].iter_rows())
    for sheet in book.worksheets[1:-1]:
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0), sheet.title
        rules = sheet.data_validations.dataValidation
        assert rules, sheet.title
        assert not any(rule.showErrorMessage for rule in rules), sheet.title
    # A day that is typed below the last row stays what was typed.
    assert book["Rencontres"].column_dimensions["C"].number_format == "@"
    settings = {row[0].value: row[1].value for row in book["Réseau"].iter_rows(min_row=2)}
    assert (settings["nom"], settings["article"], settings["genres"]) == (
        "réseau des Landes", "le", "département",
    )  # fmt: skip
    assert settings["contact"] is None
    assert {*settings} == {*list_settings()}


def test_what_is_asked_has_usual_answers_and_members_may_come_later(tmp_path: Path) -> None:
    status, asked, _err = begin(tmp_path / "mon-reseau", "", "", "")
    assert (status, "name of the network" in asked) == (0, True)
    network = open_network(tmp_path / "mon-reseau")
    assert network.title == "Mon reseau"
    assert network.years == ()


@pytest.mark.parametrize(
    ("members", "kind", "codes"),
    [
        ("Landes, Gers", "département", ["40", "32"]),
        ("Bretagne; Occitanie", "région", ["53R", "76R"]),
        ("Nantes Métropole, Métropole de Lyon", "métropole", ["244400404", "69M"]),
        ("Nantes\nRennes", "commune", ["44109", "35238"]),
        ("", "département", []),
        ("Landes, à compléter", "département", ["40"]),
    ],
)
def test_members_say_by_themselves_of_which_kind_they_are(
    members: str, kind: str, codes: list[str]
) -> None:
    assert read_members(members) == (kind, codes)


@pytest.mark.parametrize(
    ("name", "split"),
    [
        ("le groupe des Landes", ("le", "groupe des Landes")),
        ("L'union des Landes", ("l’", "union des Landes")),
        ("fédération des Landes", ("la", "fédération des Landes")),
        ("association des Landes", ("l’", "association des Landes")),
        ("réseau Leader", ("le", "réseau Leader")),
    ],
)
def test_a_name_has_the_article_that_was_typed_or_its_usual_one(
    name: str, split: tuple[str, str]
) -> None:
    assert split_article(name) == split


def test_an_answer_that_cannot_be_right_is_refused_and_nothing_written(tmp_path: Path) -> None:
    status, _out, err = begin(tmp_path / "reseau", "", "Atlantide", "2025")
    assert status == 2
    assert "“Atlantide” is not a French département; expected: an Insee" in err
    assert not (tmp_path / "reseau").exists()
    with pytest.raises(ParameterError, match=r"“\?” is empty; expected: a value such as 44"):
        read_members("Landes, ?")


def test_a_folder_that_holds_something_is_left_alone(twin: Path) -> None:
    refused = "a new network needs an empty folder; there is datapackage.json, membres.csv"
    with pytest.raises(ParameterError, match=refused):
        check_folder(twin)
    assert begin(twin)[:2] == (2, "")
