"""What the last build left: a record beside each report, of what it was made of and what came out.

A report is up to date when its fingerprint is the same and its files are untouched, or still hash
to what was recorded. Records are one small file a report (`.build/2025.json`), so that a build that
is killed loses at most the one that it was writing.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from annual_report.build.fingerprint import Fingerprint, digest, reason
from annual_report.build.store import Store
from annual_report.messages import _

FOLDER = ".build"


@dataclass(frozen=True)
class Record:
    """What a report was made of, and its files by name: their hashes, and the store's stamps."""

    fingerprint: Fingerprint
    outputs: Mapping[str, str]
    stamps: Mapping[str, str]


def record_name(report: str) -> str:
    """Return the name of a report's record."""
    return f"{FOLDER}/{report}.json"


def read_record(store: Store, report: str) -> Record | None:
    """Return the record of a report; None if there is none, or it can't be read."""
    try:
        found = json.loads(store.read(record_name(report)))
        stamps = dict(found.get("stamps", {}))
        return Record(dict(found["fingerprint"]), dict(found["outputs"]), stamps)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def write_record(
    store: Store, report: str, made_of: Fingerprint, files: Mapping[str, bytes]
) -> None:
    """Record a report whose files are all in place."""
    outputs = {name: digest(content) for name, content in files.items()}
    stamps = {name: store.stamp(name) for name in files}
    content = {"fingerprint": made_of, "outputs": outputs, "stamps": stamps}
    store.write(record_name(report), json.dumps(content, sort_keys=True).encode())


def why_build(store: Store, report: str, now: Fingerprint) -> str | None:
    """Say why a report must be built; None if it is up to date and its files are untouched."""
    record = read_record(store, report)
    said = reason(record.fingerprint if record else None, now)
    if said or record is None:
        return said
    for name, expected in record.outputs.items():
        try:
            stamp = store.stamp(name)
            untouched = stamp and stamp == record.stamps.get(name)
            if not untouched and digest(store.read(name)) != expected:
                return _("{name} was altered", name=name)
        except FileNotFoundError:
            return _("{name} is missing", name=name)
    return None


def known(store: Store) -> set[str]:
    """Return the names of all reports that have a record."""
    start, end = f"{FOLDER}/", ".json"
    return {
        name[len(start) : -len(end)]
        for name in store.names()
        if name.startswith(start) and name.endswith(end)
    }


def forget(store: Store, report: str) -> list[str]:
    """Remove a report's files, if they are still as they were recorded, and its record."""
    record = read_record(store, report)
    removed = []
    for name, expected in (record.outputs if record else {}).items():
        try:
            ours = digest(store.read(name)) == expected
        except FileNotFoundError:
            continue
        if ours:
            store.remove(name)
            removed.append(name)
    store.remove(record_name(report))
    return removed
