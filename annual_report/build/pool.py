"""Running tasks, each in a process of its own, here or on a Dask cluster.

This is the only module that knows the executor. Here, a process is forked from a server that has
already imported everything, does one task, and
ends: nothing that a notebook changes can reach another. It is a `concurrent.futures.Executor`
like the one that Dask gives, so a build has a single way to hand out its work. The standard
`ProcessPoolExecutor` won't do: one worker that dies takes the whole pool down with it, and
nothing tells which task it had.
"""

import multiprocessing
import os
import queue
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from multiprocessing.connection import Connection, wait
from typing import Any

from annual_report.errors import ReportError
from annual_report.messages import _

PRELOADED = "annual_report.build.warm"
"""The module that the fork server imports before it forks: it imports all the others."""


class WorkerDiedError(ReportError):
    """The process of a task ended without an answer: a signal, or no memory left."""


class TimeLimitError(ReportError):
    """A task took longer than its time limit."""


def can_fork() -> bool:
    """Tell whether this system has the fork server; Windows has not."""
    return "forkserver" in multiprocessing.get_all_start_methods()


class ProcessPool(Executor):
    """At most `jobs` processes at once, one for each task; `timeout` is in seconds for a task."""

    def __init__(self, jobs: int, timeout: float | None = None) -> None:
        self._timeout = timeout
        self._tasks: queue.SimpleQueue[tuple[Future[Any], Callable[..., Any], Any] | None]
        self._tasks = queue.SimpleQueue()
        self._running: set[Any] = set()
        self._closing = False
        method = "forkserver" if can_fork() else "spawn"
        self._context: Any = multiprocessing.get_context(method)
        if can_fork():
            self._context.set_forkserver_preload([PRELOADED])
            os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
            os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
            _start_server()
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(jobs)]
        for thread in self._threads:
            thread.start()

    def submit(self, function: Callable[..., Any], /, *args: Any, **_options: Any) -> Future[Any]:
        """Queue a call of a picklable function."""
        future: Future[Any] = Future()
        self._tasks.put((future, function, args))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the threads; with `cancel_futures`, end the running processes too."""
        if cancel_futures:
            self._closing = True
            for process in list(self._running):
                process.kill()
        for _thread in self._threads:
            self._tasks.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    def _serve(self) -> None:
        while (task := self._tasks.get()) is not None:
            future, function, args = task
            if self._closing or not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(self._call(function, args))
            except BaseException as error:
                future.set_exception(error)

    def _call(self, function: Callable[..., Any], args: Any) -> Any:
        """Run a call in a new process, and return or raise what it did."""
        ours, theirs = self._context.Pipe(duplex=False)
        process = self._context.Process(target=_answer, args=(theirs, function, args), daemon=True)
        process.start()
        self._running.add(process)
        theirs.close()
        try:
            ready = wait([ours, process.sentinel], timeout=self._timeout)
            if not ready:
                raise TimeLimitError(_("took longer than {seconds:g} s", seconds=self._timeout))
            return _received(ours, process)
        finally:
            self._running.discard(process)
            process.kill()
            process.join()
            process.close()
            ours.close()


def _answer(connection: Connection, function: Callable[..., Any], args: Any) -> None:
    """Run in the child: call, and send back the result or the error."""
    try:
        answer: tuple[bool, Any] = True, function(*args)
    except BaseException as error:
        answer = False, error
    connection.send(answer)
    connection.close()


def _received(connection: Connection, process: Any) -> Any:
    try:
        succeeded, value = connection.recv()
    except EOFError:
        process.join()
        raise WorkerDiedError(_died(process.exitcode)) from None
    if succeeded:
        return value
    raise value


def _died(exitcode: int) -> str:
    if exitcode < 0:
        name = signal.Signals(-exitcode).name
        return _("the process was ended by the signal {name}", name=name)
    return _("the process ended with status {status}", status=exitcode)


def _start_server() -> None:
    """Start the fork server now: its imports run while the build looks at what there is to do."""
    from multiprocessing import forkserver

    forkserver.ensure_running()


def cluster(address: str) -> tuple[Any, Executor]:
    """Return a Dask client and its executor; raise ReportError if they can't be had."""
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise ReportError(_("--scheduler needs the extra “cluster”")) from error
    try:
        client = Client(address, timeout=10)
    except (OSError, TimeoutError, ValueError) as error:
        raise ReportError(_("no scheduler answers at {address}", address=address)) from error
    return client, client.get_executor(retries=2, pure=False)
