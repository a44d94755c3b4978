"""What the preview's fork server imports: all that the reports need but the project's own code.

Each task then imports the project as it stands on the disk at that moment, so that no edit needs a
restart, and no process can run code that has changed since. Everything is imported and used once,
as for a build; then the project's own modules are forgotten, but for what the server itself runs
on: when that changes, the preview starts anew. What the project taught nbformat (`output_check`)
is not forgotten: an edit of that shows in the next preview.
"""

import importlib
import os
import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

from annual_report import ROOT
from annual_report.run.lean import settle

KEPT = (
    "annual_report",
    "annual_report.run",
    "annual_report.run.calling",
    "annual_report.run.forking",
    "annual_report.run.room",
    "annual_report.errors",
    __name__,
)


def forget_project() -> None:
    """Forget the project's modules, also as attributes of the packages that stay."""
    for name in list(sys.modules):
        if name.startswith("annual_report.") and name not in KEPT:
            del sys.modules[name]
            package, _dot, child = name.rpartition(".")
            if package in KEPT:
                vars(sys.modules[package]).pop(child, None)


def forget_young_bytecode() -> None:
    """Remove the bytecode of what was saved just before it was imported.

    Python takes bytecode for right by the source's second and size: the next save, in the same
    second and of the same length, would not be seen.
    """
    for path in ROOT.glob("annual_report/**/*.py"):
        bytecode = Path(cache_from_source(str(path)))
        with suppress(OSError):
            if path.stat().st_mtime > bytecode.stat().st_mtime - 2:
                bytecode.unlink()


for module in ("warm", "warm_look"):
    with suppress(Exception):  # code that is being edited may be broken: the tasks will say so
        importlib.import_module(f"annual_report.run.{module}")
sys.dont_write_bytecode = True  # nor may tasks, or kernels
os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
forget_young_bytecode()
settle()  # these modules do too, unless they broke before
forget_project()
