"""What the source of a notebook's cells says of its page."""

import ast
import re
from collections.abc import Iterator

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

PACKAGE = "annual_report"
PUTTING = {"publish", "chapter", "prose", "cover", "sources", "key_figures"}
"""What puts something into a page, of all that is imported from the package."""
METHODS = PUTTING | {"say", "show"}
"""What does, of the package itself or of what it has opened."""
LANGUAGE = re.compile(r"\blanguage\(\s*[\"'](\w[\w-]*)[\"']")
"""The call that says in which language a page is."""
TITLE = re.compile(r"(?:title|[xy]label)\s*[=(]\s*[\"']([^\"'\n]*\w[^\"'\n]*)[\"']")
"""What gives words to a figure, as a function or as an option of one."""


def puts_by_calls(notebook: NotebookNode) -> bool:
    """Whether a cell uses what puts something into a page, be it run or not."""
    nodes = [node for source in _list_code(notebook) for node in ast.walk(_parse(source))]
    ours = dict[str, str]()
    for node in nodes:
        match node:
            # from annual_report import publish
            case ast.ImportFrom(str(module)) if module.split(".")[0] == PACKAGE:
                ours |= {name.asname or name.name: name.name for name in node.names}
            # import annual_report as report
            case ast.Import():
                names = [name for name in node.names if name.name.split(".")[0] == PACKAGE]
                ours |= {name.asname or PACKAGE: PACKAGE for name in names}
            # network = open_network(…)
            case ast.Assign([ast.Name(name)], ast.Call(ast.Name(called))) if called in ours:
                ours[name] = called
    for node in nodes:
        match node:
            case ast.Name(name, ast.Load()) if ours.get(name) in PUTTING:
                return True
            # network.say, open_network(…).show
            case ast.Attribute(ast.Name(name) | ast.Call(ast.Name(name)), method):
                if name in ours and method in METHODS:
                    return True
    return False


def find_language_call(notebook: NotebookNode) -> str:
    """Return the language that a cell asks for by `language("en")`; "" if none does."""
    asked = LANGUAGE.search("\n".join(_list_code(notebook)))
    return asked[1] if asked else ""


def find_drawn_words(source: str) -> list[str]:
    """Return the words that a cell gives to its figures: their titles and their axes'."""
    return TITLE.findall(source)


def _list_code(notebook: NotebookNode) -> Iterator[str]:
    return (cell.source for cell in notebook.cells if cell.cell_type == "code")


def _parse(source: str) -> ast.Module:
    """Parse a cell, its magics as IPython reads them; one in another language says nothing."""
    if source.startswith("%%"):  # %%time: what stands below is Python, or else isn't parsed
        source = source.partition("\n")[2]
    try:
        python: str = TransformerManager().transform_cell(source)
        return ast.parse(python)
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])
