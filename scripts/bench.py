"""Measure builds against what one would do instead, in one run, and write docs/benchmarks.md.

    python scripts/bench.py [--sizes 2 20 100] [--networks 1000] [--times 1]

The peers (`baselines`) and the builds that they are compared with run the project's own annual
report notebook on the same data (`bench_networks`). A peer grows by the same with every report, so
it is measured on a few and multiplied. Seconds are of the clock; those of the processor are of all
processes together, and don't depend on how many cores there are.

Each thing is measured once, or so many `times`, of which the median counts. Memory is looked at in
a cold build of its own. The floor is measured before and after the cold builds that it is compared
with, since a shared machine is faster at one time than at another. All Pythons keep the bytecode
that they compile, and none compiles any in a run that is measured.
"""

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import bench_many
import bench_reading
from baselines import Floor, Peer, Reports, floor, peers
from bench_networks import YEARS, networks
from local_cluster import cluster
from spending import Spent, median, peak_memory, spent

from annual_report.project import ROOT

MEASURED = YEARS[-2:]
"""The years of which the floor is measured."""
ON_CLUSTER = 20
"""How many reports are made on a cluster too, and with a slow store."""
EXAMPLE = ROOT / "data" / "reseau-exemple"
CELLS = {
    "dispositifs": ("04,Le cercle des anciens,", "04,Le cercle des aînés,"),
    "membres": ("2020,03,", "2020,08,"),
    "presences": ("2025-11,976R,présent,2", "2025-11,976R,présent,3"),
    "rencontres": (",Préparer 2026", ",Préparer l’année 2026"),
    "ressources": ("2020,Annuaire des équipes,", "2020,Annuaire de nos équipes,"),
    "sujets": ("2020,Comparer nos chartes,", "2020,Comparer toutes nos chartes,"),
}
"""What is changed in each table of the example: one cell."""
BUILD = """
import collections, json, os, sys
sys.path.append("scripts")
from annual_report.build.build import Options, build
from annual_report.publication.networks import jobs_of
from annual_report.build.pages import notebooks
data, out, notebook, scheduler, *years = sys.argv[1:]
if out.startswith("slow:"):
    import slow_store
known, told = notebooks(), collections.Counter()
known = {notebook: known[notebook]} if notebook else known
options = Options(tuple(map(int, years)), jobs=os.cpu_count() or 1, scheduler=scheduler or None)
good = build(jobs_of([data], out, known), options, lambda event: told.update([event.kind]))
print(json.dumps(told))
sys.exit(not good)
"""
"""A build: of annual reports alone, which is what peers make, or of all pages."""


class Row(NamedTuple):
    """What builds of one size spend, and the floor of a report as it was around the cold ones."""

    size: int
    floor: Floor
    cold: Spent
    nothing: Spent
    changed: Spent
    memory: float


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=[2, 20, 100])
    parser.add_argument("--networks", type=int, default=bench_many.NETWORKS)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--write", type=Path, default=ROOT / "docs" / "benchmarks.md")
    options = parser.parse_args()
    if odd := [size for size in options.sizes if size != 2 and size % len(YEARS)]:
        parser.error(f"networks have {len(YEARS)} years each: {odd}")
    with tempfile.TemporaryDirectory() as name:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = f"{name}/bytecode"
        lines = []
        for line in report(Path(name), options):
            print(line, flush=True)
            lines.append(line)
    options.write.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return 0


def report(folder: Path, options: argparse.Namespace) -> Iterator[str]:
    """Measure everything; yield the lines of the page."""
    cores = os.cpu_count() or 1
    build(folder, 2)  # compiles what has no bytecode yet
    reports = Reports(min(networks(folder, 2).iterdir()), MEASURED)
    found = peers(folder, Reports(reports.data, YEARS[::-1]))  # the last two first, as builds
    sizes = sorted({2, *options.sizes})
    rows = [measured_row(folder, size, reports, options.times) for size in sizes]
    yield "# Benchmarks"
    yield ""
    yield (
        "Written by `make bench`, in one run. Ratios are what counts: seconds depend on the machine"
        f" ({cores} cores, {platform.python_implementation()} {platform.python_version()})."
    )
    yield from _table_of_peers(found, rows)
    yield from _table_of_builds(found, rows, cores)
    yield from _remarks(found, rows, cores)
    yield from on_cluster(folder)
    yield from on_slow_store(folder)
    yield from all_pages(folder)
    yield ""
    yield ""
    yield bench_many.measured(options.networks)
    yield ""
    yield bench_reading.measured()


