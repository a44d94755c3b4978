"""The smallest and the largest networks in a browser: nothing overlaps, is cut, or runs over."""

import csv
from pathlib import Path

import pytest
from invented_network import Plan, write_network
from looks import TOGETHER, Rules, axe, beyond_the_sheet, misplaced, sheet, start_axe
from making import make_pages
from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

LONG = "Très longue rencontre interdépartementale de préfiguration " * 4
PLANS = {
    "one member": Plan(members=1, years=1, meetings_per_year=1),
    "no meetings": Plan(members=3, years=2, meetings_per_year=0, attendance=False),
    "everyone": Plan(members=99, years=1, meetings_per_year=12),
    "thirty years": Plan(members=99, years=30, first_year=1996),
    "long titles": Plan(members=12, years=2, meetings_per_year=5),
}
MORE = {"thirty years", "long titles"}
"""They have more than the example of what it has: no colour is theirs alone."""
WIDTHS = (320, 375, 768, 1024, 1920)


@pytest.fixture(scope="module", params=PLANS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def pages(name: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a page of each kind: the last year's, the trends, a member's, the list of pages."""
    plan = PLANS[name]
    folder = tmp_path_factory.mktemp("extreme")
    write_network(folder / "reseau", plan)
    if name == "long titles":
        _lengthen(folder / "reseau")
    last = str(plan.first_year + plan.years - 1)
    make_pages(folder / "reseau", folder, lambda page: page.startswith(last) or page == "tendances")
    return folder


def _lengthen(folder: Path) -> None:
    """Give every meeting and subject a title of several lines, one of them a single word."""
    for name, column in (("rencontres", "titre"), ("sujets", "sujet")):
        path = folder / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as stream:
            sample = stream.readline()
            separator = ";" if ";" in sample else ","
            stream.seek(0)
            rows = list(csv.DictReader(stream, delimiter=separator))
        for place, row in enumerate(rows):
            row[column] = f"{LONG}{place}" if place else "Inter" + "départementalisation" * 5
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, rows[0].keys(), delimiter=separator)
            writer.writeheader()
            writer.writerows(rows)


def test_nothing_overlaps_is_cut_or_runs_over(pages: Path, browser: Browser) -> None:
    context = browser.new_context(bypass_csp=True, offline=True)
    page = context.new_page()
    for file in sorted(pages.glob("*.html")):
        page.goto(file.as_uri())
        assert misplaced(page, WIDTHS) == [], file.name
        page.emulate_media(media="print")
        paper = sheet(page)
        page.set_viewport_size({"width": paper, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= paper, file.name
        assert page.evaluate(TOGETHER) == [], file.name
        page.emulate_media(media="screen")
    context.close()


def test_axe_finds_nothing_and_a_poster_is_one_sheet(
    name: str, pages: Path, browser: Browser
) -> None:
    """How much there is lays out a poster otherwise: it is looked at in imposed colours too."""
    context = browser.new_context(bypass_csp=True, offline=True)
    page = context.new_page()
    files = sorted(pages.glob("*.html"))
    assert len(files) == 6
    usual: Rules = "all but colours" if name in MORE else "all"
    for file in files:
        page.goto(file.as_uri())
        start_axe(page)
        poster = page.locator(".sheet").count() > 0
        rules = "all" if poster else usual
        assert axe(page, unfolded=False, rules=rules)["violations"] == [], file.name
        if poster:
            page.emulate_media(forced_colors="active")
            assert axe(page, unfolded=False, rules="colours")["violations"] == [], file.name
            page.emulate_media(forced_colors="none")
            assert beyond_the_sheet(page) <= 1, file.name
    context.close()


def test_the_weights(pages: Path) -> None:
    for file in pages.glob("*.html"):
        heaviest = {"tendances.html": 1_000_000}.get(file.name, 300_000)
        if file.name.endswith("-donnees.html"):
            heaviest = 400_000
        assert file.stat().st_size < heaviest, (file.name, file.stat().st_size)
