"""A page that travels alone: where the others are, what it is, whom to ask."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from cells import export, notebook_of
from changing import REAL, copy_network
from making import build_some
from page_text import parse, words
from PIL import Image

from annual_report.machine.pages.fragment import Fragment

ADDRESS = "https://exemple.fr/resumes"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a year of a network that says where it publishes, when, and whom to ask."""
    folder = tmp_path_factory.mktemp("sharing")
    settings = {"adresse": ADDRESS, "contact": "reseau@exemple.fr", "logo": "logo.png"}
    network = copy_network(REAL, folder, **settings)
    Image.new("RGB", (40, 20), "#983416").save(network / "logo.png")
    text = network / "textes" / "2025.md"
    text.write_text(f"Parution : 15/01/2026\n\n{text.read_text('utf-8')}", encoding="utf-8")
    build_some(network, folder / "build", "annual_report")
    return folder / "build"


def said(soup: BeautifulSoup, name: str) -> str | None:
    contents = [str(meta["content"]) for meta in soup("meta") if name in meta.attrs.values()]
    return contents[0] if contents else None


def test_pages_lead_to_the_others_in_one_order(real_build: Path) -> None:
    """Each is among them, and leads nowhere; the other year's is the page of its kind."""
    of_year = ("Toutes les pages", "Le résumé de 2025", "Les données de 2025")
    for name, other in (("2025", "Le résumé de 2024"), ("2025-donnees", "Les données de 2024")):
        nav = parse(real_build / f"{name}.html").nav
        assert nav is not None
        assert tuple(words(item.get_text()) for item in nav("li")) == (*of_year, other)
        assert len(nav.select("span[aria-current=page]")) == 1


@pytest.mark.slow
def test_the_page_says_its_date_its_contact_and_its_address(build: Path) -> None:
    soup = parse(build / "2025.html")
    assert soup.footer is not None
    text = " ".join(soup.footer.get_text(" ", strip=True).split())
    assert "Publié le 15 janvier 2026." in text
    assert "Écrire au groupe : reseau@exemple.fr" in text
    assert f"Cette page et les autres : {ADDRESS}" in text
    assert soup.footer.img is not None
    assert str(soup.footer.img["src"]).startswith("data:image/png;base64,")
    assert str(soup.footer.img["alt"]).startswith("Logo\u00a0: Institut de la Concertation")


@pytest.mark.slow
def test_those_who_post_its_address_get_title_sentence_and_picture(build: Path) -> None:
    soup = parse(build / "2025.html")
    assert said(soup, "og:url") == f"{ADDRESS}/2025.html"
    assert said(soup, "og:image") == f"{ADDRESS}/2025.png"
    assert said(soup, "og:description") == said(soup, "description")
    assert soup("script") == []


@pytest.mark.parametrize(
    ("name", "link", "leads"),
    [
        ("2025", "2024.html", f"{ADDRESS}/2024.html"),
        ("departements/33", "index.html", f"{ADDRESS}/index.html"),
        ("2025", "#contenu", "#contenu"),
        ("2025", "mailto:x", "mailto:x"),
        ("2025", "https://a.fr/b", "https://a.fr/b"),
        ("2025", "data:text/csv,1", "data:text/csv,1"),
    ],
)
def test_a_link(name: str, link: str, leads: str) -> None:
    links = [{"href": link, "label": "x"}]
    cover = Fragment(facts={"page": {"title": "Un titre", "address": ADDRESS, "links": links}})
    page = export(notebook_of(cover), name)

    assert f'<li><a href="{leads}">x</a></li>' in page