def measured_row(folder: Path, size: int, reports: Reports, times: int) -> Row:
    """Measure the builds of a size, and the floor before and after the cold ones."""
    before = floor(reports)
    cold = median(build(folder, size) for _time in range(times))
    after = floor(reports)
    nothing = median(build(folder, size, again=True) for _time in range(3))
    text = next(iter(sorted(networks(folder, size).glob("*/textes/2025.md"))))
    text.write_text(text.read_text(encoding="utf-8").replace("RGPD", "RGPD (bis)"))
    changed = build(folder, size, again=True)
    memory = peak_memory(BUILD, *_arguments(folder, size, f"{folder}/memory-{size}"))
    return Row(size, before.mean(after), cold, nothing, changed, memory)


def build(
    folder: Path, size: int, *, again: bool = False, scheduler: str = "", place: str = ""
) -> Spent:
    """Measure one build of annual reports in a new process: cold, unless it is made again."""
    out = place or f"{folder}/out-{size}"
    if not again:
        shutil.rmtree(out.removeprefix("slow://"), ignore_errors=True)
    return spent(BUILD, *_arguments(folder, size, out, scheduler))


def _arguments(folder: Path, size: int, out: str, scheduler: str = "") -> tuple[object, ...]:
    years = YEARS if size > 2 else YEARS[-2:]
    return networks(folder, size), out, "annual_report", scheduler, *years


def _table_of_peers(found: dict[str, Peer], rows: list[Row]) -> Iterator[str]:
    """Tell what peers and builds spend on two reports and on each one more."""
    yield ""
    yield (
        "| the annual report, year by year | two, cold, s | of the processor, s | each one more, s "
        "| of the processor, s |"
    )
    yield f"|{' --- |' * 5}"
    for peer in found.values():
        yield (
            f"| {peer.what} | {peer.two.seconds:.2f} | {peer.two.processor:.2f} "
            f"| {peer.each.seconds:.2f} | {peer.each.processor:.2f} |"
        )
    first, last = rows[0], rows[-1]
    more = max(1, last.size - first.size)
    yield (
        f"| `pipeline.py build` | {first.cold.seconds:.2f} | {first.cold.processor:.2f} "
        f"| {(last.cold.seconds - first.cold.seconds) / more:.2f} "
        f"| {(last.cold.processor - first.cold.processor) / more:.2f} |"
    )


def _table_of_builds(found: dict[str, Peer], rows: list[Row], cores: int) -> Iterator[str]:
    """Tell what builds of each size spend, beside the floor and two of the peers."""
    yield ""
    yield (
        "| reports | cold, s | s a report | floor, s | ÷ (floor ÷ cores) | loop ÷ ours "
        "| the same, of the processor | two loops ÷ ours | command lines ÷ ours "
        "| nothing to do, s | ÷ cold build of two | one line changed, s | peak MiB |"
    )
    yield f"|{' --- |' * 13}"
    for row in rows:
        size, seconds = row.size, row.cold.seconds
        loop, loops, lines = (found[name].on(size) for name in ("loop", "loops", "papermill"))
        yield (
            f"| {size} | {seconds:.2f} | {seconds / size:.3f} | {row.floor.seconds:.3f} "
            f"| {seconds / size / (row.floor.seconds / cores):.2f} "
            f"| {loop.seconds / seconds:.1f} | {loop.processor / row.cold.processor:.1f} "
            f"| {loops.seconds / seconds:.1f} | {lines.seconds / seconds:.1f} "
            f"| {row.nothing.seconds:.3f} "
            f"| 1/{rows[0].cold.seconds / row.nothing.seconds:.1f} "
            f"| {row.changed.seconds:.2f} | {row.memory:.0f} |"
        )


