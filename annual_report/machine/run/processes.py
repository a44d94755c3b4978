"""Clean processes: a call runs in one of its own, forked from a server that has imported all.

The server is the standard library's (`multiprocessing`'s fork server). What it forks for a call is
a guard, which forks once more (see `guard`). Where processes can't be forked, each call starts
Python anew, by the same functions.
"""

import multiprocessing
import os
import pickle
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, Pipe
from types import ModuleType
from typing import Any

from annual_report.base.errors import ReportError, say_error
from annual_report.base.messages import _
from annual_report.machine.run.guard import TICK, end_descendants, guard_call, send_answer

METHOD = "forkserver" if hasattr(os, "fork") else "spawn"
WARM = "annual_report.machine.run.warm"
_starting = threading.Lock()
_preloaded: list[str] = []
"""The module that the server imports, though it be started again."""


class WorkerDiedError(ReportError):
    """The process of a task ended without an answer: a signal, or no memory left."""


class EndedError(WorkerDiedError):
    """Nobody wants the answer of a call any more."""


class TimeLimitError(ReportError):
    """A task took longer than its time limit."""


class Processes:
    """Makes a process for each call, by a method of `multiprocessing`.

    The first one in a program decides what module the server imports for all of them. Calls go on
    as long as they are `wanted`, which is asked all the time.
    """

    def __init__(
        self,
        warm: str,
        method: str = METHOD,
        wanted: Callable[[], bool] = lambda: True,
    ) -> None:
        self._context: Any = multiprocessing.get_context(method)
        self._wanted = wanted
        self._has_guards = method == "forkserver"
        if self._has_guards and not _preloaded:
            _preloaded.append(warm)
            self._context.set_forkserver_preload(_preloaded)

    def call(self, function: Callable[..., Any], *args: Any, timeout: float | None = None) -> Any:
        """Call a picklable function in a new process; return or raise what it does.

        For what runs nothing foreign: the answer is unpickled.
        """
        value, error = pickle.loads(
            self.call_for_bytes(_call_and_pickle, function, args, timeout=timeout)
        )
        if error:
            raise error
        return value

    def call_for_bytes(
        self, function: Callable[..., bytes], *args: Any, timeout: float | None = None
    ) -> bytes:
        """Call a function in a new process and return the bytes that it returns.

        Raise TimeLimitError after `timeout` seconds, WorkerDiedError if the process ends before,
        EndedError if the call is no longer wanted.
        """
        # As Dask's nannies start their workers; `multiprocessing` forbids such a process children.
        if multiprocessing.current_process().daemon:
            setting = "distributed.worker.daemon: false"
            raise ReportError(
                _(
                    "this worker can't start processes: give it, or its nanny, the setting "
                    "“{setting}”",
                    setting=setting,
                )
            )
        ours, theirs = Pipe()
        temporary = tempfile.TemporaryDirectory(prefix="annual-report-", ignore_cleanup_errors=True)
        with ours, theirs, temporary as folder:
            target = guard_call if self._has_guards else _answer_unguarded
            process = self._context.Process(target=target, args=(theirs, folder, function, args))
            _start_process(process)
            theirs.close()
            try:
                return self._wait(ours, timeout)
            except (EOFError, OSError):  # the pipe is closed: the process at its other end is gone
                process.join()
                raise WorkerDiedError(_say_end(process.exitcode)) from None
            finally:
                ours.close()  # by which a guard knows
                if not self._has_guards:
                    end_descendants(process.pid)
                    process.kill()
                process.join()
                process.close()

    def _wait(self, answer: Connection, limit: float | None) -> bytes:
        """Return the answer of a process; raise EOFError if it ends without one."""
        end = time.monotonic() + (limit or float("inf"))
        while not answer.poll(max(0.0, min(TICK, end - time.monotonic()))):
            if not self._wanted():
                raise EndedError(_("it was ended"))
            if time.monotonic() >= end:
                raise TimeLimitError(_("took longer than {seconds:g} s", seconds=limit))
        return answer.recv_bytes()


def _start_process(process: Any) -> None:
    """Start a process; raise WorkerDiedError if there can be none."""
    why = ""
    try:
        with _hide_caller():
            process.start()
            # Its caller's thread alone waits for its end. `multiprocessing` would too, as another
            # starts or the program ends: of two that wait for one pipe, the later may for ever.
            multiprocessing.process._children.discard(process)  # type: ignore[attr-defined]
        return
    except EOFError:  # the server was killed meanwhile
        pass
    except OSError as error:  # no memory, too many processes
        why = say_error(error)
        if "AF_UNIX" in why:  # the server listens at an address among the temporary files
            place = tempfile.gettempdir()
            why = _("the path {place} is too long: set TMPDIR to a shorter one", place=place)
    line = _("no process could be started")
    raise WorkerDiedError(_("{file}: {reason}", file=line, reason=why) if why else line)


def _answer_unguarded(caller: Connection, *call: Any) -> None:
    """Answer a call where there is no guard, and end when the caller ends."""
    threading.Thread(target=_end_with_caller, daemon=True).start()
    send_answer(caller, *call)


def _end_with_caller() -> None:
    """Wait for the caller's end, and end this process then."""
    caller = multiprocessing.parent_process()
    assert caller is not None
    caller.join()
    os._exit(1)


def _call_and_pickle(function: Callable[..., Any], args: tuple[Any, ...]) -> bytes:
    """Call a function; pack what it returns, and what it raises. Runs in its process."""
    try:
        if failure := getattr(sys.modules.get(WARM), "failure", None):
            raise failure  # what the server was to import, and couldn't
        return pickle.dumps((function(*args), None))
    except Exception as error:
        known = isinstance(error, ReportError)
        return pickle.dumps((None, error if known else ReportError(say_error(error))))


def _say_end(status: int) -> str:
    """Say how a process ended, from its exit status, which is negative for a signal."""
    if status < 0:
        names = {each.value: each.name for each in signal.Signals}
        name = names.get(-status, str(-status))
        return _("the process was ended by the signal {name}", name=name)
    return _("the process ended with status {status}", status=status)


@contextmanager
def _hide_caller() -> Iterator[None]:
    """Hide from a process that is started meanwhile, the server included, what is the caller's own.

    Its program, which `multiprocessing` would run again in each process; and Ctrl-C, on which the
    caller ends what runs itself.
    """
    can_block = hasattr(signal, "pthread_sigmask")
    with _starting:
        if can_block:
            resource_tracker.ensure_running()  # which lets Ctrl-C through when it has started
        main, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if can_block else None
        try:
            yield
        finally:
            sys.modules["__main__"] = main
            if blocked is not None:
                signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
