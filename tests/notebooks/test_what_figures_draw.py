"""What figures of the notebooks draw, and where a page has none."""

import re

from cells import draw_cell, publish_cell
from tables import network

AROUND_PARIS = (
    "Paris, Seine-et-Marne, Essonne, Hauts-de-Seine, Seine-Saint-Denis, Val-de-Marne, Val-d’Oise, "
    "Oise, Loiret, Eure-et-Loir"
)


def test_towns_alone_are_no_table_of_hosts() -> None:
    held = "a,2024,2024-02,,présentiel,,Rennes,35\nb,2024,2024-03,,présentiel,,Bordeaux,33"
    assert not publish_cell(network({2024: "Gironde"}, rencontres=held), "trends", "hotes-dits")


def test_a_year_that_nobody_recorded_is_a_question_mark_and_not_zero() -> None:
    held = "a,2022,,,distanciel\nb,2025,,,distanciel\nc,2025,,,hybride"
    small = network(
        {2022: "Gironde", 2024: "Gironde, Landes", 2025: "Gironde, Landes, Loire-Atlantique"},
        rencontres=held,
    )
    drawn = draw_cell(small, "trends", "mouvements-dessines")
    assert "Depuis 2022, au moins 1 entrée dans la liste, retours compris. « ? »" in drawn
    years = ["2022", "2023", "2024", "2025"]
    assert re.findall(r">([\d?]+)</text>", drawn) == [*"1?23", *years, *"???1"]
    drawn = draw_cell(small, "trends", "formats-dessines")
    assert "réuni une fois en 2022, deux fois en 2025. « ? » : non renseigné." in drawn
    assert drawn.count(">?</text>") == 2


def test_a_town_where_the_network_met_has_its_sign() -> None:
    small = network(
        {2025: AROUND_PARIS},
        rencontres="a,2025,2025-02,,présentiel,,Marseille,13",
    )
    _chapter, drawn = publish_cell(small, "year_data", "lieux-dessines", year=2025)
    assert "Marseille ●" in drawn.html.replace("\u00a0", " ")


def test_a_network_without_departments_has_no_nearest_town() -> None:
    held = "a,2025,2025-02,,présentiel,,Marseille,13"
    small = network({2025: "Métropole du Grand Paris"}, kinds=("métropole",), rencontres=held)
    assert publish_cell(small, "year_data", "lieux-dessines", year=2025) == []


def test_few_members_have_no_map_of_neighbours() -> None:
    few = network({2025: "Gironde, Landes, Lot-et-Garonne"})
    assert publish_cell(few, "year_data", "voisins-dits", year=2025) == []
    assert publish_cell(few, "year_data", "voisins-carte", year=2025) == []
