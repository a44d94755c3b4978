"""Each branch of a phrase is taken by a shipped network or an ordinary one of another kind."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import matplotlib.pyplot as plt
import pytest
from cells import sources
from jinja2 import nodes
from jinja2.visitor import NodeTransformer
from kinds_of_networks import write

from annual_report.network.network import open_network
from annual_report.network.phrases import filling
from annual_report.network.phrases.environment import PhraseEnvironment, make_environment

pytestmark = pytest.mark.slow

SMALL = ("regions", "metropoles", "melange", "associations")
OF_ALL_PAGES = ("cadre", "chiffres", "provenance")
"""Phrases that other pages tell too, whose notebooks aren't run here."""


class Marks(NodeTransformer):
    """Has each branch of a phrase say that it is taken, under its file and line."""

    def __init__(self, file: str) -> None:
        self.file, self.branches = file, set[str]()

    def _mark(self, line: int, value: nodes.Expr) -> nodes.Expr:
        place = f"{self.file}, line {line}"
        self.branches.add(place)
        return nodes.Filter(value, "take", [nodes.Const(place)], [], None, None, lineno=line)

    def visit_If(self, node: nodes.If) -> nodes.If:  # noqa: N802
        """Mark what stands under a condition, and under its `else`."""
        self.generic_visit(node)
        for body in filter(None, (node.body, node.else_)):
            line = body[0].lineno
            mark = self._mark(line, nodes.Const(""))
            body.insert(0, nodes.Assign(nodes.Name("_", "store"), mark, lineno=line))
        return node

    def visit_CondExpr(self, node: nodes.CondExpr) -> nodes.CondExpr:  # noqa: N802
        """Mark the values of a condition in a line."""
        self.generic_visit(node)
        node.expr1 = self._mark(node.lineno, node.expr1)
        return node


def run_notebook(name: str, **parameters: object) -> None:
    """Run all cells of a notebook."""
    values: dict[str, Any] = {}
    for code in sources(name).values():
        exec(code, values)
        plt.close("all")  # as a kernel does
        values |= parameters


def networks(folder: Path) -> Iterator[str]:
    """Yield the folders of some networks."""
    yield from ("data/departements-participatifs", "data/reseau-exemple")
    made = {name: write(folder / name, name) for name in SMALL}
    # A network whose year nobody has told, nor when it met.
    shutil.rmtree(made["metropoles"] / "textes")
    for name in ("rencontres", "presences"):
        file = made["metropoles"] / f"{name}.csv"
        file.write_text(file.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    # A network that has no list of the year between two others.
    for file in made["associations"].glob("*.csv"):
        file.write_text(file.read_text("utf-8").replace("2024", "2023"), "utf-8")
    (made["associations"] / "textes" / "2024.md").unlink()
    yield from map(str, made.values())


def test_each_branch_of_a_phrase_is_taken_by_some_network(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    every, taken = set[str](), set[str]()

    def take(value: object, place: str) -> object:
        taken.add(place)
        return value

    parse = PhraseEnvironment.parse

    def parse_with_marks(self: PhraseEnvironment, source: str, name: str) -> nodes.Template:
        marks = Marks(name)
        tree: nodes.Template = marks.visit(parse(self, source, name))
        every.update(marks.branches)
        return tree

    # What is read with marks is forgotten again, or no other test could tell it.
    request.addfinalizer(filling._read_template.cache_clear)
    filling._read_template.cache_clear()
    with (
        patch.object(PhraseEnvironment, "parse", parse_with_marks),
        patch.dict(make_environment().filters, take=take),
        patch("annual_report.machine.pages.publishing.display"),
        patch("annual_report.report.parts.summary.display"),
    ):
        for folder in networks(tmp_path):
            run_notebook("trends", data=folder)
            for year in open_network(folder).years:
                run_notebook("annual_report", data=folder, year=year)
                run_notebook("year_data", data=folder, year=year)
    assert [place for place in every - taken if not place.startswith(OF_ALL_PAGES)] == []
