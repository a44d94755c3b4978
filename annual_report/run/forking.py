"""What a fork server does, in a process of its own: import, fork, and tell how each fork ended.

`fork_server` says why, and what passes between the server and its caller.
"""

import importlib
import os
import shutil
import signal
import socket
import struct
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import NamedTuple, NoReturn

from annual_report.run.calling import answer
from annual_report.run.room import make_locked_room, sweep

NUMBER = struct.Struct("q")
"""How a process's id and its exit status are told."""
NO_PROCESS = 0
"""What is told as the id if none could be made."""


class Running(NamedTuple):
    """What the server knows of a process: the pipe to its caller, its folder and the lock on it."""

    told: int
    folder: str
    lock: int

    def clean_up(self) -> None:
        """Remove the folder of a process that has ended."""
        shutil.rmtree(self.folder, ignore_errors=True)
        os.close(self.lock)


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
                end_all(pid)
                os.waitpid(pid, 0)  # until then it may be writing
                each.clean_up()
            os._exit(0)
        made = None
        try:
            made = Running(files[1], *make_locked_room())
            pid = os.fork()
        except OSError:  # no memory, or too many processes
            if made:
                made.clean_up()
            _tell(files[1], NO_PROCESS)  # at last: who is told finds nothing left
            for file in files:
                os.close(file)
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


def end_all(pid: int) -> None:
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
