"""Reports on a Dask cluster: the same bytes, no disk in common, no report lost with a worker."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import local_cluster
import psutil
import pytest
from fsspec.implementations.memory import MemoryFileSystem
from local_cluster import Cluster
from own_notebooks import write_notebook, write_small_pages
from waiting import PATIENCE, until

from annual_report.build import cluster as module
from annual_report.build.build import Options, build
from annual_report.build.cluster import connect
from annual_report.build.events import Event
from annual_report.build.job import Job
from annual_report.build.pages import Notebook, notebooks
from annual_report.build.places import Store, open_store
from annual_report.build.remote_store import RemoteStore
from annual_report.build.store import FolderStore
from annual_report.build.workers import Call
from annual_report.errors import ParameterError, ReportError
from annual_report.project import ROOT

pytestmark = pytest.mark.slow

NETWORK = ROOT / "data" / "departements-participatifs"
YEARS = (2024, 2025)
SMALL: dict[str, Notebook] = {}

pytest.importorskip("distributed")


@pytest.fixture(scope="module", autouse=True)
def _small_pages(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Write notebooks whose pages are made in a moment: they travel as others do."""
    SMALL.update(notebooks([write_small_pages(tmp_path_factory.mktemp("notebooks"))]))


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Start the cluster of all tests that leave it as it was."""
    with local_cluster.cluster(tmp_path_factory.mktemp("cluster")) as started:
        yield started


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """Start a cluster of which a test may end what it likes."""
    with local_cluster.cluster(tmp_path / "cluster") as started:
        yield started


@pytest.fixture
def nursed_cluster(tmp_path: Path) -> Iterator[Cluster]:
    """Start workers as Dask does by itself: each under a nanny, which forbids it children."""
    with local_cluster.cluster(tmp_path / "cluster", nannies=True) as started:
        yield started


def built(
    store: Store,
    address: str,
    scheduler: Any,
    years: tuple[int, ...] = YEARS,
    known: dict[str, Notebook] = SMALL,
) -> dict[str, bytes]:
    """Build years of a network and return the pages, without the records."""
    events: list[Event] = []
    options = Options(years=years, jobs=2, scheduler=scheduler)
    good = build([Job(address, store, known)], options, events.append)
    assert good, events
    return store.read_all([name for name in store.names() if not name.startswith(".build")])


def in_memory(place: str) -> str:
    """Copy the network to a place that only this process can see."""
    store = open_store(f"memory://{place}/reseau")
    for path in NETWORK.rglob("*"):
        if path.is_file():
            store.write_all({path.relative_to(NETWORK).as_posix(): path.read_bytes()})
    return f"memory://{place}/reseau"


def test_a_cluster_that_shares_no_disk_gives_the_same_bytes(
    standing: Cluster, tmp_path: Path
) -> None:
    MemoryFileSystem.store.clear()
    address = in_memory("data")
    whole: dict[str, Any] = {"years": (2025,), "known": notebooks()}
    far = built(open_store("memory://pages"), address, standing.address, **whole)
    near = built(FolderStore(tmp_path / "near"), address, None, **whole)
    assert set(near) >= {"2025.html", "2025.ipynb", "index.html"}
    assert far == near


def test_workers_may_have_nannies(nursed_cluster: Cluster, tmp_path: Path) -> None:
    far = built(FolderStore(tmp_path / "far"), str(NETWORK), nursed_cluster.address)
    assert set(far) >= {"2024.html", "2025.ipynb", "index.html"}


def test_a_worker_that_is_killed_costs_no_report(cluster: Cluster, tmp_path: Path) -> None:
    killed: list[int] = []
    failed: list[Event] = []

    def tell(event: Event) -> None:
        if event.kind == "failed":
            failed.append(event)
        if event.kind == "made" and not killed:
            cluster.workers[0].kill()
            killed.append(cluster.workers[0].wait())

    jobs = []
    for number in range(4):
        jobs.append(Job(str(NETWORK), FolderStore(tmp_path / f"out-{number}"), SMALL))
    options = Options(years=YEARS, scheduler=cluster.address)
    good = build(jobs, options, tell)
    assert good, failed
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
    assert not build([Job(str(NETWORK), FolderStore(tmp_path / "out"), SMALL)], options, tell)
    assert "the scheduler or the worker that had it is gone" in failed
    made = {path.name for path in (tmp_path / "out").glob("*.html")}
    errors = {name for name in made if name.endswith(".erreur.html")}
    assert errors
    assert made - errors - {"index.html"}


def call(function: str, *args: object) -> Call:
    """Return a call of a function of these tests."""
    return Call("tests/call", function, args)


def test_what_is_asked_long_after_a_scheduler_was_lost_is_told_alike(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dask's client closes itself some seconds after, and then refuses in words of its own."""
    monkeypatch.setattr(module, "CONNECTING", 3)
    with ExitStack() as stack:
        workers = connect(cluster.address, 60, print, stack)
        cluster.scheduler.kill()
        until(lambda: workers._client.status == "closed")
        answer = workers.submit(call("program.digest", b"x"))
        with pytest.raises(ReportError, match="the scheduler or the worker that had it is gone"):
            answer.result(timeout=60)


