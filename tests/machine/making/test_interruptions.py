"""Whatever ends a build early leaves whole pages, and the next build puts the rest right."""

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest
from killing import Reference, command, hold_whole, pages, references, run, stress
from own_notebooks import PAUSE
from waiting import PATIENCE, until

from annual_report.base.project import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    return references(tmp_path_factory.mktemp("reference"))


@pytest.mark.parametrize("instants", [1, pytest.param(200, marks=pytest.mark.deep)])
def test_a_build_that_is_killed_leaves_only_whole_pages(
    builds: Reference, tmp_path: Path, instants: int
) -> None:
    stress(builds, tmp_path / "killed", instants)


def test_an_interrupted_build_says_so_and_leaves_only_whole_pages(
    builds: Reference, tmp_path: Path
) -> None:
    notebooks, data, first, second, _duration = builds
    out = Path(shutil.copytree(first, tmp_path / "out"))
    build = command(notebooks, data, out)
    process = subprocess.Popen(
        [*build, "--jobs", "1"],
        env=os.environ | {PAUSE: "100"},  # reports are still to make when one is in place
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    made = [out / f"2025{page}.html" for page in ("", "-donnees")]
    before = [page.read_bytes() for page in made]
    until(lambda: [page.read_bytes() for page in made] != before)  # a report is in place
    for _time in range(4):  # the first ends it, the next ones don't keep it from tidying up
        with suppress(ProcessLookupError):  # it has ended
            os.killpg(process.pid, signal.SIGINT)  # as a terminal does on Ctrl-C
        time.sleep(0.02)
    _said, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert errors == "interrupted; what was finished is whole\n"
    old, new, left = pages(first), pages(second), pages(out)
    hold_whole(left, old, new, "after the build was stopped")
    assert old != left != new
    run(build)
    assert pages(out) == new
