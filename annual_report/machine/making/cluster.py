"""The workers of a Dask cluster, each with clean processes on its machine.

A cluster is named by the address of the scheduler, or by a scheduler file; Dask's configuration has
the rest. A person who can reach a scheduler can run code on the workers, and in this process too:
keep the scheduler in a private network, or use TLS.
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

SECONDS_TO_CONNECT = 10.0
"""The time in which a scheduler has to answer."""


class Cluster(Processes):
    """A cluster whose workers run steps, each in a new process.

    `address` is that of the scheduler, "tcp://10.0.0.5:8786", or the path of a scheduler file;
    `warm` is the module that each process has imported before its first page. Raise ReportError if
    no scheduler answers at the address.
    """

    def __init__(self, address: str, warm: str) -> None:
        self._warm = warm
        self._client = _connect_client(address)
        self._executor = self._client.get_executor(pure=False)
        self.size = max(1, sum(self._client.nthreads().values()))

    def submit(self, step: Callable[..., Any], *args: Any) -> "Future[Any]":
        """Start `step(processes, *args)` on a worker of the cluster, with that worker's processes.

        Return the future of its result; an error of the step, or of Dask, comes by the future.
        """
        future: Future[Any] = self._executor.submit(
            _do_on_worker, self._warm, hash_program(), step, *args
        )
        return future

    def close(self) -> None:
        """Leave the cluster."""
        self._client.close()


def _connect_client(address: str) -> Any:
    """Return a client of a cluster; raise ReportError if no scheduler answers in time.

    `address` is that of the scheduler, or the path of a scheduler file.
    """
    # Dask is an extra: it is installed where somebody has asked for it.
    try:
        from distributed import Client, Security
        from distributed.comm import connect
    except ModuleNotFoundError as error:
        raise ReportError(_("--scheduler needs the extra “cluster”")) from error

    async def greet_scheduler() -> None:
        """Open a connection to the scheduler and close it again, to see whether it answers."""
        arguments = Security().get_connection_args("client")
        connection = await connect(address, timeout=SECONDS_TO_CONNECT, **arguments)
        await connection.close()

    try:
        if Path(address).is_file():
            return Client(scheduler_file=address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
        # The greeting has a time limit: a client would wait for ever at an address where another
        # program listens.
        asyncio.run(asyncio.wait_for(greet_scheduler(), SECONDS_TO_CONNECT))
        return Client(address=address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
    except Exception as error:
        # A wrong address fails in many ways: a name, a port, a protocol, a time limit.
        raise ReportError(_("no scheduler answers at {address}", address=address)) from error


@cache
def _make_processes(warm: str, jobs: int) -> Processes:
    """Return the `Processes` of a worker of the cluster, the same as long as the worker lives.

    `warm` names the module that each process imports before its first page; `jobs` is the number of
    processes at a time.
    """
    # Dask's nannies start workers as daemons, and `multiprocessing` forbids daemons to have
    # children. The children of a worker end by themselves with it.
    multiprocessing.current_process().daemon = False
    return Processes(warm, jobs)


def _do_on_worker(warm: str, program: str, step: Callable[..., Any], *args: Any) -> Any:
    """Return `step(processes, *args)`, called in a worker's thread with that machine's processes.

    `program` is the hash of the caller's code, which the worker must share.
    """
    from distributed import get_worker

    require_same_program(program)
    number_of_threads = get_worker().state.nthreads
    processes = _make_processes(warm, number_of_threads)
    return step(processes, *args)
