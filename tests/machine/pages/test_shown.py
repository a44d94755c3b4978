"""A notebook that uses nothing of the package is published as it is, by whatever road."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from cells import export, notebook_of
from conftest import pipeline
from looks import axe, start_axe
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from plain_notebooks import NOTEBOOKS, OLDER, PIXELS, Plain, make_notebook, write_plain_notebooks
from playwright.sync_api import BrowserContext
from traitlets.config import Config

from annual_report.base.errors import PageError
from annual_report.machine.pages.blocks.foreign import read_html
from annual_report.machine.pages.blocks.model import write_content
from annual_report.machine.pages.export.executed import find_language_call, puts_by_calls
from annual_report.machine.pages.export.exporter import ReportExporter
from annual_report.machine.pages.export.published import read_published
from annual_report.machine.pages.written import make_text_fragment
from annual_report.machine.run.tasks import Report

NAMES = sorted(NOTEBOOKS)
HANDFUL = ["anglais", "formules", "imprime"]
"""Those that papermill runs each time; the others, in a kernel each, with `--deep`."""
OTHERS = [name for name in NAMES if name not in (*HANDFUL, "echec-voulu", OLDER)]
"""Whatever a tag says, papermill ends where a cell fails; and it gives ids of its own."""
RUN_EACH = """import sys
import papermill
for name in sys.argv[1:]:
    papermill.execute_notebook(name, name, progress_bar=False)"""
"""A program that runs notebooks by papermill, each in a kernel of its own, and imports it once."""
PICTURE = re.compile('src="data:[^"]*"')
"""What a kernel that isn't ours draws otherwise: a PNG alone."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write all notebooks, and build them: each is run by papermill, and exported."""
    made = tmp_path_factory.mktemp("carnets")
    write_plain_notebooks(made)
    done = pipeline("build", "--notebooks", ".", "--out", "pages", cwd=made)
    (made / "said").write_text(done.stdout, encoding="utf-8")
    assert done.returncode == 0, done.stdout
    # What each notebook has shown, whole, is what its analyst has.
    for name in NAMES:
        executed = made / "pages" / Report(name, "", {}).private_notebook
        (made / f"{name}.ipynb").write_bytes(executed.read_bytes())
    return made


def page_of(folder: Path, name: str) -> str:
    return (folder / "pages" / f"{name}.html").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_what_its_notebook_shows(folder: Path, name: str) -> None:
    plain, html = NOTEBOOKS[name], page_of(folder, name)
    assert [part for part in plain.has if part not in html] == []
    assert [part for part in plain.lacks if part in html] == []
    lines = (folder / "said").read_text(encoding="utf-8").splitlines()
    remarks = [line for line in lines if line.startswith(f"{name}.html: cell ")]
    for expected in plain.remarks:
        assert any(expected in line for line in remarks), remarks
    assert len(remarks) == len(plain.remarks) or plain.remarks, remarks
    soup = BeautifulSoup(html, "html.parser")
    assert not soup(["script", "link", "iframe", "input"])
    assert all(str(picture["src"]).startswith("data:image/") for picture in soup("img"))


@pytest.mark.slow
def test_nbconvert_makes_the_same_page_of_what_was_run(folder: Path) -> None:
    command = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "annual_report"]
    command += [*(f"{name}.ipynb" for name in NAMES), "--output-dir", "converted"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for name in NAMES:
        converted = (folder / "converted" / f"{name}.html").read_text(encoding="utf-8")
        assert converted == page_of(folder, name), name


@pytest.mark.slow
@pytest.mark.parametrize(
    "names",
    [
        pytest.param(HANDFUL, id="a handful"),
        pytest.param(OTHERS, id="the others", marks=pytest.mark.deep),
    ],
)
def test_papermill_alone_makes_the_same_page(
    folder: Path, names: list[str], tmp_path: Path
) -> None:
    write_plain_notebooks(tmp_path)
    files = [f"{name}.ipynb" for name in names]
    for words in (
        ["-c", RUN_EACH, *files],
        ["-m", "jupyter", "nbconvert", "--to", "annual_report", *files],
    ):
        subprocess.run([sys.executable, *words], cwd=tmp_path, capture_output=True, check=True)
    for name in names:
        done = (tmp_path / f"{name}.html").read_text(encoding="utf-8")
        assert PICTURE.sub("", done) == PICTURE.sub("", page_of(folder, name)), name


@pytest.mark.slow
def test_jupyterlab_makes_the_same_page_of_what_was_run(folder: Path) -> None:
    for name in NAMES:
        notebook = nbformat.read(folder / f"{name}.ipynb", as_version=4)
        about = {"name": name, "modified_date": "", "path": str(folder)}
        html, _resources = ReportExporter().from_notebook_node(notebook, {"metadata": about})
        assert html == page_of(folder, name), name


@pytest.mark.slow
def test_axe_finds_nothing_and_a_browser_asks_for_nothing(
    folder: Path, own_scripts: BrowserContext
) -> None:
    page, asked = own_scripts.new_page(), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    for name in NAMES:
        asked.clear()
        page.goto((folder / "pages" / f"{name}.html").as_uri())
        # A picture that the page holds is told as a request for itself.
        assert [address for address in asked if not address.startswith("data:")] == [page.url]
        start_axe(page)
        assert axe(page, unfolded=True, rules="all but colours")["violations"] == [], name
    page.close()


@pytest.mark.slow
def test_a_strict_build_makes_only_pages_whose_figures_are_described(tmp_path: Path) -> None:
    wordless = (
        "import matplotlib.pyplot as plt\n"
        "from annual_report import publish\n"
        "publish(plt.plot([1, 2]))"
    )
    notebooks = {
        "described": NOTEBOOKS["courbe-decrite"],
        "with-axes-named": NOTEBOOKS["courbe"],
        "published-without-words": Plain((wordless,)),
    }
    for name, plain in notebooks.items():
        nbformat.write(make_notebook(plain), tmp_path / f"{name}.ipynb")
    done = pipeline("build", "--notebooks", ".", "--out", "pages", "--strict", cwd=tmp_path)
    assert done.returncode == 1
    made = {file.stem for file in (tmp_path / "pages").glob("*.html")} & notebooks.keys()
    assert made == {"described"}
    assert "a figure is described by “Les prêts, ville” alone" in done.stdout
    assert "a figure is described by “Figure” alone: publish(ax, finding=" in done.stdout


def test_what_was_not_run_is_refused_with_what_to_type() -> None:
    notebook = new_notebook(cells=[new_code_cell("1 + 1")])
    with pytest.raises(PageError, match=r"not run: jupyter nbconvert --execute .* x\.ipynb"):
        read_published(notebook, "x")


def test_a_secret_is_refused() -> None:
    notebook = new_notebook(cells=[new_markdown_cell("Clé : AKIA0123456789ABCDEF")])
    with pytest.raises(PageError, match="something like a key or a password"):
        ReportExporter().from_notebook_node(notebook, {"metadata": {"name": "x"}})


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from annual_report import publish\nif False:\n    publish(1)", True),
        ("from annual_report import publish as p\np(1)", True),
        ("import annual_report as ar\nar.chapter(1, 'Un')", True),
        ("from annual_report import open_network\nn = open_network(d)\nsay = n.say", True),
        ("from annual_report import open_network\nopen_network(d).show('carte', ax)", True),
        ("%%time\nfrom annual_report import publish\npublish(1)", True),
        ("from annual_report import publish", False),
        ("from annual_report import language, charts\nlanguage('en')\nplt.show()", False),
        ("from elsewhere import publish\npublish(1)", False),
        ("library(ggplot2); x <- 1", False),
    ],
)
def test_a_cell_that_calls_ours_says_what_goes_in(source: str, expected: bool) -> None:
    cells = [new_markdown_cell("Un mot."), new_code_cell(source, execution_count=1)]
    notebook = new_notebook(cells=cells)
    assert puts_by_calls(notebook) == expected
    assert read_published(notebook).is_shown == (not expected)


