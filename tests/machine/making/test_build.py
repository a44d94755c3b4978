"""The build: what it makes, skips and says why; what it leaves when something goes wrong."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from changing import edit
from making import NETWORK, Built, build_pages
from own_notebooks import read_small_pages, write_notebook
from waiting import until

from annual_report.base.project import ROOT
from annual_report.machine.making.records import FILE, Records

pytestmark = pytest.mark.slow

ONCE = {"each": "once"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build small pages of the two years of the real network once; tests work on copies."""
    out = tmp_path_factory.mktemp("built") / "out"
    assert run(NETWORK, out).good
    return out


@pytest.fixture
def out(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "out"))


def run(data: Path, out: Path, **options: object) -> Built:
    return build_pages(data, out, read_small_pages(), **options)


def kinds(built: Built) -> set[str]:
    return {event.kind for page, event in built.pages.items() if page}


def tree(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and ".build" not in path.parts
    }


def test_nothing_to_do_writes_nothing(out: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}
    outcome = run(NETWORK, out)

    assert outcome.good
    assert {event.kind for event in outcome.events} <= {"skipped", "noted"}
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("damage", ["altered", "missing"])
def test_a_damaged_output_is_made_again(out: Path, damage: str) -> None:
    whole = tree(out)
    beside = out / "2024.ipynb"
    beside.write_text("{}") if damage == "altered" else beside.unlink()
    outcomes = run(NETWORK, out).outcomes

    assert outcomes["2024.html"] == "made"
    assert outcomes["2025.html"] == "skipped"
    assert tree(out) == whole


@pytest.mark.parametrize("content", ["{", '{"pages": {"2025": 1}}'])
def test_records_that_cannot_be_read_are_made_anew_with_all_pages(out: Path, content: str) -> None:
    before = tree(out)
    (out / FILE).write_text(content)

    assert Records(out).pages == {}
    assert kinds(run(NETWORK, out)) == {"made"}
    assert tree(out) == before
    assert kinds(run(NETWORK, out)) == {"skipped"}


def test_another_program_looks_at_every_page_again(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("making.build", "run.processes"):
        monkeypatch.setattr(f"annual_report.machine.{module}.hash_program", lambda: "0001")
    assert not run(NETWORK, out).good  # for its processes refuse to work with another one

    monkeypatch.undo()
    assert kinds(run(NETWORK, out)) == {"skipped"}


def test_wrong_data_write_nothing_and_name_the_place(network: Path, tmp_path: Path) -> None:
    edit(network / "membres.csv", "2025,33", "2025,Girond")
    outcome = run(network, tmp_path / "out")

    assert not outcome.good

    (event,) = outcome.events
    assert event.kind == "failed"
    assert "membres.csv, row 24, column membre" in event.said
    assert "Gironde (33)" in event.said
    assert not tree(tmp_path / "out")


def test_a_report_over_its_time_limit_leaves_the_others_and_its_old_page(tmp_path: Path) -> None:
    folder, out = write_notebook(tmp_path / "n", "slow", pages=ONCE), tmp_path / "out"
    write_notebook(folder, "quick", pages=ONCE)

    assert build_pages(NETWORK, out, folder).good

    before, error = (out / "slow.html").read_bytes(), out / "slow.erreur.html"
    right = (folder / "slow.ipynb").read_bytes()
    write_notebook(folder, "slow", "import time; time.sleep(120)", pages=ONCE)
    outcome = build_pages(NETWORK, out, folder, timeout=2)
    assert outcome.failures == ["took longer than 2 s"]
    assert outcome.outcomes == {"slow.html": "failed", "quick.html": "skipped"}
    assert (out / "slow.html").read_bytes() == before

    told = error.read_text(encoding="utf-8")
    assert "2 s" in told
    assert ".build" not in told, "there is no notebook to look into"
    assert "slow.erreur.html" in (out / "index.html").read_text(encoding="utf-8")

    (folder / "slow.ipynb").write_bytes(right)
    assert build_pages(NETWORK, out, folder).outcomes["slow.html"] == "made"
    assert not error.exists()


def take_2024_out(network: Path) -> None:
    """Take a year out of the data."""
    for name in ("membres.csv", "rencontres.csv"):
        lines = (network / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (network / name).write_text("".join(line for line in lines if not line.startswith("2024")))


def test_years_that_left_the_data_lose_their_pages(network: Path, out: Path) -> None:
    take_2024_out(network)
    (out / "2024.html").unlink()
    (out / "2024.html").mkdir()  # which isn't removed as a file is
    outcome = run(network, out, years=(2025,))

    assert outcome.failures == [f"{out / '2024.html'}: Is a directory"]
    assert {event.page for event in outcome.events if event.kind == "removed"} == {
        "2024-donnees.html"
    }

    (out / "2024.html").rmdir()
    outcome = run(network, out, years=(2025,))
    assert outcome.good
    assert not list(out.glob("2024*"))
    assert "2024.html" not in (out / "index.html").read_text(encoding="utf-8")


def test_what_is_forced_is_counted_as_made_and_one_page_may_be_asked_for(out: Path) -> None:
    assert kinds(run(NETWORK, out, force=True)) == {"made"}
    assert run(NETWORK, out, force=True, pages=("2024",)).outcomes == {"2024.html": "made"}


LIGHT = """
import sys
from annual_report.commands.command_line import main
status = main(sys.argv[1:])
heavy = set(sys.modules) & {
    "pandas", "numpy", "matplotlib", "papermill", "nbconvert", "nbformat", "IPython", "jinja2",
    "frictionless", "babel", "rich", "networkx"
}
assert not heavy, heavy
sys.exit(status)
"""


def test_nothing_to_do_imports_nothing_heavy(real_build: Path) -> None:
    command = [sys.executable, "-c", LIGHT, "build", "2024", "2025", "--out", str(real_build)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "up to date: " in done.stdout


CONTAINER = {
    "PYTHONHASHSEED": "1",
    "TZ": "Pacific/Auckland",
    "LC_ALL": "C",
    "HOME": "/proc/none",
    "MPLBACKEND": "no such",
}
"""An environment as in a container, or under cron."""
SLOW = """import threading
class Timer(threading.Timer):
    def __init__(self, _interval, *arguments):
        super().__init__(0, *arguments)
threading.Timer = Timer
"""
"""A machine on which seconds go by before a library has found its fonts, which it then says."""


def test_another_machine_gives_the_same_bytes_and_has_no_litter(
    real_build: Path, tmp_path: Path, temporary: Path
) -> None:
    (tmp_path / "matplotlibrc").write_text("savefig.bbox: tight\npath.sketch: 1, 100, 2\n")
    (tmp_path / "sitecustomize.py").write_text(SLOW)
    places = {"TMPDIR": str(temporary), "MATPLOTLIBRC": str(tmp_path / "matplotlibrc")}
    command = [sys.executable, str(ROOT / "pipeline.py"), "build", "2025", "--data", str(NETWORK)]
    done = subprocess.run(
        [*command, "--out", str(tmp_path / "o")],
        cwd=tmp_path,
        env={**os.environ, **places, **CONTAINER, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0
    assert done.stderr == ""

    made, expected = (
        {name: file for name, file in tree(folder).items() if name.startswith("2025")}
        for folder in (tmp_path / "o", real_build)
    )
    assert "2025.html" in made
    assert made == expected

    until(lambda: not list(temporary.iterdir()))
