"""The files of a network's folder: tables, as files or as a workbook, texts, and other data.

    membres.csv, rencontres.csv, …      a network of files, or
    reseau.xlsx                         a network of a workbook, known by the sheets
    textes/AAAA.md                      the years' texts; phrases/, style.css, logo.png, notebooks/
    datapackage.json                    the list of the files, which the program writes
    anciens/                            earlier files, which the program never reads
    other csv, xlsx, json, geojson      files of the analyst, read by notebooks

Only the standard library is imported, for a build with nothing to do looks here too.
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
from annual_report.network.reading.files.opening import make_size_error, read_file
from annual_report.network.reading.problems import Place, Problem, explain_unread

DESCRIPTOR = "datapackage.json"
"""The list of a network's files, which the program writes: a Data Package."""
TABLE_FILES = (
    "membres.csv",
    "rencontres.csv",
    "sujets.csv",
    "presences.csv",
    "ressources.csv",
    "reseau.csv",
)
"""The files of a network's tables, in small letters or capitals."""
XLSX = ".xlsx"
"""The ending of a network's workbook."""
ENDINGS_OF_WORKBOOKS = (".xls", ".xlsx", ".xlsm", ".ods", ".numbers")
"""The endings of workbooks, of any program."""
ENDINGS_OF_DATA = (".csv", XLSX, ".json", ".geojson")
"""The endings of files of data: tables of the network, or files that a notebook reads."""
ENDINGS_OF_IMAGES = (".png", ".jpg", ".jpeg")
"""The endings of a logo."""
STYLE = "style.css"
"""The style sheet of a network, which is added to the program's."""
TEXTS = "textes"
"""The folder of the years' texts, in Markdown."""
PHRASES = "phrases"
"""The folder of a network's phrases, in Markdown, which replace the program's."""
UNUSABLE_SIGNS = frozenset('\\/:*?"<>|') | {chr(code) for code in range(32)}
"""The signs that a file's name can't have on every system; the last are control signs."""
OWN_NOTEBOOKS = "notebooks"
"""The folder of a network's notebooks."""
STARTS_OF_HIDDEN = (".", "~$")
"""The beginnings of the names of lock files and half-saved copies, which are never data."""
STARTS_OF_LOCKS = ("~$", ".~lock.")
"""The beginnings of the names of files by which Excel and LibreOffice say that a file is open."""
# The list of sheets is looked through without a parser: asking must be quick, and never fail.
# Taken: the "2025" of '<sheet name="2025" …>' and of '<x:sheet … name="2025">'.
SHEET_TITLE = re.compile(r"<(?:\w+:)?sheet\b[^>]*?\bname=[\"']([^\"']*)[\"']")
LARGEST_FILE = 50_000_000
"""The most bytes of any file of a network; each kind of file has a lower limit when it is read."""
SHEETS_OF_A_NETWORK = ("reseau", "membres")
"""The folded titles of sheets, of which each network's workbook has one, also an earlier one."""
LARGEST_LIST = 1_000_000
"""The most bytes of a list of files or of sheets: some hundreds are usual."""
HISTORY = ".historique"
"""The folder of changes in an earlier version of the program."""


def is_network_file(name: str) -> bool:
    """Whether the program, or a network's notebook, may read a file of the network's folder.

    `name` is the path inside the folder, with forward slashes: "textes/2025.md".
    """
    folder, _slash, file = name.rpartition("/")
    if "/" in folder or file.startswith(STARTS_OF_HIDDEN):
        return False
    if not folder:
        return file == STYLE or file.lower().endswith(ENDINGS_OF_DATA) or is_picture(file)
    return folder in (TEXTS, PHRASES) and file.endswith(".md")


def is_picture(name: str) -> bool:
    """Whether a name can be a picture's in the network's folder: "logo.png".

    A name with a sign that some system doesn't allow, or with a folder, is none.
    """
    if name.startswith(".") or UNUSABLE_SIGNS & {*name}:
        return False
    return name.lower().endswith(ENDINGS_OF_IMAGES)


def find_special_files(folder: Path) -> list[Problem]:
    """Return an error for each file of a network that is a pipe, a link, or larger than any table.

    Reading would wait for a pipe without end, and a link may lead to any file of the machine, whose
    words a message or a page would then show. Such files are errors, and aren't passed over:
    reading a folder and copying it must see the same files.
    """
    problems = []
    for inside in ("", TEXTS, PHRASES):
        # The folder of the network itself may be linked, as users like, and those inside not.
        if inside and (folder / inside).is_symlink():
            problems.append(Problem(Place(inside), _("is a link, and no folder of its own")))
            continue
        for name in _list_names(folder / inside):
            path = name
            if inside:
                path = f"{inside}/{name}"
            if not is_network_file(path):
                continue
            place = Place(path)
            about = os.lstat(folder / path)
            if not stat.S_ISREG(about.st_mode):
                problems.append(Problem(place, _("is no ordinary file")))
            # Each page gets a copy of all files: an empty file of a huge size weighs as much.
            elif about.st_size > LARGEST_FILE:
                too_large = make_size_error(_("is too large"), LARGEST_FILE)
                problems.append(explain_unread(place, too_large))
    return problems


