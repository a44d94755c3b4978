"""A new network: three questions, and a workbook that explains itself."""

from pathlib import Path
from typing import Any

import pytest
from conftest import pipeline
from openpyxl import load_workbook

from annual_report.base.errors import ParameterError
from annual_report.network.network import open_network
from annual_report.network.reading.inspection import inspect_network
from annual_report.network.reading.schema import list_settings
from annual_report.network.territories.spelling import find_institutions
from annual_report.network.writing.new_members import Doubt, read_members
from annual_report.network.writing.new_network import (
    check_folder,
    make_network,
    split_article,
)
from annual_report.network.writing.new_year import write_questions

A4 = 9
"""The number of the paper in a workbook."""


def begin(folder: Path, *answers: str) -> tuple[int, str, str]:
    """Answer the three questions of `init`: the network's name, its members, its year.

    An empty answer stands for the usual answer. Return the command's status, output and errors.
    """
    done = pipeline("init", folder.name, cwd=folder.parent, answer="\n".join([*answers, ""]))
    return done.returncode, done.stdout, done.stderr


def test_three_answers_make_a_network_that_is_a_draft(tmp_path: Path) -> None:
    folder = tmp_path / "landes"
    lines = make_network(folder, "l'union des Landes", read_members("Landes, 32 ; Gironde"), 2025)
    assert lines == ["landes.xlsx: written", "textes/2025.md: written"]
    text = (folder / "textes" / "2025.md").read_text(encoding="utf-8")
    assert text == write_questions(2025, "l’union")
    network = open_network(folder)
    assert network.title == "Union des Landes"
    assert network.settings.of_network == "de l’union des Landes"
    assert network.membres["membre"].tolist() == ["40", "32", "33"]
    assert network.years == (2025,)
    assert network.drafts == (2025,)


def test_a_network_that_was_just_made_has_only_cells_to_fill_in(tmp_path: Path) -> None:
    begin(tmp_path / "landes", "réseau des Landes", "40, 32", "2025")
    inspection = inspect_network(tmp_path / "landes")
    assert {problem.severity for problem in inspection.problems} == {"todo"}
    # The program writes every value in its usual spelling.
    assert inspection.understood == ()


@pytest.fixture
def new_book(tmp_path: Path) -> Any:
    """Return the workbook of a network that was just made, of two Départements, in 2025."""
    begin(tmp_path / "landes", "réseau des Landes", "40, 32", "2025")
    return load_workbook(tmp_path / "landes" / "landes.xlsx")


def test_a_new_workbook_explains_itself(new_book: Any) -> None:
    tables = ["2025", "Sujets", "Ressources", "Réseau"]
    assert new_book.sheetnames == ["Mode d’emploi", *tables, "Listes"]
    explained = [str(cell.value) for cell in new_book["Mode d’emploi"]["A"]]
    assert "check" in " ".join(explained)


@pytest.mark.parametrize("title", ["2025", "Sujets", "Ressources", "Réseau"])
def test_a_new_sheet_prints_on_a4_and_suggests_without_blocking(title: str, new_book: Any) -> None:
    sheet = new_book[title]
    assert sheet.page_setup.paperSize == A4
    # As many pages as the rows take.
    assert sheet.page_setup.fitToHeight == 0
    rules = sheet.data_validations.dataValidation
    assert len(rules) > 0
    # A rule offers a list of values; only with an error message would it refuse another one.
    blocking = [rule.promptTitle for rule in rules if rule.showErrorMessage]
    assert blocking == []


def test_a_new_workbook_has_a_row_for_each_setting(new_book: Any) -> None:
    settings = {}
    for name, value, *_help in new_book["Réseau"].iter_rows(min_row=2, values_only=True):
        settings[name] = value
    assert set(settings) == set(list_settings())
    assert settings["nom"] == "réseau des Landes"
    assert settings["article"] == "le"
    assert settings["genres"] == "département"
    assert settings["contact"] is None


def test_every_question_has_a_usual_answer_and_members_may_come_later(tmp_path: Path) -> None:
    status, asked, _err = begin(tmp_path / "mon-reseau", "", "", "")
    assert status == 0
    assert "name of the network" in asked
    network = open_network(tmp_path / "mon-reseau")
    assert network.title == "Mon reseau"
    assert network.years == ()


