"""The values of a build that travel to its workers and back."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from annual_report.machine.pages.export.options import NOTHING_ASKED, ExportOptions

FOLDER = ".build"
"""The folder of a build's own files, beside its pages."""


class Snapshot(NamedTuple):
    """The files of a network's folder by relative path, and the address that notebooks print.

    `packed` is the network once a worker has read the files: a pickled function, which a page's
    process calls with the folder. Without an address there is no network, and notebooks run in
    their folders.
    """

    name: str
    address: str
    files: Mapping[str, bytes]
    packed: bytes = b""


class Report(NamedTuple):
    """A page to make: the name without .html, the notebook, and the notebook's parameters.

    `each` names the values of the notebook's pages: "year", "once", or a table's column. A report
    with `pdf` is printed too if `--pdf` is asked for.
    """

    name: str
    notebook: str
    parameters: Mapping[str, object]
    title: str = ""
    each: str = "once"
    pdf: bool = False

    @property
    def page(self) -> str:
        """The page's file name, relative to the build's folder."""
        return f"{self.name}.html"

    @property
    def error_page(self) -> str:
        """The file name of the page that replaces a failed report."""
        return f"{self.name}.erreur.html"

    @property
    def private_notebook(self) -> str:
        """The file name of the whole notebook, for the analyst alone."""
        return f"{FOLDER}/{self.name}.ipynb"

    @property
    def on_paper(self) -> tuple[str, ...]:
        """The names of the printed files: a PDF, and a picture of its first sheet."""
        if not self.pdf:
            return ()
        return f"{self.name}.pdf", f"{self.name}.png"


INDEX = Report("index", "", {})
"""The list of all pages, made without a notebook."""
PLAIN_INDEX = "llms.txt"
"""The same list for programs: https://llmstxt.org."""


class Task(NamedTuple):
    """One report to make from a snapshot and the JSON of a notebook from the folder `beside`.

    `files` are those of that folder which a network's notebook may read or import, by name. Without
    `runs` the JSON is that of a notebook that was run already, and is taken as it is.
    """

    report: Report
    snapshot: Snapshot
    source: str
    beside: str
    files: Mapping[str, bytes] = {}
    options: ExportOptions = NOTHING_ASKED
    runs: bool = True


class Made(NamedTuple):
    """The files of a report by name; for a failed report, the page that tells the `error`.

    The whole notebook is among the files, for the analyst alone; `kept` has the remarks on parts of
    the notebook that are not in the page.
    """

    files: Mapping[str, bytes]
    kept: tuple[str, ...] = ()
    error: str = ""


class Outline(NamedTuple):
    """A network as a build needs it: the values that have pages, by the kind of page.

    `packed` is the network as read, for the workers; empty where the outline was recalled. `said`
    has the remarks of the reading; `names` has the names of values in a page's title.
    """

    values: Mapping[str, Sequence[str | int]] = {}
    said: Sequence[str] = ()
    packed: bytes = b""
    names: Mapping[str, Mapping[str, str]] = {}
