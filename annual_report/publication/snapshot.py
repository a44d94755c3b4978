"""A data package as bytes: read once, so that every report of a build sees the same data.

The bytes travel with each task, to another process or to another machine, and a worker lays them
out in a folder of its own.
"""

import os
import re
from pathlib import Path, PurePosixPath
from typing import Any

from annual_report.errors import DataError
from annual_report.project import ROOT
from annual_report.reading.files.interrupted import refuse_unfinished
from annual_report.reading.files.package_files import (
    DESCRIPTOR,
    EXTRACT,
    PHRASES,
    STYLE,
    TEXTS,
    WORKBOOKS,
    is_package_file,
    is_picture,
    odd_files,
)
from annual_report.run.tasks import Snapshot


def take_snapshot(folder: str) -> Snapshot:
    """Read the files of the package in a folder.

    Raise DataError if there is none: it may have been moved away since it was found. Raise it as
    well for a network of which a change was cut off, and OSError for what can't be read.
    """
    path = Path(folder)
    refuse_unfinished(path)
    _refuse_odd_files(path)
    if not (path / DESCRIPTOR).is_file():
        raise no_package(folder)
    for each in (TEXTS, PHRASES):
        if (path / each).is_dir():
            os.listdir(path / each)  # one that can't be looked into is no empty one
    inside = [each for depth in ("*", "*/*") for each in path.glob(depth) if each.is_file()]
    found = {each.relative_to(path).as_posix(): each for each in inside}
    names = sorted(name for name in found if is_package_file(name))
    files = {name: found[name].read_bytes() for name in names if not is_picture(name)}
    # A network's folder may hold a year's photographs, and each page gets a copy of all files: a
    # picture that no text speaks of is there by its name alone.
    said = b"\n".join(files[name].lower() for name in files if name.endswith((".md", ".json")))
    for name in filter(is_picture, names):
        spoken_of = _longest_word(name) in said.replace(b"\0", b"")
        files[name] = found[name].read_bytes() if spoken_of else b""
    # A workbook that stands in for a table is told, and so is there by name.
    beside = [name for name in found if "/" not in name and name.lower().endswith(WORKBOOKS)]
    files |= dict.fromkeys(beside, b"")
    logos = [name for name in files if "/" not in name and is_picture(name) and files[name]]
    name, always = package_name(folder), (DESCRIPTOR, STYLE, *({EXTRACT} & files.keys()), *logos)
    address = _printed_address(folder, name)
    return Snapshot(name, address, files, take=take_network, carry=carry, each=always)


def take_network(packed: bytes) -> None:
    """Have a page's process take the network that the look has read."""
    if packed:
        from annual_report.network import take  # heavy, and for that process alone

        take(packed)


def carry(*arguments: Any) -> Any:
    """Return a notebook and what its page carries. Runs in the process that publishes it."""
    from annual_report import carried  # heavy, and for that process alone

    return carried.carry(*arguments)


def _longest_word(picture: str) -> bytes:
    """Return the longest run of plain letters and digits in a picture's name.

    Whoever speaks of the picture writes these alike, whatever becomes of accents and signs.
    """
    words = re.findall("[a-z0-9]+", PurePosixPath(picture).stem.lower())
    return max(words, key=len, default="").encode()


def _refuse_odd_files(folder: Path) -> None:
    """Raise DataError for a pipe or a link to itself: a copy of the folder would lack it."""
    if odd := list(odd_files(folder)):
        from annual_report.reading.problems import Place, Problem  # only a refusal needs words

        raise DataError([Problem(Place(name), what) for name, what in odd])


def package_name(folder: str) -> str:
    """Return the name of the package in a folder, which is the folder's."""
    return os.path.basename(os.path.abspath(folder))


def find_packages(folder: str) -> list[str]:
    """Return the package in a folder, or the packages in its folders: a folder of networks.

    Raise DataError if there is none, before anything starts.
    """
    path = Path(folder)
    if (path / DESCRIPTOR).is_file():
        return [folder]
    inside = sorted(each for each in path.glob("*") if each.is_dir())
    if not any((each / DESCRIPTOR).is_file() for each in inside):
        raise no_package(folder)
    # One that can't be looked into may be a network: whoever reads it will say what is wrong.
    found = [e for e in inside if (e / DESCRIPTOR).is_file() or not os.access(e, os.X_OK)]
    return [f"{folder.rstrip('/')}/{each.name}" for each in found]


def no_package(address: str) -> DataError:
    """Say that there is nothing at an address, and which package beside it is spelt like it."""
    from annual_report.letters import find_nearest  # only a refusal needs words
    from annual_report.messages import _
    from annual_report.reading.problems import Place, Problem

    beside = [path.parent.as_posix() for path in Path(address).parent.glob(f"*/{DESCRIPTOR}")]
    problem = Problem(
        Place(address),
        _("there is no data package here"),
        expected=DESCRIPTOR,
        nearest=find_nearest(Path(address).as_posix(), beside),
    )
    return DataError([problem])


def _printed_address(folder: str, name: str) -> str:
    """Return an address that says nothing of the machine: relative to the project, or short."""
    path = Path(folder).resolve()
    shown = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else f"data/{name}"
    return shown.encode(errors="replace").decode()  # names in another encoding than the system's
