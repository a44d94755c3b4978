"""The build: the pages of each job are looked at, made, put in place and listed, under a lock.

Nothing heavy is imported here. Data are looked at, and reports made, in worker processes; this one
compares hashes, writes files, keeps the records, and tells things as they happen. It may be ended
at any instant: its processes end with it, and what is in place is whole.
"""

import json
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, as_completed, wait
from contextlib import AbstractContextManager
from typing import Any

from annual_report.base.errors import ReportError, say_error
from annual_report.base.messages import _
from annual_report.base.program import hash_bytes, hash_files, hash_parts, hash_program
from annual_report.base.project import NOTEBOOKS
from annual_report.base.whole_files import make_folder
from annual_report.machine.making.job import Event, Job, Options, Tell
from annual_report.machine.making.pages import (
    YEAR,
    hash_beside,
    list_reports,
    list_wanted_values,
    tell_pageless,
)
from annual_report.machine.making.records import FILE, Records
from annual_report.machine.run.processes import Processes
from annual_report.machine.run.tasks import FOLDER, INDEX, Made, Outline, Report, Task

AHEAD = 2
"""How many jobs are under way for each worker."""
LOOK = 0.5
"""Seconds between two looks for Ctrl-C, where no signal wakes the thread that waits."""
AFTERWARDS = 300.0
"""Seconds that may be taken to publish what was run, whatever limit that had."""
RUN = "annual_report.machine.run.report:run_report"
PUBLISH = "annual_report.machine.run.report:publish_report"
PRINT = "annual_report.machine.run.report:print_report"
"""The steps of a page, each in a clean process."""


def build_jobs(jobs: Sequence[Job], options: Options, tell: Tell) -> bool:
    """Bring the pages of some jobs up to date; return whether every one of them is.

    One whose place or data can't be used is told: the others are built.
    """
    telling, warm = threading.Lock(), jobs[0].warm
    if options.scheduler is None:
        workers = Processes(warm, options.jobs)
    else:
        from annual_report.machine.making.cluster import Cluster

        workers = Cluster(options.scheduler, warm)

    def say(event: Event) -> None:
        with telling:
            tell(event)

    def build_one(job: Job) -> bool:
        try:
            return _Build(job, options, workers, say).run()
        except Exception as error:  # whatever it is, the others must still be built
            say(Event("failed", job.name, said=say_error(error)))
            return False

    # Threads wait for locks and for workers: one job that waits holds up no other.
    try:
        with ThreadPoolExecutor(min(len(jobs), AHEAD * workers.size)) as threads:
            builds = [threads.submit(build_one, job) for job in jobs]
            while wait(builds, LOOK).not_done:
                pass
        return all(build.result() for build in builds)
    finally:
        workers.close()


