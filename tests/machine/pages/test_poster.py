"""The poster: one A4 sheet in a browser's print and in the PDF, and what it says.

Sheets are measured: what a browser lays out is no higher than the paper, also in a wider font.
"""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from changing import REAL, copy_network, edit
from looks import assert_fits_sheet, misplaced
from making import make_pages
from page_text import assert_one_sheet, lines_of_poster
from PIL import Image
from playwright.sync_api import Page

from annual_report.report.parts import sheet

POSTERS = [f"real/{year}-affiche.html" for year in (2024, 2025)]
POSTERS += [f"example/{year}-affiche.html" for year in (2020, 2025)]
"""Those of the smallest and of the largest networks are in `test_extremes`."""


def made(folder: Path, *, last: int) -> str:
    """Return the poster of a network's last year."""
    name = f"{last}-affiche"
    make_pages(folder, folder.parent, name.__eq__)
    return (folder.parent / f"{name}.html").read_text(encoding="utf-8")


@pytest.fixture(params=POSTERS)
def poster(request: pytest.FixtureRequest, real_build: Path, example_build: Path) -> str:
    folder, _slash, name = str(request.param).partition("/")
    build = real_build if folder == "real" else example_build
    return (build / name).read_text(encoding="utf-8")


def test_it_is_one_sheet_in_a_browser_and_reads_on_a_telephone(poster: str, tab: Page) -> None:
    tab.set_content(poster)
    assert misplaced(tab, (320, 390, 768, 1280)) == []
    assert_fits_sheet(tab, lines_of_poster(poster))


def test_its_chapters_keep_their_numbers_and_their_order(poster: str) -> None:
    soup = BeautifulSoup(poster, "html.parser")
    assert len(soup("h1")) == 1
    numbers = [int(str(each.get_text()).split(".")[0]) for each in soup.select("h2 .hidden")]
    assert numbers == sorted(set(numbers))
    assert 1 in numbers
    assert len(soup("h2")) == len(numbers)


def test_a_number_stands_large_and_a_meeting_is_a_mark(real_build: Path) -> None:
    soup = BeautifulSoup((real_build / "2025-affiche.html").read_text("utf-8"), "html.parser")
    assert [each.get_text() for each in soup.select(".numbers b")] == ["16", "4", "5"]
    assert [len(each.select(".dots i")) for each in soup.select(".marks li")] == [1, 3]
    assert re.sub(r"\s+", " ", soup.select(".date")[0].get_text(" ")) == "19–20 juin 2025 Nantes"


def test_what_has_no_room_is_left_out_whole_and_said() -> None:
    prose = "<p>Une phrase courte.</p>\n<p>Une deuxième. Une troisième, qui est plus longue.</p>"
    kept, left = sheet.fit_sentences(prose, 2, 25)
    assert (kept.sentences, left) == (("Une phrase courte.", "Une deuxième."), 36)
    assert sheet.fit_sentences(prose, 9, 25)[1] == 0
    told = sheet.say_left_out(35, "textes/2025.md", "Temps forts")
    assert told == [
        "textes/2025.md, “Temps forts”: the poster has its first sentences alone; to have all, "
        "shorten it by 35 letters"
    ]
    assert sheet.say_left_out(0, "textes/2025.md", "Temps forts") == []


def test_what_is_short_is_said_in_larger_letters() -> None:
    assert sheet.fits_larger(["x" * 61], sheet.WIDE, 1.17)
    assert not sheet.fits_larger(["x" * 62], sheet.WIDE, 2)  # two lines, each of 1.165
    assert sheet.fits_larger(
        ["x" * 28] * 3, sheet.COLUMN, 3 * 1.165 * sheet.LINE + 0.01, sheet.LINE
    )


def test_a_title_stands_large_where_what_is_told_has_room_below_it() -> None:
    two, four = ["x" * 47] * 2, ["x" * 94] * 4
    assert sheet.fits_below("x" * 31, two, 2)  # a line as high as two, and one of each column
    assert not sheet.fits_below("x" * 32, two, 2)
    assert sheet.fits_below("x" * 62, four, sheet.HIGHLIGHT)
    assert not sheet.fits_below("x" * 62, [*four, "x"], sheet.HIGHLIGHT)


