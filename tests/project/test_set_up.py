"""The set-up of `make report`: what it installs, when it does so again, how git keeps notebooks."""

import hashlib
import inspect
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
import yaml

from annual_report.base.project import ROOT

needs_make = pytest.mark.skipif(os.name == "nt", reason="needs make")
UV = Path(sys.executable).parent / "uv"

BACKEND = """\
import zipfile
from pathlib import Path

{write_wheel}
def build_editable(folder, config_settings=None, metadata_directory=None):
    return write_wheel(Path(folder), "project", {{"project.pth": str(Path.cwd())}}).name
"""
PYPROJECT = """\
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "project"
version = "1"
requires-python = ">=3.11"
"""


def write_wheel(folder: Path, name: str, files: dict[str, str], version: int = 1) -> Path:
    """Make a package of some files: a name and a content each."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info/"
    with zipfile.ZipFile(path, "w") as archive:
        for file, content in {
            **files,
            info + "METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
            info + "WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            info + "RECORD": "",
        }.items():
            archive.writestr(file, content)
    return path


def lock_tiny(folder: Path, content: str, version: int = 1) -> str:
    """Make a package "tiny" of one module in a folder of wheels; return its line in a lock."""
    folder.mkdir(exist_ok=True)
    wheel = write_wheel(folder, "tiny", {"tiny.py": content}, version)
    return f"tiny=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


ABSENT = "absent==1 --hash=sha256:" + "0" * 64
"""The line of a lock that asks for a package that isn't there."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a small project with the Makefile, in a folder with a difficult name.

    Its lock has one package, "tiny", whose module says `answer = 42`. uv can't be had.
    """
    root = tmp_path / "un dossier d’été"
    root.mkdir()
    shutil.copy(ROOT / "Makefile", root)
    (root / "pyproject.toml").write_text(PYPROJECT)
    (root / "backend.py").write_text(BACKEND.format(write_wheel=inspect.getsource(write_wheel)))
    (root / "requirements.txt").write_text(lock_tiny(tmp_path / "roues", "answer = 42"))
    (root / "requirements-uv.txt").write_text(ABSENT)
    # Nor does a make that runs these tests speak to the one that is tried.
    for name in [name for name in os.environ if name.startswith(("PIP_", "UV_", "MAKE", "MFLAGS"))]:
        monkeypatch.delenv(name)
    for tool in ("PIP", "UV"):
        monkeypatch.setenv(f"{tool}_NO_INDEX", "1")
        monkeypatch.setenv(f"{tool}_FIND_LINKS", str(tmp_path / "roues"))
    return root


def run_make(project: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run make in the small project, with the Python of these tests."""
    command = ["make", f"PYTHON={sys.executable}", *words]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


def print_answer(project: Path) -> str:
    """Return what the small project's Python prints for `tiny.answer`, of the locked package."""
    (project / "asked.py").write_text("import tiny; print(tiny.answer)")
    command = [str(project / ".venv" / "bin" / "python"), "-B", "-c", "import asked"]
    done = subprocess.run(command, cwd=project.parent, capture_output=True, text=True, check=True)
    return done.stdout


@needs_make
@pytest.mark.slow
def test_pip_installs_the_lock_and_the_project_once_where_uv_can_not_be_had(project: Path) -> None:
    done = run_make(project, "set-up")

    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout == "Setting up .venv from requirements.txt, this once.\n"
    assert print_answer(project) == "42\n"
    assert "Setting up" not in run_make(project, "set-up").stdout


@needs_make
@pytest.mark.slow
def test_a_lock_that_could_not_be_installed_is_tried_again_each_time(project: Path) -> None:
    run_make(project, "set-up")
    (project / "requirements.txt").write_text(ABSENT)

    for _time in ("once", "again"):
        failed = run_make(project, "set-up")
        assert failed.returncode != 0
        assert "absent==1" in failed.stderr


