"""A call in a process of its own: what goes there, what comes back, and what if nothing does.

The process gets a function and its arguments on a connection, answers once, and ends. Its
temporary files are in a folder of its own, which the caller removes, however the process ended.
"""

import multiprocessing
import os
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

PLACES = ("/dev/shm", "/tmp")
"""Where temporary files go, the first that there is: Linux's memory, for a dozen small files take
longer on a disk than an export; else a short address, for a kernel's sockets can't have long ones.
"""


class WorkerDiedError(ReportError):
    """The process of a task ended without an answer: a signal, or no memory left."""

    @classmethod
    def of(cls, status: int) -> "WorkerDiedError":
        """Say how a process ended, from its exit status, which is negative for a signal."""
        if status < 0:
            name = signal.Signals(-status).name
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
        """Set the variables that the processes find, unless they are set."""
        for name, value in self._environment.items():
            os.environ.setdefault(name, value)

    def call(self, function: Callable[..., Any], *args: Any, timeout: float | None = None) -> Any:
        """Call a picklable function in a new process; return or raise what it does."""
        self.start()
        ours, theirs = Pipe()
        process = multiprocessing.get_context("spawn").Process(target=answer, args=(theirs,))
        process.start()
        self._running.add(process)
        theirs.close()
        try:
            with room() as folder:
                with suppress(ConnectionError):  # it died at once: its status will tell
                    ours.send((folder, function, args))
                if not wait([ours, process.sentinel], timeout):
                    process.kill()
                    process.join()
                    raise TimeLimitError.of(timeout)
                return received(ours, lambda: _status(process))
        finally:
            self._running.discard(process)
            process.join()
            process.close()
            ours.close()

    def end_calls(self) -> None:
        """End the processes that run now."""
        for process in list(self._running):
            process.kill()

    def stop(self) -> None:
        """Do nothing: nothing is kept."""


def room() -> "tempfile.TemporaryDirectory[str]":
    """Make a folder for the temporary files of one call; TMPDIR says where, if it is set."""
    known = [] if "TMPDIR" in os.environ else [each for each in PLACES if os.access(each, os.W_OK)]
    place = known[0] if known else None
    return tempfile.TemporaryDirectory(prefix="ar-", dir=place, ignore_cleanup_errors=True)


def answer(connection: Connection) -> NoReturn:
    """Do the one call of a new process, and end it."""
    folder = None
    try:
        folder, function, args = connection.recv()
        os.environ["TMPDIR"], tempfile.tempdir = folder, None  # which may be known from before
        content = ForkingPickler.dumps((True, function(*args)))
    except BaseException as error:
        content = _packed(error)
    try:
        connection.send_bytes(content)
    except ConnectionError:  # the caller is gone, and nobody else asks or cleans up
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
    for stream in (sys.stdout, sys.stderr):
        with suppress(Exception):
            stream.flush()
    os._exit(0)


def _packed(error: BaseException) -> memoryview:
    """Return an error as an answer, in words if it can't be sent itself."""
    try:
        return ForkingPickler.dumps((False, error))
    except Exception:
        return ForkingPickler.dumps((False, ReportError(told(error))))


def received(connection: Connection, status: Callable[[], int]) -> Any:
    """Return or raise what a process answered; raise WorkerDiedError if it ended without.

    `status` waits for its exit status.
    """
    try:
        if not connection.poll():  # it has ended; what it left running holds the other end
            raise EOFError
        succeeded, value = connection.recv()
    except (EOFError, ConnectionError):
        raise WorkerDiedError.of(status()) from None
    if succeeded:
        return value
    raise value


def _status(process: Any) -> int:
    process.join()
    return int(process.exitcode)
