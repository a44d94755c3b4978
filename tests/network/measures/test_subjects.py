"""Announced and treated: each outcome once, by hand; and the finding of the real network."""

from typing import Any

from network_files import considered, network, planned, treated
from tables import list_rows

from annual_report import measures
from annual_report.network.measures.subjects import AGAIN, LATER
from annual_report.network.network import Network, open_network

YEARS = dict.fromkeys(range(2021, 2026), "Loire-Atlantique")
SMALL = network(
    YEARS,
    subjects=[
        planned(2022, "Le climat", theme="climat"),
        planned(2022, "Les jeunes", theme="jeunesse"),
        planned(2022, "Les élus", form="atelier"),
        planned(2022, "Le label", theme="label"),
        planned(2022, "Le tirage au sort", theme="tirage"),
        planned(2022, "", form="visites"),
        treated(2022, "Et le climat ?", theme="climat"),
        treated(2022, "Une surprise"),
        planned(2023, "Les jeunes encore", theme="jeunesse"),
        treated(2024, "LES  ELUS"),
        planned(2024, "Le tirage", theme="tirage"),
        treated(2024, "Le tirage", theme="tirage"),
        planned(2025, "Après"),
    ],
)


def outcomes(network: Network, *years: int) -> list[tuple[Any, ...]]:
    followed = measures.list_outcomes(network, *years)
    return list_rows(followed, "sujet", "suite", "annee_suite", "traite_sous")


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


def test_a_subject_of_a_later_year_is_what_an_announcement_came_to() -> None:
    subjects = [
        planned(2022, "Le climat"),
        planned(2022, "Le label"),
        treated(2023, "Le climat"),
    ]
    assert outcomes(network(YEARS, subjects=subjects), 2022) == [
        ("Le climat", LATER, 2023, None),
        ("Le label", "non renseigné", None, None),
    ]


def test_other_themes_keep_subjects_of_the_same_words_apart() -> None:
    subjects = [
        planned(2022, "Retour", theme="climat"),
        treated(2022, "Retour", theme="jeunesse"),
    ]
    followed = outcomes(network(YEARS, subjects=subjects), 2022)
    assert followed == [("Retour", "sans suite", None, None)]


def test_where_one_of_two_subjects_has_no_theme_their_words_tie_them() -> None:
    subjects = [planned(2022, "Le climat", theme="climat"), treated(2022, "le Climat")]
    followed = outcomes(network(YEARS, subjects=subjects), 2022)
    assert followed == [("Le climat", "traité", None, "le Climat")]


def test_a_format_is_no_subject_that_was_announced() -> None:
    subjects = [planned(2022, "", form="visites"), treated(2022, "Le label", form="visites")]
    assert outcomes(network(YEARS, subjects=subjects), 2022) == []


def test_nobody_promised_an_idea() -> None:
    subjects = [
        considered(2022, "La ruralité"),
        treated(2022, "La ruralité"),
        considered(2022, "Le sommeil"),
        considered(2022, "Le climat"),
        planned(2023, "Le climat"),
    ]
    assert outcomes(network(YEARS, subjects=subjects), 2022) == [
        ("La ruralité", "traité", None, "La ruralité"),
        ("Le sommeil", None, None, None),
        ("Le climat", AGAIN, 2023, None),
    ]


def test_the_ase_was_an_idea_for_2025_and_is_announced_for_2026() -> None:
    """The aide sociale à l’enfance is the subject that the real network says this of."""
    followed = measures.list_outcomes(open_network("data/departements-participatifs"), 2024, 2025)
    assert list_rows(followed, "annee", "etat", "suite", "annee_suite") == [
        (2025, "envisagé", AGAIN, 2026)
    ]


def test_what_became_of_each_years_announcements_is_a_key_figure() -> None:
    names = ["annonces", "tenus", "reportes", "traites_plus_tard", "sans_suite", "traites"]
    figures = measures.count_figures(SMALL)[[f"sujets_{name}" for name in names]]
    # What was treated, and what came to nothing, isn't known where the year reports nothing.
    assert list_rows(figures.reset_index()) == [
        (2021, None, None, None, None, None, None),
        (2022, 5, 1, 2, 1, 1, 2),
        (2023, 1, None, 0, 0, None, None),
        (2024, 1, 1, 0, 0, 0, 2),
        (2025, 1, None, 0, 0, None, None),
    ]


def test_subjects_of_one_theme_have_it_in_one_spelling() -> None:
    rows_of_subjects = [
        planned(2024, "Nos chartes", theme="Chartes"),
        treated(2025, "Écrire une charte", theme="chartes"),
        considered(2025, "Le climat"),
        planned(2026, "LE CLIMAT"),
        planned(2026, "", form="visites"),
        planned(2026, "nos Chartes"),
    ]
    subjects = measures.list_subjects(network({2025: "Gironde"}, subjects=rows_of_subjects))
    assert list_rows(subjects, "annee", "theme", "sujet", "etat") == [
        (2024, "Chartes", "Nos chartes", "prévu"),
        (2025, "Chartes", "Écrire une charte", "traité"),
        (2025, "Le climat", "Le climat", "envisagé"),
        (2026, "Le climat", "LE CLIMAT", "prévu"),
        (2026, "Chartes", "nos Chartes", "prévu"),
    ]
