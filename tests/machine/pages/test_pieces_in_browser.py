"""Pieces of pages under their style sheets, in a browser: what needs no build to be seen."""

from io import BytesIO
from pathlib import Path
from typing import Literal

import matplotlib.pyplot as plt
import nbformat
import pandas as pd
import pypdfium2
import pytest
from cells import export, notebook_of
from looks import SCHEMES, SHEET, ratio
from markupsafe import Markup
from PIL import Image
from plain_notebooks import PIXELS
from playwright.sync_api import Page

from annual_report.base.project import ROOT
from annual_report.machine.pages.export.executed import list_tags
from annual_report.machine.pages.fragment import Fragment, make_list, make_paragraph
from annual_report.machine.pages.look.palette import page_colours
from annual_report.machine.pages.look.style import style
from annual_report.machine.pages.publishing import make_fragment
from annual_report.network import measures
from annual_report.network.network import open_network
from annual_report.report.parts.figures_table import key_figures

TEMPLATES = ROOT / "templates" / "report"
SHEETS = ("palette.css", "style.css", "drawings.css", "tables.css", "lists.css")


def show(tab: Page, body: str, width: int = 1280) -> None:
    """Show a page of one chapter that holds a piece."""
    style = "\n".join((TEMPLATES / name).read_text("utf-8") for name in SHEETS)
    tab.set_viewport_size({"width": width, "height": 844})
    tab.set_content(
        f"<!DOCTYPE html><html lang='fr'><style>{style}</style><header></header>"
        "<main class='wide'><section class='chapter'><div class='body'>"
        f"<div class='cell'>{body}</div></div></section></main></html>"
    )


def test_a_page_carries_the_style_of_the_parts_that_it_has(tab: Page) -> None:
    notebook = notebook_of({"image/png": PIXELS}, source="plt.show()")
    tab.set_content(export(notebook))

    assert tab.locator("figure").evaluate("at => getComputedStyle(at).marginLeft") == "0px"

    style = tab.locator("style").inner_text()
    assert "figcaption{" in style
    assert "table{" not in style
    assert ".names{" not in style


def test_a_telephone_shows_the_key_figures_of_two_years(tab: Page) -> None:
    figures = measures.count_figures(open_network(ROOT / "data" / "departements-participatifs"))
    show(tab, make_fragment(key_figures(figures, 2025), "Les chiffres").html, 390)
    ends = tab.locator("td:nth-child(3)").evaluate_all(
        "cells => cells.map(cell => cell.getBoundingClientRect().right)"
    )

    assert len(ends) == len(key_figures(figures, 2025))
    assert max(ends) <= 390


def test_a_telephone_shows_every_table_of_the_real_network_whole(
    tab: Page, real_build: Path
) -> None:
    tab.set_viewport_size({"width": 390, "height": 844})
    cut = "boxes => boxes.filter(at => at.scrollWidth > at.clientWidth).map(at => at.textContent)"
    for page in sorted(real_build.glob("*.html")):
        tab.goto(page.as_uri())
        tab.evaluate("document.querySelectorAll('details').forEach(at => at.open = true)")
        assert tab.locator(".scroll").evaluate_all(cut) == []


@pytest.mark.parametrize(("years", "has_edge"), [(7, False), (30, True)])
def test_in_imposed_colours_what_scrolls_has_an_edge_and_what_fits_has_none(
    tab: Page, years: int, has_edge: bool
) -> None:
    tab.emulate_media(forced_colors="active", color_scheme="dark")
    members = pd.DataFrame([["●"] * years], pd.Index(["Loire-Atlantique"], name="Membre"))
    show(tab, make_fragment(members, caption="Les années").html, 390)
    picture = Image.open(BytesIO(tab.locator(".scroll").screenshot())).convert("L")
    edge = picture.crop((picture.width - 1, 4, picture.width, 20))  # beside the caption

    assert edge.getextrema() == ((255, 255) if has_edge else (0, 0))


FILLS = """bars => bars.map(bar => {
  const look = getComputedStyle(bar);
  return `${look.fill} within ${look.stroke}`;
})"""
"""How the parts of a bar look: the ground and the edge of each."""


@pytest.mark.parametrize("scheme", SCHEMES)
def test_in_imposed_colours_the_parts_of_a_bar_are_told_apart(
    tab: Page, scheme: Literal["light", "dark"]
) -> None:
    tab.emulate_media(forced_colors="active", color_scheme=scheme)
    held = pd.DataFrame({"en présentiel": [2], "hybrides": [1], "à distance": [4]})
    with style():
        ax = held.plot.bar(stacked=True, legend=False)
        ax.set_title("hybrides", color=page_colours()["left"])
    fragment = make_fragment(ax, finding="Sept rencontres.", alternative="Une barre.")
    show(tab, fragment.html, 600)
    looks = tab.locator("g:not(:has(text)) > path, svg > path").evaluate_all(FILLS)
    bars = [look for look in looks if not look.startswith("none")]

    assert len(bars) == len(set(bars)) == 3

    # Words in a colour of the cycle stay as legible as all others.
    ground = tab.locator("body").evaluate("at => getComputedStyle(at).backgroundColor")
    inks = tab.locator("svg text").evaluate_all("all => all.map(at => getComputedStyle(at).fill)")
    for ink in inks:
        assert ratio(ink, ground) >= 7


