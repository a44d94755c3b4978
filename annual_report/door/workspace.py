"""The workspace: the folder that the local page is about, with the networks and tasks there.

A task is a piece of work on a network, such as "build" or "send". Tasks run in the order of their
arrival, in the thread that called `Workspace.work`. A second thread watches the files and adds a
task for each change: a save in the middle of a build is followed by a second build. The threads of
the web server add the tasks of the buttons.
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
from annual_report.door.opened_network import SENT_FOLDER, OpenedNetwork
from annual_report.door.visitors import Visitors
from annual_report.machine.making.folder import make_folder_job
from annual_report.machine.making.job import Job
from annual_report.machine.making.pages import read_notebooks
from annual_report.network.reading.files.network_folder import LOCKS, is_network, list_networks
from annual_report.report.publication.networks import make_network_job, name_build

NO_SOURCES = frozenset({"build", "anciens", "__pycache__", SENT_FOLDER.name})
"""Folders inside a network's folder whose files change no page."""
PAUSE = 0.5
"""Seconds until the queue of tasks and the visitors are looked at again."""


class NetworkTask(NamedTuple):
    """A piece of work on a network; `kind` is "check", "build", "send" or "prepare".

    The year is that of "send" and "prepare".
    """

    network: OpenedNetwork
    kind: str
    year: int = 0

    @property
    def message(self) -> str:
        """The sentence that the page shows while the task waits and runs."""
        if self.kind == "send":
            return _("{year} is being prepared for sending…", year=self.year)
        if self.kind == "prepare":
            return _("{year} is being prepared…", year=self.year)
        return _("the data are being read…")


