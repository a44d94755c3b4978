"""The notebooks are ordinary notebooks: they read aloud, and Jupyter's own tools run them."""

import ast
import json
from pathlib import Path

import nbformat
import pytest
from clean_notebook import clean
from nbformat import NotebookNode
from papermill import execute_notebook
from papermill.exceptions import PapermillExecutionError

from annual_report.base.project import ROOT
from annual_report.machine.pages.export.about import METADATA_OF_AUTHORS
from annual_report.machine.pages.export.exporter import ReportExporter
from annual_report.machine.pages.language import read_language

pytestmark = pytest.mark.slow

FOLDER = ROOT / "notebooks"
NOTEBOOKS = sorted([*FOLDER.glob("*.ipynb"), *ROOT.glob("docs/tutoriel/*.ipynb")])


# --- Committed notebooks ------------------------------------------------------------------------


def read_as_committed(notebook: Path) -> NotebookNode:
    """Return a notebook as git would commit it: outputs of a run here are no fault."""
    return nbformat.reads(clean(notebook.read_text(encoding="utf-8")), as_version=4)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_is_committed_without_outputs(path: Path) -> None:
    for cell in read_as_committed(path).cells:
        if cell.cell_type == "code":
            assert cell.outputs == [], cell.id
            assert cell.execution_count is None, cell.id


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_has_one_cell_of_parameters_and_each_has_its_type(path: Path) -> None:
    cells = read_as_committed(path).cells
    (parameters,) = [cell for cell in cells if "parameters" in cell.metadata.get("tags", [])]

    for statement in ast.parse(parameters.source).body:
        # `year: int = 2025` is an annotated assignment.
        assert isinstance(statement, ast.AnnAssign), ast.unparse(statement)


def test_metadata_about_the_page_are_committed_and_those_of_widgets_are_not() -> None:
    about_the_page = dict.fromkeys([*METADATA_OF_AUTHORS, "annual_report"], "said")
    about_the_page["lang"] = "en"
    notebook = {"cells": [], "metadata": {**about_the_page, "widgets": {}}}

    committed = json.loads(clean(json.dumps(notebook)))

    assert committed["metadata"] == about_the_page
    assert read_language(committed["metadata"]) == "en"


# --- Jupyter's own tools ----------------------------------------------------


def papermill(out: Path, year: int) -> None:
    """Run a year's notebook with papermill's own engine, from the project's folder."""
    notebook = FOLDER / "annual_report.ipynb"
    execute_notebook(notebook, out, {"year": year}, cwd=ROOT, progress_bar=False)


def test_papermill_and_nbconvert_give_the_same_page_as_the_build(
    real_build: Path, tmp_path: Path
) -> None:
    """A kernel is what papermill starts; a build runs the cells in a process without a kernel."""
    out = tmp_path / "out.ipynb"
    papermill(out, 2024)

    html, _resources = ReportExporter().from_filename(str(out))

    assert html == (real_build / "2024.html").read_text(encoding="utf-8")


def test_plain_papermill_refuses_a_wrong_year_in_the_same_words(tmp_path: Path) -> None:
    refusal = "parameter year: there are no data for 2031; expected: 2024 et 2025; nearest: 2025"

    with pytest.raises(PapermillExecutionError, match=refusal):
        papermill(tmp_path / "out.ipynb", 2031)
