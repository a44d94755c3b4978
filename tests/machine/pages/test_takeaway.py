"""What a reader takes away: CSV for a French spreadsheet, JSON for programs, and provenance."""

import csv
import json
import os
import re
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from page_text import page_text, parse
from playwright.sync_api import Browser

from annual_report.base import program
from annual_report.base.program import say_program
from annual_report.base.project import PACKAGE
from annual_report.machine.pages.table import make_csv_link, make_table

PAGES = ("2025.html", "2025-donnees.html")


def held(link: str) -> bytes:
    """Return what a link of a page holds, as a browser saves it."""
    anchor = BeautifulSoup(link, "html.parser").a
    assert anchor is not None
    return unquote_to_bytes(str(anchor["href"]).split(",", 1)[1])


def test_under_each_figure_its_data_can_be_taken_away(real_build: Path) -> None:
    for name in PAGES:
        soup = parse(real_build / name)
        for figure in soup("figure"):
            link = figure.find("a", download=True)
            assert link is not None, (name, figure["id"])
            assert link["download"] == f"{figure['id']}.csv"
            lines = held(str(link)).decode("utf-8-sig").splitlines()
            rows = figure.select("table tr")
            assert len(lines) == len(rows)


def test_the_key_figures_in_the_page_are_those_beside_the_summary(real_build: Path) -> None:
    link = parse(real_build / "2025-donnees.html").find(
        "a", download="les-chiffres-cles-de-2025-et-leur-definition.csv"
    )
    beside = json.loads((real_build / "2025.json").read_text(encoding="utf-8"))["chiffres"]
    rows = [line.split(";") for line in held(str(link)).decode("utf-8-sig").splitlines()[1:]]
    values = {figure["libelle"]: figure["valeur"] for figure in beside}

    assert {name: float(value.replace(",", ".")) for name, value, *_rest in rows} == pytest.approx(
        {name: values[name] for name, *_rest in rows}
    )


def test_a_browser_saves_them_offline_without_script(real_build: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto((real_build / "2025-donnees.html").as_uri())
    name = "les-chiffres-cles-de-2025-et-leur-definition.csv"
    with page.expect_download() as saved:
        page.locator(f"a[download='{name}']").click()

    assert saved.value.suggested_filename == name
    assert saved.value.path().read_bytes().startswith(b"\xef\xbb\xbfChiffre;2025;2024;")

    context.close()


def test_the_page_says_what_it_is_made_from(real_build: Path) -> None:
    """Hashes stand in the head, for `verify`; words in the page, for readers."""
    page = real_build / "2025-donnees.html"
    head = parse(page).head

    assert head

    named = {}
    for meta in head("meta", {"name": re.compile("^made-of-")}):
        named[str(meta["name"])] = str(meta["content"])
    for source in ("data", "notebook", "phrases"):
        assert re.fullmatch("[0-9a-f]{12}", named.pop(f"made-of-{source}"))
    assert named == {
        "made-of-page": "2025-donnees",
        "made-of-program": say_program(),
        "made-of-form": "made",
    }

    text = page_text(page)
    assert "Carnet" not in text
    for words in ("Pour citer cette page", "Licence"):
        assert words in text


IMPORTED = re.compile(r"from (annual_report[\w.]*) import \(?([\w, \n]+)")


def test_no_page_is_made_of_what_the_program_s_hash_leaves_out() -> None:
    apart = [
        pattern.removesuffix(".py").strip(os.sep).replace(os.sep, ".")
        for pattern in program.MAKES_NO_PAGE
    ]
    for path in PACKAGE.rglob("*.py"):
        module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        if module.startswith((*apart, "annual_report.__main__")):
            continue
        for home, names in IMPORTED.findall(path.read_text("utf-8")):
            imported = [f"{home}.{name}" for name in re.findall(r"\w+", names)]
            assert [module for module in imported if module.startswith(tuple(apart))] == [], path


@pytest.mark.parametrize(
    ("caption", "aloud"),
    [
        ("Les données de la carte", "Télécharger les données de la carte (CSV, 1 ko)"),
        ("Les membres par région", "Télécharger les données : Les membres par région (CSV, 1 ko)"),
    ],
)
def test_aloud_a_link_says_of_what_the_data_are(caption: str, aloud: str) -> None:
    table = make_table(pd.DataFrame({"x": [1]}), caption=caption)
    spoken = BeautifulSoup(make_csv_link(table, "x"), "html.parser").get_text()

    assert " ".join(spoken.split()) == aloud


def test_a_file_to_save_has_the_codes_of_its_table(example_build: Path) -> None:
    """Corsica is “2A-2B” on the page, and has the code 20R in the tables of Insee."""
    chapter = parse(example_build / "2025-donnees.html").find("section", {"data-cell": "taux"})
    assert chapter

    link = chapter("a", download=True)[-1]
    saved = unquote_to_bytes(str(link["href"]).partition(",")[2]).decode("utf-8-sig")
    _head, *rows = csv.reader(saved.splitlines(), delimiter=";")
    of_file = [row[0] for row in rows]
    codes = chapter("table")[-1].select("tbody th:first-child")
    of_page = [code.text for code in codes]
    assert "2A-2B" in of_page
    assert of_file == of_page
    # Its signs are words there.
    assert rows[0][2:5] == ["présent", "non invité", "présent"]
