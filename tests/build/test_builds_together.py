"""Builds that meet: with one another, with data that change meanwhile, with an edited program."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from own_notebooks import SMALL_BUILD, write_small_pages

from annual_report.build.asked import Event
from annual_report.build.build import Options, build
from annual_report.build.pages import Notebook, notebooks
from annual_report.build.place import Place
from annual_report.build.records import Records
from annual_report.build.store import FolderStore
from annual_report.build.workers import Local
from annual_report.project import ROOT
from annual_report.publication.networks import network_job
from annual_report.run.tasks import Made, Outline, Report

pytestmark = pytest.mark.slow

NETWORK = ROOT / "data" / "departements-participatifs"
WAITS = "waiting for another build of {}\n"


Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_pages(tmp_path_factory.mktemp("notebooks"))


@pytest.fixture(scope="module")
def small(folder: Path) -> dict[str, Notebook]:
    return notebooks([folder])


@pytest.fixture
def start(folder: Path) -> Iterator[Start]:
    """Start builds, which end with the test: of small pages, or of a copy of the project."""
    processes: list[subprocess.Popen[str]] = []

    def begin(*arguments: str | Path, cwd: Path = ROOT) -> "subprocess.Popen[str]":
        program = ["-c", SMALL_BUILD, folder] if cwd == ROOT else ["pipeline.py", "build"]
        process = subprocess.Popen(
            [sys.executable, *map(str, (*program, *arguments))],
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": str(cwd)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        processes.append(process)
        return process

    yield begin
    for process in processes:
        process.kill()
        process.communicate()


def heard(process: "subprocess.Popen[str]", line: str) -> None:
    """Read what a build says until it says a line."""
    assert process.stdout
    for said in process.stdout:
        if line in said:
            return
    raise AssertionError(f"it never said {line}")


@pytest.fixture
def networks(tmp_path: Path) -> tuple[Path, Path]:
    one, other = tmp_path / "un", tmp_path / "deux"
    for copy in (one, other):
        shutil.copytree(NETWORK, copy)
    return one, other


def test_a_build_waits_for_another_and_then_reads_the_data_again(
    start: Start, networks: tuple[Path, Path], tmp_path: Path
) -> None:
    data, out = networks[0], tmp_path / "out"
    (out / ".build").mkdir(parents=True)
    with FileLock(out / ".build" / "lock"):
        waiting = start("2025", "--data", data, "--out", out)
        heard(waiting, WAITS.format("un"))
        assert not list(out.glob("*.html"))
        table = data / "rencontres.csv"
        table.write_text(table.read_text(encoding="utf-8").replace(",Nantes,", ",Rezé,"))
    said, _nothing = waiting.communicate(timeout=60)
    assert waiting.returncode == 0, said
    page = (out / "2025.html").read_text(encoding="utf-8")
    assert "Rezé" in page
    again = start("2025", "--data", data, "--out", out)
    heard(again, "2025.html: up to date")


def test_builds_of_the_same_networks_in_another_order_do_not_wait_for_each_other_for_ever(
    start: Start, networks: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    first = out / "deux" / ".build"
    for folder in (first, out / "un" / ".build"):
        folder.mkdir(parents=True)
    with FileLock(first / "lock"):
        processes = [
            start("2025", "--data", one, "--data", other, "--out", out)
            for one, other in (networks, networks[::-1])
        ]
        for process in processes:
            heard(process, WAITS.format("deux"))
    assert [process.wait(timeout=60) for process in processes] == [0, 0]


def test_two_networks_of_one_name_have_no_place_in_one_folder(
    start: Start, networks: tuple[Path, Path], tmp_path: Path
) -> None:
    twin = shutil.copytree(networks[0], tmp_path / "twins" / "un")
    build = start("--data", networks[0], "--data", twin, "--out", tmp_path / "out")
    said, _nothing = build.communicate(timeout=60)
    assert build.returncode == 2
    place = tmp_path / "out" / "un"
    assert said.startswith(f"two networks would have their pages in {place}: ")


def test_a_network_that_another_build_has_holds_up_no_other(
    start: Start, networks: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    (out / "un" / ".build").mkdir(parents=True)
    with FileLock(out / "un" / ".build" / "lock"):  # the other's is free
        process = start("2025", "--data", networks[0], "--data", networks[1], "--out", out)
        heard(process, WAITS.format("un"))
        heard(process, "deux/2025.html: built")
        assert process.poll() is None
        assert not (out / "un" / "2025.html").exists()
    heard(process, "un/2025.html: built")
    assert process.wait(timeout=60) == 0


def test_data_that_cannot_be_read_leave_the_other_networks(
    start: Start, networks: tuple[Path, Path], tmp_path: Path
) -> None:
    table = networks[0] / "membres.csv"
    table.unlink()
    table.symlink_to("/proc/self/mem")  # which nobody can read from its beginning
    (networks[1] / "presences.csv").write_text("annee,absent\n", encoding="utf-8")
    third = shutil.copytree(NETWORK, tmp_path / "trois")
    where = [word for each in (*networks, third) for word in ("--data", each)]
    build = start("2025", *where, "--out", tmp_path / "out")
    said, _nothing = build.communicate(timeout=60)
    lines = said.splitlines()
    assert build.returncode == 1
    assert any(line.startswith("un: ") for line in lines)
    assert any(line.startswith("deux: presences.csv") for line in lines)
    assert "trois/2025.html: built (never built)" in lines


def test_a_program_that_was_edited_while_it_was_loaded_is_no_one_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is half the one and half the other makes no page, even if it was put back since."""
    said = subprocess.run(
        [sys.executable, "-c", EDITED], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stdout == "True False\n"


EDITED = """
from annual_report import program
known = program.hash_program()
again = program.forget_program
def edited():
    again()
    program.read_program = lambda: {"code: of another": ""}
program.forget_program = edited
from annual_report.run.warm import warm_up
warm_up()
print(known != "edited", program.hash_program() == known)
"""


def ready(tmp_path: Path, small: dict[str, Notebook]) -> None:
    job = network_job(str(NETWORK), FolderStore(tmp_path / "out"), small)
    assert build([job], Options(years=(2024,), jobs=1), lambda event: None)


def test_a_page_that_cannot_be_put_in_place_leaves_the_others(
    small: dict[str, Notebook], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    (out / "2024.html").mkdir(parents=True)
    events: list[Event] = []
    job = network_job(str(NETWORK), FolderStore(out), small)
    assert not build([job], Options(years=(2024, 2025), jobs=1), events.append)
    kinds = {event.page: event.kind for event in events if event.page}
    others = "2024-affiche", "2024-donnees", "2025", "2025-affiche", "2025-donnees"
    assert kinds == {"2024.html": "failed"} | {f"{name}.html": "made" for name in others}
    assert (out / "2025.html").is_file()


def place_of(store: FolderStore, **options: Any) -> Place:
    """Return the place of the real network's pages, whose pages nobody makes."""
    job, nobody = network_job(str(NETWORK), store), Local(1, "json")
    asked = Options(**options)
    place = Place(job.source, job.store, asked, nobody, lambda _event: None, threading.Event())
    place.notebooks, place.snapshot = job.source.notebooks(), job.source.snapshot()
    place.records, place.outline = Records(store), Outline({})
    return place


def test_a_pdf_is_due_where_it_is_asked_for_and_goes_before_its_page(tmp_path: Path) -> None:
    order: list[str] = []

    class Noting(FolderStore):
        def write(self, name: str, content: bytes) -> None:
            order.append(name)
            super().write(name, content)

        def remove(self, *names: str) -> None:
            order.extend(f"without {name}" for name in names)
            super().remove(*names)

    (tmp_path / "2025.pdf").write_bytes(b"of the old page")
    report = Report("2025", "annual_report", {"year": 2025}, paper=(".pdf",))
    made = Made(report, {"2025.html": b"x", "2025.ipynb": b"y"}, {}, b"z")
    place = place_of(Noting(tmp_path))
    assert place.put(made)
    assert order == [
        ".build/2025.ipynb", "without 2025.pdf", "2025.ipynb", "2025.html", ".build/records.json",
        "without 2025.erreur.html",
    ]  # fmt: skip
    assert place.why(report) is None
    place = place_of(FolderStore(tmp_path), pdf=True)
    assert place.why(report) == "2025.pdf is missing"


def test_a_pdf_stays_with_the_very_page_that_it_was_made_of(tmp_path: Path) -> None:
    report = Report("2025", "annual_report", {"year": 2025}, paper=(".pdf",))
    place, page = place_of(FolderStore(tmp_path)), {"2025.html": b"x"}
    place.put(Made(report, page | {"2025.pdf": b"p"}, {}, b"z"))
    assert not place.put(Made(report, page, {}, b"z")), "the same page, made again without PDF"
    assert (tmp_path / "2025.pdf").read_bytes() == b"p"
    assert place_of(FolderStore(tmp_path), pdf=True).why(report) is None
