"""Who came, left, stayed and came back, worked out by hand, and the rules that always hold."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from tables import membres

from annual_report.analysis.membership import (
    Movement,
    Seniority,
    Tenure,
    members,
    members_by_year,
    movement,
    seniority,
    stretches,
    tenures,
)

# 80 leaves in 2021 and comes back in 2022; 44 leaves for good; 2A arrives in 2022. No 2023.
SMALL = membres({2020: "44 80 11", 2021: "11 44", 2022: "80 11 2A", 2024: "11 2A"})

codes = st.sampled_from(["01", "2A", "2B", "44", "80", "974"])
networks = st.dictionaries(
    st.integers(2015, 2025), st.sets(codes, min_size=1), min_size=1, max_size=6
)


def of(network: dict[int, set[str]]) -> pd.DataFrame:
    return membres({year: " ".join(sorted(found)) for year, found in network.items()})


def test_members_are_in_the_order_of_the_official_list() -> None:
    assert members(membres({2020: "974 2A 19 21 01"}), 2020) == ("01", "19", "2A", "21", "974")
    assert members(SMALL, 2023) == ()


def test_movement_tells_who_stayed_arrived_left_and_came_back() -> None:
    assert movement(SMALL, 2022) == Movement(
        2021, 2022, stayed=("11",), arrived=("2A", "80"), left=("44",), returned=("80",)
    )


def test_retention_is_the_share_of_last_years_members() -> None:
    found = movement(SMALL, 2021)
    assert found is not None
    assert (found.before, found.retention) == (3, 2 / 3)


def test_movement_needs_both_years() -> None:
    assert movement(SMALL, 2020) is None
    assert movement(SMALL, 2024) is None


def test_tenures_stand_by_first_year_then_code() -> None:
    assert tenures(SMALL) == (
        Tenure("11", (2020, 2021, 2022, 2024)),
        Tenure("44", (2020, 2021)),
        Tenure("80", (2020, 2022)),
        Tenure("2A", (2022, 2024)),
    )
    assert [each.code for each in tenures(SMALL, until=2021)] == ["11", "44", "80"]


def test_stretches_are_runs_of_consecutive_years() -> None:
    assert stretches([2024, 2021, 2020, 2022]) == ((2020, 2022), (2024, 2024))
    assert stretches([]) == ()


def test_seniority_is_a_lower_bound_where_the_record_begins() -> None:
    assert seniority(SMALL, 2022) == (
        Seniority("11", since=2020, years=3, at_least=True),
        Seniority("2A", since=2022, years=1, at_least=False),
        Seniority("80", since=2022, years=1, at_least=False),
    )


def test_seniority_is_a_lower_bound_after_a_year_that_is_not_recorded() -> None:
    assert {each.code: (each.years, each.at_least) for each in seniority(SMALL, 2024)} == {
        "11": (1, True),
        "2A": (1, True),
    }


@given(networks)
def test_members_are_last_years_less_departures_plus_arrivals(network: dict[int, set[str]]) -> None:
    table = of(network)
    for year in network:
        found = movement(table, year)
        if found is None:
            continue
        assert len(network[year]) == found.before - len(found.left) + len(found.arrived)
        assert set(found.stayed) | set(found.arrived) == network[year]
        assert set(found.returned) <= set(found.arrived)
        assert 0 <= found.retention <= 1


@given(networks)
def test_the_years_of_all_members_are_the_rows(network: dict[int, set[str]]) -> None:
    table = of(network)
    assert sum(len(each.years) for each in tenures(table)) == len(table)
    assert members_by_year(table) == {year: frozenset(network[year]) for year in sorted(network)}


@given(networks, st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(network: dict[int, set[str]], random: object) -> None:
    table = of(network)
    order = list(range(len(table)))
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = table.iloc[order]
    last = max(network)
    assert tenures(shuffled) == tenures(table)
    assert movement(shuffled, last) == movement(table, last)
    assert seniority(shuffled, last) == seniority(table, last)
