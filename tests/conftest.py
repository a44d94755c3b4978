"""What all tests share: the command line, the reports of both networks, a browser."""

import io
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from browser import ADVICE, launch
from changing import REAL, copy_network
from doors import Doors
from fonts import MIDDLE, PACKAGES, SETS, USUAL, list_missing, write_configuration
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from annual_report.base.project import ROOT
from annual_report.commands.command_line import main
from annual_report.machine.pages.export.printing import find_browser
from annual_report.machine.run.processes import Processes
from annual_report.report.publication.networks import WARM_NETWORK, take_snapshot

# A caller may ask Python to keep no bytecode: every program that the tests start would then compile
# pandas and all the rest anew, which takes longer than what it does.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Messages are compared in their source language, whatever the machine speaks; tests of the French
# catalogue ask for it by name.
os.environ["LANGUAGE"] = "en"

# What is laid for a person, in the menu or a cache, is laid for nobody.
HOME = TemporaryDirectory(prefix="ar-home-", ignore_cleanup_errors=True)
os.environ["XDG_DATA_HOME"] = os.environ["XDG_CACHE_HOME"] = HOME.name

# What tests publish is for pages in French, which an engine would say.
os.environ["ANNUAL_REPORT_LANGUAGE"] = "fr"

# A script that starts the tests in the background lets them ignore Ctrl-C, and the programs that
# they start would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A commit passes or fails whatever the hour and whoever else uses the machine; `--deep` is for
# luck: other examples each time, and a hundred times as many.
FIXED = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("fixed", FIXED)
settings.register_profile("search", FIXED, derandomize=False, max_examples=2000, print_blob=True)
settings.load_profile("fixed")

# A browser that any test starts, or a build, sees the fonts that the tests name. This stands
# before the start of the processes that make pages, which keep their environment.
FONTS = TemporaryDirectory(prefix="ar-fonts-", ignore_cleanup_errors=True)
if USUAL not in list_missing():
    os.environ["FONTCONFIG_FILE"] = str(write_configuration(USUAL, Path(FONTS.name, USUAL)))

# Whoever is first chooses what all pages of a process are forked from: a test that needs less would
# leave the others to load it for each page.
Processes(WARM_NETWORK)


@pytest.fixture(autouse=True)
def _closed_figures() -> Iterator[None]:
    """Leave no figure open, as a kernel leaves none after a cell: pandas would draw into it."""
    yield
    plt.close("all")


@pytest.fixture(scope="module", autouse=True)
def _style_of_its_own() -> Iterator[None]:
    """Leave no style in use that cells of a notebook, run in this process, have chosen."""
    with mpl.rc_context():
        yield


pytest_plugins = ["opened_pages"]

LONG = {"browser", "real_build", "example_build"}
"""Fixtures that take a while: the tests that need one are slow, without a word of theirs."""
TESTS = Path(__file__).parent
LONGEST = (
    "machine/pages/test_accessibility.py",
    "machine/pages/test_extremes.py",
    "machine/making/test_cluster.py",
    "notebooks/test_jupyterlab.py",
    "machine/making/test_build.py",
    "project/test_installed.py",
    "machine/making/test_faults.py",
    "commands/test_command_line.py",
)
"""Files that take more than half a minute of a processor, the longest first."""
UNSEEN = "no browser"
UNKNOWN_FONTS = "no fonts of the set"
IN_CI = os.environ.get("CI", "").lower() not in ("", "0", "false")


