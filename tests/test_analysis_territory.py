"""Regions, inhabitants and neighbours, against values added up by hand from the reference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annual_report.analysis.membership import members
from annual_report.analysis.territory import Invitation, coverage, invitations, regions
from annual_report.network import open_network
from annual_report.territories.departments import departments, neighbours

REAL = "data/departements-participatifs"
sets_of_codes = st.sets(st.sampled_from(sorted(departments())))


@pytest.mark.parametrize(
    ("year", "population", "share"), [(2025, 12_792_742, 0.187), (2024, 13_358_155, 0.195)]
)
def test_the_population_of_the_real_members(year: int, population: int, share: float) -> None:
    found = coverage(members(open_network(REAL).membres, year))
    assert found.population == population
    assert round(found.share, 3) == share


def test_the_regions_of_the_real_members() -> None:
    found = regions(members(open_network(REAL).membres, 2025))
    assert {region.name: len(region.members) for region in found} == {
        "Nouvelle-Aquitaine": 6,
        "Occitanie": 3,
        "Pays de la Loire": 2,
        "Auvergne-Rhône-Alpes": 2,
        "Bretagne": 1,
        "Grand Est": 1,
        "Île-de-France": 1,
    }
    assert found[0].name == "Nouvelle-Aquitaine"
    assert found[0].departments == 12
    before = regions(members(open_network(REAL).membres, 2024))
    assert {region.name for region in before} - {region.name for region in found} == {
        "Hauts-de-France"
    }


def test_the_best_surrounded_neighbour_comes_first() -> None:
    # Around Finistère (29) and Ille-et-Vilaine (35): Côtes-d’Armor and Morbihan touch both.
    assert invitations(["29", "35"])[:2] == (
        Invitation("22", ("29", "35")),
        Invitation("56", ("29", "35")),
    )
    assert {each.code for each in invitations(["29", "35"])} == {"22", "56", "44", "49", "50", "53"}


def test_an_island_and_a_whole_country_have_nobody_to_invite() -> None:
    assert invitations(["974"]) == ()
    assert invitations(departments()) == ()


@given(sets_of_codes)
def test_the_sum_over_regions_is_the_total(codes: set[str]) -> None:
    found = coverage(codes)
    assert sum(len(region.members) for region in found.regions) == found.members == len(codes)
    alone = sum(coverage(region.members).population for region in found.regions)
    assert alone == found.population
    assert all(len(region.members) <= region.departments for region in found.regions)


@given(sets_of_codes)
def test_whoever_is_invited_touches_a_member_and_is_none(codes: set[str]) -> None:
    found = invitations(codes)
    assert {each.code for each in found} == {
        code for code in departments() if code not in codes and neighbours()[code] & codes
    }
    sizes = [len(each.members) for each in found]
    assert sizes == sorted(sizes, reverse=True)
