"""The networks to build: those at some addresses, or below them, each with a place of its own."""

from collections.abc import Mapping, Sequence

from annual_report.build.job import Job
from annual_report.build.pages import Notebook, notebooks
from annual_report.build.places import open_store
from annual_report.build.snapshot import find_packages, package_name
from annual_report.errors import ParameterError
from annual_report.messages import _


def jobs_of(
    data: Sequence[str], out: str | None, known: Mapping[str, Notebook] | None = None
) -> list[Job]:
    """Return a job for each network at some addresses, or below them, each with a place of its own.

    Raise ParameterError if two would have the same, DataError if there is no network.
    """
    known = notebooks() if known is None else known
    found = [package for address in data for package in find_packages(address)]
    if len(data) > 1:  # each network once
        found = list({open_store(address).place: address for address in found}.values())
    jobs: dict[str, Job] = {}
    for address in found:
        name = package_name(address)
        place = f"{out.rstrip('/')}/{name}" if out and len(found) > 1 else out or f"build/{name}"
        store = open_store(place)
        if store.place in jobs:
            raise ParameterError(
                _(
                    "two networks would have their pages in {place}: build each with its own --out",
                    place=place,
                )
            )
        jobs[store.place] = Job(address, store, known)
    return list(jobs.values())
