"""Key figures: their values on the real network, their sums, and how an analyst adds one."""

import pickle
from dataclasses import replace
from typing import Any

import pytest
from network_files import meeting, network, planned, treated
from pandas.testing import assert_frame_equal
from tables import list_rows

from annual_report import measures
from annual_report.machine.pages.language import print_value
from annual_report.network.measures.figures import list_key_figures
from annual_report.network.measures.territory import count_everyone
from annual_report.network.network import Network, open_network
from annual_report.report.parts.figures_table import describe_figures, key_figures

REAL, EXAMPLE = "data/departements-participatifs", "data/reseau-exemple"

# What the real network says of 2025 and of 2024 in its résumés, and what follows from its tables;
# None is unknown.
EXPECTED_2025 = {
    "membres": (16, 17),
    "membres_restes": (None, None),
    "part_restes": (None, None),
    "arrivees": (0, None),
    "retours": (0, None),
    "plus_listes": (None, None),
    "departs": (0, None),
    "membres_depuis_le_debut": (16, 17),
    "membres_toutes_annees": (None, None),
    "regions": (7, 8),
    "population": (12_792_742, 13_358_155),
    "rencontres": (4, 5),
    "rencontres_presentiel": (1, 2),
    "rencontres_distanciel": (3, 3),
    "rencontres_hybrides": (0, 0),
    "part_distanciel": (None, None),
    "rencontres_datees": (1, 1),
    "hotes": (1, None),
    "hotes_au_moins": (True, True),
    "sujets_annonces": (None, None),
    "sujets_tenus": (None, None),
    "sujets_traites": (3, None),
    "sujets_annee_suivante": (3, None),
    "temps_forts": (1, 1),
    "invitations_renseignees": (None, None),
    "paires": (None, None),
}


@pytest.fixture(scope="module")
def real() -> Network:
    return open_network(REAL)


@pytest.fixture(scope="module")
def example() -> Network:
    return open_network(EXAMPLE)


def values(of: Network, year: int) -> dict[str, Any]:
    """Return the figures of a year by name, None where nothing is known."""
    figures = measures.count_figures(of)
    return dict(zip(figures.columns, list_rows(figures.loc[[year]])[0], strict=True))


def test_the_real_network_in_2025(real: Network) -> None:
    now, before = values(real, 2025), values(real, 2024)
    figures = {name: (now[name], before[name]) for name in EXPECTED_2025}
    assert figures == EXPECTED_2025
    assert now["part_population"] == now["population"] / count_everyone()
    assert round(now["part_population"] * 100, 1) == 18.7


BESIDE = {
    "venues_au_moins",
    "membres_venus_au_moins",
    "membres_toutes_annees_au_moins",
    "hotes_au_moins",
    "paires_au_moins",
}
"""The columns that say how to read those of the figures."""


def test_each_figure_has_its_words(real: Network) -> None:
    figures = measures.count_figures(real)
    assert set(figures.columns) - set(list_key_figures()) == BESIDE
    assert list(figures.index) == list(real.years)


def test_who_writes_into_the_figures_changes_them_for_nobody_else(example: Network) -> None:
    figures = measures.count_figures(example)
    figures["membres"] = 0
    assert measures.count_figures(example).loc[2025, "membres"] == 40


def test_figures_that_were_counted_go_with_the_network_to_another_process(
    example: Network,
) -> None:
    measures.count_figures(example)
    handed = pickle.loads(pickle.dumps(example))
    assert_frame_equal(handed.counts["figures"], example.counts["figures"])


def test_a_network_without_its_drafts_is_counted_anew(example: Network) -> None:
    measures.count_figures(example)
    published = replace(example, drafts=(2025,)).without_drafts()
    assert list(measures.count_figures(published).index) == [2020, 2021, 2022, 2023, 2024]


