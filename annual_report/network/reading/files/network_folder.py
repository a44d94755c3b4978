"""What a network's folder holds: its tables, as files or as one workbook, and what else is data.

    membres.csv, rencontres.csv, …      a network of files, or
    reseau.xlsx                         of one workbook: the one with a sheet Membres
    textes/AAAA.md                      the years' texts; phrases/, style.css, logo.png, notebooks/
    datapackage.json                    the list of the files, which the program writes
    anciens/                            what was there before: nothing reads it
    any other csv, xlsx, json, geojson  the analyst's, read by notebooks

Only the standard library is imported: a build with nothing to do asks this too.
"""

import json
import os
import re
import stat
import zipfile
from html import unescape
from pathlib import Path

from annual_report.base.errors import DataError, UnreadableError
from annual_report.base.letters import find_nearest, fold_spelling
from annual_report.base.messages import _
from annual_report.base.project import INSTALLED, ROOT
from annual_report.network.reading.files.archive import read_part
from annual_report.network.reading.files.opening import read_file, refuse_size
from annual_report.network.reading.problems import Place, Problem, explain_unread

DESCRIPTOR = "datapackage.json"
"""The list of a network's files, which the program writes: a Data Package."""
TABLE_FILES = tuple(
    f"{name}.csv"
    for name in ("membres", "rencontres", "sujets", "presences", "ressources", "reseau")
)
"""The files of a network's tables, called so in any capitals."""
BOOK = ".xlsx"
WORKBOOKS = (".xls", ".xlsx", ".xlsm", ".ods", ".numbers")
"""What a workbook's name ends with, whatever program has saved it."""
DATA = (".csv", BOOK, ".json", ".geojson")
"""What a file of data ends with: one of the network's own, or one that a notebook reads."""
IMAGES = (".png", ".jpg", ".jpeg")
"""What a logo may be."""
STYLE = "style.css"
"""What a network's pages look like beyond what all do."""
TEXTS = "textes"
"""The folder of the years' texts, in Markdown."""
PHRASES = "phrases"
"""The folder of a network's own phrases, in Markdown, which go before the program's."""
PLAIN = re.compile(r"(?!\.)[^\\/:*?\"<>|\x00-\x1f]+")
"""A file's name without a folder, as every system takes it."""
OWN_NOTEBOOKS = "notebooks"
"""The folder of a network's own notebooks."""
HIDDEN = (".", "~$")
"""How the names of lock files and half-saved copies begin: never data."""
SHEET_TITLE = re.compile(r"<(?:\w+:)?sheet\b[^>]*?\bname=[\"']([^\"']*)[\"']")
LARGEST_FILE = 50_000_000
"""Bytes of any file of a network: each kind of them has less where it is read."""
BOOK_SHEET = re.compile(r"reseau|membres")
"""The folded title of a sheet that a network's workbook has, now or once."""
LARGEST_LIST = 1_000_000
"""Bytes: what a workbook says of its sheets takes some hundreds."""
HISTORY = ".historique"
"""Where changes were kept before there was one copy of the data alone."""


def is_network_file(name: str) -> bool:
    """Whether a file, by its path inside the folder with forward slashes, is data."""
    folder, _slash, file = name.rpartition("/")
    if "/" in folder or file.startswith(HIDDEN):
        return False
    if not folder:
        return file == STYLE or file.lower().endswith(DATA) or is_picture(file)
    return folder in (TEXTS, PHRASES) and file.endswith(".md")


def is_picture(name: str) -> bool:
    """Whether a name is that of a picture in the network's own folder."""
    return bool(PLAIN.fullmatch(name)) and name.lower().endswith(IMAGES)


def list_odd_files(folder: Path) -> list[Problem]:
    """Say which of a network's files are no ordinary ones: a pipe, a link, a folder, a huge one.

    The reading of a folder and its copying must see the same files: neither may leave these out.
    """
    odd = []
    for prefix in ("", f"{TEXTS}/", f"{PHRASES}/"):
        # Nothing of what leads elsewhere is looked into.
        if prefix and (folder / prefix[:-1]).is_symlink():
            odd.append(Problem(Place(prefix[:-1]), _("is a link, and no folder of its own")))
            continue
        for name in _list_names(folder / prefix):
            about = os.lstat(folder / prefix / name)
            place = Place(prefix + name)
            if not is_network_file(prefix + name):
                continue
            if not stat.S_ISREG(about.st_mode):
                odd.append(Problem(place, _("is no ordinary file")))
            # Each page gets a copy of all files: one that is mostly empty weighs as much.
            elif about.st_size > LARGEST_FILE:
                odd.append(explain_unread(place, refuse_size(_("is too large"), LARGEST_FILE)))
    return odd


