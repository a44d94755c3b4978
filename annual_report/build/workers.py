"""The workers of a build: threads that wait for clean processes of this machine.

Nothing is started until there is something to do. A cluster (`cluster`) has the same methods: there
its workers' threads wait for theirs.
"""

from concurrent.futures import Future
from contextlib import ExitStack
from functools import cache, cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from annual_report.errors import ReportError

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from annual_report.run.processes import Processes

WARM = "annual_report.warmed"
AFTERWARDS = 300.0
"""Seconds that may be taken to publish what was run, whatever limit that had."""


class Call(NamedTuple):
    """What a worker shall do: functions by module and name, for they are heavy to import.

    `then` gets the same arguments and what came of the first. `key` says what it is about. A worker
    that can reach the address `out` puts what it has made there itself.
    """

    key: str
    function: str
    args: tuple[Any, ...]
    then: str = ""
    out: str = ""


class Local:
    """The workers of this machine; `stack` ends them."""

    def __init__(self, jobs: int, timeout: float | None, stack: ExitStack) -> None:
        self.size = jobs
        self._timeout = timeout
        self._stack = stack

    @cached_property
    def _threads(self) -> "ThreadPoolExecutor":
        from concurrent.futures import ThreadPoolExecutor

        threads = ThreadPoolExecutor(self.size)
        self._stack.callback(threads.shutdown)
        self._stack.callback(shared().end_calls)
        self._stack.callback(threads.shutdown, wait=False, cancel_futures=True)
        return threads

    def submit(self, call: Call) -> "Future[Any]":
        """Do a call in processes of its own; its future raises what it raises."""
        return self._threads.submit(done, shared(), call, self._timeout)

    def look_around(self) -> None:
        """Do nothing: a thread that waits for a process sees its end."""


@cache
def shared() -> "Processes":
    """Return what makes this process's processes, and ends with it."""
    from annual_report.run.processes import Processes

    return Processes(WARM)


def done(processes: Any, call: Call, timeout: float | None, **more: Any) -> Any:
    """Do a call in processes of its own; return or raise what it does."""
    if not call.then:
        return processes.call(in_process, call.function, call.args, timeout=timeout, **more)
    from annual_report.run.guard import EndedError

    outcome: Any
    try:
        outcome = processes.call_for_bytes(
            in_process, call.function, call.args, timeout=timeout, **more
        )
    except EndedError:
        raise
    except ReportError as error:
        outcome = error
    args = (*call.args, outcome)
    return processes.call(in_process, call.then, args, timeout=AFTERWARDS, **more)


def in_process(function: str, args: tuple[Any, ...]) -> Any:
    """Do one step of a call."""
    module, _dot, name = function.rpartition(".")
    return getattr(import_module(f"annual_report.{module}"), name)(*args)
