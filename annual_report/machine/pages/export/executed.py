"""The cells of an executed notebook: names, tags, code, and whether each cell was run.

Input: a notebook in nbformat's form. Output: answers about its cells, found without running them:
code is read by `ast`. "Veiled" is a path on a machine instead of which a page has "…".
"""

import ast
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from nbformat import NotebookNode

from annual_report.base.errors import PageError
from annual_report.base.messages import _
from annual_report.base.program import hash_bytes
from annual_report.machine.pages.checks.secrecy import veil_places
from annual_report.machine.pages.checks.wording import find_contact, remark_names

PUBLISHED = "publish"
"""The tag of a Markdown cell that goes into the page."""
TAGS_WITHOUT_CELL = {"notebook", "remove-cell", "hide-cell"}
"""The tags of a cell that no page shows at all: ours, and those of Jupyter Book."""
TAGS_WITHOUT_CODE = {"remove-input", "hide-input", "remove_source"}
"""The tags of a cell of which a page shows no code."""
TAGS_WITHOUT_OUTPUT = {"remove-output", "hide-output"}
"""The tags of a cell of which a page shows no output."""
MAY_FAIL = "raises-exception"
"""nbclient's tag for a cell whose error doesn't end the run."""
NOT_RUN = "skip-execution"
"""nbclient's tag for a cell that isn't run."""
INJECTED = "injected-parameters"
"""papermill's tag for the cell that it adds, with the values given for a run."""
PARAMETERS = {"parameters", INJECTED}
"""papermill's tags of the cell of parameters, and of the cell that it adds."""
# The comments and strings of code, which may be another language's, or have magics: `ast` has no
# comments, and reads Python alone. Taken: `# par Claire`, `"Ain"`. Not taken: `claire = 3`.
WORDS_OF_CODE = re.compile(r"#.*|\"[^\"]*\"|'[^']*'")
DIGITS_OF_HASH = 12
"""The digits of a notebook's hash: they tell apart all notebooks that a network will ever have."""
PACKAGE = "annual_report"
"""The name of the package, and the key of a notebook's metadata that are meant for it."""
DATA = "data"
"""The parameter by which a notebook is handed the folder of a network."""
PUBLISHING = {"publish", "chapter", "prose", "cover", "sources", "key_figures"}
"""The functions of the package that put something into a page."""
PUBLISHING_METHODS = PUBLISHING | {"say", "show"}
"""Their names behind a point: `annual_report.publish(…)`, and `network.say(…)` of a network."""
LANGUAGE = "language"
"""The function of the package by which a notebook says in which language its page is."""
CELL_MAGIC = "%%"
"""The beginning of a magic of IPython for a whole cell, "%%time"; that of a line has one "%"."""
LONGEST_LINE = 80
"""The most letters of a cell's line in a message."""
CONTINUATIONS = (" ", "\t", ")", "]", "}", "#", '"', "'")
"""The beginnings of lines of code that go on with a statement, or comment one."""


def give_ids(notebook: NotebookNode) -> None:
    """Give ids, made from the places, to the cells of an older notebook without ids.

    Pages name their cells by these ids; ids of a library would be new at each run.
    """
    notebook.nbformat_minor = max(notebook.nbformat_minor, 5)
    for number, cell in enumerate(notebook.cells, start=1):
        cell.setdefault("id", f"cell-{number}")


def list_tags(cell: NotebookNode) -> list[str]:
    """Return the tags of a cell, with hyphens: some write "remove_input" for "remove-input"."""
    return [tag.replace("_", "-") for tag in cell.metadata.get("tags", ())]


def name_cell(cell: NotebookNode) -> str:
    """Return a cell's name for a message: "[3] publish(table)", its number and last statement.

    A Markdown cell is named by its first line.
    """
    lines = [line for line in cell.source.splitlines() if any(sign.isalnum() for sign in line)]
    # A line that is indented, or begins with a bracket or a quote, continues a statement.
    statements = [line for line in lines if not line.startswith(CONTINUATIONS)]
    line = lines[0] if lines else ""
    if cell.cell_type == "code" and statements:
        line = statements[-1]
    number = ""
    if cell.get("execution_count"):
        number = f"[{cell.execution_count}] "
    return f"{number}{line.strip()[:LONGEST_LINE]}"


def say_of_cell(cell: NotebookNode, problem: object) -> str:
    """Return a problem with the name of its cell in front: "cell [3] publish(table): …"."""
    return _("cell {cell}: {problem}", cell=name_cell(cell), problem=problem)


