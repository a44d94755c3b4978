"""What builds have left at a place, in `.build/records.json`.

    environment   Python and the packages of the lock, by version, of the last build
    key, outline  the hash of the sources that were looked at, and what there is to make pages of
    pages         of each page, the hash of all that it was made of ("" if it failed), and the
                  hashes of its files

A page is up to date when its hash is the same and its files are as they were left. A build that is
killed loses the record of one page, and the next one makes it again; so it does with all of them if
the records can't be read.
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
NOWHERE = "held"
"""In the place of the hash of a file that should have gone: no file has it."""


class _Record(NamedTuple):
    """The hash of all that a page was made of, and the hashes of its files by name."""

    made_of: str = ""
    files: Mapping[str, str] = {}


class Records:
    """The files of a place, and the records of them, kept up as files are written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pages: dict[str, _Record] = {}
        self._key, self._outline = "", Outline()
        with suppress(Exception):  # what was cut off or edited is as good as none
            written = json.loads((folder / FILE).read_bytes())
            pages = {name: _Record(**record) for name, record in written["pages"].items()}
            self._key, self._outline = written["key"], Outline(**written["outline"])
            self.pages = pages

    @property
    def outline(self) -> Outline:
        """What the last build has found that there is to make pages of."""
        return self._outline

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
        self._key, self._outline = key, outline._replace(packed=b"")
        self._save()

    def put_in_place(
        self, report: Report, made_of: str, files: Mapping[str, bytes]
    ) -> dict[str, str]:
        """Write a report's files, the page last, and record them; return which of them are held.

        Those that it no longer has go first: nothing stays beside a page that isn't of it. One that
        failed, which is made of "", leaves what was there.

        A file that another program holds, as a reader of PDF does on Windows, stays as it was, and
        the others are put in place: it is returned with the system's reason. What should be there
        is recorded, so that the next build makes it again.
        """
        kept = dict(self.pages.get(report.name, _Record()).files)
        held: dict[str, str] = {}
        if made_of:
            gone = sorted({*kept, report.error_page} - files.keys())
            kept = {}
            for name in gone:
                try:
                    self._remove([name])
                except PermissionError as error:
                    held[name] = say_reason(error)
                    kept[name] = NOWHERE
        for name in sorted(files, key=lambda name: name == report.page):
            try:
                write_whole_file(self.folder, name, files[name])
            except PermissionError as error:
                held[name] = say_reason(error)
            kept[name] = hash_bytes(files[name])
        self.pages[report.name] = _Record(made_of, kept)
        self._save()
        return held

    def remove_page(self, name: str) -> None:
        """Remove the files and the record of a page that nothing declares any more."""
        self._remove(self.pages[name].files)
        del self.pages[name]
        self._save()

    def has(self, name: str) -> bool:
        """Whether there is a file of that name."""
        return (self.folder / name).is_file()

    def add_printed(self, report: Report, files: Mapping[str, bytes]) -> dict[str, str]:
        """Write what was printed of a report beside it; return which files are held, and why."""
        record = self.pages[report.name]
        held: dict[str, str] = {}
        for name, content in files.items():
            try:
                write_whole_file(self.folder, name, content)
            except PermissionError as error:
                held[name] = say_reason(error)
        digests = {name: hash_bytes(content) for name, content in files.items()}
        self.pages[report.name] = record._replace(files={**record.files, **digests})
        self._save()
        return held

    def is_up_to_date(self, report: Report, made_of: str) -> bool:
        """Whether a report is made of just this, and its files are as they were left.

        What was printed of it is looked at by itself, where somebody asks for it.
        """
        record = self.pages.get(report.name, _Record())
        names = record.files.keys() - {*report.on_paper}
        return record.made_of == made_of and all(self._is_as_left(report, name) for name in names)

    def is_printed(self, report: Report) -> bool:
        """Whether what is printed of a report is there, as it was left."""
        files = self.pages.get(report.name, _Record()).files
        return all(name in files and self._is_as_left(report, name) for name in report.on_paper)

    def read_page(self, report: Report) -> str:
        """Return the page of a report that is there."""
        return (self.folder / report.page).read_text(encoding="utf-8")

    def _is_as_left(self, report: Report, name: str) -> bool:
        """Whether a file of a report holds what was written into it."""
        digest = self.pages[report.name].files[name]
        return self.has(name) and hash_bytes((self.folder / name).read_bytes()) == digest

    def _save(self) -> None:
        outline = {name: value for name, value in self._outline._asdict().items() if value}
        pages = {name: record._asdict() for name, record in self.pages.items()}
        content = {"environment": list_environment(), "key": self._key,
                   "outline": outline, "pages": pages}  # fmt: skip
        listed = json.dumps(content, indent=1, sort_keys=True)
        write_whole_file(self.folder, FILE, listed.encode())

    def _remove(self, names: Iterable[str]) -> None:
        for name in names:
            (self.folder / name).unlink(missing_ok=True)
