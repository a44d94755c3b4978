"""Wrong arguments of measures: each is refused in a line that tells the right ones."""

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
    """Open the example: lists of members from 2020 to 2025, subjects announced for 2026."""
    return open_network("data/reseau-exemple")


@pytest.mark.parametrize("measure", ["list_members", "compare_members"])
@pytest.mark.parametrize(
    ("year", "nearest"),
    [
        pytest.param(1999, 2020, id="long before the data"),
        pytest.param(2026, 2025, id="announced, but without a list of members"),
    ],
)
def test_a_year_without_a_list_of_members_is_refused_with_the_nearest(
    example: Network, measure: str, year: int, nearest: int
) -> None:
    with pytest.raises(ParameterError) as refused:
        getattr(measures, measure)(example, year)
    assert str(refused.value).endswith(
        f"there are no data for {year}; expected: a year from 2020 to 2025; nearest: {nearest}"
    )


OF_SEVERAL_YEARS = (
    "list_meetings",
    "list_attendance",
    "count_attendance_by_year",
    "list_outcomes",
)
"""The measures that take years one by one: list_meetings(network, 2024, 2025)."""
UNTIL_A_YEAR = ("count_members_by_year", "list_tenures", "count_meetings_by_year")
"""The measures that count up to a last year: list_tenures(network, 2025)."""


@pytest.mark.parametrize("measure", [*OF_SEVERAL_YEARS, *UNTIL_A_YEAR])
@pytest.mark.parametrize(
    ("year", "nearest"),
    [
        pytest.param(1999, 2020, id="before the data"),
        pytest.param(20255, 2026, id="after the data, by a key typed twice"),
    ],
)
def test_a_year_far_from_the_data_is_refused_with_the_nearest(
    example: Network, measure: str, year: int, nearest: int
) -> None:
    with pytest.raises(ParameterError) as refused:
        getattr(measures, measure)(example, year)
    assert str(refused.value).endswith(
        f"there are no data for {year}; expected: a year from 2020 to 2026; nearest: {nearest}"
    )


@pytest.mark.parametrize("measure", OF_SEVERAL_YEARS)
def test_each_of_several_years_is_checked(example: Network, measure: str) -> None:
    with pytest.raises(ParameterError, match="there are no data for 1999"):
        getattr(measures, measure)(example, 2025, 1999)


@pytest.mark.parametrize("measure", [*OF_SEVERAL_YEARS, *UNTIL_A_YEAR])
@pytest.mark.parametrize(
    ("value", "as_told"),
    [
        pytest.param([2024, 2025], "[2024, 2025]", id="a list"),
        pytest.param("2025", "2025", id="a text"),
        pytest.param(2025.5, "2025.5", id="a year and a half"),
    ],
)
def test_a_value_that_is_no_whole_number_is_no_year(
    example: Network, measure: str, value: object, as_told: str
) -> None:
    with pytest.raises(ParameterError) as refused:
        getattr(measures, measure)(example, value)
    assert str(refused.value).endswith(
        f"“{as_told}” is no year: give them one by one, as whole numbers (*years)"
    )


def test_a_measure_of_one_year_takes_no_list_of_years(example: Network) -> None:
    years: Any = [2024, 2025]
    with pytest.raises(ParameterError) as refused:
        measures.list_members(example, years)
    assert str(refused.value).endswith(
        "“[2024, 2025]” is not a whole number; expected: a year from 2020 to 2025"
    )


TABLES: dict[str, Callable[[Network], pd.DataFrame]] = {
    "list_members": lambda of: measures.list_members(of, 2025),
    "list_meetings": lambda of: measures.list_meetings(of, 2025),
    "the codes of members": lambda of: of.membres,
}
"""Tables that an analyst has at hand, each with how it is made."""


@pytest.mark.parametrize(
    ("measure", "given", "expected", "missing"),
    [
        # The measure, the table that it is given, the table that it takes, a column of this one.
        ("list_pairs", "list_members", "list_attendance", "rencontre"),
        ("count_attendance_by_meeting", "list_members", "list_attendance", "annee"),
        ("locate_towns", "list_members", "list_meetings", "ville"),
        ("is_on_a_map", "list_meetings", "list_members", "membre"),
        ("list_largest_towns", "list_meetings", "list_members", "membre"),
        ("count_departments_by_region", "the codes of members", "list_members", "nature"),
        ("list_peers", "the codes of members", "list_members", "nature"),
        ("list_borders", "the codes of members", "list_members", "nature"),
    ],
)
def test_a_table_of_another_measure_is_refused_with_the_column_that_is_missing(
    example: Network, measure: str, given: str, expected: str, missing: str
) -> None:
    table = TABLES[given](example)
    with pytest.raises(ParameterError) as refused:
        getattr(measures, measure)(table)
    assert str(refused.value) == (
        f"{measure} takes rows of {expected}: the table has no column “{missing}”"
    )


