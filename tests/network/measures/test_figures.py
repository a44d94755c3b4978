"""Key figures: on the real network, on small ones by hand, and as a table of a page."""

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

REAL = "data/departements-participatifs"
EXAMPLE = "data/reseau-exemple"


@pytest.fixture(scope="module")
def real() -> Network:
    return open_network(REAL)


@pytest.fixture(scope="module")
def example() -> Network:
    return open_network(EXAMPLE)


def read_figures(of: Network, year: int) -> dict[str, Any]:
    """Return the key figures of a year by name, with None for an unknown figure."""
    figures = measures.count_figures(of)
    [row] = list_rows(figures.loc[[year]])
    return dict(zip(figures.columns, row, strict=True))


KEY_FIGURES_OF_2025 = {
    # name: (in 2025, in 2024). None is unknown.
    # Seventeen members in 2024; sixteen of them in 2025, and no other. The network doesn't tell who
    # isn't listed any more, so no figure may let a reader work out their number.
    "membres": (16, 17),
    "membres_restes": (None, None),
    "part_restes": (None, None),
    "arrivees": (0, None),
    "retours": (0, None),
    "plus_listes": (None, None),
    "departs": (0, None),
    "membres_depuis_le_debut": (16, 17),
    "membres_toutes_annees": (None, None),
    # Counted in the reference, from the list of members.
    "regions": (7, 8),
    "population": (12_792_742, 13_358_155),
    # A row of rencontres.csv each; one of each year has a date.
    "rencontres": (4, 5),
    "rencontres_presentiel": (1, 2),
    "rencontres_distanciel": (3, 3),
    "rencontres_hybrides": (0, 0),
    # Of four or five meetings a share would say more than is known.
    "part_distanciel": (None, None),
    "rencontres_datees": (1, 1),
    "hotes": (1, None),
    "hotes_au_moins": (True, True),
    # Of sujets.csv: 2025 treated three subjects, three are announced for 2026, and no subject was
    # announced for 2025.
    "sujets_annonces": (None, None),
    "sujets_tenus": (None, None),
    "sujets_traites": (3, None),
    "sujets_annee_suivante": (3, None),
    "temps_forts": (1, 1),
    # Nobody wrote down who came.
    "invitations_renseignees": (None, None),
    "paires": (None, None),
}
"""Key figures of the real network, which follow from its tables and from the reference."""


def test_the_real_network_in_2025(real: Network) -> None:
    in_2025 = read_figures(real, 2025)
    in_2024 = read_figures(real, 2024)
    # Such as "membres": (16, 17), "regions": (7, 8), "rencontres": (4, 5).
    figures = {name: (in_2025[name], in_2024[name]) for name in KEY_FIGURES_OF_2025}
    assert figures == KEY_FIGURES_OF_2025


def test_the_share_of_the_population_is_of_all_inhabitants_of_france(real: Network) -> None:
    share = read_figures(real, 2025)["part_population"]
    # 12 792 742 of some 68.4 million.
    assert share == 12_792_742 / count_everyone()
    assert round(share * 100, 1) == 18.7


AT_LEAST = {
    "venues_au_moins",
    "membres_venus_au_moins",
    "membres_toutes_annees_au_moins",
    "hotes_au_moins",
    "paires_au_moins",
}
"""The columns that say whether a figure is the least of what may be: "au moins 12"."""


def test_each_figure_has_its_words(real: Network) -> None:
    figures = measures.count_figures(real)
    assert set(figures.columns) - set(list_key_figures()) == AT_LEAST
    assert list(figures.index) == list(real.years)


def test_a_caller_that_writes_into_the_figures_changes_them_for_no_other(example: Network) -> None:
    figures = measures.count_figures(example)
    figures["membres"] = 0
    assert measures.count_figures(example).loc[2025, "membres"] == 40


