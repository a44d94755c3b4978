"""Régions, inhabitants and neighbours, against values added up by hand from the reference."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import list_rows

from annual_report import measures
from annual_report.network.network import Network, open_network
from annual_report.network.territories.institutions import institutions_by_code, neighbours_by_code

EVERY_DEPARTMENT = sorted(institutions_by_code("département"))
"""The codes of all institutions of departmental rank."""
sets_of_departments = st.sets(st.sampled_from(EVERY_DEPARTMENT))


@pytest.fixture(scope="module")
def members_in_2025() -> pd.DataFrame:
    """Return the sixteen members of the real network in 2025."""
    real: Network = open_network("data/departements-participatifs")
    return measures.list_members(real, 2025)


def test_each_region_of_a_member_has_the_number_of_its_departements(
    members_in_2025: pd.DataFrame,
) -> None:
    by_region = measures.count_departments_by_region(members_in_2025)
    assert by_region.to_dict() == {
        "Nouvelle-Aquitaine": 12,
        "Occitanie": 13,
        "Auvergne-Rhône-Alpes": 12,
        "Pays de la Loire": 5,
        "Bretagne": 4,
        "Grand Est": 10,
        "Île-de-France": 8,
    }


def test_members_are_counted_in_each_region_the_most_first(members_in_2025: pd.DataFrame) -> None:
    by_region = measures.count_members_by_region(members_in_2025)
    # The rank is the number of régions with as many members or more: four for the last two.
    assert list_rows(by_region.head(4), "region", "membres", "rang") == [
        ("Nouvelle-Aquitaine", 6, 1),
        ("Occitanie", 3, 2),
        ("Auvergne-Rhône-Alpes", 2, 4),
        ("Pays de la Loire", 2, 4),
    ]
    assert by_region["membres"].sum() == 16


def test_a_region_without_a_member_has_its_row(members_in_2025: pd.DataFrame) -> None:
    by_region = measures.count_members_by_region(members_in_2025)
    without_member = by_region[by_region["membres"].eq(0)]
    is_overseas = without_member["outre_mer"]
    assert without_member.loc[~is_overseas, "region"].tolist() == [
        "Bourgogne-Franche-Comté",
        "Centre-Val de Loire",
        "Corse",
        "Hauts-de-France",
        "Normandie",
        "Provence-Alpes-Côte d’Azur",
    ]
    # Guadeloupe, Martinique, Guyane, La Réunion, Mayotte.
    assert is_overseas.sum() == 5


def test_members_of_which_one_is_in_no_region_are_not_counted_by_region() -> None:
    # An association may be anywhere, and so in a région that would be shown without a member.
    members = measures.list_institutions(["44", "Anciela"])
    assert measures.count_members_by_region(members).empty


def test_borders_are_among_members_in_the_official_order_each_once() -> None:
    brittany = {"22": "Côtes-d’Armor", "29": "Finistère", "35": "Ille-et-Vilaine", "56": "Morbihan"}
    # The Manche touches the Ille-et-Vilaine alone, and Corse no département.
    members = measures.list_institutions([*brittany, "50", "20R"])
    assert list_rows(measures.list_borders(members), "membre", "voisin") == [
        ("22", "29"),
        ("22", "35"),
        ("22", "56"),
        ("29", "56"),
        ("35", "50"),
        ("35", "56"),
    ]


def test_members_far_from_each_other_have_no_border() -> None:
    la_reunion_and_loire_atlantique = measures.list_institutions(["974", "44"])
    assert measures.list_borders(la_reunion_and_loire_atlantique).empty


def test_among_all_departements_only_islands_and_guyane_have_no_border() -> None:
    borders = measures.list_borders(measures.list_institutions(EVERY_DEPARTMENT))
    with_border = set(borders["membre"]) | set(borders["voisin"])
    assert set(EVERY_DEPARTMENT) - with_border == {
        "20R",  # Corse
        "971",
        "972R",
        "973R",
        "974",
        "976R",
    }
    for code in with_border:
        assert neighbours_by_code("département")[code], code


def test_no_member_has_no_border_no_region_and_no_town() -> None:
    no_member = measures.list_institutions([])
    assert measures.list_borders(no_member).empty
    assert measures.count_departments_by_region(no_member).empty
    assert measures.list_largest_towns(no_member).empty


def test_a_member_of_the_mainland_has_its_largest_town() -> None:
    members = measures.list_institutions(["51", "75C", "20R", "974"])
    towns = measures.list_largest_towns(members)
    # Reims, and not Châlons-en-Champagne, the préfecture. Maps have Corse and La Réunion in frames
    # of their own, where no distance is true: they have no row.
    assert list_rows(towns, "membre", "ville") == [("51", "Reims"), ("75C", "Paris")]


def test_the_inhabitants_of_a_member_live_around_their_mean_point() -> None:
    members = measures.list_institutions(["51", "75C"])
    towns = measures.list_largest_towns(members).set_index("membre")
    paris = towns.loc["75C"]
    assert paris["x_habitants"] == paris["x"]
    assert paris["y_habitants"] == paris["y"]
    # The Marne's inhabitants live between Reims and Châlons, which lies to the south-east. Points
    # are in kilometres, x to the east, y to the north.
    marne = towns.loc["51"]
    assert marne["x"] < marne["x_habitants"] < marne["x"] + 40
    assert marne["y"] - 40 < marne["y_habitants"] < marne["y"]


def test_a_town_is_located_if_its_department_has_it_on_the_mainland() -> None:
    places = pd.DataFrame(
        [("Nantes", "44"), ("Nantes", "33"), ("Ajaccio", "2A")],
        columns=["ville", "departement"],
    )
    located = measures.locate_towns(places)
    # There is no Nantes in the Gironde, and Corse has a frame of its own.
    assert list_rows(located, "ville", "departement") == [("Nantes", "44")]
    [nantes] = list_rows(located, "x", "y")
    assert nantes == (261.9, 773.9)


@given(sets_of_departments)
def test_no_region_has_fewer_departements_than_members(codes: set[str]) -> None:
    members = measures.list_institutions(codes)
    in_all = measures.count_departments_by_region(members)
    of_the_network = members["region"].value_counts()
    assert sorted(in_all.index) == sorted(of_the_network.index)
    too_few = in_all[in_all < of_the_network.reindex(in_all.index)]
    assert too_few.to_dict() == {}


def test_a_region_has_as_many_departements_as_can_be_members() -> None:
    auvergne = "01 03 07 15 26 38 42 43 63 69D 69M 73 74"
    members = measures.list_institutions([*auvergne.split(), "20R", "6AE"])
    assert measures.count_departments_by_region(members).to_dict() == {
        # The Rhône and the Métropole de Lyon share a territory, and are two institutions.
        "Auvergne-Rhône-Alpes": 13,
        # The Collectivité de Corse covers two territories.
        "Corse": 1,
        # The Collectivité européenne d’Alsace does too, beside eight départements.
        "Grand Est": 9,
    }
