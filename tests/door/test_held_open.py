"""A workbook that a real LibreOffice has open while the door is open: no error, but a state.

`pytest --deep -k held_open` runs it where LibreOffice is installed.
"""

import time
from pathlib import Path

import pytest
from conftest import pipeline
from doors import UP_TO_DATE, Doors, expect_in_frame, expect_state, expect_words, expect_year, look
from office import HeldBook, find_office
from playwright.sync_api import expect
from waiting import PATIENCE, until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.deep,
    pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed"),
]


def set_cell(sheet: str, cell: str, words: str) -> str:
    """Return the line of a LibreOffice script that types words in a cell."""
    return f'sheets.getByName("{sheet}").getCellRangeByName("{cell}").String = "{words}"'


FILLED_IN = (
    set_cell("2025", "C1", "juin 2025"),
    set_cell("2025", "C2", "en visio"),
    set_cell("2025", "C4", ""),
    set_cell("2025", "C8", "x"),
    set_cell("2025", "A9", "Landse"),
    set_cell("Sujets", "B2", "Budget participatif"),
    set_cell("Sujets", "B3", "Jury citoyen"),
)
CORRECTED = (set_cell("2025", "A9", "Landes"),)


def test_a_year_is_filled_in_by_libreoffice_while_the_door_is_open(
    tmp_path: Path, doors: Doors, request: pytest.FixtureRequest
) -> None:
    network = tmp_path / "reseau"
    assert pipeline("init", network, cwd=tmp_path, answer="\nGers, Landes\n2025\n").returncode == 0
    book = network / "reseau.xlsx"
    page = doors.open_and_visit(network)
    expect_state(page, UP_TO_DATE)
    state = page.locator("#state")
    prepare = page.get_by_role("button", name="Préparer 2026")
    expect(state).not_to_contain_text("est ouvert dans un tableur")

    office = HeldBook(book, tmp_path / "profile", FILLED_IN, CORRECTED)
    request.addfinalizer(office.kill)
    expect_words(state, "reseau.xlsx est ouvert dans un tableur")
    expect_year(page, "2025 brouillon")
    expect(prepare).to_be_disabled()
    expect(state.locator(".error")).to_have_count(0)
    look(page)

    start = time.monotonic()
    office.take_step(0)
    expect_words(state, "« Landse »")
    print(f"from save to words: {time.monotonic() - start:.1f} s")
    expect_year(page, "2025 à corriger")
    expect_words(state, "reseau.xlsx est ouvert dans un tableur")

    start = time.monotonic()
    office.take_step(1)
    expect_in_frame(page, "Budget participatif")
    print(f"from save to page: {time.monotonic() - start:.1f} s")
    expect(state).not_to_contain_text("« Landse »")
    expect_state(page, UP_TO_DATE)
    expect_words(state, "reseau.xlsx est ouvert dans un tableur")

    office.close()
    until(lambda: not book.with_name(f".~lock.{book.name}#").exists())
    expect(state).not_to_contain_text("est ouvert", timeout=PATIENCE * 1000)
    expect(prepare).to_be_enabled()
    prepare.click()
    expect_year(page, "2026 brouillon")
