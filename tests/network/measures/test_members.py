"""Members that came, left, stayed and came back: worked out by hand, and as rules that hold."""

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
WITHOUT_2023 = network(
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


def test_members_are_in_the_order_of_the_official_list() -> None:
    mixed_up = network({2020: "La Réunion, Corse, Corrèze, Côte-d’Or, Ain"})
    members = measures.list_members(mixed_up, 2020)
    assert list(members["membre"]) == ["01", "19", "20R", "21", "974"]


def test_a_member_has_what_the_reference_knows_of_it() -> None:
    members = measures.list_members(network({2020: "Landes"}), 2020)
    [landes] = members.to_dict("records")
    assert landes["membre"] == "40"
    assert landes["nom"] == "Landes"
    assert landes["nature"] == "département"
    assert landes["region"] == "Nouvelle-Aquitaine"
    assert landes["population"] == 433_570  # that of 2023, as the Insee publishes it


def test_members_of_a_year_that_nobody_recorded_are_refused() -> None:
    with pytest.raises(ParameterError, match="there are no data for 2023"):
        measures.list_members(WITHOUT_2023, 2023)


def test_a_member_has_stayed_arrived_or_come_back() -> None:
    small = network(
        {
            2020: "Aude, Somme",
            2021: "Aude",
            2022: "Aude, Somme, Landes",
        }
    )
    members = measures.list_members(small, 2022)
    # `depuis` and `annees` tell of the stretch that reaches 2022. The Aude may have been a member
    # before the first list: "au moins".
    assert list_rows(members, "nom", "statut", "depuis", "annees", "au_moins") == [
        ("Aude", "resté", 2020, 3, True),
        ("Landes", "arrivé", 2022, 1, False),
        ("Somme", "revenu", 2022, 1, False),
    ]


def test_where_the_record_begins_nothing_is_known_of_before() -> None:
    members = measures.list_members(network({2020: "Aude, Somme"}), 2020)
    assert list_rows(members, "nom", "statut", "depuis", "annees", "au_moins") == [
        ("Aude", None, 2020, 1, True),
        ("Somme", None, 2020, 1, True),
    ]


def test_after_a_year_without_a_list_nothing_is_known_of_before() -> None:
    without_2023 = network({2022: "Aude", 2024: "Aude, Landes"})
    members = measures.list_members(without_2023, 2024)
    # The Aude may have been away in 2023, and the Landes may have been there.
    assert list_rows(members, "nom", "statut", "depuis", "annees", "au_moins") == [
        ("Aude", None, 2024, 1, True),
        ("Landes", None, 2024, 1, True),
    ]


def test_a_comparison_with_the_year_before_has_those_too_that_are_gone() -> None:
    small = network({2021: "Aude, Loire-Atlantique", 2022: "Aude, Landes"})
    assert list_rows(measures.compare_members(small, 2022), "nom", "statut") == [
        ("Aude", "resté"),
        ("Landes", "arrivé"),
        ("Loire-Atlantique", "plus_listé"),
    ]


def test_nobody_is_said_to_be_gone_since_a_year_that_is_not_recorded() -> None:
    without_2023 = network({2022: "Aude, Somme", 2024: "Aude"})
    compared = measures.compare_members(without_2023, 2024)
    # Of the Somme nobody knows whether 2023 or 2024 was its first year outside.
    assert list_rows(compared, "nom", "statut") == [("Aude", None)]


def test_a_year_that_is_not_recorded_is_unknown_and_not_zero() -> None:
    counted = measures.count_members_by_year(WITHOUT_2023, 2024).reset_index()
    moves = ("membres_restes", "arrivees", "retours", "plus_listes", "departs")
    assert list_rows(counted, "annee", "membres", *moves, "membres_avant") == [
        (2020, 3, None, None, None, None, None, None),
        (2021, 2, 2, 0, 0, 1, 0, 3),
        (2022, 3, 1, 1, 1, 1, 0, 2),
        (2023, None, None, None, None, None, None, 3),
        (2024, 2, None, None, None, None, None, None),
    ]


def test_no_year_after_the_one_that_is_asked_for_is_counted() -> None:
    counted = measures.count_members_by_year(WITHOUT_2023, 2021)
    assert counted.index.tolist() == [2020, 2021]


def test_tenures_stand_in_the_official_order_with_each_stretch_of_years() -> None:
    tenures = measures.list_tenures(WITHOUT_2023, 2024)
    # A stretch is its first and its last year; the year that nobody recorded parts two stretches.
    assert list_rows(tenures, "nom", "premiere", "derniere", "annees", "periodes") == [
        ("Aude", 2020, 2024, 4, [(2020, 2022), (2024, 2024)]),
        ("Landes", 2022, 2024, 2, [(2022, 2022), (2024, 2024)]),
        ("Loire-Atlantique", 2020, 2021, 2, [(2020, 2021)]),
        ("Somme", 2020, 2022, 2, [(2020, 2020), (2022, 2022)]),
    ]


def test_tenures_until_a_year_have_no_member_that_came_later() -> None:
    # The Landes arrive in 2022.
    until_2021 = measures.list_tenures(WITHOUT_2023, 2021)
    assert list(until_2021["nom"]) == ["Aude", "Loire-Atlantique", "Somme"]


def test_a_member_noted_to_have_left_has_gone_and_any_other_is_merely_not_listed() -> None:
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
    in_2021 = measures.count_members_by_year(noted, 2021).loc[2021]
    assert in_2021["membres"] == 1
    assert in_2021["plus_listes"] == 1
    assert in_2021["departs"] == 1


def test_a_network_may_leave_out_members_that_are_not_listed_any_more() -> None:
    # Of the Loire-Atlantique nothing is noted; the departure of the Landes is, and is told.
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
    in_2021 = measures.count_members_by_year(discreet, 2021).loc[2021]
    assert in_2021["membres"] == 2
    assert in_2021["arrivees"] == 1
    assert in_2021["departs"] == 1
    # From any of these a reader could work out how many aren't listed any more.
    for hidden in ("membres_restes", "plus_listes", "membres_avant"):
        assert pd.isna(in_2021[hidden]), hidden
    assert list(measures.list_tenures(discreet, 2021)["nom"]) == ["Charente", "Gironde"]


def derive_status(code: str, lists: dict[int, set[str]], year: int) -> str | None:
    """Derive the status of a member of a year or of the year before from the lists themselves."""
    if year - 1 not in lists:
        return None
    if code in lists[year - 1]:
        if code in lists[year]:
            return "resté"
        return "plus_listé"
    for earlier in lists:
        if earlier < year and code in lists[earlier]:
            return "revenu"
    return "arrivé"


@pytest.mark.slow
@FEWER
@given(lists_by_year)
def test_the_status_of_members_follows_from_the_lists_of_the_years(
    lists: dict[int, set[str]],
) -> None:
    small = network(lists)
    for year in lists:
        # Where the year before has no list, a comparison has the members of the year alone.
        compared_codes = lists[year] | lists.get(year - 1, set())
        expected = []
        for code in departments_by_code():
            if code in compared_codes:
                expected.append((code, derive_status(code, lists, year)))
        compared = measures.compare_members(small, year)
        assert list_rows(compared, "membre", "statut") == expected


@pytest.mark.slow
@FEWER
@given(lists_by_year)
def test_members_are_counted_by_their_status(lists: dict[int, set[str]]) -> None:
    small = network(lists)
    by_year = measures.count_members_by_year(small, max(lists))
    for year in lists:
        counted = by_year.loc[year]
        compared = measures.compare_members(small, year)
        if year - 1 not in lists:
            assert counted[["membres_restes", "arrivees", "retours", "plus_listes"]].isna().all()
            continue
        status = compared["statut"].tolist()
        assert counted["membres_restes"] == status.count("resté")
        assert counted["arrivees"] == status.count("arrivé")
        assert counted["retours"] == status.count("revenu")
        assert counted["plus_listes"] == status.count("plus_listé")
