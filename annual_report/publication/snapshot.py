"""A data package as bytes: read once, so that every report of a build sees the same data.

The bytes travel with each task, to another process or to another machine, and a worker lays them
out in a folder of its own.
"""

import json
import os
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from annual_report.build.store import FolderStore
from annual_report.errors import DataError, UnreadableError
from annual_report.project import ROOT
from annual_report.reading.files.interrupted import refuse_unfinished
from annual_report.reading.files.package_files import (
    DESCRIPTOR,
    STYLE,
    WORKBOOKS,
    is_package_file,
    is_picture,
    odd_files,
)
from annual_report.reading.sheets import decode_text
from annual_report.run.tasks import Snapshot


def take_snapshot(folder: str) -> Snapshot:
    """Read the files of the package in a folder.

    Raise DataError if there is none: it may have been moved away since it was found. Raise it as
    well for a network of which a change was cut off.
    """
    refuse_unfinished(Path(folder))
    _refuse_odd_files(Path(folder))
    store = FolderStore(Path(folder))
    there = store.names()
    names = [name for name in there if is_package_file(name)]
    files = _read_all(store, [name for name in names if not is_picture(name)])
    if DESCRIPTOR not in files:
        raise no_package(folder)
    files |= _pictures(store, [name for name in names if is_picture(name)], files)
    # A workbook that stands in for a table is told, and so is there by name.
    files |= {each: b"" for each in there if "/" not in each and each.lower().endswith(WORKBOOKS)}
    name = package_name(folder)
    logos = [each for each in files if "/" not in each and is_picture(each) and files[each]]
    each = (DESCRIPTOR, STYLE, *logos)
    return Snapshot(name, _printed_address(folder, name), files, take=take_network, each=each)


def take_network(packed: bytes) -> None:
    """Have a page's process take the network that the look has read."""
    if packed:
        from annual_report.network import take  # heavy, and for that process alone

        take(packed)


def _read_all(store: FolderStore, names: Sequence[str]) -> dict[str, bytes]:
    """Read some files; raise OSError for one that has gone meanwhile, or can't be looked into."""
    return {name: (store.folder / name).read_bytes() for name in names}


def _pictures(store: FolderStore, names: list[str], files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Read the pictures that are spoken of; the others, which no page shows, are there by name.

    A network's folder may hold a year's photographs, and each page gets a copy of all files.
    """
    texts = [_text(files[name]) for name in files if name.endswith(".md")]
    said = "\n".join(map(_spelt, [_unescaped(files[DESCRIPTOR]), *texts]))
    shown = [name for name in names if _spelt(name.rpartition("/")[2]) in said]
    return {**dict.fromkeys(names, b""), **_read_all(store, shown)}


def _unescaped(descriptor: bytes) -> str:
    """Return the descriptor's text with its letters as they are: JSON may write them by number."""
    with suppress(ValueError):
        return json.dumps(json.loads(descriptor), ensure_ascii=False)
    return descriptor.decode("utf-8", "replace")


def _text(content: bytes) -> str:
    """Return a text in whatever encoding it is; whoever reads it says why it is in none."""
    try:
        return decode_text(content)[0]
    except UnreadableError:
        return content.decode("utf-8", "replace")


def _spelt(text: str) -> str:
    """Return a text as names are looked for in it, however it writes accents, spaces and signs."""
    plain = unescape(unquote(text)).replace("\\", "")
    return unicodedata.normalize("NFKC", plain).casefold()


def _refuse_odd_files(folder: Path) -> None:
    """Raise DataError for a pipe or a link to itself: a copy of the folder would lack it."""
    if odd := list(odd_files(folder)):
        from annual_report.reading.problems import Place, Problem  # only a refusal needs words

        raise DataError([Problem(Place(file), what) for file, what in odd])


def package_name(folder: str) -> str:
    """Return the name of the package in a folder, which is the folder's."""
    return os.path.basename(os.path.abspath(folder))


def find_packages(folder: str) -> list[str]:
    """Return the package in a folder, or the packages in its folders: a folder of networks.

    Raise DataError if there is none, before anything starts.
    """
    names = FolderStore(Path(folder)).names()
    if DESCRIPTOR in names:
        return [folder]
    inside = [name.partition("/") for name in names]
    folders = sorted(name for name, _slash, file in inside if file == DESCRIPTOR)
    if not folders:
        raise no_package(folder)
    # One that can't be looked into may be a network: whoever reads it will say what is wrong.
    closed = [name for name, slash, file in inside if slash and not file]
    return [f"{folder.rstrip('/')}/{name}" for name in sorted({*folders, *closed})]


def no_package(address: str) -> DataError:
    """Say that there is nothing at an address, and which package beside it is spelt like it."""
    from annual_report.messages import _
    from annual_report.reading.problems import Place, Problem
    from annual_report.reading.values.cells import nearest  # only a refusal needs words

    beside = [path.parent.as_posix() for path in Path(address).parent.glob(f"*/{DESCRIPTOR}")]
    problem = Problem(
        Place(address),
        _("there is no data package here"),
        expected=DESCRIPTOR,
        nearest=nearest(Path(address).as_posix(), beside),
    )
    return DataError([problem])


def _printed_address(folder: str, name: str) -> str:
    """Return an address that says nothing of the machine: relative to the project, or short."""
    path = Path(folder).resolve()
    shown = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else f"data/{name}"
    return shown.encode(errors="replace").decode()  # names in another encoding than the system's
