"""The set-up of `make report`: what it installs, when it does so again, what it doesn't hear."""

import hashlib
import inspect
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from unittest.mock import patch

import installing
import nbformat
import pytest
from set_up import (
    LOCKS,
    find_oldest_python,
    find_python,
    make_environment,
    read_state,
    say_refusal,
    set_up,
    tell_git,
)

from annual_report.base.project import ROOT

pytestmark = pytest.mark.slow

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


def wheel(folder: Path, name: str, files: dict[str, str]) -> Path:
    """Make a package of some files."""
    path = folder / f"{name}-1-py3-none-any.whl"
    info = f"{name}-1.dist-info/"
    with zipfile.ZipFile(path, "w") as archive:
        for file, content in {
            **files,
            info + "METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n",
            info + "WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            info + "RECORD": "",
        }.items():
            archive.writestr(file, content)
    return path


def locked(folder: Path, content: str) -> str:
    """Make a package of one module in a folder of wheels; return its line in a lock."""
    folder.mkdir(exist_ok=True)
    made = wheel(folder, "tiny", {"tiny.py": content})
    return f"tiny==1 --hash=sha256:{hashlib.sha256(made.read_bytes()).hexdigest()}\n"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a virtual environment once: each takes as long as all else that is done here."""
    folder = tmp_path_factory.mktemp("made") / ".venv"
    make_environment(folder)
    return folder


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, environment: Path) -> Path:
    """Make a small project with a lock of one package, in a folder with a difficult name."""

    def copy_environment(place: Path) -> None:
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(environment, place, symlinks=True)

    monkeypatch.setattr("set_up.make_environment", copy_environment)
    root = tmp_path / "un dossier d’été"
    root.mkdir()
    (root / "pyproject.toml").write_text(PYPROJECT)
    (root / "backend.py").write_text(BACKEND.format(wheel=inspect.getsource(wheel)))
    (root / LOCKS["report"]).write_text(locked(tmp_path / "des roues", "answer = 42"))
    shutil.copy(ROOT / installing.UV_LOCK, root)
    for name in [name for name in os.environ if name.startswith(("PIP_", "UV_"))]:
        monkeypatch.delenv(name)
    return root


def answer(project: Path) -> str:
    """Ask the package of the lock, through the project's module and its Python, in any locale."""
    (project / "asked.py").write_text("import tiny; print(tiny.answer)")
    command = [str(find_python(project / ".venv")), "-c", "import asked"]
    in_c = os.environ | {"LC_ALL": "C"}
    return subprocess.run(
        command, cwd=project.parent, env=in_c, capture_output=True, text=True, check=True
    ).stdout


