"""Partial dates: what they can mean, and that their written form is one to one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annual_report.base.dates import PartialDate, is_day
from annual_report.base.errors import CellError
from annual_report.base.french import print_dates
from annual_report.network.reading.values.date_cells import read_date


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-02", date(2025, 2, 1), date(2025, 2, 28)),
        ("2025-06-19", date(2025, 6, 19), date(2025, 6, 19)),
        ("2024-début", date(2024, 1, 1), date(2024, 3, 31)),
        ("2024-fin", date(2024, 10, 1), date(2024, 12, 31)),
        ("2024-printemps", date(2024, 3, 20), date(2024, 6, 20)),
    ],
)
def test_a_date_means_all_the_days_that_it_may_be(text: str, first: date, last: date) -> None:
    when = PartialDate.parse(text)
    assert is_day(text) is (first == last)
    assert str(when) == text
    assert when.first == first
    assert when.last == last


NO_DATES = (
    "",
    "25",
    "2025-13",
    "2025-00",
    "2025-02-30",
    "2025-2",
    "19/06/2025",
    "2025-06-19T10:00",
    "٢٠٢٥",
)


@pytest.mark.parametrize("text", NO_DATES)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"partial date|month|day"):
        PartialDate.parse(text)


@given(st.dates(), st.sampled_from([4, 7, 10]))
def test_the_written_form_is_one_to_one(day: date, length: int) -> None:
    text = day.isoformat()[:length]
    when = PartialDate.parse(text)
    assert str(when) == text
    assert when.first <= day <= when.last


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("début 2024", "2024-début"),
        ("Début d’année 2024", "2024-début"),
        ("en début d'année 2024", "2024-début"),
        ("mi-2024", "2024-milieu"),
        ("fin 2024", "2024-fin"),
        ("2024-fin", "2024-fin"),
        ("au printemps 2024", "2024-printemps"),
        ("à l’automne 2024", "2024-automne"),
        ("été 2024", "2024-été"),
    ],
)
def test_parts_of_a_year_are_read_as_people_write_them(written: str, read: str) -> None:
    assert read_date(written) == read


@pytest.mark.parametrize("text", ["début", "2e trimestre 2024", "T2 2024", "début juin 2024"])
def test_what_is_no_part_of_a_year_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        read_date(text)


@pytest.mark.parametrize(
    ("when", "whole", "in_its_year"),
    [
        ("2024-début", "début 2024", "en début d’année"),
        ("2024-fin", "fin 2024", "en fin d’année"),
        ("2024-printemps", "au printemps 2024", "au printemps"),
        ("2024-automne", "à l’automne 2024", "à l’automne"),
    ],
)
def test_a_part_of_a_year_in_a_sentence(when: str, whole: str, in_its_year: str) -> None:
    parsed = PartialDate.parse(when)
    assert print_dates(parsed, None) == whole
    assert print_dates(parsed, None, with_year=False) == in_its_year


def test_dates_of_any_precision_are_in_the_order_of_their_first_day() -> None:
    written = ["2025-06", "2026", "2025", "2025-printemps", "2025-01-01", "2025-01"]
    assert [str(when) for when in sorted(map(PartialDate.parse, written))] == [
        *("2025", "2025-01", "2025-01-01", "2025-printemps", "2025-06", "2026"),
    ]