def _remarks(found: dict[str, Peer], rows: list[Row], cores: int) -> Iterator[str]:
    """Say what the columns are, and what one report more costs once everything is loaded."""
    two, last = rows[0], rows[-1]
    yield ""
    yield (
        f"The floor is the cells themselves in a warm process ({last.floor.cells:.3f} s; "
        f"{last.floor.handed:.3f} s if they are handed the network) and an export "
        f"({last.floor.export:.3f} s). Two reports, everything cold: "
        f"{two.cold.seconds / found['loop'].two.seconds:.2f} of the loop's. One line changed: a "
        "word in the text of one network and year; reports that don't read it are skipped. Peak "
        "memory counts shared pages once, over the whole tree of processes."
    )
    for before, after in pairwise(rows[1:]):
        each = (after.cold.seconds - before.cold.seconds) / (after.size - before.size)
        yield ""
        yield (
            f"From {before.size} to {after.size} reports, each costs {each:.3f} s more: "
            f"{each * cores / after.floor.seconds:.2f} × floor ÷ cores, or "
            f"{each * cores / after.floor.lowest:.2f} × if the floor's cells are handed the "
            "network too."
        )


def on_cluster(folder: Path) -> Iterator[str]:
    """Measure a build on a cluster just started, its next one, and one here."""
    with cluster(folder / "cluster") as started:
        first, again = (build(folder, ON_CLUSTER, scheduler=started.address) for _time in range(2))
    near = build(folder, ON_CLUSTER)
    yield ""
    yield (
        f"{ON_CLUSTER} reports on a Dask cluster of two workers of this machine, just started: "
        f"{first.seconds:.2f} s, here {near.seconds:.2f} s, a throughput of "
        f"{near.seconds / first.seconds:.2f}; when they have made reports before: "
        f"{again.seconds:.2f} s, {near.seconds / again.seconds:.2f}."
    )


def on_slow_store(folder: Path) -> Iterator[str]:
    """Measure builds into a store that answers each request after 30 ms."""
    place = f"slow://{folder}/slow"
    far, near = build(folder, ON_CLUSTER, place=place), build(folder, ON_CLUSTER)
    nothing = build(folder, ON_CLUSTER, place=place, again=True)
    yield ""
    yield (
        f"{ON_CLUSTER} reports into a store that answers after 30 ms: "
        f"{far.seconds:.2f} s, into a folder {near.seconds:.2f} s; with nothing to do "
        f"{nothing.seconds:.2f} s."
    )


def all_pages(folder: Path) -> Iterator[str]:
    """Measure all pages of the example network, then with one cell of each table changed."""
    data, out = folder / "exemple", folder / "exemple-out"
    shutil.copytree(EXAMPLE, data)
    cold = spent(BUILD, data, out, "", "")
    made = json.loads(cold.said)["made"]
    yield ""
    yield (
        f"All pages of the fictional network ({made}: reports, posters, data, trends, members): "
        f"{cold.seconds:.1f} s, {cold.seconds / made:.3f} s a page and "
        f"{cold.processor / made:.3f} s of the processor. One cell is changed in each table:"
    )
    yield ""
    yield "| table | pages that say something else | pages that say the same | s |"
    yield f"|{' --- |' * 4}"
    for table, (before, after) in CELLS.items():
        file = data / f"{table}.csv"
        text = file.read_text(encoding="utf-8")
        if text.count(before) != 1:
            raise SystemExit(f"{file.name}: “{before}” is there {text.count(before)} times")
        file.write_text(text.replace(before, after), encoding="utf-8")
        cost = spent(BUILD, data, out, "", "")
        told = json.loads(cost.said)
        made, same = told.get("made", 0), told.get("same", 0)
        yield f"| {table} | {made} | {same} | {cost.seconds:.1f} |"


if __name__ == "__main__":
    sys.exit(main())
