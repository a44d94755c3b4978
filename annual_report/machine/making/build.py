"""The build: find the pages that are not up to date, make them, put them in place, list them.

In goes a job (`job.py`): notebooks, data, and the folder of the pages. Out come the pages in that
folder, the records of the sources of each page, and events for the code that shows the progress. A
page is due if the page's sources have changed since the last build, or the page's own files.

The imports of this module are light. Worker processes look at data and make reports; this process
compares hashes, writes files, keeps the records, and tells events as they happen. The process may
be killed at any moment: the workers end too, and the files in place are whole.
"""

import json
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, as_completed, wait
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from annual_report.base.errors import ReportError, say_error
from annual_report.base.messages import _
from annual_report.base.program import hash_bytes, hash_files, hash_parts, hash_program
from annual_report.base.project import NOTEBOOKS
from annual_report.base.whole_files import make_folder
from annual_report.machine.making.job import Event, Job, Options, Tell
from annual_report.machine.making.pages import (
    PICTURES,
    READABLE,
    hash_beside,
    list_reports,
    list_wanted_values,
    read_beside,
    tell_pageless,
)
from annual_report.machine.making.records import FILE, Records
from annual_report.machine.pages.export.identity import YEAR
from annual_report.machine.run.processes import Processes
from annual_report.machine.run.tasks import FOLDER, INDEX, Made, Outline, Report, Task

JOBS_A_WORKER = 2
"""The number of jobs under way for each worker: while one job waits for a lock, another works."""
SECONDS_OF_WAIT = 0.5
"""The time of a single wait, after which Ctrl-C is seen: on Windows no signal wakes a thread."""
SECONDS_TO_PUBLISH = 300.0
"""The time that the publishing of an executed notebook may take, whatever limit its run had."""
RUN_STEP = "annual_report.machine.run.report:run_report"
TAKE_STEP = "annual_report.machine.run.report:take_report"
PUBLISH_STEP = "annual_report.machine.run.report:publish_report"
PRINT_STEP = "annual_report.machine.run.report:print_report"
"""The steps of a page, as "module:function"; each runs in a clean process."""


def build_jobs(jobs: Sequence[Job], options: Options, tell: Tell) -> bool:
    """Bring the pages of some jobs up to date; return whether all pages of all jobs are right.

    A job is the order for the pages of one network, say. `tell` is called with each event, by a
    single thread at a time. A job with wrong data, or with a folder that can't be written, is told
    as failed, and the other jobs are built.
    """
    # Jobs that are built together share their processes, and so the modules that these import.
    warm = jobs[0].warm
    telling = threading.Lock()
    if options.scheduler is None:
        workers = Processes(warm, options.jobs)
    else:
        from annual_report.machine.making.cluster import Cluster

        workers = Cluster(options.scheduler, warm)

    def say(event: Event) -> None:
        """Hand an event to the caller, one at a time."""
        with telling:
            tell(event)

    def build_one(job: Job) -> bool:
        """Bring the pages of a job up to date; return whether all are right, and never raise."""
        try:
            return _Build(job, options, workers, say).run()
        except Exception as error:
            # A fault of any kind in one job must not stop the jobs beside it.
            say(Event("failed", job.name, said=say_error(error)))
            return False

    # Threads wait for locks and for workers: one job that waits holds up no other.
    try:
        with ThreadPoolExecutor(min(len(jobs), JOBS_A_WORKER * workers.size)) as threads:
            builds = [threads.submit(build_one, job) for job in jobs]
            # On Windows a wait without a limit can't be ended by Ctrl-C.
            while wait(builds, SECONDS_OF_WAIT).not_done:
                pass
        return all(build.result() for build in builds)
    finally:
        workers.close()


