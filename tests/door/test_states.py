"""States that a year without accidents doesn't show, and a whole year by the keyboard alone."""

import re
from pathlib import Path
from typing import Any

import pytest
from changing import append, edit, edit_book
from doors import (
    UP_TO_DATE,
    Program,
    expect_state,
    look,
    open_program,
    visit,
    write_small_network,
)
from playwright.sync_api import Browser, Page, expect
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


def fill_in(opened: Any) -> None:
    """Fill in the first year of a new network."""
    sheet = opened["2025"]
    sheet["C1"], sheet["C2"], sheet["C4"], sheet["C8"] = "juin 2025", "en visio", None, "x"
    opened["Sujets"]["B2"], opened["Sujets"]["B3"] = "Budget participatif", "Jury citoyen"


def test_a_whole_year_by_the_keyboard_alone(
    tmp_path: Path, browser: Browser, end: list[Program]
) -> None:
    program = open_program(tmp_path)
    end.append(program)
    page = visit(browser, program)
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
    edit_book(tmp_path / "reseau-des-rivieres" / "reseau-des-rivieres.xlsx", fill_in)
    framed = page.frame_locator("iframe")
    expect(framed.locator("body")).to_contain_text("Budget participatif", timeout=PATIENCE * 1000)
    assert page.evaluate(FOCUSED) == {"words": "Écrire le texte", "seen": True}
    with page.expect_navigation():
        page.keyboard.press("Enter")
    texts = {
        "La phrase de l’année": "Écouter les rivières.",
        "Objectifs": "Les faire connaître.",
        "Temps forts": "### Deux jours\n\nAu bord du Gers.",
        "Perspectives": "Continuer.",
    }
    # The questions stand between the fields, and are ticked off on the way.
    for asked in page.locator("#text").locator("input[type=checkbox], textarea").all():
        label = str(asked.evaluate("field => field.labels[0].textContent"))
        name = " ".join(label.split())
        reach(page, name)
        if asked.get_attribute("type") == "checkbox":
            page.keyboard.press("Space")
        else:
            page.keyboard.type(texts.get(name, ""))
    press(page, "Enregistrer le texte")
    expect(page.get_by_label("Objectifs", exact=True)).to_have_value("Les faire connaître.")
    expect(page.locator("#years")).to_contain_text("2025 terminée", timeout=PATIENCE * 1000)
    expect_state(page, UP_TO_DATE)
    press(page, "Envoyer")
    press(page, "Faire les fichiers à envoyer")
    expect(page.locator("#sending")).to_contain_text("Prêt à envoyer", timeout=PATIENCE * 1000)
    expect_state(page, UP_TO_DATE)
    page.reload()
    press(page, "Préparer 2026")
    expect(page.locator("#years")).to_contain_text("2026 brouillon", timeout=PATIENCE * 1000)
    page.reload()
    press(page, "Fermer")
    expect(page.get_by_role("heading", level=1)).to_have_text("La porte est fermée")
    look(page)
    assert program.process.wait(PATIENCE) == 0
    page.close()


def test_a_mixed_network_with_organisations_and_homonyms_loses_no_name(
    tmp_path: Path, browser: Browser, end: list[Program]
) -> None:
    program = open_program(tmp_path)
    end.append(program)
    page = visit(browser, program)
    members, doubts = page.get_by_label("Ses membres"), page.locator("#membres-dit li")
    make = page.get_by_role("button", name=re.compile("Créer le réseau"))
    typed = "Gers\nLandes, Girnode\nNantes Métropole\n\nRéseau des maires\nArdèche"
    page.get_by_label("Nom du réseau").fill("Trois  <b>rives</b>")
    members.fill(typed)
    page.get_by_label("Première année").fill("25")
    make.click()
    expect(page.locator("#annee-dit")).to_be_visible()
    assert [words.split(" ")[:2] for words in doubts.all_inner_texts()] == [
        ["ligne", "2"],
        ["ligne", "5"],
    ]
    expect(members).to_have_value(typed)
    look(page)
    page.get_by_label("Première année").fill("2025")
    page.get_by_label("Certains sont des organisations").check()
    page.get_by_role("button", name="Gironde (33)").click()
    expect(members).to_have_value(typed.replace("Girnode", "Gironde (33)"))
    expect(doubts).to_have_count(0)
    expect(page.get_by_label("Nom du réseau")).to_have_value("Trois  <b>rives</b>")
    expect(page.get_by_label("Certains sont des organisations")).to_be_checked()
    make.click()
    expect_state(page, UP_TO_DATE)
    (folder,) = [path for path in tmp_path.iterdir() if path.is_dir() and path.name != "build"]
    members_read = open_network(folder).membres["membre"].tolist()
    assert sorted(members_read) == ["07", "244400404", "32", "33", "40", "Réseau des maires"]

    # Of communes of one name each is a click away; another network has its place beside it.
    page.get_by_role("link", name="Nouveau réseau").click()
    page.get_by_label("Nom du réseau").fill("Deux villes")
    members.fill("Valence\nSaint-Étienne\nLens")
    make.click()
    choices = doubts.first.get_by_role("button").all_inner_texts()
    assert [choice.split(" ")[0] for choice in choices] == ["Valence"] * 3
    doubts.first.get_by_role("button").nth(1).click()
    # The button says the département too, which a cell needs not.
    assert choices[1] == "Valence (26362, Drôme)"
    expect(members).to_have_value("Valence (26362)\nSaint-Étienne\nLens")
    # A doubt stops nothing: the names are written as they are.
    members.fill("Valence\nSaint-Étienne\nLens")
    make.click()
    expect(doubts).to_have_count(1)
    make.click()
    expect(page.locator("#state")).to_contain_text("Valence", timeout=PATIENCE * 1000)
    # No page was there before that could stay.
    expect_state(page, "la page se fera quand elles seront corrigées")
    page.get_by_role("link", name="Vos réseaux").click()
    expect(page.locator(".networks > li")).to_have_count(2)
    look(page)
    page.close()


