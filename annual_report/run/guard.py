"""A call done in a process that is ended afterwards, with all that it has started.

    caller  ──  server  ──  guard  ──  the call's process  ──  whatever a notebook starts

In a guard nothing foreign ever runs. It waits for the answer, for the end of the process, for the
time limit, or for its caller to be gone; then it ends whatever is left, detached or not, and
removes the temporary files. So a cell that holds the interpreter's lock outlives nobody, nor does a
service that it leaves behind. Where processes can't be forked the caller itself waits like this.

An answer is one sign and bytes: `+` and what the function returned, or `-` and JSON that says what
it raised. Nothing that comes out of such a process is unpickled here.
"""

import ctypes
import json
import os
import pickle
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, Pipe
from typing import Any

from annual_report.errors import (
    DataError,
    NotebookError,
    PageError,
    ParameterError,
    ReportError,
    told,
)
from annual_report.messages import _

TICK = 0.2
"""Seconds after which who waits looks whether there is still something to wait for."""
DIE_WITH_PARENT, ADOPT = 1, 36
"""What Linux's `prctl` calls these wishes."""
RETURNED, RAISED = b"+", b"-"
WARM = "annual_report.run.warm"


class WorkerDiedError(ReportError):
    """The process of a task ended without an answer: a signal, or no memory left."""


class EndedError(WorkerDiedError):
    """Nobody wants the answer of a call any more."""


class TimeLimitError(ReportError):
    """A task took longer than its time limit."""


KINDS = {
    each.__name__: each
    for each in (
        ReportError,
        ParameterError,
        DataError,
        NotebookError,
        PageError,
        WorkerDiedError,
        TimeLimitError,
    )
}
"""The errors that are raised for the caller as what they were; of others their words are left."""


def guard(caller: Connection, packed: bytes, folder: str, timeout: float | None) -> None:
    """Do one call for who holds the other end of `caller`. Runs in the guard's process."""
    os.setpgid(0, 0)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    _wish(ADOPT)  # what detaches itself from the call comes here
    try:
        answer = attend("fork", (caller,), packed, folder, timeout, lambda: not caller.poll())
    except EndedError:  # the caller is gone
        return
    finally:
        _end_adopted()
        shutil.rmtree(folder, ignore_errors=True)
    with suppress(ConnectionError):
        caller.send_bytes(answer)


def attend(
    method: str,
    inherited: tuple[Connection, ...],
    packed: bytes,
    folder: str,
    timeout: float | None,
    wanted: Callable[[], bool],
    starting: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> bytes:
    """Start a process for a call, wait for its answer, and end it.

    Raise EndedError if the call is no longer `wanted`. What else goes wrong is the answer. The
    connections that it has `inherited` are closed in the process, which starts in the context
    `starting`.
    """
    ours, theirs = Pipe(duplex=False)
    arguments = packed, folder, theirs, inherited
    process: Any = get_context(method).Process(target=_do, args=arguments)  # type: ignore[attr-defined]
    with ours:
        try:
            with starting():
                process.start()
        except OSError:  # no memory, or too many processes
            return raised(WorkerDiedError(_("no process could be started")))
        theirs.close()
        try:
            return _awaited(ours, process, timeout, wanted)
        except TimeLimitError as error:
            return raised(error)
        except (EOFError, OSError):
            process.join()
            return raised(_death(process.exitcode))
        finally:
            _end(process)


def _awaited(
    answer: Connection, process: Any, limit: float | None, wanted: Callable[[], bool]
) -> bytes:
    """Return the answer of a process; raise EOFError if it ends without one."""
    end = time.monotonic() + limit if limit else float("inf")
    while not answer.poll(max(0.0, min(TICK, end - time.monotonic()))):
        if not wanted():
            raise EndedError(_("it was ended"))
        if time.monotonic() >= end:
            raise TimeLimitError(_("took longer than {seconds:g} s", seconds=limit))
        if not process.is_alive() and not answer.poll():  # it may have left its pipe to another
            raise EOFError
    return answer.recv_bytes()


def _do(packed: bytes, folder: str, answer: Connection, inherited: tuple[Connection, ...]) -> None:
    """Do a call, and send its answer. Runs in the call's process."""
    if inherited:  # there is a guard
        for each in inherited:  # or who inherits it would seem to be the guard
            each.close()
        os.setpgid(0, 0)
        _wish(DIE_WITH_PARENT, signal.SIGKILL)
    else:
        threading.Thread(target=_end_with_caller, daemon=True).start()
    os.environ["TMPDIR"] = os.environ["TEMP"] = folder
    tempfile.tempdir = None  # known from before
    with suppress(ConnectionError):
        answer.send_bytes(_outcome(packed))


def _end_with_caller() -> None:
    caller = parent_process()
    assert caller is not None
    caller.join()
    os._exit(1)


def _outcome(packed: bytes) -> bytes:
    """Do a call; return its answer."""
    try:
        if failure := getattr(sys.modules.get(WARM), "failure", None):
            raise failure  # what the server was to import, and couldn't
        function, args = pickle.loads(packed)
        content: bytes = function(*args)
        return RETURNED + content
    except Exception as error:
        return raised(error)
    except BaseException as error:  # what ends a process would end the caller too, raised there
        return raised(WorkerDiedError(told(error)))


def raised(error: Exception) -> bytes:
    """Return the answer that says an error."""
    names = [each.__name__ for each in type(error).__mro__]
    kind = next((name for name in names if name in KINDS), ReportError.__name__)
    return RAISED + json.dumps({"kind": kind, "said": told(error)}).encode()


def opened(answer: bytes) -> bytes:
    """Return what a call has returned, or raise what it has raised."""
    sign, content = answer[:1], answer[1:]
    if sign == RETURNED:
        return content
    try:
        found = json.loads(content)
        kind, said = KINDS[found["kind"]], str(found["said"])
    except (ValueError, LookupError, TypeError):  # a notebook has written into the pipe
        raise WorkerDiedError(_("the process gave an answer that is none")) from None
    raise kind([said]) if issubclass(kind, DataError) else kind(said)


def _end(process: Any) -> None:
    """End a process with its group, or where there are none, with what it has started."""
    if hasattr(os, "killpg"):
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        _kill_children(process.pid)
    process.kill()
    process.join()


def _end_adopted() -> None:
    """End what has detached itself from a call, and came to its guard."""
    with suppress(ChildProcessError):  # nothing is left
        while True:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                _kill_children(os.getpid())
                os.waitpid(-1, 0)


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


def _kill_children(of: int) -> None:
    import psutil  # seldom wanted

    with suppress(psutil.Error):
        for each in psutil.Process(of).children(recursive=True):
            with suppress(psutil.Error):
                each.kill()
