"""Reports on a Dask cluster: the same bytes, no disk in common, no report lost with a worker."""

import socket
from collections.abc import Iterator
from filecmp import cmp
from pathlib import Path

import local_cluster
import pytest
from local_cluster import Cluster
from making import NETWORK, build_pages
from own_notebooks import read_small_pages, write_notebook

from annual_report.base.errors import ReportError
from annual_report.machine.making import cluster as module
from annual_report.machine.making.build import build_jobs
from annual_report.machine.making.job import Event, Options
from annual_report.machine.making.pages import read_notebooks
from annual_report.report.publication.networks import WARM_NETWORK, make_network_job

pytestmark = pytest.mark.slow

pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Start the cluster that the tests use one after the other, and end piece by piece."""
    with local_cluster.cluster(tmp_path_factory.mktemp("cluster")) as started:
        yield started


def test_a_cluster_gives_the_same_bytes(cluster: Cluster, real_build: Path, tmp_path: Path) -> None:
    """Its workers run in folders of their own: what they need travels to them.

    A file says where the scheduler is, as an address does in the other tests.
    """
    far = tmp_path / "far"
    assert build_pages(NETWORK, far, scheduler=str(cluster.where), years=(2025,)).failures == []
    names = {path.name for path in far.glob("2025*.*")}
    assert names >= {"2025.html", "2025-donnees.html", "2025.ipynb"}
    assert [name for name in names if not cmp(far / name, real_build / name, shallow=False)] == []


def test_a_worker_that_is_killed_costs_no_report(cluster: Cluster, tmp_path: Path) -> None:
    events: list[Event] = []

    def tell(event: Event) -> None:
        if event.kind == "made" and not any(seen.kind == "made" for seen in events):
            cluster.plain.kill()
            cluster.plain.wait()
        events.append(event)

    job = make_network_job(NETWORK, tmp_path / "out", read_small_pages())
    assert build_jobs([job], Options(scheduler=cluster.address), tell), events
    assert cluster.plain.poll() is not None
    assert len(list(tmp_path.glob("out/202?.html"))) == 2


FIRST_ALONE = """import time
from pathlib import Path
try:
    Path(__file__).with_name("first").mkdir()
except OSError:
    time.sleep(5000)"""
"""A module that lets the first page that imports it be made, and no other."""


def test_a_scheduler_that_is_lost_is_said_of_each_report(cluster: Cluster, tmp_path: Path) -> None:
    failures: list[str] = []
    for name in ("un", "deux", "trois"):
        write_notebook(tmp_path / "n", name, "import first_alone", pages={})
    (tmp_path / "n" / "first_alone.py").write_text(FIRST_ALONE)
    notebooks = read_notebooks([tmp_path / "n"])

    def tell(event: Event) -> None:
        if event.kind == "made" and cluster.scheduler.poll() is None:
            cluster.scheduler.kill()
            cluster.scheduler.wait()
        if event.kind == "failed":
            failures.append(event.said)

    options = Options(scheduler=cluster.address)
    good = build_jobs([make_network_job(NETWORK, tmp_path / "out", notebooks)], options, tell)
    for worker in (cluster.nursed, cluster.plain):
        worker.kill()  # it would wait for what it makes
    assert not good
    assert "the scheduler or the worker that had it is gone" in failures
    assert len(list(tmp_path.glob("out/*.html"))) == 1


@pytest.mark.parametrize("scheme", ["tcp", "nothing"])
def test_what_is_no_scheduler_is_one_clear_message(
    monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setattr(module, "SECONDS_TO_CONNECT", 1)
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        address = f"{scheme}://127.0.0.1:{mute.getsockname()[1]}"
        refused = pytest.raises(ReportError, match=f"no scheduler answers at {address}")
        with refused:
            module.Cluster(address, WARM_NETWORK)
    with refused:  # nobody listens there any more
        module.Cluster(address, WARM_NETWORK)
