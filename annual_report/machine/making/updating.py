"""How the pages of one job are brought up to date: locked, looked at, made, listed, released."""

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future, as_completed
from contextlib import contextmanager
from typing import Any

from annual_report.base.errors import ReportError, say_error
from annual_report.base.messages import _
from annual_report.base.program import hash_files, hash_parts, hash_program
from annual_report.machine.making.job import Event, Job, Options, Tell
from annual_report.machine.making.pages import (
    hash_beside,
    hash_program_phrases,
    list_reports,
    list_wanted_values,
    tell_pageless,
)
from annual_report.machine.making.records import (
    FILE,
    FOLDER,
    Record,
    Records,
    name_private_notebook,
)
from annual_report.machine.run.processes import Processes
from annual_report.machine.run.tasks import (
    INDEX,
    Executed,
    Made,
    Outline,
    Report,
    Task,
    call_by_name,
)

AFTERWARDS = 300.0
"""Seconds that may be taken to publish what was run, whatever limit that had."""
RUN, PUBLISH, FAIL = (
    f"annual_report.machine.run.report:{name}"
    for name in ("run_report", "publish_report", "make_error_page")
)
"""What a page's processes call, by name: it is heavy to import."""


class Update:
    """One job that is brought up to date: its place, and the records of what is there."""

    def __init__(self, job: Job, options: Options, workers: Processes, say: Tell) -> None:
        self._job, self._options, self._workers, self._say = job, options, workers, say
        self._good = True

    # --- The steps --------------------------------------------------------------------------

    def run(self) -> bool:
        """Bring the pages up to date; return whether every one of them is."""
        self._job.check_target(self._job.out)
        with self._hold_lock():
            self._read_sources()
            for line in (*tell_pageless(self.notebooks, self.outline.values), *self.outline.said):
                self._tell("noted", said=line)
            self._make_due()
            self._remove_orphans()
            self._make_list()
        return self._good

    @contextmanager
    def _hold_lock(self) -> Iterator[None]:
        """Have the place to oneself; wait while another build has it.

        The system unlocks the file if this process is killed.
        """
        from filelock import FileLock, Timeout

        path = self._job.out / FOLDER / "lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            line = _("waiting for another build of {name}", name=self._job.name)
            self._tell("waiting", said=line)
            lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def _read_sources(self) -> None:
        """Read what is there, and look at it if it is another or if a page is to be made of it."""
        self.notebooks, self.snapshot = self._job.notebooks(), self._job.snapshot()
        self.records = Records(self._job.out)
        self._refuse_foreign_pages()
        wanted = list_wanted_values(self.notebooks, self._job.each)
        common = {"program": hash_program(), "data": hash_files(self.snapshot.files)}
        key = hash_parts({**common, "wanted": " ".join(wanted)})
        # What every page is made of, and each page of a notebook.
        strict = {"strict": "yes"} if self._options.strict else {}
        self._common = {**common, "phrases": hash_program_phrases(), **strict}
        beside = {n.folder: hash_beside(n.folder) for n in self.notebooks.values()}
        self._own = {name: f"{n.digest} {beside[n.folder]}" for name, n in self.notebooks.items()}
        # What the last build has seen of the same files is as good as another look at them: where
        # nothing is due, nothing heavy is loaded.
        recalled = self.records.recall(key, self._options.years)
        if recalled:
            self._choose_reports(recalled)
        if recalled is None or self.due:
            self._choose_reports(self._look_inside(wanted))
            self.records.remember(key, self.outline)

    def _refuse_foreign_pages(self) -> None:
        """Raise ReportError for a folder with pages that no build has made: they stay there."""
        pages = sorted(path.name for path in self._job.out.glob("*.html") if path.is_file())
        if pages and not self.records.has(FILE):
            line = _("{place}: no build has written {files}: move them, or choose another --out",
                     place=self._job.out.resolve(), files=", ".join(pages))  # fmt: skip
            raise ReportError(line)

    def _look_inside(self, wanted: Sequence[str]) -> Outline:
        """Look at what there is: without it each page would read and validate all the data."""
        if self._job.look is None:
            return Outline()
        arguments = self.snapshot, hash_program(), wanted, self._options.years
        outline: Outline = self._workers.submit(Processes.call, self._job.look, *arguments).result()
        self.snapshot = self.snapshot._replace(packed=outline.packed)
        return outline

    def _choose_reports(self, outline: Outline) -> None:
        """Choose the reports that are asked for, and of these what must be made, some first."""
        self.outline = outline
        self.reports = list_reports(self.notebooks, outline.values, outline.names)
        years, pages, first = self._options.years, self._options.pages, self._options.first
        self.chosen = [
            report
            for report in sorted(self.reports, key=lambda report: report.name not in first)
            if (not pages or report.name in pages)
            and (not years or report.parameters.get("year") in years)
        ]
        self.due = [report for report in self.chosen if self._options.force or self._is_due(report)]

    def _make_due(self) -> None:
        """Make what is due, and put each report in place as soon as it is finished."""
        making: dict[Future[Any], Report] = {}
        for report in self.chosen:
            if report in self.due:
                task = self._make_task(report)
                making[self._workers.submit(_make_page, task, self._options.timeout)] = report
            else:
                self._tell("skipped", report.page)
        # The first can be read before the last is made.
        for future in as_completed(making):
            if self._deliver(making[future], future):
                self._tell("made", making[future].page)

    def _make_list(self) -> None:
        """Make the list of all pages again if it is out of date."""
        state = self._sort_by_state()
        index = INDEX._replace(parameters={"state": state, "reports": self.reports})
        if self._is_due(index):
            arguments = self._job.list_pages, self._make_task(index), self.reports, state
            self._deliver(index, self._workers.submit(Processes.call, *arguments))

    def _deliver(self, report: Report, future: "Future[Any]") -> bool:
        """Put a report's files in place; tell if it has failed, and what stays in its notebook."""
        made = Made(report, {})
        try:
            made = future.result()
            files = dict(made.files)
            if made.private:
                files[name_private_notebook(report.name)] = made.private
            made_of = "" if made.error else self._hash_made_of(report)
            self.records.put_in_place(report, made_of, files)
        except CancelledError:
            made = made._replace(error=_("the scheduler or the worker that had it is gone"))
        except Exception as error:  # whatever it is, the others must still be delivered
            made = made._replace(error=made.error or say_error(error))
        if made.error:
            self._good = False
            self._tell("failed", report.page, made.error)
        for line in made.kept:
            self._tell("kept", report.page, line)
        return not made.error

    def _remove_orphans(self) -> None:
        """Remove pages that nothing declares any more."""
        for name in self.records.pages.keys() - {report.name for report in (INDEX, *self.reports)}:
            try:
                self.records.remove_page(name)
                self._tell("removed", f"{name}.html")
            except OSError as error:  # one that can't be removed leaves the rest of the build
                self._good = False
                self._tell("failed", said=say_error(error))

    # --- What there is, and in what state ---------------------------------------------------

    def _hash_made_of(self, report: Report) -> str:
        """Return the hash of all that a report is made of."""
        parameters = {"data": self.snapshot.address, **report.parameters}
        given = {"parameters": json.dumps(parameters, sort_keys=True, default=dict)}
        own = {"notebook": self._own[report.notebook]} if report.notebook else {}
        return hash_parts({**self._common, **given, **own})

    def _is_due(self, report: Report) -> bool:
        """Whether a report must be made: it is made of something else, or a file isn't as left.

        A PDF that nobody asks for now may stay if it is right.
        """
        record = self.records.pages.get(report.name, Record())
        return (
            record.made_of != self._hash_made_of(report)
            or (self._options.pdf and not set(report.on_paper) <= record.files.keys())
            or not self.records.is_as_left(record)
        )

    def _sort_by_state(self) -> Mapping[str, list[str]]:
        """Return which reports failed, were never built, or have no page: no link leads there."""
        pages = self.records.pages
        failed = [report.name for report in self.reports
                  if report.name in pages and not pages[report.name].made_of]  # fmt: skip
        absent = [report.name for report in self.reports if not self.records.has(report.page)]
        unbuilt = [name for name in absent if name not in failed]
        return {"failed": failed, "absent": absent, "unbuilt": unbuilt}

    def _make_task(self, report: Report) -> Task:
        """Return the task that makes a report."""
        notebook = self.notebooks.get(report.notebook)
        return Task(
            report,
            self.snapshot,
            notebook.source if notebook else "",
            str(notebook.folder) if notebook else "",
            hash_program(),
            self._options.pdf,
            self._options.strict,
        )

    def _tell(self, kind: str, page: str = "", said: str = "") -> None:
        self._say(Event(kind, self._job.name, page, said))


def _make_page(processes: Processes, task: Task, timeout: float | None) -> Made:
    """Run a report's notebook in one clean process, and publish it in another."""
    ran = Executed()
    try:
        ran = processes.call(call_by_name, RUN, task, timeout=timeout)
        made: Made = processes.call(call_by_name, PUBLISH, task, ran, timeout=AFTERWARDS)
    except ReportError as error:  # no process or no time; a cell that fails; a broken rule
        made = processes.call(call_by_name, FAIL, task, str(error), ran, timeout=AFTERWARDS)
    return made
