"""Regions, inhabitants and neighbours, against values added up by hand from the reference."""

from collections.abc import Collection

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import rows

from annual_report import measures
from annual_report.network.network import Network, open_network
from annual_report.network.territories.institutions import (
    departments_by_code,
    institutions_by_code,
    neighbours_by_code,
)

BODIES = institutions_by_code("département")
sets_of_codes = st.sets(st.sampled_from(sorted(BODIES)))


@pytest.fixture(scope="module")
def real() -> Network:
    return open_network("data/departements-participatifs")


def members(codes: Collection[str]) -> pd.DataFrame:
    return measures.list_institutions(codes)


def test_the_territory_is_101_departements_in_the_official_order() -> None:
    found = measures.list_departments()
    assert list(found["code"]) == list(departments_by_code())
    assert list(found["code"][18:22]) == ["19", "2A", "2B", "21"]
    assert len(found) == 101


@pytest.mark.parametrize(
    ("year", "population", "share"), [(2025, 12_792_742, 18.7), (2024, 13_358_155, 19.5)]
)
def test_the_population_of_the_real_members(
    real: Network, year: int, population: int, share: float
) -> None:
    found = measures.list_members(real, year)
    assert found["population"].sum() == population
    everyone = measures.list_departments()["population"].sum()
    assert round(found["population"].sum() / everyone * 100, 1) == share


def test_how_many_each_region_has_in_all(real: Network) -> None:
    found = measures.count_departments_by_region(measures.list_members(real, 2025))
    assert found.to_dict() == {
        "Nouvelle-Aquitaine": 12, "Occitanie": 13, "Auvergne-Rhône-Alpes": 12,
        "Pays de la Loire": 5, "Bretagne": 4, "Grand Est": 10, "Île-de-France": 8,
    }  # fmt: skip


def test_neighbours_are_in_the_official_order_and_none_is_overseas() -> None:
    # Around Finistère (29) and Ille-et-Vilaine (35): Côtes-d’Armor and Morbihan touch both.
    found = measures.list_borders(members(["29", "35"]))
    assert rows(found, "neighbour", "code") == [
        ("22", "29"), ("22", "35"), ("44", "35"), ("49", "35"), ("50", "35"), ("53", "35"),
        ("56", "29"), ("56", "35"),
    ]  # fmt: skip
    assert measures.list_borders(members(["974"])).empty
    assert measures.list_borders(members(BODIES))["member"].all()
    nobody = members([])
    assert measures.list_borders(nobody).empty
    assert measures.count_departments_by_region(nobody).empty


@given(sets_of_codes)
def test_no_region_has_fewer_than_its_members(codes: set[str]) -> None:
    found = measures.count_departments_by_region(members(codes))
    inside = members(codes)["region"].value_counts()
    assert found.ge(inside.reindex(found.index)).all()
    assert found.index.size == inside.index.size


@given(sets_of_codes)
def test_a_border_has_two_sides(codes: set[str]) -> None:
    found = measures.list_borders(members(codes))
    assert {code: set(of["neighbour"]) for code, of in found.groupby("code")} == {
        code: neighbours_by_code("département")[code]
        for code in codes
        if neighbours_by_code("département")[code]
    }
    assert set(found.loc[found["member"], "neighbour"]) <= codes


def test_no_region_has_more_members_than_there_can_be() -> None:
    """The Rhône and the Métropole de Lyon share a territory; the Corse covers two."""
    auvergne = "01 03 07 15 26 38 42 43 63 69D 69M 73 74"
    found = measures.count_departments_by_region(members(f"{auvergne} 20R 6AE".split()))
    assert found.to_dict() == {"Auvergne-Rhône-Alpes": 13, "Corse": 1, "Grand Est": 9}
