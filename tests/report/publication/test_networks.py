"""A network as bytes: which networks are found, and what of a folder travels with each page."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from changing import change_settings
from making import processes

from annual_report.base.errors import ParameterError
from annual_report.machine.run.tasks import Outline
from annual_report.report.publication.look import look_at_network
from annual_report.report.publication.networks import find_networks, take_snapshot


def test_a_network_or_a_folder_of_networks_is_found(twin: Path) -> None:
    shutil.copytree(twin, twin.parent / "deux")
    (twin.parent / "rien").mkdir()

    assert find_networks(str(twin)) == [str(twin)]
    assert find_networks(str(twin.parent)) == [f"{twin.parent}/deux", str(twin)]


@pytest.mark.slow
def test_a_look_says_what_there_is_to_make_pages_of_and_refuses_a_year_that_is_not(
    twin: Path,
) -> None:
    snapshot, wanted = take_snapshot(str(twin)), ("membres.membre", "rencontres.ville", "sujets.x")
    outline: Outline = processes().call(look_at_network, snapshot, wanted)

    assert sorted(outline.values["rencontres.ville"]) == ["Bourg-en-Bresse", "Nantes"]
    assert outline.values["sujets.x"] == ()
    assert set(outline.values["membres.membre"]) <= outline.names["membres.membre"].keys()
    with pytest.raises(ParameterError, match="there are no data for 2031"):
        processes().call(look_at_network, snapshot, wanted, [2031])


@pytest.mark.parametrize("here", [".", "textes"])
def test_a_network_has_the_name_of_its_folder(
    twin: Path, monkeypatch: pytest.MonkeyPatch, here: str
) -> None:
    (twin / "textes").mkdir(exist_ok=True)
    monkeypatch.chdir(twin / here)
    snapshot = take_snapshot("." if here == "." else "..")

    assert snapshot.name == "reseau"
    assert snapshot.address == "data/reseau"


def test_a_picture_that_is_no_logo_is_there_by_name_alone(twin: Path) -> None:
    for name in ("sigle à nous.png", "IMG_1999.jpg"):
        (twin / name).write_bytes(b"x")
    change_settings(twin, logo="sigle à nous.png")
    files = take_snapshot(str(twin)).files

    assert files["sigle à nous.png"] == b"x"
    assert files["IMG_1999.jpg"] == b""


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
