"""What a page has read, as hashes by name, and what these would be now.

    data: membres.csv        a file of the network; "data: textes/" are the names of all texts
    file: notebooks/aid.py   a file beside the notebook, by its path from the project's root

A network notes in `asked_files` which of its tables and texts it is asked for. Files that are
opened, an import's included, are heard of by an audit hook.
"""

import os
import sys
from collections.abc import Collection, Mapping
from contextlib import suppress
from importlib.util import source_from_cache
from pathlib import Path
from typing import Any

from annual_report.base.program import hash_bytes
from annual_report.base.project import ROOT

DATA, FILE = "data: ", "file: "
ALL = "*"
"""What stands for every file of a network."""
asked_files: set[str] = set()
"""What a network was asked for in this process, as files by their paths in its folder."""


def note_opened_files(folders: Collection[Path]) -> set[str]:
    """Return a set that fills with the files below some folders that this process opens to read."""
    inside = tuple(f"{os.path.realpath(each)}{os.sep}" for each in folders)
    prefixes = (f"{os.path.realpath(each)}{os.sep}" for each in (sys.prefix, sys.base_prefix))
    # An environment may lie in the folder of the notebooks; those that are installed lie in it.
    own = tuple(each for each in prefixes if not any(path.startswith(each) for path in inside))
    opened: set[str] = set()

    def hear(event: str, args: tuple[Any, ...]) -> None:
        if event != "open" or not isinstance(args[0], str):  # a number is a file that is open
            return
        _path, mode, flags = args
        if set(mode or "") & set("wax+") or flags & (os.O_WRONLY | os.O_RDWR):
            return
        # Of a module, its bytecode may be all that is opened: the source is what changes.
        path = os.path.realpath(args[0])
        if path.startswith(inside) and not path.startswith(own):
            opened.add(source_from_cache(path) if path.endswith(".pyc") else path)

    sys.addaudithook(hear)
    return opened


def hash_what_was_read(
    opened: Collection[str], package: Path, files: Mapping[str, bytes], each: Collection[str] = ()
) -> dict[str, str]:
    """Return the hashes of what a network was asked for, and of what was opened.

    The network lies in the folder `package`, and has some `files`, of which `each` page is made.
    """
    folder = f"{os.path.realpath(package)}{os.sep}"
    parts = {f"{DATA}{name}" for name in {*each, *asked_files}}
    for path in opened:
        kind, name = (DATA, path[len(folder) :]) if path.startswith(folder) else (FILE, path)
        if kind == FILE:
            with suppress(ValueError):  # it is on another drive than the program
                name = os.path.relpath(path, ROOT)
        parts.add(kind + name.replace(os.sep, "/"))
    return hash_parts_now(parts, files)


def hash_parts_now(parts: Collection[str], files: Mapping[str, bytes]) -> dict[str, str]:
    """Return what the hashes are now of those parts that were read; "" of what isn't there."""
    data = {part: _hash_data(part[len(DATA) :], files) for part in parts if part.startswith(DATA)}
    beside = {part: _hash_file(part[len(FILE) :]) for part in parts if part.startswith(FILE)}
    return data | beside


def _hash_file(name: str) -> str:
    """Return the hash of a file beside a notebook, by its path from the project's root."""
    with suppress(OSError):
        return hash_bytes(Path(ROOT, name).read_bytes())
    return ""


def _hash_data(name: str, files: Mapping[str, bytes]) -> str:
    """Return the hash of a network's files: of all, of the names in a folder, or of one file."""
    if name == ALL:
        lines = [f"{each} {hash_bytes(files[each])}" for each in sorted(files)]
    elif name.endswith("/"):
        lines = sorted(each for each in files if each.startswith(name))
    else:
        return hash_bytes(files[name]) if name in files else ""
    return hash_bytes("\n".join(lines).encode(errors="surrogateescape"))  # names as the system's
