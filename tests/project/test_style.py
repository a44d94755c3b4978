"""What `CONTRIBUTING.md` says of the code's form, and no linter looks at."""

import ast
import fnmatch
import re
from functools import cache
from pathlib import Path

import pytest

from annual_report.base.project import ROOT

FILES = [
    path for name in ("annual_report", "scripts", "tests") for path in ROOT.glob(f"{name}/**/*.py")
]
PREDICATE = re.compile(r"_?(is|are|has)_")


@cache
def nodes() -> list[tuple[Path, ast.IfExp | ast.FunctionDef]]:
    """Return what the tests look at, of all files: to read these takes seconds."""
    return [
        (path.relative_to(ROOT), node)
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.IfExp | ast.FunctionDef)
    ]


def test_no_conditional_expression_is_inside_another() -> None:
    wrong = [
        f"{path}:{node.lineno}"
        for path, node in nodes()
        if isinstance(node, ast.IfExp)
        and any(isinstance(part, ast.IfExp) for part in ast.walk(node) if part is not node)
    ]
    assert wrong == []


def test_the_docstring_of_a_predicate_begins_with_whether() -> None:
    wrong = [
        f"{path}:{node.lineno} {node.name}"
        for path, node in nodes()
        if isinstance(node, ast.FunctionDef)
        and PREDICATE.match(node.name)
        and isinstance(node.returns, ast.Name)
        and node.returns.id == "bool"
        and not (ast.get_docstring(node) or "Whether").startswith("Whether")
    ]
    assert wrong == []


def test_no_folder_of_tests_is_passed_over(pytestconfig: pytest.Config) -> None:
    """By itself pytest leaves out whatever is called `build`."""
    folders = {path.parent.name for path in ROOT.glob("tests/**/test_*.py")}
    passed_over = pytestconfig.getini("norecursedirs")
    assert [
        name for name in folders for pattern in passed_over if fnmatch.fnmatch(name, pattern)
    ] == []
