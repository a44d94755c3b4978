"""Clean processes: a call runs in one of its own, forked from a server that has imported all.

pebble starts them ahead, ends one that takes too long, and says how one ended. Where processes
can't be forked, each starts Python anew. What a call leaves running, detached, outlives it.
"""

import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Future
from concurrent.futures import TimeoutError as TookTooLong
from multiprocessing import resource_tracker
from types import ModuleType
from typing import Any

from pebble import ProcessExpired, ProcessPool

from annual_report.base.errors import ReportError, say_error
from annual_report.base.messages import _

METHOD = "forkserver" if hasattr(os, "fork") else "spawn"
SPARE = 1
"""How many processes stand ready beside those that work: one takes a tenth of a second to come."""
ENVIRONMENT = {
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",  # as a Jupyter kernel has it
    "OPENBLAS_NUM_THREADS": "1",  # a report has one core, and a fork must not inherit threads
}
failure: Exception | None = None
"""What the server was to import, and couldn't: each call says it."""
_standard: Any = multiprocessing.get_context(METHOD)
_starting = threading.Lock()


class WorkerDiedError(ReportError):
    """The process of a call ended without an answer, took too long, or couldn't be started."""


class EndedError(WorkerDiedError):
    """Nobody wants the answer of a call any more."""


class Process(_standard.Process):
    """A process that doesn't run its caller's script again, as those of `multiprocessing` do."""

    def start(self) -> None:
        """Start it, with the server if that is the first; Ctrl-C is for the caller alone."""
        can_block = hasattr(signal, "pthread_sigmask")
        with _starting:
            if can_block:
                resource_tracker.ensure_running()  # which lets Ctrl-C through when it has started
                blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            script, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
            try:
                super().start()
            finally:
                sys.modules["__main__"] = script
                if can_block:
                    signal.pthread_sigmask(signal.SIG_SETMASK, blocked)


class Context(type(_standard)):  # type: ignore[misc]
    """How processes are started, for pebble."""

    Process = Process


class Processes:
    """Makes a process for each call, up to `jobs` at a time; their server imports `warm` first."""

    def __init__(self, warm: str, jobs: int = 1) -> None:
        context = Context()
        if METHOD == "forkserver":
            context.set_forkserver_preload([warm])
        self._pool = ProcessPool(jobs + SPARE, max_tasks=1, context=context)
        self._running: set[Future[Any]] = set()

    def call(self, function: Callable[..., Any], *args: Any, timeout: float | None = None) -> Any:
        """Call a picklable function in a new process; return or raise what it does.

        Raise WorkerDiedError if there is no answer in `timeout` seconds, or none at all.
        """
        # As Dask's nannies start their workers; `multiprocessing` forbids such a process children.
        if multiprocessing.current_process().daemon:
            setting = "distributed.worker.daemon: false"
            line = _("this worker can't start processes: give it, or its nanny, the setting "
                     "“{setting}”", setting=setting)  # fmt: skip
            raise ReportError(line)
        folder = tempfile.mkdtemp(prefix="annual-report-")
        try:
            call = self._pool.schedule(_call, args=[folder, function, *args], timeout=timeout)
            self._running.add(call)
            try:
                return call.result()
            finally:
                self._running.discard(call)
        except TookTooLong:
            said = _("took longer than {seconds:g} s", seconds=timeout)
        except ProcessExpired as error:
            said = _say_end(error.exitcode)
        except CancelledError:
            raise EndedError(_("it was ended")) from None
        except (BrokenExecutor, RuntimeError):  # no memory, too many processes, a server that died
            if not self._pool.active:
                raise EndedError(_("it was ended")) from None
            said = _("no process could be started")
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        raise WorkerDiedError(said)

    def close(self) -> None:
        """End what is going on."""
        self._pool.stop()
        for call in list(self._running):
            call.cancel()
        self._pool.join()


def _call(folder: str, function: Callable[..., Any], *args: Any) -> Any:
    """Call a function, its temporary files in a folder. Runs in its process."""
    threading.Thread(target=_end_with_caller, args=[folder], daemon=True).start()
    os.environ.update(ENVIRONMENT, TMPDIR=folder, TEMP=folder)
    tempfile.tempdir = None  # known from before
    # Bytecode is known by its source's second and size: an aid changed within one would stay.
    sys.dont_write_bytecode = True
    try:
        if failure:
            raise failure
        return function(*args)
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
