"""`use`: say once which network the other commands are about, here."""

import argparse
import sys
from pathlib import Path

from annual_report.commands.arguments import DONE, USUAL
from annual_report.errors import ParameterError
from annual_report.messages import _
from annual_report.reading.files.package_files import DESCRIPTOR, find_package


def summary() -> str:
    """Say in a line what the command is for."""
    return _("say once which network the other commands are about")


def take(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments to a parser."""
    parser.add_argument("folder", metavar="DIR", help=_("the network's folder"))


def run(options: argparse.Namespace) -> int:
    """Do what was asked and return the exit status."""
    if not (find_package(options.folder) / DESCRIPTOR).is_file():
        raise ParameterError(_("{data}: there is no data package here", data=options.folder))
    name_usual(options.folder)
    return DONE


def name_usual(folder: str) -> None:
    """Write here which network commands are about, and say so."""
    Path(USUAL).write_text(f"{folder}\n", encoding="utf-8")
    sys.stdout.write(_("from now on, here, without --data: {folder}", folder=folder) + "\n")
