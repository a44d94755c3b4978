"""A process that imports a module once, and forks a clean process for each call.

`multiprocessing` has one such server for a whole program. A build needs two at the same time, so
that networks are read while what makes reports is still being imported, and a process is ready for
its call sooner here.

The caller holds one end of a channel. To ask for a process it sends a byte with two files: the
connection on which that process gets its call and answers, and a pipe on which the server tells
the process's id at once and its exit status when it has ended. A server whose caller is gone ends.
"""

import atexit
import importlib
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any

from annual_report.build.calling import TimeLimitError, WorkerDiedError, answer, received, room
from annual_report.messages import _

NUMBER = struct.Struct("q")
"""How a process's id and its exit status are told."""


class ForkServer:
    """A server that has imported `module`; it starts at the first call, or sooner by `start`.

    `environment` has the variables that its processes find, unless the caller has them too.
    """

    def __init__(self, module: str, environment: Mapping[str, str]) -> None:
        self._module = module
        self._environment = environment
        self._lock = threading.Lock()
        self._server: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        self._running: set[int] = set()
        atexit.register(self.stop)

    def start(self) -> None:
        """Start the server if it isn't running, and don't wait for its imports."""
        with self._lock:
            self._open_channel()

    def call(self, function: Callable[..., Any], *args: Any, timeout: float | None = None) -> Any:
        """Call a picklable function in a new process; return or raise what it does.

        Raise TimeLimitError after `timeout` seconds, WorkerDiedError if the process dies.
        """
        ours, ended = self._ask()
        pid = 0
        try:
            pid = _told(ended)
            self._running.add(pid)
            with room() as folder:
                with suppress(ConnectionError):  # it died at once: its status will tell
                    ours.send((folder, function, args))
                if not wait([ours, ended], timeout):
                    os.kill(pid, signal.SIGKILL)
                    _told(ended)
                    raise TimeLimitError.of(timeout)
                return received(ours, lambda: _told(ended))
        finally:
            self._running.discard(pid)
            ours.close()
            os.close(ended)

    def end_calls(self) -> None:
        """End the processes that run now: their callers get a WorkerDiedError."""
        for pid in list(self._running):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def stop(self) -> None:
        """End the server; the next call starts it anew."""
        with self._lock:
            self._close()

    def _ask(self) -> tuple[Connection, int]:
        """Ask for a process; return the connection to it, and the pipe that tells of it."""
        ours, theirs = Pipe()
        ended, ending = os.pipe()
        try:
            with self._lock, suppress(ConnectionError):  # then nothing is told of a process
                socket.send_fds(self._open_channel(), [b"."], [theirs.fileno(), ending])
        finally:
            theirs.close()
            os.close(ending)
        return ours, ended

    def _open_channel(self) -> socket.socket:
        """Return the channel to the server, started if there is none. Needs the lock."""
        if self._channel is not None and self._server is not None and self._server.poll() is None:
            return self._channel
        self._close()
        self._channel, theirs = socket.socketpair()
        with theirs:
            start = (
                f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import serve; "
                f"serve({theirs.fileno()}, {self._module!r})"
            )
            self._server = subprocess.Popen(
                [sys.executable, "-c", start],
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                process_group=0,  # Ctrl-C is for the caller, which ends what runs itself
                env={**self._environment, **os.environ},
            )
        return self._channel

    def _close(self) -> None:
        """Let the server end, if there is one, and wait for it. Needs the lock."""
        if self._channel is not None and self._server is not None:
            self._channel.close()
            self._server.wait()
        self._channel = self._server = None


def serve(descriptor: int, module: str) -> None:
    """Import a module, then fork a process whenever the channel asks for one; never return."""
    with suppress(Exception):  # code that is being edited may be broken: the calls will say so
        importlib.import_module(module)
    channel = socket.socket(fileno=descriptor)
    wakes, waking = os.pipe()
    os.set_blocking(waking, False)
    signal.set_wakeup_fd(waking)
    signal.signal(signal.SIGCHLD, lambda *_signal: None)  # so that it writes to `waking`
    endings: dict[int, int] = {}
    while True:
        ready, _writable, _failed = select.select([descriptor, wakes], [], [])
        if wakes in ready:
            os.read(wakes, 4096)
            _tell_ended(endings)
        if descriptor in ready:
            asked, files, _flags, _address = socket.recv_fds(channel, 1, 2)
            if not asked:
                os._exit(0)
            pid = os.fork()
            if pid == 0:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                for each in (channel.detach(), wakes, waking, files[1], *endings.values()):
                    os.close(each)
                answer(Connection(files[0]))
            os.close(files[0])
            _tell(files[1], pid)
            endings[pid] = files[1]


def _tell_ended(endings: dict[int, int]) -> None:
    """Tell the callers whose processes have ended how they did; `endings` is by process."""
    while endings:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        if pid in endings:
            _tell(endings[pid], os.waitstatus_to_exitcode(status))
            os.close(endings.pop(pid))


def _tell(pipe: int, number: int) -> None:
    with suppress(BrokenPipeError):  # the caller needs no more
        os.write(pipe, NUMBER.pack(number))


def _told(pipe: int) -> int:
    """Return the next number on a pipe; raise WorkerDiedError if the server is gone."""
    content = os.read(pipe, NUMBER.size)
    if len(content) < NUMBER.size:
        raise WorkerDiedError(_("the server that starts the processes has ended"))
    (number,) = NUMBER.unpack(content)
    return int(number)
