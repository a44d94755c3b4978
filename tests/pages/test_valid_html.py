"""Each page is valid: a strict parser of the HTML standard finds no error in it.

It needs nothing but Python. The parser checks the syntax and how elements nest; what it doesn't
know (obsolete attributes, where an element may stand) is listed here from the standard.
"""

import re
from pathlib import Path

import html5lib
import pytest
from bs4 import BeautifulSoup

OBSOLETE_TAGS = {"center", "font", "big", "strike", "tt", "marquee", "acronym", "frame", "nobr"}
OBSOLETE = {
    "align", "bgcolor", "border", "cellpadding", "cellspacing", "valign", "clear", "hspace",
    "vspace", "summary", "nowrap", "language",
}  # fmt: skip
PHRASING_ONLY = "p, h1, h2, h3, h4, h5, h6, span, b, strong, em, small, summary, caption, dt"
BLOCKS = [
    "p", "div", "ul", "ol", "dl", "table", "figure", "section", "details", "h1", "h2", "h3", "h4",
]  # fmt: skip
PAGES = [
    "2024.html", "2025.html", "2025-affiche.html", "tendances.html", "index.html",
    "departements/44.html",
]  # fmt: skip


@pytest.fixture(params=[*PAGES, *(f"exemple/{name}" for name in PAGES if "44" not in name)])
def html(request: pytest.FixtureRequest, real_build: Path, example_build: Path) -> str:
    name = str(request.param)
    folder = example_build if name.startswith("exemple/") else real_build
    return (folder / name.removeprefix("exemple/")).read_text(encoding="utf-8")


def test_the_page_is_valid_html(html: str) -> None:
    html5lib.HTMLParser(strict=True).parse(html)
    soup = BeautifulSoup(html, "html.parser")
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
    for details in soup("details"):
        first = details.find(True)
        assert first is not None
        assert first.name == "summary"
    for link in soup("a"):
        assert link.find(["a", "button"]) is None
    for address in (str(link["href"]) for link in soup("a", href=True)):
        assert not re.search(r"[\s\"<>\\^`{|}]", re.sub(r"[\u00a0-\U0010fffd]", "", address))


@pytest.mark.parametrize(
    "wrong", ["<p><div></p>", "<b><i></b></i>", "<table><p>x</p></table>", "<p>&nosuch;</p>"]
)
def test_the_parser_is_strict(wrong: str) -> None:
    page = (
        f'<!DOCTYPE html><html lang="fr"><head><title>x</title></head><body>{wrong}</body></html>'
    )
    with pytest.raises(html5lib.html5parser.ParseError):
        html5lib.HTMLParser(strict=True).parse(page)
