"""The preview: builds, serves the pages to this machine's browsers, and builds again on a change.

The main thread builds, so that Ctrl-C ends a build here as it ends any other. One thread serves,
another watches. A change that comes during a build waits for its end; the pages that somebody
looks at are built first.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import FrameType
from typing import NamedTuple, NoReturn

from annual_report.build.build import Job, Options, build
from annual_report.build.events import Event, Tell
from annual_report.errors import ReportError, told
from annual_report.messages import _
from annual_report.preview.serving import Notice, Server
from annual_report.preview.watching import inputs, watch
from annual_report.program import program_digest, read_again

SOON = 0.1
"""Seconds after which the thread that serves sees that it is to end."""
Reporter = Callable[[], AbstractContextManager[Tell]]


class Asked(NamedTuple):
    """What the command line asks of a preview: a job, made anew for each build, and a port.

    What is in `data` and in some folders is watched.
    """

    job: Callable[[], Job]
    data: Path
    folders: tuple[Path, ...]
    port: int


class Preview:
    """Builds and serves what is asked for; the address is told by `say`."""

    def __init__(self, asked: Asked, say: Callable[[str], None], reporter: Reporter) -> None:
        self._asked = asked
        self._say, self._reporter = say, reporter
        self._program = ""
        self._general = ""
        self._failures: dict[str, str] = {}
        self._told: set[str] = set()
        self._broken: Exception | None = None
        self._changed = threading.Event()
        self._server = Server(asked.job().store.folder, self._notices, asked.port)
        self._stop = threading.Event()

    def run(self) -> None:
        """Build at each change, and serve and watch beside, until Ctrl-C."""
        # Python takes bytecode for right by its source's second and size: what is saved again in
        # the same second, and of the same length, would not be seen.
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        # Before the first build: what changes during it is a change.
        seen = self._inputs()
        serving = threading.Thread(target=self._server.serve_forever, args=(SOON,))
        watching = threading.Thread(target=self._watch, args=(seen,))
        with _ended_by(signal.SIGTERM, signal.SIGINT):
            try:
                serving.start()
                watching.start()
                self._say(_("preview: {address} (Ctrl-C ends it)", address=self._server.address))
                self._build_at_each_change()
            except KeyboardInterrupt:  # which is how it ends
                pass
            finally:
                self._stop.set()
                self._server.shutdown()
                self._server.server_close()
                watching.join()
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # to ask again and again needs no stack
        self._say(_("the preview has ended"))

    def _watch(self, seen: str) -> None:
        places = self._asked.data, *self._asked.folders
        try:
            watch(places, seen, self._inputs, self._changed.set, self._stop)
        except Exception as error:
            self._broken = error

    def _inputs(self) -> str:
        return inputs(self._asked.job().source, self._asked.folders)

    def _build_at_each_change(self) -> NoReturn:
        """Build whenever something changed, without end."""
        while True:
            self._changed.clear()
            try:
                self._build()
            except Exception as error:  # code that is being edited can fail in any way
                self._general = told(error)
            while not self._changed.wait(0.5):  # Windows hears Ctrl-C between two waits only
                if self._broken:
                    raise self._broken

    def _build(self) -> None:
        read_again()
        if self._program not in ("", program_digest()):
            self._start_anew()
        self._program = program_digest()
        self._general, self._told = "", set()
        looked_at = tuple(page.removesuffix(".html") for page in self._server.open)
        options = Options(jobs=os.cpu_count() or 1, first=looked_at)
        with self._reporter() as tell:
            build([self._asked.job()], options, lambda event: self._hear(event, tell))
        self._failures = {page: self._failures[page] for page in self._failures.keys() & self._told}

    def _start_anew(self) -> None:
        """Become a new preview, at the same address: this one has imported what was there before.

        Raise ReportError where a program can't become another.
        """
        if not hasattr(os, "fork"):
            raise ReportError(_("the program has changed: end the preview, and start it again"))
        words = [*sys.orig_argv[1:], "--port", str(self._server.server_port)]
        os.execv(sys.executable, [sys.executable, *words])

    def _hear(self, event: Event, tell: Tell) -> None:
        """Take in what a build says, and pass it on."""
        tell(event)
        self._told.add(event.page)
        if event.kind != "failed":
            self._failures.pop(event.page, None)
        elif event.page:
            self._failures[event.page] = event.said
        else:
            self._general = event.said

    def _notices(self, page: str) -> list[Notice]:
        """Say what went wrong with all pages, with this one, and with others. Runs beside."""
        failures = dict(self._failures)
        found: list[Notice] = []
        if self._general:
            found.append({"title": _("The pages are not up to date"), "text": self._general})
        if page in failures:
            found.append({"title": _("This page is not up to date"), "text": failures[page]})
        others = sorted(failures.keys() - {page})
        if others and (page not in failures):
            found.append({"title": _("other pages failed"), "text": ", ".join(others)})
        return found


@contextmanager
def _ended_by(*signals: signal.Signals) -> Iterator[None]:
    """Have signals end what is going on as Ctrl-C does, but for one that is to be ignored."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    heard = [each for each in signals if signal.getsignal(each) is not signal.SIG_IGN]
    kept = {each: signal.signal(each, end) for each in heard}
    try:
        yield
    finally:
        for each, handler in kept.items():
            signal.signal(each, handler)
