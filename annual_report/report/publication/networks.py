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
    list_odd_files,
    say_no_network,
)

WARM_NETWORK = "annual_report.report.publication.warm_network"
"""The module that processes are forked from."""
LOOK = "annual_report.report.publication.look:look_at_network"
LIST_PAGES = "annual_report.report.publication.index:make_index"
"""What such a process does: it reads a network, and lists its pages."""
EACH = ("year", "membres.membre", "sujets.theme")
"""Of what the notebooks of a network may ask for a page, beside what they list themselves.

Each year whose members are recorded; each member of the last finished year, by its name in a title;
each value of a column, of this one or of any other of a table.
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

    Raise ParameterError for two networks with the same place, DataError for folders without a
    network.
    """
    folders = [network for folder in data for network in find_networks(folder)]
    # Each network once, whatever it is called.
    folders = list({os.path.realpath(folder): folder for folder in folders}.values())
    jobs: dict[str, Job] = {}
    for folder in folders:
        name = _name_network(folder)
        place = (
            f"{out.rstrip('/')}/{name}" if out and len(folders) > 1 else out or name_build(folder)
        )
        whole = os.path.realpath(place)
        if whole in jobs:
            line = _(
                "two networks would have their pages in {place}: build each with its own --out",
                place=whole,
            )
            raise ParameterError(line)
        jobs[whole] = make_network_job(folder, Path(place), known)
    return list(jobs.values())


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
    if inside := list_networks(folder):
        return inside
    # Why a workbook can't be looked into is said where it is read.
    if is_closed_network(folder):
        return [folder]
    raise DataError([say_no_network(folder)])


def take_snapshot(folder: str) -> Snapshot:
    """Read the files of the network in a folder.

    Raise DataError for a folder without a network, which may have been moved away meanwhile; and
    for a pipe or a circular link, which a copy of the folder would lack. Raise OSError for an
    unreadable file.
    """
    path = Path(folder)
    finish_changes(path)
    # A pipe, a link that leads out: a copy would lack it.
    if odd := list_odd_files(path):
        raise DataError(odd)
    if is_closed_network(path):
        from annual_report.network.reading.tables import read_tables  # heavy, and rarely asked

        read_tables(path)  # which says why it can't be
    if not is_network(path):
        raise DataError([say_no_network(folder)])
    # What follows passes over what it can't look into, and a text would be missing unsaid.
    for inside in (TEXTS, PHRASES):
        if (path / inside).is_dir():
            os.listdir(path / inside)
    paths = [file for depth in ("*", "*/*") for file in path.glob(depth) if file.is_file()]
    files = _read_files({file.relative_to(path).as_posix(): file for file in paths})
    name = _name_network(folder)
    # Nothing of the machine is printed: an address is relative to the project, or short.
    path = path.resolve()
    address = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else f"data/{name}"
    address = address.encode(errors="replace").decode()  # in another encoding than the system's
    return Snapshot(name, address, files)


def _read_files(found: Mapping[str, Path]) -> dict[str, bytes]:
    """Read a network's files by name; some names have empty content.

    A folder may hold a year's photographs, and each page gets a copy of all files: a picture is
    left empty, unless a table names the picture as the logo, by the longest plain word of the name.
    """
    names = sorted(filter(is_network_file, found))
    files = {name: found[name].read_bytes() for name in names if not is_picture(name)}
    tables = b"\n".join(files[name] for name in files if name.lower().endswith(".csv")).lower()
    # What a workbook calls its logo stands in no text.
    has_book = any(name.lower().endswith(BOOK) for name in files)
    for name in filter(is_picture, names):
        words = re.findall("[a-z0-9]+", PurePosixPath(name).stem.lower())
        is_named = max(words, key=len, default="").encode() in tables
        files[name] = found[name].read_bytes() if is_named or has_book else b""
    return files