@pytest.mark.parametrize("year", range(2020, 2026))
def test_figures_of_the_example_add_up(example: Network, year: int) -> None:
    of_year = values(example, year)
    formats = ("presentiel", "distanciel", "hybrides")
    assert of_year["rencontres"] == sum(of_year[f"rencontres_{form}"] for form in formats)
    outcomes = ("tenus", "reportes", "traites_plus_tard", "sans_suite")
    assert of_year["sujets_annonces"] == sum(of_year[f"sujets_{name}"] for name in outcomes)


@pytest.fixture(scope="module")
def by_hand() -> dict[str, Any]:
    """Return the figures of the last year of a network that is small enough to be counted."""
    small = network(
        {2024: "Charente, Haute-Garonne", 2025: "Charente, Haute-Garonne, Loire-Atlantique"},
        meetings=[
            meeting(2024, "présentiel", host="Charente", came="Charente, Haute-Garonne"),
            meeting("2025-01-10", "distanciel", came="Charente", absent="Haute-Garonne"),
            meeting(2025, "hybride", host="Loire-Atlantique", came="Charente, Loire-Atlantique"),
        ],
        subjects=[
            planned(2025, "Le climat"),
            treated(2025, "Le climat"),
            treated(2025, "Un autre"),
        ],
        texts={2025: "## Temps forts\n\n### À Nantes\n\nUne journée.\n"},
    )
    return values(small, 2025)


def expect_figures(figures: dict[str, Any], **expected: object) -> None:
    assert {name: figures[name] for name in expected} == expected


def test_members_and_their_movement_are_counted(by_hand: dict[str, Any]) -> None:
    expect_figures(by_hand, membres=3, arrivees=1, retours=0, plus_listes=0, departs=0)
    expect_figures(by_hand, part_restes=None)  # of two a share would say too much


def test_meetings_are_counted_and_hosts_over_the_years(by_hand: dict[str, Any]) -> None:
    expect_figures(by_hand, rencontres=2, rencontres_datees=1, part_distanciel=None)
    expect_figures(by_hand, hotes=2, hotes_au_moins=False)


def test_subjects_are_counted_and_no_announcement_is_not_zero(by_hand: dict[str, Any]) -> None:
    expect_figures(by_hand, sujets_annonces=1, sujets_tenus=1, sujets_traites=2, temps_forts=1)
    expect_figures(by_hand, sujets_annee_suivante=None)


def test_attendance_is_counted_as_far_as_it_is_recorded(by_hand: dict[str, Any]) -> None:
    # Of the six states, three members at two meetings, two are not recorded: that of the
    # Loire-Atlantique at the first, that of the Haute-Garonne at the second.
    expect_figures(
        by_hand, rencontres_presences_renseignees=2, rencontres_presences_completes=0, venues=3
    )
    expect_figures(by_hand, membres_venus=2, membres_venus_au_moins=True)
    expect_figures(
        by_hand, invitations_renseignees=None, invitations_honorees=None, part_presence=None
    )


def test_pairs_are_counted_over_the_years(by_hand: dict[str, Any]) -> None:
    # The Charente met the Haute-Garonne in 2024 and the Loire-Atlantique in 2025, who never met.
    expect_figures(by_hand, paires=3, paires_au_moins=False, paires_jamais_croisees=1)


def test_what_the_data_do_not_hold_is_unknown_and_never_zero() -> None:
    figures = values(network({2025: "Loire-Atlantique"}), 2025)
    recorded = {name for name, value in figures.items() if value is not None}
    assert recorded == {
        "membres",
        "membres_depuis_le_debut",
        "membres_toutes_annees",
        "regions",
        "population",
        "part_population",
        *BESIDE,
    }


def print_cells(of: Network, label: str) -> list[str]:
    """Return a key figure of 2025 and of 2024 as a page prints them, with ordinary spaces."""
    made = key_figures(measures.count_figures(of), 2025).loc[label]
    printed = [str(print_value(made[year])) for year in ("2025", "2024")]
    return [text.replace("\u00a0", " ").replace("\u202f", " ") for text in printed]


