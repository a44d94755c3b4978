"""A year on paper: one A4 sheet with every word of its page, or two that break at a chapter."""

from pathlib import Path

import pytest
from conftest import under_each_set_of_fonts
from fonts import SERIFS
from page_text import find_lost_lines
from playwright.sync_api import Page
from pypdfium2 import PdfDocument

from annual_report.machine.pages.export.printing import say_sheets

pytestmark = pytest.mark.slow
YEARS = [f"real/{year}" for year in (2024, 2025)]
YEARS += [f"example/{year}" for year in (2020, 2025)]
SIMILAR_YEARS = [f"example/{year}" for year in (2021, 2022, 2023, 2024)]
"""Years that repeat what the first and the last of their network show: for `--deep`."""


@pytest.fixture(
    params=[*YEARS, *(pytest.param(year, marks=pytest.mark.deep) for year in SIMILAR_YEARS)]
)
def year(request: pytest.FixtureRequest, real_build: Path, example_build: Path) -> Path:
    folder, _slash, name = str(request.param).partition("/")
    return (real_build if folder == "real" else example_build) / f"{name}.html"


FONTS_OF_NODE = "CSS.getPlatformFontsForNode"


@under_each_set_of_fonts
def test_a_page_is_set_in_the_serif_of_the_set(real_build: Path, tab: Page, fonts: str) -> None:
    """Otherwise each set would be tested in the same letters."""
    tab.goto((real_build / "2025.html").as_uri())
    session = tab.context.new_cdp_session(tab)
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    title = session.send("DOM.querySelector", {"nodeId": root, "selector": "h2"})["nodeId"]
    used = session.send(FONTS_OF_NODE, {"nodeId": title})["fonts"]
    session.detach()
    most = max(used, key=lambda font: font["glyphCount"])
    assert most["familyName"] == SERIFS[fonts]


def print_page(tab: Page, file: Path) -> bytes:
    tab.goto(file.as_uri())
    return tab.pdf(prefer_css_page_size=True, print_background=True, outline=True, tagged=True)


@under_each_set_of_fonts
def test_what_is_on_the_screen_is_on_paper(year: Path, tab: Page) -> None:
    assert find_lost_lines(year.read_text(encoding="utf-8"), print_page(tab, year)) == []


@under_each_set_of_fonts
@pytest.mark.parametrize("name", ["2024", "2025"])
def test_a_year_of_the_real_network_is_one_sheet(real_build: Path, tab: Page, name: str) -> None:
    file = real_build / f"{name}.html"
    printed = print_page(tab, file)
    with PdfDocument(printed) as sheets:
        assert len(sheets) == 1
    assert say_sheets(printed) == "printed: one sheet"


@under_each_set_of_fonts
def test_a_longer_year_goes_on_at_a_chapter_and_leaves_no_sheet_empty(
    example_build: Path, tab: Page
) -> None:
    file = example_build / "2025.html"
    printed = print_page(tab, file)
    with PdfDocument(printed) as sheets:
        assert len(sheets) == 2
        second = sheets[1].get_textpage().get_text_bounded().split("\n")
        grey = sheets[0].render(scale=0.5).to_pil().convert("L")
    assert second[1].split()[0] in {"2", "3", "4"}, "below the page's title, a chapter's numeral"
    above = grey.crop((0, 0, grey.width, round(grey.height * 0.93)))  # the number is below
    edges = above.point(lambda tone: 255 * (tone < 200)).getbbox()
    assert edges
    assert edges[3] > grey.height * 0.9
    words = len(" ".join(second).split())
    assert say_sheets(printed) == f"printed: 2 sheets, {words} words after the first"
