"""How the pages of one job are brought up to date: locked, looked at, made, listed, released."""

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, as_completed
from contextlib import contextmanager
from typing import Any

from annual_report.base.errors import ReportError, say_error
from annual_report.base.messages import _
from annual_report.base.program import hash_bytes, hash_files, hash_parts, hash_program
from annual_report.machine.making.job import Event, Job, Options, Tell
from annual_report.machine.making.pages import (
    hash_beside,
    hash_program_phrases,
    list_reports,
    list_wanted_values,
    tell_pageless,
)
from annual_report.machine.making.records import FOLDER, Record, Records, name_private_notebook
from annual_report.machine.making.workers import Workers, call_in_process, make_page
from annual_report.machine.run.processes import EndedError
from annual_report.machine.run.tasks import (
    ERROR,
    INDEX,
    Made,
    Outline,
    Report,
    Task,
    make_plain_error,
)

PAUSE = 0.1
"""Seconds between two looks at a place that another build has."""


class Update:
    """One job that is brought up to date: its place, and the records of what is there."""

    def __init__(self, job: Job, options: Options, workers: Workers, say: Tell) -> None:
        self._job, self._options, self._workers, self._say = job, options, workers, say
        self._good = True

    # --- The steps --------------------------------------------------------------------------

    def run(self) -> bool:
        """Bring the pages up to date; return whether every one of them is."""
        self._job.check_target(self._job.out)
        with self._hold_lock():
            self._read_sources()
            pageless = tell_pageless(self.notebooks, self.outline.values)
            for line in (*pageless, *self.outline.said):
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
        lock, is_told = FileLock(path), False
        while not lock.is_locked:
            try:
                lock.acquire(timeout=PAUSE if is_told else 0)
            except Timeout:
                if not is_told:
                    waiting = _("waiting for another build of {name}", name=self._job.name)
                    self._tell("waiting", said=waiting)
                is_told = True
            if self._workers.ended.is_set():
                raise EndedError(_("it was ended"))
        with lock:
            yield

    def _read_sources(self) -> None:
        """Read what is there, and look at it if it is another or if a page is to be made of it."""
        self.notebooks, self.snapshot = self._job.notebooks(), self._job.snapshot()
        self.records = Records(self._job.out)
        wanted = list_wanted_values(self.notebooks, self._job.each)
        common = {"program": hash_program(), "data": hash_files(self.snapshot.files)}
        key = hash_parts({**common, "wanted": " ".join(wanted)})
        # What every page is made of, and each page of a notebook.
        strict = {"strict": "yes"} if self._options.strict else {}
        self._common = {**common, "phrases": hash_program_phrases(), **strict}
        beside = {each.folder: hash_beside(each.folder) for each in self.notebooks.values()}
        self._own = {name: f"{n.digest} {beside[n.folder]}" for name, n in self.notebooks.items()}
        # What the last build has seen of the same files is as good as another look at them: where
        # nothing is due, nothing heavy is loaded.
        recalled = self.records.recall(key, self._options.years)
        if recalled:
            self._choose_reports(recalled)
        if recalled is None or any(is_due for _report, is_due in self.chosen):
            self._choose_reports(self._look_inside(wanted))
            if foreign := self.records.list_foreign((INDEX, *self.reports)):
                line = _(
                    "{place}: no build has written {files}: move them, or choose another --out",
                    place=self._job.out.resolve(),
                    files=", ".join(sorted(foreign)),
                )
                raise ReportError(line)
            self.records.remember(key, self.outline)

    def _look_inside(self, wanted: Sequence[str]) -> Outline:
        """Look at what there is: without it each page would read and validate all the data."""
        if self._job.look is None:
            return Outline()
        arguments = self.snapshot, hash_program(), wanted, self._options.years
        looking = call_in_process, self._options.timeout, self._job.look, *arguments
        found: Outline = self._workers.submit(*looking).result()
        self.snapshot = self.snapshot._replace(packed=found.packed)
        return found

    def _choose_reports(self, outline: Outline) -> None:
        """Choose the reports that are asked for, each with whether it must be made."""
        self.outline = outline
        self.reports = list_reports(self.notebooks, outline.values, outline.names)
        chosen, years = list(self.reports), self._options.years
        # Years come in the order in which they were asked for, and before all what is looked at.
        if years:
            chosen = [each for each in chosen if each.parameters.get("year") in years]
            chosen.sort(key=lambda each: years.index(int(str(each.parameters["year"]))))
        chosen.sort(key=lambda each: each.name not in self._options.first)
        self.chosen = [(each, self._options.force or self._is_due(each)) for each in chosen]

    def _make_due(self) -> None:
        """Make what is due, and put each report in place as soon as it is finished."""
        shared = self._workers.share(self.snapshot)
        making: dict[Future[Any], Report] = {}
        for report, is_due in self.chosen:
            if is_due:
                steps = make_page, self._make_task(report), shared, self._options.timeout
                making[self._workers.submit(*steps)] = report
            else:
                self._tell("skipped", report.page)
        # The first can be read before the last is made.
        for future in as_completed(making):
            self._deliver(making[future], future)
        if making:
            self.records.save()

    def _make_list(self) -> None:
        """Make the list of all pages again if it is out of date."""
        state = self._sort_by_state()
        # Whoever builds some years is told of the others; whoever reads the list isn't.
        if stale := state["stale"]:
            line = _("pages older than the data: {count}; made again by build without a year",
                     count=len(stale))  # fmt: skip
            self._tell("noted", said=line)
        index = INDEX._replace(parameters={"state": state, "reports": self.reports})
        if self._is_due(index):
            task = self._make_task(index)._replace(snapshot=self.snapshot)
            arguments = self._job.list_pages, task, self.reports, state
            listing = self._workers.submit(call_in_process, self._options.timeout, *arguments)
            self._deliver(index, listing, is_told=False)
            self.records.save()

    def _deliver(self, report: Report, future: "Future[Any]", *, is_told: bool = True) -> None:
        """Put a report's files in place; tell if it has failed, and what became of it otherwise."""
        try:
            made: Made = future.result()
        except Exception as error:  # whatever it is, the others must still be delivered
            if self._workers.ended.is_set():  # on Ctrl-C nothing has failed
                raise
            made = make_plain_error(report, say_error(error))
        try:
            self._put_in_place(made)
        except OSError as error:  # the others may have room
            made = make_plain_error(report, made.error or say_error(error))
        if made.error:
            self._good = False
            self._say(Event("failed", self._job.name, report.page, made.error, made.trace))
        elif is_told:
            self._tell("made", report.page)
        for line in made.kept:
            self._tell("kept", report.page, line)

    def _put_in_place(self, made: Made) -> None:
        """Put files in place, the page last, or the page that says why there are none."""
        report, records = made.report, self.records
        private = name_private_notebook(report.name)
        # The whole notebook is kept of a failure too; one that never ran leaves the older one.
        if report.notebook and (made.private or not records.has(private)):
            records.write(private, made.private)  # first, for it says whose the others are
        if made.error:  # the page as it was stays beside what is said of it
            records.write(report.error_page, made.files[report.error_page])
            return
        files = {name: hash_bytes(content) for name, content in made.files.items()}
        # What was printed of the page stays with it as long as it is the same, and goes before it.
        before = records.pages[report.name].files if report.name in records.pages else {}
        printed = {name: before[name] for name in report.on_paper if name in before.keys() - files}
        if before.get(report.page) != files[report.page]:
            records.remove(*report.on_paper)
            printed = {}
        for name in sorted(files, key=lambda name: name == report.page):
            records.write(name, made.files[name])
        records.keep(report.name, Record(self._hash_made_of(report), files | printed))
        records.remove(report.error_page)

    def _remove_orphans(self) -> None:
        """Remove pages that nothing declares any more, and what is said of their failures."""
        wanted, folder = {each.name for each in (INDEX, *self.reports)}, self._job.out
        try:
            # What is said of a failure is in no record: it is ours if the notebook beside is there.
            for path in [*folder.glob(f"*{ERROR}"), *folder.glob(f"*/*{ERROR}")]:
                page = path.relative_to(folder).as_posix()
                private = name_private_notebook(name := page.removesuffix(ERROR))
                if name not in wanted and self.records.has(private):
                    self.records.remove(page, private)
                    self._tell("removed", page)
            for name in sorted(self.records.pages.keys() - wanted):
                for page in self.records.forget(name):
                    self._tell("removed", page)
                self.records.save()
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
        record = self.records.pages.get(report.name)
        if record is None or record.made_of != self._hash_made_of(report):
            return True
        if self._options.pdf and not set(report.on_paper) <= record.files.keys():
            return True
        # What was wrong may have been put back since the last attempt failed.
        as_left = (self.records.is_as_left(*each) for each in record.files.items())
        return self.records.has(report.error_page) or not all(as_left)

    def _sort_by_state(self) -> Mapping[str, list[str]]:
        """Return which reports failed, were never built, are out of date, or have no page."""
        state: dict[str, list[str]] = {"failed": [], "unbuilt": [], "stale": [], "absent": []}
        for report in self.reports:
            record = self.records.pages.get(report.name)
            is_there = self.records.has(report.page)
            # No link leads to a page that isn't there, whatever became of it; of the three others
            # one alone is said.
            if not is_there:
                state["absent"].append(report.name)
            if self.records.has(report.error_page):
                state["failed"].append(report.name)
            elif not is_there:
                state["unbuilt"].append(report.name)
            elif record is None or record.made_of != self._hash_made_of(report):
                state["stale"].append(report.name)
        return state

    def _make_task(self, report: Report) -> Task:
        """Return the task that makes a report, but for the snapshot, which all have in common."""
        notebook = self.notebooks.get(report.notebook)
        return Task(
            report,
            self.snapshot._replace(files={}, packed=b""),
            notebook.source if notebook else "",
            str(notebook.folder) if notebook else "",
            hash_program(),
            self._options.pdf,
            self._options.strict,
        )

    def _tell(self, kind: str, page: str = "", said: str = "") -> None:
        self._say(Event(kind, self._job.name, page, said))
