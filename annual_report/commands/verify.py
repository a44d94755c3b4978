"""`verify`: say whether a page is what the data that it carries make."""

import argparse
import sys
from pathlib import Path

from annual_report.commands.arguments import DONE, WRONG
from annual_report.errors import ReportError, say_error
from annual_report.messages import _


def summary() -> str:
    """Say in a line what the command is for."""
    return _("say whether a page is what the data that it carries make")


def take(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments to a parser."""
    parser.epilog = _("exit status: 0 if each page is what its data make, 1 if one isn’t")
    parser.add_argument("pages", nargs="+", metavar="PAGE", help=_("a page, as HTML"))
    parser.add_argument(
        "--with",
        dest="folder",
        metavar="DIR",
        help=_("a folder whose notebooks, phrases, style and pictures may be run and shown"),
    )


def run(options: argparse.Namespace) -> int:
    """Do what was asked and return the exit status."""
    from annual_report.verify import verify

    folder = Path(options.folder) if options.folder else None
    status = DONE
    for page in options.pages:
        try:
            right, lines = verify(Path(page), folder)
        except (ReportError, OSError) as error:
            right, lines = False, (say_error(error),)
        said = _("is what its data make") if right else _("is not proven")
        sys.stdout.write("\n  ".join([f"{page}: {said}", *lines]) + "\n")
        status = status if right else WRONG
    return status
