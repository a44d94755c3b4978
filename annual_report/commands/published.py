"""`verify` says whether a page is what a network's data make."""

import argparse
from pathlib import Path

from annual_report.base.messages import N_, _
from annual_report.commands.arguments import DONE, WRONG, Command, add_data, read_path
from annual_report.commands.terminal import Parser, say_lines


def _add_verify(parser: Parser) -> None:
    parser.epilog = _(
        "exit status: 0 if the page is the same, 1 if something differs, 2 if it can’t be said"
    )
    parser.add_argument("page", type=read_path, metavar="PAGE", help=_("a page, as HTML"))
    add_data(parser)


def _run_verify(options: argparse.Namespace) -> int:
    from annual_report.report.verify import verify_page

    same, lines = verify_page(Path(options.page), options.data)
    said = _("is the same") if same else _("is not the same")
    say_lines([_("{where}: {said}", where=options.page, said=said), *lines])
    return DONE if same else WRONG


COMMANDS = {
    "verify": Command(
        N_("say whether a page is what the data of its network make"), _add_verify, _run_verify
    ),
}
