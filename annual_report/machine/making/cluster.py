"""The workers of a Dask cluster, whose threads wait for clean processes of their machines.

A cluster is an address, a scheduler file, or an object of Dask's: a Cluster or a Client. How to
connect (TLS, timeouts) is Dask's own configuration, as are retries, resources and priorities
(`dask.annotate`). Whoever can reach a scheduler can run code on its workers, and in this process
too: keep it to a network of your own, or use TLS.
"""

import asyncio
import pickle
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4
from weakref import WeakSet

from annual_report.base.errors import ReportError
from annual_report.base.messages import _
from annual_report.machine.making.workers import Workers
from annual_report.machine.run.processes import Processes, WorkerDiedError

CONNECTING = 10.0
"""Seconds in which a scheduler has to answer."""


class Cluster(Workers):
    """Hands steps to the workers of a cluster.

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
        self._executor = self._client.get_executor(pure=False)
        self._answers: WeakSet[Future[Any]] = WeakSet()
        self.size = max(1, sum(self._client.nthreads().values()))
        self.ended = threading.Event()

    def submit(self, step: Callable[..., Any], *args: Any) -> "Future[Any]":
        """Have a step done by a worker; its future raises what it raises, or that Dask lost it."""
        answer: Future[Any] = Future()
        self._answers.add(answer)

        # Dask's own future is for its events alone: ours can be cancelled when all is given up.
        def finish(found: "Future[Any]") -> None:
            if not answer.set_running_or_notify_cancel():
                return
            try:
                answer.set_result(found.result())
            except Exception as error:
                answer.set_exception(_say_lost(error))

        try:
            self._executor.submit(do_on_worker, self._warm, step, *args).add_done_callback(finish)
        except Exception as error:  # the cluster is gone
            answer.set_exception(_say_lost(error))
        return answer

    def share(self, value: Any) -> Any:
        """Return the future of a value, which travels once to each worker.

        It is a task of Dask's and not scattered: what is lost with a worker is made again.
        """
        key = f"shared-{uuid4().hex[:8]}"
        return self._client.submit(pickle.loads, pickle.dumps(value), key=key, pure=False)

    def close(self) -> None:
        """Give up what is going on, and leave the cluster."""
        self.ended.set()
        with suppress(Exception):  # the cluster may be gone
            self._executor.shutdown(wait=False)
        for each in list(self._answers):
            each.cancel()  # a thread that waits for one would wait for ever
        if self._own:
            self._client.close()


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


def do_on_worker(warm: str, step: Callable[..., Any], *args: Any) -> Any:
    """Do a step in a worker's thread, as long as Dask waits for it: its client may be gone."""
    from distributed import get_worker

    worker = get_worker()
    key = worker.get_current_task()

    def wanted() -> bool:
        task = worker.state.tasks.get(key)
        return task is not None and task.state in ("executing", "long-running")

    return step(Processes(warm, wanted=wanted), *args)


def _say_lost(error: Exception) -> Exception:
    """Say in our words what Dask raises; let be what a step has raised."""
    of_dask = type(error).__module__.partition(".")[0] in ("distributed", "concurrent")
    if of_dask or isinstance(error, TimeoutError):
        return WorkerDiedError(_("the scheduler or the worker that had it is gone"))
    return error
