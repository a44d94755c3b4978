"""The build: what it makes, skips and says why; what it leaves when something goes wrong."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from making import copy_project
from own_notebooks import write_notebook, write_small_pages
from waiting import until

from annual_report.build.asked import Event
from annual_report.build.build import Options, build
from annual_report.build.pages import Notebook, notebooks
from annual_report.build.store import FolderStore
from annual_report.program import forget_program, hash_program
from annual_report.project import ROOT
from annual_report.publication.networks import network_job

pytestmark = pytest.mark.slow

NETWORK = ROOT / "data" / "departements-participatifs"


@pytest.fixture
def network(tmp_path: Path) -> Path:
    """Copy the real network, so that a test may change it."""
    copy = tmp_path / NETWORK.name  # which the pages print
    shutil.copytree(NETWORK, copy)
    return copy


SMALL: dict[str, Notebook] = {}


@pytest.fixture(scope="module", autouse=True)
def _small_pages(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Write notebooks whose pages are made in a moment: how they are built is the same."""
    SMALL.update(notebooks([write_small_pages(tmp_path_factory.mktemp("notebooks"))]))


def run(data: Path, out: Path, **options: object) -> tuple[bool, list[Event]]:
    events: list[Event] = []
    job = network_job(str(data), FolderStore(out), SMALL)
    asked = Options(jobs=2, **options)  # type: ignore[arg-type]
    good = build([job], asked, events.append)
    return good, [each for each in events if each.kind != "kept"]


def pages_of(year: int) -> list[str]:
    """Return the pages of a year: its report first, then its poster and its data."""
    return [f"{year}.html", f"{year}-affiche.html", f"{year}-donnees.html"]


def tree(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and ".build" not in path.parts
    }


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build small pages of the two years of the real network once; tests work on copies."""
    out = tmp_path_factory.mktemp("built") / "out"
    good, _events = run(NETWORK, out, years=(2024, 2025))
    assert good
    return out


@pytest.fixture
def out(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "out"))


def test_a_report_is_a_page_its_notebook_and_its_figures(real_build: Path) -> None:
    names = {"2024.html", "2024.ipynb", "2024.json", "2025.html", "index.html"}
    assert names <= set(tree(real_build))
    figures = json.loads((real_build / "2025.json").read_text(encoding="utf-8"))
    values = {each["nom"]: each["valeur"] for each in figures["chiffres"]}
    assert (values["membres"], values["rencontres"], values["population"]) == (16, 4, 12_792_742)


def test_nothing_to_do_writes_nothing(out: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}
    good, events = run(NETWORK, out, years=(2024, 2025))
    assert good
    assert {event.kind for event in events} == {"skipped"}
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()} == before


def test_a_changed_file_is_named_as_the_reason(network: Path, out: Path) -> None:
    edit(network / "rencontres.csv", "Toulouse", "Blagnac")
    _good, events = run(network, out, years=(2024,))
    assert {event.page: event.said for event in events} == dict.fromkeys(
        pages_of(2024), "data changed: rencontres.csv"
    )
    assert "Blagnac" in (out / "2024.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("damage", ["altered", "missing"])
def test_a_damaged_output_is_made_again(out: Path, damage: str) -> None:
    whole = tree(out)
    beside = out / "2024.ipynb"
    beside.write_text("{}") if damage == "altered" else beside.unlink()
    _good, events = run(NETWORK, out, years=(2024, 2025))
    said = {event.page: event.said for event in events}
    assert damage in said["2024.html"]
    assert said["2025.html"] == "up to date"
    assert tree(out) == whole


@pytest.mark.parametrize("content", ["", "{", "[" * 100_000, '{"pages": {"2025": 1}}', "null"])
def test_records_that_cannot_be_read_are_made_anew_with_all_pages(out: Path, content: str) -> None:
    before = tree(out)
    (out / ".build" / "records.json").write_text(content)
    good, events = run(NETWORK, out)
    assert good
    assert {event.said for event in events if event.page} == {"never built"}
    assert tree(out) == before
    assert {event.kind for event in run(NETWORK, out)[1]} == {"skipped"}


def test_records_that_cannot_be_read_leave_what_is_somebody_elses(out: Path) -> None:
    (out / ".build" / "records.json").write_text("{")
    (out / ".build" / "2025.ipynb").unlink()
    good, events = run(NETWORK, out)
    assert not good
    assert "no build has written 2025.html, 2025.ipynb, 2025.json, 2025.md: move" in events[0].said


def test_another_program_makes_every_page_again(out: Path) -> None:
    file = out / ".build" / "records.json"
    file.write_text(file.read_text().replace(hash_program(), "0001"))
    _good, events = run(NETWORK, out)
    assert {event.said for event in events if event.page} == {"the program changed"}


def test_packages_of_the_lock_are_of_the_program_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What tests need, or somebody's own tools, changes no page; the first on the path counts."""
    monkeypatch.setattr("sys.path", [str(tmp_path), *sys.path])
    try:
        found = []
        for name in ("", "unknown-0.1.dist-info", "pandas-0.1.dist-info"):
            (tmp_path / name).mkdir(exist_ok=True)
            forget_program()
            found.append(hash_program())
    finally:
        monkeypatch.undo()
        forget_program()
    assert found[0] == found[1] != found[2]


