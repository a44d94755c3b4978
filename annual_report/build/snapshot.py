"""A data package as bytes: read once, so that every report of a build sees the same data.

The bytes travel with each task, to another process or to another machine, and a worker lays them
out in a folder of its own.
"""

import json
import os
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from annual_report.build.places import Store, open_store, without_password
from annual_report.errors import DataError, UnreadableError
from annual_report.project import ROOT
from annual_report.reading.files.decoding import decoded
from annual_report.reading.files.package_files import (
    DESCRIPTOR,
    is_package_file,
    is_picture,
    odd_files,
)
from annual_report.run.tasks import Snapshot


def take_snapshot(address: str) -> Snapshot:
    """Read the files of the package at a path or an fsspec address.

    Raise DataError if there is none: it may have been moved away since it was found.
    """
    store = open_store(address)
    if "://" not in address:
        _refuse_odd_files(Path(address))
    names = [name for name in store.names() if is_package_file(name)]
    files = store.read_all([name for name in names if not is_picture(name)])
    if DESCRIPTOR not in files:
        raise _no_package(address)
    files |= _pictures(store, [name for name in names if is_picture(name)], files)
    name = package_name(address)
    return Snapshot(name, _printed_address(address, name), files)


def _pictures(store: Store, names: list[str], files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Read the pictures that are spoken of; the others, which no page shows, are there by name.

    A network's folder may hold a year's photographs, and each page gets a copy of all files.
    """
    texts = [_text(files[name]) for name in files if name.endswith(".md")]
    said = "\n".join(map(_spelt, [_unescaped(files[DESCRIPTOR]), *texts]))
    shown = [name for name in names if _spelt(name.rpartition("/")[2]) in said]
    return {**dict.fromkeys(names, b""), **(store.read_all(shown) if shown else {})}


def _unescaped(descriptor: bytes) -> str:
    """Return the descriptor's text with its letters as they are: JSON may write them by number."""
    with suppress(ValueError):
        return json.dumps(json.loads(descriptor), ensure_ascii=False)
    return descriptor.decode("utf-8", "replace")


def _text(content: bytes) -> str:
    """Return a text in whatever encoding it is; whoever reads it says why it is in none."""
    try:
        return decoded(content)[0]
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


def package_name(address: str) -> str:
    """Return the name of the package at a path or an fsspec address, which is its folder's."""
    if "://" not in address:
        return os.path.basename(os.path.abspath(address))
    inside, _chain, archive = without_password(address).partition("::")
    return os.path.basename(inside.partition("://")[2].rstrip("/") or archive)


def _within(address: str, name: str) -> str:
    """Return the address of a folder; what comes after "::" says what archive it is in."""
    inside, chain, archive = address.partition("::")
    start = inside if inside.endswith("://") else f"{inside.rstrip('/')}/"
    return f"{start}{name}{chain}{archive}"


def find_packages(address: str) -> list[str]:
    """Return the package at `address`, or the packages in its folders: a folder of networks.

    Raise DataError if there is none, before anything starts.
    """
    store = open_store(address)
    names = store.names()
    if DESCRIPTOR in names:
        return [address]
    inside = [name.partition("/") for name in names]
    folders = sorted(folder for folder, _slash, file in inside if file == DESCRIPTOR)
    if not folders:
        raise _no_package(address)
    # One that can't be looked into may be a network: whoever reads it will say what is wrong.
    closed = [folder for folder, slash, file in inside if slash and not file]
    return [_within(address, folder) for folder in sorted({*folders, *closed})]


def _no_package(address: str) -> DataError:
    """Say that there is nothing at an address, and which package beside it is spelt like it."""
    from annual_report.messages import _
    from annual_report.reading.problems import Place, Problem
    from annual_report.reading.values.cells import nearest  # only a refusal needs words

    beside = [path.parent.as_posix() for path in Path(address).parent.glob(f"*/{DESCRIPTOR}")]
    problem = Problem(
        Place(without_password(address)),
        _("there is no data package here"),
        expected=DESCRIPTOR,
        nearest=nearest(Path(address).as_posix(), beside),
    )
    return DataError([problem])


def _printed_address(address: str, name: str) -> str:
    """Return an address that says nothing of the machine: relative to the project, or short."""
    shown = f"data/{name}"
    if "://" not in address:
        path = Path(address).resolve()
        if path.is_relative_to(ROOT):
            shown = path.relative_to(ROOT).as_posix()
    return shown.encode(errors="replace").decode()  # names in another encoding than the system's
