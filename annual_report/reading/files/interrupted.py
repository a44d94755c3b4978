"""Changes of a network's folder that were cut off are carried to their end before it is read.

    .historique/
      2026-11-26T07-05-12 import/
        journal.json     what was done, when, to which files
        avant/           what the files held before
        apres/           what they hold from now on, until each is in its place

A change is written whole under another name, then the folder gets its own: from that instant it is
done, and what is left is to move the files of `apres` into their places. If that is cut off, who
reads the folder next goes on with it. So whatever is read is what was before, or what is after.

Only the standard library is imported: a build with nothing to do asks this too.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

HISTORY = ".historique"
UNFINISHED = ".en-cours"
"""How the name of a change begins that isn't written whole: it never happened."""

JOURNAL, BEFORE, AFTER, LOCK = "journal.json", "avant", "apres", "verrou"


def settle(folder: Path) -> None:
    """Carry to their end the changes of a network that were cut off."""
    if unsettled(folder):
        with locked(folder):
            for change in unsettled(folder):
                put_in_place(folder, change)


def unsettled(folder: Path) -> list[Path]:
    """Return the changes whose files aren't all in their places, the oldest first."""
    try:
        names = sorted(os.listdir(folder / HISTORY))
    except OSError:
        return []
    changes = [folder / HISTORY / name for name in names if not name.startswith(UNFINISHED)]
    return [change for change in changes if (change / AFTER).is_dir()]


def put_in_place(folder: Path, change: Path) -> None:
    """Move the files of a change into their places; doing it again does no harm."""
    journal = json.loads((change / JOURNAL).read_text(encoding="utf-8"))
    for name, (_before, after) in journal["files"].items():
        place, waiting = folder / name, change / AFTER / name
        if after is None:
            with suppress(FileNotFoundError):
                place.unlink()
        elif waiting.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            os.replace(waiting, place)
            flush_folder(place.parent)
    import shutil  # a build with nothing to do has no use for it

    shutil.rmtree(change / AFTER, ignore_errors=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let nobody else change the folder meanwhile, where the system has locks."""
    (folder / HISTORY).mkdir(parents=True, exist_ok=True)
    with (folder / HISTORY / LOCK).open("a") as stream:
        with suppress(ImportError, OSError):
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(stream.fileno(), msvcrt.LK_LOCK, 1)
            else:
                import fcntl

                fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def flush_folder(folder: Path) -> None:
    """Have a folder's list of names on the disk, where the system lets one ask for it."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
