"""Networks of every kind of member in a browser: those of their pages that differ from the others.

A poster has the names on its map, a year's page the words of the kind, a member's what there is of
it, and the list of pages all of them.
"""

from pathlib import Path

import pytest
from kinds_of_networks import write
from looks import Rules, axe, beyond_the_sheet, misplaced, start_axe
from making import make_pages
from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

WANTED = {
    "departements": "2025-affiche",
    "metropoles": "2025",
    "melange": "2025-affiche",
    "communes": "2025-affiche",
    "regions": "2025",
    "associations": "2025",
}
"""The page of each that is most its own, beside a member's and the list of pages."""
HEAVIEST = {"melange": 400_000}
WIDTHS = (390, 1280)


@pytest.mark.parametrize("name", WANTED)
def test_a_network_of_another_kind_is_read_by_everyone(
    name: str, tmp_path: Path, browser: Browser
) -> None:
    make_pages(write(tmp_path / "reseau", name), tmp_path, WANTED[name].__eq__)
    context = browser.new_context(bypass_csp=True, offline=True)
    page = context.new_page()
    files = sorted(tmp_path.glob("*.html"))
    assert len(files) == 3
    for file in files:
        assert file.stat().st_size < HEAVIEST.get(name, 200_000), file.name
        page.goto(file.as_uri())
        assert misplaced(page, WIDTHS) == [], file.name
        if page.locator(".sheet").count():
            assert beyond_the_sheet(page) <= 1, file.name
        start_axe(page)
        # The list of pages and a member's have no colour of their own.
        own: Rules = "all" if file.stem == WANTED[name] else "all but colours"
        assert axe(page, unfolded=False, rules=own)["violations"] == [], file.name
    context.close()
