"""A network that was read once serves every page of a build."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pandas as pd
import pytest
from making import processes

from annual_report import network as handover
from annual_report.errors import ReportError
from annual_report.network import Network, open_network
from annual_report.program import hash_program
from annual_report.project import ROOT
from annual_report.publication.index import make_index
from annual_report.publication.look import look_at_network
from annual_report.publication.networks import take_snapshot
from annual_report.reading import inspection
from annual_report.run.report import work_in_folder
from annual_report.run.tasks import INDEX, Snapshot, Task

pytestmark = pytest.mark.slow

EXAMPLE = ROOT / "data" / "reseau-exemple"


@pytest.fixture
def nothing_taken() -> Iterator[None]:
    """Hand this test's network to no other test."""
    yield
    handover._taken.clear()


def unreadable(*_args: object) -> None:
    raise AssertionError("the files were read again")


def assert_same(one: Network, other: Network) -> None:
    for each in fields(Network):
        mine, theirs = getattr(one, each.name), getattr(other, each.name)
        if each.name == "tables":
            assert mine.keys() == theirs.keys()
            for name in mine:
                pd.testing.assert_frame_equal(mine[name], theirs[name])
        else:
            assert mine == theirs, each.name


@pytest.mark.usefixtures("nothing_taken")
def test_what_was_handed_over_is_what_reading_gives_for_its_folder_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = open_network(EXAMPLE)
    handover.adopt_network(handover.pack_network(read), tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(inspection, "inspect_package", unreadable)
    assert_same(open_network("."), read)
    with pytest.raises(AssertionError, match="read again"):
        open_network(EXAMPLE)


def test_a_worker_takes_what_the_first_look_read() -> None:
    snapshot = take_snapshot("data/reseau-exemple")
    found = processes().call(look_at_network, snapshot, hash_program(), ["year"])
    years = processes().call(years_without_reading, snapshot._replace(packed=found.packed))
    assert years == found.values["year"]


def years_without_reading(snapshot: Snapshot) -> tuple[int, ...]:
    inspection.inspect_package = unreadable  # type: ignore[assignment]
    work_in_folder(snapshot)
    return open_network(snapshot.address).years


def test_other_code_hands_nothing_over() -> None:
    snapshot = take_snapshot("data/reseau-exemple")
    with pytest.raises(ReportError, match="another version"):
        look_at_network(snapshot, "other", [])
    with pytest.raises(ReportError, match="another version"):
        make_index(Task(INDEX, snapshot, "", "", "other"), (), {})
