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
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing.connection import Pipe
from typing import Any

from annual_report.errors import ReportError
from annual_report.messages import _
from annual_report.run.guard import TICK, EndedError, WorkerDiedError, attend, guard, opened

METHOD = "forkserver" if hasattr(os, "fork") else "spawn"
ENVIRONMENT = {
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",  # as a Jupyter kernel has it
    "OPENBLAS_NUM_THREADS": "1",  # a report has one core, and a fork must not inherit threads
}
PAUSES = (0.0, 0.1, 2.0)
"""Seconds before each attempt at a call: a server that was killed takes a moment to be gone, and is
started again then."""
SHORT = 50
"""Bytes that TMPDIR may have: a socket's address ends at 107, and some fifty are ours."""
OWN = ("__spec__", "__file__")
"""By what `multiprocessing` finds the program that it would run again."""
_starting = threading.Lock()
_settings: list[tempfile.TemporaryDirectory[str]] = []


class Processes:
    """Makes a process for each call, by a method of `multiprocessing`.

    The first one in a program decides what module the server imports for all of them. Calls go on
    as long as they are `wanted`, which is asked all the time.
    """

    def __init__(
        self,
        warm: str = "annual_report.run.warmed",
        method: str = METHOD,
        wanted: Callable[[], bool] = lambda: True,
    ) -> None:
        self._method, self._wanted = method, wanted
        self._ended = threading.Event()
        if method == "forkserver":
            multiprocessing.get_context(method).set_forkserver_preload([warm])

    def call(self, function: Callable[..., Any], *args: Any, **limits: Any) -> Any:
        """Call a picklable function in a new process; return or raise what it does.

        For what runs nothing foreign: the answer is unpickled.
        """
        return pickle.loads(self.call_for_bytes(pickled, function, args, **limits))

    def call_for_bytes(
        self, function: Callable[..., bytes], *args: Any, timeout: float | None = None
    ) -> bytes:
        """Call a function in a new process; return the bytes that it returns, or raise its error.

        Raise TimeLimitError after `timeout` seconds, WorkerDiedError if the process dies,
        EndedError if the call is no longer wanted.
        """
        if multiprocessing.current_process().daemon:
            raise ReportError(
                _(
                    "this worker can't start processes: give it, or its nanny, the setting "
                    "“{setting}”",
                    setting="distributed.worker.daemon: false",
                )
            )
        packed = pickle.dumps((function, args))
        for pause in PAUSES:
            time.sleep(pause)
            folder = tempfile.TemporaryDirectory(
                prefix="annual-report-", dir=_room(), ignore_cleanup_errors=True
            )
            with folder as name, suppress(EOFError, ConnectionError, FileNotFoundError):
                answer = self._answer(packed, name, timeout)
                break
        else:
            raise WorkerDiedError(_("no process could be started, or what started it has ended"))
        return opened(answer)

    def end_calls(self) -> None:
        """End the processes that run now, and begin none any more."""
        self._ended.set()

    def _is_wanted(self) -> bool:
        return not self._ended.is_set() and self._wanted()

    def _answer(self, packed: bytes, folder: str, timeout: float | None) -> bytes:
        if self._method == "spawn":
            return attend("spawn", (), packed, folder, timeout, self._is_wanted, starting)
        ours, theirs = Pipe()
        context: Any = multiprocessing.get_context(self._method)
        process = context.Process(target=guard, args=(theirs, packed, folder, timeout))
        with ours:
            with theirs, starting():
                process.start()
            while not ours.poll(TICK):
                if not self._is_wanted():
                    ours.close()  # by which the guard knows
                    process.join()
                    raise EndedError(_("it was ended"))
            answer = ours.recv_bytes()
        process.join()
        process.close()
        return answer


def pickled(function: Callable[..., Any], args: tuple[Any, ...]) -> bytes:
    """Call a function and pack what it returns. Runs in its process."""
    return pickle.dumps(function(*args))


def _room() -> str | None:
    """Return where temporary files go: None, for the usual place, if its name isn't too long.

    One of a long name would leave no room for the addresses of sockets.
    """
    return "/tmp" if len(os.fsencode(os.environ.get("TMPDIR", ""))) > SHORT else None


@contextmanager
def starting() -> Iterator[None]:
    """Set what is found by a process that is started meanwhile, the server included.

    Variables; where temporary files go; that Ctrl-C is for the caller, which ends what runs itself.
    The caller's own program isn't run again in each process, as `multiprocessing` would.
    """
    with _starting, ExitStack() as stack:
        kept, main = dict(os.environ), vars(sys.modules["__main__"])
        stack.callback(os.environ.update, kept)
        stack.callback(os.environ.clear)
        os.environ.update(ENVIRONMENT)
        os.environ["PYTHONPATH"] = os.pathsep.join(each or os.getcwd() for each in sys.path)
        if not os.access(os.path.expanduser("~"), os.W_OK):  # or libraries complain of it
            if not _settings:
                _settings.append(tempfile.TemporaryDirectory(prefix="ar-"))
            for name in ("MPLCONFIGDIR", "IPYTHONDIR"):
                os.environ.setdefault(name, _settings[0].name)
        stack.callback(setattr, tempfile, "tempdir", tempfile.tempdir)
        tempfile.tempdir = _room() or tempfile.tempdir
        stack.callback(main.update, {name: main[name] for name in OWN if name in main})
        main.update(dict.fromkeys(OWN))
        if hasattr(signal, "pthread_sigmask"):
            blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            stack.callback(signal.pthread_sigmask, signal.SIG_SETMASK, blocked)
        yield
