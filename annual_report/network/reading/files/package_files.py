"""Which files of a network's folder are its data: what a build takes and what a page's hash covers.

Only the standard library is imported: a build with nothing to do asks this too.
"""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from annual_report.base.errors import say_reason
from annual_report.base.messages import _
from annual_report.base.project import INSTALLED, ROOT

DESCRIPTOR = "datapackage.json"
TABLE_SUFFIXES = (".csv",)
"""How tables are saved, in any capitals."""
READ_BY_NOTEBOOKS = (".xlsx", ".json", ".geojson")
"""What of an analyst's own a notebook may read, beside tables: a page is made of it."""
WORKBOOKS = (".xls", ".xlsx", ".xlsm", ".ods", ".numbers")
"""What a workbook's name ends with: it comes in by `import`, and isn't read from here."""
IMAGES = (".png", ".jpg", ".jpeg")
"""What a picture may be, a logo or a text's."""
STYLE = "style.css"
"""What a network's pages look like beyond what all do."""
TEXTS = "textes"
"""The folder of the years' texts, in Markdown."""
PHRASES = "phrases"
"""The folder of a network's own phrases, in Markdown, which go before the program's."""
PLAIN = re.compile(r"[^\\/:*?\"<>|\x00-\x1f]+")
"""A file's name without a folder, as every system takes it."""
OWN_NOTEBOOKS = "notebooks"
"""The folder of a network's own notebooks."""
HIDDEN = (".", "~$")
"""How the names of lock files and half-saved copies begin: never data."""


def is_package_file(name: str) -> bool:
    """Whether a file, by its path inside the folder with forward slashes, is data."""
    folder, _slash, file = name.rpartition("/")
    if "/" in folder or file.startswith(HIDDEN):
        return False
    return (
        name in (DESCRIPTOR, STYLE)
        or file.lower().endswith((*TABLE_SUFFIXES, *READ_BY_NOTEBOOKS))
        or (folder in ("", TEXTS) and is_picture(file))
        or (folder in (TEXTS, PHRASES) and file.endswith(".md"))
    )


def is_picture(name: str) -> bool:
    """Whether a file is one that a page may show, by its name."""
    return name.lower().endswith(IMAGES)


def is_plain_picture(name: str) -> bool:
    """Whether a name is that of a picture in the network's own folder."""
    plain = PLAIN.fullmatch(name) is not None and not name.startswith(".")
    return plain and is_picture(name)


def list_odd_files(folder: Path) -> Iterator[tuple[str, str]]:
    """Return the package's files that are no ordinary ones, and why: a pipe, a link that leads out.

    The reading of a folder and its copying must see the same files: neither may leave these out.
    """
    inside = os.path.realpath(folder)
    for prefix in ("", f"{TEXTS}/", f"{PHRASES}/"):
        try:
            names = [prefix + each for each in sorted(os.listdir(folder / prefix))]
        except OSError:  # said by whoever reads the folder
            names = []
        for name in (prefix, *filter(is_package_file, names)):
            path = folder / name
            try:
                mode = os.stat(path).st_mode if name in names else stat.S_IFREG
            except OSError as error:
                yield name, _("can’t be opened: {reason}", reason=say_reason(error))
                continue
            if os.path.commonpath([os.path.realpath(path), inside]) != inside:
                yield name.rstrip("/"), _("leads outside of the network’s folder")
                if name == prefix:
                    break
            elif not stat.S_ISREG(mode):
                yield name, _("is no ordinary file")


def list_packages(folder: str | Path) -> list[str]:
    """Return the folders in a folder that have a package each, in the order of their names."""
    return sorted(path.parent.as_posix() for path in Path(folder).glob(f"*/{DESCRIPTOR}"))


def find_package(folder: str | Path) -> Path:
    """Find a package's folder from here, or else from the clone's root, as its notebooks need."""
    here, there = Path(folder), ROOT / folder
    # Where there is neither, what is said names the folder as it was typed.
    return there if not INSTALLED and there.exists() and not here.exists() else here
