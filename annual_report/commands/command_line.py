"""The command line: parse, call, exit status.

Only this folder prints, and `annual_report/door`, the local page for people who type no commands.

Commands that go together have a module in this folder.

Exit status 0: all done; 1: the data or a report is wrong, and the fault was printed; 2: the command
line is wrong; 130: interrupted.
"""

import gc
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from io import TextIOWrapper
from typing import NoReturn

from annual_report.base.errors import ParameterError, ReportError, say_error
from annual_report.base.messages import _
from annual_report.base.project import COMMAND, __version__
from annual_report.commands import building, check, entering, writing
from annual_report.commands.arguments import WRONG
from annual_report.commands.french_parser import USAGE, Parser
from annual_report.commands.terminal import is_anybody_there, strip_controls

INTERRUPTED = 130
"""The exit status that shells give to a program that Ctrl-C has ended."""
COMMANDS = {**entering.COMMANDS, **building.COMMANDS, **writing.COMMANDS, **check.COMMANDS}
"""The commands in the order of the help."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, by default that of the command line, and return the exit status.

    main(["check", "--data", "data/reseau-exemple"]) → 0
    """
    # Most objects of a command are those of imported modules, which stay: looking for garbage
    # among them as often as Python does finds nothing and takes time.
    gc.set_threshold(50_000, 20, 20)
    given = sys.argv[1:]
    if arguments is not None:
        given = list(arguments)
    # A program that calls this function may have its own answer to Ctrl-C, which stays.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end_at_once)
    for stream in (sys.stdout, sys.stderr):
        # A Windows pipe has no narrow no-break space: "?" is printed, and no error raised.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        parser = _make_parser()
        if not given:
            # Without a command the local page opens, if there is somebody to see it.
            if not is_anybody_there():
                parser.print_help(sys.stderr)
                return USAGE
            given = ["open"]
        options = parser.parse_args(given)
        return int(options.run(options))
    except SystemExit as end:
        # argparse has printed the help or the fault.
        return int(end.code or 0)
    except Exception as error:
        return _say_failure(error, whole="--debug" in given)


def _end_at_once(_signal: int, _frame: object) -> NoReturn:
    """End the program on Ctrl-C without a wait for pages under way.

    Each file in place is whole at any moment, and worker processes end with this process.
    """
    sys.stderr.write(_("interrupted; what was finished is whole") + "\n")
    sys.stderr.flush()
    os._exit(INTERRUPTED)


def _say_failure(error: Exception, *, whole: bool) -> int:
    """Print the failure of a command, and return the exit status.

    The failure is printed in a line, or with the `whole` stack of calls that `--debug` asks for.
    """
    if isinstance(error, ModuleNotFoundError):
        # Most often somebody took the system's Python, which has none of the packages.
        line = _(
            "{python} has not the packages of this project: take that of .venv, which "
            "`make report` makes, or on Windows the lines of docs/installation.md",
            python=sys.executable,
        )
        error = ParameterError(line)
    text = say_error(error)
    if not isinstance(error, (ReportError, OSError)):
        text = _("{error} (nobody foresaw it: --debug shows where it comes from)", error=text)
    if whole:
        text = "".join(traceback.format_exception(error)).rstrip()
    sys.stderr.writelines(f"{strip_controls(line)}\n" for line in text.splitlines())
    return USAGE if isinstance(error, ParameterError) else WRONG


def _make_parser() -> Parser:
    """Return the parser of all commands; in its answer `options.run` is the command's function."""
    parser = Parser(prog=COMMAND.split()[-1], description=_("Annual reports of a network"))
    version = f"annual-report {__version__}"
    hint = _("show program's version number and exit")
    parser.add_argument("--version", action="version", version=version, help=hint)
    names = parser.add_subparsers(dest="command", required=True, metavar=_("COMMAND"))
    for name, command in COMMANDS.items():
        summary = _(command.summary)
        own = names.add_parser(name, help=summary, description=summary)
        own.set_defaults(run=command.run)
        command.add_arguments(own)
        hint = _("show where an error comes from")
        own.add_argument("--debug", action="store_true", help=hint)
    return parser
