"""A call in a process of its own: what goes there, what comes back, and what if nothing does.

The process gets a function and its arguments on a connection, answers once, and ends. Its
temporary files are in a folder of its own, which is removed however it ended.
"""

import multiprocessing
import os
import pickle
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe, wait
from multiprocessing.reduction import ForkingPickler
from typing import Any, NoReturn, Protocol

from annual_report.errors import ReportError, told
from annual_report.messages import _
from annual_report.run.room import make_room


class WorkerDiedError(ReportError):
    """The process of a task ended without an answer: a signal, or no memory left."""

    @classmethod
    def of(cls, status: int) -> "WorkerDiedError":
        """Say how a process ended, from its exit status, which is negative for a signal."""
        if status < 0:
            names = {each.value: each.name for each in signal.Signals}
            name = names.get(-status, str(-status))
            return cls(_("the process was ended by the signal {name}", name=name))
        return cls(_("the process ended with status {status}", status=status))


class TimeLimitError(ReportError):
    """A task took longer than its time limit."""

    @classmethod
    def of(cls, seconds: float | None) -> "TimeLimitError":
        """Say how long the limit was."""
        return cls(_("took longer than {seconds:g} s", seconds=seconds))


class Caller(Protocol):
    """What makes processes for calls."""

    def start(self) -> None:
        """Get ready without waiting for it."""

    def call(self, function: Callable[..., Any], *args: Any, timeout: float | None = None) -> Any:
        """Call a picklable function in a new process; return or raise what it does.

        Raise TimeLimitError after `timeout` seconds, WorkerDiedError if the process dies.
        """

    def end_calls(self) -> None:
        """End the processes that run now: their callers get a WorkerDiedError."""

    def stop(self) -> None:
        """Let go of what was kept ready; a call starts it anew."""


class Spawner:
    """Starts Python anew for each call, where processes can't be forked."""

    def __init__(self, _module: str, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._running: set[Any] = set()

    def start(self) -> None:
        """Set the variables that the processes find."""
        os.environ.update(self._environment)

    def call(self, function: Callable[..., Any], *args: Any, timeout: float | None = None) -> Any:
        """Do as `Caller` says."""
        if multiprocessing.current_process().daemon:
            raise ReportError(_("Dask workers must be started with --no-nanny"))
        self.start()
        folder = make_room()
        ours, theirs = Pipe()
        process = multiprocessing.get_context("spawn").Process(target=answer, args=(theirs, folder))
        process.start()
        self._running.add(process)
        theirs.close()
        try:
            with suppress(ConnectionError):  # it died at once: its status will tell
                ours.send((function, args))
            if not wait([ours, process.sentinel], timeout):
                process.kill()
                raise TimeLimitError.of(timeout)
            return received(ours, lambda: _status(process))
        finally:
            self._running.discard(process)
            ours.close()
            process.join()
            process.close()
            shutil.rmtree(folder, ignore_errors=True)

    def end_calls(self) -> None:
        """End the processes that run now."""
        for process in list(self._running):
            with suppress(ValueError, AttributeError):  # it was, or is being, closed
                process.kill()

    def stop(self) -> None:
        """Do nothing: nothing is kept."""


def answer(connection: Connection, folder: str) -> NoReturn:
    """Do the one call of a new process, and end it; temporary files go to `folder`."""
    status = 1
    try:
        os.environ["TMPDIR"], tempfile.tempdir = folder, None  # which may be known from before
        content = _answered(connection)
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(ConnectionError):  # the caller is gone, and nobody else asks
            connection.send_bytes(content)
        for stream in (sys.stdout, sys.stderr):
            with suppress(Exception):
                stream.flush()
        status = 0
    finally:
        os._exit(status)


def _answered(connection: Connection) -> memoryview:
    """Do the call; return what it returns or raises, packed."""
    try:
        function, args = connection.recv()
        return ForkingPickler.dumps((True, function(*args)))
    except Exception as error:
        with suppress(Exception):
            return ForkingPickler.dumps((False, error))
        return ForkingPickler.dumps((False, ReportError(told(error))))
    except BaseException as error:  # what ends a process would end the caller too, raised there
        return ForkingPickler.dumps((False, WorkerDiedError(told(error))))


def received(connection: Connection, status: Callable[[], int]) -> Any:
    """Return or raise what a process answered; raise WorkerDiedError if it ended without.

    `status` waits for its exit status.
    """
    try:
        if not connection.poll():  # it has ended; what it left running holds the other end
            raise EOFError
        content = connection.recv_bytes()
    except (EOFError, OSError):  # it ended before its answer, or in the middle of it
        raise WorkerDiedError.of(status()) from None
    succeeded, value = pickle.loads(content)
    if succeeded:
        return value
    raise value


def _status(process: Any) -> int:
    process.join()
    return int(process.exitcode)
