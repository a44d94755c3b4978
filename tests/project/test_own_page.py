"""The document on a page of one's own: what it says is done, block by block, and gives the page."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest
from bs4 import BeautifulSoup
from making import NETWORK
from page_text import parse

from annual_report.base.project import ROOT

pytestmark = pytest.mark.slow

DOCUMENT = ROOT / "docs" / "own-page.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
PROGRAMS = {
    "python": [sys.executable],
    "papermill": [sys.executable, "-m", "papermill"],
    "jupyter": [sys.executable, "-m", "jupyter"],
}

TITLE = "L’enquête de 2025"


def list_words(page: BeautifulSoup, selector: str) -> list[str]:
    """Return the words of the elements that a selector finds, with ordinary spaces."""
    return [element.get_text().replace("\u00a0", " ") for element in page.select(selector)]


def list_links(page: BeautifulSoup, selector: str) -> dict[str, str]:
    """Return the words of links by the addresses that they lead to."""
    addresses = [str(link["href"]) for link in page.select(selector)]
    return dict(zip(addresses, list_words(page, selector), strict=True))


class Followed(NamedTuple):
    """The folder in which the document was followed, and all that its commands have printed."""

    folder: Path
    printed: str


def list_blocks(kind: str) -> list[str]:
    """Return the blocks of a kind in the document, in their order."""
    text = DOCUMENT.read_text(encoding="utf-8")
    return [content for found, content in BLOCK.findall(text) if found == kind]


def write_notebook(folder: Path) -> None:
    """Write the notebook that the document describes, and the file beside it."""
    folder.mkdir()
    parameters, *cells = map(nbformat.v4.new_code_cell, list_blocks("python"))
    parameters.metadata["tags"] = ["parameters"]
    notebook = nbformat.v4.new_notebook(cells=[parameters, *cells])
    (declared,) = list_blocks("json")
    # JupyterLab names the kernel of a notebook that it makes.
    notebook.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    notebook.metadata.update(json.loads(f"{{{declared}}}"))
    nbformat.write(notebook, folder / "enquete.ipynb")
    (answers,) = list_blocks("csv")
    (folder / "reponses.csv").write_text(answers, encoding="utf-8")


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Followed:
    """Do all that the document says with a copy of a network: write its blocks, type its commands.

    The notebook of the document makes a page for each year: "L’enquête de 2025".
    """
    folder = tmp_path_factory.mktemp("suivi")
    network = shutil.copytree(NETWORK, folder / "mon-reseau")
    write_notebook(network / "notebooks")
    (folder / "pipeline.py").symlink_to(ROOT / "pipeline.py")
    environment = {**os.environ, "PWD": str(folder), "LANGUAGE": "en"}
    printed = []
    for line in "\n".join(list_blocks("sh")).splitlines():
        program, *words = shlex.split(line.replace("$PWD", str(folder)))
        done = subprocess.run(
            [*PROGRAMS[program], *words],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        printed.append(done.stdout)
    return Followed(folder, "\n".join(printed))


def parse_own_page(followed: Followed) -> BeautifulSoup:
    """Parse the page of 2025 that the document's notebook has made."""
    return parse(followed.folder / "pages" / "2025-enquete.html")


def test_the_page_has_the_title_that_its_notebook_declares(followed: Followed) -> None:
    page = parse_own_page(followed)

    assert list_words(page, "title") == [f"{TITLE}, Groupe des départements participatifs"]
    assert list_words(page, "h1") == [TITLE]
    assert "La dernière rencontre vous a-t-elle été utile" in page.get_text()


def test_the_page_leads_to_its_year_and_to_its_own_page_of_the_year_before(
    followed: Followed,
) -> None:
    page = parse_own_page(followed)
    links = list_links(page, "nav.site a")

    assert list_words(page, "nav.site [aria-current]") == [TITLE]
    assert links["2025.html"] == "Le résumé de 2025"
    assert links["2024-enquete.html"] == "L’enquête de 2024"
    assert "Le résumé de 2024" not in links.values()


def test_the_head_of_the_page_says_to_verify_which_page_it_is(followed: Followed) -> None:
    (name,) = parse_own_page(followed).select("meta[name=made-of-page]")

    assert name["content"] == "2025-enquete"


def test_the_list_of_pages_has_the_page_and_verify_calls_it_the_same(followed: Followed) -> None:
    """The document types `verify`, which makes the page anew and compares it."""
    index = parse(followed.folder / "pages" / "index.html")

    assert list_links(index, "a[href]")["2025-enquete.html"] == TITLE
    assert "pages/2025-enquete.html: is the same" in followed.printed


def test_jupyter_s_own_commands_make_the_same_page(followed: Followed) -> None:
    """The document runs papermill and nbconvert by hand too, and calls their page sortie.html."""
    built = followed.folder / "pages" / "2025-enquete.html"
    by_hand = followed.folder / "sortie.html"

    assert by_hand.read_bytes() == built.read_bytes()
