"""Announced and treated: the outcome of each announcement, by hand, and that of the real network.

`planned`, `considered` and `treated` are the three states of a row of the table of subjects.
"""

import pandas as pd
from network_files import Row, considered, network, planned, treated
from tables import list_rows

from annual_report import measures
from annual_report.network.network import open_network


def list_outcomes_of(subjects: list[Row], *years: int) -> pd.DataFrame:
    """Return the outcomes of the announcements for some years, of a network with these subjects."""
    small = network(dict.fromkeys(range(2021, 2026), "Loire-Atlantique"), subjects=subjects)
    return measures.list_outcomes(small, *years)


def test_a_subject_is_treated_if_the_announced_year_treats_its_theme() -> None:
    subjects = [
        planned(2022, "Le climat", theme="climat"),
        treated(2022, "Et le climat ?", theme="climat"),
    ]
    outcomes = list_outcomes_of(subjects, 2022)
    assert list_rows(outcomes, "sujet", "suite", "traite_sous") == [
        ("Le climat", "traité", "Et le climat ?")
    ]


def test_a_subject_announced_for_a_later_year_too_is_put_off() -> None:
    subjects = [
        planned(2022, "Les jeunes", theme="jeunesse"),
        # Without a treated subject it wouldn't be known whether 2022 treated "Les jeunes".
        treated(2022, "Une surprise"),
        planned(2023, "Les jeunes encore", theme="jeunesse"),
    ]
    outcomes = list_outcomes_of(subjects, 2022)
    assert list_rows(outcomes, "sujet", "suite", "annee_suite") == [
        ("Les jeunes", "annoncé plus tard", 2023)
    ]


def test_a_subject_announced_again_before_it_was_treated_is_put_off() -> None:
    subjects = [
        planned(2022, "Le tirage au sort", theme="tirage"),
        treated(2022, "Une surprise"),
        planned(2024, "Le tirage", theme="tirage"),
        treated(2024, "Le tirage", theme="tirage"),
    ]
    outcomes = list_outcomes_of(subjects, 2022)
    assert list_rows(outcomes, "sujet", "suite", "annee_suite") == [
        ("Le tirage au sort", "annoncé plus tard", 2024)
    ]


def test_without_a_theme_a_subject_is_found_again_by_its_spelling() -> None:
    subjects = [
        planned(2022, "Les élus", form="atelier"),
        treated(2022, "Une surprise"),
        treated(2024, "LES  ELUS"),
    ]
    outcomes = list_outcomes_of(subjects, 2022)
    assert list_rows(outcomes, "sujet", "suite", "annee_suite") == [
        ("Les élus", "traité plus tard", 2024)
    ]


def test_a_subject_that_no_other_row_names_came_to_nothing() -> None:
    subjects = [planned(2022, "Le label", theme="label"), treated(2022, "Une surprise")]
    outcomes = list_outcomes_of(subjects, 2022)
    assert list_rows(outcomes, "sujet", "suite", "annee_suite") == [
        ("Le label", "sans suite", None)
    ]


def test_a_year_that_reports_no_subject_tells_nothing_of_its_plans() -> None:
    # Nobody wrote down which subjects 2022 treated: perhaps the label was one of them.
    outcomes = list_outcomes_of([planned(2022, "Le label")], 2022)
    assert list_rows(outcomes, "sujet", "suite") == [("Le label", "non renseigné")]


def test_a_later_year_tells_of_a_plan_that_its_own_year_says_nothing_of() -> None:
    subjects = [
        planned(2022, "Le climat"),
        planned(2022, "Le label"),
        treated(2023, "Le climat"),
    ]
    outcomes = list_outcomes_of(subjects, 2022)
    assert list_rows(outcomes, "sujet", "suite", "annee_suite") == [
        ("Le climat", "traité plus tard", 2023),
        ("Le label", "non renseigné", None),
    ]


def test_the_outcomes_of_several_years_stand_in_one_table() -> None:
    subjects = [planned(2022, "Le climat"), planned(2023, "Le label"), planned(2024, "Après")]
    outcomes = list_outcomes_of(subjects, 2022, 2024)
    assert list_rows(outcomes, "annee", "sujet") == [(2022, "Le climat"), (2024, "Après")]


def test_other_themes_keep_subjects_of_the_same_words_apart() -> None:
    subjects = [
        planned(2022, "Retour", theme="climat"),
        treated(2022, "Retour", theme="jeunesse"),
    ]
    outcomes = list_outcomes_of(subjects, 2022)
    assert list_rows(outcomes, "sujet", "suite") == [("Retour", "sans suite")]


