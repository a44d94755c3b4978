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
    """The data of a network as a build has read them.

    name     the name of the network, or of the first folder of notebooks
    address  the path that notebooks print for the network's folder: "data/reseau-exemple"; ""
             without a network: then notebooks run in their own folders
    files    the content of each file of the network, by its path in the folder: "membres.csv"
    packed   the network once a worker has read the files: a pickled function, which the process of
             a page calls with the folder; empty before
    """

    name: str
    address: str
    files: Mapping[str, bytes]
    packed: bytes = b""


class Report(NamedTuple):
    """A page to make.

    name        the page's file name without its ending: "2025", "themes/Ete"
    notebook    the name of the notebook: "annual_report"; "" for the list of pages
    parameters  the notebook's parameters: {"year": 2025}
    title       the title of the page: "Rapport 2025"
    each        the kind of the values that the notebook has pages for: "year", "once", or a
                column of a table, "membres.membre"
    pdf         whether the page is printed too where `--pdf` is asked for
    language    the language of the page's fixed words, "fr" or "en", where a list of pages has to
                follow it
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
    """A report with all that a worker needs to make it.

    report    the page to make
    snapshot  the data
    source    the JSON of the notebook
    beside    the folder of the notebook
    files     name → content of the files in that folder that a network's notebook may read or
              import
    options   the wishes for the pages of notebooks, such as their language
    runs      whether the notebook is run; if not, it was run already, and its outputs are taken
    """

    report: Report
    snapshot: Snapshot
    source: str
    beside: str
    files: Mapping[str, bytes] = {}
    options: ExportOptions = NOTHING_ASKED
    runs: bool = True


class Made(NamedTuple):
    """The files of a made report.

    files  name → content: "2025.html", and what is published beside the page; the whole notebook
           too, for the analyst alone. For a failed report, the page that tells the error
    kept   a line for each output of the notebook that its page doesn't show
    error  the message of a failed report, "" for others
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
