"""`diff`: say what differs between two builds, or two years of one."""

import argparse
import sys
from pathlib import Path

from annual_report.commands.arguments import DONE, add_data, pages
from annual_report.errors import ParameterError
from annual_report.messages import _


def summary() -> str:
    """Say in a line what the command is for."""
    return _("say what differs between two builds, or two years of one")


def take(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments to a parser."""
    parser.epilog = _("exit status: 0 whether or not something differs, 1 if a build can't be read")
    parser.add_argument("before", metavar="A", help=_("a build's folder, or a year"))
    parser.add_argument("after", metavar="B", help=_("another one"))
    add_data(parser)
    parser.add_argument("--out", metavar="DIR", help=_("the build of the years; build/NETWORK"))
    parser.add_argument("--html", metavar=_("FILE"), help=_("write a page instead of lines"))


def run(options: argparse.Namespace) -> int:
    """Do what was asked and return the exit status."""
    from annual_report.compare.difference import compare_builds, compare_years, is_year
    from annual_report.compare.told import as_page, told
    from annual_report.writing.history import write_whole

    years = is_year(options.before)
    if years != is_year(options.after):
        raise ParameterError(_("give two years or two folders; write ./2025 for a folder"))
    if years:
        difference = compare_years(pages(options), options.before, options.after)
    else:
        difference = compare_builds(Path(options.before), Path(options.after))
    if options.html:
        page = Path(options.html)
        page.parent.mkdir(parents=True, exist_ok=True)
        write_whole(page, as_page(difference).encode())
        sys.stdout.write(_("{file}: written", file=options.html) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in told(difference))
    return DONE
