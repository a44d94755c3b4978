"""A notebook of ours reads like one: short cells, below their questions, of ordinary names."""

import ast
import re
from itertools import pairwise

import nbformat
import pytest
from cells import sources

from annual_report.base.project import NOTEBOOKS

MOST_STATEMENTS = {"annual_report": 75, "trends": 100, "year_data": 130}
"""Of a notebook that one reads in ten minutes; a statement may have as many lines as it needs."""
MOST_IN_A_CELL = 10
LIBRARIES = {"annual_report", "pandas", "numpy", "matplotlib.pyplot", "networkx"}
HIDDEN = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.While, ast.Try)


@pytest.mark.parametrize("name", MOST_STATEMENTS)
def test_a_name_means_one_thing_and_comes_from_where_everyone_takes_it(name: str) -> None:
    bound: list[str] = []
    count = 0
    for cell, code in sources(name).items():
        nodes = [*ast.walk(ast.parse(code))]
        statements = sum(isinstance(node, ast.stmt) for node in nodes)
        assert statements <= MOST_IN_A_CELL, cell
        count += statements
        assert not any(isinstance(node, HIDDEN) for node in nodes), cell
        modules = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
        modules |= {
            alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names
        }
        assert modules <= LIBRARIES
        assigned = [
            node.id
            for node in nodes
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        ]
        # Names of a comprehension are its own.
        own = [
            name.id
            for node in nodes
            if isinstance(node, ast.comprehension)
            for name in ast.walk(node.target)
            if isinstance(name, ast.Name)
        ]
        bound += [name for name in assigned if name not in own]

    assert len(bound) == len(set(bound))
    assert count <= MOST_STATEMENTS[name]


@pytest.mark.parametrize("name", MOST_STATEMENTS)
def test_each_cell_has_a_word_for_a_name_and_stands_below_its_question(name: str) -> None:
    notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    assert notebook.cells[0].source.startswith("# ")

    ids = [cell.id for cell in notebook.cells]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", cell) for cell in ids)

    asked = [cell.source for cell in notebook.cells if cell.id.endswith("-question")]
    assert [words for words in asked if "?" not in words and not words.startswith("## ")] == []

    # After its title, its parameters and its imports, words come before each table that is shown.
    for above, cell in pairwise(notebook.cells[3:]):
        if cell.metadata.get("tags") == ["notebook"]:
            assert above.cell_type == "markdown", cell.id