@needs_make
@pytest.mark.slow
@pytest.mark.skipif(not UV.exists(), reason="uv is not there")
def test_uv_installs_the_lock_and_installs_one_that_has_changed(project: Path) -> None:
    # An environment that has uv: the lock of uv itself is empty, so that nothing is fetched.
    (project / "requirements-uv.txt").write_text("")
    assert run_make(project, ".venv/bin/python").returncode == 0
    (project / ".venv" / "bin" / "uv").symlink_to(UV)

    done = run_make(project, "set-up")

    assert done.returncode == 0
    assert done.stderr == ""
    assert print_answer(project) == "42\n"

    # A second version of the package is locked.
    line = lock_tiny(project.parent / "roues", "answer = 43", version=2)
    (project / "requirements.txt").write_text(line)

    assert run_make(project, "set-up").returncode == 0
    assert print_answer(project) == "43\n"


@needs_make
def test_a_python_that_is_too_old_or_lacks_venv_is_refused_in_a_line(project: Path) -> None:
    # The Makefile asks a Python whether it serves; this one always says no.
    unfit_python = project / "old"
    unfit_python.write_text("#!/bin/sh\nexit 1\n")
    unfit_python.chmod(0o755)

    refused = run_make(project, "report", "PYTHON=./old")

    refusal, from_make = refused.stderr.splitlines()
    assert refusal.startswith("./old is no Python 3.11 or newer with venv: install it")
    assert from_make.startswith("make: ***")
    assert not (project / ".venv").exists()


def list_lines_for_windows() -> list[str]:
    """Return the commands that the document on installation shows to users of Windows."""
    document = (ROOT / "docs" / "installation.md").read_text(encoding="utf-8")
    (block, *_others) = re.findall(r"^```bat\n(.*?)^```", document, flags=re.M | re.S)
    return str(block).splitlines()


def test_the_lines_for_windows_are_run_by_the_tests_on_windows() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/tests.yml").read_text(encoding="utf-8"))
    steps = workflow["jobs"]["test"]["steps"]
    (script,) = [step["run"] for step in steps if step.get("shell") == "cmd"]
    lines = list_lines_for_windows()

    # cmd stops at no failure by itself.
    run_lines = script.replace(" || exit /b 1", "").splitlines()

    assert run_lines[: len(lines)] == lines


def test_the_lines_for_windows_install_with_the_options_of_the_makefile() -> None:
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8")
    _make_environment, *installations = list_lines_for_windows()
    for line in installations:
        program, _install, options = line.partition(" install ")
        assert program.split("\\")[-1] in ("python -m pip", "uv pip")
        # The Makefile names the files in variables, and writes the options of uv in another place.
        shared = re.sub(r"--no-config --python .venv |requirements.*", "", options).strip()
        assert shared in recipe, line
    assert "--quiet --no-config --python .venv\n" in recipe


def leave_traces_of_a_run(notebook: nbformat.NotebookNode) -> None:
    """Give a notebook what JupyterLab saves after *Run All*, with what a kernel says of itself."""
    notebook.metadata["language_info"] = {"name": "python", "version": "3.11.7"}
    notebook.metadata["kernelspec"]["display_name"] = "Python 3 (ipykernel)"
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.execution_count = 1
            cell.outputs = [nbformat.v4.new_output("stream", text="quarante-deux")]
            cell.metadata["execution"] = {"iopub.execute_input": "2026-11-27T12:00:00Z"}


@pytest.mark.slow
def test_what_running_a_notebook_leaves_is_no_change_for_git() -> None:
    """Git passes a notebook through a filter, which removes outputs and other traces of a run."""
    committed = (ROOT / "notebooks" / "trends.ipynb").read_text(encoding="utf-8")
    notebook = nbformat.reads(committed, as_version=4)
    leave_traces_of_a_run(notebook)
    saved = nbformat.writes(notebook).encode()

    clean = [sys.executable, "scripts/clean_notebook.py"]
    done = subprocess.run(clean, cwd=ROOT, input=saved, capture_output=True, check=True)

    assert done.stdout.decode() == committed


def test_git_is_told_to_pass_notebooks_through_the_filter() -> None:
    assert "*.ipynb filter=notebook" in (ROOT / ".gitattributes").read_text(encoding="utf-8")
    assert 'filter.notebook.clean "python3 scripts/' in (ROOT / "Makefile").read_text("utf-8")
