"""Measure builds against what one would do instead, in one run: `make bench`.

    python scripts/bench.py [--small] [--write FILE]

All run the project's own notebook of a year on the same data: copies of the real network, its rows
over ten years. A loop grows by the same with every report, so it is measured on a few. Seconds are
of the clock; those of the processor are of all processes together, and don't depend on how many
others use the machine. Nothing compiles bytecode in a run that is measured.
"""

import argparse
import csv
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from annual_report.base.project import ROOT

NETWORK = ROOT / "data" / "departements-participatifs"
NOTEBOOK = ROOT / "notebooks" / "annual_report.ipynb"
YEARS = tuple(range(2016, 2026))
BUILD = """
import os, sys
from annual_report.machine.making.build import build_jobs
from annual_report.machine.making.job import Options
from annual_report.machine.making.pages import read_notebooks
from annual_report.report.publication.networks import list_jobs
data, out, *years = sys.argv[1:]
notebooks = {"annual_report": read_notebooks()["annual_report"]}
options = Options(tuple(map(int, years)), jobs=os.cpu_count() or 1)
good = build_jobs(list_jobs([data], out, notebooks), options, lambda event: None)
from multiprocessing import forkserver
forkserver._forkserver._stop()  # and waited for: what its processes have spent is counted
sys.exit(not good)
"""
LOOP = """
import sys, papermill
from nbconvert import exporters
notebook, folder, data, *years = sys.argv[1:]
for year in map(int, years):
    out, given = f"{folder}/{year}.ipynb", {"year": year, "data": data}
    papermill.execute_notebook(notebook, out, parameters=given, progress_bar=False)
    html, _resources = exporters.get_exporter("annual_report")().from_filename(out)
    open(f"{folder}/{year}.html", "w", encoding="utf-8").write(html)
"""
CELLS = """
import os, pickle, statistics, sys, time
from annual_report.report.publication import warm_network
import nbformat
from pathlib import Path
from annual_report.machine.run.shell import Shell
from annual_report.report.publication.look import look_at_network
from annual_report.report.publication.networks import take_snapshot
notebook, data, *years = sys.argv[1:]
cells = [cell for cell in nbformat.read(notebook, 4).cells if cell.cell_type == "code"]
pickle.loads(look_at_network(take_snapshot(data), ()).packed)(Path(data))
def run(year):
    shell, start = Shell(), time.process_time()
    for cell in cells:
        assert shell.run(cell.source, None, lambda message: None)
        if "parameters" in cell.metadata.get("tags", []):
            assert shell.run(f"data, year = {data!r}, {year}", None, lambda message: None)
    return time.process_time() - start
def run_apart(year):  # as a build does: nothing is known of the report before
    answer, into = os.pipe()
    if os.fork() == 0:
        try:
            os.write(into, str(run(year)).encode())
        finally:
            os._exit(0)
    os.close(into)
    os.wait()
    return float(os.read(answer, 99))
print(statistics.median([run_apart(year) for year in years * 3]))
"""


class Spent(NamedTuple):
    """Seconds that passed, seconds that processors worked meanwhile, and what was printed."""

    clock: float
    processor: float
    printed: str = "0"

    def grown(self, more: "Spent", by: float, to: float) -> "Spent":
        """Return what `to` more would cost beside these, where `by` more cost what `more` says."""
        clock = self.clock + (more.clock - self.clock) / by * to
        return Spent(clock, self.processor + (more.processor - self.processor) / by * to)


def run(program: str, *arguments: object) -> Spent:
    """Run a Python program to its end; return what it has spent."""
    return spend(sys.executable, "-c", program, *arguments)


def spend(*words: object) -> Spent:
    """Run a command to its end; return what it and all that it started have spent."""
    command = [str(word) for word in words]
    started = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        printed = process.stdout.read()
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command[:2])
    return Spent(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, printed.strip())


