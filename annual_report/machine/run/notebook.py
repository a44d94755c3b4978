"""The execution of a notebook by papermill, and the removal of all that differs between runs.

The cells run in the shell of a kernel in this very process, which must be fresh; a kernel in a
separate process, as papermill and JupyterLab start, gives the same notebook. Times, random ids and
addresses of the machine are removed from the result.
"""

import logging
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.filters import strip_ansi
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from papermill import execute_notebook
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError

from annual_report.base.errors import ReportError
from annual_report.base.letters import shorten
from annual_report.base.messages import _
from annual_report.machine.pages.export.about import METADATA_OF_AUTHORS
from annual_report.machine.pages.export.executed import (
    INJECTED,
    MAY_FAIL,
    PACKAGE,
    find_unrun_cell,
    give_ids,
    list_tags,
    name_cell,
    say_of_cell,
)
from annual_report.machine.run.engine import NAME, ReportEngine

TAG_OF_ERROR_CELL = "papermill-error-cell-tag"
"""papermill's tag for the cells that it adds to say which cell failed."""
# Text for people is read here, which no parser knows.
# Taken: "/tmp/ipykernel_12/3456.py:1: UserWarning". Looked for from the beginning of a word on: a
# long word would be gone through once a letter.
CELL_FILE = re.compile(r"(?<!\S)\S*[/\\]ipykernel_\d+[/\\]\d+\.py")
"""The file, named by the process, that a warning gives as the place of its cell."""
# Taken: "Cell In[3], line 2", from a stack of calls. Not taken: "Input In [3]", of old IPythons.
CELL_AND_LINE = re.compile(r"Cell In\[(\d+)\], line (\d+)")
# Taken: " (3456.py, line 1)" at the end. Not taken: the name of a file that somebody opened.
PARSED_FILE = re.compile(r" \((?:\d+\.py|<unknown>), line \d+\)$")
"""The end of a SyntaxError's message: the same file, without its folder."""
KEPT_METADATA = (PACKAGE, *METADATA_OF_AUTHORS)
"""The metadata of a notebook that concern its page, and stay."""

logging.getLogger("papermill").setLevel(logging.ERROR)
# A clone that nobody installed has no entry point by which papermill would find the engine.
papermill_engines.register(NAME, ReportEngine)


def run_notebook(
    source: str,
    parameters: Mapping[str, object],
    folder: Path = Path(),
    *,
    allow_errors: bool = False,
) -> tuple[NotebookNode, str]:
    """Run a notebook's JSON with parameters; return the notebook with outputs, and the failure.

    The failure is a line for the analyst, "" for a good run: 'cell [1], line 1, “1 / 0”:
    ZeroDivisionError: division by zero'. With `allow_errors` the cells after a failed cell are run
    too, and nothing is a failure. papermill's files go into `folder`.

    Raise ParameterError for a notebook in another language than Python, and for a parameter that
    the notebook doesn't have.
    """
    notebook = nbformat.reads(source, as_version=4)
    give_ids(notebook)
    executed = _execute_by_papermill(notebook, parameters, folder, allow_errors=allow_errors)
    failed_cell = None
    if not allow_errors:
        failed_cell = _find_failed_cell(executed)
    if failed_cell is None:
        # papermill adds such a cell for any error, also for one that is allowed.
        executed.cells = [
            cell for cell in executed.cells if TAG_OF_ERROR_CELL not in list_tags(cell)
        ]
        remove_noise(executed)
        return executed, ""
    # The stack of calls of the error names the cell by this number, before cells are numbered anew.
    number_in_stack = failed_cell.execution_count
    error = _list_errors(failed_cell)[0]
    remove_noise(executed)
    # The messages of these two errors name the place of the fault themselves.
    if error.ename in ("ParameterError", "DataError"):
        return executed, error.evalue
    return executed, _say_failure(failed_cell, error, number_in_stack)


def _execute_by_papermill(
    notebook: NotebookNode,
    parameters: Mapping[str, object],
    folder: Path,
    *,
    allow_errors: bool,
) -> NotebookNode:
    """Return a notebook with the outputs of its run, up to a cell that failed.

    papermill reads and writes files only: `folder` gets the two that it needs.
    """
    unrun_file = folder / "source.ipynb"
    executed_file = folder / "executed.ipynb"
    unrun_file.write_text(notebook_to_json(notebook), encoding="utf-8")
    try:
        return execute_notebook(
            unrun_file,
            executed_file,
            dict(parameters),
            engine_name=NAME,
            # A notebook may name no kernel, and papermill asks for a name.
            kernel_name="python3",
            language="python",
            request_save_on_cell_execute=False,
            progress_bar=False,
            allow_errors=allow_errors,
        )
    except PapermillExecutionError:
        # papermill has written the notebook, with the error among its outputs, before it raised.
        return nbformat.read(executed_file, as_version=4)


def _find_failed_cell(executed: NotebookNode) -> NotebookNode | None:
    """Return the first cell of an executed notebook with an error that it may not have, or None.

    papermill itself doesn't know whether the notebook ran well: it has no tag for cells that may
    fail, and takes `sys.exit(0)` for a good end, after which the page would lack the rest. So the
    outputs decide.
    """
    for cell in executed.cells:
        if _list_errors(cell) and MAY_FAIL not in list_tags(cell):
            return cell
    return None


