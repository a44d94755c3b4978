"""The reports of a network and the tasks that make them: plain values that travel to workers.

They are named tuples, as all values of a build are, for the sake of one with nothing to do: it
would spend a seventh of its time on making dataclasses.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, Literal, NamedTuple

from annual_report.build.snapshot import Snapshot

Engine = Literal["fast", "kernel"]
"""The papermill engine: the kernel's shell in the worker's process, or a kernel of its own."""


ERROR = ".erreur.html"
"""How the name of the page of a report that could not be made ends."""


class Report(NamedTuple):
    """A page to make: its name without .html, its notebook, and the notebook's parameters."""

    name: str
    notebook: str
    parameters: Mapping[str, object]

    @property
    def page(self) -> str:
        """The page's file name, relative to the build's folder."""
        return f"{self.name}.html"

    @property
    def pdf(self) -> str | None:
        """The file name of its PDF; None for a page that nobody prints and sends."""
        return f"{self.name}.pdf" if self.notebook in ("annual_report", "trends") else None

    @property
    def error_page(self) -> str:
        """The file name of the page that stands for it when it fails."""
        return f"{self.name}{ERROR}"


DEPARTMENTS = "departements"
"""The folder of the départements' pages."""
FOLDERS = ("", DEPARTMENTS)
"""The folders of a build that have pages."""
INDEX = Report("index", "", {})
"""The list of all pages, which is made of their state and of no notebook."""
ENDINGS = (".html", ".ipynb", ".json", ".pdf")
"""How the names of a build's files end."""
State = Mapping[str, tuple[str, ...]]
"""The names of reports that failed, were never built, are out of date, or have no page."""


class Outline(NamedTuple):
    """What a build must know of a network: its years, and everyone who was ever a member.

    `network` is the network itself, packed for the workers; empty where the outline was recalled.
    """

    title: str
    years: tuple[int, ...]
    departments: tuple[str, ...]
    network: bytes = b""
    said: tuple[str, ...] = ()
    """What there is to say of the reading of its data, a line each."""

    def reports(self, years: Sequence[int] = ()) -> tuple[Report, ...]:
        """Return the reports of all years, or of some, then the pages across the years."""
        chosen = tuple(dict.fromkeys(years)) or self.years
        annual = [Report(str(year), "annual_report", {"year": year}) for year in chosen]
        if years:
            return tuple(annual)
        across = [Report("tendances", "trends", {})]
        each = [
            Report(f"{DEPARTMENTS}/{code}", "department", {"departement": code})
            for code in self.departments
        ]
        return (*annual, *across, *each)


def is_error_page(name: str) -> bool:
    """Tell whether a file has the name of a report's error page, of whatever year or place."""
    folder, _slash, file = name.rpartition("/")
    report = file.removesuffix(ERROR)
    if report == file:
        return False
    if folder:
        return folder == DEPARTMENTS and report.isalnum() and len(report) <= 3
    return report == "tendances" or (report.isdecimal() and len(report) == 4)


class Task(NamedTuple):
    """One report to make from a snapshot; `program` is the fingerprint that a worker must share."""

    report: Report
    snapshot: Snapshot
    engine: Engine
    program: str
    memory_limit: int | None = None
    pdf: bool = False


class Made(NamedTuple):
    """A finished report: the content of its files by name."""

    report: Report
    files: Mapping[str, bytes]


class Failed(NamedTuple):
    """A report that could not be made: what happened, in the analyst's words, and where."""

    report: Report
    message: str
    step: str = ""
    page: bytes = b""


def without_page(report: Report, message: str) -> Failed:
    """Say that a report failed on the barest of pages, where none can be made of a template."""
    from html import escape

    from annual_report.publish.secrecy import veiled

    message = veiled(message)
    html = f'<!DOCTYPE html>\n<html lang="fr"><title>Erreur</title><p>{escape(message)}</p>\n'
    return Failed(report, message, page=html.encode())


def in_worker(module: str, step: str, *args: Any) -> Any:
    """Call a function of `look` or `worker`, too heavy to import where tasks are handed out."""
    return getattr(import_module(f"annual_report.run.{module}"), step)(*args)
