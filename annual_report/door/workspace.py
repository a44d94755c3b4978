"""The workspace: the folder that the local page is about, with the networks and the work there.

One thread works: the thread that called `Workspace.work`. It waits for changes of the files and for
tasks of the buttons, which the threads of the web server add, and does all of them in the order of
their arrival. Files that are saved in the middle of a build are read again after it.
"""

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
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
from annual_report.network.reading.files.network_folder import (
    STARTS_OF_LOCKS,
    is_network,
    list_networks,
)
from annual_report.report.publication.networks import make_network_job, name_build

NO_SOURCES = frozenset({"build", "anciens", "__pycache__", SENT_FOLDER.name})
"""Folders inside a network's folder whose files change no page."""
PAUSE = 500
"""Milliseconds without a change of a file until tasks, visitors and new networks are looked at.

A button is felt at once; a folder of many others, on a slow drive, is searched twice a second.
"""


class NetworkTask(NamedTuple):
    """A piece of work on a network, such as `network.build`.

    `message` is the sentence that the page shows while the work waits and is done.
    """

    network: OpenedNetwork
    message: str
    work: Callable[[], None]


class Workspace:
    """The networks in a folder by their names, the visitors, and the tasks that wait.

    With `out` there is no network: the notebooks of some folders are built into the folder `out`.
    """

    def __init__(self, folder: Path, notebooks: tuple[Path, ...] = (), out: str = "") -> None:
        self.folder = folder
        self.visitors = Visitors()
        self.networks: dict[str, OpenedNetwork] = {}
        # A deque may be filled by one thread while another empties it.
        self.tasks: deque[NetworkTask] = deque()
        self._notebooks = notebooks
        self._out = out
        if not out:
            lay_launcher(folder)
        self.find_networks()

    @property
    def takes_new_network(self) -> bool:
        """Whether a new network can be made in the folder: no network lies within a network."""
        return not self._out and not is_network(self.folder)

    def find_networks(self) -> None:
        """Open the networks that are new in the folder, and forget the networks that are gone.

        Called at the start, and after each round of work: a person may copy a network's folder.
        """
        networks: dict[str, OpenedNetwork] = {}
        for name, folder in self._list_folders():
            # A network that stays keeps its state: the pages and sentences that a browser shows.
            network = self.networks.get(name)
            if network is None:
                network = self._open(name, folder)
                self.renew(network)
            networks[name] = network
        # Replaced as a whole, for the threads of the web server look through the mapping meanwhile.
        self.networks = networks

    def note_shown_page(self, network: OpenedNetwork, page: str) -> None:
        """Note the page that a browser shows, so that builds make this page first.

        The first call for a network starts the first build: of many networks in a folder only
        the visited are built.
        """
        is_first = not network.shown_page
        # Before any page is made there is no name of a page, and the visit counts all the same.
        network.shown_page = page or "index"
        if is_first:
            self.renew(network)

    def renew(self, network: OpenedNetwork) -> None:
        """Add the task to read a network's data again, and to make its pages if they were visited.

        The sentences about the button that was pressed last stay, unlike with `add_task`.
        """
        message = _("the data are being read…")
        self.tasks.append(NetworkTask(network, message, network.renew))
        network.update(busy=message)

    def add_task(self, network: OpenedNetwork, message: str, work: Callable[[], None]) -> None:
        """Add the work of a button, and show at once that the work waits."""
        self.tasks.append(NetworkTask(network, message, work))
        network.update(busy=message, done=(), task_error="")

    def work(self) -> None:
        """Do the tasks, and renew networks whose files are saved, until all visitors are gone.

        Called once, by the program's main thread.
        """
        while not self.visitors.are_gone():
            try:
                self._work_in(self._list_watched())
            except (OSError, ParameterError):
                # A watched folder was removed or renamed: the next round watches the others.
                time.sleep(PAUSE / 1000)

    def _work_in(self, folders: list[Path]) -> None:
        """Watch some folders and work, until visitors are gone or other folders are to be watched.

        The watcher collects the saves during a task: they are the changes of the next round.
        """
        # Changes within at most 300 ms are one round, since spreadsheets write several files for a
        # save. After PAUSE without any there is a round without changes, for tasks and visitors.
        rounds = watch(
            *folders,
            debounce=300,
            rust_timeout=PAUSE,
            yield_on_timeout=True,
            watch_filter=_is_telling,
        )
        for changes in rounds:
            self._renew_changed(Path(path).resolve() for _change, path in changes)
            if not self.tasks:
                # All saves are read and all buttons done: the page says that it is up to date.
                for network in self.networks.values():
                    network.update(busy="")
            while self.tasks:
                self._run(self.tasks.popleft())
            self.find_networks()
            if self._list_watched() != folders or self.visitors.are_gone():
                return

    def _renew_changed(self, changed: Iterable[Path]) -> None:
        """Renew each network whose pages are made of one of the changed files."""
        files = list(changed)
        for network in self.networks.values():
            if any(self._is_source(file, network) for file in files):
                self.renew(network)

    def _run(self, task: NetworkTask) -> None:
        """Do the work of a task; show a failure on the page, and let the other tasks be done."""
        task.network.update(busy=task.message, task_error="")
        try:
            task.work()
        except Exception as error:
            # Any fault, also one of this program: a person whose page stays old has to know why.
            task.network.update(task_error=say_error(error))

    def _list_folders(self) -> Iterator[tuple[str, Path | None]]:
        """Yield the name and the folder of each network: ("gironde", Path("data/gironde")).

        Notebooks without a network have None for a folder, and the name of the folder of pages.
        """
        if self._out:
            yield Path(self._out).name, None
        elif is_network(self.folder):
            yield self.folder.resolve().name, self.folder
        else:
            for folder in map(Path, list_networks(self.folder)):
                yield folder.name, folder

    def _open(self, name: str, folder: Path | None) -> OpenedNetwork:
        """Return the network in a folder, or with None the notebooks without a network.

        A network's folder gets the file for a double-click.
        """
        if folder is None:
            make_job = partial(make_folder_job, self._notebooks, Path(self._out))
            return OpenedNetwork(name, None, make_job)
        lay_launcher(folder)
        return OpenedNetwork(name, folder, partial(self._make_job, folder))

    def _make_job(self, folder: Path) -> Job:
        """Return the build of a network: its data, its notebooks, its folder of pages."""
        # Read anew at each build: a notebook may have been added meanwhile.
        known = read_notebooks([NOTEBOOKS, *self._notebooks])
        return make_network_job(folder, Path(name_build(str(folder))), known)

    def _list_watched(self) -> list[Path]:
        """Return the folders with files that may change a page: networks and notebooks."""
        networks = [network.folder for network in self.networks.values() if network.folder]
        folders = [*networks, *self._notebooks, NOTEBOOKS]
        # The watcher fails for a folder that is gone.
        return [folder for folder in folders if folder.is_dir()]

    def _is_source(self, path: Path, network: OpenedNetwork) -> bool:
        """Whether a changed file is a source of a network's pages: a table, a text, a notebook."""
        for folder in (*self._notebooks, NOTEBOOKS):
            if path.is_relative_to(folder.resolve()):
                # Pages may lie among their notebooks: a build that sees its pages never ends.
                return not path.is_relative_to(network.out.resolve())
        if network.folder is None or not path.is_relative_to(network.folder.resolve()):
            return False
        # Not in a folder of results, "build/2025.html". No parts: the folder itself has changed.
        parts = path.relative_to(network.folder.resolve()).parts
        return not parts or parts[0] not in NO_SOURCES


def _is_telling(_change: Change, path: str) -> bool:
    """Whether a changed file is worth a look, by its name; called by the watcher for each change.

    Hidden files aren't, for editors write them beside a file that is being saved. The lock file of
    a workbook, ".~lock.reseau.xlsx#", is: the page says whether the workbook is open.
    """
    name = os.path.basename(path)
    return name.startswith(STARTS_OF_LOCKS) or not name.startswith(".")
