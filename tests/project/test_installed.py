"""The wheel alone, in an environment and a folder of its own, without the clone."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from own_notebooks import PUBLISH_SENTENCE, write_notebook
from packaging.requirements import Requirement
from packaging.version import Version

from annual_report.base.program import say_program
from annual_report.base.project import ROOT, __version__

pytestmark = pytest.mark.slow

CACHES = (".cache", ".ipython", ".jupyter", "Library", "AppData")
"""Where matplotlib, IPython and Jupyter keep what they find out once for all who use them."""
UV = Path(sys.executable).parent / "uv"
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel where the other packages of these tests can be imported; nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run([*build, "--directory", folder], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "env")
    python = folder / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps"]
    subprocess.run([*pip, "--no-index", str(wheel)], check=True, capture_output=True)
    # A folder that is named in a .pth has no .pth of its own read: the clone stays unknown.
    packages = sysconfig.get_path("purelib", vars={"base": str(folder / "env")})
    named = f"{sysconfig.get_path('purelib')!a}"  # read as ASCII in a C locale, by Python 3.11
    Path(packages, "others.pth").write_text(f"import sys; sys.path.append({named})\n")
    return python.parent


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """Return an empty folder, as people call theirs."""
    folder = tmp_path / "Réseau d’été, essais"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return somebody's home, empty at first: what is found out once is kept in it."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def run(
    environment: Path, home: Path, here: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Run]:
    """Run what is installed, as somebody who has never run it: nothing may be written but here."""
    temporary = tmp_path_factory.mktemp("t")  # short: the address of a socket in it has a limit
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    variables = kept | {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "TMPDIR": str(temporary),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    before = listed(environment.parent, ROOT / "data", ROOT / "notebooks", ROOT / "build")

    def call(
        *words: str | Path, program: str = "annual-report", answer: str = ""
    ) -> "subprocess.CompletedProcess[str]":
        name, *given = program.split()
        command = [str(environment / name), *given, *map(str, words)]
        return subprocess.run(
            command,
            cwd=here,
            env=variables,
            capture_output=True,
            text=True,
            check=False,
            input=answer,
        )

    yield call
    kept_for_all = tuple(str(home / name) for name in CACHES)
    left = [name for name, _size in listed(home, temporary) if not name.startswith(kept_for_all)]
    assert left == []
    assert listed(environment.parent, ROOT / "data", ROOT / "notebooks", ROOT / "build") == before


def listed(*folders: Path) -> list[tuple[str, int]]:
    """Return all files below some folders, with their sizes."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return sorted((str(path), path.stat().st_size) for path in files)


@pytest.mark.parametrize("program", ["annual-report", "python -m annual_report"])
def test_an_installed_command_knows_its_version(run: Run, program: str) -> None:
    """`run` starts a program of an environment that has the wheel and not the clone."""
    done = run("--version", program=program)

    assert done.stdout == f"annual-report {__version__}\n", done.stderr


def test_an_installed_command_refuses_an_unknown_word_and_leads_to_its_help(run: Run) -> None:
    done = run("nonsense")

    assert done.returncode == 2
    assert "annual-report --help" in done.stderr


def test_the_process_that_pages_are_forked_from_is_warm_where_it_is_installed(run: Run) -> None:
    """It has already published once, for a small network that the wheel brings with it.

    This network lay in the clone alone once, and the first page took as long as without a fork.
    """
    code = (
        "import annual_report.report.publication.warm_network; "
        "from annual_report.machine.run.shell import READY; "
        "from annual_report.base.project import COMMAND, INSTALLED; "
        "print(len(READY), INSTALLED, COMMAND)"
    )
    done = run("-c", code, program="python")

    assert done.stdout == "1 True annual-report\n", done.stderr


def test_where_there_is_no_network_the_command_says_how_to_make_one(run: Run) -> None:
    refused = run("check")

    assert refused.returncode == 2
    assert "there is no network here: “annual-report init” makes one" in refused.stderr


def test_a_network_in_this_folder_is_checked_without_being_named(run: Run, here: Path) -> None:
    shutil.copytree(ROOT / "data" / "reseau-exemple", here / "réseau")

    done = run("check")

    assert done.returncode == 0, done.stdout
    assert "Calvados (2022-01)" in done.stdout


def test_papermill_runs_and_nbconvert_exports_with_what_is_installed(run: Run, here: Path) -> None:
    """The wheel registers an engine with papermill and an exporter with nbconvert."""
    shutil.copytree(ROOT / "data" / "reseau-exemple", here / "reseau")
    shutil.copy(ROOT / "notebooks" / "annual_report.ipynb", here / "carnet.ipynb")

    parameters = ("-p", "data", "reseau", "-p", "year", "2025", "--engine", "annual_report")
    ran = run("carnet.ipynb", "2025.ipynb", *parameters, program="python -m papermill")
    assert ran.returncode == 0, ran.stderr

    exported = run("--to", "annual_report", "2025.ipynb", program="python -m nbconvert")
    assert exported.returncode == 0, exported.stderr
    assert "Résumé annuel 2025" in (here / "2025.html").read_text(encoding="utf-8")


