"""Files written whole into a person's folder: a single file, or several files as one change.

A reader never finds half of a file, nor half of a change. All files of a change are written aside
first, with a list of the moves to make:

    .changement-RANDOM/      0, 1, …        the new files
                             anciens        copies of the old files
                             liste.json     the place of each file: the change is decided now

A command that ends before the list is there leaves the folder unchanged; after that, the next
command makes the moves that are left (`finish_changes`). No link inside of the folder is followed:
a stranger may have put a link there to have some file elsewhere overwritten.
"""

import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from annual_report.base.errors import ParameterError
from annual_report.base.messages import _

START_OF_ASIDE = ".changement-"
"""The first letters of the name of a folder with the new files of a change under way."""
LIST = "liste.json"
"""The file in that folder that lists the moves: once it exists, the change will be finished."""
OLD = "anciens"
"""The folder in that folder with the copies of the old files."""


@dataclass(frozen=True)
class Moves:
    """The moves of a change, as `liste.json` lists them; all names are relative to the folder.

    files  the new files, each written aside under its number in this list
    gone   the files to remove
    kept   the folder for the copies of the old files; None if they are dropped
    """

    files: list[str]
    gone: list[str]
    kept: str | None

    @property
    def places(self) -> list[str]:
        """All places that the change writes to or removes."""
        places = [*self.files, *self.gone]
        if self.kept:
            places.append(self.kept)
        return places


def write_whole_file(folder: Path, name: str, content: bytes) -> None:
    """Write a file under a hidden name, then rename it to the `name`, such as "2025/page.html".

    Folders between are made. Raise ParameterError for a link among them, OSError for a file that
    can't be written.
    """
    target = folder / name
    _make_parent(folder, name)
    beside = target.with_name(f".{secrets.token_hex(8)}{target.suffix}")
    try:
        # Mode "x" makes a new file, and opens no file or link that lies there already.
        with beside.open("xb") as file:
            file.write(content)
        os.replace(beside, target)
    except OSError as error:
        # The caller knows nothing of the file beside: the message names the file asked for.
        error.filename = str(target)
        error.filename2 = None
        raise
    finally:
        beside.unlink(missing_ok=True)


def make_folder(folder: Path, name: str) -> None:
    """Make the folder `name`, such as "2025/cartes", in a folder, with all folders between.

    Raise ParameterError for a link among them: it may lead out of the folder.
    """
    path = folder
    for part in PurePosixPath(name).parts:
        path = path / part
        if path.is_symlink():
            line = _("{place}: is a link, and no folder of its own", place=path)
            raise ParameterError(line)
    path.mkdir(parents=True, exist_ok=True)


def _make_parent(folder: Path, name: str) -> None:
    """Make the folder that the file `name` will lie in: of "2025/page.html" the folder "2025"."""
    make_folder(folder, str(PurePosixPath(name).parent))


def change_files(
    folder: Path, files: Mapping[str, bytes], gone: Iterable[str] = (), kept: str | None = None
) -> None:
    """Write some files in a folder and remove others: either all of this is done, or nothing.

    `files` are relative name → new content, `gone` the relative names of files to remove. The old
    files are kept in the folder `kept`, which must be new; with None they are lost. Raise OSError
    if a file can't be written, and ParameterError for a link among the folders: then all files are
    as before.
    """
    moves = Moves([*files], [*gone], kept)
    for name in moves.places:
        _make_parent(folder, name)
    # A command that ended before it had written its list has left such a folder.
    for left in folder.glob(f"{START_OF_ASIDE}*"):
        shutil.rmtree(left, ignore_errors=True)
    aside = Path(tempfile.mkdtemp(prefix=START_OF_ASIDE, dir=folder))
    try:
        for number, name in enumerate(moves.files):
            write_whole_file(aside, str(number), files[name])
        for name in (*moves.files, *moves.gone):
            # `lexists`, and not `exists`: a link to nowhere is an old file too.
            if os.path.lexists(folder / name):
                _copy_file(folder / name, aside / OLD / name)
        # Once the list is there, the change is decided.
        write_whole_file(aside, LIST, json.dumps(asdict(moves)).encode())
        _make_moves(folder, aside)
    except OSError:
        _undo_moves(folder, aside, moves)
        raise


