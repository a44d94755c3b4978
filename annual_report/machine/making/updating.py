"""How the pages of one job are brought up to date: locked, looked at, made, listed, released."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any

from annual_report.base.errors import ReportError, say_error
from annual_report.base.messages import _
from annual_report.base.program import hash_bytes, hash_parts, hash_program
from annual_report.machine.making.job import Event, Job, Options, Tell
from annual_report.machine.making.pages import list_reports, list_wanted_values, tell_pageless
from annual_report.machine.making.records import (
    DRAFTS,
    Record,
    Records,
    name_private_notebook,
    say_changes,
)
from annual_report.machine.making.store import FolderStore
from annual_report.machine.making.workers import Workers, call_in_process, make_page
from annual_report.machine.run.processes import EndedError
from annual_report.machine.run.reads import ALL, DATA, hash_parts_now
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
        self._store = FolderStore(job.out)
        self._program = hash_program()
        self._good = True

    # --- The steps --------------------------------------------------------------------------

    def run(self) -> bool:
        """Bring the pages up to date; return whether every one of them is."""
        self._job.check_target(self._store.place)
        with self._hold_lock():
            self._store.sweep()
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
        """Have the place to oneself; wait while another build has it."""
        lock = self._store.lock()
        if lock is None:
            waiting = _("waiting for another build of {name}", name=self._job.name)
            self._tell("waiting", said=waiting)
        while lock is None:
            if self._workers.ended.wait(PAUSE):
                raise EndedError(_("it was ended"))
            lock = self._store.lock()
        with lock:
            yield

    def _read_sources(self) -> None:
        """Read what is there, and look at it if it is another or if a page is to be made of it."""
        self.notebooks, self.snapshot = self._job.notebooks(), self._job.snapshot()
        self.records = Records(self._store)
        wanted = list_wanted_values(self.notebooks)
        known = {"program": self._program, "asked": " ".join(wanted)}
        key = hash_parts({**known, **hash_parts_now([DATA + ALL], self.snapshot.files)})
        # What the last build has seen of the same files is as good as another look at them: where
        # nothing is due, nothing heavy is loaded.
        recalled = self.records.recall(key, self._options.years)
        if recalled:
            self._choose_reports(recalled)
        if recalled is None or any(why for _report, why in self.chosen):
            self._choose_reports(self._look_inside(wanted))
            if foreign := self.records.list_foreign((INDEX, *self.reports)):
                line = _(
                    "{place}: no build has written {files}: move them, or choose another --out",
                    place=self._store.place,
                    files=", ".join(sorted(foreign)),
                )
                raise ReportError(line)
            self.records.remember(key, self.outline)

    def _look_inside(self, wanted: Sequence[str]) -> Outline:
        """Look at what there is: without it each page would read and validate all the data."""
        if self._job.look is None:
            return Outline()
        arguments = self.snapshot, self._program, wanted, self._options.years
        looking = call_in_process, self._options.timeout, self._job.look, *arguments
        found: Outline = self._workers.submit(*looking).result()
        self.snapshot = self.snapshot._replace(packed=found.packed)
        return found

    def _choose_reports(self, outline: Outline) -> None:
        """Choose the reports that are asked for, each with why it must be made, None if not."""
        self.outline = outline
        self.reports = list_reports(self.notebooks, outline.values, outline.names)
        chosen, years = list(self.reports), self._options.years
        # Years come in the order in which they were asked for, and before all what is looked at.
        if years:
            chosen = [each for each in chosen if each.parameters.get("year") in years]
            chosen.sort(key=lambda each: years.index(int(str(each.parameters["year"]))))
        chosen.sort(key=lambda each: each.name not in self._options.first)
        forced = _("asked for by --force") if self._options.force else None
        self.chosen = [(report, self._say_why_due(report) or forced) for report in chosen]

    def _make_due(self) -> None:
        """Make what is due, and put each report in place as soon as it is finished."""
        shared, finished = self._workers.share(self.snapshot), SimpleQueue[Any]()
        making: dict[Any, tuple[Report, str]] = {}
        for report, why in self.chosen:
            if why is None:
                self._tell("skipped", report.page, _("up to date"))
            else:
                steps = make_page, self._make_task(report), shared, self._options.timeout
                making[self._workers.submit(*steps)] = report, why
        # Each is put in place and told when it ends: the first can be read before the last is made.
        for future in list(making):
            future.add_done_callback(finished.put)
        due = bool(making)
        while making:
            future = finished.get()
            report, why = making.pop(future)
            became, kept = self._deliver(report, future)
            if became != "failed":
                self._tell(became, report.page, why)
            for line in kept:
                self._tell("kept", report.page, line)
        if due:
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
        if self._say_why_due(index):
            task = self._make_task(index)._replace(snapshot=self.snapshot)
            arguments = self._job.list_pages, task, self.reports, state
            listing = self._workers.submit(call_in_process, self._options.timeout, *arguments)
            self._deliver(index, listing)
            self.records.save()

    def _deliver(self, report: Report, future: Any) -> tuple[str, Sequence[str]]:
        """Put a report's files in place, and tell if it has failed.

        Return what became of it, and what its notebook keeps back.
        """
        try:
            made: Made = future.result()
        except Exception as error:  # whatever it is, the others must still be delivered
            if self._workers.ended.is_set():  # on Ctrl-C nothing has failed
                raise
            made = make_plain_error(report, say_error(error))
        try:
            became = self._put_in_place(made)
        except OSError as error:  # the others may have room
            became, made = "failed", make_plain_error(report, made.error or say_error(error))
        if became == "failed":
            self._tell_failure(report.page, made.error, made.trace)
        return became, made.kept

    def _put_in_place(self, made: Made) -> str:
        """Put files in place, the page last, or the page that says why there are none.

        Return what became of it: failed, made, or the same if nothing that is given out changed.
        """
        report, records, store = made.report, self.records, self._store
        private = name_private_notebook(report.name)
        # The whole notebook is kept of a failure too; one that never ran leaves the older one.
        if report.notebook and (made.private or not store.has(private)):
            store.write(private, made.private)  # first, for it says whose the others are
        if made.error:  # the page as it was stays beside what is said of it
            store.write(report.error_page, made.files[report.error_page])
            return "failed"
        outputs = {name: hash_bytes(content) for name, content in made.files.items()}
        # What is on paper of the page as it was stays with it, if it isn't made again here.
        before, paper = records.known.get(report.name), set(report.on_paper) - made.files.keys()
        there = before.outputs if before else {}
        kept = {name: there[name] for name in paper & there.keys()}
        changed = before is None or there != outputs | kept or bool(records.say_damage(before))
        if changed:
            store.remove(*paper)  # before the page: it says what the old one says
            for name in sorted(made.files, key=lambda name: name == report.page):
                store.write(name, made.files[name])
        else:
            outputs |= kept
        records.keep(report.name, Record({**self._hash_made_of(report), **made.read}, outputs))
        store.remove(report.error_page)
        return "made" if changed else "same"

    def _remove_orphans(self) -> None:
        """Remove pages that nothing declares any more, and what is said of their failures."""
        wanted, folder = {each.name for each in (INDEX, *self.reports)}, self._store.folder
        try:
            # What is said of a failure is in no record: it is ours if the notebook beside is there.
            for path in [*folder.glob(f"*{ERROR}"), *folder.glob(f"*/*{ERROR}")]:
                page = path.relative_to(folder).as_posix()
                name = page.removesuffix(ERROR)
                if name not in wanted and self._store.has(name_private_notebook(name)):
                    self._store.remove(page, name_private_notebook(name))
                    self._tell_removed(page)
            for name in sorted(self.records.known.keys() - wanted):
                for page in self.records.forget(name):
                    self._tell_removed(page)
                self.records.save()
        except OSError as error:  # one that can't be removed leaves the rest of the build
            self._tell_failure("", say_error(error))

    # --- What there is, and in what state ---------------------------------------------------

    def _hash_made_of(self, report: Report) -> dict[str, str]:
        """Return what a report is made of, but for what is read while it is made."""
        parameters = {"data": self.snapshot.address, **report.parameters}
        given = hash_bytes(json.dumps(parameters, sort_keys=True).encode())
        found = {"program: ": self._program, "parameters: ": given}
        if report.notebook:
            notebook = self.notebooks[report.notebook]
            found[f"notebook: {notebook.file}"] = notebook.digest
        if self.outline.drafts:
            found[DRAFTS] = json.dumps(self.outline.drafts)
        return found

    def _say_why_due(self, report: Report) -> str | None:
        """Say why a report must be made; None if it is up to date and its files are untouched.

        A PDF that nobody asks for now may stay if it is right.
        """
        record = self.records.known.get(report.name)
        if record is None:
            return _("never built")
        for name in report.on_paper if self._options.pdf else ():
            if name not in record.outputs:
                return _("{name} is missing", name=name)
        why = self._say_changed(report, record) or self.records.say_damage(record)
        if why is None and self._store.has(report.error_page):  # what was wrong was put back
            return _("the last attempt failed")
        return why

    def _say_changed(self, report: Report, record: Record) -> str | None:
        """Say which parts of what a report was made of are others now; None if none is."""
        current = hash_parts_now(record.made_of, self.snapshot.files) | self._hash_made_of(report)
        return say_changes(record.made_of, current)

    def _sort_by_state(self) -> dict[str, list[str]]:
        """Return which reports failed, were never built, are out of date, or have no page."""
        state: dict[str, list[str]] = {"failed": [], "unbuilt": [], "stale": [], "absent": []}
        for report in self.reports:
            record, there = self.records.known.get(report.name), self._store.has(report.page)
            # No link leads to a page that isn't there, whatever became of it; of the three others
            # one alone is said.
            if not there:
                state["absent"].append(report.name)
            if self._store.has(report.error_page):
                state["failed"].append(report.name)
            elif not there:
                state["unbuilt"].append(report.name)
            elif record is None or self._say_changed(report, record):
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
            self._program,
            self._options.pdf,
        )

    # --- What is told -----------------------------------------------------------------------

    def _tell(self, kind: str, page: str = "", said: str = "") -> None:
        self._say(Event(kind, self._job.name, page, said))

    def _tell_removed(self, page: str) -> None:
        self._tell("removed", page, _("no data and no notebook ask for it any more"))

    def _tell_failure(self, page: str, said: str, trace: str = "") -> None:
        self._good = False
        self._say(Event("failed", self._job.name, page, said, trace))
