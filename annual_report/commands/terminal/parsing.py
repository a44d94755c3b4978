"""argparse in the analyst's language, whose own sentences the catalogue knows."""

import argparse
import sys
from collections.abc import Collection, Mapping
from functools import partial
from typing import Any, NoReturn

from annual_report.messages import N_, _
from annual_report.project import COMMAND

USAGE = 2
"""The exit status of a command line that is wrong."""
WIDTH = 78
"""Of help, on any terminal: to ask for a terminal's width costs every command an import."""
ARGPARSE = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("unrecognized arguments: %s"),
    N_("the following arguments are required: %s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
)
"""argparse's own sentences, which it is given in French: it would ask gettext for them."""
argparse._ = _  # type: ignore[attr-defined]


class Parser(argparse.ArgumentParser):
    """What is wrong in one line, then where help is."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=partial(argparse.HelpFormatter, width=WIDTH), **options)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line and leave with status 2."""
        sys.stderr.write(f"{message}\n{_('for help: {command} --help', command=COMMAND)}\n")
        raise SystemExit(USAGE)


class _WholeHelp(argparse.Action):
    """Shows help with the options that the short one leaves out."""

    def __init__(self, hidden: Mapping[argparse.Action, str | None], **options: Any) -> None:
        super().__init__(nargs=0, default=argparse.SUPPRESS, **options)
        self._hidden = hidden

    def __call__(self, parser: argparse.ArgumentParser, *_given: Any) -> None:
        for action, said in self._hidden.items():
            action.help = said
        parser.print_help()
        parser.exit()


def shorten_help(parser: argparse.ArgumentParser, kept: Collection[str]) -> None:
    """Leave in `--help` only some options; `--help-all` shows the others as well."""
    hidden = {
        action: action.help
        for action in parser._actions
        if action.option_strings and not set(kept) & set(action.option_strings)
    }
    for action in hidden:
        action.help = argparse.SUPPRESS
    said = _("show all options")
    parser.add_argument("--help-all", action=_WholeHelp, hidden=hidden, help=said)
