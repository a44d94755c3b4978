"""Where files are read from and pages go: a folder, or a remote tree, by its address."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from annual_report.build.store import FolderStore

if TYPE_CHECKING:
    from annual_report.build.remote_store import RemoteStore

Store: TypeAlias = "FolderStore | RemoteStore"


def open_store(address: str | Path) -> Store:
    """Open a folder by its path or file:// address, or a remote tree by its address.

    Raise ParameterError if there is nothing that could open it.
    """
    if folder := folder_at(str(address)):
        return FolderStore(folder)
    from annual_report.build.remote_store import RemoteStore

    return RemoteStore(str(address))


def folder_at(address: str) -> Path | None:
    """Return the folder at a path or a file:// address, None for what isn't on this machine's disk.

    Raise ParameterError for a file:// address of another machine.
    """
    if not address.startswith("file://"):
        return None if "://" in address else Path(address)
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    found = urlsplit(address)
    if found.netloc not in ("", "localhost"):
        from annual_report.errors import ParameterError
        from annual_report.messages import _

        raise ParameterError(_("{address}: files of another machine", address=address))
    return Path(url2pathname(found.path))


def without_password(address: str) -> str:
    """Return an address as it may be shown, logged or stored: without who may enter there."""
    return re.sub(r"://[^/@\s]*@", "://", address)
