"""A network as bytes: which networks are found, and what of a folder travels with each page."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from changing import change_settings

from annual_report.report.publication.networks import find_networks, take_snapshot

TEXT = r"![a](Photo%20de%20groupe.jpg) ![b](<l’été \(1\).png>) ![c](a\_b&amp;c.jpeg) ![d](Dax.JPG)"
SHOWN = ("Photo de groupe.jpg", "l’été (1).png", "textes/a_b&c.jpeg", "dax.jpg", "sigle à nous.png")
OTHERS = ("IMG_1999.jpg", "textes/IMG_2034.png")


def test_a_network_or_a_folder_of_networks_is_found(twin: Path) -> None:
    shutil.copytree(twin, twin.parent / "deux")
    (twin.parent / "rien").mkdir()
    assert find_networks(str(twin)) == [str(twin)]
    assert find_networks(str(twin.parent)) == [f"{twin.parent}/deux", str(twin)]


@pytest.mark.parametrize("here", [".", "textes"])
def test_a_network_has_the_name_of_its_folder(
    twin: Path, monkeypatch: pytest.MonkeyPatch, here: str
) -> None:
    (twin / "textes").mkdir(exist_ok=True)
    monkeypatch.chdir(twin / here)
    found = take_snapshot("." if here == "." else "..")
    assert (found.name, found.address) == ("reseau", "data/reseau")


def test_pictures_that_nothing_speaks_of_are_there_by_name_alone(twin: Path) -> None:
    for name in (*SHOWN, *OTHERS):
        (twin / name).parent.mkdir(exist_ok=True)
        (twin / name).write_bytes(b"x")
    (twin / "textes" / "2025.md").write_text(f"## Objectifs\n\n{TEXT}\n", encoding="utf-8")
    change_settings(twin, logo="sigle à nous.png")
    files = take_snapshot(str(twin)).files
    assert {name: files[name] for name in SHOWN} == dict.fromkeys(SHOWN, b"x")
    assert {name: files[name] for name in OTHERS} == dict.fromkeys(OTHERS, b"")


def test_lock_files_are_not_data(twin: Path) -> None:
    before = take_snapshot(str(twin)).files
    (twin / ".~lock.membres.csv#").write_text("x")
    (twin / "~$membres.csv").write_text("x")
    assert take_snapshot(str(twin)).files == before


def test_texts_that_cannot_be_looked_into_are_not_passed_over(
    twin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listdir = os.listdir

    def closed(path: Path | str) -> list[str]:
        if str(path).endswith("textes"):
            raise PermissionError(13, "Permission denied", str(path))
        return listdir(path)

    (twin / "textes").mkdir(exist_ok=True)
    monkeypatch.setattr(os, "listdir", closed)
    with pytest.raises(OSError, match="textes"):
        take_snapshot(str(twin))


@pytest.mark.skipif(sys.platform != "linux", reason="a name is text in the file system")
def test_a_file_whose_name_is_in_another_encoding_stops_nothing(twin: Path) -> None:
    Path(os.fsdecode(os.fsencode(twin) + b"/\xe9t\xe9.csv")).write_bytes(b"a\n1\n")
    assert b"a\n1\n" in take_snapshot(str(twin)).files.values()
