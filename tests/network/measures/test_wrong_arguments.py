"""What a measure can't be asked is refused in one line, with what can."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from annual_report import measures, open_network
from annual_report.base.errors import ParameterError
from annual_report.network.network import Network


@pytest.fixture(scope="module")
def example() -> Network:
    return open_network("data/reseau-exemple")


YEARS: Any = [2024, 2025]
TEXT: Any = "2025"
HALF: Any = 2025.5
"""What nobody may ask for, and mypy would refuse."""

ASKED: dict[str, tuple[Callable[[Any], object], str]] = {
    "a year without members": (
        lambda of: measures.list_members(of, 1999),
        "there are no data for 1999; expected: a year from 2020 to 2025; nearest: 2020",
    ),
    "the year after the last": (
        lambda of: measures.compare_members(of, 2026),
        "there are no data for 2026; expected: a year from 2020 to 2025; nearest: 2025",
    ),
    "a list of years": (
        lambda of: measures.list_members(of, YEARS),
        "“[2024, 2025]” is not a whole number; expected: a year from 2020 to 2025",
    ),
    "a list where years stand one by one": (
        lambda of: measures.list_meetings(of, YEARS),
        "“[2024, 2025]” is no year: give them one by one, as whole numbers (*years)",
    ),
    "a list of attendance": (lambda of: measures.list_attendance(of, YEARS), "is no year: give"),
    "a list of outcomes": (lambda of: measures.list_outcomes(of, YEARS), "is no year: give them"),
    "a list to count": (
        lambda of: measures.count_attendance_by_year(of, YEARS),
        "is no year: give them",
    ),
    "a text": (lambda of: measures.list_tenures(of, TEXT), "“2025” is no year: give them"),
    "a text to count": (lambda of: measures.count_members_by_year(of, TEXT), "“2025” is no year"),
    "a year and a half": (lambda of: measures.count_meetings_by_year(of, HALF), "is no year"),
    "a last year before the first": (
        lambda of: measures.count_members_by_year(of, 1999),
        "there are no data for 1999; expected: a year from 2020 to 2025; nearest: 2020",
    ),
    "tenures until then": (lambda of: measures.list_tenures(of, 2019), "no data for 2019"),
    "meetings until then": (lambda of: measures.count_meetings_by_year(of, 25), "nearest: 2025"),
    "pairs of members": (
        lambda of: measures.list_pairs(measures.list_members(of, 2025)),
        "list_pairs takes rows of list_attendance: the table has no column “rencontre”",
    ),
    "attendance of whoever": (
        lambda of: measures.list_pairs(measures.list_attendance(of, 2025)),
        "list_pairs takes who came: keep the rows whose etat is “présent”",
    ),
}


@pytest.mark.parametrize(("ask", "line"), ASKED.values(), ids=ASKED)
def test_what_a_measure_cannot_be_asked_is_refused_in_one_line(
    ask: Callable[[Network], object], line: str, example: Network
) -> None:
    with pytest.raises(ParameterError) as refused:
        ask(example)
    assert line in str(refused.value)
    assert "\n" not in str(refused.value)


def test_years_of_a_frame_and_years_without_rows_are_taken(example: Network) -> None:
    years = example.membres["annee"].unique()
    assert len(measures.list_members(example, years[-1])) == 40
    of_numpy: Any = np.int64(2025)
    assert len(measures.list_members(example, of_numpy)) == 40
    assert measures.list_meetings(example, 1999).empty
    came = measures.list_attendance(example, 2025).query("etat == 'présent'")
    assert len(measures.list_pairs(came)) > 100
