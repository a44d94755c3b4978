"""The workers of a Dask cluster, each of which makes clean processes on its machine.

A cluster is the address of its scheduler, or a scheduler file. How to connect is Dask's own
configuration. Whoever can reach a scheduler can run code on its workers, and in this process too:
keep it to a network of your own, or use TLS.
"""

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures import Future
from functools import cache
from pathlib import Path
from typing import Any

from annual_report.base.errors import ReportError
from annual_report.base.messages import _
from annual_report.base.program import hash_program, require_same_program
from annual_report.machine.run.processes import Processes

CONNECTING = 10.0
"""Seconds in which a scheduler has to answer."""


class Cluster(Processes):
    """Hands steps to the workers of a cluster, each of which makes processes of its own.

    Raise ReportError if nothing answers at the address that is a scheduler.
    """

    def __init__(self, address: str, warm: str) -> None:
        self._warm, self._client = warm, _connect_client(address)
        self._executor = self._client.get_executor(pure=False)
        self.size = max(1, sum(self._client.nthreads().values()))

    def submit(self, step: Callable[..., Any], *args: Any) -> "Future[Any]":
        """Have a step done by a worker; its future raises what it raises, or that Dask lost it."""
        call = _do_on_worker, self._warm, hash_program(), step, *args
        done: Future[Any] = self._executor.submit(*call)
        return done

    def close(self) -> None:
        """Leave the cluster."""
        self._client.close()


def _connect_client(address: str) -> Any:
    """Return a client of a cluster; raise ReportError if nothing answers in time."""
    try:
        from distributed import Client, Security
        from distributed.comm import connect
    except ModuleNotFoundError as error:
        raise ReportError(_("--scheduler needs the extra “cluster”")) from error

    async def greet_scheduler() -> None:
        arguments = Security().get_connection_args("client")
        await (await connect(address, timeout=CONNECTING, **arguments)).close()

    is_file = Path(address).is_file()
    where = {"scheduler_file" if is_file else "address": address}
    try:
        if not is_file:  # where it is mute, a client waits for ever
            asyncio.run(asyncio.wait_for(greet_scheduler(), CONNECTING))
        return Client(**where, timeout=CONNECTING, set_as_default=False)
    except Exception as error:  # a wrong address fails in many ways
        raise ReportError(_("no scheduler answers at {address}", address=address)) from error


@cache
def _make_processes(warm: str, jobs: int) -> Processes:
    """Return what makes the processes of a worker, as long as that lives."""
    # Dask's nannies start workers as daemons, which `multiprocessing` forbids children; these end
    # by themselves with their worker.
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
    return Processes(warm, jobs)


def _do_on_worker(warm: str, program: str, step: Callable[..., Any], *args: Any) -> Any:
    """Do a step in a worker's thread."""
    from distributed import get_worker

    require_same_program(program)
    return step(_make_processes(warm, get_worker().state.nthreads), *args)
