"""Regions, inhabitants and neighbours, against values added up by hand from the reference."""

from collections.abc import Collection

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import network, rows

from annual_report import measures
from annual_report.network import Network, open_network
from annual_report.territories.institution_tables import departments
from annual_report.territories.institutions import institutions_of, neighbours

BODIES = institutions_of("département")
sets_of_codes = st.sets(st.sampled_from(sorted(BODIES)))


@pytest.fixture(scope="module")
def real() -> Network:
    return open_network("data/departements-participatifs")


def members(codes: Collection[str]) -> pd.DataFrame:
    return measures.list_institutions(codes)


def test_the_territory_is_101_departements_in_the_official_order() -> None:
    found = measures.list_departments()
    assert list(found["code"]) == list(departments())
    assert list(found["code"][18:22]) == ["19", "2A", "2B", "21"]
    assert len(found) == 101


def test_whoever_changes_the_territory_changes_a_copy() -> None:
    mine = measures.list_departments()
    mine["population"] = 0
    assert measures.list_departments()["population"].gt(0).all()


@pytest.mark.parametrize(
    ("year", "population", "share"), [(2025, 12_792_742, 18.7), (2024, 13_358_155, 19.5)]
)
def test_the_population_of_the_real_members(
    real: Network, year: int, population: int, share: float
) -> None:
    found = measures.list_members(real, year)
    assert found["population"].sum() == population
    assert round(measures.compute_population_share(found) * 100, 1) == share


def test_the_regions_of_the_real_members(real: Network) -> None:
    found = measures.count_members_by_region(measures.list_members(real, 2025))
    assert rows(found.reset_index(), "region", "members", "departments") == [
        ("Nouvelle-Aquitaine", 6, 12),
        ("Occitanie", 3, 13),
        ("Auvergne-Rhône-Alpes", 2, 12),
        ("Pays de la Loire", 2, 5),
        ("Bretagne", 1, 4),
        ("Grand Est", 1, 10),
        ("Île-de-France", 1, 8),
    ]
    assert found.loc["Occitanie", "codes"] == ["11", "31", "32"]
    before = measures.count_members_by_region(measures.list_members(real, 2024))
    assert set(before.index) - set(found.index) == {"Hauts-de-France"}


def test_the_best_surrounded_neighbour_comes_first() -> None:
    # Around Finistère (29) and Ille-et-Vilaine (35): Côtes-d’Armor and Morbihan touch both.
    found = measures.list_neighbours(members(["29", "35"]))
    assert rows(found.head(2), "code", "members", "codes") == [
        ("22", 2, ["29", "35"]),
        ("56", 2, ["29", "35"]),
    ]
    assert list(found["code"]) == ["22", "56", "44", "49", "50", "53"]


def test_an_island_and_a_whole_country_have_nobody_to_invite() -> None:
    assert measures.list_neighbours(members(["974"])).empty
    assert measures.list_neighbours(measures.list_institutions(BODIES)).empty


def test_without_a_member_there_is_nothing() -> None:
    nobody = members([])
    assert measures.count_members_by_region(nobody).empty
    assert measures.list_neighbours(nobody).empty
    assert measures.compute_population_share(nobody) == 0


@given(sets_of_codes)
def test_the_sum_over_regions_is_the_total(codes: set[str]) -> None:
    of_members = members(codes)
    found = measures.count_members_by_region(of_members)
    assert found["members"].sum() == len(codes)
    assert found["population"].sum() == of_members["population"].sum()
    assert {code for each in found["codes"] for code in each} == codes
    assert found["members"].le(found["departments"]).all()
    assert found["members"].is_monotonic_decreasing


@given(sets_of_codes)
def test_whoever_is_a_neighbour_touches_a_member_and_is_none(codes: set[str]) -> None:
    found = measures.list_neighbours(members(codes))
    assert dict(zip(found["code"], map(set, found["codes"]), strict=True)) == {
        code: neighbours("département")[code] & codes
        for code in BODIES
        if code not in codes and neighbours("département")[code] & codes
    }
    assert found["members"].is_monotonic_decreasing
    assert list(found["members"]) == [len(each) for each in found["codes"]]


@given(sets_of_codes)
def test_a_border_has_two_sides(codes: set[str]) -> None:
    found = measures.list_borders(members(codes))
    inside = found[found["code"].isin(codes)]
    pairs = set(zip(inside["code"], inside["neighbour"], strict=True))
    assert pairs == {(other, code) for code, other in pairs}


def test_no_region_has_more_members_than_there_can_be() -> None:
    """The Rhône and the Métropole de Lyon share a territory; the Corse covers two."""
    auvergne = "01 03 07 15 26 38 42 43 63 69D 69M 73 74"
    found = measures.count_members_by_region(
        measures.list_members(network({2025: f"{auvergne} 20R 6AE"}), 2025)
    )
    assert rows(found.reset_index(), "region", "members", "departments") == [
        ("Auvergne-Rhône-Alpes", 13, 13), ("Corse", 1, 1), ("Grand Est", 1, 9),
    ]  # fmt: skip
