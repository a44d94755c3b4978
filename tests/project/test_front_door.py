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
    """Each function that a notebook imports has an example (`>>> …`), which is run here."""
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    finder = doctest.DocTestFinder(recurse=False)
    [of_docstring] = finder.find(FUNCTIONS[name], name, globs={})
    assert of_docstring.examples, f"{name} has no example"

    failures: list[str] = []
    # An example may set the look of figures, or the language.
    with mpl.rc_context(), patch.dict(os.environ):
        doctest.DocTestRunner(optionflags=flags).run(of_docstring, out=failures.append)
    plt.close("all")

    assert failures == []


def test_a_misspelt_import_is_said_to_be_missing() -> None:
    """The package imports a name when it is asked for; a name that it hasn't is no exception."""
    with pytest.raises(ImportError, match="cannot import name 'publsh' from 'annual_report'"):
        from annual_report import publsh  # type: ignore[attr-defined]  # noqa: F401


def test_no_two_modules_define_the_same_public_name() -> None:
    files_by_name: dict[str, list[str]] = defaultdict(list)
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                files_by_name[node.name].append(file.relative_to(PACKAGE).as_posix())

    defined_twice = {name: files for name, files in files_by_name.items() if len(files) > 1}

    assert defined_twice == {}


def test_no_package_names_a_function_as_its_module() -> None:
    """An `__init__.py` that imports a function `table` would hide a module `table` beside it."""
    hidden = set()
    for file in PACKAGE.rglob("__init__.py"):
        package = ".".join(file.parent.relative_to(PACKAGE.parent).parts)
        modules = {path.stem for path in file.parent.iterdir()}
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            # "from this.package import table" imports the module itself.
            if isinstance(node, ast.ImportFrom) and node.module != package:
                names = {alias.asname or alias.name for alias in node.names}
                hidden |= {f"{package}.{name}" for name in names & modules}

    assert hidden == set()
