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
    """The data of a network as a build has read them: its files by relative path, with a `name`.

    `address` is the path that notebooks print for the folder: "data/reseau-exemple"; "" without a
    network: then notebooks run in their own folders. `packed` is the network once a worker has read
    the files: a pickled function, which a page's process calls with the folder.
    """

    name: str
    address: str
    files: Mapping[str, bytes]
    packed: bytes = b""


class Report(NamedTuple):
    """A page to make: the name without .html, the notebook, and the notebook's parameters.

    `each` names the values of the notebook's pages: "year", "once", or a table's column. A report
    with `pdf` is printed too if `--pdf` is asked for. `language` is that of the page's fixed words,
    "fr" or "en", where a list of pages has to follow it.
    """

    name: str
    notebook: str
    parameters: Mapping[str, object]
    title: str = ""
    each: str = "once"
    pdf: bool = False
    language: str = ""

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
    """The facts of a network's data by which a build lists its pages.

    values  the values that have a page each, by the name of their kind: {"year": [2024, 2025]}
    said    the remarks of the reading of the data, a line each
    packed  the pickled network for the workers; empty where the outline comes from the records
    names   the words that titles have for values, by the same kinds: {"theme": {"a1": "Arts"}}
    """

    values: Mapping[str, Sequence[str | int]] = {}
    said: Sequence[str] = ()
    packed: bytes = b""
    names: Mapping[str, Mapping[str, str]] = {}
