"""What a build asks of whoever knows what pages are made of: a network, or a folder of notebooks.

Two of its functions run in a process of their own, in which no notebook runs: `look` says what is
there to make pages of, `list_pages` makes the list of them.
"""

from collections.abc import Callable, Mapping
from typing import Protocol

from annual_report.build.pages import Notebook
from annual_report.run.tasks import Made, Outline, Snapshot, Task


class Source(Protocol):
    """What pages are made of."""

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
