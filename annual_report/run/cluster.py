"""Handing out the same calls on a Dask cluster, whose workers' threads wait for the processes.

Dask's own executor never answers a call if its scheduler is lost just as the call is handed out or
its answer fetched, and says nothing while no worker is there. Here each call looks now and then
whether it still can be answered, and whether anyone will.
"""

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Any

from annual_report.errors import ReportError
from annual_report.messages import _
from annual_report.run import pool
from annual_report.run.calling import WorkerDiedError

if TYPE_CHECKING:
    from distributed import Client

CONNECTING = 10.0
"""Seconds in which a scheduler has to answer."""
PATIENCE = 5.0
"""Seconds after which a call that waits looks around."""
_joining = threading.Lock()
"""Held while a worker's servers become one: its threads must not make two."""


def connect(address: str, stack: ExitStack, say: Callable[[str], None]) -> Executor:
    """Return the executor of a Dask scheduler, which `stack` will end.

    `say` is told what has to be waited for. Raise ReportError if nothing answers that is one.
    """
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise ReportError(_("--scheduler needs the extra “cluster”")) from error
    for name in ("distributed", "distributed.client"):  # what goes wrong is told here, in a line
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        asyncio.run(asyncio.wait_for(_greet(address), CONNECTING))  # a client may wait for ever
        client = Client(address, timeout=CONNECTING)
    except Exception as error:  # a wrong address fails in many ways
        raise ReportError(_("no scheduler answers at {address}", address=address)) from error
    stack.callback(client.close)
    return _Cluster(client, say)


async def _greet(address: str) -> None:
    """Exchange greetings with a scheduler, and leave."""
    from distributed.comm import connect

    await (await connect(address, timeout=CONNECTING)).close()


class _Cluster(Executor):
    """Hands calls to the workers of a cluster."""

    def __init__(self, client: "Client", say: Callable[[str], None]) -> None:
        self._client = client
        self._say = say
        self._deserted = False
        self._joined = self._started(self._join())  # all import at once

    def submit(self, function: Callable[..., Any], /, *args: Any, **options: Any) -> Future[Any]:
        return self._started(self._call(partial(_on_worker, function, *args, **options)))

    def _started(self, call: Any) -> Future[Any]:
        return asyncio.run_coroutine_threadsafe(call, self._client.loop.asyncio_loop)

    async def _join(self) -> None:
        """Have each worker of now get ready; one that can't will say so when it has a call."""
        await self._client.run(_join, on_error="ignore")

    async def _call(self, function: Callable[[], Any]) -> Any:
        """Have a worker do a call; raise WorkerDiedError if nobody will answer any more."""
        from distributed import KilledWorker
        from distributed.client import ClosedClientError
        from distributed.comm import CommClosedError

        lost = asyncio.CancelledError, CancelledError, CommClosedError, ClosedClientError
        try:
            return await self._answer(function)
        except KilledWorker as error:
            raise WorkerDiedError(_("each worker that tried it died")) from error
        except lost as error:
            raise WorkerDiedError(_("the scheduler or the worker that had it is gone")) from error

    async def _answer(self, function: Callable[[], Any]) -> Any:
        """Wait for what a worker answers, as long as one can."""
        there = self._client.submit(function, pure=False)
        answer = asyncio.ensure_future(there.result())
        await asyncio.wait([answer], timeout=PATIENCE)
        while not answer.done() and self._client.status == "running" and not there.cancelled():
            self._look_for_workers()
            await asyncio.wait([answer], timeout=PATIENCE)
        answer.cancel()  # which does nothing if it is there
        return await answer

    def _look_for_workers(self) -> None:
        """Say that there are no workers, once until some have come."""
        deserted = self._client.scheduler_info().get("n_workers") == 0
        if deserted and not self._deserted:
            self._say(_("the cluster has no worker: waiting for one"))
        self._deserted = deserted


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
        if not pool.is_one():
            pool.preload("annual_report.run.warm_both")