MEETINGS = pd.DataFrame(
    {
        "Début": ["19 juin 2025", "2025"],
        "Fin": ["20 juin 2025", None],
        "Titre": ["Rencontres annuelles des départements participatifs", None],
        "Nature": ["rencontre annuelle", "codéveloppement"],
        "Format": ["en présentiel", "à distance"],
        "Ville": ["Nantes", None],
        "Hôte": ["Loire-Atlantique", None],
    }
)
BROKEN = """cells => cells.flatMap(cell => {
  const words = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), broken = [];
  while (words.nextNode())
    for (const word of words.currentNode.data.matchAll(/[^\\s-]+/g)) {
      const range = document.createRange();
      range.setStart(words.currentNode, word.index);
      range.setEnd(words.currentNode, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map(box => box.top)).size > 1) broken.push(word[0]);
    }
  return broken;
})"""


def test_on_paper_a_table_breaks_no_word(tab: Page) -> None:
    show(tab, make_fragment(MEETINGS, caption="Les rencontres").html, SHEET)
    tab.emulate_media(media="print")

    assert tab.locator("th, td").evaluate_all(BROKEN) == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= SHEET


ONE_ROW = make_fragment(pd.DataFrame({"Ville": ["Nantes"]}), caption="Les lieux").html
DATED = make_list([Markup(f"<b>{n} juin</b>") for n in range(1, 31)], kind="dated").html
DRAWING = "<figure style='height: 60mm'>Nantes</figure>"
TOWNS = pd.DataFrame({"Ville": ["Nantes"] * 30})
TABLE = make_fragment(TOWNS, caption="Les lieux").html


@pytest.mark.parametrize(
    ("piece", "begins"),
    [(ONE_ROW, "Nantes"), (DATED, "juin"), (TABLE, "Nantes"), (DRAWING, "Nantes")],
    ids=["one row", "dated", "table", "drawing"],
)
def test_what_may_break_leaves_no_sheet_half_white_above_a_figure(
    tab: Page, piece: str, begins: str
) -> None:
    cells = ["<div style='height: 150mm'></div>", piece, "<figure style='height: 120mm'></figure>"]
    show(tab, "</div><div class='cell'>".join(cells))
    with pypdfium2.PdfDocument(BytesIO(tab.pdf(prefer_css_page_size=True))) as printed:
        assert begins in printed[0].get_textpage().get_text_bounded()


def test_a_note_stands_on_the_sheet_of_its_table(tab: Page) -> None:
    table = make_fragment(TOWNS.head(20), caption="Les lieux", note="Sauf un.").html
    show(tab, f"<div id='above'></div>{table}")
    broken = 0
    for height in range(136, 176, 8):
        tab.evaluate(f"document.querySelector('#above').style.height = '{height}mm'")
        with pypdfium2.PdfDocument(BytesIO(tab.pdf(prefer_css_page_size=True))) as printed:
            last = printed[len(printed) - 1].get_textpage().get_text_bounded()
            broken += len(printed) > 1
        # The last row is with its note, which never stands alone on a sheet.
        assert "Nantes" in last, height
        # A PDF may have no spaces where words were set apart.
        assert "Saufun." in last.replace(" ", ""), height

    assert broken, "at no height the table was broken"


def test_a_cover_heads_the_first_sheet_with_its_figures_in_one_row(tab: Page) -> None:
    """It is in colour from edge to edge, also where a browser is told to print no backgrounds."""
    items = make_list([Markup(f"<b>{n}</b>") for n in (16, 4, 5)], kind="figures").html
    words = {"heading": "Les données de", "subtitle": "2025", "lede": "Les tableaux de l’année."}
    cover = Fragment(facts={"page": {**words, "title": "Les données", "figures": items}})
    tab.set_viewport_size({"width": SHEET, "height": 844})
    tab.set_content(export(notebook_of(cover, make_paragraph("Seize départements."))))
    paper = tab.pdf(prefer_css_page_size=True, print_background=False)
    with pypdfium2.PdfDocument(BytesIO(paper)) as printed:
        assert len(printed) == 1
        sheet = printed[0].render().to_pil().convert("RGB")
    ink = tuple(bytes.fromhex(page_colours()["cover"].removeprefix("#")))

    assert {sheet.getpixel((x, 2)) for x in (2, sheet.width - 3)} == {ink}

    tab.emulate_media(media="print")
    boxes = tab.locator(".figures li").evaluate_all(
        "items => items.map(at => at.getBoundingClientRect()).map(box => [box.top, box.left])"
    )
    assert boxes == sorted(boxes)
    assert len({top for top, _left in boxes}) == 1


SMALL = """drawings => drawings.map(at => {
  const svg = at.querySelector("svg"), wide = parseFloat(svg.style.getPropertyValue("--wide"));
  return at.scrollWidth - at.clientWidth > 1 ? 0 : svg.getBoundingClientRect().width / wide;
})"""
"""The scale at which each drawing is seen; 0 of what is cut off."""


def test_a_figure_is_seen_whole_before_between_and_after_the_columns_of_a_chapter(
    tab: Page, real_build: Path
) -> None:
    """These are narrower than it is; anywhere else it stands as those of the report do."""
    cells = nbformat.read(real_build / "2025.ipynb", as_version=4).cells
    axes = pd.Series([50, 40, 25], index=["Gers", "Landes", "Aude"]).plot.bar(figsize=(760 / 72, 5))
    made = make_fragment(axes, finding="Trois barres.", alternative="Trois.", name="trois-barres")
    plt.close("all")
    (drawn,) = notebook_of(made, source="publish(…)").cells
    tagged = {"columns", "beside", "under"}
    columns = [place for place, cell in enumerate(cells) if tagged & {*list_tags(cell)}]

    assert columns

    for place in range(columns[0], columns[-1] + 2):
        added = [*cells[:place], drawn, *cells[place:]]
        tab.set_content(export(nbformat.v4.new_notebook(cells=added)))
        for width in (1024, 1280):
            tab.set_viewport_size({"width": width, "height": 844})
            (scale,) = tab.locator("#trois-barres .drawing").evaluate_all(SMALL)
            assert scale > 0.95, (place, width)
