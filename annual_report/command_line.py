"""The command line: parse, call, print, exit status. Nothing else in the project prints.

Exit status 0: all done; 1: the data or a report is wrong, and what is wrong was said; 2: the
command line is wrong; 130: interrupted.
"""

import argparse
import gettext
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from annual_report import ROOT, __version__
from annual_report.errors import ParameterError, ReportError
from annual_report.messages import CATALOGUES, DOMAIN, _, language

if TYPE_CHECKING:
    from annual_report.build.tasks import Engine

DONE, WRONG, USAGE, INTERRUPTED = 0, 1, 2, 130
DATA = "data/departements-participatifs"
N_ = str  # marks argparse's own sentences for the catalogue, where gettext finds them
ARGPARSE = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
    N_("unrecognized arguments: %s"),
    N_("the following arguments are required: %s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
)


class Parser(argparse.ArgumentParser):
    """argparse in the analyst's language: one line, then where help is."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line and leave with status 2."""
        sys.stderr.write(f"{message}\n{_('for help: python pipeline.py --help')}\n")
        raise SystemExit(USAGE)

    def check_command(self, given: str, commands: Sequence[str]) -> None:
        """Leave, with the command that was probably meant, if there is none of this name."""
        if given in commands or given.startswith("-"):
            return
        from annual_report.data.cells import nearest

        said = _("no command “{given}”; expected: {all}", given=given, all=", ".join(commands))
        near = nearest(given, commands)
        self.error(_("{line}; nearest: {nearest}", line=said, nearest=near) if near else said)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _choose_language(given)
    for stream in (sys.stdout, sys.stderr):
        # A Windows pipe has no narrow no-break space: a sign is lost rather than the message.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    parser, commands = _parser()
    if given:
        parser.check_command(given[0], commands)
    options = parser.parse_args(given)
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        sys.stderr.write(_("interrupted; the pages that were finished are whole") + "\n")
        return INTERRUPTED
    except (ReportError, OSError) as error:
        if options.debug:
            raise
        sys.stderr.write(f"{_told(error)}\n")
        return USAGE if isinstance(error, ParameterError) else WRONG


def _told(error: Exception) -> str:
    if isinstance(error, OSError):
        return _("{file}: {reason}", file=error.filename or "", reason=error.strerror or error)
    return str(error)


def _choose_language(arguments: Sequence[str]) -> None:
    """Let --lang decide before anything is said, argparse's own sentences included."""
    early = argparse.ArgumentParser(add_help=False)
    early.add_argument("--lang")
    chosen = early.parse_known_args(list(arguments))[0].lang
    os.environ["LANGUAGE"] = chosen or language()
    gettext.bindtextdomain(DOMAIN, str(CATALOGUES))
    gettext.textdomain(DOMAIN)


