"""A package as bytes: what of a network's folder travels with each of its pages."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from twin import TWIN

from annual_report.publication.snapshot import take_snapshot

TEXT = r"![a](Photo%20de%20groupe.jpg) ![b](<l’été \(1\).png>) ![c](a\_b&amp;c.jpeg) ![d](Dax.JPG)"
SHOWN = ("Photo de groupe.jpg", "l’été (1).png", "textes/a_b&c.jpeg", "dax.jpg", "sigle à nous.svg")
OTHERS = ("Photo de nuit.jpg", "textes/groupe.png", "autre.svg")


def test_pictures_that_nothing_speaks_of_are_there_by_name_alone(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(TWIN, tmp_path / "reseau"))
    for name in (*SHOWN, *OTHERS):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"x")
    (folder / "textes" / "2025.md").write_text(f"## Objectifs\n\n{TEXT}\n", encoding="utf-8")
    descriptor = folder / "datapackage.json"
    told = descriptor.read_text(encoding="utf-8").replace(
        '"reseau": {', '"reseau": {"logo": "sigle \\u00e0 nous.svg", ', 1
    )
    descriptor.write_text(told, encoding="utf-8")
    files = take_snapshot(str(folder)).files
    assert {name: files[name] for name in SHOWN} == dict.fromkeys(SHOWN, b"x")
    assert {name: files[name] for name in OTHERS} == dict.fromkeys(OTHERS, b"")


def test_a_picture_is_found_that_a_text_of_an_old_windows_names(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(TWIN, tmp_path / "reseau"))
    (folder / "été.jpg").write_bytes(b"x")
    (folder / "textes").mkdir(exist_ok=True)
    text = "## Objectifs\n\n![Le lac](été.jpg)\n"
    (folder / "textes" / "2025.md").write_bytes(text.encode("cp1252"))
    assert take_snapshot(str(folder)).files["été.jpg"] == b"x"


@pytest.mark.skipif(sys.platform != "linux", reason="a name is text in the file system")
def test_a_picture_whose_name_is_in_another_encoding_stops_nothing(tmp_path: Path) -> None:
    folder = shutil.copytree(TWIN, tmp_path / "reseau")
    (Path(os.fsdecode(os.fsencode(folder) + b"/\xe9t\xe9.jpg"))).write_bytes(b"x")
    assert list(take_snapshot(str(folder)).files.values()).count(b"") == 1