@pytest.mark.parametrize(
    ("members", "kinds", "codes"),
    [
        # As they were typed; their kinds, that of the network first; their codes.
        ("Landes, Gers", "département", ["40", "32"]),
        ("Bretagne; Occitanie", "région", ["53R", "76R"]),
        ("Nantes Métropole, Métropole de Lyon", "métropole", ["244400404", "69M"]),
        ("Nantes\nRennes", "commune", ["44109", "35238"]),
        ("", "département", []),
        ("Landes, à compléter", "département", ["40"]),
        (
            "Gers\nNantes Métropole\nBretagne",
            "département métropole région",
            ["32", "244400404", "53R"],
        ),
        ("Gers\nDordogne\nNantes\nRennes", "département commune", ["32", "24", "44109", "35238"]),
        ("Décider ensemble\nFonda", "organisation", ["Décider ensemble", "Fonda"]),
        (
            "Gers\nDécider ensemble\nFonda",
            "département organisation",
            ["32", "Décider ensemble", "Fonda"],
        ),
    ],
)
def test_the_kinds_of_members_follow_from_their_names(
    members: str, kinds: str, codes: list[str]
) -> None:
    read = read_members(members)
    main_kind, *_others = kinds.split()
    assert read.kinds[0] == main_kind
    assert sorted(read.kinds) == sorted(kinds.split())
    assert list(read.codes) == codes
    assert read.doubts == ()


def test_a_doubtful_member_is_kept_as_it_was_typed_with_what_may_be_meant_at_its_line() -> None:
    read = read_members("Gers\nLandes\nGirnode\nFonda\nRhône-Métropole, Vendée")
    assert read.kinds == ("département",)
    assert read.codes[:4] == ("32", "40", "Girnode", "Fonda")
    first, second, *_others = read.doubts
    gironde = find_institutions("33", ("département",))
    assert first == Doubt(3, "Girnode", "is not a French département", gironde)
    assert first.choices == ("Gironde (33)",)
    assert second.line == 4
    assert second.name == "Fonda"
    assert second.choices == ()


def test_a_name_of_several_communes_is_doubtful_and_each_of_them_offered() -> None:
    [doubt] = read_members("Nantes\nRennes\nSaint-Denis").doubts
    assert "Saint-Denis (93066)" in doubt.choices
    assert "Saint-Denis (97411)" in doubt.choices


def test_a_misspelt_institution_is_doubtful_even_among_organisations() -> None:
    # Any name may be an organisation's, but this one is nearly the Gironde's.
    [doubt] = read_members("Gers\nFonda\nGirnode", organisations=True).doubts
    assert doubt.name == "Girnode"
    assert doubt.choices == ("Gironde (33)",)


def test_a_commune_alone_among_other_kinds_is_offered_as_itself_and_as_no_departement() -> None:
    (doubt,) = read_members("Gers\nDordogne\nNantes Métropole\nValence").doubts
    assert doubt.choices == ("Valence (16392)", "Valence (26362)", "Valence (82186)")
    assert "of another kind than the members of this network: commune" in doubt.what
    assert "expected: départements, métropoles" in doubt.what
    # Taken, it brings its kind along: the network is one of communes too.
    read = read_members("Gers\nDordogne\nNantes Métropole\nValence (26362)")
    assert read.doubts == ()
    assert read.codes == ("32", "24", "244400404", "26362")
    assert "commune" in read.kinds
    # A name of nothing has nothing beside it but the kinds that are understood.
    (unknown,) = read_members("Gers\nDordogne\nNantes Métropole\nAzertyuiop").doubts
    assert unknown.choices == ()
    assert "a code or an official name among: départements, métropoles" in unknown.what


def test_the_first_choice_that_is_offered_for_a_doubt_settles_it() -> None:
    typed = "Gers\nGirnode\nHte Garone\nLoir-Atlantique"
    for doubt in read_members(typed).doubts:
        typed = typed.replace(doubt.name, doubt.choices[0])
    read = read_members(typed)
    assert read.doubts == ()
    assert read.codes == ("32", "33", "31", "44")


@pytest.mark.parametrize(
    ("name", "split"),
    [
        ("le groupe des Landes", ("le", "groupe des Landes")),
        ("L'union des Landes", ("l’", "union des Landes")),
        ("fédération des Landes", ("la", "fédération des Landes")),
        ("association des Landes", ("l’", "association des Landes")),
        ("réseau Leader", ("le", "réseau Leader")),
        ("atelier des villes", ("l’", "atelier des villes")),
        ("plateforme des maires", ("la", "plateforme des maires")),
        ("les quatre villes", ("les", "quatre villes")),
        # A proper name, a plural, a number, a word of unknown gender: no article is sure.
        ("Les Quatre Villes", ("", "Les Quatre Villes")),
        ("Arras et Lens", ("", "Arras et Lens")),
        ("quatre villes", ("", "quatre villes")),
        ("trois rivières", ("", "trois rivières")),
        ("vingt-deux ports", ("", "vingt-deux ports")),
        ("onze villes", ("", "onze villes")),
        ("villes d’art", ("", "villes d’art")),
        ("table des maires", ("", "table des maires")),
    ],
)
def test_a_name_has_the_article_that_was_typed_or_its_usual_one(
    name: str, split: tuple[str, str]
) -> None:
    assert split_article(name) == split


