"""Renew the files that are made of the source and kept in the repository: `make generated`.

    python scripts/renew.py [messages] [figures] [reference] [outputs] [pictures]
                            [comparison]

    messages    the French catalogue (base/locales/fr.po): new messages arrive untranslated,
                those that are gone leave
    figures     docs/key-figures.md, the tables made of annual_report/network/measures/figures.yaml
    reference   docs/reference.md, made of the docstrings of what a notebook imports
    outputs     what a command prints, below its line "$ command" in a block `console` of a document
    pictures    docs/guide/*.png: of the pages that `make report` built, by a Chromium, and of
                a year's sheet, by LibreOffice
    comparison  the table in docs/any-notebook.md, by a Chromium: what becomes of the notebooks of
                the tests beside nbconvert's own pages of them

Without a word the script renews all of them. A second run changes only the seconds of the
comparison: the files have no dates and no numbers of lines.
"""

import argparse
import ast
import inspect
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FunctionType

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

import annual_report
from annual_report import charts, measures
from annual_report.base.messages import CATALOGUES
from annual_report.base.project import PACKAGE, ROOT
from annual_report.network.measures.figures import list_key_figures
from annual_report.network.network import Network

FRENCH = CATALOGUES / "fr.po"
MARKS = ("_", "N_")
"""The functions whose first argument is a message."""
HEADER = """\
# French messages of the annual reports; `make generated` keeps them up to date.
#
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: fr\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""
KEY_FIGURES = ROOT / "docs" / "key-figures.md"
REFERENCE_PAGE = ROOT / "docs" / "reference.md"
NETWORK = ROOT / "data" / "departements-participatifs"
PAGES = ROOT / "build" / "departements-participatifs"
PICTURES = ROOT / "docs" / "guide"
SHEET_WIDTH = 640
"""The pixels of the width of a sheet's picture."""
FICTION = ROOT / "data" / "reseau-exemple"
SHOWN_YEAR = "2025"
SHOWN_COLUMNS = 6
SHOWN_ROWS = 17
"""What a picture shows of a year's sheet: four meetings and ten members."""
PICTURE_WIDTH = 1000


# --- Messages -------------------------------------------------------------------------------


