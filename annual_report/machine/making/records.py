"""What builds have left at a place: of what each page was made, in `.build/records.json`.

    environment   Python and the packages of the lock, by version, of the last build
    outline    what the source held that there are pages of, and the hash of all that it was made of
    pages      of each page, of what it was made, as hashes by name; and the hashes of its files

A page is up to date when all these hashes are the same, and its files hash to what was recorded.
The file is written whole, at most once a second while pages are put in place: a build that is
killed loses the pages of its last second, which the next one makes again. So it does with all of
them if the file can't be read: beside it lies the whole notebook of each page that a build has
made, by which the page's files are known as a build's own.
"""

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from annual_report.base.messages import _
from annual_report.base.program import hash_bytes, list_environment
from annual_report.machine.making.store import FOLDER, FolderStore
from annual_report.machine.run.tasks import Outline, Report

FILE = f"{FOLDER}/records.json"
DRAFTS = "drafts: "
"""The part of what a page is made of that says which years are drafts."""
SHOWN = 3
"""How many changed files a reason names before it counts the others."""
PAUSE = 1.0
"""Seconds between two times that the records are written."""


class Record(NamedTuple):
    """The hashes of what a page was made of, what it has read included, and of its files."""

    made_of: Mapping[str, str]
    outputs: Mapping[str, str]


def name_private_notebook(report: str) -> str:
    """Return the name of a report's whole notebook."""
    return f"{FOLDER}/{report}.ipynb"


class Records:
    """The records of a place, kept up as files are written."""

    def __init__(self, store: FolderStore) -> None:
        self.store = store
        self.known: dict[str, Record] = {}
        self._outline: Any = None
        self._written = 0.0
        # A file that was cut off or edited, or is another version's, is as good as none.
        with suppress(ValueError, RecursionError, TypeError, LookupError):
            found = json.loads(store.read(FILE) or b"{}")
            self._outline = found.get("outline") if isinstance(found, dict) else None
            for name, each in found["pages"].items():
                self.known[name] = Record(dict(each["made_of"]), dict(each["outputs"]))

    def recall(self, key: str, years: Iterable[int]) -> Outline | None:
        """Return the outline that the last build has found, if it has the `years`.

        None if that was not of what has this `key`.
        """
        with suppress(LookupError, TypeError, AttributeError):
            found = dict(self._outline)
            # A year that isn't there is looked for: the look says which ones are.
            there = found.get("values", {}).get("year", years)
            if found.pop("key") == key and set(years) <= set(there):
                return Outline(**found)
        return None

    def remember(self, key: str, outline: Outline) -> None:
        """Note an outline, but for the network itself."""
        known = outline._replace(packed=b"")._asdict()
        self._outline = {"key": key, **{name: each for name, each in known.items() if each}}
        self.save()

    def list_foreign(self, reports: Iterable[Report]) -> list[str]:
        """Return which files with names of reports' are there, and were not written by a build."""
        # Where the records are lost, a page is known as a build's own by its notebook, and the list
        # of pages, which has none, by there being records at all.
        return [
            name
            for report in reports
            if report.name not in self.known
            and not self.store.has(name_private_notebook(report.name) if report.notebook else FILE)
            for name in sorted(report.files)
            if self.store.has(name)
        ]

    def keep(self, report: str, record: Record) -> None:
        """Record a report whose files are all in place."""
        self.known[report] = record
        if time.monotonic() - self._written >= PAUSE:
            self.save()

    def save(self) -> None:
        """Write the records."""
        pages = {name: record._asdict() for name, record in sorted(self.known.items())}
        content = {"environment": list_environment(), "outline": self._outline, "pages": pages}
        self.store.write(FILE, json.dumps(content, indent=1, sort_keys=True).encode())
        self._written = time.monotonic()

    def say_damage(self, record: Record) -> str | None:
        """Say which of a report's files isn't as it was recorded."""
        for name, known in record.outputs.items():
            content = self.store.read(name)
            if content is None:
                return _("{name} is missing", name=name)
            if hash_bytes(content) != known:
                return _("{name} was altered", name=name)
        return None

    def forget(self, report: str) -> Iterator[str]:
        """Remove a report's files, if they are still as they were recorded, and its record."""
        outputs = self.known[report].outputs
        for name in sorted(outputs):
            content = self.store.read(name)  # what somebody has changed since is theirs
            if content is not None and hash_bytes(content) == outputs[name]:
                self.store.remove(name)
                yield name
        self.store.remove(name_private_notebook(report))
        del self.known[report]


def say_changes(before: Mapping[str, str], now: Mapping[str, str]) -> str | None:
    """Say in one line which parts of what a page is made of differ; None if none does."""
    changed = sorted(
        part for part in before.keys() | now.keys() if before.get(part) != now.get(part)
    )
    kinds = {
        "program": _("the program changed"),
        "drafts": _("drafts changed"),
        "data": _("data changed"),
        "notebook": _("notebook changed"),
        "parameters": _("parameters changed"),
        "file": _("file changed"),
    }
    said = []
    for each, words in kinds.items():
        names = [part.partition(": ")[2] for part in changed if part.startswith(f"{each}: ")]
        shown = ", ".join(filter(None, names[:SHOWN])) + ("…" if len(names) > SHOWN else "")
        if names:
            said.append(_("{what}: {names}", what=words, names=shown) if shown else words)
    return ", ".join(said) or None
