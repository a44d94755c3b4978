"""Builds that meet: with one another, with data that change meanwhile, with other networks."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from making import NETWORK, build_pages
from own_notebooks import SMALL_BUILD, write_small_pages

from annual_report.project import ROOT

pytestmark = pytest.mark.slow

WAITS = "waiting for another build of {}\n"
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_pages(tmp_path_factory.mktemp("notebooks"))


@pytest.fixture
def start(folder: Path) -> Iterator[Start]:
    """Start builds of small pages, which end with the test."""
    processes: list[subprocess.Popen[str]] = []

    def begin(*arguments: str | Path) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-c", SMALL_BUILD, *map(str, (folder, *arguments))],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
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
    assert "Rezé" in (out / "2025.html").read_text(encoding="utf-8")


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


def test_a_page_that_cannot_be_put_in_place_leaves_the_others(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "2024.html").mkdir(parents=True)
    became = build_pages(NETWORK, out, folder).became
    kinds = {page: said.partition(":")[0] for page, said in became.items()}
    others = "2024-affiche", "2024-donnees", "2025", "2025-affiche", "2025-donnees"
    assert kinds == {"2024.html": "failed"} | {f"{name}.html": "made" for name in others}
    assert (out / "2025.html").is_file()
