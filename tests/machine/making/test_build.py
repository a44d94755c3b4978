"""The build: what it makes, skips and says why; what it leaves when something goes wrong."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from changing import edit
from conftest import pipeline
from making import NETWORK, Built, build_pages, copy_project
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


def kinds(found: Built) -> set[str]:
    return {event.kind for page, event in found.pages.items() if page}


def tree(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and ".build" not in path.parts
    }


def test_nothing_to_do_writes_nothing(out: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}
    found = run(NETWORK, out)
    assert found.good
    assert {event.kind for event in found.events} <= {"skipped", "noted"}
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()} == before


def test_who_builds_a_year_is_told_of_other_pages_that_are_out_of_date(
    network: Path, out: Path
) -> None:
    edit(network / "rencontres.csv", "Toulouse", "Blagnac")
    pages = ("2024.html", "2024-donnees.html")
    found = run(network, out, years=(2024,))
    assert found.became == dict.fromkeys(pages, "made")
    assert "Blagnac" in (out / "2024.html").read_text(encoding="utf-8")
    said = "pages older than the data: 2; made again by build without a year"
    assert said in [each.said for each in found.events]


@pytest.mark.parametrize("damage", ["altered", "missing"])
def test_a_damaged_output_is_made_again(out: Path, damage: str) -> None:
    whole = tree(out)
    beside = out / "2024.ipynb"
    beside.write_text("{}") if damage == "altered" else beside.unlink()
    became = run(NETWORK, out).became
    assert (became["2024.html"], became["2025.html"]) == ("made", "skipped")
    assert tree(out) == whole


@pytest.mark.parametrize("content", ["", "{", "[" * 100_000, '{"pages": {"2025": 1}}', "null"])
def test_records_that_cannot_be_read_are_none(tmp_path: Path, content: str) -> None:
    Records(tmp_path).write(FILE, content.encode())
    assert Records(tmp_path).pages == {}


def test_records_that_cannot_be_read_are_made_anew_with_all_pages(out: Path) -> None:
    before = tree(out)
    (out / FILE).write_text("{")
    found = run(NETWORK, out)
    assert found.good
    assert kinds(found) == {"made"}
    assert tree(out) == before
    assert kinds(run(NETWORK, out)) == {"skipped"}


def test_records_that_cannot_be_read_leave_what_is_somebody_elses(out: Path) -> None:
    (out / FILE).write_text("{")
    (out / ".build" / "2025.ipynb").unlink()
    (said,) = run(NETWORK, out).failures
    assert "no build has written 2025.html, 2025.ipynb, 2025.md: move" in said


def test_another_program_looks_at_every_page_again(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annual_report.machine.making.updating.hash_program", lambda: "0001")
    assert not run(NETWORK, out).good  # for its processes refuse to work with another one
    monkeypatch.undo()
    assert kinds(run(NETWORK, out)) == {"skipped"}


HASH = """import sys
sys.path.insert(0, sys.argv[1])
from annual_report.base.program import hash_program
print(hash_program())"""


def test_packages_of_the_lock_are_of_the_program_and_no_others(tmp_path: Path) -> None:
    """What tests need, or somebody's own tools, changes no page; the first on the path counts."""
    found = []
    for name in ("", "unknown-0.1.dist-info", "pandas-0.1.dist-info"):
        (tmp_path / name).mkdir(exist_ok=True)
        command = [sys.executable, "-c", HASH, str(tmp_path)]
        found.append(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)
    assert found[0] == found[1] != found[2]


def test_wrong_data_write_nothing_and_name_the_place(network: Path, tmp_path: Path) -> None:
    edit(network / "membres.csv", "2025,33", "2025,Girond")
    found = run(network, tmp_path / "out")
    assert not found.good
    (event,) = found.events
    assert event.kind == "failed"
    assert "membres.csv, row 24, column membre" in event.said
    assert "Gironde (33)" in event.said
    assert not tree(tmp_path / "out")


def test_a_report_over_its_time_limit_leaves_the_others_and_its_old_page(tmp_path: Path) -> None:
    folder, out = write_notebook(tmp_path / "n", "quick", pages=ONCE), tmp_path / "out"
    write_notebook(folder, "slow", pages=ONCE)
    assert build_pages(NETWORK, out, folder).good
    before, error = (out / "slow.html").read_bytes(), out / "slow.erreur.html"
    right = (folder / "slow.ipynb").read_bytes()
    write_notebook(folder, "slow", "import time; time.sleep(120)", pages=ONCE)
    write_notebook(folder, "quick", "said = 1", pages=ONCE)
    for limit in (2, 10, 60):  # a busy machine needs longer for the other one, or to look at data
        found = build_pages(NETWORK, out, folder, timeout=limit)
        if found.became.get("quick.html", "failed") != "failed":
            break
    assert not found.good
    assert found.pages["slow.html"].said == f"took longer than {limit} s"
    assert found.pages["quick.html"].kind == "made"
    assert (out / "slow.html").read_bytes() == before
    assert str(limit) in error.read_text(encoding="utf-8")
    (folder / "slow.ipynb").write_bytes(right)
    assert build_pages(NETWORK, out, folder).became["slow.html"] == "made"
    assert not error.exists()


