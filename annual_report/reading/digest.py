"""The hash of a data package: the same facts have the same one, wherever the folder is."""

import hashlib
import os
from pathlib import Path

from annual_report.reading.files.package_files import find_package, is_package_file


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
