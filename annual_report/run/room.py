"""The folder of one call's temporary files, and what becomes of it if nobody is left to remove it.

Whoever makes a process makes its folder, and removes it however the process ends. If both are
killed at the same time the folder stays; so it is locked by those who use it, and whoever comes
later removes what no living process has a lock on.
"""

import os
import shutil
import tempfile
from contextlib import suppress
from glob import glob

PLACES = ("/dev/shm", "/tmp")
"""Where temporary files go, the first that has room: Linux's memory, for a dozen small files take
longer on a disk than an export; else a short address, for a kernel's sockets can't have long ones.
"""
FREE = 32 * 2**20
"""Bytes that must be free there: Docker gives a container 64 MB of such memory for everything."""
PREFIX = "ar-call-"


def make_room() -> str:
    """Make a folder for the temporary files of one call; TMPDIR says where, if it is set."""
    usable = (each for each in PLACES if os.access(each, os.W_OK))
    free = (each for each in usable if shutil.disk_usage(each).free >= FREE)
    place = None if "TMPDIR" in os.environ else next(free, None)
    return tempfile.mkdtemp(prefix=PREFIX, dir=place)


def make_locked_room() -> tuple[str, int]:
    """Make such a folder, and lock it until all copies of the returned descriptor are closed.

    Processes that are forked have such a copy. Only where there is a fork there are these locks.
    """
    import fcntl

    while True:
        folder = make_room()
        with suppress(FileNotFoundError):  # someone who sweeps was faster than the lock
            lock = os.open(folder, os.O_RDONLY)
            with suppress(OSError):  # on this file system nothing is locked, nor swept
                fcntl.flock(lock, fcntl.LOCK_SH)
            if os.path.isdir(folder):
                return folder, lock
            os.close(lock)


def sweep() -> None:
    """Remove the folders that nobody uses any more."""
    import fcntl

    for place in {*PLACES, tempfile.gettempdir()}:
        for folder in glob(f"{place}/{PREFIX}*"):
            with suppress(OSError):  # it is in use, someone else's, or gone
                lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(folder, ignore_errors=True)
                finally:
                    os.close(lock)
