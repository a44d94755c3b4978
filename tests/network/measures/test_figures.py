"""Key figures: their values on the real network, their sums, and how an analyst adds one."""

import pickle
from dataclasses import replace
from typing import Any

import pytest
from pandas.testing import assert_frame_equal
from tables import network, rows

from annual_report import measures
from annual_report.machine.pages.language import print_value
from annual_report.network.measures.figures import list_key_figures
from annual_report.network.measures.territory import count_everyone
from annual_report.network.network import Network, open_network
from annual_report.network.reading.texts import Highlight, YearText
from annual_report.report.parts.figures_table import describe_figures, key_figures

REAL, EXAMPLE = "data/departements-participatifs", "data/reseau-exemple"

# What french.md and seed-facts.md say of the real network, and what follows from its tables.
EXPECTED_2025 = {
    "membres": (16, 17), "membres_restes": (None, None), "part_restes": (None, None),
    "arrivees": (0, None), "retours": (0, None), "plus_listes": (None, None),
    "departs": (0, None),
    "membres_depuis_le_debut": (16, 17),
    "membres_toutes_annees": (None, None),
    "regions": (7, 8),
    "population": (12_792_742, 13_358_155),
    "rencontres": (4, 5), "rencontres_presentiel": (1, 2), "rencontres_distanciel": (3, 3),
    "rencontres_hybrides": (0, 0), "part_distanciel": (None, None), "rencontres_datees": (1, 1),
    "hotes": (1, None), "hotes_au_moins": (True, True),
    "sujets_annonces": (None, None), "sujets_tenus": (None, None),
    "sujets_traites": (3, None), "sujets_annee_suivante": (3, None), "temps_forts": (1, 1),
    "invitations_renseignees": (None, None), "paires": (None, None),
}  # fmt: skip


@pytest.fixture(scope="module")
def real() -> Network:
    return open_network(REAL)


@pytest.fixture(scope="module")
def example() -> Network:
    return open_network(EXAMPLE)


def values(of: Network, year: int) -> dict[str, Any]:
    """Return the figures of a year by name, None where nothing is known."""
    figures = measures.count_figures(of)
    return dict(zip(figures.columns, rows(figures.loc[[year]])[0], strict=True))


def test_the_real_network_in_2025(real: Network) -> None:
    now, before = values(real, 2025), values(real, 2024)
    figures = {name: (now[name], before[name]) for name in EXPECTED_2025}
    assert figures == EXPECTED_2025
    assert round(now["part_population"] * 100, 1) == 18.7
    assert now["part_population"] == now["population"] / count_everyone()


BESIDE = {
    "venues_au_moins", "membres_venus_au_moins",
    "membres_toutes_annees_au_moins", "hotes_au_moins", "paires_au_moins",
}  # fmt: skip
"""The columns that say how to read those of the figures."""


def test_each_figure_has_its_words(real: Network) -> None:
    figures = measures.count_figures(real)
    assert set(figures.columns) - set(list_key_figures()) == BESIDE
    assert list(figures.index) == list(real.years)


def test_the_figures_are_counted_once_a_network_and_handed_to_its_pages(example: Network) -> None:
    figures = measures.count_figures(example)
    figures["membres"] = 0  # whoever is given them may write into them
    assert measures.count_figures(example).loc[2025, "membres"] == 40
    handed = pickle.loads(pickle.dumps(example))
    assert_frame_equal(handed.counts["figures"], example.counts["figures"])
    drafted = replace(example, drafts=(2025,)).without_drafts()
    assert list(measures.count_figures(drafted).index) == [2020, 2021, 2022, 2023, 2024]


@pytest.mark.parametrize("year", range(2020, 2026))
def test_figures_of_the_example_add_up(example: Network, year: int) -> None:
    figures = values(example, year)
    assert figures["rencontres"] == sum(
        figures[f"rencontres_{way}"] for way in ("presentiel", "distanciel", "hybrides")
    )
    assert figures["sujets_annonces"] == sum(
        figures[f"sujets_{way}"] for way in ("tenus", "reportes", "traites_plus_tard", "sans_suite")
    )


