"""What the last build left at a place: a record beside each report, and the names that are ours.

    .build/2025.json            of what the report was made, all that it read, as hashes; its files
    .build/2025.ipynb           the whole notebook, for the analyst alone, also if it failed
    .build/.known/ours.json     the names of all files that builds may write here
    .build/.known/outline.json  what the network holds that there are pages of
    .build/.known/*.json        the hashes of a program's parts, read only to say what has changed

A report is up to date when all these hashes are the same, and its files are untouched or still hash
to what was recorded. Records are one small file each, written last, so that a build that is killed
loses at most the report that it was putting in place. A place is looked at twice: a list of what is
there, and all records at once.
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from annual_report.build.places import Store
from annual_report.build.store import FOLDER
from annual_report.messages import _
from annual_report.program import digest, program, whole
from annual_report.run.tasks import Outline

KNOWN = f"{FOLDER}/.known"
DRAFTS = "data: drafts"
"""The part of a fingerprint that says which years are drafts."""
OURS, OUTLINE = f"{KNOWN}/ours.json", f"{KNOWN}/outline.json"
SHOWN = 3
"""How many changed files a reason names before it counts the others."""


class Record(NamedTuple):
    """The hashes of what a report was made of, what it has read included, and of its files.

    `stamps` are the store's of these files, "" where it could tell none.
    """

    made_of: Mapping[str, str]
    outputs: Mapping[str, str]
    stamps: Mapping[str, str]


def record_name(report: str) -> str:
    """Return the name of a report's record."""
    return f"{FOLDER}/{report}.json"


def private_name(report: str) -> str:
    """Return the name of a report's whole notebook."""
    return f"{FOLDER}/{report}.ipynb"


class Records:
    """The records of a place, as they were when it was looked at, kept up as files are written."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.stamps = store.stamps()
        found = store.read_all([name for name in self.stamps if _is_record(name)])
        self.outline = _json(found.pop(OUTLINE, b""))
        ours = _json(found.pop(OURS, b""))
        start, end = len(FOLDER) + 1, len(".json")
        records = {name[start:-end]: _record(content) for name, content in found.items()}
        self.known = {name: record for name, record in records.items() if record}
        self.ours = set(ours) if isinstance(ours, list) else set()
        self.ours.update(*(record.outputs for record in self.known.values()))

    def remembered(self, key: str, asked: Iterable[str]) -> Outline | None:
        """Return the outline that the last build has found, if that was of what has this `key`."""
        found = self.outline
        with suppress(KeyError, TypeError):
            if found["key"] == key:
                values = {each: tuple(found["values"][each]) for each in asked}
                names, drafts = dict(found["names"]), tuple(found["drafts"])
                return Outline(values, tuple(found["said"]), drafts=drafts, names=names)
        return None

    def remember(self, key: str, outline: Outline) -> None:
        """Write down an outline, but for the network itself."""
        values = {each: getattr(outline, each) for each in ("values", "said", "drafts", "names")}
        self.write({OUTLINE: json.dumps({"key": key, **values}).encode()})

    def foreign(self, names: Iterable[str]) -> list[str]:
        """Return which of some files are there, and were not written by a build."""
        return sorted({name for name in names if name in self.stamps} - self.ours)

    def claim(self, names: Iterable[str]) -> None:
        """Note that builds will write some files, and of what program they are made."""
        files = {}
        if not self.ours >= set(names) or OURS not in self.stamps:
            self.ours |= set(names)
            files[OURS] = json.dumps(sorted(self.ours)).encode()
        name = f"{KNOWN}/{whole(program())}.json"
        if name not in self.stamps:
            files[name] = json.dumps(dict(program()), sort_keys=True).encode()
        self.write(files)

    def write(self, files: Mapping[str, bytes]) -> None:
        """Put files in place."""
        if files:
            self.store.write_all(files)
            self.stamps |= dict.fromkeys(files, "")

    def changed(self, record: Record, current: Mapping[str, str]) -> str | None:
        """Say what of all that a report was made of is another `current`ly; None if nothing is."""
        before, current = dict(record.made_of), dict(current)
        if before == current:
            return None
        if before.get("program") != current.get("program"):
            parts = _json(self._parts(before.get("program", "")))
            before |= parts if isinstance(parts, dict) else {}
            current |= program() if parts else {}
        return difference(before, current) or _("never built")

    def _parts(self, of: str) -> bytes:
        name = f"{KNOWN}/{of}.json"
        return self.store.read_all([name])[name] if name in self.stamps else b""

    def touched(self, record: Record) -> str | None:
        """Say which of a report's files isn't as it was recorded."""
        doubtful = []
        for name in record.outputs:
            if name not in self.stamps:
                return _("{name} is missing", name=name)
            if not self.stamps[name] or self.stamps[name] != record.stamps.get(name):
                doubtful.append(name)
        content = self.store.read_all(doubtful)
        for name in doubtful:
            if digest(content[name]) != record.outputs[name]:
                return _("{name} was altered", name=name)
        return None

    def keep(self, records: Mapping[str, Record]) -> None:
        """Record reports whose files are all in place."""
        self.known |= records
        contents = {
            record_name(report): json.dumps(record._asdict(), sort_keys=True).encode()
            for report, record in records.items()
        }
        self.write(contents)

    def remove(self, *names: str) -> None:
        """Remove files that are there."""
        there = [name for name in names if name in self.stamps]
        self.store.remove(*there)
        for name in there:
            del self.stamps[name]

    def forget(self, report: str) -> list[str]:
        """Remove a report's files, if they are still as they were recorded, and its record."""
        outputs = self.known[report].outputs
        content = self.store.read_all([name for name in outputs if name in self.stamps])
        ours = sorted(name for name in content if digest(content[name]) == outputs[name])
        self.remove(*ours, record_name(report), private_name(report))
        del self.known[report]
        return ours


def kind(part: str) -> str:
    """Return what kind of part of a fingerprint one is."""
    return part.partition(": ")[0]


def difference(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """Say in one line which parts of two fingerprints differ."""
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
        names = sorted({_file(part) for part in changed if kind(part) == each})
        if names == [""]:
            said.append(words)
        elif names:
            shown = ", ".join(names[:SHOWN]) + ("…" if len(names) > SHOWN else "")
            said.append(_("{what}: {names}", what=words, names=shown))
    if not said and changed & {"program", "paper"}:
        return _("the program changed")
    return ", ".join(said)


def _file(part: str) -> str:
    name = part.partition(": ")[2].split("@")[0]
    return _("drafts") if part == DRAFTS else name


def _is_record(name: str) -> bool:
    if name.startswith(f"{KNOWN}/"):
        return name in (OURS, OUTLINE)
    return name.startswith(f"{FOLDER}/") and name.endswith(".json")


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _record(content: bytes) -> Record | None:
    found = _json(content)
    try:
        return Record(*(dict(found[field]) for field in Record._fields))
    except (KeyError, TypeError, ValueError):
        return None
