"""Data pages and the list of pages on paper: sheets that are filled, titles with their tables."""

from pathlib import Path

import pytest
from cells import export
from conftest import under_each_set_of_fonts
from nbformat.v4 import new_code_cell, new_notebook, new_output
from page_text import parse, words
from playwright.sync_api import Page
from pypdfium2 import PdfDocument
from sheets import look_at_sheet, print_page

pytestmark = pytest.mark.slow
LEAST_FILLED = 0.6
"""How far down a sheet goes before a chapter that is higher than the rest of it."""


def print_file(tab: Page, file: Path) -> tuple[list[str], list[float]]:
    """Return the words of each sheet of a page, and how far down they go."""
    printed = print_page(tab, file.read_text(encoding="utf-8"))
    with PdfDocument(printed) as sheets:
        texts = [words(sheet.get_textpage().get_text_bounded()) for sheet in sheets]
        ends = [look_at_sheet(sheet)[0] for sheet in sheets]
    return texts, ends


def find_sheet(texts: list[str], title: str) -> int:
    """Return the number of the sheet that a title is on, counted from 0."""
    return next(number for number, text in enumerate(texts) if words(title) in text)


@under_each_set_of_fonts
@pytest.mark.parametrize(("folder", "most"), [("real", 3), ("example", 5)])
def test_data_pages_leave_no_sheet_half_empty_but_the_last(
    real_build: Path, example_build: Path, tab: Page, fonts: str, folder: str, most: int
) -> None:
    """The number of sheets was measured, with letters of eight points in every drawing."""
    build = real_build if folder == "real" else example_build
    _texts, ends = print_file(tab, build / "2025-donnees.html")
    assert len(ends) <= most, fonts
    assert min(ends[:-1]) > LEAST_FILLED, (fonts, ends)


@under_each_set_of_fonts
@pytest.mark.parametrize("year", [2024, 2025])
def test_the_sources_of_a_data_page_stand_below_its_last_table(
    real_build: Path, tab: Page, fonts: str, year: int
) -> None:
    texts, _ends = print_file(tab, real_build / f"{year}-donnees.html")
    assert "Les chiffres clés" in texts[-1], fonts
    assert "Pour citer cette page" in texts[-1], fonts


@pytest.mark.parametrize("year", range(2020, 2026))
def test_the_first_table_of_a_chapter_begins_on_the_sheet_of_its_title(
    example_build: Path, tab: Page, year: int
) -> None:
    file = example_build / f"{year}-donnees.html"
    texts, _ends = print_file(tab, file)
    parted = []
    for chapter in parse(file)("section"):
        heading = chapter.find("h2")
        caption = chapter.select_one(".rows caption")
        # A drawing is higher than a table's first rows: the table may stand below it, overleaf.
        if heading is None or caption is None or chapter.find("figure") is not None:
            continue
        if find_sheet(texts, caption.text) != find_sheet(texts, heading.text):
            parted.append((heading.text, caption.text))
    assert parted == []


def test_the_list_of_pages_has_its_years_in_order_then_the_map_and_all_on_the_first_sheet(
    example_build: Path, tab: Page
) -> None:
    file = example_build / "index.html"
    main = parse(file).find("main")
    assert main
    listed = [part.name if part.name == "figure" else part.text for part in main(["h3", "figure"])]
    assert listed == ["2025", "2024", "2023", "2022", "2021", "2020", "figure"]
    texts, _ends = print_file(tab, file)
    assert "Sources : Réseau d’exemple" in texts[0]
    assert find_sheet(texts, "D’année en année") == 0
    assert find_sheet(texts[1:], "Les membres") == 0


def test_what_a_cell_prints_is_on_paper(tab: Page) -> None:
    printed = new_output("stream", text="seize membres")
    cell = new_code_cell("compter()", outputs=[printed], execution_count=1)
    html = export(new_notebook(cells=[cell], metadata={"lang": "fr"}))
    with PdfDocument(print_page(tab, html)) as sheets:
        (sheet,) = sheets
        text = words(sheet.get_textpage().get_text_bounded())
    assert "Ce que le programme écrit seize membres" in text
