"""`check` lists all problems of the data; `verify` compares a page with the data."""

import argparse
from pathlib import Path

from annual_report.base.messages import N_, _
from annual_report.commands.arguments import DONE, WRONG, Command, add_data
from annual_report.commands.terminal import say_lines


def _add_check(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `check`: the network, and whether to list everything."""
    add_data(parser)
    hint = _("list every value that was read otherwise, and every row that changed")
    parser.add_argument("--tout", action="store_true", help=hint)


def _run_check(options: argparse.Namespace) -> int:
    """Print the problems of a network, then the changes since the last pages and sendings."""
    from annual_report.commands.telling import tell_inspection
    from annual_report.report.publication.checking import check_network

    check = check_network(options.data)
    say_lines(tell_inspection(check.inspection, whole=options.tout))
    # The changes come after the problems: they are a reminder, and no fault.
    if check.changes:
        say_lines([_("since the last pages:")])
    for table in check.changes:
        say_lines([f"  {table.tell()}"])
        if options.tout:
            say_lines(f"    {line}" for line in table.tell_rows())
    for sent in check.sent:
        lines = list(sent.tell())
        # A year that is as it was sent needs no heading.
        if lines:
            say_lines([_("since {year} was sent:", year=sent.year)])
            say_lines(f"  {line}" for line in lines)
    if check.inspection.errors:
        return WRONG
    say_lines([_("{data}: no error", data=options.data)])
    return DONE


def _add_verify(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `verify`: a page, and the network that the page is about."""
    parser.add_argument("page", metavar="PAGE", help=_("a page, as HTML"))
    add_data(parser)


def _run_verify(options: argparse.Namespace) -> int:
    """Make a page again from the data, and print whether both are the same, or the differences."""
    from annual_report.report.verify import verify_page

    # The lines say which data, notebook, phrases or program differ, then each word.
    is_same, lines = verify_page(Path(options.page), options.data)
    verdict = _("is the same") if is_same else _("is not the same")
    say_lines([_("{where}: {said}", where=options.page, said=verdict)])
    say_lines(lines)
    return DONE if is_same else WRONG


COMMANDS = {
    "check": Command(N_("say everything that is wrong with the data"), _add_check, _run_check),
    "verify": Command(
        N_("say whether a page is what the data of its network make"), _add_verify, _run_verify
    ),
}
