"""States that a year without accidents doesn't show, and a whole year by the keyboard alone."""

import re
from pathlib import Path
from typing import Any

import pytest
from changing import append, edit, edit_book
from doors import (
    UP_TO_DATE,
    Doors,
    expect_in_frame,
    expect_state,
    expect_words,
    expect_year,
    look,
    write_small_network,
)
from playwright.sync_api import Locator, Page, expect
from waiting import PATIENCE, until

from annual_report.network.network import open_network

pytestmark = pytest.mark.slow

FOCUSED = """() => {
  const there = document.activeElement;
  const box = there.getBoundingClientRect();
  const label = there.labels?.[0] ?? there;
  return {
    words: label.textContent.trim().replace(/\\s+/g, " "),
    seen: getComputedStyle(there).outlineStyle === "solid"
      && there.contains(document.elementFromPoint(box.left + 5, Math.max(box.top, 0) + 5)),
  };
}"""
"""The words of the element that has the focus, and whether the focus can be seen."""


def reach(page: Page, words: str) -> None:
    """Press Tab until an element with some words has the focus, which is seen all the way."""
    passed: list[str] = []
    while len(passed) < 60:
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if page.evaluate("document.activeElement.matches('body, iframe, .work')"):
            continue
        assert focused["seen"], focused
        passed.append(focused["words"])
        if words in focused["words"]:
            return
    pytest.fail(f"{words!r} is not among {passed}")


