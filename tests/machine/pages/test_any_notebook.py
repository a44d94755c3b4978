"""A notebook without a network becomes a page, by two roads, in the language that it says."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from cells import export
from nbformat import NotebookNode

from annual_report.base.errors import PublishError
from annual_report.base.project import ROOT
from annual_report.machine.pages.language import VARIABLE, read_language
from annual_report.machine.pages.publishing import language

pytestmark = pytest.mark.slow
SOURCE = ROOT / "docs" / "any-notebook.ipynb"
NBCONVERT = ("jupyter", "nbconvert", "--to", "annual_report")
QUIET = {name: value for name, value in os.environ.items() if name != VARIABLE}
QUIET |= {"LANGUAGE": "en", "JUPYTER_PLATFORM_DIRS": "1"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Work where nothing of the project lies."""
    made = tmp_path_factory.mktemp("anywhere")
    shutil.copy(SOURCE, made)
    return made


def run(folder: Path, module: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        env=QUIET,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def by_papermill(folder: Path) -> str:
    run(folder, "papermill", "--engine", "annual_report", SOURCE.name, "done.ipynb")
    run(folder, *NBCONVERT, "done.ipynb", "--output", "any-notebook")
    return (folder / "any-notebook.html").read_text(encoding="utf-8")


def test_the_page_is_whole_and_loads_nothing(by_papermill: str) -> None:
    soup = BeautifulSoup(by_papermill, "html.parser")
    assert soup.title
    assert soup.title.get_text() == "Loans of four libraries, 2020 to 2025"
    assert soup.html
    assert soup.html["lang"] == "en"
    assert [heading.get_text() for heading in soup("h2")] == [
        "1. Which library lends most?",
        "2. How much has changed?",
    ]
    assert len(soup("figure")) == 1
    assert not soup(["script", "link", "iframe", "img"])
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", by_papermill)
    # A page that goes by mail: the words, two tables and a figure weigh some 50 kB.
    assert len(by_papermill.encode()) < 55_000


def test_its_words_numbers_and_dates_are_english(by_papermill: str) -> None:
    words = BeautifulSoup(by_papermill, "html.parser").get_text(" ", strip=True)
    for english in (
        "Skip to the content",
        "96,042",
        "28 March 2009",
        "not recorded",
        "83.6%",
        "Download this table",
        "(CSV, 1\u00a0kB)",
        "The data of the figure",
    ):
        assert english in words
    for french in ("Aller", "renseigné", "Télécharger", "données", "\u202f", "mars"):
        assert french not in words

    table = re.search(r'href="data:text/csv;charset=utf-8,([^"]*)"', by_papermill)
    assert table
    assert "Station,2009-03-28,52310,96042" in table[1]


def test_nbconvert_alone_makes_the_same_page(folder: Path, by_papermill: str) -> None:
    run(folder, *NBCONVERT, "--execute", SOURCE.name, "--output", "again")
    again = (folder / "again.html").read_text(encoding="utf-8")

    assert again == by_papermill


def test_what_is_no_language_is_refused() -> None:
    with pytest.raises(PublishError, match=r"is no language: write language\("):
        language('"><script>')


def make_one_cell() -> NotebookNode:
    words = nbformat.v4.new_markdown_cell("Un mot.", metadata={"tags": ["publish"]})
    return nbformat.v4.new_notebook(cells=[words])


def test_a_notebook_without_a_title_is_called_after_its_file() -> None:
    page = BeautifulSoup(export(make_one_cell(), "mon-carnet"), "html.parser")
    assert page.title
    assert page.title.get_text() == "Mon carnet"


def test_metadata_say_title_description_author_and_language() -> None:
    notebook = make_one_cell()
    notebook.metadata |= {"title": "Un <titre>", "description": "Deux", "author": "Trois"}
    soup = BeautifulSoup(export(notebook, "mon-carnet"), "html.parser")

    assert soup.title
    assert soup.title.get_text() == "Un <titre>"

    told = {str(meta.get("name")): str(meta.get("content")) for meta in soup("meta")}
    assert told["description"] == "Deux"
    assert told["author"] == "Trois"
    assert soup.html
    assert soup.html["lang"] == "fr"


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        pytest.param({}, "fr", id="none is said"),
        pytest.param({"lang": "en"}, "en", id="a language"),
        pytest.param({"lang": "en-GB"}, "en-GB", id="a language of a country"),
        pytest.param({"lang": '"><script>'}, "fr", id="no language"),
    ],
)
def test_a_page_is_in_the_language_of_its_notebook_or_in_french(
    metadata: dict[str, str], expected: str
) -> None:
    assert read_language(metadata) == expected


def test_the_document_says_the_notebook_as_it_is() -> None:
    text = (ROOT / "docs" / "any-notebook.md").read_text(encoding="utf-8")
    notebook = nbformat.read(SOURCE, as_version=4)
    code = "\n".join(cell.source for cell in notebook.cells)
    shown_lines = (
        "from annual_report import chapter, language, publish",
        'chapter(1, "Which library lends most?")',
    )

    for line in shown_lines:
        assert line in text
        assert line in code
