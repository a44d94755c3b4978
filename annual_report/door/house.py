"""All that the door is open on: networks at or below one folder, or notebooks; and its work.

One thing is done after another, in the thread that called `work`. A second thread looks for changes
of files: a save in the middle of a build is followed by another build.
"""

import os
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from queue import Empty, Queue
from typing import NamedTuple

from watchfiles import Change, watch

from annual_report.base.errors import ParameterError, say_error
from annual_report.base.messages import _
from annual_report.base.project import NOTEBOOKS
from annual_report.door.launchers import lay_launcher
from annual_report.door.opened import SENT_FOLDER, Opened
from annual_report.door.visitors import Visitors
from annual_report.machine.making.folder import make_folder_job
from annual_report.machine.making.job import Job
from annual_report.machine.making.pages import read_notebooks
from annual_report.network.reading.files.network_folder import is_network, list_networks
from annual_report.report.publication.networks import make_network_job, name_build

NO_SOURCES = frozenset({"build", "anciens", "__pycache__", SENT_FOLDER.name})
"""Folders in a network's own that no page is made of."""
LOCKS = (".~lock.", "~$")
"""How the names of a spreadsheet's lock files begin: they tell that a workbook is open."""
LOOK = 0.5
"""Seconds between two looks for work, and for whether anybody is there."""


class Errand(NamedTuple):
    """Something to do with a network: "look", "build", or "send" or "prepare" a year."""

    opened: Opened
    kind: str
    year: int = 0


class House:
    """The networks that the door is open on, who looks at them, and what is to be done."""

    def __init__(self, place: Path, notebooks: tuple[Path, ...] = (), out: str = "") -> None:
        self.place, self.visitors = place, Visitors()
        self.opened: dict[str, Opened] = {}
        self.tasks: Queue[Errand] = Queue()
        self.changing = threading.Lock()
        """Held by whoever writes into a network's folder."""
        self._notebooks, self._out = notebooks, out
        self.find_networks()

    @property
    def has_room(self) -> bool:
        """Whether a new network can be made below the folder that was opened."""
        return not is_network(self.place) and not self._out

    def find_networks(self) -> None:
        """Open what is there and isn't open yet, and forget what is gone."""
        found: dict[str, Opened] = {}
        for name, folder in self._list_folders():
            opened = self.opened.get(name)
            if opened is None:
                opened = self._open(name, folder)
                self.tasks.put(Errand(opened, "look"))
            found[name] = opened
        self.opened = found

    def visit(self, opened: Opened, page: str) -> None:
        """Note the page that somebody looks at; whatever is looked at is built."""
        is_first = not opened.looked_at
        opened.looked_at = page or "index"
        if is_first:
            opened.tell(busy=_("the data are being read…"))
            self.tasks.put(Errand(opened, "build"))

    def order(self, opened: Opened, kind: str, year: int) -> None:
        """Have a year sent or prepared."""
        opened.tell(busy=_say_task(kind, year), done=(), refused="")
        self.tasks.put(Errand(opened, kind, year))

    def work(self) -> None:
        """Do one thing after another until nobody is there any more."""
        threading.Thread(target=self._watch_for_ever, daemon=True).start()
        while not self.visitors.are_gone():
            try:
                task = self.tasks.get(timeout=LOOK)
            except Empty:
                continue
            # What waits another time is done once, with all that was saved until then.
            if task in list(self.tasks.queue):
                continue
            self._do(task)

    def _do(self, task: Errand) -> None:
        opened = task.opened
        opened.tell(busy=_say_task(task.kind, task.year), refused="")
        try:
            if task.kind == "look":
                opened.look()
            elif task.kind == "build":
                opened.build()
            elif task.kind == "send":
                opened.send(task.year)
            else:
                with self.changing:
                    opened.prepare(task.year)
                opened.build()
        except Exception as error:  # whatever it is, it is said, and another change mends it
            opened.tell(refused=say_error(error))
        opened.tell(busy="")

    def _list_folders(self) -> Iterator[tuple[str, Path | None]]:
        """Yield what there is to open, by name: notebooks alone, one network, or several."""
        if self._out:
            yield Path(self._out).name, None
        elif is_network(self.place):
            yield os.path.basename(os.path.abspath(self.place)), self.place
        else:
            for folder in list_networks(self.place):
                yield os.path.basename(folder), Path(folder)

    def _open(self, name: str, folder: Path | None) -> Opened:
        """Open a network, with a file for a double-click beside it, or the notebooks alone."""
        if folder is None:
            return Opened(name, None, partial(make_folder_job, self._notebooks, Path(self._out)))
        lay_launcher(folder)
        return Opened(name, folder, partial(self._make_job, folder))

    def _make_job(self, folder: Path) -> Job:
        """Return what builds a network with the notebooks that there are now."""
        known = read_notebooks([NOTEBOOKS, *self._notebooks])
        return make_network_job(folder, Path(name_build(str(folder))), known)

    def _is_made_of(self, opened: Opened, path: Path) -> bool:
        """Whether a file is one that the pages of a network, or of notebooks, are made of."""
        shared = [folder.resolve() for folder in (*self._notebooks, NOTEBOOKS)]
        if any(path.is_relative_to(folder) for folder in shared):
            return not path.is_relative_to(opened.out.resolve())
        if opened.folder is None or not path.is_relative_to(opened.folder.resolve()):
            return False
        first, *_others = path.relative_to(opened.folder.resolve()).parts or ("",)
        return first not in NO_SOURCES

    def _list_watched(self) -> list[Path]:
        """Return the folders whose changes change a page."""
        networks = [each.folder for each in self.opened.values() if each.folder]
        folders = [*networks, *self._notebooks, NOTEBOOKS]
        return [folder for folder in folders if folder.is_dir()]

    def _watch_for_ever(self) -> None:
        """Look for changes until the program ends; networks come and go meanwhile."""
        while True:
            try:
                self._watch(self._list_watched())
            except (OSError, ParameterError):  # a folder is gone: what is left is watched
                time.sleep(LOOK)

    def _watch(self, folders: list[Path]) -> None:
        """Follow the changes in some folders until others are to be watched."""
        waits = watch(
            *folders, debounce=300, rust_timeout=1000, yield_on_timeout=True, watch_filter=_tells
        )
        for changes in waits:
            self.find_networks()
            changed = [Path(path).resolve() for _change, path in changes]
            for opened in self.opened.values():
                if any(self._is_made_of(opened, path) for path in changed):
                    kind = "build" if opened.looked_at else "look"
                    self.tasks.put(Errand(opened, kind))
            if self._list_watched() != folders:
                return


def _say_task(kind: str, year: int) -> str:
    """Say what is being done."""
    if kind == "send":
        return _("{year} is being prepared for sending…", year=year)
    if kind == "prepare":
        return _("{year} is being prepared…", year=year)
    return _("the data are being read…")


def _tells(_change: Change, path: str) -> bool:
    """Whether a change of a file tells something: the lock of a spreadsheet does."""
    name = os.path.basename(path)
    return name.startswith(LOCKS) or not name.startswith(".")
