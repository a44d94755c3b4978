"""What is asked for and what is locked: all that is imported, with hashes, for every use."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from annual_report.base.project import ROOT

pytestmark = pytest.mark.slow

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
OLDEST = PROJECT["project"]["requires-python"].removeprefix(">=")
LOCKS = ("requirements.txt", "requirements-test.txt")
FILES = [*LOCKS, "requirements-uv.txt"]
OWN = {"annual-report"}
LOCAL = {
    path.stem
    for folder in ("scripts", "tests")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in ("", ".py")
}
"""Files and folders that tests and scripts import by their names."""
TOOLS = {"check-jsonschema", "mypy", "pandas-stubs", "pytest-xdist", "ruff", "types-pyyaml"}
"""What is asked for to be run, or read by mypy, and is imported by no file."""


def list_names(requirements: list[str]) -> set[str]:
    """Return the names of the packages that requirements ask for: "pandas>=2.2" → "pandas"."""
    return {canonicalize_name(Requirement(requirement).name) for requirement in requirements}


@cache
def distributions() -> Mapping[str, list[str]]:
    """Return the distributions that have each module: to look takes a while."""
    return packages_distributions()


def list_imported_packages(folder: str) -> set[str]:
    """Return the packages whose modules a folder's code imports, in cells of notebooks too."""
    imports: set[str] = set()
    homes = distributions()
    files = [path for path in (ROOT / folder).rglob("*") if path.suffix in (".py", ".ipynb")]
    # What a library has printed is kept as it was printed, and the library is not needed again.
    files = [path for path in files if "corpus" not in path.parts]
    for path in files:
        text = path.read_text(encoding="utf-8")
        in_cells = re.findall(r"""(?:^|["']|\\n)\s*(?:import|from) (\w+)""", text, flags=re.M)
        imports |= {name for name in in_cells if name in homes}
        for node in ast.walk(ast.parse(text if path.suffix == ".py" else "")):
            if isinstance(node, ast.Import):
                imports |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                imports.add(node.module)
    modules = {name.partition(".")[0] for name in imports} - set(sys.stdlib_module_names)
    return {canonicalize_name(homes.get(name, [name])[0]) for name in modules - LOCAL}


class Pin(NamedTuple):
    """A line of a lock: a package, its exact version, and for which Pythons and systems."""

    name: str
    version: str
    marker: str


def read_lock(file: str) -> list[Pin]:
    r"""Return what a lock pins: "numpy==2.4 ; python_version >= '3.12' \"."""
    text = (ROOT / file).read_text(encoding="utf-8")
    lines = re.findall(r"^([a-z0-9.-]+)==([^ ]+)(?: ; (.*?))? \\$", text, flags=re.M)
    return [Pin(*line) for line in lines]


def list_asked_packages(*groups: str) -> set[str]:
    """Return the packages that pyproject.toml asks for in some groups and extras."""
    requirements = PROJECT["dependency-groups"] | PROJECT["project"]["optional-dependencies"]
    return list_names([line for group in groups for line in requirements[group]])


PACKAGES_OF_USERS = list_names(PROJECT["project"]["dependencies"]) | list_asked_packages("cluster")
"""What is installed for those who make pages."""


def test_pyproject_asks_for_what_the_program_and_its_notebooks_import_and_nothing_else() -> None:
    imported = list_imported_packages("annual_report") | list_imported_packages("notebooks")

    assert imported - OWN == PACKAGES_OF_USERS


def test_pyproject_asks_for_what_tests_and_scripts_import_and_nothing_else() -> None:
    imported = list_imported_packages("tests") | list_imported_packages("scripts")
    asked = list_asked_packages("test", "reference")

    assert imported - OWN - PACKAGES_OF_USERS == asked - TOOLS - PACKAGES_OF_USERS


@pytest.mark.parametrize("file", FILES)
def test_a_lock_has_exact_versions_and_hashes(file: str) -> None:
    r"""A block of a lock is "pandas==2.3.3 \", and lines below it with a hash for each file."""
    text = (ROOT / file).read_text(encoding="utf-8")
    # Lines that begin neither with a space nor as a comment begin a block.
    blocks = re.split(r"^(?=[^ #\n])", text, flags=re.M)[1:]

    assert len(blocks) == len(read_lock(file)) > 0
    without_hash = [block for block in blocks if "--hash=sha256:" not in block]
    assert without_hash == []


@pytest.mark.parametrize("file", LOCKS)
def test_a_package_has_two_versions_only_for_different_pythons_or_systems(file: str) -> None:
    """Of each of several lines of a package, a marker says for whom it is."""
    markers_of_packages: dict[str, list[str]] = {}
    for pin in read_lock(file):
        markers_of_packages.setdefault(pin.name, []).append(pin.marker)

    ambiguous = []
    for name, markers in markers_of_packages.items():
        if len(markers) > 1 and "" in markers:
            ambiguous.append(name)

    assert ambiguous == []


def test_who_works_on_the_project_has_the_versions_that_users_have() -> None:
    for_users, for_tests = (read_lock(file) for file in LOCKS)
    versions_of_users = {(pin.name, pin.version) for pin in for_users}
    versions_of_tests = {(pin.name, pin.version) for pin in for_tests}

    assert versions_of_users - versions_of_tests == set()
    assert {"jupyterlab", "distributed"} <= {pin.name for pin in for_users}


@pytest.mark.parametrize(
    "file", ["README.md", "LISEZMOI.md", "docs/installation.md", "Makefile", "pipeline.py"]
)
def test_a_version_of_python_that_is_named_is_the_oldest_one_that_serves(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    # "Python 3.11", "python3.11"; and in code: version_info < (3, 11).
    named = re.findall(r"[Pp]ython(?: |3?\(|-version )?(3\.\d+)", text)
    compared = re.findall(r"version_info < \((3), (\d+)\)", text)
    versions = {*named, *(f"{major}.{minor}" for major, minor in compared)}

    assert versions <= {OLDEST}


def test_the_ruff_of_the_pre_commit_hook_is_the_locked_one() -> None:
    (locked,) = [pin.version for pin in read_lock("requirements-test.txt") if pin.name == "ruff"]
    hook = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")

    assert set(re.findall(r"ruff==([\d.]+)", hook)) == {locked}


def run_python(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run a Python from the project's folder."""
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


CHECK_AS_OLD_PYTHON = """
import runpy, sys
sys.version_info, sys.argv = (3, 10, 4), ["pipeline.py", "check"]
runpy.run_path("pipeline.py", run_name="__main__")
"""
"""`pipeline.py check`, run by a Python that says that it is 3.10."""


def test_a_python_that_is_too_old_is_told_which_is_needed() -> None:
    done = run_python("-c", CHECK_AS_OLD_PYTHON)

    assert done.returncode == 2
    assert "(3.10)" in done.stderr
    assert f"Python {OLDEST} or newer" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_python_without_the_packages_is_told_in_one_line() -> None:
    """With -S, Python finds no installed package."""
    done = run_python("-S", "pipeline.py", "build")

    assert done.returncode == 2
    assert done.stdout == ""
    assert "has not the packages of this project" in done.stderr
    assert Path(sys.executable).name in done.stderr
    assert done.stderr.count("\n") == 1
