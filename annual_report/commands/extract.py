"""`extract`: write the data and the notebook that a page carries into a folder."""

import argparse
import sys
from pathlib import Path

from annual_report.commands.arguments import DONE
from annual_report.messages import _


def summary() -> str:
    """Say in a line what the command is for."""
    return _("write the data and the notebook that a page carries into a folder")


def take(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments to a parser."""
    parser.add_argument("page", metavar="PAGE", help=_("a page, as HTML"))
    parser.add_argument("folder", metavar=_("FOLDER"), help=_("a new or empty folder"))


def run(options: argparse.Namespace) -> int:
    """Do what was asked and return the exit status."""
    from annual_report.verify import extract

    carried = extract(Path(options.page), Path(options.folder))
    count = len(carried.files) + 1
    said = _("{folder}: {count} files", folder=options.folder, count=count)
    lines = (_("{name} is not in the page", name=name) for name in carried.named)
    sys.stdout.write("\n  ".join([said, *lines]) + "\n")
    return DONE