@pytest.mark.parametrize(
    ("typed", "title", "of_network", "noun"),
    [
        # The name as it was typed; a page's title; the name after "de"; the noun of sentences.
        ("Deux villes", "Deux villes", "du réseau Deux villes", "le réseau"),
        ("quatre villes", "Quatre villes", "du réseau quatre villes", "le réseau"),
        ("les quatre villes", "Quatre villes", "des quatre villes", "le réseau"),
        ("l'union des Landes", "Union des Landes", "de l’union des Landes", "l’union"),
        (
            "Fédération des Landes",
            "Fédération des Landes",
            "de la Fédération des Landes",
            "la fédération",
        ),
    ],
)
def test_the_pages_of_a_new_network_name_it_in_french(
    tmp_path: Path, typed: str, title: str, of_network: str, noun: str
) -> None:
    make_network(tmp_path / "reseau", typed, read_members("Gers"), 2025)
    settings = open_network(tmp_path / "reseau").settings
    assert settings.title == title
    assert settings.of_network == of_network
    questions = (tmp_path / "reseau" / "textes" / "2025.md").read_text(encoding="utf-8")
    # A verb in the singular follows in the questions: "les quatre villes" would not agree.
    assert f"Qu’est-ce que {noun} a voulu faire en 2025" in questions


def test_a_doubt_stops_nothing_and_is_left_to_check(tmp_path: Path) -> None:
    # A typo in one name must not lose the others.
    status, output, errors = begin(tmp_path / "reseau", "", "Gers, Girnode, Landes", "2025")
    assert status == 0
    assert errors == ""
    assert "“Girnode” is not a French département; nearest: Gironde (33)" in output
    inspection = inspect_network(tmp_path / "reseau")
    [error] = inspection.errors
    assert error.value == "Girnode"
    assert inspection.partial_contents is not None
    rows = inspection.partial_contents.tables["membres"].every_row
    members = [row["membre"] for row in rows]
    assert "32" in members
    assert "40" in members


@pytest.mark.parametrize("members", ["Gers, Nantes Métropole", "Fonda, Décider ensemble"])
def test_a_network_of_several_kinds_or_of_organisations_is_right_as_it_was_made(
    tmp_path: Path, members: str
) -> None:
    status, _output, _errors = begin(tmp_path / "reseau", "", members, "2025")
    assert status == 0
    assert inspect_network(tmp_path / "reseau").errors == ()
    assert len(open_network(tmp_path / "reseau").membres) == 2


def test_a_folder_that_holds_something_is_left_alone(twin: Path) -> None:
    refused = "a new network needs an empty folder; there is datapackage.json, membres.csv"
    with pytest.raises(ParameterError, match=refused):
        check_folder(twin)
    status, output, _errors = begin(twin)
    assert status == 2
    assert output == ""


@pytest.mark.parametrize(
    ("typed", "doubtful"),
    [
        ("Arras\nLens\nBéthune", []),
        ("Arras\nLiile\nLens", ["Liile"]),  # Lille, misspelt
        ("Arras\nValence", ["Valence"]),  # there are three
        ("Valence", ["Valence"]),
    ],
)
def test_communes_are_no_communaute_urbaine_for_arras_among_them(
    typed: str, doubtful: list[str]
) -> None:
    members = read_members(typed)
    assert members.kinds == ("commune",)
    assert [doubt.name for doubt in members.doubts] == doubtful


COMMUNE_OF_ARRAS = "Arras (62041)"
COMMUNITY_OF_ARRAS = "Communauté urbaine d’Arras (200033579)"


@pytest.mark.parametrize("beside", ["", "Gers\n"])
@pytest.mark.parametrize("choice", [COMMUNE_OF_ARRAS, COMMUNITY_OF_ARRAS])
def test_arras_among_no_communes_is_asked_and_each_choice_settles_it(
    beside: str, choice: str
) -> None:
    [doubt] = read_members(f"{beside}Arras").doubts
    assert doubt.name == "Arras"
    assert doubt.choices == (COMMUNE_OF_ARRAS, COMMUNITY_OF_ARRAS)
    chosen = read_members(f"{beside}{choice}")
    assert chosen.doubts == ()
    assert chosen.codes[-1] in choice


def test_a_name_of_one_kind_alone_settles_arras() -> None:
    # "CU" is the usual word for a communauté urbaine.
    assert read_members("Arras, CU de Dunkerque").kinds == ("communauté urbaine",)
    assert read_members("Arras, CU de Dunkerque").doubts == ()
    assert read_members("Arras, Lens").doubts == ()


def test_two_names_of_two_kinds_settle_nothing() -> None:
    # Both are communes, and communautés urbaines.
    doubts = read_members("Arras, Dunkerque").doubts
    assert [doubt.name for doubt in doubts] == ["Arras", "Dunkerque"]
