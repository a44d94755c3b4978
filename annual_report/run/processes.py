"""Clean processes: a call runs in one of its own, forked from a server that has imported all.

The server is the standard library's (`multiprocessing.forkserver`). What it forks for a call is a
guard, in which nothing foreign ever runs. The guard forks once more for the call, and waits: for
the answer, for the end of the process, for the time limit, or for the caller to be gone. However
the call ends, the guard then ends all that it has started, detached or not, and removes its
temporary files. What is to be done with the outcome (`then`) gets a second, equally clean process.
"""

import os
import pickle
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing.connection import Pipe
from typing import Any

from annual_report.messages import _
from annual_report.run.guard import Attendant, Guard, WorkerDiedError, awaited, opened

ENVIRONMENT = {
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",  # as a Jupyter kernel has it
    "OPENBLAS_NUM_THREADS": "1",  # a report has one core, and a fork must not inherit threads
}
PAUSES = (0.0, 0.1, 2.0)
"""Seconds before each attempt at a call: a server that was killed takes a moment to be gone, and is
started again then."""
SHORT = 50
"""Bytes that TMPDIR may have: a socket's address ends at 107, and some fifty are ours."""


class Processes:
    """Makes processes that have imported `module`; the server starts at once or with a call."""

    def __init__(self, module: str) -> None:
        from multiprocessing.forkserver import ForkServer

        self._server: Any = ForkServer()
        self._server.set_forkserver_preload([module])
        self._lock = threading.Lock()
        self._settings: tempfile.TemporaryDirectory[str] | None = None
        self._ended = threading.Event()

    def start(self) -> None:
        """Start the server if it isn't running, and don't wait for its imports."""
        with self._lock:
            if self._settings is None and not os.access(os.path.expanduser("~"), os.W_OK):
                self._settings = tempfile.TemporaryDirectory(prefix="ar-")
            # Ctrl-C is for the caller, which ends what runs itself.
            blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            try:
                with _found(self._environment(), room()):
                    self._server.ensure_running()
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, blocked)

    def call(
        self,
        function: Callable[..., Any],
        *args: Any,
        then: Callable[..., Any] | None = None,
        timeout: float | None = None,
        wanted: Callable[[], bool] = lambda: True,
    ) -> Any:
        """Call a picklable function in a new process; return or raise what it does.

        `then` is called in another with the same arguments and what came of the first, be it an
        error. Raise TimeLimitError after `timeout` seconds in one of them, WorkerDiedError if a
        process dies, or if the call is no longer `wanted`, which is asked all the time.
        """
        ended = self._ended
        functions = [function] if then is None else [function, then]
        packed = pickle.dumps(([pickle.dumps(each) for each in functions], pickle.dumps(args)))
        for pause in PAUSES:
            time.sleep(pause)
            with (
                tempfile.TemporaryDirectory(
                    prefix="annual-report-", dir=room(), ignore_cleanup_errors=True
                ) as folder,
                suppress(EOFError, ConnectionError, FileNotFoundError),
            ):
                answer = self._answer(
                    packed, folder, timeout, lambda: wanted() and not ended.is_set()
                )
                break
        else:
            raise WorkerDiedError(_("no process could be started, or what started it has ended"))
        return opened(answer)

    def end_calls(self) -> None:
        """End the processes that run now: their callers get a WorkerDiedError."""
        ended, self._ended = self._ended, threading.Event()
        ended.set()

    def stop(self) -> None:
        """End all calls and the server; the next call starts it anew."""
        self.end_calls()
        with self._lock, suppress(ProcessLookupError, ChildProcessError):
            if self._server._forkserver_pid is not None:
                os.kill(self._server._forkserver_pid, signal.SIGKILL)
                self._server._stop()
        if self._settings is not None:
            self._settings.cleanup()
            self._settings = None

    def _answer(
        self, packed: bytes, folder: str, timeout: float | None, wanted: Callable[[], bool]
    ) -> bytes:
        """Have a guard do a call; raise EOFError if it ended without an answer."""
        self.start()
        ours, theirs = Pipe()
        with ours:
            with theirs:
                told, line = self._server.connect_to_new_process([theirs.fileno()])
            os.close(told)  # how the guard ends is nobody's concern
            with open(line, "wb") as caller:  # when it is closed, the guard ends the call
                pickle.dump({"sys_path": sys.path}, caller)
                pickle.dump(Guard(folder, timeout), caller)
                caller.flush()
                awaited(ours, wanted)  # who isn't there yet reads nothing: to send would take long
                ours.send_bytes(packed)
                return awaited(ours, wanted)

    def _environment(self) -> dict[str, str]:
        """Return the variables that the server finds, whatever the caller's are.

        Where nobody has a home, libraries would make folders for settings, and complain.
        """
        path = os.pathsep.join(each or os.getcwd() for each in sys.path)
        homes = {"MPLCONFIGDIR", "IPYTHONDIR"} - os.environ.keys() if self._settings else ()
        settings = self._settings.name if self._settings else ""
        return {**ENVIRONMENT, "PYTHONPATH": path, **dict.fromkeys(homes, settings)}


class Spawned(Processes):
    """Starts Python anew for each call, where processes can't be forked."""

    def __init__(self, _module: str) -> None:
        self._ended = threading.Event()

    def start(self) -> None:
        """Set the variables that the processes find."""
        os.environ.update(ENVIRONMENT)

    def call(
        self,
        function: Callable[..., Any],
        *args: Any,
        then: Callable[..., Any] | None = None,
        **limits: Any,
    ) -> Any:
        """Do as `Processes` says, but `then` in the same process: to start another takes long."""
        if then is None:
            return super().call(function, *args, **limits)
        return super().call(in_turn, function, then, args, **limits)

    def stop(self) -> None:
        """End all calls: nothing is kept."""
        self.end_calls()

    def _answer(
        self, packed: bytes, folder: str, timeout: float | None, wanted: Callable[[], bool]
    ) -> bytes:
        self.start()
        return Attendant(folder, timeout).answer(packed, wanted)


def in_turn(function: Callable[..., Any], then: Callable[..., Any], args: tuple[Any, ...]) -> Any:
    """Call a function, then another with the same arguments and what came of it."""
    try:
        outcome = function(*args)
    except Exception as error:
        outcome = error
    return then(*args, outcome)


def processes(module: str) -> Processes:
    """Return what makes processes on this system."""
    return Processes(module) if hasattr(os, "fork") else Spawned(module)


def room() -> str | None:
    """Return where temporary files go: None, for the usual place, if its name isn't too long.

    One of a long name would leave no room for the addresses of sockets.
    """
    return "/tmp" if len(os.fsencode(os.environ.get("TMPDIR", ""))) > SHORT else None


@contextmanager
def _found(variables: Mapping[str, str], folder: str | None) -> Iterator[None]:
    """Set what is found by what is started meanwhile: variables, and where temporary files go."""
    kept, tempdir = dict(os.environ), tempfile.tempdir
    os.environ.update(variables)
    tempfile.tempdir = folder or tempdir
    try:
        yield
    finally:
        tempfile.tempdir = tempdir
        for name in variables:
            del os.environ[name]
        os.environ.update(kept)
