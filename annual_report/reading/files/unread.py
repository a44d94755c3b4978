"""The files that lie in a network's folder and are not read: each is worth a remark.

A copy, a lock that an open spreadsheet leaves, a text whose name isn't a year, a picture that no
text shows: somebody may believe that the report takes it.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from annual_report.messages import _
from annual_report.reading.files.package_files import IMAGES, TEXTS
from annual_report.reading.problems import Place, Problem

LOCKS = ("~$", ".~lock.")
WORKBOOKS = frozenset({".xls", ".xlsx", ".xlsm", ".ods", ".numbers"})
TABLE_SUFFIXES = WORKBOOKS | {".csv", ".tsv", ".txt"}
PICTURE_SUFFIXES = frozenset({*IMAGES, ".gif", ".webp", ".heic", ".tif", ".tiff", ".bmp"})
TEXT_SUFFIXES = frozenset({".md", ".txt", ".doc", ".docx", ".odt", ".rtf", ".pages"})
YEAR_FILE = re.compile(r"\d{4}\.md")


def unread_files(folder: Path, read: set[str]) -> Iterator[Problem]:
    """Remark every table, text or picture of a package's folder that nothing reads.

    `read` are the files that are, by their path in the folder.
    """
    for path in sorted(folder.iterdir()):
        if path.name.startswith(LOCKS):
            yield Problem(
                Place(path.name),
                _("says that a spreadsheet has a file open: save and close it"),
                severity="remark",
            )
        elif path.suffix.lower() in TABLE_SUFFIXES and path.name not in read:
            said = (
                _("is a workbook: it comes in by “import”, and isn’t read here")
                if path.suffix.lower() in WORKBOOKS
                else _("is not a table of the network: not read")
            )
            yield Problem(Place(path.name), said, severity="remark")
        yield from _not_shown(path, path.name, read)
    texts = folder / TEXTS
    for path in sorted(texts.iterdir()) if texts.is_dir() else ():
        if path.suffix.lower() in TEXT_SUFFIXES and not YEAR_FILE.fullmatch(path.name):
            yield Problem(
                Place(f"textes/{path.name}"),
                _("is not a text of the network: not read"),
                expected="textes/AAAA.md",
                severity="remark",
            )
        yield from _not_shown(path, f"{TEXTS}/{path.name}", read)


def _not_shown(path: Path, name: str, read: set[str]) -> Iterator[Problem]:
    if path.suffix.lower() in PICTURE_SUFFIXES and name not in read:
        said = _("is a picture that no text shows")
        yield Problem(Place(name), said, expected=f"![…]({path.name})", severity="remark")
