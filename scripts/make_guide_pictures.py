"""Make the pictures of the documents: a sheet of the workbook, the top of a report, a poster.

It needs LibreOffice, pdftoppm (poppler-utils), a Chromium and the reports that `make report` built;
the pictures are kept in `docs/guide/`, and made again when what they show has changed.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from openpyxl import load_workbook
from PIL import Image, ImageChops
from playwright.sync_api import sync_playwright

from annual_report.pages.export.printing import find_browser
from annual_report.project import ROOT
from annual_report.writing.new_year import prepare_year
from annual_report.writing.workbooks.workbook import write_workbook

sys.path.insert(0, str(ROOT / "tests"))
sys.path.insert(0, str(ROOT / "tests" / "cases"))
from browser import launch
from office import saved

NETWORK = ROOT / "data" / "departements-participatifs"
PAGES = ROOT / "build" / "departements-participatifs"
REPORT, POSTER = PAGES / "2025.html", PAGES / "2025-affiche.html"
PICTURES = ROOT / "docs" / "guide"
SHEET = "Rencontres"


def picture_of_the_workbook(target: Path) -> None:
    """Draw one sheet with the letters and numbers that a spreadsheet shows around it."""
    with tempfile.TemporaryDirectory() as place:
        book_path = Path(place) / "classeur.xlsx"
        network = shutil.copytree(NETWORK, Path(place) / "reseau")
        prepare_year(network, 2026)
        write_workbook(network, book_path)
        book = load_workbook(book_path)
        for sheet in book.worksheets:
            sheet.sheet_state = "visible" if sheet.title == SHEET else "hidden"
        sheet = book[SHEET]
        book.active = book.index(sheet)
        sheet.print_options.gridLines = sheet.print_options.headings = True
        sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.oddHeader.center.text = sheet.oddFooter.center.text = ""
        book.save(book_path)
        pdf = saved(book_path, "pdf", Path(place))
        command = ["pdftoppm", "-png", "-r", "130", "-f", "1", "-singlefile", str(pdf)]
        subprocess.run([*command, str(target.with_suffix(""))], check=True)
    page = Image.open(target).convert("RGB")
    written = ImageChops.difference(page, Image.new("RGB", page.size, "white")).getbbox()
    page.crop(written).save(target, optimize=True)


def picture_of_the_report(target: Path) -> None:
    """Take the top of the report as a wide screen shows it."""
    with sync_playwright() as playwright:
        browser = launch(playwright, find_browser())
        page = browser.new_page(viewport={"width": 1200, "height": 820})
        page.goto(REPORT.as_uri())
        page.screenshot(path=target)
        browser.close()


def picture_of_the_poster(target: Path) -> None:
    """Take the poster's sheet, small enough for the README."""
    with sync_playwright() as playwright:
        browser = launch(playwright, find_browser())
        page = browser.new_page(viewport={"width": 1000, "height": 1200})
        page.goto(POSTER.as_uri())
        page.locator(".sheet").screenshot(path=target)
        browser.close()
    sheet = Image.open(target).convert("RGB")
    width = 640
    sheet = sheet.resize((width, sheet.height * width // sheet.width), Image.Resampling.LANCZOS)
    sheet.quantize(96).save(target, optimize=True)


if __name__ == "__main__":
    if shutil.which("pdftoppm") is None or not REPORT.exists():
        sys.exit("needed: pdftoppm, and the reports of `make report`")
    PICTURES.mkdir(exist_ok=True)
    picture_of_the_workbook(PICTURES / "classeur.png")
    picture_of_the_report(PICTURES / "resume.png")
    picture_of_the_poster(PICTURES / "affiche.png")