def test_figures_of_a_small_network_counted_by_hand() -> None:
    small = network(
        {2024: "Charente, Haute-Garonne", 2025: "Charente, Haute-Garonne, Loire-Atlantique"},
        rencontres="""
            z,2024,2024-03,,présentiel,visite,Angoulême,16,16
            a,2025,2025-01-10,,distanciel,atelier
            b,2025,2025,,hybride,,Nantes,44,44
        """,
        presences="z,16,1\nz,31,1\na,16,1\na,31,0\nb,16,1\nb,44,1",
        sujets="2025,Le climat,,prévu\n2025,Le climat,,traité\n2025,Un autre,,traité",
        texts={2025: YearText(highlights=(Highlight("Nantes", "<p>.</p>"),))},
    )
    figures = values(small, 2025)
    assert {
        "membres": 3, "arrivees": 1, "retours": 0, "plus_listes": 0, "departs": 0,
        "part_restes": None, "rencontres": 2, "rencontres_datees": 1,
        "part_distanciel": None, "hotes": 2, "hotes_au_moins": False,
        "sujets_annonces": 1, "sujets_tenus": 1, "sujets_traites": 2, "temps_forts": 1,
        "sujets_annee_suivante": None,
        # Of six cells: 16 twice there; 31 absent, then nothing; 44 nothing, there.
        "rencontres_presences_renseignees": 2, "rencontres_presences_completes": 0,
        "venues": 3, "invitations_renseignees": None, "invitations_honorees": None,
        "part_presence": None, "membres_venus": 2, "membres_venus_au_moins": True,
        # 31 met 16 in 2024, and 44 met 16 in 2025; 31 and 44 have never met.
        "paires": 3, "paires_au_moins": False, "paires_jamais_croisees": 1,
    }.items() <= figures.items()  # fmt: skip


def test_what_the_data_do_not_hold_is_unknown_and_never_zero() -> None:
    figures = values(network({2025: "Loire-Atlantique"}), 2025)
    recorded = {name for name, value in figures.items() if value is not None}
    assert recorded == {
        "membres", "membres_depuis_le_debut", "membres_toutes_annees",
        "regions", "population", "part_population",
        *BESIDE,
    }  # fmt: skip


def cells(of: Network, label: str) -> list[str]:
    """Return a key figure of 2025 and of 2024 as a page prints them."""
    made = key_figures(measures.count_figures(of), 2025).loc[label]
    return [str(print_value(made[year])).replace("\u00a0", " ") for year in ("2025", "2024")]


def test_key_figures_are_a_table_with_definitions(real: Network) -> None:
    figures = measures.count_figures(real)
    made = key_figures(figures, 2025)
    assert list(made) == ["2025", "2024", "definition"]
    assert cells(real, "Population des membres") == [
        "12 792 742".replace(" ", "\u202f"),
        "13 358 155".replace(" ", "\u202f"),
    ]
    assert cells(real, "Part de la population") == ["18,7 %", "19,5 %"]
    assert str(made.loc["Membres", "definition"]).startswith("Membres inscrits")
    # What is nothing in both years has no row; what is nothing in one has.
    assert figures.loc[2025, ["rencontres_hybrides", "arrivees"]].eq(0).all()
    assert {"Rencontres hybrides", "Arrivées"}.isdisjoint(made.index)
    assert "Rencontres" in made.index
    assert list(key_figures(figures, 2024)) == ["2024", "definition"]
    # What an analyst adds is no key figure, and stands in a table of their own.
    own = figures.assign(membres_par_region=figures["membres"] / figures["regions"])
    assert list(key_figures(own, 2025).index) == list(key_figures(figures, 2025).index)


def test_the_file_beside_a_page_has_the_key_figures(real: Network) -> None:
    facts = describe_figures(real, measures.count_figures(real), 2025)
    assert [facts[name] for name in ("reseau", "annee", "fictif")] == [real.name, 2025, False]
    by_name = {figure["nom"]: figure for figure in facts["chiffres"]}
    assert by_name["rencontres"] == {
        "nom": "rencontres", "libelle": "Rencontres", "valeur": 4, "annee_precedente": 5,
        "minimum": [], "unite": "rencontres",
        "definition": "Rencontres de l’année, quel que soit leur format.",
    }  # fmt: skip
    assert by_name["hotes"]["minimum"] == ["valeur"]
    assert by_name["part_presence"]["valeur"] is None


LINES = "a,2024,,,distanciel\nb,2025,,,distanciel"


def test_a_share_of_too_few_is_not_given_and_not_said_to_be_unrecorded() -> None:
    meetings = "\n".join((LINES, *(f"c{n},2025,,,distanciel" for n in range(9))))
    small = network({2024: "Gironde", 2025: "Gironde"}, rencontres=meetings)
    assert cells(small, "Part des rencontres à distance") == ["100 %", "—"]


def test_of_a_meeting_recorded_in_part_more_may_have_come() -> None:
    presences = "a,33,1\na,40,1\nb,33,1"
    small = network(
        {2024: "Gironde, Landes", 2025: "Gironde, Landes"}, rencontres=LINES, presences=presences
    )
    assert cells(small, "Présences") == ["au moins 1", "2"]
    small = network(
        {2024: "Gironde, Landes", 2025: "Gironde, Landes"},
        rencontres=LINES,
        presences="a,33,1\nb,33,0",
    )
    assert cells(small, "Présences") == ["non renseigné", "au moins 1"], "at least none is unknown"


def test_what_is_counted_across_years_is_the_least_if_one_of_them_is_not_recorded() -> None:
    figures = values(
        network({2023: "Gironde", 2025: "Gironde"}, rencontres="b,2025,,,présentiel,,Dax,40,40"),
        2025,
    )
    assert figures["membres_toutes_annees_au_moins"]
    assert figures["hotes_au_moins"]
