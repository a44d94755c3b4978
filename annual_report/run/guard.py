"""A call done: each step in a process of its own, which is ended with all that it has started."""

import ctypes
import os
import pickle
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any

from annual_report.errors import ReportError, told
from annual_report.messages import _

TICK = 0.2
"""Seconds after which who waits looks whether there is still something to wait for."""
AFTERWARDS = 300.0
"""Seconds that may be taken to deal with the outcome of a call, whatever limit that had."""
DIE_WITH_PARENT, ADOPT = 1, 36
"""What Linux's `prctl` calls these wishes."""


class WorkerDiedError(ReportError):
    """The process of a task ended without an answer: a signal, or no memory left."""


class TimeLimitError(ReportError):
    """A task took longer than its time limit."""


class Attendant:
    """Does a call in processes that are started anew: `folder` is for their temporary files.

    What is packed are functions, each by itself, and their arguments. The second function gets in
    addition what came of the first, be it an error.
    """

    method = "spawn"

    def __init__(self, folder: str, timeout: float | None) -> None:
        self._folder = folder
        self._timeout = timeout

    def answer(self, packed: bytes, wanted: Callable[[], bool]) -> bytes:
        """Return the last answer, packed; raise WorkerDiedError if it is no longer `wanted`."""
        functions, args = pickle.loads(packed)
        answer = b""
        for function, limit in zip(functions, (self._timeout, AFTERWARDS), strict=False):
            answer = self._step(function, args, answer, limit, wanted)
        return answer

    def _step(
        self,
        function: bytes,
        args: bytes,
        before: bytes,
        limit: float | None,
        wanted: Callable[[], bool],
    ) -> bytes:
        ours, theirs = Pipe(duplex=False)
        process: Any = get_context(self.method).Process(  # type: ignore[attr-defined]
            target=self._take, args=(function, args, before, theirs)
        )
        with ours:
            try:
                process.start()
            except OSError:  # no memory, or too many processes
                return _packed_error(WorkerDiedError(_("no process could be started")))
            theirs.close()
            try:
                return awaited(ours, wanted, limit, process.is_alive)
            except TimeLimitError as error:
                return _packed_error(error)
            except (EOFError, OSError):
                process.join()
                return _packed_error(_death(process.exitcode))
            finally:
                self._end(process)

    def _take(self, function: bytes, args: bytes, before: bytes, answer: Connection) -> None:
        """Take a step. Runs in its process."""
        os.environ["TMPDIR"] = os.environ["TEMP"] = self._folder
        tempfile.tempdir = None  # known from before
        with suppress(ConnectionError):
            answer.send_bytes(_outcome(function, args, before))

    def _end(self, process: Any) -> None:
        process.kill()
        process.join()


class Guard(Attendant):
    """What a fork server unpickles and runs: nothing foreign does, but in what it forks itself."""

    method = "fork"

    def _bootstrap(self, caller: int) -> int:
        """Do one call; `caller` is a pipe that closes when nobody waits for it any more."""
        from multiprocessing.forkserver import get_inherited_fds

        os.setpgid(0, 0)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        _wish(ADOPT)  # what detaches itself from the call comes here
        inherited: list[int] = get_inherited_fds() or []
        with Connection(inherited[0]) as self._connection:
            try:
                self._connection.send_bytes(b"")
                packed = self._connection.recv_bytes()
                answer = self.answer(packed, lambda: not wait([caller], 0))
            except (WorkerDiedError, EOFError, ConnectionError):  # the caller is gone
                return 1
            finally:
                shutil.rmtree(self._folder, ignore_errors=True)
            with suppress(ConnectionError):
                self._connection.send_bytes(answer)
        return 0

    def _take(self, function: bytes, args: bytes, before: bytes, answer: Connection) -> None:
        os.setpgid(0, 0)
        _wish(DIE_WITH_PARENT, signal.SIGKILL)
        self._connection.close()  # or who inherits it would seem to be the guard
        super()._take(function, args, before, answer)

    def _end(self, process: Any) -> None:
        """End a process, its group, and whatever it started that is left."""
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
        super()._end(process)
        with suppress(ChildProcessError):  # nothing is left
            while True:
                if os.waitpid(-1, os.WNOHANG) == (0, 0):
                    _kill_children()
                    os.waitpid(-1, 0)


def awaited(
    answer: Connection,
    wanted: Callable[[], bool],
    limit: float | None = None,
    runs: Callable[[], bool] = lambda: True,
) -> bytes:
    """Wait for an answer; raise TimeLimitError after `limit` seconds, EOFError if there is none.

    Raise WorkerDiedError if it is no longer `wanted`. A process that no longer `runs` may have left
    its pipe to another.
    """
    end = time.monotonic() + limit if limit else float("inf")
    while not answer.poll(max(0.0, min(TICK, end - time.monotonic()))):
        if not wanted():
            raise WorkerDiedError(_("it was ended"))
        if time.monotonic() >= end:
            raise TimeLimitError(_("took longer than {seconds:g} s", seconds=limit))
        if not runs() and not answer.poll():
            raise EOFError
    return answer.recv_bytes()


def opened(answer: bytes) -> Any:
    """Return or raise what a process answered."""
    succeeded, value = pickle.loads(answer)
    if succeeded:
        return value
    raise value


def _outcome(function: bytes, args: bytes, before: bytes) -> bytes:
    """Take a step; return what it returns or raises, packed."""
    try:
        more = [pickle.loads(before)[1]] if before else []
        return pickle.dumps((True, pickle.loads(function)(*pickle.loads(args), *more)))
    except Exception as error:
        return _packed_error(error)
    except BaseException as error:  # what ends a process would end the caller too, raised there
        return _packed_error(WorkerDiedError(told(error)))


def _packed_error(error: Exception) -> bytes:
    with suppress(Exception):
        return pickle.dumps((False, error))
    return pickle.dumps((False, ReportError(told(error))))


def _death(status: int) -> WorkerDiedError:
    """Say how a process ended, from its exit status, which is negative for a signal."""
    if status < 0:
        names = {each.value: each.name for each in signal.Signals}
        name = names.get(-status, str(-status))
        return WorkerDiedError(_("the process was ended by the signal {name}", name=name))
    return WorkerDiedError(_("the process ended with status {status}", status=status))


def _wish(kind: int, value: int = 1) -> None:
    """Tell Linux how to treat this process; other systems know no such wishes."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(kind, value)


def _kill_children() -> None:
    import psutil  # seldom wanted

    with suppress(psutil.Error):
        for each in psutil.Process().children(recursive=True):
            with suppress(psutil.Error):
                each.kill()
