"""The networks to build: which folders hold one, where its pages go, and a copy of its files.

A network is read once, as bytes, so that every report of a build sees the same data. The bytes
travel with each task, to another process or to another machine, and a worker writes them into a
private folder.
"""

import os
import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path, PurePosixPath

from annual_report.base.errors import DataError, ParameterError
from annual_report.base.messages import _
from annual_report.base.project import ROOT
from annual_report.base.whole_files import finish_changes
from annual_report.machine.making.job import Job
from annual_report.machine.making.pages import Notebook, add_notebooks
from annual_report.machine.run.tasks import Snapshot
from annual_report.network.reading.files.network_folder import (
    OWN_NOTEBOOKS,
    PHRASES,
    TEXTS,
    XLSX,
    find_special_files,
    is_closed_network,
    is_network,
    is_network_file,
    is_picture,
    list_networks,
    say_no_network,
)

# These are given by name, and not imported: the modules load pandas and matplotlib, which takes
# seconds. The processes of a build import them; a build with no page to make never does.
WARM_NETWORK = "annual_report.report.publication.warm_network"
"""The module that a build's processes are forked from: everything is imported there already."""
READ_NETWORK = "annual_report.report.publication.look:look_at_network"
"""The function by which a process reads a network and lists the values that have pages."""
LIST_PAGES = "annual_report.report.publication.index:make_index"
"""The function by which a process makes the list of a network's pages."""
EACH = ("year", "membres.membre", "sujets.theme")
"""The values for which a notebook of a network may ask for a page each, beside a list of its own.

"year": the years whose members are recorded. "membres.membre": the members of the last finished
year, whose titles have the name and not the code. "sujets.theme": an example of a table's column,
for any column of any table can be named so.
"""


def make_network_job(folder: str | Path, out: Path, known: Mapping[str, Notebook]) -> Job:
    """Return the build's job for the network in a folder, whose pages go into the folder `out`.

    `known` are name → notebook of the notebooks that all networks have; those in the network's own
    folder are added.
    """
    data = Path(folder)
    return Job(
        name=_name_network(str(folder)),
        out=out,
        warm=WARM_NETWORK,
        notebooks=partial(add_notebooks, known, data / OWN_NOTEBOOKS),
        snapshot=partial(take_snapshot, str(folder)),
        look=READ_NETWORK,
        list_pages=LIST_PAGES,
        each=EACH,
        data=data,
        read=[data, data / OWN_NOTEBOOKS, data / PHRASES, data / TEXTS],
    )


def list_jobs(data: Sequence[str], out: str | None, known: Mapping[str, Notebook]) -> list[Job]:
    """Return a job for each network in some folders, or below, each with a folder for its pages.

    `data` are the folders, `out` the folder asked for with `--out`, None for the usual folders, and
    `known` are name → notebook of the notebooks of all networks. Raise ParameterError for two
    networks whose pages would go into the same folder, DataError for folders without a network.
    """
    networks_by_real_path: dict[str, str] = {}
    for folder in data:
        for network in find_networks(folder):
            # Each network once, by whatever path or link its folder was named.
            networks_by_real_path[os.path.realpath(network)] = network
    is_alone = len(networks_by_real_path) == 1
    jobs_by_real_path: dict[str, Job] = {}
    for network in networks_by_real_path.values():
        folder_of_pages = _choose_folder(network, out, is_alone=is_alone)
        real_path = os.path.realpath(folder_of_pages)
        # Two networks in folders of the same name, "a/reseau" and "b/reseau".
        if real_path in jobs_by_real_path:
            line = _(
                "two networks would have their pages in {place}: build each with its own --out",
                place=real_path,
            )
            raise ParameterError(line)
        jobs_by_real_path[real_path] = make_network_job(network, Path(folder_of_pages), known)
    return list(jobs_by_real_path.values())


def _choose_folder(network: str, out: str | None, *, is_alone: bool) -> str:
    """Return the folder for the pages of a network, whose data lie in the folder `network`.

    "data/reseau" and None, without `--out`, → "build/reseau"; "data/reseau" and "site" → "site" if
    the network is the only one to build (`is_alone`), else "site/reseau".
    """
    if not out:
        return name_build(network)
    if is_alone:
        return out
    return f"{out.rstrip('/')}/{_name_network(network)}"


def _name_network(folder: str) -> str:
    """Return the name of a network by which its pages are called, the name of its folder.

    "data/reseau/" → "reseau"; "." → the name of the current folder.
    """
    return os.path.basename(os.path.abspath(folder))


def name_build(folder: str) -> str:
    """Return the usual folder of a network's pages: "data/reseau" → "build/reseau"."""
    return f"build/{_name_network(folder)}"


