"""All that the door is open on: networks at or below one folder, or notebooks; and its work.

Orders are done one after another, in the thread that called `work`. A second thread looks for
changes of files: a save in the middle of a build is followed by another build.
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
from annual_report.network.reading.files.network_folder import LOCKS, is_network, list_networks
from annual_report.report.publication.networks import make_network_job, name_build

NO_SOURCES = frozenset({"build", "anciens", "__pycache__", SENT_FOLDER.name})
"""Folders in a network's own that no page is made of."""
LOOK = 0.5
"""Seconds between two looks for work, and for whether anybody is there."""


class Order(NamedTuple):
    """A piece of work on a network: "look", "build", or "send" or "prepare" a year."""

    opened: Opened
    kind: str
    year: int = 0

    @property
    def said(self) -> str:
        """The order in words, while it is carried out."""
        if self.kind == "send":
            return _("{year} is being prepared for sending…", year=self.year)
        if self.kind == "prepare":
            return _("{year} is being prepared…", year=self.year)
        return _("the data are being read…")


class House:
    """The networks that the door is open on, the visitors, and the orders that are left."""

    def __init__(self, place: Path, notebooks: tuple[Path, ...] = (), out: str = "") -> None:
        self.place = place
        self.visitors = Visitors()
        self.opened: dict[str, Opened] = {}
        self.orders: Queue[Order] = Queue()
        self._notebooks = notebooks
        self._out = out
        self.find_networks()

    @property
    def has_room(self) -> bool:
        """Whether a new network can be made below the folder that was opened."""
        return not is_network(self.place) and not self._out

    def find_networks(self) -> None:
        """Open the networks that are new in the folder, and forget those that are gone."""
        found: dict[str, Opened] = {}
        for name, folder in self._list_folders():
            opened = self.opened.get(name)
            if opened is None:
                opened = self._open(name, folder)
                self.orders.put(Order(opened, "look"))
            found[name] = opened
        self.opened = found

    def visit(self, opened: Opened, page: str) -> None:
        """Note the page that somebody looks at; a network is built from its first visit on."""
        is_first = not opened.looked_at
        opened.looked_at = page or "index"
        if is_first:
            self.give_order(opened, "build")

    def give_order(self, opened: Opened, kind: str, year: int = 0) -> None:
        """Have something done with a network, and say so at once."""
        order = Order(opened, kind, year)
        opened.tell(busy=order.said, done=(), refused="")
        self.orders.put(order)

    def work(self) -> None:
        """Carry out one order after another until all visitors are gone."""
        threading.Thread(target=self._watch_for_ever, daemon=True).start()
        while not self.visitors.are_gone():
            try:
                order = self.orders.get(timeout=LOOK)
            except Empty:
                continue
            # An order that is there again is carried out once, with all that was saved until then.
            if order not in list(self.orders.queue):
                self._carry_out(order)

    def _carry_out(self, order: Order) -> None:
        opened = order.opened
        opened.tell(busy=order.said, refused="")
        try:
            if order.kind == "look":
                opened.look()
            elif order.kind == "send":
                opened.send(order.year)
            else:
                if order.kind == "prepare":
                    opened.prepare(order.year)
                opened.build()
        except Exception as error:
            # A fault of any kind is said, and the next save may mend it.
            opened.tell(refused=say_error(error))
        opened.tell(busy="")

    def _list_folders(self) -> Iterator[tuple[str, Path | None]]:
        """Yield each network to open, by its name: notebooks alone, one network, or several."""
        if self._out:
            yield Path(self._out).name, None
        elif is_network(self.place):
            yield self.place.resolve().name, self.place
        else:
            for folder in map(Path, list_networks(self.place)):
                yield folder.name, folder

    def _open(self, name: str, folder: Path | None) -> Opened:
        """Open a network, with a file for a double-click beside it, or the notebooks alone."""
        if folder is None:
            return Opened(name, None, partial(make_folder_job, self._notebooks, Path(self._out)))
        lay_launcher(folder)
        return Opened(name, folder, partial(self._make_job, folder))

    def _make_job(self, folder: Path) -> Job:
        """Return the job of a network with the notebooks that there are now."""
        known = read_notebooks([NOTEBOOKS, *self._notebooks])
        return make_network_job(folder, Path(name_build(str(folder))), known)

    def _is_made_of(self, opened: Opened, path: Path) -> bool:
        """Whether the pages of a network, or of notebooks, are made of a file."""
        for folder in (*self._notebooks, NOTEBOOKS):
            if path.is_relative_to(folder.resolve()):
                return not path.is_relative_to(opened.out.resolve())
        if opened.folder is None or not path.is_relative_to(opened.folder.resolve()):
            return False
        parts = path.relative_to(opened.folder.resolve()).parts
        return not parts or parts[0] not in NO_SOURCES

    def _list_watched(self) -> list[Path]:
        """Return the folders whose changes change a page."""
        networks = [opened.folder for opened in self.opened.values() if opened.folder]
        folders = [*networks, *self._notebooks, NOTEBOOKS]
        return [folder for folder in folders if folder.is_dir()]

    def _watch_for_ever(self) -> None:
        """Look for changes until the program ends; networks come and go meanwhile."""
        while True:
            try:
                self._watch(self._list_watched())
            except (OSError, ParameterError):
                # A folder is gone: the others are watched.
                time.sleep(LOOK)

    def _watch(self, folders: list[Path]) -> None:
        """Follow the changes in some folders until others are to be watched."""
        rounds = watch(
            *folders, debounce=300, rust_timeout=1000, yield_on_timeout=True, watch_filter=_tells
        )
        for changes in rounds:
            self.find_networks()
            changed = [Path(path).resolve() for _change, path in changes]
            for opened in self.opened.values():
                if any(self._is_made_of(opened, path) for path in changed):
                    kind = "build" if opened.looked_at else "look"
                    self.orders.put(Order(opened, kind))
            if self._list_watched() != folders:
                return


def _tells(_change: Change, path: str) -> bool:
    """Whether a change of a file says something: a lock says that a workbook is open."""
    name = os.path.basename(path)
    return name.startswith(LOCKS) or not name.startswith(".")
