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
from functools import partial
from pathlib import Path

import pytest
from openpyxl import load_workbook
from own_notebooks import SAY, write_notebook
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


def test_the_commands_are_there_and_know_their_version(run: Run) -> None:
    for program in ("annual-report", "python -m annual_report"):
        done = run("--version", program=program)
        assert done.stdout == f"annual-report {__version__}\n", done.stderr
    refused = run("nonsense")

    assert refused.returncode == 2
    assert "annual-report --help" in refused.stderr


def test_what_pages_are_forked_from_is_warm_where_it_is_installed(run: Run) -> None:
    """It ran cold, for the network that it used lay in the clone alone."""
    code = (
        "import annual_report.report.publication.warm_network; "
        "from annual_report.machine.run.shell import READY; "
        "from annual_report.base.project import COMMAND, INSTALLED; "
        "print(len(READY), INSTALLED, COMMAND)"
    )
    done = run("-c", code, program="python")

    assert done.stdout == "1 True annual-report\n", done.stderr


def test_a_network_in_this_folder_is_the_one_that_is_meant(run: Run, here: Path) -> None:
    missing = run("check")
    assert missing.returncode == 2
    assert "there is no network here: “annual-report init” makes one" in missing.stderr

    shutil.copytree(ROOT / "data" / "reseau-exemple", here / "réseau")
    done = run("check")
    assert done.returncode == 0, done.stdout
    assert "Calvados (2022-01)" in done.stdout


def test_nbconvert_and_papermill_find_the_exporter_and_the_engine(run: Run, here: Path) -> None:
    shutil.copytree(ROOT / "data" / "reseau-exemple", here / "reseau")
    shutil.copy(ROOT / "notebooks" / "annual_report.ipynb", here / "carnet.ipynb")
    parameters = ("-p", "data", "reseau", "-p", "year", "2025", "--engine", "annual_report")
    done = run("carnet.ipynb", "2025.ipynb", *parameters, program="python -m papermill")

    assert done.returncode == 0, done.stderr

    done = run("--to", "annual_report", "2025.ipynb", program="python -m nbconvert")
    assert done.returncode == 0, done.stderr
    assert "Résumé annuel 2025" in (here / "2025.html").read_text(encoding="utf-8")


def test_a_network_of_ones_own_from_the_first_question_to_its_pages(run: Run, here: Path) -> None:
    """Make, fill in, check and build a network, in a folder with spaces and accents."""
    assert run("init", "réseau", answer="Réseau\nGers, Landes\n2024\n").returncode == 0
    assert run("new", "2025").returncode == 0

    path = here / "réseau" / "réseau.xlsx"
    book = load_workbook(path)
    book["2025"].append(["Gironde"])
    book.save(path)
    done = run("check")
    assert done.returncode == 0, done.stdout

    done = run("build", "2025")
    assert done.returncode == 0, done.stdout + done.stderr

    page = (here / "build" / "réseau" / "2025.html").read_text(encoding="utf-8")
    assert "la Gironde" in page
    assert "<title>Résumé annuel 2025, Réseau</title>" in page
    assert f'content="{say_program()}"' in page, "a clone and its wheel are one program"


def test_notebooks_are_built_where_there_is_no_network(run: Run, here: Path) -> None:
    """The page of one that fails says commands as they are typed."""
    pages = {"name": "{year}", "each": [2024, 2025]}
    write_notebook(
        here / "carnets", "annees", "said = year + 1", SAY, pages=pages, parameters="year: int = 1"
    )
    write_notebook(here / "carnets", "rate", "1 / 0", pages={"name": "rate", "each": "once"})
    done = run("build", "--notebooks", "carnets", "--out", "pages")

    assert done.returncode == 1, done.stdout + done.stderr

    made = {"2024.html", "2025.html", "rate.erreur.html", "index.html"}
    assert {path.name for path in here.rglob("*.html")} == made
    assert "<p>2026</p>" in (here / "pages" / "2025.html").read_text(encoding="utf-8")

    failed = (here / "pages" / "rate.erreur.html").read_text(encoding="utf-8")
    assert "<code>annual-report build" in failed
    assert "pipeline.py" not in failed


@pytest.mark.deep
@pytest.mark.skipif(not UV.exists(), reason="uv is not there")
def test_the_lowest_versions_that_are_asked_for_make_pages(tmp_path: Path) -> None:
    """The bounds of pyproject.toml are versions that were run, and none is lacking."""
    python = str(tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin") / "python")
    run_here = partial(subprocess.run, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert run_here([UV, "venv", "--python", sys.executable, "env"]).returncode == 0

    lowest = ["--resolution", "lowest-direct", "--python", python]
    asked = f"annual-report[cluster] @ {ROOT.as_uri()}"
    installed = run_here([UV, "pip", "install", *lowest, asked])
    assert installed.returncode == 0, installed.stderr

    listed = run_here([UV, "pip", "list", "--format", "json", "--python", python])
    versions = {each["name"]: each["version"] for each in json.loads(listed.stdout)}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for requirement in map(Requirement, project["dependencies"]):
        (bound,) = requirement.specifier
        assert bound.operator == ">=", requirement
        low, lowest_version = Version(bound.version), Version(versions[requirement.name])
        assert lowest_version.release[: len(low.release)] == low.release, requirement
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
        done = run_here([python, "-m", *words])
        assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    assert (tmp_path / "build" / "reseau" / "2025.pdf").is_file()