def test_wrong_data_write_nothing_and_name_the_place(network: Path, tmp_path: Path) -> None:
    edit(network / "membres.csv", "2025,33", "2025,Girond")
    good, events = run(network, tmp_path / "out")
    assert not good
    (event,) = events
    assert event.kind == "failed"
    assert "membres.csv, row 24, column membre" in event.said
    assert "Gironde (33)" in event.said
    assert not tree(tmp_path / "out")


def run_with(folder: Path, out: Path, **options: object) -> tuple[bool, dict[str, Event]]:
    """Build the network with the notebooks of a folder, and no others."""
    events: list[Event] = []
    job = network_job(str(NETWORK), FolderStore(out), notebooks([folder]))
    good = build([job], Options(jobs=2, **options), events.append)  # type: ignore[arg-type]
    return good, {each.page: each for each in events}


ONCE = {"each": "once"}


def test_a_report_over_its_time_limit_leaves_the_others_and_its_old_page(tmp_path: Path) -> None:
    folder = write_notebook(tmp_path / "n", "quick", pages=ONCE)
    write_notebook(folder, "slow", pages=ONCE)
    out = tmp_path / "out"
    assert run_with(folder, out)[0]
    before = (out / "slow.html").read_bytes()
    write_notebook(folder, "slow", "import time; time.sleep(120)", pages=ONCE)
    write_notebook(folder, "quick", "said = 1", pages=ONCE)
    good, events = run_with(folder, out, timeout=10)
    assert not good
    assert events["slow.html"].said == "took longer than 10 s"
    assert events["quick.html"].kind in ("made", "same")
    assert (out / "slow.html").read_bytes() == before
    assert "10" in (out / "slow.erreur.html").read_text(encoding="utf-8")


def test_an_error_page_goes_when_the_report_succeeds(out: Path) -> None:
    (out / "2025.erreur.html").write_text("old")
    run(NETWORK, out, years=(2025,), force=True)
    assert not (out / "2025.erreur.html").exists()


