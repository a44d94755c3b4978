"""The files that lie in a network's folder and are not read: each is worth a remark.

A copy, a lock that an open spreadsheet leaves, a text whose name isn't a year, a picture that no
text shows: somebody may believe that the report takes it.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from annual_report.messages import _
from annual_report.reading.files.package_files import IMAGES, TEXTS, WORKBOOKS
from annual_report.reading.problems import Place, Problem

LOCKS = ("~$", ".~lock.")
TABLES = (".csv", ".tsv", ".txt")
PICTURES = (*IMAGES, ".gif", ".webp", ".heic", ".tif", ".tiff", ".bmp")
DOCUMENTS = (".md", ".txt", ".doc", ".docx", ".odt", ".rtf", ".pages")
YEAR_FILE = re.compile(r"\d{4}\.md")


def unread_files(folder: Path, read: set[str]) -> Iterator[Problem]:
    """Remark every table, text or picture of a package's folder that nothing reads.

    `read` are the files that are, by their path in the folder.
    """
    texts = folder / TEXTS
    for path in sorted(folder.iterdir()) + (sorted(texts.iterdir()) if texts.is_dir() else []):
        inside, low = path.parent == texts, path.name.lower()
        name, said, expected = path.relative_to(folder).as_posix(), None, None
        if name in read:
            continue
        if path.name.startswith(LOCKS):
            said = _("says that a spreadsheet has a file open: save and close it")
        elif low.endswith(PICTURES):
            said, expected = _("is a picture that no text shows"), f"![…]({path.name})"
        elif inside and low.endswith(DOCUMENTS) and not YEAR_FILE.fullmatch(path.name):
            said, expected = _("is not a text of the network: not read"), "textes/AAAA.md"
        elif not inside and low.endswith(WORKBOOKS):
            said = _("is a workbook: it comes in by “import”, and isn’t read here")
        elif not inside and low.endswith(TABLES):
            said = _("is not a table of the network: not read")
        if said:
            yield Problem(Place(name), said, expected=expected, severity="remark")
