"""The source of a shipped notebook: short cells of plain pandas, each below its question."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

import nbformat
import pytest
from cells import sources

from annual_report.base.project import NOTEBOOKS

MOST_STATEMENTS = {"annual_report": 75, "trends": 100, "year_data": 130}
"""The statements of a notebook that is read in ten minutes, however many lines they take."""
MOST_STATEMENTS_IN_A_CELL = 10
LIBRARIES = {"annual_report", "pandas", "numpy", "matplotlib.pyplot", "networkx"}
PROGRAMMING = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.While, ast.Try)
"""The syntax of a program: an analysis has a table, a chart or a sentence in each cell."""

each_notebook = pytest.mark.parametrize("name", MOST_STATEMENTS)


def count_statements(code: str) -> int:
    return sum(isinstance(node, ast.stmt) for node in ast.walk(ast.parse(code)))


@each_notebook
def test_a_notebook_and_its_cells_are_short(name: str) -> None:
    counts = {cell: count_statements(code) for cell, code in sources(name).items()}

    for cell, count in counts.items():
        assert count <= MOST_STATEMENTS_IN_A_CELL, cell
    assert sum(counts.values()) <= MOST_STATEMENTS[name]


@each_notebook
def test_no_cell_defines_a_function_loops_for_long_or_catches_an_error(name: str) -> None:
    for cell, code in sources(name).items():
        for node in ast.walk(ast.parse(code)):
            assert not isinstance(node, PROGRAMMING), f"{cell}: {ast.unparse(node)}"


@each_notebook
def test_a_notebook_imports_nothing_but_the_package_and_the_usual_libraries(name: str) -> None:
    imported = set()
    for code in sources(name).values():
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.ImportFrom):
                imported.add(node.module)
            elif isinstance(node, ast.Import):
                imported.update(alias.name for alias in node.names)

    assert imported <= LIBRARIES


def list_assigned_names(code: str) -> Iterator[str]:
    """Yield "x" for each `x = …`; `[… for y in …]` assigns no y, which is the comprehension's."""
    tree = ast.parse(code)
    of_comprehensions: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.comprehension):
            of_comprehensions.update(ast.walk(node.target))
    for node in ast.walk(tree):
        if node in of_comprehensions:
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


@each_notebook
def test_a_name_means_one_thing_in_all_of_a_notebook(name: str) -> None:
    assigned: list[str] = []
    for code in sources(name).values():
        assigned += list_assigned_names(code)

    assert sorted(assigned) == sorted(set(assigned)), "a name is assigned twice"


@each_notebook
def test_a_notebook_begins_with_its_title(name: str) -> None:
    notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)

    assert notebook.cells[0].source.startswith("# ")


@each_notebook
def test_a_cell_has_words_for_a_name_of_its_own(name: str) -> None:
    notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    cells = [cell.id for cell in notebook.cells]

    assert sorted(cells) == sorted(set(cells)), "two cells have one name"
    # Taken: "mouvements-dessines". Refused: "3f2a91c0", which Jupyter gives by itself.
    for cell in cells:
        assert re.fullmatch("[a-z]+(-[a-z]+)*", cell), cell


@each_notebook
def test_a_cell_that_is_named_a_question_asks_one_or_is_a_heading(name: str) -> None:
    notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)

    for cell in notebook.cells:
        if cell.id.endswith("-question") and not cell.source.startswith("## "):
            assert "?" in cell.source, cell.id


@each_notebook
def test_words_stand_above_each_table_that_is_looked_at(name: str) -> None:
    notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    _title, _parameters, _imports, *cells = notebook.cells

    for above, cell in pairwise(cells):
        # The tag of a table that the analyst sees and no page has.
        if cell.metadata.get("tags") == ["notebook"]:
            assert above.cell_type == "markdown", cell.id