def take_notebook(source: str) -> tuple[NotebookNode, str]:
    """Return a notebook that was run elsewhere, without traces of that machine, and the failure.

    `source` is the notebook's JSON, with the outputs of the run. The failure is a line that names
    the first cell that was not run, "" if all were. The kernel, the numbers of the cells and their
    outputs stay as the author has seen them.
    """
    notebook = nbformat.reads(source, as_version=4)
    give_ids(notebook)
    # papermill's metadata have paths of the author's machine; no page shows the state of widgets.
    for noise in ("papermill", "widgets"):
        notebook.metadata.pop(noise, None)
    for cell in notebook.cells:
        _remove_noise_of_cell(cell)
    unrun = find_unrun_cell(notebook)
    if unrun is None:
        return notebook, ""
    problem = _("it was not run: run the notebook and save it, or build it without --executed")
    return notebook, say_of_cell(unrun, problem)


def say_language(source: str, language: str) -> str:
    """Return a notebook's JSON with a language in the metadata, unless they name a language.

    `language` is a code such as "fr", in which the run prints numbers and dates; with "" the JSON
    stays as it is.
    """
    if not language:
        return source
    notebook = nbformat.reads(source, as_version=4)
    if not {"lang", "language"} & notebook.metadata.keys():
        notebook.metadata["lang"] = language
    return notebook_to_json(notebook)


def _list_errors(cell: NotebookNode) -> list[NotebookNode]:
    """Return the outputs of a cell that are errors."""
    return [output for output in cell.get("outputs", ()) if output.output_type == "error"]


def notebook_to_json(notebook: NotebookNode) -> str:
    """Return a notebook's JSON in the form of nbformat."""
    return str(nbformat.v4.writes(notebook))


def remove_noise(notebook: NotebookNode) -> None:
    """Remove from a notebook all that differs between two runs: times, random ids, file names.

    The notebook is changed in place. The same notebook, data and program then give the same bytes.
    """
    parameters = notebook.metadata.get("papermill", {}).get("parameters", {})
    about: dict[str, Any] = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"},
        "papermill": {"parameters": parameters},
    }
    for name in KEPT_METADATA:
        if name in notebook.metadata:
            about[name] = notebook.metadata[name]
    notebook.metadata = nbformat.from_dict(about)
    number = 0
    for position, cell in enumerate(notebook.cells):
        tags = list_tags(cell)
        # The numbers of the cells are those of JupyterLab's *Run All*: the cell that papermill has
        # added doesn't count.
        if cell.get("execution_count"):
            if INJECTED not in tags:
                number += 1
            cell.execution_count = number
        _remove_noise_of_cell(cell)
        # papermill gives its own cells random ids.
        for tag in (INJECTED, TAG_OF_ERROR_CELL):
            if tag in tags:
                cell.id = f"{tag}-{position}"


def _remove_noise_of_cell(cell: NotebookNode) -> None:
    """Remove the times of a cell's run, and the file names that the kernel made of the cell.

    A printed warning "/tmp/ipykernel_12/3456.py:1: UserWarning" becomes "cell:1: UserWarning".
    """
    for noise in ("papermill", "execution"):
        cell.metadata.pop(noise, None)
    for output in cell.get("outputs", ()):
        if output.get("output_type") == "stream":
            output.text = CELL_FILE.sub("cell", output.text)


def _say_failure(cell: NotebookNode, error: NotebookNode, number_in_stack: int | None) -> str:
    """Return the line that tells which cell failed, at which line of it, and with which error.

    'cell [1], line 1, “1 / 0”: ZeroDivisionError: division by zero'

    `error` is the output of the failure. Its stack of calls has the cell under `number_in_stack`,
    the number while the notebook ran, before papermill's own cells were left out.
    """
    number = cell.execution_count
    lines = cell.source.splitlines()
    line = _find_failing_line(error, number_in_stack)
    # The line isn't known in a cell with a magic, "%%time", which IPython runs as a single call,
    # and for an error of this project, which is shown without its stack of calls.
    if 0 < line <= len(lines) and not cell.source.startswith("%%"):
        shown = shorten(lines[line - 1])
        where = _("cell [{number}], line {line}, “{shown}”", number=number, line=line, shown=shown)
    else:
        shown = shorten(name_cell(new_code_cell(cell.source)))
        where = _("cell [{number}], “{shown}”", number=number, shown=shown)
    return _("{where}: {said}", where=where, said=_say_error_of_cell(error))


def _find_failing_line(error: NotebookNode, number_in_stack: int | None) -> int:
    """Return the line at which the cell of that number failed, by the error's stack of calls.

    Lines count from 1; 0 if the stack doesn't mention the cell.
    """
    stack = strip_ansi("\n".join(error.traceback))
    # The first mention of the cell is its failing line; functions of other cells come after.
    for mentioned_cell, line in CELL_AND_LINE.findall(stack):
        if mentioned_cell == str(number_in_stack):
            return int(line)
    return 0


def _say_error_of_cell(error: NotebookNode) -> str:
    """Return the words of an error's output in one line: "ZeroDivisionError: division by zero".

    An error of this project has its message alone, which is written for analysts.
    """
    words = " ".join(PARSED_FILE.sub("", error.evalue).split())
    own_errors = {kind.__name__ for kind in ReportError.__subclasses__()}
    if error.ename in own_errors:
        return words
    # An error may have no words at all: `raise ValueError`.
    return ": ".join(filter(None, (error.ename, words)))
