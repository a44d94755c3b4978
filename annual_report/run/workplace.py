"""Where a worker works: in a folder of its own, which is gone when it is done.

So two of them can't meet, and a cluster's machines need to share nothing but the code.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annual_report import network as handover
from annual_report.build.fingerprint import program_digest, read_again, stamps, was_read
from annual_report.build.snapshot import Snapshot
from annual_report.errors import ReportError
from annual_report.messages import _


@contextmanager
def laid_out(snapshot: Snapshot) -> Iterator[None]:
    """Work in a private folder in which the package stands at its relative address."""
    before = Path.cwd()
    kept = {name: os.environ.get(name) for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR")}
    with tempfile.TemporaryDirectory(prefix="ar-") as name:
        folder = Path(name)
        snapshot.lay_out(folder)
        if snapshot.network:
            handover.take(snapshot.network)
        os.environ["IPYTHONDIR"] = str(folder / "ipython")
        os.environ["JUPYTER_RUNTIME_DIR"] = str(folder / "run")
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)
            for variable, value in kept.items():
                if value is None:
                    os.environ.pop(variable, None)
                else:
                    os.environ[variable] = value


@contextmanager
def same_program(program: str, *, kernel: bool = False) -> Iterator[None]:
    """Refuse to work with other code than the caller's: pages of a build must not differ.

    What was not read ahead of time, before the fork, may be edited while the work is done; nor does
    a `kernel` know what was. Then the program is looked at once more at the end.
    """
    ahead, imported = was_read() and not kernel, _imported()
    before = stamps()
    _require(program_digest() == program)
    yield
    if not ahead or _imported() != imported:
        read_again()
        _require(stamps() == before)  # what was put back was edited all the same
        _require(program_digest() == program)


def _imported() -> set[str]:
    """Return the names of the project's modules that were imported until now."""
    return {name for name in sys.modules if name.startswith("annual_report.")}


def _require(same: bool) -> None:
    if not same:
        raise ReportError(
            _(
                "the program has changed since the build began, or this worker has another version "
                "of it: start the worker, then the build, again"
            )
        )
