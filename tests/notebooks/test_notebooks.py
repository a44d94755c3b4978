"""The notebooks are ordinary notebooks: they read aloud, and Jupyter's own tools run them."""

import ast
import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import nbformat
import pytest
from clean_notebook import clean
from nbformat import NotebookNode
from papermill import execute_notebook
from papermill.exceptions import PapermillExecutionError

from annual_report.base.project import ROOT
from annual_report.machine.pages.export.exporter import TOLD, ReportExporter
from annual_report.machine.pages.language import read_language

pytestmark = pytest.mark.slow

FOLDER = ROOT / "notebooks"
SHIPPED = sorted(path.name for path in FOLDER.glob("*.ipynb"))
"""The project's own notebooks, whose style is the house's; an analyst's are the analyst's."""
ANNUAL = FOLDER / "annual_report.ipynb"
TUTORIAL = ROOT / "docs" / "tutoriel" / "votre-propre-question.ipynb"
NOTEBOOKS = sorted([*FOLDER.glob("*.ipynb"), *TUTORIAL.parent.glob("*.ipynb")])


@cache
def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def code_of(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


# --- What is committed: what every notebook owes, and what the house's own ones do ------------


def owed(notebook: NotebookNode) -> list[str]:
    """Say what a notebook lacks to be committed: typed parameters in one cell, and no outputs."""
    found = []
    if any(cell.outputs or cell.execution_count is not None for cell in code_of(notebook)):
        found.append("outputs")
    tagged = [cell for cell in code_of(notebook) if "parameters" in cell.metadata.get("tags", [])]
    statements = [each for cell in tagged for each in ast.parse(cell.source).body]
    typed = all(isinstance(statement, ast.AnnAssign) for statement in statements)
    if len(tagged) != 1 or not statements or not typed:
        found.append("parameters")
    return found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_it_has_typed_parameters_and_no_outputs(path: Path) -> None:
    """As git would commit it: who has run a notebook here has done nothing wrong."""
    committed = clean(path.read_text(encoding="utf-8"))
    assert owed(nbformat.reads(committed, as_version=4)) == []


def test_what_a_notebook_says_of_its_page_is_committed() -> None:
    of_the_page = dict.fromkeys((*TOLD, "annual_report"), "said") | {"lang": "en"}
    said = {**of_the_page, "widgets": {}}
    metadata = json.loads(clean(json.dumps({"cells": [], "metadata": said})))["metadata"]
    assert metadata == of_the_page
    assert read_language(metadata) == "en"


@pytest.mark.parametrize(
    ("parameters", "lacks"),
    [("year: int = 2025", []), ("year = 2025", ["parameters"]), ("", ["parameters"])],
)
def test_loops_long_cells_and_ids_of_jupyterlab_are_an_analysts_right(
    parameters: str, lacks: list[str]
) -> None:
    v4 = nbformat.v4
    cell = "for each in (1, 2):\n    with open(__file__) as file:\n        pass\n" + "each\n" * 20
    first = v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})
    ran = v4.new_code_cell(cell, id="1a2b3c4d-0000-4000-8000-000000000000")
    assert owed(v4.new_notebook(cells=[first, ran])) == lacks
    ran.execution_count = 1
    assert owed(v4.new_notebook(cells=[first, ran])) == ["outputs", *lacks]


@pytest.mark.parametrize("name", SHIPPED)
def test_each_cell_has_a_name_of_its_own(name: str) -> None:
    """JupyterLab gives one to each cell that is added there, which is as good as any."""
    names = [cell.id for cell in read(FOLDER / name).cells]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", SHIPPED)
def test_it_says_what_is_looked_at_and_defines_nothing(name: str) -> None:
    """What is only looked at is marked, so that the build needn't name it."""
    notebook = read(FOLDER / name)
    assert set(notebook.metadata) <= {"kernelspec", "language_info", "annual_report"}
    for cell in code_of(notebook):
        assert set(cell.metadata) <= {"tags"}
        kinds = {type(node).__name__ for node in ast.walk(ast.parse(cell.source))}
        assert not kinds & {"FunctionDef", "AsyncFunctionDef", "ClassDef", "Lambda", "While", "Try"}


@pytest.mark.parametrize("name", SHIPPED)
def test_it_reads_aloud(name: str) -> None:
    """A title first, and words before most cells: it is a document for whoever opens it."""
    notebook = read(FOLDER / name)
    assert notebook.cells[0].cell_type == "markdown"
    assert notebook.cells[0].source.startswith("# ")
    spoken = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    assert len(spoken) >= len(code_of(notebook)) / 4
    assert all(len(cell.source.splitlines()) <= 30 for cell in code_of(notebook))


# --- What Jupyter's own tools make of it ----------------------------------------------------


def papermill(out: Path, year: int, notebook: Path = ANNUAL) -> None:
    """Run a year's notebook with papermill's own engine, from the project's folder."""
    execute_notebook(notebook, out, {"year": year}, cwd=ROOT, progress_bar=False)


def test_papermill_and_nbconvert_give_the_same_page_as_the_build(
    real_build: Path, tmp_path: Path
) -> None:
    """In a kernel of its own: a build's cells run in the shell of one, in a process without it.

    Other roads: `tests/machine/pages/test_any_notebook.py`; JupyterLab: `test_jupyterlab.py`.
    """
    out = tmp_path / "out.ipynb"
    papermill(out, 2024, ANNUAL)
    html, _resources = ReportExporter().from_filename(str(out))
    assert html == (real_build / "2024.html").read_text(encoding="utf-8")


def test_nbconvert_refuses_what_was_not_run_in_a_line(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "nbconvert",
        "--to",
        "annual_report",
        "--output-dir",
        str(tmp_path),
    ]
    done = subprocess.run([*command, str(ANNUAL)], capture_output=True, text=True)
    *_log, line = done.stderr.splitlines()
    assert (done.returncode, "Traceback" in done.stderr, [*tmp_path.iterdir()]) == (1, False, [])
    assert "was not run: jupyter nbconvert --execute --to annual_report" in line


def test_plain_papermill_refuses_a_wrong_year_in_the_same_words(tmp_path: Path) -> None:
    said = "parameter year: there are no data for 2031; expected: 2024 et 2025; nearest: 2025"
    with pytest.raises(PapermillExecutionError, match=said):
        papermill(tmp_path / "out.ipynb", 2031)
