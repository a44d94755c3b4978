"""Measure builds against what one would do instead, in one run, and write docs/benchmarks.md.

    python scripts/bench.py [--sizes 2 20 100] [--large 1000]

Everything runs the project's own annual report notebook on the same data, `bench_networks`, as
does what builds are compared with, `baselines` (a), (b) and (c).

(a) and (b) grow by the same amount with every report, so they are measured on a few and multiplied.
They are medians of three runs after one that is not measured. Builds with nothing to do are medians
of three too, cold ones up to a hundred reports, here and on a cluster by turns; one that is not
measured precedes them all. Memory is looked at in a cold build of its own: each look takes a core
from what is measured.
The floor is measured before and after the cold builds that it is compared with, since a shared
machine is faster at one time than at another. All Pythons keep the bytecode that they compile, as
they do unless told otherwise, and none compiles any in a run that is measured.
"""

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import bench_reading
import psutil
from baselines import Floor, Reports, floor, plain_loop, two_command_lines
from bench_networks import YEARS, networks
from local_cluster import cluster

from annual_report.project import ROOT

SAMPLE = 3
"""Reports that (b) is measured on, after its first two."""
SECONDS_BETWEEN_LOOKS = 0.2
TIMES, REPEATED_UP_TO = 3, 100
"""How often a cold build is measured, and of how many reports at most: more take too long."""
ON_CLUSTER = (2, 100)
"""Sizes of the builds that are made on a cluster too."""


BUILD = """
import os, sys
from annual_report.build.build import Options, build
from annual_report.build.networks import jobs_of
from annual_report.build.pages import notebooks
data, out, scheduler, *years = sys.argv[1:]
options = Options(tuple(map(int, years)), jobs=os.cpu_count() or 1, scheduler=scheduler or None)
one = {"annual_report": notebooks()["annual_report"]}
sys.exit(not build(jobs_of([data], out, one), options, lambda event: None))
"""
"""A build of annual reports alone, which is what the loops and the command lines make."""


@dataclass(frozen=True)
class Row:
    """Seconds of builds of one size, and the floor of a report as it was around the cold ones.

    `memory` is the most that all processes of a cold build have at a time, in MiB.
    """

    size: int
    floor: Floor
    cold: float
    memory: float
    nothing: float
    changed: float

    @property
    def a_report(self) -> float:
        """Seconds of the cold build for each report."""
        return self.cold / self.size


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=[2, 20, 100])
    parser.add_argument("--large", type=int, default=0, help="one more size, such as 1000")
    parser.add_argument("--write", type=Path, default=ROOT / "docs" / "benchmarks.md")
    options = parser.parse_args()
    if odd := [n for n in [*options.sizes, options.large] if n != 2 and n % len(YEARS)]:
        parser.error(f"networks have {len(YEARS)} years each: {odd}")
    with tempfile.TemporaryDirectory() as name:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = f"{name}/bytecode"
        text = report(Path(name), options.sizes + ([options.large] if options.large else []))
    print(text)
    options.write.write_text(text, encoding="utf-8")
    return 0


def report(folder: Path, sizes: list[int]) -> str:
    """Measure everything and return the page."""
    cores = os.cpu_count() or 1
    build(folder, 2, "cold")  # compiles what has no bytecode yet
    small = Reports(min(networks(folder, 2).iterdir()), (2024, 2025))
    large = Reports(min(networks(folder, 20).iterdir()), YEARS)
    lines_a = {2: two_command_lines(folder, small), 20: two_command_lines(folder, large)}
    loop_two = plain_loop(folder, small, 2)
    loop_first = plain_loop(folder, large, 2)
    loop_each = (plain_loop(folder, large, 2 + SAMPLE) - loop_first) / SAMPLE
    rows = [
        measured_row(folder, size, small if size == 2 else large)
        for size in sorted({2, 20, *sizes})  # which the ratios below need
    ]
    clusters = [(size, *far_and_near(folder, size)) for size in ON_CLUSTER]
    two, most = rows[0], rows[-1]
    said = [
        "# Benchmarks",
        "",
        "Written by `make bench`, in one run. Ratios are what counts: seconds depend on the machine"
        f" ({cores} cores, {platform.python_implementation()} {platform.python_version()}).",
        "",
        "| what one would do instead, in s a report | two years | ten years |",
        "| --- | --- | --- |",
        "| (a) `papermill` then `jupyter nbconvert`, two commands a report "
        f"| {lines_a[2]:.2f} | {lines_a[20]:.2f} |",
        "| (b) a loop over their APIs, one kernel a report "
        f"| {loop_two / 2:.2f} with imports | {loop_each:.2f} |",
        f"| (c) the floor: the cells | {two.floor.cells:.3f} | {most.floor.cells:.3f} |",
        "| the same, handed the network that was read before "
        f"| {two.floor.handed:.3f} | {most.floor.handed:.3f} |",
        f"| an export | {two.floor.export:.3f} | {most.floor.export:.3f} |",
        "",
        "| reports | cold, s | s a report | floor, s | ÷ (floor ÷ cores) | (b) ÷ ours | (a) ÷ ours "
        "| nothing to do, s | ÷ cold build of two | one line changed, s | peak MiB |",
        f"|{' --- |' * 11}",
    ]
    for row in rows:
        like = 2 if row is two else 20
        loop = loop_two if row is two else loop_first + loop_each * (row.size - 2)
        said.append(
            f"| {row.size} | {row.cold:.2f} | {row.a_report:.3f} | {row.floor.seconds:.3f} "
            f"| {row.a_report / (row.floor.seconds / cores):.2f} "
            f"| {loop / row.cold:.1f} | {lines_a[like] / row.a_report:.1f} "
            f"| {row.nothing:.3f} | 1/{two.cold / row.nothing:.1f} "
            f"| {row.changed:.2f} | {row.memory:.0f} |"
        )
    said += [
        "",
        f"Two reports, everything cold: {two.cold / loop_two:.2f} of (b)'s {loop_two:.2f} s.",
        *_marginal(rows, cores),
        *(
            f"{size} reports on a Dask cluster of two workers of this machine, just started: "
            f"{far:.2f} s, here {near:.2f} s, a throughput of {near / far:.2f}; when they have "
            f"made reports before: {again:.2f} s, {near / again:.2f}."
            for size, far, again, near in clusters
        ),
        "One line changed: a word in the text of one network, whose reports are all made again; "
        "the others are skipped.",
        bench_reading.measured(),
        "Peak memory counts shared pages once, over the whole tree of processes.",
        "",
    ]
    return "\n".join(said)