def _parser() -> tuple[Parser, Sequence[str]]:
    """Return the parser, and the names of the commands."""
    parser = Parser(prog="pipeline.py", description=_("Annual reports of a network"))
    parser.add_argument("--version", action="version", version=f"annual-report {__version__}")
    common = Parser(add_help=False)
    common.add_argument("--lang", choices=("fr", "en"), help=_("language of the messages"))
    common.add_argument("--debug", action="store_true", help=_("show where an error comes from"))
    commands = parser.add_subparsers(dest="command", required=True, metavar=_("COMMAND"))

    def command(name: str, run: Callable[..., int], summary: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, parents=[common], help=summary, description=summary)
        made.set_defaults(run=run)
        return made

    _add_build(command("build", _build, _("make the pages that are not up to date")))
    shown = command("preview", _preview, _("show the pages, and make them again at each change"))
    _add_data(shown)
    shown.add_argument("--out", metavar="DIR", help=_("where the pages go; build/NETWORK"))
    shown.add_argument("--port", type=int, default=8000, metavar="N", help=_("8000, or the next"))
    differ = command("diff", _diff, _("say what differs between two builds, or two years of one"))
    differ.epilog = _("exit status: 0 whether or not something differs, 1 if a build can't be read")
    differ.add_argument("before", metavar="A", help=_("a build's folder, or a year"))
    differ.add_argument("after", metavar="B", help=_("another one"))
    _add_data(differ)
    differ.add_argument("--out", metavar="DIR", help=_("the build of the years; build/NETWORK"))
    differ.add_argument("--html", metavar=_("FILE"), help=_("write a page instead of lines"))
    check = command("check", _check, _("say everything that is wrong with the data"))
    _add_data(check)
    formats = ("text", "json")
    check.add_argument(
        "--format", choices=formats, default="text", help=_("for people or machines")
    )
    new = command("new", _new, _("prepare a year: what is known, and the questions to answer"))
    new.add_argument("year", type=int, metavar=_("YEAR"), help=_("the year to prepare"))
    _add_data(new)
    workbook = command("workbook", _workbook, _("write the network as a workbook to fill in"))
    workbook.add_argument("file", metavar=_("FILE"), help=_("its name, in .xlsx or .ods"))
    workbook.add_argument("--force", action="store_true", help=_("write over a workbook"))
    _add_data(workbook)
    taken = command("import", _import, _("take a workbook back: show what changes, then write it"))
    taken.add_argument("file", metavar=_("FILE"), help=_("the workbook, .xlsx or .ods"))
    taken.add_argument("--yes", action="store_true", help=_("write without asking"))
    _add_data(taken)
    return parser, list(commands.choices)


def whole_number(text: str) -> int:
    """Read a number from one up; its name is what argparse calls it."""
    if int(text) < 1:
        raise argparse.ArgumentTypeError(_("“{value}” is not a number from 1 up", value=text))
    return int(text)


def amount(text: str) -> float:
    """Read a number above zero; its name is what argparse calls it."""
    if not float(text) > 0:
        raise argparse.ArgumentTypeError(_("“{value}” is not a number above zero", value=text))
    return float(text)


def _add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", default=DATA, metavar="DIR", help=_("the network's folder"))


