r"""What stands between a command and the person who types it: parser, questions, answers.

What a file says can't command the terminal. A cell, a file's name or an error's message may hold an
escape sequence that clears the screen, and writes "no error" there: every sign that a terminal
obeys, or that turns and hides what stands beside it, is written as its number, `\u001b`.
"""

import argparse
import json
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from io import TextIOWrapper
from typing import Any, NoReturn, TextIO

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
OBEYED = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""The categories of signs that a terminal obeys, or that turn and hide what stands beside them."""
WHO_MAY_ENTER = re.compile(r"://[^/@\s]*@")


class Parser(argparse.ArgumentParser):
    """What is wrong in one line, then where help is; help in two lengths."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=partial(argparse.HelpFormatter, width=WIDTH), **options)
        self.rare: dict[argparse.Action, str] = {}

    def add_rare(self, *names: str, said: str, **options: Any) -> None:
        """Add an option that `--help` leaves out, and `--help-all` shows."""
        if not self.rare:
            self.add_argument("--help-all", action=_WholeHelp, nargs=0, help=_("show all options"))
        self.rare[self.add_argument(*names, help=argparse.SUPPRESS, **options)] = said

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line and leave with status 2."""
        sys.stderr.write(f"{message}\n{_('for help: {command} --help', command=COMMAND)}\n")
        raise SystemExit(USAGE)


class _WholeHelp(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_given: Any) -> None:
        assert isinstance(parser, Parser)
        for action, said in parser.rare.items():
            action.help = said
        parser.print_help()
        parser.exit()


def ask_question(question: str, usual: str = "") -> str:
    """Ask, and return what is typed; the usual answer for an empty line, or if nobody is there."""
    print(question, end="", flush=True)
    return sys.stdin.readline().strip() or usual


def say_lines(lines: Iterable[str]) -> None:
    """Write lines, each as soon as it is there."""
    for line in lines:
        print(line)


def escape_signs(text: str) -> str:
    """Write a text's signs that are no print as their numbers; ends of lines and tabs stay.

    Of an address, the name and the password by which one enters are left out.
    """
    text = WHO_MAY_ENTER.sub("://", text)
    if text.isprintable():
        return text
    return "".join(
        json.dumps(sign)[1:-1]
        if unicodedata.category(sign) in OBEYED and sign not in "\n\t"
        else sign
        for sign in text
    )


class FilteredStream:
    """A stream that writes print alone."""

    def __init__(self, stream: TextIO | None) -> None:
        # It may have been closed. A Windows pipe has no narrow no-break space, and loses the sign
        # rather than the message.
        self._stream = stream or open(os.devnull, "w")  # noqa: SIM115
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")

    def write(self, text: str) -> int:
        """Write what is print."""
        return self._stream.write(escape_signs(text))

    def writelines(self, lines: Iterable[str]) -> None:
        """Write lines one by one."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def filter_streams() -> Iterator[None]:
    """Let whatever is said to the terminal, by whomever, go through the filter."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = FilteredStream(sys.stdout), FilteredStream(sys.stderr)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def silence_stream(stream: TextIO) -> None:
    """Let what is written to a stream that nobody reads any more go nowhere, what it holds too."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
