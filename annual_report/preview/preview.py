"""The preview: builds, serves the pages to this machine's browsers, and builds again on a change.

The main thread builds, so that Ctrl-C ends a build here as it ends any other. A second thread
serves and watches. A change that comes during a build ends it early, for what it makes is out of
date already: a page that is finished stays, all others are made by the next one.
"""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import NamedTuple, NoReturn

from annual_report.build.build import Options, build
from annual_report.build.events import Event, Tell
from annual_report.build.job import Job
from annual_report.build.pages import SHIPPED, notebooks, own_folder
from annual_report.build.store import FolderStore
from annual_report.errors import ReportError, told
from annual_report.messages import _
from annual_report.preview.serving import Notice, Server
from annual_report.preview.shown import SCRIPT
from annual_report.preview.watching import inputs, watch
from annual_report.program import digest, program_digest, read_again
from annual_report.project import PACKAGE

Reporter = Callable[[], AbstractContextManager[Tell]]
Handler = Callable[[int, FrameType | None], None]


class SupersededError(BaseException):
    """Something changed while a build was going on; no handler of errors may take it for one."""


class Asked(NamedTuple):
    """What the command line asks of a preview."""

    data: str
    out: Path
    port: int
    notebooks: tuple[Path, ...] = ()


class Preview:
    """Builds and serves what is asked for; the address is told by `say`."""

    def __init__(self, asked: Asked, say: Callable[[str], None], reporter: Reporter) -> None:
        self._data, self._out = asked.data, asked.out
        self._asked = [SHIPPED, *asked.notebooks]
        self._folders = [*self._asked, *filter(None, [own_folder(self._data)])]
        self._say, self._reporter = say, reporter
        self._program = ""
        self._general = ""
        self._failures: dict[str, str] = {}
        self._told: set[str] = set()
        self._own = _loaded()
        self._broken: Exception | None = None
        self._changed = threading.Event()
        self._building = False
        self._server = Server(self._out, self._notices, asked.port)
        self._stop = asyncio.Event()  # looked at, never waited for: any thread may set it

    def run(self) -> None:
        """Build at each change, and serve and watch beside, until Ctrl-C."""
        # Python takes bytecode for right by its source's second and size: what is saved again in
        # the same second, and of the same length, would not be seen.
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        # Before the first build: what changes during it is a change.
        seen = inputs(self._data, self._folders)
        beside = threading.Thread(target=self._beside, args=(seen,))
        with _signals(self._superseded, self._ended):
            try:
                beside.start()
                self._say(_("preview: {address} (Ctrl-C ends it)", address=self._server.address))
                self._build_at_each_change()
            except KeyboardInterrupt:  # which is how it ends
                pass
            finally:
                self._stop.set()
                beside.join()
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # to ask again and again needs no stack
        self._say(_("the preview has ended"))

    def _beside(self, seen: str) -> None:
        try:
            asyncio.run(self._serve(seen))
        except Exception as error:
            self._broken = error

    async def _serve(self, seen: str) -> None:
        self._server.start()
        await watch(self._data, self._folders, seen, self._notice_change, self._stop)
        await self._server.stop()

    def _notice_change(self) -> None:
        """Ask for a build, and for the end of the one that is going on. Runs beside."""
        self._changed.set()
        if hasattr(signal, "pthread_kill"):
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGUSR1)

    def _superseded(self, *_signal: object) -> None:
        """End the build that is going on, once. Runs in the main thread, between two steps.

        A word that comes late is of a change that this build has begun with.
        """
        if self._building and self._changed.is_set():
            self._building = False
            raise SupersededError

    def _ended(self, *_signal: object) -> None:
        """End the preview. Runs in the main thread; no change that comes now goes before."""
        self._building = False
        raise KeyboardInterrupt

    def _build_at_each_change(self) -> NoReturn:
        """Build whenever something changed, without end."""
        while True:
            self._changed.clear()
            with suppress(SupersededError):
                try:
                    self._building = True
                    self._build()
                except Exception as error:  # code that is being edited can fail in any way
                    self._general = told(error)
                finally:
                    self._building = False
            while not self._changed.wait(0.5):  # Windows hears Ctrl-C between two waits only
                if self._broken:
                    raise self._broken

    def _build(self) -> None:
        if not self._own.items() <= _loaded().items():
            raise ReportError(_("the preview's own program changed: end it, and start it again"))
        read_again()
        if self._program not in ("", program_digest()):
            self._start_anew()
        self._program = program_digest()
        self._general, self._told = "", set()
        looked_at = tuple(page.removesuffix(".html") for page in self._server.open)
        options = Options(jobs=os.cpu_count() or 1, first=looked_at)
        job = Job(self._data, FolderStore(self._out), notebooks(self._asked))
        with self._reporter() as tell:
            build([job], options, lambda event: self._hear(event, tell))
        self._failures = {page: self._failures[page] for page in self._failures.keys() & self._told}

    def _start_anew(self) -> None:
        """Become a new preview, at the same address: this one has imported what was there before.

        Raise ReportError where a program can't become another.
        """
        if not hasattr(os, "fork"):
            raise ReportError(_("the program has changed: end the preview, and start it again"))
        words = [*sys.orig_argv[1:], "--port", str(self._server.port)]
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
        self._superseded()  # where no signal tells it

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
def _signals(superseded: Handler, ended: Handler) -> Iterator[None]:
    """Hear the word of the thread beside, Ctrl-C, and who asks for the end in another way."""
    heard: dict[int, Handler] = {signal.SIGTERM: ended}
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # as behind a shell's `&`
        heard[signal.SIGINT] = ended
    if hasattr(signal, "SIGUSR1"):
        heard[signal.SIGUSR1] = superseded
    kept = {each: signal.signal(each, function) for each, function in heard.items()}
    try:
        yield
    finally:
        for each, function in kept.items():
            signal.signal(each, function)


def _loaded() -> dict[str, str]:
    """Return hashes of the files that this process has loaded, and a new task can't load anew."""
    modules = [each.__file__ for name, each in sys.modules.items() if name.startswith(PACKAGE.name)]
    files = [str(SCRIPT), *filter(None, modules)]
    return {file: digest(Path(file).read_bytes()) for file in files if os.path.exists(file)}
