"""The parser of the command line: argparse, whose own sentences are in the analyst's language.

argparse asks gettext for its sentences, and gettext reads compiled catalogues alone; argparse has
no public way to be given a translation otherwise. So its private name `_` is replaced here, and
nothing else of it. A test asks the installed Python whether argparse still says these sentences.
"""

import argparse
import sys
from functools import partial
from typing import Any, NoReturn

from annual_report.base.messages import N_, _
from annual_report.base.project import COMMAND
from annual_report.commands.terminal import strip_controls

USAGE = 2
"""The exit status of a command line that is wrong."""
WIDTH = 78
"""The columns of a help text on any terminal: help that is pasted is the same everywhere."""
SENTENCES = (
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
"""The sentences of argparse that our commands can make it say, for the catalogue of messages."""
# The private name: argparse says all its sentences through it.
argparse._ = _  # type: ignore[attr-defined]


class Parser(argparse.ArgumentParser):
    """argparse's parser, but a fault of the command line is one line, and a hint at the help."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=partial(argparse.HelpFormatter, width=WIDTH), **options)

    def error(self, message: str) -> NoReturn:
        """Print the fault of the command line and leave with status 2."""
        # argparse prints the whole usage here, of which nobody reads the third line.
        hint = _("for help: {command} --help", command=COMMAND)
        sys.stderr.write(f"{strip_controls(message)}\n{hint}\n")
        raise SystemExit(USAGE)