class _Build:
    """One job whose pages are brought up to date: its place, and the records of what is there."""

    def __init__(self, job: Job, options: Options, workers: Processes, say: Tell) -> None:
        self._job, self._options, self._workers, self._say = job, options, workers, say
        self._good = True

    def run(self) -> bool:
        """Bring the pages up to date; return whether every one of them is."""
        self._job.check_target(self._job.out)
        with self._take_lock():
            self._records = Records(self._job.out)
            self._refuse_foreign_pages()
            self._read_sources()
            outline = self._outline
            for line in (*tell_pageless(self._notebooks, outline.values), *outline.said):
                self._tell("noted", said=line)
            self._tell_passed_over()
            self._make_due()
            if self._options.pdf:
                self._print_pages()
            self._remove_orphans()
            self._make_list()
        return self._good

    def _take_lock(self) -> AbstractContextManager[object]:
        """Have the place to oneself; wait while another build has it.

        The system unlocks the file if this process is killed.
        """
        from filelock import FileLock, Timeout

        path = (self._job.out / FILE).with_name("lock")
        make_folder(self._job.out, FOLDER)
        lock = FileLock(path)
        try:
            return lock.acquire(timeout=0)
        except Timeout:
            line = _("waiting for another build of {name}", name=self._job.name)
            self._tell("waiting", said=line)
            return lock.acquire()

    def _refuse_foreign_pages(self) -> None:
        """Raise ReportError for a folder with pages that no build has made: they stay there."""
        pages = sorted(path.name for path in self._job.out.glob("*.html") if path.is_file())
        if pages and not self._records.has(FILE):
            line = _("{place}: no build has written {files}: move them, or choose another --out",
                     place=self._job.out.resolve(), files=", ".join(pages))  # fmt: skip
            raise ReportError(line)

    def _read_sources(self) -> None:
        """Read what is there, and look at it if it is another or if a page is to be made of it."""
        job, years = self._job, self._options.years
        self._notebooks, self._snapshot = job.notebooks(), job.snapshot()
        wanted = list_wanted_values(self._notebooks, job.each)
        # What every page is made of, and each page of a notebook.
        common = {"program": hash_program(), "data": hash_files(self._snapshot.files)}
        phrases, strict = hash_beside(NOTEBOOKS / "phrases"), str(self._options.strict)
        self._common = {**common, "phrases": phrases, "strict": strict}
        beside = {n.folder: hash_beside(n.folder) for n in self._notebooks.values()}
        self._own = {
            name: f"{hash_bytes(notebook.source.encode())} {beside[notebook.folder]}"
            for name, notebook in self._notebooks.items()
        }
        # What the last build has seen of the same files is as good as another look at them: where
        # nothing is due, nothing heavy is loaded. Else each page is handed what the look has read.
        key = hash_parts({**common, "wanted": " ".join(wanted)})
        if recalled := self._records.recall(key, years):
            self._choose_reports(recalled)
        if recalled is None or self._due:
            arguments = job.look, self._snapshot, wanted, years
            look = self._workers.submit(Processes.call, *arguments) if job.look else None
            outline = look.result() if look else Outline()
            self._snapshot = self._snapshot._replace(packed=outline.packed)
            self._choose_reports(outline)
            self._records.remember(key, outline)

    def _choose_reports(self, outline: Outline) -> None:
        """Choose the reports that are asked for, and of these what must be made, some first."""
        self._outline = outline
        self._reports = list_reports(self._notebooks, outline.values, outline.names)
        years, pages, first = self._options.years, self._options.pages, self._options.first
        self._chosen = [
            report
            for report in sorted(self._reports, key=lambda report: report.name not in first)
            if (not pages or report.name in pages)
            and (not years or report.parameters.get(YEAR) in years)
        ]
        self._due = [report for report in self._chosen if self._is_due(report)]

    def _tell_passed_over(self) -> None:
        """Tell which pages of no year aren't up to date, where some years alone are asked for."""
        if not self._options.years:
            return
        of_no_year = [report for report in self._reports if YEAR not in report.parameters]
        due = [report.page for report in of_no_year if self._is_due(report)]
        if due:
            line = _(
                "of no year, and not made again: {pages}; build without a year makes them too",
                pages=", ".join(due),
            )
            self._tell("noted", said=line)

    def _make_due(self) -> None:
        """Make what is due, and put each report in place as soon as it is finished."""
        options, making = self._options, dict[Future[Any], Report]()
        for report in self._chosen:
            if report not in self._due:
                self._tell("skipped", report.page)
                continue
            notebook = self._notebooks[report.notebook]
            task = Task(
                report, self._snapshot, notebook.source, str(notebook.folder), options.strict
            )
            making[self._workers.submit(_make_page, task, options.timeout)] = report
        # The first can be read before the last is made.
        for future in as_completed(making):
            if self._deliver(making[future], future):
                self._tell("made", making[future].page)

    def _print_pages(self) -> None:
        """Print the pages in place that people print, but for those that are printed already."""
        printing: dict[Future[Any], Report] = {}
        for report in self._chosen:
            if not report.on_paper or self._records.is_printed(report):
                continue
            # A page that failed stands there as it was, and nobody prints what isn't right.
            if self._is_right(report):
                html = self._records.read_page(report)
                call = Processes.call, PRINT, report, html
                printing[self._workers.submit(*call)] = report
        for future in as_completed(printing):
            report = printing[future]
            try:
                made: Made = future.result()
                held = self._records.add_printed(report, made.files)
            except Exception as error:  # whatever it is, the others must still be printed
                self._good = False
                self._tell("failed", report.on_paper[0], say_error(error))
                continue
            self._tell_held(held)
            for line in made.kept:
                self._tell("kept", report.page, line)

    def _make_list(self) -> None:
        """Make the list of all pages again if it is out of date."""
        state = self._sort_by_state()
        index = INDEX._replace(parameters={"state": state, "reports": self._reports})
        if self._is_due(index):
            arguments = self._job.list_pages, self._snapshot, self._reports, state
            self._deliver(index, self._workers.submit(Processes.call, *arguments))

    def _deliver(self, report: Report, future: "Future[Any]") -> bool:
        """Put a report's files in place; tell if it has failed, and what stays in its notebook."""
        made = Made({})
        held = dict[str, str]()
        try:
            made = future.result()
            made_of = "" if made.error else self._hash_made_of(report)
            held = self._records.put_in_place(report, made_of, made.files)
        except CancelledError:
            made = made._replace(error=_("the scheduler or the worker that had it is gone"))
        except Exception as error:  # whatever it is, the others must still be delivered
            made = made._replace(error=made.error or say_error(error))
        if made.error:
            self._good = False
            self._tell("failed", report.page, made.error)
        self._tell_held(held)
        for line in made.kept:
            self._tell("kept", report.page, line)
        return not made.error and report.page not in held

    def _tell_held(self, held: Mapping[str, str]) -> None:
        """Tell which files another program holds, by name, each with the system's reason."""
        for name, reason in held.items():
            self._good = False
            line = _(
                "stays as it was: {reason}; if it is open in another program, close it there, "
                "then build again",
                reason=reason,
            )
            self._tell("failed", name, line)

    def _remove_orphans(self) -> None:
        """Remove pages that nothing declares any more."""
        for name in self._records.pages.keys() - {page.name for page in (INDEX, *self._reports)}:
            try:
                self._records.remove_page(name)
                self._tell("removed", f"{name}.html")
            except OSError as error:  # one that can't be removed leaves the rest of the build
                self._good = False
                self._tell("failed", said=say_error(error))

    def _hash_made_of(self, report: Report) -> str:
        """Return the hash of all that a report is made of."""
        parameters = {"data": self._snapshot.address, **report.parameters}
        given = {"parameters": json.dumps(parameters, sort_keys=True, default=dict)}
        own = {"notebook": self._own[report.notebook]} if report.notebook else {}
        return hash_parts({**self._common, **given, **own})

    def _is_due(self, report: Report) -> bool:
        """Whether a report must be made."""
        return self._options.force or not self._is_right(report)

    def _is_right(self, report: Report) -> bool:
        """Whether what is in place of a report is what it would be made now."""
        return self._records.is_up_to_date(report, self._hash_made_of(report))

    def _sort_by_state(self) -> Mapping[str, list[str]]:
        """Return which reports failed, were never built, or have no page: no link leads there."""
        pages = self._records.pages
        failed = [report.name for report in self._reports
                  if report.name in pages and not pages[report.name].made_of]  # fmt: skip
        absent = [report.name for report in self._reports if not self._records.has(report.page)]
        unbuilt = [name for name in absent if name not in failed]
        return {"failed": failed, "absent": absent, "unbuilt": unbuilt}

    def _tell(self, kind: str, page: str = "", said: str = "") -> None:
        self._say(Event(kind, self._job.name, page, said))


def _make_page(processes: Processes, task: Task, timeout: float | None) -> Made:
    """Run a report's notebook in one clean process, and publish it in another."""
    executed = ""
    try:
        executed, problem = processes.call(RUN, task, timeout=timeout)
        made: Made = processes.call(PUBLISH, task, executed, problem, timeout=AFTERWARDS)
    except ReportError as error:  # no process or no time; a broken rule
        made = processes.call(PUBLISH, task, executed, str(error), timeout=AFTERWARDS)
    return made
