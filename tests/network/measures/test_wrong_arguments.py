"""What a measure can't be asked is refused in one line, with what can."""

from collections.abc import Callable
from inspect import isfunction, signature
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from network_files import meeting, network

from annual_report import front_door, key_figures, known_from, measures, open_network
from annual_report.base.errors import ParameterError
from annual_report.network.network import Network


@pytest.fixture(scope="module")
def example() -> Network:
    return open_network("data/reseau-exemple")


YEARS: Any = [2024, 2025]
TEXT: Any = "2025"
HALF: Any = 2025.5
"""What nobody may ask for, and mypy would refuse."""
OUTSIDE = "there are no data for 1999; expected: a year from 2020 to 2026; nearest: 2020"
"""The refusal by a measure of several years: the example announces subjects for 2026."""

ASKED: dict[str, tuple[Callable[[Any], object], str]] = {
    "a year without members": (
        lambda of: measures.list_members(of, 1999),
        "there are no data for 1999; expected: a year from 2020 to 2025; nearest: 2020",
    ),
    "the year after the last": (
        lambda of: measures.compare_members(of, 2026),
        "there are no data for 2026; expected: a year from 2020 to 2025; nearest: 2025",
    ),
    "meetings before the data": (lambda of: measures.list_meetings(of, 1999), OUTSIDE),
    "one year of two before the data": (lambda of: measures.list_meetings(of, 2025, 1999), OUTSIDE),
    "attendance before the data": (lambda of: measures.list_attendance(of, 1999), OUTSIDE),
    "visits before the data": (lambda of: measures.count_attendance_by_year(of, 1999), OUTSIDE),
    "outcomes before the data": (lambda of: measures.list_outcomes(of, 1999), OUTSIDE),
    "members until long after the data": (
        lambda of: measures.count_members_by_year(of, 20255),
        "there are no data for 20255; expected: a year from 2020 to 2026; nearest: 2026",
    ),
    "tenures until long after the data": (lambda of: measures.list_tenures(of, 2050), "for 2050;"),
    "formats until long after the data": (
        lambda of: measures.count_meetings_by_year(of, 2050),
        "for 2050;",
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
        OUTSIDE,
    ),
    "tenures until then": (lambda of: measures.list_tenures(of, 2019), "no data for 2019"),
    "meetings until then": (lambda of: measures.count_meetings_by_year(of, 25), "nearest: 2025"),
    "pairs of members": (
        lambda of: measures.list_pairs(measures.list_members(of, 2025)),
        "list_pairs takes rows of list_attendance: the table has no column “rencontre”",
    ),
    "pairs of a network": (
        lambda of: measures.list_pairs(of),
        "list_pairs takes rows of list_attendance, not Network: give the table that it returns",
    ),
    "regions of a network": (
        lambda of: measures.count_members_by_region(of),
        "count_members_by_region takes rows of list_members, not Network: give",
    ),
    "a map of meetings": (
        lambda of: measures.is_on_a_map(measures.list_meetings(of, 2025)),
        "is_on_a_map takes rows of list_members: the table has no column “membre”",
    ),
    "départements of bare codes": (
        lambda of: measures.count_departments_by_region(of.membres),
        "count_departments_by_region takes rows of list_members: the table has no column “nature”",
    ),
    "peers of bare codes": (lambda of: measures.list_peers(of.membres), "no column “nature”"),
    "borders of bare codes": (lambda of: measures.list_borders(of.membres), "no column “nature”"),
    "towns of meetings": (
        lambda of: measures.list_largest_towns(measures.list_meetings(of, 2025)),
        "list_largest_towns takes rows of list_members: the table has no column “membre”",
    ),
    "places of members": (
        lambda of: measures.locate_towns(measures.list_members(of, 2025)),
        "locate_towns takes rows of list_meetings: the table has no column “ville”",
    ),
    "meetings of members": (
        lambda of: measures.count_attendance_by_meeting(measures.list_members(of, 2025)),
        "count_attendance_by_meeting takes rows of list_attendance: the table has no column",
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


def list_functions_of_a_network() -> dict[str, Callable[..., object]]:
    """Return what a notebook imports and asks of a network, by name."""
    offered = {**vars(front_door), **{name: getattr(measures, name) for name in measures.__all__}}
    functions: dict[str, Callable[..., object]] = {}
    for name, function in offered.items():
        if isfunction(function) and next(iter(signature(function).parameters), "") == "network":
            functions[name] = function
    return functions


OF_A_NETWORK = list_functions_of_a_network()
NO_NETWORKS = {
    "a path in a text": ("data/reseau-exemple", "str", "data/reseau-exemple"),
    "a path": (Path("data/reseau-exemple"), "PosixPath", "data/reseau-exemple"),
    "a table": (pd.DataFrame({"membre": ["44"]}), "DataFrame", "data/…"),
    "nothing": (None, "None", "data/…"),
}
"""A value that somebody gives in the place of a network, its kind, and the folder to open."""


def test_the_measures_of_a_network_are_found() -> None:
    assert OF_A_NETWORK.keys() >= {"list_members", "count_figures", "list_facts", "cover"}


@pytest.mark.parametrize("name", OF_A_NETWORK)
@pytest.mark.parametrize(("value", "kind", "folder"), NO_NETWORKS.values(), ids=NO_NETWORKS)
def test_what_is_no_network_is_refused_with_the_line_that_opens_one(
    name: str, value: object, kind: str, folder: str
) -> None:
    function = OF_A_NETWORK[name]
    line = f'{name} takes a network, not {kind}: first write network = open_network("{folder}")'
    with pytest.raises(ParameterError) as refused:
        function(value, 2025)
    assert str(refused.value) == line
    with pytest.raises(ParameterError) as refused_by_name:
        function(network=value)
    assert str(refused_by_name.value) == line


NO_CODES: Any = ("44", pd.DataFrame({"membre": ["44"]}), None)


@pytest.mark.parametrize("codes", NO_CODES)
def test_codes_that_are_no_list_are_refused(codes: Any) -> None:
    with pytest.raises(ParameterError, match="list_institutions takes codes of members, in a list"):
        measures.list_institutions(codes)


def test_key_figures_of_something_else_are_refused(example: Network) -> None:
    figures = measures.count_figures(example)
    of_whom: Any = example
    with pytest.raises(ParameterError, match="key_figures takes rows of count_figures, not Netw"):
        key_figures(of_whom, 2025)
    with pytest.raises(ParameterError, match="there are no data for 1999; expected: a year from"):
        key_figures(figures, 1999)


def test_known_from_takes_a_column(example: Network) -> None:
    name: Any = "region"
    with pytest.raises(ParameterError, match=r'known_from takes a column, such as members\["regi'):
        known_from(["Bretagne"], name)


def test_a_year_between_two_lists_has_no_rows_and_is_not_refused() -> None:
    gap = network({2020: "Gers", 2022: "Gers"}, meetings=[meeting(2020, "distanciel")])
    assert measures.list_meetings(gap, 2020, 2021)["annee"].tolist() == [2020]
    assert measures.list_meetings(gap, 2021).empty
    assert measures.list_outcomes(gap, 2021).empty
    assert measures.list_attendance(gap, 2021).empty


def test_years_of_a_frame_and_years_without_rows_are_taken(example: Network) -> None:
    years = example.membres["annee"].unique()
    assert len(measures.list_members(example, years[-1])) == 40
    of_numpy: Any = np.int64(2025)
    assert len(measures.list_members(example, of_numpy)) == 40
    came = measures.list_attendance(example, 2025).query("etat == 'présent'")
    assert len(measures.list_pairs(came)) > 100
