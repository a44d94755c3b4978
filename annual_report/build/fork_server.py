"""A process that imports a module once, and forks a clean process for each call.

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
import importlib
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any, NamedTuple, NoReturn

from annual_report.build.calling import TimeLimitError, WorkerDiedError, answer, received
from annual_report.build.room import make_locked_room, sweep
from annual_report.messages import _

NUMBER = struct.Struct("q")
"""How a process's id and its exit status are told."""
NO_PROCESS = 0
"""What is told as the id if none could be made."""


class ServerDiedError(WorkerDiedError):
    """The server ended, and with it all that is known of its processes, or it could make none."""

    @classmethod
    def at_once(cls) -> "ServerDiedError":
        """Say that nothing is known of a process, if there was one."""
        return cls(_("no process could be started, or the server that starts them has ended"))


class Running(NamedTuple):
    """What the server knows of a process: the pipe to its caller, its folder and the lock on it."""

    told: int
    folder: str
    lock: int

    def clean_up(self) -> None:
        """Remove the folder of a process that has ended."""
        shutil.rmtree(self.folder, ignore_errors=True)
        os.close(self.lock)


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
                _end_all(pid)
            with suppress(ConnectionError):  # it died at once: its status will tell
                ours.send((function, args))
            if not wait([ours, telling], timeout):
                _end_all(pid)
                _told(telling)
                raise TimeLimitError.of(timeout)
            return received(ours, lambda: _told(telling))
        except ServerDiedError:  # and nobody else ends what it had started
            _end_all(pid)
            raise
        finally:
            self._running.discard(pid)
            ours.close()
            os.close(telling)

    def end_calls(self) -> None:
        """End the processes that run now, and those that are being made."""
        self._ended += 1
        for pid in list(self._running):
            _end_all(pid)

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
                f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import serve; "
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


def serve(descriptor: int, module: str) -> NoReturn:
    """Import a module, then fork a process whenever the channel asks for one."""
    with suppress(Exception):  # code that is being edited may be broken: the calls will say so
        importlib.import_module(module)
    sweep()
    channel = socket.socket(fileno=descriptor)
    wakes, waking = os.pipe()
    os.set_blocking(waking, False)
    signal.set_wakeup_fd(waking)
    signal.signal(signal.SIGCHLD, lambda *_signal: None)  # so that it writes to `waking`
    running: dict[int, Running] = {}
    while True:
        ready = wait([descriptor, wakes])
        if wakes in ready:
            os.read(wakes, 4096)
            _tell_ended(running)
        if descriptor not in ready:
            continue
        asked, files, _flags, _address = socket.recv_fds(channel, 1, 2)
        if not asked:  # the caller is gone: nobody waits for what still runs
            for pid, each in running.items():
                _end_all(pid)
                each.clean_up()
            os._exit(0)
        made = None
        try:
            made = Running(files[1], *make_locked_room())
            pid = os.fork()
        except OSError:  # no memory, or too many processes
            _tell(files[1], NO_PROCESS)
            for file in files:
                os.close(file)
            if made:
                made.clean_up()
            continue
        if pid == 0:
            os.setpgid(0, 0)
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            others = [file for each in running.values() for file in (each.told, each.lock)]
            for file in (channel.detach(), wakes, waking, made.told, *others):
                os.close(file)
            answer(Connection(files[0]), made.folder)
        os.close(files[0])
        with suppress(OSError):  # it has done so itself, or has ended
            os.setpgid(pid, pid)
        _tell(made.told, pid)
        running[pid] = made


def _tell_ended(running: dict[int, Running]) -> None:
    """Clean up behind the processes that have ended, and tell their callers how they did."""
    while running:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        if pid in running:
            _end_group(pid)
            ended = running.pop(pid)
            ended.clean_up()
            _tell(ended.told, os.waitstatus_to_exitcode(status))
            os.close(ended.told)


def _end_all(pid: int) -> None:
    """End a process and all that it started: a kernel has a session of its own."""
    import psutil  # seldom wanted

    started = []
    with suppress(psutil.Error):
        started = psutil.Process(pid).children(recursive=True)
    _end_group(pid)
    for each in started:
        with suppress(psutil.Error):
            each.kill()


def _end_group(pid: int) -> None:
    """End a process and those of its group."""
    with suppress(OSError):
        os.killpg(pid, signal.SIGKILL)


def _tell(pipe: int, number: int) -> None:
    with suppress(BrokenPipeError):  # the caller needs no more
        os.write(pipe, NUMBER.pack(number))


def _told(pipe: int) -> int:
    """Return the next number on a pipe; raise ServerDiedError if there will be none."""
    content = os.read(pipe, NUMBER.size)
    if len(content) < NUMBER.size:
        raise ServerDiedError.at_once()
    (number,) = NUMBER.unpack(content)
    return int(number)
