"""How long it takes to read a large network and find nothing wrong, beside reading it unlooked.

    python scripts/bench_reading.py

The network has thirty years and 99 members, as many as the fictional one can have, and all is
recorded: some 3,000 rows of members and 36,000 of attendance. Seconds are of the processor, medians
of some runs after one that is not measured. The ratio is what counts: a page reads no network again
that a build has read.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from make_example_network import Plan, write_network

from annual_report.reading.inspection import inspect_package

PLAN = Plan(members=99, first_year=1996, years=30, meetings_per_year=12)
TIMES = 3


def measured() -> str:
    """Measure both, and say it in a sentence."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "reseau")
        write_network(folder, PLAN)
        ours = _seconds(lambda: _understood(folder))
        plain = _seconds(lambda: [pd.read_csv(path, dtype=str) for path in folder.glob("*.csv")])
    return (
        f"A network of {PLAN.years} years and {PLAN.members} members is read, understood and "
        f"checked in {ours:.2f} s of the processor: {ours / plain:.0f} times what pandas needs "
        f"to read its tables as text ({plain:.3f} s)."
    )


def _understood(folder: Path) -> None:
    if errors := inspect_package(folder).errors:
        raise SystemExit("\n".join(map(str, errors)))


def _seconds(work: Callable[[], object]) -> float:
    taken = []
    for _time in range(1 + TIMES):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return statistics.median(taken[1:])


if __name__ == "__main__":
    print(measured())
