"""Announced and treated: each outcome once, by hand; and the finding of the real network."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import FEWER, network, rows, shuffled, table

from annual_report import measures
from annual_report.measures.subjects import OUTCOMES
from annual_report.network import Network, open_network

ROWS = """
2022,Le climat,climat,prévu
2022,Les jeunes,jeunesse,prévu
2022,Les élus,,prévu,atelier
2022,Le label,label,prévu
2022,Le tirage au sort,tirage,prévu
2022,,,prévu,visites
2022,Et le climat ?,climat,traité
2022,Une surprise,,traité
2023,Les jeunes encore,jeunesse,prévu
2024,LES  ELUS,,traité
2024,Le tirage,tirage,prévu
2024,Le tirage,tirage,traité
2025,Après,,prévu
"""
YEARS = dict.fromkeys(range(2021, 2026), "44")
SMALL = network(YEARS, sujets=ROWS)


def outcomes(network: Network, year: int) -> list[tuple[Any, ...]]:
    return rows(measures.list_announced_subjects(network, year), "subject", "outcome", "next_year")


def test_each_outcome() -> None:
    assert outcomes(SMALL, 2022) == [
        ("Le climat", "traité", None),
        ("Les jeunes", "annoncé de nouveau", 2023),
        ("Les élus", "traité plus tard", 2024),  # without a theme, the spelling ties them
        ("Le label", "sans suite", None),
        ("Le tirage au sort", "annoncé de nouveau", 2024),  # announced again before it was treated
    ]


def test_a_year_that_reports_no_subject_tells_nothing_of_its_plans() -> None:
    assert outcomes(SMALL, 2023) == [("Les jeunes encore", "non renseigné", None)]
    assert outcomes(SMALL, 2025) == [("Après", "non renseigné", None)]
    assert outcomes(SMALL, 2021) == []


def test_a_year_that_reports_no_subject_still_says_what_came_later() -> None:
    sujets = "2022,Le climat,,prévu\n2022,Le label,,prévu\n2023,Le climat,,traité"
    assert outcomes(network(YEARS, sujets=sujets), 2022) == [
        ("Le climat", "traité plus tard", 2023),
        ("Le label", "non renseigné", None),
    ]


def test_a_theme_ties_no_subject_of_another_theme() -> None:
    found = network(YEARS, sujets="2022,Retour,climat,prévu\n2022,Retour,jeunesse,traité")
    assert outcomes(found, 2022) == [("Retour", "sans suite", None)]
    assert rows(measures.list_treated_subjects(found, 2022), "subject", "announced") == [
        ("Retour", False)
    ]


def test_a_spelling_ties_a_subject_to_one_without_a_theme() -> None:
    found = network(YEARS, sujets="2022,Le climat,climat,prévu\n2022,le Climat,,traité")
    assert outcomes(found, 2022) == [("Le climat", "traité", None)]
    assert rows(measures.list_treated_subjects(found, 2022), "subject", "announced") == [
        ("le Climat", True)
    ]


def test_a_format_announced_alone_is_no_subject_of_another() -> None:
    found = network(YEARS, sujets="2022,,,prévu,visites\n2022,Le label,,traité,visites")
    assert outcomes(found, 2022) == []
    assert not measures.list_treated_subjects(found, 2022)["announced"].any()


def test_what_was_treated_although_nobody_had_announced_it() -> None:
    assert rows(measures.list_treated_subjects(SMALL, 2022), "subject", "announced") == [
        ("Et le climat ?", True),
        ("Une surprise", False),
    ]


def test_what_became_of_each_years_announcements() -> None:
    found = measures.count_subjects_by_year(SMALL)
    assert list(found.columns) == ["announced", *OUTCOMES, "treated"]
    # "traité" and "sans suite" aren't known where the year reports nothing.
    assert rows(found.reset_index()) == [
        (2022, 5, 1, 2, 1, 1, 0, 2),
        (2023, 1, None, 0, 0, None, 1, None),
        (2024, 1, 1, 0, 0, 0, 0, 2),
        (2025, 1, None, 0, 0, None, 1, None),
    ]


def test_each_subject_of_a_year_is_reckoned_once_the_announced_ones_first() -> None:
    assert rows(measures.list_subjects(SMALL, 2022)) == [
        ("Le climat", "climat", "annoncé", "traité", None),
        ("Les jeunes", "jeunesse", "annoncé", "annoncé de nouveau", 2023),
        ("Les élus", None, "annoncé", "traité plus tard", 2024),
        ("Le label", "label", "annoncé", "sans suite", None),
        ("Le tirage au sort", "tirage", "annoncé", "annoncé de nouveau", 2024),
        ("Une surprise", None, "non", "traité", None),
    ]


def test_nothing_is_known_of_what_was_announced_before_the_record_begins() -> None:
    typed = "2024,,,prévu,visites\n2024,Un outil,,traité\n2025,,,prévu,visites\n2025,RGPD,,traité"
    first = network({2024: "44", 2025: "44"}, sujets=typed)
    assert rows(measures.list_treated_subjects(first, 2024), "subject", "announced") == [
        ("Un outil", None)
    ]
    assert rows(measures.list_treated_subjects(first, 2025), "subject", "announced") == [
        ("RGPD", False)
    ]
    assert rows(measures.list_subjects(first, 2024), "announced", "outcome") == [(None, "traité")]
    assert rows(measures.list_subjects(first, 2025), "announced", "outcome") == [("non", "traité")]
    assert rows(measures.list_themes_by_year(first)) == [
        ("Un outil", 2024, "traité, annonce non renseignée"),
        ("RGPD", 2025, "traité sans avoir été annoncé"),
    ]
    real = open_network("data/departements-participatifs")
    assert rows(measures.list_subjects(real, 2024), "announced") == [(None,)]


def test_nothing_is_known_of_a_year_for_which_nobody_wrote_down_a_plan() -> None:
    found = network({2024: "44", 2025: "44"}, sujets="2025,RGPD,,traité")
    assert rows(measures.list_subjects(found, 2025), "announced") == [(None,)]


def test_who_wrote_down_what_was_announced_for_the_first_year_knows_what_was_not() -> None:
    sujets = "2024,Un outil,,prévu\n2024,RGPD,,traité"
    first = network({2024: "44"}, sujets=sujets)
    assert rows(measures.list_treated_subjects(first, 2024), "subject", "announced") == [
        ("RGPD", False)
    ]


def test_an_idea_that_was_treated_is_reckoned_as_an_idea() -> None:
    sujets = "2022,Le climat,,prévu\n2022,La ruralité,,envisagé\n2022,La ruralité,,traité"
    found = measures.list_subjects(network(YEARS, sujets=sujets), 2022)
    assert rows(found, "subject", "announced", "outcome") == [
        ("Le climat", "annoncé", "sans suite"),
        ("La ruralité", "envisagé", "traité"),
    ]


def test_the_years_of_each_theme() -> None:
    assert rows(measures.list_themes_by_year(SMALL)) == [
        ("climat", 2022, "annoncé et traité"),
        ("jeunesse", 2022, "annoncé, pas traité à ce que l’on sait"),
        ("jeunesse", 2023, "annoncé, suite inconnue"),  # 2023 reports no subject
        ("label", 2022, "annoncé, pas traité à ce que l’on sait"),
        ("LES  ELUS", 2022, "annoncé, pas traité à ce que l’on sait"),
        ("LES  ELUS", 2024, "traité sans avoir été annoncé"),
        ("tirage", 2022, "annoncé, pas traité à ce que l’on sait"),
        ("tirage", 2024, "annoncé et traité"),
        ("Une surprise", 2022, "traité sans avoir été annoncé"),
        ("Après", 2025, "annoncé, suite inconnue"),
    ]


def test_the_ase_was_an_idea_for_2025_and_is_announced_for_2026() -> None:
    real = open_network("data/departements-participatifs")
    assert measures.list_announced_subjects(real, 2025).empty
    assert rows(
        measures.list_subjects(real, 2025).head(1), "announced", "outcome", "next_year"
    ) == [("envisagé", None, 2026)]
    by_year = measures.count_subjects_by_year(real).reset_index()
    assert rows(by_year, "year", "announced", "treated") == [
        (2024, None, 1), (2025, None, 5),
    ]  # fmt: skip


FEW_YEARS = dict.fromkeys(range(2022, 2025), "44")
subjects = st.lists(
    st.tuples(
        st.integers(2022, 2025),
        st.sampled_from(["", "Le climat", "LE CLIMAT", "Les élus"]),
        st.sampled_from(["", "climat", "élus"]),
        st.sampled_from(["prévu", "traité"]),
    ).filter(lambda row: row[1] or row[3] == "prévu"),
    max_size=8,
)


def sujets(found: list[tuple[int, str, str, str]]) -> str:
    return "\n".join(",".join(map(str, row)) for row in found)


@pytest.mark.slow
@FEWER
@given(subjects)
def test_every_announcement_has_one_outcome_that_its_rows_bear_out(
    found: list[tuple[int, str, str, str]],
) -> None:
    of = network(FEW_YEARS, sujets=sujets(found))
    by_year = measures.count_subjects_by_year(of)
    for year in of.years:
        plans = measures.list_announced_subjects(of, year)
        treated = measures.list_treated_subjects(of, year)
        for theme, subject, outcome, next_year in rows(
            plans, "theme", "subject", "outcome", "next_year"
        ):
            same = [
                (each, state)
                for each, title, other, state in found
                if (theme == other if theme and other else title.casefold() == subject.casefold())
            ]
            later = [each for each in sorted(same) if each[0] > year]
            if (year, "traité") in same:
                assert (outcome, next_year) == ("traité", None)
            elif later:
                words = {"prévu": "annoncé de nouveau", "traité": "traité plus tard"}
                assert (outcome, next_year) == (words[later[0][1]], later[0][0])
            else:
                word = "non renseigné" if treated.empty else "sans suite"
                assert (outcome, next_year) == (word, None)
        if len(plans) or len(treated):
            counts = by_year.loc[year]
            # No announcement on record isn't a year that announced nothing.
            assert rows(by_year, "announced")[list(by_year.index).index(year)] == (
                len(plans) or None,
            )
            of_year = plans["outcome"].value_counts().reindex(OUTCOMES, fill_value=0)
            assert of_year.to_dict() == counts[list(OUTCOMES)].fillna(0).to_dict()
        else:
            assert year not in by_year.index


@FEWER
@given(subjects, st.randoms(use_true_random=False))
@pytest.mark.slow
def test_the_order_of_rows_never_matters(
    found: list[tuple[int, str, str, str]], random: Any
) -> None:
    frame = table("sujets", sujets(found))
    here = network(FEW_YEARS, sujets=frame)
    there = network(FEW_YEARS, sujets=shuffled(frame, random))
    assert rows(measures.list_themes_by_year(here)) == rows(measures.list_themes_by_year(there))
    assert measures.count_subjects_by_year(here).equals(measures.count_subjects_by_year(there))
    for year in here.years:
        assert sorted(outcomes(here, year), key=str) == sorted(outcomes(there, year), key=str)
