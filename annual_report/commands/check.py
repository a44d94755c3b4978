"""`check`: say everything that is wrong with the data, and what changed since the last pages."""

import argparse
from dataclasses import replace
from pathlib import Path

from annual_report.base.messages import N_, _
from annual_report.commands.arguments import DONE, WRONG, Command, add_data
from annual_report.commands.terminal import Parser, say_lines


def _add_check(parser: Parser) -> None:
    said = _("list every value that was read otherwise, and every row that changed")
    add_data(parser)
    parser.add_argument("--tout", action="store_true", help=said)


def _run_check(options: argparse.Namespace) -> int:
    from annual_report.commands.refusals import list_refusals
    from annual_report.commands.telling import tell_inspection
    from annual_report.network.reading.changes import list_changes
    from annual_report.network.reading.files.network_folder import find_network_folder
    from annual_report.network.reading.inspection import inspect_network
    from annual_report.report.publication.networks import name_build

    found, changed = inspect_network(options.data), []
    if contents := found.contents:
        build = Path(name_build(str(find_network_folder(options.data))))
        changed = list_changes(contents.tables, build)
        remarks = [problem for table in changed for problem in table.remark()]
        refused = list_refusals(contents, options.data)
        found = replace(found, problems=(*found.problems, *refused, *remarks))
    say_lines(tell_inspection(found, whole=options.tout))
    if changed:
        say_lines([_("since the last pages:")])
    for table in changed:
        say_lines([f"  {table.tell()}"])
        say_lines(f"    {line}" for line in (table.tell_rows() if options.tout else ()))
    if not found.errors:
        say_lines([_("{data}: no error", data=options.data)])
    return WRONG if found.errors else DONE


COMMANDS = {
    "check": Command(N_("say everything that is wrong with the data"), _add_check, _run_check)
}