def is_network(folder: str | Path) -> bool:
    """Whether a folder is a network's: with a table, a network's workbook, or a list of files."""
    names = _list_names(Path(folder))
    if DESCRIPTOR in names or any(name.lower() in TABLE_FILES for name in names):
        return True
    return any(_has_members(Path(folder) / name) for name in names)


def find_book(folder: Path) -> Path | None:
    """Return the workbook of a network, None for a network of files.

    Raise DataError, with all names, for files beside a workbook, or for more than one workbook.
    """
    names = _list_names(folder)
    tables = [name for name in names if name.lower() in TABLE_FILES]
    books = [name for name in names if _has_members(folder / name)]
    if len(books) > 1 or (books and tables):
        fault = _("are one network twice: keep the files or one workbook, and move the rest away")
        raise DataError([Problem(Place(folder.name), fault, ", ".join([*books, *tables]))])
    if not books and not tables and DESCRIPTOR not in names:
        # An unreadable workbook alone in its folder is taken for the network's: reading it will end
        # with the reason.
        books = [name for name in names if _is_workbook(name)]
    if not books:
        return None
    return folder / books[0]


def find_lock(file: Path) -> Path | None:
    """Return the lock file beside `file`, by which a spreadsheet says that the file is open there.

    None without such a lock file: then the file may be replaced.
    """
    for name in (f"~${file.name}", f".~lock.{file.name}#"):
        if file.with_name(name).exists():
            return file.with_name(name)
    return None


def list_named_tables(folder: Path) -> set[str]:
    """Return the names of the tables that a network's `datapackage.json` lists; none without it.

    A listed table without a file is an error, which `open_files` tells. Raise DataError for an
    unreadable list, and for a list of an earlier version of the program.
    """
    place = Place(DESCRIPTOR)
    try:
        listed = json.loads(read_file(folder / DESCRIPTOR, LARGEST_LIST))
        # The settings of a network stood in this list once.
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
    """Whether a folder has a workbook that can't be looked into, and no network beside it.

    An old workbook, or one with a password, can't. Such a folder is read like a network, so that
    the error says what is wrong with the workbook, and not that there is no network.
    """
    return not is_network(folder) and any(map(_is_workbook, _list_names(Path(folder))))


def _is_workbook(name: str) -> bool:
    """Whether a name is a workbook's, of any program."""
    return name.lower().endswith(ENDINGS_OF_WORKBOOKS) and not name.startswith(STARTS_OF_HIDDEN)


def _has_members(path: Path) -> bool:
    """Whether a file is a network's workbook in .xlsx, which has a sheet of settings or of members.

    Only the list of the sheets is looked at, because a folder may have many workbooks.
    """
    if path.suffix.lower() != XLSX or path.name.startswith(STARTS_OF_HIDDEN) or not path.is_file():
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            part = read_part(archive, "xl/workbook.xml", LARGEST_LIST)
            listed = part.decode("utf-8", "replace")
    except Exception:  # any fault of a user's file, which will be told when the file is read
        return False
    titles = [unescape(title) for title in SHEET_TITLE.findall(listed)]
    return any(fold_spelling(title) in SHEETS_OF_A_NETWORK for title in titles)


def _list_names(folder: Path) -> list[str]:
    """Return the sorted names in a folder; [] for a folder that can't be listed."""
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def list_networks(folder: str | Path) -> list[str]:
    """Return the paths of the networks' folders in a folder, "data/reseau", by order of names."""
    networks = []
    for name in _list_names(Path(folder)):
        path = Path(folder) / name
        if not name.startswith(".") and path.is_dir() and is_network(path):
            networks.append(path.as_posix())
    return networks


def say_no_network(folder: str | Path) -> Problem:
    """Return the error of a folder without a network, with the network nearby of nearest name."""
    near = find_nearest(Path(folder).as_posix(), list_networks(Path(folder).parent))
    fault = _("there is no network here")
    expected = _("membres.csv, or a workbook with this sheet")
    return Problem(Place(str(folder)), fault, expected=expected, nearest=near)


def find_network_folder(folder: str | Path) -> Path:
    """Find a network's folder from the working folder, or else from the clone's root.

    The notebooks of a clone are run in their folder, and name `data/NETWORK`.
    """
    from_working_folder = Path(folder)
    from_root = ROOT / folder
    if not INSTALLED and from_root.exists() and not from_working_folder.exists():
        return from_root
    # Where neither exists, messages name the folder as typed.
    return from_working_folder
