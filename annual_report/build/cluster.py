"""The workers of a Dask cluster, whose threads wait for clean processes of their machines.

A cluster is an address, a scheduler file, or an object of Dask's: a Cluster or a Client. How to
connect (TLS, timeouts) is Dask's own configuration, as are retries, resources and priorities
(`dask.annotate`). Whoever can reach a scheduler can run code on its workers, and in this process
too: keep it to a network of your own, or use TLS.
"""

import asyncio
import logging
import pickle
import sys
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, InvalidStateError
from contextlib import ExitStack, suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from annual_report.build.places import open_store, without_password
from annual_report.build.workers import Call, done, shared
from annual_report.errors import ReportError, told
from annual_report.messages import _
from annual_report.program import digest, program_digest
from annual_report.run.guard import WorkerDiedError
from annual_report.run.tasks import Made, Snapshot, Task

if TYPE_CHECKING:
    from distributed import Client

CONNECTING = 10.0
"""Seconds in which a scheduler has to answer."""
KEPT = 64
"""How many networks and notebooks are kept on the workers for the calls to come."""


def connect(
    cluster: Any, timeout: float | None, say: Callable[[str], None], stack: ExitStack
) -> "Cluster":
    """Return the workers of a cluster, which `stack` will let go.

    `say` is told what has to be waited for, and which workers can't be used. Raise ReportError if
    nothing answers that is a scheduler, or if no worker can be used.
    """
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise ReportError(_("--scheduler needs the extra “cluster”")) from error
    for name in ("distributed", "distributed.client"):  # what goes wrong is told here, in a line
        logging.getLogger(name).setLevel(logging.CRITICAL)
    if isinstance(cluster, Client):
        return Cluster(cluster, timeout, say)
    shown = without_password(str(cluster))
    try:
        if isinstance(cluster, str) and Path(cluster).is_file():
            client = Client(scheduler_file=cluster, timeout=CONNECTING, set_as_default=False)
        else:
            if isinstance(cluster, str):  # a client may wait for ever
                asyncio.run(asyncio.wait_for(_greet(cluster), CONNECTING))
            client = Client(cluster, timeout=CONNECTING, set_as_default=False)
    except Exception as error:  # a wrong address fails in many ways
        raise ReportError(_("no scheduler answers at {address}", address=shown)) from error
    stack.callback(client.close)
    return Cluster(client, timeout, say)


async def _greet(address: str) -> None:
    """Exchange greetings with a scheduler as Dask's configuration says, and leave."""
    from distributed.comm import connect
    from distributed.security import Security

    arguments = Security().get_connection_args("client")
    await (await connect(address, timeout=CONNECTING, **arguments)).close()


