"""Clean processes: a call runs in one of its own, forked from a server that has imported all.

The server is the standard library's (`multiprocessing.forkserver`). What it forks for a call is a
guard, in which nothing foreign ever runs. The guard forks once more for the call, and waits: for
the answer, for the end of the process, for the time limit, or for the caller to be gone. However
the call ends, the guard then ends all that it has started, detached or not, and removes its
temporary files. What is to be done with the outcome (`then`) gets a second, equally clean process.
"""

import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Pipe
from multiprocessing.reduction import ForkingPickler
from typing import Any

from annual_report.messages import _
from annual_report.run.guard import ONE, TWO, Guard, WorkerDiedError, awaited, opened

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

        self._server = ForkServer()
        self._server.set_forkserver_preload([module])
        self._lock = threading.Lock()
        self._running: set[_Line] = set()
        self._settings: tempfile.TemporaryDirectory[str] | None = None

    def start(self) -> None:
        """Start the server if it isn't running, and don't wait for its imports."""
        import signal

        with self._lock:
            if self._settings is None and not os.access(os.path.expanduser("~"), os.W_OK):
                self._settings = tempfile.TemporaryDirectory(prefix="ar-")
            # Ctrl-C is for the caller, which ends what runs itself.
            blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            try:
                with _settings(self._environment(), room()):
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
        process dies, or if the call is no longer `wanted`, which is asked every second.
        """
        # Bytes, and no view of a buffer: one that a traceback keeps is complained of when it goes.
        call = ONE if then is None else TWO, bytes(ForkingPickler.dumps((function, args, then)))
        for pause in PAUSES:
            time.sleep(pause)
            folder = tempfile.mkdtemp(prefix="annual-report-", dir=room())
            try:
                with suppress(EOFError, ConnectionError, FileNotFoundError):
                    answer = self._answer(call, folder, timeout, wanted)
                    break
            finally:
                shutil.rmtree(folder, ignore_errors=True)
        else:
            raise WorkerDiedError(_("no process could be started, or what started it has ended"))
        return opened(answer)

    def end_calls(self) -> None:
        """End the processes that run now: their callers get a WorkerDiedError."""
        for line in list(self._running):
            line.cut()

    def stop(self) -> None:
        """End all calls and the server; the next call starts it anew."""
        import signal

        self.end_calls()
        with self._lock, suppress(ProcessLookupError, ChildProcessError):
            if self._server._forkserver_pid is not None:  # type: ignore[attr-defined]
                os.kill(self._server._forkserver_pid, signal.SIGKILL)  # type: ignore[attr-defined]
                self._server._stop()  # type: ignore[attr-defined]
        if self._settings is not None:
            self._settings.cleanup()
            self._settings = None

    def _answer(
        self, call: Sequence[Any], folder: str, timeout: float | None, wanted: Callable[[], bool]
    ) -> bytes:
        """Have a guard do a call; raise EOFError if it ended without an answer."""
        self.start()
        ours, theirs = Pipe()
        with ours:
            with theirs:
                told, alive = self._server.connect_to_new_process([theirs.fileno()])
            os.close(told)  # how the guard ends is nobody's concern
            line = _Line(alive)
            self._running.add(line)
            try:
                preparation = {"sys_path": sys.path}
                for each in (preparation, Guard(folder, timeout)):
                    line.write(bytes(ForkingPickler.dumps(each)))
                for part in call:
                    ours.send_bytes(part)
                while not ours.poll(1):
                    if not wanted():
                        line.cut()
                return ours.recv_bytes()
            except (EOFError, OSError):
                if line.is_cut:
                    raise WorkerDiedError(_("it was ended")) from None
                raise
            finally:
                self._running.discard(line)
                line.cut()

    def _environment(self) -> dict[str, str]:
        """Return the variables that the server finds, whatever the caller's are.

        Where nobody has a home, libraries would make folders for settings, and complain.
        """
        path = os.pathsep.join(each or os.getcwd() for each in sys.path)
        homes = {"MPLCONFIGDIR", "IPYTHONDIR"} - os.environ.keys() if self._settings else ()
        settings = self._settings.name if self._settings else ""
        return {**ENVIRONMENT, "PYTHONPATH": path, **dict.fromkeys(homes, settings)}


class _Line:
    """The pipe by which a guard knows that its caller is there; to cut it ends the call."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lock = threading.Lock()
        self.is_cut = False

    def write(self, content: bytes) -> None:
        while content:
            content = content[os.write(self._descriptor, content) :]

    def cut(self) -> None:
        with self._lock:
            if not self.is_cut:
                self.is_cut = True
                os.close(self._descriptor)


class Spawned:
    """Starts Python anew for each call, where processes can't be forked."""

    def __init__(self, _module: str) -> None:
        self._running: set[Any] = set()

    def start(self) -> None:
        """Set the variables that the processes find."""
        os.environ.update(ENVIRONMENT)

    def call(
        self,
        function: Callable[..., Any],
        *args: Any,
        then: Callable[..., Any] | None = None,
        timeout: float | None = None,
        wanted: Callable[[], bool] = lambda: True,
    ) -> Any:
        """Do as `Processes` says, but `then` in the same process."""
        from multiprocessing import get_context

        self.start()
        ours, theirs = Pipe()
        with tempfile.TemporaryDirectory(prefix="ar-", ignore_cleanup_errors=True) as folder, ours:
            guard = Guard(folder, timeout)
            process = get_context("spawn").Process(target=guard.alone, args=(theirs,))
            process.start()
            theirs.close()
            self._running.add(process)
            try:
                ours.send_bytes(ONE if then is None else TWO)
                ours.send_bytes(bytes(ForkingPickler.dumps((function, args, then))))
                return opened(awaited(ours, process.is_alive, wanted, timeout))
            except (EOFError, OSError):
                process.join()
                raise WorkerDiedError.of(process.exitcode or 0) from None
            finally:
                self._running.discard(process)
                process.kill()
                process.join()

    def end_calls(self) -> None:
        """End the processes that run now."""
        for process in list(self._running):
            process.kill()

    def stop(self) -> None:
        """End all calls: nothing is kept."""
        self.end_calls()


def processes(module: str) -> Processes | Spawned:
    """Return what makes processes on this system."""
    return Processes(module) if hasattr(os, "fork") else Spawned(module)


def room() -> str | None:
    """Return where temporary files go: None, for the usual place, if its name isn't too long.

    One of a long name would leave no room for the addresses of sockets.
    """
    return "/tmp" if len(os.fsencode(os.environ.get("TMPDIR", ""))) > SHORT else None


@contextmanager
def _settings(variables: dict[str, str], folder: str | None) -> Iterator[None]:
    """Set what is found by what is started meanwhile: variables, and where temporary files go."""
    kept = {name: os.environ.get(name) for name in variables}, tempfile.tempdir
    os.environ.update(variables)
    tempfile.tempdir = folder or tempfile.tempdir
    try:
        yield
    finally:
        before, tempfile.tempdir = kept
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value
