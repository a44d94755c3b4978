"""What a program costs: seconds, seconds of the processor in all its processes, and memory."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import psutil

from annual_report.project import ROOT

SECONDS_BETWEEN_LOOKS = 0.2


class Spent(NamedTuple):
    """Seconds that passed, seconds that processors worked meanwhile, and what was printed."""

    seconds: float
    processor: float
    said: str = ""


def spent(program: str, *arguments: object) -> Spent:
    """Run a Python program to its end; return what it and all that it started have spent.

    What it says of errors is told if it fails: kernels warn of much that is nobody's concern here.
    """
    command = [sys.executable, "-c", program, *map(str, arguments)]
    started = time.perf_counter()
    with (
        tempfile.TemporaryFile("w+") as errors,
        subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        assert process.stdout
        said = process.stdout.read()
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - started
        if process.returncode:
            errors.seek(0)
            sys.stderr.write(errors.read())
            raise subprocess.CalledProcessError(process.returncode, command)
    return Spent(seconds, usage.ru_utime + usage.ru_stime, said.strip())


def processor() -> float:
    """Return the seconds that processors have worked for this process and all that it started."""
    own = psutil.Process()
    return sum(sum(each.cpu_times()[:4]) for each in (own, *own.children(recursive=True)))


def median(runs: Iterable[Spent]) -> Spent:
    """Return the run of the middle, by its seconds; the quicker one of two."""
    ordered = sorted(runs)
    return ordered[(len(ordered) - 1) // 2]


def peak_memory(program: str, *arguments: object) -> float:
    """Run a Python program to its end; return the most MiB that all its processes had at a time.

    Shared pages count once. Each look takes a core from what is looked at: nothing else is measured
    meanwhile.
    """
    command = [sys.executable, "-c", program, *map(str, arguments)]
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