def _add_build(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("years", nargs="*", type=int, metavar=_("YEAR"), help=_("the years to build; all of them"))
    add("--data", action="append", metavar="DIR", help=_("a network's folder, or a folder of them"))
    add("--out", metavar="DIR", help=_("where the pages go; build/NETWORK"))
    add(
        "--jobs",
        type=whole_number,
        metavar="N",
        help=_("how many reports at once; the number of cores"),
    )
    add("--force", action="store_true", help=_("build even what is up to date"))
    add("--pdf", action="store_true", help=_("also PDF files of the reports, tagged; an extra"))
    add("--engine", choices=("fast", "kernel"), help=_("how notebooks are run"))
    add("--timeout", type=amount, metavar="S", help=_("seconds that a report may take"))
    add("--memory", type=whole_number, metavar="MIB", help=_("memory that a report may take"))
    add("--scheduler", metavar=_("ADDRESS"), help=_("a Dask scheduler, tcp://…"))


def _build(options: argparse.Namespace) -> int:
    from annual_report.build.build import Options, build
    from annual_report.build.job import Job
    from annual_report.build.snapshot import find_packages, take_snapshot
    from annual_report.build.store import open_store
    from annual_report.progress import reporter

    if options.pdf:
        from annual_report.build.pdf import check_available

        check_available()
    addresses = [
        package for data in options.data or [DATA] for package in find_packages(_found(data))
    ]
    several = len(addresses) > 1
    jobs = []
    for address in addresses:
        snapshot = take_snapshot(address)
        out = options.out or f"build/{snapshot.name}"
        place = f"{out.rstrip('/')}/{snapshot.name}" if several and options.out else out
        jobs.append(Job(snapshot, open_store(place)))
    asked = Options(
        years=tuple(options.years),
        jobs=options.jobs or os.cpu_count() or 1,
        force=options.force,
        engine=options.engine or _default_engine(),
        timeout=options.timeout,
        memory_limit=options.memory,
        scheduler=options.scheduler,
        pdf=options.pdf,
    )
    with reporter(sys.stdout) as tell:
        return DONE if build(jobs, asked, tell) else WRONG


def _preview(options: argparse.Namespace) -> int:
    from annual_report.build.preview import preview
    from annual_report.progress import reporter

    data = _found(options.data)
    if not Path(data).is_dir():
        raise ParameterError(_("{data}: there is no such folder", data=options.data))
    if not 0 <= options.port <= 65535:
        raise ParameterError(_("a port is a number from 0 to 65535"))
    out = Path(options.out or f"build/{Path(data).resolve().name}")

    def say(line: str) -> None:
        print(line, flush=True)

    preview(data, out, options.port, _default_engine(), say, lambda: reporter(sys.stdout))
    return DONE


def _diff(options: argparse.Namespace) -> int:
    from annual_report.build.difference import compare_builds, compare_years, is_year
    from annual_report.build.difference_told import as_page, told
    from annual_report.build.store import FolderStore

    years = is_year(options.before)
    if years != is_year(options.after):
        raise ParameterError(_("give two years or two folders; write ./2025 for a folder"))
    if years:
        out = Path(options.out or f"build/{Path(options.data).resolve().name}")
        difference = compare_years(out, options.before, options.after)
    else:
        difference = compare_builds(Path(options.before), Path(options.after))
    if options.html:
        page = Path(options.html)
        FolderStore(page.parent).write(page.name, as_page(difference).encode())
        sys.stdout.write(_("{file}: written", file=options.html) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in told(difference))
    return DONE


def _default_engine() -> "Engine":
    """Choose the kernel where there is no fork: a fresh kernel costs no more there."""
    return "fast" if hasattr(os, "fork") else "kernel"


def _found(address: str) -> str:
    """Find a relative folder from here, or else from the project's root."""
    if "://" in address or Path(address).exists():
        return address
    return str(ROOT / address)


def _check(options: argparse.Namespace) -> int:
    from annual_report.data.network import inspect_network
    from annual_report.telling import as_json, told

    inspection = inspect_network(options.data)
    if options.format == "json":
        sys.stdout.write(as_json(inspection) + "\n")
        return WRONG if inspection.errors else DONE
    sys.stdout.writelines(f"{line}\n" for line in told(inspection))
    if inspection.errors:
        return WRONG
    sys.stdout.write(_("{data}: no error", data=options.data) + "\n")
    return DONE


def _new(options: argparse.Namespace) -> int:
    from annual_report.data.new_year import prepare_year

    sys.stdout.writelines(f"{line}\n" for line in prepare_year(options.data, options.year).said)
    return DONE


def _workbook(options: argparse.Namespace) -> int:
    from annual_report.data.workbook import write_workbook

    if Path(options.file).exists() and not options.force:
        line = _("{file} is already there: choose another name, or add --force", file=options.file)
        raise ParameterError(line)
    write_workbook(options.data, options.file)
    sys.stdout.write(_("{file}: written", file=options.file) + "\n")
    return DONE


def _import(options: argparse.Namespace) -> int:
    from annual_report.data.importing import read_import
    from annual_report.telling import told_import

    found = read_import(options.data, options.file)
    sys.stdout.writelines(f"{line}\n" for line in told_import(found))
    if not found.changes:
        return DONE
    if not (options.yes or _agreed()):
        sys.stdout.write(_("nothing was written; to write: add --yes") + "\n")
        return DONE
    found.apply()
    sys.stdout.write(_("written: {count} changes", count=len(found.changes)) + "\n")
    return DONE


def _agreed() -> bool:
    """Ask at a terminal; without one nobody can say yes."""
    if not sys.stdin.isatty():
        return False
    sys.stdout.write(_("write these changes? [y/N] "))
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes", "o", "oui")
