"""Running cells of a notebook on a small network, to hear what they say."""

import ast
import json
from functools import cache
from html import unescape
from typing import Any
from unittest.mock import patch

from annual_report.network import Network
from annual_report.pages.fragment import Fragment
from annual_report.project import NOTEBOOKS


@cache
def sources(notebook: str) -> dict[str, str]:
    """Return the code of a notebook by the names of its cells."""
    cells = json.loads((NOTEBOOKS / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    return {each["id"]: "".join(each["source"]) for each in cells if each["cell_type"] == "code"}


def published(network: Network, notebook: str, *cells: str, **parameters: object) -> list[Fragment]:
    """Run the first cells of a notebook, then some; return what the last of them publishes."""
    code = sources(notebook)
    heard: list[Fragment] = []
    names: dict[str, Any] = {"data": "", **parameters}
    with (
        patch("annual_report.network.open_network", lambda *_args, **_named: network),
        patch("annual_report.pages.publishing.display", heard.append),
    ):
        opening = next(each for each in code if "open_network(" in code[each])
        for each in (opening, *cells):
            heard.clear()
            shown = _run(code[each], names)
            heard += [shown] if isinstance(shown, Fragment) else []
    return heard


def told(network: Network, notebook: str, *cells: str, **parameters: object) -> str:
    """Return the words of what the last of some cells publishes, with ordinary spaces."""
    made = published(network, notebook, *cells, **parameters)
    return " ".join(" ".join(each.text for each in made).split())


def figure(network: Network, notebook: str, *cells: str, **parameters: object) -> str:
    """Return the HTML of the figure that the last of some cells publishes, with ordinary spaces."""
    (made,) = published(network, notebook, *cells, **parameters)
    return " ".join(unescape(f"{made.text} {made.html}").split())


def _run(source: str, names: dict[str, Any]) -> object:
    """Run a cell, and return what it shows."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    if isinstance(last, ast.Expr):
        return eval(compile(ast.Expression(last.value), "cell", "eval"), names)
    return None
