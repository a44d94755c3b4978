"""The pages' markup, read without a browser: what anyone may expect of a page by its source."""

import itertools
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from page_text import page_text, parse

REAL = ["2024.html", "2025.html", "2025-affiche.html", "index.html", "tendances.html",
        "departements/44.html", "departements/80.html"]  # fmt: skip
EXAMPLE = ["2020.html", "2025.html", "2025-affiche.html", "index.html", "tendances.html",
           "departements/20R.html"]  # fmt: skip
LOADING = ("src", "srcset", "poster", "data", "background", "action", "ping")


@pytest.fixture(scope="module", params=[*REAL, *(f"exemple/{name}" for name in EXAMPLE)])
def page(request: pytest.FixtureRequest, real_build: Path, example_build: Path) -> Path:
    name = str(request.param)
    if name.startswith("exemple/"):
        return example_build / name.removeprefix("exemple/")
    return real_build / name


@pytest.fixture(scope="module")
def soup(page: Path) -> BeautifulSoup:
    return parse(page)


def only(found: list[Tag]) -> Tag:
    assert len(found) == 1, f"{len(found)} found"
    return found[0]


def test_it_is_a_french_page_with_a_title(page: Path, soup: BeautifulSoup) -> None:
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert only(soup("html"))["lang"] == "fr"
    head = only(soup("head"))
    assert len(only(head("title")).get_text(strip=True)) > 10
    assert soup.find("meta", charset="utf-8") is not None
    viewport = soup.find("meta", attrs={"name": "viewport"})
    assert isinstance(viewport, Tag)
    assert "user-scalable" not in str(viewport["content"])


def test_its_landmarks_and_its_one_first_heading(soup: BeautifulSoup) -> None:
    only(soup("main"))
    only(soup("h1"))
    assert soup("header")
    skip = soup.find("a", class_="skip")
    assert isinstance(skip, Tag)
    assert skip["href"] == f"#{only(soup('main'))['id']}"
    for landmark in soup("nav"):
        assert landmark.get("aria-label") or landmark.get("aria-labelledby")


def test_headings_do_not_skip_a_level(soup: BeautifulSoup) -> None:
    levels = [int(heading.name[1]) for heading in soup(re.compile(r"^h[1-6]$"))]
    assert levels[0] == 1
    assert [pair for pair in itertools.pairwise(levels) if pair[1] > pair[0] + 1] == []


def test_it_runs_nothing_and_loads_nothing(soup: BeautifulSoup) -> None:
    assert soup(["script", "iframe", "object", "embed", "link", "base", "form", "img", "audio",
                 "video", "image", "foreignobject"]) == []  # fmt: skip
    for element in soup(True):
        assert [name for name in element.attrs if name.lower().startswith("on")] == []
        assert [name for name in LOADING if name in element.attrs] == []
        for name in ("href", "xlink:href"):
            target = str(element.get(name, ""))
            assert element.name == "a" or target.startswith("#") or not target
            assert not target.lower().startswith(("javascript:", "data:text/html"))
    styles = " ".join(style.get_text() for style in soup("style"))
    styles += " ".join(str(element.get("style", "")) for element in soup(True))
    assert re.findall(r"@import|url\((?!['\"]?#)[^)]*", styles) == []


def test_its_policy_forbids_everything_that_it_does_not_need(soup: BeautifulSoup) -> None:
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert isinstance(policy, Tag)
    rules = {rule.split()[0]: rule.split()[1:] for rule in str(policy["content"]).split(";")}
    assert rules["default-src"] == ["'none'"]
    assert "script-src" not in rules
    assert not [source for sources in rules.values() for source in sources if "http" in source]


def test_identifiers_are_unique_and_what_is_referred_to_is_there(soup: BeautifulSoup) -> None:
    identifiers = [str(element["id"]) for element in soup(True) if element.has_attr("id")]
    assert len(identifiers) == len(set(identifiers))
    wanted = [str(link["href"])[1:] for link in soup("a", href=re.compile("^#."))]
    for name in ("aria-labelledby", "aria-describedby"):
        wanted += [
            each for element in soup.select(f"[{name}]") for each in str(element[name]).split()
        ]
    wanted += re.findall(r"url\(#([\w-]+)\)", str(soup))
    assert sorted(set(wanted) - set(identifiers)) == []


def test_tables_read_well_aloud(soup: BeautifulSoup) -> None:
    for table in soup("table"):
        assert only(table("caption")).get_text(strip=True)
        headers = table("th")
        assert headers
        assert {str(header.get("scope")) for header in headers} <= {"col", "row"}
        assert len({len(row(["th", "td"])) for row in table("tr")}) == 1


def test_drawings_have_a_name_and_a_description(soup: BeautifulSoup) -> None:
    for drawing in soup("svg"):
        if drawing.get("aria-hidden") == "true":
            continue
        # An image hides what is inside it: a map whose parts are links is a group.
        assert drawing["role"] == ("group" if drawing("a") else "img")
        assert drawing("title", recursive=False) == []  # it would be a second name
        assert len(str(drawing["aria-label"])) > 10
        figure = drawing.find_parent("figure")
        assert figure is not None
        caption = only(figure("figcaption"))
        assert len(caption.get_text(strip=True)) > 10
        assert figure["aria-labelledby"] == caption["id"]


def test_what_is_folded_says_of_what_it_is(soup: BeautifulSoup) -> None:
    told = [summary.get_text() for summary in soup("summary")]
    assert len(set(told)) == len(told)
    assert all(len(each) > len("Les données de la figure") - 6 for each in told)
    assert "Les données de la figure" not in told


def test_nothing_of_the_notebook_shows(soup: BeautifulSoup) -> None:
    text = soup.get_text(" ")
    assert "¶" not in text
    assert not re.search(r"\b(In|Out)\s*\[", text)
    assert "open_edition" not in text
    assert "Traceback" not in text


def test_it_is_light(page: Path) -> None:
    assert page.stat().st_size < 200_000


COUNTED = "départements|rencontres|membres|sujets|régions|agents|arrivées|départs|temps forts"


def test_no_singular_is_plural_and_no_unknown_is_printed_raw(page: Path) -> None:
    text = page_text(page)
    assert re.findall(rf"(?<![\d,.] )\b[01] (?:{COUNTED})\b", text) == []
    assert re.findall(r"\b(?:NaN|nan|None|NaT|null)\b|<NA>", text) == []
    text = re.sub(r"Licence Ouverte 2\.0|CC0 1\.0", "", text)
    assert re.findall(r"(?<!\.)\b\d+\.0\b(?!\.)", text) == []


def test_a_fictional_network_says_so_first(example_build: Path, real_build: Path) -> None:
    for name in EXAMPLE:
        body = parse(example_build / name).body
        assert body is not None
        text = body.get_text(" ")
        assert "fictif" in text[: len(text) // 4]
    assert "fictif" not in parse(real_build / "2025.html").get_text(" ")
