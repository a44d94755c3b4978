"""Every change of a network's folder, with what it replaced kept and dated.

`record_change` makes one, `list_changes` gives those of the past, `take_back` undoes one: its files
are again what they were, byte for byte. An undoing is a change like another. The last hundred
changes are kept.

What files held is copied and what they are to hold is written beside before any of them is touched;
then each is replaced by one renaming. A change that is cut off there is named by the next command,
and `undo` takes it back like any other. `reading.files.interrupted` says what lies on the disk.

A change is thought out from files that were read, and somebody may be asked before it is written.
`hash_files`, taken before the reading, lets `record_change` refuse it if they hold something else
by then.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from annual_report.base.errors import DataError, ParameterError, say_reason
from annual_report.base.messages import _
from annual_report.network.reading.files.interrupted import (
    AFTER,
    BEFORE,
    HISTORY,
    JOURNAL,
    UNFINISHED,
    hold_lock,
)
from annual_report.network.reading.files.package_files import is_package_file, is_picture
from annual_report.network.reading.problems import Place, Problem

DONE = ".fait"
KEPT = 100
"""Changes that are kept: some years of a network's life, and a few megabytes."""

Files = Mapping[Path, bytes | None]
"""What files will hold; None for one that goes."""
Seen = Mapping[str, str | None]
"""What the files of a network held, as hashes by their names; None for one that nobody may read."""


@dataclass(frozen=True)
class PastChange:
    """A change of a network: when, by which command, to which files (their hashes around it)."""

    name: str
    when: datetime
    command: str
    details: tuple[str, ...]
    files: Mapping[str, tuple[str | None, str | None]]
    undoes: str | None = None
    cut_off: bool = False
    """Whether some of its files may still be what they were."""


def hash_files(folder: Path) -> Seen:
    """Return what the files hold that a command reads and writes: tables, texts, the descriptor."""
    # Tables stand in the folder, texts and phrases in one of their own.
    files = (path for depth in ("*", "*/*") for path in folder.glob(depth) if path.is_file())
    found: dict[str, str | None] = {}
    for path in files:
        name = path.relative_to(folder).as_posix()
        if is_package_file(name) and not is_picture(name):
            found[name] = None
            with suppress(OSError):  # who reads it says why
                found[name] = _hash(path.read_bytes())
    return found


def record_change(
    folder: Path,
    files: Files,
    command: str,
    details: Sequence[str] = (),
    *,
    read: Seen | None = None,
    undoes: str | None = None,
) -> None:
    """Change files of a network together, and keep what they held.

    Raise DataError if the network isn't any more what was `read`, or if another program holds a
    file, and OSError if there is no writing there: then nothing is changed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with hold_lock(folder):
        if read is not None:
            _refuse_other_than(read, hash_files(folder))
        before = {path: path.read_bytes() if path.exists() else None for path in files}
        changed = {path: content for path, content in files.items() if content != before[path]}
        if not changed and undoes is None:
            return
        _refuse_held(path for path in changed if before[path] is not None)
        history = folder / HISTORY
        # What was prepared and never begun, by a command that was killed meanwhile, goes.
        for left in history.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left)
        when = datetime.now()
        name = f"{when:%Y-%m-%dT%H-%M-%S-%f} {command}"  # they sort by time; Windows takes no colon
        making = history / f"{UNFINISHED} {name}"
        (making / AFTER).mkdir(parents=True)
        hashes = {}
        for path, content in changed.items():
            inside = path.relative_to(folder).as_posix()
            hashes[inside] = (_hash(before[path]), _hash(content))
            _write(making / BEFORE / inside, before[path])
            _write(making / AFTER / inside, content)
        journal = {
            "when": when.isoformat(timespec="seconds"),
            "command": command,
            "details": list(details),
            "undoes": undoes,
            "files": hashes,
        }
        text = json.dumps(journal, ensure_ascii=False, indent=1)
        _write(making / JOURNAL, text.encode())
        # From here on the change is known: what stops it now is said, and can be taken back.
        os.rename(making, history / name)
        _put_in_place(folder, history / name, changed)
        _forget_the_oldest(history)


def _put_in_place(folder: Path, change: Path, files: Files) -> None:
    """Replace the files of a change, one by one: what stops here is cut off."""
    for path, content in files.items():
        if content is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.replace(change / AFTER / path.relative_to(folder), path)
    _finish(change)


def _finish(change: Path) -> None:
    """Say that the files of a change are in their places, or that it was taken back."""
    os.rename(change / AFTER, change / DONE)
    shutil.rmtree(change / DONE, ignore_errors=True)


def _refuse_other_than(read: Seen, now: Seen) -> None:
    """Raise DataError if somebody changed the data since: what they wrote would be lost."""
    changed = sorted(name for name in {*read, *now} if read.get(name) != now.get(name))
    if changed:
        what = _("was changed meanwhile: nothing was written; do it again")
        raise DataError([Problem(Place(name), what) for name in changed])


def _refuse_held(paths: Iterable[Path]) -> None:
    """Raise DataError if a file may not be written: a spreadsheet has it open."""
    for path in paths:
        lock = next((each for each in _locks(path) if each.exists()), None)
        if lock:
            what = _(
                "is open in a spreadsheet, as {lock} says: nothing was written", lock=lock.name
            )
            expected = _("it closed, then the same again")
            raise DataError([Problem(Place(path.name), what, expected=expected)])
        try:
            path.open("r+b").close()
        except OSError as error:
            what = _("can’t be written: {reason}", reason=say_reason(error))
            expected = _("a file that no other program has open")
            raise DataError([Problem(Place(path.name), what, expected=expected)]) from None


def _locks(path: Path) -> Iterator[Path]:
    """Give the files by which LibreOffice and Excel say that one is open."""
    yield path.with_name(f".~lock.{path.name}#")
    yield path.with_name(f"~${path.name}")


def _forget_the_oldest(history: Path) -> None:
    """Let the changes go that are too old; one that can't is tried again by the next change."""
    for journal in sorted(history.glob(f"[!.]*/{JOURNAL}"))[:-KEPT]:
        shutil.rmtree(journal.parent, ignore_errors=True)


