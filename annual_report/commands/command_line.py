"""The command line: parse, call, exit status. Only `commands` and `preview` print.

Commands that go together have a module beside this one, which is imported when one of them is
typed.

Exit status 0: all done; 1: the data or a report is wrong, and what is wrong was said; 2: the
command line is wrong; 130: interrupted.
"""

import gc
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import NoReturn

from annual_report.base.errors import ParameterError, ReportError, say_error
from annual_report.base.messages import _, add_nearest, find_own_language
from annual_report.base.project import COMMAND, __version__
from annual_report.commands.arguments import WRONG, Command
from annual_report.commands.terminal import USAGE, Parser, strip_controls

INTERRUPTED = 130
MODULES = {
    "build": ("build", "preview"),
    "network": ("init", "new", "workbook", "csv", "use"),
    "check": ("check",),
    "published": ("verify",),
}
"""The commands in the order of the help, by the module that has them."""
COMMANDS = {name: module for module, names in MODULES.items() for name in names}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    gc.set_threshold(50_000, 20, 20)  # most of what a command makes is modules, which stay
    given = list(sys.argv[1:] if arguments is None else arguments)
    common, rest = None, given
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end_at_once)
    for stream in (sys.stdout, sys.stderr):
        # A Windows pipe has no narrow no-break space, and loses the sign rather than the message.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        common, rest = _make_common_parser().parse_known_args(given)
        os.environ["LANGUAGE"] = common.lang or find_own_language()
        options = _make_parser(rest[0] if rest else "").parse_args(rest)
        vars(options).update(vars(common))
        return int(options.run(options))
    except SystemExit as end:  # argparse has said what there was to say
        return int(end.code or 0)
    except Exception as error:
        return _say_failure(error, whole=bool(common and common.debug))


def _end_at_once(_signal: int, _frame: object) -> NoReturn:
    """End on Ctrl-C without a wait: what a build has put in place is whole, and its helpers end."""
    sys.stderr.write(_("interrupted; what was finished is whole") + "\n")
    sys.stderr.flush()
    os._exit(INTERRUPTED)


def _say_failure(error: Exception, *, whole: bool = False) -> int:
    """Say what a command failed with, in a line or as a whole; return its exit status."""
    if isinstance(error, ModuleNotFoundError):  # some other Python has them
        said = _("{python} has not the packages of this project: take that of .venv, which "
                 "`make report` makes, or on Windows the lines of docs/guide.md",
                 python=sys.executable)  # fmt: skip
        error = ParameterError(said)
    said = say_error(error)
    if not isinstance(error, (ReportError, OSError)):
        said = _("{error} (nobody foresaw it: --debug shows where it comes from)", error=said)
    if whole:
        said = "".join(traceback.format_exception(error)).rstrip()
    sys.stderr.writelines(f"{strip_controls(line)}\n" for line in said.splitlines())
    return USAGE if isinstance(error, ParameterError) else WRONG


def _make_common_parser() -> Parser:
    """Return the parser of what each command takes, before its name or behind it.

    It is asked first: the language decides of all that is said, argparse's own sentences included.
    """
    common = Parser(add_help=False, allow_abbrev=False)
    common.add_argument("--lang", choices=("fr", "en"), help=_("language of the messages"))
    common.add_argument("--debug", action="store_true", help=_("show where an error comes from"))
    return common


def _make_parser(asked: str) -> Parser:
    """Return the parser of the command that is asked for, or of all: then help has their names."""
    parser = Parser(prog=COMMAND.split()[-1], description=_("Annual reports of a network"))
    said = _("show program's version number and exit")
    version = f"annual-report {__version__}"
    parser.add_argument("--version", action="version", version=version, help=said)
    # argparse would list all commands, and not say which one was probably meant.
    if asked and not asked.startswith("-") and asked not in COMMANDS:
        from annual_report.base.letters import find_nearest

        names = ", ".join(COMMANDS)
        said = _("no command “{given}”; expected: {all}", given=asked, all=names)
        parser.error(add_nearest(said, find_nearest(asked, list(COMMANDS))))
    # One module is imported where its command is asked for, all of them for the help alone.
    made = parser.add_subparsers(dest="command", required=True, metavar=_("COMMAND"))
    for name in [asked] if asked in COMMANDS else COMMANDS:
        module = import_module(f"annual_report.commands.{COMMANDS[name]}")
        found: Command = module.COMMANDS[name]
        summary = _(found.summary)
        command = made.add_parser(
            name, parents=[_make_common_parser()], help=summary, description=summary
        )
        command.set_defaults(run=found.run)
        found.add_arguments(command)
    return parser
