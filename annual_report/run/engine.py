"""The papermill engine `annual_report`: a Jupyter kernel's shell in this very process.

It gives the same notebook as a kernel of its own, which papermill and nbclient start by themselves,
in a fraction of the time. The process must be a fresh one: what a notebook changes stays changed.
"""

from typing import Any

from nbclient import NotebookClient
from papermill.engines import Engine, papermill_engines
from papermill.inspection import _infer_parameters as inspect_parameters

from annual_report.parameters import check_names
from annual_report.run.shell import fresh_shell

NAME = "annual_report"
MAY_FAIL = "raises-exception"
"""nbclient's tag for a cell whose error does not end the run."""


class ReportEngine(Engine):
    """papermill engine that runs cells in this process, which must not be used for another."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> None:
        """Run the cells in order and stop at the first that fails, as the kernel engine does.

        Raise ParameterError for a parameter that the notebook doesn't have: papermill only warns.
        """
        given = nb_man.nb.metadata.get("papermill", {}).get("parameters", {})
        check_names(given, [each.name for each in inspect_parameters(nb_man.nb)])
        shell = fresh_shell()
        client = NotebookClient(nb_man.nb, record_timing=False)
        for index, cell in enumerate(nb_man.nb.cells):
            nb_man.cell_start(cell, index)
            if cell.cell_type == "code" and cell.source.strip():
                cell.outputs = []
                client.clear_before_next_output = False

                def receive(message: Any, cell: Any = cell, index: int = index) -> None:
                    client.process_message(message, cell, index)

                succeeded = shell.run(cell.source, cell.get("id"), receive)
                if not succeeded and MAY_FAIL not in cell.metadata.get("tags", []):
                    nb_man.cell_exception(cell, index)
                    break
            nb_man.cell_complete(cell, index)


papermill_engines.register(NAME, ReportEngine)  # found here even where nothing is installed
