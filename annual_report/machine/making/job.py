"""What a build is asked: options, what pages are made of and where they go, and whom it tells."""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from annual_report.base.errors import ParameterError
from annual_report.base.messages import _
from annual_report.machine.making.pages import Notebook
from annual_report.machine.run.tasks import Snapshot


class Options(NamedTuple):
    """What the command line asks of a build; seconds that a report may take.

    With some `pages`, by name, these alone are made; those that someone looks at go `first`.
    """

    years: tuple[int, ...] = ()
    jobs: int = 1
    force: bool = False
    timeout: float | None = 900.0  # no honest one takes a tenth of it
    scheduler: str | None = None
    pdf: bool = False
    strict: bool = False
    first: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


class Event(NamedTuple):
    """One thing that a build has to tell: what became of a page.

    waiting    for another build of the same place
    skipped    a page is up to date
    made       a page was put in place
    failed     a page, or a network, could not be made
    removed    a page that nothing declares any more
    kept       what a page's notebook shows and doesn't publish
    noted      what was noticed while the data were read
    """

    kind: str
    network: str
    page: str = ""
    said: str = ""


Tell = Callable[[Event], None]


class Job(NamedTuple):
    """What pages are made of, a network or folders of notebooks, and the folder where they go.

    `warm` is the module that processes are forked from. `notebooks` returns the notebooks by name,
    `snapshot` reads what pages are made of; they raise ParameterError, DataError or OSError.

    Two functions, "module:function", run in a process of their own, in which no notebook runs.
    `look` says what is there, from a snapshot, what is wanted and some years; it raises ReportError
    if something is wrong, or if one of the years isn't there. Without it, the notebooks say all
    that there is. `list_pages` makes the list of pages from a snapshot, all reports, and the state
    of some: which have failed, are not built yet (`unbuilt`), or have no page (`absent`).

    `each` is what notebooks may ask for a page of, beside what they list themselves. `data` is the
    folder of a network, None without one; `read` are folders that it is read from.
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

    def check_target(self, folder: str | Path) -> None:
        """Raise ParameterError for a folder of sources: the next build would read what is there."""
        read = {*self.read, *(notebook.folder for notebook in self.notebooks().values())}
        if os.path.realpath(folder) in map(os.path.realpath, read):
            line = _("{place}: what pages are made of lies here: choose another folder",
                     place=folder)  # fmt: skip
            raise ParameterError(line)
