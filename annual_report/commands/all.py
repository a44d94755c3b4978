"""The commands by name. Each has a module of its own, which says what it takes and does it.

A module imports what is heavy when its command runs: the other commands need none of it.
"""

import argparse
from collections.abc import Mapping
from typing import Protocol

from annual_report.commands import (
    build,
    check,
    collect,
    diff,
    gather,
    import_workbook,
    init,
    new,
    preview,
    settings,
    undo,
    use,
    workbook,
)


class Command(Protocol):
    """What the module of a command offers."""

    def summary(self) -> str:
        """Say in a line what the command is for."""

    def take(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's arguments to a parser."""

    def run(self, options: argparse.Namespace) -> int:
        """Do what was asked and return the exit status."""


def commands() -> Mapping[str, Command]:
    """Return the commands by name, in the order of the help."""
    return {
        "build": build,
        "preview": preview,
        "diff": diff,
        "check": check,
        "init": init,
        "settings": settings,
        "new": new,
        "workbook": workbook,
        "import": import_workbook,
        "undo": undo,
        "collect": collect,
        "gather": gather,
        "use": use,
    }
