"""What a page reads while it is made: tables and texts of its network, files of the project.

The network says what it is asked for (`note`). Files and modules are seen by an audit hook, which
hears of every `open`, an import's included. What is noted is one line each in a file, at once, for
a kernel may be ended without warning:

    data: membres               a table; "*" is the whole package
    data: textes/2025.md        a text, be it there or not; "textes/" are all their names
    file: /path/of/a/file
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import source_from_cache
from typing import Any

from annual_report.project import ROOT

ALL = "*"
"""What stands for every file of a network."""
_noted: set[str] = set()
_state: dict[str, Any] = {"file": None, "paused": False}


def start(file: str, folders: list[str], package: str) -> None:
    """Write down into `file`, from now on, what this process reads of the project or `folders`.

    `package` is where the network's own files are.
    """
    _state["file"] = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    inside = tuple(f"{os.path.realpath(each)}{os.sep}" for each in (str(ROOT), *folders))
    own = (sys.prefix, sys.base_prefix, os.getcwd())
    outside = tuple(f"{os.path.realpath(each)}{os.sep}" for each in own)

    data = f"{os.path.realpath(package)}{os.sep}"

    def hear(event: str, args: tuple[Any, ...]) -> None:
        if event != "open" or not isinstance(args[0], str) or args[0].startswith(outside[:-1]):
            return
        if _writes(args[1], args[2]):
            return
        path = os.path.realpath(args[0])
        if path.startswith(data):
            note(path.removeprefix(data).replace(os.sep, "/"))
        elif path.startswith(inside) and not path.startswith(outside):
            if path.endswith(".pyc"):
                path = source_from_cache(path)
            _write(f"file: {path}")

    sys.addaudithook(hear)


def note(what: str) -> None:
    """Note that something of the network is read; where nobody records it is nothing."""
    if _state["file"] is not None and not _state["paused"]:
        _write(f"data: {what}")


@contextmanager
def paused() -> Iterator[None]:
    """Note nothing of a network: who reads all of it does so for others."""
    before, _state["paused"] = _state["paused"], True
    try:
        yield
    finally:
        _state["paused"] = before


def _writes(mode: str | None, flags: int) -> bool:
    return bool(set(mode or "") & set("wax+")) or bool(flags & (os.O_WRONLY | os.O_RDWR))


def _write(line: str) -> None:
    if line not in _noted and "\n" not in line:
        _noted.add(line)
        os.write(_state["file"], f"{line}\n".encode(errors="surrogateescape"))
