"""Where a worker works: in a folder of its own, which is gone when it is done.

So two of them can't meet, and a cluster's machines need to share nothing but the code.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annual_report.build.fingerprint import program_digest
from annual_report.build.snapshot import Snapshot
from annual_report.data import handover
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


def check_same_program(program: str) -> None:
    """Refuse to work with other code than the caller's: pages of a build must not differ."""
    if program_digest() != program:
        raise ReportError(_("this worker has another version of the project than the caller"))
