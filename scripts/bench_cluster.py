"""The Dask cluster that builds are measured on: a scheduler and two workers of this machine."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PORT = "18786"
SECONDS_TO_START = 6
"""By then all three wait for work, on a slow machine too."""


@contextmanager
def cluster(folder: Path) -> Iterator[list[str]]:
    """Start a cluster that ends afterwards; give the options of a build on it."""
    address = f"tcp://127.0.0.1:{PORT}"
    dask = [sys.executable, "-m", "dask"]
    worker = [*dask, "worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard"]
    scheduler = [*dask, "scheduler", "--host", "127.0.0.1", "--port", PORT, "--no-dashboard"]
    quiet = subprocess.DEVNULL
    started = [
        subprocess.Popen(each, cwd=folder, stdout=quiet, stderr=quiet)
        for each in (scheduler, worker, worker)
    ]
    try:
        time.sleep(SECONDS_TO_START)
        yield ["--scheduler", address]
    finally:
        for process in started:
            process.kill()
            process.wait()
