"""`build` makes the pages that are not up to date, and gives out copies."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annual_report.base.errors import ParameterError
from annual_report.base.messages import N_, _
from annual_report.commands.arguments import (
    DONE,
    WRONG,
    Command,
    add_places,
    find_notebooks,
    find_usual_network,
)
from annual_report.commands.page_options import add_page_options, read_page_options
from annual_report.commands.terminal import say_lines
from annual_report.network.reading.files.network_folder import find_network_folder

if TYPE_CHECKING:
    from annual_report.machine.making.job import Event, Job, Options


def _add_build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `build`: years and folders first, rare options in groups below."""
    add = parser.add_argument
    add("years", nargs="*", type=int, metavar=_("YEAR"), help=_("the years to build; all of them"))
    hint = _("a network's folder, or a folder of them")
    add("--data", action="append", metavar=_("FOLDER"), help=hint)
    add("--force", action="store_true", help=_("build even what is up to date"))
    hint = _("also tagged PDF files, and a picture of each first sheet, by this machine’s browser")
    add("--pdf", action="store_true", help=hint)
    hint = _("then copy the last finished year’s report into a folder, to be sent")
    add("--publish", metavar=_("FOLDER"), help=hint)
    rare = parser.add_argument_group(_("rarely needed"))
    add_places(rare.add_argument)
    hint = _("how many reports at once; the number of cores")
    rare.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help=hint)
    hint = _("seconds that a report may take")
    rare.add_argument("--timeout", type=int, metavar="S", help=hint)
    hint = _("a Dask scheduler, tcp://…")
    rare.add_argument("--scheduler", metavar=_("ADDRESS"), help=hint)
    add_page_options(parser)


def _run_build(options: argparse.Namespace) -> int:
    """Build the pages that are not up to date; with `--publish`, then copy those to send.

    Return the exit status, 1 for a page that failed and for a sending without its PDF.
    """
    from annual_report.commands.progress import Progress
    from annual_report.machine.making.build import build_jobs
    from annual_report.machine.making.job import Options
    from annual_report.machine.pages.export.printing import require_browser
    from annual_report.machine.run.tasks import INDEX

    # What can't be done is refused before anything is built.
    if options.jobs < 1:
        raise ParameterError(_("--jobs: “{value}” is not a number from 1 up", value=options.jobs))
    export = read_page_options(options)
    if options.pdf:
        require_browser()
    jobs = _list_jobs(options)
    # A year is of one network: of several networks each has those years that it has.
    if len(jobs) == 1 and jobs[0].data:
        _check_years(jobs[0], options.years)
    asked = Options(
        years=tuple(options.years),
        jobs=options.jobs,
        force=options.force,
        timeout=options.timeout or Options().timeout,
        scheduler=options.scheduler,
        export=export,
        pdf=options.pdf,
    )
    if options.publish:
        _check_sending(jobs, asked.years, Path(options.publish))
    progress = Progress(several=len(jobs) > 1)
    is_done = build_jobs(jobs, asked, progress.tell)
    progress.sum_up()
    # After a failed build the tables of the last good one stay: `check` compares with its pages.
    if is_done:
        _keep_tables(jobs)
    if is_done and options.publish:
        return _send_years(jobs[0], asked, Path(options.publish))
    # The list of pages leads to all of them; of several networks no list leads to the others.
    index = jobs[0].out / INDEX.page
    if len(jobs) == 1 and index.is_file():
        say_lines([_("to open: {page}", page=index)])
    return DONE if is_done else WRONG


def _list_jobs(options: argparse.Namespace) -> "list[Job]":
    """Return the jobs of a build: one for each network, or one for notebooks without a network."""
    from annual_report.machine.making.folder import make_folder_job
    from annual_report.report.publication.networks import list_jobs

    # `--notebooks` beside `--data` are added to the network's own notebooks.
    if options.data or not options.notebooks:
        folders = options.data or [find_usual_network()]
        data = [str(find_network_folder(folder)) for folder in folders]
        return list_jobs(data, options.out, find_notebooks(options.notebooks))
    if not options.out:
        raise ParameterError(
            _("--notebooks alone: say with --out where the pages go, or with --data which network")
        )
    folders = [Path(folder) for folder in options.notebooks]
    out = Path(options.out)
    # Notebooks that were run already are published with the outputs that they have.
    runs = not options.executed
    return [make_folder_job(folders, out, runs=runs, language=options.language or "")]


def _check_years(job: "Job", years: Sequence[int]) -> None:
    """Raise ParameterError for a year that the network's data don't have."""
    from annual_report.machine.making.records import Records

    # The records of the last build are read in a moment; pandas, which reads the data, takes
    # seconds to load. So the data are asked only for years that no build has seen.
    if not Records(job.out).years.issuperset(years):
        from annual_report.network.network import open_network
        from annual_report.network.parameters import check_year

        network = open_network(job.data or "")
        for year in years:
            check_year(year, network.years)


def _check_sending(jobs: "Sequence[Job]", years: Sequence[int], folder: Path) -> None:
    """Raise an error for years that can't be sent, before the build begins."""
    from annual_report.report.publication.sending import check_sending

    # One folder has the copies of one network, and its mail names that network.
    if len(jobs) > 1:
        raise ParameterError(_("--publish: one network at a time"))
    check_sending(jobs[0], years, folder)
    folder.mkdir(parents=True, exist_ok=True)


def _send_years(job: "Job", asked: "Options", folder: Path) -> int:
    """Copy the built pages of a network's years into a folder, and print the names of the copies.

    Return the exit status of the command.
    """
    from annual_report.report.publication.sending import send_years

    def tell(event: "Event") -> None:
        """Print an event of the printing, such as a PDF that another program holds open."""
        # An event that names no page is about the whole network.
        say_lines([_("{file}: {reason}", file=event.page or event.network, reason=event.said)])

    sent = send_years(job, asked.years, folder, asked, tell)
    say_lines(str(folder / name) for name in sent.files)
    # Without a browser the pages are sent as HTML alone: that is said, and is no success.
    if sent.is_printed:
        return DONE
    line = _(
        "no PDF and no picture: install Edge, Chrome or Chromium, or name one in {variable}",
        variable="REPORT_BROWSER",
    )
    say_lines([line])
    return WRONG


def _keep_tables(jobs: "Sequence[Job]") -> None:
    """Store the tables of the networks that were built, for `check` to find later changes."""
    from annual_report.network.reading.changes import keep_tables
    from annual_report.report.publication.networks import name_build

    for job in jobs:
        # `check` looks for the tables of the last build in the usual place alone.
        if job.data and job.out == Path(name_build(str(job.data))):
            keep_tables(job.data, job.out)


COMMANDS = {
    "build": Command(N_("make the pages that are not up to date"), _add_build, _run_build),
}