def hash_notebook(notebook: NotebookNode) -> str:
    """Return a short hash of a notebook's cells without their outputs, for the foot of its page.

    Cells of parameters don't count: typed or put in by papermill, the same values give the same
    page.
    """
    cells = []
    for cell in notebook.cells:
        tags = list_tags(cell)
        if PARAMETERS.isdisjoint(tags):
            cells.append((cell.cell_type, cell.source, tags))
    written = json.dumps(cells).encode()
    return hash_bytes(written)[:DIGITS_OF_HASH]


def veil_parameters(notebook: NotebookNode) -> None:
    """Replace the paths in the cell that papermill added by "…", in place.

    After `papermill … -p data /home/claire/reseau` that cell has the path: published with its
    notebook it would tell of a person's home folder. The page doesn't depend on the path.
    """
    for cell in notebook.cells:
        if INJECTED in list_tags(cell):
            cell.source, _places = veil_places(cell.source)


def check_executed(notebook: NotebookNode, name: str, *, allow_errors: bool = False) -> None:
    """Raise PageError for the first cell of a notebook that was not run, or failed.

    `name` is that of the page, for the message. A cell with the tag `raises-exception` may fail;
    with `allow_errors` any cell may.
    """
    command = f"jupyter nbconvert --execute --to annual_report {Path(name).stem}.ipynb"
    unrun = find_unrun_cell(notebook)
    for cell in notebook.cells:
        if not _has_to_run(cell):
            continue
        problem = ""
        if cell is unrun:
            problem = _("it was not run: {line}", line=command)
        error = _find_error(cell)
        may_fail = allow_errors or MAY_FAIL in list_tags(cell)
        if error and not may_fail:
            problem = _("it failed, {error}: correct it, and run the whole notebook again",
                        error=error)  # fmt: skip
        if problem:
            raise PageError(_("{page}: {problem}", page=name, problem=say_of_cell(cell, problem)))


def _find_error(cell: NotebookNode) -> str:
    """Return the error of a code cell that failed, "ValueError: no rows"; "" for any other cell."""
    for output in cell.outputs:
        if output.output_type == "error":
            return ": ".join(filter(None, (output.ename, output.evalue))) or "Error"
    return ""


def find_unrun_cell(notebook: NotebookNode) -> NotebookNode | None:
    """Return the first cell that should have been run and was not; None if all were run.

    A cell was run if it has a number or an output. Some tools remove the numbers and leave the
    outputs: in a notebook with outputs and without any number, all cells count as run.
    """
    cells = [cell for cell in notebook.cells if _has_to_run(cell)]
    are_numbered = any(cell.execution_count is not None for cell in cells)
    are_shown = any(cell.outputs for cell in cells)
    if are_shown and not are_numbered:
        return None
    for cell in cells:
        if cell.execution_count is None and not cell.outputs:
            return cell
    return None


def _has_to_run(cell: NotebookNode) -> bool:
    """Whether a cell has code to run; a cell to skip has a tag of nbclient."""
    has_code = cell.cell_type == "code" and cell.source.strip() != ""
    return has_code and NOT_RUN not in list_tags(cell)


def check_sources(notebook: NotebookNode, *, is_shown: bool = False) -> tuple[str, ...]:
    """Return remarks on the words of the cells, since the notebook is published with the page.

    Raise PageError for words that no page may have. A notebook that is published whole
    (`is_shown`) has remarks on such words in its code; its texts are checked where they are put
    into the page.
    """
    remarks: list[str] = []
    for cell in notebook.cells:
        if is_shown and cell.cell_type != "code":
            continue
        # In a notebook that is published whole, paths are replaced by "…" instead.
        if not is_shown:
            _refuse_paths(cell)
        words = _read_source_words(cell)
        contact = find_contact(words)
        if contact:
            problem = _("its source {problem}, which no page may give out", problem=contact)
            if not is_shown:
                raise PageError(say_of_cell(cell, problem))
            remarks.append(say_of_cell(cell, problem))
        else:
            remarks += [say_of_cell(cell, remark) for remark in remark_names(words)]
    return tuple(remarks)


def _read_source_words(cell: NotebookNode) -> str:
    """Return the words in the source of a cell; in code these are comments and strings.

    `claire = count("Ain")  # par Ali` → `"Ain"` and `# par Ali`, a line each
    """
    if cell.cell_type == "code":
        return "\n".join(WORDS_OF_CODE.findall(cell.source))
    source: str = cell.source
    return source


def _refuse_paths(cell: NotebookNode) -> None:
    """Raise PageError for a cell with a path of a machine, "/home/claire/…", in code or outputs."""
    words = [cell.source]
    for output in cell.get("outputs", ()):
        words.append(str(output.get("text", "")))
        for data in output.get("data", {}).values():
            words.append(str(data))
    # The function replaces the paths in a text by "…", and lists them: only the list is needed.
    _veiled, places = veil_places("\n".join(words))
    if places:
        problem = _(
            "“{place}” is a place on a machine, and the notebook is given out with its page: "
            "name a file by its place in the folder of the data or of the notebook",
            place=places[0],
        )
        raise PageError(say_of_cell(cell, problem))


