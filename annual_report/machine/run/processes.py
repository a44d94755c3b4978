"""A clean process for each call, forked from a server that has imported all modules.

pebble starts processes ahead, ends slow processes, and tells the exit status. Where the system
can't fork, each process starts Python anew. A program that a call starts and detaches outlives the
call.
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
"""The way in which multiprocessing starts a process: a fork of a warm server, or Python anew."""
SPARE_PROCESSES = 1
"""The number of processes that stand ready beside the working ones: a start takes 0.1 s."""
# Variables that libraries read while they are imported.
ENVIRONMENT = {
    # matplotlib draws figures below a cell, as in a Jupyter kernel.
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    # A report has one core, and a fork must not inherit threads.
    "OPENBLAS_NUM_THREADS": "1",
}
# When a caller is ended, multiprocessing's tracker would warn in English on the terminal.
sys.warnoptions.append("ignore::UserWarning:multiprocessing.resource_tracker")


_folders: list[str] = []
"""In a process made for a call: the folder for its temporary files. In the caller: empty."""


class WorkerDiedError(ReportError):
    """The process of a call ended without an answer, took too long, or couldn't be started."""


class Processes:
    """A clean process for each call of a function, up to `size` processes at a time.

    `warm` is the module that the fork server imports, so that its forks have all modules loaded. No
    process is started before the first call.
    """

    def __init__(self, warm: str, size: int = 1) -> None:
        self.size = size
        self._threads = ThreadPoolExecutor(size)
        context: Any = multiprocessing.get_context(METHOD)
        if METHOD == "forkserver":
            context.set_forkserver_preload([warm])
        self._pool = ProcessPool(
            size + SPARE_PROCESSES, max_tasks=1, initializer=_end_with_caller, context=context
        )

    def call(
        self, function: Callable[..., Any] | str, *args: Any, timeout: float | None = None
    ) -> Any:
        """Call a function in a new process; return the result, or raise the error as ReportError.

        A function that is heavy to import is named by a text, "module:function": then only the new
        process imports it. `timeout` is in seconds. Raise WorkerDiedError if the process ends
        without an answer, takes longer, or can't be started.
        """
        if METHOD == "forkserver":
            _start_server()
        # The temporary files of the call are removed even if its process was killed.
        folder = tempfile.mkdtemp(prefix="annual-report-")
        try:
            # The process refuses to work if it has loaded another version of the program.
            arguments = [folder, hash_program(), function, *args]
            answer = self._pool.schedule(_call, args=arguments, timeout=timeout)
            return answer.result()
        except TookTooLong:
            reason = _("took longer than {seconds:g} s", seconds=timeout)
        except ProcessExpired as error:
            reason = _say_end(error.exitcode)
        except (BrokenExecutor, RuntimeError):
            # No memory, too many processes, or the server has died. An error of the function
            # itself is never a RuntimeError here: `_call` raises each as a ReportError.
            reason = _("no process could be started")
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        raise WorkerDiedError(reason)

    def submit(self, step: Callable[..., Any], *args: Any) -> "Future[Any]":
        """Start `step(self, *args)` in a thread; return the future of its result.

        A step makes several calls in a row by `call`, and the caller needn't wait for them.
        """
        return self._threads.submit(step, self, *args)

    def close(self) -> None:
        """Wait for the submitted functions, then end the processes that stand ready."""
        self._threads.shutdown()
        self._pool.stop()
        self._pool.join()


def _start_server() -> None:
    """Start the server that processes are forked from, if it isn't running; Ctrl-C won't end it.

    So a caller that is interrupted can still end its processes in order. The server itself ends
    with the caller.
    """
    # Imported here: Windows has neither of the two modules.
    from multiprocessing import forkserver, resource_tracker

    # The tracker, which the server needs, unblocks Ctrl-C as it starts: so it starts before the
    # signal is blocked.
    resource_tracker.ensure_running()
    # The server inherits the blocked signal.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _call(folder: str, program: str, function: Callable[..., Any] | str, *args: Any) -> Any:
    """Call a function in the process that was made for this call, and return its result.

    folder    for the temporary files of the call; the caller removes it afterwards
    program   the hash of the caller's program: this process must have loaded the same program
    function  the function, or its name "module:function"

    All errors are raised as ReportError.
    """
    _folders.append(folder)
    os.environ.update(ENVIRONMENT, TMPDIR=folder, TEMP=folder)
    # The server may have used `tempfile`, which then remembers another folder.
    tempfile.tempdir = None
    # Python knows that bytecode is outdated by the second and the size of its source. A module
    # beside a notebook may change twice within a second: it must be read anew.
    sys.dont_write_bytecode = True
    try:
        require_same_program(program)
        callee: Any = function
        if isinstance(function, str):
            callee = pkgutil.resolve_name(function)
        return callee(*args)
    except ReportError:
        raise
    except BaseException as error:
        # The caller may not know the error's class, and SystemExit would end the caller too.
        raise ReportError(say_error(error)) from None


def _end_with_caller() -> None:
    """Let this process end with the caller, which may be killed before and during the call.

    pebble runs this function first in each new process.
    """
    threading.Thread(target=_wait_for_end_of_caller, daemon=True).start()


def _wait_for_end_of_caller() -> None:
    """Wait until the caller has ended, then remove the temporary files and end this process."""
    caller = multiprocessing.parent_process()
    assert caller is not None
    caller.join()
    # A killed caller removes nothing any more.
    for folder in _folders:
        shutil.rmtree(folder, ignore_errors=True)
    # `sys.exit` would end this thread alone.
    os._exit(1)


def _say_end(status: int) -> str:
    """Return a line on how a process ended, by its exit status: -9 tells of the signal SIGKILL.

    A negative status is the number of the signal that has ended the process.
    """
    if status < 0:
        name = signal.Signals(-status).name
        return _("the process was ended by the signal {name}", name=name)
    return _("the process ended with status {status}", status=status)
