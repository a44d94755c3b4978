"""The folder of a build's pages: a write is whole or not at all, and one build is at work in it.

A new file is written beside, among a build's own files, and moved into place.
"""

import os
from contextlib import AbstractContextManager
from pathlib import Path

FOLDER = ".build"
"""What a build keeps for itself, beside its pages."""
TEMPORARY = ".part"
"""The ending of files that are being written; they are never taken for pages."""


class FolderStore:
    """A folder, and the files below it by relative names with forward slashes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def place(self) -> str:
        """Where it is, the same however that was written."""
        return os.path.realpath(self.folder)

    def has(self, name: str) -> bool:
        """Whether there is a file of that name."""
        return os.path.isfile(self.folder / name)

    def read(self, name: str) -> bytes | None:
        """Return a file's content, None if there is no file of that name."""
        return (self.folder / name).read_bytes() if self.has(name) else None

    def write(self, name: str, content: bytes) -> None:
        """Write beside, then move into place."""
        path = self.folder / name
        beside = self.folder / FOLDER / f"{name.replace('/', '-')}.{os.getpid()}{TEMPORARY}"
        for each in (path, beside):
            each.parent.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(beside, path)
        except BaseException as error:
            beside.unlink(missing_ok=True)
            if isinstance(error, OSError):  # the file that was asked for, and not the one beside
                error.filename, error.filename2 = name, None
            raise

    def remove(self, *names: str) -> None:
        """Remove files that are there."""
        for name in names:
            (self.folder / name).unlink(missing_ok=True)

    def lock(self) -> AbstractContextManager[object] | None:
        """Keep other builds out until the end of the context; None if one is at work now.

        The system unlocks the file if this process is killed.
        """
        from filelock import FileLock, Timeout

        path = self.folder / FOLDER / "lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return FileLock(path).acquire(timeout=0)
        except Timeout:
            return None

    def sweep(self) -> None:
        """Remove what a killed build had not finished writing."""
        for path in (self.folder / FOLDER).glob(f"*{TEMPORARY}"):
            path.unlink(missing_ok=True)
