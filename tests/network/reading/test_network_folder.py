"""The folder of a network: the files that belong to the network, and their kinds."""

from pathlib import Path

import pytest
from conftest import pipeline

from annual_report.base.errors import DataError, UnreadableError
from annual_report.base.messages import list_some
from annual_report.network.reading.files.network_folder import (
    find_book,
    find_network_folder,
    find_special_files,
    is_closed_network,
    is_network,
    is_network_file,
    is_picture,
    list_named_tables,
    list_networks,
    say_no_network,
)
from annual_report.network.reading.files.opening import decode_text, make_size_error, read_file
from annual_report.network.reading.problems import (
    Place,
    Problem,
    count_problems,
    explain_unread,
    join_alike,
)


@pytest.mark.parametrize(
    ("name", "is_data"),
    [("membres.csv", True), ("budgets.xlsx", True), ("logo.png", True), ("style.css", True),
     ("textes/2025.md", True), ("textes/2025.txt", False), ("anciens/membres.csv", False),
     ("~$reseau.xlsx", False), ("notes.docx", False)],
)  # fmt: skip
def test_what_is_data(name: str, is_data: bool) -> None:
    assert is_network_file(name) is is_data
    assert is_picture(name) is (name == "logo.png")


def test_a_network_is_found_by_its_files_or_its_workbook(twin: Path) -> None:
    assert is_network(twin)
    assert list_networks(twin.parent) == [twin.as_posix()]
    assert say_no_network(twin.with_name("resau")).nearest == twin.as_posix()
    assert find_book(twin) is None
    assert find_special_files(twin) == []
    assert "membres" in list_named_tables(twin)
    assert find_network_folder("data/reseau-exemple").is_dir()
    assert pipeline("workbook", "--data", twin).returncode == 0
    assert find_book(twin) == twin / "reseau.xlsx"
    assert not is_closed_network(twin)
    (twin / "membres.csv").touch()
    with pytest.raises(DataError, match="one network twice"):
        find_book(twin)


def test_a_file_that_is_too_large_or_can_not_be_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("été".encode("cp1252"))
    assert decode_text(read_file(file, 9), "") == ("été", "cp1252")
    with pytest.raises(UnreadableError, match="is too large"):
        read_file(file, 2)
    assert make_size_error("is too large", 8000).expected == "at most 8 kB"
    assert "Permission" in str(
        explain_unread(Place("a.csv"), PermissionError(13, "Permission denied"))
    )


def test_what_is_said_alike_of_several_rows_is_said_once() -> None:
    rows = [Problem(Place("a.csv", (row,), "ville"), "is unknown") for row in (2, 3, 5)]
    (one,) = join_alike(rows)
    assert str(one) == "a.csv, rows 2, 3, 5, column ville: is unknown"
    assert count_problems(rows) == {"error": 3}
    assert Place("a.csv", (2, 2, 3)).within == "rows 2, 3"
    assert list_some(["a", "b", "c"], 2) == "a, b, c"  # "and 1 others" is no phrase
    assert list_some(["a", "b", "c", "d"], 2) == "a, b and 2 others"