def test_where_one_of_two_subjects_has_no_theme_their_words_tie_them() -> None:
    subjects = [planned(2022, "Le climat", theme="climat"), treated(2022, "le Climat")]
    outcomes = list_outcomes_of(subjects, 2022)
    assert list_rows(outcomes, "sujet", "suite", "traite_sous") == [
        ("Le climat", "traité", "le Climat")
    ]


def test_a_format_is_no_subject_that_was_announced() -> None:
    # The first row announces visits, and says nothing of their subject.
    subjects = [planned(2022, "", form="visites"), treated(2022, "Le label", form="visites")]
    assert list_outcomes_of(subjects, 2022).empty


def test_an_idea_promises_nothing_so_only_a_mention_of_it_is_an_outcome() -> None:
    subjects = [
        considered(2022, "La ruralité"),
        treated(2022, "La ruralité"),
        considered(2022, "Le sommeil"),
        considered(2022, "Le climat"),
        planned(2023, "Le climat"),
    ]
    outcomes = list_outcomes_of(subjects, 2022)
    assert list_rows(outcomes, "sujet", "suite", "annee_suite") == [
        ("La ruralité", "traité", None),
        # A subject that was announced would be "sans suite".
        ("Le sommeil", None, None),
        ("Le climat", "annoncé plus tard", 2023),
    ]


def test_an_idea_of_a_later_year_is_passed_over_for_the_year_that_treats_the_subject() -> None:
    subjects = [
        planned(2022, "Le label"),
        considered(2023, "Le label"),
        treated(2024, "Le label"),
    ]
    outcomes = list_outcomes_of(subjects, 2022)
    assert list_rows(outcomes, "sujet", "suite", "annee_suite") == [
        ("Le label", "traité plus tard", 2024)
    ]


def test_the_ase_was_an_idea_for_2025_and_is_announced_for_2026() -> None:
    # The aide sociale à l’enfance is the only subject that the real network's two documents name
    # twice.
    real = open_network("data/departements-participatifs")
    outcomes = measures.list_outcomes(real, 2024, 2025)
    assert list_rows(outcomes, "annee", "etat", "suite", "annee_suite") == [
        (2025, "envisagé", "annoncé plus tard", 2026)
    ]


def test_the_outcomes_of_each_years_announcements_are_key_figures() -> None:
    small = network(
        dict.fromkeys([2021, 2022, 2023], "Loire-Atlantique"),
        subjects=[
            planned(2022, "Le climat"),
            planned(2022, "Les jeunes"),
            planned(2022, "Les élus"),
            planned(2022, "Le label"),
            treated(2022, "Le climat"),
            treated(2022, "Une surprise"),
            planned(2023, "Les jeunes"),
            treated(2024, "Les élus"),
        ],
    )
    figures = measures.count_figures(small).reset_index()
    kept_and_others = ("tenus", "reportes", "traites_plus_tard", "sans_suite")
    columns = [f"sujets_{name}" for name in ("annonces", *kept_and_others, "traites")]
    assert list_rows(figures, "annee", *columns) == [
        (2021, None, None, None, None, None, None),
        # Of four announced subjects: the climate was treated, the young were put off, the elected
        # were treated in 2024, the label was forgotten. Two subjects were treated in all.
        (2022, 4, 1, 1, 1, 1, 2),
        # 2023 reports no subject: how many were treated or forgotten isn't known.
        (2023, 1, None, 0, 0, None, None),
    ]


def test_subjects_of_one_theme_have_it_in_one_spelling() -> None:
    small = network(
        {2025: "Gironde"},
        subjects=[
            planned(2024, "Nos chartes", theme="Chartes"),
            treated(2025, "Écrire une charte", theme="chartes"),
            considered(2025, "Le climat"),
            planned(2026, "LE CLIMAT"),
            # A format alone, which is no subject, has no row in the result.
            planned(2026, "", form="visites"),
            planned(2026, "nos Chartes"),
        ],
    )
    # The spelling is that of the first row: of its theme, or of its subject where it has no theme.
    assert list_rows(measures.list_subjects(small), "sujet", "theme") == [
        ("Nos chartes", "Chartes"),
        ("Écrire une charte", "Chartes"),
        ("Le climat", "Le climat"),
        ("LE CLIMAT", "Le climat"),
        ("nos Chartes", "Chartes"),
    ]
