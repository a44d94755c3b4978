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
    "name", ["membres.csv", "budgets.xlsx", "logo.png", "style.css", "textes/2025.md"]
)
def test_tables_texts_pictures_and_styles_are_data_of_a_network(name: str) -> None:
    assert is_network_file(name)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("textes/2025.txt", id="a text that isn't Markdown"),
        pytest.param("anciens/membres.csv", id="an old file"),
        pytest.param("~$reseau.xlsx", id="the lock of Excel"),
        pytest.param("notes.docx", id="notes"),
    ],
)
def test_any_other_file_is_no_data_of_a_network(name: str) -> None:
    assert not is_network_file(name)


def test_a_picture_is_known_by_its_extension() -> None:
    assert is_picture("logo.png")
    assert not is_picture("membres.csv")


def test_a_network_of_files_is_found_and_a_misspelt_folder_has_a_nearest(twin: Path) -> None:
    assert is_network(twin)
    assert list_networks(twin.parent) == [twin.as_posix()]
    assert say_no_network(twin.with_name("resau")).nearest == twin.as_posix()
    assert find_book(twin) is None
    assert find_special_files(twin) == []
    assert "membres" in list_named_tables(twin)


def test_a_network_of_the_project_is_found_by_its_path() -> None:
    assert find_network_folder("data/reseau-exemple").is_dir()


def test_a_network_that_is_a_workbook_is_found_by_it(twin: Path) -> None:
    assert pipeline("workbook", "--data", twin).returncode == 0
    assert find_book(twin) == twin / "reseau.xlsx"
    assert not is_closed_network(twin)


def test_a_workbook_beside_a_file_of_a_table_is_refused(twin: Path) -> None:
    assert pipeline("workbook", "--data", twin).returncode == 0
    (twin / "membres.csv").touch()
    with pytest.raises(DataError, match="one network twice"):
        find_book(twin)


def test_a_file_of_windows_is_read_in_its_encoding(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("été".encode("cp1252"))
    assert decode_text(read_file(file, 9), "") == ("été", "cp1252")


def test_a_file_larger_than_its_limit_is_refused_with_the_limit(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"abc")
    # A limit of two bytes.
    with pytest.raises(UnreadableError, match="is too large"):
        read_file(file, 2)
    assert make_size_error("is too large", 8000).expected == "at most 8 kB"


def test_a_file_that_can_not_be_read_is_told_with_the_systems_reason() -> None:
    error = PermissionError(13, "Permission denied")
    assert "Permission" in str(explain_unread(Place("a.csv"), error))


def test_a_problem_of_several_rows_is_told_once() -> None:
    problems = [Problem(Place("a.csv", (row,), "ville"), "is unknown") for row in (2, 3, 5)]
    [joined] = join_alike(problems)
    assert str(joined) == "a.csv, rows 2, 3, 5, column ville: is unknown"
    # All of them are counted.
    assert count_problems(problems) == {"error": 3}


def test_a_row_that_is_named_twice_is_told_once() -> None:
    assert Place("a.csv", (2, 2, 3)).within == "rows 2, 3"


def test_the_rest_of_a_long_list_is_counted_from_two_on() -> None:
    assert list_some(["a", "b", "c", "d"], 2) == "a, b and 2 others"
    # "a, b and 1 others" would be no phrase.
    assert list_some(["a", "b", "c"], 2) == "a, b, c"
