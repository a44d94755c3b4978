"""Who came, left, stayed and came back, worked out by hand, and the rules that always hold."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from network_files import network
from tables import FEWER, list_rows

from annual_report import measures
from annual_report.base.errors import ParameterError
from annual_report.network.territories.institutions import departments_by_code

# The Somme is away in 2021 and comes back in 2022; the Loire-Atlantique is gone from 2022 on; the
# Landes arrive in 2022. Nobody recorded 2023.
SMALL = network(
    {
        2020: "Loire-Atlantique, Somme, Aude",
        2021: "Aude, Loire-Atlantique",
        2022: "Somme, Aude, Landes",
        2024: "Aude, Landes",
    }
)

codes = st.sampled_from(["01", "19", "44", "80", "971", "974"])
# Lists of members that are more than five years apart are refused.
lists_by_year = st.dictionaries(st.integers(2020, 2025), st.sets(codes, min_size=1), min_size=1)


def in_order(codes: set[str]) -> list[str]:
    """Return codes of départements in the official order."""
    return [code for code in departments_by_code() if code in codes]


def test_members_are_in_the_order_of_the_official_list() -> None:
    mixed_up = network({2020: "La Réunion, Corse, Corrèze, Côte-d’Or, Ain"})
    members = measures.list_members(mixed_up, 2020)
    assert list(members["membre"]) == ["01", "19", "20R", "21", "974"]


def test_a_member_has_what_the_reference_knows_of_it() -> None:
    (landes,) = measures.list_members(network({2020: "Landes"}), 2020).to_dict("records")
    assert landes["membre"] == "40"
    assert landes["nom"] == "Landes"
    assert landes["nature"] == "département"
    assert landes["region"] == "Nouvelle-Aquitaine"
    assert landes["population"] == 433_570  # that of 2023, as the Insee publishes it


def test_members_of_a_year_that_nobody_recorded_are_refused() -> None:
    with pytest.raises(ParameterError, match="there are no data for 2023"):
        measures.list_members(SMALL, 2023)


def test_a_member_has_stayed_arrived_or_come_back() -> None:
    members = measures.list_members(SMALL, 2022)
    assert list_rows(members, "nom", "statut", "depuis", "annees", "au_moins") == [
        ("Aude", "resté", 2020, 3, True),
        ("Landes", "arrivé", 2022, 1, False),
        ("Somme", "revenu", 2022, 1, False),
    ]


def test_where_the_record_begins_nothing_is_known_of_before() -> None:
    members = measures.list_members(SMALL, 2020)
    assert list_rows(members, "nom", "statut", "depuis", "annees", "au_moins") == [
        ("Aude", None, 2020, 1, True),
        ("Loire-Atlantique", None, 2020, 1, True),
        ("Somme", None, 2020, 1, True),
    ]


def test_after_a_year_without_a_list_nothing_is_known_of_before() -> None:
    members = measures.list_members(SMALL, 2024)
    assert list_rows(members, "nom", "statut", "depuis", "annees", "au_moins") == [
        ("Aude", None, 2024, 1, True),
        ("Landes", None, 2024, 1, True),
    ]


def test_movement_adds_those_who_are_gone() -> None:
    assert list_rows(measures.compare_members(SMALL, 2022), "nom", "statut") == [
        ("Aude", "resté"),
        ("Landes", "arrivé"),
        ("Loire-Atlantique", "plus_listé"),
        ("Somme", "revenu"),
    ]


def test_nobody_is_said_to_be_gone_since_a_year_that_is_not_recorded() -> None:
    movement = measures.compare_members(SMALL, 2024)
    assert list_rows(movement, "nom", "statut") == [("Aude", None), ("Landes", None)]


def test_a_year_that_is_not_recorded_is_unknown_and_not_zero() -> None:
    counted = measures.count_members_by_year(SMALL, 2024).reset_index()
    moved = ("membres_restes", "arrivees", "retours", "plus_listes", "departs")
    assert list_rows(counted, "annee", "membres", *moved, "membres_avant") == [
        (2020, 3, None, None, None, None, None, None),
        (2021, 2, 2, 0, 0, 1, 0, 3),
        (2022, 3, 1, 1, 1, 1, 0, 2),
        (2023, None, None, None, None, None, None, 3),
        (2024, 2, None, None, None, None, None, None),
    ]


def test_no_year_after_the_one_that_is_asked_for_is_counted() -> None:
    assert list(measures.count_members_by_year(SMALL, 2021).index) == [2020, 2021]


def test_tenures_stand_in_the_official_order_with_each_stretch_of_years() -> None:
    tenures = measures.list_tenures(SMALL, 2024)
    assert list_rows(tenures, "nom", "premiere", "derniere", "annees", "periodes") == [
        ("Aude", 2020, 2024, 4, [(2020, 2022), (2024, 2024)]),
        ("Landes", 2022, 2024, 2, [(2022, 2022), (2024, 2024)]),
        ("Loire-Atlantique", 2020, 2021, 2, [(2020, 2021)]),
        ("Somme", 2020, 2022, 2, [(2020, 2020), (2022, 2022)]),
    ]


def test_tenures_until_a_year_know_nobody_who_came_later() -> None:
    until_2021 = measures.list_tenures(SMALL, 2021)
    assert list(until_2021["nom"]) == ["Aude", "Loire-Atlantique", "Somme"]


def test_who_is_noted_to_have_left_is_gone_and_who_is_not_is_merely_not_listed() -> None:
    # Of the Charente it is noted although no list has ever had it.
    noted = network(
        {2020: "Gironde, Landes, Loire-Atlantique", 2021: "Gironde"},
        left={2021: "Landes, Charente"},
    )
    assert list_rows(measures.compare_members(noted, 2021), "nom", "statut") == [
        ("Gironde", "resté"),
        ("Landes", "parti"),
        ("Loire-Atlantique", "plus_listé"),
    ]
    (in_2021,) = measures.count_members_by_year(noted, 2021).loc[[2021]].to_dict("records")
    assert in_2021["membres"] == 1
    assert in_2021["plus_listes"] == 1
    assert in_2021["departs"] == 1


def test_a_network_may_leave_out_who_is_not_listed_any_more() -> None:
    """A departure that somebody noted is told all the same."""
    discreet = network(
        {2020: "Gironde, Landes, Loire-Atlantique", 2021: "Gironde, Charente"},
        left={2021: "Landes"},
        absents="non",
    )
    assert list_rows(measures.compare_members(discreet, 2021), "nom", "statut") == [
        ("Charente", "arrivé"),
        ("Gironde", "resté"),
        ("Landes", "parti"),
    ]
    (in_2021,) = measures.count_members_by_year(discreet, 2021).loc[[2021]].to_dict("records")
    assert in_2021["membres"] == 2
    assert in_2021["arrivees"] == 1
    assert in_2021["departs"] == 1
    # From any of these a reader could work out how many aren't listed any more.
    for hidden in ("membres_restes", "plus_listes", "membres_avant"):
        assert pd.isna(in_2021[hidden]), hidden
    assert list(measures.list_tenures(discreet, 2021)["nom"]) == ["Charente", "Gironde"]


def list_expected_status(lists: dict[int, set[str]], year: int) -> dict[str, str | None]:
    """Return the status of each member of a year and of the year before, by code, from the sets."""
    now = lists[year]
    if year - 1 not in lists:
        return dict.fromkeys(in_order(now))
    before = lists[year - 1]
    earlier = set().union(*(members for other, members in lists.items() if other < year))
    expected: dict[str, str | None] = {}
    for code in in_order(now | before):
        if code in now & before:
            expected[code] = "resté"
        elif code in before:
            expected[code] = "plus_listé"
        elif code in earlier:
            expected[code] = "revenu"
        else:
            expected[code] = "arrivé"
    return expected


@pytest.mark.slow
@FEWER
@given(lists_by_year)
def test_the_status_of_members_follows_from_the_lists_of_the_years(
    lists: dict[int, set[str]],
) -> None:
    small = network(lists)
    by_year = measures.count_members_by_year(small, max(lists))
    counted_as = {
        "resté": "membres_restes",
        "arrivé": "arrivees",
        "revenu": "retours",
        "plus_listé": "plus_listes",
    }
    for year in lists:
        expected = list_expected_status(lists, year)
        status = list_rows(measures.compare_members(small, year), "membre", "statut")
        assert status == list(expected.items())
        (counted,) = list_rows(by_year.loc[[year]], *counted_as.values())
        if year - 1 in lists:
            words = list(expected.values())
            assert counted == tuple(words.count(word) for word in counted_as)
        else:
            assert counted == (None, None, None, None)
