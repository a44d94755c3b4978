"""The build: what it makes, skips and says why; what it leaves when something goes wrong."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from making import copy_project, processes
from own_notebooks import write_notebook, write_small_pages

from annual_report.build.build import Options, build
from annual_report.build.events import Event
from annual_report.build.pages import Notebook, notebooks
from annual_report.build.records import DRAFTS, difference
from annual_report.build.store import FolderStore
from annual_report.errors import ReportError
from annual_report.program import program, read_again
from annual_report.project import ROOT
from annual_report.publication.networks import network_job
from annual_report.publication.snapshot import find_packages, take_snapshot
from annual_report.run.processes import WorkerDiedError

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
    return good, [each for each in events if each.kind not in ("planned", "remarked", "kept")]


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


def test_a_file_that_was_altered_in_disguise_is_made_again(out: Path) -> None:
    """As many bytes, and the time of its last change set back."""
    run(NETWORK, out, years=(2024,), force=True)  # its record knows this very file
    page = out / "2024.html"
    whole, found = page.read_bytes(), page.stat()
    page.write_bytes(whole.replace(b"Toulouse", b"Blagnac!"))
    os.utime(page, ns=(found.st_atime_ns, found.st_mtime_ns))
    assert (page.stat().st_size, page.stat().st_mtime_ns) == (found.st_size, found.st_mtime_ns)
    _good, events = run(NETWORK, out, years=(2024,))
    said = {event.page: event.said for event in events}
    assert said == {
        **dict.fromkeys(pages_of(2024), "up to date"),
        page.name: "2024.html was altered",
    }
    assert page.read_bytes() == whole


def test_a_copy_of_a_build_is_up_to_date(out: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(out, tmp_path / "copy"))
    _good, events = run(NETWORK, copy, years=(2024, 2025))
    assert {event.kind for event in events} == {"skipped"}


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


def rewritten(out: Path, change: Callable[[dict[str, Any]], object]) -> str:
    """Change a page's record among the others; return why the page is made again."""
    file = out / ".build" / "records.json"
    content = json.loads(file.read_bytes())
    record = content["pages"]["2025"]
    content["pages"]["2025"] = change(record) or record
    file.write_text(json.dumps(content))
    said = {event.page: event.said for event in run(NETWORK, out, years=(2025,))[1]}
    why = said.pop("2025.html")
    assert said == dict.fromkeys(pages_of(2025)[1:], "up to date")
    return why


@pytest.mark.parametrize("record", [{"made_of": {}}, [1], "x", 1, {"made_of": 1, "outputs": {}}])
def test_a_record_that_cannot_be_understood_is_as_good_as_none(out: Path, record: object) -> None:
    assert rewritten(out, lambda _record: record) == "never built"


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "[" * 100_000, '{"pages": 1}', "null", '"x"', '{"ours": {}}'],
    ids=["empty", "cut", "a list", "without end", "of another form", "null", "a word", "no list"],
)  # fmt: skip
def test_records_that_cannot_be_read_let_no_file_be_written_over(out: Path, content: str) -> None:
    """Nobody knows any more whose the pages are."""
    before = tree(out)
    (out / ".build" / "records.json").write_text(content)
    good, events = run(NETWORK, out, years=(2025,))
    assert not good
    assert "no build has written" in events[0].said
    assert tree(out) == before


@pytest.mark.parametrize(
    ("outputs", "said"),
    [({"2025.html": "0"}, "2025.html was altered"),
     ({"a\0b": "0", "2025.html": "0"}, "a\0b is missing")],
)  # fmt: skip
def test_a_record_of_odd_files_is_none(out: Path, outputs: dict[str, str], said: str) -> None:
    assert rewritten(out, lambda record: {**record, "outputs": outputs}) == said


def test_a_record_of_other_code_names_it(out: Path) -> None:
    file = out / ".build" / "records.json"
    content = json.loads(file.read_bytes())
    ((key, parts),) = content["programs"].items()
    content["programs"] = {key: parts, "0000": {**parts, "code: gone.py@annual_report": "0"}}
    file.write_text(json.dumps(content))
    made_of = {"program": "0000"}
    said = rewritten(out, lambda record: record["made_of"].update(made_of))
    assert said == "code changed: gone.py"


def test_a_record_of_an_unknown_program_says_so(out: Path) -> None:
    said = rewritten(out, lambda record: record["made_of"].update(program="0001"))
    assert said == "the program changed"


@pytest.mark.parametrize(
    ("name", "said"),
    [("pandas", "environment changed: pandas"), ("unknown", ""), ("pywinpty", "")],
)
def test_only_packages_of_the_lock_are_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    """What tests need, or somebody's own tools, changes no page; the first on the path counts.

    A package that the lock has for another system or Python is one that the tests may bring.
    """
    if sys.platform == "win32" and name == "pywinpty":
        pytest.skip("the lock asks for it here")
    read_again()
    before = program()
    (tmp_path / f"{name}-0.1.dist-info").mkdir()
    monkeypatch.setattr("sys.path", [str(tmp_path), str(tmp_path / "absent"), *sys.path])
    try:
        read_again()
        assert difference(before, program()) == said
    finally:
        monkeypatch.undo()
        read_again()