def test_the_words_of_a_figure_and_the_language_are_read_in_the_code() -> None:
    source = "ax.set_title('Des prêts')\nplt.xlabel(\"Ville\")\nframe.plot(ylabel = 'n', x='v')"
    shown = {"image/png": PIXELS, "text/html": "<img alt='x'>", "text/plain": "Colormap"}
    drawn = notebook_of(shown, {"text/plain": "(<Figure>, <Axes: xlabel='an'>)"}, source=source)
    page = export(drawn)
    assert 'alt="Des prêts, Ville, n, an"' in page
    assert "&lt;Axes" not in page


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from annual_report import language\nlanguage('en')", "en"),
        ("from annual_report import language as l\nl('en')", "en"),
        ("import annual_report as ar\nar.language('en')", "en"),
        ("%time\nfrom annual_report import language\nlanguage('en')", "en"),
        ("language('en')", ""),
        ("def language(name, n): ...\nlanguage('Mini', 3)", ""),
        ("from nltk import language\nlanguage('it')", ""),
    ],
)
def test_the_call_for_a_language_counts_where_it_is_ours(source: str, expected: str) -> None:
    notebook = new_notebook(cells=[new_markdown_cell("language('it')"), new_code_cell(source)])
    assert find_language_call(notebook) == expected


def test_a_table_around_tables_only_lays_them_out() -> None:
    inner = "<table><tr><th>n</th></tr><tr><td>1</td></tr></table>"
    html = write_content(read_html(f"<table><tr><td>{inner}</td></tr></table>").content)
    assert html.startswith('<table role="presentation"><tbody><tr><td><table aria-label=')
    assert '<thead><tr><th class="number" scope="col">n</th></tr></thead>' in html


@pytest.mark.parametrize("latex", ["x", "$x$\n", "$$\nx\n$$", r"\[x\]"])
def test_an_output_that_is_a_formula_is_one(latex: str) -> None:
    html = export(notebook_of({"text/latex": latex, "text/plain": "un x"}))
    assert 'display="block"><mrow><mi>x</mi></mrow></math></p>' in html


def test_words_around_formulas_are_words() -> None:
    assert "<p>Soit <math " in export(notebook_of({"text/latex": "Soit $x$ ou $y$"}))


def test_a_long_line_is_gone_through_once() -> None:
    printed = new_output("stream", text="x" * 200_000 + "\n10 %\r20 %")
    cell = new_code_cell("1", execution_count=1, outputs=[printed])
    # Gone through once for each of its signs, such a line would keep the test busy for hours.
    html = export(new_notebook(cells=[cell]))
    assert "x\n20 %" in html


def test_a_notebook_that_publishes_shows_nothing_else_that_its_cells_print() -> None:
    notebook = notebook_of(make_text_fragment("Un mot."), {"text/plain": "42"})
    assert not read_published(notebook).is_shown


def test_a_configured_preprocessor_of_tags_decides_too() -> None:
    cells = [new_markdown_cell("Un"), new_markdown_cell("Deux", metadata={"tags": ["brouillon"]})]
    config = Config()
    config.TagRemovePreprocessor.enabled = True
    config.TagRemovePreprocessor.remove_cell_tags = {"brouillon"}
    about = {"metadata": {"name": "x"}}
    html, _resources = ReportExporter(config=config).from_notebook_node(
        new_notebook(cells=cells), about
    )
    assert "Un</p>" in html
    assert "Deux" not in html
