"""PDF files and pictures, printed by the browser: tagged, in French, with title and outline."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pikepdf
import pytest
from bs4 import BeautifulSoup
from conftest import need_browser, pipeline, under_each_set_of_fonts
from PIL import Image, ImageChops, ImageStat
from pypdfium2 import PdfDocument

from annual_report.base.errors import PageError, ParameterError
from annual_report.base.project import ROOT
from annual_report.machine.pages.export import printing
from annual_report.machine.pages.export.printing import GAP, WIDTH_OF_SHEET, to_pdf, to_picture
from annual_report.machine.pages.svg.from_figure import draw_figure

pytestmark = pytest.mark.slow
HATCHES = ("//", "..", "x", "o", "*", "-.")


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the reports of the real network's last year, with their PDF files."""
    need_browser()
    out = tmp_path_factory.mktemp("pdf") / "build"
    done = pipeline("build", "2025", "--pdf", "--out", out)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.fixture(scope="module")
def document(build: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(build / "2025.pdf") as opened:
        yield opened


def walk_structure(node: Any) -> Iterator[Any]:
    """Yield the elements of the structure tree, in reading order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from walk_structure(kid)


def read_sheets(pdf: bytes) -> list[str]:
    """Return the words of each sheet."""
    with PdfDocument(pdf) as printed:
        return [page.get_textpage().get_text_bounded() for page in printed]


def test_the_pdf_has_its_tags_language_title_outline_and_alternatives(
    document: pikepdf.Pdf, build: Path
) -> None:
    root = document.Root
    assert root.MarkInfo.Marked
    assert str(root.Lang).startswith("fr")
    assert root.ViewerPreferences.DisplayDocTitle

    title = str(document.docinfo["/Title"])
    assert title == "Résumé annuel 2025, Groupe des départements participatifs"

    with document.open_outline() as outline:
        (first,) = outline.root
        titles = [" ".join(chapter.title.split()) for chapter in first.children]
    assert first.title == "Résumé annuel\u00a02025"
    assert titles[0] == "Qui est dans le groupe en 2025 ?"
    assert titles[-1] == "Sources"

    elements = list(walk_structure(root.StructTreeRoot))
    kinds = [str(element.S) for element in elements]
    soup = BeautifulSoup((build / "2025.html").read_text(encoding="utf-8"), "html.parser")
    written = {" ".join(str(svg["aria-label"]).split()) for svg in soup.select(".drawing svg")}
    figures = [element for element in elements if element.S == "/Figure"]
    assert written
    assert written <= {" ".join(str(figure.get("/Alt", "")).split()) for figure in figures}
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == len(soup("h2"))
    assert "/L" in kinds


def test_its_drawings_are_no_pictures_and_its_hatches_are_lines(document: pikepdf.Pdf) -> None:
    figure, axes = plt.subplots(1, len(HATCHES))
    for ax, hatch in zip(axes, HATCHES, strict=True):
        ax.bar([0], [1], hatch=hatch, facecolor="none")
    svg = draw_figure(figure, "hachures", "Des hachures.", "Des hachures.").svg
    plt.close(figure)
    alone = io.BytesIO(to_pdf(f"<!doctype html><title>Des hachures</title>{svg}"))
    with pikepdf.open(alone) as hatched:
        for pdf in (document, hatched):
            streams = (part for part in pdf.objects if isinstance(part, pikepdf.Stream))
            assert "/Image" not in [part.get("/Subtype") for part in streams]


def test_it_says_nothing_of_where_it_was_made(document: pikepdf.Pdf, build: Path) -> None:
    streams = [part for part in document.objects if isinstance(part, pikepdf.Stream)]
    raw = b"".join([part.read_bytes() for part in streams] + [(build / "2025.pdf").read_bytes()])

    assert str(ROOT).encode() not in raw
    assert b"file://" not in raw
    assert b"/tmp/" not in raw


@under_each_set_of_fonts
@pytest.mark.usefixtures("fonts")
def test_paper_keeps_the_spaces_of_numbers_and_has_nothing_that_only_a_screen_can_use(
    build: Path,
) -> None:
    """A PDF has any space as an ordinary one; what mattered was lost: 12792742, 2026?."""
    page = (build / "2025.html").read_text(encoding="utf-8")
    year = " ".join(" ".join(read_sheets(to_pdf(page))).split())

    assert "12,8 millions d’habitants" in year
    assert "Et pour 2026 ?" in year

    index, data = [
        read_sheets(to_pdf((build / page).read_text(encoding="utf-8")))
        for page in ("index.html", "2025-donnees.html")
    ]
    assert "12 792 742" in " ".join(" ".join(data).split())
    assert "Télécharger" not in "".join(data)
    assert len(index) == 1
    assert "Les données de 2025" not in index[0]


def test_a_picture_of_a_page_of_several_sheets_shows_them_all(example_build: Path) -> None:
    pdf = to_pdf((example_build / "2025.html").read_text(encoding="utf-8"))
    with PdfDocument(pdf) as document:
        alone = [
            sheet.render(scale=WIDTH_OF_SHEET / sheet.get_width()).to_pil() for sheet in document
        ]

    assert len(alone) > 1

    with Image.open(io.BytesIO(to_picture(pdf))) as picture:
        whole = picture.convert("RGB")
    assert whole.width == 2 * WIDTH_OF_SHEET + GAP

    tall = alone[0].height
    for number, sheet in enumerate(alone):
        row, column = divmod(number, 2)
        corner = column * (WIDTH_OF_SHEET + GAP), row * (tall + GAP)
        shown = whole.crop((*corner, corner[0] + WIDTH_OF_SHEET, corner[1] + tall))
        apart = ImageChops.difference(shown, sheet.convert("RGB"))
        # Letters are drawn finer there, and colours are fewer.
        assert max(ImageStat.Stat(apart).mean) < 4
    gap = whole.crop((WIDTH_OF_SHEET, 0, WIDTH_OF_SHEET + GAP, tall))
    assert len(gap.getcolors() or ()) == 1


def test_a_picture_is_the_sheet_and_says_nothing_else(build: Path) -> None:
    made = (build / "2025.png").read_bytes()
    assert made == to_picture((build / "2025.pdf").read_bytes())

    with Image.open(io.BytesIO(made)) as picture:
        assert picture.format == "PNG"
        assert picture.width == WIDTH_OF_SHEET
        assert picture.height == 1699
        assert picture.info.keys() <= {"transparency"}
        assert len(picture.convert("RGB").getcolors() or ()) > 20
    assert len(made) < 400_000


def test_a_pdf_goes_when_its_page_is_made_without_it(build: Path) -> None:
    assert "built: 0, up to date: 2, failed: 0" in pipeline("build", "2025", "--out", build).stdout
    assert (build / "2025.pdf").exists()
    assert pipeline("build", "2025", "--force", "--out", build).returncode == 0
    assert not (build / "2025.pdf").exists()


@pytest.mark.parametrize("name", ["google-chrome-stable", "Microsoft Edge"])
def test_a_browser_is_found_on_the_path_or_in_a_place_of_its_own(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("REPORT_BROWSER", raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("PROGRAMFILES", str(tmp_path))
    monkeypatch.setattr(printing, "PLACES", ("$PROGRAMFILES",))

    assert printing.find_browser() is None

    (tmp_path / name).touch(mode=0o755)
    assert printing.find_browser() == str(tmp_path / name)


@pytest.mark.skipif(sys.platform == "win32", reason="a script of the shell stands for a browser")
def test_a_machine_without_a_browser_or_with_one_that_prints_nothing_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("REPORT_BROWSER", "/nulle/part/navigateur")
    with pytest.raises(ParameterError, match=r"^[^\n]*Edge, Chrome or Chromium[^\n]*$"):
        printing.require_browser()
    assert pipeline("build", "2025", "--pdf").returncode == 2

    silent = tmp_path / "silencieux"
    silent.write_text("#!/bin/sh\nexit 0\n")
    silent.chmod(0o755)
    monkeypatch.setenv("REPORT_BROWSER", str(silent))
    with pytest.raises(PageError, match="silencieux could not print the page"):
        to_pdf("<p>mot</p>")
