"""What a notebook of one's own may be: a few cells of ordinary pandas, in every year."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from unittest.mock import patch

import nbformat
import pytest
from cells import sources

from annual_report.base.project import NOTEBOOKS
from annual_report.machine.pages.fragment import Fragment
from annual_report.network.network import open_network

CELLS = """
from annual_report import chapter, charts, measures, open_network, publish
network = open_network(data, year=year)
say, show = network.say, network.show             # bound to this network: nothing is process-wide
moves = measures.compare_members(network, year)   # one row an institution: code, name, status
moves.groupby("status", observed=False).size()    # seen by the analyst; not in the page

chapter(1, f"Qui est dans le groupe en {year} ?")
say("mouvement", moves=moves, comparés=True, year=year)

members = measures.list_members(network, year)
regions = members.groupby("region", dropna=False)
publish(regions.size().rename("membres"), caption=f"Les membres de {year} par région")

show("carte", charts.map(moves, status="status"), data=members[["name", "region"]], moves=moves,
     lieux=measures.list_meetings(network, year), premières=[], year=year)
"""
SHIPPED = ("departements-participatifs", "reseau-exemple")


def years() -> Iterator[tuple[str, int]]:
    for name in SHIPPED:
        for year in open_network(f"data/{name}").years:
            yield name, year


@pytest.mark.parametrize(("name", "year"), list(years()))
def test_a_few_cells_make_a_page_in_every_year(name: str, year: int) -> None:
    shown: list[Fragment] = []
    known = {"data": f"data/{name}", "year": year}
    with patch("annual_report.machine.pages.publishing.display", shown.append):
        exec(CELLS, known)
    parts = (f"{each.text} {each.html}".replace("\u00a0", " ") for each in shown)
    _heading, *moved, table, drawn = parts
    members = open_network(f"data/{name}").membres
    assert f"Qui est dans le groupe en {year}" in shown[0].facts["chapter"]["title"]
    # The first year has none before it, and nothing is said of it.
    has_year_before = bool(members["annee"].eq(year - 1).any())
    assert [f" {year - 1}" in each for each in moved] == [True] * has_year_before
    assert f"Les membres de {year} par région" in table
    assert f"Carte de France des membres de {year}" in drawn


MOST_LINES = {"annual_report": 110, "trends": 150, "year_data": 220}
LIBRARIES = {"annual_report", "pandas", "numpy", "matplotlib.pyplot", "networkx"}
HIDDEN = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.While, ast.Try)


@pytest.mark.parametrize("name", MOST_LINES)
def test_a_name_means_one_thing_and_comes_from_where_everyone_takes_it(name: str) -> None:
    bound: list[str] = []
    lines = 0
    for cell, code in sources(name).items():
        lines += len(code.splitlines())
        assert len(code.splitlines()) <= 20, cell
        nodes = [*ast.walk(ast.parse(code))]
        assert not any(isinstance(node, HIDDEN) for node in nodes), cell
        modules = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
        modules |= {
            alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names
        }
        assert modules <= LIBRARIES
        assigned = [node.id for node in nodes
                    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]  # fmt: skip
        # Names of a comprehension are its own.
        own = [name.id for node in nodes if isinstance(node, ast.comprehension)
               for name in ast.walk(node.target) if isinstance(name, ast.Name)]  # fmt: skip
        bound += [name for name in assigned if name not in own]
    assert len(bound) == len(set(bound))
    assert lines <= MOST_LINES[name]


@pytest.mark.parametrize("name", MOST_LINES)
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