def test_pairs_are_made_of_those_who_came_alone(example: Network) -> None:
    everyone = measures.list_attendance(example, 2025)
    with pytest.raises(ParameterError, match="keep the rows whose etat is “présent”"):
        measures.list_pairs(everyone)


@pytest.mark.parametrize(
    ("measure", "table"),
    [
        (measures.list_pairs, "list_attendance"),
        (measures.count_members_by_region, "list_members"),
        (lambda figures: key_figures(figures, 2025), "count_figures"),
    ],
    ids=["list_pairs", "count_members_by_region", "key_figures"],
)
def test_a_network_in_the_place_of_a_table_is_refused_with_the_table_to_give(
    example: Network, measure: Callable[[Any], object], table: str
) -> None:
    with pytest.raises(ParameterError, match=f"takes rows of {table}, not Network: give"):
        measure(example)


def list_functions_of_a_network() -> dict[str, Callable[..., object]]:
    """Return the functions that a notebook imports and whose first parameter is a network."""
    offered = dict(vars(front_door))
    for name in measures.__all__:
        offered[name] = getattr(measures, name)
    functions: dict[str, Callable[..., object]] = {}
    for name, function in offered.items():
        if not isfunction(function):
            continue
        parameters = list(signature(function).parameters)
        if parameters[:1] == ["network"]:
            functions[name] = function
    return functions


OF_A_NETWORK = list_functions_of_a_network()


def test_the_functions_of_a_network_are_found() -> None:
    assert OF_A_NETWORK.keys() >= {"list_members", "count_figures", "list_facts", "cover"}


@pytest.mark.parametrize("name", OF_A_NETWORK)
@pytest.mark.parametrize(
    ("value", "kind", "folder"),
    [
        pytest.param("data/reseau-exemple", "str", "data/reseau-exemple", id="a path in a text"),
        pytest.param(Path("data/reseau-exemple"), "PosixPath", "data/reseau-exemple", id="a path"),
        pytest.param(pd.DataFrame({"membre": ["44"]}), "DataFrame", "data/…", id="a table"),
        pytest.param(None, "None", "data/…", id="nothing"),
    ],
)
def test_a_value_that_is_no_network_is_refused_with_the_line_that_opens_a_network(
    name: str, value: object, kind: str, folder: str
) -> None:
    function = OF_A_NETWORK[name]
    refusal = f'{name} takes a network, not {kind}: first write network = open_network("{folder}")'
    with pytest.raises(ParameterError) as refused:
        function(value, 2025)
    assert str(refused.value) == refusal
    with pytest.raises(ParameterError) as refused_by_name:
        function(network=value)
    assert str(refused_by_name.value) == refusal


@pytest.mark.parametrize(
    "codes",
    [
        pytest.param("44", id="a text"),
        pytest.param(pd.DataFrame({"membre": ["44"]}), id="a table"),
        pytest.param(None, id="nothing"),
    ],
)
def test_codes_that_are_no_list_are_refused(codes: Any) -> None:
    with pytest.raises(ParameterError, match="list_institutions takes codes of members, in a list"):
        measures.list_institutions(codes)


def test_key_figures_of_a_year_without_data_are_refused(example: Network) -> None:
    figures = measures.count_figures(example)
    with pytest.raises(ParameterError, match="there are no data for 1999; expected: a year from"):
        key_figures(figures, 1999)


def test_known_from_takes_a_column_and_not_its_name(example: Network) -> None:
    name: Any = "region"
    with pytest.raises(ParameterError, match=r'known_from takes a column, such as members\["regi'):
        known_from(["Bretagne"], name)


def test_a_year_between_two_lists_has_no_rows_and_is_not_refused() -> None:
    without_2021 = network({2020: "Gers", 2022: "Gers"}, meetings=[meeting(2020, "distanciel")])
    assert measures.list_meetings(without_2021, 2020, 2021)["annee"].tolist() == [2020]
    assert measures.list_meetings(without_2021, 2021).empty
    assert measures.list_outcomes(without_2021, 2021).empty
    assert measures.list_attendance(without_2021, 2021).empty


def test_a_year_that_comes_out_of_a_frame_is_taken(example: Network) -> None:
    # pandas and NumPy hand over whole numbers of types of their own.
    last_year = example.membres["annee"].unique()[-1]
    of_numpy: Any = np.int64(2025)
    assert len(measures.list_members(example, last_year)) == 40
    assert len(measures.list_members(example, of_numpy)) == 40
