"""A Dask cluster of this machine's own: a scheduler and two workers.

One worker is under a nanny, as Dask has it by itself, which makes it a daemon; the other is a
process that one can kill.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = ("--host", "127.0.0.1", "--no-dashboard")
LONGEST = 120.0
"""Seconds to be ready: the first start on a machine compiles all of Dask."""


class Cluster:
    """Processes of a cluster, each in a folder of its own, where nothing relative can be found."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.where = folder / "scheduler.json"
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Start the scheduler and both workers, and wait until they have found each other."""
        self.scheduler = self._start("scheduler", "--port", "0")  # whichever is free
        self.nursed = self._start_worker("nursed")
        self.plain = self._start_worker("plain", "--no-nanny")
        from distributed import Client
        from distributed.utils import json_load_robust

        self.address = str(json_load_robust(self.where, timeout=LONGEST)["address"])
        with Client(self.address, timeout=LONGEST, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=LONGEST)

    def _start_worker(self, name: str, *options: str) -> "subprocess.Popen[bytes]":
        """Start a worker of one thread."""
        return self._start("worker", *options, "--nthreads", "1", "--name", name)

    def _start(self, kind: str, *arguments: str) -> "subprocess.Popen[bytes]":
        place = self._folder / f"{kind}-{len(self._processes)}"
        place.mkdir()
        where = ["--scheduler-file", str(self.where)]
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", kind, *HERE, *where, *arguments],
            cwd=place,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._processes.append(process)
        return process

    def end(self) -> None:
        """End the workers together, then the scheduler; a nanny ends its own."""
        scheduler, *workers = self._processes
        self._end_together(workers)  # a worker whose scheduler ends as well may wait for it
        self._end_together([scheduler])

    def _end_together(self, processes: "list[subprocess.Popen[bytes]]") -> None:
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """Start a cluster, and end it after its use."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Cluster(folder)
    try:
        made.start()
        yield made
    finally:
        made.end()
