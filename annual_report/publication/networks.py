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
from typing import Any

from annual_report.build.job import Job
from annual_report.build.pages import Notebook, add_notebooks, read_notebooks
from annual_report.errors import DataError, ParameterError
from annual_report.letters import find_nearest
from annual_report.messages import _
from annual_report.project import ROOT
from annual_report.reading.files.interrupted import refuse_unfinished
from annual_report.reading.files.package_files import (
    DESCRIPTOR,
    EXTRACT,
    OWN_NOTEBOOKS,
    PHRASES,
    STYLE,
    TEXTS,
    WORKBOOKS,
    is_package_file,
    is_picture,
    list_odd_files,
)
from annual_report.run.tasks import Made, Outline, Snapshot

WARM_NETWORK = "annual_report.publication.warm"


def network_job(folder: str | Path, out: Path, known: Mapping[str, Notebook] | None = None) -> Job:
    """Return what builds the network in a folder, with notebooks that all networks have."""

    def list_notebooks() -> Mapping[str, Notebook]:
        return add_notebooks(
            read_notebooks() if known is None else known, Path(folder) / OWN_NOTEBOOKS
        )

    return Job(
        name=package_name(str(folder)),
        out=out,
        warm=WARM_NETWORK,
        notebooks=list_notebooks,
        snapshot=partial(take_snapshot, str(folder)),
        look=look_at,
        list_pages=list_pages,
        data=Path(folder),
        read=[Path(folder) / each for each in (OWN_NOTEBOOKS, PHRASES, TEXTS)],
    )


def look_at(*arguments: Any) -> Outline:
    """Read and validate a network. Runs in a process of its own."""
    from annual_report.publication.look import look_at_network

    return look_at_network(*arguments)


def list_pages(*arguments: Any) -> Made:
    """Make the list of a network's pages. Runs in a process of its own."""
    from annual_report.publication.index import make_index

    return make_index(*arguments)


def list_jobs(
    data: Sequence[str], out: str | None, known: Mapping[str, Notebook] | None = None
) -> list[Job]:
    """Return a job for each network in some folders, or below them, each with a place of its own.

    Raise ParameterError if two would have the same, DataError if there is no network.
    """
    known = read_notebooks() if known is None else known
    found = [package for folder in data for package in find_packages(folder)]
    found = list({os.path.realpath(each): each for each in found}.values())  # each network once
    jobs: dict[str, Job] = {}
    for folder in found:
        name = package_name(folder)
        place = f"{out.rstrip('/')}/{name}" if out and len(found) > 1 else out or f"build/{name}"
        whole = os.path.realpath(place)
        if whole in jobs:
            line = _(
                "two networks would have their pages in {place}: build each with its own --out",
                place=whole,
            )
            raise ParameterError(line)
        jobs[whole] = network_job(folder, Path(place), known)
    return list(jobs.values())


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
        raise say_no_package(folder)
    # One that can't be looked into may be a network: whoever reads it will say what is wrong.
    found = [e for e in inside if (e / DESCRIPTOR).is_file() or not os.access(e, os.X_OK)]
    return [f"{folder.rstrip('/')}/{each.name}" for each in found]


def say_no_package(address: str) -> DataError:
    """Say that there is nothing at an address, and which package beside it is spelt like it."""
    beside = [path.parent.as_posix() for path in Path(address).parent.glob(f"*/{DESCRIPTOR}")]
    near = find_nearest(Path(address).as_posix(), beside)
    what = _("there is no data package here")
    return DataError([_problem(address, what, expected=DESCRIPTOR, nearest=near)])


def _problem(place: str, what: str, **more: Any) -> object:
    from annual_report.reading.problems import Place, Problem  # only a refusal needs words

    return Problem(Place(place), what, **more)


def take_snapshot(folder: str) -> Snapshot:
    """Read the files of the package in a folder.

    Raise DataError if there is none: it may have been moved away since it was found. Raise it as
    well for a network of which a change was cut off, for a pipe or a link to itself, which a copy
    of the folder would lack, and OSError for what can't be read.
    """
    path = Path(folder)
    refuse_unfinished(path)
    if odd := list(list_odd_files(path)):
        raise DataError([_problem(name, what) for name, what in odd])
    if not (path / DESCRIPTOR).is_file():
        raise say_no_package(folder)
    # What follows passes over what it can't look into, and a text would be missing unsaid.
    for each in (TEXTS, PHRASES):
        if (path / each).is_dir():
            os.listdir(path / each)
    inside = [each for depth in ("*", "*/*") for each in path.glob(depth) if each.is_file()]
    found = {each.relative_to(path).as_posix(): each for each in inside}
    names = sorted(name for name in found if is_package_file(name))
    files = {name: found[name].read_bytes() for name in names if not is_picture(name)}
    # A network's folder may hold a year's photographs, and each page gets a copy of all files: a
    # picture that no text speaks of, by the longest plain word of its name, is there by name alone.
    said = b"\n".join(files[name].lower() for name in files if name.endswith((".md", ".json")))
    said = said.replace(b"\0", b"")  # as in UTF-16
    for name in filter(is_picture, names):
        words = re.findall("[a-z0-9]+", PurePosixPath(name).stem.lower())
        spoken_of = max(words, key=len, default="").encode() in said
        files[name] = found[name].read_bytes() if spoken_of else b""
    # A workbook that stands in for a table is told, and so is there by name.
    beside = [name for name in found if "/" not in name and name.lower().endswith(WORKBOOKS)]
    files |= dict.fromkeys(beside, b"")
    logos = [name for name in files if "/" not in name and is_picture(name) and files[name]]
    name, always = package_name(folder), (DESCRIPTOR, STYLE, *({EXTRACT} & files.keys()), *logos)
    # Nothing of the machine is printed: an address is relative to the project, or short.
    path = path.resolve()
    address = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else f"data/{name}"
    address = address.encode(errors="replace").decode()  # in another encoding than the system's
    return Snapshot(name, address, files, take=take_network, carry=carry, each=always)


def take_network(packed: bytes, folder: Path) -> None:
    """Have a page's process open the network that the look has read, for the page's folder."""
    from annual_report.network import adopt_network  # heavy, and for that process alone

    adopt_network(packed, folder)


def carry(*arguments: Any) -> Any:
    """Return a notebook and what its page carries. Runs in the process that publishes it."""
    from annual_report.proof import carried  # heavy, and for that process alone

    return carried.make_carried(*arguments)
