"""A notebook executed with its parameters by papermill, and freed of what differs between runs.

The cells run in the shell of a kernel in this very process, which must be a fresh one; a kernel of
its own, as papermill and JupyterLab start, gives the same notebook. Times, random ids and addresses
of the machine are taken out of the result.
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
from papermill.exceptions import PapermillExecutionError

from annual_report.base.errors import ReportError
from annual_report.base.letters import shorten
from annual_report.base.messages import _
from annual_report.machine.pages.export.executed import (
    MAY_FAIL,
    give_ids,
    list_tags,
    name_cell,
)
from annual_report.machine.run.engine import INJECTED, NAME

MARK = "papermill-error-cell-tag"
"""papermill's tag for the cells that it adds to say which one failed."""
CELL_FILE = re.compile(r"(?<!\S)\S*[/\\]ipykernel_\d+[/\\]\d+\.py")
"""What a warning calls the cell that it comes from: a file that never is, named by the process.

Looked for from the beginning of a word on only: a long one would be gone through once a letter.
"""
PLACE = re.compile(r"Cell In\[(\d+)\], line (\d+)")
PARSED_FILE = re.compile(r" \((?:\d+\.py|<unknown>), line \d+\)$")
"""What a SyntaxError says last: the same file, without its folder."""
KEPT = ("annual_report", "author", "code", "description", "lang", "title")
"""What the metadata of a notebook say of its page, which it keeps."""

logging.getLogger("papermill").setLevel(logging.ERROR)


def run_notebook(
    source: str, parameters: Mapping[str, object], folder: Path = Path()
) -> tuple[NotebookNode, str]:
    """Run a notebook's JSON with parameters; return it with its outputs, and what went wrong.

    That is "", or in one line what a cell says of the data or of a parameter, or which one failed.
    Raise ParameterError for what the engine refuses. papermill's files are left in the `folder`.
    """
    given, left = folder / "source.ipynb", folder / "executed.ipynb"
    notebook = nbformat.reads(source, as_version=4)
    give_ids(notebook)
    given.write_text(notebook_to_json(notebook), encoding="utf-8")
    try:
        executed = execute_notebook(
            given,
            left,
            dict(parameters),
            engine_name=NAME,
            kernel_name="python3",  # the engine has no other, and a notebook may name none
            language="python",
            request_save_on_cell_execute=False,
            progress_bar=False,
        )
    except PapermillExecutionError:
        executed = nbformat.read(left, as_version=4)
    # papermill minds no tag: an error that a cell is to show ends nothing. And to it `sys.exit(0)`
    # is an end like any other: the page would lack the rest.
    held = (cell for cell in executed.cells if MAY_FAIL not in list_tags(cell))
    failed = next(filter(_list_errors, held), None)
    if failed is None:
        executed.cells = [cell for cell in executed.cells if MARK not in list_tags(cell)]
        return remove_noise(executed), ""
    counted, error = failed.execution_count, _list_errors(failed)[0]
    executed = remove_noise(executed)
    if error.ename in ("ParameterError", "DataError"):  # whose words say where it is
        return executed, error.evalue
    return executed, _say_failure(failed, error, counted)


def _list_errors(cell: NotebookNode) -> list[NotebookNode]:
    return [output for output in cell.get("outputs", ()) if output.output_type == "error"]


def notebook_to_json(notebook: NotebookNode) -> str:
    """Return a notebook's JSON as nbformat writes it."""
    return str(nbformat.v4.writes(notebook))


def remove_noise(notebook: NotebookNode) -> NotebookNode:
    """Take out what differs from run to run; the same input then gives the same bytes."""
    about: dict[str, Any] = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"},
        "papermill": {"parameters": notebook.metadata.get("papermill", {}).get("parameters", {})},
    }
    about |= {name: notebook.metadata[name] for name in KEPT if name in notebook.metadata}
    notebook.metadata = nbformat.from_dict(about)
    number = 0
    for position, cell in enumerate(notebook.cells):
        # Cells have the numbers that *Run All* gives them, without what papermill has put in.
        if cell.get("execution_count"):
            number += INJECTED not in list_tags(cell)
            cell.execution_count = number
        for noise in ("papermill", "execution"):
            cell.metadata.pop(noise, None)
        for added in {INJECTED, MARK}.intersection(list_tags(cell)):  # whose id is random
            cell.id = f"{added}-{position}"
        for output in cell.get("outputs", ()):
            if output.output_type == "stream":
                output.text = CELL_FILE.sub("cell", output.text)
    return notebook


def _say_failure(cell: NotebookNode, error: NotebookNode, counted: int | None) -> str:
    """Say which cell failed, at which line, and the error's own words.

    The stack of calls has the cell by the number that was `counted` while the notebook ran.
    """
    # Words of several lines are one here; an error may have none at all.
    value = " ".join(PARSED_FILE.sub("", error.evalue).split())
    ours = {kind.__name__ for kind in ReportError.__subclasses__()}
    reason = value if error.ename in ours else ": ".join(filter(None, (error.ename, value)))
    # The cell's first mention is where it was; what it called, in other cells, comes after.
    places = PLACE.findall(strip_ansi("\n".join(error.traceback)))
    line = next((int(line) for number, line in places if number == str(counted)), 0)
    lines, number = cell.source.splitlines(), cell.execution_count
    # To IPython a cell's magic is one call, and errors of ours show none of their inside.
    if 0 < line <= len(lines) and not cell.source.startswith("%%"):
        shown = shorten(lines[line - 1])
        where = _("cell [{number}], line {line}, “{shown}”", number=number, line=line, shown=shown)
    else:
        shown = shorten(name_cell(new_code_cell(cell.source)))
        where = _("cell [{number}], “{shown}”", number=number, shown=shown)
    return _("{where}: {said}", where=where, said=reason)