def finish_changes(folder: Path) -> list[str]:
    """Finish the changes of files that interrupted commands have left; return the files' names."""
    finished: list[str] = []
    for listed in sorted(folder.glob(f"{START_OF_ASIDE}*/{LIST}")):
        # Another program may be finishing the same change, and have removed the folder.
        with suppress(FileNotFoundError):
            finished += _make_moves(folder, listed.parent)
    return finished


def _make_moves(folder: Path, aside: Path) -> list[str]:
    """Move the new files of a change into place, and return the names of all its files.

    `aside` is the folder with the new files and their list. A file that somebody has saved since
    the list was written is kept among the old files, under another name.
    """
    moves = _read_moves(aside)
    for name in moves.places:
        _make_parent(folder, name)
    for number, name in enumerate(moves.files):
        new = aside / str(number)
        # An interrupted command may have moved the file already.
        if new.is_file():
            _keep_later_file(folder / name, aside / OLD / name)
            _move_file(new, folder / name)
    for name in moves.gone:
        _keep_later_file(folder / name, aside / OLD / name)
        (folder / name).unlink(missing_ok=True)
    # A change of new files alone has no old ones.
    if moves.kept and (aside / OLD).is_dir():
        _move_file(aside / OLD, folder / moves.kept)
    shutil.rmtree(aside)
    return [*moves.files, *moves.gone]


def _read_moves(aside: Path) -> Moves:
    """Return the moves that the list of a change holds.

    The list may be a stranger's that came with the folder: raise ParameterError if it names a place
    outside of the folder, or is no such list.
    """
    try:
        listed = json.loads((aside / LIST).read_bytes())
        moves = Moves(listed["files"], listed["gone"], listed["kept"])
        is_right = all(_is_inside(place) for place in moves.places)
    # The errors of a text that is no JSON, of JSON of another shape, and of too deep a nesting.
    except (ValueError, TypeError, KeyError, RecursionError):
        is_right = False
    if not is_right:
        line = _("{folder}: is no change that this program has begun: remove it", folder=aside.name)
        raise ParameterError(line)
    return moves


def _undo_moves(folder: Path, aside: Path, moves: Moves) -> None:
    """Bring all files back to what they were before a change that failed half way."""
    # Without a list no file has been moved yet.
    if (aside / LIST).is_file():
        for name in (*moves.files, *moves.gone):
            file = folder / name
            old = aside / OLD / name
            if os.path.lexists(old):
                # The change may have failed before it came to this file.
                if not _are_alike(file, old):
                    os.replace(old, file)
            # Without a copy there was no old file: the change brought this one.
            elif os.path.lexists(file):
                file.unlink()
    shutil.rmtree(aside, ignore_errors=True)


def _move_file(file: Path, target: Path) -> None:
    """Move a file to `target`; an error names that place, and not the hidden file."""
    try:
        os.replace(file, target)
    except OSError as error:
        error.filename = str(target)
        error.filename2 = None
        raise


def _keep_later_file(file: Path, copy: Path) -> None:
    """Copy a file beside its older `copy` if the two differ: somebody has saved it meanwhile.

    "membres.csv" is kept as "membres (3f9a).csv" beside the copy "membres.csv".
    """
    if file.is_file() and not _are_alike(file, copy):
        other = f"{copy.stem} ({secrets.token_hex(2)}){copy.suffix}"
        _copy_file(file, copy.with_name(other))


def _are_alike(file: Path, copy: Path) -> bool:
    """Whether both files are there, with the same content."""
    return file.is_file() and copy.is_file() and file.read_bytes() == copy.read_bytes()


def _copy_file(file: Path, copy: Path) -> None:
    """Copy a file with its times, and make the folder of the copy; a link is copied as a link."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(file, copy, follow_symlinks=False)


def _is_inside(name: object) -> bool:
    r"""Whether a name leads to a file inside of a folder, on every system.

    Inside: "2025/page.html". Outside: "/page.html", "../page.html", "C:page.html", "..\page.html".
    """
    if not isinstance(name, str):
        return False
    parts = PurePosixPath(name).parts
    for part in parts:
        # The root "/" is a part; Windows has drives, and ways up between backslashes.
        if part == ".." or set(part) & set("/\\:"):
            return False
    return bool(parts)
