"""What figures of the notebooks draw, and where a page has none."""

import re

from cells import draw_cell, publish_cell, sources, tell_cell
from network_files import meeting, network, planned

AROUND_PARIS = (
    "Paris, Seine-et-Marne, Essonne, Hauts-de-Seine, Seine-Saint-Denis, Val-de-Marne, Val-d’Oise, "
    "Oise, Loiret, Eure-et-Loir"
)


def test_towns_alone_are_no_table_of_hosts() -> None:
    in_towns = [
        meeting(2024, "présentiel", town="Rennes", department="35"),
        meeting(2024, "présentiel", town="Bordeaux", department="33"),
    ]
    small = network({2024: "Gironde"}, meetings=in_towns)

    assert publish_cell(small, "trends", "hotes-dits") == []


def test_a_year_that_nobody_recorded_is_a_question_mark_and_not_zero() -> None:
    # 2023 has no members, and neither 2023 nor 2024 has a meeting.
    small = network(
        {2022: "Gironde", 2024: "Gironde, Landes", 2025: "Gironde, Landes, Loire-Atlantique"},
        meetings=[
            meeting(2022, "distanciel"),
            meeting(2025, "distanciel"),
            meeting(2025, "hybride"),
        ],
    )
    drawn = draw_cell(small, "trends", "mouvements-dessines")

    assert "Depuis 2022, au moins 1 entrée dans la liste, retours compris. « ? »" in drawn

    written = re.findall(r">([\d?]+)</text>", drawn)
    members, years, arrivals = written[:4], written[4:8], written[8:]
    assert years == ["2022", "2023", "2024", "2025"]
    assert members == ["1", "?", "2", "3"]
    assert arrivals == ["?", "?", "?", "1"]

    drawn = draw_cell(small, "trends", "formats-dessines")
    assert "réuni une fois en 2022, deux fois en 2025. « ? » : non renseigné." in drawn
    assert drawn.count(">?</text>") == 2


IN_MARSEILLE = meeting("2025-02", "présentiel", town="Marseille", department="13")


def test_a_town_where_the_network_met_has_its_sign() -> None:
    small = network({2025: AROUND_PARIS}, meetings=[IN_MARSEILLE])
    (drawn,) = publish_cell(small, "year_data", "lieux-figure", year=2025)

    assert "Marseille ●" in drawn.html.replace("\u00a0", " ")


def test_two_towns_of_a_departement_are_both_on_the_map() -> None:
    in_herault = [
        meeting("2025-03", "présentiel", town="Montpellier", department="34"),
        meeting("2025-09", "présentiel", town="Béziers", department="34"),
    ]
    small = network({2025: "Gironde, Hérault"}, meetings=in_herault)
    drawn = draw_cell(small, "annual_report", "carte", year=2025)

    assert ">Montpellier</text>" in drawn
    assert ">Béziers</text>" in drawn


def test_a_network_without_departments_has_no_nearest_town() -> None:
    small = network(
        {2025: "Métropole du Grand Paris"}, kinds=("métropole",), meetings=[IN_MARSEILLE]
    )
    assert publish_cell(small, "year_data", "lieux-dessines", year=2025) == []
    assert publish_cell(small, "year_data", "lieux-figure", year=2025) == []


def test_a_year_without_meetings_has_its_data_page() -> None:
    """Also where something is announced with neither subject nor form, of which nothing is told."""
    bare = network({2025: "Gironde, Landes"}, subjects=[planned(2026, "")])
    for cell in sources("year_data"):
        if cell != "parametres":
            publish_cell(bare, "year_data", cell, year=2025)

    assert tell_cell(bare, "year_data", "suites-dites", year=2025) == ""


def test_a_form_that_is_announced_without_a_subject_is_told() -> None:
    workshops = network({2025: "Gironde, Landes"}, subjects=[planned(2026, "", form="ateliers")])
    told = tell_cell(workshops, "year_data", "suites-dites", year=2025)

    assert told == "Les sujets Format annoncé pour 2026, sans sujet précisé : ateliers."


def test_a_meeting_of_which_only_the_form_is_known_has_no_row() -> None:
    known = meeting("2025-06", "distanciel", title="Nos vœux")
    small = network({2025: "Gironde"}, meetings=[meeting(2025, "distanciel"), known])
    told = tell_cell(small, "year_data", "rencontres-dites", year=2025)

    assert told.endswith("Une rencontre n’est connue que par son format.")

    (shown,) = publish_cell(small, "year_data", "rencontres-tableaux", year=2025)
    assert shown.html.count("<tr>") == 2  # the heads, and the row of « Nos vœux »
    assert "Nos vœux" in shown.html


def test_without_a_meeting_that_has_a_row_there_is_no_table_of_meetings() -> None:
    small = network({2025: "Gironde"}, meetings=[meeting(2025, "distanciel")])
    assert publish_cell(small, "year_data", "rencontres-tableaux", year=2025) == []


def test_few_members_have_no_map_of_neighbours() -> None:
    few = network({2025: "Gironde, Landes, Lot-et-Garonne"})
    assert publish_cell(few, "year_data", "voisins-dits", year=2025) == []
    assert publish_cell(few, "year_data", "voisins-carte", year=2025) == []
