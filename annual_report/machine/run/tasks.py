"""The values of a build that travel to its workers and back."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

FOLDER = ".build"
"""What a build keeps for itself, beside its pages."""


class Snapshot(NamedTuple):
    """The files of a folder by relative path, and the address that its notebooks print.

    `packed` is what they hold, once a worker has read them: a pickled function, which a page's
    process calls with their folder. Without an address, notebooks run in the folder that they lie
    in.
    """

    name: str
    address: str
    files: Mapping[str, bytes]
    packed: bytes = b""


class Report(NamedTuple):
    """A page to make: its name without .html, its notebook, and the notebook's parameters.

    `each` is what the notebook makes a page of: "year", "once", or a table's column. One with `pdf`
    is also printed where `--pdf` is asked for.
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
        """The file name of the page that stands for it when it fails."""
        return f"{self.name}.erreur.html"

    @property
    def private_notebook(self) -> str:
        """The file name of its whole notebook, which is the analyst's alone."""
        return f"{FOLDER}/{self.name}.ipynb"

    @property
    def on_paper(self) -> tuple[str, ...]:
        """The names of the files that are printed of it: a PDF, a picture of its first sheet."""
        return (f"{self.name}.pdf", f"{self.name}.png") if self.pdf else ()


INDEX = Report("index", "", {})
"""The list of all pages, which no notebook makes."""
PLAIN_INDEX = "llms.txt"
"""The same list for programs that read: https://llmstxt.org."""


class Task(NamedTuple):
    """One report to make from a snapshot and a notebook's JSON, which lies in the folder `beside`.

    A `strict` one refuses what would be remarked of a notebook that is published as it is.
    """

    report: Report
    snapshot: Snapshot
    source: str
    beside: str
    pdf: bool = False
    strict: bool = False


class Made(NamedTuple):
    """What became of a report: its files by name, or the page that says its `error` instead.

    The whole notebook is among them, for the analyst alone; `kept` says what of it is not in the
    page.
    """

    files: Mapping[str, bytes]
    kept: tuple[str, ...] = ()
    error: str = ""


class Outline(NamedTuple):
    """What a build must know of a network: the values that there are pages of, by what they are.

    `packed` is what was read, for the workers; empty where the outline was recalled. `said` has
    what was noticed while it was read; `names` has what some values are called in a page's title.
    """

    values: Mapping[str, Sequence[str | int]] = {}
    said: Sequence[str] = ()
    packed: bytes = b""
    names: Mapping[str, Mapping[str, str]] = {}
