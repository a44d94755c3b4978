"""The workers of a build: threads that wait for clean processes of this machine.

Nothing is started until there is something to do. A cluster (`cluster`) has the same methods: there
its workers' threads wait for theirs.
"""

from concurrent.futures import Future
from contextlib import ExitStack
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from annual_report.run.processes import Processes, Spawned

WARM = "annual_report.run.warm"


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
        self._threads: ThreadPoolExecutor | None = None
        self._processes: Processes | Spawned | None = None

    def submit(self, call: Call) -> "Future[Any]":
        """Do a call in processes of its own; its future raises what it raises."""
        if self._threads is None:
            from concurrent.futures import ThreadPoolExecutor

            self._processes = shared()
            self._processes.start()
            self._threads = ThreadPoolExecutor(self.size)
            self._stack.callback(self._threads.shutdown)
            self._stack.callback(self._processes.end_calls)
            self._stack.callback(self._threads.shutdown, wait=False, cancel_futures=True)
        assert self._processes is not None
        return self._threads.submit(done, self._processes, call, self._timeout)

    def look_around(self) -> None:
        """Do nothing: a thread that waits for a process sees its end."""


_shared: "list[Processes | Spawned]" = []


def shared() -> "Processes | Spawned":
    """Return what makes this process's processes; it is ended with it, or by `end`."""
    if not _shared:
        import atexit

        from annual_report.run.processes import processes

        _shared.append(processes(WARM))
        atexit.register(end)
    return _shared[0]


def end() -> None:
    """End what makes processes: the next call imports everything anew."""
    while _shared:
        _shared.pop().stop()


def done(processes: Any, call: Call, timeout: float | None, **more: Any) -> Any:
    """Do a call in processes of its own; return or raise what it does."""
    then = in_process if call.then else None
    steps = (call.function, call.then)
    return processes.call(in_process, steps, call.args, then=then, timeout=timeout, **more)


def in_process(steps: tuple[str, str], args: tuple[Any, ...], *outcome: Any) -> Any:
    """Do one step of a call: the second, if there is an `outcome` of the first."""
    module, _dot, name = steps[len(outcome)].rpartition(".")
    return getattr(import_module(f"annual_report.{module}"), name)(*args, *outcome)
