"""`build` makes the pages that are not up to date, and gives out copies; `preview` shows them."""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from annual_report.base.errors import ParameterError
from annual_report.base.messages import N_, _
from annual_report.base.project import NOTEBOOKS
from annual_report.commands.arguments import (
    DONE,
    WRONG,
    Command,
    add_data,
    find_notebooks,
    find_usual_network,
    read_path,
    read_whole_number,
)
from annual_report.commands.terminal import Parser, say_lines
from annual_report.network.reading.files.network_folder import find_network_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annual_report.machine.making.job import Job
    from annual_report.machine.run.tasks import Report


def _add_build(parser: Parser) -> None:
    add, rare = parser.add_argument, parser.add_rare
    add("years", nargs="*", type=int, metavar=_("YEAR"), help=_("the years to build; all of them"))
    said = _("a network's folder, or a folder of them")
    add("--data", type=read_path, action="append", metavar="DIR", help=said)
    add("--force", action="store_true", help=_("build even what is up to date"))
    said = _("also tagged PDF files, and a picture of each first sheet, by this machine’s browser")
    add("--pdf", action="store_true", help=said)
    said = _("then copy the last finished year’s report into a folder, to be sent")
    add("--publish", type=read_path, metavar="DIR", help=said)
    rare("--out", type=read_path, metavar="DIR", said=_("where the pages go; build/NETWORK"))
    said = _("a folder of notebooks; with --data, beside the project’s own")
    rare("--notebooks", type=read_path, action="append", metavar="DIR", default=[], said=said)
    said = _("how many reports at once; the number of cores")
    rare("--jobs", type=read_whole_number, default=os.cpu_count() or 1, metavar="N", said=said)
    said = _("seconds that a report may take")
    rare("--timeout", type=read_whole_number, metavar="S", said=said)
    said = _("refuse what is only remarked of a notebook that is published as it is")
    rare("--strict", action="store_true", said=said)
    rare("--scheduler", metavar=_("ADDRESS"), said=_("a Dask scheduler, tcp://…"))


def _run_build(options: argparse.Namespace) -> int:
    from annual_report.commands.progress import report_progress
    from annual_report.machine.making.build import build_jobs
    from annual_report.machine.making.job import Options
    from annual_report.machine.pages.export.printing import find_browser, require_browser
    from annual_report.machine.run.tasks import INDEX

    # What can't be done is refused before anything is built.
    if options.pdf:
        require_browser()
    jobs, sent = _list_jobs(options), None
    if options.publish:
        if len(jobs) > 1 or jobs[0].data is None:
            raise ParameterError(_("--publish: one network at a time"))
        folder = Path(options.publish).resolve()
        if folder.is_relative_to(jobs[0].out.resolve()):
            raise ParameterError(_("{folder} is in the build itself", folder=options.publish))
        jobs[0].check_target(options.publish)
        if not next(each for each in (folder, *folder.parents) if each.exists()).is_dir():
            raise ParameterError(_("{place}: is no folder", place=options.publish))
        sent = _choose_sent(options, jobs[0])
    if options.years and len(jobs) == 1 and jobs[0].data:
        _check_years(jobs[0], options.years)
    asked = Options(
        years=tuple(options.years),
        jobs=options.jobs,
        force=options.force,
        timeout=options.timeout or Options().timeout,
        scheduler=options.scheduler,
        strict=options.strict,
        pdf=options.pdf or bool(sent and find_browser()),
    )
    with report_progress(several=len(jobs) > 1, debug=options.debug) as tell:
        done = build_jobs(jobs, asked, tell)
    if done:
        _keep_tables(jobs)
    if sent and done:
        return _give_out(Path(options.publish), jobs[0], sent, printed=asked.pdf)
    index = jobs[0].out / INDEX.page
    if len(jobs) == 1 and index.is_file():  # it leads to all others
        say_lines([_("to open: {page}", page=index)])
    return DONE if done else WRONG


