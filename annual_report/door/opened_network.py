"""A network, or a folder of notebooks, that the local page shows: check, build and sending.

A single thread works on networks. The threads of the web server read a network's state meanwhile:
the state is therefore a frozen value, replaced as a whole.
"""

import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from annual_report.base.errors import DataError, ReportError
from annual_report.base.messages import _
from annual_report.machine.making.build import build_jobs
from annual_report.machine.making.job import Event, Job, Options
from annual_report.machine.making.pages import list_reports
from annual_report.machine.making.records import Records
from annual_report.machine.run.tasks import Report
from annual_report.network.reading.changes import KEPT, keep_tables
from annual_report.network.reading.files.network_folder import find_book, find_lock
from annual_report.network.writing.new_year import prepare_year
from annual_report.report.publication.checking import Check, check_network
from annual_report.report.publication.giving_out import name_sent_files
from annual_report.report.publication.sending import Sending, send_years

SENT_FOLDER = Path("envoi")
"""The folder of the files to send, inside the folder of the local page."""


@dataclass(frozen=True)
class State:
    """The state of a network at an instant: problems, pages, the outcome of the last task."""

    check: Check | None = None
    """The problems of the data; None before the first check, and for notebooks alone."""
    reports: tuple[Report, ...] = ()
    """The pages that the last build has found, those that are not made yet too."""
    busy: str = ""
    """The sentence about the task that waits or runs; "" when all is done."""
    done: tuple[str, ...] = ()
    """Sentences about the outcome of the last button that was pressed."""
    task_error: str = ""
    """The reason why the last task could not be done; the next task clears it."""
    failures: Mapping[str, str] = field(default_factory=dict)
    """Page → the reason why it could not be made; the key "" is for all pages."""
    kept: tuple[str, ...] = ()
    """Sentences of the last build about outputs of notebooks that no page shows."""
    sent: Mapping[int, Sending] = field(default_factory=dict)
    """Year → the files that were made for sending since the program has started."""


class OpenedNetwork:
    """A network under a name, as the addresses of the local page have the name.

    `folder` is None for a folder of notebooks without a network. `make_job` returns the build with
    the notebooks and the data that there are at the time of the call.
    """

    def __init__(self, name: str, folder: Path | None, make_job: Callable[[], Job]) -> None:
        self.name = name
        self.folder = folder
        self.state = State()
        self.shown_page = ""
        """The name of the page that a browser shows; "" before the first visit."""
        self.out = make_job().out
        self._make_job = make_job
        self._updating = threading.Lock()

    def update(self, **values: Any) -> None:
        """Replace some values of the state, by the names of the fields of `State`."""
        # Two threads that replace at once would lose the values of one of them.
        with self._updating:
            self.state = replace(self.state, **values)

    @property
    def book(self) -> Path | None:
        """The network's workbook; None for a network of CSV files."""
        # A folder with two workbooks is an error of the data, which the page shows anyway.
        try:
            return find_book(self.folder) if self.folder else None
        except DataError:
            return None

    @property
    def open_book(self) -> str:
        """The name of the workbook while Excel or LibreOffice edits the file, else "".

        Both programs lay a lock file beside an open workbook.
        """
        book = self.book
        return book.name if book and find_lock(book) else ""

    def renew(self) -> None:
        """Check the data; make the pages too once a person has looked at any of them.

        Called at the start, and each time a file is saved.
        """
        if self.shown_page:
            self.build()
        else:
            self.check()

    def check(self) -> None:
        """Check the data, and list the pages that the last build has found; make no page."""
        # Notebooks without a network have no data to check.
        if self.folder is not None:
            self.update(check=check_network(self.folder))
        self.update(reports=self._list_reports())

    def build(self) -> None:
        """Check the data and make the pages that are not up to date, the shown page first."""
        self.check()
        self.update(failures={}, kept=())
        # Data with an error have no contents: the pages stay as they were.
        check = self.state.check
        if check is not None and check.inspection.contents is None:
            return
        self.update(busy=_("the pages are being made…"))
        # The person waits for the page in view: a build of twenty years makes that page first.
        options = Options(jobs=os.cpu_count() or 1, first=(self.shown_page,))
        is_whole = build_jobs([self._make_job()], options, self._show_event)
        self.update(reports=self._list_reports())
        # `check` remarks changes since the tables were stored: here once, after the first whole
        # build, then each time a year is sent. Stored at each save, they would be compared with
        # half-done work, such as a column that is sorted before the others.
        if self.folder and is_whole and not (self.out / KEPT).exists():
            keep_tables(self.folder, self.out)

    def send(self, year: int) -> None:
        """Make the files to send of a finished year, from the page that the last build has made.

        Raise ReportError if the page is missing or not up to date, after making a new one: the
        person looks at that page, then sends again.
        """
        assert self.folder is not None, "only the years of a network are sent"
        self.update(failures={}, kept=())
        options = Options(jobs=os.cpu_count() or 1)
        try:
            job = self._make_job()
            sent = send_years(job, [year], SENT_FOLDER, options, self._show_event)
        except ReportError:
            self.build()
            raise
        # From now on `check` remarks what has changed since this sending.
        keep_tables(self.folder, self.out)
        self.update(sent={**self.state.sent, year: sent})
        self.check()

    def prepare(self, year: int) -> None:
        """Add a year to the network's tables, say which files were written, and make its pages."""
        assert self.folder is not None, "only a network has years"
        check = self.state.check
        # A button that is pressed twice has done its work the first time.
        if check is None or year not in check.years:
            self.update(done=tuple(prepare_year(self.folder, year)))
        self.build()

    def list_files(self) -> dict[str, Path]:
        """Return the files that a browser may load, by name: the files that a build has made.

        {"2025.html": Path("build/reseau/2025.html"), …}. No other file of the folder is given out.
        """
        files: dict[str, Path] = {}
        for page in Records(self.out).pages.values():
            for name in page.files:
                # A hidden file holds what the builds remember, and is no part of a page.
                if not name.startswith("."):
                    files[name] = self.out / name
        return files

    def name_sent_files(self, year: int) -> list[str]:
        """Return the names of the files that `send` will make for a year: the page, its PDF, ….

        Only a year's own report is sent, of which a PDF is made, and not the page of its data.
        """
        names: list[str] = []
        for report in self.state.reports:
            is_sent = report.each == "year" and report.pdf
            if is_sent and report.parameters.get("year") == year:
                names += name_sent_files(self.name, report)
        return names

    def _show_event(self, event: Event) -> None:
        """Put an event of a build into the state: browsers show the event during the build.

        A page has failed; the build waits for another one; an output of a notebook is on no page.
        """
        state = self.state
        if event.kind == "failed":
            self.update(failures={**state.failures, event.page: event.said})
        elif event.kind == "waiting":
            self.update(busy=event.said)
        # Notes are about the data: those of a network are among the problems of its check already.
        elif event.kind == "kept" or (event.kind == "noted" and self.folder is None):
            self.update(kept=(*state.kept, f"{event.page} {event.said}".strip()))

    def _list_reports(self) -> tuple[Report, ...]:
        """Return all pages of the network as the last build has found them, made or not yet."""
        outline = Records(self.out).outline
        notebooks = self._make_job().notebooks()
        return tuple(list_reports(notebooks, outline.values, outline.names))