def is_network(folder: str | Path) -> bool:
    """Whether a folder is a network's: it has a table, a workbook with members, or names files."""
    names = _list_names(Path(folder))
    if DESCRIPTOR in names or any(name.lower() in TABLE_FILES for name in names):
        return True
    return any(_has_members(Path(folder) / name) for name in names)


def find_book(folder: Path) -> Path | None:
    """Return the workbook that a network is, None where it is files.

    Raise DataError, with all their names, if it is both or several workbooks.
    """
    names = _list_names(folder)
    tables = [name for name in names if name.lower() in TABLE_FILES]
    books = [name for name in names if _has_members(folder / name)]
    if len(books) > 1 or (books and tables):
        fault = _("are one network twice: keep the files or one workbook, and move the rest away")
        raise DataError([Problem(Place(folder.name), fault, ", ".join([*books, *tables]))])
    if not books and not tables and DESCRIPTOR not in names:
        # Alone in its folder, a workbook that can't be looked into is the network.
        books = [name for name in names if _is_workbook(name)]
    if not books:
        return None
    return folder / books[0]


def list_named_tables(folder: Path) -> set[str]:
    """Return the names of the tables that a network lists; none where it has no list.

    That is all that is read of a Data Package: a table that it names and whose file is gone is an
    error. Raise DataError if it can't be read, or says what the network is, as it once did.
    """
    place = Place(DESCRIPTOR)
    try:
        listed = json.loads(read_file(folder / DESCRIPTOR, LARGEST_LIST))
        if "reseau" in listed or (folder / HISTORY).exists():
            fault = _("is of an earlier version: what the network is stands in a table now")
            expected = _(
                "reseau.csv, of the columns reglage and valeur, a row a setting; here “resources” "
                "alone; no folder {name}",
                name=HISTORY,
            )
            raise DataError([Problem(place, fault, expected=expected)])
        return {str(table["name"]) for table in listed["resources"]}
    except FileNotFoundError:
        return set()
    except (OSError, UnreadableError) as error:
        raise DataError([explain_unread(place, error)]) from None
    except (ValueError, RecursionError, TypeError, KeyError):
        fault = _("does not list the files of a network")
        expected = '{"resources": [{"name": …}]}'
        raise DataError([Problem(place, fault, expected=expected)]) from None


def is_closed_network(folder: str | Path) -> bool:
    """Whether a folder has no tables but a workbook that can't be looked into: reading says why."""
    return not is_network(folder) and any(map(_is_workbook, _list_names(Path(folder))))


def _is_workbook(name: str) -> bool:
    return name.lower().endswith(WORKBOOKS) and not name.startswith(HIDDEN)


def _has_members(path: Path) -> bool:
    """Whether a file is a workbook in .xlsx with a sheet Membres."""
    if path.suffix.lower() != BOOK or path.name.startswith(HIDDEN) or not path.is_file():
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            part = read_part(archive, "xl/workbook.xml", LARGEST_LIST)
            listed = part.decode("utf-8", "replace")
    except Exception:  # whatever is wrong with somebody's file: reading it says what
        return False
    titles = map(unescape, SHEET_TITLE.findall(listed))
    return any(BOOK_SHEET.fullmatch(fold_spelling(title)) for title in titles)


def _list_names(folder: Path) -> list[str]:
    """Return the names in a folder, none where it can't be looked into: who reads it says why."""
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def list_networks(folder: str | Path) -> list[str]:
    """Return the networks in a folder, in the order of their names."""
    networks = []
    for name in _list_names(Path(folder)):
        path = Path(folder) / name
        if not name.startswith(".") and path.is_dir() and is_network(path):
            networks.append(path.as_posix())
    return networks


def say_no_network(folder: str | Path) -> Problem:
    """Say that there is no network in a folder, and which one beside it is spelt like it."""
    near = find_nearest(Path(folder).as_posix(), list_networks(Path(folder).parent))
    fault = _("there is no network here")
    expected = _("membres.csv, or a workbook with this sheet")
    return Problem(Place(str(folder)), fault, expected=expected, nearest=near)


def find_network_folder(folder: str | Path) -> Path:
    """Find a network's folder from here, or else from the clone's root, as its notebooks need."""
    here = Path(folder)
    there = ROOT / folder
    if not INSTALLED and there.exists() and not here.exists():
        return there
    # Where there is neither, messages name the folder as it was typed.
    return here