def list_changes(folder: Path) -> list[PastChange]:
    """Return the changes of a network, the oldest first."""
    found = []
    for path in sorted((folder / HISTORY).glob(f"[!.]*/{JOURNAL}")):
        said = json.loads(path.read_text(encoding="utf-8"))
        said["when"] = datetime.fromisoformat(said["when"])
        said["details"] = tuple(said["details"])
        said["files"] = {name: tuple(pair) for name, pair in said["files"].items()}
        cut_off = (path.parent / AFTER).is_dir()
        found.append(PastChange(path.parent.name, cut_off=cut_off, **said))
    return found


def find_last_change(folder: Path) -> PastChange | None:
    """Return the last change that wasn't taken back; an undoing only if it was cut off."""
    found = list_changes(folder)
    undone = list_taken_back(found)
    left = [
        each for each in found if each.cut_off or (each.undoes is None and each.name not in undone)
    ]
    return left[-1] if left else None


def list_taken_back(past: Sequence[PastChange]) -> set[str]:
    """Return the names of the changes that were taken back, by an undoing that wasn't itself."""
    found: set[str] = set()
    for each in reversed(past):
        if each.undoes and each.name not in found and not each.cut_off:
            found.add(each.undoes)
    return found


def take_back(folder: Path, change: PastChange, *, even_if_edited: bool = False) -> None:
    """Give the files of a change the bytes that they had before.

    Raise ParameterError if one of them was edited since: that would be lost from sight.
    """
    now = hash_files(folder)
    edited = list_edited(folder, change)
    if edited and not even_if_edited:
        raise ParameterError(
            _(
                "{files}: changed since by hand; undo --anyway takes it back all the same, and "
                "keeps a copy",
                files=", ".join(edited),
            )
        )
    place = folder / HISTORY / change.name
    files: dict[Path, bytes | None] = {}
    for name, (before, _after) in change.files.items():
        files[folder / name] = None if before is None else (place / BEFORE / name).read_bytes()
    record_change(folder, files, "undo", [change.name], read=now, undoes=change.name)
    if change.cut_off:
        _finish(place)


def list_edited(folder: Path, change: PastChange) -> list[str]:
    """Return the files of a change that hold something else than what it wrote.

    Where it was cut off, a file may hold what it held before as well.
    """
    return [
        name
        for name, (before, after) in change.files.items()
        if _hash((folder / name).read_bytes() if (folder / name).exists() else None)
        not in ((before, after) if change.cut_off else (after,))
    ]


def write_whole_file(target: Path, content: bytes) -> None:
    """Write a file that somebody named: whole, or as it was before."""
    beside = target.with_name(f".{target.stem}.part{target.suffix}")
    try:
        beside.write_bytes(content)
        os.replace(beside, target)
    except OSError as error:
        # Nobody knows of the file beside: what is said is said of the one that was asked for.
        error.filename, error.filename2 = str(target), None
        raise
    finally:
        beside.unlink(missing_ok=True)


def _write(path: Path, content: bytes | None) -> None:
    if content is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _hash(content: bytes | None) -> str | None:
    return None if content is None else hashlib.sha256(content).hexdigest()
