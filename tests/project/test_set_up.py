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

{wheel}
def build_editable(folder, config_settings=None, metadata_directory=None):
    return wheel(Path(folder), "project", {{"project.pth": str(Path.cwd())}}).name
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


def wheel(folder: Path, name: str, files: dict[str, str], version: int = 1) -> Path:
    """Make a package of some files."""
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


def locked(folder: Path, content: str, version: int = 1) -> str:
    """Make a package of one module in a folder of wheels; return its line in a lock."""
    folder.mkdir(exist_ok=True)
    made = wheel(folder, "tiny", {"tiny.py": content}, version)
    return f"tiny=={version} --hash=sha256:{hashlib.sha256(made.read_bytes()).hexdigest()}\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a small project with a lock of one package, in a folder with a difficult name."""
    root = tmp_path / "un dossier d’été"
    root.mkdir()
    shutil.copy(ROOT / "Makefile", root)
    (root / "pyproject.toml").write_text(PYPROJECT)
    (root / "backend.py").write_text(BACKEND.format(wheel=inspect.getsource(wheel)))
    (root / "requirements.txt").write_text(locked(tmp_path / "roues", "answer = 42"))
    (root / "requirements-uv.txt").write_text("absent==1 --hash=sha256:" + "0" * 64)
    # Nor does a make that runs these tests speak to the one that is tried.
    for name in [name for name in os.environ if name.startswith(("PIP_", "UV_", "MAKE", "MFLAGS"))]:
        monkeypatch.delenv(name)
    for tool in ("PIP", "UV"):
        monkeypatch.setenv(f"{tool}_NO_INDEX", "1")
        monkeypatch.setenv(f"{tool}_FIND_LINKS", str(tmp_path / "roues"))
    return root


def make(project: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run make in the small project, with the Python of these tests."""
    command = ["make", f"PYTHON={sys.executable}", *words]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


def answer(project: Path) -> str:
    """Ask the package of the lock, through the project's module and its Python."""
    (project / "asked.py").write_text("import tiny; print(tiny.answer)")
    command = [str(project / ".venv" / "bin" / "python"), "-B", "-c", "import asked"]
    done = subprocess.run(command, cwd=project.parent, capture_output=True, text=True, check=True)
    return done.stdout


@needs_make
@pytest.mark.slow
def test_pip_installs_the_lock_and_the_project_once_where_uv_can_not_be_had(project: Path) -> None:
    done = make(project, "set-up")
    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout == "Setting up .venv from requirements.txt, this once.\n"
    assert answer(project) == "42\n"
    assert "Setting up" not in make(project, "set-up").stdout

    (project / "requirements.txt").write_text("absent==1 --hash=sha256:" + "0" * 64)
    for _time in "once", "again":
        failed = make(project, "set-up")
        assert failed.returncode, "what could not be installed is tried again"
        assert "absent==1" in failed.stderr


@needs_make
@pytest.mark.slow
@pytest.mark.skipif(not UV.exists(), reason="uv is not there")
def test_uv_installs_the_lock_and_installs_one_that_has_changed(project: Path) -> None:
    (project / "requirements-uv.txt").write_text("")
    assert make(project, ".venv/bin/python").returncode == 0
    (project / ".venv" / "bin" / "uv").symlink_to(UV)
    done = make(project, "set-up")
    assert done.returncode == 0
    assert done.stderr == ""
    assert answer(project) == "42\n"

    line = locked(project.parent / "roues", "answer = 43", version=2)
    (project / "requirements.txt").write_text(line)
    assert make(project, "set-up").returncode == 0
    assert answer(project) == "43\n"


@needs_make
def test_a_python_that_is_too_old_or_lacks_venv_is_refused_in_a_line(project: Path) -> None:
    old = project / "old"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    refused = make(project, "report", "PYTHON=./old")
    refusal, make_said = refused.stderr.splitlines()

    assert refusal.startswith("./old is no Python 3.11 or newer with venv: install it")
    assert make_said.startswith("make: ***")
    assert not (project / ".venv").exists()


def test_the_lines_for_windows_are_run_on_windows_and_install_as_the_makefile_does() -> None:
    guide = (ROOT / "docs" / "installation.md").read_text(encoding="utf-8")
    lines = re.findall(r"^```bat\n(.*?)^```", guide, flags=re.M | re.S)[0].splitlines()
    steps = yaml.safe_load((ROOT / ".github/workflows/tests.yml").read_text("utf-8"))["jobs"]
    (on_windows,) = [step["run"] for step in steps["test"]["steps"] if step.get("shell") == "cmd"]
    assert on_windows.replace(" || exit /b 1", "").splitlines()[: len(lines)] == lines

    recipe = (ROOT / "Makefile").read_text(encoding="utf-8")
    for line in lines[1:]:
        program, _install, options = line.partition(" install ")
        assert program.split("\\")[-1] in ("python -m pip", "uv pip")
        shared = re.sub(r"--no-config --python .venv |requirements.*", "", options).strip()
        assert shared in recipe, line
    assert "--quiet --no-config --python .venv\n" in recipe


@pytest.mark.slow
def test_what_running_a_notebook_leaves_is_no_change_for_git() -> None:
    """It is saved as JupyterLab does after *Run All*, with what its kernel says of itself."""
    kept = (ROOT / "notebooks" / "trends.ipynb").read_text(encoding="utf-8")
    notebook = nbformat.reads(kept, as_version=4)
    notebook.metadata["language_info"] = {"name": "python", "version": "3.11.7"}
    notebook.metadata["kernelspec"]["display_name"] = "Python 3 (ipykernel)"
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.execution_count = 1
            cell.outputs = [nbformat.v4.new_output("stream", text="quarante-deux")]
            cell.metadata["execution"] = {"iopub.execute_input": "2026-11-27T12:00:00Z"}
    clean = [sys.executable, "scripts/clean_notebook.py"]
    done = subprocess.run(
        clean, cwd=ROOT, input=nbformat.writes(notebook).encode(), capture_output=True, check=True
    )

    assert done.stdout.decode() == kept
    assert "*.ipynb filter=notebook" in (ROOT / ".gitattributes").read_text(encoding="utf-8")
    assert 'filter.notebook.clean "python3 scripts/' in (ROOT / "Makefile").read_text("utf-8")