def test_what_fails_is_told_as_it_is(standing: Cluster) -> None:
    with ExitStack() as stack:
        workers = connect(standing.address, 60, print, stack)
        with pytest.raises(ParameterError, match="/nowhere: there is no such folder"):
            workers.submit(call("build.pages.notebooks", [Path("/nowhere")])).result(timeout=60)
        assert workers.submit(call("program.digest", b"x")).result(timeout=60)


def test_a_report_ends_when_its_client_is_gone(standing: Cluster, tmp_path: Path) -> None:
    """The next client's call would wait for it: a worker of one thread does one thing at a time."""
    note = tmp_path / "pid"
    hold = f"import os, pathlib, time\npathlib.Path({str(note)!r}).write_text(str(os.getpid()))\n"
    folder = write_notebook(tmp_path / "n", "held", f"{hold}time.sleep(5000)", pages={})
    command = [sys.executable, "pipeline.py", "build", "--scheduler", standing.address]
    command += ["--notebooks", str(folder), "--out", str(tmp_path / "out")]
    client = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    until(lambda: note.exists() and note.read_text())
    client.kill()
    client.wait()
    pid = int(note.read_text())
    until(lambda: not psutil.pid_exists(pid))


def test_a_cluster_without_workers_is_waited_for_and_said_so(cluster: Cluster) -> None:
    said: list[str] = []
    with ExitStack() as stack:
        workers = connect(cluster.address, 60, said.append, stack)
        for worker in cluster.workers:
            worker.kill()
        answers = [workers.submit(call("program.digest", b"x")) for _number in range(3)]

        def told() -> bool:
            workers.look_around()
            return bool(said)

        until(told)
        workers.look_around()
        assert said == ["the cluster has no worker: waiting for one"]
        assert not any(answer.done() for answer in answers)
        cluster.add_worker("late")
        assert len({answer.result(timeout=PATIENCE) for answer in answers}) == 1


