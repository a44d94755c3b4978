"""Noticing that what pages are made of has changed: data, text, notebook, code or template.

Events of the file system only say when to look. What counts is whether the hashes differ; so what
is saved unchanged, or a file that is no part of a page, starts nothing. A look every other second
finds what a file system doesn't announce, as those of networks and of some machines do not.
"""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import watchfiles

from annual_report.build.source import Source
from annual_report.errors import ReportError
from annual_report.program import digest, program, whole
from annual_report.project import PACKAGE, REFERENCE, TEMPLATES

PLACES = (PACKAGE, TEMPLATES, REFERENCE)
SETTLED = 30
"""Milliseconds of quiet after which what was being saved is taken to be whole."""
AT_LATEST = 300
LOOK = 2000
"""Milliseconds between two looks when nothing is announced."""


def inputs(source: Source, folders: Sequence[Path]) -> str:
    """Return what is another whenever pages may be: hashes of all that they are made of."""
    found: dict[str, str] = {}
    with suppress(ReportError, OSError):  # the folder is gone, or a file went while it was read
        files = source.snapshot().files.items()
        found |= {f"data: {name}": digest(content) for name, content in files}
    for path in (each for folder in folders for each in sorted(folder.rglob("*.*"))):
        with suppress(OSError):
            found[str(path)] = digest(path.read_bytes()) if path.is_file() else ""
    # Not through its cache, which belongs to the build that is going on.
    with suppress(OSError):
        found |= program.__wrapped__()
    return whole(found)


def watch(
    places: Sequence[Path],
    seen: str,
    look: Callable[[], str],
    changed: Callable[[], None],
    stop: threading.Event,
) -> None:
    """Call `changed` whenever a look sees another thing than what was `seen`, until `stop`."""
    waiting = watchfiles.watch(
        *[path for path in (*places, *PLACES) if path.is_dir()],
        step=SETTLED,
        debounce=AT_LATEST,
        rust_timeout=LOOK,
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=False,
    )
    for _events in waiting:
        now = look()
        if now != seen:
            seen = now
            changed()
