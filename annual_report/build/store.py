"""Where files are read from and written to: a folder, or any address that fsspec knows.

A write is whole or not at all in a folder, where the new file is written beside and moved into
place, and in object stores, which only ever show a finished object.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Protocol

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

    def read(self, name: str) -> bytes:
        """Return a file's content; raise FileNotFoundError if it isn't there."""

    def write(self, name: str, content: bytes) -> None:
        """Put a file in place, whole or not at all."""

    def remove(self, name: str) -> None:
        """Remove a file if it is there."""

    def stamp(self, name: str) -> str:
        """Return what changes whenever a file is touched, "" where the store can't tell.

        Raise FileNotFoundError if it isn't there.
        """

    def lock(self, name: str, wait: Callable[[], None]) -> AbstractContextManager[object]:
        """Keep others out who ask for the same lock, from now until the end of the context.

        Call `wait` first if there is someone to wait for. An object store locks nothing: whoever
        writes last is right there.
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

    def read(self, name: str) -> bytes:
        """Return a file's content."""
        with open(f"{self.folder}/{name}", "rb", buffering=0) as stream:  # a Path costs as much
            return stream.read()

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

    def remove(self, name: str) -> None:
        """Remove a file if it is there."""
        (self.folder / name).unlink(missing_ok=True)

    def stamp(self, name: str) -> str:
        """Return what changes whenever a file is touched; no program can set `ctime` back."""
        found = os.stat(f"{self.folder}/{name}")
        return f"{found.st_ino}-{found.st_size}-{found.st_mtime_ns}-{found.st_ctime_ns}"

    def lock(self, name: str, wait: Callable[[], None]) -> AbstractContextManager[object]:
        """Lock a file, which the system unlocks if this process is killed."""
        from filelock import FileLock, Timeout

        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path)
        try:
            return lock.acquire(timeout=0)
        except Timeout:
            wait()
            return lock.acquire()

    def sweep(self, folders: Iterable[str], endings: tuple[str, ...]) -> None:
        """Remove what a killed build had not finished writing: files that would end in some way."""
        for folder in folders:
            for path in (self.folder / folder).glob(f"*{TEMPORARY}"):
                name, _dot, process = path.stem.rpartition(".")
                if process.isdigit() and name.endswith(endings):  # others' files may end so too
                    path.unlink(missing_ok=True)


class RemoteStore:
    """A tree at an fsspec address such as s3://bucket/folder or memory://reports."""

    def __init__(self, address: str) -> None:
        self._files: Any
        self._files, root = _opened(address)
        self._address = address
        self._root = root.rstrip("/")
        self._prefix = f"{self._root}/" if self._root else ""  # an archive's own root has no name
        self._has_folders = not getattr(self._files, "async_impl", False)  # object stores have none

    @property
    def place(self) -> str:
        """The address without what may be written in several ways."""
        return str(self._files.unstrip_protocol(self._root)).rstrip("/")

    def names(self) -> list[str]:
        """Return the names of all files, sorted; raise ReportError if nothing can be there."""
        from annual_report.errors import ReportError
        from annual_report.messages import _

        self._files.invalidate_cache()
        with telling(self._address):
            try:
                found = self._files.find(self._root)
            except FileNotFoundError:
                found = []
            bucket = self._root.partition("/")[0]
            known = found or self._has_folders or bucket.endswith(":")
            if not known and not self._files.exists(bucket):
                raise ReportError(_("{address}: there is no such bucket", address=self._address))
        return sorted(path.removeprefix(self._root).lstrip("/") for path in found)

    def read(self, name: str) -> bytes:
        """Return a file's content."""
        with telling(self._address):
            return bytes(self._files.cat_file(self._prefix + name))

    def write(self, name: str, content: bytes) -> None:
        """Put a finished object in place; a bucket that isn't there is not made."""
        from annual_report.build.content_types import typed

        path = self._prefix + name
        if self._has_folders and (folder := path.rpartition("/")[0]):
            self._files.makedirs(folder, exist_ok=True)
        for options, _names in typed(self._files, {name: content}):
            self._files.pipe_file(path, content, **options)

    def remove(self, name: str) -> None:
        """Remove a file if it is there."""
        path = self._prefix + name
        if self._files.exists(path):
            self._files.rm_file(path)

    def stamp(self, name: str) -> str:
        """Say nothing: what a store tells of an object differs from one to the next."""
        return ""

    def lock(self, _name: str, _wait: Callable[[], None]) -> AbstractContextManager[object]:
        """Lock nothing."""
        return nullcontext()

    def sweep(self, _folders: Iterable[str], _endings: tuple[str, ...]) -> None:
        """Remove nothing: no object is there before it is finished."""


@contextmanager
def telling(address: str) -> Iterator[None]:
    """Tell what a store says in errors of its own as a ReportError, with the address."""
    from annual_report.errors import ReportError
    from annual_report.messages import _

    try:
        yield
    except (OSError, ReportError):
        raise
    except Exception as error:  # who may not, or is not known, or no answer
        reason = " ".join(str(error).split())
        raise ReportError(_("{file}: {reason}", file=address, reason=reason)) from error


def _opened(address: str) -> tuple[Any, str]:
    """Return the file system of an address, and the path there; name the extra that it needs."""
    from annual_report.errors import ParameterError
    from annual_report.messages import _

    extra = "s3" if address.startswith(("s3:", "s3a:")) else "cluster"
    try:
        from fsspec.core import url_to_fs

        system, root = url_to_fs(address)
    except ImportError as error:
        line = _(
            "{address}: this needs the extra “{extra}”: python -m pip install -r {file}",
            address=address,
            extra=extra,
            file=f"requirements-{extra}.txt",
        )
        raise ParameterError(line) from error
    except ValueError as error:  # no such protocol
        raise ParameterError(_("{file}: {reason}", file=address, reason=error)) from error
    return system, root


def open_store(address: str | Path) -> Store:
    """Open a folder by its path or file:// address, or a remote tree by its address.

    Raise ParameterError if there is nothing that could open it.
    """
    text = str(address)
    if not text.startswith("file://"):
        return RemoteStore(text) if "://" in text else FolderStore(Path(text))
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    found = urlsplit(text)
    if found.netloc not in ("", "localhost"):
        from annual_report.errors import ParameterError
        from annual_report.messages import _

        raise ParameterError(_("{address}: files of another machine", address=text))
    return FolderStore(Path(url2pathname(found.path)))
