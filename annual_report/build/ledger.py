"""What the last build left: a record beside each report, of what it was made of and what came out.

A report is up to date when its fingerprint is the same and its files are untouched, or still hash
to what was recorded. Records are one small file a report (`.build/2025.json`), so that a build that
is killed loses at most the one that it was writing. Of its two lines, each of JSON, the first tells
whether anything changed; the second has the hashes of the parts, read only to tell what.
"""

import json
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from annual_report.build.fingerprint import Fingerprint, difference, digest
from annual_report.build.store import Store
from annual_report.messages import _

FOLDER = ".build"


class Record(NamedTuple):
    """What a report was made of, and its files by name: their hashes, and the store's stamps.

    `parts` is the JSON of the fingerprint's parts.
    """

    made_of: str
    outputs: Mapping[str, str]
    stamps: Mapping[str, str]
    parts: bytes


def record_name(report: str) -> str:
    """Return the name of a report's record."""
    return f"{FOLDER}/{report}.json"


def read_record(store: Store, report: str) -> Record | None:
    """Return the record of a report; None if there is none, or it can't be read."""
    try:
        first, _end, parts = store.read(record_name(report)).partition(b"\n")
        found = json.loads(first)
        if f"{report}.html" not in found["outputs"]:
            return None
        return Record(found["made_of"], dict(found["outputs"]), dict(found["stamps"]), parts)
    except (FileNotFoundError, ValueError, KeyError, TypeError, RecursionError):
        return None


def write_record(
    store: Store, report: str, made_of: Fingerprint, files: Mapping[str, bytes]
) -> None:
    """Record a report whose files are all in place."""
    first = {
        "made_of": made_of.whole,
        "outputs": {name: digest(content) for name, content in files.items()},
        "stamps": {name: store.stamp(name) for name in files},
    }
    lines = (json.dumps(each, sort_keys=True) for each in (first, dict(made_of.parts)))
    store.write(record_name(report), "\n".join(lines).encode())


def why_build(store: Store, report: str, now: Fingerprint) -> str | None:
    """Say why a report must be built; None if it is up to date and its files are untouched."""
    record = read_record(store, report)
    if record is None:
        return _("never built")
    if record.made_of != now.whole:
        return _difference(record, now)
    for name, expected in record.outputs.items():
        try:
            stamp = store.stamp(name)
            untouched = stamp and stamp == record.stamps.get(name)
            if not untouched and digest(store.read(name)) != expected:
                return _("{name} was altered", name=name)
        except (FileNotFoundError, ValueError):  # no file has such a name
            return _("{name} is missing", name=name)
    return None


def _difference(record: Record, now: Fingerprint) -> str:
    """Say what changed; a record whose parts can't be read, or tell nothing, is as good as none."""
    try:
        return difference(dict(json.loads(record.parts)), now.parts) or _("never built")
    except (ValueError, TypeError, RecursionError):
        return _("never built")


def known(store: Store) -> set[str]:
    """Return the names of all reports that have a record."""
    start, end = f"{FOLDER}/", ".json"
    return {
        name[len(start) : -len(end)]
        for name in store.names()
        if name.startswith(start) and name.endswith(end)
    }


def forget(store: Store, report: str) -> Iterator[str]:
    """Remove a report's files, if they are still as they were recorded, and its record."""
    record = read_record(store, report)
    for name, expected in (record.outputs if record else {}).items():
        try:
            ours = digest(store.read(name)) == expected
        except FileNotFoundError:
            continue
        if ours:
            store.remove(name)
            yield name
    store.remove(record_name(report))
