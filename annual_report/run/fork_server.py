"""A server that imports a module once, and forks a clean process for each call: its caller's side.

`multiprocessing` has one such server for a whole program. A build needs two at the same time, so
that networks are read while what makes reports is still being imported, and a process is ready for
its call sooner here.

Each process leads a group of its own, which ends with it: what a notebook starts doesn't outlive
its report. What has a session of its own, as Jupyter gives to kernels, ends with a report that is
ended before its time.

The caller holds one end of a channel. To ask for a process it sends a byte with two files: the
connection on which that process gets its call and answers, and a pipe on which the server tells
the process's id at once and its exit status when it has ended. A server whose caller is gone ends.
"""

import atexit
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any

from annual_report.messages import _
from annual_report.run import forking
from annual_report.run.calling import TimeLimitError, WorkerDiedError, received
from annual_report.run.forking import NO_PROCESS, NUMBER, end_all
from annual_report.run.room import make_locked_room


class ServerDiedError(WorkerDiedError):
    """The server ended, and with it all that is known of its processes, or it could make none."""

    @classmethod
    def at_once(cls) -> "ServerDiedError":
        """Say that nothing is known of a process, if there was one."""
        return cls(_("no process could be started, or the server that starts them has ended"))


class ForkServer:
    """A server that has imported `module`; it starts at the first call, or sooner by `start`.

    `environment` has the variables that its processes find, whatever the caller's are.
    """

    def __init__(self, module: str, environment: Mapping[str, str]) -> None:
        self._module = module
        self._environment = environment
        self._lock = threading.Lock()
        self._server: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        self._settings: tuple[str, int] | None = None
        self._running: set[int] = set()
        self._ended = 0  # how often all calls were ended
        atexit.register(self.stop)

    def start(self) -> None:
        """Start the server if it isn't running, and don't wait for its imports."""
        with self._lock:
            self._open_channel()

    def call(self, function: Callable[..., Any], *args: Any, timeout: float | None = None) -> Any:
        """Do as `Caller` says."""
        ended_before = self._ended
        try:
            ours, telling, pid = self._asked()
        except ServerDiedError:  # nothing has begun: a server that died is started again
            ours, telling, pid = self._asked()
        try:
            self._running.add(pid)
            if self._ended != ended_before:  # while the process was being made
                end_all(pid)
            with suppress(ConnectionError):  # it died at once: its status will tell
                ours.send((function, args))
            if not wait([ours, telling], timeout):
                end_all(pid)
                _told(telling)
                raise TimeLimitError.of(timeout)
            return received(ours, lambda: _told(telling))
        except ServerDiedError:  # and nobody else ends what it had started
            end_all(pid)
            raise
        finally:
            self._running.discard(pid)
            ours.close()
            os.close(telling)

    def end_calls(self) -> None:
        """End the processes that run now, and those that are being made."""
        self._ended += 1
        for pid in list(self._running):
            end_all(pid)

    def stop(self) -> None:
        """End the server; the next call starts it anew."""
        with self._lock:
            self._close()

    def _asked(self) -> tuple[Connection, int, int]:
        """Ask for a process; return the connection to it, the pipe that tells of it, and its id."""
        ours, theirs = Pipe()
        telling, told = os.pipe()
        try:
            with self._lock:
                used = self._open_channel()
                channel = used.dup()  # another call may close that of a dead server
            with channel, suppress(ConnectionError):  # then nothing is told of a process
                socket.send_fds(channel, [b"."], [theirs.fileno(), told])
                wait([telling, channel])  # what is on its way has to stay open until it is there
        finally:
            theirs.close()
            os.close(told)
        try:
            pid = _told(telling)
        except ServerDiedError:
            pid = NO_PROCESS
            with self._lock:
                if self._channel is used:  # who dies may take a while, and must not be asked again
                    self._close()
        if pid != NO_PROCESS:
            return ours, telling, pid
        ours.close()
        os.close(telling)
        raise ServerDiedError.at_once()

    def _open_channel(self) -> socket.socket:
        """Return the channel to the server, started if there is none. Needs the lock."""
        if self._channel is not None and self._server is not None and self._server.poll() is None:
            return self._channel
        self._close()
        self._channel, theirs = socket.socketpair()
        with theirs:
            start = (
                f"import sys; sys.path[:] = {sys.path!r}; from {forking.__name__} import serve; "
                f"serve({theirs.fileno()}, {self._module!r})"
            )
            self._server = subprocess.Popen(
                [sys.executable, "-c", start],
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                process_group=0,  # Ctrl-C is for the caller, which ends what runs itself
                env={**os.environ, **self._environment, **self._without_home()},
            )
        return self._channel

    def _without_home(self) -> dict[str, str]:
        """Make a folder for libraries' settings where nobody has a home; say so in variables.

        They would make some by themselves, and complain; nobody would remove them.
        """
        if os.access(os.path.expanduser("~"), os.W_OK):
            return {}
        self._settings = make_locked_room()
        names = {"MPLCONFIGDIR", "IPYTHONDIR"} - os.environ.keys()
        return dict.fromkeys(names, self._settings[0])

    def _close(self) -> None:
        """End the server, if there is one. Needs the lock."""
        if self._channel is not None and self._server is not None:
            self._channel.close()
            self._server.kill()  # it holds nothing, and may still be importing
            self._server.wait()
        if self._settings is not None:
            folder, lock = self._settings
            shutil.rmtree(folder, ignore_errors=True)
            os.close(lock)
        self._channel = self._server = self._settings = None


def _told(pipe: int) -> int:
    """Return the next number on a pipe; raise ServerDiedError if there will be none."""
    content = os.read(pipe, NUMBER.size)
    if len(content) < NUMBER.size:
        raise ServerDiedError.at_once()
    (number,) = NUMBER.unpack(content)
    return int(number)
