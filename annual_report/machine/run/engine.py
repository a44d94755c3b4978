"""The name by which papermill finds the engine `annual_report`; its work is in `in_process.py`.

papermill loads the engines of all installed packages while it is being imported itself. So this
module imports nothing of papermill: whichever of the two is imported first, both can be used
afterwards. Nothing heavy is imported either: a person who runs notebooks by another engine needn't
wait until ipykernel's shell, pandas and matplotlib are loaded for this one.
"""

from typing import TYPE_CHECKING, Any

from nbformat import NotebookNode

if TYPE_CHECKING:
    from annual_report.machine.run.in_process import InProcessEngine

NAME = "annual_report"
"""The name of the engine: the value of papermill's option `--engine`."""


class ReportEngine:
    """papermill's engine `annual_report`, which passes each call on to `InProcessEngine`.

    papermill calls these three methods of an engine, and asks for no base class.
    """

    @classmethod
    def execute_notebook(
        cls, nb: NotebookNode, kernel_name: str, *arguments: Any, **options: Any
    ) -> NotebookNode:
        """Run the cells of a notebook; return the notebook with outputs.

        `arguments` and `options` are papermill's own: the output's path, the bar of progress.
        """
        return _load_engine().execute_notebook(nb, kernel_name, *arguments, **options)

    @classmethod
    def nb_kernel_name(cls, nb: NotebookNode, name: str | None = None) -> str:
        """Return the name of the kernel that papermill writes into the notebook's metadata."""
        return _load_engine().nb_kernel_name(nb, name)

    @classmethod
    def nb_language(cls, nb: NotebookNode, language: str | None = None) -> str:
        """Return the language in which papermill writes the cell of parameters."""
        return str(_load_engine().nb_language(nb, language))


def _load_engine() -> "type[InProcessEngine]":
    """Return the engine that runs cells, imported when papermill first uses this one."""
    from annual_report.machine.run.in_process import InProcessEngine

    return InProcessEngine
