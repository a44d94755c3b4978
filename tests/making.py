"""Building with some notebooks alone, and making some pages without a whole build."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from annual_report.base.program import hash_program
from annual_report.base.project import NOTEBOOKS, ROOT
from annual_report.machine.making.build import build_jobs
from annual_report.machine.making.job import Event, Options
from annual_report.machine.making.pages import Notebook, read_notebooks
from annual_report.machine.run.processes import Processes
from annual_report.report.publication.networks import WARM_NETWORK, make_network_job

if TYPE_CHECKING:
    from annual_report.machine.run.tasks import Report, Snapshot

NETWORK = ROOT / "data" / "departements-participatifs"


class Built(NamedTuple):
    """Whether a build was good, and what it told."""

    good: bool
    events: list[Event]

    @property
    def pages(self) -> dict[str, Event]:
        """What was told last of each page; of the network under ""."""
        return {each.page: each for each in self.events if each.kind != "kept"}

    @property
    def became(self) -> dict[str, str]:
        """What became of each page."""
        return {page: each.kind for page, each in self.pages.items() if page}

    @property
    def failures(self) -> list[str]:
        """What was told of what has failed."""
        return [each.said for each in self.events if each.kind == "failed"]


def build_pages(
    data: Path, out: Path, known: Path | Mapping[str, Notebook] | None = None, **options: Any
) -> Built:
    """Build a network with the notebooks of a folder, with those that are given, or with all."""
    events: list[Event] = []
    if not isinstance(known, Mapping):
        known = read_notebooks([known] if known else [NOTEBOOKS])
    wanted = Options(**{"jobs": 2, **options})
    good = build_jobs([make_network_job(data, out, known)], wanted, events.append)
    return Built(good, events)


def build_some(data: Path, out: Path, *names: str, years: tuple[int, ...] = (2025,)) -> str:
    """Build the pages of some of the project's notebooks alone; return what the build says."""
    found = build_pages(data, out, {name: read_notebooks()[name] for name in names}, years=years)
    assert found.good, found.failures
    return "\n".join(event.said for event in found.events)


@cache
def processes() -> Processes:
    """Return what makes clean processes for tests, with all that pages of networks need."""
    return Processes(WARM_NETWORK)


def make_pages(
    network: Path,
    out: Path,
    wanted: Callable[[str], bool],
) -> None:
    """Make the pages whose names are wanted."""
    from annual_report.machine.making.updating import make_page
    from annual_report.machine.run.tasks import Task

    snapshot, known, every = _look(network)
    for report in (each for each in every if wanted(each.name)):
        source, beside = known[report.notebook].source, str(known[report.notebook].folder)
        task = Task(report, snapshot, source, beside, hash_program())
        made = make_page(processes(), task, None)
        assert not made.error, made.error
        (out / Path(report.page).name).write_bytes(made.files[report.page])
    if wanted("index"):
        (out / "index.html").write_bytes(_list(snapshot, ()))


def _look(network: Path) -> "tuple[Snapshot, Mapping[str, Notebook], Sequence[Report]]":
    from annual_report.machine.making.pages import add_notebooks, list_reports, list_wanted_values
    from annual_report.report.publication.look import look_at_network
    from annual_report.report.publication.networks import EACH, take_snapshot

    snapshot, known = (
        take_snapshot(str(network)),
        add_notebooks(read_notebooks(), network / "notebooks"),
    )
    wanted = list_wanted_values(known, EACH)
    found = processes().call(look_at_network, snapshot, hash_program(), wanted)
    snapshot = snapshot._replace(packed=found.packed)
    return snapshot, known, list_reports(known, found.values, found.names)


def _list(snapshot: "Snapshot", every: "Sequence[Report]") -> bytes:
    from annual_report.machine.run.tasks import INDEX, Task
    from annual_report.report.publication.index import make_index

    state: dict[str, list[str]] = {"failed": [], "unbuilt": [], "absent": []}
    task = Task(INDEX, snapshot, "", "", hash_program())
    listed = processes().call(make_index, task, every, state)
    page: bytes = listed.files["index.html"]
    return page
