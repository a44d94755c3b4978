"""The networks to build: at some addresses, or in folders below, each with a separate place.

A network is read once, as bytes, so that every report of a build sees the same data. The bytes
travel with each task, to another process or to another machine, and a worker writes them into a
private folder.
"""

import os
import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path, PurePosixPath

from annual_report.base.errors import DataError, ParameterError
from annual_report.base.messages import _
from annual_report.base.project import ROOT
from annual_report.base.whole_files import finish_changes
from annual_report.machine.making.job import Job
from annual_report.machine.making.pages import Notebook, add_notebooks
from annual_report.machine.run.tasks import Snapshot
from annual_report.network.reading.files.network_folder import (
    BOOK,
    OWN_NOTEBOOKS,
    PHRASES,
    TEXTS,
    is_closed_network,
    is_network,
    is_network_file,
    is_picture,
    list_networks,
    refuse_special_files,
    say_no_network,
)

# Given by name, for these modules load pandas and matplotlib: the processes of a build import them,
# and a command that finds all pages up to date never does.
WARM_NETWORK = "annual_report.report.publication.warm_network"
"""The module that a build's processes are forked from: everything is imported there already."""
LOOK = "annual_report.report.publication.look:look_at_network"
"""The function by which a process reads a network and lists the values that have pages."""
LIST_PAGES = "annual_report.report.publication.index:make_index"
"""The function by which a process makes the list of a network's pages."""
EACH = ("year", "membres.membre", "sujets.theme")
"""The values for which a notebook of a network may ask for a page each, beside a list of its own.

"year": the years whose members are recorded. "membres.membre": the members of the last finished
year, whose titles have the name and not the code. "sujets.theme": an example of a table's column,
for any column of any table can be named so.
"""


def make_network_job(folder: str | Path, out: Path, known: Mapping[str, Notebook]) -> Job:
    """Return the job of the network in a folder, with the notebooks of all networks."""
    return Job(
        name=_name_network(str(folder)),
        out=out,
        warm=WARM_NETWORK,
        notebooks=partial(add_notebooks, known, Path(folder) / OWN_NOTEBOOKS),
        snapshot=partial(take_snapshot, str(folder)),
        look=LOOK,
        list_pages=LIST_PAGES,
        each=EACH,
        data=Path(folder),
        read=[Path(folder) / inside for inside in ("", OWN_NOTEBOOKS, PHRASES, TEXTS)],
    )


def list_jobs(data: Sequence[str], out: str | None, known: Mapping[str, Notebook]) -> list[Job]:
    """Return a job for each network in some folders, or below, each with a separate place.

    `data` are the folders, `out` the place asked for with `--out`, and `known` the notebooks of all
    networks by name. Raise ParameterError for two networks with the same place, DataError for
    folders without a network.
    """
    by_real_path: dict[str, str] = {}
    for folder in data:
        for network in find_networks(folder):
            # Each network once, by whatever path or link its folder was named.
            by_real_path[os.path.realpath(network)] = network
    several = len(by_real_path) > 1
    jobs: dict[str, Job] = {}
    for network in by_real_path.values():
        place = _choose_place(network, out, several)
        whole = os.path.realpath(place)
        if whole in jobs:
            line = _(
                "two networks would have their pages in {place}: build each with its own --out",
                place=whole,
            )
            raise ParameterError(line)
        jobs[whole] = make_network_job(network, Path(place), known)
    return list(jobs.values())


def _choose_place(network: str, out: str | None, several: bool) -> str:
    """Return the folder for the pages of a network: as `--out` asks, else the usual folder.

    Where `several` networks are built, each has a folder of its own inside `out`.
    """
    if not out:
        return name_build(network)
    if several:
        return f"{out.rstrip('/')}/{_name_network(network)}"
    return out


def _name_network(folder: str) -> str:
    """Return the name of the network in a folder: the name of the folder."""
    return os.path.basename(os.path.abspath(folder))


def name_build(folder: str) -> str:
    """Return the usual folder of a network's pages."""
    return f"build/{_name_network(folder)}"


