"""The networks to build: those at some addresses, or below them, each with a place of its own."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from annual_report.build.build import Job
from annual_report.build.pages import Notebook, notebooks, with_own
from annual_report.build.store import FolderStore
from annual_report.errors import ParameterError
from annual_report.messages import _
from annual_report.publication.snapshot import find_packages, package_name, take_snapshot
from annual_report.run.tasks import Made, Outline, Snapshot, Task

OWN = "notebooks"
"""The folder of a network's own notebooks, beside its descriptor."""
WARM = "annual_report.publication.warm"


def look(*arguments: Any) -> Outline:
    """Read and validate a network. Runs in a process of its own."""
    from annual_report.publication.look import look_at_network

    return look_at_network(*arguments)


def list_pages(task: Task) -> Made:
    """Make the list of a network's pages. Runs in a process of its own."""
    from annual_report.publication.index import make_index

    return make_index(task)


class NetworkSource:
    """The network in a folder, as what pages are made of; the notebooks that all networks have."""

    warm = WARM
    look = staticmethod(look)
    list_pages = staticmethod(list_pages)

    def __init__(self, folder: str, known: Mapping[str, Notebook] | None = None) -> None:
        self.folder = folder
        self._known = known

    @property
    def name(self) -> str:
        """The network's name."""
        return package_name(self.folder)

    def notebooks(self) -> Mapping[str, Notebook]:
        """Return the notebooks by name, the network's own among them. Raise ParameterError."""
        known = notebooks() if self._known is None else self._known
        return with_own(known, Path(self.folder) / OWN)

    def snapshot(self) -> Snapshot:
        """Read the package's files. Raise DataError or OSError."""
        return take_snapshot(self.folder)


def network_job(
    folder: str, store: FolderStore, known: Mapping[str, Notebook] | None = None
) -> Job:
    """Return what builds one network into one place."""
    return Job(NetworkSource(folder, known), store)


def jobs_of(
    data: Sequence[str], out: str | None, known: Mapping[str, Notebook] | None = None
) -> list[Job]:
    """Return a job for each network in some folders, or below them, each with a place of its own.

    Raise ParameterError if two would have the same, DataError if there is no network.
    """
    known = notebooks() if known is None else known
    found = [package for folder in data for package in find_packages(folder)]
    if len(data) > 1:  # each network once
        found = list({FolderStore(Path(each)).place: each for each in found}.values())
    jobs: dict[str, Job] = {}
    for folder in found:
        name = package_name(folder)
        place = f"{out.rstrip('/')}/{name}" if out and len(found) > 1 else out or f"build/{name}"
        store = FolderStore(Path(place))
        if store.place in jobs:
            raise ParameterError(
                _(
                    "two networks would have their pages in {place}: build each with its own --out",
                    place=place,
                )
            )
        jobs[store.place] = network_job(folder, store, known)
    return list(jobs.values())
