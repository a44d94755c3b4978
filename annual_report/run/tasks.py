"""The values of a build that travel to its workers and back."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

ERROR = ".erreur.html"
"""How the name of the page of a report that could not be made ends."""


class Snapshot(NamedTuple):
    """The files of a data package by relative path, and the address that its notebooks print.

    `packed` is what they hold, once a worker has read them, and `take` the function that a page's
    process gives it to; `carry` makes what a page carries. Where something is withheld, each
    notebook runs once more, with the files that are left: `bare`. Of some files `each` page is
    made. Without an address, notebooks run in the folder that they lie in.
    """

    name: str
    address: str
    files: Mapping[str, bytes]
    packed: bytes = b""
    take: Callable[[bytes], None] | None = None
    carry: Callable[..., Any] | None = None
    bare: Mapping[str, bytes] = {}
    each: tuple[str, ...] = ()

    def lay_out(self, folder: Path) -> None:
        """Write the files under `folder`, at the package's address, which is relative."""
        paths = {folder / self.address / name: content for name, content in self.files.items()}
        for parent in {path.parent for path in paths}:
            parent.mkdir(parents=True, exist_ok=True)
        for path, content in paths.items():
            path.write_bytes(content)


class Report(NamedTuple):
    """A page to make: its name without .html, its notebook, and the notebook's parameters.

    `each` is what the notebook makes a page of: "year", "member", "once", or a table's column.
    """

    name: str
    notebook: str
    parameters: Mapping[str, object]
    title: str = ""
    each: str = "once"
    paper: tuple[str, ...] = ()
    """The endings of what is made of it where `--pdf` is asked for: `.pdf`, and `.png` to post."""

    @property
    def page(self) -> str:
        """The page's file name, relative to the build's folder."""
        return f"{self.name}.html"

    @property
    def on_paper(self) -> tuple[str, ...]:
        """The names of the files that are made of it where `--pdf` is asked for."""
        return tuple(f"{self.name}{each}" for each in self.paper)

    @property
    def error_page(self) -> str:
        """The file name of the page that stands for it when it fails."""
        return f"{self.name}{ERROR}"

    @property
    def files(self) -> tuple[str, ...]:
        """The names of all files that it may have."""
        beside = [f"{self.name}{each}" for each in (".md", ".ipynb", ".json")]
        beside = beside if self.notebook else [PLAIN_INDEX]
        return (self.page, *beside, self.error_page, *self.on_paper)


INDEX = Report("index", "", {})
"""The list of all pages, which no notebook makes."""
PLAIN_INDEX = "llms.txt"
"""The same list for programs that read: https://llmstxt.org."""


class Task(NamedTuple):
    """One report to make from a snapshot; `program` is the fingerprint that a worker must share.

    `source` is the notebook's JSON, `beside` the folder that it lies in; "" where there is none.
    `form` has options of the export by name.
    """

    report: Report
    snapshot: Snapshot
    source: str
    beside: str
    program: str
    memory_limit: int | None = None
    pdf: bool = False
    form: Mapping[str, Any] = {}


class Executed(NamedTuple):
    """A notebook that was run: its JSON, what it read, and what went wrong if anything did.

    `error` has the message, the step, and a traceback.
    """

    notebook: str
    read: Mapping[str, str]
    error: tuple[str, str, str] | None = None

    def to_json(self) -> bytes:
        """Return it as JSON, for another process."""
        return json.dumps(self._asdict()).encode()

    @classmethod
    def from_json(cls, content: bytes) -> "Executed":
        """Read what a process has sent in which a notebook ran; raise ValueError if it is odd."""
        try:
            notebook, read, error = (json.loads(content)[name] for name in cls._fields)
            hashes = {str(name): str(each) for name, each in read.items()}
            if error is not None:
                message, step, trace = map(str, error)
                error = message, step, trace
        except (LookupError, TypeError, AttributeError) as odd:
            raise ValueError(content[:50]) from odd
        return cls(str(notebook), hashes, error)


class Made(NamedTuple):
    """A finished report: its files by name, the whole notebook, what was read, what was kept back.

    `private` is the notebook with all its outputs, for the analyst alone. `written` has the hashes
    of the files where the worker has put them in place itself, and `files` are none.
    """

    report: Report
    files: Mapping[str, bytes]
    read: Mapping[str, str]
    private: bytes = b""
    kept: tuple[str, ...] = ()
    written: Mapping[str, str] = {}


class Failed(NamedTuple):
    """A report that could not be made: what happened, in the analyst's words."""

    report: Report
    message: str
    page: bytes = b""
    private: bytes = b""
    trace: str = ""


class Outline(NamedTuple):
    """What a build must know of a network: the values that there are pages of, by what they are.

    `packed` is what was read, for the workers; empty where the outline was recalled.
    `said` has how many remarks and readings there are, then the rows that were set aside;
    `drafts` are the years that are still being prepared; `names` has what members are called, by
    their codes. `bare` are the files without what the network withholds; none if it is nothing.
    """

    values: Mapping[str, tuple[str | int, ...]]
    said: tuple[str, ...] = ()
    packed: bytes = b""
    drafts: tuple[int, ...] = ()
    names: Mapping[str, str] = {}
    bare: Mapping[str, bytes] = {}


def without_page(report: Report, message: str) -> Failed:
    """Say that a report failed on the barest of pages, where none can be made of a template."""
    from html import escape

    from annual_report.pages.checks.secrecy import veil_secrets

    message = veil_secrets(message)
    html = f'<!DOCTYPE html>\n<html lang="fr"><title>Erreur</title><p>{escape(message)}</p>\n'
    return Failed(report, message, page=html.encode())