def make_networks(place: Path, count: int) -> Path:
    """Make copies of the real network, its rows of two years repeated over ten."""
    for folder in (place / f"reseau-{number:04}" for number in range(count)):
        shutil.copytree(NETWORK, folder)
        for path in (folder / f"{name}.csv" for name in
                     ("membres", "rencontres", "sujets", "ressources")):  # fmt: skip
            with path.open(encoding="utf-8", newline="") as stream:
                names, *rows = list(csv.reader(stream))
            year_of = names.index("annee")
            with path.open("w", encoding="utf-8", newline="") as stream:
                writer = csv.writer(stream, lineterminator="\n")
                writer.writerow(names)
                for year in YEARS:
                    like = str(2024 + year % 2)
                    writer.writerows([cell.replace(like, str(year)) for cell in row]
                                     for row in rows if row[year_of] == like)  # fmt: skip
        for year in YEARS[:-2]:
            text = folder / "textes" / f"{2024 + year % 2}.md"
            shutil.copy(text, text.with_name(f"{year}.md"))
    return place


def row(measured: str, spent: Spent, compared: str = "", asked: str = "") -> str:
    """Return a row of the table."""
    return f"| {measured} | {spent.clock:.2f} | {spent.processor:.2f} | {compared} | {asked} |"


def measure_reports(folder: Path, some: int) -> Iterator[str]:
    """Compare builds of the year's report with a loop, and with two command lines a report."""
    count, two = some // 10, YEARS[-2:]
    data, one = make_networks(folder / "ten", count), make_networks(folder / "one", 1)
    place = one / "reseau-0000"
    run(BUILD, one, folder / "warm-up", *two)
    cells = run(CELLS, NOTEBOOK, place, *YEARS[-3:])
    loop = run(LOOP, NOTEBOOK, folder, place, *two)
    out, there = folder / "lines.ipynb", Path(sys.executable).parent
    given = ("-p", "year", two[-1], "-p", "data", place, "--no-progress-bar")
    line = spend(there / "papermill", NOTEBOOK, out, *given)
    then = spend(there / "jupyter-nbconvert", "--to", "annual_report", "--log-level=ERROR", out)
    lines = Spent(2 * (line.clock + then.clock), 2 * (line.processor + then.processor))
    five = run(LOOP, NOTEBOOK, folder, place, *YEARS[-5:])
    cold = run(BUILD, one, folder / "cold", *two)
    many, nothing = (run(BUILD, data, folder / "many") for _time in range(2))
    alone = float(cells.printed)
    yield row("a report’s cells alone, in a warm process that is handed the network",
              Spent(alone, alone), "", "0.25 s of processor")  # fmt: skip
    yield row("two reports, cold", cold, compare(cold, loop=loop, lines=lines), "loop 2 ×")
    reports = 10 * count
    loops = loop.grown(five, 3, reports - 2)
    others = compare(many, loop=loops, lines=Spent(0, 0).grown(lines, 2, reports))
    one_report = Spent(0, 0).grown(many, reports, 1)
    per_core = alone / (os.cpu_count() or 1)
    others += f"; each {one_report.clock / per_core:.2f} × its cells’ share of the cores"
    yield row(f"{reports} reports of {count} networks", many, others,
              "loop 15 × clock, 7.5 × processor")  # fmt: skip
    yield row("the same again: nothing to do", nothing, "", "1 s")


def compare(ours: Spent, **others: Spent) -> str:
    """Say how many times as much others cost."""
    return "; ".join(
        f"{name} {other.clock / ours.clock:.1f} × clock, {other.processor / ours.processor:.1f} × "
        "processor" for name, other in others.items()
    )  # fmt: skip


def main() -> int:
    """Run the benchmark, and write the page."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n")[0])
    parser.add_argument("--small", action="store_true", help="a tenth of everything, to try it")
    parser.add_argument("--write", type=Path, default=ROOT / "docs" / "benchmarks.md")
    options = parser.parse_args()
    lines = [
        "# Benchmarks",
        "",
        f"Written by `make bench`, in one run, on {os.cpu_count()} cores with "
        f"{platform.python_implementation()} {platform.python_version()}. Ratios are what counts. "
        "“Loop” is one over papermill’s and nbconvert’s calls, a kernel a report; “lines” are two "
        "command lines a report, `papermill` and `jupyter nbconvert`.",
        "",
        "| what | clock, s | processor, s | in comparison | asked for |",
        "| --- | --- | --- | --- | --- |",
    ]
    with tempfile.TemporaryDirectory() as name:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ |= {"PYTHONPYCACHEPREFIX": f"{name}/bytecode", "TMPDIR": name}
        for line in measure_reports(Path(name), 10 if options.small else 100):
            print(line, flush=True)
            lines.append(line)
    options.write.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
