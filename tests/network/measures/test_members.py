"""Who came, left, stayed and came back, worked out by hand, and the rules that always hold."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import FEWER, membres, network, rows, table

from annual_report import measures
from annual_report.base.errors import ParameterError
from annual_report.network.territories.institutions import departments_by_code

# 80 leaves in 2021 and comes back in 2022; 44 leaves for good; 2A arrives in 2022. No 2023.
SMALL = network(
    {
        2020: "Loire-Atlantique, Somme, Aude",
        2021: "Aude, Loire-Atlantique",
        2022: "Somme, Aude, 2A",
        2024: "Aude, 2A",
    }
)

codes = st.sampled_from(["01", "2A", "2B", "44", "80", "974"])
networks = st.dictionaries(
    st.integers(2015, 2025), st.sets(codes, min_size=1), min_size=1, max_size=6
)


def table_of(sets: dict[int, set[str]]) -> pd.DataFrame:
    return membres({year: ", ".join(sorted(codes)) for year, codes in sets.items()})


def in_order(codes: set[str]) -> list[str]:
    return [code for code in departments_by_code() if code in codes]


def test_members_are_in_the_order_of_the_official_list() -> None:
    members = measures.list_members(
        network({2020: "La Réunion, 2A, Corrèze, Côte-d’Or, Ain"}), 2020
    )
    assert list(members["membre"]) == ["01", "19", "2A", "21", "974"]
    landes = measures.list_members(network({2020: "Landes"}), 2020)
    assert rows(landes.iloc[:, :5]) == [
        ("40", "Landes", "département", "Nouvelle-Aquitaine", 433_570)
    ]
    with pytest.raises(ParameterError, match="there are no data for 2023"):
        measures.list_members(SMALL, 2023)


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2022, [("11", "resté", 2020, 3, True), ("2A", "arrivé", 2022, 1, False),
                ("80", "revenu", 2022, 1, False)]),
        # Where the record begins, nothing is known of before; nor after a year without a list.
        (2020, [(code, None, 2020, 1, True) for code in ("11", "44", "80")]),
        (2024, [("11", None, 2024, 1, True), ("2A", None, 2024, 1, True)]),
    ],
)  # fmt: skip
def test_a_member_has_stayed_arrived_or_come_back(year: int, expected: list[object]) -> None:
    members = measures.list_members(SMALL, year)
    assert rows(members, "membre", "statut", "depuis", "annees", "au_moins") == expected


def test_movement_adds_those_who_are_gone() -> None:
    assert rows(measures.compare_members(SMALL, 2022), "membre", "statut") == [
        ("11", "resté"), ("2A", "arrivé"), ("44", "plus_listé"), ("80", "revenu"),
    ]  # fmt: skip
    assert rows(measures.compare_members(SMALL, 2024), "membre", "statut") == [
        ("11", None),
        ("2A", None),
    ]


def test_a_year_that_is_not_recorded_is_unknown_and_not_zero() -> None:
    assert rows(measures.count_members_by_year(SMALL, 2024).reset_index()) == [
        (2020, 3, None, None, None, None, None, None),
        (2021, 2, 2, 0, 0, 1, 0, 3),
        (2022, 3, 1, 1, 1, 1, 0, 2),
        (2023, None, None, None, None, None, None, 3),
        (2024, 2, None, None, None, None, None, None),
    ]
    assert list(measures.count_members_by_year(SMALL, 2021).index) == [2020, 2021]


def test_tenures_stand_in_the_official_order() -> None:
    assert rows(
        measures.list_tenures(SMALL, 2024), "membre", "premiere", "derniere", "annees", "periodes"
    ) == [
        ("11", 2020, 2024, 4, [(2020, 2022), (2024, 2024)]),
        ("2A", 2022, 2024, 2, [(2022, 2022), (2024, 2024)]),
        ("44", 2020, 2021, 2, [(2020, 2021)]),
        ("80", 2020, 2022, 2, [(2020, 2020), (2022, 2022)]),
    ]
    assert list(measures.list_tenures(SMALL, 2021)["membre"]) == ["11", "44", "80"]


def test_who_is_noted_to_have_left_is_gone_and_who_is_not_is_merely_not_listed() -> None:
    noted = table("membres", "2020,33\n2020,40\n2020,44\n2021,33\n2021,40,parti\n2021,16,parti")
    small = network(noted)
    assert rows(small.membres) == [(2020, "33"), (2020, "40"), (2020, "44"), (2021, "33")]
    assert rows(measures.compare_members(small, 2021), "membre", "statut") == [
        ("33", "resté"), ("40", "parti"), ("44", "plus_listé"),
    ]  # fmt: skip
    by_year = measures.count_members_by_year(small, 2021)
    assert rows(by_year.loc[[2021]], "membres", "plus_listes", "departs") == [(1, 1, 1)]


def test_a_network_may_leave_out_who_is_not_listed_any_more() -> None:
    """A departure that somebody noted is told all the same."""
    noted = table("membres", "2020,33\n2020,40\n2020,44\n2021,33\n2021,16\n2021,40,parti")
    small = network(noted)
    small = replace(small, settings=replace(small.settings, absents=False))
    assert rows(measures.compare_members(small, 2021), "membre", "statut") == [
        ("16", "arrivé"), ("33", "resté"), ("40", "parti"),
    ]  # fmt: skip
    by_year = measures.count_members_by_year(small, 2021)
    assert rows(by_year.loc[[2021]], "membres", "arrivees", "departs") == [(2, 1, 1)]
    assert rows(by_year.loc[[2021]], "membres_restes", "plus_listes", "membres_avant") == [
        (None, None, None)
    ]
    assert list(measures.list_tenures(small, 2021)["membre"]) == ["16", "33"]


@pytest.mark.slow
@FEWER
@given(networks)
def test_movement_is_what_sets_of_members_say(sets: dict[int, set[str]]) -> None:
    small = network(table_of(sets))
    by_year = measures.count_members_by_year(small, max(sets))
    for year, now in sets.items():
        before = sets.get(year - 1)
        earlier = set().union(*(codes for other, codes in sets.items() if other < year))
        status = dict(rows(measures.compare_members(small, year), "membre", "statut"))
        if before is None:
            assert status == dict.fromkeys(in_order(now))
            assert (
                by_year.loc[year, ["membres_restes", "arrivees", "retours", "departs"]].isna().all()
            )
            continue
        assert list(status) == in_order(now | before)
        for code, word in status.items():
            expected = "revenu" if code in earlier else "arrivé"
            if code in before:
                expected = "resté" if code in now else "plus_listé"
            assert word == expected
        moved = by_year.loc[year]
        assert (
            moved["membres"]
            == len(now)
            == moved["membres_restes"] + moved["arrivees"] + moved["retours"]
        )
        gone = moved["plus_listes"] + moved["departs"]
        assert moved["membres_avant"] == len(before) == moved["membres_restes"] + gone
        assert moved["membres_restes"] == len(now & before)
        assert moved["retours"] == len((now - before) & earlier)
