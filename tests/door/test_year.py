"""A year at the door in a real browser, from a network that isn't there to what is sent of it.

Nobody types a command after the first. Each state is looked at by axe, wide and narrow, light and
dark, and so is each new page in the frame. `test_held_open.py` has a real LibreOffice save.
"""

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
    list_faults,
    look,
    write_small_network,
)
from own_notebooks import PUBLISH_SENTENCE, write_notebook
from playwright.sync_api import Browser, expect
from waiting import PATIENCE, until

pytestmark = pytest.mark.slow

MEMBERS = """\
Gers
Landes
Girnode
Dordogne
Loire-Atlantique
Val-de-Marne
Morbihan
Lot
Ardèche
Nièvre
Haute-Garonne
Finistère"""
"""The members as they are typed: Girnode is meant to be Gironde."""


def fill_in_with_typo(book: Any) -> None:
    """Fill in a new network: a remote meeting, to which « Landse » came, and two subjects."""
    year = book["2025"]
    year["C1"] = "juin 2025"
    year["C2"] = "en visio"
    # A meeting at a distance has no town.
    year["C4"] = None
    year["C8"] = "x"
    year["A9"] = "Landse"
    subjects = book["Sujets"]
    subjects["B2"] = "Budget participatif"
    subjects["B3"] = "Jury citoyen"


def correct_typo(book: Any) -> None:
    """Type the member of `fill_in_with_typo` as it is meant."""
    book["2025"]["A9"] = "Landes"


def test_a_year_from_nothing_to_what_is_sent_without_a_command(
    tmp_path: Path, doors: Doors
) -> None:
    folder = tmp_path / "Nos réseaux"
    folder.mkdir()
    program = doors.open(folder)
    page = doors.visit(program)
    look(page)

    # A new network: a typo is doubted beside its line, and mended by a click.
    page.get_by_label("Nom du réseau").fill("le réseau des rivières")
    page.get_by_label("Ses membres").fill(MEMBERS)
    page.get_by_label("Première année").fill("2025")
    page.get_by_role("button", name="Créer le réseau").click()
    expect_words(page.locator("#membres-dit"), "« Girnode »")
    look(page)
    page.get_by_role("button", name="Gironde (33)").click()
    expect(page.get_by_label("Ses membres")).to_have_value(re.compile(r"\nGironde \(33\)\n"))
    page.get_by_role("button", name="Créer le réseau").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Réseau des rivières")
    expect_state(page, UP_TO_DATE)
    expect_year(page, "2025 brouillon")
    expect_words(page.locator("#state"), "feuille 2025, C1 à C2, C4")
    look(page)

    # The workbook, with a mistake that goes.
    book = folder / "reseau-des-rivieres" / "reseau-des-rivieres.xlsx"
    edit_book(book, fill_in_with_typo)
    expect_words(page.locator("#state"), "« Landse »")
    expect_year(page, "2025 à corriger")
    look(page)

    edit_book(book, correct_typo)
    expect(page.locator("#state")).not_to_contain_text("« Landse »", timeout=PATIENCE * 1000)
    expect_state(page, UP_TO_DATE)
    expect_in_frame(page, "Budget participatif")

    # The text, in which a fault is said while it is typed, and stops nothing.
    page.get_by_role("link", name="Écrire le texte").click()
    page.get_by_label("La phrase de l’année", exact=True).fill("Écouter les rivières.")
    page.get_by_label("Objectifs", exact=True).fill("Des <b>mots</b>.")
    expect(page.locator("#chapitre-2-dit")).to_contain_text("contient du HTML")
    look(page)
    page.get_by_label("Objectifs", exact=True).fill("Faire connaître les rivières.")
    expect(page.locator("#chapitre-2-dit")).to_be_empty()
    page.get_by_label("Temps forts", exact=True).fill("### Deux jours à Auch\n\nAu bord du Gers.")
    for question in page.get_by_label(re.compile("^Fait")).all():
        question.check()
    page.get_by_role("button", name="Enregistrer le texte").click()
    expect_year(page, "2025 terminée")
    expect_state(page, UP_TO_DATE)
    expect_in_frame(page, "Écouter les rivières.")

    # What is sent.
    page.locator("#views").get_by_role("link", name="Envoyer").click()
    expect_words(page.locator("#sending"), "reseau-des-rivieres-2025.pdf")
    look(page)
    page.get_by_role("button", name="Faire les fichiers à envoyer").click()
    expect_words(page.locator("#sending"), "feuilles : 1")
    sent = {path.name for path in (folder / "envoi").iterdir()}
    assert sent == {f"reseau-des-rivieres-2025.{kind}" for kind in ("html", "pdf", "png")}
    assert "Résumé annuel 2025" in page.get_by_label("Les premières lignes").input_value()
    expect_year(page, "2025 envoyée")
    look(page)
    append(book.parent / "textes" / "2025.md", "\nUn mot de plus.\n")
    expect_words(page.locator("#sending"), "+ Un mot de plus")
    expect_year(page, "2025 changée depuis l’envoi")
    # The files of before are not what is to be sent: no mail is offered with them.
    expect(page.get_by_label("Les premières lignes")).to_have_count(0)
    expect(page.get_by_role("button", name="Refaire les fichiers")).to_be_visible()
    expect_state(page, UP_TO_DATE)
    look(page)

    # The next year; not while the workbook is open, which is a state.
    lock = book.with_name(f".~lock.{book.name}#")
    lock.touch()
    expect_words(page.locator("#state"), "est ouvert dans un tableur")
    prepare = page.get_by_role("button", name="Préparer 2026")
    expect(prepare).to_be_disabled()
    look(page)
    lock.unlink()
    expect(page.locator("#state")).not_to_contain_text("est ouvert", timeout=PATIENCE * 1000)
    expect(prepare).to_be_enabled(timeout=PATIENCE * 1000)
    prepare.click()
    expect_year(page, "2026 brouillon")
    look(page)

    # The tab is closed, and soon the program ends.
    page.close(run_before_unload=False)
    assert program.process.wait(PATIENCE) == 0


