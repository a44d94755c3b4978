"""`check`: say everything that is wrong with the data."""

import argparse
from dataclasses import replace

from annual_report.base.messages import N_, _
from annual_report.commands.arguments import DONE, WRONG, Command, add_data
from annual_report.commands.terminal import Parser, say_lines


def _add_check(parser: Parser) -> None:
    said = _("list every value that was read otherwise than it was typed")
    parser.add_argument("--tout", action="store_true", help=said)
    add_data(parser)


def _run_check(options: argparse.Namespace) -> int:
    from annual_report.commands.refusals import list_refusals
    from annual_report.commands.telling import tell_inspection
    from annual_report.network.reading.inspection import inspect_package

    found = inspect_package(options.data)
    if package := found.package:
        refused = list_refusals(package, options.data)
        found = replace(found, problems=(*found.problems, *refused))
    say_lines(tell_inspection(found, whole=options.tout))
    if not found.errors:
        print(_("{data}: no error", data=options.data))
    return WRONG if found.errors else DONE


COMMANDS = {
    "check": Command(N_("say everything that is wrong with the data"), _add_check, _run_check)
}
