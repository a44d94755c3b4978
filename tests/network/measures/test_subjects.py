"""Announced and treated: each outcome once, by hand; and the finding of the real network."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import FEWER, network, rows

from annual_report import measures
from annual_report.network.measures.subjects import OUTCOMES
from annual_report.network.network import Network, open_network

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


EACH = [
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


@pytest.mark.parametrize(
    ("sujets", "announced", "treated"),
    [
        ("2022,Le climat,,prévu\n2022,Le label,,prévu\n2023,Le climat,,traité",  # what came later
         [("Le climat", "traité plus tard", 2023), ("Le label", "non renseigné", None)], []),
        ("2022,Retour,climat,prévu\n2022,Retour,jeunesse,traité",  # themes tie before spellings
         [("Retour", "sans suite", None)], [("Retour", False)]),
        ("2022,Le climat,climat,prévu\n2022,le Climat,,traité",
         [("Le climat", "traité", None)], [("le Climat", True)]),
        ("2022,,,prévu,visites\n2022,Le label,,traité,visites",  # a format alone is no subject
         [], [("Le label", False)]),
        ("2022,RGPD,,traité", [], [("RGPD", None)]),  # nobody wrote down a plan
        ("2022,Un outil,,prévu\n2022,RGPD,,traité",
         [("Un outil", "sans suite", None)], [("RGPD", False)]),
        (ROWS, EACH, [("Et le climat ?", True), ("Une surprise", False)]),
    ],
)  # fmt: skip
def test_what_ties_an_announcement_to_what_was_treated(
    sujets: str, announced: list[Any], treated: list[Any]
) -> None:
    found = network(YEARS, sujets=sujets)
    assert outcomes(found, 2022) == announced
    of_year = measures.list_treated_subjects(found, 2022)
    assert rows(of_year, "subject", "announced") == treated


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
        ("Le climat", "climat", "annoncé", "traité", None, "Et le climat ?"),
        ("Les jeunes", "jeunesse", "annoncé", "annoncé de nouveau", 2023, None),
        ("Les élus", None, "annoncé", "traité plus tard", 2024, None),
        ("Le label", "label", "annoncé", "sans suite", None, None),
        ("Le tirage au sort", "tirage", "annoncé", "annoncé de nouveau", 2024, None),
        ("Une surprise", None, "non", "traité", None, None),
    ]


def test_nothing_is_known_of_what_was_announced_before_the_record_begins() -> None:
    typed = "2024,,,prévu,visites\n2024,Un outil,,traité\n2025,,,prévu,visites\n2025,RGPD,,traité"
    first = network({2024: "44", 2025: "44"}, sujets=typed)
    assert rows(measures.list_subjects(first, 2024), "announced", "outcome") == [(None, "traité")]
    assert rows(measures.list_subjects(first, 2025), "announced", "outcome") == [("non", "traité")]
    assert rows(measures.list_themes_by_year(first)) == [
        ("Un outil", 2024, "traité, annonce non renseignée"),
        ("RGPD", 2025, "traité sans avoir été annoncé pour l’année"),
    ]
    real = open_network("data/departements-participatifs")
    assert rows(measures.list_subjects(real, 2024), "announced") == [(None,)]


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
        ("jeunesse", 2022, "annoncé, absent des sujets traités"),
        ("jeunesse", 2023, "annoncé, suite inconnue"),  # 2023 reports no subject
        ("label", 2022, "annoncé, absent des sujets traités"),
        ("LES  ELUS", 2022, "annoncé, absent des sujets traités"),
        ("LES  ELUS", 2024, "traité sans avoir été annoncé pour l’année"),
        ("tirage", 2022, "annoncé, absent des sujets traités"),
        ("tirage", 2024, "annoncé et traité"),
        ("Une surprise", 2022, "traité sans avoir été annoncé pour l’année"),
        ("Après", 2025, "annoncé, suite inconnue"),
    ]


def test_what_is_announced_for_a_year_to_come_is_so() -> None:
    early = network(dict.fromkeys(range(2021, 2025), "44"), sujets=ROWS)
    assert rows(measures.list_themes_by_year(early))[-1] == ("Après", 2025, "annoncé, à venir")


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


@pytest.mark.slow
@FEWER
@given(subjects)
def test_every_announcement_has_one_outcome_and_is_counted_once(
    found: list[tuple[int, str, str, str]],
) -> None:
    of = network(FEW_YEARS, sujets="\n".join(",".join(map(str, row)) for row in found))
    by_year = measures.count_subjects_by_year(of)
    for year in of.years:
        plans = measures.list_announced_subjects(of, year)
        treated = measures.list_treated_subjects(of, year)
        for outcome, then in rows(plans, "outcome", "next_year"):
            assert outcome in OUTCOMES
            assert (then is not None) == (outcome in ("annoncé de nouveau", "traité plus tard"))
            assert then is None or then > year
            assert treated.empty <= (outcome not in ("traité", "sans suite"))
        assert (year in by_year.index) == bool(len(plans) or len(treated))
        if year in by_year.index:
            # No announcement on record isn't a year that announced nothing.
            assert rows(by_year.loc[[year]], "announced") == [(len(plans) or None,)]
            of_year = plans["outcome"].value_counts().reindex(OUTCOMES, fill_value=0)
            assert of_year.to_dict() == by_year.loc[year, list(OUTCOMES)].fillna(0).to_dict()


def test_subjects_of_one_theme_have_it_in_one_spelling() -> None:
    sujets = """
        2024,Nos chartes,Chartes,prévu
        2025,Écrire une charte,chartes,traité
        2025,Le climat,,envisagé,
        2026,LE CLIMAT,,prévu,
        2026,,,prévu,visites
    """
    found = measures.list_subjects_by_theme(network({2025: "33"}, sujets=sujets))
    assert rows(found, "year", "theme", "subject", "state") == [
        (2024, "Chartes", "Nos chartes", "prévu"),
        (2025, "Chartes", "Écrire une charte", "traité"),
        (2025, "Le climat", "Le climat", "envisagé"),
        (2026, "Le climat", "LE CLIMAT", "prévu"),
    ]
