"""A new network by questions: what is asked, what is written, and what is changed later."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from cells import publish_cell, tell_cell

from annual_report.commands.command_line import main
from annual_report.network.network import open_network
from annual_report.network.reading.inspection import inspect_package
from annual_report.network.reading.schema import name_shared_tables
from annual_report.network.writing.history import list_changes
from annual_report.network.writing.network_settings import (
    CHANGED_LATER,
    QUESTIONS,
    find_initials,
    put_answers,
    suggest_article,
    suggest_name,
    write_settings,
)
from annual_report.network.writing.new_network import make_network
from annual_report.report.parts.sources import provenance

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def descriptor(folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return found


def test_every_question_is_asked_on_a_line_with_its_usual_answer(
    here: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = ["fédération des possibles", "", "Institut des Villes et Territoires", "",
             "departements", "2022", "www.exemple.fr", "Gers, 44 ; Landes, Gers"]  # fmt: skip
    lines = iter(f"{each}\n" for each in typed)
    monkeypatch.setattr("sys.stdin.readline", lambda: next(lines), raising=False)
    assert main(["init", "reseau", "--lang", "fr"]) == 0
    said = capsys.readouterr().out
    asked = [each.text[0].upper() + each.text[1:] for each in QUESTIONS]
    assert [each for each in asked if each not in said] == []
    assert len(asked) == len(typed) == 8
    assert "[]" not in said  # nothing is usual there
    assert "Son article : le, la ou l’ [la]".replace(" :", "\u00a0:") in said
    assert "[IVT]" in said
    assert "membres\u00a0: lignes préparées pour 2022\u00a0: 3\n" in said
    assert "a déjà des lignes" not in said
    network = open_network(here / "reseau")
    settings = network.settings
    assert (settings.nom, settings.article, settings.sigle) == (typed[0], "la", "IVT")
    assert (settings.depuis, settings.seuil, settings.genres) == (None, 0, ("département",))
    assert settings.contact == "https://www.exemple.fr"
    assert settings.of_network == "de la fédération des possibles"
    assert network.title == "Fédération des possibles"
    assert network.membres["membre"].tolist() == ["32", "44", "40"]
    assert network.years == (2022,)
    written = descriptor(here / "reseau")
    assert written["resources"] == name_shared_tables()
    assert written["title"] == network.title
    assert written["licenses"] == [
        {
            "name": "etalab-2.0",
            "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
            "title": "Licence Ouverte 2.0",
        }
    ]


def test_a_wrong_answer_is_asked_for_again_and_the_others_stay(
    here: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = ["réseau d'essai", "", "", "départemant", "département", "2O22", "2022",
             "", "Gers, Lande", "Gers, Landes"]  # fmt: skip
    lines = iter(f"{each}\n" for each in typed)
    monkeypatch.setattr("sys.stdin.readline", lambda: next(lines), raising=False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    assert main(["init", "reseau", "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "bbreviation" not in said, "there is no institution to abbreviate"
    assert "“2O22” is not a year" in said
    assert "“Lande” is not a French département" in said
    assert open_network(here / "reseau").membres["membre"].tolist() == ["32", "40"]
    assert list(lines) == []


def test_with_yes_nothing_is_asked_and_the_folder_has_no_error(here: Path) -> None:
    assert main(["init", "mon-reseau", "Année=2025", "--yes", "genres=métropole"]) == 0
    found = inspect_package(here / "mon-reseau")
    assert [str(each) for each in found.errors] == []
    assert {each.severity for each in found.problems} == {"todo"}
    assert open_network(here / "mon-reseau").years == ()
    assert open_network(here / "mon-reseau").settings.nom == "mon reseau"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("annee=25", "“25” is not a year"),
        ("membres=Gerz", "“Gerz” is not"),
        ("seuil=peu", "“seuil” can’t be “peu”; expected: digits alone"),
        ("depuis=1492", "“depuis” can’t be “1492”; expected: 1900 – 2100"),
        ("article=un", "“article” can’t be “un”; expected: le, la, l’, les"),
        ("genres=canton", "“genres” can’t be “canton”"),
        ("licence=à moi", "“licence” can’t be “à moi”"),
        ("contact=moi", "“contact” can’t be “moi”"),
        ("sceuil=5", "“sceuil” is no setting of a network; nearest: seuil"),
        ("membre=44", "“membre” is no setting of a network; nearest: membres"),
        ("seuil", "“seuil” is no NAME=VALUE"),
    ],
)
def test_an_answer_that_cannot_be_right_writes_nothing(
    here: Path, capsys: Capture, answer: str, said: str
) -> None:
    assert main(["init", "reseau", answer, "--yes", "--lang", "en"]) == 2
    assert said in capsys.readouterr().err
    assert list(here.iterdir()) == []


def test_a_folder_that_holds_something_is_left_alone(here: Path, capsys: Capture) -> None:
    (here / "plein").mkdir()
    (here / "plein" / "notes.txt").write_text("à garder", encoding="utf-8")
    assert main(["init", "plein", "--yes", "--lang", "en"]) == 2
    assert "a new network needs an empty folder; there is notes.txt" in capsys.readouterr().err
    assert [path.name for path in here.rglob("*")] == ["plein", "notes.txt"]


def test_settings_are_shown_and_changed_and_taken_back(here: Path, capsys: Capture) -> None:
    main(["init", "reseau", "annee=2025", "membres=Gers", "--yes"])
    capsys.readouterr()
    assert main(["settings"]) == 0
    shown = capsys.readouterr().out
    for question in CHANGED_LATER:
        assert f"{question.name} = " in shown
    assert "settings contact=" in shown
    answers = ["nom=groupe des Landes", "seuil=5", "licence=aucune", "edition=15 janvier 2026"]
    assert main(["settings", *answers]) == 0
    changed = [line for line in capsys.readouterr().out.splitlines() if " = " in line]
    assert changed == [
        "nom = groupe des Landes", "licence = aucune", "seuil = 5", "edition = 2026-01-15",
    ]  # fmt: skip
    network = open_network(here / "reseau")
    assert (network.title, network.settings.seuil) == ("Groupe des Landes", 5)
    assert "licenses" not in descriptor(here / "reseau")
    assert list_changes(here / "reseau")[-1].command == "settings"
    assert main(["undo", "--yes"]) == 0
    assert open_network(here / "reseau").settings.seuil == 0


def test_a_setting_that_can_not_be_written_is_not_shown_as_if_it_were(
    here: Path, capsys: Capture
) -> None:
    main(["init", "reseau", "annee=2025", "membres=Gers", "--yes"])
    before = descriptor(here / "reseau")
    (here / "reseau" / "~$datapackage.json").touch()
    capsys.readouterr()
    assert main(["settings", "seuil=5", "--lang", "en"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "is open in a spreadsheet" in said.err
    assert descriptor(here / "reseau") == before


def test_kinds_that_no_member_is_of_are_refused(here: Path, capsys: Capture) -> None:
    main(["init", "reseau", "annee=2025", "membres=Gers", "--yes"])
    before = descriptor(here / "reseau")
    assert main(["settings", "genres=métropole", "--lang", "en"]) == 1
    assert "membres.csv, row 2, column membre: “32” is of another kind" in capsys.readouterr().err
    assert descriptor(here / "reseau") == before
    assert main(["settings", "genres=métropole, département"]) == 0


def test_what_settings_do_not_speak_of_stays() -> None:
    before = {
        "name": "r",
        "description": "Nos mots.",
        "sources": [{"title": "S"}],
        "reseau": {"nom": "réseau", "institutions": {"44": "Département de Loire-Atlantique"}},
        "resources": name_shared_tables(),
    }
    after = put_answers(before, {"contact": "reseau@exemple.fr"})
    assert after["sources"] == before["sources"]
    assert after["description"] == "Nos mots."
    assert after["reseau"]["institutions"] == before["reseau"]["institutions"]  # type: ignore[index]
    assert write_settings(after)["contact"] == "reseau@exemple.fr"
    assert "contact" not in put_answers(after, {"contact": ""})["reseau"]


@pytest.mark.parametrize(
    ("typed", "name", "article"),
    [
        ("le groupe des Landes", "groupe des Landes", "le"),
        ("l'union des villes", "union des villes", "l’"),
        ("la Fabrique", "Fabrique", "la"),
        ("lande et bocage", "lande et bocage", "le"),
    ],
)
def test_an_article_that_is_typed_with_the_name_is_no_part_of_it(
    here: Path, typed: str, name: str, article: str
) -> None:
    assert main(["init", "reseau", f"nom={typed}", "--yes"]) == 0
    found = open_network(here / "reseau").settings
    assert (found.nom, found.article) == (name, article)
    main(["settings", "nom=la fédération", "--data", "reseau"])
    assert open_network(here / "reseau").settings.of_network == "de la fédération"


def test_what_is_usual_follows_from_what_is_known() -> None:
    for name, article in {"groupe": "le", "fédération": "la", "union": "l’"}.items():
        assert suggest_article(name) == article
    assert find_initials("Institut de la Concertation et de la Participation Citoyenne") == "ICPC"
    assert find_initials("La Région Bretagne") == "RB"
    assert find_initials("conseil") == ""
    assert suggest_name(Path("Réseau_de-l’Ouest")) == "réseau de l’Ouest"


def test_pages_say_what_the_settings_say(tmp_path: Path) -> None:
    """The article of the name, the publisher's notices, and nothing of years before the first."""
    folder = tmp_path / "reseau"
    answers = {"nom": "fédération des possibles", "article": "la", "annee": "2022"}
    answers |= {"membres": "Gers, Landes", "mentions": "https://exemple.fr/mentions"}
    answers |= {"licence": "CC0 1.0", "code": "https://exemple.fr/depot"}
    make_network(folder, answers)
    network = open_network(folder)
    (opened,) = publish_cell(network, "year_data", "py-04", year=2022)
    page = opened.facts["page"]
    assert "de la fédération des possibles en 2022" in page["description"]
    assert {each["label"]: each["href"] for each in page["notices"]} == {
        "Mentions légales": "https://exemple.fr/mentions",
        "Données\u00a0: CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/deed.fr",
        "Code source": "https://exemple.fr/depot",
    }
    assert page["footer"] == "Fédération des possibles."
    cited = network.tell("citation", titre="Résumé", éditeur="", parue="2022").text
    assert cited.endswith("Fédération des possibles, «\u00a0Résumé\u00a0», 2022.")
    questions = (folder / "textes" / "2022.md").read_text(encoding="utf-8")
    assert "Que prévoit la fédération des possibles pour 2023" in questions
    sources = str(provenance(network, year=2022).html)
    assert '<a href="https://exemple.fr/depot">annual-report' in sources
    assert '<a href="https://creativecommons.org/publicdomain/zero/1.0/deed.fr">CC0' in sources
    said = tell_cell(network, "year_data", "py-53", year=2022)
    assert "La composition antérieure" in said
    born = replace(network, settings=replace(network.settings, depuis=2022))
    assert "membre avant" not in tell_cell(born, "year_data", "py-53", year=2022)
