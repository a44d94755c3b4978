"""`workbook`: write the network as a workbook to fill in."""

import argparse
import sys
from pathlib import Path

from annual_report.commands.arguments import DONE, add_data, usual_workbook
from annual_report.messages import _


def summary() -> str:
    """Say in a line what the command is for."""
    return _("write the network as a workbook to fill in")


def take(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments to a parser."""
    said = _("its name, in .xlsx; without one, that of the network’s folder")
    parser.add_argument("file", nargs="?", metavar=_("FILE"), help=said)
    said = _("put aside, under another name, the file that is there")
    parser.add_argument("--force", action="store_true", help=said)
    add_data(parser)


def run(options: argparse.Namespace) -> int:
    """Do what was asked and return the exit status."""
    from annual_report.writing.importing import put_aside, refuse_unimported
    from annual_report.writing.workbook import check_name, write_workbook

    file = Path(options.file or usual_workbook(options.data))
    check_name(file)
    if file.exists():
        if options.force:
            kept = put_aside(file)
            sys.stdout.write(_("{file}: kept as {kept}", file=file.name, kept=kept.name) + "\n")
        else:
            refuse_unimported(options.data, file)
    write_workbook(options.data, file)
    sys.stdout.write(_("network: {folder}", folder=options.data) + "\n")
    sys.stdout.write(_("{file}: written", file=file) + "\n")
    return DONE
