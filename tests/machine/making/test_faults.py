"""Faults at the very steps of a build: what it leaves is whole, and what it says is so."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from making import NETWORK, build_pages
from own_notebooks import SAY, write_notebook
from waiting import PATIENCE, is_gone, until

from annual_report.base.project import ROOT
from annual_report.machine.making.store import FolderStore

pytestmark = pytest.mark.slow


CUT = """
import os, sys
from pathlib import Path
from annual_report.machine.making.store import FolderStore
if sys.argv[2] == "move":
    os.replace = lambda *_files: os._exit(9)
else:
    os.fsync = lambda _file: os._exit(9)
FolderStore(Path(sys.argv[1])).write("page.html", b"new")
"""


@pytest.mark.parametrize("instant", ["write", "move"])
def test_who_ends_in_the_middle_of_a_write_leaves_the_old_page(
    tmp_path: Path, instant: str
) -> None:
    (tmp_path / "page.html").write_bytes(b"old")
    done = subprocess.run([sys.executable, "-c", CUT, str(tmp_path), instant], cwd=ROOT)
    assert done.returncode == 9
    assert (tmp_path / "page.html").read_bytes() == b"old"
    assert [path.name for path in tmp_path.glob("*.*") if path.is_file()] == ["page.html"]


def test_only_what_a_build_writes_is_swept(tmp_path: Path) -> None:
    ours = [".build/2025.html.812.part", ".build/departements-44.html.812.part"]
    others = ["film.mkv.part", "2025.html.812.part", "other/2025.html.812.part"]
    for name in (*ours, *others):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    FolderStore(tmp_path).sweep()
    assert [name for name in (*ours, *others) if (tmp_path / name).exists()] == others


def test_a_disk_that_fills_while_pages_are_put_in_place_leaves_whole_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b", "c"):
        write_notebook(tmp_path / "n", name, "said = 1", SAY, pages={})
    out = tmp_path / "out"
    assert build_pages(NETWORK, out, tmp_path / "n").good
    old = {path.name: path.read_bytes() for path in out.glob("?.html")}
    for name in ("a", "b", "c"):
        write_notebook(tmp_path / "n", name, "said = 2", SAY, pages={})
    write, written = FolderStore.write, []

    def fill(self: FolderStore, name: str, content: bytes) -> None:
        written.append(name)
        if len(written) > 6 and not name.endswith(".erreur.html"):
            raise OSError(errno.ENOSPC, "No space left on device")
        write(self, name, content)

    monkeypatch.setattr(FolderStore, "write", fill)
    failures = build_pages(NETWORK, out, tmp_path / "n").failures
    assert any("No space left on device" in said for said in failures)
    monkeypatch.undo()
    left = {path.name: path.read_bytes() for path in out.glob("?.html")}
    assert build_pages(NETWORK, out, tmp_path / "n").good
    new = {path.name: path.read_bytes() for path in out.glob("?.html")}
    assert set(left) == set(new)
    assert all(left[name] in (old[name], new[name]) for name in new)
    assert all(b"<p>2</p>" in content for content in new.values())


def test_a_report_that_ends_its_process_fails_alone(tmp_path: Path) -> None:
    write_notebook(tmp_path / "n", "fatal", "import os; os._exit(3)", pages={})
    write_notebook(tmp_path / "n", "modest", "said = 1", SAY, pages={})
    pages = build_pages(NETWORK, tmp_path / "out", tmp_path / "n").pages
    assert pages["fatal.html"].said == "the process ended with status 3"
    assert pages["modest.html"].kind == "made"


HELD = """import os, pathlib, time
beside = pathlib.Path({note!r} + ".part")
beside.write_text(str(os.getpid()))
beside.replace({note!r})
time.sleep(4000)"""


@pytest.mark.parametrize(
    "ending",
    [
        pytest.param(signal.SIGINT, id="Ctrl-C"),
        pytest.param(signal.SIGKILL, id="killed"),
        pytest.param(signal.SIGTERM, id="asked to end", marks=pytest.mark.deep),
    ],
)
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
    started = [int(note.read_text()), *(each.pid for each in others)]
    until(lambda: all(map(is_gone, started)))
    until(lambda: not list(temporary.glob("annual-report-*")))
