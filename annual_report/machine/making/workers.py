"""The hands of a build: threads that wait for clean processes, of this machine or of a cluster's.

A step is a function that gets what makes processes first. What is heavy to import is called in
these alone, by its name.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from annual_report.base.errors import ReportError
from annual_report.base.messages import _
from annual_report.machine.run.processes import EndedError, Processes
from annual_report.machine.run.tasks import Executed, Made, Snapshot, Task, call_by_name

AFTERWARDS = 300.0
"""Seconds that may be taken to publish what was run, whatever limit that had."""
RUN = "annual_report.machine.run.report:run_report"
PUBLISH = "annual_report.machine.run.report:publish_report"
FAIL = "annual_report.machine.run.report:make_error_page"
"""The functions that a page's processes call."""


def call_in_process(
    processes: Processes, timeout: float | None, function: Callable[..., Any], *args: Any
) -> Any:
    """Call a function in a clean process, such as one that looks at what there is."""
    return processes.call(function, *args, timeout=timeout)


def make_page(processes: Processes, task: Task, snapshot: Snapshot, timeout: float | None) -> Made:
    """Run a report's notebook in one clean process, and publish it in another."""
    task, ran = task._replace(snapshot=snapshot), Executed()
    try:
        ran = processes.call(call_by_name, RUN, task, timeout=timeout)
        made: Made = processes.call(call_by_name, PUBLISH, task, ran, timeout=AFTERWARDS)
    except EndedError:  # nobody waits for a page, not even for one that says so
        raise
    except ReportError as error:  # no process or no time; a cell that fails; a broken rule
        made = processes.call(call_by_name, FAIL, task, str(error), ran, timeout=AFTERWARDS)
    return made


class Workers:
    """Threads that wait for processes of this machine; none is started before there is a step.

    `ended` is set when nothing more is wanted of them.
    """

    def __init__(self, jobs: int, warm: str) -> None:
        self.size, self.ended = jobs, threading.Event()
        self._threads = ThreadPoolExecutor(jobs)
        self._processes = Processes(warm, jobs)

    def submit(self, step: Callable[..., Any], *args: Any) -> "Future[Any]":
        """Have a step done in clean processes; its future raises what it raises."""
        return self._threads.submit(self._do, step, *args)

    def share(self, value: Any) -> Any:
        """Return what stands for a value that many steps are given: here it is itself."""
        return value

    def _do(self, step: Callable[..., Any], *args: Any) -> Any:
        if self.ended.is_set():
            raise EndedError(_("it was ended"))
        return step(self._processes, *args)

    def close(self) -> None:
        """End what is going on, and let go of all."""
        self.ended.set()
        self._processes.close()
        self._threads.shutdown()
