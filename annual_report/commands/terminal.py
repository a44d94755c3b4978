"""The dialogue of a command with a person: parser, questions, answers.

A file's words can't command the terminal: a cell, a file's name or an error's message may hold an
escape sequence that clears the screen, and writes "no error" there.
"""

import argparse
import sys
import unicodedata
from collections.abc import Iterable
from functools import partial
from typing import Any, NoReturn

from annual_report.base.messages import N_, _
from annual_report.base.project import COMMAND

USAGE = 2
"""The exit status of a command line that is wrong."""
WIDTH = 78
"""Of help, on any terminal: what is pasted of it is the same everywhere."""
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
CONTROLS = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""The categories of signs that a terminal obeys, or that turn and hide what stands beside them."""


class Parser(argparse.ArgumentParser):
    """The parser of argparse, but a fault is told in a line, with the command for help."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=partial(argparse.HelpFormatter, width=WIDTH), **options)

    def error(self, message: str) -> NoReturn:
        """Print the fault of the command line and leave with status 2."""
        hint = _("for help: {command} --help", command=COMMAND)
        sys.stderr.write(f"{strip_controls(message)}\n{hint}\n")
        raise SystemExit(USAGE)


def ask_question(question: str, usual: str = "") -> str:
    """Ask, and return the typed answer; the usual answer for an empty line, or without a person."""
    print(strip_controls(question), end="", flush=True)
    return sys.stdin.readline().strip() or usual


def say_lines(lines: Iterable[str]) -> None:
    """Print lines, each at once."""
    for line in lines:
        print(strip_controls(line), flush=True)


def strip_controls(text: str) -> str:
    """Return a text without control characters, ends of lines among them, but for tabs.

    Rows to paste into a spreadsheet have tabs between their cells.
    """
    return "".join(
        sign for sign in text if sign == "\t" or unicodedata.category(sign) not in CONTROLS
    )
