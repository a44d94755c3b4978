"""Noticing that what pages are made of has changed: data, text, notebook, code or template.

Events of the file system only say when to look. What counts is whether the hashes differ, and of
the program the times as well; so data that are saved unchanged, or a file that is no part of a
page, start nothing. A look every other second finds what a file system doesn't announce, as those
of networks and of some machines do not.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from watchfiles import awatch

from annual_report import ROOT
from annual_report.build.fingerprint import digest, fingerprint_of, program, stamps
from annual_report.build.snapshot import take_snapshot
from annual_report.errors import ReportError

PLACES = ("annual_report", "templates", "notebooks", "data/reference")
SETTLED = 30
"""Milliseconds of quiet after which what was being saved is taken to be whole."""
AT_LATEST = 300
LOOK = 2000
"""Milliseconds between two looks when nothing is announced."""


def inputs(data: str) -> str:
    """Return what is another whenever pages may be: hashes of all that they are made of.

    Of the program it is the time as well. What was saved unchanged, or put back, in the middle of a
    build was refused there, and needs another one.
    """
    try:
        files = take_snapshot(data).files.items()
        found = [fingerprint_of({name: digest(content) for name, content in files}).whole]
    except (ReportError, OSError):  # the folder is gone, or a file went while it was read
        found = [""]
    # Not through its cache, which belongs to the build that is going on.
    with suppress(OSError):
        found += [program.__wrapped__().whole, str(stamps.__wrapped__())]
    return " ".join(found)


async def watch(data: str, seen: str, changed: Callable[[], None], stop: asyncio.Event) -> None:
    """Call `changed` whenever the inputs are no more as they were `seen`, until `stop` is set."""
    places = [path for path in (Path(data), *(ROOT / name for name in PLACES)) if path.is_dir()]
    waiting = awatch(
        *places,
        step=SETTLED,
        debounce=AT_LATEST,
        rust_timeout=LOOK,
        yield_on_timeout=True,
        stop_event=stop,
    )
    async for _events in waiting:
        now = await asyncio.to_thread(inputs, data)
        if now != seen:
            seen = now
            changed()