def test_a_page_goes_last_and_then_its_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    write = Records.write

    def note(self: Records, name: str, content: bytes) -> None:
        order.append(name)
        write(self, name, content)

    monkeypatch.setattr(Records, "write", note)
    folder = write_notebook(tmp_path / "n", "page", pages=ONCE)
    assert build_pages(NETWORK, tmp_path / "out", folder).good
    first, *files, _page = order[: order.index("page.html") + 1]
    assert first == ".build/records.json"  # what there is to make pages of
    assert files == [".build/page.ipynb", "page.md", "page.ipynb"]
    assert order[len(files) + 2] == ".build/records.json"


def without(network: Path, year: str) -> None:
    """Take a year out of the data."""
    for name in ("membres.csv", "rencontres.csv"):
        lines = (network / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (network / name).write_text("".join(line for line in lines if not line.startswith(year)))


def test_years_that_left_the_data_lose_their_pages(network: Path, out: Path) -> None:
    without(network, "2024")
    (out / "2024.erreur.html").write_text("what once went wrong with it")
    (out / "notes.erreur.html").write_text("somebody's own")
    found = run(network, out, years=(2025,))
    removed = {event.page for event in found.events if event.kind == "removed"}
    assert removed >= {"2024.html", "2024.erreur.html"}
    assert not list(out.glob("2024*.html"))
    assert (out / "notes.erreur.html").exists()


def test_a_page_that_cannot_be_removed_leaves_the_rest_of_the_build(
    network: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(network, "2024")
    remove = Records.remove

    def refuse(self: Records, *names: str) -> None:
        if "2024.html" in names:
            raise PermissionError(13, "Permission denied", "2024.html")
        remove(self, *names)

    monkeypatch.setattr(Records, "remove", refuse)
    assert run(network, out, years=(2025,)).failures == ["2024.html: Permission denied"]
    assert (out / "2024.html").exists()
    assert "2024.html" not in (out / "index.html").read_text(encoding="utf-8")
    monkeypatch.undo()
    assert run(network, out, years=(2025,)).good
    assert not (out / "2024.html").exists()


def test_what_is_forced_is_counted_as_made(out: Path) -> None:
    assert kinds(run(NETWORK, out, force=True)) == {"made"}


def test_a_year_that_is_not_there_is_refused_before_anything_starts(
    monkeypatch: pytest.MonkeyPatch, real_build: Path
) -> None:
    def refuse(*_arguments: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr("annual_report.machine.making.workers.Workers.submit", refuse)
    for out in (real_build, real_build / "not-there"):
        done = pipeline("build", "2031", "--out", out)
        assert done.returncode == 2
        assert done.stdout == ""
        assert "there are no data for 2031" in done.stderr


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


MACHINES = {
    "without a home": {
        "PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland", "LC_ALL": "C", "HOME": "/proc/none",
        "MPLBACKEND": "no such",
    },
    "in the west": {"PYTHONHASHSEED": "2", "TZ": "America/Cayenne", "LC_ALL": "C.UTF-8"},
}  # fmt: skip
"""The first is as in a container, or under cron."""
SLOW = """import threading
class Timer(threading.Timer):
    def __init__(self, _interval, *arguments):
        super().__init__(0, *arguments)
threading.Timer = Timer
"""
"""A machine on which seconds go by before a library has found its fonts, which it then says."""
SETTINGS = "savefig.bbox: tight\nfont.weight: bold\npath.sketch: 1, 100, 2\n"


@pytest.mark.parametrize(
    "machine", ["without a home", pytest.param("in the west", marks=pytest.mark.deep)]
)
def test_another_machine_gives_the_same_bytes_and_has_no_litter(
    real_build: Path, tmp_path: Path, temporary: Path, machine: str
) -> None:
    (tmp_path / "matplotlibrc").write_text(SETTINGS)
    (tmp_path / "sitecustomize.py").write_text(SLOW)
    places = {"TMPDIR": str(temporary), "MATPLOTLIBRC": str(tmp_path / "matplotlibrc")}
    places["PYTHONPATH"] = str(tmp_path)
    command = [sys.executable, str(ROOT / "pipeline.py"), "build", "2025", "--data", str(NETWORK)]
    done = subprocess.run(
        [*command, "--out", str(tmp_path / "o"), "--jobs", "1"],
        cwd=tmp_path,
        env={**os.environ, **places, **MACHINES[machine]},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    made, expected = (
        {name: file for name, file in tree(folder).items() if name.startswith("2025")}
        for folder in (tmp_path / "o", real_build)
    )
    assert "2025.html" in made
    assert made == expected
    until(lambda: not list(temporary.iterdir()))


def test_a_template_in_another_encoding_is_told_without_a_stack(tmp_path: Path) -> None:
    """Not even the page that says so can be made of it."""
    project = tmp_path / "projet"
    copy_project(project)
    with (project / "templates" / "report" / "layout.html.j2").open("ab") as template:
        template.write("é".encode("latin-1"))
    done = subprocess.run(
        [sys.executable, "pipeline.py", "build", "2025", "--out", str(tmp_path / "out")],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(project)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert "UnicodeDecodeError" in done.stdout
