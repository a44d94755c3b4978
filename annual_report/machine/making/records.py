"""The records of the pages in a build's folder, in the file `.build/records.json`.

    environment   Python and the packages of the lock, by version, of the last build
    key, outline  the hash of the sources that were looked at, and the values that pages are made of
    pages         of each page, the hash of all sources ("" if the page failed), and the hashes of
                  the page's files

A page is up to date when the hash of the sources is the same and the page's files are unchanged. A
build that is killed loses the record of a single page, and the next build makes that page again.
Where the records can't be read, all pages are made again.
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from annual_report.base.errors import say_reason
from annual_report.base.program import hash_bytes, list_environment
from annual_report.base.whole_files import write_whole_file
from annual_report.machine.run.tasks import FOLDER, Outline, Report

FILE = f"{FOLDER}/records.json"
"""The path of the records in a build's folder."""
HASH_OF_OPEN_FILE = "held"
"""Stands for the hash of a file that another program has open, so that it can't be removed.

No content has this hash: so the page counts as changed, and the next build tries again.
"""


class _Record(NamedTuple):
    """The record of a page: the hashes of its sources and of its files."""

    made_of: str = ""
    """One hash for all sources of the page; "" if the page failed."""
    files: Mapping[str, str] = {}
    """The name of a file of the page → the hash of its content."""


class Records:
    """The files of a build's folder and the records of them, written anew with each page.

    `pages` has the record of each page by the page's name: "2025".
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pages: dict[str, _Record] = {}
        self._key = ""
        self._outline = Outline()
        # Records that were cut off or edited are no records: then all pages are made again. No
        # field is set before all of them are read.
        with suppress(Exception):
            written = json.loads((folder / FILE).read_bytes())
            pages = {name: _Record(**record) for name, record in written["pages"].items()}
            outline = Outline(**written["outline"])
            self._key = written["key"]
            self._outline = outline
            self.pages = pages

    @property
    def outline(self) -> Outline:
        """The outline of the data that the last build has seen."""
        return self._outline

    @property
    def years(self) -> set[object]:
        """The years that the last build has seen."""
        return set(self._outline.values.get("year", ()))

    def recall(self, key: str, years: Iterable[int]) -> Outline | None:
        """Return the outline that the last build noted, or None if the data must be read again.

        `key` is the hash of the data as they are now, and `years` are the years asked for; none are
        asked for where all pages are made.
        """
        if self._key != key:
            return None
        # For a year that isn't there the data are read again, which ends with a message that names
        # the years.
        if not self.years.issuperset(years):
            return None
        return self._outline

    def remember(self, key: str, outline: Outline) -> None:
        """Note the outline of the data whose hash is `key`."""
        self._key = key
        # The network as it was read, which is large, isn't noted.
        self._outline = outline._replace(packed=b"")
        self._save()

    def put_in_place(
        self, report: Report, made_of: str, files: Mapping[str, bytes]
    ) -> dict[str, str]:
        """Write a report's files, the page last, and record them.

        `made_of` is the hash of the report's sources, "" if the report failed: then the old files
        stay. Else the files that the report no longer has are removed first, so that a page never
        stands beside files of an earlier state.

        Return name → the system's reason for the files that another program has open, as a reader
        of PDF does on Windows: they stay as they were, and the next build tries again.
        """
        digests = dict(self.pages.get(report.name, _Record()).files)
        held: dict[str, str] = {}
        if made_of:
            old_names = {*digests, report.error_page}
            held = self._remove_old_files(old_names - files.keys())
            digests = dict.fromkeys(held, HASH_OF_OPEN_FILE)
        held.update(self._write(files, last=report.page))
        for name, content in files.items():
            digests[name] = hash_bytes(content)
        self.pages[report.name] = _Record(made_of, digests)
        self._save()
        return held

    def _remove_old_files(self, names: Iterable[str]) -> dict[str, str]:
        """Remove files that a report no longer has.

        Return name → the system's reason for the files that another program has open.
        """
        held: dict[str, str] = {}
        for name in sorted(names):
            try:
                self._remove([name])
            except PermissionError as error:
                held[name] = say_reason(error)
        return held

    def remove_page(self, name: str) -> None:
        """Remove the files and the record of a page that no notebook declares any more."""
        self._remove(self.pages[name].files)
        del self.pages[name]
        self._save()

    def has(self, name: str) -> bool:
        """Whether the build's folder has a file of that name."""
        return (self.folder / name).is_file()

    def has_failed(self, report: Report) -> bool:
        """Whether the last build that tried to make a report failed to make it."""
        record = self.pages.get(report.name)
        return record is not None and not record.made_of

    def add_printed(self, report: Report, files: Mapping[str, bytes]) -> dict[str, str]:
        """Write the printed files of a report beside the page, and record them.

        Return name → the system's reason for the files that another program has open.
        """
        record = self.pages[report.name]
        held = self._write(files)
        digests = {name: hash_bytes(content) for name, content in files.items()}
        self.pages[report.name] = record._replace(files={**record.files, **digests})
        self._save()
        return held

    def is_up_to_date(self, report: Report, made_of: str) -> bool:
        """Whether a report needn't be made: the sources are the same, and its files are unchanged.

        `made_of` is the hash of the sources as they are now.
        """
        record = self.pages.get(report.name, _Record())
        if record.made_of != made_of:
            return False
        # Printed files don't count: `is_printed` tells their state where paper is asked for.
        files_on_screen = record.files.keys() - {*report.on_paper}
        return all(self._is_as_left(report, name) for name in files_on_screen)

    def is_printed(self, report: Report) -> bool:
        """Whether all printed files of a report are in place, as they were left."""
        recorded = self.pages.get(report.name, _Record()).files
        for name in report.on_paper:
            if name not in recorded or not self._is_as_left(report, name):
                return False
        return True

    def read_page(self, report: Report) -> str:
        """Return the HTML of a report's page, as it stands in the build's folder."""
        return (self.folder / report.page).read_text(encoding="utf-8")

    def _is_as_left(self, report: Report, name: str) -> bool:
        """Whether a file of a report still has the content that the build wrote into it."""
        digest = self.pages[report.name].files[name]
        return self.has(name) and hash_bytes((self.folder / name).read_bytes()) == digest

    def _write(self, files: Mapping[str, bytes], last: str = "") -> dict[str, str]:
        """Write files, given as name → content, into the folder, the file named `last` at the end.

        Return name → the system's reason for the files that another program has open.
        """
        held: dict[str, str] = {}
        # False is sorted before True.
        for name in sorted(files, key=lambda name: name == last):
            try:
                write_whole_file(self.folder, name, files[name])
            except PermissionError as error:
                held[name] = say_reason(error)
        return held

    def _save(self) -> None:
        """Write the records into `.build/records.json`."""
        # Empty fields have their defaults when they are read.
        outline = {name: value for name, value in self._outline._asdict().items() if value}
        content = {
            "environment": list_environment(),
            "key": self._key,
            "outline": outline,
            "pages": {name: record._asdict() for name, record in self.pages.items()},
        }
        listed = json.dumps(content, indent=1, sort_keys=True)
        write_whole_file(self.folder, FILE, listed.encode())

    def _remove(self, names: Iterable[str]) -> None:
        """Remove files by name; files that are gone already are no error."""
        for name in names:
            (self.folder / name).unlink(missing_ok=True)
