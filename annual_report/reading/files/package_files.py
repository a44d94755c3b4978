"""Which files of a network's folder are its data: what a build takes and what a page's hash covers.

Only the standard library is imported: a build with nothing to do asks this too.
"""

from pathlib import Path

from annual_report import ROOT
from annual_report.reading.files.interrupted import settle

DESCRIPTOR = "datapackage.json"
TABLE_SUFFIXES = (".csv", ".xlsx", ".ods")
"""How tables are saved, in any capitals: a workbook may stand in for the table of its name."""
TEXTS = "textes"
"""The folder of the years' texts, in Markdown."""
HIDDEN = (".", "~$")
"""How the names of lock files and half-saved copies begin: never data."""


def is_package_file(name: str) -> bool:
    """Tell whether a file, by its path inside the folder with forward slashes, is data."""
    folder, _slash, file = name.rpartition("/")
    if "/" in folder or file.startswith(HIDDEN):
        return False
    return (
        file == DESCRIPTOR
        or file.lower().endswith(TABLE_SUFFIXES)
        or (folder == TEXTS and (not file or file.endswith(".md")))  # or the folder as a whole
    )


def find_package(folder: str | Path) -> Path:
    """Find a package's folder from here, or else from the project's root, as notebooks need.

    A change of it that was cut off is carried to its end.
    """
    here = Path(folder)
    found = here if here.is_absolute() or here.exists() else ROOT / here
    settle(found)
    return found
