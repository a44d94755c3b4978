"""The smallest, the largest and the most unlike networks: correct pages that everyone can read.

Of each, a page of each kind is made and opened in a browser: nothing overlaps, is cut, or runs
over, axe finds nothing, and words agree with their numbers. No colour is theirs alone.
"""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from changing import edit
from kinds_of_networks import write
from looks import SHEET, TOGETHER, axe, list_misplaced, start_axe
from making import build_pages
from networks_of_sizes import write_of_size
from oracle.grammar import find_wrong_words
from page_text import find_lost_lines
from playwright.sync_api import Page

pytestmark = pytest.mark.slow

BARE = "nothing but members"
SIZES = {
    "one member": {"members": 1, "years": 1, "meetings": 1},
    "thirty years": {"members": 99, "years": 30, "meetings": 3},
    "long titles": {"members": 12, "years": 2, "meetings": 5},
    BARE: {"members": 5, "years": 4},
}
LONG = "Très longue rencontre de préfiguration " * 5
KINDS = ("metropoles", "melange", "communes", "regions", "associations")
"""Networks of other kinds of members."""
WIDTHS = {**dict.fromkeys(SIZES, (320, 768, 1024)), **dict.fromkeys(KINDS, (390, 1280))}
ROOMIER_WIDTHS = (375, 1920)
"""Widths with more room for the columns that the next smaller one of `WIDTHS` has: for `--deep`."""
HEAVIEST = {"tendances": 1_000_000, "-donnees": 400_000}


USUAL = ("one member", "thirty years", BARE, "melange", "associations")
"""The networks of each run of the tests; the others, which are less unlike, are for `--deep`."""


@pytest.fixture(
    scope="module",
    params=[
        name if name in USUAL else pytest.param(name, marks=pytest.mark.deep) for name in WIDTHS
    ],
)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def pages(name: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build pages of a network: those of its last year and the trends, or its last report.

    In either case the list of pages.
    """
    folder = tmp_path_factory.mktemp("extreme")
    if name in KINDS:
        write(folder / "reseau", name)
        wanted, expected = {"2025"}, 2
    else:
        _change(write_of_size(folder / "reseau", **SIZES[name]), name)
        wanted = {"2025", "2025-donnees", "tendances"}
        expected = 3 + (SIZES[name]["years"] > 2)  # two years are no trend
    assert build_pages(folder / "reseau", folder, pages=tuple(wanted)).failures == []
    assert len(list(folder.glob("*.html"))) == expected
    return folder


def _change(folder: Path, name: str) -> None:
    """Take rows out of a network's tables, or give it titles of several lines."""
    if name == BARE:
        for table in ("rencontres", "sujets", "presences", "ressources"):
            path = folder / f"{table}.csv"
            path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", encoding="utf-8")
        for text in (folder / "textes").iterdir():
            text.unlink()
    if name == "long titles":
        edit(folder / "rencontres.csv", "Rencontre", LONG)
        edit(folder / "sujets.csv", "Parlons-en", LONG)


WORDED = "p, li, figcaption, caption, td, th, h1, h2, h3, desc"


def test_the_words_agree_with_their_numbers(pages: Path) -> None:
    for file in pages.glob("*.html"):
        soup = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
        for listed in soup.select("nav.contents"):
            listed.decompose()
        for cell in soup.select(WORDED):
            assert find_wrong_words(cell.get_text(" ")) == [], (file.name, cell.get_text(" "))


def test_everyone_can_read_them(
    name: str, pages: Path, tab: Page, pytestconfig: pytest.Config
) -> None:
    widths = WIDTHS[name] + (ROOMIER_WIDTHS if pytestconfig.option.deep else ())
    for file in sorted(pages.glob("*.html")):
        tab.goto(file.as_uri())
        assert list_misplaced(tab, widths) == [], file.name
        start_axe(tab)
        report = axe(tab, unfolded=False, rules="all but colours")
        assert report["violations"] == [], file.name
        tab.emulate_media(media="print")
        tab.set_viewport_size({"width": SHEET, "height": 900})
        assert tab.evaluate("document.documentElement.scrollWidth") <= SHEET, file.name
        assert tab.evaluate(TOGETHER) == [], file.name
        if tab.locator("body.year").count():
            printed = tab.pdf(prefer_css_page_size=True)
            assert find_lost_lines(file.read_text(encoding="utf-8"), printed) == []
        tab.emulate_media(media="screen")


def test_the_pages_are_light_and_their_chapters_numbered_without_a_gap(pages: Path) -> None:
    for file in pages.glob("*.html"):
        heaviest = next((HEAVIEST[end] for end in HEAVIEST if file.stem.endswith(end)), 300_000)
        assert file.stat().st_size < heaviest, file.name
        soup = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
        numerals = [p.get_text() for p in soup.select("p.numeral")]
        assert numerals == [str(number) for number in range(1, len(numerals) + 1)], file.name
