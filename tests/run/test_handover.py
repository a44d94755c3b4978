"""A network that was read once serves every page of a build."""

import pytest
from making import processes

from annual_report.errors import ReportError
from annual_report.network import open_network
from annual_report.program import hash_program
from annual_report.publication.index import make_index
from annual_report.publication.look import look_at_network
from annual_report.publication.networks import take_snapshot
from annual_report.reading import inspection
from annual_report.run.report import work_in_folder
from annual_report.run.tasks import INDEX, Snapshot, Task

pytestmark = pytest.mark.slow


def test_a_page_takes_what_the_look_has_read() -> None:
    snapshot = take_snapshot("data/reseau-exemple")
    found = processes().call(look_at_network, snapshot, hash_program(), ["year"])
    years = processes().call(list_years_unread, snapshot._replace(packed=found.packed))
    assert years == found.values["year"]


def list_years_unread(snapshot: Snapshot) -> tuple[int, ...]:
    """Return the years of a network whose files can't be read again."""

    def refuse(*_arguments: object) -> None:
        raise AssertionError("the files were read again")

    inspection.inspect_package = refuse  # type: ignore[assignment]
    work_in_folder(snapshot)
    return open_network(snapshot.address).years


def test_other_code_hands_nothing_over() -> None:
    snapshot = take_snapshot("data/reseau-exemple")
    with pytest.raises(ReportError, match="another version"):
        look_at_network(snapshot, "other", [])
    with pytest.raises(ReportError, match="another version"):
        make_index(Task(INDEX, snapshot, "", "", "other"), (), {})