def print_pages(job: Job, names: Sequence[str], options: Options, tell: Tell) -> dict[str, bytes]:
    """Return name → content of the files of some built pages; with PDF if the options ask for it.

    `names` are those of the pages: ["2025"] → {"2025.html": …, "2025.pdf": …, "2025.png": …}. No
    build changes the files meanwhile: all are of one state. Raise ReportError for a page that is
    not built or not up to date, or that can't be printed.
    """
    options_of_pages = options._replace(pages=tuple(names))
    workers = Processes(job.warm, options.jobs)
    try:
        return _Build(job, options_of_pages, workers, tell).read_pages()
    finally:
        workers.close()


class _Build:
    """The build of a single job, and the steps that it takes in order.

    A report is a page to make, by its notebook and parameters. The steps share, in the order in
    which they are set:

    _records    the records of the last build about the pages in place
    _notebooks  the notebooks by name
    _snapshot   the files of the data
    _outline    the values in the data that have pages, such as years
    _reports    all reports
    _chosen     the reports that the options ask for
    _due        the chosen reports that are not up to date
    """

    def __init__(self, job: Job, options: Options, workers: Processes, say: Tell) -> None:
        self._job = job
        self._options = options
        self._workers = workers
        self._say = say
        # False as soon as any page of the job is not as it should be.
        self._good = True

    def run(self) -> bool:
        """Bring the pages up to date; return whether all of them are."""
        self._job.check_target(self._job.out)
        with self._take_lock():
            self._records = Records(self._job.out)
            self._refuse_pages_of_others()
            self._read_sources()
            self._find_due()
            self._tell_remarks()
            self._tell_passed_over()
            self._make_due()
            if self._options.pdf:
                self._print_pages()
            self._remove_orphans()
            self._make_list()
        return self._good

    def read_pages(self) -> dict[str, bytes]:
        """Return name → content of the files of the pages that the options ask for.

        Raise ReportError for a page that is not up to date, or that can't be printed.
        """
        with self._take_lock():
            self._records = Records(self._job.out)
            self._read_sources()
            outline = self._records.recall(self._key, self._options.years)
            if outline is not None:
                self._choose_reports(outline)
            if outline is None or self._due:
                line = _(
                    "{name}: what would be sent is not built yet, or is older than its data: build "
                    "it, look at it, then send it",
                    name=self._job.name,
                )
                raise ReportError(line)
            if self._options.pdf:
                self._print_pages()
            # A page that can't be printed has been told as failed.
            if not self._good:
                raise ReportError(_("a page could not be printed: nothing is given out"))
            files: dict[str, bytes] = {}
            for report in self._chosen:
                names = [report.page]
                if self._records.is_printed(report):
                    names += report.on_paper
                for name in names:
                    files[name] = (self._job.out / name).read_bytes()
        return files

    def _take_lock(self) -> AbstractContextManager[object]:
        """Take the lock of the folder of pages, and return the lock, which a `with` gives back.

        While another build has the lock, an event says so, and this build waits.
        """
        from filelock import FileLock, Timeout

        path = (self._job.out / FILE).with_name("lock")
        make_folder(self._job.out, FOLDER)
        # The system gives the lock back if this process is killed.
        lock = FileLock(path)
        try:
            return lock.acquire(timeout=0)
        except Timeout:
            line = _("waiting for another build of {name}", name=self._job.name)
            self._tell("waiting", said=line)
            return lock.acquire()

    def _refuse_pages_of_others(self) -> None:
        """Raise ReportError for a folder with pages of another origin, which a build would replace.

        A folder that a build has written has a file of records.
        """
        pages = sorted(path.name for path in self._job.out.glob("*.html") if path.is_file())
        if pages and not self._records.has(FILE):
            line = _(
                "{place}: no build has written {files}: move them, or choose another --out",
                place=self._job.out.resolve(),
                files=", ".join(pages),
            )
            raise ReportError(line)

    def _read_sources(self) -> None:
        """Read the notebooks and the data, and hash them, for a comparison with the last build.

        `_key` is the hash of all that the outline is made of: if the last build noted the same key,
        its outline holds.
        """
        self._notebooks = self._job.notebooks()
        self._snapshot = self._job.snapshot()
        self._wanted = list_wanted_values(self._notebooks, self._job.each)
        data = {"program": hash_program(), "data": hash_files(self._snapshot.files)}
        self._hash_sources(data)
        self._key = hash_parts({**data, "wanted": " ".join(self._wanted)})

    def _find_due(self) -> None:
        """Find all reports, and those that are due.

        The outline, such as the years that have pages, is that which the last build noted. Only if
        the data have changed, or if a page is due, are the data read, in a worker.
        """
        # Where nothing is due, nothing heavy is loaded.
        outline = self._records.recall(self._key, self._options.years)
        if outline is not None:
            self._choose_reports(outline)
        if outline is None or self._due:
            outline = self._look_at_data(self._wanted)
            # Each page is handed the network as it was read here, once for all.
            self._snapshot = self._snapshot._replace(packed=outline.packed)
            self._choose_reports(outline)
            self._records.remember(self._key, outline)

    def _hash_sources(self, data: Mapping[str, str]) -> None:
        """Hash the sources of all pages (`_common`), and those of each notebook (`_of_notebooks`).

        `data` are the hashes of the program and of the data, by these two names. A notebook has the
        hash of its cells and that of the files in its folder.
        """
        self._common = {
            **data,
            "phrases": hash_beside(NOTEBOOKS / "phrases"),
            "options": json.dumps(self._options.export),
            "runs": str(self._job.runs),
        }
        self._of_notebooks: dict[str, str] = {}
        # A notebook reads the files beside it. If it was run already, and isn't run again, only
        # the pictures that it shows can still change its page.
        endings = READABLE if self._job.runs else PICTURES
        # A folder of a hundred notebooks is hashed once.
        hashes_of_folders: dict[Path, str] = {}
        for name, notebook in self._notebooks.items():
            folder = notebook.folder
            if folder not in hashes_of_folders:
                hashes_of_folders[folder] = hash_beside(folder, endings)
            hash_of_cells = hash_bytes(notebook.source.encode())
            self._of_notebooks[name] = f"{hash_of_cells} {hashes_of_folders[folder]}"

    def _look_at_data(self, wanted: Sequence[str]) -> Outline:
        """Return the values that notebooks have pages for, read from the data: an `Outline`.

        `wanted` are the names of these values: ["year"] → Outline(values={"year": [2024, 2025]}…).
        A worker process reads the data (by the function that `Job.look` names), so that this
        process needs no pandas. Raise ReportError for wrong data, and for a year that isn't there.
        """
        # Notebooks of no network have no data.
        if not self._job.look:
            return Outline()
        reading = self._workers.submit(
            Processes.call, self._job.look, self._snapshot, wanted, self._options.years
        )
        outline: Outline = reading.result()
        return outline

    def _choose_reports(self, outline: Outline) -> None:
        """Set the reports of an outline, of these the asked ones, and of these the due ones."""
        self._outline = outline
        self._reports = list_reports(self._notebooks, outline.values, outline.names)
        # The pages named in the options come first: the local web page shows them to somebody who
        # waits for them.
        first_names = self._options.first
        in_order = sorted(self._reports, key=lambda report: report.name not in first_names)
        self._chosen = [report for report in in_order if self._is_asked_for(report)]
        self._due = [report for report in self._chosen if self._is_due(report)]

    def _is_asked_for(self, report: Report) -> bool:
        """Whether the options ask for a report: by name, by year, or for all reports."""
        pages = self._options.pages
        if pages and report.name not in pages:
            return False
        years = self._options.years
        return not years or report.parameters.get(YEAR) in years

    def _tell_remarks(self) -> None:
        """Tell which notebooks make no pages, and the remarks of the reading of the data."""
        pageless = tell_pageless(self._notebooks, self._outline.values)
        for line in (*pageless, *self._outline.said):
            self._tell("noted", said=line)

    def _tell_passed_over(self) -> None:
        """Tell which pages of all years are outdated and stay so, if only some years are asked for.

        Without this line an analyst would believe that they were made again too.
        """
        if not self._options.years:
            return
        outdated = []
        for report in self._reports:
            if YEAR not in report.parameters and self._is_due(report):
                outdated.append(report.page)
        if outdated:
            line = _(
                "of no year, and not made again: {pages}; build without a year makes them too",
                pages=", ".join(outdated),
            )
            self._tell("noted", said=line)

    def _make_due(self) -> None:
        """Make the due reports, and put each in place at once."""
        making: dict[Future[Any], Report] = {}
        files_of_folders: dict[Path, dict[str, bytes]] = {}
        for report in self._chosen:
            if report not in self._due:
                self._tell("skipped", report.page)
                continue
            folder = self._notebooks[report.notebook].folder
            # A network's notebook runs elsewhere, and gets the files beside it. Any other notebook
            # runs in its own folder, which may have many files: they needn't travel.
            if self._job.data and folder not in files_of_folders:
                files_of_folders[folder] = read_beside(folder)
            task = self._make_task(report, files_of_folders.get(folder, {}))
            future = self._workers.submit(_make_page, task, self._options.timeout)
            making[future] = report
        # Each page is put in place as soon as it is made: people may read it while others are made.
        for future in as_completed(making):
            report = making[future]
            if self._deliver(report, future):
                self._tell("made", report.page)

    def _make_task(self, report: Report, files: Mapping[str, bytes]) -> Task:
        """Return the task of a report: all that a worker needs to make the page.

        `files` are the files that travel with the notebook, by name.
        """
        notebook = self._notebooks[report.notebook]
        return Task(
            report,
            self._snapshot,
            source=notebook.source,
            beside=str(notebook.folder),
            files=files,
            options=self._options.export,
            runs=self._job.runs,
        )

    def _print_pages(self) -> None:
        """Make the PDF and the picture of each chosen page that is to have them and hasn't yet."""
        printing: dict[Future[Any], Report] = {}
        for report in self._chosen:
            # Most kinds of pages are for the screen alone.
            if not report.on_paper or self._records.is_printed(report):
                continue
            # Where a report has failed, an older page stands in its place: that isn't printed.
            if self._is_right(report):
                html = self._records.read_page(report)
                printed = self._workers.submit(Processes.call, PRINT_STEP, report, html)
                printing[printed] = report
        for future in as_completed(printing):
            report = printing[future]
            try:
                made: Made = future.result()
                held = self._records.add_printed(report, made.files)
            except Exception as error:
                # A fault of any kind in one page must not stop the pages beside it.
                self._good = False
                name_of_pdf, _name_of_picture = report.on_paper
                self._tell("failed", name_of_pdf, say_error(error))
                continue
            self._tell_held(held)
            for line in made.kept:
                self._tell("kept", report.page, line)

    def _make_list(self) -> None:
        """Make the list of all pages again if outdated."""
        state = self._sort_by_state()
        # The list is a report too, made of the other reports and their states.
        index = INDEX._replace(parameters={"state": state, "reports": self._reports})
        if self._is_due(index):
            listing = self._workers.submit(
                Processes.call, self._job.list_pages, self._snapshot, self._reports, state
            )
            self._deliver(index, listing)

    def _deliver(self, report: Report, future: "Future[Any]") -> bool:
        """Put the files of a made report in place; return whether the page is right.

        `future` gives the files, or raises the error that stopped the report. Events tell of that
        error, of files that another program has open, and of outputs that no page shows.
        """
        made = Made({})
        # The system's reasons by the names of the files that stay as they were.
        held: dict[str, str] = {}
        try:
            made = future.result()
            # Without a hash a failed report is tried again by the next build.
            hash_of_sources = ""
            if not made.error:
                hash_of_sources = self._hash_made_of(report)
            held = self._records.put_in_place(report, hash_of_sources, made.files)
        except CancelledError:
            made = made._replace(error=_("the scheduler or the worker that had it is gone"))
        except Exception as error:
            # A fault of any kind in one page must not stop the pages beside it. If the report has
            # failed already, the error of the report says more than that of writing its files.
            made = made._replace(error=made.error or say_error(error))
        if made.error:
            self._good = False
            self._tell("failed", report.page, made.error)
        self._tell_held(held)
        for line in made.kept:
            self._tell("kept", report.page, line)
        return not made.error and report.page not in held

    def _tell_held(self, held: Mapping[str, str]) -> None:
        """Tell as failed the files that could not be replaced.

        `held` has the system's reason by the name of the file: on Windows a file that is open in
        another program can't be replaced.
        """
        for name, reason in held.items():
            self._good = False
            line = _(
                "stays as it was: {reason}; if it is open in another program, close it there, "
                "then build again",
                reason=reason,
            )
            self._tell("failed", name, line)

    def _remove_orphans(self) -> None:
        """Remove the pages that no notebook declares any more, such as that of a year that is gone.

        Only pages that a build has made are removed: those in the records.
        """
        declared = {INDEX.name}
        declared.update(report.name for report in self._reports)
        for name in self._records.pages.keys() - declared:
            try:
                self._records.remove_page(name)
                self._tell("removed", f"{name}.html")
            except OSError as error:
                # The next build tries again.
                self._good = False
                self._tell("failed", said=say_error(error))

    def _hash_made_of(self, report: Report) -> str:
        """Return the hash of all that a report is made of: data, notebook, program, parameters.

        If the hash differs from the one in the records, the page is made again.
        """
        parameters = {"data": self._snapshot.address, **report.parameters}
        parts = dict(self._common)
        parts["parameters"] = json.dumps(parameters, sort_keys=True, default=dict)
        # The list of pages has no notebook.
        if report.notebook:
            parts["notebook"] = self._of_notebooks[report.notebook]
        return hash_parts(parts)

    def _is_due(self, report: Report) -> bool:
        """Whether a report must be made: its page is outdated, or all pages are asked for anew."""
        return self._options.force or not self._is_right(report)

    def _is_right(self, report: Report) -> bool:
        """Whether a report's files in place are the files that a build would make now."""
        return self._records.is_up_to_date(report, self._hash_made_of(report))

    def _sort_by_state(self) -> Mapping[str, list[str]]:
        """Return the names of reports by their state, for the list of pages.

        failed   the last build that tried the report has failed; an older page may stand there
        absent   there is no page, and so no link in the list
        unbuilt  there is no page, for no build has tried the report yet
        """
        state: dict[str, list[str]] = {"failed": [], "absent": [], "unbuilt": []}
        for report in self._reports:
            has_failed = self._records.has_failed(report)
            if has_failed:
                state["failed"].append(report.name)
            if not self._records.has(report.page):
                state["absent"].append(report.name)
                if not has_failed:
                    state["unbuilt"].append(report.name)
        return state

    def _tell(self, kind: str, page: str = "", said: str = "") -> None:
        """Hand an event of this job, such as "made" for a page, to the code that shows progress."""
        self._say(Event(kind, self._job.name, page, said))


def _make_page(processes: Processes, task: Task, timeout: float | None) -> Made:
    """Return the files of a report: a process runs the notebook, a second process publishes.

    A notebook that was run already is only published. `timeout` is the most seconds of the run. A
    report that fails has a page that tells the error.
    """
    # The JSON of the executed notebook, once the first process has returned it.
    executed = ""
    try:
        step = RUN_STEP if task.runs else TAKE_STEP
        # `problem` is the message of a cell that failed, or "".
        executed, problem = processes.call(step, task, timeout=timeout)
        made: Made = processes.call(
            PUBLISH_STEP, task, executed, problem, timeout=SECONDS_TO_PUBLISH
        )
    except ReportError as error:
        # The process died, the time was over, or the page broke a rule: a page with the error is
        # made in its place.
        made = processes.call(PUBLISH_STEP, task, executed, str(error), timeout=SECONDS_TO_PUBLISH)
    return made
