"""Handing out tasks, each to a process of its own, here or on a Dask cluster.

This is the only module that knows the executors. A process is forked from a server that has
already imported everything, does one task, and ends: nothing that a notebook changes can reach
another, and a process that dies costs its own task and no other. Threads wait for the processes
here; on a cluster, the threads of its workers do. Both are handed the same call.
"""

import asyncio
import logging
import os
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Any

from annual_report.build.calling import Caller, Spawner, WorkerDiedError
from annual_report.build.fork_server import ForkServer
from annual_report.errors import ReportError
from annual_report.messages import _

if TYPE_CHECKING:
    from distributed import Client

ENVIRONMENT = {
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",  # as a Jupyter kernel has it
    "OPENBLAS_NUM_THREADS": "1",  # a report has one core, and a fork must not inherit threads
}


def _caller(module: str) -> Caller:
    """Return what makes processes that have imported a module."""
    return ForkServer(module, ENVIRONMENT) if hasattr(os, "fork") else Spawner(module, ENVIRONMENT)


_reading = _caller("annual_report.build.warm_look")
"""Looks at networks; it is ready while the other still imports what reports are made with."""
_making = _caller("annual_report.build.warm")
_LOOK = 5.0
"""Seconds after which a call that waits for a cluster looks whether an answer can still come."""
_joining = threading.Lock()
"""Held while a worker's servers become one: its threads must not make two."""


def start(jobs: int, scheduler: str | None, stack: ExitStack) -> Executor:
    """Return an executor that `stack` will end: this machine's, or that of a Dask scheduler."""
    if scheduler:
        return _cluster(scheduler, stack)
    executor = ThreadPoolExecutor(jobs)
    stack.callback(executor.shutdown)
    for caller in (_making, _reading):  # that which takes longest first
        caller.start()
        stack.callback(caller.end_calls)
    stack.callback(executor.shutdown, wait=False, cancel_futures=True)  # before a thread is free
    return executor


def preload(module: str) -> None:
    """Have one server for everything from now on, with another module, and start it."""
    global _reading, _making
    _reading = _making = _caller(module)
    _making.start()


def look(function: Callable[..., Any], *args: Any) -> Any:
    """Call a function that reads a network in a new process."""
    _making.start()  # it will be wanted next
    return _reading.call(function, *args)


def call(function: Callable[..., Any], *args: Any, timeout: float | None = None) -> Any:
    """Call a picklable function in a new process; return or raise what it does.

    Raise TimeLimitError after `timeout` seconds, WorkerDiedError if the process dies.
    """
    return _making.call(function, *args, timeout=timeout)


def _cluster(address: str, stack: ExitStack) -> Executor:
    """Connect to a Dask scheduler; raise ReportError if that can't be done."""
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise ReportError(_("--scheduler needs the extra “cluster”")) from error
    for name in ("distributed", "distributed.client"):  # what goes wrong is told here, in a line
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=10)
        stack.callback(client.close)
        client.run(_join, on_error="ignore")  # all import at once; a worker that can't will say so
    except (OSError, TimeoutError, ValueError) as error:
        raise ReportError(_("no scheduler answers at {address}", address=address)) from error
    return _Cluster(client)


class _Cluster(Executor):
    """Hands calls to the workers of a cluster.

    Dask's own executor never answers a call if its scheduler is lost just as the call is handed
    out or its answer fetched. Here each call looks now and then whether it still can be answered.
    """

    def __init__(self, client: "Client") -> None:
        self._client = client

    def submit(self, function: Callable[..., Any], /, *args: Any, **options: Any) -> Future[Any]:
        call = self._call(partial(_on_worker, function, *args, **options))
        return asyncio.run_coroutine_threadsafe(call, self._client.loop.asyncio_loop)

    async def _call(self, function: Callable[[], Any]) -> Any:
        """Have a worker do a call; raise WorkerDiedError if nobody will answer any more."""
        from distributed import KilledWorker
        from distributed.comm import CommClosedError

        there = self._client.submit(function, pure=False)
        answer = asyncio.ensure_future(there.result())
        while not answer.done() and self._client.status == "running" and not there.cancelled():
            await asyncio.wait([answer], timeout=_LOOK)
        answer.cancel()  # which does nothing if it is there
        try:
            return await answer
        except KilledWorker as error:
            raise WorkerDiedError(_("each worker that tried it died")) from error
        except (asyncio.CancelledError, CancelledError, CommClosedError) as error:
            raise WorkerDiedError(_("the scheduler or the worker that had it is gone")) from error


def _on_worker(function: Callable[..., Any], *args: Any, **options: Any) -> Any:
    """Do a call on a worker, which may have come after the others were told to join."""
    _join()
    return function(*args, **options)


def _join(dask_worker: Any = None) -> None:
    """Have one server for all on a worker of one thread, where two would wait for each other.

    A worker of several threads has cores for both, as one machine has. Dask says which worker it
    is by that name where it runs a function outside of a task.
    """
    from distributed import get_worker

    if (dask_worker or get_worker()).state.nthreads > 1:
        return
    with _joining:
        if _reading is not _making:
            preload("annual_report.build.warm_both")
