"""A file beside a notebook has one name on all roads, and no road tells where it lay."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from making import NETWORK, build_pages
from own_notebooks import PUBLISH_SENTENCE, write_notebook
from PIL import Image

from annual_report.base.project import ROOT

pytestmark = pytest.mark.slow

READ = """import pandas as pd
from aid_of_paths import double
from annual_report import open_network
seats = pd.read_csv("seats.csv")["seats"].sum()
sentence = f"{double(seats)} sièges, {open_network(data, year=year).title}\""""
PARAMETERS = 'year: int = 2025\ndata: str = ".."'


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    """Return a network's folder of notebooks: one reads a table, a module and a picture there."""
    network = shutil.copytree(NETWORK, tmp_path / "réseau")
    folder = write_notebook(
        network / "notebooks", "sieges", READ, PUBLISH_SENTENCE, pages={}, parameters=PARAMETERS
    )
    # Those that make no page leave the build little to do.
    for name in ("annual_report", "year_data", "trends"):
        write_notebook(folder, name)
    (folder / "seats.csv").write_text("seats\n20\n1\n", encoding="utf-8")
    (folder / "aid_of_paths.py").write_text("def double(n):\n    return 2 * n\n", encoding="utf-8")
    Image.new("RGB", (8, 8), "navy").save(folder / "vue.png")
    notebook = nbformat.read(folder / "sieges.ipynb", 4)
    words = nbformat.v4.new_markdown_cell("![La vue](vue.png)", metadata={"tags": ["publish"]})
    notebook.cells.append(words)
    nbformat.write(notebook, folder / "sieges.ipynb")
    return folder


def run(folder: Path, *words: object) -> None:
    """Run one of Jupyter's own commands in a folder."""
    command = [sys.executable, "-m", *map(str, words)]
    environment = {**os.environ, "LANGUAGE": "en"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def by_build(folder: Path, out: Path) -> Path:
    """Make the page by a build of the network."""
    made = build_pages(folder.parent, out)
    assert made.good, made.failures
    return out / "sieges.html"


def by_nbconvert(folder: Path, out: Path) -> Path:
    """Make the page as JupyterLab does: run and exported in the folder of the notebook."""
    run(
        folder,
        "nbconvert",
        "--execute",
        "--to",
        "annual_report",
        "--output-dir",
        out,
        "sieges.ipynb",
    )
    return out / "sieges.html"


def by_papermill(folder: Path, out: Path) -> Path:
    """Make the page by papermill, started elsewhere, with a folder of data by its whole path."""
    out.mkdir()
    data = folder.parent.resolve()
    given = (folder / "sieges.ipynb", folder / "done.ipynb")
    run(ROOT, "papermill", *given, "--cwd", folder, "-p", "data", data)
    run(folder, "nbconvert", "--to", "annual_report", "--output", out / "sieges", "done.ipynb")
    return out / "sieges.html"


def test_all_roads_find_what_lies_beside_and_make_the_same_page(
    beside: Path, tmp_path: Path
) -> None:
    built = by_build(beside, tmp_path / "built").read_text(encoding="utf-8")
    assert "<p>42 sièges, Groupe" in built
    assert 'alt="La vue"' in built
    assert str(tmp_path) not in built
    for make in (by_nbconvert, by_papermill):
        page = make(beside, tmp_path / make.__name__).read_text(encoding="utf-8")
        assert page == built, make.__name__
