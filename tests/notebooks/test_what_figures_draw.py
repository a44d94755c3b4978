"""What figures of the notebooks draw, and where a page has none."""

import re

from cells import draw_cell, publish_cell, sources, tell_cell
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
    (drawn,) = publish_cell(small, "year_data", "lieux-figure", year=2025)
    assert "Marseille ●" in drawn.html.replace("\u00a0", " ")


def test_a_network_without_departments_has_no_nearest_town() -> None:
    held = "a,2025,2025-02,,présentiel,,Marseille,13"
    small = network({2025: "Métropole du Grand Paris"}, kinds=("métropole",), rencontres=held)
    assert publish_cell(small, "year_data", "lieux-dessines", year=2025) == []
    assert publish_cell(small, "year_data", "lieux-figure", year=2025) == []


def test_a_year_without_meetings_has_its_data_page() -> None:
    """Also where something is announced with neither subject nor form, of which nothing is told."""
    bare = network({2025: "Gironde, Landes"}, sujets="2026,,,prévu")
    for cell in sources("year_data"):
        if cell != "parametres":
            publish_cell(bare, "year_data", cell, year=2025)
    assert tell_cell(bare, "year_data", "suites-dites", year=2025) == ""
    named = network({2025: "Gironde, Landes"}, sujets="2026,,,prévu,ateliers")
    told = tell_cell(named, "year_data", "suites-dites", year=2025)
    assert told == "Les sujets Format annoncé pour 2026, sans sujet précisé : ateliers."


def test_a_meeting_of_which_only_the_form_is_known_has_no_row() -> None:
    held = "a,2025,,,distanciel\nb,2025,2025-06,,distanciel,,,,,Nos vœux"
    made = network({2025: "Gironde"}, rencontres=held)
    told = tell_cell(made, "year_data", "rencontres-dites", year=2025)
    assert told.endswith("Une rencontre n’est connue que par son format.")
    (shown,) = publish_cell(made, "year_data", "rencontres-tableaux", year=2025)
    assert shown.html.count("<tr>") == 2
    assert "Nos vœux" in shown.html
    mute = network({2025: "Gironde"}, rencontres="a,2025,,,distanciel")
    assert publish_cell(mute, "year_data", "rencontres-tableaux", year=2025) == []


def test_few_members_have_no_map_of_neighbours() -> None:
    few = network({2025: "Gironde, Landes, Lot-et-Garonne"})
    assert publish_cell(few, "year_data", "voisins-dits", year=2025) == []
    assert publish_cell(few, "year_data", "voisins-carte", year=2025) == []