def find_networks(folder: str) -> list[str]:
    """Return the network in a folder, or else the networks below: a folder of networks.

    Raise DataError for a folder without a network, before the work starts.
    """
    if is_network(folder):
        return [folder]
    inside = list_networks(folder)
    if inside:
        return inside
    # A workbook with a password, say: the reason is told by the function that reads workbooks.
    if is_closed_network(folder):
        return [folder]
    raise DataError([say_no_network(folder)])


def take_snapshot(folder: str) -> Snapshot:
    """Read the files of the network in a folder, all at once, so that every page tells one state.

    Raise DataError for a folder without a network, which may have been moved away meanwhile; and
    for a pipe or a circular link, which a copy of the folder would lack. Raise OSError for an
    unreadable file.
    """
    path = Path(folder)
    finish_changes(path)
    _refuse_unreadable_network(folder)
    found: dict[str, Path] = {}
    # A network's files lie in its folder, and in the folders of texts, phrases and notebooks.
    for depth in ("*", "*/*"):
        for file in path.glob(depth):
            if file.is_file():
                found[file.relative_to(path).as_posix()] = file
    name = _name_network(folder)
    return Snapshot(name, _write_address(path, name), _read_files(found))


def _refuse_unreadable_network(folder: str) -> None:
    """Raise DataError or OSError for the parts of a network's folder that a copy would lack."""
    path = Path(folder)
    special_files = refuse_special_files(path)
    if special_files:
        raise DataError(special_files)
    if is_closed_network(path):
        # Imported here: the reading of tables takes a twentieth of a second to load, for which a
        # build with no page to make would wait in vain. Few workbooks are closed.
        from annual_report.network.reading.tables import read_tables

        # Reading raises the error that says why the workbook can't be opened.
        read_tables(path)
    if not is_network(path):
        raise DataError([say_no_network(folder)])
    # `glob` passes over a folder that it may not list, and the page of a year would lack its text
    # without a word: `listdir` raises the error.
    for inside in (TEXTS, PHRASES):
        if (path / inside).is_dir():
            os.listdir(path / inside)


def _write_address(path: Path, name: str) -> str:
    """Return the address of a network's folder that may be printed: no machine's path is in it.

    The address is relative to the project, or short for a folder elsewhere: "data/my-network".
    """
    place = path.resolve()
    if place.is_relative_to(ROOT):
        address = place.relative_to(ROOT).as_posix()
    else:
        address = f"data/{name}"
    # A name of a file in another encoding than the system's has signs that no page can hold.
    return address.encode(errors="replace").decode()


def _read_files(found: Mapping[str, Path]) -> dict[str, bytes]:
    """Read a network's files; return the content by relative name, empty for most pictures.

    A folder may hold a year's photographs, and each page gets a copy of all files: a picture is
    left empty, unless a table names the picture as the logo, by the longest plain word of the name.
    """
    files: dict[str, bytes] = {}
    pictures = []
    has_book = False
    for name in sorted(found):
        if not is_network_file(name):
            continue
        if is_picture(name):
            pictures.append(name)
        else:
            files[name] = found[name].read_bytes()
        has_book = has_book or name.lower().endswith(BOOK)
    tables = _join_tables(files)
    for name in pictures:
        # Nobody reads the cells of a workbook here: any picture beside a workbook may be the logo.
        if has_book or _find_longest_word(name) in tables:
            files[name] = found[name].read_bytes()
        else:
            files[name] = b""
    return files


def _join_tables(files: Mapping[str, bytes]) -> bytes:
    """Return the content of all CSV files in small letters, to look for the name of a logo."""
    tables = []
    for name, content in files.items():
        if name.lower().endswith(".csv"):
            tables.append(content.lower())
    return b"\n".join(tables)


def _find_longest_word(name: str) -> bytes:
    """Return the longest run of ASCII letters and digits in a file's name, for any encoding."""
    # Accents are other bytes in each encoding of a table: "logo-île-de-france" gives "france".
    words = re.findall("[a-z0-9]+", PurePosixPath(name).stem.lower())
    return max(words, key=len, default="").encode()