def press(page: Page, words: str) -> None:
    """Reach a link or a button by the keyboard, and use it."""
    reach(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def fill_in_first_year(book: Any) -> None:
    """Fill in the workbook of a new network: a remote meeting, who came, and two subjects."""
    year = book["2025"]
    year["C1"] = "juin 2025"
    year["C2"] = "en visio"
    # A meeting at a distance has no town.
    year["C4"] = None
    year["C8"] = "x"
    subjects = book["Sujets"]
    subjects["B2"] = "Budget participatif"
    subjects["B3"] = "Jury citoyen"


TEXTS = {
    "La phrase de l’année": "Écouter les rivières.",
    "Objectifs": "Les faire connaître.",
    "Temps forts": "### Deux jours\n\nAu bord du Gers.",
    "Perspectives": "Continuer.",
}
"""What is typed in the fields of a year's text, by their labels; the other fields stay empty."""


def type_text_of_year(page: Page) -> None:
    """Fill in the form of a year's text by the keyboard: type `TEXTS`, and tick each question."""
    # The questions stand between the fields, and are ticked off on the way.
    for field in page.locator("#text").locator("input[type=checkbox], textarea").all():
        label = str(field.evaluate("field => field.labels[0].textContent"))
        name = " ".join(label.split())
        reach(page, name)
        if field.get_attribute("type") == "checkbox":
            page.keyboard.press("Space")
        else:
            page.keyboard.type(TEXTS.get(name, ""))


def test_a_whole_year_by_the_keyboard_alone(tmp_path: Path, doors: Doors) -> None:
    program = doors.open(tmp_path)
    page = doors.visit(program)

    # A new network.
    reach(page, "Nom du réseau")
    page.keyboard.type("le réseau des rivières")
    reach(page, "Ses membres")
    page.keyboard.type("Gers\nLandes")
    reach(page, "Première année")
    page.keyboard.press("Control+A")
    page.keyboard.type("2025")
    press(page, "Créer le réseau")
    expect_state(page, UP_TO_DATE)

    # A part that is shown again keeps the focus where it is.
    reach(page, "Écrire le texte")
    edit_book(tmp_path / "reseau-des-rivieres" / "reseau-des-rivieres.xlsx", fill_in_first_year)
    expect_in_frame(page, "Budget participatif")
    assert page.evaluate(FOCUSED) == {"words": "Écrire le texte", "seen": True}

    # The text of the year.
    with page.expect_navigation():
        page.keyboard.press("Enter")
    type_text_of_year(page)
    press(page, "Enregistrer le texte")
    expect(page.get_by_label("Objectifs", exact=True)).to_have_value("Les faire connaître.")
    expect_year(page, "2025 terminée")
    expect_state(page, UP_TO_DATE)

    # What is sent, the next year, and the end.
    press(page, "Envoyer")
    press(page, "Faire les fichiers à envoyer")
    expect_words(page.locator("#sending"), "Prêt à envoyer")
    expect_state(page, UP_TO_DATE)
    page.reload()
    press(page, "Préparer 2026")
    expect_year(page, "2026 brouillon")
    page.reload()
    press(page, "Fermer")
    expect(page.get_by_role("heading", level=1)).to_have_text("La porte est fermée")
    look(page)
    assert program.process.wait(PATIENCE) == 0


def find_form(page: Page) -> tuple[Locator, Locator, Locator]:
    """Return parts of the form of a new network: the members' field, the doubts, the button."""
    members = page.get_by_label("Ses membres")
    doubts = page.locator("#membres-dit li")
    button = page.get_by_role("button", name=re.compile("Créer le réseau"))
    return members, doubts, button


def test_a_form_with_faults_comes_back_with_all_that_was_typed(
    tmp_path: Path, doors: Doors
) -> None:
    page = doors.open_and_visit(tmp_path)
    members, doubts, button = find_form(page)
    name = page.get_by_label("Nom du réseau")
    year = page.get_by_label("Première année")
    with_organisations = page.get_by_label("Certains sont des organisations")
    typed = "Gers\nLandes, Girnode\nNantes Métropole\n\nRéseau des maires\nArdèche"

    name.fill("Trois  <b>rives</b>")
    members.fill(typed)
    year.fill("25")
    button.click()

    expect(page.locator("#annee-dit")).to_be_visible()
    doubted_lines = [doubt.split(" ")[:2] for doubt in doubts.all_inner_texts()]
    assert doubted_lines == [["ligne", "2"], ["ligne", "5"]]
    expect(members).to_have_value(typed)
    look(page)

    # Each fault is mended in its place, and the other answers stay.
    year.fill("2025")
    with_organisations.check()
    page.get_by_role("button", name="Gironde (33)").click()
    expect(members).to_have_value(typed.replace("Girnode", "Gironde (33)"))
    expect(doubts).to_have_count(0)
    expect(name).to_have_value("Trois  <b>rives</b>")
    expect(with_organisations).to_be_checked()

    button.click()
    expect_state(page, UP_TO_DATE)
    [folder] = [path for path in tmp_path.iterdir() if path.is_dir() and path.name != "build"]
    codes = open_network(folder).membres["membre"].tolist()
    assert sorted(codes) == ["07", "244400404", "32", "33", "40", "Réseau des maires"]


def test_of_communes_with_one_name_each_is_a_click_away(tmp_path: Path, doors: Doors) -> None:
    page = doors.open_and_visit(tmp_path)
    members, doubts, button = find_form(page)
    page.get_by_label("Nom du réseau").fill("Deux villes")
    members.fill("Valence\nSaint-Étienne\nLens")
    button.click()

    choices = doubts.first.get_by_role("button")
    expect(choices).to_have_text([re.compile("^Valence ")] * 3)
    # The button says the département too, which a cell needs not.
    expect(choices.nth(1)).to_have_text("Valence (26362, Drôme)")
    choices.nth(1).click()
    expect(members).to_have_value("Valence (26362)\nSaint-Étienne\nLens")


def test_a_doubt_stops_nothing_the_names_are_written_as_they_are(
    tmp_path: Path, doors: Doors
) -> None:
    write_small_network(tmp_path / "reseau")
    page = doors.open_and_visit(tmp_path)
    page.get_by_role("link", name="Nouveau réseau").click()
    members, doubts, button = find_form(page)
    page.get_by_label("Nom du réseau").fill("Deux villes")
    members.fill("Valence\nSaint-Étienne\nLens")

    button.click()
    expect(doubts).to_have_count(1)
    button.click()

    # The name is an error of the new network then, and no page was there before that could stay.
    expect_words(page.locator("#state"), "Valence")
    expect_state(page, "la page se fera quand elles seront corrigées")
    page.get_by_role("link", name="Vos réseaux").click()
    expect(page.locator(".networks > li")).to_have_count(2)
    look(page)


def test_without_a_browser_for_paper_the_page_is_sent_alone_and_the_door_says_so(
    tmp_path: Path, doors: Doors
) -> None:
    network = write_small_network(tmp_path / "reseau")
    page = doors.open_and_visit(network, REPORT_BROWSER="no such browser")
    expect_state(page, UP_TO_DATE)
    year_page = network / "build" / network.name / "2025.html"
    before = year_page.read_bytes()

    page.get_by_role("link", name="Envoyer 2025").click()
    page.get_by_role("button", name="Faire les fichiers à envoyer").click()

    expect_words(page.locator("#sending"), "Ni PDF ni image")
    assert "PDF" not in page.get_by_label("Les premières lignes").input_value()
    assert [path.name for path in (network / "envoi").iterdir()] == [f"{network.name}-2025.html"]
    assert year_page.read_bytes() == before
    look(page)


def test_a_refusal_goes_when_the_file_is_no_longer_open(tmp_path: Path, doors: Doors) -> None:
    network = write_small_network(tmp_path / "reseau")
    page = doors.open_and_visit(network)
    expect_state(page, UP_TO_DATE)
    # The sheet of the next year would be written over a file that a spreadsheet has open.
    lock = network / ".~lock.membres.csv#"
    lock.touch()
    prepare = page.get_by_role("button", name="Préparer 2026")
    until(lambda: page.reload() and prepare.count())

    prepare.click()
    refusal = page.locator("#refus")
    expect_words(refusal, "membres.csv")
    look(page)

    lock.unlink()
    expect(refusal).to_have_count(0, timeout=PATIENCE * 1000)


def test_an_error_of_the_data_goes_when_it_is_corrected(tmp_path: Path, doors: Doors) -> None:
    network = write_small_network(tmp_path / "reseau")
    page = doors.open_and_visit(network)
    expect_state(page, UP_TO_DATE)

    edit(network / "membres.csv", "2025,", "2O25,")
    # With its rows the year is gone too: its errors are seen beside the other year, unfolded.
    error = page.locator("#state > .said .error").first
    expect_words(error, "2O25")
    expect(error).to_be_visible()

    edit(network / "membres.csv", "2O25,", "2025,")
    expect(page.locator("#state")).not_to_contain_text("2O25", timeout=PATIENCE * 1000)
    expect_state(page, UP_TO_DATE)


def open_text_of_year(doors: Doors, network: Path) -> Page:
    """Open the door of a network, and return a window with the form of its year's text."""
    page = doors.open_and_visit(network)
    expect_state(page, UP_TO_DATE)
    page.get_by_role("link", name="Écrire le texte").click()
    expect(page.locator("#saved")).to_contain_text("Dernier enregistrement le")
    return page


def test_a_text_is_said_to_be_saved_or_not_while_it_is_typed(tmp_path: Path, doors: Doors) -> None:
    network = write_small_network(tmp_path / "reseau")
    page = open_text_of_year(doors, network)
    perspectives = page.get_by_label("Perspectives", exact=True)
    saved = page.locator("#saved")
    before = perspectives.input_value()

    perspectives.fill("Mes mots.")
    expect(saved).to_have_text("Pas encore enregistré.")
    perspectives.fill(before)
    expect(saved).to_contain_text("Dernier enregistrement le")

    # What somebody else saves is not in the fields, where nobody has typed since.
    append(network / "textes" / "2025.md", "\nUn mot de plus.\n")
    expect(saved).to_have_text("Pas encore enregistré.", timeout=PATIENCE * 1000)


def test_a_text_changed_by_two_is_shown_twice_and_saved_once_more(
    tmp_path: Path, doors: Doors
) -> None:
    network = write_small_network(tmp_path / "reseau")
    file = network / "textes" / "2025.md"
    page = open_text_of_year(doors, network)
    perspectives = page.get_by_label("Perspectives", exact=True)
    saved = page.locator("#saved")
    save = page.get_by_role("button", name="Enregistrer le texte")
    perspectives.fill("Mes mots.")

    # Somebody else saves the file meanwhile.
    edit(file, "## Perspectives\n", "## Perspectives\n\nEux.\n")
    of_other = file.read_text(encoding="utf-8")
    with page.expect_response(lambda response: response.status == 409) as conflict:
        save.click()

    # Nothing is saved; the page shows both texts, and isn't said to have the other's words yet.
    assert UP_TO_DATE not in conflict.value.text()
    assert file.read_text(encoding="utf-8") == of_other
    warning = page.get_by_role("alert").first
    expect(warning).to_contain_text("a changé entre-temps")
    # A link leads to each chapter that has two texts, and to no other.
    expect(warning.get_by_role("link")).to_have_text(["Perspectives"])
    in_file = page.get_by_label("Dans le fichier maintenant")
    expect(in_file).to_have_count(1)
    expect(in_file).to_have_value(re.compile("^Eux"))
    expect(perspectives).to_have_value("Mes mots.")
    expect(saved).to_have_text("Pas encore enregistré.")
    # The frame is loaded again with the other's words: axe looks when all is still.
    expect_state(page, UP_TO_DATE)
    look(page)

    # Saved once more, it is meant.
    save.click()
    expect(in_file).to_have_count(0)
    expect(saved).to_contain_text("Dernier enregistrement le")
    written = file.read_text(encoding="utf-8")
    assert "Mes mots." in written
    assert "Eux." not in written