def is_of_network(notebook: NotebookNode) -> bool:
    """Whether a notebook makes pages of a network: it declares pages, and takes `data`."""
    declares_pages = notebook.metadata.get(PACKAGE, {}).get("pages")
    if not declares_pages:
        return False
    for cell in _list_parameters(notebook):
        for name, _value in list_assigned(cell.source):
            if name == DATA:
                return True
    return False


def read_parameters(notebook: NotebookNode) -> dict[str, object]:
    """Return name → value of a notebook's parameters; papermill's values replace the author's.

    `year = 2024` in the author's cell and `year = 2025` in papermill's → {"year": 2025}. A
    parameter whose value is computed, as in `year = last_year()`, is left out.
    """
    parameters: dict[str, object] = {}
    for cell in _list_parameters(notebook):
        for name, value in list_assigned(cell.source):
            # A computed value is no literal.
            with suppress(ValueError):
                parameters[name] = ast.literal_eval(value)
    return parameters


def _list_parameters(notebook: NotebookNode) -> list[NotebookNode]:
    """Return the cells of parameters: the author's, and the one that papermill added."""
    return [cell for cell in notebook.cells if not PARAMETERS.isdisjoint(list_tags(cell))]


def list_assigned(source: str) -> Iterator[tuple[str, ast.expr]]:
    """Yield the names that the statements of a cell assign, each with the syntax of its value.

    `year: int = 2025` → ("year", the node of 2025)
    """
    for statement in _parse(source).body:
        match statement:
            # year: int = 2025
            case ast.AnnAssign(target=ast.Name(name), value=ast.expr() as value):
                yield name, value
            # year = 2025
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    if isinstance(target, ast.Name):
                        yield target.id, value


def puts_by_calls(notebook: NotebookNode) -> bool:
    """Whether a notebook's code calls `publish`, or another function that fills the page.

    Then the author chooses the parts of the page; a notebook without such a call is published
    whole. The code is only read: the cells needn't have been run.
    """
    nodes = _list_nodes(notebook)
    ours = _list_our_names(nodes)
    for node in nodes:
        match node:
            # publish, in a call or as an argument: map(publish, tables)
            case ast.Name(name, ast.Load()) if ours.get(name) in PUBLISHING:
                return True
            # network.say, open_network(…).show
            case ast.Attribute(ast.Name(name) | ast.Call(ast.Name(name)), method):
                if name in ours and method in PUBLISHING_METHODS:
                    return True
    return False


def find_language_call(notebook: NotebookNode) -> str:
    """Return the language that a cell asks for by `language("en")`; "" without such a call.

    A function of that name from another module doesn't count.
    """
    nodes = _list_nodes(notebook)
    ours = _list_our_names(nodes)
    for node in nodes:
        match node:
            # language("en")
            case ast.Call(ast.Name(name), [ast.Constant(str(code))]) if ours.get(name) == LANGUAGE:
                return code
            # annual_report.language("en")
            case ast.Call(ast.Attribute(ast.Name(name), called), [ast.Constant(str(code))]):
                if ours.get(name) == PACKAGE and called == LANGUAGE:
                    return code
    return ""


def _list_nodes(notebook: NotebookNode) -> list[ast.AST]:
    """Return the syntax nodes of all code cells, in the order of the cells."""
    nodes: list[ast.AST] = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            nodes += ast.walk(_parse(cell.source))
    return nodes


def _list_our_names(nodes: Sequence[ast.AST]) -> dict[str, str]:
    """Return name in some code → the name in the package that it stands for.

    `from annual_report import publish as put` → {"put": "publish"}

    A network in a variable has the name of the function that opened it: `reseau = open_network(…)`
    gives {"reseau": "open_network"}.
    """
    ours: dict[str, str] = {}
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
    return ours


def _parse(source: str) -> ast.Module:
    """Return the syntax tree of a cell, its magics read as IPython does.

    A cell in another language, as below "%%bash", gives an empty tree.
    """
    # Most cells are plain Python, which IPython would give back as it is.
    with suppress(SyntaxError):
        return ast.parse(source)
    # Imported here: it takes a fifth of a second.
    from IPython.core.inputtransformer2 import TransformerManager

    # IPython would turn a cell below %%time into one string: without that line it stays code.
    if source.startswith(CELL_MAGIC):
        _magic, _break, source = source.partition("\n")
    python: str = TransformerManager().transform_cell(source)
    with suppress(SyntaxError):
        return ast.parse(python)
    return ast.Module(body=[], type_ignores=[])
