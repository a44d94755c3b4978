"""The guard of a call: a process in which nothing foreign ever runs.

    caller  ──  server  ──  guard  ──  the call's process  ──  whatever a notebook starts

It waits for the end of the call's process, or for its caller to close the pipe, as a caller does
that has its answer, wants none any more, or was killed. Then it ends whatever is left, detached or
not, removes the temporary files, and ends as the call's process did. So a cell that holds the
interpreter's lock outlives nobody, nor does a service that it leaves behind.
"""

import ctypes
import logging
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from typing import Any

import psutil

TICK = 0.2
"""Seconds between two looks whether there is still something to wait for."""
ENVIRONMENT = {
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",  # as a Jupyter kernel has it
    "OPENBLAS_NUM_THREADS": "1",  # a report has one core, and a fork must not inherit threads
}
DIE_WITH_PARENT, ADOPT = 1, 36
"""What Linux's `prctl` calls these wishes."""

# Once a machine, Matplotlib says that it takes long to look for fonts: as it is imported.
logging.getLogger("matplotlib.font_manager").addFilter(
    lambda record: "font cache" not in record.getMessage()
)


def guard_call(
    caller: Connection, folder: str, function: Callable[..., bytes], args: tuple[Any, ...]
) -> None:
    """Have a call answered to its caller, and end all that it leaves. Runs in the guard."""
    os.setpgid(0, 0)  # Ctrl-C is for the caller alone
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # by which one that came before is forgotten
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # `input()` fails: nobody would answer
    # From Python 3.13 on the caller ends after whoever holds its tracker, and this goes by its end.
    tracker: Any = resource_tracker._resource_tracker
    if tracker._fd is not None:
        os.close(tracker._fd)
        tracker._fd = None
    _ask_linux(ADOPT)  # what detaches itself from the call comes here
    process = os.fork()
    if process == 0:  # a group of its own, which is ended at once
        try:
            os.setpgid(0, 0)
            _ask_linux(DIE_WITH_PARENT, signal.SIGKILL)
            send_answer(caller, folder, function, args)
            os._exit(0)
        finally:
            os._exit(1)
    # A pipe that can be read from was closed: no caller ever writes to it.
    status = 0
    while not caller.poll(TICK):
        ended, status = os.waitpid(process, os.WNOHANG)
        if ended:
            break
    with suppress(OSError):
        os.killpg(process, signal.SIGKILL)
    # What left the group in time was adopted here; what is ended leaves children, adopted in turn.
    with suppress(ChildProcessError):  # until nothing is left
        while True:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                end_descendants(os.getpid())
                os.waitpid(-1, 0)
    shutil.rmtree(folder, ignore_errors=True)
    # The caller reads from this process' end how that of the call was.
    if os.WIFSIGNALED(status):
        with suppress(OSError):  # SIGKILL knows one way alone
            signal.signal(os.WTERMSIG(status), signal.SIG_DFL)
        os.kill(os.getpid(), os.WTERMSIG(status))
    os._exit(os.waitstatus_to_exitcode(status))


def send_answer(
    caller: Connection, folder: str, function: Callable[..., bytes], args: tuple[Any, ...]
) -> None:
    """Call a function, its temporary files in a folder, and send what it returns."""
    os.environ.update(ENVIRONMENT, TMPDIR=folder, TEMP=folder)
    tempfile.tempdir = None  # known from before
    # Bytecode is known by its source's second and size: an aid changed within one would stay.
    sys.dont_write_bytecode = True
    content = function(*args)
    with suppress(ConnectionError):
        caller.send_bytes(content)


def end_descendants(of: int) -> None:
    """End what a process has started, and what that has."""
    with suppress(psutil.Error):
        for each in psutil.Process(of).children(recursive=True):
            with suppress(psutil.Error):
                each.kill()


def _ask_linux(kind: int, value: int = 1) -> None:
    """Tell Linux how to treat this process; other systems know no such wishes."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(kind, value)
