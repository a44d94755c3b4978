"""Builds that meet: with one another, with data that change meanwhile, with other networks."""

import shutil
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from changing import edit
from conftest import pipeline
from filelock import FileLock
from making import NETWORK, build_pages
from own_notebooks import read_small_pages
from waiting import PATIENCE, until

from annual_report.machine.making.build import build_jobs
from annual_report.machine.making.job import Event, Options
from annual_report.report.publication.networks import list_jobs

pytestmark = pytest.mark.slow


@pytest.fixture
def networks(tmp_path: Path) -> list[Path]:
    return [Path(shutil.copytree(NETWORK, tmp_path / name)) for name in ("un", "deux", "trois")]


class Builds:
    """Builds of 2025 that are under way, each in a thread, and what they have told."""

    def __init__(self, threads: ThreadPoolExecutor) -> None:
        self._threads = threads
        self.events: list[Event] = []

    def start(self, out: Path, *networks: Path) -> "Future[bool]":
        """Start a build of some networks."""
        jobs = list_jobs([str(network) for network in networks], str(out), read_small_pages())
        return self._threads.submit(build_jobs, jobs, Options((2025,), jobs=2), self.events.append)

    def list_told(self) -> set[str]:
        """Return what was told, in words, and which pages were made of which network."""
        return {event.said or f"{event.network}/{event.page}" for event in self.events}


@pytest.fixture
def builds() -> Iterator[Builds]:
    with ThreadPoolExecutor() as threads:
        yield Builds(threads)


def test_a_build_waits_for_another_and_then_reads_again_and_holds_up_no_other(
    builds: Builds, networks: list[Path], tmp_path: Path
) -> None:
    first, second, _third = networks
    out = tmp_path / "out"
    page = out / "un" / "2025.html"
    # Another build of the first network is under way, which this lock says; none of the second.
    (out / "un" / ".build").mkdir(parents=True)
    with FileLock(out / "un" / ".build" / "lock"):
        both = builds.start(out, first, second)
        until(lambda: "waiting for another build of un" in builds.list_told())
        until(lambda: "deux/2025.html" in builds.list_told())
        assert not both.done()
        assert not page.exists()
        # What is saved while it waits is in its page.
        edit(first / "rencontres.csv", ",Nantes,", ",Rezé,")

    assert both.result(PATIENCE), builds.list_told()
    assert "Rezé" in page.read_text(encoding="utf-8")


def test_data_that_cannot_be_read_leave_the_other_networks(
    builds: Builds, networks: list[Path], tmp_path: Path
) -> None:
    table = networks[0] / "membres.csv"
    table.unlink()
    table.symlink_to("/proc/self/mem")  # which nobody can read from its beginning
    (networks[1] / "presences.csv").write_text("annee,absent\n", encoding="utf-8")

    assert not builds.start(tmp_path / "out", *networks).result(PATIENCE)

    failed = {event.network: event.said for event in builds.events if event.kind == "failed"}
    assert failed.keys() == {"un", "deux"}
    assert failed["deux"].startswith("presences.csv")
    assert "trois/2025.html" in builds.list_told()


def test_two_networks_may_not_have_their_pages_in_one_folder(
    networks: list[Path], tmp_path: Path
) -> None:
    # The folder of pages has the name of the network's folder, which is "un" for both.
    namesake = shutil.copytree(networks[0], tmp_path / "autre" / "un")

    done = pipeline("build", "--data", networks[0], "--data", namesake, "--out", tmp_path / "out")

    assert done.returncode == 2
    assert f"two networks would have their pages in {tmp_path / 'out' / 'un'}: " in done.stderr


@pytest.mark.parametrize("sources", ["", "notebooks", "textes", "phrases"])
def test_pages_may_not_be_made_in_a_folder_of_their_sources(
    sources: str, networks: list[Path]
) -> None:
    out = networks[0] / sources

    (refusal,) = build_pages(networks[0], out, read_small_pages()).failures

    assert refusal == f"{out}: what pages are made of lies here: choose another folder"
    assert not list(out.glob("*.html"))


def test_a_page_that_cannot_be_put_in_place_leaves_the_others(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "2024.html").mkdir(parents=True)
    made = build_pages(NETWORK, out, read_small_pages())
    kinds = {page: event.kind for page, event in made.pages.items() if page}
    others = "2024-donnees", "2025", "2025-donnees"

    assert kinds == {"2024.html": "failed"} | {f"{name}.html": "made" for name in others}
    assert made.failures == [f"{out / '2024.html'}: Is a directory"]
    assert (out / "2025.html").is_file()
