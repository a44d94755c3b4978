"""What one would do instead of a build, and what its cells cost by themselves, for `bench`.

(a)  the two command lines, `papermill` then `jupyter nbconvert`, for each report
(b)  a plain loop over their Python APIs in one process, one kernel a report
(c)  the floor: the cells' own time in a warm process, and a warm export; the cells are run
by IPython, as any notebook's are, when the process has run them before. Once they read
the data, as a notebook does by itself; once they are handed the network that was read
before, as a build does
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass
from itertools import islice
from pathlib import Path

from annual_report.project import ROOT

NOTEBOOK = ROOT / "notebooks" / "annual_report.ipynb"


@dataclass(frozen=True)
class Floor:
    """Seconds of a report's cells and of its export, in a process that has done both before.

    `handed` is what the cells take when they needn't read and validate the data.
    """

    cells: float
    handed: float
    export: float

    @property
    def seconds(self) -> float:
        """The floor: a notebook's own cells, and the export."""
        return self.cells + self.export

    @property
    def lowest(self) -> float:
        """The same without reading the data."""
        return self.handed + self.export

    def mean(self, other: "Floor") -> "Floor":
        """Return what lies between two measures."""
        return Floor(
            *(statistics.mean(pair) for pair in zip(astuple(self), astuple(other), strict=True))
        )


@dataclass(frozen=True)
class Reports:
    """The reports of a network: the address of its data, and each of its years."""

    data: Path
    years: tuple[int, ...]

    def __iter__(self) -> Iterator[tuple[str, int]]:
        """Yield the data and the year of each report."""
        return ((str(self.data), year) for year in self.years)


def two_command_lines(folder: Path, reports: Reports) -> float:
    """Return the seconds that the two command lines take for a report."""
    binaries = Path(sys.executable).parent
    out = folder / "a.ipynb"
    data, year = next(iter(reports))
    parameters = ["-p", "year", str(year), "-p", "data", data]
    commands: list[list[str | Path]] = [
        [binaries / "papermill", NOTEBOOK, out, *parameters, "--no-progress-bar"],
        [binaries / "jupyter", "nbconvert", "--to", "annual_report", out],
    ]
    return timed(lambda: [_quiet(*command) for command in commands])


def _quiet(*command: str | Path) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [str(each) for each in command],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


LOOP = """
import json, sys, papermill
from nbconvert import exporters
folder, notebook, reports = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
for number, (data, year) in enumerate(reports):
    out, parameters = f"{folder}/b-{number}.ipynb", {"year": year, "data": data}
    papermill.execute_notebook(notebook, out, parameters=parameters, progress_bar=False)
    exporter = exporters.get_exporter("annual_report")()
    html, _resources = exporter.from_filename(out)
    open(f"{folder}/b-{number}.html", "w").write(html)
"""


def plain_loop(folder: Path, reports: Reports, count: int) -> float:
    """Return the seconds of a loop over papermill's and nbconvert's APIs, imports included."""
    asked = json.dumps(list(islice(reports, count)))
    return timed(lambda: _quiet(sys.executable, "-c", LOOP, folder, NOTEBOOK, asked))


def timed(call: Callable[[], object]) -> float:
    """Return the median of the seconds that three calls take, after one that fills the caches."""
    call()
    seconds = []
    for _time in range(3):
        started = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


FLOOR = """
import json, os, statistics, sys, time
os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
os.environ["OPENBLAS_NUM_THREADS"] = "1"
from annual_report.run import warm
from annual_report.run.notebook import execute
from annual_report.publish.page.exporter import to_html
from annual_report.run.shell import fresh_shell
from annual_report import network as handover
from annual_report.network import open_network
import nbformat
source, reports = open(sys.argv[1], encoding="utf-8").read(), json.loads(sys.argv[2])
cells = [cell for cell in nbformat.reads(source, 4).cells if cell.cell_type == "code"]
shell = fresh_shell()
def seconds(call, *args):
    start = time.perf_counter(); call(*args); return time.perf_counter() - start
def run(data, year):
    for cell in cells:
        assert shell.run(cell.source, None, lambda message: None)
        if "parameters" in cell.metadata.get("tags", []):
            assert shell.run(f"data, year = {data!r}, {year}", None, lambda message: None)
def median(call, *args):
    return statistics.median(seconds(call, *args) for _ in range(5))
for data, year in reports[:2]:
    run(data, year)
own = statistics.mean(median(run, data, year) for data, year in reports)
handover.take(handover.pack(open_network(reports[0][0]), reports[0][0]))
handed = statistics.mean(median(run, data, year) for data, year in reports)
os.chdir(os.environ["IPYTHONDIR"])  # it leaves the notebook where it works
notebook = execute(source, {"data": reports[0][0], "year": reports[0][1]}, "fast")
to_html(notebook)
print(json.dumps([own, handed, median(to_html, notebook)]))
"""


def floor(reports: Reports) -> Floor:
    """Return the seconds of the cells alone and of an export alone, in a warm process."""
    with tempfile.TemporaryDirectory() as name:
        done = subprocess.run(
            [sys.executable, "-c", FLOOR, str(NOTEBOOK), json.dumps(list(reports))],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "IPYTHONDIR": name},
        )
    return Floor(*json.loads(done.stdout.splitlines()[-1]))