def measured_row(folder: Path, size: int, reports: Reports) -> Row:
    """Measure the builds of a size, and the floor before and after the cold ones."""
    before = floor(reports)
    times = TIMES if size <= REPEATED_UP_TO else 1
    cold = statistics.median(build(folder, size, "cold") for _time in range(times))
    after = floor(reports)
    memory = build(folder, size, "cold", measure=peak_memory)
    nothing = statistics.median(build(folder, size, "nothing") for _time in range(TIMES))
    changed = build(folder, size, "changed")
    return Row(size, before.mean(after), cold, memory, nothing, changed)


def _marginal(rows: list[Row], cores: int) -> Iterator[str]:
    """Say what one report more costs, from one size to the next, once everything is loaded."""
    for before, after in pairwise(rows[1:]):
        each = (after.cold - before.cold) / (after.size - before.size)
        yield (
            f"From {before.size} to {after.size} reports, each costs {each:.3f} s more: "
            f"{each * cores / after.floor.seconds:.2f} × floor ÷ cores, or "
            f"{each * cores / after.floor.lowest:.2f} × if the floor's cells are handed the "
            "network too."
        )


def build(
    folder: Path,
    size: int,
    kind: str,
    *,
    scheduler: str = "",
    measure: Callable[[list[str]], float] | None = None,
) -> float:
    """Measure one build in a new process: cold, with nothing to do, or after a small change.

    Return its seconds, or what another `measure` finds.
    """
    data, out = networks(folder, size), folder / f"out-{size}"
    if kind == "cold":
        shutil.rmtree(out, ignore_errors=True)
    if kind == "changed":
        text = next(iter(sorted(data.glob("*/textes/2025.md"))))
        text.write_text(text.read_text(encoding="utf-8").replace("RGPD", "RGPD (bis)"))
    years = [str(year) for year in (YEARS if size > 2 else (2024, 2025))]
    command = [sys.executable, "-c", BUILD, str(data), str(out), scheduler, *years]
    return (measure or seconds)(command)


def far_and_near(folder: Path, size: int) -> tuple[float, float, float]:
    """Return the seconds of a build on a cluster just started, of its next, and of one here."""
    rounds = []
    for number in range(TIMES):
        with cluster(folder / f"cluster-{size}-{number}") as started:
            far = [build(folder, size, "cold", scheduler=started.address) for _time in range(2)]
        rounds.append((*far, build(folder, size, "cold")))
    first, again, near = (statistics.median(each) for each in zip(*rounds, strict=True))
    return first, again, near


def seconds(command: list[str]) -> float:
    """Run a command to its end; return how long it took."""
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - started


def peak_memory(command: list[str]) -> float:
    """Run a command to its end; return the most memory of all its processes that was seen."""
    peak = 0.0
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        root = psutil.Process(process.pid)
        while process.poll() is None:
            with suppress(psutil.NoSuchProcess):  # it has ended since
                peak = max(peak, sum(map(_memory, (root, *root.children(recursive=True)))))
            time.sleep(SECONDS_BETWEEN_LOOKS)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return peak / 1024


def _memory(process: psutil.Process) -> int:
    """Return a process's share of memory in KiB; zero where the system doesn't tell."""
    try:
        lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended, or this is no Linux
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


if __name__ == "__main__":
    sys.exit(main())
