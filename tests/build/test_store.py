"""The folder of a build: what is read from it, and what is not for a build to touch."""

import os
from pathlib import Path

import pytest

from annual_report.build.store import FolderStore
from annual_report.publication.snapshot import find_packages, take_snapshot

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


def test_a_file_that_cannot_be_read_to_its_end_is_none(tmp_path: Path) -> None:
    put(tmp_path, "membres.csv")
    os.mkfifo(tmp_path / "sujets.csv")
    (tmp_path / "absent.csv").symlink_to(tmp_path / "nowhere")
    (tmp_path / "linked.csv").symlink_to(tmp_path / "membres.csv")
    (tmp_path / "folder.csv").mkdir()
    assert FolderStore(tmp_path).names() == ["linked.csv", "membres.csv"]


def test_a_link_that_leads_in_a_circle_is_none(tmp_path: Path) -> None:
    put(tmp_path, "membres.csv")
    (tmp_path / "loop").symlink_to("loop")
    assert FolderStore(tmp_path).names() == ["membres.csv"]


def test_a_folder_that_cannot_be_looked_into_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("un/datapackage.json", "un/textes/2025.md", "un/prive/x.csv", "deux/datapackage.json")
    put(tmp_path, *names)
    scandir = os.scandir

    def closed(path: str) -> object:
        if path.endswith(("textes", "prive", "deux")):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    assert FolderStore(tmp_path / "un").names() == ["datapackage.json", "prive/", "textes/"]
    assert find_packages(str(tmp_path)) == [f"{tmp_path}/deux", f"{tmp_path}/un"]
    with pytest.raises(OSError, match="textes"):
        take_snapshot(str(tmp_path / "un"))
    (tmp_path / "un" / "textes").rename(tmp_path / "un" / "notes")
    assert set(take_snapshot(str(tmp_path / "un")).files) == {"datapackage.json"}


def test_a_link_to_its_own_folder_has_an_end(tmp_path: Path) -> None:
    put(tmp_path, "membres.csv")
    (tmp_path / "again").symlink_to(tmp_path)
    names = FolderStore(tmp_path).names()
    assert names == ["again/again/membres.csv", "again/membres.csv", "membres.csv"]


def test_a_place_is_the_same_however_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "out/2025.html")
    (tmp_path / "link").symlink_to(tmp_path / "out")
    monkeypatch.chdir(tmp_path)
    folders = ("out", "./out/", "link", str(tmp_path / "out"))
    assert {FolderStore(Path(each)).place for each in folders} == {str(tmp_path / "out")}


@pytest.mark.parametrize("here", ["reseau", "reseau/textes"])
def test_a_network_has_the_name_of_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: str
) -> None:
    put(tmp_path, "reseau/datapackage.json", "reseau/textes/2025.md")
    monkeypatch.chdir(tmp_path / here)
    found = take_snapshot("." if here == "reseau" else "..")
    assert (found.name, found.address) == ("reseau", "data/reseau")
