"""What the command line asks of a build."""

from typing import Any, NamedTuple

TIMEOUT = 900.0
"""Seconds that a report may take, or a look at what there is, where nobody says; no honest one
takes a tenth of it."""


class Options(NamedTuple):
    """What the command line asks of a build; times in seconds, memory in MiB."""

    years: tuple[int, ...] = ()
    jobs: int = 1
    force: bool = False
    timeout: float | None = TIMEOUT
    memory_limit: int | None = None
    scheduler: Any = None
    pdf: bool = False
    first: tuple[str, ...] = ()
    """The reports that someone is looking at, which are made before the others."""
