"""Executing a notebook with its parameters; the only module that knows papermill.

Two papermill engines give the same notebook: `kernel`, a Jupyter kernel of its own, and `fast`,
the kernel's shell in this very process, which must be a fresh one. papermill injects the
parameters and marks errors with both. What differs from run to run (times, random ids, addresses
of the machine) is taken out of the result.
"""

import logging
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from papermill.engines import Engine, papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.execute import raise_for_execution_errors
from papermill.inspection import _infer_parameters as inspect_parameters
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook
from traitlets.config import Config

from annual_report import ROOT
from annual_report.build import tasks
from annual_report.errors import NotebookError
from annual_report.messages import _
from annual_report.parameters import check_names
from annual_report.run.shell import fresh_shell

ADDED = {"injected-parameters", "papermill-error-cell-tag"}
"""papermill's tags for the cells that it adds, with a random id."""
MAY_FAIL = "raises-exception"
"""nbclient's tag for a cell whose error does not end the run."""

CELL_FILE = re.compile(r"(?<!\S)\S{0,300}?[/\\]ipykernel_\d+[/\\]\d+\.py")
"""What a warning calls the cell that it comes from: a file that never is, named by the process.

It begins a word and is as short as paths are: a printed line of any length costs its length alone.
"""

logging.getLogger("papermill").setLevel(logging.ERROR)
logging.getLogger("matplotlib.font_manager").addFilter(  # it says once a machine that it takes long
    lambda record: "font cache" not in record.getMessage()
)


class FastEngine(Engine):
    """papermill engine that runs cells in this process, which must not be used for another."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> None:
        """Run the cells in order and stop at the first that fails, as the kernel engine does.

        papermill isn't told when each begins and ends, which an engine may leave out: it would
        note times that the result doesn't keep, at a cost of its own in every cell.
        """
        shell = fresh_shell()
        client = NotebookClient(nb_man.nb, record_timing=False)
        for index, cell in enumerate(nb_man.nb.cells):
            if cell.cell_type != "code" or not cell.source.strip():
                continue
            cell.outputs = []
            client.clear_before_next_output = False

            def receive(message: Any, cell: Any = cell, index: int = index) -> None:
                client.process_message(message, cell, index)

            succeeded = shell.run(cell.source, cell.get("id"), receive)
            if not succeeded and MAY_FAIL not in cell.metadata.get("tags", []):
                nb_man.cell_exception(cell, index)
                break


papermill_engines.register("fast", FastEngine)


def execute(
    source: str, parameters: Mapping[str, object], engine: tasks.Engine = "fast"
) -> NotebookNode:
    """Run a notebook's JSON with parameters and return it with its outputs, free of noise.

    Raise ParameterError for a parameter that the notebook doesn't have, NotebookError when a cell
    fails or ends the notebook, MemoryError when one lacks memory.
    """
    notebook = _prepared.pop(source, None) or _read(source)
    check_names(parameters, [each.name for each in inspect_parameters(notebook)])
    try:
        return normalised(_executed(notebook, dict(parameters), engine))
    except PapermillExecutionError as error:
        if error.ename == "MemoryError":
            raise MemoryError from error
        raise NotebookError(_told(error)) from error


@cache
def notebook_source(name: str) -> str:
    """Return the JSON of one of the project's notebooks, read once in a process and its forks."""
    return (ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8")


def prepare_notebook(name: str) -> None:
    """Read a notebook ahead of time; each process forked from here has its own copy."""
    source = notebook_source(name)
    _prepared[source] = _read(source)


_prepared: dict[str, NotebookNode] = {}


def _read(source: str) -> NotebookNode:
    return load_notebook_node(nbformat.reads(source, as_version=4))


def _executed(
    notebook: NotebookNode, parameters: dict[str, object], engine: tasks.Engine
) -> NotebookNode:
    """Do what `papermill.execute_notebook` does between reading a file and writing one.

    Its steps are called one by one because it also writes the notebook out and reads it in again,
    three times, which costs as much as a good part of the cells.
    """
    name, options = ("fast", {}) if engine == "fast" else ("nbclient", {"config": _private()})
    if parameters:
        notebook = parameterize_notebook(notebook, parameters, engine_name=name)
    kernel = papermill_engines.nb_kernel_name(engine_name=name, nb=notebook)
    executed = papermill_engines.execute_notebook_with_engine(
        name, notebook, kernel_name=kernel, progress_bar=False, **options
    )
    raise_for_execution_errors(executed, None)
    if any(
        each.output_type == "error" for cell in executed.cells for each in cell.get("outputs", ())
    ):
        # papermill takes `sys.exit(0)` for an end like any other; the page would lack the rest.
        raise NotebookError(_("a cell ends the notebook before its end (SystemExit)"))
    return executed


def _private() -> Config:
    """Have a kernel's sockets in a private folder: no port to fight for, none to listen to.

    Nor is an output given up that comes four seconds after its cell has ended, as on a busy
    machine.
    """
    config = Config()
    config.KernelManager.transport = "ipc"
    config.NotebookClient.iopub_timeout = 60
    return config


def normalised(notebook: NotebookNode) -> NotebookNode:
    """Take out what differs from run to run; the same input then gives the same bytes."""
    parameters = notebook.metadata.get("papermill", {}).get("parameters", {})
    language = {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"}
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": language,
            "papermill": {"parameters": parameters},
        }
    )
    for position, cell in enumerate(notebook.cells):
        for noise in ("papermill", "execution"):
            cell.metadata.pop(noise, None)
        for added in ADDED & set(cell.metadata.get("tags", [])):
            cell.id = f"{added}-{position}"
        if "outputs" in cell:
            cell.outputs = _ordered_streams(cell.outputs)
            for output in cell.outputs:
                if output.output_type == "stream":
                    output.text = CELL_FILE.sub("cell", output.text)
    return notebook


def _ordered_streams(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Join streams that follow each other, output first: between two pipes there is no order."""
    ordered: list[NotebookNode] = []
    for output in outputs:
        same = _run_of_streams(ordered)
        if output.output_type != "stream":
            ordered.append(output)
        elif (twin := next((each for each in same if each.name == output.name), None)) is not None:
            twin.text += output.text
        else:
            ordered.insert(len(ordered) - (len(same) if output.name == "stdout" else 0), output)
    return ordered


def _run_of_streams(outputs: list[NotebookNode]) -> list[NotebookNode]:
    tail: list[NotebookNode] = []
    for output in reversed(outputs):
        if output.output_type != "stream":
            break
        tail.append(output)
    return tail


def _told(error: PapermillExecutionError) -> str:
    """Keep the error's own words: an analyst has no use for a stack of calls."""
    name = "" if error.ename in ("ParameterError", "DataError") else f"{error.ename}: "
    return f"{name}{error.evalue}"
