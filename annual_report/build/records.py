"""What builds have left at a place: of what each page was made, in `.build/records.json`.

    ours       the names of all files that builds may write here
    outline    what the source held that there are pages of, and the hash of all that it was made of
    programs   the parts of each program by its hash, read only to say what has changed
    pages      of each page, of what it was made, as hashes by name; and the hashes of its files

A page is up to date when all these hashes are the same, and its files hash to what was recorded.
The file is written whole, at most once a second while pages are put in place: a build that is
killed loses the pages of its last second, which the next one makes again.
"""

import json
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from annual_report.build.store import FOLDER, FolderStore
from annual_report.messages import _
from annual_report.program import digest, program
from annual_report.run.tasks import Outline

FILE = f"{FOLDER}/records.json"
DRAFTS = "data: drafts"
"""The part of what a page is made of that says which years are drafts."""
SHOWN = 3
"""How many changed files a reason names before it counts the others."""
PAUSE = 1.0
"""Seconds between two times that the records are written."""


class Record(NamedTuple):
    """The hashes of what a page was made of, what it has read included, and of its files."""

    made_of: Mapping[str, str]
    outputs: Mapping[str, str]


def private_name(report: str) -> str:
    """Return the name of a report's whole notebook."""
    return f"{FOLDER}/{report}.ipynb"


class Records:
    """The records of a place, as they were when it was looked at, kept up as files are written."""

    def __init__(self, store: FolderStore) -> None:
        self.store = store
        self.there = set(store.names())
        found = _json(store.read(FILE) or b"")
        found = found if isinstance(found, dict) else {}
        pages = found.get("pages")
        records = {
            name: _record(each) for name, each in (pages if isinstance(pages, dict) else {}).items()
        }
        self.known = {name: record for name, record in records.items() if record}
        self._outline = found.get("outline")
        programs = found.get("programs")
        self._programs: dict[str, Any] = programs if isinstance(programs, dict) else {}
        ours = found.get("ours")
        self.ours = set(map(str, ours)) if isinstance(ours, list) else set()
        self.ours.update(*(record.outputs for record in self.known.values()))
        self._written = 0.0

    def remembered(self, key: str, wanted: Iterable[str]) -> Outline | None:
        """Return the outline that the last build has found, if that was of what has this `key`."""
        found = self._outline
        with suppress(KeyError, TypeError):
            if found and found["key"] == key:
                values = {each: tuple(found["values"][each]) for each in wanted}
                names, drafts = dict(found["names"]), tuple(found["drafts"])
                return Outline(values, tuple(found["said"]), drafts=drafts, names=names)
        return None

    def remember(self, key: str, outline: Outline) -> None:
        """Note an outline, but for the network itself."""
        fields = ("values", "said", "drafts", "names")
        self._outline = {"key": key, **{each: getattr(outline, each) for each in fields}}

    def foreign(self, names: Iterable[str]) -> list[str]:
        """Return which of some files are there, and were not written by a build."""
        return sorted(set(names) & self.there - self.ours)

    def claim(self, names: Iterable[str], of: str) -> None:
        """Note that builds will write some files, with the program that has the hash `of`."""
        self.ours |= set(names)
        used = {of, *(each.made_of.get("program", "") for each in self.known.values())}
        self._programs = {key: each for key, each in self._programs.items() if key in used}
        self._programs[of] = dict(program())
        self.save()

    def write(self, name: str, content: bytes) -> None:
        """Put a file in place."""
        self.store.write(name, content)
        self.there.add(name)

    def remove(self, *names: str) -> None:
        """Remove files that are there."""
        there = [name for name in names if name in self.there]
        self.store.remove(*there)
        self.there -= set(there)

    def keep(self, report: str, record: Record) -> None:
        """Record a report whose files are all in place."""
        self.known[report] = record
        if time.monotonic() - self._written >= PAUSE:
            self.save()

    def save(self) -> None:
        """Write the records."""
        content = {
            "ours": sorted(self.ours),
            "outline": self._outline,
            "programs": self._programs,
            "pages": {name: record._asdict() for name, record in sorted(self.known.items())},
        }
        self.write(FILE, json.dumps(content, indent=1, sort_keys=True).encode())
        self._written = time.monotonic()

    def changed(self, record: Record, current: Mapping[str, str]) -> str | None:
        """Say what of all that a report was made of is another `current`ly; None if nothing is."""
        before, current = dict(record.made_of), dict(current)
        if before == current:
            return None
        if before.get("program") != current.get("program"):
            parts = self._programs.get(before.get("program", ""))
            if isinstance(parts, dict):
                before, current = before | parts, current | dict(program())
        return difference(before, current) or _("never built")

    def touched(self, record: Record) -> str | None:
        """Say which of a report's files isn't as it was recorded."""
        for name, known in record.outputs.items():
            content = self.store.read(name) if name in self.there else None
            if content is None:
                return _("{name} is missing", name=name)
            if digest(content) != known:
                return _("{name} was altered", name=name)
        return None

    def forget(self, report: str) -> list[str]:
        """Remove a report's files, if they are still as they were recorded, and its record."""
        outputs = self.known[report].outputs
        ours = [
            name
            for name in sorted(outputs)
            if (content := self.store.read(name)) is not None and digest(content) == outputs[name]
        ]
        self.remove(*ours, private_name(report))
        del self.known[report]
        return ours


def difference(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """Say in one line which parts of what a page is made of differ."""
    changed = {part for part in before.keys() | now.keys() if before.get(part) != now.get(part)}
    kinds = {
        "data": _("data changed"),
        "notebook": _("notebook changed"),
        "parameters": _("parameters changed"),
        "file": _("file changed"),
        "template": _("template changed"),
        "code": _("code changed"),
        "reference": _("reference changed"),
        "environment": _("environment changed"),
    }
    said = []
    for each, words in kinds.items():
        names = sorted({_file(part) for part in changed if part.partition(": ")[0] == each})
        if names == [""]:
            said.append(words)
        elif names:
            shown = ", ".join(names[:SHOWN]) + ("…" if len(names) > SHOWN else "")
            said.append(_("{what}: {names}", what=words, names=shown))
    if not said and "program" in changed:
        return _("the program changed")
    return ", ".join(said)


def _file(part: str) -> str:
    name = part.partition(": ")[2].split("@")[0]
    return _("drafts") if part == DRAFTS else name


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _record(found: Any) -> Record | None:
    try:
        return Record(*(dict(found[field]) for field in Record._fields))
    except (KeyError, TypeError, ValueError):
        return None
