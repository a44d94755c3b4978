"""What a build is asked: options, where pages come from, and whom it tells what happens."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol

from annual_report.build.pages import Notebook
from annual_report.run.tasks import Made, Outline, Snapshot, Task

TIMEOUT = 900.0
"""Seconds that a report may take, or a look at what there is, where nobody says; no honest one
takes a tenth of it."""


class Options(NamedTuple):
    """What the command line asks of a build; times in seconds, memory in MiB."""

    years: tuple[int, ...] = ()
    jobs: int = 1
    force: bool = False
    timeout: float | None = TIMEOUT
    memory_limit: int | None = None
    scheduler: Any = None
    pdf: bool = False
    first: tuple[str, ...] = ()
    """The reports that someone is looking at, which are made before the others."""


class Event(NamedTuple):
    """One thing that a build has to tell: what became of a page, and why.

    waiting    for another build of the same place
    skipped    a page is up to date
    made       a page was put in place
    same       a page was made again and says what it said
    failed     a page, or a network, could not be made; `more` is the traceback
    removed    a page that nothing declares any more
    kept       what a page's notebook shows and doesn't publish
    noted      what was noticed while the data were read
    """

    kind: str
    network: str
    page: str = ""
    said: str = ""
    more: str = ""


Tell = Callable[[Event], None]


class Source(Protocol):
    """What pages are made of: a network, or a folder of notebooks.

    Two of its functions run in a process of their own, in which no notebook runs: `look` says what
    is there to make pages of, `list_pages` makes the list of them.
    """

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def warm(self) -> str:
        """The module that processes are forked from."""

    @property
    def look(self) -> Callable[..., Outline]:
        """Say what there is, from a snapshot, the program's hash, what is wanted, and some years.

        Raise ReportError if something is wrong, or if one of the years isn't there.
        """

    @property
    def list_pages(self) -> Callable[[Task], Made]:
        """Make the list of all pages, of the state that these are in."""

    def notebooks(self) -> Mapping[str, Notebook]:
        """Return the notebooks by name. Raise ParameterError for what can't be built."""

    def snapshot(self) -> Snapshot:
        """Read what pages are made of. Raise DataError or OSError."""
