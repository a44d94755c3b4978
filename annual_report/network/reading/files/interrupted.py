"""Changes of a network's folder that were cut off: nothing is read before they are taken back.

    .historique/
      2026-11-26T07-05-12-01 import/
        journal.json     what was done, when, to which files
        avant/           what the files held before
        apres/           what they are to hold, until each is in its place; then it goes

A change that still has `apres` was cut off: some files are as before, others as after. `undo`
gives all of them the bytes of `avant`.

Nothing heavy is imported: a build with nothing to do asks this too.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from annual_report.base.errors import DataError
from annual_report.base.messages import _

HISTORY = ".historique"
UNFINISHED = ".en-cours"
"""How the name of a change begins that was cut off before it touched a file."""
JOURNAL, BEFORE, AFTER, LOCK = "journal.json", "avant", "apres", "verrou"


def list_unfinished(folder: Path) -> list[Path]:
    """Return the changes whose files aren't all in their places, the oldest first."""
    try:
        names = sorted(os.listdir(folder / HISTORY))
    except OSError:
        return []
    changes = [folder / HISTORY / name for name in names if not name.startswith(UNFINISHED)]
    return [change for change in changes if (change / AFTER).is_dir()]


def refuse_unfinished(folder: Path) -> None:
    """Raise DataError if a change of a network was cut off; wait for one that goes on."""
    if list_unfinished(folder):
        with hold_lock(folder):
            left = list_unfinished(folder)
        if left:
            when, _space, command = left[-1].name.partition(" ")
            line = _("{folder}: a change was cut off ({command}, {when}): to have the data as they "
                     "were before it: undo", folder=folder, command=command,
                     when=when[:10])  # fmt: skip
            raise DataError([line])


@contextmanager
def hold_lock(folder: Path) -> Iterator[None]:
    """Let nobody else change the folder meanwhile, where its disk has locks."""
    from filelock import FileLock

    (folder / HISTORY).mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / HISTORY / LOCK)
    with suppress(OSError):
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
