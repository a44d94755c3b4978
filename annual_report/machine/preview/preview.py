"""The preview: builds, serves the pages to this machine's browsers, and builds again on a change.

The main thread builds and looks for changes, so that Ctrl-C ends a build here as it ends any other;
another one serves. A change that comes during a build waits for its end; the pages that somebody
looks at are built first. Of the program, it is the one that was started: after an edit of the
program the preview is started again.
"""

import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import NoReturn

from annual_report.base.errors import say_error
from annual_report.base.messages import _
from annual_report.machine.making.build import build_jobs
from annual_report.machine.making.job import Event, Job, Options, Tell
from annual_report.machine.preview.serving import Notice, Server

LOOK = 0.3
"""Seconds between two looks at the files that pages are made of."""


class Preview:
    """Builds a job, made anew for each build, whenever something in some folders has changed."""

    def __init__(
        self,
        job: Callable[[], Job],
        folders: Sequence[Path],
        port: int,
        reporter: Callable[[], AbstractContextManager[Tell]],
    ) -> None:
        self._job, self._folders, self._reporter = job, folders, reporter
        self._failures: dict[str, str] = {}
        """What failed by page; what failed with all of them by ""."""
        self._server = Server(job().out, self._list_notices, port)

    def run(self) -> None:
        """Build at each change, and serve beside, until Ctrl-C."""
        # Python takes bytecode for right by its source's second and size: a module beside a
        # notebook that is saved again in the same second, as long as before, would not be seen.
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        address = self._server.address
        try:
            with suppress(KeyboardInterrupt):  # which is how it ends
                print(_("preview: {address} (Ctrl-C ends it)", address=address), flush=True)
                self._build_at_each_change()
        finally:
            self._server.server_close()
        print(_("the preview has ended"))

    def _build_at_each_change(self) -> NoReturn:
        """Build, then wait for a change of a file, again and again."""
        while True:
            seen = self._list_files()  # before the build: what changes during it is a change
            try:
                self._build()
            except Exception as error:  # whatever it is, it is mended by another change
                self._failures[""] = say_error(error)
            while self._list_files() == seen:
                time.sleep(LOOK)

    def _list_files(self) -> Mapping[str, tuple[int, int]]:
        """Return the files in all folders, but for hidden ones, with their time and size."""
        found: dict[str, tuple[int, int]] = {}
        for folder in self._folders:
            for path in folder.rglob("*.*"):
                inside = path.relative_to(folder).parts
                with suppress(OSError):  # it has gone meanwhile
                    if not any(part.startswith((".", "__")) for part in inside):
                        status = path.stat()
                        found[str(path)] = status.st_mtime_ns, status.st_size
        return found

    def _build(self) -> None:
        """Build once, the pages that somebody looks at first, and note which pages fail."""
        mended = set(self._failures)

        def hear(event: Event) -> None:
            tell(event)
            if event.kind == "failed":
                self._failures[event.page] = event.said
                mended.discard(event.page)
            elif event.page:
                self._failures.pop(event.page, None)

        looked_at = tuple(page.removesuffix(".html") for page in self._server.open)
        options = Options(jobs=os.cpu_count() or 1, first=looked_at)
        with self._reporter() as tell:
            build_jobs([self._job()], options, hear)
        for page in mended:  # nothing is said of them any more
            self._failures.pop(page, None)

    def _list_notices(self, page: str) -> list[Notice]:
        """Say what went wrong with all pages, with this one, and with others. Runs beside."""
        failures = dict(self._failures)
        said = {
            _("The pages are not up to date"): failures.pop("", ""),
            _("This page is not up to date"): failures.pop(page, ""),
            _("other pages failed"): ", ".join(sorted(failures)),
        }
        return [{"title": title, "text": text} for title, text in said.items() if text]
