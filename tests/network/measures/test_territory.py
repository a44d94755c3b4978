"""Regions, inhabitants and neighbours, against values added up by hand from the reference."""

from collections.abc import Collection

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import list_rows

from annual_report import measures
from annual_report.network.network import Network, open_network
from annual_report.network.territories.institutions import institutions_by_code, neighbours_by_code

BODIES = institutions_by_code("département")
sets_of_codes = st.sets(st.sampled_from(sorted(BODIES)))


@pytest.fixture(scope="module")
def real() -> Network:
    return open_network("data/departements-participatifs")


def members(codes: Collection[str]) -> pd.DataFrame:
    return measures.list_institutions(codes)


def test_how_many_each_region_has_in_all(real: Network) -> None:
    by_region = measures.count_departments_by_region(measures.list_members(real, 2025))
    assert by_region.to_dict() == {
        "Nouvelle-Aquitaine": 12,
        "Occitanie": 13,
        "Auvergne-Rhône-Alpes": 12,
        "Pays de la Loire": 5,
        "Bretagne": 4,
        "Grand Est": 10,
        "Île-de-France": 8,
    }


def test_members_are_counted_in_each_region_of_france(real: Network) -> None:
    by_region = measures.count_members_by_region(measures.list_members(real, 2025))
    assert list_rows(by_region.head(4), "region", "membres", "rang") == [
        ("Nouvelle-Aquitaine", 6, 1),
        ("Occitanie", 3, 2),
        ("Auvergne-Rhône-Alpes", 2, 4),
        ("Pays de la Loire", 2, 4),
    ]
    empty = by_region[by_region["membres"].eq(0)]
    assert empty.loc[~empty["outre_mer"], "region"].tolist() == [
        "Bourgogne-Franche-Comté",
        "Centre-Val de Loire",
        "Corse",
        "Hauts-de-France",
        "Normandie",
        "Provence-Alpes-Côte d’Azur",
    ]
    assert empty["outre_mer"].sum() == 5
    assert by_region["membres"].sum() == 16
    # An association may be anywhere: so may be what other régions lack.
    assert measures.count_members_by_region(members(["44", "Anciela"])).empty


def test_borders_are_among_members_in_the_official_order_each_once() -> None:
    # Corse touches nobody, and of the Manche (50) the Finistère (29) knows nothing.
    borders = measures.list_borders(members(["56", "50", "35", "29", "22", "20R"]))
    assert list_rows(borders, "membre", "voisin") == [
        ("22", "29"),
        ("22", "35"),
        ("22", "56"),
        ("29", "56"),
        ("35", "50"),
        ("35", "56"),
    ]
    assert measures.list_borders(members(["974", "44"])).empty
    assert set(measures.list_borders(members(BODIES)).stack()) == {
        code for code, touching in neighbours_by_code("département").items() if touching
    }
    nobody = members([])
    assert measures.list_borders(nobody).empty
    assert measures.count_departments_by_region(nobody).empty


def test_the_largest_town_of_a_member_and_where_its_inhabitants_live() -> None:
    towns = measures.list_largest_towns(members(["51", "75C", "20R", "974"])).set_index("membre")
    # Corse and overseas aren't where the maps have them. Châlons is the préfecture of the Marne.
    assert towns["ville"].to_dict() == {"51": "Reims", "75C": "Paris"}
    paris = towns.loc["75C"]
    assert paris["x"] == paris["x_habitants"]
    assert paris["y"] == paris["y_habitants"]
    # The Marne's inhabitants live between Reims and Châlons, which lies to the south-east.
    marne = towns.loc["51"]
    assert marne["x"] < marne["x_habitants"] < marne["x"] + 40
    assert marne["y"] - 40 < marne["y_habitants"] < marne["y"]
    assert measures.list_largest_towns(members([])).empty


def test_a_town_is_located_in_its_department() -> None:
    places = pd.DataFrame(
        {"ville": ["Nantes", "Nantes", "Ajaccio"], "departement": ["44", "33", "2A"]}
    )
    located = measures.locate_towns(places)
    assert located[["ville", "departement"]].to_numpy().tolist() == [["Nantes", "44"]]
    assert located["x"].item() == 261.9
    assert located["y"].item() == 773.9


@given(sets_of_codes)
def test_no_region_has_fewer_than_its_members(codes: set[str]) -> None:
    by_region = measures.count_departments_by_region(members(codes))
    inside = members(codes)["region"].value_counts()
    assert by_region.ge(inside.reindex(by_region.index)).all()
    assert by_region.index.size == inside.index.size


def test_no_region_has_more_members_than_there_can_be() -> None:
    """The Rhône and the Métropole de Lyon share a territory; the Corse covers two."""
    auvergne = "01 03 07 15 26 38 42 43 63 69D 69M 73 74"
    by_region = measures.count_departments_by_region(members(f"{auvergne} 20R 6AE".split()))
    assert by_region.to_dict() == {"Auvergne-Rhône-Alpes": 13, "Corse": 1, "Grand Est": 9}
