"""`import`: take a workbook back."""

import argparse
import sys

from annual_report.commands.arguments import DONE, add_data
from annual_report.messages import _


def summary() -> str:
    """Say in a line what the command is for."""
    return _("take a workbook back: show what changes, then write it")


def take(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments to a parser."""
    parser.add_argument("file", metavar=_("FILE"), help=_("the workbook, .xlsx or .ods"))
    parser.add_argument("--yes", action="store_true", help=_("write without asking"))
    add_data(parser)


def run(options: argparse.Namespace) -> int:
    """Do what was asked and return the exit status."""
    from annual_report.commands.telling import told_import
    from annual_report.writing.importing import read_import

    found = read_import(options.data, options.file)
    sys.stdout.writelines(f"{line}\n" for line in told_import(found))
    if not found.changes:
        return DONE
    if not (options.yes or agreed()):
        sys.stdout.write(_("nothing was written; to write: add --yes") + "\n")
        return DONE
    found.apply()
    sys.stdout.write(_("written: {count} changes", count=len(found.changes)) + "\n")
    return DONE


def agreed() -> bool:
    """Ask at a terminal; without one nobody can say yes."""
    if not sys.stdin.isatty():
        return False
    sys.stdout.write(_("write these changes? [y/N] "))
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes", "o", "oui")
