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
    Program,
    expect_state,
    list_faults,
    look,
    open_program,
    visit,
    write_small_network,
)
from own_notebooks import PUBLISH_SENTENCE, write_notebook
from playwright.sync_api import Browser, expect
from waiting import PATIENCE, until

pytestmark = pytest.mark.slow

MEMBERS = (
    "Gers", "Landes", "Girnode", "Dordogne", "Loire-Atlantique", "Val-de-Marne", "Morbihan", "Lot",
    "Ardèche", "Nièvre", "Haute-Garonne", "Finistère",
)  # fmt: skip


def test_a_year_from_nothing_to_what_is_sent_without_a_command(
    tmp_path: Path, browser: Browser, end: list[Program]
) -> None:
    folder = tmp_path / "Nos réseaux"
    folder.mkdir()
    program = open_program(folder)
    end.append(program)
    page = visit(browser, program)
    look(page)

    # A new network: a typo is doubted beside its line, and mended by a click.
    page.get_by_label("Nom du réseau").fill("le réseau des rivières")
    page.get_by_label("Ses membres").fill("\n".join(MEMBERS))
    page.get_by_label("Première année").fill("2025")
    page.get_by_role("button", name="Créer le réseau").click()
    expect(page.locator("#membres-dit")).to_contain_text("« Girnode »")
    look(page)
    page.get_by_role("button", name="Gironde (33)").click()
    expect(page.get_by_label("Ses membres")).to_have_value(re.compile(r"\nGironde \(33\)\n"))
    page.get_by_role("button", name="Créer le réseau").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Réseau des rivières")
    expect_state(page, UP_TO_DATE)
    expect(page.locator("#years")).to_contain_text("2025 brouillon")
    expect(page.locator("#state")).to_contain_text("feuille 2025, C1 à C2, C4")
    look(page)

    # The workbook, with a mistake that goes.
    book = folder / "reseau-des-rivieres" / "reseau-des-rivieres.xlsx"

    def fill_in(opened: Any) -> None:
        sheet = opened["2025"]
        sheet["C1"], sheet["C2"], sheet["C4"] = "juin 2025", "en visio", None
        sheet["C8"], sheet["A9"] = "x", "Landse"
        opened["Sujets"]["B2"], opened["Sujets"]["B3"] = "Budget participatif", "Jury citoyen"

    edit_book(book, fill_in)
    expect(page.locator("#state")).to_contain_text("« Landse »", timeout=PATIENCE * 1000)
    expect(page.locator("#years")).to_contain_text("2025 à corriger")
    look(page)

    def correct(opened: Any) -> None:
        opened["2025"]["A9"] = "Landes"

    edit_book(book, correct)
    expect(page.locator("#state")).not_to_contain_text("« Landse »", timeout=PATIENCE * 1000)
    expect_state(page, UP_TO_DATE)
    framed = page.frame_locator("iframe")
    expect(framed.locator("body")).to_contain_text("Budget participatif", timeout=PATIENCE * 1000)

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
    expect(page.locator("#years")).to_contain_text("2025 terminée", timeout=PATIENCE * 1000)
    expect_state(page, UP_TO_DATE)
    expect(framed.locator("body")).to_contain_text("Écouter les rivières.")

    # What is sent.
    page.locator("#views").get_by_role("link", name="Envoyer").click()
    expect(page.locator("#sending")).to_contain_text("reseau-des-rivieres-2025.pdf")
    look(page)
    page.get_by_role("button", name="Faire les fichiers à envoyer").click()
    expect(page.locator("#sending")).to_contain_text("feuilles : 1", timeout=PATIENCE * 1000)
    sent = {path.name for path in (folder / "envoi").iterdir()}
    assert sent == {f"reseau-des-rivieres-2025.{kind}" for kind in ("html", "pdf", "png")}
    assert "Résumé annuel 2025" in page.get_by_label("Les premières lignes").input_value()
    expect(page.locator("#years")).to_contain_text("2025 envoyée")
    look(page)
    append(book.parent / "textes" / "2025.md", "\nUn mot de plus.\n")
    expect(page.locator("#sending")).to_contain_text("+ Un mot de plus", timeout=PATIENCE * 1000)
    expect(page.locator("#years")).to_contain_text("2025 changée depuis l’envoi")
    # The files of before are not what is to be sent: no mail is offered with them.
    expect(page.get_by_label("Les premières lignes")).to_have_count(0)
    expect(page.get_by_role("button", name="Refaire les fichiers")).to_be_visible()
    expect_state(page, UP_TO_DATE)
    look(page)

    # The next year; not while the workbook is open, which is a state.
    lock = book.with_name(f".~lock.{book.name}#")
    lock.touch()
    expect(page.locator("#state")).to_contain_text("est ouvert dans un tableur")
    prepare = page.get_by_role("button", name="Préparer 2026")
    expect(prepare).to_be_disabled()
    look(page)
    lock.unlink()
    expect(page.locator("#state")).not_to_contain_text("est ouvert", timeout=PATIENCE * 1000)
    expect(prepare).to_be_enabled(timeout=PATIENCE * 1000)
    prepare.click()
    expect(page.locator("#years")).to_contain_text("2026 brouillon", timeout=PATIENCE * 1000)
    look(page)

    # The tab is closed, and soon the program ends.
    page.close(run_before_unload=False)
    assert program.process.wait(PATIENCE) == 0


