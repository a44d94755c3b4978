"""The commands: what each takes and does. What is heavy is imported when a command needs it."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from annual_report.errors import ParameterError
from annual_report.messages import _
from annual_report.reading.files.package_files import find_package

if TYPE_CHECKING:
    from annual_report.build.pages import Notebook
    from annual_report.run.tasks import Engine

Command = tuple[str, Callable[[argparse.ArgumentParser], None], Callable[[argparse.Namespace], int]]
"""What a command is for, what adds its arguments to a parser, and what does it."""

DONE, WRONG = 0, 1
MOST = 1_000_000
"""Of processes, seconds or MiB; systems refuse more in words that say nothing."""
DATA = "data/departements-participatifs"


def commands() -> Mapping[str, Command]:
    """Return the commands by name, with their summaries in the analyst's language."""
    return {
        "build": (_("make the pages that are not up to date"), _take_build, _build),
        "preview": (
            _("show the pages, and make them again at each change"),
            _take_preview,
            _preview,
        ),
        "diff": (_("say what differs between two builds, or two years of one"), _take_diff, _diff),
        "check": (_("say everything that is wrong with the data"), _take_check, _check),
        "new": (_("prepare a year: what is known, and the questions to answer"), _take_new, _new),
        "workbook": (_("write the network as a workbook to fill in"), _take_workbook, _workbook),
        "import": (
            _("take a workbook back: show what changes, then write it"),
            _take_import,
            _import,
        ),
    }


def whole_number(text: str) -> int:
    """Read a number from one up; its name is what argparse calls it."""
    if not 1 <= int(text) <= MOST:
        said = _("“{value}” is not a number from 1 to {most}", value=text, most=MOST)
        raise argparse.ArgumentTypeError(said)
    return int(text)


def amount(text: str) -> float:
    """Read a number above zero; its name is what argparse calls it."""
    if not 0 < float(text) <= MOST:
        said = _("“{value}” is not a number above zero, to {most}", value=text, most=MOST)
        raise argparse.ArgumentTypeError(said)
    return float(text)


def _add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", default=DATA, metavar="DIR", help=_("the network's folder"))


