"""Which files of a network's folder are its data: what a build takes and what a page's hash covers.

Only the standard library is imported: a build with nothing to do asks this too.
"""

from pathlib import PurePosixPath

DESCRIPTOR = "datapackage.json"
PATTERNS = (DESCRIPTOR, "*.csv", "*.CSV", "*.xlsx", "*.ods", "textes/*.md")
"""A workbook may stand in for the table of its name."""
HIDDEN = (".", "~$")
"""How the names of lock files and half-saved copies begin: never data."""


def is_package_file(name: str) -> bool:
    """Tell whether a file, by its path inside the folder with forward slashes, is data."""
    path = PurePosixPath(name)
    return (
        len(path.parts) <= 2
        and not path.name.startswith(HIDDEN)
        and any(path.match(pattern) for pattern in PATTERNS)
    )