def _check_years(job: "Job", years: "Sequence[int]") -> None:
    """Raise ParameterError for a year that a network hasn't, as its last build or its data say."""
    from annual_report.machine.making.records import Records

    if not Records(job.out).years.issuperset(years):
        from annual_report.network.network import open_network
        from annual_report.network.parameters import check_year

        network = open_network(job.data or "")
        for year in years:
            check_year(year, network.years)


def _keep_tables(jobs: "Sequence[Job]") -> None:
    """Keep what was read of networks whose pages are in the usual place: `check` compares."""
    from annual_report.network.reading.changes import keep_tables
    from annual_report.report.publication.networks import name_build

    for job in jobs:
        if job.data and job.out == Path(name_build(str(job.data))):
            keep_tables(job.data, job.out)


def _list_jobs(options: argparse.Namespace) -> "list[Job]":
    """Return what is built: networks, or folders of notebooks and no network."""
    from annual_report.machine.making.folder import make_folder_job
    from annual_report.report.publication.networks import list_jobs

    if options.data or not options.notebooks:
        data = [str(find_network_folder(each)) for each in options.data or [find_usual_network()]]
        return list_jobs(data, options.out, find_notebooks(options.notebooks))
    if not options.out:
        raise ParameterError(
            _("--notebooks alone: say with --out where the pages go, or with --data which network")
        )
    return [make_folder_job([Path(each) for each in options.notebooks], Path(options.out))]


def _choose_sent(options: argparse.Namespace, job: "Job") -> "Sequence[Report]":
    """Return the reports that are sent of a network.

    Raise ReportError if what is asked for can't be sent, DataError if its data are wrong.
    """
    from annual_report.network.network import open_network
    from annual_report.network.parameters import check_year
    from annual_report.report.publication.giving_out import choose_reports

    # What is sent is of a finished year: a draft is nobody's to give out.
    network = open_network(job.data or "")
    for year in options.years:
        check_year(year, network.years)
    finished = [year for year in network.years if year not in network.drafts]
    return choose_reports(job.notebooks(), finished, options.years)


def _give_out(folder: Path, job: "Job", sent: "Sequence[Report]", *, printed: bool) -> int:
    """Copy what is sent of a network, and say which files; return the exit status."""
    from annual_report.report.publication.giving_out import give_out_reports

    names = list(give_out_reports(job.out, folder, job.name, sent))
    say_lines(str(folder / name) for name in names)
    # Without a browser half of what is sent is lacking: that is said, and is no success.
    if printed:
        return DONE
    print(_("no PDF and no picture: install Edge, Chrome or Chromium, or name one in {variable}",
            variable="REPORT_BROWSER"))  # fmt: skip
    return WRONG


def _add_preview(parser: Parser) -> None:
    add_data(parser)
    add = parser.add_argument
    add("--out", type=read_path, metavar="DIR", help=_("where the pages go; build/NETWORK"))
    said = _("a folder of notebooks; with --data, beside the project’s own")
    add("--notebooks", type=read_path, action="append", metavar="DIR", default=[], help=said)
    add("--port", type=int, default=8000, metavar="N", help=_("8000, or any that is free"))


def _run_preview(options: argparse.Namespace) -> int:
    from annual_report.commands.progress import report_progress
    from annual_report.machine.preview.preview import run_preview
    from annual_report.report.publication.networks import make_network_job, name_build

    data = find_network_folder(options.data)
    if not data.is_dir():
        raise ParameterError(_("{data}: there is no such folder", data=options.data))
    if not 0 <= options.port <= 65535:
        raise ParameterError(_("a port is a number from 0 to 65535"))
    out = Path(options.out or name_build(str(data)))
    folders = [data, NOTEBOOKS, *map(Path, options.notebooks)]
    run_preview(
        lambda: make_network_job(data, out, find_notebooks(options.notebooks)),
        folders,
        options.port,
        report_progress,
    )
    return DONE


COMMANDS = {
    "build": Command(N_("make the pages that are not up to date"), _add_build, _run_build),
    "preview": Command(
        N_("show the pages, and make them again at each change"), _add_preview, _run_preview
    ),
}
