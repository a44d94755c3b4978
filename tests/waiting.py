"""Waiting in tests for what becomes so sooner or later: no measure of speed."""

import time
from collections.abc import Callable

import psutil

PATIENCE = 120.0
"""Seconds after which something is taken not to happen."""


def until(condition: Callable[[], object]) -> None:
    """Wait for something to become so."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def is_gone(pid: int) -> bool:
    """Whether a process has ended, if only nobody asked how."""
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True