def test_key_figures_are_a_table_of_two_years_with_definitions(real: Network) -> None:
    made = key_figures(measures.count_figures(real), 2025)
    assert list(made) == ["2025", "2024", "definition"]
    assert print_cells(real, "Population des membres") == ["12 792 742", "13 358 155"]
    assert print_cells(real, "Part de la population") == ["18,7 %", "19,5 %"]
    assert str(made.loc["Membres", "definition"]).startswith("Membres inscrits")


def test_the_first_year_of_a_network_has_one_column(real: Network) -> None:
    assert list(key_figures(measures.count_figures(real), 2024)) == ["2024", "definition"]


def test_a_key_figure_that_is_nothing_in_both_years_has_no_row(real: Network) -> None:
    figures = measures.count_figures(real)
    assert figures.loc[2025, ["rencontres_hybrides", "arrivees"]].eq(0).all()
    labels = set(key_figures(figures, 2025).index)
    assert "Rencontres" in labels
    assert labels & {"Rencontres hybrides", "Arrivées"} == set()


def test_a_column_that_an_analyst_adds_is_no_key_figure(real: Network) -> None:
    figures = measures.count_figures(real)
    with_own = figures.assign(membres_par_region=figures["membres"] / figures["regions"])
    assert list(key_figures(with_own, 2025).index) == list(key_figures(figures, 2025).index)


def test_the_file_beside_a_page_has_the_key_figures(real: Network) -> None:
    facts = describe_figures(real, measures.count_figures(real), 2025)
    assert facts["reseau"] == real.name
    assert facts["annee"] == 2025
    assert facts["fictif"] is False
    by_name = {figure["nom"]: figure for figure in facts["chiffres"]}
    assert by_name["rencontres"] == {
        "nom": "rencontres",
        "libelle": "Rencontres",
        "valeur": 4,
        "annee_precedente": 5,
        "minimum": [],
        "unite": "rencontres",
        "definition": "Rencontres de l’année, quel que soit leur format.",
    }
    assert by_name["hotes"]["minimum"] == ["valeur"]
    assert by_name["part_presence"]["valeur"] is None


BOTH_YEARS = {2024: "Gironde, Landes", 2025: "Gironde, Landes"}


def test_a_share_of_too_few_is_not_given_and_not_said_to_be_unrecorded() -> None:
    ten_in_2025 = [meeting(2025, "distanciel") for _ in range(10)]
    one_in_2024 = [meeting(2024, "distanciel")]
    small = network(BOTH_YEARS, meetings=ten_in_2025 + one_in_2024)
    assert print_cells(small, "Part des rencontres à distance") == ["100 %", "—"]


def test_of_a_meeting_recorded_in_part_more_may_have_come() -> None:
    recorded = meeting(2024, "distanciel", came="Gironde, Landes")
    in_part = meeting(2025, "distanciel", came="Gironde")
    small = network(BOTH_YEARS, meetings=[recorded, in_part])
    assert print_cells(small, "Présences") == ["au moins 1", "2"]


def test_at_least_none_came_is_unknown() -> None:
    in_part = meeting(2025, "distanciel", absent="Gironde")
    small = network(BOTH_YEARS, meetings=[meeting(2024, "distanciel", came="Gironde"), in_part])
    assert print_cells(small, "Présences") == ["non renseigné", "au moins 1"]


def test_what_is_counted_across_years_is_the_least_if_one_of_them_is_not_recorded() -> None:
    hosted = meeting(2025, "présentiel", town="Dax", department="40", host="Landes")
    without_2024 = network({2023: "Gironde", 2025: "Gironde"}, meetings=[hosted])
    figures = values(without_2024, 2025)
    assert figures["membres_toutes_annees_au_moins"]
    assert figures["hotes_au_moins"]
