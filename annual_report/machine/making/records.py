"""What builds have left at a place, in `.build/records.json`.

    environment   Python and the packages of the lock, by version, of the last build
    key, outline  what the source held that there are pages of, and the hash of what said so
    pages         of each page, the hash of all that it was made of, and the hashes of its files

A page is up to date when its hash is the same and its files are as they were left. The records are
written at most once a second while pages are put in place: a build that is killed loses the pages
of its last second, which the next one makes again. So it does with all of them if the records can't
be read: beside them lies the whole notebook of each page that a build has made, by which the page's
files are known as a build's own.
"""

import json
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from annual_report.base.program import hash_bytes, list_environment
from annual_report.base.whole_file import write_whole_file
from annual_report.machine.run.tasks import Outline, Report

FOLDER = ".build"
"""What a build keeps for itself, beside its pages."""
FILE = f"{FOLDER}/records.json"
PAUSE = 1.0
"""Seconds between two times that the records are written."""


class Record(NamedTuple):
    """The hash of all that a page was made of, and the hashes of its files by name."""

    made_of: str
    files: dict[str, str]


def name_private_notebook(report: str) -> str:
    """Return the name of a report's whole notebook."""
    return f"{FOLDER}/{report}.ipynb"


class Records:
    """The files of a place, and the records of them, kept up as files are written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pages: dict[str, Record] = {}
        self._key, self._outline, self._written = "", Outline(), 0.0
        # A file that was cut off or edited, or is another version's, is as good as none.
        with suppress(OSError, ValueError, RecursionError, TypeError, LookupError, AttributeError):
            written = json.loads((folder / FILE).read_bytes())
            pages = {name: Record(**record) for name, record in written["pages"].items()}
            self._key, self._outline = written["key"], Outline(**written["outline"])
            self.pages = pages

    @property
    def years(self) -> set[object]:
        """The years that the last build has seen."""
        return set(self._outline.values.get("year", ()))

    def recall(self, key: str, years: Iterable[int]) -> Outline | None:
        """Return what the last build has found, if that had the same key, and has the `years`."""
        # A year that isn't there is looked for: the look says which ones are.
        return self._outline if self._key == key and self.years.issuperset(years) else None

    def remember(self, key: str, outline: Outline) -> None:
        """Note what there is to make pages of, but for the data themselves."""
        self._key, self._outline = key, outline
        self.save()

    def keep(self, report: str, record: Record) -> None:
        """Record a report whose files are all in place."""
        self.pages[report] = record
        if time.monotonic() - self._written >= PAUSE:
            self.save()

    def save(self) -> None:
        """Write the records."""
        outline = self._outline._asdict()
        del outline["packed"]
        content = {
            "environment": list_environment(),
            "key": self._key,
            "outline": outline,
            "pages": {name: record._asdict() for name, record in sorted(self.pages.items())},
        }
        self.write(FILE, json.dumps(content, indent=1, sort_keys=True).encode())
        self._written = time.monotonic()

    def has(self, name: str) -> bool:
        """Whether there is a file of that name."""
        return (self.folder / name).is_file()

    def write(self, name: str, content: bytes) -> None:
        """Write a file whole, in a folder that is made for it."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            write_whole_file(path, content)
        except OSError as error:  # it is said on a page, which names no place of this machine
            error.filename = name
            raise

    def remove(self, *names: str) -> None:
        """Remove files that are there."""
        for name in names:
            (self.folder / name).unlink(missing_ok=True)

    def is_as_left(self, name: str, digest: str) -> bool:
        """Whether a file is there and has the content that was recorded."""
        return self.has(name) and hash_bytes((self.folder / name).read_bytes()) == digest

    def list_foreign(self, reports: Iterable[Report]) -> list[str]:
        """Return which files with names of reports' are there, and were not written by a build."""
        # Where the records are lost, a page is known as a build's own by its notebook, and the list
        # of pages, which has none, by there being records at all.
        return [
            name
            for report in reports
            if report.name not in self.pages
            and not self.has(name_private_notebook(report.name) if report.notebook else FILE)
            for name in sorted(report.files)
            if self.has(name)
        ]

    def forget(self, report: str) -> list[str]:
        """Remove a report's record, and its files that are still as they were left; return these.

        What somebody has changed since is theirs.
        """
        files = self.pages[report].files
        ours = [name for name in sorted(files) if self.is_as_left(name, files[name])]
        self.remove(*ours, name_private_notebook(report))
        del self.pages[report]
        return ours
