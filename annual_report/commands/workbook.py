"""`workbook`: write the network as a workbook to fill in."""

import argparse
import sys
from pathlib import Path

from annual_report.commands.arguments import DONE, add_data
from annual_report.errors import ParameterError
from annual_report.messages import _


def summary() -> str:
    """Say in a line what the command is for."""
    return _("write the network as a workbook to fill in")


def take(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments to a parser."""
    parser.add_argument("file", metavar=_("FILE"), help=_("its name, in .xlsx or .ods"))
    parser.add_argument("--force", action="store_true", help=_("write over a workbook"))
    add_data(parser)


def run(options: argparse.Namespace) -> int:
    """Do what was asked and return the exit status."""
    from annual_report.writing.workbook import write_workbook

    if Path(options.file).exists() and not options.force:
        line = _("{file} is already there: choose another name, or add --force", file=options.file)
        raise ParameterError(line)
    write_workbook(options.data, options.file)
    sys.stdout.write(_("{file}: written", file=options.file) + "\n")
    return DONE
