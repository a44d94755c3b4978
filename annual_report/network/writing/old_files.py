"""What a network's folder held before the program changed it: `anciens/AAAA-MM-JJ-HHMM/`.

Nothing reads that folder: whoever wants something of it back takes it from there by hand.
"""

import shutil
from collections.abc import Sequence
from datetime import datetime
from itertools import count
from pathlib import Path

from annual_report.base.errors import DataError, say_reason
from annual_report.base.messages import _
from annual_report.network.reading.problems import Place, Problem

OLD = "anciens"


def set_aside(folder: Path, files: Sequence[Path]) -> str:
    """Copy files that will be written over or taken away; return where, as a path in the folder.

    Raise DataError, and copy none, if another program has one of them open.
    """
    for file in files:
        _refuse_open_file(file)
    place = _find_free_place(folder)
    for file in files:
        place.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, place / file.name)
    return place.relative_to(folder).as_posix()


def _refuse_open_file(file: Path) -> None:
    """Raise DataError for a file that another program has open: what that one saves would win."""
    for lock in (f".~lock.{file.name}#", f"~${file.name}"):
        if file.with_name(lock).exists():
            fault = _("is open in a spreadsheet, as {lock} says: nothing was written", lock=lock)
            expected = _("it closed, then the same again")
            raise DataError([Problem(Place(file.name), fault, expected=expected)])
    try:
        file.open("r+b").close()
    except OSError as error:
        fault = _("can’t be written: {reason}", reason=say_reason(error))
        expected = _("a file that no other program has open")
        raise DataError([Problem(Place(file.name), fault, expected=expected)]) from None


def _find_free_place(folder: Path) -> Path:
    minute = f"{datetime.now():%Y-%m-%d-%H%M}"
    names = (minute if number == 1 else f"{minute}-{number}" for number in count(1))
    return next(place for name in names if not (place := folder / OLD / name).exists())