class Cluster:
    """Hands calls to the workers of a cluster that have this very program."""

    def __init__(self, client: "Client", timeout: float | None, say: Callable[[str], None]) -> None:
        self._client, self._timeout, self._say = client, timeout, say
        self._deserted = False
        self._there = lru_cache(KEPT)(self._handed_over)
        self._open: dict[Future[Any], Any] = {}
        self._usable = self._look()
        self.size = max(1, sum(client.nthreads().values()))

    def _look(self) -> list[str] | None:
        """Ask each worker what it is; return those that can be used, None if all can."""
        answers: dict[str, Any] = self._client.run(about, on_error="return")
        own, usable = about(), []
        for worker, answer in answers.items():
            if why := _unusable(answer, own):
                self._say(_("worker {name} is left out: {why}", name=worker, why=why))
            else:
                usable.append(worker)
        if answers and not usable:
            raise ReportError(_("no worker of the cluster can be used"))
        return usable if len(usable) < len(answers) else None

    def submit(self, call: Call) -> "Future[Any]":
        """Hand a call to a worker; what it needs of a network travels once to each."""
        answer: Future[Any] = Future()
        answer.set_running_or_notify_cancel()
        try:
            there = self._client.submit(
                on_worker,
                call._replace(args=tuple(map(self._shared, call.args))),
                self._timeout,
                key=f"{call.key}-{uuid4().hex[:8]}",
                workers=self._usable,
                pure=False,
            )
        except Exception as error:  # the cluster is gone
            answer.set_exception(_lost(error))
            return answer
        self._open[answer] = there
        there.add_done_callback(lambda found: self._answer(answer, found))
        return answer

    def look_around(self) -> None:
        """Give up what nobody will answer any more; say once if there are no workers."""
        closed = self._client.status not in ("running", "connecting")
        for answer, there in list(self._open.items()):
            if closed or there.cancelled():
                self._finish(answer, error=_lost(CancelledError()))
        deserted = self._client.scheduler_info().get("n_workers") == 0
        if deserted and not self._deserted:
            self._say(_("the cluster has no worker: waiting for one"))
        self._deserted = deserted

    def _shared(self, value: Any) -> Any:
        """Put futures, which Dask fills in, in the place of what many calls have in common."""
        if isinstance(value, Snapshot):
            return self._there(pickle.dumps(value))
        if isinstance(value, Task):
            snapshot, source = map(self._there, map(pickle.dumps, (value.snapshot, value.source)))
            return value._replace(snapshot=snapshot, source=source)
        return value

    def _handed_over(self, packed: bytes) -> Any:
        """Return the future of a value that workers keep.

        It is a task of Dask's and not scattered: what is lost with a worker is made again.
        """
        key = f"shared-{uuid4().hex[:8]}"
        return self._client.submit(pickle.loads, packed, key=key, workers=self._usable, pure=False)

    def _answer(self, answer: "Future[Any]", found: Any) -> None:
        try:
            self._finish(answer, found.result(timeout=60))
        except (Exception, CancelledError) as error:
            self._finish(answer, error=_lost(error))

    def _finish(self, answer: "Future[Any]", value: Any = None, error: Any = None) -> None:
        """Answer a call, unless it was answered or given up meanwhile, in another thread."""
        self._open.pop(answer, None)
        with suppress(InvalidStateError):
            if error is None:
                answer.set_result(value)
            else:
                answer.set_exception(error)


def about() -> dict[str, str]:
    """Say what this process is: its Python, and its program."""
    return {"Python": "{}.{}".format(*sys.version_info), "program": program_digest()}


def _unusable(answer: Any, own: dict[str, str]) -> str:
    """Say why a worker can't be used, from what it answered; "" if it can."""
    if isinstance(answer, dict):
        if answer["Python"] != own["Python"]:
            return _(
                "it has Python {there}, not {here}", there=answer["Python"], here=own["Python"]
            )
        return "" if answer == own else _("it has another version of the project or its packages")
    return _("it lacks the project ({error})", error=told(answer))


def on_worker(call: Call, timeout: float | None) -> Any:
    """Do a call in a worker's thread; put what it has made in place, if that can be reached.

    The call is ended if Dask no longer waits for it: its client is gone, or has cancelled it.
    """
    from distributed import get_worker

    worker = get_worker()
    key = worker.get_current_task()

    def wanted() -> bool:
        task = worker.state.tasks.get(key)
        return task is not None and task.state in ("executing", "long-running")

    answer = done(shared(), call, timeout, wanted=wanted)
    return _put(answer, call.out) if call.out and isinstance(answer, Made) else answer


def _put(made: Made, out: str) -> Made:
    """Put a report's files in place from here; where that can't be, they travel to the client."""
    from annual_report.build.records import private_name

    if out.startswith("memory:"):  # of each process its own
        return made
    try:
        open_store(out).write_all({**made.files, private_name(made.report.name): made.private})
    except Exception:
        return made
    hashes = {name: digest(content) for name, content in made.files.items()}
    return made._replace(files={}, private=b"", written=hashes)


def _lost(error: BaseException) -> BaseException:
    """Say what Dask raises in our words, and let what a call raises be."""
    from distributed import KilledWorker
    from distributed.client import ClosedClientError, FutureCancelledError
    from distributed.comm import CommClosedError

    if isinstance(error, KilledWorker):
        return WorkerDiedError(_("each worker that tried it died"))
    cancelled = (asyncio.CancelledError, CancelledError, FutureCancelledError)
    if isinstance(error, (*cancelled, CommClosedError, ClosedClientError, TimeoutError)):
        return WorkerDiedError(_("the scheduler or the worker that had it is gone"))
    return error
