"""What the cells of an annual report spend of the processor, each for itself, and what is around.

    python scripts/bench_cells.py

They run as a build runs them: in a clean process, with all imported and the network already read.
"""

import os
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest import mock

from spending import processor

from annual_report.build.pages import asked, notebooks, reports
from annual_report.build.snapshot import take_snapshot
from annual_report.build.workers import WARM
from annual_report.program import program_digest
from annual_report.project import ROOT
from annual_report.run.look import outline
from annual_report.run.processes import Processes, processes
from annual_report.run.report import publish, run
from annual_report.run.shell import Shell
from annual_report.run.tasks import Task

NETWORKS = {"the real network": "departements-participatifs", "the fictional one": "reseau-exemple"}
REPORT = "2025"
TIMES = 5
LEAST = 0.01
"""Seconds from which on a cell has a line of its own."""
Cells = list[tuple[str, float]]
"""The source of each cell, and its seconds."""


def measured() -> Iterator[str]:
    """Measure the report of both networks; yield the lines of a table."""
    server = processes(WARM)
    try:
        tasks = [_task(server, ROOT / "data" / network) for network in NETWORKS.values()]
        found = [_median(server, task) for task in tasks]
        around = {
            "a clean process and its guard, for nothing": [_each(server, os.getpid)] * len(tasks),
            "the notebook executed in one": [_each(server, run, task) for task in tasks],
            "and published": [_each(server, run, task, then=publish) for task in tasks],
        }
    finally:
        server.stop()
    yield f"| seconds of the processor, {REPORT} | {' | '.join(NETWORKS)} |"
    yield f"|{' --- |' * (1 + len(NETWORKS))}"
    rows = {
        cells[0][0]: [seconds for _source, seconds in cells] for cells in zip(*found, strict=True)
    }
    others = [taken for taken in rows.values() if max(taken) < LEAST]
    for source, taken in rows.items():
        if taken not in others:
            yield _line(f"`{_said(source)}`", taken)
    yield _line(f"{len(others)} others", _total(others))
    yield _line("all cells", _total(rows.values()))
    for what, taken in around.items():
        yield _line(what, taken)


def by_cell(task: Task) -> Cells:
    """Run a report's notebook, and say what its cells have spent."""
    found: Cells = []
    ordinary = Shell.run

    def timed(self: Shell, source: str, *more: object) -> bool:
        started = time.process_time()
        succeeded = ordinary(self, source, *more)  # type: ignore[arg-type]
        found.append((source, time.process_time() - started))
        return succeeded

    with mock.patch.object(Shell, "run", timed):
        executed = run(task)
    if executed.error:
        raise SystemExit(executed.error[0])
    return found


def _each(server: Processes, function: Callable[..., object], *task: Task, **then: Any) -> float:
    """Return what a call spends in all its processes."""
    spent = [processor()]
    for _time in range(TIMES):
        server.call(function, *task, **then)
        spent.append(processor())
    return statistics.median(after - before for before, after in pairwise(spent))


def _median(server: Processes, task: Task) -> Cells:
    times = [server.call(by_cell, task) for _time in range(TIMES)]
    return [
        (each[0][0], statistics.median(seconds for _source, seconds in each))
        for each in zip(*times, strict=True)
    ]


def _task(server: Processes, folder: Path) -> Task:
    known, snapshot = notebooks(), take_snapshot(str(folder))
    look = server.call(partial(outline, snapshot, program_digest(), asked(known)))
    report = next(each for each in reports(known, look.values) if each.name == REPORT)
    notebook = known[report.notebook]
    return Task(
        report,
        snapshot._replace(network=look.network),
        notebook.source,
        str(notebook.folder),
        program_digest(),
    )


def _said(source: str) -> str:
    """Return the beginning of a cell, without what would end a column."""
    return source.partition("\n")[0].replace("|", "·")[:60]


def _total(rows: Iterable[list[float]]) -> list[float]:
    return [sum(each) for each in zip(*rows, strict=True)]


def _line(what: str, taken: list[float]) -> str:
    return f"| {what} | {' | '.join(f'{seconds:.3f}' for seconds in taken)} |"


if __name__ == "__main__":
    import bench_cells  # its processes look for `by_cell` in a module of this name

    print("\n".join(bench_cells.measured()))
