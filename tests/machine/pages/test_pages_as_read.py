"""The pages of both networks, read without a browser: valid, light, with nothing of the notebook.

A strict parser of the HTML standard finds no error in them; what it doesn't know (obsolete
attributes, where an element may stand) is listed here from the standard; so is what each drawing,
picture and table has for those who don't see it. What `check_page` refuses has been looked at as
each was exported.
"""

import re
from pathlib import Path

import html5lib
import pytest
from bs4 import BeautifulSoup
from page_text import parse

OBSOLETE_TAGS = {"center", "font", "big", "strike", "tt", "marquee", "acronym", "frame", "nobr"}
OBSOLETE = {
    "align",
    "bgcolor",
    "border",
    "cellpadding",
    "cellspacing",
    "valign",
    "clear",
    "hspace",
    "vspace",
    "summary",
    "nowrap",
    "language",
}
PHRASING_ONLY = "p, h1, h2, h3, h4, h5, h6, span, b, strong, em, small, summary, caption, dt"
BLOCKS = [
    "p",
    "div",
    "ul",
    "ol",
    "dl",
    "table",
    "figure",
    "section",
    "details",
    "h1",
    "h2",
    "h3",
    "h4",
]
REAL = ["2024.html", "2025.html", "index.html"]
EXAMPLE = ["2020.html", "2025.html", "index.html", "tendances.html"]


@pytest.fixture(scope="module", params=[*REAL, *(f"exemple/{name}" for name in EXAMPLE)])
def page(request: pytest.FixtureRequest, real_build: Path, example_build: Path) -> Path:
    name = str(request.param)
    if name.startswith("exemple/"):
        return example_build / name.removeprefix("exemple/")
    return real_build / name


@pytest.fixture(scope="module")
def soup(page: Path) -> BeautifulSoup:
    return parse(page)


def test_it_is_light_and_nothing_of_the_notebook_shows(page: Path, soup: BeautifulSoup) -> None:
    assert page.stat().st_size < (70_000 if page.parent.name.startswith("build-d") else 200_000)
    assert sum(len(style.get_text().encode()) for style in soup("style")) < 22_000
    assert not re.search(r"¶|\b(In|Out)\s*\[|open_edition|Traceback", soup.get_text(" "))


def test_a_fictional_network_says_so_first(example_build: Path, real_build: Path) -> None:
    for name in EXAMPLE:
        body = parse(example_build / name).body
        assert body is not None
        text = body.get_text(" ")
        assert "fictif" in text[: len(text) // 4]
    assert "fictif" not in parse(real_build / "2025.html").get_text(" ")


def test_the_page_is_valid_html(page: Path, soup: BeautifulSoup) -> None:
    html5lib.HTMLParser(strict=True).parse(page.read_text(encoding="utf-8"))
    for element in soup(True):
        assert element.name not in OBSOLETE_TAGS
        assert not OBSOLETE & set(element.attrs), element.name
        assert not [name for name in element.attrs if not re.fullmatch(r"[\w:-]+", name)]

    for element in soup.select(PHRASING_ONLY):
        if element.find_parent("svg") is None:
            assert element.find(BLOCKS) is None, str(element)[:120]
    for lists in soup(["ul", "ol"]):
        assert {child.name for child in lists(True, recursive=False)} <= {"li"}
    for figure in soup("figure"):
        assert len(figure("figcaption", recursive=False)) == 1
    for drawing in soup.select("svg:not([aria-hidden])"):
        assert drawing["role"] in ("img", "group")
        assert drawing.get("aria-label") or drawing.get("aria-labelledby")
    assert all(image.get("src") and image.get("alt") for image in soup("img"))
    for table in soup.select("table:not([role=presentation])"):
        assert table.find("caption") or table.get("aria-label")
        assert table("th")
    assert not soup.select("script, th:not([scope])")

    for details in soup("details"):
        first = details.find(True)
        assert first is not None
        assert first.name == "summary"
    for link in soup("a"):
        assert link.find(["a", "button"]) is None
    for address in (str(link["href"]) for link in soup("a", href=True)):
        assert not re.search(r"[\s\"<>\\^`{|}]", re.sub(r"[\u00a0-\U0010fffd]", "", address))
