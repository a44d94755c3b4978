"""The notebooks are ordinary notebooks: they read aloud, and Jupyter's own tools run them."""

import ast
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

from annual_report import ROOT
from annual_report.publish.exporter import to_html

FOLDER = ROOT / "notebooks"
NOTEBOOKS = sorted(path.name for path in FOLDER.glob("*.ipynb"))
ANNUAL = FOLDER / "annual_report.ipynb"


@cache
def read(name: str) -> NotebookNode:
    return nbformat.read(FOLDER / name, as_version=4)


def code_of(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


# --- What is committed ----------------------------------------------------------------------


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_is_committed_without_outputs(name: str) -> None:
    for cell in code_of(read(name)):
        assert cell.outputs == []
        assert cell.execution_count is None
        assert set(cell.metadata) <= {"tags"}
    assert set(read(name).metadata) <= {"kernelspec", "language_info"}
    assert read(name).metadata.kernelspec.name == "python3"


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_its_cells_have_names_that_stay(name: str) -> None:
    names = [cell.id for cell in read(name).cells]
    assert len(names) == len(set(names))
    assert [each for each in names if re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){0,3}.*", each)] == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_holds_calls_and_no_definitions(name: str) -> None:
    for cell in code_of(read(name)):
        tree = ast.parse(cell.source)
        kinds = {type(node).__name__ for node in ast.walk(tree)}
        assert not kinds & {"FunctionDef", "AsyncFunctionDef", "ClassDef", "Lambda", "For", "While",
                            "Try", "With"}  # fmt: skip


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_its_one_parameters_cell_is_typed(name: str) -> None:
    tagged = [cell for cell in code_of(read(name)) if "parameters" in cell.metadata.get("tags", [])]
    assert len(tagged) == 1
    assert tagged[0] is code_of(read(name))[0]
    statements = ast.parse(tagged[0].source).body
    assert statements
    assert all(isinstance(statement, ast.AnnAssign) for statement in statements)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_reads_aloud(name: str) -> None:
    """A title first, and words before most cells: it is a document for whoever opens it."""
    notebook = read(name)
    assert notebook.cells[0].cell_type == "markdown"
    assert notebook.cells[0].source.startswith("# ")
    spoken = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    assert len(spoken) >= len(code_of(notebook)) / 4
    assert all(len(cell.source.splitlines()) <= 8 for cell in code_of(notebook))


# --- What Jupyter's own tools make of it ----------------------------------------------------


def jupyter(*arguments: str | Path, cwd: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", *map(str, arguments)],
        cwd=cwd, capture_output=True, text=True, check=False,
    )  # fmt: skip


def exported(notebook: Path, *options: str) -> str:
    done = jupyter("nbconvert", *options, notebook, "--output", "page", cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return notebook.with_name("page.html").read_text(encoding="utf-8")


def test_papermill_and_nbconvert_give_the_same_page_as_the_build(
    real_build: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.ipynb"
    notebook = "notebooks/annual_report.ipynb"
    done = jupyter("papermill", notebook, out, "-p", "year", "2025", cwd=ROOT)
    assert done.returncode == 0, done.stderr
    built = (real_build / "2025.html").read_text(encoding="utf-8")
    assert exported(out, "--to", "annual_report") == built


def test_nbconvert_executes_when_it_is_asked_to_and_refuses_what_was_not_run(
    real_build: Path, tmp_path: Path
) -> None:
    notebook = Path(shutil.copy(ANNUAL, tmp_path / "2025.ipynb"))
    refused = jupyter("nbconvert", "--to", "annual_report", notebook, cwd=ROOT)
    assert refused.returncode != 0
    assert "it was not run: run the whole notebook, to its end" in refused.stderr
    assert not notebook.with_suffix(".html").exists()
    page = exported(notebook, "--to", "annual_report", "--execute")
    assert page == (real_build / "2025.html").read_text(encoding="utf-8")


def test_papermill_gives_the_same_page_from_the_notebooks_folder(
    real_build: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.ipynb"
    done = jupyter("papermill", ANNUAL.name, out, "-p", "year", "2024", cwd=FOLDER)
    assert done.returncode == 0, done.stderr
    built = (real_build / "2024.html").read_text(encoding="utf-8")
    assert to_html(nbformat.read(out, as_version=4)) == built


def test_run_all_gives_the_same_page_as_the_build(real_build: Path) -> None:
    """JupyterLab runs a notebook in its own folder, with the parameters that stand in it."""
    notebook = nbformat.read(ANNUAL, as_version=4)
    NotebookClient(
        notebook,
        kernel_name="python3",
        resources={"metadata": {"path": FOLDER}},
        iopub_timeout=60,  # seconds, on a busy machine
    ).execute()
    assert to_html(notebook) == (real_build / "2025.html").read_text(encoding="utf-8")


def test_plain_papermill_refuses_a_wrong_year_in_the_same_words(tmp_path: Path) -> None:
    out = tmp_path / "out.ipynb"
    done = jupyter("papermill", ANNUAL, out, "-p", "year", "2031", cwd=ROOT)
    assert done.returncode != 0
    assert "parameter year: there are no data for 2031; expected: 2024 et 2025; nearest: 2025" in (
        done.stderr
    )
