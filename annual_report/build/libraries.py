"""What the preview's fork server imports: all that the reports need but the project's own code.

Each task then imports the project as it stands on the disk at that moment, so that no edit needs a
restart, and no process can run code that has changed since. Everything is imported and used once,
as for a build; then the project's own modules are forgotten, but for what the server itself runs
on: when that changes, the preview starts anew. What the project taught nbformat (`output_check`)
is not forgotten: an edit of that shows in the next preview.
"""

import importlib
import sys
from contextlib import suppress

from annual_report.build.lean import settle

KEPT = (
    "annual_report",
    "annual_report.build",
    "annual_report.build.calling",
    "annual_report.build.fork_server",
    "annual_report.build.room",
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


for module in ("warm", "warm_look"):
    with suppress(Exception):  # code that is being edited may be broken: the tasks will say so
        importlib.import_module(f"annual_report.build.{module}")
settle()  # these modules do too, unless they broke before
forget_project()
