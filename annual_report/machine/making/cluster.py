"""The workers of a Dask cluster, each of which makes clean processes on its machine.

A cluster is an address, a scheduler file, or an object of Dask's: a Cluster or a Client. How to
connect (TLS, timeouts) is Dask's own configuration, as are retries, resources and priorities
(`dask.annotate`). Whoever can reach a scheduler can run code on its workers, and in this process
too: keep it to a network of your own, or use TLS.
"""

import asyncio
import pickle
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from annual_report.base.errors import ReportError
from annual_report.base.messages import _
from annual_report.machine.making.workers import Workers
from annual_report.machine.run.processes import EndedError, Processes, WorkerDiedError

CONNECTING = 10.0
"""Seconds in which a scheduler has to answer."""


class Cluster(Workers):
    """Hands steps to the workers of a cluster, and waits in threads.

    Raise ReportError if nothing answers at `cluster` that is a scheduler. A worker that can't do a
    step says why: the step is the task that fails.
    """

    def __init__(self, cluster: Any, warm: str) -> None:
        try:
            from distributed import Client
        except ModuleNotFoundError as error:
            raise ReportError(_("--scheduler needs the extra “cluster”")) from error
        self._warm, self._own = warm, not isinstance(cluster, Client)
        self._client = _connect_client(cluster) if self._own else cluster
        self._waiting: set[Any] = set()
        self.size = max(1, sum(self._client.nthreads().values()))
        self.ended = threading.Event()
        self._threads = ThreadPoolExecutor(2 * self.size)  # a worker that is free finds a step

    def share(self, value: Any) -> Any:
        """Return the future of a value, which travels once to each worker.

        It is a task of Dask's and not scattered: what is lost with a worker is made again.
        """
        key = f"shared-{uuid4().hex[:8]}"
        return self._client.submit(pickle.loads, pickle.dumps(value), key=key, pure=False)

    def _do(self, step: Callable[..., Any], *args: Any) -> Any:
        """Have a step done by a worker; raise what it raises, or that Dask lost it."""
        try:
            answer = self._client.submit(do_on_worker, self._warm, step, *args, pure=False)
            self._waiting.add(answer)
            try:
                return answer.result()
            finally:
                self._waiting.discard(answer)
        except (CancelledError, Exception) as error:
            if self.ended.is_set():
                raise EndedError(_("it was ended")) from None
            of_dask = type(error).__module__.partition(".")[0] in ("distributed", "concurrent")
            if of_dask or isinstance(error, TimeoutError):
                said = _("the scheduler or the worker that had it is gone")
                raise WorkerDiedError(said) from error
            raise

    def close(self) -> None:
        """Give up what is going on, and leave the cluster."""
        self.ended.set()
        with suppress(Exception):  # the cluster may be gone
            self._client.cancel(list(self._waiting))
        if self._own:
            self._client.close()
        self._threads.shutdown()


def _connect_client(cluster: Any) -> Any:
    """Return a client of a cluster; raise ReportError if nothing answers in time."""
    from distributed import Client

    try:
        if isinstance(cluster, str) and Path(cluster).is_file():
            return Client(scheduler_file=cluster, timeout=CONNECTING, set_as_default=False)
        if isinstance(cluster, str):  # a client waits for ever where something mute answers
            asyncio.run(asyncio.wait_for(_greet_scheduler(cluster), CONNECTING))
        return Client(cluster, timeout=CONNECTING, set_as_default=False)
    except Exception as error:  # a wrong address fails in many ways
        raise ReportError(_("no scheduler answers at {address}", address=cluster)) from error


async def _greet_scheduler(address: str) -> None:
    """Exchange greetings with a scheduler as Dask's configuration says, and leave."""
    from distributed.comm import connect
    from distributed.security import Security

    arguments = Security().get_connection_args("client")
    await (await connect(address, timeout=CONNECTING, **arguments)).close()


@cache
def _make_processes(warm: str, jobs: int) -> Processes:
    """Return what makes the processes of a worker, as long as that lives."""
    return Processes(warm, jobs)


def do_on_worker(warm: str, step: Callable[..., Any], *args: Any) -> Any:
    """Do a step in a worker's thread."""
    from distributed import get_worker

    return step(_make_processes(warm, get_worker().state.nthreads), *args)