def renew_messages() -> None:
    """Bring the catalogue up to date; raise SystemExit if something is still to translate."""
    catalogue = read_translations()
    catalogue.update(find_messages(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    FRENCH.write_bytes(write_catalogue(catalogue))
    missing = [f"to translate: {entry.id}" for entry in catalogue if entry.id and not entry.string]
    if missing:
        raise SystemExit("\n".join(missing))


def find_messages() -> Catalog:
    """Return the messages of all calls `_("…")` and `N_("…")` in the package and its templates."""
    messages = Catalog()
    for path in sorted(PACKAGE.rglob("*.j2")):
        calls = Environment().parse(path.read_text(encoding="utf-8")).find_all(nodes.Call)
        for call in calls:
            if isinstance(call.node, nodes.Name) and call.node.name in MARKS and call.args:
                said = call.args[0]
                if isinstance(said, nodes.Const):
                    messages.add(said.value)
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                message = node.args[0]
                if node.func.id in MARKS and isinstance(message, ast.Constant):
                    messages.add(message.value)
    return messages


def read_translations() -> Catalog:
    """Return the French catalogue of the package, as Babel reads it."""
    with FRENCH.open("rb") as stream:
        return read_po(stream, locale="fr")


def write_catalogue(catalogue: Catalog) -> bytes:
    """Return the catalogue's text, in the order of its messages."""
    stream = BytesIO()
    write_po(stream, catalogue, omit_header=True, sort_output=True, no_location=True, width=100)
    return HEADER.encode() + stream.getvalue().strip() + b"\n"


# --- Key figures ----------------------------------------------------------------------------


def renew_figures() -> None:
    """Renew the tables of key figures."""
    KEY_FIGURES.write_text(write_figures_page(KEY_FIGURES.read_text("utf-8")), encoding="utf-8")


def write_figures_page(written: str) -> str:
    """Return the page with its lists renewed; what stands before them is written by hand."""
    introduction = written.partition("\n## ")[0].rstrip()
    chapters: dict[str, str] = {}
    for name, figure in list_key_figures().items():
        line = f"- `{name}`, *{figure.label}*. {figure.meaning}\n"
        chapters[figure.chapter] = chapters.get(figure.chapter, "") + line
    lists = [f"## {name}\n\n{lines}" for name, lines in chapters.items()]
    return "\n\n".join(part.rstrip() for part in (introduction, *lists)) + "\n"


# --- Reference ------------------------------------------------------------------------------

CHAPTERS = {
    "": "In a notebook",
    "network.": "A network",
    "measures.": "Measures",
    "charts.": "Charts",
}
"""The chapters of the reference, by the word that goes before their functions."""
PUBLISHING_METHODS = (Network.say, Network.show, Network.text)
"""The methods of a network that a notebook calls."""


def list_public_functions() -> dict[str, Callable[..., object]]:
    """Return the functions that a notebook calls, by their names there: "measures.list_members"."""
    functions: dict[str, Callable[..., object]] = {}
    for method in PUBLISHING_METHODS:
        functions[f"network.{method.__name__}"] = method
    homes = {"": annual_report, "measures.": measures, "charts.": charts}
    for home, module in homes.items():
        for name in dir(module):
            value = getattr(module, name)
            if not name.startswith("_") and isinstance(value, FunctionType):
                functions[f"{home}{name}"] = value
    return functions


def renew_reference() -> None:
    """Renew the reference of what a notebook imports."""
    REFERENCE_PAGE.write_text(write_reference(REFERENCE_PAGE.read_text("utf-8")), encoding="utf-8")


def write_reference(written: str) -> str:
    """Return the reference with its chapters renewed; what stands before is written by hand."""
    introduction = written.partition("\n## ")[0].rstrip()
    functions = list_public_functions()
    parts = [introduction]
    for home, chapter in CHAPTERS.items():
        parts.append(f"## {chapter}")
        for name in sorted(functions):
            if name.rpartition(".")[0] == home.rstrip("."):
                parts.append(write_entry(name, functions[name]))
    return "\n\n".join(parts) + "\n"


def write_entry(name: str, function: Callable[..., object]) -> str:
    """Return the entry of a function: its call, its docstring's prose, its example."""
    parameters = []
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name != "self":
            parameters.append(parameter.replace(annotation=inspect.Parameter.empty))
    call = f"{name}{inspect.Signature(parameters)}"
    prose, marker, example = (inspect.getdoc(function) or "").partition(">>> ")
    parts = [f"### `{name}`", f"```python\n{call}\n```"]
    for paragraph in prose.strip().split("\n\n"):
        parts.append(" ".join(paragraph.split()))
    if marker:
        parts.append(f"```pycon\n{marker}{example.rstrip()}\n```")
    return "\n\n".join(parts)


# --- Comparison -----------------------------------------------------------------------------

ANY_NOTEBOOK = ROOT / "docs" / "any-notebook.md"
# A parser of Markdown gives tokens, and the text around the table must stay as it is.
# Taken: the table that begins with that line, up to the first line that isn't one of its rows.
TABLE = re.compile(r"^\| \| `annual_report` \| `html` \|\n(?:\|.*\n)*", re.M)
"""The table of a document that compares exporters."""


def renew_comparison() -> None:
    """Renew the table that compares exporters, where there is a browser."""
    from compare_exporters import compare_exporters

    from annual_report.machine.pages.export.printing import find_browser

    if not find_browser():
        print("comparison left as it is: a Chromium is missing")
        return
    written = ANY_NOTEBOOK.read_text("utf-8")
    ANY_NOTEBOOK.write_text(TABLE.sub(compare_exporters() + "\n", written), encoding="utf-8")


# --- Outputs --------------------------------------------------------------------------------

# A parser of Markdown gives tokens, and the text around the block must stay as it is.
# Taken: a block that opens with ```console, up to the line that closes it. Not taken: ```sh.
CONSOLE = re.compile(r"^```console\n(.*?)^```\n", re.M | re.S)
PROGRAMS = {"python": [sys.executable], "make": ["make", "--no-print-directory"]}
"""How the commands of the documents begin, and what is run for them."""


def renew_outputs() -> None:
    """Renew the outputs of commands that the documents show."""
    for file in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("data/*.md")]:
        file.write_text(write_outputs(file.read_text("utf-8")), encoding="utf-8")


def write_outputs(page: str) -> str:
    """Return a document with the outputs of the commands in it, run in this folder, in French."""
    return CONSOLE.sub(lambda block: f"```console\n{run_commands(block[1])}```\n", page)


def run_commands(block: str) -> str:
    """Return the commands of a block, each above its output; only known programs are run."""
    printed = ""
    for line in block.splitlines():
        # The other lines are the output of the last time.
        if not line.startswith("$ "):
            continue
        command = line.removeprefix("$ ")
        program, *words = shlex.split(command)
        done = subprocess.run(
            [*PROGRAMS[program], *words],
            cwd=ROOT,
            env=os.environ | {"LANGUAGE": "fr"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        printed += f"{line}\n"
        for text in done.stdout.splitlines():
            printed += f"{text.rstrip()}\n"
    return printed


# --- Pictures -------------------------------------------------------------------------------


def renew_pictures() -> None:
    """Make the pictures of the documents, as far as their programs are there."""
    from annual_report.machine.pages.export.printing import find_browser

    if find_browser() and (PAGES / "2025.html").exists():
        photograph_report(PICTURES / "resume.png", PICTURES / "feuille.png")
    else:
        print("pages left as they are: a Chromium or the pages of `make report` are missing")
    office = shutil.which("soffice")
    if office:
        photograph_year(office, PICTURES / "annee.png")
    else:
        print("sheet left as it is: LibreOffice is missing")


def photograph_year(office: str, picture: Path) -> None:
    """Take the top of a year's sheet of the fictional network, with the names of its cells."""
    from openpyxl import load_workbook
    from PIL import Image, ImageOps

    from annual_report.machine.pages.export.printing import to_picture
    from annual_report.network.writing.whole_folder import turn_into_workbook

    with TemporaryDirectory() as place:
        folder = Path(place)
        shutil.copytree(FICTION, folder / FICTION.name)
        turn_into_workbook(folder / FICTION.name)
        book = load_workbook(folder / FICTION.name / f"{FICTION.name}.xlsx")
        for title in book.sheetnames:
            if title != SHOWN_YEAR:
                del book[title]
        sheet = book[SHOWN_YEAR]
        sheet.delete_cols(SHOWN_COLUMNS + 1, sheet.max_column)
        sheet.delete_rows(SHOWN_ROWS + 1, sheet.max_row)
        sheet.tables.clear()
        last = sheet.cell(SHOWN_ROWS, SHOWN_COLUMNS)
        sheet.print_area = f"A1:{last.coordinate}"
        sheet.print_options.headings = True
        sheet.print_options.gridLines = True
        book.save(folder / "annee.xlsx")
        # A profile of its own: a LibreOffice that is open would take the file and answer nothing.
        command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", place, str(folder / "annee.xlsx")]
        subprocess.run(command, check=True, capture_output=True)
        paper = Image.open(BytesIO(to_picture((folder / "annee.pdf").read_bytes()))).convert("RGB")
    inked = ImageOps.invert(paper).getbbox()
    shown = paper.crop(inked)
    size = PICTURE_WIDTH, shown.height * PICTURE_WIDTH // shown.width
    shown.resize(size, Image.Resampling.LANCZOS).quantize(64).save(picture, optimize=True)


def photograph_report(screen: Path, paper: Path) -> None:
    """Take the top of a report as a wide screen shows it, and its first sheet of paper."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    from annual_report.machine.pages.export.printing import find_browser, to_pdf, to_picture

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1200, "height": 820})
        page.goto((PAGES / "2025.html").as_uri())
        page.screenshot(path=screen)
        browser.close()
    html = (PAGES / "2025.html").read_text(encoding="utf-8")
    sheet = Image.open(BytesIO(to_picture(to_pdf(html)))).convert("RGB")
    size = SHEET_WIDTH, sheet.height * SHEET_WIDTH // sheet.width
    sheet.resize(size, Image.Resampling.LANCZOS).quantize(96).save(paper, optimize=True)


RENEWED = {
    "messages": renew_messages,
    "figures": renew_figures,
    "reference": renew_reference,
    "outputs": renew_outputs,
    "pictures": renew_pictures,
    "comparison": renew_comparison,
}


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n")[0])
    parser.add_argument("what", nargs="*", metavar="WHAT", help=", ".join(RENEWED))
    asked = parser.parse_args().what
    if wrong := {*asked} - {*RENEWED}:
        parser.error(f"nothing is called {min(wrong)}; expected: {', '.join(RENEWED)}")
    for name in asked or RENEWED:
        RENEWED[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
