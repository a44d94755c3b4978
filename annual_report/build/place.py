"""How the pages of one source are brought up to date: locked, looked at, made, listed, released."""

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from typing import Any

from annual_report.build.events import Event, Tell
from annual_report.build.options import Options
from annual_report.build.pages import Notebook, asked, reports, without_pages
from annual_report.build.records import DRAFTS, Record, Records, private_name
from annual_report.build.source import Source
from annual_report.build.store import FolderStore
from annual_report.build.workers import Workers, list_pages, look, make_page
from annual_report.errors import ReportError, told
from annual_report.messages import _
from annual_report.program import digest, program_digest, whole
from annual_report.run.reads import ALL, DATA, now
from annual_report.run.tasks import (
    ERROR,
    INDEX,
    PLAIN_INDEX,
    Failed,
    Made,
    Outline,
    Report,
    Snapshot,
    Task,
    without_page,
)

PAUSE = 0.1
"""Seconds between two looks at what is waited for: a place that another build has, say."""


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
        self._good = True
        self._read()

    def _read(self) -> None:
        """Read all anew: another build may have been at work, and with newer data."""
        self.notebooks: Mapping[str, Notebook] = self._source.notebooks()
        self.snapshot: Snapshot = self._source.snapshot()
        self.records = Records(self._store)
        self._program = program_digest()
        self._wanted = asked(self.notebooks)
        known = {"program": self._program, "asked": " ".join(self._wanted)}
        self._key = whole({**known, **now([DATA + ALL], self.snapshot.files)})
        self.outline: Outline | None = self.records.remembered(self._key, self._wanted)

    # --- The steps --------------------------------------------------------------------------

    def build(self) -> bool:
        """Bring the pages up to date; return whether every one of them is."""
        if self._is_done():
            return True
        with self._locked():
            self._store.sweep()
            self._read()
            if self._is_done():
                return True
            self._look()
            self._tell_noted()
            if INDEX.name in self._options.first:
                self._list()
            self._make()
            self._remove_orphans()
            self._list()
            self._tell_missing()
            self.records.save()
        return self._good

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Have the place to oneself; wait while another build has it."""
        lock = self._store.lock()
        if lock is None:
            said = _("waiting for another build of {name}", name=self._source.name)
            self._tell("waiting", said=said)
        while lock is None:
            if self._stopped.wait(PAUSE):
                raise StoppedError
            lock = self._store.lock()
        with lock:
            yield

    def _is_done(self) -> bool:
        """Tell whether all is as it should be, the list and what is to be removed included."""
        if self.outline is None or not self._has(self._options.years):
            return False
        chosen = self._chosen()
        orphans = self.records.known.keys() - {INDEX.name, *(each.name for each in self.reports())}
        if orphans or any(why for _report, why in chosen) or self.why(self.index()):
            return False
        self._tell("planned", total=len(chosen))
        self._tell_noted()
        for report, _why in chosen:
            self._tell("skipped", report.page, _("up to date"))
        return True

    def _has(self, years: Sequence[int]) -> bool:
        assert self.outline is not None
        return set(years) <= set(self.outline.values.get("year", years))

    def _look(self) -> None:
        """Look at what there is: without it each page would read and validate all the data.

        Raise ReportError if files have names of reports' that no build has written.
        """
        arguments = self._program, self._wanted, self._options.years
        looking = look, self._source.look, self.snapshot, arguments, self._options.timeout
        self.outline = self._workers.submit(*looking).result()
        self._stop_if_asked()
        self.snapshot = self.snapshot._replace(packed=self.outline.packed)
        names = [name for report in (INDEX, *self.reports()) for name in report.files]
        names.append(PLAIN_INDEX)
        if foreign := self.records.foreign(names):
            raise ReportError(
                _(
                    "{place}: no build has written {files}: move them, or choose another --out",
                    place=self._store.place,
                    files=", ".join(foreign),
                )
            )
        self.records.remember(self._key, self.outline)
        self.records.claim(names, self._program)

    def _make(self) -> None:
        """Make what is due, and put each report in place as soon as it is finished."""
        chosen = self._chosen()
        self._tell("planned", total=len(chosen))
        shared = self._workers.share(self.snapshot)
        making: dict[Any, tuple[Report, str]] = {}
        for report, why in chosen:
            if why is None:
                self._tell("skipped", report.page, _("up to date"))
            else:
                arguments = make_page, self._task(report), shared, self._options.timeout
                making[self._workers.submit(*arguments)] = report, why
        finished: SimpleQueue[Any] = SimpleQueue()
        for future in making:
            future.add_done_callback(finished.put)
        for _number in making:
            report, why = making[future := self._next(finished)]
            became, kept = self._take(report, future)
            if became != "failed":
                self._tell(became, report.page, why)
            for line in kept:
                self._tell("kept", report.page, line)

    def _next(self, finished: "SimpleQueue[Any]") -> Any:
        """Return the next future that is finished; raise StoppedError if the build is ended."""
        while True:
            with suppress(Empty):
                future = finished.get(timeout=PAUSE)
                self._stop_if_asked()
                return future
            self._stop_if_asked()

    def _list(self) -> None:
        """Make the list of all pages again if it is out of date."""
        index = self.index()
        if self.why(index):
            listing = list_pages, self._source.list_pages, self._task(index), self.snapshot
            future = self._workers.submit(*listing, self._options.timeout)
            self._take(index, future)

    def _take(self, report: Report, future: Any) -> tuple[str, Sequence[str]]:
        """Put a report's files in place.

        Return what became of it, made, same or failed, and what its notebook keeps back.
        """
        answer: Made | Failed
        try:
            answer = future.result()
        except Exception as error:  # whatever it is, the others must still be delivered
            self._stop_if_asked()
            answer = without_page(report, told(error))
        try:
            changed = self.put(answer)
        except OSError as error:  # the others may have room
            answer = without_page(report, getattr(answer, "message", told(error)))
        if isinstance(answer, Failed):
            self._fail(report.page, answer.message, answer.trace)
            return "failed", ()
        return "made" if changed else "same", answer.kept

    def put(self, answer: Made | Failed) -> bool:
        """Put files in place, the page last, or the page that says why there are none.

        Return whether anything that is given out has changed.
        """
        report, records = answer.report, self.records
        if answer.private:
            records.write(private_name(report.name), answer.private)
        if isinstance(answer, Failed):
            records.write(report.error_page, answer.page)
            return True
        outputs = {name: digest(content) for name, content in answer.files.items()}
        before, paper = records.known.get(report.name), set(report.on_paper) - answer.files.keys()
        there = before.outputs if before else {}
        kept = {name: there[name] for name in paper & there.keys()}
        changed = before is None or there != outputs | kept or bool(records.touched(before))
        if changed:
            records.remove(*paper)  # first, for it says what the old page says
        else:
            outputs |= kept
        for name in sorted(answer.files, key=lambda name: name == report.page):
            if changed:
                records.write(name, answer.files[name])
        records.keep(report.name, Record({**self.made_of(report), **answer.read}, outputs))
        records.remove(report.error_page)
        return changed

    def _remove_orphans(self) -> None:
        """Remove pages that nothing declares any more; if one can't be, the list leaves it out."""
        try:
            for page in self._orphans_removed():
                self._tell("removed", page, _("no data and no notebook ask for it any more"))
        except OSError as error:
            self._fail("", told(error))

    def _orphans_removed(self) -> Iterator[str]:
        wanted = {report.name for report in (INDEX, *self.reports())}
        for name in sorted(self.records.known.keys() - wanted):
            yield from self.records.forget(name)
        errors = {report.error_page for report in self.reports()}
        for name in sorted(self.records.there & self.records.ours - errors):
            if name.endswith(ERROR):
                self.records.remove(name, private_name(name.removesuffix(ERROR)))
                yield name

    def _tell_missing(self) -> None:
        """Tell which recorded files are no more there, as when someone removed them meanwhile."""
        there = set(self._store.names())
        wanted = {report.name for report in (INDEX, *self.reports())} & self.records.known.keys()
        for report in sorted(wanted):
            for name in sorted(self.records.known[report].outputs.keys() - there):
                self._fail(name, _("it was removed while the build went on"))

    # --- What there is, and in what state ---------------------------------------------------

    def reports(self) -> tuple[Report, ...]:
        """Return all reports."""
        assert self.outline is not None
        return reports(self.notebooks, self.outline.values, self.outline.names)

    def _chosen(self) -> list[tuple[Report, str | None]]:
        """Return each report that is asked for, with why it must be made, None if it needn't."""
        chosen, years = list(self.reports()), self._options.years
        if years:
            chosen = [each for each in chosen if each.parameters.get("year") in years]
            chosen.sort(key=lambda each: years.index(int(str(each.parameters["year"]))))
        chosen.sort(key=lambda each: each.name not in self._options.first)
        forced = _("asked for by --force") if self._options.force else None
        return [(report, self.why(report) or forced) for report in chosen]

    def index(self) -> Report:
        """Return the list of all pages; what it says of them are its parameters."""
        return INDEX._replace(parameters={"state": self._state(), "reports": self.reports()})

    def made_of(self, report: Report) -> dict[str, str]:
        """Return what a report is made of, but for what is read while it is made."""
        parameters = {"data": self.snapshot.address, **report.parameters}
        given = digest(json.dumps(parameters, sort_keys=True).encode())
        found = {"program": self._program, "parameters: ": given}
        if report.notebook:
            notebook = self.notebooks[report.notebook]
            found[f"notebook: {notebook.file}"] = notebook.digest
        if self.outline and self.outline.drafts:
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
        if why is None and report.error_page in self.records.there:  # what was wrong was put back
            return _("the last attempt failed")
        return why

    def _changed(self, report: Report, record: Record) -> str | None:
        current = now(record.made_of, self.snapshot.files) | self.made_of(report)
        return self.records.changed(record, current)

    def _state(self) -> dict[str, list[str]]:
        """Return which reports failed, were never built, are out of date, or have no page."""
        state: dict[str, list[str]] = {"failed": [], "unbuilt": [], "stale": [], "absent": []}
        there = self.records.there
        for report in self.reports():
            record = self.records.known.get(report.name)
            if report.page not in there:
                state["absent"].append(report.name)
            if report.error_page in there:
                state["failed"].append(report.name)
            elif report.page not in there:
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

    def _tell(self, kind: str, page: str = "", said: str = "", total: int = 0) -> None:
        self._say(Event(kind, self._source.name, page, said, total))

    def _fail(self, page: str, said: str, trace: str = "") -> None:
        self._good = False
        self._say(Event("failed", self._source.name, page, said, more=trace))

    def _tell_noted(self) -> None:
        """Tell what was noticed of the data, and which notebooks make no page."""
        assert self.outline is not None
        for line in (*without_pages(self.notebooks, self.outline.values), *self.outline.said):
            self._tell("noted", said=line)

    def _stop_if_asked(self) -> None:
        if self._stopped.is_set():
            raise StoppedError
