"""Clean processes: a call runs in one of its own, forked from a server that has imported all.

pebble starts them ahead, ends one that takes too long, and says how one ended. Where processes
can't be forked, each starts Python anew. What a call leaves running, detached, outlives it.
"""

import multiprocessing
import os
import pkgutil
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from typing import Any

from pebble import ProcessExpired, ProcessPool

from annual_report.base.errors import ReportError, say_error
from annual_report.base.messages import _
from annual_report.base.program import hash_program, require_same_program

METHOD = "forkserver" if hasattr(os, "fork") else "spawn"
SPARE = 1
"""How many processes stand ready beside those that work: one takes a tenth of a second to come."""
ENVIRONMENT = {
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",  # as a Jupyter kernel has it
    "OPENBLAS_NUM_THREADS": "1",  # a report has one core, and a fork must not inherit threads
}
# What tidies up behind a caller that is ended would say so in English, on the caller's terminal.
sys.warnoptions.append("ignore::UserWarning:multiprocessing.resource_tracker")


class WorkerDiedError(ReportError):
    """The process of a call ended without an answer, took too long, or couldn't be started."""


class Processes:
    """Makes a process for each call, up to `size` at a time; their server imports `warm` first.

    None is started before there is a call.
    """

    def __init__(self, warm: str, size: int = 1) -> None:
        self.size = size
        self._threads = ThreadPoolExecutor(size)
        context: Any = multiprocessing.get_context(METHOD)
        if METHOD == "forkserver":
            context.set_forkserver_preload([warm])
        self._pool = ProcessPool(size + SPARE, max_tasks=1, context=context)

    def call(
        self, function: Callable[..., Any] | str, *args: Any, timeout: float | None = None
    ) -> Any:
        """Call a function in a new process; return or raise what it does.

        One that is heavy to import is called by its name, "module:function". Raise WorkerDiedError
        if there is no answer in `timeout` seconds, or none at all.
        """
        if METHOD == "forkserver":
            _start_server()
        folder = tempfile.mkdtemp(prefix="annual-report-")
        try:
            call = [folder, hash_program(), function, *args]
            return self._pool.schedule(_call, args=call, timeout=timeout).result()
        except TookTooLong:
            reason = _("took longer than {seconds:g} s", seconds=timeout)
        except ProcessExpired as error:
            reason = _say_end(error.exitcode)
        except (BrokenExecutor, RuntimeError):  # no memory, too many processes, a server that died
            reason = _("no process could be started")
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        raise WorkerDiedError(reason)

    def submit(self, step: Callable[..., Any], *args: Any) -> "Future[Any]":
        """Have a step done in a thread: a function that is given this, to make its calls."""
        return self._threads.submit(step, self, *args)

    def close(self) -> None:
        """Wait for the steps, and end the processes that stand ready."""
        self._threads.shutdown()
        self._pool.stop()
        self._pool.join()


def _start_server() -> None:
    """Start the fork server if it isn't there: Ctrl-C is for its caller, with whom it ends."""
    from multiprocessing import forkserver, resource_tracker  # where processes can be forked

    resource_tracker.ensure_running()  # which lets Ctrl-C through when it has started
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _call(folder: str, program: str, function: Callable[..., Any] | str, *args: Any) -> Any:
    """Call a function, its temporary files in a folder. Runs in its process."""
    threading.Thread(target=_end_with_caller, args=[folder], daemon=True).start()
    os.environ.update(ENVIRONMENT, TMPDIR=folder, TEMP=folder)
    tempfile.tempdir = None  # known from before
    # Bytecode is known by its source's second and size: an aid changed within one would stay.
    sys.dont_write_bytecode = True
    try:
        require_same_program(program)
        return (pkgutil.resolve_name(function) if isinstance(function, str) else function)(*args)
    except ReportError:
        raise
    except BaseException as error:  # one that the caller may not know; sys.exit would end it too
        raise ReportError(say_error(error)) from None


def _end_with_caller(folder: str) -> None:
    """Wait for the end of the caller, who may be killed, and end this process then."""
    caller = multiprocessing.parent_process()
    assert caller is not None
    caller.join()
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)


def _say_end(status: int) -> str:
    """Say how a process ended, from its exit status, which is negative for a signal."""
    if status < 0:
        return _("the process was ended by the signal {name}", name=signal.Signals(-status).name)
    return _("the process ended with status {status}", status=status)