class Workspace:
    """The networks in a folder by their names, the visitors, and the queue of tasks.

    With `out` there is no network: the notebooks of some folders are built into the folder `out`.
    """

    def __init__(self, folder: Path, notebooks: tuple[Path, ...] = (), out: str = "") -> None:
        self.folder = folder
        self.visitors = Visitors()
        self.networks: dict[str, OpenedNetwork] = {}
        self.tasks: Queue[NetworkTask] = Queue()
        self._notebooks = notebooks
        self._out = out
        self.find_networks()

    @property
    def holds_networks(self) -> bool:
        """Whether the folder has networks: pages can also be made of notebooks alone."""
        return not self._out

    @property
    def takes_new_network(self) -> bool:
        """Whether a new network can be made in the folder: no network lies within a network."""
        return self.holds_networks and not is_network(self.folder)

    def find_networks(self) -> None:
        """Open the networks that are new in the folder, and forget the networks that are gone."""
        found: dict[str, OpenedNetwork] = {}
        for name, folder in self._list_folders():
            # A network that stays keeps its state: the pages and sentences that a browser shows.
            network = self.networks.get(name)
            if network is None:
                network = self._open(name, folder)
                self.tasks.put(NetworkTask(network, "check"))
            found[name] = network
        self.networks = found

    def note_shown_page(self, network: OpenedNetwork, page: str) -> None:
        """Note the page that a browser shows, so that builds make this page first.

        The first call for a network starts the first build: of many networks in a folder only
        the visited are built.
        """
        is_first = not network.shown_page
        network.shown_page = page or "index"
        if is_first:
            self.add_task(network, "build")

    def add_task(self, network: OpenedNetwork, kind: str, year: int = 0) -> None:
        """Add a task, and show at once that the task waits."""
        task = NetworkTask(network, kind, year)
        network.update(busy=task.message, done=(), refused="")
        self.tasks.put(task)

    def work(self) -> None:
        """Run the tasks in their order until all visitors are gone."""
        threading.Thread(target=self._watch_for_ever, daemon=True).start()
        while not self.visitors.are_gone():
            try:
                task = self.tasks.get(timeout=PAUSE)
            except Empty:
                continue
            # The same task may wait again, after a later save: then the last one does for all.
            if task not in list(self.tasks.queue):
                self._run(task)

    def _run(self, task: NetworkTask) -> None:
        """Run a task, and show the reason if it fails."""
        network = task.network
        network.update(busy=task.message, refused="")
        try:
            match task.kind:
                case "check":
                    network.check()
                case "build":
                    network.build()
                case "send":
                    network.send(task.year)
                case "prepare":
                    network.prepare(task.year)
                    network.build()
        except Exception as error:
            # A fault of any kind is shown, and the next save may mend it.
            network.update(refused=say_error(error))
        # "Up to date" would be untrue while another task of the same network waits.
        waiting = [each.message for each in list(self.tasks.queue) if each.network is network]
        network.update(busy=waiting[0] if waiting else "")

    def _list_folders(self) -> Iterator[tuple[str, Path | None]]:
        """Yield the name and the folder of each network; no folder where notebooks are alone."""
        if not self.holds_networks:
            yield Path(self._out).name, None
        elif is_network(self.folder):
            yield self.folder.resolve().name, self.folder
        else:
            for folder in map(Path, list_networks(self.folder)):
                yield folder.name, folder

    def _open(self, name: str, folder: Path | None) -> OpenedNetwork:
        """Open a network, with a file for a double-click in the folder, or the notebooks alone."""
        if folder is None:
            make_job = partial(make_folder_job, self._notebooks, Path(self._out))
            return OpenedNetwork(name, None, make_job)
        lay_launcher(folder)
        return OpenedNetwork(name, folder, partial(self._make_job, folder))

    def _make_job(self, folder: Path) -> Job:
        """Return the build of a network with the notebooks that there are now."""
        # Read anew at each build: a notebook may have been added meanwhile.
        known = read_notebooks([NOTEBOOKS, *self._notebooks])
        return make_network_job(folder, Path(name_build(str(folder))), known)

    def _watch_for_ever(self) -> None:
        """Watch the files until the program ends, also while networks come and go."""
        while True:
            try:
                self._watch(self._list_watched())
            except (OSError, ParameterError):
                # A folder is gone: the next round watches the others.
                time.sleep(PAUSE)

    def _list_watched(self) -> list[Path]:
        """Return the folders with files that may change a page."""
        networks = [network.folder for network in self.networks.values() if network.folder]
        folders = [*networks, *self._notebooks, NOTEBOOKS]
        return [folder for folder in folders if folder.is_dir()]

    def _watch(self, folders: list[Path]) -> None:
        """Add a task for each change in some folders; return when the folders to watch change."""
        # The timeout lets new networks be found although nothing changes in the watched folders.
        rounds = watch(
            *folders,
            debounce=300,
            rust_timeout=1000,
            yield_on_timeout=True,
            watch_filter=_is_telling,
        )
        for changes in rounds:
            self.find_networks()
            changed = [Path(path).resolve() for _change, path in changes]
            for network in self.networks.values():
                if any(self._is_source(path, network) for path in changed):
                    # A network that nobody has looked at yet has no pages to renew.
                    kind = "build" if network.shown_page else "check"
                    task = NetworkTask(network, kind)
                    # Before the task is added: it may be done before this thread goes on.
                    network.update(busy=task.message)
                    self.tasks.put(task)
            if self._list_watched() != folders:
                return

    def _is_source(self, path: Path, network: OpenedNetwork) -> bool:
        """Whether the pages of a network, or of the notebooks alone, are made of a file."""
        for folder in (*self._notebooks, NOTEBOOKS):
            if path.is_relative_to(folder.resolve()):
                # Pages may lie among their notebooks: a build that sees its pages never ends.
                return not path.is_relative_to(network.out.resolve())
        if network.folder is None or not path.is_relative_to(network.folder.resolve()):
            return False
        parts = path.relative_to(network.folder.resolve()).parts
        return not parts or parts[0] not in NO_SOURCES


def _is_telling(_change: Change, path: str) -> bool:
    """Whether a changed file is worth a task: no hidden file, but the lock of an open workbook."""
    # Editors write hidden files beside a file that is being saved.
    name = os.path.basename(path)
    return name.startswith(LOCKS) or not name.startswith(".")