def test_a_network_of_ones_own_from_the_first_question_to_its_pages(run: Run, here: Path) -> None:
    """Make, fill in, check and build a network, in a folder with spaces and accents."""
    # The answers are the network's name, its members, and its first year.
    made = run("init", "réseau", answer="Réseau\nGers, Landes\n2024\n")
    assert made.returncode == 0, made.stderr
    prepared = run("new", "2025")
    assert prepared.returncode == 0, prepared.stderr

    workbook = here / "réseau" / "réseau.xlsx"
    book = load_workbook(workbook)
    book["2025"].append(["Gironde"])
    book.save(workbook)
    checked = run("check")
    assert checked.returncode == 0, checked.stdout

    built = run("build", "2025")
    assert built.returncode == 0, built.stdout + built.stderr

    page = (here / "build" / "réseau" / "2025.html").read_text(encoding="utf-8")
    assert "la Gironde" in page
    assert "<title>Résumé annuel 2025, Réseau</title>" in page
    assert f'content="{say_program()}"' in page, "a clone and its wheel are one program"


def test_notebooks_are_built_where_there_is_no_network(run: Run, here: Path) -> None:
    notebooks = here / "carnets"
    write_notebook(
        notebooks,
        "annees",
        "sentence = year + 1",
        PUBLISH_SENTENCE,
        pages={"name": "{year}", "each": [2024, 2025]},
        parameters="year: int = 1",
    )
    write_notebook(notebooks, "rate", "1 / 0", pages={"name": "rate", "each": "once"})

    done = run("build", "--notebooks", "carnets", "--out", "pages")

    assert done.returncode == 1, "one of the notebooks divides by zero"
    pages = {path.name for path in here.rglob("*.html")}
    assert pages == {"2024.html", "2025.html", "rate.erreur.html", "index.html"}
    assert "<p>2026</p>" in (here / "pages" / "2025.html").read_text(encoding="utf-8")
    # The page of the one that failed says commands as they are typed where a wheel is installed.
    failed = (here / "pages" / "rate.erreur.html").read_text(encoding="utf-8")
    assert "<code>annual-report build" in failed
    assert "pipeline.py" not in failed


def install_lowest_versions(folder: Path) -> Path:
    """Install the project with the lowest versions of its packages; return its Python."""
    environment = folder / "env"
    subprocess.run([str(UV), "venv", "--python", sys.executable, str(environment)], check=True)
    python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    project = f"annual-report[cluster] @ {ROOT.as_uri()}"
    lowest = ["--resolution", "lowest-direct", "--python", str(python)]
    subprocess.run([str(UV), "pip", "install", *lowest, project], check=True)
    return python


def list_installed_versions(python: Path) -> dict[str, Version]:
    """Return the versions of the packages of a Python, by their names."""
    command = [str(UV), "pip", "list", "--format", "json", "--python", str(python)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return {package["name"]: Version(package["version"]) for package in json.loads(done.stdout)}


@pytest.mark.deep
@pytest.mark.skipif(not UV.exists(), reason="uv is not there")
def test_the_lowest_versions_that_are_asked_for_make_pages(tmp_path: Path) -> None:
    """The bounds of pyproject.toml are versions that were run, and none is lacking."""
    python = install_lowest_versions(tmp_path)

    # Each bound, ">=2.1", is the version that is installed, 2.1.0.
    installed = list_installed_versions(python)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for requirement in map(Requirement, project["dependencies"]):
        (bound,) = requirement.specifier
        assert bound.operator == ">=", requirement
        lowest = Version(bound.version).release
        assert installed[requirement.name].release[: len(lowest)] == lowest, requirement

    # Every command works with these versions.
    shutil.copytree(ROOT / "data" / "reseau-exemple", tmp_path / "reseau")
    shutil.copy(ROOT / "notebooks" / "annual_report.ipynb", tmp_path / "carnet.ipynb")
    parameters = ["-p", "data", "reseau", "-p", "year", "2025", "--engine", "annual_report"]
    for words in (
        ["annual_report", "check"],
        ["annual_report", "build", "--pdf"],
        ["papermill", "carnet.ipynb", "2025.ipynb", *parameters],
        ["nbconvert", "--to", "annual_report", "2025.ipynb"],
        ["annual_report", "workbook"],
        ["annual_report", "new", "2026"],
    ):
        command = [str(python), "-m", *words]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    assert (tmp_path / "build" / "reseau" / "2025.pdf").is_file()
