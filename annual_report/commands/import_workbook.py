"""`import`: take a workbook back."""

import argparse
import sys
from pathlib import Path

from annual_report.commands.arguments import add_data, usual_workbook
from annual_report.commands.terminal.deciding import (
    add_answers,
    finish,
    number_conflicts,
    read_decisions,
    whose,
)
from annual_report.errors import DataError
from annual_report.messages import _


def summary() -> str:
    """Say in a line what the command is for."""
    return _("take a workbook back: show what changes, then write it")


def take(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments to a parser."""
    said = _("the workbook, .xlsx; without a name, that of the network")
    parser.add_argument("file", nargs="?", metavar=_("FILE"), help=said)
    add_answers(parser)
    add_data(parser)


def run(options: argparse.Namespace) -> int:
    """Do what was asked and return the exit status."""
    from annual_report.commands.terminal.telling import told_import
    from annual_report.writing.importing import read_import

    file = options.file or usual_workbook(options.data)
    try:
        found = read_import(options.data, file)
        numbers = number_conflicts(found.conflicts)
        if decisions := read_decisions(numbers, options):
            found = read_import(options.data, file, decisions)
    except DataError as error:
        there = [_("nothing was written")] if Path(file).exists() else []
        raise DataError([*error.problems, *there]) from None
    sys.stdout.writelines(f"{line}\n" for line in told_import(found, numbers))
    return finish(found, numbers, options, f'import "{file}"{whose(options)}')