def _take_build(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("years", nargs="*", type=int, metavar=_("YEAR"), help=_("the years to build; all of them"))
    add("--data", action="append", metavar="DIR", help=_("a network's folder, or a folder of them"))
    add("--out", metavar="DIR", help=_("where the pages go; build/NETWORK"))
    _add_notebooks(parser)
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


def _add_notebooks(parser: argparse.ArgumentParser) -> None:
    said = _("a folder of notebooks beside the project's own")
    parser.add_argument("--notebooks", action="append", metavar="DIR", default=[], help=said)


def _notebooks(options: argparse.Namespace) -> "Mapping[str, Notebook]":
    """Return the notebooks that make pages; say which make none."""
    from annual_report.build.pages import SHIPPED, notebooks, without_pages

    known = notebooks([SHIPPED, *map(Path, options.notebooks)])
    for name in without_pages(known):
        line = _("{name}: its metadata declare no page (annual_report): not built", name=name)
        sys.stdout.write(f"{line}\n")
    return known


def _build(options: argparse.Namespace) -> int:
    from annual_report.build.build import Options, build
    from annual_report.build.job import jobs_of
    from annual_report.commands.progress import reporter

    if options.pdf:
        from annual_report.publish.pdf import check_available

        check_available()
    if options.memory and not options.scheduler and sys.platform == "win32":
        raise ParameterError(_("--memory: this system can't limit the memory of a report"))
    asked = Options(
        years=tuple(options.years),
        jobs=options.jobs or os.cpu_count() or 1,
        force=options.force,
        engine=options.engine or _default_engine(),
        timeout=options.timeout or Options().timeout,
        memory_limit=options.memory,
        scheduler=options.scheduler,
        pdf=options.pdf,
    )
    data = [_found(each) for each in options.data or [DATA]]
    jobs = jobs_of(data, options.out, _notebooks(options))
    with reporter(sys.stdout, several=len(jobs) > 1, debug=options.debug) as tell:
        return DONE if build(jobs, asked, tell) else WRONG


def _take_preview(parser: argparse.ArgumentParser) -> None:
    _add_data(parser)
    parser.add_argument("--out", metavar="DIR", help=_("where the pages go; build/NETWORK"))
    _add_notebooks(parser)
    parser.add_argument("--port", type=int, default=8000, metavar="N", help=_("8000, or the next"))


def _preview(options: argparse.Namespace) -> int:
    from annual_report.commands.progress import reporter
    from annual_report.preview.preview import Asked, preview

    data = _found(options.data)
    if not Path(data).is_dir():
        raise ParameterError(_("{data}: there is no such folder", data=options.data))
    if not 0 <= options.port <= 65535:
        raise ParameterError(_("a port is a number from 0 to 65535"))

    def say(line: str) -> None:
        print(line, flush=True)

    folders = tuple(map(Path, options.notebooks))
    asked = Asked(data, _pages(options), options.port, _default_engine(), folders)
    preview(asked, say, lambda: reporter(sys.stdout))
    return DONE


def _take_diff(parser: argparse.ArgumentParser) -> None:
    parser.epilog = _("exit status: 0 whether or not something differs, 1 if a build can't be read")
    parser.add_argument("before", metavar="A", help=_("a build's folder, or a year"))
    parser.add_argument("after", metavar="B", help=_("another one"))
    _add_data(parser)
    parser.add_argument("--out", metavar="DIR", help=_("the build of the years; build/NETWORK"))
    parser.add_argument("--html", metavar=_("FILE"), help=_("write a page instead of lines"))


def _diff(options: argparse.Namespace) -> int:
    from annual_report.build.store import FolderStore
    from annual_report.compare.difference import compare_builds, compare_years, is_year
    from annual_report.compare.told import as_page, told

    years = is_year(options.before)
    if years != is_year(options.after):
        raise ParameterError(_("give two years or two folders; write ./2025 for a folder"))
    if years:
        difference = compare_years(_pages(options), options.before, options.after)
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


def _pages(options: argparse.Namespace) -> Path:
    """Return where the pages of one network are: as asked, or under its name."""
    from annual_report.build.snapshot import package_name

    return Path(options.out or f"build/{package_name(_found(options.data))}")


def _found(address: str) -> str:
    """Find a relative folder from here, or else from the project's root."""
    return address if "://" in address else str(find_package(address))


def _take_check(parser: argparse.ArgumentParser) -> None:
    _add_data(parser)
    said = _("for people or machines")
    parser.add_argument("--format", choices=("text", "json"), default="text", help=said)


def _check(options: argparse.Namespace) -> int:
    from annual_report.commands.telling import as_json, told
    from annual_report.reading.inspection import inspect_package

    inspection = inspect_package(options.data)
    if options.format == "json":
        sys.stdout.write(as_json(inspection) + "\n")
        return WRONG if inspection.errors else DONE
    sys.stdout.writelines(f"{line}\n" for line in told(inspection))
    if inspection.errors:
        return WRONG
    sys.stdout.write(_("{data}: no error", data=options.data) + "\n")
    return DONE


def _take_new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("year", type=int, metavar=_("YEAR"), help=_("the year to prepare"))
    _add_data(parser)


def _new(options: argparse.Namespace) -> int:
    from annual_report.writing.new_year import prepare_year

    sys.stdout.writelines(f"{line}\n" for line in prepare_year(options.data, options.year).said)
    return DONE


def _take_workbook(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar=_("FILE"), help=_("its name, in .xlsx or .ods"))
    parser.add_argument("--force", action="store_true", help=_("write over a workbook"))
    _add_data(parser)


def _workbook(options: argparse.Namespace) -> int:
    from annual_report.writing.workbook import write_workbook

    if Path(options.file).exists() and not options.force:
        line = _("{file} is already there: choose another name, or add --force", file=options.file)
        raise ParameterError(line)
    write_workbook(options.data, options.file)
    sys.stdout.write(_("{file}: written", file=options.file) + "\n")
    return DONE


def _take_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar=_("FILE"), help=_("the workbook, .xlsx or .ods"))
    parser.add_argument("--yes", action="store_true", help=_("write without asking"))
    _add_data(parser)


def _import(options: argparse.Namespace) -> int:
    from annual_report.commands.telling import told_import
    from annual_report.writing.importing import read_import

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
