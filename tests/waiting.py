"""Waiting in tests for what becomes so sooner or later: no measure of speed."""

import time
from collections.abc import Callable

PATIENCE = 120.0
"""Seconds after which something is taken not to happen."""


def until(condition: Callable[[], object]) -> None:
    """Wait for something to become so."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)
