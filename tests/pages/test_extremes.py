"""The smallest, the largest and the most unlike networks: correct pages that everyone can read.

Of each, a page of each kind is made and opened in a browser: nothing overlaps, is cut, or runs
over, axe finds nothing, and words agree with their numbers.
"""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from invented_network import Plan, lengthen_titles, write_network
from kinds_of_networks import write
from looks import (
    SMALLEST_LETTERS,
    TOGETHER,
    WIDER,
    Rules,
    axe,
    beyond_the_sheet,
    misplaced,
    sheet,
    start_axe,
)
from making import make_pages
from page_text import assert_one_sheet, lines_of_poster
from playwright.sync_api import Page

pytestmark = pytest.mark.slow

BARE, GAP = "nothing but members", "a year that nobody recorded"
PLANS = {
    "one member": Plan(members=1, years=1, meetings_per_year=1),
    "no meetings": Plan(members=3, years=2, meetings_per_year=0, attendance=False),
    "everyone": Plan(members=99, years=1, meetings_per_year=12),
    "thirty years": Plan(members=99, years=30, first_year=1996),
    "long titles": Plan(members=12, years=2, meetings_per_year=5),
    BARE: Plan(members=5, years=4),
    GAP: Plan(members=5, years=4),
}
LIKE_OTHERS = {"no meetings", "everyone", GAP}
"""Those that others hold in part: `pytest --deep` tries them as well."""
MORE = {"thirty years", "long titles"}
"""They have more than the example of what it has: no colour is theirs alone."""
WIDTHS = (320, 375, 768, 1024, 1920)
KINDS = {
    "departements": "2025-affiche",
    "metropoles": "2025",
    "melange": "2025-affiche",
    "communes": "2025-affiche",
    "regions": "2025",
    "associations": "2025",
}
"""The page of each kind of network that is most its own."""
AS_THE_REAL_ONE = {"departements"}
"""Of whose kind both networks of the project are: `pytest --deep` tries it as well."""
HEAVIEST = {"tendances": 1_000_000, "-donnees": 400_000}

