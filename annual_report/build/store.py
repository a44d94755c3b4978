"""Where files are read from and written to: a folder, or any address that fsspec knows.

A write is whole or not at all in a folder, where the new file is written beside and moved into
place, and in object stores, which only ever show a finished object. Files are read and written in
batches: a look at a remote place takes its time, however much is asked for at once.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

TEMPORARY = ".part"
"""The ending of files that are being written; they are never taken for data or pages."""

DEPTH = 2
"""How many folders deep a package or a build is; a link that leads to itself has no end."""


class Store(Protocol):
    """A tree of files by relative names with forward slashes, two folders deep."""

    @property
    def place(self) -> str:
        """Where it is, the same however that was written."""

    def names(self) -> list[str]:
        """Return the names of all regular files, sorted; none where there is no such tree.

        A folder that can't be looked into stands for what it holds, with a slash at the end: to
        read it says why.
        """

    def stamps(self, names: Sequence[str] | None = None) -> dict[str, str]:
        """Return what changes whenever a file is touched, of all or some; "" if nobody can tell."""

    def read(self, name: str) -> bytes:
        """Return a file's content; raise FileNotFoundError if it isn't there."""

    def read_all(self, names: Sequence[str]) -> dict[str, bytes]:
        """Return the content of several files; raise FileNotFoundError if one isn't there."""

    def write_all(self, files: Mapping[str, bytes]) -> None:
        """Put several files in place, each whole or not at all; a folder gets them in order."""

    def remove(self, *names: str) -> None:
        """Remove files that are there."""

    def lock(self, name: str) -> AbstractContextManager[object] | None:
        """Keep others out who ask for the same lock until the end of the context.

        None if someone else has it now. An object store locks nothing: whoever writes last is right
        there.
        """

    def sweep(self, folders: Iterable[str], endings: tuple[str, ...]) -> None:
        """Remove what a killed build had not finished writing: files that would end in some way."""


class FolderStore:
    """A folder of this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def place(self) -> str:
        """The folder's real path."""
        return os.path.realpath(self.folder)

    def names(self) -> list[str]:
        """Return the names of all files, sorted."""
        return sorted(self._walk(str(self.folder), "", DEPTH))

    def _walk(self, folder: str, prefix: str, depth: int) -> Iterator[str]:
        try:
            entries = list(os.scandir(folder))
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError:
            if not prefix:
                raise
            yield prefix
            return
        for entry in entries:
            try:
                is_folder, is_file = entry.is_dir(), entry.is_file()
            except OSError:  # a link that leads in a circle is as good as one that leads nowhere
                continue
            if is_folder and depth:
                yield from self._walk(entry.path, f"{prefix}{entry.name}/", depth - 1)
            elif is_file and not entry.name.endswith(TEMPORARY):
                yield prefix + entry.name

    def stamps(self, names: Sequence[str] | None = None) -> dict[str, str]:
        """Return each file's stamp: no program can set `ctime` back."""
        found = {}
        for name in self.names() if names is None else names:
            try:
                each = os.stat(f"{self.folder}/{name}")
            except OSError:  # it has gone meanwhile, or is a folder that can't be looked into
                continue
            found[name] = f"{each.st_ino}-{each.st_size}-{each.st_mtime_ns}-{each.st_ctime_ns}"
        return found

    def read(self, name: str) -> bytes:
        """Return a file's content."""
        with open(f"{self.folder}/{name}", "rb", buffering=0) as stream:  # a Path costs as much
            return stream.read()

    def read_all(self, names: Sequence[str]) -> dict[str, bytes]:
        """Return the content of several files."""
        return {name: self.read(name) for name in names}

    def write_all(self, files: Mapping[str, bytes]) -> None:
        """Put several files in place, in order."""
        for name, content in files.items():
            self.write(name, content)

    def write(self, name: str, content: bytes) -> None:
        """Write beside, then move into place."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.{os.getpid()}{TEMPORARY}")
        try:
            with beside.open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(beside, path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise

    def remove(self, *names: str) -> None:
        """Remove files that are there."""
        for name in names:
            (self.folder / name).unlink(missing_ok=True)

    def lock(self, name: str) -> AbstractContextManager[object] | None:
        """Lock a file, which the system unlocks if this process is killed."""
        from filelock import FileLock, Timeout

        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return FileLock(path).acquire(timeout=0)
        except Timeout:
            return None

    def sweep(self, folders: Iterable[str], endings: tuple[str, ...]) -> None:
        """Remove what a killed build had not finished writing: files that would end in some way."""
        for folder in folders:
            for path in (self.folder / folder).glob(f"*{TEMPORARY}"):
                name, _dot, process = path.stem.rpartition(".")
                if process.isdigit() and name.endswith(endings):  # others' files may end so too
                    path.unlink(missing_ok=True)
