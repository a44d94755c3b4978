"""Every change of a network's folder, whole or not at all, with what it replaced kept and dated.

`record` makes a change, `changes` lists them, `take_back` undoes the last: the files are again what
they were, byte for byte. An undoing is a change like another. The last hundred changes are kept;
the oldest goes when another comes, and `forgotten` says of when it was. What each step leaves on
the disk is said in `reading.files.interrupted`.

A change is thought out from files that were read, and somebody may be asked before it is written.
`seen`, taken before the reading, lets `record` refuse it if they hold something else by then.
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

from annual_report.errors import DataError, ParameterError, reason
from annual_report.messages import _
from annual_report.reading.files.interrupted import (
    AFTER,
    BEFORE,
    HISTORY,
    JOURNAL,
    UNFINISHED,
    flush_folder,
    locked,
    put_in_place,
    settle,
)
from annual_report.reading.files.package_files import SOURCES, is_package_file, is_picture
from annual_report.reading.problems import Place, Problem

KEPT = 100
"""Changes that are kept: some years of a network's life, and a few megabytes."""
FORGOTTEN = "oublie.json"
"""The file of the history that says of when the last change was that isn't kept any more."""

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


def seen(folder: Path) -> Seen:
    """Return what the files hold that a command reads and writes: tables, texts, the descriptor."""
    files = (path for depth in ("*", "*/*") for path in folder.glob(depth) if path.is_file())
    found: dict[str, str | None] = {}
    for path in files:
        name = path.relative_to(folder).as_posix()
        if name == SOURCES or (is_package_file(name) and not is_picture(name)):
            found[name] = None
            with suppress(OSError):  # who reads it says why
                found[name] = _hash(path.read_bytes())
    return found


def record(
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
    with locked(folder):
        if read is not None:
            _refuse_other_than(read, seen(folder))
        before = {path: path.read_bytes() if path.exists() else None for path in files}
        changed = {path: content for path, content in files.items() if content != before[path]}
        if not changed:
            return
        _refuse_held(path for path in changed if before[path] is not None)
        when = datetime.now()
        history = folder / HISTORY
        for left in history.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left, ignore_errors=True)
        name = _free_name(history, f"{when:%Y-%m-%dT%H-%M-%S} {command}")
        change = history / f"{UNFINISHED} {name}"
        hashes = {}
        (change / AFTER).mkdir(parents=True)
        for path, content in changed.items():
            inside = path.relative_to(folder).as_posix()
            hashes[inside] = (_hash(before[path]), _hash(content))
            _write(change / BEFORE / inside, before[path])
            _write(change / AFTER / inside, content)
        journal = {
            "when": when.isoformat(timespec="seconds"),
            "command": command,
            "details": list(details),
            "undoes": undoes,
            "files": hashes,
        }
        text = json.dumps(journal, ensure_ascii=False, indent=1)
        _write(change / JOURNAL, text.encode())
        for made in [change, *(each for each in change.rglob("*") if each.is_dir())]:
            flush_folder(made)
        os.rename(change, history / name)  # from here on, it is done
        flush_folder(history)
        put_in_place(folder, history / name)
        with suppress(OSError, ValueError):  # what was asked is done; the next change tries again
            _forget_the_oldest(history)


def _refuse_other_than(read: Seen, now: Seen) -> None:
    """Raise DataError if somebody changed the data since: what they wrote would be lost."""
    changed = sorted(name for name in {*read, *now} if read.get(name) != now.get(name))
    if changed:
        what = _("was changed meanwhile: nothing was written; do it again")
        raise DataError([Problem(Place(name), what) for name in changed])


def _refuse_held(paths: Iterable[Path]) -> None:
    """Raise DataError if a file may not be written: a spreadsheet on Windows keeps its own open."""
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
            what = _("can’t be written: {reason}", reason=reason(error))
            expected = _("a file that no other program has open")
            raise DataError([Problem(Place(path.name), what, expected=expected)]) from None


def _locks(path: Path) -> Iterator[Path]:
    """Give the files by which LibreOffice and Excel say that one is open."""
    yield path.with_name(f".~lock.{path.name}#")
    yield path.with_name(f"~${path.name}")


def _forget_the_oldest(history: Path) -> None:
    """Let the changes go that are too old, and note of when the last of them was."""
    for journal in sorted(history.glob(f"[!.]*/{JOURNAL}"))[:-KEPT]:
        when = json.loads(journal.read_text(encoding="utf-8"))["when"]
        _write(history / UNFINISHED, json.dumps({"until": when}).encode())
        os.replace(history / UNFINISHED, history / FORGOTTEN)
        going = history / f"{UNFINISHED} {journal.parent.name}"
        os.rename(journal.parent, going)
        shutil.rmtree(going, ignore_errors=True)  # the next change does it if this is cut off


def forgotten(folder: Path) -> datetime | None:
    """Return of when the last change was that isn't kept any more; None if all are."""
    try:
        text = (folder / HISTORY / FORGOTTEN).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    return datetime.fromisoformat(json.loads(text)["until"])


def changes(folder: Path) -> list[PastChange]:
    """Return the changes of a network, the oldest first."""
    settle(folder)
    found = []
    for path in sorted((folder / HISTORY).glob(f"*/{JOURNAL}")):
        if not path.parent.name.startswith(UNFINISHED):
            said = json.loads(path.read_text(encoding="utf-8"))
            said["when"] = datetime.fromisoformat(said["when"])
            said["details"] = tuple(said["details"])
            said["files"] = {name: tuple(pair) for name, pair in said["files"].items()}
            found.append(PastChange(path.parent.name, **said))
    return found


def last_change(folder: Path) -> PastChange | None:
    """Return the last change that wasn't taken back."""
    found = changes(folder)
    undone = {each.undoes for each in found}
    left = [each for each in found if each.undoes is None and each.name not in undone]
    return left[-1] if left else None


def take_back(folder: Path, change: PastChange, *, even_if_edited: bool = False) -> None:
    """Give the files of a change the bytes that they had before.

    Raise ParameterError if one of them was edited since: that would be lost from sight.
    """
    now = seen(folder)
    edited = edited_since(folder, change)
    if edited and not even_if_edited:
        raise ParameterError(
            _(
                "{files}: changed since by hand; undo --anyway takes it back all the same, and "
                "keeps a copy",
                files=", ".join(edited),
            )
        )
    files: dict[Path, bytes | None] = {}
    for name, (before, _after) in change.files.items():
        kept = folder / HISTORY / change.name / BEFORE / name
        files[folder / name] = None if before is None else kept.read_bytes()
    record(folder, files, "undo", [change.name], read=now, undoes=change.name)


def edited_since(folder: Path, change: PastChange) -> list[str]:
    """Return the files of a change that don't hold any more what it wrote."""
    return [
        name
        for name, (_before, after) in change.files.items()
        if _hash((folder / name).read_bytes() if (folder / name).exists() else None) != after
    ]


def _free_name(history: Path, name: str) -> str:
    """Return a name that sorts after those of the same second."""
    stamp, _space, command = name.partition(" ")
    taken = [each.name.removeprefix(stamp)[1:3] for each in history.glob(f"{stamp}-*")]
    return f"{stamp}-{max(map(int, taken), default=0) + 1:02} {command}"


def _write(path: Path, content: bytes | None) -> None:
    if content is None:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _hash(content: bytes | None) -> str | None:
    return None if content is None else hashlib.sha256(content).hexdigest()
