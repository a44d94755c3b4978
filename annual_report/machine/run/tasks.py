"""The values of a build that travel to its worker processes and back.

A report is a page to make, named after its purpose; a task is a report with all that a worker needs
to make it; an outline is the little of a network that says which reports there are.
"""

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
    """A report to make, from the data of a snapshot and from `source`, the JSON of a notebook.

    `beside` is the folder of the notebook, and `files` are the files of that folder, by name, that
    a network's notebook may read or import. Without `runs` the notebook was run already, and its
    outputs are taken as they are.
    """

    report: Report
    snapshot: Snapshot
    source: str
    beside: str
    files: Mapping[str, bytes] = {}
    options: ExportOptions = NOTHING_ASKED
    runs: bool = True


class Made(NamedTuple):
    """The files of a made report by name; for a failed report, the page that tells the `error`.

    The whole notebook is among the files, for the analyst alone. `kept` has a line for each output
    of the notebook that its page doesn't show.
    """

    files: Mapping[str, bytes]
    kept: tuple[str, ...] = ()
    error: str = ""


class Outline(NamedTuple):
    """What a build must know of a network to list its reports.

    `values` has the values that have pages, by the name of the value: the years by "year". `said`
    has the remarks of the reading, a line each. `packed` is the pickled network for the workers,
    empty where the outline comes from the records. `names` has, by the same name, the words that
    titles have for values: names by their codes.
    """

    values: Mapping[str, Sequence[str | int]] = {}
    said: Sequence[str] = ()
    packed: bytes = b""
    names: Mapping[str, Mapping[str, str]] = {}
