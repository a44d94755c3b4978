"""The folder of a build: what is not for a build to touch, and when two folders are one."""

import os
from pathlib import Path

import pytest

from annual_report.build.store import FolderStore

PARTS = (".build/2025.html.812.part", ".build/departements-44.html.812.part")
NOT_OURS = ("film.mkv.part", "2025.html.812.part", "other/2025.html.812.part")


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")


def test_only_what_a_build_writes_is_swept(tmp_path: Path) -> None:
    put(tmp_path, *PARTS, *NOT_OURS)
    FolderStore(tmp_path).sweep()
    assert [name for name in (*PARTS, *NOT_OURS) if (tmp_path / name).exists()] == list(NOT_OURS)


def test_a_file_is_on_the_disk_before_it_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or a machine that loses power has an empty page where the old one was."""
    order: list[str] = []
    fsync, replace = os.fsync, os.replace

    def sync(descriptor: int) -> None:
        order.append(f"on the disk: {os.fstat(descriptor).st_size}")
        fsync(descriptor)

    def put(source: Path, target: Path) -> None:
        order.append("in place")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "replace", put)
    FolderStore(tmp_path).write("page.html", b"whole")
    assert order == ["on the disk: 5", "in place"]


def test_a_place_is_the_same_however_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "out/2025.html")
    (tmp_path / "link").symlink_to(tmp_path / "out")
    monkeypatch.chdir(tmp_path)
    folders = ("out", "./out/", "link", str(tmp_path / "out"))
    assert {FolderStore(Path(each)).place for each in folders} == {str(tmp_path / "out")}
