"""The command line: parse, call, exit status. Only `commands` prints.

Each command has a module of its own beside this one, which says what it takes and does it. It
imports what is heavy when it runs: the other commands need none of it.

Exit status 0: all done; 1: the data or a report is wrong, and what is wrong was said, or nobody
was there to hear it; 2: the command line is wrong; 130: interrupted.
"""

import argparse
import gc
import io
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from annual_report.commands import (
    build,
    check,
    collect,
    diff,
    extract,
    gather,
    import_workbook,
    init,
    new,
    preview,
    settings,
    undo,
    use,
    verify,
    workbook,
)
from annual_report.commands.arguments import WRONG, refuse_several
from annual_report.commands.terminal.parsing import USAGE, Parser
from annual_report.commands.terminal.streams import filtered_streams, silence, tell_whole
from annual_report.errors import ParameterError, ReportError, say_error
from annual_report.messages import _, add_nearest, language
from annual_report.project import COMMAND, INSTALLED, ROOT, __version__

INTERRUPTED = 130
SCHEDULER = "scheduler"
"""The one option that is an address."""


class Command(Protocol):
    """What the module of a command offers."""

    def summary(self) -> str:
        """Say in a line what the command is for."""

    def take(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's arguments to a parser."""

    def run(self, options: argparse.Namespace) -> int:
        """Do what was asked and return the exit status."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    gc.set_threshold(50_000, 20, 20)  # most of what a command makes is modules, which stay
    given = list(sys.argv[1:] if arguments is None else arguments)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # it was closed
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        # A Windows pipe has no narrow no-break space: a sign is lost rather than the message.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    with filtered_streams():
        try:
            status = _run(given)
        except SystemExit as end:  # argparse has said what there was to say
            status = int(end.code or 0)
        return _flushed(status)


def _run(given: Sequence[str]) -> int:
    """Run a command; tell in a line what it fails with."""
    os.environ["LANGUAGE"] = language()
    common, given = _common().parse_known_args(given)
    os.environ["LANGUAGE"] = common.lang or language()
    try:
        options = _parser(given[0] if given else "").parse_args(given)
    except OSError:  # nobody hears the help, or it finds no room: Python 3.11.2 raises that
        return WRONG
    vars(options).update(vars(common))
    try:
        _check_packages()
        _refuse_addresses(options)
        refuse_several(options)
        status = int(options.run(options))
        sys.stdout.flush()  # here, where it is told if it can't be written
        return status
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # to ask again and again needs no stack
        silence(sys.stdout)  # a reader that has stopped reading would keep this from ending
        sys.stderr.write(_("interrupted; the pages that were finished are whole") + "\n")
        return INTERRUPTED
    except BrokenPipeError:  # whoever read what is said has heard enough
        return WRONG
    except Exception as error:
        if options.debug:
            sys.excepthook = tell_whole
            raise
        said = say_error(error)
        if not isinstance(error, (ReportError, OSError)):
            said = _("{error} (nobody foresaw it: --debug shows where it comes from)", error=said)
        sys.stderr.write(f"{said}\n")
        return USAGE if isinstance(error, ParameterError) else WRONG


def _check_packages() -> None:
    """Raise ParameterError if this Python hasn't the project's packages: some other one has."""
    if find_spec("pandas") and find_spec("papermill"):
        return
    folder = ROOT / ".venv" / ("Scripts" if sys.platform == "win32" else "bin")
    if INSTALLED:
        line = _("{python} has not the packages of this project: run {other}")
        other = Path("pip install annual-report")
    elif folder.exists() and Path(sys.prefix) != ROOT / ".venv":
        line = _("{python} has not the packages of this project: use {other}")
        other = folder.relative_to(ROOT) / "python"
    else:
        line = _("{python} has not the packages of this project: run {other}, or `make report`")
        other = Path("scripts") / "set_up.py"
    raise ParameterError(line.format(python=sys.executable, other=other))


def _refuse_addresses(options: argparse.Namespace) -> None:
    """Raise ParameterError for an address: commands know files and folders of this machine."""
    for name, value in vars(options).items():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, str) and "://" in each and name != SCHEDULER:
                raise ParameterError(
                    _(
                        "{address}: “{command}” takes files and folders of this machine, "
                        "and no address",
                        address=each,
                        command=options.command,
                    )
                )


def _flushed(status: int) -> int:
    """Write what is left to write, so that Python has nothing to complain of as it ends.

    Return WRONG for a status of success if it can't be written.
    """
    try:
        sys.stdout.flush()
    except OSError as error:
        silence(sys.stdout)
        if not status and not isinstance(error, BrokenPipeError):
            sys.stderr.write(f"{say_error(error)}\n")
        return status or WRONG
    return status


def _common() -> Parser:
    """Return the parser of what each command takes, before its name or behind it.

    It is asked first: the language decides of all that is said, argparse's own sentences included.
    """
    common = Parser(add_help=False, allow_abbrev=False)
    common.add_argument("--lang", choices=("fr", "en"), help=_("language of the messages"))
    common.add_argument("--debug", action="store_true", help=_("show where an error comes from"))
    return common


def _parser(asked: str) -> Parser:
    """Return the parser, with the arguments of the command that is asked for."""
    parser = Parser(prog=COMMAND.split()[-1], description=_("Annual reports of a network"))
    said = _("show program's version number and exit")
    version = f"annual-report {__version__}"
    parser.add_argument("--version", action="version", version=version, help=said)
    made = parser.add_subparsers(dest="command", required=True, metavar=_("COMMAND"))
    known = _commands()
    if asked and not asked.startswith("-") and asked not in known:
        parser.error(_unknown(asked, list(known)))
    wanted = asked in known
    for name in [asked] if wanted else known:  # without a command, help shows all their names
        asked_for, summary = known[name], known[name].summary()
        parents = [_common()] if wanted else []
        command = made.add_parser(name, parents=parents, help=summary, description=summary)
        command.set_defaults(run=asked_for.run)
        if wanted:
            asked_for.take(command)
    return parser


def _unknown(given: str, names: Sequence[str]) -> str:
    """Say that there is no such command, and which was probably meant."""
    from annual_report.letters import find_nearest

    said = _("no command “{given}”; expected: {all}", given=given, all=", ".join(names))
    return add_nearest(said, find_nearest(given, names))


def _commands() -> Mapping[str, Command]:
    """Return the commands by name, in the order of the help."""
    return {
        "build": build,
        "preview": preview,
        "diff": diff,
        "check": check,
        "init": init,
        "settings": settings,
        "new": new,
        "workbook": workbook,
        "import": import_workbook,
        "undo": undo,
        "collect": collect,
        "gather": gather,
        "verify": verify,
        "extract": extract,
        "use": use,
    }
