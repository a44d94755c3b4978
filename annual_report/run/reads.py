"""What a page has read, as hashes by name, and what these would be now.

    data: membres.csv        a file of the network; "data: textes/" are the names of all texts
    within: membres.csv      the same, where only measures have looked into it
    measured: [a call]       what a measure of the network found
    file: notebooks/aid.py   a file of the project, by its path from there; an import is one too

Only the standard library is imported here: a build with nothing to do looks at all of these.
"""

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from annual_report.program import digest, is_of_program
from annual_report.project import ROOT
from annual_report.reading.files.package_files import DESCRIPTOR
from annual_report.reading.schema.shared import shared
from annual_report.recording import ALL

WITHIN, MEASURED = "within", "measured"
"""The kinds of parts that are tables which measures looked into, and what these found."""


def what_was_read(noted: Path, files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the hashes of what a page's process has noted; its network has some `files`."""
    tables = files_of_tables(files)
    found = {f"data: {DESCRIPTOR}": ""}
    with suppress(OSError):
        for line in noted.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
            kind, _colon, name = line.partition(": ")
            if kind == MEASURED:
                call, _space, value = name.rpartition(" ")
                found[f"{MEASURED}: {call}"] = value
            elif kind != "file":
                found[f"{kind}: {tables.get(name, name)}"] = ""
            elif not is_of_program(path := _from_root(name)):
                found[f"file: {path}"] = ""
    return found | now(found, files)


def _from_root(path: str) -> str:
    with suppress(ValueError):  # it is on another drive than the program
        path = os.path.relpath(path, ROOT)
    return path.replace(os.sep, "/")


def now(parts: Mapping[str, str], files: Mapping[str, bytes]) -> dict[str, str]:
    """Return what the hashes are now of those parts that were read; "" of what isn't there."""
    found = {}
    for part in parts:
        kind, _colon, name = part.partition(": ")
        if kind in ("data", WITHIN):
            found[part] = _of_data(name, files)
        elif kind == "file":
            found[part] = _of_file(name)
    return found


def files_of_tables(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the file of each table of a package: as its descriptor says, or as all call it."""
    found = {name: each["path"] for name, each in shared().items()}
    with suppress(ValueError, KeyError, TypeError):
        descriptor = json.loads(files[DESCRIPTOR].decode("utf-8-sig"))
        found |= {each["name"]: each["path"] for each in descriptor.get("resources", ())}
    return found


def _of_data(name: str, files: Mapping[str, bytes]) -> str:
    if name == ALL:
        return _of_lines(f"{each} {digest(files[each])}" for each in sorted(files))
    if name.endswith("/"):
        return _of_lines(sorted(each for each in files if each.startswith(name)))
    return digest(files[name]) if name in files else ""


def _of_lines(lines: Iterable[str]) -> str:
    return digest("\n".join(lines).encode(errors="surrogateescape"))  # names as the system's


def _of_file(path: str) -> str:
    try:
        with open(os.path.join(ROOT, path), "rb") as stream:
            return digest(stream.read())
    except OSError:
        return ""
