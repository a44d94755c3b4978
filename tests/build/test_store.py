"""The folder of a build: what is not for a build to touch, and when a file is in its place."""

import os
from pathlib import Path

import pytest

from annual_report.build.store import FolderStore


def test_only_what_a_build_writes_is_swept(tmp_path: Path) -> None:
    ours = [".build/2025.html.812.part", ".build/departements-44.html.812.part"]
    others = ["film.mkv.part", "2025.html.812.part", "other/2025.html.812.part"]
    for name in (*ours, *others):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    FolderStore(tmp_path).sweep()
    assert [name for name in (*ours, *others) if (tmp_path / name).exists()] == others


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
