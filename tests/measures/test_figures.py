"""Key figures: their values on the real network, their sums, and how an analyst adds one."""

import re
from typing import Any

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from tables import network, rows

from annual_report import measures
from annual_report.measures.words import key_figure_words
from annual_report.network import Network, open_network
from annual_report.pages.figures_table import key_figures_of
from annual_report.reading.texts import Highlight, YearText

REAL, EXAMPLE = "data/departements-participatifs", "data/reseau-exemple"

# What french.md and seed-facts.md say of the real network, and what follows from its tables.
EXPECTED_2025 = {
    "membres": (16, 17), "membres_restes": (16, None), "part_restes": (16 / 17, None),
    "arrivees": (0, None), "retours": (0, None), "plus_listes": (1, None),
    "departs": (0, None),
    "membres_depuis_le_debut": (16, 17),
    "departements_passes": (17, 17), "membres_chaque_annee": (16, 17),
    "regions": (7, 8), "membres_premiere_region": (6, 6),
    "population": (12_792_742, 13_358_155),
    "rencontres": (4, 5), "rencontres_presentiel": (1, 2), "rencontres_distanciel": (3, 3),
    "rencontres_hybrides": (0, 0), "part_distanciel": (None, None), "rencontres_datees": (1, 1),
    "rencontres_maximum": (5, 5), "rencontres_minimum": (4, 5),
    "rencontres_en_un_lieu": (3, 2), "rencontres_hote_connu": (1, 0),
    "departements_hotes": (1, None),
    "sujets_annonces": (None, None), "sujets_tenus": (None, None),
    "sujets_traites": (5, None), "sujets_annee_suivante": (3, None), "temps_forts": (1, 1),
    "invitations_renseignees": (None, None), "agents": (None, None), "paires": (None, None),
    "absences": (None, None), "departements_grille": (None, None),
}  # fmt: skip


@pytest.fixture(scope="module")
def real() -> Network:
    return open_network(REAL)


@pytest.fixture(scope="module")
def example() -> Network:
    return open_network(EXAMPLE)


@pytest.fixture(scope="module")
def of_2025(real: Network) -> pd.DataFrame:
    return measures.key_figures(real, 2025)


def values(figures: pd.DataFrame) -> dict[str, Any]:
    return dict(rows(figures.reset_index(), "name", "value"))


def test_the_real_network_in_2025(of_2025: pd.DataFrame) -> None:
    found = {n: (v, b) for n, v, b in rows(of_2025.reset_index(), "name", "value", "before")}
    assert {name: found[name] for name in EXPECTED_2025} == EXPECTED_2025
    assert round(found["part_population"][0] * 100, 1) == 18.7


WORDS = ("label", "unit", "decimals", "meaning", "chapter", "table")


def test_each_figure_has_its_words(of_2025: pd.DataFrame) -> None:
    assert list(of_2025.columns) == [
        "label", "unit", "decimals", "meaning", "value", "before", "chapter", "table",
    ]  # fmt: skip
    for (name, *words), known in zip(
        rows(of_2025.reset_index(), "name", *WORDS),
        key_figure_words().values(),
        strict=True,
    ):
        assert name == known.name
        assert words == [getattr(known, word) for word in WORDS]


def test_before_is_the_value_of_the_year_before(example: Network) -> None:
    before, now = (measures.key_figures(example, year) for year in (2024, 2025))
    pd.testing.assert_series_equal(now["before"], before["value"], check_names=False)
    assert measures.key_figures(example, 2020)["before"].isna().all()


@pytest.mark.parametrize("year", range(2020, 2026))
def test_figures_of_the_example_add_up(example: Network, year: int) -> None:
    found = values(measures.key_figures(example, year))
    assert found["membres"] == found["membres_depuis_le_debut"] + found["membres_venus_depuis"]
    if year > 2020:
        # Each figure counts who has that status in the table of the year's moves.
        moves = measures.movement(example, year)["status"].value_counts()
        names = {
            "membres_restes": "resté", "arrivees": "arrivé", "retours": "revenu",
            "plus_listes": "plus listé", "departs": "parti",
        }  # fmt: skip
        assert {name: found[name] for name in names} == {
            name: moves.get(status, 0) for name, status in names.items()
        }
        assert found["plus_listes"] == (year == 2025)  # nobody noted the Lot's
    assert found["rencontres"] == sum(
        found[f"rencontres_{way}"] for way in ("presentiel", "distanciel", "hybrides")
    )
    assert found["sujets_annonces"] == sum(
        found[f"sujets_{way}"] for way in ("tenus", "reportes", "traites_plus_tard", "sans_suite")
    )
    if found["departements_grille"] is None:
        return
    cells = (
        "presences_comptees", "presences_non_comptees", "absences", "non_invitations",
        "presences_non_renseignees",
    )  # fmt: skip
    grid = found["departements_grille"] * found["rencontres"]
    assert sum(found[name] for name in cells) == grid
    came = found["membres_deja_venus"]
    assert found["paires"] == came * (came - 1) / 2


