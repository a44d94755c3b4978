"""The hands of a build: threads that wait for clean processes, of this machine or of a cluster's.

A step is a function of this module. It gets what makes processes, and calls what is heavy to import
in these alone.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol

from annual_report.errors import ReportError
from annual_report.run.processes import EndedError, Processes
from annual_report.run.tasks import Failed, Made, Snapshot, Task

AFTERWARDS = 300.0
"""Seconds that may be taken to publish what was run, whatever limit that had."""


def call(
    processes: Processes, timeout: float | None, function: Callable[..., Any], *args: Any
) -> Any:
    """Call a function in a clean process, such as one that looks at what there is."""
    return processes.call(function, *args, timeout=timeout)


def make_page(
    processes: Processes, task: Task, snapshot: Snapshot, timeout: float | None
) -> Made | Failed:
    """Run a report's notebook in one clean process, and publish it in another."""
    task, ran = task._replace(snapshot=snapshot), b""
    try:
        ran = processes.call_for_bytes(_run, task, timeout=timeout)
        bare = b""
        if snapshot.bare:
            left = snapshot._replace(files=snapshot.bare, packed=b"")
            bare = processes.call_for_bytes(_run, task._replace(snapshot=left), timeout=timeout)
        found: Made | Failed = processes.call(_publish, task, ran, bare, timeout=AFTERWARDS)
    except EndedError:
        raise
    except ReportError as error:  # no process, no time, no memory
        found = processes.call(_say_failure, task, error, timeout=AFTERWARDS)
    return found


def _run(task: Task) -> bytes:
    from annual_report.run.report import run

    return run(task)


def _publish(task: Task, ran: bytes, bare: bytes) -> Made | Failed:
    from annual_report.run.report import publish

    return publish(task, ran, bare)


def _say_failure(task: Task, error: ReportError) -> Failed:
    from annual_report.run.report import failed

    return failed(task, str(error))


class Workers(Protocol):
    """What does the steps of a build."""

    size: int

    def submit(self, step: Callable[..., Any], *args: Any) -> "Future[Any]":
        """Have a step done; its future raises what it raises."""

    def share(self, value: Any) -> Any:
        """Return what stands for a value that many steps are given."""

    def close(self) -> None:
        """End what is going on, and let go of all."""


class Local:
    """The workers of this machine; nothing is started until there is something to do."""

    def __init__(self, jobs: int, warm: str) -> None:
        self.size = jobs
        self._threads, self._ended = ThreadPoolExecutor(jobs), threading.Event()
        self._processes = Processes(warm, wanted=self._is_going_on)

    def _is_going_on(self) -> bool:
        return not self._ended.is_set()

    def submit(self, step: Callable[..., Any], *args: Any) -> "Future[Any]":
        """Have a step done in processes of its own."""
        return self._threads.submit(step, self._processes, *args)

    def share(self, value: Any) -> Any:
        """Return the value: these threads have it."""
        return value

    def close(self) -> None:
        """End what is going on."""
        self._ended.set()
        self._threads.shutdown(cancel_futures=True)
