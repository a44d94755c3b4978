"""The engine of papermill that runs the cells of a notebook in this very process.

papermill finds the engine by `engine.py`, and hands over a notebook with its parameters put in; the
engine runs the cells by `shell.py`, fills in their outputs, and tells papermill which cell failed.

The result is the same as with a kernel in a separate process, which papermill and nbclient start by
default, in a fraction of the time. A single thing is added: the figures of a notebook that is
published whole are drawn as SVG too. The process must be fresh: changes of a notebook stay.
"""

import os
from functools import partial
from typing import Any

from nbclient import NotebookClient
from nbformat import NotebookNode
from papermill.engines import Engine

from annual_report.base.errors import ParameterError
from annual_report.base.letters import find_nearest
from annual_report.base.messages import _, add_nearest
from annual_report.machine.pages.export.executed import (
    INJECTED,
    MAY_FAIL,
    NOT_RUN,
    list_assigned,
    list_tags,
    puts_by_calls,
)
from annual_report.machine.pages.language import VARIABLE, read_language
from annual_report.machine.run.shell import READY, Receiver, Shell

PARAMETERS = "parameters"
"""papermill's tag for the cell that sets the parameters of a notebook."""


class InProcessEngine(Engine):
    """An engine of papermill that runs the cells of a notebook in this process."""

    @classmethod
    def nb_kernel_name(cls, nb: NotebookNode, name: str | None = None) -> str:
        """Return the name of a kernel, which papermill asks for: any name will do."""
        return name or nb.metadata.get("kernelspec", {}).get("name", "python3")

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> None:
        """Run the cells of a notebook in order, up to the first that fails; papermill calls this.

        `nb_man` is papermill's manager of the notebook, which is told of each cell that begins,
        ends or fails. With the option `allow_errors` the cells after a failed cell are run too.

        Raise ParameterError for a notebook in another language than Python, and for a parameter
        that the notebook doesn't have: papermill only warns.
        """
        _check_language(nb_man.nb)
        _check_parameters(nb_man.nb)
        # The cells that publish tables and numbers print them in the notebook's language.
        os.environ[VARIABLE] = read_language(nb_man.nb.metadata)
        # The server from which this process was forked has made a shell, to save time.
        shell = READY.pop() if READY else Shell()
        # A notebook that calls no `publish` is published as it is shown, in SVG.
        if not puts_by_calls(nb_man.nb):
            shell.draw_vectors()
        client = NotebookClient(nb_man.nb, record_timing=False)
        for index, cell in enumerate(nb_man.nb.cells):
            nb_man.cell_start(cell, index)
            has_code = cell.cell_type == "code" and cell.source.strip()
            if has_code and NOT_RUN not in list_tags(cell):
                cell.outputs = []
                # A cell before may have asked for it, and printed nothing after that.
                client.clear_before_next_output = False
                # nbclient turns each message of the run into an output of the cell.
                receive = partial(client.process_message, cell=cell, cell_index=index)
                succeeded = _run_cell(shell, cell, receive)
                if not succeeded and not options.get("allow_errors"):
                    nb_man.cell_exception(cell, index)
                    break
            nb_man.cell_complete(cell, index)


def _run_cell(shell: Shell, cell: NotebookNode, receive: Receiver) -> bool:
    """Run a cell, and return whether the notebook goes on: the cell ran well, or may fail by a tag.

    `receive` takes each message of the run, and adds the output of the message to the cell.
    """
    succeeded = shell.run(cell.source, cell.get("id"), receive)
    # The code may run well, and the last value fail to show itself: then an output is an error.
    has_error = any(output.output_type == "error" for output in cell.outputs)
    if MAY_FAIL in list_tags(cell) or (succeeded and not has_error):
        return True
    # papermill knows the cell that failed by the error among its outputs: one is added.
    if not has_error:
        shell.send_error()
    return False


def _check_language(notebook: NotebookNode) -> None:
    """Raise ParameterError for a notebook in another language than Python."""
    language = _find_language(notebook)
    if "python" not in language.lower():
        raise ParameterError(
            _("the notebook is in {language}; expected: Python", language=language)
        )


def _find_language(notebook: NotebookNode) -> str:
    """Return the language in which a notebook's cells are written: "python", "R".

    A notebook whose metadata name no language is in Python.
    """
    kernel = notebook.metadata.get("kernelspec", {})
    about = notebook.metadata.get("language_info", {})
    return str(kernel.get("language") or about.get("name") or "python")


def _check_parameters(notebook: NotebookNode) -> None:
    """Raise ParameterError for a parameter of this run that the notebook doesn't have.

    A value for "yaer" would else be passed over in a notebook that sets "year".
    """
    tags = {tag for cell in notebook.cells for tag in list_tags(cell)}
    # Without an injected cell the parameters in the metadata are those of an older run.
    if INJECTED not in tags:
        return
    expected = _list_parameters(notebook)
    for name in notebook.metadata.get("papermill", {}).get("parameters", {}):
        if PARAMETERS not in tags:
            line = _(
                "parameter “{name}”: no cell has the tag “parameters”; give it to the one that "
                "sets {name}",
                name=name,
            )
            raise ParameterError(line)
        if name not in expected:
            known = ", ".join(expected)
            line = _("unknown parameter “{name}”; expected: {known}", name=name, known=known)
            raise ParameterError(add_nearest(line, find_nearest(name, expected)))


def _list_parameters(notebook: NotebookNode) -> list[str]:
    """Return the names that the cell of parameters sets: "year = 2025" gives ["year"].

    Of several cells with the tag "parameters" papermill takes the first.
    """
    tagged = [cell for cell in notebook.cells if PARAMETERS in list_tags(cell)]
    if not tagged:
        return []
    # A cell that isn't Python gives no names here; running it will end with its error.
    return [name for name, _value in list_assigned(tagged[0].source)]
