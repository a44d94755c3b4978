"""Calls in processes of their own, on this machine.

A process is forked from a server that has already imported everything, does one task, and ends:
nothing that a notebook changes can reach another, and a process that dies costs its own task and
no other. Threads wait for the processes; on a cluster (`cluster`), the threads of its workers do.
"""

import os
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

from annual_report.run.calling import Caller, Spawner
from annual_report.run.fork_server import ForkServer

ENVIRONMENT = {
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",  # as a Jupyter kernel has it
    "OPENBLAS_NUM_THREADS": "1",  # a report has one core, and a fork must not inherit threads
}


def _caller(module: str) -> Caller:
    """Return what makes processes that have imported a module."""
    return ForkServer(module, ENVIRONMENT) if hasattr(os, "fork") else Spawner(module, ENVIRONMENT)


_reading = _caller("annual_report.run.warm_look")
"""Looks at networks; it is ready while the other still imports what reports are made with."""
_making = _caller("annual_report.run.warm")


def start(jobs: int, stack: ExitStack) -> Executor:
    """Return an executor of this machine, for so many calls at once, that `stack` will end."""
    executor = ThreadPoolExecutor(jobs)
    stack.callback(executor.shutdown)
    for caller in (_making, _reading):  # that which takes longest first
        caller.start()
        stack.callback(caller.end_calls)
    stack.callback(executor.shutdown, wait=False, cancel_futures=True)  # before a thread is free
    return executor


def is_one() -> bool:
    """Tell whether one server does everything."""
    return _reading is _making


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
