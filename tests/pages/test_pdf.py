"""The PDF files: tagged, in French, with title, outline and alternatives; read by pikepdf."""

import io
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pikepdf
import pytest
from bs4 import BeautifulSoup
from conftest import IN_CI, UNMADE, pipeline
from page_text import assert_one_sheet, lines_of_poster
from pango import missing
from PIL import Image
from pypdfium2 import PdfDocument

from annual_report.errors import ParameterError
from annual_report.pages import publication
from annual_report.pages.export import pdf
from annual_report.pages.export.exporter import to_html
from annual_report.pages.export.pdf import PIXELS, for_paper, to_pdf, to_picture
from annual_report.project import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the reports of the real network's last year, with their PDF files."""
    if why := missing():
        (pytest.fail if IN_CI else pytest.skip)(f"{UNMADE}: {why}")
    out = tmp_path_factory.mktemp("pdf") / "build"
    done = pipeline("build", "2025", "--pdf", "--out", out)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.fixture(scope="module")
def document(build: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(build / "2025.pdf") as opened:
        yield opened


def elements(node: Any) -> Iterator[Any]:
    """Yield the elements of the structure tree, in reading order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def test_the_pdf_has_its_tags_language_title_and_outline(document: pikepdf.Pdf) -> None:
    root = document.Root
    assert root.MarkInfo.Marked
    assert str(root.Lang).startswith("fr")
    assert root.ViewerPreferences.DisplayDocTitle
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Résumé annuel 2025, Groupe des départements participatifs"
    with document.open_outline() as outline:
        (first,) = outline.root
        titles = [each.title for each in first.children]
    assert first.title == "Résumé annuel 2025"
    assert titles[0].split() == ["1.", "Qui", "est", "dans", "le", "groupe", "en", "2025", "?"]
    assert titles[-2:] == ["Sources", "Les données des figures"]


def test_every_figure_has_its_alternative_and_every_table_its_headers(
    document: pikepdf.Pdf, build: Path
) -> None:
    found = list(elements(document.Root.StructTreeRoot))
    kinds = [str(each.S) for each in found]
    soup = BeautifulSoup((build / "2025.html").read_text(encoding="utf-8"), "html.parser")
    figures = [each for each in found if each.S == "/Figure"]
    drawn = soup.select(".drawing svg")
    assert [str(each.Alt) for each in figures] == [str(each["aria-label"]) for each in drawn]
    # The data that are folded on the screen are there too, at the end.
    assert kinds.count("/Table") >= len(soup("table"))
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == len(soup("h2")) + bool(soup("details"))
    assert "/TH" in kinds
    assert "/L" in kinds
    assert "/Link" in kinds


def test_every_page_is_tagged_and_the_fonts_are_inside(document: pikepdf.Pdf) -> None:
    """They are a serif, a sans-serif, in figures and below the page too, and one for codes."""
    assert 4 <= len(document.pages) <= 12
    families = set()
    for page in document.pages:
        assert "/StructParents" in page
        for font in page.Resources.get("/Font", {}).values():
            families.add(re.sub(r".*\+|-?(Bold|Semi|Regular).*", "", str(font.BaseFont)))
            for descendant in font.get("/DescendantFonts", []):
                descriptor = descendant.FontDescriptor
                assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys())
    assert len(families) <= 3, families


def test_it_says_nothing_of_when_or_where_it_was_made(document: pikepdf.Pdf, build: Path) -> None:
    assert "/CreationDate" not in document.docinfo
    streams = [each for each in document.objects if isinstance(each, pikepdf.Stream)]
    raw = b"".join([each.read_bytes() for each in streams] + [(build / "2025.pdf").read_bytes()])
    assert str(ROOT).encode() not in raw
    assert b"file://" not in raw
    assert b"/tmp/" not in raw


def test_a_poster_is_one_sheet_with_all_of_it(build: Path) -> None:
    lines = lines_of_poster((build / "2025-affiche.html").read_text(encoding="utf-8"))
    assert len(lines) > 20
    assert_one_sheet((build / "2025-affiche.pdf").read_bytes(), lines)


def test_what_a_page_is_made_of_stays_on_one_sheet(build: Path) -> None:
    with PdfDocument(build / "2025.pdf") as document:
        sheets = [page.get_textpage().get_text_bounded() for page in document]
    (sheet,) = [each for each in sheets if "Sources et versions" in each]
    assert "Empreinte de cette page" in sheet
    assert "Programme" in sheet


def test_the_subjects_of_a_poster_take_the_room_between_two_headings(build: Path) -> None:
    with PdfDocument(build / "2025-affiche.pdf") as document:
        page = document[0].get_textpage()

        def edges(words: str) -> tuple[float, float]:
            """Return the lower and the upper edge of some words' first letter."""
            found = page.search(words).get_next()
            assert found, words
            _left, low, _right, high = page.get_charbox(found[0])
            return low, high

        heading, first = edges("Sur quels sujets"), edges("Ressources des Rencontres")
        last, following = edges("budgétaire difficile"), edges("Quelles rencontres")
    assert 15 < heading[0] - first[1] < 28
    assert 30 < last[0] - following[1] < 50


def test_the_same_page_gives_the_same_bytes(build: Path) -> None:
    html = (build / "2025.html").read_text(encoding="utf-8")
    assert to_pdf(html) == (build / "2025.pdf").read_bytes()


@pytest.mark.usefixtures("build")
def test_a_small_count_that_a_cell_only_looks_at_is_in_no_pdf() -> None:
    seen = pd.DataFrame({"qui": ["Zzyx", "Gers"], "agents": [1, 7]})
    named = seen.assign(qui=["Un membre", "Gers"], agents_masque=seen["agents"] < 2)
    told = publication(named, caption="Tous")
    v4 = nbformat.v4
    shown = v4.new_output("execute_result", {"text/html": seen.to_html()}, execution_count=1)
    said = v4.new_output("display_data", told._repr_mimebundle_())
    cells = [v4.new_code_cell("seen", outputs=[shown, said], execution_count=1)]
    made = v4.new_notebook(cells=cells)
    with PdfDocument(to_pdf(to_html(made))) as document:
        text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
        attached = document.count_attachments()
    assert "Gers" in text
    assert "masqué" in text
    assert "Zzyx" not in text
    assert attached == 0


def test_a_picture_is_the_first_sheet_and_says_nothing_else(build: Path) -> None:
    made = to_picture((build / "2025.pdf").read_bytes())
    assert made == to_picture((build / "2025.pdf").read_bytes())
    with Image.open(io.BytesIO(made)) as picture:
        assert (picture.format, picture.width, picture.height) == ("PNG", PIXELS, 1698)
        assert picture.info.keys() <= {"transparency"}
        assert len(picture.convert("RGB").getcolors() or ()) > 20
    assert len(made) < 400_000


def test_a_pdf_stays_while_it_is_right_and_goes_when_it_would_be_wrong(build: Path) -> None:
    said = pipeline("build", "2025", "--out", build).stdout
    assert "built: 0, up to date: 3, failed: 0" in said
    assert (build / "2025.pdf").exists()
    again = pipeline("build", "2025", "--force", "--out", build)
    assert again.returncode == 0
    assert not (build / "2025.pdf").exists()


def test_what_is_folded_on_the_screen_stands_at_the_end() -> None:
    paper = for_paper(
        '<style></style><main><h2 id="a"><span class="hidden">1. </span>Qui</h2>'
        '<figure><div class="drawing"><svg viewBox="0 0 1 1" role="img" aria-label="Vue.">'
        "</svg></div>"
        "<figcaption>Vu.</figcaption><details><summary>x</summary>\n<table></table>"
        '<p class="take">y</p></details></figure>'
        "<details><summary>Versions</summary><dl></dl></details></main>"
    )
    before, _heading, annex = paper.partition("Les données des figures</h2>")
    assert '<h2 id="a" data-outline="1. Qui">Qui</h2><figure>' in before
    assert before.count("<title>Vue.</title>") == 1
    assert "<table>" not in before
    assert "<h3>Versions</h3><dl></dl>" in before
    assert '<div class="cell"><table></table></div>' in annex
    assert "take" not in paper.partition("</style>")[2]
    assert "summary" not in paper.partition("</style>")[2]


def test_names_on_a_map_have_their_halo_and_the_font_of_the_page() -> None:
    name = '<g fill="#1b2440" class="f-ink place{}" font-size="13"><text x="1">Gers</text></g>'
    drawn = name.format("") + name.format(" on-here")
    paper = for_paper(
        '<style>:root { --sans: system-ui, "Segoe UI", sans-serif; }</style>'
        f'<svg viewBox="0 0 9 9" aria-label="Vue.">{drawn}</svg>'
    )
    halo = '<g fill="none" stroke="{}" stroke-width="3" stroke-linejoin="round" class="f-ink place'
    plain, on_colour = halo.format("#fbfaf6"), halo.format("#22507f")
    assert '<svg font-family="system-ui,Segoe UI,sans-serif" viewBox="0 0 9 9"' in paper
    order = [paper.index(each) for each in (plain, '<g fill="#1b2440"', on_colour)]
    assert order == sorted(order)
    assert paper.count(">Gers<") == 4


@pytest.mark.parametrize(
    ("error", "said"), [(ImportError, "requirements-pdf.txt"), (OSError, "libpango-1.0-0")]
)
def test_what_is_missing_is_told_in_one_line(
    error: type[Exception], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = __import__

    def without(name: str, *args: Any, **named: Any) -> Any:
        if name == "weasyprint":
            raise error(name)
        return real(name, *args, **named)

    monkeypatch.setattr("builtins.__import__", without)
    with pytest.raises(ParameterError) as caught:
        pdf.check_available()
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_build_without_pdf_never_loads_it() -> None:
    code = "import sys, annual_report.run.warm; sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
