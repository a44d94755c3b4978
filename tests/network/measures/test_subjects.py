"""Announced and treated: each outcome once, by hand; and the finding of the real network."""

from typing import Any

import pytest
from tables import network, rows

from annual_report import measures
from annual_report.network.measures.subjects import AGAIN, LATER
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
YEARS = dict.fromkeys(range(2021, 2026), "Loire-Atlantique")
SMALL = network(YEARS, sujets=ROWS)


def outcomes(network: Network, *years: int) -> list[tuple[Any, ...]]:
    followed = measures.list_outcomes(network, *years)
    return rows(followed, "sujet", "suite", "annee_suite", "traite_sous")


def test_each_announced_subject_has_one_outcome() -> None:
    assert outcomes(SMALL, 2022) == [
        ("Le climat", "traité", None, "Et le climat ?"),
        ("Les jeunes", AGAIN, 2023, None),
        ("Les élus", LATER, 2024, None),  # without a theme, the spelling ties them
        ("Le label", "sans suite", None, None),
        ("Le tirage au sort", AGAIN, 2024, None),  # announced again before it was treated
    ]


def test_a_year_that_reports_no_subject_tells_nothing_of_its_plans() -> None:
    assert outcomes(SMALL, 2021, 2023, 2025) == [
        ("Les jeunes encore", "non renseigné", None, None),
        ("Après", "non renseigné", None, None),
    ]


@pytest.mark.parametrize(
    ("sujets", "announced"),
    [
        ("2022,Le climat,,prévu\n2022,Le label,,prévu\n2023,Le climat,,traité",  # what came later
         [("Le climat", LATER, 2023, None), ("Le label", "non renseigné", None, None)]),
        ("2022,Retour,climat,prévu\n2022,Retour,jeunesse,traité",  # themes tie before spellings
         [("Retour", "sans suite", None, None)]),
        ("2022,Le climat,climat,prévu\n2022,le Climat,,traité",
         [("Le climat", "traité", None, "le Climat")]),
        ("2022,,,prévu,visites\n2022,Le label,,traité,visites", []),  # a format is no subject
    ],
)  # fmt: skip
def test_what_ties_an_announcement_to_what_was_treated(sujets: str, announced: list[Any]) -> None:
    assert outcomes(network(YEARS, sujets=sujets), 2022) == announced


def test_nobody_promised_an_idea() -> None:
    sujets = """
        2022,La ruralité,,envisagé
        2022,La ruralité,,traité
        2022,Le sommeil,,envisagé
        2022,Le climat,,envisagé
        2023,Le climat,,prévu
    """
    assert outcomes(network(YEARS, sujets=sujets), 2022) == [
        ("La ruralité", "traité", None, "La ruralité"),
        ("Le sommeil", None, None, None),
        ("Le climat", AGAIN, 2023, None),
    ]


def test_the_ase_was_an_idea_for_2025_and_is_announced_for_2026() -> None:
    followed = measures.list_outcomes(open_network("data/departements-participatifs"), 2024, 2025)
    assert rows(followed, "annee", "etat", "suite", "annee_suite") == [
        (2025, "envisagé", AGAIN, 2026)
    ]


def test_what_became_of_each_years_announcements_is_a_key_figure() -> None:
    names = ["annonces", "tenus", "reportes", "traites_plus_tard", "sans_suite", "traites"]
    figures = measures.count_figures(SMALL)[[f"sujets_{name}" for name in names]]
    # What was treated, and what came to nothing, isn't known where the year reports nothing.
    assert rows(figures.reset_index()) == [
        (2021, None, None, None, None, None, None),
        (2022, 5, 1, 2, 1, 1, 2),
        (2023, 1, None, 0, 0, None, None),
        (2024, 1, 1, 0, 0, 0, 2),
        (2025, 1, None, 0, 0, None, None),
    ]


def test_subjects_of_one_theme_have_it_in_one_spelling() -> None:
    sujets = """
        2024,Nos chartes,Chartes,prévu
        2025,Écrire une charte,chartes,traité
        2025,Le climat,,envisagé,
        2026,LE CLIMAT,,prévu,
        2026,,,prévu,visites
        2026,nos Chartes,,prévu
    """
    subjects = measures.list_subjects(network({2025: "Gironde"}, sujets=sujets))
    assert rows(subjects, "annee", "theme", "sujet", "etat") == [
        (2024, "Chartes", "Nos chartes", "prévu"),
        (2025, "Chartes", "Écrire une charte", "traité"),
        (2025, "Le climat", "Le climat", "envisagé"),
        (2026, "Le climat", "LE CLIMAT", "prévu"),
        (2026, "Chartes", "nos Chartes", "prévu"),
    ]
