"""What one would do instead of a build, and what its cells cost by themselves, for `bench`.

The peers are programs that make some reports, each in another way (`PEERS`): all run the same
notebook on the same data, and export it in the same way. Their times are with all imports.

The floor is the cells' own time in a warm process, and a warm export; the cells are run by IPython,
as any notebook's are, when the process has run them before. Once they read the data, as a notebook
does by itself; once they are handed the network that was read before, as a build does.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

from spending import Spent, spent

from annual_report.project import ROOT

NOTEBOOK = ROOT / "notebooks" / "annual_report.ipynb"
PLOOMBER = (
    "ploomber-engine==0.0.33",
    "ploomber-core==0.2.27",
    "debuglater==1.4.4",
    "colorama==0.4.6",
    "posthog==3.25.0",
    "backoff==2.2.1",
    "distro==1.9.0",
)
"""What ploomber-engine needs beside the project's own packages; fetched for the time of a run."""


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


BEGINNING = """
import json, subprocess, sys
from pathlib import Path
folder, notebook, reports, more = sys.argv[1:]
folder, reports = Path(folder), json.loads(reports)
def command(name, *arguments):
    line = [str(Path(sys.executable).with_name(name)), *map(str, arguments)]
    subprocess.run(line, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
def export(out):
    html, _resources = exporters.get_exporter("annual_report")().from_filename(str(out))
    out.with_suffix(".html").write_text(html)
"""
PAPERMILL = """
for number, (data, year) in enumerate(reports):
    out = folder / f"papermill-{number}.ipynb"
    command("papermill", notebook, out, "-p", "year", year, "-p", "data", data, "--no-progress-bar")
    command("jupyter", "nbconvert", "--to", "annual_report", out)
"""
EXECUTE = """
import nbformat
for number, (data, year) in enumerate(reports):
    out, copy = folder / f"execute-{number}.ipynb", nbformat.read(notebook, 4)
    given = next(cell for cell in copy.cells if "parameters" in cell.metadata.get("tags", []))
    given.source += f"\\ndata, year = {data!r}, {year}"
    nbformat.write(copy, out)
    command("jupyter", "execute", "--inplace", out)
    command("jupyter", "nbconvert", "--to", "annual_report", out)
"""
LOOP = """
import papermill
from nbconvert import exporters
for number, (data, year) in enumerate(reports):
    out, given = folder / f"loop-{number}-{Path(more).name}.ipynb", {"year": year, "data": data}
    papermill.execute_notebook(notebook, out, parameters=given, progress_bar=False)
    export(out)
"""
TWO_LOOPS = f"""
halves = [subprocess.Popen([sys.executable, "-c", {BEGINNING + LOOP!r}, folder, notebook,
                            json.dumps(reports[n::2]), str(n)]) for n in range(2)]
assert not any([half.wait() for half in halves])
"""
ENGINE = """
import os
os.environ["PLOOMBER_STATS_ENABLED"] = "false"
sys.path.append(more)
from ploomber_engine import execute_notebook
from nbconvert import exporters
for number, (data, year) in enumerate(reports):
    out, given = folder / f"ploomber-{number}.ipynb", {"year": year, "data": data}
    execute_notebook(notebook, out, parameters=given, progress_bar=False, verbose=False)
    export(out)
"""
PEERS = {
    "papermill": ("`papermill`, then `jupyter nbconvert`: two command lines a report", PAPERMILL),
    "execute": ("`jupyter execute`, then `jupyter nbconvert`: the same", EXECUTE),
    "loop": ("a loop over papermill's and nbconvert's APIs, a kernel a report", LOOP),
    "loops": ("two such loops at the same time, of half the reports each", TWO_LOOPS),
    "ploomber": ("a loop over ploomber-engine's API, all in one process", ENGINE),
}
"""What one would do instead, in a line each, and the programs that do it."""
FEW, MORE = 2, 4
"""How many reports a peer makes, first and then."""


@dataclass(frozen=True)
class Peer:
    """What a peer spends on two reports, everything cold, and on each one more."""

    what: str
    two: Spent
    each: Spent

    def on(self, count: int) -> Spent:
        """Return what it would spend on some reports: it grows by the same with each."""
        seconds, processor = (
            two + each * (count - FEW)
            for two, each in zip(self.two[:2], self.each[:2], strict=True)
        )
        return Spent(seconds, processor)


def peers(folder: Path, reports: "Reports") -> dict[str, Peer]:
    """Measure the peers, once each after a report that isn't measured."""
    extra = folder / "ploomber"
    fetch = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(extra)]
    had = subprocess.run([*fetch, *PLOOMBER], check=False).returncode == 0
    found = {}
    for name, (what, program) in PEERS.items():
        if name != "ploomber" or had:
            made = {
                count: spent(
                    BEGINNING + program, folder, NOTEBOOK, json.dumps(list(reports)[:count]), extra
                )
                for count in (1, FEW, MORE)
            }
            seconds, processor = (
                (more - few) / (MORE - FEW)
                for few, more in zip(made[FEW][:2], made[MORE][:2], strict=True)
            )
            found[name] = Peer(what, made[FEW], Spent(seconds, processor))
    return found


FLOOR = """
import json, os, statistics, sys, time
os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
os.environ["OPENBLAS_NUM_THREADS"] = "1"
from annual_report.run import warm
from annual_report.run.notebook import execute
from annual_report.pages.export.exporter import to_html
from annual_report.run.shell import fresh_shell
from annual_report import network as handover
from annual_report.network import open_network
from annual_report.charts.maps import free_names
import nbformat
source, reports = open(sys.argv[1], encoding="utf-8").read(), json.loads(sys.argv[2])
cells = [cell for cell in nbformat.reads(source, 4).cells if cell.cell_type == "code"]
shell = fresh_shell()
def seconds(call, *args):
    start = time.perf_counter(); call(*args); return time.perf_counter() - start
def run(data, year):
    free_names._arranged.cache_clear()  # what is remembered of the last drawing is no cell's work
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
notebook = execute(source, {"data": reports[0][0], "year": reports[0][1]})
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