def test_without_a_browser_for_paper_the_page_is_sent_alone_and_the_door_says_so(
    tmp_path: Path, browser: Browser, end: list[Program]
) -> None:
    network = write_small_network(tmp_path / "reseau")
    program = open_program(network, REPORT_BROWSER="no such browser")
    end.append(program)
    page = visit(browser, program)
    expect_state(page, UP_TO_DATE)
    looked_at = (network / "build" / network.name / "2025.html").read_bytes()
    page.get_by_role("link", name="Envoyer 2025").click()
    page.get_by_role("button", name="Faire les fichiers à envoyer").click()
    sending = page.locator("#sending")
    expect(sending).to_contain_text("Ni PDF ni image", timeout=PATIENCE * 1000)
    assert "PDF" not in page.get_by_label("Les premières lignes").input_value()
    assert [path.name for path in (network / "envoi").iterdir()] == [f"{network.name}-2025.html"]
    assert (network / "build" / network.name / "2025.html").read_bytes() == looked_at
    look(page)
    page.close()


def test_an_old_refusal_goes_with_its_cause(
    tmp_path: Path, browser: Browser, end: list[Program]
) -> None:
    network = write_small_network(tmp_path / "reseau")
    program = open_program(network)
    end.append(program)
    page = visit(browser, program)
    expect_state(page, UP_TO_DATE)
    # The sheet of the next year would be written over a file that a spreadsheet has open.
    lock = network / ".~lock.membres.csv#"
    lock.touch()
    until(lambda: page.reload() and page.get_by_role("button", name="Préparer 2026").count())
    page.get_by_role("button", name="Préparer 2026").click()
    refused = page.locator("#refus")
    expect(refused).to_contain_text("membres.csv", timeout=PATIENCE * 1000)
    look(page)
    lock.unlink()
    expect(refused).to_have_count(0, timeout=PATIENCE * 1000)
    # So does an error of the data.
    edit(network / "membres.csv", "2025,", "2O25,")
    # With its rows the year is gone too: its errors are seen beside the other year, unfolded.
    expect(page.locator("#state > .said .error").first).to_contain_text(
        "2O25", timeout=PATIENCE * 1000
    )
    expect(page.locator("#state > .said .error").first).to_be_visible()
    edit(network / "membres.csv", "2O25,", "2025,")
    expect(page.locator("#state")).not_to_contain_text("2O25", timeout=PATIENCE * 1000)
    expect_state(page, UP_TO_DATE)
    page.close()


def test_a_text_changed_by_two_is_shown_twice_and_saved_once_more(
    tmp_path: Path, browser: Browser, end: list[Program]
) -> None:
    network = write_small_network(tmp_path / "reseau")
    file = network / "textes" / "2025.md"
    program = open_program(network)
    end.append(program)
    page = visit(browser, program)
    expect_state(page, UP_TO_DATE)
    page.get_by_role("link", name="Écrire le texte").click()
    perspectives, saved = page.get_by_label("Perspectives", exact=True), page.locator("#saved")
    expect(saved).to_contain_text("Dernier enregistrement le")
    before = perspectives.input_value()
    perspectives.fill("Mes mots.")
    expect(saved).to_have_text("Pas encore enregistré.")
    perspectives.fill(before)
    expect(saved).to_contain_text("Dernier enregistrement le")
    perspectives.fill("Mes mots.")

    # Somebody else saves the file meanwhile.
    others = file.read_text(encoding="utf-8").replace(
        "## Perspectives\n", "## Perspectives\n\nEux.\n"
    )
    file.write_text(others, encoding="utf-8")
    with page.expect_response(lambda response: response.status == 409) as conflict:
        page.get_by_role("button", name="Enregistrer le texte").click()
    assert UP_TO_DATE not in conflict.value.text(), "the page lacks the words of the other person"
    warning = page.get_by_role("alert").first
    expect(warning).to_contain_text("a changé entre-temps")
    # A link leads to each chapter that has two texts, and to no other.
    expect(warning.get_by_role("link")).to_have_text(["Perspectives"])
    assert file.read_text(encoding="utf-8") == others, "nothing is saved over the other's words"
    in_file = page.get_by_label("Dans le fichier maintenant")
    expect(in_file).to_have_count(1)
    expect(in_file).to_have_value(re.compile("^Eux"))
    expect(perspectives).to_have_value("Mes mots.")
    expect(saved).to_have_text("Pas encore enregistré.")
    # The frame is loaded again with the other's words: axe looks when all is still.
    expect_state(page, UP_TO_DATE)
    look(page)

    page.get_by_role("button", name="Enregistrer le texte").click()
    expect(in_file).to_have_count(0)
    expect(saved).to_contain_text("Dernier enregistrement le")
    written = file.read_text(encoding="utf-8")
    assert "Mes mots." in written
    assert "Eux." not in written
    # What somebody else saves now is not in the fields, where nobody has typed since.
    append(file, "\nUn mot de plus.\n")
    expect(saved).to_have_text("Pas encore enregistré.", timeout=PATIENCE * 1000)
    page.close()
