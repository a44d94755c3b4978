"""`build`: make the pages that are not up to date, and give out copies of them."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from annual_report.commands.arguments import (
    DONE,
    WRONG,
    add_notebooks,
    amount,
    default_data,
    found,
    known_notebooks,
    whole_number,
)
from annual_report.commands.terminal.parsing import shorten_help
from annual_report.errors import ParameterError
from annual_report.messages import _
from annual_report.run.tasks import INDEX

if TYPE_CHECKING:
    from annual_report.build.build import Job
    from annual_report.publication.networks import NetworkSource


def summary() -> str:
    """Say in a line what the command is for."""
    return _("make the pages that are not up to date")


def take(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments to a parser."""
    add = parser.add_argument
    add("years", nargs="*", type=int, metavar=_("YEAR"), help=_("the years to build; all of them"))
    add("--data", action="append", metavar="DIR", help=_("a network's folder, or a folder of them"))
    add("--out", metavar="DIR", help=_("where the pages go; build/NETWORK"))
    add_notebooks(parser)
    add(
        "--jobs",
        type=whole_number,
        metavar="N",
        help=_("how many reports at once; the number of cores"),
    )
    add("--force", action="store_true", help=_("build even what is up to date"))
    add(
        "--pdf",
        action="store_true",
        help=_("also tagged PDF files, and posters as pictures, by the browser of this machine"),
    )
    add("--timeout", type=amount, metavar="S", help=_("seconds that a report may take"))
    add("--memory", type=whole_number, metavar="MIB", help=_("memory that a report may take"))
    said = _("then write the year’s poster and report into a folder, as files to send")
    add("--publish", metavar="DIR", help=said)
    add("--all", action="store_true", help=_("with --publish: every page as well"))
    add("--scheduler", metavar=_("ADDRESS"), help=_("a Dask scheduler, tcp://…"))
    shorten_help(parser, ("-h", "--data", "--publish", "--all", "--pdf", "--force"))


def run(options: argparse.Namespace) -> int:
    """Do what was asked and return the exit status."""
    from annual_report.build.build import Options, build
    from annual_report.commands.terminal.progress import reporter
    from annual_report.publication.networks import NetworkSource, jobs_of

    if options.pdf:
        from annual_report.pages.export.printing import check_available

        check_available()
    if options.memory and not options.scheduler and sys.platform == "win32":
        raise ParameterError(_("--memory: this system can't limit the memory of a report"))
    asked = Options(
        years=tuple(options.years),
        jobs=options.jobs or os.cpu_count() or 1,
        force=options.force,
        timeout=options.timeout or Options().timeout,
        memory_limit=options.memory,
        scheduler=options.scheduler,
        pdf=options.pdf,
    )
    if options.notebooks and not options.data:
        jobs = [_folder_job(options)]
    else:
        data = [found(each) for each in options.data or [default_data()]]
        jobs = jobs_of(data, options.out, known_notebooks(options))
    if options.publish:
        if len(jobs) > 1 or not isinstance(jobs[0].source, NetworkSource):
            raise ParameterError(_("--publish: one network at a time"))
        _refuse_inside(Path(options.publish), _place(options, jobs[0]))
    with reporter(sys.stdout, several=len(jobs) > 1, debug=options.debug) as tell:
        done = build(jobs, asked, tell)
    source = jobs[0].source
    if options.publish and done and isinstance(source, NetworkSource):
        return _publish(options, source, _place(options, jobs[0]))
    if len(jobs) == 1:
        _say_what_to_open(_place(options, jobs[0]))
    return DONE if done else WRONG


def _folder_job(options: argparse.Namespace) -> "Job":
    """Return what builds folders of notebooks, and no network."""
    from annual_report.build.build import Job
    from annual_report.build.folder import FolderSource
    from annual_report.build.store import FolderStore

    if not options.out:
        raise ParameterError(
            _("--notebooks alone: say with --out where the pages go, or with --data which network")
        )
    return Job(
        FolderSource([Path(each) for each in options.notebooks]), FolderStore(Path(options.out))
    )


def _place(options: argparse.Namespace, job: "Job") -> Path:
    """Return where the pages of the one network go."""
    return Path(options.out or f"build/{job.source.name}")


def _say_what_to_open(place: Path) -> None:
    """Name the page that leads to all others, last of all that is said."""
    index = place / INDEX.page
    if index.is_file():
        sys.stdout.write(_("to open: {page}", page=index) + "\n")


def _publish(options: argparse.Namespace, source: "NetworkSource", place: Path) -> int:
    """Write what is sent, and say which files; return the exit status."""
    from annual_report.network import open_network
    from annual_report.pages.export.printing import find_browser, to_pdf, to_picture
    from annual_report.publication.giving_out import choose_sent, give_out, give_out_all

    network, folder = open_network(source.folder), Path(options.publish)
    finished = [year for year in network.years if year not in network.drafts]
    sent = choose_sent(source.notebooks(), finished, options.years)
    printing = {".pdf": to_pdf, ".png": to_picture} if find_browser() else {}
    names = list(give_out(place, folder, source.name, sent, printing))
    sys.stdout.writelines(f"{folder / name}\n" for name in names)
    if options.all:
        others = list(give_out_all(place, folder, source.name, network.drafts))
        line = _("{folder}: {count} files to give out", folder=folder, count=len(others))
        sys.stdout.write(f"{line}\n")
        if network.drafts:
            years = ", ".join(map(str, network.drafts))
            line = _("{years}: still to fill in, and not given out", years=years)
            sys.stdout.write(f"{line}\n")
    if printing:
        return DONE
    line = _("no PDF and no picture: install Edge, Chrome or Chromium, or name one in {variable}",
             variable="REPORT_BROWSER")  # fmt: skip
    sys.stdout.write(f"{line}\n")
    return WRONG


def _refuse_inside(folder: Path, pages: Path) -> None:
    if folder.resolve().is_relative_to(pages.resolve()):
        raise ParameterError(_("{folder} is in the build itself", folder=folder))
