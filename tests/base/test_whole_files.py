"""Files written whole: nobody finds half of one, nor half of a change, and no link is followed."""

import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from changing import hold_file

from annual_report.base.errors import ParameterError
from annual_report.base.whole_files import ASIDE, change_files, finish_changes, write_whole_file

LINKS = pytest.mark.skipif(sys.platform == "win32", reason="a link needs a right of its own there")


def test_a_file_that_can_not_be_written_leaves_what_was_there_and_nothing_beside(
    tmp_path: Path,
) -> None:
    write_whole_file(tmp_path, "page.html", b"whole")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder") as refused:
        write_whole_file(tmp_path, "folder", b"half")
    assert refused.value.filename == str(tmp_path / "folder")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "page.html"]


def test_a_file_has_the_rights_that_any_new_file_has(tmp_path: Path) -> None:
    write_whole_file(tmp_path, "page.html", b"")
    (tmp_path / "other.html").touch()
    assert (tmp_path / "page.html").stat().st_mode == (tmp_path / "other.html").stat().st_mode


@LINKS
def test_no_link_that_lies_in_a_folder_is_written_through(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "folder"
    outside.mkdir()
    folder.mkdir()
    (outside / "profile").write_bytes(b"mine")
    (folder / "page.html").symlink_to(outside / "profile")
    (folder / ".page.part.html").symlink_to(outside / "profile")
    (folder / "inside").symlink_to(outside)
    write_whole_file(folder, "page.html", b"page")
    assert not (folder / "page.html").is_symlink()
    for name in ("inside/page.html", "inside/deep/page.html"):
        with pytest.raises(ParameterError, match="inside: is a link, and no folder of its own"):
            write_whole_file(folder, name, b"page")
        with pytest.raises(ParameterError, match="is a link"):
            change_files(folder, {name: b"page"}, [], "anciens/1")
    with pytest.raises(ParameterError, match="is a link"):
        change_files(folder, {"a.csv": b""}, [], "inside/1")
    assert [path.name for path in outside.iterdir()] == ["profile"]
    assert (outside / "profile").read_bytes() == b"mine"
    assert not (folder / "a.csv").exists()


def stop_before_the_move(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str) -> None:
    """Begin a change of three files, which is ended before the move to `name`."""
    replace = os.replace

    def refuse(source: Path, target: Path) -> None:
        if target == folder / name:
            raise KeyboardInterrupt
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refuse)
        with pytest.raises(KeyboardInterrupt):
            change_files(folder, {"a.csv": b"2", "b.csv": b"2", "t/c.md": b"2"}, ["z"], "old/1")


def test_the_moves_that_are_left_are_made_and_what_was_saved_meanwhile_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.csv", "b.csv", "z"):
        (tmp_path / name).write_bytes(b"1")
    stop_before_the_move(monkeypatch, tmp_path, "b.csv")
    (tmp_path / "b.csv").write_bytes(b"saved since")
    assert finish_changes(tmp_path) == ["a.csv", "b.csv", "t/c.md", "z"]
    left = {
        path.relative_to(tmp_path).as_posix(): path.read_bytes()
        for path in tmp_path.rglob("*")
        if path.is_file()
    }
    saved = next(name for name in left if left[name] == b"saved since")
    assert saved.startswith("old/1/b (")
    del left[saved]
    old = {"old/1/a.csv": b"1", "old/1/b.csv": b"1", "old/1/z": b"1"}
    assert left == {"a.csv": b"2", "b.csv": b"2", "t/c.md": b"2", **old}
    assert finish_changes(tmp_path) == []


@pytest.mark.parametrize("name", ["../profile", "/tmp/profile", "C:/x", "a\\..\\x", ".", "t/../x"])
def test_a_list_that_somebody_else_wrote_reaches_nothing_outside(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "folder"
    aside = folder / f"{ASIDE}planted"
    aside.mkdir(parents=True)
    (tmp_path / "profile").write_bytes(b"mine")
    (aside / "0").write_bytes(b"theirs")
    for text in ("", "[]", '{"files": [1]}', "[" * 100_000):
        (aside / "liste.json").write_text(text)
        with pytest.raises(ParameterError, match="is no change that this program has begun"):
            finish_changes(folder)
    for key in ("files", "gone", "kept"):
        listed = {"files": ["a"], "gone": [], "kept": "old", key: name if key == "kept" else [name]}
        (aside / "liste.json").write_text(json.dumps(listed))
        with pytest.raises(ParameterError, match="is no change that this program has begun"):
            finish_changes(folder)
    shutil.rmtree(aside)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["profile"]
    assert (tmp_path / "profile").read_bytes() == b"mine"


@pytest.mark.parametrize("held", ["a.csv", "b.csv", "t/c.md", "z"])
def test_a_change_of_which_one_file_can_not_be_made_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: str
) -> None:
    (tmp_path / "t").mkdir()
    for name in ("a.csv", "t/c.md", "z"):
        (tmp_path / name).write_bytes(b"1")
    hold_file(monkeypatch, tmp_path / held)
    with pytest.raises(PermissionError) as refused:
        change_files(tmp_path, {"a.csv": b"2", "b.csv": b"2", "t/c.md": b"2"}, ["z"], "old/1")
    assert refused.value.filename == str(tmp_path / held)
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.relative_to(tmp_path).as_posix() for path in left} == {"a.csv", "t/c.md", "z"}
    assert {path.read_bytes() for path in left} == {b"1"}