def test_workers_that_cannot_be_used_are_named_and_left_out(
    standing: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    answers = iter([{"Python": "2.7", "program": ""}, ModuleNotFoundError("No module x"), None])
    own = module.about()

    def run(self: object, function: object, **_options: object) -> dict[str, object]:
        addresses = list(self.scheduler_info()["workers"])  # type: ignore[attr-defined]
        return {addresses[0]: next(answers), addresses[1]: next(answers) or own}

    monkeypatch.setattr("distributed.Client.run", run)
    with ExitStack() as stack:
        with pytest.raises(ReportError, match="no worker of the cluster can be used"):
            connect(standing.address, 60, said.append, stack)
        assert "it has Python 2.7, not" in said[0]
        assert said[1].endswith("it lacks the project (ModuleNotFoundError: No module x)")
        answers = iter([{**own, "program": "other"}, None])
        workers = connect(standing.address, 60, said.append, stack)
        assert said[2].endswith("it has another version of the project or its packages")
        assert workers._usable
        assert len(workers._usable) == 1
        assert workers.submit(call("program.digest", b"x")).result(timeout=60)


@pytest.mark.parametrize("scheme", ["tcp", "tls", "ucx", "nothing"])
def test_what_answers_and_is_no_scheduler_is_one_clear_message(
    monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setattr(module, "CONNECTING", 1)
    with socket.socket() as mute, ExitStack() as stack:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        address = f"{scheme}://127.0.0.1:{mute.getsockname()[1]}"
        with pytest.raises(ReportError, match=f"no scheduler answers at {address}"):
            connect(address, None, print, stack)


def test_no_scheduler_is_one_clear_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CONNECTING", 1)
    job = Job(str(NETWORK), FolderStore(tmp_path))
    with pytest.raises(ReportError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"):
        build([job], Options(scheduler="tcp://127.0.0.1:9"), lambda event: None)


def test_tls_a_scheduler_file_and_a_cluster_object_are_all_the_same(tmp_path: Path) -> None:
    """Institutions have one of these; passwords and keys are Dask's own configuration."""
    import dask
    from distributed import LocalCluster
    from distributed.security import Security

    cert, key = str(tmp_path / "cert.pem"), str(tmp_path / "key.pem")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    try:
        subprocess.run(
            [*command, "-subj", "/CN=tests", "-out", cert, "-keyout", key],
            check=True,
            capture_output=True,
        )
    except FileNotFoundError:
        pytest.skip("no openssl to make a certificate with")
    roles = ("client", "scheduler", "worker")
    pairs = {f"tls_{role}_{kind}": path for role in roles for kind, path in
             (("cert", cert), ("key", key))}  # fmt: skip
    security = Security(tls_ca_file=cert, require_encryption=True, **pairs)
    near = built(FolderStore(tmp_path / "near"), str(NETWORK), None)
    with LocalCluster(
        n_workers=2, threads_per_worker=1, security=security, dashboard_address=None,
        worker_dashboard_address=None, local_directory=str(tmp_path / "dask"),
    ) as started:  # fmt: skip
        where = tmp_path / "scheduler.json"
        where.write_text(json.dumps(started.scheduler.identity()))
        assert started.scheduler_address.startswith("tls://")
        settings = {
            "distributed.comm.tls.ca-file": cert,
            "distributed.comm.tls.client.cert": cert,
            "distributed.comm.tls.client.key": key,
        }
        with dask.config.set(settings):
            for number, way in enumerate((started.scheduler_address, str(where))):
                far = built(FolderStore(tmp_path / f"far-{number}"), str(NETWORK), way)
                assert far == near
        assert built(FolderStore(tmp_path / "object"), str(NETWORK), started) == near


def test_workers_write_to_a_store_that_they_can_reach(
    standing: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pages don't come to the client; the records are its own, and last."""
    written: list[str] = []
    write_all = RemoteStore.write_all

    def noting(self: RemoteStore, files: Mapping[str, bytes]) -> None:
        written.extend(files)
        write_all(self, files)

    monkeypatch.setattr(RemoteStore, "write_all", noting)
    place = f"local://{tmp_path}/out"
    far = built(open_store(place), str(NETWORK), standing.address)
    assert far == built(FolderStore(tmp_path / "near"), str(NETWORK), None)
    assert not [name for name in written if name.startswith("20")]
    assert ".build/2025.json" in written
    events: list[Event] = []
    assert build([Job(str(NETWORK), open_store(place), SMALL)], Options(years=YEARS), events.append)
    assert {event.kind for event in events if event.page} == {"skipped"}
