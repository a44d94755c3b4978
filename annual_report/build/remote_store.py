"""Files at an fsspec address such as s3://bucket/folder or memory://reports.

A write is whole or not at all here too: object stores only ever show a finished object.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import Any

from annual_report.build.content_types import typed
from annual_report.build.store import TEMPORARY
from annual_report.errors import ParameterError, ReportError
from annual_report.messages import _
from annual_report.project import getting

STAMPS = ("ETag", "etag", "md5Hash", "mtime", "LastModified", "last_modified", "created")
"""What file systems call that which changes whenever a file is written."""


class RemoteStore:
    """What `FolderStore` is, at an address; each method goes there once."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._files: Any
        self._files, root = _opened(address)
        self._root = root.rstrip("/")
        self._prefix = f"{self._root}/" if self._root else ""  # an archive's own root has no name
        self._has_folders = not getattr(self._files, "async_impl", False)  # object stores have none

    @property
    def place(self) -> str:
        """The address without what may be written in several ways."""
        return str(self._files.unstrip_protocol(self._root)).rstrip("/")

    def names(self) -> list[str]:
        """Return the names of all files, sorted."""
        return sorted(self.stamps())

    def stamps(self, names: Sequence[str] | None = None) -> dict[str, str]:
        """Return what the place tells of each file that changes when it is written.

        Raise ReportError if nothing can be there: a bucket that isn't is not made.
        """
        self._files.invalidate_cache()
        found: Mapping[str, Any] = {}
        bucket = self._root.partition("/")[0]
        try:
            with suppress(FileNotFoundError):
                found = self._files.find(self._root, detail=True)
            known = found or self._has_folders or bucket.endswith(":")
            is_there = known or self._files.exists(bucket)
        except OSError:
            raise
        except Exception as error:  # who may not, or is not known, or no answer
            reason = " ".join(str(error).split())
            said = _("{file}: {reason}", file=self.address, reason=reason)
            raise ReportError(said) from error
        if not is_there:
            raise ReportError(_("{address}: there is no such bucket", address=self.address))
        there = {path.removeprefix(self._root).lstrip("/"): path for path in found}
        return {
            name: _stamp(found[path])
            for name, path in there.items()
            if (name in names if names is not None else not path.endswith(TEMPORARY))
        }

    def read_all(self, names: Sequence[str]) -> dict[str, bytes]:
        """Return the content of several files, fetched at the same time."""
        if not names:
            return {}
        found = self._files.cat([self._prefix + name for name in names])
        return {path[len(self._prefix) :]: bytes(content) for path, content in found.items()}

    def write_all(self, files: Mapping[str, bytes]) -> None:
        """Put finished objects in place, all at the same time, with their types."""
        if self._has_folders:
            for folder in {(self._prefix + name).rpartition("/")[0] for name in files} - {""}:
                self._files.makedirs(folder, exist_ok=True)
        for options, names in typed(self._files, files):
            self._files.pipe({self._prefix + name: files[name] for name in names}, **options)

    def remove(self, *names: str) -> None:
        """Remove files that are there."""
        if gone := [self._prefix + name for name in self.stamps(names)] if names else []:
            self._files.rm(gone)

    def lock(self) -> AbstractContextManager[object] | None:
        """Lock nothing: whoever writes last is right here."""
        return nullcontext()

    def sweep(self) -> None:
        """Remove nothing: no object is there before it is finished."""


def _stamp(about: Mapping[str, Any]) -> str:
    known = next((str(about[key]) for key in STAMPS if about.get(key)), "")
    return f"{about.get('size')}-{known}" if known else ""


def _opened(address: str) -> tuple[Any, str]:
    """Return the file system of an address, and the path there; name the extra that it needs."""
    extra = "s3" if address.startswith(("s3:", "s3a:")) else "cluster"
    try:
        from fsspec.core import url_to_fs

        system, root = url_to_fs(address)
    except ImportError as error:
        line = _(
            "{address}: this needs the extra “{extra}”: {command}",
            address=address,
            extra=extra,
            command=getting(extra),
        )
        raise ParameterError(line) from error
    except ValueError as error:  # no such protocol
        raise ParameterError(_("{file}: {reason}", file=address, reason=error)) from error
    return system, root
