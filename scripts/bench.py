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
TABLES_OF_YEARS = ("membres", "rencontres", "sujets", "ressources")
"""The tables that have rows for each year, of which the copies have ten."""
# The programs that are measured: each runs in a Python of its own, with these arguments.
# Of `build`: the folder of networks, the folder of pages, years.
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
# Of a plain loop: the notebook, a folder for outputs, the data, years.
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
# Of the cells alone, in a warm process that is handed the network: the notebook, the data, years.
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
        """Return the cost of `to` reports more than this, estimated from a run of `by` more.

        A loop of 2 reports took `self`, one of 5 took `more`: grown(more, by=3, to=98) is for 100.
        """
        clock_of_one = (more.clock - self.clock) / by
        processor_of_one = (more.processor - self.processor) / by
        return Spent(self.clock + clock_of_one * to, self.processor + processor_of_one * to)

    def times(self, count: float) -> "Spent":
        """Return the cost of `count` such runs."""
        return Spent(self.clock * count, self.processor * count)


def run(program: str, *arguments: object) -> Spent:
    """Run a Python program to its end; return its seconds and what it has printed."""
    return spend(sys.executable, "-c", program, *arguments)


def spend(*words: object) -> Spent:
    """Run a command to its end; return the seconds of it and of all programs that it started."""
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
    """Make copies of the real network in a folder, their rows of two years repeated over ten."""
    for number in range(count):
        folder = place / f"reseau-{number:04}"
        shutil.copytree(NETWORK, folder)
        for name in TABLES_OF_YEARS:
            repeat_rows(folder / f"{name}.csv")
        for year in YEARS[:-2]:
            text = folder / "textes" / f"{choose_model(year)}.md"
            shutil.copy(text, text.with_name(f"{year}.md"))
    return place


def choose_model(year: int) -> str:
    """Return the year of the real network that a year of a copy repeats: 2024 or 2025."""
    return str(2024 + year % 2)


def repeat_rows(table: Path) -> None:
    """Write the rows of a table for each of the ten years, with the year in their cells."""
    with table.open(encoding="utf-8", newline="") as stream:
        names, *rows = list(csv.reader(stream))
    column = names.index("annee")
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(names)
        for year in YEARS:
            model = choose_model(year)
            for row in rows:
                if row[column] == model:
                    writer.writerow([cell.replace(model, str(year)) for cell in row])


def write_row(measured: str, spent: Spent, compared: str = "", asked: str = "") -> str:
    """Return a row of the table: the thing measured, its seconds, others' cost, the limit."""
    return f"| {measured} | {spent.clock:.2f} | {spent.processor:.2f} | {compared} | {asked} |"


def run_command_lines(folder: Path, data: Path, year: int) -> Spent:
    """Make a report by `papermill` and `jupyter nbconvert`; return the seconds of both."""
    programs = Path(sys.executable).parent
    executed = folder / "lines.ipynb"
    given = ("-p", "year", year, "-p", "data", data, "--no-progress-bar")
    ran = spend(programs / "papermill", NOTEBOOK, executed, *given)
    options = ("--to", "annual_report", "--log-level=ERROR")
    exported = spend(programs / "jupyter-nbconvert", *options, executed)
    return Spent(ran.clock + exported.clock, ran.processor + exported.processor)


def measure_reports(folder: Path, some: int) -> Iterator[str]:
    """Compare builds of the year's report with a loop, and with two command lines a report.

    `some` is the number of reports of the large build, ten of each network.
    """
    count = some // 10
    two = YEARS[-2:]
    many_networks = make_networks(folder / "ten", count)
    one_network = make_networks(folder / "one", 1)
    data = one_network / "reseau-0000"
    # Bytecode is compiled here, and in no run that is measured.
    run(BUILD, one_network, folder / "warm-up", *two)
    seconds_of_cells = float(run(CELLS, NOTEBOOK, data, *YEARS[-3:]).printed)
    loop_of_two = run(LOOP, NOTEBOOK, folder, data, *two)
    lines_of_one = run_command_lines(folder, data, two[-1])
    loop_of_five = run(LOOP, NOTEBOOK, folder, data, *YEARS[-5:])
    cold = run(BUILD, one_network, folder / "cold", *two)
    many = run(BUILD, many_networks, folder / "many")
    again = run(BUILD, many_networks, folder / "many")
    yield write_row(
        "a report’s cells alone, in a warm process that is handed the network",
        Spent(seconds_of_cells, seconds_of_cells),
        asked="0.25 s of processor",
    )
    compared = compare(cold, loop=loop_of_two, lines=lines_of_one.times(2))
    yield write_row("two reports, cold", cold, compared, "loop 2 ×")
    reports = 10 * count
    loop = loop_of_two.grown(loop_of_five, 3, reports - 2)
    compared = compare(many, loop=loop, lines=lines_of_one.times(reports))
    share_of_cores = seconds_of_cells / (os.cpu_count() or 1)
    ratio = many.clock / reports / share_of_cores
    yield write_row(
        f"{reports} reports of {count} networks",
        many,
        f"{compared}; each {ratio:.2f} × its cells’ share of the cores",
        "loop 15 × clock, 7.5 × processor",
    )
    yield write_row("the same again: nothing to do", again, asked="1 s")


def compare(ours: Spent, **others: Spent) -> str:
    """Return the costs of others in relation to ours: "loop 2.1 × clock, 1.9 × processor"."""
    ratios = []
    for name, other in others.items():
        clock = other.clock / ours.clock
        processor = other.processor / ours.processor
        ratios.append(f"{name} {clock:.1f} × clock, {processor:.1f} × processor")
    return "; ".join(ratios)


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