PLURAL_AFTER_ONE = re.compile(
    r"(?<![\d\u202f,.])(?<!\bet )\b(?:[01]|une?|aucune?)\s(?!\d)(\w+s)\b", re.I
)
INVARIABLE = {
    "fois", "temps", "mois", "des", "dans", "sans", "pays", "plus", "cours", "résumés", "puis",
    "depuis", "avis", "panels", "pas", "ans", "cas",
}  # fmt: skip
NONSENSE = re.compile(r"\bNone\b|\bnan\b|<NA>|\(\)|\s[,.](?:\s|$)|\.\.(?:\s|$)|\bde de\b|\ben en\b")


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(name, marks=[pytest.mark.deep] if name in LIKE_OTHERS else [])
        for name in PLANS
    ],
)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def pages(name: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a page of each kind: the last year's, the trends, a member's, the list of pages."""
    plan = PLANS[name]
    folder = tmp_path_factory.mktemp("extreme")
    write_network(folder / "reseau", plan)
    _change(folder / "reseau", name)
    last = str(plan.first_year + plan.years - 1)
    wanted = {last, f"{last}-donnees", "tendances", "index"}
    wanted |= set() if name == GAP else {f"{last}-affiche"}  # that of a year says nothing of others
    make_pages(folder / "reseau", folder, wanted.__contains__, member=True)
    return folder


def _change(folder: Path, name: str) -> None:
    """Take rows out of a network's tables, or give it titles of several lines."""
    if name == BARE:
        for table in ("rencontres", "sujets", "presences", "dispositifs", "ressources"):
            path = folder / f"{table}.csv"
            path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", encoding="utf-8")
        for text in (folder / "textes").iterdir():
            text.unlink()
    if name == GAP:
        for table in ("membres", "rencontres", "presences"):
            path = folder / f"{table}.csv"
            rows = [row for row in path.read_text("utf-8").splitlines() if row[:4] != "2022"]
            path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        (folder / "textes" / "2022.md").unlink()
    if name == "long titles":
        lengthen_titles(folder)


WORDED = "p, li, figcaption, caption, td, th, h1, h2, h3, desc"


def test_the_words_agree_with_their_numbers(pages: Path) -> None:
    for file in pages.glob("*.html"):
        soup = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
        if "affiche" in file.name:  # it has no room for what nobody knows
            assert not re.search(r"renseigné|inconnu|aucun", soup.get_text(" ")), file.name
        for listed in soup.select("nav.contents"):
            listed.decompose()
        for cell in soup.select(WORDED):
            text = re.sub(r"\s+", " ", cell.get_text(" ")).strip()
            wrong = [m[0] for m in PLURAL_AFTER_ONE.finditer(text)
                     if m[1].lower() not in INVARIABLE]  # fmt: skip
            assert not wrong, f"{file.name}: {wrong} in {text}"
            assert not NONSENSE.search(cell.get_text()), text


def test_nothing_overlaps_is_cut_or_runs_over(pages: Path, tab: Page) -> None:
    for file in sorted(pages.glob("*.html")):
        tab.goto(file.as_uri())
        assert misplaced(tab, WIDTHS) == [], file.name
        tab.emulate_media(media="print")
        paper = sheet(tab)
        tab.set_viewport_size({"width": paper, "height": 900})
        assert tab.evaluate("document.documentElement.scrollWidth") <= paper, file.name
        assert tab.evaluate(TOGETHER) == [], file.name
        tab.emulate_media(media="screen")


def test_axe_finds_nothing_and_a_poster_is_one_sheet(name: str, pages: Path, tab: Page) -> None:
    """How much there is lays out a poster otherwise: it is looked at in imposed colours too."""
    files = sorted(pages.glob("*.html"))
    # Two years are no trend, and of the members of nothing but a list there is nothing to tell.
    assert len(files) == 3 + (name != GAP) + (name != BARE) + (PLANS[name].years > 2)
    usual: Rules = "all but colours" if name in MORE else "all"
    for file in files:
        tab.goto(file.as_uri())
        start_axe(tab)
        poster = tab.locator(".sheet").count() > 0
        rules = "all" if poster else usual
        assert axe(tab, unfolded=False, rules=rules)["violations"] == [], file.name
        if poster:
            tab.emulate_media(forced_colors="active")
            assert axe(tab, unfolded=False, rules="colours")["violations"] == [], file.name
            tab.emulate_media(forced_colors="none")
            assert beyond_the_sheet(tab) <= 1, file.name
            html = file.read_text(encoding="utf-8")
            tab.emulate_media(media="print")
            assert_one_sheet(tab.pdf(prefer_css_page_size=True), lines_of_poster(html))
            tab.add_style_tag(content=WIDER)
            assert beyond_the_sheet(tab) <= 1, file.name
            tab.emulate_media(media="print")
            assert tab.evaluate(SMALLEST_LETTERS) >= 7.99
            tab.emulate_media(media="screen")


def test_the_pages_are_light_and_their_chapters_numbered_without_a_gap(pages: Path) -> None:
    for file in pages.glob("*.html"):
        heaviest = next((HEAVIEST[end] for end in HEAVIEST if file.stem.endswith(end)), 300_000)
        assert file.stat().st_size < heaviest, file.name
        soup = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
        numerals = [p.get_text() for p in soup.select("p.numeral")]
        if "affiche" not in file.name:
            assert numerals == [str(number) for number in range(1, len(numerals) + 1)], file.name


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.deep] if name in AS_THE_REAL_ONE else [])
        for name in KINDS
    ],
)
def test_a_network_of_another_kind_is_read_by_everyone(
    name: str, tmp_path: Path, tab: Page
) -> None:
    wanted = {KINDS[name], "index"}
    make_pages(write(tmp_path / "reseau", name), tmp_path, wanted.__contains__, member=True)
    files = sorted(tmp_path.glob("*.html"))
    assert len(files) == 3
    for file in files:
        tab.goto(file.as_uri())
        assert misplaced(tab, (390, 1280)) == [], file.name
        if tab.locator(".sheet").count():
            assert beyond_the_sheet(tab) <= 1, file.name
        start_axe(tab)
        # The list of pages and a member's have no colour of their own.
        own: Rules = "all" if file.stem == KINDS[name] else "all but colours"
        assert axe(tab, unfolded=False, rules=own)["violations"] == [], file.name