def test_figures_once_counted_go_with_the_network_to_another_process(
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
    figures = read_figures(example, year)
    assert figures["rencontres"] == (
        figures["rencontres_presentiel"]
        + figures["rencontres_distanciel"]
        + figures["rencontres_hybrides"]
    )
    assert figures["sujets_annonces"] == (
        figures["sujets_tenus"]
        + figures["sujets_reportes"]
        + figures["sujets_traites_plus_tard"]
        + figures["sujets_sans_suite"]
    )


def check_figures(figures: dict[str, Any], **expected: object) -> None:
    """Compare some of the figures, by name, with the expected values."""
    named = {name: figures[name] for name in expected}
    assert named == expected


def test_members_and_their_movement_are_counted() -> None:
    small = network({2024: "Charente, Gers", 2025: "Charente, Gers, Loire-Atlantique"})
    figures = read_figures(small, 2025)
    check_figures(figures, membres=3, arrivees=1, retours=0, plus_listes=0, departs=0)
    # A share of two members that could have stayed would say too much.
    check_figures(figures, part_restes=None)


def test_meetings_are_counted_by_year_and_hosts_over_the_years() -> None:
    small = network(
        {2024: "Charente", 2025: "Charente, Loire-Atlantique"},
        meetings=[
            meeting(2024, "présentiel", host="Charente"),
            meeting("2025-01-10", "distanciel"),
            meeting(2025, "hybride", host="Loire-Atlantique"),
        ],
    )
    figures = read_figures(small, 2025)
    check_figures(figures, rencontres=2, rencontres_datees=1, part_distanciel=None)
    # The Charente in 2024, the Loire-Atlantique in 2025.
    check_figures(figures, hotes=2, hotes_au_moins=False)


def test_subjects_are_counted_and_no_announcement_is_not_zero() -> None:
    small = network(
        {2025: "Charente"},
        subjects=[
            planned(2025, "Le climat"),
            treated(2025, "Le climat"),
            treated(2025, "Un autre"),
        ],
        texts={2025: "## Temps forts\n\n### À Nantes\n\nUne journée.\n"},
    )
    figures = read_figures(small, 2025)
    check_figures(figures, sujets_annonces=1, sujets_tenus=1, sujets_traites=2, temps_forts=1)
    check_figures(figures, sujets_annee_suivante=None)


@pytest.fixture(scope="module")
def attendance_in_2025() -> dict[str, Any]:
    """Return the figures of 2025 of a network that noted who came, not always of everybody."""
    small = network(
        {2024: "Charente, Gers", 2025: "Charente, Gers, Loire-Atlantique"},
        meetings=[
            meeting(2024, "présentiel", came="Charente, Gers"),
            meeting("2025-01-10", "distanciel", came="Charente", absent="Gers"),
            meeting(2025, "hybride", came="Charente, Loire-Atlantique"),
        ],
    )
    return read_figures(small, 2025)


def test_attendance_is_counted_as_far_as_it_is_recorded(
    attendance_in_2025: dict[str, Any],
) -> None:
    # Of the six states of 2025, three members at two meetings, two are not recorded: that of the
    # Loire-Atlantique at the first, that of the Gers at the second.
    check_figures(
        attendance_in_2025,
        rencontres_presences_renseignees=2,
        rencontres_presences_completes=0,
        # The Charente twice, the Loire-Atlantique once.
        venues=3,
        membres_venus=2,
        membres_venus_au_moins=True,
        # A rate is known of completely recorded meetings alone.
        invitations_renseignees=None,
        invitations_honorees=None,
        part_presence=None,
    )


def test_pairs_are_counted_over_the_years(attendance_in_2025: dict[str, Any]) -> None:
    # The Charente met the Gers in 2024 and the Loire-Atlantique in 2025. The last pair of the
    # three, the Gers and the Loire-Atlantique, never met.
    check_figures(attendance_in_2025, paires=3, paires_au_moins=False, paires_jamais_croisees=1)


def test_more_pairs_may_have_met_where_attendance_is_recorded_in_part() -> None:
    small = network(
        {2025: "Charente, Gers, Loire-Atlantique"},
        # Of the Loire-Atlantique nobody noted whether it came: it may have met both others.
        meetings=[meeting(2025, "distanciel", came="Charente, Gers")],
    )
    check_figures(read_figures(small, 2025), paires=1, paires_au_moins=True)


def test_a_figure_that_the_data_do_not_hold_is_unknown_and_never_zero() -> None:
    figures = read_figures(network({2025: "Loire-Atlantique"}), 2025)
    recorded = {name for name, value in figures.items() if value is not None}
    assert recorded == {
        "membres",
        "membres_depuis_le_debut",
        "membres_toutes_annees",
        "regions",
        "population",
        "part_population",
        *AT_LEAST,
    }


def print_cells(of: Network, label: str) -> list[str]:
    """Return a key figure of 2025 and of 2024 as a page prints them, with ordinary spaces."""
    row = key_figures(measures.count_figures(of), 2025).loc[label]
    cells = []
    for year in ("2025", "2024"):
        printed = str(print_value(row[year]))
        cells.append(printed.replace("\u00a0", " ").replace("\u202f", " "))
    return cells


def test_key_figures_are_a_table_of_two_years_with_definitions(real: Network) -> None:
    table = key_figures(measures.count_figures(real), 2025)
    assert list(table.columns) == ["2025", "2024", "definition"]
    assert print_cells(real, "Population des membres") == ["12 792 742", "13 358 155"]
    assert print_cells(real, "Part de la population") == ["18,7 %", "19,5 %"]
    assert str(table.loc["Membres", "definition"]).startswith("Membres inscrits")


def test_the_first_year_of_a_network_has_one_column(real: Network) -> None:
    # The real network is recorded from 2024 on: there is no year before to stand beside it.
    table = key_figures(measures.count_figures(real), 2024)
    assert list(table.columns) == ["2024", "definition"]


def test_a_key_figure_that_is_zero_in_both_years_has_no_row(real: Network) -> None:
    figures = measures.count_figures(real)
    assert figures.loc[2025, ["rencontres_hybrides", "arrivees"]].eq(0).all()
    labels = key_figures(figures, 2025).index.tolist()
    assert "Rencontres" in labels
    assert "Rencontres hybrides" not in labels
    assert "Arrivées" not in labels


def test_a_column_that_an_analyst_adds_is_no_key_figure(real: Network) -> None:
    figures = measures.count_figures(real)
    with_own = figures.assign(membres_par_region=figures["membres"] / figures["regions"])
    labels = key_figures(figures, 2025).index.tolist()
    assert key_figures(with_own, 2025).index.tolist() == labels


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


TWO_MEMBERS = {2024: "Gironde, Landes", 2025: "Gironde, Landes"}


def test_a_share_of_too_few_is_not_given_and_not_said_to_be_unrecorded() -> None:
    ten_in_2025 = [meeting(2025, "distanciel") for _ in range(10)]
    one_in_2024 = [meeting(2024, "distanciel")]
    small = network(TWO_MEMBERS, meetings=ten_in_2025 + one_in_2024)
    # Ten of ten in 2025; of the one meeting of 2024 no share is told.
    assert print_cells(small, "Part des rencontres à distance") == ["100 %", "—"]


def test_of_a_meeting_recorded_in_part_more_may_have_come() -> None:
    recorded = meeting(2024, "distanciel", came="Gironde, Landes")
    # Of the Landes nobody noted whether they came in 2025.
    in_part = meeting(2025, "distanciel", came="Gironde")
    small = network(TWO_MEMBERS, meetings=[recorded, in_part])
    assert print_cells(small, "Présences") == ["au moins 1", "2"]


def test_at_least_none_came_is_unknown() -> None:
    in_part = meeting(2025, "distanciel", absent="Gironde")
    small = network(TWO_MEMBERS, meetings=[meeting(2024, "distanciel", came="Gironde"), in_part])
    assert print_cells(small, "Présences") == ["non renseigné", "au moins 1"]


def test_a_count_across_years_is_the_least_if_one_of_them_is_not_recorded() -> None:
    hosted = meeting(2025, "présentiel", town="Dax", department="40", host="Landes")
    # Of 2024 nobody noted members or meetings: others may have been a member, or a host, then.
    without_2024 = network({2023: "Gironde", 2025: "Gironde"}, meetings=[hosted])
    figures = read_figures(without_2024, 2025)
    assert figures["membres_toutes_annees"] == 1
    assert figures["membres_toutes_annees_au_moins"]
    assert figures["hotes"] == 1
    assert figures["hotes_au_moins"]


def test_a_count_across_years_that_are_all_recorded_is_exact() -> None:
    figures = read_figures(network({2024: "Gironde", 2025: "Gironde"}), 2025)
    assert figures["membres_toutes_annees"] == 1
    assert not figures["membres_toutes_annees_au_moins"]