def test_the_page_in_the_frame_is_looked_at_by_axe(tmp_path: Path, doors: Doors) -> None:
    network = write_small_network(tmp_path / "reseau")
    page = doors.open_and_visit(network)
    expect_state(page, UP_TO_DATE)

    # A page with a fault: no element has the role "picture".
    edit(network / "build" / network.name / "2025.html", 'role="img"', 'role="picture"')
    page.reload()
    [framed] = [frame for frame in page.frames if frame != page.main_frame]
    framed.wait_for_load_state()

    faults = [rule for rule, _element in list_faults(framed)]
    assert "aria-roles" in faults
    assert list_faults(page.main_frame) == []
    with pytest.raises(AssertionError, match="aria-roles"):
        look(page)


def test_a_second_double_click_finds_the_first_and_the_button_ends_it_without_a_script(
    tmp_path: Path, browser: Browser, doors: Doors
) -> None:
    write_small_network(tmp_path / "rives", "Deux rives")
    write_small_network(tmp_path / "sources", "Trois sources")
    program = doors.open(tmp_path)

    second = doors.open(tmp_path)
    assert second.process.wait(PATIENCE) == 0
    assert second.address == program.address
    assert "déjà ouverte" in second.said[0]

    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(program.address)
    # What is read or made while a page is shown is there after a reload.
    banks = page.get_by_role("link", name="Deux rives")
    sources = page.get_by_role("link", name="Trois sources")
    until(lambda: page.reload() and banks.count() and sources.count())
    banks.click()
    # The year's page is made in the meantime.
    until(lambda: page.reload() and page.locator("iframe").count())
    page.get_by_role("button", name="Fermer").click()
    assert page.get_by_role("heading", level=1).inner_text() == "La porte est fermée"
    assert program.process.wait(PATIENCE) == 0
    context.close()


def test_what_is_saved_in_the_middle_of_a_build_is_in_the_page_at_its_end(
    tmp_path: Path, doors: Doors
) -> None:
    network = write_small_network(tmp_path / "reseau")
    page = doors.open_and_visit(tmp_path)
    expect_state(page, "les pages se font")

    edit(network / "rencontres.csv", ",Auch,", ",Condom,")
    expect_in_frame(page, "Condom")

    # Who has scrolled down in the frame stays there when the page is shown anew.
    page.evaluate("document.querySelector('iframe').contentWindow.scrollTo(0, 300)")
    edit(network / "rencontres.csv", ",Condom,", ",Lectoure,")
    expect_in_frame(page, "Lectoure")
    place = "document.querySelector('iframe').contentWindow.scrollY"
    until(lambda: page.evaluate(place) == 300)


def test_notebooks_and_no_network_have_their_place(tmp_path: Path, doors: Doors) -> None:
    pages = {"name": "page", "each": "once"}
    write_notebook(tmp_path / "carnets", "page", "sentence = 2026", PUBLISH_SENTENCE, pages=pages)
    page = doors.open_and_visit(tmp_path, "--notebooks", "carnets", "--out", "pages")
    expect_in_frame(page, "2026")

    write_notebook(tmp_path / "carnets", "page", "sentence = 2031", PUBLISH_SENTENCE, pages=pages)
    expect_in_frame(page, "2031")
    look(page)
