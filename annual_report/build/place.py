"""How the pages of one source are brought up to date: locked, looked at, made, listed, released."""

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any

from annual_report.build.asked import Event, Options, Source, Tell
from annual_report.build.pages import Notebook, asked, reports, without_pages
from annual_report.build.records import DRAFTS, Record, Records, difference, private_name
from annual_report.build.store import FolderStore
from annual_report.build.workers import Workers, call, make_page
from annual_report.errors import ReportError, say_error
from annual_report.messages import _
from annual_report.program import hash_bytes, hash_parts, hash_program
from annual_report.run.reads import ALL, DATA, now
from annual_report.run.tasks import (
    ERROR,
    INDEX,
    Failed,
    Made,
    Outline,
    Report,
    Snapshot,
    Task,
    without_page,
)

PAUSE = 0.1
"""Seconds between two looks at a place that another build has."""


class StoppedError(Exception):
    """The whole build is ended: nothing more is put in place, and nothing has failed."""


class Place:
    """One source, the place of its pages, and the records of what these were made of."""

    def __init__(
        self,
        source: Source,
        store: FolderStore,
        options: Options,
        workers: Workers,
        tell: Tell,
        stopped: threading.Event,
    ) -> None:
        self._source, self._store, self._options = source, store, options
        self._workers, self._say, self._stopped = workers, tell, stopped
        self._program = hash_program()
        self._good = True

    # --- The steps --------------------------------------------------------------------------

    def build(self) -> bool:
        """Bring the pages up to date; return whether every one of them is."""
        with self._locked():
            self._store.sweep()
            self.read()
            self._tell_noted()
            self._make()
            self._remove_orphans()
            self._list()
        return self._good

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Have the place to oneself; wait while another build has it."""
        lock = self._store.lock()
        if lock is None:
            self._tell("waiting", said=_("waiting for another build of {name}", name=self._name))
        while lock is None:
            if self._stopped.wait(PAUSE):
                raise StoppedError
            lock = self._store.lock()
        with lock:
            yield

    def read(self) -> None:
        """Read what is there, and look at it if it is another or if a page is to be made of it."""
        self.notebooks: Mapping[str, Notebook] = self._source.notebooks()
        self.snapshot: Snapshot = self._source.snapshot()
        self.records = Records(self._store)
        wanted = asked(self.notebooks)
        known = {"program": self._program, "asked": " ".join(wanted)}
        key = hash_parts({**known, **now([DATA + ALL], self.snapshot.files)})
        recalled, years = self.records.remembered(key, wanted), set(self._options.years)
        if recalled and years <= set(recalled.values.get("year", years)):
            self._plan(recalled)
            if not any(why for _report, why in self.chosen):
                return
            self._look(wanted)
        else:
            self._plan(self._look(wanted))
        if foreign := self.records.foreign((INDEX, *self.reports)):
            raise ReportError(
                _(
                    "{place}: no build has written {files}: move them, or choose another --out",
                    place=self._store.place,
                    files=", ".join(sorted(foreign)),
                )
            )
        self.records.remember(key, self.outline)

    def _plan(self, outline: Outline) -> None:
        self.outline = outline
        self.reports = reports(self.notebooks, outline.values, outline.names)
        self.chosen = self._choose()

    def _look(self, wanted: Sequence[str]) -> Outline:
        """Look at what there is: without it each page would read and validate all the data."""
        arguments = self.snapshot, self._program, wanted, self._options.years
        looking = call, self._options.timeout, self._source.look, *arguments
        found: Outline = self._workers.submit(*looking).result()
        self._stop_if_asked()
        self.snapshot = self.snapshot._replace(packed=found.packed, bare=found.bare)
        return found

    def _make(self) -> None:
        """Make what is due, and put each report in place as soon as it is finished."""
        shared = self._workers.share(self.snapshot)
        making: dict[Any, tuple[Report, str]] = {}
        for report, why in self.chosen:
            if why is None:
                self._tell("skipped", report.page, _("up to date"))
            else:
                arguments = make_page, self._task(report), shared, self._options.timeout
                making[self._workers.submit(*arguments)] = report, why
        finished: SimpleQueue[Any] = SimpleQueue()
        for future in making:
            future.add_done_callback(finished.put)
        for _number in making:
            future = finished.get()
            self._stop_if_asked()
            report, why = making[future]
            became, kept = self._take(report, future)
            if became != "failed":
                self._tell(became, report.page, why)
            for line in kept:
                self._tell("kept", report.page, line)
        if making:
            self.records.save()

    def _list(self) -> None:
        """Make the list of all pages again if it is out of date."""
        index = INDEX._replace(parameters={"state": self._state(), "reports": self.reports})
        if self.why(index):
            task = self._task(index)._replace(snapshot=self.snapshot)
            listing = call, self._options.timeout, self._source.list_pages, task
            self._take(index, self._workers.submit(*listing))
            self.records.save()

    def _take(self, report: Report, future: Any) -> tuple[str, Sequence[str]]:
        """Put a report's files in place.

        Return what became of it, made, same or failed, and what its notebook keeps back.
        """
        answer: Made | Failed
        try:
            answer = future.result()
        except Exception as error:  # whatever it is, the others must still be delivered
            self._stop_if_asked()
            answer = without_page(report, say_error(error))
        try:
            changed = self.put(answer)
        except OSError as error:  # the others may have room
            answer = without_page(report, getattr(answer, "message", say_error(error)))
        if isinstance(answer, Failed):
            self._fail(report.page, answer.message, answer.trace)
            return "failed", ()
        return "made" if changed else "same", answer.kept

    def put(self, answer: Made | Failed) -> bool:
        """Put files in place, the page last, or the page that says why there are none.

        Return whether anything that is given out has changed.
        """
        report, records, store = answer.report, self.records, self._store
        private = private_name(report.name)
        if report.notebook and (answer.private or not store.has(private)):
            store.write(private, answer.private)  # first, for it says whose the others are
        if isinstance(answer, Failed):
            store.write(report.error_page, answer.page)
            return True
        outputs = {name: hash_bytes(content) for name, content in answer.files.items()}
        before, paper = records.known.get(report.name), set(report.on_paper) - answer.files.keys()
        there = before.outputs if before else {}
        kept = {name: there[name] for name in paper & there.keys()}
        changed = before is None or there != outputs | kept or bool(records.touched(before))
        if changed:
            store.remove(*paper)  # before the page: it says what the old one says
        else:
            outputs |= kept
        for name in sorted(answer.files, key=lambda name: name == report.page):
            if changed:
                store.write(name, answer.files[name])
        records.keep(report.name, Record({**self.made_of(report), **answer.read}, outputs))
        store.remove(report.error_page)
        return changed

    def _remove_orphans(self) -> None:
        """Remove pages that nothing declares any more, and what is said of their failures."""
        wanted, folder = {each.name for each in (INDEX, *self.reports)}, self._store.folder
        try:
            for path in [*folder.glob(f"*{ERROR}"), *folder.glob(f"*/*{ERROR}")]:
                page = path.relative_to(folder).as_posix()
                name = page.removesuffix(ERROR)
                if name not in wanted and self._store.has(private_name(name)):
                    self._store.remove(page, private_name(name))
                    self._tell_removed(page)
            for name in sorted(self.records.known.keys() - wanted):
                for page in self.records.forget(name):
                    self._tell_removed(page)
                self.records.save()
        except OSError as error:  # one that can't be removed leaves the rest of the build
            self._fail("", say_error(error))

    # --- What there is, and in what state ---------------------------------------------------

    def _choose(self) -> list[tuple[Report, str | None]]:
        """Return each report that is asked for, with why it must be made, None if it needn't."""
        chosen, years = list(self.reports), self._options.years
        if years:
            chosen = [each for each in chosen if each.parameters.get("year") in years]
            chosen.sort(key=lambda each: years.index(int(str(each.parameters["year"]))))
        chosen.sort(key=lambda each: each.name not in self._options.first)
        forced = _("asked for by --force") if self._options.force else None
        return [(report, self.why(report) or forced) for report in chosen]

    def made_of(self, report: Report) -> dict[str, str]:
        """Return what a report is made of, but for what is read while it is made."""
        parameters = {"data": self.snapshot.address, **report.parameters}
        given = hash_bytes(json.dumps(parameters, sort_keys=True).encode())
        found = {"program: ": self._program, "parameters: ": given}
        if report.notebook:
            notebook = self.notebooks[report.notebook]
            found[f"notebook: {notebook.file}"] = notebook.digest
        if self.outline.drafts:
            found[DRAFTS] = repr(self.outline.drafts)
        return found

    def why(self, report: Report) -> str | None:
        """Say why a report must be made; None if it is up to date and its files are untouched.

        A PDF that nobody asks for now may stay if it is right.
        """
        record = self.records.known.get(report.name)
        if record is None:
            return _("never built")
        if self._options.pdf:
            for name in report.on_paper:
                if name not in record.outputs:
                    return _("{name} is missing", name=name)
        why = self._changed(report, record) or self.records.touched(record)
        if why is None and self._store.has(report.error_page):  # what was wrong was put back
            return _("the last attempt failed")
        return why

    def _changed(self, report: Report, record: Record) -> str | None:
        current = now(record.made_of, self.snapshot.files) | self.made_of(report)
        return difference(record.made_of, current)

    def _state(self) -> dict[str, list[str]]:
        """Return which reports failed, were never built, are out of date, or have no page."""
        state: dict[str, list[str]] = {"failed": [], "unbuilt": [], "stale": [], "absent": []}
        for report in self.reports:
            record, there = self.records.known.get(report.name), self._store.has(report.page)
            if not there:
                state["absent"].append(report.name)
            if self._store.has(report.error_page):
                state["failed"].append(report.name)
            elif not there:
                state["unbuilt"].append(report.name)
            elif record is None or self._changed(report, record):
                state["stale"].append(report.name)
        return state

    def _task(self, report: Report) -> Task:
        """Return the task that makes a report, but for the snapshot, which all have in common."""
        notebook = self.notebooks.get(report.notebook)
        return Task(
            report,
            self.snapshot._replace(files={}, packed=b""),
            notebook.source if notebook else "",
            str(notebook.folder) if notebook else "",
            self._program,
            self._options.memory_limit,
            self._options.pdf,
        )

    # --- What is told -----------------------------------------------------------------------

    @property
    def _name(self) -> str:
        return self._source.name

    def _tell(self, kind: str, page: str = "", said: str = "") -> None:
        self._say(Event(kind, self._name, page, said))

    def _tell_removed(self, page: str) -> None:
        self._tell("removed", page, _("no data and no notebook ask for it any more"))

    def _fail(self, page: str, said: str, trace: str = "") -> None:
        self._good = False
        self._say(Event("failed", self._name, page, said, trace))

    def _tell_noted(self) -> None:
        """Tell what was noticed of the data, and which notebooks make no page."""
        for line in (*without_pages(self.notebooks, self.outline.values), *self.outline.said):
            self._tell("noted", said=line)

    def _stop_if_asked(self) -> None:
        if self._stopped.is_set():
            raise StoppedError
