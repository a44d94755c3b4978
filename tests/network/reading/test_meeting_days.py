"""The days of a meeting, as they are typed in a cell of a sheet, become its first and last day."""

import pytest

from annual_report.base.errors import CellError
from annual_report.network.reading.values.meeting_days import read_period


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("19 juin", "2025-06-19", ""),
        ("19 et 20 juin", "2025-06-19", "2025-06-20"),
        ("19, 20 et 21 juin", "2025-06-19", "2025-06-21"),
        # The nineteenth of June 2025 is a Thursday.
        ("jeudi 19, 20 et 21 juin", "2025-06-19", "2025-06-21"),
        ("du 30 juin au 2 juillet", "2025-06-30", "2025-07-02"),
        ("mai à juin", "2025-05", "2025-06"),
    ],
)
def test_the_days_of_a_meeting_are_read(typed: str, first: str, last: str) -> None:
    assert read_period(typed, 2025) == (first, last)


@pytest.mark.parametrize(
    "typed", ["lundi 19 juin", "lundi 19 et 20 juin", "lundi 19, 20 et 21 juin"]
)
def test_a_first_day_with_the_wrong_weekday_is_refused(typed: str) -> None:
    with pytest.raises(CellError) as refusal:
        read_period(typed, 2025)
    assert refusal.value.what == "has the wrong day of the week"


def test_days_that_leave_a_gap_are_refused() -> None:
    with pytest.raises(CellError) as refusal:
        read_period("19, 21 et 22 juin", 2025)
    assert refusal.value.what == "says days that don’t follow"
