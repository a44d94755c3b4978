"""Handing out tasks, each to a process of its own, here or on a Dask cluster.

This is the only module that knows the executors. A process is forked from a server that has
already imported everything, does one task, and ends: nothing that a notebook changes can reach
another, and a process that dies costs its own task and no other. Threads wait for the processes
here; on a cluster, the threads of its workers do. Both are handed the same call.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing.connection import Connection, wait
from typing import Any

from annual_report.errors import ReportError
from annual_report.messages import _

PRELOADED = "annual_report.build.warm"
"""The module that the fork server imports before it forks; it imports all the others."""
ENVIRONMENT = {
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",  # as a Jupyter kernel has it
    "OPENBLAS_NUM_THREADS": "1",  # a report has one core, and a fork must not inherit threads
}

_running: set[Any] = set()
_preloaded = PRELOADED


class WorkerDiedError(ReportError):
    """The process of a task ended without an answer: a signal, or no memory left."""


class TimeLimitError(ReportError):
    """A task took longer than its time limit."""


def start(jobs: int, scheduler: str | None, stack: ExitStack) -> Executor:
    """Return an executor that `stack` will end: this machine's, or that of a Dask scheduler."""
    if scheduler:
        return _cluster(scheduler, stack)
    _context()  # its imports run while the build looks at what there is to do
    executor = ThreadPoolExecutor(jobs)
    stack.callback(executor.shutdown)
    stack.callback(_end_running)
    stack.callback(executor.shutdown, wait=False, cancel_futures=True)  # before a thread is free
    return executor


def preload(module: str) -> None:
    """Start the fork server now with another module; the main thread's to call, before a build."""
    global _preloaded
    _preloaded = module
    _context()


def call(function: Callable[..., Any], *args: Any, timeout: float | None = None) -> Any:
    """Call a picklable function in a new process; return or raise what it does.

    Raise TimeLimitError after `timeout` seconds, WorkerDiedError if the process dies.
    """
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = _context().Process(target=_answer, args=(theirs, function, args), daemon=True)
    process.start()
    _running.add(process)
    theirs.close()
    try:
        if not wait([ours, process.sentinel], timeout=timeout):
            raise TimeLimitError(_("took longer than {seconds:g} s", seconds=timeout))
        return _received(ours, process)
    finally:
        _running.discard(process)
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
    with suppress(BrokenPipeError):  # the build that asked may be gone
        connection.send(answer)


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


def _end_running() -> None:
    """End what still runs when a build is interrupted; nothing does after a whole one."""
    for process in list(_running):
        process.kill()


def _context() -> Any:
    """Return the way to start processes, its fork server running where there is one."""
    if multiprocessing.current_process().daemon:
        raise ReportError(_("Dask workers must be started with --no-nanny"))
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_preloaded])
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    with _interruptions_ignored():
        forkserver.ensure_running()
    return context


@contextmanager
def _interruptions_ignored() -> Iterator[None]:
    """Let what is started here ignore Ctrl-C: the build hears it, and ends its processes itself."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    kept = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, kept)


def _cluster(address: str, stack: ExitStack) -> Executor:
    """Connect to a Dask scheduler; raise ReportError if that can't be done."""
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise ReportError(_("--scheduler needs the extra “cluster”")) from error
    try:
        client = Client(address, timeout=10)
    except (OSError, TimeoutError, ValueError) as error:
        raise ReportError(_("no scheduler answers at {address}", address=address)) from error
    stack.callback(client.close)
    executor: Executor = client.get_executor(pure=False, retries=3)
    return executor
