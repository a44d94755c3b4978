"""The papermill engine `annual_report`: a Jupyter kernel's shell in this very process.

It gives the same notebook as a kernel of its own, which papermill and nbclient start by themselves,
in a fraction of the time; only what a notebook that is published as it is draws is SVG too. The
process must be a fresh one: what a notebook changes stays changed.
"""

import os
from functools import partial
from typing import Any

from nbclient import NotebookClient
from nbformat import NotebookNode
from papermill.engines import Engine, papermill_engines
from papermill.inspection import _infer_parameters as inspect_parameters

from annual_report.base.errors import ParameterError
from annual_report.base.letters import find_nearest
from annual_report.base.messages import _, add_nearest
from annual_report.machine.pages.export.executed import (
    MAY_FAIL,
    NOT_RUN,
    list_tags,
    puts_by_calls,
)
from annual_report.machine.pages.language import VARIABLE, read_language
from annual_report.machine.run.shell import READY, Shell

NAME = "annual_report"
INJECTED = "injected-parameters"
"""papermill's tag for the cell that it adds, with the parameters that it was given."""


class ReportEngine(Engine):
    """papermill engine that runs cells in this process, which must not be used for another."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> None:
        """Run the cells in order and stop at the first that fails, as the kernel engine does.

        Raise ParameterError for a parameter that the notebook doesn't have: papermill only warns.
        """
        _check_language(nb_man.nb)
        _check_parameters(nb_man.nb)
        os.environ[VARIABLE] = read_language(nb_man.nb.metadata)
        shell = READY.pop() if READY else Shell()
        # What a notebook shows is its page, unless it says by its calls what goes in.
        if not puts_by_calls(nb_man.nb):
            shell.draw_vectors()
        client = NotebookClient(nb_man.nb, record_timing=False)
        for index, cell in enumerate(nb_man.nb.cells):
            nb_man.cell_start(cell, index)
            tags = list_tags(cell)
            if cell.cell_type == "code" and cell.source.strip() and NOT_RUN not in tags:
                cell.outputs = []
                client.clear_before_next_output = False
                receive = partial(client.process_message, cell=cell, cell_index=index)
                succeeded = shell.run(cell.source, cell.get("id"), receive)
                if not succeeded and MAY_FAIL not in tags:
                    # By its error papermill knows the cell that failed.
                    if all(output.output_type != "error" for output in cell.outputs):
                        shell.tell_error()
                    nb_man.cell_exception(cell, index)
                    break
            nb_man.cell_complete(cell, index)


def _check_language(notebook: NotebookNode) -> None:
    """Raise ParameterError for a notebook in another language than Python."""
    kernel, about = (notebook.metadata.get(key, {}) for key in ("kernelspec", "language_info"))
    language = kernel.get("language") or about.get("name") or "python"
    if "python" not in language.lower():
        raise ParameterError(
            _("the notebook is in {language}; expected: Python", language=language)
        )


def _check_parameters(notebook: NotebookNode) -> None:
    """Raise ParameterError for a parameter of this run that the notebook doesn't have."""
    tags = {tag for cell in notebook.cells for tag in list_tags(cell)}
    if INJECTED not in tags:  # what papermill notes is of an older run
        return
    expected = [parameter.name for parameter in inspect_parameters(notebook)]
    for name in notebook.metadata.get("papermill", {}).get("parameters", {}):
        if "parameters" not in tags:
            line = _("parameter “{name}”: no cell has the tag “parameters”; give it to the "
                     "one that sets {name}", name=name)  # fmt: skip
            raise ParameterError(line)
        if name not in expected:
            line = _("unknown parameter “{name}”; expected: {known}", name=name,
                     known=", ".join(expected))  # fmt: skip
            raise ParameterError(add_nearest(line, find_nearest(name, expected)))


papermill_engines.register(NAME, ReportEngine)  # found here even where nothing is installed
