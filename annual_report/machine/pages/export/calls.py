"""Whether a notebook says what goes into its page, by the source of its cells."""

import ast
import re

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

PACKAGE = "annual_report"
PUTTING = {"publish", "chapter", "prose", "cover", "sources", "key_figures"}
"""What puts something into a page, of all that is imported from the package."""
METHODS = {"say", "show"}
"""What does, of what such an import has opened."""
LANGUAGE = re.compile(r"\blanguage\(\s*[\"'](\w[\w-]*)[\"']")
"""The call that says in which language a page is."""
TITLE = re.compile(r"(?:title|[xy]label)\s*[=(]\s*[\"']([^\"'\n]*\w[^\"'\n]*)[\"']")
"""What gives words to a figure, as a function or as an option of one."""


def puts_by_calls(notebook: NotebookNode) -> bool:
    """Whether a cell uses what puts something into a page, be it run or not."""
    trees, ours, opened = (
        [_parse(cell.source) for cell in _list_code(notebook)],
        dict[str, str](),
        set[str](),
    )
    for node in (node for tree in trees for node in ast.walk(tree)):
        # from annual_report import publish; import annual_report as report
        if isinstance(node, ast.ImportFrom) and _is_ours(node.module or ""):
            ours |= {name.asname or name.name: name.name for name in node.names}
        elif isinstance(node, ast.Import):
            opened |= {name.asname or PACKAGE for name in node.names if _is_ours(name.name)}
        # network = open_network(…)
        elif isinstance(node, ast.Assign) and _name_called(node.value) in ours:
            opened |= {name.id for name in node.targets if isinstance(name, ast.Name)}
    return any(_puts(node, ours, opened) for tree in trees for node in ast.walk(tree))


def _puts(node: ast.AST, ours: dict[str, str], opened: set[str]) -> bool:
    if isinstance(node, ast.Name):
        return isinstance(node.ctx, ast.Load) and ours.get(node.id) in PUTTING
    if not isinstance(node, ast.Attribute) or node.attr not in PUTTING | METHODS:
        return False
    called = _name_called(node.value)
    return called in ours or (isinstance(node.value, ast.Name) and node.value.id in opened)


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] == PACKAGE


def _name_called(node: ast.AST) -> str | None:
    """Return the name of the function that an expression calls."""
    called = node.func if isinstance(node, ast.Call) else None
    return called.id if isinstance(called, ast.Name) else None


def find_language_call(notebook: NotebookNode) -> str:
    """Return the language that a cell asks for by `language("en")`; "" if none does."""
    asked = LANGUAGE.search("\n".join(cell.source for cell in _list_code(notebook)))
    return asked[1] if asked else ""


def find_drawn_words(source: str) -> list[str]:
    """Return the words that a cell gives to its figures: their titles and their axes'."""
    return TITLE.findall(source)


def _list_code(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _parse(source: str) -> ast.Module:
    """Parse a cell, its magics as IPython reads them; one in another language says nothing."""
    if source.startswith("%%"):  # %%time: what stands below is Python, or else isn't parsed
        source = source.partition("\n")[2]
    try:
        code: str = TransformerManager().transform_cell(source)
        return ast.parse(code)
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])