def test_figures_of_a_small_network_counted_by_hand() -> None:
    small = network(
        {2024: "16 31", 2025: "16 31 44"},
        rencontres="""
            z,2024,2024-03,,présentiel,visite,Angoulême,16,16
            a,2025,2025-01-10,,distanciel,atelier
            b,2025,2025,,hybride,,Nantes,44,44
        """,
        presences="z,16,1\nz,31,3\na,16,2\na,31,0\nb,16,\nb,44,5",
        sujets="2025,Le climat,,prévu\n2025,Le climat,,traité\n2025,Un autre,,traité",
        texts={2025: YearText(highlights=(Highlight("Nantes", "<p>.</p>"),))},
    )
    found = values(measures.key_figures(small, 2025))
    assert {
        "membres": 3, "arrivees": 1, "retours": 0, "plus_listes": 0, "departs": 0,
        "part_restes": None, "rencontres": 2, "rencontres_datees": 1,
        "part_distanciel": None, "rencontres_maximum": 2, "rencontres_minimum": 1,
        "rencontres_en_un_lieu": 2, "rencontres_hote_connu": 2, "departements_hotes": 2,
        "accueils_maximum": 1,
        "sujets_annonces": 1, "sujets_tenus": 1, "sujets_traites": 2, "temps_forts": 1,
        "sujets_annee_suivante": None,
        # Of six cells: 16 twice there, once uncounted; 31 absent, then nothing; 44 nothing, there.
        "rencontres_presences_renseignees": 2, "rencontres_presences_completes": 0,
        "venues": 3, "invitations_renseignees": None, "invitations_honorees": None,
        "part_presence": None, "membres_venus": 2, "venues_maximum": 2, "presences_comptees": 2,
        "presences_non_comptees": 1, "absences": 1, "presences_non_renseignees": 2, "agents": 7,
        # 31 met 16 in 2024, and 44 met 16 in 2025; 31 and 44 have never met.
        "membres_deja_venus": 3, "paires": 3, "paires_jamais_croisees": 1,
    }.items() <= found.items()  # fmt: skip


def test_what_the_data_do_not_hold_is_unknown_and_never_zero() -> None:
    found = values(measures.key_figures(network({2025: "44"}), 2025))
    known = {name for name, value in found.items() if value is not None}
    assert known == {
        "membres", "membres_depuis_le_debut", "membres_venus_depuis",
        "departements_passes", "membres_chaque_annee", "regions", "membres_premiere_region",
        "population", "part_population", "voisins_non_membres",
        "membres_autour_maximum", "voisins_les_mieux_entoures",
    }  # fmt: skip


def test_an_analyst_adds_a_figure_in_a_line(of_2025: pd.DataFrame) -> None:
    more = measures.with_figure(
        of_2025, "membres_par_region", 16 / 7, "départements", "Membres, rapportés aux régions."
    )
    meaning = "Membres, rapportés aux régions."
    assert rows(more.tail(1).reset_index()) == [
        (
            "membres_par_region",
            "Membres par region",
            "départements",
            1,
            meaning,
            16 / 7,
            None,
            "",
            True,
        )
    ]
    assert_frame_equal(more.iloc[:-1], of_2025)
    assert "membres_par_region" not in of_2025.index


@pytest.mark.parametrize(
    ("value", "unit", "decimals"),
    [(3, "ans", 0), (3.0, "ans", 0), (2.5, "ans", 1), (1, "part", 1), (None, "ans", 0)],
)
def test_decimals_follow_from_the_value(
    of_2025: pd.DataFrame, value: float | None, unit: str, decimals: int
) -> None:
    found = measures.with_figure(of_2025, "mien", value, unit, "Mien.", before=2).loc["mien"]
    assert found["decimals"] == decimals
    assert found["before"] == 2
    assert found["value"] is pd.NA if value is None else found["value"] == value


def test_a_figure_that_is_there_is_replaced(of_2025: pd.DataFrame) -> None:
    found = measures.with_figure(of_2025, "membres", 3, "membres", "Autrement compté.", label="M")
    assert len(found) == len(of_2025)
    assert rows(found.tail(1), "label", "value") == [("M", 3)]


@pytest.mark.slow
def test_one_call_gives_the_figures_of_all_years_and_networks(
    real: Network, example: Network
) -> None:
    found = measures.all_key_figures([real, example])
    assert list(found.columns) == ["network", "year", "name", "label", "unit", "meaning", "value"]
    each = found.groupby(["network", "year"])["name"].agg(list)
    assert list(each.index) == [(n.name, year) for n in (real, example) for year in n.years]
    assert all(names == list(key_figure_words()) for names in each)
    one = found[found["network"].eq(real.name) & found["year"].eq(2025)].set_index("name")["value"]
    assert_frame_equal(one.to_frame(), measures.key_figures(real, 2025)[["value"]])
    assert not found[["label", "unit", "meaning"]].isna().any(axis=None)


def test_the_headlines_are_the_key_figures_of_each_year(example: Network) -> None:
    found = measures.headlines(example)
    assert list(found.index) == list(example.years)
    for year in (2020, 2025):
        expected = measures.key_figures(example, year).loc[found.columns, "value"]
        pd.testing.assert_series_equal(found.T[year], expected, check_names=False)


TREATED = "2024,A,,traité\n2025,B,,traité\n2025,C,,traité"


def test_a_single_subject_is_no_count_of_the_subjects() -> None:
    found = network({2024: "33", 2025: "33"}, sujets=TREATED)
    assert list(measures.headlines(found)["sujets_traites"].isna()) == [True, False]
    figures = measures.key_figures(found, 2025).loc["sujets_traites"]
    assert (figures["value"], figures["before"]) == (2, pd.NA)


def test_a_sum_that_leaves_some_out_is_said_to_be_the_least() -> None:
    lines = "a,2024,,,distanciel\nb,2025,,,distanciel"
    presences = "a,33,5\na,40,7\nb,33,12\nb,40,"
    found = network({2024: "33 40", 2025: "33 40"}, rencontres=lines, presences=presences)
    html = str(key_figures_of(measures.key_figures(found, 2025), found, 2025).html)
    row = re.search(r"Agents présents, en tout.*?</tr>", html, re.DOTALL)
    assert row
    assert re.findall(r"<td[^>]*>([^<]*)</td>", row[0]) == ["au moins 12", "12", "—"]
