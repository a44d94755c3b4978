"""Partial dates: what they can mean, and that their written form is one to one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annual_report.dates import PartialDate


@pytest.mark.parametrize(
    ("text", "precision", "first", "last"),
    [
        ("2024", "année", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", "mois", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-02", "mois", date(2025, 2, 1), date(2025, 2, 28)),
        ("2025-06-19", "jour", date(2025, 6, 19), date(2025, 6, 19)),
    ],
)
def test_a_date_means_all_the_days_that_it_may_be(
    text: str, precision: str, first: date, last: date
) -> None:
    when = PartialDate.parse(text)
    assert (when.precision, when.first, when.last) == (precision, first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "25",
        "2025-13",
        "2025-00",
        "2025-02-30",
        "2025-2",
        "19/06/2025",
        "2025-06-19T10:00",
        "٢٠٢٥",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"partial date|month|day"):
        PartialDate.parse(text)


@given(st.dates(), st.sampled_from([4, 7, 10]))
def test_the_written_form_is_one_to_one(day: date, length: int) -> None:
    text = day.isoformat()[:length]
    when = PartialDate.parse(text)
    assert str(when) == text
    assert when.first <= day <= when.last


@given(st.dates(), st.dates())
def test_known_days_are_ordered_as_the_calendar_is(one: date, other: date) -> None:
    parsed = [PartialDate.parse(day.isoformat()) for day in (one, other)]
    assert (parsed[0] < parsed[1]) == (one < other)
