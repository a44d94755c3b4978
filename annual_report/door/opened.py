"""A network, or a folder of notebooks, that the door is open on: looked at, built, sent, prepared.

One thread at a time does something with it; those that answer a browser read its state, which is
replaced as a whole.
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
"""Where what is sent is laid, in the folder that the door was opened in."""


@dataclass(frozen=True)
class State:
    """What is known of a network at one instant, and what the last click on a button came to."""

    check: Check | None = None
    reports: tuple[Report, ...] = ()
    """The pages that there are, as the last build has found them."""
    busy: str = ""
    """What is being done; "" when all is done."""
    done: tuple[str, ...] = ()
    """What the last click has done, a sentence each."""
    refused: str = ""
    """Why the last thing could not be done; it goes with the next try."""
    failures: Mapping[str, str] = field(default_factory=dict)
    """Why pages could not be made, by their file; of all of them by ""."""
    kept: tuple[str, ...] = ()
    """What notebooks show and no page has, as the last build has told it."""
    sent: Mapping[int, Sending] = field(default_factory=dict)
    """What was sent since the door was opened, by year."""


class Opened:
    """A network or a folder of notebooks, by the name that it has in the door's addresses."""

    def __init__(self, name: str, folder: Path | None, make_job: Callable[[], Job]) -> None:
        self.name, self.folder = name, folder
        self.state = State()
        self.looked_at = ""
        """The page that somebody looks at: a build makes it first; "" before anybody did."""
        self._make_job, self._telling = make_job, threading.Lock()
        self.out = make_job().out

    def tell(self, **values: Any) -> None:
        """Replace some values of the state."""
        with self._telling:
            self.state = replace(self.state, **values)

    @property
    def is_usable(self) -> bool:
        """Whether pages can be made: notebooks always, a network that has no error."""
        check = self.state.check
        return self.folder is None or (check is not None and check.inspection.contents is not None)

    @property
    def open_book(self) -> str:
        """The name of the workbook while a spreadsheet has it open, as its lock file says."""
        book = self.book
        return book.name if book and find_lock(book) else ""

    @property
    def book(self) -> Path | None:
        """The workbook that the network is, None where it is files or can't be read."""
        try:
            return find_book(self.folder) if self.folder else None
        except DataError:
            return None

    def look(self) -> None:
        """Say what is wrong with the network, and find the pages that are there already."""
        if self.folder is not None:
            self.tell(check=check_network(self.folder))
        self.tell(reports=self._list_reports())

    def build(self) -> None:
        """Make the pages that are not up to date, first the one that somebody looks at."""
        self.look()
        self.tell(failures={}, kept=())
        if not self.is_usable:
            return
        self.tell(busy=_("the pages are being made…"))
        options = Options(jobs=os.cpu_count() or 1, first=(self.looked_at,))
        is_whole = build_jobs([self._make_job()], options, self._hear)
        self.tell(reports=self._list_reports())
        if self.folder and is_whole and not (self.out / KEPT).exists():
            keep_tables(self.folder, self.out)

    def send(self, year: int) -> None:
        """Lay the page of a finished year, as it is, into the folder of what is sent."""
        assert self.folder is not None, "only the years of a network are sent"
        self.tell(failures={}, kept=())
        options = Options(jobs=os.cpu_count() or 1)
        try:
            sent = send_years(self._make_job(), [year], SENT_FOLDER, options, self._hear)
        except ReportError:
            self.build()  # it may be what lacks: it is made, to be looked at before it is sent
            raise
        keep_tables(self.folder, self.out)
        self.tell(sent={**self.state.sent, year: sent})
        self.look()

    def prepare(self, year: int) -> None:
        """Prepare a year of the network, and say what was written."""
        assert self.folder is not None, "only a network has years"
        check = self.state.check
        # A button that is pressed twice has done its work the first time.
        if check is None or year not in check.years:
            self.tell(done=tuple(prepare_year(self.folder, year)))

    def list_files(self) -> dict[str, Path]:
        """Return the files that a browser may have, by name: those that a build has recorded."""
        pages = Records(self.out).pages.values()
        names = {name for page in pages for name in page.files if not name.startswith(".")}
        return {name: self.out / name for name in names}

    def name_sent_files(self, year: int) -> list[str]:
        """Return the names of the files that are sent of a year."""
        names: list[str] = []
        for report in self.state.reports:
            is_sent = report.each == "year" and report.pdf
            if is_sent and report.parameters.get("year") == year:
                names += name_sent_files(self.name, report)
        return names

    def _hear(self, event: Event) -> None:
        """Show each page and each fault of a build as soon as it is told."""
        state = self.state
        if event.kind == "failed":
            self.tell(failures={**state.failures, event.page: event.said})
        elif event.kind == "waiting":
            self.tell(busy=event.said)
        elif event.kind == "kept" or (event.kind == "noted" and self.folder is None):
            self.tell(kept=(*state.kept, f"{event.page} {event.said}".strip()))

    def _list_reports(self) -> tuple[Report, ...]:
        """Return the pages that the last build has found, those that are not made yet too."""
        outline = Records(self.out).outline
        notebooks = self._make_job().notebooks()
        return tuple(list_reports(notebooks, outline.values, outline.names))
