"""`collect`: write a small workbook for each member."""

import argparse
import sys
from pathlib import Path

from annual_report.commands.arguments import DONE, add_data
from annual_report.messages import _


def summary() -> str:
    """Say in a line what the command is for."""
    return _("write a sheet for each member, to be sent and filled in")


def take(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments to a parser."""
    parser.add_argument("year", type=int, metavar=_("YEAR"), help=_("the year to ask about"))
    parser.add_argument("folder", metavar=_("FOLDER"), help=_("where the sheets go"))
    add_data(parser)


def run(options: argparse.Namespace) -> int:
    """Do what was asked and return the exit status."""
    from annual_report.writing.member_sheets import collect

    for line in collect(options.data, options.year, Path(options.folder)):
        sys.stdout.write(line + "\n")
    return DONE