def test_a_highlight_has_one_large_element_its_date_or_else_its_title(
    real_build: Path, tab: Page
) -> None:
    size = "parseFloat(getComputedStyle(document.querySelector(%r)).fontSize)"
    for year, large in ((2024, ".chapter-4 h2"), (2025, ".date b")):
        tab.goto((real_build / f"{year}-affiche.html").as_uri())
        ratio = f"{size % large} / {size % '.told p'}"
        assert tab.evaluate(ratio) > 2, year
    assert tab.evaluate(f"{size % '.chapter-4 h2'} / {size % '.told p'}") < 2


def test_next_year_gives_way_where_there_is_most() -> None:
    few = {"visites": ["Une"], "séances": ["Une", "Deux"]}
    assert sheet.fit_plans(few) == (few, {})
    many = {"visites": ["Une"], "séances": [f"Sujet {n}, long de vingt lettres" for n in range(9)]}
    shown, more = sheet.fit_plans(many)
    assert shown["visites"] == ["Une"]
    assert shown["séances"][0] == many["séances"][0]
    assert more == {"séances": 6}


@pytest.mark.slow
def test_the_build_tells_what_to_shorten(tmp_path: Path) -> None:
    from making import build_some

    folder = copy_network(REAL, tmp_path)
    more = f"{'Une phrase de plus. ' * 60}\n\n## Perspectives"
    edit(folder / "textes" / "2025.md", "## Perspectives", more)
    said = build_some(folder, tmp_path / "out", "poster")
    assert "textes/2025.md, “Temps forts”: the poster has its first sentences" in said
    assert (tmp_path / "out" / "2025-affiche.html").is_file()


def test_who_publishes_is_on_it_with_the_address_of_the_report(tmp_path: Path, tab: Page) -> None:
    said = {"adresse": "https://exemple.fr/resumes/", "contact": "reseau@exemple.fr"}
    folder = copy_network(REAL, tmp_path, logo="Logo.png", **said)
    Image.new("RGB", (90, 90), "#22507f").save(folder / "Logo.png")
    html = made(folder, last=2025)
    foot = BeautifulSoup(html, "html.parser").select("footer")[0]
    assert [each["href"] for each in foot("a")] == [
        "https://exemple.fr/resumes/2025.html", "mailto:reseau@exemple.fr"
    ]  # fmt: skip
    assert foot("img")[0]["alt"] == (
        "Logo\xa0: Institut de la Concertation et de la Participation Citoyenne"
    )
    assert "img-src data:" in html
    requests: list[str] = []
    tab.on("request", lambda request: requests.append(request.url))
    tab.set_content(html)
    assert_one_sheet(tab.pdf(prefer_css_page_size=True), lines_of_poster(html))
    assert tab.evaluate("document.querySelector('img').naturalWidth") > 0
    assert [each for each in requests if not each.startswith("data:")] == []


def test_a_single_subject_leaves_no_hole_and_a_list_keeps_its_signs(
    tmp_path: Path, tab: Page
) -> None:
    folder = copy_network(REAL, tmp_path)
    rows = "annee,sujet,theme,etat,format\n2025,Le tirage au sort des panels,,traité,\n"
    (folder / "sujets.csv").write_text(rows, encoding="utf-8")
    text = folder / "textes" / "2025.md"
    edit(text, "Des balades urbaines ont aussi servi d’inspiration.", "- une charte\n- un guide")
    tab.set_content(made(folder, last=2025))
    gap = """() => {
      const list = document.querySelector(".titles"), words = list.nextElementSibling;
      const line = parseFloat(getComputedStyle(words).lineHeight);
      const last = list.lastElementChild.getBoundingClientRect();
      return (words.getBoundingClientRect().top - last.bottom) / line;
    }"""
    assert 0 < tab.evaluate(gap) < 1
    sign = "getComputedStyle(document.querySelector('.told ul')).listStyleType"
    assert tab.evaluate(sign) == "disc"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("absent.png", None, "absent.png: the logo isn’t there"),
        ("logo.png", b"GIF89a", "logo.png: is no picture that a page can hold"),
    ],
)
def test_a_logo_that_no_page_can_hold_is_told(
    name: str, content: bytes | None, said: str, tmp_path: Path
) -> None:
    from annual_report.network.reading.inspection import inspect_package

    folder = copy_network(REAL, tmp_path, logo=name)
    if content is not None:
        (folder / name).write_bytes(content)
    (error,) = inspect_package(folder).errors
    assert str(error).startswith(said)
