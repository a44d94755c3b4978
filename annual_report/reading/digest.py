"""What a page says of the data package that it was made from: a hash, and its licence.

The same facts have the same hash, wherever the folder is.
"""

import hashlib
import os
from pathlib import Path

from annual_report.reading.files.package_files import DESCRIPTOR, find_package, is_package_file
from annual_report.reading.schema.loading import load_descriptor


def package_digest(folder: str | Path) -> str:
    """Return the SHA-256 of a package's files: of their names in order, and what they hold."""
    path = find_package(folder)
    there = {
        file.relative_to(path).as_posix(): file
        for depth in ("*", "*/*")
        for file in path.glob(depth)
        if file.is_file()
    }
    files = {name: file for name, file in there.items() if is_package_file(name)}
    found = hashlib.sha256()
    for name in sorted(files):
        content = files[name].read_bytes()
        found.update(os.fsencode(f"{name}\0{len(content)}\0"))
        found.update(content)
    return found.hexdigest()


def package_licence(folder: str | Path) -> str | None:
    """Return the licence that a package declares, as Data Package has it; None if it has none."""
    declared = load_descriptor(find_package(folder) / DESCRIPTOR).get("licenses") or [{}]
    first = declared[0] if isinstance(declared[0], dict) else {}
    return first.get("title") or first.get("name") or None