def without(network: Path, year: str) -> None:
    """Take a year out of the data."""
    for name in ("membres.csv", "rencontres.csv"):
        lines = (network / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (network / name).write_text("".join(line for line in lines if not line.startswith(year)))


def test_years_that_left_the_data_lose_their_pages(network: Path, out: Path) -> None:
    without(network, "2024")
    (out / "2024.erreur.html").write_text("what once went wrong with it")
    (out / "notes.erreur.html").write_text("somebody's own")
    _good, events = run(network, out, years=(2025,))
    removed = {event.page for event in events if event.kind == "removed"}
    assert removed >= {"2024.html", "2024.erreur.html"}
    assert not list(out.glob("2024*.html"))
    assert (out / "notes.erreur.html").exists()


def test_a_page_that_cannot_be_removed_leaves_the_rest_of_the_build(
    network: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(network, "2024")
    remove = FolderStore.remove

    def refuse(self: FolderStore, *names: str) -> None:
        if "2024.html" in names:
            raise PermissionError(13, "Permission denied", "2024.html")
        remove(self, *names)

    monkeypatch.setattr(FolderStore, "remove", refuse)
    good, events = run(network, out, years=(2025,))
    assert not good
    assert [event.said for event in events if event.kind == "failed"] == [
        "2024.html: Permission denied"
    ]
    assert (out / "2024.html").exists()
    assert "2024.html" not in (out / "index.html").read_text(encoding="utf-8")
    monkeypatch.undo()
    good, events = run(network, out, years=(2025,))
    assert good
    assert not (out / "2024.html").exists()


def test_pages_that_are_out_of_date_are_named_in_the_index(network: Path, out: Path) -> None:
    edit(network / "rencontres.csv", "Toulouse", "Blagnac")
    run(network, out, years=(2024,))
    index = (out / "index.html").read_text(encoding="utf-8")
    said = "plus ancien que les données\u00a0: 2025, 2025-affiche, 2025-donnees."
    assert said in index.replace(" :", "\u00a0:")


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
    assert "up to date: 6" in done.stdout


WARM = """
import gc, sys
import annual_report.publication.warm
assert gc.isenabled() and gc.get_threshold()[0] == 50_000 and gc.get_freeze_count() > 100_000
from annual_report import program
from annual_report.run import shell
assert shell._prepared and program.read_program.cache_info().currsize
assert "jsonschema" in sys.modules and "lark" not in sys.modules, "its grammars take a second"
from annual_report.run import warm
assert warm.failure is None
"""


def test_what_reports_are_forked_from_is_warm_and_looks_for_garbage() -> None:
    done = subprocess.run([sys.executable, "-c", WARM], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


VARIANTS: tuple[dict[str, str], ...] = (
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland", "LC_ALL": "C", "HOME": "/proc/none"},
    {"PYTHONHASHSEED": "2", "TZ": "America/Cayenne", "LC_ALL": "C.UTF-8", "MPLBACKEND": "no such"},
)
"""Machines; the first as in a container, or under cron: nobody has a home."""
SETTINGS = "savefig.bbox: tight\nfont.weight: bold\npath.sketch: 1, 100, 2\n"


def same_pages(out: Path, real_build: Path) -> bool:
    """Whether the pages of 2025 are those of the whole build."""
    names = [name for name in tree(out) if name.startswith("2025")]
    return len(names) > 8 and all((out / n).read_bytes() == (real_build / n).read_bytes()
                                  for n in names)  # fmt: skip


@pytest.mark.parametrize("number", range(len(VARIANTS)))
def test_another_machine_gives_the_same_bytes_and_has_no_litter(
    real_build: Path, tmp_path: Path, temporary: Path, number: int
) -> None:
    (tmp_path / "matplotlibrc").write_text(SETTINGS)
    places = {"TMPDIR": str(temporary), "MATPLOTLIBRC": str(tmp_path / "matplotlibrc")}
    command = [sys.executable, str(ROOT / "pipeline.py"), "build", "2025", "--data", str(NETWORK)]
    done = subprocess.run(
        [*command, "--out", str(tmp_path / "o"), "--jobs", str(number + 1)],
        cwd=tmp_path,
        env={**os.environ, **places, **VARIANTS[number]},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert same_pages(tmp_path / "o", real_build)
    until(lambda: not list(temporary.iterdir()))


def built_in_a_copy(
    tmp_path: Path, change: Callable[[bytes], bytes], *templates: str
) -> "subprocess.CompletedProcess[str]":
    """Build a year, into `out`, with a copy of the project of which templates are changed."""
    project = tmp_path / "projet"
    copy_project(project)
    for template in templates:
        path = project / "templates" / "report" / f"{template}.html.j2"
        path.write_bytes(change(path.read_bytes()))
    return subprocess.run(
        [sys.executable, "pipeline.py", "build", "2025", "--out", str(tmp_path / "out")],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(project)},
        capture_output=True,
        text=True,
    )


def test_a_template_in_another_encoding_is_told_without_a_stack(tmp_path: Path) -> None:
    """Not even the page that says so can be made of it."""
    latin = "é".encode("latin-1")
    done = built_in_a_copy(tmp_path, lambda text: text + latin, "layout")
    assert "Traceback" not in done.stdout + done.stderr
    assert done.stdout.count("UnicodeDecodeError") == 4  # three pages, and the list of all
    assert "UnicodeDecodeError" in (tmp_path / "out" / "2025.erreur.html").read_text()
