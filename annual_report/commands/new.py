"""`new`: prepare a year."""

import argparse
import sys

from annual_report.commands.arguments import DONE, add_data
from annual_report.messages import _


def summary() -> str:
    """Say in a line what the command is for."""
    return _("prepare a year: what is known, and the questions to answer")


def take(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments to a parser."""
    parser.add_argument("year", type=int, metavar=_("YEAR"), help=_("the year to prepare"))
    add_data(parser)


def run(options: argparse.Namespace) -> int:
    """Do what was asked and return the exit status."""
    from annual_report.writing.new_year import prepare_year

    sys.stdout.writelines(f"{line}\n" for line in prepare_year(options.data, options.year).said)
    return DONE