def test_the_page_in_the_frame_is_looked_at_by_axe(
    tmp_path: Path, browser: Browser, end: list[Program]
) -> None:
    network = write_small_network(tmp_path / "reseau")
    program = open_program(network)
    end.append(program)
    page = visit(browser, program)
    expect_state(page, UP_TO_DATE)
    made = network / "build" / network.name / "2025.html"
    html = made.read_text(encoding="utf-8")
    made.write_text(html.replace('role="img"', 'role="picture"'), encoding="utf-8")
    page.reload()
    (framed,) = [frame for frame in page.frames if frame != page.main_frame]
    framed.wait_for_load_state()
    faults = [rule for rule, _element in list_faults(framed)]
    assert "aria-roles" in faults
    assert list_faults(page.main_frame) == []
    with pytest.raises(AssertionError, match="aria-roles"):
        look(page)
    page.close()


def test_a_second_double_click_finds_the_first_and_the_button_ends_it_without_a_script(
    tmp_path: Path, browser: Browser, end: list[Program]
) -> None:
    write_small_network(tmp_path / "rives", "Deux rives")
    write_small_network(tmp_path / "sources", "Trois sources")
    program = open_program(tmp_path)
    end.append(program)
    second = open_program(tmp_path)
    end.append(second)
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
    until(lambda: page.reload() and page.locator("iframe").count())
    page.get_by_role("button", name="Fermer").click()
    assert page.get_by_role("heading", level=1).inner_text() == "La porte est fermée"
    assert program.process.wait(PATIENCE) == 0
    context.close()


def test_what_is_saved_in_the_middle_of_a_build_is_in_the_page_at_its_end(
    tmp_path: Path, browser: Browser, end: list[Program]
) -> None:
    network = write_small_network(tmp_path / "reseau")
    program = open_program(tmp_path)
    end.append(program)
    page = visit(browser, program)
    expect_state(page, "les pages se font")
    edit(network / "rencontres.csv", ",Auch,", ",Condom,")
    framed = page.frame_locator("iframe")
    expect(framed.locator("body")).to_contain_text("Condom", timeout=PATIENCE * 1000)
    page.evaluate("document.querySelector('iframe').contentWindow.scrollTo(0, 300)")
    edit(network / "rencontres.csv", ",Condom,", ",Lectoure,")
    expect(framed.locator("body")).to_contain_text("Lectoure", timeout=PATIENCE * 1000)
    place = "document.querySelector('iframe').contentWindow.scrollY"
    until(lambda: page.evaluate(place) == 300)
    page.close()


def test_notebooks_and_no_network_have_their_place(
    tmp_path: Path, browser: Browser, end: list[Program]
) -> None:
    pages = {"name": "page", "each": "once"}
    write_notebook(tmp_path / "carnets", "page", "sentence = 2026", PUBLISH_SENTENCE, pages=pages)
    program = open_program(tmp_path, "--notebooks", "carnets", "--out", "pages")
    end.append(program)
    page = visit(browser, program)
    framed = page.frame_locator("iframe")
    expect(framed.locator("body")).to_contain_text("2026", timeout=PATIENCE * 1000)
    write_notebook(tmp_path / "carnets", "page", "sentence = 2031", PUBLISH_SENTENCE, pages=pages)
    expect(framed.locator("body")).to_contain_text("2031", timeout=PATIENCE * 1000)
    look(page)
    page.close()
