"""The guard of one call: a process that starts the call's own, waits for it, and ends all of it."""

import os
import pickle
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe, wait
from multiprocessing.reduction import ForkingPickler
from typing import Any, NoReturn

from annual_report.errors import ReportError, told
from annual_report.messages import _

TICK = 0.2
"""Seconds after which a guard looks whether a process has ended that left its pipe to another."""
ONE, TWO = b"1", b"2"
"""How many steps a call has, which the guard is told: it doesn't look into the call itself."""
AFTERWARDS = 300.0
"""Seconds that may be taken to deal with the outcome of a call, whatever limit that had."""
DIE_WITH_PARENT, ADOPT = 1, 36
"""What Linux's `prctl` calls these wishes."""


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


class Guard:
    """What a fork server unpickles and runs: `folder` is for temporary files."""

    def __init__(self, folder: str, timeout: float | None) -> None:
        self._folder = folder
        self._timeout = timeout

    def _bootstrap(self, caller: int) -> int:
        """Do one call; `caller` is a pipe that closes when nobody waits for it any more."""
        from multiprocessing.forkserver import get_inherited_fds

        os.setpgid(0, 0)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        _wish(ADOPT)  # what detaches itself from the call comes here
        try:
            inherited: list[int] = get_inherited_fds() or []
            with Connection(inherited[0]) as connection:
                answer = self._answer(connection, caller)
                shutil.rmtree(self._folder, ignore_errors=True)
                with suppress(ConnectionError):
                    connection.send_bytes(answer)
            return 0
        except EOFError:  # the caller is gone, and nobody else asks
            shutil.rmtree(self._folder, ignore_errors=True)
            return 1

    def _answer(self, connection: Connection, caller: int) -> bytes:
        """Do what is asked for, each step in a process of its own; return the last answer."""
        steps, call = connection.recv_bytes(), connection.recv_bytes()
        close = connection.close
        answer = self._forked(lambda: _first(call), self._timeout, caller, close)
        if steps == ONE:
            return answer
        return self._forked(lambda: _then(call, answer), AFTERWARDS, caller, close)

    def _forked(
        self, step: Callable[[], Any], limit: float | None, caller: int, close: Callable[[], None]
    ) -> bytes:
        """Take a step in a fork of this process; raise EOFError if the caller goes meanwhile."""
        ours, theirs = Pipe(duplex=False)
        with ours:
            try:
                pid = os.fork()
            except OSError:  # no memory, or too many processes
                return _packed_error(WorkerDiedError(_("no process could be started")))
            if pid == 0:
                os.setpgid(0, 0)
                _wish(DIE_WITH_PARENT, signal.SIGKILL)
                ours.close()
                close()
                os.close(caller)
                self._answer_and_end(step, theirs)
            with suppress(OSError):  # it has done so itself, or has ended
                os.setpgid(pid, pid)
            theirs.close()
            status: list[int] = []

            def runs() -> bool:
                ended, how = os.waitpid(pid, os.WNOHANG)
                status.extend([how] if ended else [])
                return not ended

            try:
                return awaited(ours, runs, lambda: not wait([caller], 0), limit)
            except TimeLimitError as error:
                return _packed_error(error)
            except ConnectionAbortedError:
                raise EOFError from None
            except (EOFError, OSError):
                how = status[0] if status else os.waitpid(pid, 0)[1]
                status.append(how)
                return _packed_error(WorkerDiedError.of(os.waitstatus_to_exitcode(how)))
            finally:
                _end(pid)

    def _answer_and_end(self, step: Callable[[], Any], answer: Connection) -> NoReturn:
        """Take the one step of a new process, whose temporary files go to `folder`."""
        status = 1
        try:
            os.environ["TMPDIR"], tempfile.tempdir = self._folder, None  # known from before
            content = _packed(step)
            for stream in (sys.stdout, sys.stderr):
                with suppress(Exception):
                    stream.flush()
            with suppress(ConnectionError):
                answer.send_bytes(content)
            status = 0
        finally:
            os._exit(status)

    def alone(self, connection: Connection) -> None:
        """Do one call in this very process, where none can be forked."""
        os.environ["TMPDIR"] = os.environ["TEMP"] = self._folder
        tempfile.tempdir = None
        steps, call = connection.recv_bytes(), connection.recv_bytes()
        answer = _packed(lambda: _first(call))
        if steps != ONE:
            answer = _packed(lambda: _then(call, answer))
        connection.send_bytes(answer)


def awaited(
    answer: Connection, runs: Callable[[], bool], wanted: Callable[[], bool], limit: float | None
) -> bytes:
    """Wait for an answer; raise TimeLimitError after `limit` seconds, EOFError if there is none.

    Raise ConnectionAbortedError if it is no longer `wanted`.
    """
    end = time.monotonic() + limit if limit else float("inf")
    while not answer.poll(max(0.0, min(TICK, end - time.monotonic()))):
        if not wanted():
            raise ConnectionAbortedError
        if time.monotonic() >= end:
            raise TimeLimitError.of(limit)
        if not runs() and not answer.poll():
            raise EOFError
    return answer.recv_bytes()


def opened(answer: bytes) -> Any:
    """Return or raise what a process answered."""
    succeeded, value = pickle.loads(answer)
    if succeeded:
        return value
    raise value


def _first(call: bytes) -> Any:
    function, args, _then = pickle.loads(call)
    return function(*args)


def _then(call: bytes, answer: bytes) -> Any:
    _function, args, then = pickle.loads(call)
    return then(*args, pickle.loads(answer)[1])


def _packed(step: Callable[[], Any]) -> bytes:
    """Take a step; return what it returns or raises, packed."""
    try:
        return bytes(ForkingPickler.dumps((True, step())))
    except Exception as error:
        return _packed_error(error)
    except BaseException as error:  # what ends a process would end the caller too, raised there
        return _packed_error(WorkerDiedError(told(error)))


def _packed_error(error: Exception) -> bytes:
    with suppress(Exception):
        return bytes(ForkingPickler.dumps((False, error)))
    return bytes(ForkingPickler.dumps((False, ReportError(told(error)))))


def _wish(kind: int, value: int = 1) -> None:
    """Tell Linux how to treat this process; other systems know no such wishes."""
    import ctypes

    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(kind, value)


def _end(pid: int) -> None:
    """End a process, its group, and whatever it started that is left."""
    with suppress(OSError):
        os.killpg(pid, signal.SIGKILL)
    with suppress(ChildProcessError):  # its end was seen
        os.waitpid(pid, 0)
    with suppress(ChildProcessError):  # nothing is left
        while True:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                _kill_children()
                os.waitpid(-1, 0)


def _kill_children() -> None:
    import psutil  # seldom wanted

    with suppress(psutil.Error):
        for each in psutil.Process().children(recursive=True):
            with suppress(psutil.Error):
                each.kill()
