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


def names(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(requirement).name) for requirement in requirements}


@cache
def distributions() -> Mapping[str, list[str]]:
    """Return the distributions that have each module: to look takes a while."""
    return packages_distributions()


def imported(folder: str) -> set[str]:
    """Return the distributions whose modules a folder's code imports, in cells too."""
    imports, homes = set(), distributions()
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


def pins(file: str) -> list[tuple[str, str, str]]:
    """Return what a lock gives: a name, a version, and for which Pythons and systems."""
    text = (ROOT / file).read_text(encoding="utf-8")
    return re.findall(r"^([a-z0-9.-]+)==([^ ]+)(?: ; (.*?))? \\$", text, flags=re.M)


def asked(*names_of_groups: str) -> set[str]:
    """Return what pyproject.toml asks for in some groups and extras."""
    groups = PROJECT["dependency-groups"] | PROJECT["project"]["optional-dependencies"]
    return names([requirement for name in names_of_groups for requirement in groups[name]])


def test_what_the_code_imports_is_asked_for_and_nothing_else() -> None:
    program = names(PROJECT["project"]["dependencies"])
    used = imported("annual_report") | imported("notebooks")

    assert used - OWN == program | asked("cluster")

    beside = (imported("tests") | imported("scripts")) - OWN - program - asked("cluster")
    assert beside == (asked("test", "reference")) - TOOLS - program


@pytest.mark.parametrize("file", FILES)
def test_a_lock_has_exact_versions_and_hashes(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    starts = re.findall(r"^[^ #].*", text, flags=re.M)

    assert len(starts) == len(pins(file)) > 0

    blocks = re.split(r"^(?=[^ #])", text, flags=re.M)[1:]
    assert [block.split("==")[0] for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("file", LOCKS)
def test_a_lock_forks_only_between_pythons_and_systems(file: str) -> None:
    versions: dict[str, list[str]] = {}
    for name, version, marker in pins(file):
        versions.setdefault(name, []).append(marker)
        assert version
    forked = {name: markers for name, markers in versions.items() if len(markers) > 1}

    assert all(all(markers) for markers in forked.values()), forked


def test_who_works_on_the_project_has_what_users_have() -> None:
    used, whole = (set(pins(lock)) for lock in LOCKS)
    assert {version[:2] for version in used} <= {version[:2] for version in whole}
    assert {"jupyterlab", "distributed"} <= {name for name, _version, _marker in used}


def test_the_range_of_pythons_is_stated_once() -> None:
    """Wherever a version of Python is named, it is the oldest one."""
    for file in ("README.md", "LISEZMOI.md", "docs/installation.md", "Makefile", "pipeline.py"):
        text = (ROOT / file).read_text(encoding="utf-8")
        named = re.findall(r"[Pp]ython(?: |3?\(|-version )?(3\.\d+)", text)
        compared = re.findall(r"version_info < \((3), (\d+)\)", text)
        assert {*named, *map(".".join, compared)} <= {OLDEST}, file


def test_who_looks_before_a_commit_has_the_same_ruff() -> None:
    locked = {name: version for name, version, _marker in pins("requirements-test.txt")}
    asked = re.findall(r"ruff==([\d.]+)", (ROOT / ".pre-commit-config.yaml").read_text())

    assert set(asked) == {locked["ruff"]}


def run(*words: str) -> "subprocess.CompletedProcess[str]":
    """Run a Python from the project's folder."""
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


AS_OLD = """
import runpy, sys
sys.version_info, sys.argv = (3, 10, 4), ["pipeline.py", "check"]
runpy.run_path("pipeline.py", run_name="__main__")
"""


def test_a_python_that_is_too_old_hears_which_is_needed() -> None:
    done = run("-c", AS_OLD)
    assert done.returncode == 2
    assert "(3.10)" in done.stderr
    assert f"Python {OLDEST} or newer" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_python_without_the_packages_hears_what_to_do() -> None:
    done = run("-S", "pipeline.py", "build")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "has not the packages of this project" in done.stderr
    assert done.stderr.count("\n") == 1
    assert Path(sys.executable).name in done.stderr
