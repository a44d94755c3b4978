"""The orders that a build takes, and the events that a build tells: jobs, options, events.

A job is the order to make the pages of a network, or of folders of notebooks, in a folder. The
machine knows no network: a job brings the functions that read the data and list the pages.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from annual_report.base.errors import ParameterError
from annual_report.base.messages import _
from annual_report.machine.making.pages import Notebook
from annual_report.machine.pages.export.options import NOTHING_ASKED, ExportOptions
from annual_report.machine.run.tasks import Snapshot


class Options(NamedTuple):
    """The options of a build.

    years, pages  years, (2025,), and names of pages, ("2025",), that alone are made; by default
                  all pages are
    first         names of the pages that are made first, since a reader waits for them
    jobs          the number of processes at a time
    force         pages that are up to date are made again
    timeout       seconds that a report may take
    scheduler     the address of a Dask scheduler whose workers make the pages
    pdf           pages that have paper are printed
    export        the wishes for the pages of notebooks, as of their language
    """

    years: tuple[int, ...] = ()
    jobs: int = 1
    force: bool = False
    # An honest report takes less than a tenth of this.
    timeout: float | None = 900.0
    scheduler: str | None = None
    pdf: bool = False
    export: ExportOptions = NOTHING_ASKED
    first: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


class Event(NamedTuple):
    """An event of a build, most often of a single page: Event("made", "exemple", "2025.html").

    `network` is the name of the job, `page` a file's name, and `said` a message, such as the error
    of a failed page. The kinds are:

    waiting    a build of the same place, in some other process, isn't done
    skipped    a page is up to date
    made       a page was put in place
    failed     a page, or a network, could not be made
    removed    a page that no notebook declares any more
    kept       an output that a page's notebook shows and doesn't publish
    noted      a remark on the data
    """

    kind: str
    network: str
    page: str = ""
    said: str = ""


Tell = Callable[[Event], None]


class Job(NamedTuple):
    """The sources of pages, a network or folders of notebooks, and the folder of the pages.

    name        the name of the network or of the first folder, for messages
    out         the folder where the pages go
    warm        the module that processes are forked from
    notebooks   returns the notebooks by name; raises ParameterError or OSError
    snapshot    reads the data; raises DataError or OSError
    look        "module:function" that returns the Outline of a snapshot, from the names of the
                values that notebooks want and from some years; it raises ReportError if the data
                are wrong or a year isn't there. Without `look` notebooks list all values themselves
    list_pages  "module:function" that makes the list of pages from a snapshot, all reports and the
                names of those that have failed, are `unbuilt` or `absent`
    each        names of the values that notebooks may have a page each for: "year", or a column
                of a table, "membres.membre"
    data        the folder of a network, None without a network
    read        folders that sources are read from
    runs        whether notebooks are run; if not, they were run already, and keep their outputs

    The two functions run in a process of their own, in which no notebook runs.
    """

    name: str
    out: Path
    warm: str
    notebooks: Callable[[], Mapping[str, Notebook]]
    snapshot: Callable[[], Snapshot]
    list_pages: str
    look: str = ""
    each: Sequence[str] = ()
    data: Path | None = None
    read: Sequence[Path] = ()
    runs: bool = True

    def check_target(self, folder: str | Path) -> None:
        """Raise ParameterError if pages would go into a folder that sources are read from.

        The next build would take the pages for sources.
        """
        folders_of_sources = set(self.read)
        for notebook in self.notebooks().values():
            folders_of_sources.add(notebook.folder)
        # A folder may have several paths, by links: the real ones are compared.
        real_folders = map(os.path.realpath, folders_of_sources)
        if os.path.realpath(folder) in real_folders:
            line = _(
                "{place}: what pages are made of lies here: choose another folder", place=folder
            )
            raise ParameterError(line)
