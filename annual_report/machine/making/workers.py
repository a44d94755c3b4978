"""The hands of a build: threads that wait for clean processes, each of which does a step.

A step is a function that gets what makes processes first. What is heavy to import is called in
these alone, by its name.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from annual_report.base.errors import ReportError
from annual_report.machine.run.processes import Processes
from annual_report.machine.run.tasks import Executed, Made, Task, call_by_name

AFTERWARDS = 300.0
"""Seconds that may be taken to publish what was run, whatever limit that had."""
RUN = "annual_report.machine.run.report:run_report"
PUBLISH = "annual_report.machine.run.report:publish_report"
FAIL = "annual_report.machine.run.report:make_error_page"
"""The functions that a page's processes call."""


def make_page(processes: Processes, task: Task, timeout: float | None) -> Made:
    """Run a report's notebook in one clean process, and publish it in another."""
    ran = Executed()
    try:
        ran = processes.call(call_by_name, RUN, task, timeout=timeout)
        made: Made = processes.call(call_by_name, PUBLISH, task, ran, timeout=AFTERWARDS)
    except ReportError as error:  # no process or no time; a cell that fails; a broken rule
        made = processes.call(call_by_name, FAIL, task, str(error), ran, timeout=AFTERWARDS)
    return made


class Workers:
    """Makes processes of this machine, `size` at a time; none starts before there is a step."""

    def __init__(self, size: int, warm: str) -> None:
        self.size = size
        self._threads = ThreadPoolExecutor(size)
        self._processes = Processes(warm, size)

    def submit(self, step: Callable[..., Any], *args: Any) -> "Future[Any]":
        """Have a step done in clean processes; its future raises what it raises."""
        return self._threads.submit(step, self._processes, *args)

    def close(self) -> None:
        """Let go of what nobody needs any more."""
        self._threads.shutdown()
        self._processes.close()
