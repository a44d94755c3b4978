"""Partial dates: the days that each can mean, their written form, and how people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annual_report.base.dates import PartialDate, is_day
from annual_report.base.errors import CellError
from annual_report.network.reading.values.date_cells import read_date


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        pytest.param("2024", date(2024, 1, 1), date(2024, 12, 31), id="a year"),
        pytest.param("2024-02", date(2024, 2, 1), date(2024, 2, 29), id="February of a leap year"),
        pytest.param("2025-02", date(2025, 2, 1), date(2025, 2, 28), id="another February"),
        pytest.param("2025-06-19", date(2025, 6, 19), date(2025, 6, 19), id="a day"),
        pytest.param("2024-début", date(2024, 1, 1), date(2024, 3, 31), id="the first quarter"),
        pytest.param("2024-fin", date(2024, 10, 1), date(2024, 12, 31), id="the last quarter"),
        pytest.param("2024-printemps", date(2024, 3, 20), date(2024, 6, 20), id="a season"),
    ],
)
def test_a_partial_date_means_every_day_from_its_first_to_its_last(
    written: str, first: date, last: date
) -> None:
    parsed = PartialDate.parse(written)
    assert parsed.first == first
    assert parsed.last == last


def test_only_a_date_with_a_day_is_a_day() -> None:
    assert is_day("2025-06-19")
    assert not is_day("2025-06")
    assert not is_day("2025")
    assert not is_day("2025-été")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("25", id="a year of two digits"),
        pytest.param("2025-13", id="a thirteenth month"),
        pytest.param("2025-00", id="month zero"),
        pytest.param("2025-02-30", id="the 30th of February"),
        pytest.param("2025-2", id="a month of one digit"),
        pytest.param("19/06/2025", id="as people write a date"),
        pytest.param("2025-06-19T10:00", id="with an hour"),
        pytest.param("٢٠٢٥", id="digits of another script"),
    ],
)
def test_any_other_form_is_no_partial_date(text: str) -> None:
    with pytest.raises(ValueError, match=r"partial date|month|day"):
        PartialDate.parse(text)


@given(day=st.dates(), precision=st.sampled_from(["2025", "2025-06", "2025-06-19"]))
def test_a_date_is_written_as_it_was_read_and_means_the_day_it_was_cut_from(
    day: date, precision: str
) -> None:
    # 2025-06-19 cut to the length of "2025-06" is the month of that day.
    written = day.isoformat()[: len(precision)]
    parsed = PartialDate.parse(written)
    assert str(parsed) == written
    assert parsed.first <= day <= parsed.last


def test_parts_of_a_year_are_read_as_people_write_them() -> None:
    assert read_date("début 2024") == "2024-début"
    assert read_date("Début d’année 2024") == "2024-début"
    assert read_date("en début d'année 2024") == "2024-début"
    assert read_date("mi-2024") == "2024-milieu"
    assert read_date("fin 2024") == "2024-fin"
    assert read_date("au printemps 2024") == "2024-printemps"
    assert read_date("à l’automne 2024") == "2024-automne"
    assert read_date("été 2024") == "2024-été"


def test_the_written_form_of_a_part_of_a_year_is_read_as_itself() -> None:
    assert read_date("2024-fin") == "2024-fin"
    assert str(PartialDate.parse("2024-fin")) == "2024-fin"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("début", id="no year"),
        pytest.param("2e trimestre 2024", id="a quarter"),
        pytest.param("T2 2024", id="a quarter, in short"),
        pytest.param("début juin 2024", id="the beginning of a month"),
    ],
)
def test_a_cell_with_any_other_part_of_a_year_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        read_date(text)


def test_dates_of_any_precision_are_in_the_order_of_their_first_day() -> None:
    # 2025, 2025-01 and 2025-01-01 begin on the same day: the least precise comes first.
    in_order = ["2025", "2025-01", "2025-01-01", "2025-printemps", "2025-06", "2026"]
    shuffled = ["2025-06", "2026", "2025", "2025-printemps", "2025-01-01", "2025-01"]
    dates = sorted(PartialDate.parse(written) for written in shuffled)
    assert [str(parsed) for parsed in dates] == in_order
