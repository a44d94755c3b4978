"""Building with some notebooks alone, and making some pages without a whole build."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from annual_report.base.project import NOTEBOOKS, ROOT
from annual_report.machine.making.build import build_jobs
from annual_report.machine.making.job import Event, Options
from annual_report.machine.making.pages import Notebook, read_notebooks
from annual_report.machine.run.processes import Processes
from annual_report.report.publication.networks import WARM_NETWORK, make_network_job

NETWORK = ROOT / "data" / "departements-participatifs"


class Built(NamedTuple):
    """Whether a build was good, and what it told."""

    good: bool
    events: list[Event]

    @property
    def pages(self) -> dict[str, Event]:
        """What was told last of each page; of the network under ""."""
        return {event.page: event for event in self.events if event.kind != "kept"}

    @property
    def outcomes(self) -> dict[str, str]:
        """What became of each page: "made", "skipped", for it was up to date, or "failed"."""
        return {page: event.kind for page, event in self.pages.items() if page}

    @property
    def failures(self) -> list[str]:
        """What was told of what has failed."""
        return [event.said for event in self.events if event.kind == "failed"]


def build_pages(
    data: Path, out: Path, notebooks: Path | Mapping[str, Notebook] | None = None, **options: Any
) -> Built:
    """Build a network with the notebooks of a folder, with those that are given, or with all."""
    events: list[Event] = []
    if not isinstance(notebooks, Mapping):
        notebooks = read_notebooks([notebooks] if notebooks else [NOTEBOOKS])
    wanted = Options(**{"jobs": 2, **options})
    good = build_jobs([make_network_job(data, out, notebooks)], wanted, events.append)
    return Built(good, events)


def build_some(data: Path, out: Path, *names: str, years: tuple[int, ...] = (2025,)) -> str:
    """Build the pages of some of the project's notebooks alone; return what the build says."""
    built = build_pages(data, out, {name: read_notebooks()[name] for name in names}, years=years)
    assert built.good, built.failures
    return "\n".join(event.said for event in built.events)


@cache
def processes() -> Processes:
    """Return what makes clean processes for tests, with all that pages of networks need."""
    return Processes(WARM_NETWORK)
