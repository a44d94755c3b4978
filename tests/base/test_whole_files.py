"""Files written whole: nobody finds half of a file, nor half of a change, and no link is followed.

In the tests of a change, a folder holds old files with the content `b"old"`, and the change brings
files with the content `b"new"`.
"""

import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from changing import hold_file, read_files

from annual_report.base.errors import ParameterError
from annual_report.base.whole_files import (
    START_OF_ASIDE,
    change_files,
    finish_changes,
    write_whole_file,
)

LINKS = pytest.mark.skipif(sys.platform == "win32", reason="a link needs a right of its own there")


def test_a_file_that_can_not_be_written_leaves_the_folder_as_before(tmp_path: Path) -> None:
    write_whole_file(tmp_path, "page.html", b"whole")
    # No file can be written under the name of a folder.
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder") as refused:
        write_whole_file(tmp_path, "folder", b"half")
    assert refused.value.filename == str(tmp_path / "folder")
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["folder", "page.html"]


def test_a_file_has_the_rights_that_any_new_file_has(tmp_path: Path) -> None:
    write_whole_file(tmp_path, "page.html", b"")
    (tmp_path / "other.html").touch()
    mode = (tmp_path / "page.html").stat().st_mode
    assert mode == (tmp_path / "other.html").stat().st_mode


@pytest.fixture
def folder_with_links(tmp_path: Path) -> Path:
    """Make a folder whose links lead to a file outside, "profile", and to the folder of it."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "profile").write_bytes(b"mine")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "page.html").symlink_to(outside / "profile")
    (folder / ".page.part.html").symlink_to(outside / "profile")
    (folder / "inside").symlink_to(outside)
    return folder


@LINKS
def test_a_link_is_replaced_by_the_file_and_not_written_through(folder_with_links: Path) -> None:
    write_whole_file(folder_with_links, "page.html", b"page")
    assert not (folder_with_links / "page.html").is_symlink()
    outside = folder_with_links.parent / "outside"
    assert read_files(outside) == {"profile": b"mine"}


@LINKS
@pytest.mark.parametrize("name", ["inside/page.html", "inside/deep/page.html"])
def test_no_file_is_written_into_a_folder_that_is_a_link(
    folder_with_links: Path, name: str
) -> None:
    with pytest.raises(ParameterError, match="inside: is a link, and no folder of its own"):
        write_whole_file(folder_with_links, name, b"page")
    with pytest.raises(ParameterError, match="inside: is a link, and no folder of its own"):
        change_files(folder_with_links, {name: b"page"}, gone=[], kept="anciens/1")
    outside = folder_with_links.parent / "outside"
    assert read_files(outside) == {"profile": b"mine"}


@LINKS
def test_old_files_are_not_kept_in_a_folder_that_is_a_link(folder_with_links: Path) -> None:
    with pytest.raises(ParameterError, match="is a link"):
        change_files(folder_with_links, {"a.csv": b""}, gone=[], kept="inside/1")
    assert not (folder_with_links / "a.csv").exists()
    outside = folder_with_links.parent / "outside"
    assert read_files(outside) == {"profile": b"mine"}


def change_three_files(folder: Path) -> None:
    """Bring new files a.csv, b.csv and t/c.md, remove z, and keep the old ones under old/1."""
    new = {"a.csv": b"new", "b.csv": b"new", "t/c.md": b"new"}
    change_files(folder, new, gone=["z"], kept="old/1")


def end_before_the_move_to(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin the change of three files, and end the program before `name` is moved into place."""
    replace = os.replace

    def replace_or_end(source: Path, target: Path) -> None:
        if target == folder / name:
            raise KeyboardInterrupt
        replace(source, target)

    # A file is put in its place by os.replace alone: an end there is an end between two moves.
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", replace_or_end)
        with pytest.raises(KeyboardInterrupt):
            change_three_files(folder)


def test_the_moves_that_are_left_are_made_and_a_file_saved_meanwhile_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.csv", "b.csv", "z"):
        (tmp_path / name).write_bytes(b"old")
    end_before_the_move_to("b.csv", tmp_path, monkeypatch)
    # Before the next command somebody saves the file that wasn't moved yet.
    (tmp_path / "b.csv").write_bytes(b"saved since")

    assert finish_changes(tmp_path) == ["a.csv", "b.csv", "t/c.md", "z"]

    files = read_files(tmp_path)
    # Its name has some random letters: "old/1/b (3f2a).csv".
    [saved] = [name for name in files if files[name] == b"saved since"]
    assert saved.startswith("old/1/b (")
    del files[saved]
    assert files == {
        "a.csv": b"new",
        "b.csv": b"new",
        "t/c.md": b"new",
        "old/1/a.csv": b"old",
        "old/1/b.csv": b"old",
        "old/1/z": b"old",
    }
    # Nothing is left for a second command.
    assert finish_changes(tmp_path) == []


def plant_change(folder: Path, listed: str) -> None:
    """Put a change under way into a folder, with a list that this program hasn't written."""
    aside = folder / f"{START_OF_ASIDE}planted"
    aside.mkdir(parents=True)
    (aside / "0").write_bytes(b"theirs")
    (aside / "liste.json").write_text(listed)


@pytest.mark.parametrize(
    "listed",
    [
        pytest.param("", id="an empty file"),
        pytest.param("[]", id="no names of lists"),
        pytest.param('{"files": [1]}', id="a number for a name"),
        pytest.param("[" * 100_000, id="deeper than Python reads"),
    ],
)
def test_a_list_of_moves_that_can_not_be_read_is_refused(tmp_path: Path, listed: str) -> None:
    plant_change(tmp_path, listed)
    with pytest.raises(ParameterError, match="is no change that this program has begun"):
        finish_changes(tmp_path)


@pytest.mark.parametrize("key", ["files", "gone", "kept"])
@pytest.mark.parametrize("name", ["../profile", "/tmp/profile", "C:/x", "a\\..\\x", ".", "t/../x"])
def test_a_list_of_moves_by_a_stranger_reaches_no_file_outside_of_the_folder(
    tmp_path: Path, key: str, name: str
) -> None:
    (tmp_path / "profile").write_bytes(b"mine")
    folder = tmp_path / "folder"
    listed: dict[str, object] = {"files": ["a"], "gone": [], "kept": "old"}
    listed[key] = [name]
    if key == "kept":
        # This one is a folder's name, the others are lists of files.
        listed[key] = name
    plant_change(folder, json.dumps(listed))
    with pytest.raises(ParameterError, match="is no change that this program has begun"):
        finish_changes(folder)
    shutil.rmtree(folder)
    assert read_files(tmp_path) == {"profile": b"mine"}


@pytest.mark.parametrize("held", ["a.csv", "b.csv", "t/c.md", "z"])
def test_a_change_of_which_one_file_can_not_be_made_changes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: str
) -> None:
    (tmp_path / "t").mkdir()
    for name in ("a.csv", "t/c.md", "z"):
        (tmp_path / name).write_bytes(b"old")
    before = read_files(tmp_path)
    # As on Windows, where a file that a spreadsheet has open can't be replaced.
    hold_file(monkeypatch, tmp_path / held)
    with pytest.raises(PermissionError) as refused:
        change_three_files(tmp_path)
    assert refused.value.filename == str(tmp_path / held)
    assert read_files(tmp_path) == before