def test_that_a_year_is_no_draft_any_more_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "fr")
    said = difference({DRAFTS: "(2025,)", "data: sujets.csv": "1"}, {"data: sujets.csv": "2"})
    assert said.replace("\u00a0", " ") == "données modifiées : brouillons, sujets.csv"


def test_files_of_one_name_are_named_once() -> None:
    code = {f"code: __init__.py@{folder}": "1" for folder in ("charts", "run", "build")}
    assert (
        difference({}, code | {"code: map.py@charts": "1"}) == "code changed: __init__.py, map.py"
    )


def test_another_python_is_another_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    read_again()
    before = program()
    monkeypatch.setattr("sys.version_info", (3, 99, 0))
    try:
        read_again()
        assert difference(before, program()) == "environment changed: Python"
    finally:
        monkeypatch.undo()
        read_again()


def test_force_makes_the_same_bytes_again(out: Path) -> None:
    whole = tree(out)
    _good, events = run(NETWORK, out, years=(2025,), force=True)
    assert {event.page: event.kind for event in events} == dict.fromkeys(pages_of(2025), "same")
    assert tree(out) == whole


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
    return good, {each.page: each for each in events if each.kind != "planned"}


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


def hungry(limit: int) -> None:
    """Run a notebook that wants 8 GiB in a process that may have `limit` MiB."""
    from annual_report.run.notebook import execute
    from annual_report.run.report import limit_resources

    os.chdir(tempfile.mkdtemp())

    limit_resources(limit)
    cell = nbformat.v4.new_code_cell("x = bytearray(8 * 2**30)")
    kernel = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata=kernel)
    execute(nbformat.writes(notebook), {})


def test_a_notebook_that_wants_more_than_its_memory_limit_fails() -> None:
    with pytest.raises(ReportError, match="MemoryError"):
        processes().call(hungry, 4096)


def dies() -> None:
    """End this process as the system does when memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_that_dies_is_named_by_its_signal() -> None:
    with pytest.raises(WorkerDiedError, match="SIGKILL"):
        processes().call(dies)


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


def test_leftovers_of_a_killed_build_are_swept(out: Path) -> None:
    (out / ".build" / "2025.html.123.part").write_text("half")
    run(NETWORK, out, years=(2025,), force=True)
    assert not list(out.rglob("*.part"))


def test_a_folder_of_networks_is_found() -> None:
    names = {Path(address).name for address in find_packages(str(ROOT / "data"))}
    assert names == {"departements-participatifs", "reseau-exemple"}


def test_lock_files_are_not_data(network: Path) -> None:
    before = take_snapshot(str(network)).files
    (network / ".~lock.membres.csv#").write_text("x")
    (network / "~$membres.csv").write_text("x")
    assert take_snapshot(str(network)).files == before


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
assert shell._prepared and program.program.cache_info().currsize
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
    """Tell whether the pages of 2025 are those of the whole build."""
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
    assert not list(temporary.iterdir())


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


YEAR = ["2025.html", "2025-affiche.html", "2025-donnees.html"]


@pytest.mark.parametrize(
    ("templates", "failed"),
    [
        (["report", "index"], [YEAR[0], YEAR[2], "index.html"]),
        (["poster", "error"], [YEAR[1]]),  # it has a template of its own; and so has what says so
    ],
)
def test_a_template_that_cannot_be_read_is_told_without_a_stack(
    tmp_path: Path, templates: list[str], failed: list[str]
) -> None:
    done = built_in_a_copy(tmp_path, lambda text: text + b"{% if %}", *templates)
    assert "Traceback" not in done.stdout + done.stderr
    failures = [line for line in done.stdout.splitlines() if "TemplateSyntaxError" in line]
    assert sorted(line.partition(":")[0] for line in failures) == sorted(failed)
    assert done.returncode == 1
    for name in failed:
        if name != "index.html":
            error = tmp_path / "out" / name.replace(".html", ".erreur.html")
            assert "TemplateSyntaxError" in error.read_text()


def test_a_template_in_another_encoding_is_told_without_a_stack(tmp_path: Path) -> None:
    """Not even the page that says so can be made of it."""
    latin = "é".encode("latin-1")
    done = built_in_a_copy(tmp_path, lambda text: text + latin, "layout")
    assert "Traceback" not in done.stdout + done.stderr
    assert done.stdout.count("UnicodeDecodeError") == 4  # three pages, and the list of all
    assert "UnicodeDecodeError" in (tmp_path / "out" / "2025.erreur.html").read_text()


def test_a_table_whose_name_no_one_can_write_stops_nothing(network: Path, tmp_path: Path) -> None:
    """Old archives have names in other encodings than the system's."""
    Path(os.fsdecode(os.fsencode(network) + b"/caf\xe9.csv")).write_text("a\n1\n")
    good, _events = run(network, tmp_path / "o", years=(2025,))
    assert good


def test_any_number_of_jobs_may_be_asked_for(tmp_path: Path) -> None:
    job = network_job(str(NETWORK), FolderStore(tmp_path / "o"), SMALL)
    assert build([job], Options(years=(2025,), jobs=10**9), lambda event: None)
