"""Measure builds against what one would do instead, in one run, and write docs/benchmarks.md.

    python scripts/bench.py [--sizes 2 20 100] [--large 1000]

Everything runs the project's own annual report notebook on the real network's rows: two years as
they are, or copies of the network with its rows repeated over ten years for more reports.

    (a)  the two command lines, `papermill` then `jupyter nbconvert`, for each report
    (b)  a plain loop over their Python APIs in one process, one kernel a report
    (c)  the floor: the cells' own time in a warm process, and a warm export; the cells are run
         by IPython, as any notebook's are, for the third time and more in the same process

(a) and (b) grow by the same amount with every report, so they are measured on a few and multiplied.
"""

import argparse
import csv
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from annual_report import ROOT

NETWORK = ROOT / "data" / "departements-participatifs"
NOTEBOOK = ROOT / "notebooks" / "annual_report.ipynb"
YEARS = tuple(range(2016, 2026))
SAMPLE = 3
"""Reports that (a) and (b) are measured on."""


@dataclass(frozen=True)
class Measure:
    """Seconds of wall time, and the peak memory of all processes in MiB."""

    seconds: float
    memory: float


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=[2, 20, 100])
    parser.add_argument("--large", type=int, default=0, help="one more size, such as 1000")
    parser.add_argument("--write", type=Path, default=ROOT / "docs" / "benchmarks.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        text = report(Path(name), options.sizes + ([options.large] if options.large else []))
    print(text)
    options.write.write_text(text, encoding="utf-8")
    return 0


def report(folder: Path, sizes: list[int]) -> str:
    """Measure everything and return the page."""
    cores = os.cpu_count() or 1
    cells, export = floor(folder)
    each = cells + export
    lines_a = two_command_lines(folder)
    loop_two = plain_loop(folder, 2)
    loop_more = plain_loop(folder, 2 + SAMPLE)
    loop_each = (loop_more - loop_two) / SAMPLE
    rows = []
    for size in sizes:
        cold = build(folder, size, "cold")
        nothing = build(folder, size, "nothing")
        changed = build(folder, size, "changed")
        rows.append((size, cold, nothing, changed))
    far = on_a_cluster(folder, 20)
    near = build(folder, 20, "again")
    two = next(cold for size, cold, _nothing, _changed in rows if size == min(sizes))
    said = [
        "# Benchmarks",
        "",
        "Written by `make bench`, in one run. Ratios are what counts: seconds depend on the machine"
        f" ({cores} cores, {platform.python_implementation()} {platform.python_version()}).",
        "",
        "| what one would do instead | s a report |",
        "| --- | --- |",
        f"| (a) `papermill` then `jupyter nbconvert`, two commands a report | {lines_a:.2f} |",
        f"| (b) a loop over their APIs, one kernel a report | {loop_each:.2f} |",
        f"| (c) the floor: cells {cells:.3f}, export {export:.3f} | {each:.3f} |",
        "",
        "| reports | cold, s | s a report | ÷ (floor ÷ cores) | (b) ÷ ours | (a) ÷ ours "
        "| nothing to do, s | ÷ cold build of two | one line changed, s | peak MiB |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for size, cold, nothing, changed in rows:
        loop = loop_two + loop_each * (size - 2)
        said.append(
            f"| {size} | {cold.seconds:.2f} | {cold.seconds / size:.3f} "
            f"| {cold.seconds / size / (each / cores):.2f} | {loop / cold.seconds:.1f} "
            f"| {lines_a * size / cold.seconds:.1f} | {nothing.seconds:.2f} "
            f"| 1/{two.seconds / nothing.seconds:.0f} | {changed.seconds:.2f} "
            f"| {cold.memory:.0f} |"
        )
    said += [
        "",
        f"Two reports, everything cold: {two.seconds / loop_two:.2f} of (b)'s {loop_two:.2f} s.",
        f"20 reports on a Dask cluster of two workers on this machine: {far.seconds:.2f} s, here "
        f"{near.seconds:.2f} s, a throughput of {near.seconds / far.seconds:.2f}.",
        "One line changed: a word in the text of one network, whose reports are all made again; "
        "the others are skipped.",
        "Peak memory counts shared pages once, over the whole tree of processes.",
        "",
    ]
    return "\n".join(said)


def networks(folder: Path, size: int) -> Path:
    """Return the data for `size` reports: the real network, or copies of it over ten years."""
    place = folder / f"data-{size}"
    if place.exists():
        return place
    if size == 2:
        shutil.copytree(NETWORK, place / "reseau")
        return place
    for number in range(size // len(YEARS)):
        ten_years(place / f"reseau-{number:03}")
    return place


def ten_years(place: Path) -> None:
    """Repeat the rows of the two real years over ten."""
    shutil.copytree(NETWORK, place)
    for table in ("membres", "rencontres", "sujets", "ressources"):
        path = place / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as stream:
            names, *rows = list(csv.reader(stream))
        where = names.index("annee")
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(names)
            for year in YEARS:
                like = "2024" if year % 2 == 0 else "2025"
                for row in rows:
                    if row[where] == like:
                        moved = [cell.replace(like, str(year)) for cell in row]
                        writer.writerow(moved)
    for year in YEARS:
        text = place / "textes" / ("2024.md" if year % 2 == 0 else "2025.md")
        if not (place / "textes" / f"{year}.md").exists():
            shutil.copy(text, place / "textes" / f"{year}.md")


def build(folder: Path, size: int, kind: str) -> Measure:
    """Measure one build in a new process: cold, with nothing to do, or after a small change."""
    data, out = networks(folder, size), folder / f"out-{size}"
    if kind == "again":
        out = folder / f"out-{size}-again"
    if kind == "changed":
        text = next(iter(sorted(data.glob("*/textes/2025.md"))))
        text.write_text(text.read_text(encoding="utf-8").replace("RGPD", "RGPD (bis)"))
    years = [str(year) for year in (YEARS if size > 2 else (2024, 2025))]
    command = [sys.executable, "pipeline.py", "build", *years]
    return measured([*command, "--data", str(data), "--out", str(out)])


def on_a_cluster(folder: Path, size: int) -> Measure:
    """Measure a build on a scheduler and two workers of this machine, already started."""
    address = "tcp://127.0.0.1:18786"
    dask = [sys.executable, "-m", "dask"]
    worker = [*dask, "worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard"]
    commands = [
        [*dask, "scheduler", "--host", "127.0.0.1", "--port", "18786", "--no-dashboard"],
        worker,
        worker,
    ]
    quiet = subprocess.DEVNULL
    started = [subprocess.Popen(each, cwd=folder, stdout=quiet, stderr=quiet) for each in commands]
    try:
        time.sleep(6)
        years = [str(year) for year in YEARS]
        command = [sys.executable, "pipeline.py", "build", *years, "--scheduler", address]
        out = folder / "out-cluster"
        return measured([*command, "--data", str(networks(folder, size)), "--out", str(out)])
    finally:
        for process in started:
            process.kill()
            process.wait()


def measured(command: list[str]) -> Measure:
    """Run a command to its end; sample the memory of its processes as it goes."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    peak = [0.0]
    watcher = threading.Thread(target=_watch, args=(process.pid, peak), daemon=True)
    watcher.start()
    status = process.wait()
    seconds = time.perf_counter() - started
    watcher.join()
    if status:
        raise SystemExit(f"{' '.join(command)} ended with {status}")
    return Measure(seconds, peak[0])


def _watch(pid: int, peak: list[float]) -> None:
    try:
        root = psutil.Process(pid)
        while root.is_running() and root.status() != psutil.STATUS_ZOMBIE:
            total = 0.0
            for process in (root, *root.children(recursive=True)):
                try:
                    total += process.memory_full_info().pss
                except (psutil.Error, AttributeError):
                    continue
            peak[0] = max(peak[0], total / 2**20)
            time.sleep(0.25)
    except psutil.Error:
        return


def two_command_lines(folder: Path) -> float:
    """Return the seconds that the two command lines take for a report."""
    binaries = Path(sys.executable).parent
    out = folder / "a.ipynb"
    commands: list[list[str | Path]] = [
        [binaries / "papermill", NOTEBOOK, out, "-p", "year", "2025", "--no-progress-bar"],
        [binaries / "jupyter", "nbconvert", "--to", "annual-report", out],
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
import sys, nbformat, papermill
from nbconvert import exporters
for number in range(int(sys.argv[1])):
    out = f"{sys.argv[2]}/b-{number}.ipynb"
    year = 2024 + number % 2
    papermill.execute_notebook(sys.argv[3], out, parameters={"year": year}, progress_bar=False)
    exporter = exporters.get_exporter("annual-report")()
    html, _resources = exporter.from_filename(out)
    open(f"{sys.argv[2]}/b-{number}.html", "w").write(html)
"""


def plain_loop(folder: Path, reports: int) -> float:
    """Return the seconds of a loop over papermill's and nbconvert's APIs, imports included."""
    command: list[str | Path] = [sys.executable, "-c", LOOP, str(reports), folder, NOTEBOOK]
    return timed(lambda: _quiet(*command))


def timed(call: Callable[[], object]) -> float:
    """Return the seconds that a call takes."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


FLOOR = """
import json, os, time
os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
os.environ["OPENBLAS_NUM_THREADS"] = "1"
from annual_report.build import warm
from annual_report.build.execution import execute
from annual_report.build.export import to_html
from annual_report.build.shell import fresh_shell
import nbformat, statistics, sys
source = open(sys.argv[1], encoding="utf-8").read()
cells = [cell.source for cell in nbformat.reads(source, 4).cells if cell.cell_type == "code"]
shell = fresh_shell()
def run():
    for text in cells:
        assert shell.run(text, None, lambda message: None)
def seconds(call):
    start = time.perf_counter(); call(); return time.perf_counter() - start
run(); run()
own = statistics.median(seconds(run) for _ in range(9))
notebook = execute(source, {}, "fast")
to_html(notebook)
out = statistics.median(seconds(lambda: to_html(notebook)) for _ in range(9))
print(json.dumps([own, out]))
"""


def floor(folder: Path) -> tuple[float, float]:
    """Return the seconds of the cells alone and of an export alone, in a warm process."""
    import json

    done = subprocess.run(
        [sys.executable, "-c", FLOOR, str(NOTEBOOK)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "IPYTHONDIR": str(folder / "ipython")},
    )
    cells, export = json.loads(done.stdout.splitlines()[-1])
    return float(cells), float(export)


if __name__ == "__main__":
    sys.exit(main())