def find_networks(folder: str) -> list[str]:
    """Return the folders of the networks in a folder: the folder itself, or some folders inside.

    "data/reseau" → ["data/reseau"]; "data" → ["data/autre", "data/reseau"]. Raise DataError for a
    folder without any network, so that a build stops before it starts.
    """
    if is_network(folder):
        return [folder]
    folders_inside = list_networks(folder)
    if folders_inside:
        return folders_inside
    # A workbook that can't be opened, perhaps for a password: `take_snapshot` raises the error that
    # says why.
    if is_closed_network(folder):
        return [folder]
    raise DataError([say_no_network(folder)])


def take_snapshot(folder: str) -> Snapshot:
    """Return the files of the network in a folder, all read at once for a build.

    Each page is made of this copy, so that all pages tell the same state, even while somebody
    saves a table; the copy also travels to processes and machines that don't see the folder.
    Raise DataError for a folder without a network, which may have been moved away meanwhile, and
    for a pipe or a circular link, which no copy can hold. Raise OSError for an unreadable file.
    """
    path = Path(folder)
    # A change of files by a command that was interrupted half-way is brought to its end first.
    finish_changes(path)
    _refuse_unreadable_network(folder)
    paths_by_name: dict[str, Path] = {}
    # A network's files lie in its folder, and in the folders of texts, phrases and notebooks.
    for pattern in ("*", "*/*"):
        for file in path.glob(pattern):
            if file.is_file():
                paths_by_name[file.relative_to(path).as_posix()] = file
    name = _name_network(folder)
    address = _write_address(path, name)
    return Snapshot(name, address, _read_files(paths_by_name))


def _refuse_unreadable_network(folder: str) -> None:
    """Raise DataError or OSError for parts of a network's folder that can't be copied.

    Otherwise the pages would lack a table or a text, and nobody would be told.
    """
    path = Path(folder)
    special_files = find_special_files(path)
    if special_files:
        raise DataError(special_files)
    # A workbook that can't be opened: `read_tables` raises the error that says why.
    if is_closed_network(path):
        # Imported here: the reading of tables takes a twentieth of a second to load, for which a
        # build with no page to make would wait in vain.
        from annual_report.network.reading.tables import read_tables

        read_tables(path)
    if not is_network(path):
        raise DataError([say_no_network(folder)])
    # `take_snapshot` finds files by `glob`, which passes over a folder that it may not list;
    # `listdir` raises the error.
    for inside in (TEXTS, PHRASES):
        if (path / inside).is_dir():
            os.listdir(path / inside)


def _write_address(path: Path, name: str) -> str:
    """Return the address of a network's folder for pages and messages, without a machine's path.

    In the project the address is relative to it, "data/reseau-exemple"; of a folder elsewhere it is
    "data/" and the network's `name`, so that no page tells how a machine is laid out.
    """
    real_path = path.resolve()
    if real_path.is_relative_to(ROOT):
        address = real_path.relative_to(ROOT).as_posix()
    else:
        address = f"data/{name}"
    # A name of a file in another encoding than the system's has signs that no page can hold.
    return address.encode(errors="replace").decode()


def _read_files(paths_by_name: Mapping[str, Path]) -> dict[str, bytes]:
    """Return name → content of a network's files; the content of most pictures is left empty.

    {"membres.csv": b"annee,membre,…", "logo.png": b"…", "photo.jpg": b"", …}. `paths_by_name` are
    name in the folder → path. A folder may hold a year's photographs, and each page gets a copy of
    all files: only a picture that may be the logo is copied whole.
    """
    files: dict[str, bytes] = {}
    pictures = []
    has_workbook = False
    for name in sorted(paths_by_name):
        if not is_network_file(name):
            continue
        if is_picture(name):
            pictures.append(name)
        else:
            files[name] = paths_by_name[name].read_bytes()
        if name.lower().endswith(XLSX):
            has_workbook = True
    tables = _join_tables(files)
    for name in pictures:
        # A cell of a table names the logo. The encoding of the tables isn't known yet, so the
        # longest word of the picture's name is looked for among their bytes. In the bytes of a
        # workbook nothing can be found: any picture beside a workbook may be the logo.
        if has_workbook or _find_longest_word(name) in tables:
            files[name] = paths_by_name[name].read_bytes()
        else:
            files[name] = b""
    return files


def _join_tables(files: Mapping[str, bytes]) -> bytes:
    """Return the content of all CSV files in small letters, to look for the name of a logo.

    `files` are name → content of a network's files.
    """
    tables = []
    for name, content in files.items():
        if name.lower().endswith(".csv"):
            tables.append(content.lower())
    return b"\n".join(tables)


def _find_longest_word(name: str) -> bytes:
    """Return the longest run of ASCII letters and digits in a file's name, in small letters.

    "logo-île-de-France.png" → b"france". An accent would be other bytes in each encoding of a
    table: the word has none, and is found in any.
    """
    words = re.findall("[a-z0-9]+", PurePosixPath(name).stem.lower())
    return max(words, key=len, default="").encode()
