"""What a notebook imports has an example that answers as it says, and a name means one thing."""

import ast
import doctest
import os
from collections import defaultdict
from unittest.mock import patch

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from renew import list_public_functions

from annual_report.base.project import PACKAGE

FUNCTIONS = list_public_functions()


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_an_example_answers_as_its_docstring_says(name: str) -> None:
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    [example] = doctest.DocTestFinder(recurse=False).find(FUNCTIONS[name], name, globs={})
    wrong: list[str] = []
    # An example may set the look of figures, or the language.
    with mpl.rc_context(), patch.dict(os.environ):
        doctest.DocTestRunner(optionflags=flags).run(example, out=wrong.append)
    plt.close("all")

    assert example.examples
    assert wrong == []


def test_a_name_that_is_not_there_is_said_to_be_missing() -> None:
    with pytest.raises(ImportError, match="cannot import name 'publsh' from 'annual_report'"):
        from annual_report import publsh  # type: ignore[attr-defined]  # noqa: F401


def test_no_public_name_stands_twice() -> None:
    homes: dict[str, list[str]] = defaultdict(list)
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(file.relative_to(PACKAGE).as_posix())
    twice = {name: files for name, files in homes.items() if len(files) > 1}

    assert twice == {}


def test_no_package_names_a_function_as_its_module() -> None:
    wrong = set()
    for file in PACKAGE.rglob("__init__.py"):
        package = ".".join(file.parent.relative_to(PACKAGE.parent).parts)
        modules = {path.stem for path in file.parent.iterdir()}
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module != package:
                names = {alias.asname or alias.name for alias in node.names}
                wrong |= {f"{file.parent.name}.{name}" for name in names & modules}

    assert wrong == set()
