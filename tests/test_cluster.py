"""Reports on a Dask cluster: the same bytes, no disk in common, no report lost with a worker."""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, cast

import local_cluster
import psutil
import pytest
from annual_report.run.cluster import connect
from fsspec.implementations.memory import MemoryFileSystem
from local_cluster import Cluster
from waiting import until

from annual_report import ROOT
from annual_report.build.build import Options, build
from annual_report.build.events import Event
from annual_report.build.job import Job
from annual_report.build.store import FolderStore, Store, open_store
from annual_report.errors import ReportError

NETWORK = ROOT / "data" / "departements-participatifs"
YEARS = (2024, 2025)

pytest.importorskip("distributed")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    with local_cluster.cluster(tmp_path / "cluster") as started:
        yield started


@pytest.fixture
def nursed_cluster(tmp_path: Path) -> Iterator[Cluster]:
    """Start workers as Dask does by itself: each under a nanny, which forbids it children."""
    with local_cluster.cluster(tmp_path / "cluster", nannies=True) as started:
        yield started


def built(store: Store, address: str, scheduler: str | None, **more: object) -> dict[str, bytes]:
    """Build two years of a network and return the pages, without the records."""
    events: list[Event] = []
    options = Options(years=YEARS, jobs=2, scheduler=scheduler, **more)  # type: ignore[arg-type]
    good = build([Job(address, store)], options, events.append)
    assert good, events
    return {name: store.read(name) for name in store.names() if not name.startswith(".build")}


def in_memory(place: str) -> str:
    """Copy the network to a place that only this process can see."""
    store = open_store(f"memory://{place}/reseau")
    for path in NETWORK.rglob("*"):
        if path.is_file():
            store.write(path.relative_to(NETWORK).as_posix(), path.read_bytes())
    return f"memory://{place}/reseau"


def test_a_cluster_that_shares_no_disk_gives_the_same_bytes(
    cluster: Cluster, tmp_path: Path
) -> None:
    MemoryFileSystem.store.clear()
    address = in_memory("data")
    far = built(open_store("memory://pages"), address, cluster.address)
    near = built(FolderStore(tmp_path / "near"), address, None)
    assert set(near) >= {"2024.html", "2025.ipynb", "index.html"}
    assert far == near
    servers = [len(psutil.Process(worker.pid).children()) for worker in cluster.workers]
    assert max(servers) <= 1, "a worker needs one server for all"


def test_workers_may_have_nannies(nursed_cluster: Cluster, tmp_path: Path) -> None:
    far = built(FolderStore(tmp_path / "far"), str(NETWORK), nursed_cluster.address)
    assert set(far) >= {"2024.html", "2025.ipynb", "index.html"}


def test_a_worker_that_is_killed_costs_no_report(cluster: Cluster, tmp_path: Path) -> None:
    killed: list[int] = []

    def tell(event: Event) -> None:
        if event.kind == "made" and not killed:
            cluster.workers[0].kill()
            killed.append(cluster.workers[0].wait())

    jobs = []
    for number in range(4):
        jobs.append(Job(str(NETWORK), FolderStore(tmp_path / f"out-{number}")))
    options = Options(years=YEARS, scheduler=cluster.address)
    assert build(jobs, options, tell)
    assert killed
    pages = {path.read_bytes() for path in tmp_path.glob("out-*/2025.html")}
    assert len(pages) == 1
    assert len(list(tmp_path.glob("out-*/202?.html"))) == 8


def test_a_scheduler_that_is_lost_leaves_a_page_for_each_report(
    cluster: Cluster, tmp_path: Path
) -> None:
    failed: list[str] = []

    def tell(event: Event) -> None:
        if event.kind == "made" and cluster.scheduler.poll() is None:
            cluster.scheduler.kill()
            cluster.scheduler.wait()
        if event.kind == "failed":
            failed.append(event.said)

    options = Options(scheduler=cluster.address)
    assert not build([Job(str(NETWORK), FolderStore(tmp_path / "out"))], options, tell)
    assert set(failed) == {"the scheduler or the worker that had it is gone"}
    made = {path.name for path in (tmp_path / "out").glob("*.html")}
    assert any(name.endswith(".erreur.html") for name in made)
    assert "2024.html" in made or "2025.html" in made


def test_what_is_asked_long_after_a_scheduler_was_lost_is_told_alike(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dask's client closes itself some seconds after, and then refuses in words of its own."""
    monkeypatch.setattr("annual_report.run.cluster.CONNECTING", 4)
    with ExitStack() as stack:
        client = cast(Any, executor := connect(cluster.address, stack, print))._client
        cluster.scheduler.kill()
        until(lambda: client.status == "closed")
        with pytest.raises(ReportError, match="the scheduler or the worker that had it is gone"):
            executor.submit(pow, 2, 5).result(timeout=60)


def test_what_ends_every_worker_is_given_up(nursed_cluster: Cluster) -> None:
    with ExitStack() as stack:
        executor = connect(nursed_cluster.address, stack, print)
        with pytest.raises(ReportError, match="each worker that tried it died"):
            executor.submit(os._exit, 1).result(timeout=60)


def test_what_fails_is_not_tried_again(cluster: Cluster, tmp_path: Path) -> None:
    """A report over its time limit would take it four times."""
    tries = tmp_path / "tries"
    with ExitStack() as stack:
        executor = connect(cluster.address, stack, print)
        command = ["sh", "-c", f"echo once >> '{tries}'; exit 1"]
        with pytest.raises(subprocess.CalledProcessError):
            executor.submit(subprocess.check_call, command).result(timeout=60)
    assert tries.read_text() == "once\n"


def test_a_cluster_without_workers_is_waited_for_and_said_so(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annual_report.run.cluster.PATIENCE", 0.5)
    for worker in cluster.workers:
        worker.kill()
    said: list[str] = []
    with ExitStack() as stack:
        executor = connect(cluster.address, stack, said.append)
        answers = [executor.submit(pow, 2, power) for power in range(3)]
        until(lambda: said)
        assert said == ["the cluster has no worker: waiting for one"]
        assert not any(answer.done() for answer in answers)
        cluster.add_worker("late")
        assert [answer.result(timeout=60) for answer in answers] == [1, 2, 4]


@pytest.mark.parametrize("scheme", ["tcp", "tls", "ucx", "nothing"])
def test_what_answers_and_is_no_scheduler_is_one_clear_message(
    monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setattr("annual_report.run.cluster.CONNECTING", 1)
    with socket.socket() as mute, ExitStack() as stack:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        address = f"{scheme}://127.0.0.1:{mute.getsockname()[1]}"
        with pytest.raises(ReportError, match=f"no scheduler answers at {address}"):
            connect(address, stack, print)


def test_no_scheduler_is_one_clear_message(tmp_path: Path) -> None:
    job = Job(str(NETWORK), FolderStore(tmp_path))
    with pytest.raises(ReportError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"):
        build([job], Options(scheduler="tcp://127.0.0.1:9"), lambda event: None)
