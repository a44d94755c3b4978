"""Measure builds against what one would do instead, in one run: `make bench`.

    python scripts/bench.py [--only reports networks members cluster] [--write docs/benchmarks.md]

All run the project's own notebook of a year on the same data: copies of the real network, its rows
over ten years. A loop grows by the same with every report, so it is measured on a few. Seconds are
of the clock; those of the processor are of all processes together, and don't depend on how many
others use the machine. Nothing compiles bytecode in a run that is measured.
"""

import argparse
import csv
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from annual_report.project import ROOT

sys.path.append(str(ROOT / "tests"))
NETWORK = ROOT / "data" / "departements-participatifs"
YEARS = tuple(range(2016, 2026))
PARTS = ("reports", "networks", "members", "cluster")
FILES = 256
"""How many files a build of a thousand networks may have open."""
BUILD = f"""
import collections, json, os, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_NOFILE, ({FILES}, {FILES}))
from annual_report.build.build import Options, build
from annual_report.build.pages import SHIPPED, notebooks
from annual_report.publication.networks import jobs_of
data, out, name, scheduler, *years = sys.argv[1:]
known = notebooks([SHIPPED] if name in ("", "annual_report") else [Path(name)])
known = {{name: known[name]}} if name == "annual_report" else known
told = collections.Counter()
options = Options(tuple(map(int, years)), jobs=os.cpu_count() or 1, scheduler=scheduler or None)
good = build(jobs_of([data], out, known), options, lambda event: told.update([event.kind]))
from multiprocessing import forkserver
forkserver._forkserver._stop()  # and waited for: what its processes have spent is counted
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({{**told, "memory": memory}}))
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
LINES = """
import subprocess, sys
from pathlib import Path
notebook, folder, data, *years = sys.argv[1:]
for year in years:
    out, at = f"{folder}/{year}.ipynb", Path(sys.executable)
    for line in (["papermill", notebook, out, "-p", "year", year, "-p", "data", data],
                 ["jupyter-nbconvert", "--to", "annual_report", out]):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([at.with_name(line[0]), *line[1:]], check=True, **quiet)
"""
FLOOR = """
import json, os, statistics, sys, time
os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
import nbformat
from annual_report.publication import warm
from annual_report.network import open_network, pack, take
from annual_report.run.shell import fresh_shell
notebook, data, *years = sys.argv[1:]
cells = [each for each in nbformat.read(notebook, 4).cells if each.cell_type == "code"]
take(pack(open_network(data), data))
shell = fresh_shell()
def run(year):
    start = time.process_time()
    for cell in cells:
        assert shell.run(cell.source, None, lambda message: None)
        if "parameters" in cell.metadata.get("tags", []):
            assert shell.run(f"data, year = {data!r}, {year}", None, lambda message: None)
    return time.process_time() - start
print(json.dumps(statistics.median([run(year) for year in years * 3][2:])))
"""
PAGE = """from annual_report import open_network, publish
import pandas as pd
network = open_network(data)
listed = network.membres.loc[network.membres["membre"].eq(membre), "annee"]
publish(pd.DataFrame({"Années": [len(listed)]}), caption="Combien d’années")"""
"""A page of a moment, which asks for one table."""


class Spent(NamedTuple):
    """Seconds that passed, seconds that processors worked meanwhile, and what was printed."""

    seconds: float
    processor: float
    said: str = ""

    def more(self, other: "Spent", count: int) -> "Spent":
        """Return what each of some more costs, beside another run."""
        clock, processor = self.seconds - other.seconds, self.processor - other.processor
        return Spent(clock / count, processor / count)

    def plus(self, each: "Spent", count: int) -> "Spent":
        """Return what some more cost beside these."""
        return Spent(self.seconds + count * each.seconds, self.processor + count * each.processor)


def spent(program: str, *arguments: object) -> Spent:
    """Run a Python program to its end; return what it and all that it started have spent."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    started = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        said = process.stdout.read()
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command[:2])
    return Spent(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, said.strip())


def networks(place: Path, count: int) -> Path:
    """Make copies of the real network, its rows of two years repeated over ten."""
    for number in range(count):
        shutil.copytree(NETWORK, place / f"reseau-{number:04}")
        for table in ("membres", "rencontres", "sujets", "ressources"):
            path = place / f"reseau-{number:04}" / f"{table}.csv"
            with path.open(encoding="utf-8", newline="") as stream:
                names, *rows = list(csv.reader(stream))
            with path.open("w", encoding="utf-8", newline="") as stream:
                writer = csv.writer(stream, lineterminator="\n")
                writer.writerow(names)
                for year in YEARS:
                    like = "2024" if year % 2 == 0 else "2025"
                    moved = [[cell.replace(like, str(year)) for cell in row] for row in rows
                             if row[names.index("annee")] == like]  # fmt: skip
                    writer.writerows(moved)
        for year in YEARS[:-2]:
            texts = place / f"reseau-{number:04}" / "textes"
            shutil.copy(texts / ("2024.md" if year % 2 == 0 else "2025.md"), texts / f"{year}.md")
    return place


def page_notebook(folder: Path, each: str) -> Path:
    """Write a notebook that makes a page of a moment: one, or one of each member."""
    from own_notebooks import write_notebook

    pages = {"name": "page" if each == "once" else "pages/{membre}", "each": each}
    parameters = "data: str = ''\nmembre: str = '44'"
    return write_notebook(folder, "page", PAGE, pages=pages, parameters=parameters)


