"""Fragments, tables and figures as a page has them, and the pages made by templates alone."""

import itertools
import re

import pandas as pd
import pytest
from annual_report.page.drawing import Drawing
from annual_report.page.figure import Figure
from annual_report.page.html import bullets, chapter, paragraph, table
from annual_report.page.takeaway import as_csv
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from annual_report import ROOT


def test_a_table_reads_well_aloud() -> None:
    frame = pd.DataFrame({"Région": ["Bretagne"], "Membres": ["1 sur 4"], "Note": ["<b>"]})
    assert table(frame, "Les régions") == (
        '<div class="scroll" role="region" tabindex="0" aria-label="Les régions">'
        "<table><caption>Les régions</caption>\n"
        '<thead><tr><th scope="col">Région</th><th class="number" scope="col">Membres</th>'
        '<th scope="col">Note</th></tr></thead>\n'
        '<tbody>\n<tr><th scope="row">Bretagne</th><td class="number">1 sur 4</td>'
        "<td>&lt;b&gt;</td></tr>\n</tbody></table></div>"
    )


@pytest.mark.parametrize(
    ("column", "right"),
    [
        (["16", "12\u202f792\u202f742", "94,1\u00a0%"], True),
        (["−1", "=", "—", "+15,0\u00a0points"], True),
        (["5", "non renseigné"], True),
        (["au moins 206", "59", "retenu"], True),
        (["n. r.", "5 sur 7"], True),
        (["non renseigné", "—"], False),  # nothing to align
        (["2 rencontres", "3"], False),
        (["Dax"], False),
        ([], False),
    ],
)
def test_a_column_of_numbers_aligns_right_whatever_is_missing(
    column: list[str], right: bool
) -> None:
    frame = pd.DataFrame({"Quoi": [""] * len(column), "Valeur": column})
    assert ('<th class="number" scope="col">Valeur' in table(frame, "t")) is right


def test_what_is_not_recorded_is_in_soft_ink() -> None:
    frame = pd.DataFrame({"a": ["x", "y"], "b": ["5", "non renseignés"]})
    assert '<td class="number unknown">non renseignés</td>' in table(frame, "t")


def test_a_chapter_says_its_number_aloud() -> None:
    found = chapter(3, "rencontres", "Les rencontres")
    assert found.html == ('<h2 id="rencontres"><span class="hidden">3. </span>Les rencontres</h2>')
    assert found.facts == {"chapter": {"number": 3, "id": "rencontres", "title": "Les rencontres"}}


def test_sentences_are_escaped_and_none_is_nothing() -> None:
    assert paragraph("A < B.", None, "C.").html == "<p>A &lt; B. C.</p>"
    assert paragraph(None).html == ""
    assert bullets(["<i>", Markup("<b>x</b>")]) == "<ul><li>&lt;i&gt;</li>\n<li><b>x</b></li></ul>"


@pytest.mark.parametrize("broad", [False, True])
def test_a_figure_is_captioned_by_its_finding_and_gives_its_data(broad: bool) -> None:
    data = pd.DataFrame({"Quoi": ["x"], "Valeur": ["1"]})
    made = Figure("fig", Drawing(10, 10), "Un & deux.", "Deux traits.", data, "Note.", broad)
    start, rest = made.html.split("<svg")
    drawing, below = rest.split("</svg>")
    label = ' role="region" tabindex="0" aria-label="Un &amp; deux."' if broad else ""
    assert start == (
        '<figure id="fig" role="figure" aria-label="Un &amp; deux. Note.">'
        f'<div class="drawing{" broad" if broad else ""}"{label}>'
    )
    assert 'role="img"' in drawing
    assert "Deux traits." in drawing
    assert below.startswith(
        "</div>\n<figcaption><strong>Un &amp; deux.</strong> Note.</figcaption>\n"
        "<details><summary>Les données de la figure</summary>\n"
        '<div class="scroll"'
    )


def render(template: str, /, **values: object) -> str:
    folder = ROOT / "templates" / "report"
    found = Environment(loader=FileSystemLoader(folder), autoescape=True).get_template(template)
    return re.sub(r"<style>.*?</style>", "", found.render(**values), flags=re.DOTALL)


CONTENTS = {
    "title": "Groupe <A>", "institution": "Institut", "sigle": "I", "fictional": False,
    "years": Markup('<ul class="years"><li>2025</li></ul>'), "trends": "", "map": "",
    "departments": "", "failed": (), "unbuilt": (), "stale": (),
}  # fmt: skip


def test_the_first_page_lists_the_years() -> None:
    page = render("index.html.j2", **CONTENTS)
    assert "<h1>Groupe &lt;A&gt;</h1>" in page
    assert '<ul class="years"><li>2025</li></ul>' in page
    assert '<p class="eyebrow">I · Institut</p>' in page
    for absent in ("tendances", "departements", "Réseau fictif", 'role="note"'):
        assert absent not in page


def test_the_first_page_says_what_is_missing_or_old() -> None:
    page = render("index.html.j2", **CONTENTS | {"failed": ("2023",), "stale": ("2022",)})
    assert '<a href="2023.erreur.html">' in page
    assert "Ce qui est plus ancien que les données\u00a0: 2022." in page


def test_the_first_page_of_an_invented_network_says_so() -> None:
    assert "Réseau fictif" in render("index.html.j2", **CONTENTS | {"fictional": True})


def test_a_failure_says_what_on_which_parameters_and_what_to_do() -> None:
    page = render(
        "error.html.j2", name="departements/33", step="Les rencontres", data="data/r",
        parameters={"departement": "33"}, message="ligne 4 : « <x> »",
    )  # fmt: skip
    assert '<p class="message">ligne 4 : « &lt;x&gt; »</p>' in page
    assert "<dd>Les rencontres</dd>" in page
    assert "<dt>Paramètre <code>departement</code></dt><dd>33</dd>" in page
    assert "python pipeline.py check --data data/r" in page
    assert '<a href="../index.html">' in page


@pytest.mark.parametrize("name", ["index.html.j2", "error.html.j2"])
def test_templates_have_the_french_spaces_and_one_title(name: str) -> None:
    error = {"name": "2025", "step": "", "parameters": {}, "message": "m", "data": "d"}
    page = render(name, **CONTENTS | error)
    body = page.partition("<body>")[2]
    words = re.sub(r"<[^>]+>", "", body)
    assert not re.search(r" [:;!?»%]|« ", words)
    assert page.count("<h1>") == page.count("<main") == 1
    levels = [int(level) for level in re.findall(r"<h(\d)", body)]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_two_columns_of_one_name_are_both_written() -> None:
    frame = pd.DataFrame([["x", "1"]], columns=["a", "a"])
    assert table(frame, "C").count(">a</th>") == 2
    assert as_csv(frame).splitlines()[1] == "x;1"
