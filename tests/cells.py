"""A notebook that shows something; and a cell that is run on a small network, to hear what it says.

What it needs is run before it: the cells that assign a name which it, or one of these, uses.
"""

import ast
import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html import unescape
from typing import Any
from unittest.mock import patch

import matplotlib.pyplot as plt
import nbformat
from nbformat import NotebookNode

from annual_report.base.project import NOTEBOOKS
from annual_report.machine.pages.export.exporter import to_html
from annual_report.machine.pages.export.published import read_published
from annual_report.machine.pages.fragment import Fragment
from annual_report.network.network import Network


def notebook_of(*pieces: Fragment | dict[str, Any], source: str = "publié") -> NotebookNode:
    """Return an executed notebook whose only cell shows some pieces, or what stands for them."""
    outputs = []
    for piece in pieces:
        bundle = piece._repr_mimebundle_() if isinstance(piece, Fragment) else piece
        outputs.append(nbformat.v4.new_output("display_data", bundle))
    cell = nbformat.v4.new_code_cell(source, outputs=outputs, execution_count=1)
    return nbformat.v4.new_notebook(cells=[cell])


def export(notebook: NotebookNode, name: str = "notebook") -> str:
    """Return the page of an executed notebook."""
    return to_html(read_published(notebook, name))


@cache
def sources(notebook: str) -> dict[str, str]:
    """Return the code of a notebook by the names of its cells."""
    cells = json.loads((NOTEBOOKS / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    return {cell["id"]: "".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"}


@cache
def list_needed(notebook: str, cell: str) -> tuple[str, ...]:
    """Return a cell after those that assign what it uses, without that of the parameters."""
    code = sources(notebook)
    before = list(code)[1 : list(code).index(cell)]
    used, needed = {*names(code[cell], ast.Load)}, [cell]
    for name in reversed(before):
        if used & {*names(code[name], ast.Store)}:
            used |= {*names(code[name], ast.Load)}
            needed.insert(0, name)
    return tuple(needed)


def names(code: str, context: type[ast.expr_context]) -> Iterator[str]:
    """Yield the names that code assigns (one of a column too), or those that it uses."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, context):
            yield node.id
        elif isinstance(node, ast.alias) and context is ast.Store:
            yield node.asname or node.name
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, context):
            yield from (part.id for part in ast.walk(node.value) if isinstance(part, ast.Name))


def run(
    network: Network, notebook: str, cell: str, **parameters: object
) -> tuple[list[Fragment], dict[str, Any]]:
    """Run a cell and what it needs; return what it publishes, and the values of all names."""
    code = sources(notebook)
    heard: list[Fragment] = []
    values: dict[str, Any] = {"data": "", **parameters}
    with (
        patch("annual_report.front_door.open_network", lambda *_args, **_named: network),
        patch("annual_report.machine.pages.publishing.display", heard.append),
    ):
        for name in list_needed(notebook, cell):
            heard.clear()
            shown = _run(code[name], values)
            plt.close("all")  # as a kernel does
            heard += [shown] if isinstance(shown, Fragment) else []
    return heard, values


def publish_cell(
    network: Network, notebook: str, cell: str, **parameters: object
) -> list[Fragment]:
    """Return what a cell publishes."""
    return run(network, notebook, cell, **parameters)[0]


def count_in_cell(
    network: Network, notebook: str, cell: str, **parameters: object
) -> dict[str, Any]:
    """Return the values that names have after a cell."""
    return run(network, notebook, cell, **parameters)[1]


def tell_cell(network: Network, notebook: str, cell: str, **parameters: object) -> str:
    """Return the words of what a cell publishes, with ordinary spaces."""
    made = publish_cell(network, notebook, cell, **parameters)
    return " ".join(" ".join(map(read_words, made)).split())


def read_words(piece: Fragment) -> str:
    """Return the words of a piece; those of a chapter's heading are in its facts."""
    heading = piece.facts.get("chapter")
    if not heading:
        return piece.text
    return f"{heading['number']}. {heading['title']}" if heading["number"] else heading["title"]


def draw_cell(network: Network, notebook: str, cell: str, **parameters: object) -> str:
    """Return the HTML of the figure that a cell publishes, with ordinary spaces."""
    (made,) = publish_cell(network, notebook, cell, **parameters)
    return " ".join(unescape(f"{made.text} {made.html}").split())


@contextmanager
def listen() -> Iterator[list[tuple[str, Any]]]:
    """Note the words of each phrase that is told meanwhile, those of figures by part."""
    heard: list[tuple[str, Any]] = []
    tell = Network.tell
    fill = Network.words

    def tell_and_note(self: Network, phrase: str, *row: Any, **values: Any) -> Fragment:
        told = tell(self, phrase, *row, **values)
        heard.append((phrase, told.text))
        return told

    def fill_and_note(self: Network, figure: str, *row: Any, **values: Any) -> dict[str, Any]:
        words = fill(self, figure, *row, **values)
        heard.append((figure, dict(words)))
        return words

    with (
        patch.object(Network, "tell", tell_and_note),
        patch.object(Network, "words", fill_and_note),
    ):
        yield heard


def run_cells(network: Network, notebook: str, **parameters: object) -> list[Fragment]:
    """Run all cells of a notebook; return what they publish."""
    values: dict[str, Any] = {"data": "", **parameters}
    shown: list[Fragment] = []
    _parameters, *cells = sources(notebook).values()
    with (
        patch("annual_report.front_door.open_network", lambda *_args, **_named: network),
        patch("annual_report.machine.pages.publishing.display", shown.append),
        patch("annual_report.report.parts.summary.display", shown.append),
    ):
        for code in cells:
            exec(code, values)
            plt.close("all")  # as a kernel does
    return shown


def hear(network: Network, notebook: str, **parameters: object) -> dict[str, Any]:
    """Run a notebook; return the words of its phrases by name, and those of figures by part."""
    with listen() as heard:
        run_cells(network, notebook, **parameters)
    return dict(heard)


def _run(source: str, values: dict[str, Any]) -> object:
    """Run a cell, and return what it shows."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), values)
    if isinstance(last, ast.Expr):
        return eval(compile(ast.Expression(last.value), "cell", "eval"), values)
    return None
