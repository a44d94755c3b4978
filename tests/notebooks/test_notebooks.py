"""The notebooks are ordinary notebooks: they read aloud, and Jupyter's own tools run them."""

import ast
import json
from pathlib import Path

import nbformat
import pytest
from clean_notebook import clean
from papermill import execute_notebook
from papermill.exceptions import PapermillExecutionError

from annual_report.base.project import ROOT
from annual_report.machine.pages.export.about import METADATA_OF_AUTHORS
from annual_report.machine.pages.export.exporter import ReportExporter
from annual_report.machine.pages.language import read_language

pytestmark = pytest.mark.slow

FOLDER = ROOT / "notebooks"
NOTEBOOKS = sorted([*FOLDER.glob("*.ipynb"), *ROOT.glob("docs/tutoriel/*.ipynb")])


# --- What is committed ------------------------------------------------------------------------


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_it_has_typed_parameters_and_no_outputs(path: Path) -> None:
    """As git would commit it: who has run a notebook here has done nothing wrong."""
    committed = nbformat.reads(clean(path.read_text(encoding="utf-8")), as_version=4)
    cells = [cell for cell in committed.cells if cell.cell_type == "code"]

    assert not any(cell.outputs or cell.execution_count is not None for cell in cells)
    (tagged,) = [cell for cell in cells if "parameters" in cell.metadata.get("tags", [])]
    assert {type(statement) for statement in ast.parse(tagged.source).body} == {ast.AnnAssign}


def test_what_a_notebook_says_of_its_page_is_committed() -> None:
    of_the_page = dict.fromkeys((*METADATA_OF_AUTHORS, "annual_report"), "said") | {"lang": "en"}
    notebook = {"cells": [], "metadata": {**of_the_page, "widgets": {}}}
    metadata = json.loads(clean(json.dumps(notebook)))["metadata"]

    assert metadata == of_the_page
    assert read_language(metadata) == "en"


# --- What Jupyter's own tools make of it ----------------------------------------------------


def papermill(out: Path, year: int) -> None:
    """Run a year's notebook with papermill's own engine, from the project's folder."""
    notebook = FOLDER / "annual_report.ipynb"
    execute_notebook(notebook, out, {"year": year}, cwd=ROOT, progress_bar=False)


def test_papermill_and_nbconvert_give_the_same_page_as_the_build(
    real_build: Path, tmp_path: Path
) -> None:
    """In a kernel of its own: a build's cells run in the shell of one, in a process without it.

    Other roads: `tests/machine/pages/test_any_notebook.py`; JupyterLab: `test_jupyterlab.py`.
    """
    out = tmp_path / "out.ipynb"
    papermill(out, 2024)
    html, _resources = ReportExporter().from_filename(str(out))

    assert html == (real_build / "2024.html").read_text(encoding="utf-8")


def test_plain_papermill_refuses_a_wrong_year_in_the_same_words(tmp_path: Path) -> None:
    refusal = "parameter year: there are no data for 2031; expected: 2024 et 2025; nearest: 2025"
    with pytest.raises(PapermillExecutionError, match=refusal):
        papermill(tmp_path / "out.ipynb", 2031)