def pipeline(
    *arguments: str | Path, cwd: Path = ROOT, answer: str | None = None
) -> "subprocess.CompletedProcess[str]":
    """Call the command line from a folder, in this process, and hear what it says.

    With an `answer` somebody is there, and types it. What makes pages has started once, and keeps
    its environment and language: who changes them has a `program` start.
    """
    out, err, words = io.StringIO(), io.StringIO(), [str(each) for each in arguments]
    typed = io.StringIO(answer or "")
    with (
        chdir(cwd),
        patch.dict(os.environ),
        patch("sys.stdin", typed),
        patch.object(typed, "isatty", lambda: answer is not None),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        status = main(words)
    return subprocess.CompletedProcess(words, status, out.getvalue(), err.getvalue())


def program(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    """Start the command line as a person does, from the project's folder."""
    command = [sys.executable, "pipeline.py", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture
def twin(tmp_path: Path) -> Path:
    """Copy the small network in order, to be changed."""
    from twin import TWIN  # it loads what writes workbooks

    return Path(shutil.copytree(TWIN, tmp_path / "reseau"))


@pytest.fixture
def network(tmp_path: Path) -> Path:
    """Copy the real network under its own name, to be changed."""
    return copy_network(REAL, tmp_path)


@pytest.fixture
def temporary() -> Iterator[Path]:
    """Give a folder for temporary files whose name leaves room for the addresses of sockets."""
    place = "/tmp" if os.path.isdir("/tmp") else None
    # What a test has killed may still be ending in it.
    with TemporaryDirectory(prefix="t-", dir=place, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def build_for_all(folders: pytest.TempPathFactory, name: str) -> Path:
    """Build every page of a network of the project, where all processes of a run find it.

    Who comes second waits for the first build, as for any other, and finds all up to date.
    """
    own = folders.getbasetemp()
    out = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / f"build-{name}"
    done = pipeline("build", "--data", f"data/{name}", "--out", out)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.fixture(scope="session")
def real_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every page of the real network, built once."""
    return build_for_all(tmp_path_factory, "departements-participatifs")


@pytest.fixture(scope="session")
def example_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every page of the fictional network, built once."""
    return build_for_all(tmp_path_factory, "reseau-exemple")


@pytest.fixture(scope="session")
def error_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the page of a report that could not be made."""
    from annual_report.machine.run.report import publish_report  # heavy, and few tests need it
    from annual_report.machine.run.tasks import Report, Task

    report = Report("2025", "annual_report", {"year": 2025})
    task = Task(report, take_snapshot("data/reseau-exemple"), "", "")
    message = "membres.csv, ligne 3 : « Gerz » n’est pas un département ; le plus proche : Gers"
    file = tmp_path_factory.mktemp("error") / "2025.erreur.html"
    file.write_bytes(publish_report(task, "", message).files[report.error_page])
    return file


ALL_SLOW = re.compile(r"^pytestmark = \[?\s*pytest\.mark\.slow\b", re.M)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Import no file for `make quick` all of whose tests are slow: some take seconds to import."""
    if config.option.markexpr == "not slow" and collection_path.suffix == ".py":
        return bool(ALL_SLOW.search(collection_path.read_text(encoding="utf-8"))) or None
    return None


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let who asks for it have the tests that take minutes or hours too."""
    said = (
        "the tests that are marked deep too, and a hundred times as many examples of each property"
    )
    parser.addoption("--deep", action="store_true", help=said)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return how many processes run the tests: three on two cores.

    Half the time of the tests is waiting, for a browser, a server or a process that they started.
    """
    cores = os.cpu_count() or 1
    return cores + cores // 2


def pytest_configure(config: pytest.Config) -> None:
    """Look for more examples before any test is read: some take a share of their number."""
    if config.option.deep:
        settings.load_profile("search")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark as slow what needs a browser or a whole build, and let what takes longest go first.

    No worker is left alone with it at the end. What is deep is left out unless it is asked for.
    """
    if not config.option.deep:
        deep = [item for item in items if item.get_closest_marker("deep")]
        config.hook.pytest_deselected(items=deep)
        items[:] = [item for item in items if not item.get_closest_marker("deep")]
    for item in items:
        if LONG & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    rank = {TESTS / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: (rank.get(item.path, len(rank)), item.path not in slow))


@pytest.fixture
def doors(request: pytest.FixtureRequest) -> Iterator[Doors]:
    """Open doors and visit them, and close what the test has left open."""
    # A browser starts only for a test that visits a door.
    opened = Doors(lambda: request.getfixturevalue("browser"))
    yield opened
    opened.close()


def need_browser() -> str:
    """Return the path of a browser; without one the tests are skipped, loudly, and fail in CI."""
    path = find_browser()
    if path is None:
        (pytest.fail if IN_CI else pytest.skip)(UNSEEN)
    assert path
    return path


@pytest.fixture(scope="module")
def fonts(request: pytest.FixtureRequest) -> Iterator[str]:
    """Show one set of fonts to the browsers that start: the usual one, or the one asked for."""
    name = str(getattr(request, "param", USUAL))
    if name == USUAL:
        yield name
        return
    if name in list_missing():
        (pytest.fail if IN_CI else pytest.skip)(f"{UNKNOWN_FONTS} {name}")
    configuration = write_configuration(name, Path(FONTS.name, name))
    with patch.dict(os.environ, FONTCONFIG_FILE=str(configuration)):
        yield name


MIDDLE_FONTS = pytest.param(MIDDLE, marks=pytest.mark.deep)
under_each_set_of_fonts = pytest.mark.parametrize(
    "fonts",
    [MIDDLE_FONTS if name == MIDDLE else name for name in SETS],
    indirect=True,
    scope="module",
)
"""Mark of what holds a promise of paper: it is kept whichever of its fonts a page finds.

What holds in the longest and in the shortest lines is looked at in those between with `--deep`.
"""


@pytest.fixture(scope="module")
def browser(fonts: str) -> Iterator[Browser]:
    """Start a Chromium that sees a set of fonts.

    It lives as long as a module: while it does, its thread can't run another event loop.
    """
    path = need_browser()
    with sync_playwright() as playwright:
        started = launch(playwright, path)
        yield started
        started.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it where nobody can miss it if the pages were not looked at."""
    skipped = terminalreporter.stats.get("skipped", [])
    unseen = [report for report in skipped if UNSEEN in str(report.longrepr)]
    if unseen:
        terminalreporter.section("THE PAGES WERE NOT CHECKED IN A BROWSER", red=True, bold=True)
        terminalreporter.line(f"{len(unseen)} tests need one: {ADVICE}.")
    unprinted = [report for report in skipped if UNKNOWN_FONTS in str(report.longrepr)]
    if unprinted:
        terminalreporter.section("PAPER WAS NOT CHECKED UNDER EACH SET OF FONTS", red=True)
        terminalreporter.line(f"{len(unprinted)} tests need fonts: {', '.join(PACKAGES)}.")
