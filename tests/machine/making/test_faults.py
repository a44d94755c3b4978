"""Faults at the very steps of a build: what it leaves is whole, and what it says is so."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from changing import edit, hold_file
from making import build_pages
from own_notebooks import write_notebook, write_small_pages
from waiting import PATIENCE, is_gone, until

from annual_report.base.project import ROOT

pytestmark = pytest.mark.slow


HELD = """import os, pathlib, time
beside = pathlib.Path({note!r} + ".part")
beside.write_text(str(os.getpid()))
beside.replace({note!r})
time.sleep(4000)"""


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "killed"])
def test_whatever_ends_a_build_ends_its_reports(
    tmp_path: Path, temporary: Path, ending: signal.Signals
) -> None:
    note = tmp_path / "note"
    write_notebook(tmp_path / "n", "held", HELD.format(note=str(note)), pages={})
    command = [sys.executable, "pipeline.py", "build", "--notebooks", str(tmp_path / "n")]
    with subprocess.Popen(
        [*command, "--out", str(tmp_path / "out")],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "TMPDIR": str(temporary)},
    ) as process:
        try:
            until(note.exists)
            others = psutil.Process(process.pid).children(recursive=True)
            process.send_signal(ending)
            _said, errors = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()  # nobody would end one that doesn't end itself
    if ending == signal.SIGINT:
        assert process.returncode == 130
        assert errors == "interrupted; what was finished is whole\n"
        assert not list((tmp_path / "out").rglob("*.erreur.html")), "nothing has failed"
    started = [int(note.read_text()), *(other.pid for other in others)]
    until(lambda: all(map(is_gone, started)))
    until(lambda: not list(temporary.glob("annual-report-*")))


def test_a_build_that_is_killed_leaves_whole_pages_and_the_next_one_makes_the_rest(
    network: Path, tmp_path: Path
) -> None:
    notebooks, out = write_small_pages(network / "notebooks"), tmp_path / "out"
    assert build_pages(network, out, notebooks).good

    old = read_tree(out)
    edit(network / "rencontres.csv", ",Nantes,", ",Rezé,")
    script = "from making import build_pages; from pathlib import Path; import sys\n"
    build = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"{script}build_pages(*map(Path, sys.argv[1:]))",
            *map(str, (network, out, notebooks)),
        ],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    until(lambda: read_tree(out) != old)  # one is in place
    build.kill()
    build.wait()
    left = read_tree(out)
    assert build_pages(network, out, notebooks).good

    new = read_tree(out)
    assert {name for name in left if left[name] not in (old.get(name), new.get(name))} == set()
    assert old.keys() <= left.keys()
    assert "Rezé" in new["2025.html"].decode()


@pytest.mark.parametrize("held", ["2025.ipynb", "2025.html"])
def test_a_file_that_another_program_holds_is_the_only_one_of_its_page_that_stays(
    network: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: str
) -> None:
    notebooks, out = write_small_pages(network / "notebooks"), tmp_path / "out"
    assert build_pages(network, out, notebooks).good

    old = read_tree(out)
    edit(network / "rencontres.csv", ",Nantes,", ",Rezé,")
    hold_file(monkeypatch, out / held)
    done = build_pages(network, out, notebooks)
    assert not done.good
    assert done.outcomes[held] == "failed"

    (line,) = done.failures
    assert line.startswith("stays as it was: Permission denied; if it is open in another program")

    left = read_tree(out)
    assert left[held] == old[held]

    others = {name for name in left if name.startswith("2025.")} - {held}
    assert {name for name in others if left[name] == old[name]} == set()

    # It is made again as soon as it can be, and nothing else is.
    monkeypatch.undo()
    again = build_pages(network, out, notebooks)
    assert again.good
    assert {page for page, kind in again.outcomes.items() if kind == "made"} == {"2025.html"}
    assert "Rezé" in read_tree(out)[held].decode()


def test_a_file_that_should_go_and_is_held_goes_with_the_next_build(
    network: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    folder = write_notebook(tmp_path / "n", "page", "1 / 0", pages={"each": "once"})

    assert not build_pages(network, out, folder).good

    write_notebook(folder, "page", pages={"each": "once"})
    hold_file(monkeypatch, out / "page.erreur.html")
    done = build_pages(network, out, folder)
    assert done.outcomes == {"page.erreur.html": "failed", "page.html": "made"}

    monkeypatch.undo()
    assert build_pages(network, out, folder).good
    assert not (out / "page.erreur.html").exists()


def read_tree(out: Path) -> dict[str, bytes]:
    """Return what a reader can see of a build, but for a file that is half written beside."""
    files = [path for path in out.iterdir() if path.is_file() and not path.name.startswith(".")]
    return {path.name: path.read_bytes() for path in files}