def test_it_installs_the_lock_and_the_project_once_or_says_what_can_not_be_installed(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a network, from a folder of wheels, and with pip alone: uv isn't in that folder."""
    wheels = project.parent / "des roues"
    assert set_up(project, "report", wheels)
    assert answer(project) == "42\n"
    assert "Setting up .venv" in capsys.readouterr().out
    assert set_up(project, "report")
    assert capsys.readouterr().out == "", "a second run has nothing to do, and needs nothing"
    (project / LOCKS["report"]).write_text(locked(wheels, "answer = 43"))
    subprocess.run([find_python(project / ".venv"), "-m", "pip", "uninstall", "-qy", "tiny"])
    assert set_up(project, "report", wheels), "a lock that has changed is installed"
    assert answer(project) == "43\n"
    installed = read_state(project / ".venv")["report"]
    (project / LOCKS["report"]).write_text("absent==1 --hash=sha256:" + "0" * 64)
    assert not set_up(project, "report", wheels)
    assert "absent" in capsys.readouterr().err
    assert read_state(project / ".venv")["report"] == installed, "it is tried again"


class MadeAgain(Exception):  # noqa: N818
    """A virtual environment would be made anew."""


def test_it_is_done_again_where_the_folder_has_moved_or_python_is_gone(project: Path) -> None:
    wheels = project.parent / "des roues"
    assert set_up(project, "report", wheels)
    python = find_python(project / ".venv")
    python.rename(python.with_name("gone"))
    with patch("set_up.make_environment", side_effect=MadeAgain), pytest.raises(MadeAgain):
        set_up(project, "report", wheels)
    python.with_name("gone").rename(python)
    moved = project.rename(project.parent / "ailleurs")
    assert set_up(moved, "report", wheels)
    assert answer(moved) == "42\n"
    assert read_state(moved / ".venv")["folder"] == str(moved / ".venv")


def test_settings_of_pip_for_something_else_are_not_heard_and_uv_is_not_needed(
    project: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    settings = project.parent / "pip.conf"
    settings.write_text(
        "[global]\nrequire-virtualenv = true\nconstraint = nowhere.txt\n"
        "[install]\nuser = true\nno-binary = :all:\n"
    )
    monkeypatch.setenv("PIP_CONFIG_FILE", str(settings))
    monkeypatch.setenv("PIP_TARGET", str(project / "elsewhere"))
    folder = project.parent / "bin"
    folder.mkdir()
    (folder / "uv").write_text("#!/bin/sh\necho this machine is not for me\nexit 2\n")
    (folder / "uv").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    assert set_up(project, "report", project.parent / "des roues")
    assert "not for me" in capfd.readouterr().err
    assert answer(project) == "42\n"
    assert not (project / "elsewhere").exists()


def test_settings_that_tell_how_to_reach_packages_are_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "pip.conf"
    file.write_text(
        "[global]\nindex-url = https://first.example/simple\nuser = true\n"
        "[install]\nindex-url = https://mirror.example/simple\nfind-links =\n    /a\n    /b\n"
        "[download]\ncert = /not/this\n"
    )
    for name in [name for name in os.environ if name.startswith(("PIP_", "UV_", "SSL_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(file))
    monkeypatch.setenv("UV_CONSTRAINT", "not-this.txt")
    settings = installing.read_pip_settings(Path(sys.executable))
    assert settings["index-url"] == "https://mirror.example/simple"
    pip, uv = installing.pip_variables(settings), installing.uv_variables(settings)
    assert pip["PIP_INDEX_URL"] == uv["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    assert (pip["PIP_FIND_LINKS"], uv["UV_FIND_LINKS"]) == ("/a /b", "/a,/b")
    assert pip["PIP_CONFIG_FILE"] == os.devnull
    assert "PIP_USER" not in pip
    assert "UV_CONSTRAINT" not in uv


def test_a_python_that_is_too_old_hears_so() -> None:
    assert say_refusal((3, 10), (3, 11)) == "This is Python 3.10: 3.11 or newer is needed.\n"
    assert say_refusal(sys.version_info[:2], find_oldest_python(ROOT / "pyproject.toml")) == ""


def git(root: Path, *words: str) -> str:
    """Call git in a repository, whatever its user has set."""
    quiet = ["-c", "user.name=x", "-c", "user.email=x@exemple.fr", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", *quiet, *words], cwd=root, capture_output=True, text=True, check=True
    )
    assert "error" not in done.stderr, done.stderr
    return done.stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Commit the notebooks to a repository that has been told how they are kept."""
    if shutil.which("git") is None or os.name == "nt":
        pytest.skip("needs git and a link")
    for name in ("notebooks", "scripts"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / ".gitattributes", tmp_path)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    git(tmp_path, "init", "-q")
    tell_git(tmp_path)
    git(tmp_path, "add", "notebooks", ".gitattributes")
    git(tmp_path, "commit", "-q", "-m", "x")
    return tmp_path


def save_as_run(notebook: nbformat.NotebookNode, file: Path) -> None:
    """Save a notebook as JupyterLab does after *Run All*, with what its kernel says of itself."""
    spoken = {"name": "python", "version": "3.11.7", "pygments_lexer": ""}
    notebook.metadata |= {"language_info": spoken, "widgets": {}}
    notebook.metadata["kernelspec"]["display_name"] = "Python 3 (ipykernel)"
    for number, cell in enumerate(each for each in notebook.cells if each.cell_type == "code"):
        cell.execution_count = number
        cell.outputs = [nbformat.v4.new_output("stream", text="quarante-deux")]
        cell.metadata["execution"] = {"iopub.execute_input": "2026-11-27T12:00:00Z"}
    nbformat.write(notebook, file)


def test_what_running_a_notebook_leaves_is_no_change_for_git(repository: Path) -> None:
    file = repository / "notebooks" / "trends.ipynb"
    notebook = nbformat.read(file, as_version=4)
    save_as_run(notebook, file)
    assert git(repository, "diff") == ""

    notebook.cells.append(nbformat.v4.new_markdown_cell("Une question.", id="ma-question"))
    save_as_run(notebook, file)
    assert git(repository, "diff", "--numstat").split()[:2] == ["8", "0"]
    git(repository, "add", "notebooks")
    staged = git(repository, "show", ":notebooks/trends.ipynb")
    assert "Une question." in staged
    assert "quarante-deux" not in staged


def test_without_the_projects_python_git_shows_what_a_run_leaves_and_does_not_complain(
    repository: Path,
) -> None:
    file = repository / "notebooks" / "trends.ipynb"
    save_as_run(nbformat.read(file, as_version=4), file)
    (repository / ".venv" / "bin" / "python").unlink()
    assert "1 file changed" in git(repository, "diff", "--shortstat", "HEAD")
