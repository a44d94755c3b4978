"""The networks to build: those at some addresses, or below them, each with a place of its own.

A network is read once, as bytes, so that every report of a build sees the same data. The bytes
travel with each task, to another process or to another machine, and a worker lays them out in a
folder of its own.
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
    """Return what builds the network in a folder, with notebooks that all networks have."""
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
    """Return a job for each network in some folders, or below them, each with a place of its own.

    Raise ParameterError if two would have the same, DataError if there is no network.
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
    """Return the name of the network in a folder, which is the folder's."""
    return os.path.basename(os.path.abspath(folder))


def name_build(folder: str) -> str:
    """Return the folder where a network's pages go unless somebody names another."""
    return f"build/{_name_network(folder)}"


def find_networks(folder: str) -> list[str]:
    """Return the network in a folder, or else those in its folders: a folder of networks.

    Raise DataError if there is none, before anything starts.
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

    Raise DataError if there is none: it may have been moved away since it was found. Raise it as
    well for a pipe or a link to itself, which a copy of the folder would lack, and OSError for what
    can't be read.
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
    """Read a network's files, each by its name; some are there by name alone, and hold nothing.

    A folder may hold a year's photographs, and each page gets a copy of all files: so is a picture
    that no table calls the logo, by the longest plain word of its name.
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
