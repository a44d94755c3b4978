"""The settings of paper, measured: what is counted from words holds in every serif."""

import re
from pathlib import Path

import pytest
from conftest import under_each_set_of_fonts
from making import build_some
from networks_of_sizes import write_years
from page_text import find_lost_lines
from playwright.sync_api import Page
from pypdfium2 import PdfDocument
from sheets import look_at_sheet, print_page

from annual_report.machine.pages.export.paper import SETTINGS, find_setting, set_in_next
from annual_report.machine.pages.export.printing import count_sheets, say_sheets, to_pdf

pytestmark = pytest.mark.slow
MOST_SHEETS = 2
"""A year of up to 41 members and 11 meetings stands on two at most."""
WIDEST_BAND = 0.21
LEAST_FILLED = 0.6


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return the pages of years of many sizes."""
    folder = tmp_path_factory.mktemp("years")
    sizes = write_years(folder / "data")
    out = folder / "build"
    build_some(folder / "data", out, "annual_report", years=tuple(sizes))
    return [out / f"{year}.html" for year in sizes]


@under_each_set_of_fonts
def test_a_year_of_any_size_stands_on_the_sheets_of_its_setting_and_fills_them(
    years: list[Path], tab: Page
) -> None:
    wrong = []
    for file in years:
        html = file.read_text(encoding="utf-8")
        setting = find_setting(html)
        assert setting is not None
        printed = print_page(tab, html)
        with PdfDocument(printed) as sheets:
            looks = [look_at_sheet(sheet) for sheet in sheets]
        is_held = len(looks) <= (setting.sheets or MOST_SHEETS)
        is_filled = all(end > LEAST_FILLED and band < WIDEST_BAND for end, band in looks)
        if not (is_held and is_filled) or find_lost_lines(html, printed):
            wrong.append((file.stem, setting.name, looks))
    assert wrong == []


@pytest.mark.parametrize("fonts", ["P052"], indirect=True, scope="module")
def test_the_bounds_are_as_wide_as_the_widest_serif_lets_them(years: list[Path], tab: Page) -> None:
    """No year takes two sheets that would stand on one, but for a few near the bound."""
    spared = []
    for file in years:
        html = file.read_text(encoding="utf-8")
        setting = find_setting(html)
        assert setting is not None
        if setting.sheets == 1:
            continue
        on_one = html.replace(f'"year {setting.name}', '"year full', 1)
        if count_sheets(print_page(tab, on_one)) == 1:
            spared.append(file.stem)
    assert len(spared) <= 1, spared


def test_all_settings_are_met(years: list[Path], real_build: Path) -> None:
    pages = [*years, real_build / "2024.html"]
    met = {find_setting(file.read_text(encoding="utf-8")) for file in pages}
    assert met == {*SETTINGS}


def test_paper_that_lacks_room_is_printed_in_the_next_setting(example_build: Path) -> None:
    """As where a reader's letters are wider than any that were measured."""
    html = (example_build / "2025.html").read_text(encoding="utf-8")
    too_large = re.sub('<body class="year [a-z]+', '<body class="year brief', html)
    printed = to_pdf(too_large)
    assert count_sheets(printed) == MOST_SHEETS
    assert say_sheets(printed).startswith("printed: 2 sheets")
    assert set_in_next(html) == html, "the last setting"
    assert count_sheets(to_pdf((example_build / "2025-donnees.html").read_text("utf-8"))) > 1