def of_reports(folder: Path) -> Iterator[str]:
    """Compare builds of the year's report with a loop, and with two command lines a report."""
    notebook, two, many = ROOT / "notebooks" / "annual_report.ipynb", YEARS[-2:], YEARS
    data = networks(folder / "ten", 10)
    one = networks(folder / "one", 1) / "reseau-0000"
    spent(BUILD, one, folder / "warm-up", "annual_report", "", *two)
    few = {name: spent(program, notebook, folder, one, *two)
           for name, program in (("loop", LOOP), ("lines", LINES))}  # fmt: skip
    each = {
        "loop": spent(LOOP, notebook, folder, one, *YEARS[-5:]).more(few["loop"], 3),
        "lines": spent(LINES, notebook, folder, one, *YEARS[-3:]).more(few["lines"], 1),
    }
    floor = json.loads(spent(FLOOR, notebook, one, *YEARS[-3:]).said)
    cold = spent(BUILD, one, folder / "cold", "annual_report", "", *two)
    hundred = spent(BUILD, data, folder / "hundred", "annual_report", "", *many)
    nothing = spent(BUILD, data, folder / "hundred", "annual_report", "", *many)
    real = spent(BUILD, one, folder / "cold", "annual_report", "", *two)
    yield _row("two reports, cold", cold, few["loop"], few["lines"])
    loop, lines = (few[name].plus(each[name], 98) for name in ("loop", "lines"))
    yield _row("a hundred reports of ten networks", hundred, loop, lines)
    for what, cost in (("a hundred", nothing), ("two", real)):
        yield f"| {what} reports, nothing to do | {cost.seconds:.2f} | {cost.processor:.2f} | | |"
    one_more = hundred.more(cold, 98).processor
    yield ""
    yield (
        f"A report's cells take {floor:.3f} s of the processor in a warm process that is handed the"
        f" network; each report of the hundred {one_more:.3f} s, {one_more / floor:.2f} times as "
        "much, with a clean process, a guard, a publication where no notebook ran, and its files."
    )


def _row(what: str, ours: Spent, *others: Spent) -> str:
    shares = [f"{each.seconds / ours.seconds:.1f} × clock, {each.processor / ours.processor:.1f} × "
              "processor" for each in others]  # fmt: skip
    return f"| {what} | {ours.seconds:.2f} | {ours.processor:.2f} | {' | '.join(shares)} |"


def of_networks(folder: Path) -> Iterator[str]:
    """Compare what each of a thousand networks costs with each of a hundred."""
    page, found = page_notebook(folder / "page", "once"), {}
    for count in (100, 1000):
        data = networks(folder / f"networks-{count}", count)
        found[count] = spent(BUILD, data, folder / f"out-{count}", page, "")
    few, many = (found[count].processor / count for count in (100, 1000))
    memory = [json.loads(each.said)["memory"] for each in found.values()]
    yield ""
    yield (
        f"A thousand networks of one small page each, {FILES} open files at most: "
        f"{found[1000].seconds:.0f} s, {many:.3f} s of the processor each, {many / few:.2f} times "
        f"what each of a hundred costs. The build's own process: {memory[1]:.0f} MiB, "
        f"{memory[1] / memory[0]:.2f} times as much."
    )


def of_members(folder: Path) -> Iterator[str]:
    """Measure a page for each of a thousand members, and what a cell of a table then costs."""
    from kinds_of_networks import write_large

    data = write_large(folder / "communes", members=1000, years=20, presences=1000)
    page, out = page_notebook(folder / "member-page", "member"), folder / "members"
    cold, nothing = (spent(BUILD, data, out, page, "") for _time in range(2))
    yield ""
    yield (
        f"A page for each of a thousand members over twenty years: {cold.seconds:.0f} s, "
        f"{cold.processor / 1000:.3f} s of the processor a page; nothing to do: "
        f"{nothing.seconds:.2f} s."
    )


def of_cluster(folder: Path) -> Iterator[str]:
    """Compare a Dask cluster of two workers of this machine with a build here."""
    from local_cluster import cluster

    data = networks(folder / "two", 2)
    with cluster(folder / "cluster") as started:
        far = [spent(BUILD, data, folder / f"far-{number}", "annual_report", started.address)
               for number in range(2)]  # fmt: skip
    near = spent(BUILD, data, folder / "near", "annual_report", "")
    shares = [near.seconds / each.seconds for each in far]
    yield ""
    yield (
        f"Twenty reports on a Dask cluster of two workers of this machine: {shares[0]:.2f} of the "
        f"throughput here when it has just started, {shares[1]:.2f} afterwards."
    )


MEASURES: dict[str, Callable[[Path], Iterator[str]]] = dict(
    zip(PARTS, (of_reports, of_networks, of_members, of_cluster), strict=True)
)


def main() -> int:
    """Run the benchmark, and write the page."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n")[0])
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--write", type=Path, default=ROOT / "docs" / "benchmarks.md")
    options = parser.parse_args()
    lines = [
        "# Benchmarks",
        "",
        f"Written by `make bench`, in one run, on {os.cpu_count()} cores with "
        f"{platform.python_implementation()} {platform.python_version()}. Ratios are what counts.",
        "",
        "| the annual report | s | s of the processor | a loop over papermill and nbconvert costs "
        "| two command lines a report cost |",
        f"|{' --- |' * 5}",
    ]
    with tempfile.TemporaryDirectory() as name:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = f"{name}/bytecode"
        for part in options.only:
            for line in MEASURES[part](Path(name)):
                print(line, flush=True)
                lines.append(line)
    options.write.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
