"""`check` says all that is wrong with the data; `verify`, whether a page is what they make."""

import argparse
from dataclasses import replace
from pathlib import Path

from annual_report.base.messages import N_, _
from annual_report.commands.arguments import DONE, WRONG, Command, add_data
from annual_report.commands.terminal import say_lines


def _add_check(parser: argparse.ArgumentParser) -> None:
    add_data(parser)
    hint = _("list every value that was read otherwise, and every row that changed")
    parser.add_argument("--tout", action="store_true", help=hint)


def _run_check(options: argparse.Namespace) -> int:
    from annual_report.commands.telling import tell_inspection
    from annual_report.network.reading.changes import list_changes
    from annual_report.network.reading.files.network_folder import find_network_folder
    from annual_report.network.reading.inspection import inspect_network
    from annual_report.report.publication.networks import name_build
    from annual_report.report.publication.refusals import list_refusals

    inspection, changes = inspect_network(options.data), []
    if contents := inspection.contents:
        changes = list_changes(
            contents.tables, Path(name_build(str(find_network_folder(options.data))))
        )
        remarks = [problem for table in changes for problem in table.remark()]
        refusals = list_refusals(contents, options.data)
        inspection = replace(inspection, problems=(*inspection.problems, *refusals, *remarks))
    say_lines(tell_inspection(inspection, whole=options.tout))
    if changes:
        say_lines([_("since the last pages:")])
    for table in changes:
        say_lines([f"  {table.tell()}"])
        say_lines(f"    {line}" for line in (table.tell_rows() if options.tout else ()))
    if not inspection.errors:
        say_lines([_("{data}: no error", data=options.data)])
    return WRONG if inspection.errors else DONE


def _add_verify(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("page", metavar="PAGE", help=_("a page, as HTML"))
    add_data(parser)


def _run_verify(options: argparse.Namespace) -> int:
    from annual_report.report.verify import verify_page

    same, lines = verify_page(Path(options.page), options.data)
    verdict = _("is the same") if same else _("is not the same")
    say_lines([_("{where}: {said}", where=options.page, said=verdict), *lines])
    return DONE if same else WRONG


COMMANDS = {
    "check": Command(N_("say everything that is wrong with the data"), _add_check, _run_check),
    "verify": Command(
        N_("say whether a page is what the data of its network make"), _add_verify, _run_verify
    ),
}
